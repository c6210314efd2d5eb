"""Rules of totals: a goal comes to what the tables say, a country's share to the value that it adds."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Iterator

import numpy as np

from workshare.model.promises import Commitment
from workshare.planner.verify.books import Books
from workshare.planner.verify.change import CHANGE, DECISIONS
from workshare.planner.verify.deliveries import asked
from workshare.planner.verify.fault import Fault, Rule, at_most, near
from workshare.planner.verify.fleets import lacking
from workshare.planner.verify.promises import counted, met

WEIGHTED = "late, weighted"
BELOW = "stock below its minimum"
AHEAD = "promises before they are due"
NOT_DONE = "activities not done"
PROJECT_COST = "project cost"
EARLY = "activities early"
WAITS = "stock that waits"
HELD = 2.0
"""A size that allows for the little by which later goals may worsen one that is held."""
TINY = 1e-9
"""The least that a gap is taken in proportion to."""


def goals_present(books: Books) -> Iterator[Fault]:
    """Each goal that the programme gives has one row, and no other goal has one.

    late and short for each priority of a demand, lacking for each of a fleet; each commitment that counts a quantity,
    with its shortage where it is never met, or that a decided activity measures; where activities or investments are
    decided, those not done, what they cost and how early they are; stock below its minimum, where there is one; cost;
    and the two that settle ties.
    """
    if books.plan.weights is not None:
        if [goal.name for goal in books.plan.goals] != [WEIGHTED]:
            yield Fault(Rule.GOALS, f"goal {WEIGHTED}", "is not the only one")
        return
    expected = {f"{kind}, priority {d.priority}" for d in books.demands.values() for kind in ("late", "short")}
    expected |= {f"lacking, priority {fleet.priority}" for fleet in books.programme.fleets}
    expected |= {"cost", WAITS}
    expected |= {BELOW for row in books.programme.stock if row.minimum}
    sought = list(_sought(books))
    expected |= {f"commitment {c.id}" for c, _ in sought}
    expected |= {AHEAD for c, _ in sought if c.measure and c.measure.item}
    if books.decided or books.investments:
        expected |= {NOT_DONE, PROJECT_COST, EARLY} | ({DECISIONS} if books.plan.last else set())
    expected |= {CHANGE} if books.plan.last else set()
    unclear: set[str] = set()
    for commitment, dates in sought:
        if None in dates and commitment.measure and commitment.measure.item:
            expected.add(f"commitment {commitment.id}, short")
            unclear |= {f"commitment {commitment.id}, short"} if len(dates) > 1 else set()
    rows = Counter(goal.name for goal in books.plan.goals)
    for name in sorted(expected.union(rows)):
        if (rows[name] != 1 or name not in expected) and not (name in unclear and rows[name] == 0):
            yield Fault(Rule.GOALS, f"goal {name}", f"has {rows[name]} rows")


def _left_out(books: Books) -> int:
    """How many activities that a plan decides are neither optional nor done by its last day."""
    asked = [a.id for a in books.programme.activities if a.id in books.decided and not a.optional]
    end = books.periods.horizon
    return sum(1 for a in asked if a not in books.times or books.times[a].finish > end)


def goal_values(books: Books) -> Iterator[Fault]:
    """A goal came to what the tables say.

    late: sum of late quantity-days;  short: sum of what is never delivered;  commitment: days late, to the
    last day of the plan where it is never met;  its shortage: amount - what there is in the end;  cost: all costs
    of flows, of activities that are not done yet and of investments;  stock below its minimum: sum over p of
    days[p] · max(0, minimum - stock[p]);  activities not done: how many are neither optional nor done by its last day;
    project cost: that of decided activities and of investments;  lacking: sum over fleets and p of days wanted in p ·
    max(0, wanted - in service[p]).
    Of goals that settle ties only the gap is checked: later ones may improve them.
    """
    worth = dict(_service(books)) | dict(_promised(books))
    worth[WEIGHTED] = _weighted(books)
    worth["cost"] = (_spent(books),), 0.0
    worth[PROJECT_COST] = (_decided_cost(books),), _most(books)
    worth[BELOW] = _below(books)
    worth |= {f"lacking, priority {n}": ((lacks,), size) for n, (lacks, size) in lacking(books).items()}
    worth[NOT_DONE] = (float(_left_out(books)),), 0.0
    for goal in books.plan.goals:
        values, size = worth.get(goal.name, ((goal.value,), 0.0))
        if not any(near(goal.value, value, max(size, HELD)) for value in values):
            yield Fault(Rule.GOALS, f"goal {goal.name}", f"comes to {values[0]:g}, not {goal.value:g}")


def _spent(books: Books) -> float:
    """All that a plan costs: flows, activities that are not done yet, and investments."""
    flows = books.flows
    costs = [row.cost for table in (flows.production, flows.shipments, flows.purchases) for row in table]
    costs += [row.cost for row in books.plan.activities if not row.done and row.activity not in books.decided]
    return sum(costs) + _decided_cost(books)


def _decided_cost(books: Books) -> float:
    """What a plan's own decisions about the project cost: activities that are decided, and investments."""
    plan = books.plan
    steps = sum(row.cost for row in plan.activities if row.activity in books.decided)
    return steps + sum(row.cost for row in plan.investments)


def _most(books: Books) -> float:
    """What all could cost that a plan may decide: a choice is whole but for rounding, and so is its cost."""
    programme = books.programme
    ways = [way for a in programme.activities if a.id in books.decided for way in a.ways.values()]
    steps = sum(way.cost.value for way in ways if way.cost)
    return steps + sum(i.cost.value * i.at_most for i in programme.investments if i.cost)


