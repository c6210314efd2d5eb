"""What has become of a plan in one future by a day, as a programme that the planner can go on from.

What has happened stands as actuals; steps are done or under way. A figure is known once the plan has had anything to do
with it: a lead time when the first goods have been sent or ordered, a yield when runs have begun.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from workshare.gates import NEVER
from workshare.model.figure import Figure, plain
from workshare.model.hazards import HazardKind
from workshare.model.ids import InvestmentId, ModeId
from workshare.model.network import CapacityStep, Supply
from workshare.model.programme import Programme, by_id
from workshare.model.project import NORMAL, Activity, Investment
from workshare.outcome.plan import Plan
from workshare.outcome.terms import Purpose
from workshare.risk.build import choices_of
from workshare.risk.chances import WHOLE, Chance, Effect
from workshare.risk.dice import BLOCK
from workshare.risk.draws import Draws, first_uses
from workshare.risk.futures import hit
from workshare.risk.happened import Began, happened
from workshare.risk.lines import Execution
from workshare.risk.project import begins
from workshare.risk.run import Ran
from workshare.risk.sampling import Study

ON_LINES = frozenset({Effect.LEAD, Effect.LATE, Effect.WANT, Effect.GIVE, Effect.COST})


@dataclass(frozen=True)
class Carried:
    """A plan carried out in one future: scenario ``number`` of its study, up to period ``until``.

    ``draws`` and ``ran`` are those of that scenario alone.
    """

    plan: Plan
    study: Study
    number: int
    draws: Draws
    ran: Ran
    until: int

    @property
    def made(self) -> Execution:
        """The plan as it is carried out."""
        return self.study.made

    @property
    def day(self) -> int:
        """The day that is looked back from: the first of period ``until``."""
        return self.plan.periods.first(self.until)

    def date(self, day: int) -> dt.date:
        """The date of a day."""
        return self.plan.periods.date(day)

    @cached_property
    def used(self) -> frozenset[int]:
        """The lines with which the plan had begun by then, or, of what is ordered, that had been ordered."""
        found = set()
        for n, line in enumerate(self.made.lines):
            planned = [p for p in range(len(line.plan)) if line.plan[p] > 0]
            last = self.made.periods.last(planned[0]) if planned else NEVER
            if line.notice:
                last = max(self.ordered(n), last - line.lead)
            if last < self.day:
                found.add(n)
        return frozenset(found)

    def ordered(self, n: int) -> int:
        """The day on which something was ordered, as soon as could be."""
        finish = self.ran.dates.finish
        return max([self.made.today, *(int(finish[t, 0]) for t in self.made.lines[n].ordered)])

    def size(self, chance: Chance) -> float:
        """What a chance drew in this future."""
        drawn = float(self.study.sizes(chance, self.number // BLOCK)[self.number % BLOCK])
        return float(round(drawn)) if chance.effect in WHOLE else drawn

    def strikes(self, chance: Chance) -> bool:
        """Whether a chance strikes in this future."""
        return bool(self.study.strikes(chance, self.number // BLOCK)[self.number % BLOCK])


def known(truth: Programme, c: Carried, told: frozenset[str]) -> tuple[Programme, frozenset[str]]:
    """The programme as it has turned out so far, and all hazards that it has in its figures by now.

    Figures that nobody knows yet keep their ranges. ``told`` are the hazards that were in its figures before.
    """
    found, now = _revealed(truth, c, told)
    found = _ordered(found, c)
    found = _invested(_spent(found, c), c)
    found = replace(found, activities=tuple(_steps(found, c)))
    return happened(found, c.plan, Began(c.made, c.ran.began, c.ran.dates.opens, c.draws.lead, c.until)), now


# ---------------------------------------------------------------- figures and hazards


def _revealed(truth: Programme, c: Carried, told: frozenset[str]) -> tuple[Programme, frozenset[str]]:
    found, now = truth, set(told)
    for chance in c.study.chances:
        if not _seen(c, chance):
            continue
        if chance.hazard is None:
            found = _with_figure(found, chance, c.size(chance))
        else:
            now.add(chance.name)
            if c.strikes(chance):
                found = _struck(found, c, chance)
    return found, frozenset(now)


def _seen(c: Carried, chance: Chance) -> bool:
    """Whether the plan has had to do with what a chance touches; how long steps take is seen when they are done."""
    lines, first = c.made.lines, first_uses(c.made)
    match chance.effect:
        case Effect.OPENING:
            return True
        case Effect.AMOUNT:
            return any(int(c.ran.dates.release[k, 0]) < c.day for k in chance.targets)
        case Effect.HOURS:
            return any(first[n] <= use < first[n] + len(lines[n].uses) for n in c.used for use in chance.targets)
        case Effect.SUPPLY:
            limits = {c.made.sources[k].limit for k in chance.targets}
            return any(limit in limits for n in c.used for limit, _ in lines[n].uses)
        case Effect.CAP:
            return any(cap in chance.targets for n in c.used for cap, _ in lines[n].caps)
        case _:
            return chance.effect in ON_LINES and not c.used.isdisjoint(chance.targets)


def _with_figure(programme: Programme, chance: Chance, value: float) -> Programme:
    """The programme with the value of a figure that had a range."""
    table, name = chance.group
    key = chance.name.removeprefix(f"{table}/{name}/")
    if table == "stock":
        stock = tuple(
            replace(row, quantity=_fixed(row.quantity, value)) if f"{row.item} {row.site}" == name else row
            for row in programme.stock
        )
        return replace(programme, stock=stock)
    rows = tuple(_row(row, table, key, value) if row.id == name else row for row in getattr(programme, table))
    changes: Any = {table: rows}
    return replace(programme, **changes)


def _row(row: Any, table: str, key: str, value: float) -> Any:  # noqa: ANN401 - a row of any table
    """A row with the value of one figure: a field, an entry of ``time``, or a step of ``hours`` by date."""
    field, _, part = key.partition("/")
    if field == "time":
        time: Mapping[str, Figure] = row.time
        return replace(row, time={**time, part: _fixed(time[part], value)})
    if field == "hours":
        steps: list[CapacityStep] = sorted(row.hours, key=lambda step: step.effective_start or dt.date.min)
        steps[int(part)] = replace(steps[int(part)], hours=_fixed(steps[int(part)].hours, value))
        return replace(row, hours=tuple(steps))
    field = "price" if (table, field) == ("supplies", "cost") else field
    return replace(row, **{field: _fixed(getattr(row, field), value)})


def _fixed(figure: Figure, value: float) -> Figure:
    return replace(figure, value=value, low=None, high=None)


def _struck(programme: Programme, c: Carried, chance: Chance) -> Programme:
    """The programme after a hazard that struck one of its targets."""
    hazard = chance.hazard
    assert hazard is not None
    table, name = next(t for t in hazard.targets if chance.name == f"hazards/{hazard.id}/{t[0]}/{t[1]}")
    size = c.size(chance)
    if hazard.kind is not HazardKind.DELAY:
        none: dict[str, tuple[str, ...]] = {t: () for t, _ in hazard.targets}
        return hit(programme, replace(hazard, **{**none, table: (name,)}), size)  # type: ignore[arg-type]
    lines = [c.made.lines[n] for n in chance.targets if n in c.used]
    first = min(c.made.periods.last(int(line.plan.nonzero()[0][0])) for line in lines)
    return _with_supply(programme, name, c.date(first + round(size)), round(size))


def _with_supply(programme: Programme, name: str, soonest: dt.date, later: int = 0) -> Programme:
    """The programme with a supply that comes from a day on, and for so many days longer."""

    def moved(row: Supply) -> Supply:
        start = max(soonest, row.effective_start or soonest)
        end = row.effective_end + dt.timedelta(days=later) if row.effective_end else None
        return replace(row, effective_start=start, effective_end=end)

    return replace(programme, supplies=tuple(moved(s) if s.id == name else s for s in programme.supplies))


def _ordered(programme: Programme, c: Carried) -> Programme:
    """What is ordered stays ordered: it comes from the end of its lead time on, and needs no notice any more."""
    for n in sorted(c.used):
        line = c.made.lines[n]
        row = by_id(programme.supplies).get(line.id) if line.notice else None
        if row is not None and row.lead_time is not None and row.lead_time.value > 0:
            soonest = c.date(c.ordered(n) + int(row.lead_time.value))
            rows = [
                replace(s, lead_time=_fixed(row.lead_time, 0.0)) if s.id == row.id else s for s in programme.supplies
            ]
            programme = _with_supply(replace(programme, supplies=tuple(rows)), row.id, soonest)
    return programme


# ---------------------------------------------------------------- the project


def _steps(programme: Programme, c: Carried) -> Iterator[Activity]:
    """The steps as they are: done, under way in the mode that was chosen, or still to begin."""
    number = {task.id: n for n, task in enumerate(c.made.tasks)}
    modes = choices_of(c.plan).modes
    for a in programme.activities:
        n = number.get(a.id, -1)
        if n < 0 or a.done is not None:
            yield a
            continue
        finish, begin = int(c.ran.dates.finish[n, 0]), begun_on(c, n)
        if finish < c.day:
            yield replace(a, done=c.date(finish), started=None, days=plain(float(c.draws.days[n, 0])), modes={})
        elif begin < c.day and a.started is None:
            mode = a.ways[ModeId(modes.get(a.id, NORMAL))]
            yield replace(a, started=c.date(begin), days=mode.days, cost=mode.cost, modes={})
        else:
            yield a


def begun_on(c: Carried, n: int) -> int:
    """The day on which a task began, or will; NEVER where it never does."""
    task = c.made.tasks[n]
    if task.begun is not None:
        return task.begun
    dates = c.ran.dates
    return int(begins(c.made, task, dates.finish, dates.release)[0])


def _spent(programme: Programme, c: Carried) -> Programme:
    """The funds without what steps and investments have cost so far, and all that investments under way will cost."""
    number = {task.id: n for n, task in enumerate(c.made.tasks)}
    planned = {row.activity: row.start for row in c.plan.activities}
    rate = {fund.id: fund.rate for fund in c.made.funds}
    spent: dict[str, float] = {}
    bought = {row.id for row, _ in _bought(c)}
    for row in c.plan.payments:
        if not row.fund or row.date < c.plan.as_of:
            continue
        due = row.purpose is Purpose.INVESTMENT and row.id in bought
        if row.purpose is Purpose.ACTIVITY and begun_on(c, number[row.id]) < c.day:
            late = begun_on(c, number[row.id]) - c.plan.periods.day(planned[row.id])
            due = row.date + dt.timedelta(days=late) < c.date(c.day)
        if due:
            spent[row.fund] = spent.get(row.fund, 0.0) + row.amount / float(rate[row.fund][row.period])
    funds = tuple(
        replace(f, amount=_less(f.amount, spent[f.id])) if f.amount and f.id in spent else f for f in programme.funds
    )
    return replace(programme, funds=funds)


def _less(figure: Figure, spent: float) -> Figure:
    low, high = (None if end is None else max(0.0, end - spent) for end in (figure.low, figure.high))
    return replace(figure, value=max(0.0, figure.value - spent), low=low, high=high)


def _bought(c: Carried) -> Iterator[tuple[Investment, int]]:
    """The investments that are under way or ready, each with the day on which it is ready."""
    table = by_id(c.plan.programme.investments)
    for n, build in enumerate(c.made.builds):
        ready = int(c.ran.dates.ready[n, 0])
        if ready - int(c.draws.build[n, 0]) < c.day:
            yield table[build.id], ready


def _invested(programme: Programme, c: Carried) -> Programme:
    """What is bought costs nothing more, and is ready on its own day; so much less may be bought."""
    rows = {v.id: v for v in programme.investments}
    new: list[Investment] = []
    for v, ready in _bought(c):
        weeks = max(0, c.day - ready) // 7
        ramp = tuple(replace(r, weeks=max(0, r.weeks - weeks)) for r in v.ramp)
        rows[v.id] = replace(rows[v.id], at_most=rows[v.id].at_most - 1)
        name = InvestmentId(f"{v.id}+{len(rows) + len(new)}")
        days = plain(float(max(0, ready - c.day)))
        made = replace(v, id=name, days=days, cost=None, payments=(), after=(), not_before=None, at_most=1, ramp=ramp)
        new.append(made)
    left = [v for v in rows.values() if v.at_most > 0]
    return replace(programme, investments=(*left, *new))
