"""Dates and rates worked out day by day, without the planner: what its plans are held against.

Nothing here knows of periods, lags or matrices; the earliest dates come from repeating what the rows say
until nothing changes.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, field

from workshare.model.network import InProgress, Lane, Operation, Resource, Supply
from workshare.model.programme import Programme

Place = tuple[str, str]
Leg = tuple[str, str, str]
"""Lane, item and origin."""

NEVER = math.inf


@dataclass
class Days:
    """The first day, as a number from the programme's start, on which everything can be or begin.

    Nothing happens before ``as_of``: by then what is there at the start still lies where it lay.
    """

    programme: Programme
    as_of: dt.date
    done: dict[str, float] = field(default_factory=dict)
    gates: dict[str, float] = field(default_factory=dict)
    there: dict[Place, float] = field(default_factory=dict)
    makes: dict[str, float] = field(default_factory=dict)
    ships: dict[Leg, float] = field(default_factory=dict)
    gives: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.today = max(0, self.number(self.as_of))
        while self._activities():
            pass
        self.gates = {g.id: max((self.done[a] for a in g.needs), default=0) for g in self.programme.gates}
        for row in self.programme.stock:
            if row.quantity.value > 0:
                self._comes(row.item, row.site, self.today)
        for o in self.programme.operations:
            for wip in o.in_progress:
                for item in o.makes:
                    self._comes(item, o.site, self.ready(wip))
        while any([self._supplies(), self._operations(), self._lanes(), self._substitutes()]):
            pass

    def number(self, date: dt.date) -> int:
        return (date - self.programme.start).days

    def ready(self, wip: InProgress) -> int:
        return max(self.today, self.number(wip.ready))

    def opens(self, row: Operation | Supply | Lane) -> float:
        first = self.number(row.effective_start) if row.effective_start else 0
        return max(self.today, first, *(self.gates[g] for g in row.needs), 0)

    def closes(self, row: Operation | Supply | Lane) -> float:
        return self.number(row.effective_end) if row.effective_end else NEVER

    def at(self, item: str, site: str) -> float:
        return self.there.get((item, site), NEVER)

    def _comes(self, item: str, site: str, day: float) -> bool:
        if day < self.at(item, site):
            self.there[item, site] = day
            return True
        return False

    def _activities(self) -> bool:
        before = dict(self.done)
        for a in self.programme.activities:
            begin = max([self.today, *(self.done.get(b, 0) for b in a.after)])
            if a.not_before:
                begin = max(begin, self.number(a.not_before))
            self.done[a.id] = self.number(a.done) if a.done else begin + int(a.days.value)
        return before != self.done

    def _supplies(self) -> bool:
        new = []
        for s in self.programme.supplies:
            lead = int(s.lead_time.value) if s.lead_time else 0
            ordered = max([self.today, *(self.gates[g] for g in s.needs)])
            day = max(self.opens(s), ordered + lead)
            self.gives[s.id] = day if day <= self.closes(s) else NEVER
            new.append(self._comes(s.item, s.site, self.gives[s.id]))
        return any(new)

    def _operations(self) -> bool:
        new = []
        for o in self.programme.operations:
            day = max([self.opens(o), *(self.at(i, o.site) for i in o.uses)])
            self.makes[o.id] = day if day <= self.closes(o) else NEVER
            new += [self._comes(i, o.site, self.makes[o.id] + int(o.lead_time.value)) for i in o.makes]
        return any(new)

    def _lanes(self) -> bool:
        new = []
        for lane in self.programme.lanes:
            for item in lane.items or tuple(i.id for i in self.programme.items):
                for origin in lane.origin:
                    day = max(self.opens(lane), self.at(item, origin))
                    day = day if day <= self.closes(lane) else NEVER
                    self.ships[lane.id, item, origin] = day
                    new += [self._comes(item, s, day + int(lane.lead_time.value)) for s in lane.destination]
        return any(new)

    def _substitutes(self) -> bool:
        pairs = [(s.item, s.instead_of, site.id) for s in self.programme.substitutes for site in self.programme.sites]
        new = [self._comes(instead, site, self.at(item, site)) for item, instead, site in pairs]
        return any(new)


def hours_on(resource: Resource, programme: Programme, day: int) -> float:
    """A resource's hours on one day: those of the last step that began, until its end."""
    date = programme.start + dt.timedelta(days=day)
    begun = [s for s in resource.hours if (s.effective_start or programme.start) <= date]
    step = max(begun, key=lambda s: s.effective_start or programme.start, default=None)
    if step is None or (step.effective_end and date > step.effective_end):
        return 0.0
    return step.hours.per_day
