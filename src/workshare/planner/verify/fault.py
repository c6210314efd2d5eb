"""Faults: what a rule finds, and how near is near enough."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

SLACK = 1e-6
"""What rounding may cost, in proportion to the size of what is compared (at least 1)."""


class Rule(StrEnum):
    """The rules that a plan is held against."""

    ROWS = "rows"
    PERIODS = "periods"
    ACTIVITIES = "activities"
    GATES = "gates"
    PRODUCTION = "production"
    OUTPUTS = "outputs"
    WHOLE_RUNS = "whole runs"
    SHIPMENTS = "shipments"
    LANE_LIMIT = "lane limit"
    PURCHASES = "purchases"
    SUPPLY_LIMIT = "supply limit"
    SUBSTITUTIONS = "substitutions"
    STOCK = "stock"
    EARLIEST = "earliest"
    CAPACITY = "capacity"
    RESOURCES = "resources"
    LOTS = "lots"
    ORDERS = "orders"
    SUSTAINED = "minimum rate"
    FLEETS = "fleets"
    SHELF_LIFE = "shelf life"
    DELIVERIES = "deliveries"
    DEMANDS = "demands"
    COMMITMENTS = "commitments"
    GOALS = "goals"
    WORKSHARE = "workshare"
    CHANGE = "change"
    LICENCES = "licences"
    LICENCE_LIMIT = "licence limit"
    INVESTMENTS = "investments"
    PAYMENTS = "payments"
    FUNDS = "funds"
    CASH = "cash"
    RECORD = "record"
    RULE_SHARE = "rule of shares"
    RULE_ACCOUNTS = "accounts of rules"
    MINIMUM = "minimum"
    NO_TRANSFER = "no transfer"


@dataclass(frozen=True, slots=True)
class Fault:
    """A place in a plan that breaks a rule, and how."""

    rule: Rule
    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message} [{self.rule}]"


def near(one: float, other: float, size: float = 0.0) -> bool:
    """Whether two numbers are equal but for rounding; ``size`` is that of the numbers they were made of."""
    return math.isfinite(one + other) and abs(one - other) <= SLACK * max(1.0, abs(one), abs(other), size)


def at_most(value: float, limit: float, size: float = 0.0) -> bool:
    """Whether a number keeps a limit but for rounding."""
    return value <= limit + SLACK * max(1.0, abs(limit), size)
