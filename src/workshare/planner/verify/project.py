"""Rules of time: the calendar's periods, the activities of the transfer project, and its gates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from workshare.model.calendar import periods as calendar_periods
from workshare.model.programme import Programme, by_id, days_from
from workshare.outcome.plan import Plan
from workshare.outcome.rows import Step
from workshare.planner.verify.books import Books
from workshare.planner.verify.dates import gate_days, project_times
from workshare.planner.verify.fault import Fault, Rule


def periods(plan: Plan) -> Iterator[Fault]:
    """Periods follow each other from the programme's start to its end, and are cut where something changes.

    0 = bounds[0] < bounds[1] < … = until - start + 1;  bounds hold every bound of the calendar and, within
    the horizon, every due + 1 of a commitment, opening of a gate, start and end + 1 of a capacity step.
    """
    programme, bounds = plan.programme, plan.periods.bounds
    horizon = (programme.until - programme.start).days + 1
    if plan.periods.start != programme.start:
        yield Fault(Rule.PERIODS, "periods", f"they start {plan.periods.start}, the programme {programme.start}")
    if bounds[:1] != (0,) or bounds[-1] != horizon or any(b <= a for a, b in pairwise(bounds)):
        yield Fault(Rule.PERIODS, "periods", f"{bounds} do not count up from 0 to {horizon}")
        return
    needed = set(calendar_periods(programme.start, programme.until, programme.calendar).bounds)
    for day in sorted((needed | {d for d in _cuts(plan) if 0 < d < horizon}).difference(bounds)):
        yield Fault(Rule.PERIODS, "periods", f"no period begins on {plan.periods.date(day)}")


def _cuts(plan: Plan) -> Iterator[int]:
    """The days on which something changes for good."""
    programme: Programme = plan.programme
    start = programme.start
    yield from (days_from(start, c.due, 0) + 1 for c in programme.commitments)
    yield from gate_days(programme, project_times(programme, days_from(start, plan.as_of, 0))).values()
    for resource in programme.resources:
        yield from (days_from(start, step.effective_start, 0) for step in resource.hours)
        yield from (days_from(start, step.effective_end, -1) + 1 for step in resource.hours)


def activities(books: Books) -> Iterator[Fault]:
    """Each activity stands once, as early as can be, with its slack.

    start = max(as of, not before, finish of all it waits for), or done - days;  finish = start + days;
    critical where it is not done and its slack is 0.
    """
    known = by_id(books.programme.activities)
    yield from once(Rule.ACTIVITIES, "activity", known, [row.activity for row in books.plan.activities])
    for row in books.plan.activities:
        if row.activity not in known:
            continue
        activity, times = known[row.activity], books.times[row.activity]
        done = activity.done is not None
        expected = Step(
            activity=activity.id,
            country=activity.country or "",
            start=books.periods.date(times.start),
            finish=books.periods.date(times.finish),
            slack_days=times.slack,
            critical=not done and times.slack == 0,
            done=done,
        )
        if row != expected:
            yield Fault(Rule.ACTIVITIES, f"activity {row.activity}", f"{row} should be {expected}")


def gates(books: Books) -> Iterator[Fault]:
    """Each gate stands once; it opens on the day when the last of its activities is finished.

    date = max over its activities of finish, and ``activity`` is one that finishes then.
    """
    known = by_id(books.programme.gates)
    yield from once(Rule.GATES, "gate", known, [row.gate for row in books.plan.gates])
    for row in books.plan.gates:
        if row.gate not in known:
            continue
        day, needs = books.gates[row.gate], known[row.gate].needs
        where = f"gate {row.gate}"
        if row.date != books.periods.date(day):
            yield Fault(Rule.GATES, where, f"it opens {row.date}, not {books.periods.date(day)}")
        if row.activity not in {a for a in needs if books.times[a].finish == day} and (needs or row.activity):
            yield Fault(Rule.GATES, where, f"{row.activity or 'nothing'} does not open it")


def once(rule: Rule, kind: str, known: Iterable[str], rows: list[str]) -> Iterator[Fault]:
    """Every known thing has one row, and no row is about another."""
    counts, names = Counter(rows), set(known)
    for name in sorted(names.union(counts)):
        if counts[name] != 1 or name not in names:
            yield Fault(rule, f"{kind} {name}", f"has {counts[name]} rows")
