"""Rules of time: the calendar's periods, the activities of the transfer project, and its gates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from workshare.model.calendar import periods as calendar_periods
from workshare.model.programme import Programme, by_id, days_from
from workshare.model.project import Activity
from workshare.outcome.plan import Plan
from workshare.outcome.rows import Step
from workshare.planner.verify.books import Books
from workshare.planner.verify.fault import Fault, Rule, near
from workshare.planner.verify.schedule import days_of, decided, earliest, gate_days, needs_money, project_times


def periods(plan: Plan) -> Iterator[Fault]:
    """Periods follow each other from the programme's start to its end, and are cut where something changes.

    0 = bounds[0] < bounds[1] < … = until - start + 1;  bounds hold every bound of the calendar and, within
    the horizon, every due + 1 of a commitment, opening of a gate that no decision moves, start and end + 1 of a
    capacity step or a rule.
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
    free = decided(programme)
    fixed = gate_days(programme, project_times(programme, days_from(start, plan.as_of, 0), ()))
    yield from (fixed[gate.id] for gate in programme.gates if free.isdisjoint(gate.needs))
    yield from (days_from(start, rule.effective_start, 0) for rule in programme.rules)
    yield from (days_from(start, rule.effective_end, -1) + 1 for rule in programme.rules)
    for resource in programme.resources:
        yield from (days_from(start, step.effective_start, 0) for step in resource.hours)
        yield from (days_from(start, step.effective_end, -1) + 1 for step in resource.hours)


def activities(books: Books) -> Iterator[Fault]:
    """Each activity stands once, as early as can be or, if it is decided, later, with its mode and slack.

    start = max(as of, not before, finish of all it waits for), or done - days;  finish = start + days of its mode;
    critical where it is not done and its slack is 0. A decided one may start later; it may have no row where it is
    optional, costs money that a fund pays, waits for one without row, or would not be done by the plan's last day.
    What is done costs nothing more, what is under way what is paid from the plan's day on.
    """
    known = by_id(books.programme.activities)
    stand = [row.activity for row in books.plan.activities]
    may_lack = {name for name in books.decided - set(stand) if _may_be_left_out(books, known[name], set(stand))}
    yield from once(Rule.ACTIVITIES, "activity", known.keys() - may_lack, stand)
    for row in books.plan.activities:
        if row.activity in known:
            where = f"activity {row.activity}"
            yield from (Fault(Rule.ACTIVITIES, where, why) for why in _step(books, known[row.activity], row))


def _may_be_left_out(books: Books, activity: Activity, stand: set[str]) -> bool:
    """Whether a decided activity may have no row."""
    free = activity.optional or needs_money(books.programme, activity) or not stand.issuperset(activity.after)
    return free or _never_done(books, activity)


def _never_done(books: Books, activity: Activity) -> bool:
    """Whether what it waits for leaves an activity no way to be done by the plan's last day."""
    finishes = {name: times.finish for name, times in books.times.items()}
    begin = earliest(books.programme, activity, books.as_of, finishes)
    return begin + min(days_of(activity, mode) for mode in activity.ways) > books.periods.horizon


def _step(books: Books, activity: Activity, row: Step) -> Iterator[str]:
    """What is wrong with an activity's row."""
    begun = activity.done is not None or activity.started is not None
    lacking = [b for b in activity.after if b not in books.times and not begun]
    if row.mode not in activity.ways:
        yield f"it cannot be done in mode {row.mode}"
    elif lacking or activity.id not in books.times:
        yield f"it waits for {lacking[0]}, which is never done" if lacking else "another row of it says otherwise"
    else:
        times, start = books.times[activity.id], books.programme.start
        finishes = {name: other.finish for name, other in books.times.items()}
        first = earliest(books.programme, activity, books.as_of, finishes)
        begin = first if activity.id in books.decided else times.start
        if days_from(start, row.start, 0) < begin or (activity.id not in books.decided and row.mode != times.mode):
            yield f"it cannot start {row.start} in mode {row.mode}, but {books.periods.date(begin)} in {times.mode}"
        told = (days_from(start, row.start, 0), days_from(start, row.finish, 0), row.slack_days)
        if told != (times.start, times.finish, times.slack):
            end = times.start + days_of(activity, times.mode)
            yield f"days {told[0]} to {told[1]} should be {times.start} to {end}, with {times.slack} days of slack"
        done = activity.done is not None
        marks = (row.country, row.critical, row.done)
        expected = (activity.country or "", not done and times.slack == 0, done)
        if marks != expected:
            yield f"{marks} should be {expected}"
        cost = sum(money for _, money in books.owed(activity))
        if not near(row.cost, cost):
            yield f"it costs {cost:g}, not {row.cost:g}"


def gates(books: Books) -> Iterator[Fault]:
    """Each gate that ever opens stands once; it does on the day when the last of its activities is finished.

    date = max over its activities of finish, and ``activity`` is one that finishes then. A gate with an activity
    that is never done has no row.
    """
    known = by_id(books.programme.gates)
    yield from once(Rule.GATES, "gate", books.gates, [row.gate for row in books.plan.gates])
    for row in books.plan.gates:
        if row.gate not in books.gates:
            continue
        day, needs = books.gates[row.gate], known[row.gate].needs
        where = f"gate {row.gate}"
        if days_from(books.programme.start, row.date, 0) != day:
            yield Fault(Rule.GATES, where, f"it opens on day {day}, not {row.date}")
        if row.activity not in {a for a in needs if books.times[a].finish == day} and (needs or row.activity):
            yield Fault(Rule.GATES, where, f"{row.activity or 'nothing'} does not open it")


def once(rule: Rule, kind: str, known: Iterable[str], rows: list[str]) -> Iterator[Fault]:
    """Every known thing has one row, and no row is about another."""
    counts, names = Counter(rows), set(known)
    for name in sorted(names.union(counts)):
        if counts[name] != 1 or name not in names:
            yield Fault(rule, f"{kind} {name}", f"has {counts[name]} rows")
