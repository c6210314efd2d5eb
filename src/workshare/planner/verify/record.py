"""Rule of the record: what had happened stands in the plan, each actual once and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from workshare.outcome.plan import Flows
from workshare.planner.verify.books import Books
from workshare.planner.verify.facts import Key
from workshare.planner.verify.fault import Fault, Rule, near

LEVELS = "stock"
"""The table that is no flow: what lies where follows from the others."""
AMOUNTS = ("runs", "quantity")


def recorded(books: Books) -> Iterator[Fault]:
    """The rows before the plan's day are the actuals before it, with what they brought, and no others.

    For all that stand alike in a table:  sum of quantity, sum of cost = those of the actuals.
    """
    told: dict[Key, tuple[float, float]] = {}
    for table in fields(Flows):
        for row in getattr(books.happened, table.name) if table.name != LEVELS else ():
            values = {f.name: getattr(row, f.name) for f in fields(row)}
            amount = next(values.pop(name) for name in AMOUNTS if name in values)
            cost = values.pop("cost", 0.0)
            key = (table.name, *values.values())
            before = told.get(key, (0.0, 0.0))
            told[key] = before[0] + amount, before[1] + cost
    known = books.facts.rows
    for key in sorted({*told, *known}, key=str):
        (amount, cost), (is_told, is_cost) = known.get(key, (0.0, 0.0)), told.get(key, (0.0, 0.0))
        if not (near(amount, is_told) and near(cost, is_cost)):
            where = f"{key[0]} {', '.join(str(part) for part in key[1:])}"
            yield Fault(Rule.RECORD, where, f"{amount:g} at {cost:g} had happened, not {is_told:g} at {is_cost:g}")
