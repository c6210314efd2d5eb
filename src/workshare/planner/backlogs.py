"""Backlogs: many demands of one item, site and priority as one quantity that is owed.

Names: due[b,p] what falls due in period p and is drawn then, owed[b,p] what of it is still owed at the end of p.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from workshare.planner.lags import Floats, Ints
from workshare.planner.stocks import Stock

OWED = "owed"
"""The family of columns: what is owed, layer by layer."""


@dataclass(frozen=True, eq=False)
class Backlog:
    """The demands of one stock and priority that are served oldest first, however late and in whatever amounts.

    ``members`` are their numbers in the network before it was contracted, oldest first; ``due`` is what falls due in
    each period. ``fresh`` are the parts of it that fall due some days after the period's end: period, days, quantity.
    ``late_days`` are late quantity-days that no plan can avoid. Of a ``guarded`` backlog nothing may be taken back.
    """

    stock: Stock
    priority: int
    members: tuple[int, ...]
    first: int
    due: Floats
    fresh: tuple[tuple[int, int, float], ...] = ()
    late_days: float = 0.0
    guarded: bool = True

    @cached_property
    def asked(self) -> Floats:
        """What has fallen due by the end of each period."""
        return np.cumsum(self.due)


@dataclass(frozen=True, slots=True, eq=False)
class Layers:
    """The columns of backlogs: each layer is of one backlog and runs over its own periods.

    Of each backlog first the layer of what is overdue, then one for each of its ``fresh`` parts, in one period.
    ``days`` are what a unit costs in late days from the period's end to the next one's, for each cell.
    """

    backlog: Ints
    first: Ints
    last: Ints
    upper: Floats
    days: Floats


def layers(backlogs: tuple[Backlog, ...], lengths: Floats) -> Layers:
    """The layers of some backlogs on periods of these lengths.

    What is owed after a period waits for the end of the next one; what is owed after the last counts no further.
    """
    horizon = len(lengths) - 1
    following = np.append(lengths[1:], 0.0)
    owner, first, last = [], [], []
    upper: list[Floats] = []
    days: list[Floats] = []
    for n, b in enumerate(backlogs):
        over = b.asked.copy()
        for p, _, quantity in b.fresh:
            over[p] -= quantity
        owner.append(n)
        first.append(b.first)
        last.append(horizon)
        upper.append(over[b.first :])
        days.append(following[b.first :])
        for p, after, quantity in b.fresh:
            owner.append(n)
            first.append(p)
            last.append(p)
            upper.append(np.array([quantity]))
            days.append(np.array([following[p] - after if p < horizon else 0.0]))
    return Layers(
        backlog=np.array(owner, dtype=np.int32),
        first=np.array(first, dtype=np.int32),
        last=np.array(last, dtype=np.int32),
        upper=np.concatenate([np.zeros(0), *upper]),
        days=np.concatenate([np.zeros(0), *days]),
    )
