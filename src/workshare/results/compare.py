"""Lays plans side by side: what differs in their outcomes, their decisions and their inputs."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TypeVar

from workshare.model.difference import Difference, bundles, differences
from workshare.outcome.comparison import (
    Amount,
    AmountTotal,
    Cause,
    Change,
    Choice,
    Comparison,
    Curve,
    Decision,
    DecisionKind,
    Entrant,
    Goal,
    Need,
    Promise,
    Result,
    ShareOf,
)
from workshare.outcome.plan import Plan
from workshare.outcome.rows import CommitmentAccount, DemandAccount
from workshare.outcome.table import Table

K = TypeVar("K")

DUST = 1e-5
"""Amounts this close are the same: the solver's rounding."""

AS_OF = ("as_of",)
"""The path of the one input that stands in no programme: the day on which a plan is made."""

AMOUNTS: Mapping[str, Callable[[Plan], Iterable[Amount]]] = {
    "runs": lambda plan: (Amount(key=r.operation, date=r.date, amount=r.cost) for r in plan.production),
    "shipments": lambda plan: (Amount(key=r.lane, date=r.date, amount=r.cost) for r in plan.shipments),
    "purchases": lambda plan: (Amount(key=r.supply, date=r.date, amount=r.cost) for r in plan.purchases),
    "activities": lambda plan: (Amount(key=r.activity, date=r.finish, amount=r.cost) for r in plan.activities),
    "investments": lambda plan: (Amount(key=r.investment, date=r.decided, amount=r.cost) for r in plan.investments),
    "funds": lambda plan: (Amount(key=r.fund, date=r.date, amount=r.amount) for r in plan.payments if r.fund),
}
"""The tables of money that are laid side by side, each as amounts by key and date; a further one is a line more."""


def compare(entrants: Sequence[Entrant], causes: Iterable[Cause] = ()) -> Comparison:
    """Plans side by side, the first of them being what the others are held against."""
    plans = [entrant.plan for entrant in entrants]
    return Comparison(
        entrants=tuple(entrants),
        promises=Table(Promise, list(_promises(plans))),
        needs=Table(Need, list(_needs(plans))),
        goals=Table(Goal, list(_goals(plans))),
        amounts=Table(AmountTotal, list(_amounts(plans))),
        shares=Table(ShareOf, list(_shares(plans))),
        decisions=Table(Decision, list(_decisions(plans))),
        curves=Table(Curve, list(_curves(plans))),
        changes=Table(Change, list(_changes(entrants))),
        causes=Table(Cause, list(causes)),
    )


def changes(before: Plan, after: Plan) -> tuple[tuple[Difference, ...], tuple[tuple[int, ...], ...]]:
    """The differences between the inputs of two plans, and by number those that go together."""
    found = differences(before.programme, after.programme)
    groups = bundles(before.programme, after.programme, found)
    if before.as_of != after.as_of:
        found = (*found, Difference(path=AS_OF, before=before.as_of, after=after.as_of))
        groups = (*groups, (len(found) - 1,))
    return found, groups


def _changes(entrants: Sequence[Entrant]) -> Iterator[Change]:
    for entrant in entrants[1:]:
        found, groups = changes(entrants[0].plan, entrant.plan)
        for bundle, group in enumerate(groups):
            yield from (Change(plan=entrant.letter, bundle=bundle, difference=found[n]) for n in group)


def result_of(account: CommitmentAccount) -> Result:
    """The part of a commitment's account that says how it turns out."""
    return Result(verdict=account.verdict, date=account.date, in_the_end=account.in_the_end)


def same(one: Result | None, other: Result | None) -> bool:
    """Whether a promise turns out alike: its verdict, its date and, where it falls short, by how much."""
    if one is None or other is None:
        return one is other
    alike = one.verdict is other.verdict and one.date == other.date
    return alike and (one.date is not None or _near(one.in_the_end, other.in_the_end))


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= DUST * max(1.0, abs(one), abs(other))


def _promises(plans: Sequence[Plan]) -> Iterator[Promise]:
    tables = [{a.id: a for a in plan.commitments} for plan in plans]
    for name in _names(tables):
        accounts = tuple(table.get(name) for table in tables)
        results = [result_of(a) if a else None for a in accounts]
        yield Promise(id=name, accounts=accounts, differs=not all(same(results[0], r) for r in results))


def _needs(plans: Sequence[Plan]) -> Iterator[Need]:
    tables = [{a.id: a for a in plan.demands} for plan in plans]
    for name in _names(tables):
        accounts = tuple(table.get(name) for table in tables)
        yield Need(id=name, accounts=accounts, differs=not all(_served_alike(accounts[0], a) for a in accounts))


