"""The rules of the plan, one function each; a rule's docstring is the rule in words and in algebra."""

from __future__ import annotations

from collections.abc import Mapping

from workshare.planner.backlogs import OWED
from workshare.planner.fleets import LACKING
from workshare.planner.lots import BEGUN, LOTS
from workshare.planner.model import MakeFamily, Rule
from workshare.planner.rules.change import CHANGED, OTHERWISE, change, changed, frozen, other_decisions, otherwise
from workshare.planner.rules.delivered import (
    GIVEN,
    KEPT,
    STRAND,
    delivered_balance,
    given_columns,
    kept_columns,
    part_of_beginnings,
    part_of_flows,
    part_of_stocks,
    strand_columns,
)
from workshare.planner.rules.firm import orders, sustained
from workshare.planner.rules.fleets import failures, kept_in_service, lacking
from workshare.planner.rules.flows import balance, capacity, lane_limit, supply_rate, supply_total
from workshare.planner.rules.funds import PAY, fund_limit, money_when_voted, pay, spending_is_paid
from workshare.planner.rules.licences import licence_caps
from workshare.planner.rules.lots import begun, counts, largest_lot, least_lot, multiple_lots
from workshare.planner.rules.openings import capacity_when_open, served_when_open
from workshare.planner.rules.origin import demand_minimums, rule_minimums, single_sites, value_shares
from workshare.planner.rules.owed import nothing_taken_back, owed
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
from workshare.planner.rules.transfer import no_transfer

RULES: Mapping[str, Rule] = {
    "balance": balance,
    "capacity": capacity,
    "lane limit": lane_limit,
    "supply total": supply_total,
    "supply rate": supply_rate,
    "backlog": backlog,
    "nothing taken back": nothing_taken_back,
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
    "served when open": served_when_open,
    "capacity when open": capacity_when_open,
    "spending": spending_is_paid,
    "fund": fund_limit,
    "money when voted": money_when_voted,
    "change": change,
    "frozen": frozen,
    "other decisions": other_decisions,
    "delivered part of flows": part_of_flows,
    "delivered part of stocks": part_of_stocks,
    "delivered part of beginnings": part_of_beginnings,
    "delivered balance": delivered_balance,
    "value shares": value_shares,
    "single sites": single_sites,
    "rule minimums": rule_minimums,
    "demand minimums": demand_minimums,
    "no transfer": no_transfer,
}

FAMILIES: Mapping[str, MakeFamily] = {
    OWED: owed,
    BEGUN: begun,
    LOTS: counts,
    LACKING: lacking,
    STARTED: started,
    STARTS: starts,
    UNDONE: undone,
    PAY: pay,
    CHANGED: changed,
    OTHERWISE: otherwise,
    STRAND: strand_columns,
    KEPT: kept_columns,
    GIVEN: given_columns,
}
"""The further columns that rules need, by the names under which ``Model.columns.further`` has them."""
