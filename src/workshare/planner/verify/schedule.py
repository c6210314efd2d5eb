"""Days of the transfer project: those that follow from the programme, and those that a plan decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter

from workshare.model.figure import Figure
from workshare.model.ids import ModeId
from workshare.model.programme import Programme, by_id, days_from
from workshare.model.project import NORMAL, Activity
from workshare.outcome.rows import Step
from workshare.planner.verify.dates import whole_days

FAR = 100_000
"""Days from the start after which no row is believed: dates end somewhere."""
OPENS_AT_ONCE = 0
"""The day on which a gate without activities opens."""


@dataclass(frozen=True, slots=True)
class Times:
    """An activity's start, finish and slack in days, and the mode in which it is done."""

    start: int
    finish: int
    slack: int
    mode: str


def in_order(programme: Programme) -> list[Activity]:
    """The activities, each after all that it waits for."""
    table = by_id(programme.activities)
    order = TopologicalSorter({a.id: set(a.after) for a in programme.activities}).static_order()
    return [table[name] for name in order]


def decided(programme: Programme) -> frozenset[str]:
    """The activities of which a plan says when, how or whether they are done.

    Neither done nor under way, and: it has modes, is optional, costs money while there are funds, or waits for such a
    one.
    """
    found: set[str] = set()
    for activity in in_order(programme):
        own = bool(activity.modes) or activity.optional or needs_money(programme, activity)
        if activity.done is None and activity.started is None and (own or not found.isdisjoint(activity.after)):
            found.add(activity.id)
    return frozenset(found)


def needs_money(programme: Programme, activity: Activity) -> bool:
    """Whether an activity costs money in some mode, which only a fund may pay."""
    return bool(programme.funds) and any(costs(mode.cost) for mode in activity.ways.values())


def costs(price: Figure | None) -> bool:
    """Whether there is anything to pay."""
    return price is not None and price.value > 0


def days_of(activity: Activity, mode: str) -> int:
    """How many days an activity takes in a mode."""
    return whole_days(activity.ways[ModeId(mode)].days.value)


def project_times(programme: Programme, as_of: int, rows: Iterable[Step]) -> dict[str, Times]:
    """Every activity that is ever done: as early as possible, or, if it is decided, as its row says.

    start[a] = max(as_of, not_before[a], finish of each a waits for), or as decided;
    finish[a] = start[a] + days[a] in its mode;  a done one finished on its day, and holds back nothing but what
    comes after it;  one without row is never done, nor is what waits for it.
    latest[a] = min(end, latest[b] - days[b] over b after a, not done);  slack[a] = latest[a] - finish[a].
    """
    free, told = decided(programme), {row.activity: row for row in rows}
    start: dict[str, int] = {}
    finish: dict[str, int] = {}
    modes: dict[str, str] = {}
    order = in_order(programme)
    for a in order:
        begin, mode, row = earliest(programme, a, as_of, finish), str(NORMAL), told.get(a.id)
        if a.id in free:
            if row is None or row.mode not in a.ways or not finish.keys() >= set(a.after):
                continue
            begin, mode = min(days_from(programme.start, row.start, 0), FAR), row.mode
        finish[a.id] = days_from(programme.start, a.done, begin + days_of(a, mode))
        start[a.id], modes[a.id] = finish[a.id] - days_of(a, mode), mode
        if a.started is not None and a.done is None:
            start[a.id] = days_from(programme.start, a.started, 0)
            finish[a.id] = max(as_of, start[a.id] + days_of(a, mode))
    latest = dict.fromkeys(finish, max(finish.values(), default=0))
    for a in reversed([a for a in order if a.id in finish]):
        for b in a.after if a.done is None and a.started is None else ():
            latest[b] = min(latest[b], latest[a.id] - (finish[a.id] - start[a.id]))
    return {n: Times(start[n], finish[n], latest[n] - finish[n], modes[n]) for n in finish}


def earliest(programme: Programme, activity: Activity, as_of: int, finish: Mapping[str, int]) -> int:
    """The first day on which an activity may start:  max(as_of, not_before, finish of all it waits for)."""
    before = [finish[b] for b in activity.after if b in finish]
    return max([as_of, days_from(programme.start, activity.not_before, as_of), *before])


def gate_days(programme: Programme, times: Mapping[str, Times]) -> dict[str, int]:
    """The day on which each gate opens: the last finish of its activities; without those that never open."""
    return {
        gate.id: max((times[a].finish for a in gate.needs), default=OPENS_AT_ONCE)
        for gate in programme.gates
        if times.keys() >= set(gate.needs)
    }
