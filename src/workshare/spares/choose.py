"""Which spares to own: where each unit takes most backorders away for its money (marginal analysis)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from workshare.spares.outstanding import Method, Waiting, depot_backorders, waiting
from workshare.spares.system import Stocks, System

TINY = 1e-9
"""A unit that takes fewer backorders away is not bought."""
ALIKE = 1e-12
"""Of two depot levels whose backorders differ by no more than this part the lower is taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frontier:
    """The least backorders of an item for every number of spares, and how many of them lie at the depot.

    For a given depot level backorders fall by P(X > s) with each unit more at a base, less and less, so that the
    greatest falls first are best. The depot level is then the one with the least sum (Sherbrooke 1968).
    ``worth`` is what a unit more takes away along the lower convex hull, which jumps over numbers that help little.
    """

    system: System
    method: Method
    backorders: NDArray[np.float64]
    depot: NDArray[np.int64]
    worth: NDArray[np.float64]

    def stocks(self, total: int) -> Stocks:
        """How so many spares are best divided; of equal falls the first base's goes first."""
        depot = int(self.depot[total])
        _, base_of = _falls(waiting(self.system, depot, self.method))
        bought = base_of[: total - depot]
        return Stocks(depot=depot, bases=tuple(int((bought == n).sum()) for n in range(len(self.system.bases))))


def frontier(system: System, method: Method) -> Frontier:
    """The best division of every number of spares, up to where backorders vanish."""
    depots = range(len(depot_backorders(system.pipeline, 0)) if system.orders else 1)
    curves = []
    for depot in depots:
        falls, _ = _falls(waiting(system, depot, method))
        curves.append(np.append(np.cumsum(falls[::-1])[::-1], 0.0))
    best = np.full(max(depot + len(curve) for depot, curve in zip(depots, curves, strict=True)), np.inf)
    where = np.zeros(len(best), dtype=np.int64)
    for depot, curve in zip(depots, curves, strict=True):
        span = slice(depot, depot + len(curve))
        better = curve < best[span] * (1 - ALIKE)
        best[span] = np.where(better, curve, best[span])
        where[span] = np.where(better, depot, where[span])
    return Frontier(system=system, method=method, backorders=best, depot=where, worth=_hull(best))


def _falls(bases: Sequence[Waiting]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """By how much each further unit at a base lowers its backorders, greatest first, and which base's it is."""
    falls = np.concatenate([base.more for base in bases])
    owner = np.concatenate([np.full(len(base.more), n) for n, base in enumerate(bases)])
    order = np.argsort(-falls, kind="stable")
    return falls[order], owner[order]


def _hull(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The fall of the lower convex hull of a curve between each number and the next."""
    corners: list[int] = []
    for n in range(len(values)):
        while len(corners) > 1 and _bends_down(values, corners[-2], corners[-1], n):
            corners.pop()
        corners.append(n)
    worth = np.zeros(max(len(values) - 1, 0))
    for left, right in pairwise(corners):
        worth[left:right] = (values[left] - values[right]) / (right - left)
    return worth


def _bends_down(values: NDArray[np.float64], first: int, middle: int, last: int) -> bool:
    """Whether the middle of three points lies on or above the line between the others."""
    across = (values[last] - values[first]) * (middle - first)
    return bool((values[middle] - values[first]) * (last - first) >= across)


Reached = Callable[[tuple[int, ...]], bool]
"""Whether so many spares of each item are enough."""


def choose(
    frontiers: Sequence[Frontier], prices: Sequence[float], *, enough: Reached, budget: float | None
) -> tuple[int, ...]:
    """How many spares of each item to own: unit by unit the one of most worth for its money.

    Ends when they are ``enough``, when the budget buys no unit more, or when none is worth anything. What is then more
    than enough is left out again, the dearest first. For one item the answer is the least number that is enough; for
    several no unit of it can be left out.
    """
    counts = [0] * len(frontiers)
    spent = 0.0
    while not enough(tuple(counts)):
        offers = [
            (frontier.worth[counts[n]] / prices[n], -n)
            for n, frontier in enumerate(frontiers)
            if counts[n] < len(frontier.worth) and frontier.worth[counts[n]] > TINY
            if budget is None or spent + prices[n] <= budget * (1 + TINY)
        ]
        if not offers:
            break
        chosen = -max(offers)[1]
        counts[chosen] += 1
        spent += prices[chosen]
    return _spared(tuple(counts), prices, enough)


def _spared(counts: tuple[int, ...], prices: Sequence[float], enough: Reached) -> tuple[int, ...]:
    """As many spares without those that can be left out, the dearest first."""
    for n in sorted(range(len(prices)), key=lambda n: -prices[n]):
        while counts[n] and enough(fewer := (*counts[:n], counts[n] - 1, *counts[n + 1 :])):
            counts = fewer
    return counts
