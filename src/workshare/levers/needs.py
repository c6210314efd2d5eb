"""Need dates: the last day on which a licence, a step, money or a supply may come and still harm no promise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from workshare.gates import NEVER, Schedule, schedule
from workshare.levers.answers import Need
from workshare.levers.judge import THREADS, Case, case_of, decides_about_steps, stands
from workshare.levers.reach import reach
from workshare.levers.upstream import Subject, SubjectKind
from workshare.model.figure import plain
from workshare.model.programme import Programme, days_from
from workshare.outcome.plan import Plan
from workshare.outcome.rows import GoalValue
from workshare.planner.goals import GoalKind
from workshare.planner.lexico import EVERYTHING, Scope
from workshare.planner.make import tell
from workshare.planner.objective import NoPlan
from workshare.planner.settings import Settings
from workshare.work import Told, collected

Harm = Mapping[str, tuple[float, float]]
"""Days late and quantity lacking, by commitment."""

TOLERANCE = 1e-6
NO_PLAN = (float("inf"), float("inf"))


@dataclass(frozen=True, slots=True)
class Awaited:
    """A thing that has to come, and the day on which it comes."""

    section: str
    id: str
    day: int


def needs(
    asked: Plan | Programme,
    *,
    as_of: dt.date | None = None,
    settings: Settings | None = None,
    told: Told | None = None,
) -> tuple[Need, ...]:
    """The need date of every licence, step, fund and supply that is still to come, the least spare days first."""
    search = _Search(case_of(asked, as_of, settings))
    things = list(awaited(search.case, search.project))
    firsts: dict[object, Awaited] = {}
    for thing in things:
        firsts.setdefault(search.moves(thing), thing)
    first, rest = list(firsts.values()), [t for t in things if t not in firsts.values()]
    with THREADS(search.need) as do:
        found = collected(do, first, lambda n, _: told(n, len(things)) if told else None)
        found += collected(do, rest, lambda n, _: told(len(first) + n, len(things)) if told else None)
    return tuple(sorted(found, key=lambda need: (need.spare_days is None, need.spare_days or 0, need.now, need.id)))


def awaited(case: Case, project: Schedule) -> Iterator[Awaited]:
    """Everything that is still to come, with its day."""
    programme, start = case.programme, case.programme.start
    today = days_from(start, case.as_of, 0)
    for a in programme.activities:
        if a.done is None and a.id in project.activities:
            yield Awaited("activities", a.id, project.activities[a.id].finish)
    for licence in programme.licences:
        waits, _ = project.done(licence.needs)
        yield Awaited("licences", licence.id, max(today, days_from(start, licence.effective_start, 0), waits))
    for fund in programme.funds:
        opens, _ = project.opens(fund.needs)
        yield Awaited("funds", fund.id, max(today, days_from(start, fund.effective_start, 0), opens))
    for supply in programme.supplies:
        opens, _ = project.opens(supply.needs)
        lead = int(supply.lead_time.value) if supply.lead_time else 0
        yield Awaited("supplies", supply.id, max(days_from(start, supply.effective_start, 0), max(today, opens) + lead))


def delayed(programme: Programme, thing: Awaited, days: int) -> Programme:
    """The programme with one thing coming so many days later."""

    def later(row: Any) -> Any:  # noqa: ANN401 - a row of any of the four tables
        if thing.section == "activities":
            longer = {m: replace(mode, days=plain(mode.days.value + days)) for m, mode in row.modes.items()}
            return replace(row, days=plain(row.days.value + days), modes=longer)
        return replace(row, effective_start=programme.start + dt.timedelta(days=thing.day + days))

    rows: Any = tuple(later(r) if r.id == thing.id else r for r in getattr(programme, thing.section))
    return replace(programme, **{thing.section: rows})


class _Search:
    """Finds the last harmless day by halving; dates alone narrow the search before anything is solved.

    Steps that only move the same gates are alike: a later day of one makes the same plan as a later day of the other.
    Every plan is made once, whichever step was asked about.
    """

    def __init__(self, case: Case) -> None:
        self.case = case
        self.project = case.drafted(case.programme, EVERYTHING).schedule
        self.horizon = days_from(case.programme.start, case.programme.until, 0)
        self.by_dates = not decides_about_steps(case.programme)
        self.entries = {str(c.id): c for c in case.programme.commitments if c.measure}
        self.subjects = [
            Subject(kind=SubjectKind.COMMITMENT, id=c.id, priority=c.priority)
            for c in sorted(self.entries.values(), key=lambda c: (c.priority, c.due, c.id))
        ]
        self.last = next((s.id for s in reversed(self.subjects) if (m := self.entries[s.id].measure) and m.item), "")
        self.now = self._harm(case.programme, lambda _: False)
        self.known: dict[object, tuple[str, ...]] = {}
        self.beyond: dict[object, int] = {}

    def _harm(self, programme: Programme, enough: Callable[[Sequence[GoalValue]], bool]) -> Harm:
        """How every promise fares; ties after the promises are left open."""
        ties = {GoalKind.BELOW, GoalKind.AHEAD, GoalKind.COST, GoalKind.CHANGE, GoalKind.EARLY}
        scope = Scope(leave_out=ties, enough=enough)
        try:
            drafted = self.case.drafted(programme, scope)
        except NoPlan:
            return dict.fromkeys(self.entries, NO_PLAN)
        plan = tell(programme, self.case.as_of, drafted)
        return {s.id: stands(plan, s).harm for s in self.subjects}

    def harmed(self, thing: Awaited, days: int) -> tuple[str, ...]:
        """The promises that fare worse if a thing comes so many days later; the first in the order of goals is enough.

        Once a promise is worse off the goals after it are not solved, and what the plan says of them means nothing.
        """
        key = self._dates(thing, days) if thing.section == "activities" and self.by_dates else (thing, days)
        if key not in self.known:
            later = delayed(self.case.programme, thing, days)
            self.known[key] = self._done_too_late(later) or self._worst(later)
        return self.known[key]

    def _worst(self, later: Programme) -> tuple[str, ...]:
        after = self._harm(later, self._settled)
        worse = [s.id for s in self.subjects if after[s.id] > self.now[s.id]]
        return tuple(worse[:1])

    def _done_too_late(self, later: Programme) -> tuple[str, ...]:
        """The first promise of a step that comes too late by dates alone, if they alone decide."""
        if not self.by_dates:
            return ()
        steps = [s for s in self.subjects if (m := self.entries[s.id].measure) and m.done]
        return next(((s.id,) for s in steps if reach(self.case, s, later) > self._bears(s)), ())

    def _settled(self, values: Sequence[GoalValue]) -> bool:
        """Whether the last goal solved is a promise that is later, or lacks more, than now, or the last promise."""
        name = values[-1].name.removeprefix("commitment ")
        short = name.removesuffix(", short")
        if short not in self.now or name == values[-1].name:
            return False
        late, lack = self.now[short]
        worse = values[-1].value > (lack if short != name else late) + TOLERANCE
        return worse or (self.by_dates and short == self.last)

    def _dates(self, thing: Awaited, days: int) -> tuple[object, ...]:
        """All dates that a plan takes from the project, once a step comes later."""
        later = schedule(delayed(self.case.programme, thing, days), self.case.as_of)
        gates = tuple(sorted((g, day) for g, (day, _) in later.gates.items()))
        licences = tuple(later.done(x.needs)[0] for x in self.case.programme.licences)
        promised = [c.measure.done for c in self.entries.values() if c.measure and c.measure.done]
        investments = tuple(later.done(v.after)[0] for v in self.case.programme.investments)
        return gates, licences, tuple(later.done([a])[0] for a in promised), investments

    def moves(self, thing: Awaited) -> object:
        """What a thing moves at all: for steps the dates that depend on it, for others itself."""
        if thing.section != "activities":
            return thing
        now, then = (self._dates(thing, days) for days in (0, self.horizon + 1))
        return tuple(a != b for a, b in zip(_flat(now), _flat(then), strict=True))

    def need(self, thing: Awaited) -> Need:
        """The last harmless day of one thing; planned on that day and on the day after."""
        now = self.case.programme.start + dt.timedelta(days=thing.day)
        never = max(1, self.horizon + 1 - thing.day)
        if thing.day > self.horizon or not self.harmed(thing, never):
            return Need(section=thing.section, id=thing.id, now=now, latest=None, spare_days=None)
        free = _last(lambda days: self._moves_nothing(thing, days), 0, never)
        spare = self._spare(thing, free, never)
        harmed = self.harmed(thing, spare + 1)
        self.beyond[self.moves(thing)] = spare - free
        return Need(
            section=thing.section, id=thing.id, now=now, latest=now + dt.timedelta(days=spare), spare_days=spare,
            harmed=harmed, confirmed=not self.harmed(thing, spare) and bool(harmed),
        )  # fmt: skip

    def _spare(self, thing: Awaited, free: int, never: int) -> int:
        """The last harmless delay; first the one that a step alike suggests."""
        guess = free + self.beyond.get(self.moves(thing), -1)
        if free <= guess < never and not self.harmed(thing, guess) and self.harmed(thing, guess + 1):
            return guess
        sure = min(never, _last(lambda days: not self._comes_too_late(thing, days), free, never) + 1)
        if not self.harmed(thing, sure - 1):
            return sure - 1
        return _last(lambda days: not self.harmed(thing, days), free, sure - 1)

    def _moves_nothing(self, thing: Awaited, days: int) -> bool:
        """Whether a later step leaves every date that a plan takes from the project as it is."""
        if thing.section != "activities" or not self.by_dates:
            return days == 0
        return self._dates(thing, days) == self._dates(thing, 0)

    def _bears(self, subject: Subject) -> int:
        """The last day on which a promise may be met without being worse off than now."""
        late, lack = self.now[subject.id]
        if lack:
            return NEVER
        return days_from(self.case.programme.start, self.entries[subject.id].due, 0) + int(late)

    def _comes_too_late(self, thing: Awaited, days: int) -> bool:
        """Whether, by dates alone, nothing that counts for some promise can be there in time."""
        later = delayed(self.case.programme, thing, days)
        return any(reach(self.case, s, later) > self._bears(s) for s in self.subjects if self._bears(s) < NEVER)


def _flat(dates: tuple[object, ...]) -> list[object]:
    return [date for part in dates if isinstance(part, tuple) for date in part]


def _last(holds: Callable[[int], bool], low: int, high: int) -> int:
    """The last number for which something holds, which holds for ``low`` and up to some number below ``high``."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low
