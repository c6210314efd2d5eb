"""Rows that can be read at all: they speak of things the programme has, in periods the calendar has."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from dataclasses import fields
from typing import Protocol, TypeVar

from workshare.outcome.plan import Flows, Plan
from workshare.outcome.rows import (
    Aged,
    Delivery,
    Output,
    Production,
    Purchase,
    Shipment,
    StockLevel,
    Substitution,
    Waste,
)
from workshare.outcome.table import Table

Row = Production | Output | Shipment | Purchase | Substitution | StockLevel | Delivery | Aged | Waste
R = TypeVar("R", bound=Row)


class Dated(Protocol):
    """A row that counts on a day."""

    @property
    def period(self) -> int:
        """Its period."""
        ...

    @property
    def date(self) -> dt.date:
        """Its date."""
        ...


NAMED_IN = {
    "operation": "operations",
    "supply": "supplies",
    "lane": "lanes",
    "demand": "demands",
    "item": "items",
    "instead_of": "items",
    "site": "sites",
    "origin": "sites",
    "destination": "sites",
}
"""In which table of the programme the name in a column is defined."""


def readable(plan: Plan) -> Flows:
    """The rows of the flows that name what there is."""
    flows = plan.flows
    names = {column: {row.id for row in getattr(plan.programme, table)} for column, table in NAMED_IN.items()}
    return Flows(
        production=_kept(flows.production, names, len(plan.periods), lambda row: row.runs),
        outputs=_kept(flows.outputs, names, len(plan.periods), lambda row: row.quantity),
        shipments=_kept(flows.shipments, names, len(plan.periods), lambda row: row.quantity),
        purchases=_kept(flows.purchases, names, len(plan.periods), lambda row: row.quantity),
        substitutions=_kept(flows.substitutions, names, len(plan.periods), lambda row: row.quantity),
        stock=_kept(flows.stock, names, len(plan.periods), lambda row: 1.0 if math.isfinite(row.quantity) else 0.0),
        deliveries=_kept(flows.deliveries, names, len(plan.periods), lambda row: row.quantity),
        ages=_kept(flows.ages, names, len(plan.periods), lambda row: row.quantity),
        waste=_kept(flows.waste, names, len(plan.periods), lambda row: row.quantity),
    )


def parted(flows: Flows, as_of: dt.date) -> tuple[Flows, Flows]:
    """The rows that are planned, and those of what had happened before the plan's day."""
    tables = {f.name: getattr(flows, f.name) for f in fields(Flows)}
    planned = {name: Table(t.record, [r for r in t if r.date >= as_of]) for name, t in tables.items()}
    happened = {name: Table(t.record, [r for r in t if r.date < as_of]) for name, t in tables.items()}
    return Flows(**planned), Flows(**happened)


def _kept(table: Table[R], names: dict[str, set[str]], periods: int, amount: Callable[[R], float]) -> Table[R]:
    columns = [(column, names[column]) for column in table.columns if column in names]
    return Table(
        table.record,
        [
            row
            for row in table
            if 0 <= row.period < periods
            and 0 < amount(row) < math.inf
            and all(getattr(row, column) in known for column, known in columns)
        ],
    )
