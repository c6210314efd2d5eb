"""Futures of a programme: the same programme, its figures drawn and its hazards struck, for plans that are to stand."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from workshare.model.calendar import Periods, periods
from workshare.model.figure import Dimension, Figure, Kind, plain
from workshare.model.hazards import Hazard, HazardKind
from workshare.model.network import CapacityStep, Resource
from workshare.model.programme import Programme, days_from, with_figures
from workshare.risk.dice import Dice, Spread, spread

AS_PLANNED = ("items", "demands", "commitments", "rules", "hazards", "causes", "spares", "currencies")
"""Tables whose figures are not drawn: what is asked for and agreed, and what says how the rest is drawn."""

Flags = npt.NDArray[np.bool_]


def futures(programme: Programme, as_of: dt.date, count: int, seed: int) -> tuple[Programme, ...]:
    """So many futures of a programme, the same for the same seed; of more, the first are the same.

    Every range is drawn anew (PERT, or as its hazard says), and every hazard strikes as often as it says. Outages take
    their share of the hours of a site's resources, period by period of the programme's own calendar; what they do to
    lanes, and to operations without resources, is left out here. What never comes lasts beyond the horizon.
    """
    return tuple(_Future(programme, as_of, Dice(seed), n).drawn() for n in range(count))


@dataclass(frozen=True, slots=True)
class _Future:
    programme: Programme
    as_of: dt.date
    dice: Dice
    number: int

    def drawn(self) -> Programme:
        found = with_figures(self.programme, self._figure_drawer())
        found = replace(found, **{table: getattr(self.programme, table) for table in AS_PLANNED})
        found = self._never(found)
        present = {str(c.id): self._one(f"causes/{c.id}", spread(c.probability)) for c in self.programme.causes}
        for hazard in self.programme.hazards:
            found = self._struck(found, hazard, present)
        return found

    def _rng(self, name: str) -> np.random.Generator:
        return self.dice.stream(f"futures/{name}", self.number)

    def _one(self, name: str, chance: Spread) -> bool:
        """Whether something happens whose probability is itself drawn."""
        rng = self._rng(name)
        return bool(rng.random() < chance.sample(rng, 1)[0])

    def _figure_drawer(self) -> _Drawer:
        return _Drawer(self._rng("figures"))

    def _never(self, found: Programme) -> Programme:
        """Activities that are never done last beyond the horizon; some have another distribution than the usual."""
        shapes = {str(a): h for h in self.programme.hazards if h.kind is HazardKind.DURATION for a in h.activities}
        beyond = plain(float(days_from(found.start, found.until, 0) + 1))
        rows = []
        for given, activity in zip(self.programme.activities, found.activities, strict=True):
            row = activity
            if activity.id in shapes and activity.done is None:
                days = spread(given.days, shapes[activity.id].shape).sample(self._rng(f"days/{activity.id}"), 1)[0]
                row = replace(row, days=plain(float(round(days))))
            if activity.never and activity.done is None and self._one(f"never/{activity.id}", spread(given.never)):  # type: ignore[arg-type]
                modes = {name: replace(mode, days=beyond) for name, mode in row.modes.items()}
                row = replace(row, days=beyond, modes=modes)
            rows.append(row)
        return replace(found, activities=tuple(rows))

    def _struck(self, found: Programme, hazard: Hazard, present: Mapping[str, bool]) -> Programme:
        """The programme after a hazard, if it strikes."""
        times = math.prod(n.value for name, n in hazard.causes.items() if present.get(str(name)))
        if hazard.kind is HazardKind.OUTAGE:
            return self._outage(found, hazard, times)
        probability = (
            spread(hazard.probability).sample(self._rng(f"{hazard.id}/p"), 1)[0] if hazard.probability else 1.0
        )
        rng = self._rng(str(hazard.id))
        if hazard.kind is HazardKind.DURATION or rng.random() >= probability * times:
            return found
        drawn = hazard.length if hazard.kind is HazardKind.DELAY else hazard.size
        size = float(spread(drawn, hazard.shape).sample(rng, 1)[0]) if drawn else 0.0
        return hit(found, hazard, size)

    def _outage(self, found: Programme, hazard: Hazard, times: float) -> Programme:
        """Outages at each thing that the hazard names, by itself."""
        calendar = periods(found.start, found.until, found.calendar)
        lost = hazard.size.value if hazard.size else 1.0
        rows: list[Resource] = list(found.resources)
        for table, name in hazard.targets:
            down = self._down(hazard, f"{table} {name}", calendar, times)
            share = np.add.reduceat(down, np.asarray(calendar.bounds[:-1])) / np.diff(np.asarray(calendar.bounds))
            for n, row in enumerate(rows):
                if (table, name) in {("sites", str(row.site)), ("resources", str(row.id))} and share.any():
                    rows[n] = replace(row, hours=cut_hours(row, found, calendar, 1 - lost * share))
        return replace(found, resources=tuple(rows))

    def _down(self, hazard: Hazard, name: str, calendar: Periods, times: float) -> Flags:
        """For each day whether something is down; an outage may begin on any day of the hazard's months."""
        rng, count = self._rng(f"{hazard.id}/{name}"), calendar.bounds[-1]
        down = np.zeros(count, dtype=bool)
        if hazard.rate is None or hazard.length is None:
            return down
        per_day = float(spread(hazard.rate).sample(rng, 1)[0]) / (hazard.rate.per.days if hazard.rate.per else 1.0)
        begins = rng.random(count) < -math.expm1(-per_day * times)
        lengths = np.maximum(1, np.rint(spread(hazard.length, hazard.shape).sample(rng, count))).astype(int)
        for day in np.flatnonzero(begins):
            if not hazard.months or calendar.date(int(day)).month in hazard.months:
                down[day : day + lengths[day]] = True
        return down


