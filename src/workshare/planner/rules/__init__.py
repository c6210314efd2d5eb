"""The rules of the plan, one function each; a rule's docstring is the rule in words and in algebra."""

from __future__ import annotations

from collections.abc import Mapping

from workshare.planner.model import MakeFamily, Rule
from workshare.planner.rules.flows import balance, capacity, lane_limit, supply_total
from workshare.planner.rules.service import backlog, least_shipment, minimum_stock, promised

RULES: Mapping[str, Rule] = {
    "balance": balance,
    "capacity": capacity,
    "lane limit": lane_limit,
    "supply total": supply_total,
    "backlog": backlog,
    "promised": promised,
    "minimum stock": minimum_stock,
    "least shipment": least_shipment,
}

FAMILIES: Mapping[str, MakeFamily] = {}
"""The further columns that rules need, by the names under which ``Model.columns.further`` has them."""
