"""Draws for a block of scenarios: every chance from its own stream, common causes first."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np

from workshare.gates import NEVER
from workshare.model.calendar import Periods
from workshare.model.hazards import Cause, Drawn, HazardKind
from workshare.planner.lags import Floats
from workshare.risk.chances import WHOLE, Chance, Effect
from workshare.risk.dice import BLOCK, Dice, spread
from workshare.risk.draws import Days, Draws, as_planned
from workshare.risk.lines import Execution
from workshare.risk.tables import Flags

Group = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """What is drawn: an execution under chances and causes, with all random numbers from one seed.

    ``without`` are groups that are taken out. If ``known`` is given, what is uncertain is drawn once for all
    scenarios, as in the scenario of that number; otherwise anew in each.
    """

    made: Execution
    chances: tuple[Chance, ...]
    causes: tuple[Cause, ...]
    seed: int
    without: frozenset[Group] = frozenset()
    known: int | None = None

    def draws(self, block: int) -> Draws:
        """The draws of a block."""
        return _Sampler(self, block).draws()

    def sizes(self, chance: Chance, block: int) -> Floats:
        """What a chance draws in the scenarios of a block, by itself."""
        return chance.size.sample(Dice(self.seed).stream(chance.name, block))

    def strikes(self, chance: Chance, block: int) -> Flags:
        """In which scenarios of a block a chance strikes."""
        return _Sampler(self, block).struck(chance)


class Sampled(Protocol):
    """Anything of which a block can be drawn."""

    def sample(self, rng: np.random.Generator, /) -> Floats:
        """A block of draws."""


class _Sampler:
    """Draws one block."""

    def __init__(self, study: Study, block: int) -> None:
        self.study, self.block, self.made, self.dice = study, block, study.made, Dice(study.seed)
        self.causes: Mapping[str, tuple[Cause, Days, Floats]] = {
            str(c.id): self.cause(c) for c in study.causes if ("causes", str(c.id)) not in study.without
        }

    def draws(self) -> Draws:
        """Everything as planned, then what chance makes of it."""
        found = as_planned(self.made, BLOCK)
        never = []
        for chance in self.study.chances:
            if chance.group in self.study.without:
                continue
            if chance.never:
                never.append(chance)
            elif chance.effect is Effect.RUNS:
                self.outage(chance, found.runs)
            else:
                self.change(chance, getattr(found, chance.effect))
        for chance in never:
            found.days[chance.targets[0]][self.struck(chance)] = NEVER
        return found

    def values(self, name: str, drawn: Drawn, make: Sampled) -> Floats:
        """Draws of something for all scenarios of the block."""
        block, known = self.block, self.study.known if drawn is Drawn.UNCERTAIN else None
        rng = self.dice.stream(name, block if known is None else known // BLOCK)
        found = make.sample(rng)
        return found if known is None else np.full(BLOCK, found[known % BLOCK])

    def change(self, chance: Chance, array: Floats | Days) -> None:
        """Put the days, or multiply by the factor, that a chance has in each scenario."""
        size = self.values(chance.name, chance.drawn, chance.size)
        hit = self.struck(chance)
        shortfall = chance.hazard is not None and chance.hazard.kind is HazardKind.SHORTFALL
        if chance.effect is Effect.LATE:
            array[list(chance.targets)] += np.where(hit, np.rint(size), 0).astype(np.int64)
        elif chance.effect in WHOLE:
            array[list(chance.targets)] = np.rint(size).astype(np.int64)
        else:
            factor = 1 - size if shortfall else size / chance.base
            array[list(chance.targets)] *= np.where(hit, np.maximum(0.0, factor), 1.0)

    def struck(self, chance: Chance) -> Flags:
        """In which scenarios a chance strikes; its causes make that likelier."""
        if chance.strikes is None:
            return np.ones(BLOCK, dtype=bool)
        odds = self.values(f"{chance.name}/probability", Drawn.UNCERTAIN, chance.strikes)
        for name, times in chance.hazard.causes.items() if chance.hazard else ():
            if name in self.causes:
                odds = odds * np.where(self.causes[name][2].any(axis=0), times.value, 1.0)
        u = self.values(f"{chance.name}/strikes", chance.drawn, _Uniform())
        return np.asarray(u < odds)

    # ------------------------------------------------------------ causes and outages

    def cause(self, cause: Cause) -> tuple[Cause, Days, Floats]:
        """For each day the number of the cause's season (-1: none), and whether it is there in each season."""
        season = seasons(self.made.periods, cause.months)
        count = int(season.max()) + 1
        if count == 0:
            return cause, season, np.zeros((1, BLOCK))
        odds = self.values(f"causes/{cause.id}/probability", Drawn.UNCERTAIN, spread(cause.probability))
        u = self.dice.stream(f"causes/{cause.id}", self.block).random((count, BLOCK))
        return cause, season, (u < odds).astype(float)

    def outage(self, chance: Chance, runs: Floats) -> None:
        """Outages that begin at a rate, day by day, and last; while one lasts, another only makes it longer.

        Candidates come at the highest rate that there may be, and each is kept with the probability of its day's rate
        over the highest (thinning: Lewis and Shedler 1979).
        """
        h = chance.hazard
        assert h is not None
        assert h.rate is not None
        rate = spread(h.rate)
        per_day = self.values(f"{chance.name}/rate", Drawn.UNCERTAIN, rate) / (h.rate.per.days if h.rate.per else 1.0)
        horizon = self.made.periods.horizon + 1
        times = np.ones((horizon, BLOCK))
        for name, more in h.causes.items():
            if name in self.causes:
                _, season, there = self.causes[name]
                present = np.where((season >= 0)[:, None], there[np.maximum(season, 0)], 0.0)
                times *= 1 + (more.value - 1) * present
        times[seasons(self.made.periods, h.months) < 0] = 0.0
        top = per_day * math.prod(max(1.0, more.value) for more in h.causes.values())
        expected = float(top.max()) * horizon
        count = math.ceil(expected + 6 * math.sqrt(expected) + 6)
        rng = self.dice.stream(chance.name, self.block)
        start = np.cumsum(rng.exponential(1.0, (count, BLOCK)), axis=0) / np.maximum(top, 1e-12)
        u, length = rng.random((count, BLOCK)), chance.size.sample(rng, (count, BLOCK))
        day = np.minimum(start, horizon - 1).astype(np.int64)
        struck = (start < horizon) & (u * top < per_day * times[day, np.arange(BLOCK)])
        lost = h.size.value if h.size else 1.0
        runs[chance.targets[0]] *= 1 - lost * down_share(self.made.periods, start, length, struck)