def hit(found: Programme, hazard: Hazard, size: float) -> Programme:
    """The programme after a hazard that struck with a size: days, a share lost, or a factor."""
    supplies, funds, operations, demands = found.supplies, found.funds, found.operations, found.demands
    if hazard.kind is HazardKind.DELAY:
        supplies = tuple(
            replace(s, lead_time=_more(s.lead_time, round(size))) if s.id in hazard.supplies else s for s in supplies
        )
    elif hazard.kind is HazardKind.SHORTFALL:
        left = 1 - size
        supplies = tuple(
            replace(s, quantity=_times(s.quantity, left), total=_times(s.total, left)) if s.id in hazard.supplies else s
            for s in supplies
        )
        funds = tuple(replace(f, amount=_times(f.amount, left)) if f.id in hazard.funds else f for f in funds)
    elif hazard.kind is HazardKind.YIELD:
        operations = tuple(
            replace(o, yield_share=plain(min(1.0, (o.yield_share.value if o.yield_share else 1.0) * size)))
            if o.id in hazard.operations
            else o
            for o in operations
        )
    else:
        demands = tuple(replace(d, quantity=_times(d.quantity, size)) if d.id in hazard.demands else d for d in demands)
    return replace(found, supplies=supplies, funds=funds, operations=operations, demands=demands)


@dataclass(frozen=True, slots=True)
class _Drawer:
    """Draws one figure after another."""

    rng: np.random.Generator

    def __call__(self, figure: Figure, kind: Kind) -> Figure:
        chance = spread(figure)
        if chance.fixed:
            return figure
        value = float(chance.sample(self.rng, 1)[0])
        whole = kind.dimension is Dimension.DURATION
        return replace(figure, value=float(round(value)) if whole else value, low=None, high=None)


def _more(figure: Figure | None, days: float) -> Figure:
    return plain((figure.value if figure else 0.0) + days)


def _times(figure: Figure | None, factor: float) -> Figure | None:
    return None if figure is None else replace(figure, value=figure.value * max(0.0, factor), low=None, high=None)


def cut_hours(
    row: Resource, programme: Programme, calendar: Periods, runs: npt.NDArray[np.float64]
) -> tuple[CapacityStep, ...]:
    """A resource's hours, in each period times what runs in it; a step of its calendar lasts until the next begins."""
    steps = sorted(row.hours, key=lambda step: step.effective_start or programme.start)
    starts = [step.effective_start or programme.start for step in steps]
    before = [day - dt.timedelta(days=1) for day in starts[1:]] + [programme.until]
    found = []
    for step, first, limit in zip(steps, starts, before, strict=True):
        last = min(step.effective_end or programme.until, limit)
        for p in range(len(calendar)):
            begin, end = max(first, calendar.date(calendar.first(p))), min(last, calendar.ends(p))
            if begin <= end:
                hours = replace(step.hours, value=step.hours.value * float(runs[p]), low=None, high=None)
                found.append(CapacityStep(hours=hours, effective_start=begin, effective_end=end))
    return tuple(found)
