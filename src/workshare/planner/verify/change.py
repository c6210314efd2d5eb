"""Rules of re-planning: nothing frozen has changed, and the goals of least change come to what the tables say."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator

from workshare.model.programme import by_id
from workshare.model.project import Activity
from workshare.outcome.last import Last
from workshare.planner.verify.books import Books
from workshare.planner.verify.dates import whole_days
from workshare.planner.verify.fault import Fault, Rule, near

CHANGE = "change from the last plan"
DECISIONS = "decisions changed"

Cell = tuple[str, ...]
"""A table, a name in it, and for a shipment its item and ends."""


def frozen(books: Books) -> Iterator[Fault]:
    """In periods that lie within the frozen time, every amount is the last plan's.

    as_of <= first day of p,  last day of p < as_of + frozen:  amount[p] = last amount[p]
    """
    last, window = books.plan.last, books.programme.frozen
    if last is None or window is None:
        return
    today = books.periods.day(books.plan.as_of)
    until = today + whole_days(window.value)
    old, new = _old(books, last), _new(books)
    for cell, p in sorted({*old, *new}):
        inside = books.first[p] >= today and books.last[p] < until
        if inside and not near(new[cell, p], old[cell, p]):
            where = f"{' '.join(filter(None, cell))}, period {p}"
            yield Fault(
                Rule.CHANGE, where, f"{new[cell, p]:g} is not the {old[cell, p]:g} of the last plan, yet frozen"
            )


def changes(books: Books) -> Iterator[Fault]:
    """The goals of least change: the value of all differences, and the number of decisions taken otherwise.

    change = sum over ways and periods of value · |amount - last amount|;
    decisions = those of the last plan that are not taken as they were, and those that it did not take.
    """
    last = books.plan.last
    if last is None:
        return
    old, new = _old(books, last), _new(books)
    differences = {key: abs(new[key] - old[key]) for key in {*old, *new}}
    size = sum(max(old[key], new[key]) * _value(books, key[0]) for key in differences)
    told = {CHANGE: sum(amount * _value(books, cell) for (cell, _), amount in differences.items())}
    told[DECISIONS] = float(_otherwise(books, last))
    for goal in books.plan.goals:
        if goal.name in told and not near(goal.value, told[goal.name], size if goal.name == CHANGE else 0.0):
            yield Fault(Rule.CHANGE, f"goal {goal.name}", f"comes to {told[goal.name]:g}, not {goal.value:g}")


def _new(books: Books) -> dict[tuple[Cell, int], float]:
    """What the plan has of each way in each period."""
    found: dict[tuple[Cell, int], float] = defaultdict(float)
    for made in books.planned.production:
        found[("operation", made.operation, "", "", ""), made.period] += made.runs
    for bought in books.planned.purchases:
        found[("supply", bought.supply, "", "", ""), bought.period] += bought.quantity
    for sent in books.planned.shipments:
        found[("lane", sent.lane, sent.item, sent.origin, sent.destination), sent.period] += sent.quantity
    return found


def _old(books: Books, last: Last) -> dict[tuple[Cell, int], float]:
    """What the last plan has of each way in each period, from the plan's day on."""
    found: dict[tuple[Cell, int], float] = defaultdict(float)
    for way, amounts in last.amounts.items():
        for date, amount in amounts.items():
            day = books.periods.day(date)
            if date >= books.plan.as_of and day <= books.last[-1]:
                cell = (str(way.purpose), way.id, way.item, way.origin, way.destination)
                found[cell, books.counted_in(day)] += amount
    return found


def _value(books: Books, cell: Cell) -> float:
    """The standard cost of what one unit makes, gives or moves, 1 for an item without."""
    kind, name, item = cell[:3]
    worth = {str(i.id): (i.cost.value if i.cost else 0.0) or 1.0 for i in books.programme.items}
    if kind == "operation":
        return sum(worth[i] * n.value for i, n in books.operations[name].makes.items())
    return worth[books.supplies[name].item if kind == "supply" else item]


def _otherwise(books: Books, last: Last) -> int:
    """How many decisions are taken otherwise than in the last plan, missing ones and new ones."""
    table = by_id(books.programme.activities)
    own = {name for name, a in table.items() if name in books.decided and _is_choice(books, a)}
    now: Counter[tuple[str, str, dt.date]] = Counter(
        (row.activity, row.mode, row.start) for row in books.plan.activities if row.activity in own
    )
    now.update((row.investment, "", row.decided) for row in books.plan.investments)
    before: Counter[tuple[str, str, dt.date]] = Counter(
        (name, last.modes[name], start) for name, start in last.starts.items() if name in own
    )
    before.update((name, "", day) for name, days in last.investments.items() for day in days)
    return (before - now).total() + (now - before).total()


def _is_choice(books: Books, activity: Activity) -> bool:
    """Whether an activity is decided for its own sake, and not only because it waits for one that is."""
    costs = any(way.cost and way.cost.value > 0 for way in activity.ways.values())
    return bool(activity.modes) or activity.optional or (costs and bool(books.programme.funds))
