"""When a line can run at all, period by period."""

from __future__ import annotations

import numpy as np

from workshare.gates import NEVER
from workshare.planner.lags import Floats
from workshare.planner.model import Model
from workshare.planner.network import FlowKind
from workshare.planner.shrink import Shrunk
from workshare.planner.stocks import Stock


def first_periods(shrunk: Shrunk) -> dict[Stock, int]:
    """The first period in which each stock can be there with every lead time rounded as the plan rounds it.

    first[s] = min over f giving s of the arrival of what starts in max(first of f's window, first of all it takes);
    found by lowering until nothing changes.
    """
    periods, network = shrunk.periods, shrunk.network
    first = {stock: periods.counted_by(network.today) for stock in network.opening}
    coming = [(stock, day) for stock, _, day, _ in network.receipts]
    for stock, day in (*coming, *((stock, day) for stock, day, _ in network.facts.arriving)):
        if day <= periods.horizon:
            first[stock] = min(first.get(stock, NEVER), periods.counted_by(day))
    arrivals = [lag.first_arrival(len(periods)) for lag in shrunk.tables]
    changed = True
    while changed:
        changed = False
        for flow, window, lag in zip(shrunk.flows, shrunk.windows, shrunk.lags, strict=True):
            start = max([window.first, *(first.get(s, NEVER) for s, _ in flow.takes)])
            there = int(arrivals[lag][start]) if start <= window.last else NEVER
            for stock, _ in flow.gives:
                if there < first.get(stock, len(periods)):
                    first[stock], changed = there, True
    return first


def days_to_run(model: Model, operation: str) -> tuple[tuple[int, ...], Floats]:
    """The flows of an operation, and the days of each period on which any of them may start with inputs there."""
    shrunk = model.shrunk
    bounds = np.asarray(shrunk.periods.bounds)
    flows = tuple(n for n, f in enumerate(shrunk.flows) if f.kind is FlowKind.MAKE and f.id == operation)
    first = first_periods(shrunk)
    able = np.zeros(int(bounds[-1]), dtype=float)
    for n in flows:
        begins = max((first.get(s, len(bounds) - 1) for s, _ in shrunk.flows[n].takes), default=0)
        window = shrunk.windows[n]
        able[max(window.opens, int(bounds[begins])) : window.closes + 1] = 1.0
    return flows, np.add.reduceat(able, bounds[:-1])
