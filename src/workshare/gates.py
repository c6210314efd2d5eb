"""The transfer project: when each activity is done and when each gate may open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter

from workshare.model.network import Activity
from workshare.model.programme import Programme, by_id, days_from


@dataclass(frozen=True, slots=True)
class Times:
    """An activity's start and finish as day numbers; ``after`` is the predecessor that holds it back."""

    start: int
    finish: int
    slack: int
    after: str | None


@dataclass(frozen=True, slots=True)
class Schedule:
    """The project at its earliest: times of activities, and for each gate its opening day and last activity."""

    activities: Mapping[str, Times]
    gates: Mapping[str, tuple[int, str | None]]

    def opens(self, gates: tuple[str, ...]) -> tuple[int, str | None]:
        """The day on which the last of some gates opens, and that gate."""
        return max(((self.gates[g][0], g) for g in gates), default=(0, None))


def schedule(programme: Programme, as_of: dt.date) -> Schedule:
    """Every activity at its earliest start by its mode duration (the critical path method).

    start[a] = max(as_of, not_before[a], max over b before a of finish[b]);  finish[a] = start[a] + days[a].
    An activity that is done has its own finish, and nothing that is not begins before ``as_of``.
    Slack is the days by which an activity may slip without moving the end of the project; what is done waits for
    nothing any more.
    """
    today = days_from(programme.start, as_of, 0)
    activities = by_id(programme.activities)
    order = list(TopologicalSorter({a.id: set(a.after) for a in programme.activities}).static_order())
    start: dict[str, int] = {}
    finish: dict[str, int] = {}
    held: dict[str, str | None] = {}
    for name in order:
        start[name], finish[name], held[name] = _earliest(programme, activities[name], finish, today)
    end = max(finish.values(), default=0)
    latest = dict.fromkeys(order, end)
    for name in reversed(order):
        for before in activities[name].after if activities[name].done is None else ():
            latest[before] = min(latest[before], latest[name] - (finish[name] - start[name]))
    times: dict[str, Times] = {n: Times(start[n], finish[n], latest[n] - finish[n], held[n]) for n in order}
    return Schedule(times, {g.id: _last(g.needs, finish) for g in programme.gates})


def _last(needs: Iterable[str], finish: Mapping[str, int]) -> tuple[int, str | None]:
    """The day on which the last of some activities is done, and that activity."""
    return max(((finish[a], a) for a in needs), key=lambda pair: pair[0], default=(0, None))


def _earliest(
    programme: Programme, activity: Activity, finish: Mapping[str, int], today: int
) -> tuple[int, int, str | None]:
    days = int(activity.days.value)
    if activity.done is not None:
        done = days_from(programme.start, activity.done, 0)
        return done - days, done, None
    earliest = max(today, days_from(programme.start, activity.not_before, today))
    last = max(((finish[b], b) for b in activity.after), key=lambda pair: pair[0], default=(earliest, None))
    begin = max(earliest, last[0])
    return begin, begin + days, last[1] if last[0] >= earliest else None