@dataclass(frozen=True, slots=True)
class _Uniform:
    """Numbers between 0 and 1."""

    def sample(self, rng: np.random.Generator) -> Floats:
        """A block of them."""
        return rng.random(BLOCK)


@lru_cache(maxsize=100)
def seasons(periods: Periods, months: tuple[int, ...]) -> Days:
    """For each day of the plan the number of the season that it lies in, counted from 0; -1 for a day in none."""
    count = periods.horizon + 1
    if not months:
        return np.zeros(count, dtype=np.int64)
    inside = np.array([periods.date(day).month in months for day in range(count)])
    begins = inside & ~np.concatenate([[False], inside[:-1]])
    return np.where(inside, np.cumsum(begins) - 1, -1).astype(np.int64)


def down_share(periods: Periods, start: Floats, length: Floats, there: Flags) -> Floats:
    """The share of each period that is lost to outages, each counted once where they overlap.

    Down by day b is the sum of b - begin over all that began by b, less that of b - end over all that ended by b.
    """
    bounds = np.asarray(periods.bounds, dtype=float)
    begin, end = np.zeros_like(start), np.zeros_like(start)
    busy = np.zeros(start.shape[1])
    for k in range(len(start)):
        begin[k] = np.minimum(np.maximum(start[k], busy), bounds[-1])
        busy = np.where(there[k], np.maximum(begin[k], np.minimum(start[k] + length[k], bounds[-1])), busy)
        end[k] = np.where(there[k], busy, begin[k])
    down = _days_since(bounds, begin) - _days_since(bounds, end)
    return np.asarray(np.clip(np.diff(down, axis=0) / np.diff(bounds)[:, None], 0.0, 1.0))


def _days_since(bounds: Floats, days: Floats) -> Floats:
    """[bound, scenario] the sum, over the days of a scenario that lie before a bound, of how far before."""
    first = np.searchsorted(bounds, days)
    scenario = np.broadcast_to(np.arange(days.shape[1]), days.shape)
    count, total = np.zeros((len(bounds), days.shape[1])), np.zeros((len(bounds), days.shape[1]))
    np.add.at(count, (first, scenario), 1.0)
    np.add.at(total, (first, scenario), days)
    return np.asarray(np.cumsum(count, axis=0) * bounds[:, None] - np.cumsum(total, axis=0))
