"""The transfer project: when each activity is done and when each gate may open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from graphlib import TopologicalSorter

from workshare.model.ids import ModeId
from workshare.model.programme import Programme, by_id, days_from
from workshare.model.project import NORMAL, Activity

NEVER = 10**9
"""A day that never comes."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a plan decides about the project: modes, delayed starts, what is left out, and investments.

    ``modes`` by activity (default: normal), ``starts`` the first day on which an activity may start, ``left_out`` the
    activities that are not done, ``investments`` each with the days of its decisions.
    """

    modes: Mapping[str, str] = field(default_factory=dict)
    starts: Mapping[str, int] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    investments: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


NOTHING_CHOSEN = Choices()
"""Every activity in its normal mode as early as can be, and no investment."""


@dataclass(frozen=True, slots=True)
class Times:
    """An activity's start and finish as day numbers; ``after`` is the predecessor that holds it back."""

    start: int
    finish: int
    slack: int
    after: str | None
    mode: str = NORMAL


@dataclass(frozen=True, slots=True)
class Schedule:
    """The project as chosen: times of activities, and for each gate its opening day and last activity (NEVER: not)."""

    activities: Mapping[str, Times]
    gates: Mapping[str, tuple[int, str | None]]
    choices: Choices = NOTHING_CHOSEN

    def opens(self, gates: tuple[str, ...]) -> tuple[int, str | None]:
        """The day on which the last of some gates opens, and that gate."""
        return max(((self.gates[g][0], g) for g in gates), default=(0, None))

    def done(self, activities: Iterable[str]) -> tuple[int, str | None]:
        """The day on which the last of some activities is done (NEVER: not), and that activity."""
        finish = ((self.activities[a].finish if a in self.activities else NEVER, a) for a in activities)
        return max(finish, key=lambda pair: pair[0], default=(0, None))


def schedule(programme: Programme, as_of: dt.date, choices: Choices = NOTHING_CHOSEN) -> Schedule:
    """Every activity at its earliest start by its duration (the critical path method), as chosen.

    start[a] = max(as_of, not_before[a], chosen start[a], max over b before a of finish[b]);
    finish[a] = start[a] + days[a] in its chosen mode.
    An activity that is done has its own finish; one under way began on its day and is done after its days, but not
    before ``as_of``; nothing else begins before ``as_of``. What is left out, and whatever waits for it, has no times.
    Slack is the days by which an activity may slip without moving the end of the project; what is done or under way
    waits for nothing any more.
    """
    today = days_from(programme.start, as_of, 0)
    activities = by_id(programme.activities)
    order: list[str] = list(TopologicalSorter({a.id: set(a.after) for a in programme.activities}).static_order())
    found: dict[str, Times] = {}
    for name in order:
        activity = activities[name]
        out = name in choices.left_out or any(b not in found for b in activity.after)
        if activity.begun or not out:
            found[name] = _earliest(programme, activity, found, today, choices)
    end = max((t.finish for t in found.values()), default=0)
    latest = dict.fromkeys(found, end)
    for name in reversed(list(found)):
        for before in () if activities[name].begun else activities[name].after:
            latest[before] = min(latest[before], latest[name] - (found[name].finish - found[name].start))
    times = {n: Times(t.start, t.finish, latest[n] - t.finish, t.after, t.mode) for n, t in found.items()}
    known = Schedule(times, {}, choices)
    return Schedule(times, {g.id: known.done(g.needs) for g in programme.gates}, choices)


def _earliest(
    programme: Programme, activity: Activity, found: Mapping[str, Times], today: int, choices: Choices
) -> Times:
    mode = choices.modes.get(activity.id, NORMAL)
    days = int(activity.ways[ModeId(mode)].days.value)
    if activity.done is not None:
        done = days_from(programme.start, activity.done, 0)
        return Times(done - days, done, 0, None, mode)
    if activity.started is not None:
        begun = days_from(programme.start, activity.started, 0)
        return Times(begun, max(today, begun + int(activity.days.value)), 0, None)
    earliest = max(
        today, days_from(programme.start, activity.not_before, today), choices.starts.get(activity.id, today)
    )
    last = max(((found[b].finish, b) for b in activity.after), key=lambda pair: pair[0], default=(earliest, None))
    begin = max(earliest, last[0])
    return Times(begin, begin + days, 0, last[1] if last[0] >= earliest else None, mode)
