"""A simulation of a depot and its bases, failure by failure: it knows no formula of the methods that it checks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from heapq import heapreplace

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from workshare.spares.system import Base, Stocks, System

Times = NDArray[np.float64]


class Spread(StrEnum):
    """How times vary around their mean: not at all, or exponentially."""

    FIXED = "fixed"
    EXPONENTIAL = "exponential"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """How long and how often to simulate: ``runs`` independent runs of ``days`` after ``warm`` days that do not count.

    ``sure`` is the chance that an interval holds the true value. With ``crews`` no more units than that are in the
    depot's repair at once, and the others queue: no method knows of this.
    """

    runs: int = 40
    days: float = 20_000.0
    warm: float = 2_000.0
    sure: float = 0.99
    repair: Spread = Spread.EXPONENTIAL
    shipping: Spread = Spread.FIXED
    crews: int | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """A simulated mean and half the width of its confidence interval."""

    mean: float
    half: float

    def holds(self, value: float) -> bool:
        """Whether a value lies within the interval."""
        return abs(value - self.mean) <= self.half


def simulate(system: System, stocks: Stocks, rng: np.random.Generator, trial: Trial) -> tuple[Estimate, ...]:
    """Backorders on average at each base, and after them their sum."""
    found = np.array([_run(system, stocks, rng, trial) for _ in range(trial.runs)])
    found = np.column_stack([found, found.sum(axis=1)])
    factor = float(student.ppf((1 + trial.sure) / 2, trial.runs - 1)) / math.sqrt(trial.runs)
    return tuple(Estimate(float(row.mean()), float(row.std(ddof=1)) * factor) for row in found.T)


def _run(system: System, stocks: Stocks, rng: np.random.Generator, trial: Trial) -> list[float]:
    """One run from empty repair shops and full shelves: the mean backorders of each base."""
    end = trial.warm + trial.days
    failed = [_failures(base, rng, end) for base in system.bases]
    local = [rng.random(len(times)) < base.repaired for base, times in zip(system.bases, failed, strict=True)]
    asked = np.concatenate([times[~here] for times, here in zip(failed, local, strict=True)])
    owner = np.concatenate([np.full(int((~here).sum()), n) for n, here in enumerate(local)])
    order = np.argsort(asked, kind="stable")
    asked, owner = asked[order], owner[order]
    mended = _mended(asked, _times(system.repair, len(asked), rng, trial.repair), trial.crews)
    sent = _sent(asked, mended, stocks.depot)
    means = []
    for n, base in enumerate(system.bases):
        here = failed[n][local[n]] + _times(base.repair, int(local[n].sum()), rng, trial.repair)
        mine = sent[owner == n]
        back = np.concatenate([here, mine + _times(base.shipping, len(mine), rng, trial.shipping)])
        means.append(_mean_short(failed[n], back, stocks.bases[n], trial))
    return means


def _failures(base: Base, rng: np.random.Generator, end: float) -> Times:
    """The times of a Poisson process."""
    return np.sort(rng.random(rng.poisson(base.rate * end)) * end)


def _times(mean: float, count: int, rng: np.random.Generator, spread: Spread) -> Times:
    return np.full(count, mean) if spread is Spread.FIXED else rng.exponential(mean, count)


def _mended(asked: Times, lasts: Times, crews: int | None) -> Times:
    """When each unit comes out of the depot's repair, into which it goes at once, or when a crew is free."""
    if crews is None:
        return asked + lasts
    free = [0.0] * crews
    done = []
    for arrives, takes in zip(asked.tolist(), lasts.tolist(), strict=True):
        done.append(max(arrives, free[0]) + takes)
        heapreplace(free, done[-1])
    return np.array(done)


def _sent(asked: Times, mended: Times, depot: int) -> Times:
    """When the depot sends what it is asked for, first come, first served.

    The first orders take what lies there; each later one takes the next unit to come out of repair.
    """
    sent = asked.copy()
    ready = np.sort(mended)[: max(len(asked) - depot, 0)]
    sent[depot:] = np.maximum(asked[depot:], ready)
    return sent


def _mean_short(failed: Times, back: Times, stock: int, trial: Trial) -> float:
    """The mean over time of what is down without a spare, from the days that count."""
    end = trial.warm + trial.days
    when = np.concatenate([failed, back])
    change = np.concatenate([np.ones(len(failed)), -np.ones(len(back))])
    order = np.argsort(when, kind="stable")
    short = np.maximum(np.cumsum(change[order]) - stock, 0.0)
    edges = np.clip(np.append(when[order], end), trial.warm, end)
    return float(short @ np.diff(edges)) / trial.days
