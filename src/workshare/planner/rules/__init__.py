"""The rules of the plan, one function each; a rule's docstring is the rule in words and in algebra."""

from __future__ import annotations

from collections.abc import Mapping

from workshare.planner.fleets import LACKING
from workshare.planner.lots import BEGUN, LOTS
from workshare.planner.model import MakeFamily, Rule
from workshare.planner.rules.change import CHANGED, OTHERWISE, change, changed, frozen, other_decisions, otherwise
from workshare.planner.rules.firm import orders, sustained
from workshare.planner.rules.fleets import failures, kept_in_service, lacking
from workshare.planner.rules.flows import balance, capacity, lane_limit, supply_rate, supply_total
from workshare.planner.rules.funds import PAY, fund_limit, money_when_voted, pay, spending_is_paid
from workshare.planner.rules.licences import licence_caps
from workshare.planner.rules.lots import begun, counts, largest_lot, least_lot, multiple_lots
from workshare.planner.rules.project import (
    STARTED,
    STARTS,
    UNDONE,
    gates_by_choice,
    not_done,
    one_mode,
    order_of_steps,
    started,
    starts,
    starts_in_order,
    undone,
)
from workshare.planner.rules.service import backlog, least_shipment, minimum_stock, promised

RULES: Mapping[str, Rule] = {
    "balance": balance,
    "capacity": capacity,
    "lane limit": lane_limit,
    "supply total": supply_total,
    "supply rate": supply_rate,
    "backlog": backlog,
    "promised": promised,
    "minimum stock": minimum_stock,
    "least shipment": least_shipment,
    "least lot": least_lot,
    "largest lot": largest_lot,
    "multiple lots": multiple_lots,
    "firm order": orders,
    "minimum rate": sustained,
    "failures": failures,
    "in service": kept_in_service,
    "licence": licence_caps,
    "starts in order": starts_in_order,
    "one mode": one_mode,
    "order of steps": order_of_steps,
    "not done": not_done,
    "gates by choice": gates_by_choice,
    "spending": spending_is_paid,
    "fund": fund_limit,
    "money when voted": money_when_voted,
    "change": change,
    "frozen": frozen,
    "other decisions": other_decisions,
}

FAMILIES: Mapping[str, MakeFamily] = {
    BEGUN: begun,
    LOTS: counts,
    LACKING: lacking,
    STARTED: started,
    STARTS: starts,
    UNDONE: undone,
    PAY: pay,
    CHANGED: changed,
    OTHERWISE: otherwise,
}
"""The further columns that rules need, by the names under which ``Model.columns.further`` has them."""