def _served_alike(one: DemandAccount | None, other: DemandAccount | None) -> bool:
    if one is None or other is None:
        return one is other
    keys = ("asked", "on_time", "late", "short", "late_quantity_days")
    return all(_near(getattr(one, key), getattr(other, key)) for key in keys)


def _goals(plans: Sequence[Plan]) -> Iterator[Goal]:
    tables = [{g.name: g.value for g in plan.goals} for plan in plans]
    yield from (Goal(name=name, values=tuple(table.get(name) for table in tables)) for name in _names(tables))


def _amounts(plans: Sequence[Plan]) -> Iterator[AmountTotal]:
    for table, rows_of in AMOUNTS.items():
        sums: list[dict[str, float]] = []
        for plan in plans:
            total: dict[str, float] = defaultdict(float)
            for row in rows_of(plan):
                total[row.key] += row.amount
            sums.append(total)
        if any(sums):
            yield AmountTotal(table=table, key="", totals=tuple(sum(total.values()) for total in sums))
        for key in _names(sums):
            totals = tuple(total.get(key, 0.0) for total in sums)
            if not all(_near(totals[0], total) for total in totals):
                yield AmountTotal(table=table, key=key, totals=totals)


def _shares(plans: Sequence[Plan]) -> Iterator[ShareOf]:
    tables = [{(w.family, w.country): w for w in plan.workshare} for plan in plans]
    for family, country in sorted(_names(tables)):
        rows = [table.get((family, country)) for table in tables]
        yield ShareOf(
            family=family, country=country, values=tuple(r.value if r else 0.0 for r in rows),
            shares=tuple(r.share if r else 0.0 for r in rows),
        )  # fmt: skip


def _decisions(plans: Sequence[Plan]) -> Iterator[Decision]:
    """The decisions that differ, by kind and then as the plans list them."""
    for kind in DecisionKind:
        tables = [_choices(plan, kind) for plan in plans]
        for name in _names(tables):
            choices = tuple(table.get(name) for table in tables)
            if not all(_chosen_alike(choices[0], c) for c in choices):
                yield Decision(kind=kind, id=name, choices=choices)


def _chosen_alike(one: Choice | None, other: Choice | None) -> bool:
    if one is None or other is None:
        return one is other
    return (one.first, one.last) == (other.first, other.last) and _near(one.quantity, other.quantity)


def _choices(plan: Plan, kind: DecisionKind) -> dict[str, Choice]:
    """What a plan decides, by the ids of what it decides on."""
    rows: Iterable[tuple[str, float, dt.date, dt.date]]
    match kind:
        case DecisionKind.ACTIVITY:
            rows = ((r.activity, 1.0, r.start, r.finish) for r in plan.activities)
        case DecisionKind.PRODUCTION:
            rows = ((r.operation, r.runs, r.first, r.date) for r in plan.production)
        case DecisionKind.PURCHASE:
            rows = ((r.supply, r.quantity, r.date, r.date) for r in plan.purchases)
        case DecisionKind.SHIPMENT:
            rows = ((r.lane, r.quantity, r.date, r.arrives) for r in plan.shipments)
    found: dict[str, Choice] = {}
    for name, quantity, first, last in rows:
        if quantity > DUST:
            so_far = found.get(name, Choice(quantity=0.0, first=first, last=last))
            total, begin, end = so_far.quantity + quantity, min(so_far.first, first), max(so_far.last, last)
            found[name] = Choice(quantity=total, first=begin, last=end)
    return found


def _curves(plans: Sequence[Plan]) -> Iterator[Curve]:
    """Running totals of what is asked for or promised, the most urgent first."""
    wanted: dict[tuple[str, bool], int] = {}
    for plan in plans:
        for demand in plan.demands:
            key = (demand.item, False)
            wanted[key] = min(wanted.get(key, demand.priority), demand.priority)
        for promise in plan.programme.commitments:
            if promise.measure and promise.measure.made:
                key = (promise.measure.made, True)
                wanted[key] = min(wanted.get(key, promise.priority), promise.priority)
    for item, made in sorted(wanted, key=lambda key: (wanted[key], key)):
        totals = tuple(_running(plan, item, made=made) for plan in plans)
        if any(totals):
            yield Curve(item=item, made=made, totals=totals)


def _running(plan: Plan, item: str, *, made: bool) -> tuple[tuple[dt.date, float], ...]:
    by_day: dict[dt.date, float] = defaultdict(float)
    for row in plan.flows.outputs if made else plan.deliveries:
        if row.item == item:
            by_day[row.date] += row.quantity
    days = sorted(by_day)
    return tuple(zip(days, accumulate(by_day[d] for d in days), strict=True))


def _names(tables: Iterable[Mapping[K, object]]) -> list[K]:
    """The keys of several tables, each once, in their order."""
    return list(dict.fromkeys(key for table in tables for key in table))