Worth = tuple[str, tuple[tuple[float, ...], float]]
"""A goal, what it may come to, and the size of the quantities that it is made of."""


def _service(books: Books) -> Iterator[Worth]:
    """Late quantity-days and shortage of each priority."""
    for priority in {d.priority for d in books.demands.values()}:
        late, short, days, quantity = 0.0, 0.0, 0.0, 0.0
        for account in books.plan.demands:
            demand = books.demands.get(account.id)
            if demand and demand.priority == priority:
                late += account.late_quantity_days
                short += account.short
                quantity += asked(demand)
                days += max(1.0, asked(demand)) * max(0, (books.ends[-1] - demand.due).days)
        yield f"late, priority {priority}", ((late,), days)
        yield f"short, priority {priority}", ((short,), quantity)


def _weighted(books: Books) -> tuple[tuple[float, ...], float]:
    """Late quantity-days by weight; what is never delivered counts the days of the last period besides."""
    total, size = 0.0, 0.0
    last = (books.ends[-1] - books.ends[-2]).days if len(books.ends) > 1 else books.periods.horizon + 1
    for account in books.plan.demands:
        demand = books.demands.get(account.id)
        weight = (books.plan.weights or {}).get(demand.priority, 0.0) if demand else 0.0
        total += weight * (account.late_quantity_days + last * account.short)
        size += weight * asked(demand) * len(books.ends) if demand else 0.0
    return (total,), size


def _promised(books: Books) -> Iterator[Worth]:
    """Days by which each commitment is late, and what it lacks in the end."""
    for commitment, dates in _sought(books):
        late = tuple(float(max(0, ((day or books.ends[-1]) - commitment.due).days)) for day in dates)
        yield f"commitment {commitment.id}", (late, 0.0)
        if commitment.measure and commitment.measure.item:
            there = sum(quantity for _, quantity in counted(books, commitment.measure))
            amount = commitment.measure.amount
            yield f"commitment {commitment.id}, short", ((amount - there,), amount)


def _sought(books: Books) -> Iterator[tuple[Commitment, tuple[dt.date | None, ...]]]:
    """The commitments that decisions move, with the days on which they may be said to be met."""
    for commitment in books.programme.commitments:
        if commitment.measure and (commitment.measure.item or commitment.measure.done in books.decided):
            yield commitment, met(counted(books, commitment.measure), commitment.measure.amount)


def _below(books: Books) -> tuple[tuple[float, ...], float]:
    """Quantity-days by which stocks lie below their minimum, and those of the minimum itself."""
    total, size = 0.0, 0.0
    for row in books.programme.stock:
        if row.minimum:
            level = books.levels.get((row.item, row.site), (books.nothing(), None))[0]
            total += float(np.dot(books.length, np.maximum(0.0, row.minimum.value - level)))
            size += row.minimum.value * sum(books.length)
    return (total,), size


def gaps(books: Books) -> Iterator[Fault]:
    """No plan beats a goal's bound, and the gap is what lies between, in proportion.

    bound <= value;  gap = (value - bound) / |value|
    """
    for goal in books.plan.goals:
        if not math.isfinite(goal.bound + goal.value):
            yield Fault(Rule.GOALS, f"goal {goal.name}", f"{goal.value:g} and its bound {goal.bound:g} are no numbers")
            continue
        if not at_most(goal.bound, goal.value):
            yield Fault(Rule.GOALS, f"goal {goal.name}", f"its value {goal.value:g} beats its bound {goal.bound:g}")
        gap = (goal.value - goal.bound) / max(abs(goal.value), TINY)
        if not near(goal.gap, gap):
            yield Fault(Rule.GOALS, f"goal {goal.name}", f"its gap is {gap:g}, not {goal.gap:g}")


def workshare(books: Books) -> Iterator[Fault]:
    """A country adds to a family what its runs add at standard costs, and what it supplies.

    value[f,c] = sum over runs in c of max(0, sum of accepted · cost - sum of uses · cost)
        + sum over purchases from c of quantity · cost;  share = value / sum over c of value.
    """
    added: dict[tuple[str, str], float] = defaultdict(float)
    for made in books.flows.production:
        operation = books.operations[made.operation]
        family: str = books.items[next(iter(operation.makes))].family
        added[family, books.country[operation.site]] += books.gain(operation) * made.runs
    for bought in books.flows.purchases:
        supply = books.supplies[bought.supply]
        country = supply.country or books.country[supply.site]
        added[books.items[supply.item].family, country] += books.worth(supply.item) * bought.quantity
    total: dict[str, float] = defaultdict(float)
    for (name, _), gained in added.items():
        total[name] += gained
    expected = {key for key in added if total[key[0]] > 0}
    rows = Counter((row.family, row.country) for row in books.plan.workshare)
    for key in sorted(expected.union(rows)):
        if rows[key] != 1 or key not in expected:
            yield Fault(Rule.WORKSHARE, f"workshare of {key[1]} in {key[0]}", f"has {rows[key]} rows")
    for row in books.plan.workshare:
        if (row.family, row.country) in expected:
            value = added[row.family, row.country]
            share = value / total[row.family]
            if not near(row.value, value) or not near(row.share, share):
                message = f"{row.value:g} and {row.share:g} should be {value:g} and {share:g}"
                yield Fault(Rule.WORKSHARE, f"workshare of {row.country} in {row.family}", message)
