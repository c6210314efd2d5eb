"""From a solved plan to the ages of what spoils: what of each vintage lies where, and what is wasted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from workshare.outcome.rows import Aged, Waste
from workshare.planner.lags import Floats
from workshare.planner.model import Model
from workshare.planner.shelf import last_good, shelf_lives
from workshare.planner.stocks import ENTER, KEPT, Stock

DUST = 1e-6
"""Quantities below this are rounding."""

Move = tuple[Stock, int, float]
"""A stock, a period, and what comes into it there (below 0: what goes)."""


def ages(model: Model, moves: Iterable[Move]) -> tuple[list[Aged], list[Waste]]:
    """What of each vintage lies where at the end of each period, and what is wasted in the first one after its life.

    What comes in and is not led into its vintage by the solution, because nobody has a use for it, lies there too.
    """
    lives, periods = shelf_lives(model.programme), model.shrunk.periods
    today = periods.counted_by(model.shrunk.network.today)
    change: dict[tuple[str, str, int], Floats] = defaultdict(lambda: np.zeros(len(periods)))
    for stock, p, quantity in moves if lives else ():
        if stock.stage == KEPT:
            change[stock.item, stock.site, stock.since][p] += quantity
        elif stock.stage == ENTER:
            since = max(p, today)
            change[stock.item, stock.site, since][since] += quantity
    there: list[Aged] = []
    wasted: list[Waste] = []
    for (item, site, since), moved in sorted(change.items()):
        good = last_good(periods, since, lives[item])
        level, made = np.cumsum(moved), periods.date(periods.first(since))
        for p in range(since, min(good + 2, len(periods))):
            quantity = float(level[min(p, good)])
            if quantity > DUST and p <= good:
                row = Aged(item=item, site=site, period=p, date=periods.ends(p), since=made, quantity=quantity)
                there.append(row)
            elif quantity > DUST:
                wasted.append(
                    Waste(item=item, site=site, period=p, date=periods.ends(p), since=made, quantity=quantity)
                )
    return there, wasted
