"""How many units a base waits for: its distribution, exact or as METRIC and VARI-METRIC approximate it.

Assumed by all three: failures at each base are a Poisson process whose rate never changes, whatever is down; every
failure is at once a repair at the base or an order for one unit to the depot, by chance and independent of all else;
repair is never full (each unit's time is independent, and of any distribution); the depot fills orders first come,
first served, and its times are the same for all bases; there is no lateral supply; and all this has gone on for ever.
The exact method needs besides that a shipment to a base always takes the same time.

Sources:
- Palm (1938): units in a repair that is never full are Poisson, whatever the distribution of the time.
- Sherbrooke (1968), METRIC, Operations Research 16, 122-141.
- Simon (1971), Stationary properties of a two-echelon inventory model, Operations Research 19, 761-773.
- Graves (1985), A multi-echelon inventory model for a repairable item, Management Science 31, 1247-1256.
- Sherbrooke (1986), VARI-METRIC, Operations Research 34, 311-319.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import assert_never

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom, nbinom, poisson

from workshare.spares.system import Base, System

Chances = NDArray[np.float64]
"""The chance of 0, 1, 2, … units; what is left out behind its end is less than NEGLIGIBLE."""
NEGLIGIBLE = 1e-15


class Method(StrEnum):
    """How the distribution of what a base waits for is found."""

    METRIC = "metric"
    VARI_METRIC = "vari-metric"
    EXACT = "exact"


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a base waits for: ``more[k]`` is the chance that it is more than k units."""

    more: Chances

    @classmethod
    def of(cls, chances: Chances) -> Waiting:
        """From the chance of each number: summed from the small end, so that the far tail keeps its digits."""
        return cls(np.cumsum(chances[::-1])[::-1][1:])

    def backorders(self, stock: int) -> float:
        """Units that users wait for, on average:  E (X - s)+ = sum over k >= s of P(X > k)."""
        return float(self.more[stock:].sum())

    def filled(self, stock: int) -> float:
        """The share of failures that find a spare on the shelf:  P(X < s), as Poisson arrivals see averages."""
        return 1.0 - self._above(stock - 1) if stock else 0.0

    def _above(self, units: int) -> float:
        return float(self.more[units]) if units < len(self.more) else 0.0


def waiting(system: System, depot: int, method: Method) -> tuple[Waiting, ...]:
    """What each base waits for when the depot owns so many spares, by one of the methods."""
    found = _exact(system, depot) if method is Method.EXACT else _approximate(system, depot, method)
    return tuple(Waiting.of(chances) for chances in found)


def moments(system: System, depot: int) -> Iterator[tuple[float, float]]:
    """The exact mean and variance of what each base waits for.

    With B the depot's backorders, f the base's share of its orders, and m what no depot stock can change:
    E X = m + f E B,  Var X = m + f (1 - f) E B + f² Var B   (Sherbrooke 1986, Graves 1985).
    """
    late = depot_backorders(system.pipeline, depot)
    units = np.arange(len(late))
    mean = float(units @ late)
    variance = float(units**2 @ late) - mean**2
    for base in system.bases:
        share = system.share(base)
        yield base.own + share * mean, base.own + share * (1 - share) * mean + share**2 * variance


def depot_backorders(pipeline: float, depot: int) -> Chances:
    """The distribution of what the depot owes:  B = (X0 - s0)+ with X0 Poisson of the mean ``pipeline`` (Palm)."""
    repair = _poisson(pipeline)
    if depot >= len(repair):
        return np.ones(1)
    owed = repair[depot:].copy()
    owed[0] = repair[: depot + 1].sum()
    return owed


def _exact(system: System, depot: int) -> Iterator[Chances]:
    """X = (the base's part of what the depot owes a shipping time ago) + (orders since) + (in repair at the base).

    Given B = b the base's part is binomial (b, f): orders are filled in the order in which they came, and each is the
    base's by chance f. The three are independent, the last two Poisson (Simon 1971, Graves 1985).
    """
    late = depot_backorders(system.pipeline, depot)
    size = len(_poisson(system.pipeline))
    for base in system.bases:
        parts = _binomial(size, system.share(base))[: len(late), : len(late)] @ late
        yield np.convolve(parts, _poisson(base.own))


def _approximate(system: System, depot: int, method: Method) -> Iterator[Chances]:
    for mean, variance in moments(system, depot):
        match method:
            case Method.METRIC:
                yield _poisson(mean)  # Sherbrooke 1968: as if the waits at the depot were independent of each other
            case Method.VARI_METRIC:
                yield _negative_binomial(mean, variance)
            case Method.EXACT:
                raise ValueError("the exact method approximates nothing")
            case _:
                assert_never(method)


def _negative_binomial(mean: float, variance: float) -> Chances:
    """The negative binomial distribution of this mean and variance (Graves 1985, Sherbrooke 1986).

    size = mean² / (variance - mean),  p = mean / variance;  it is Poisson where the two are equal.
    """
    if variance - mean <= 1e-12 * max(mean, 1.0):
        return _poisson(mean)
    size, chance = mean**2 / (variance - mean), mean / variance
    last = int(nbinom.isf(NEGLIGIBLE, size, chance)) + 1
    return np.asarray(nbinom.pmf(np.arange(last + 1), size, chance), dtype=float)


@lru_cache(maxsize=256)
def _poisson(mean: float) -> Chances:
    last = int(poisson.isf(NEGLIGIBLE, mean)) + 1 if mean > 0 else 0
    return np.asarray(poisson.pmf(np.arange(last + 1), mean), dtype=float)


@lru_cache(maxsize=16)
def _binomial(size: int, share: float) -> NDArray[np.float64]:
    """The chance of k (rows) of b (columns) units, for all below ``size``."""
    units = np.arange(size)
    return np.asarray(binom.pmf(units[:, None], units[None, :], share), dtype=float)


def under_way(system: System, base: Base, depot: int) -> float:
    """Units that a base waits for, on average, by every method alike."""
    late = depot_backorders(system.pipeline, depot)
    return base.own + system.share(base) * float(np.arange(len(late)) @ late)
