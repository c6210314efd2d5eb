"""Rules of what has to run: firm orders, and lines that must not run too slowly. Both are hard.

Names: x[o,p] what is begun of an operation (arrives of a supply) in p, over all its flows.
"""

from __future__ import annotations

import numpy as np

from workshare.planner.blocks import Entries, Grid, Links, same_period
from workshare.planner.firm import days_to_run
from workshare.planner.forced import firm_orders, ordered
from workshare.planner.model import Model, Rows


def orders(model: Model) -> Rows:
    """What is firmly ordered comes:  x[o, p of the order's day] >= sum of what is ordered of o in p."""
    shrunk = model.shrunk
    found = firm_orders(model.programme, shrunk.network, shrunk.periods)
    keys = sorted({(ordered(order), p) for order, p in found})
    number = {key: n for n, key in enumerate(keys)}
    least, names = np.zeros(len(keys)), [""] * len(keys)
    for order, p in found:
        n = number[ordered(order), p]
        least[n] += order.quantity.value
        names[n] = f"{names[n]}; {order.id}" if names[n] else str(order.id)
    rows = Grid([p for _, p in keys], [p for _, p in keys])
    links = [
        (number[(f.kind, f.id), p], n, 1.0)
        for n, f in enumerate(shrunk.flows)
        for key, p in keys
        if key == (f.kind, f.id)
    ]
    return Rows(rows, _amounts(model, rows, links), least, np.full(rows.size, np.inf), tuple(names))


def sustained(model: Model) -> Rows:
    """From the first day on which it may run, a line runs at its minimum rate.

    x[o,p] >= minimum rate[o] · days of p on which o may start and all its inputs can be there;
    while its gates are still to be decided, nothing is asked of it.
    """
    last = len(model.shrunk.periods) - 1
    names: list[str] = []
    least, links = [np.zeros(0)], []
    for o in model.programme.operations:
        if o.minimum_rate is None:
            continue
        flows, days = days_to_run(model, o.id)
        waits = {a for n in flows for a, _ in model.shrunk.flows[n].way.waits}
        if waits.isdisjoint(model.deciding.free):
            links += [(len(names), n, 1.0) for n in flows]
            least.append(o.minimum_rate.per_day * days)
            names.append(o.id)
    rows = Grid([0] * len(names), [last] * len(names))
    return Rows(rows, _amounts(model, rows, links), np.concatenate(least), np.full(rows.size, np.inf), tuple(names))


def _amounts(model: Model, rows: Grid, links: list[tuple[int, int, float]]) -> tuple[Entries, ...]:
    return (same_period(rows, model.columns.flow, Links.of(links)),) if links else ()
