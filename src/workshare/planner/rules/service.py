"""Rules of what is asked for and promised: demands, commitments, least stocks and least shipments."""

from __future__ import annotations

import numpy as np

from workshare.planner.blocks import Grid, Links, carried, diagonal, lagged, same_period
from workshare.planner.facts import counted
from workshare.planner.model import Model, Rows, no_rows
from workshare.planner.network import FlowKind
from workshare.planner.shrink import made_stocks
from workshare.planner.stocks import KEPT, Stock


def backlog(model: Model) -> Rows:
    """What is left of a demand is what was left before, less what is delivered.

    left[d,p] = left[d,p-1] - serve[d,p],  left before the first delivery = quantity[d]
    """
    columns, demands = model.columns, model.shrunk.demands
    rows = Grid(columns.left.first, columns.left.last)
    some = np.flatnonzero(rows.last >= rows.first)
    entries = (
        diagonal(rows, columns.left),
        diagonal(rows, columns.serve),
        carried(rows, columns.left, -1.0),
    )
    right = np.zeros(rows.size)
    quantity = np.array([d.quantity.value if d.quantity else 0.0 for d, _, _ in demands])
    right[rows.begin[some]] = quantity[some]
    return Rows(rows, entries, right, right)


def promised(model: Model) -> Rows:
    """What a commitment still lacks is no less than what it lacked before, less what counts towards it.

    short[c,p] >= short[c,p-1] - sum over what c counts of quantity[p],  short before the start = amount[c];
    what has happened counts on its day
    """
    columns, shrunk = model.columns, model.shrunk
    if not model.commitments:
        return no_rows()
    rows = Grid(columns.short.first, columns.short.last)
    delivered, made = [], []
    right = np.zeros(rows.size)
    for c, commitment in enumerate(model.commitments):
        measure = commitment.measure
        assert measure is not None
        right[rows.begin[c]] = measure.amount
        for day, quantity in counted(model.programme, shrunk.network.facts, measure):
            right[rows.at(c, shrunk.periods.counted_by(day))] -= quantity
        for n, (d, first, last) in enumerate(shrunk.demands):
            if first <= last and d.item == measure.delivered and (not measure.at or d.site in measure.at):
                delivered.append((c, n, 1.0))
        stocks = set(made_stocks(commitment, shrunk.earliest.stock))
        kinds = (FlowKind.MAKE, FlowKind.FINISH)
        made += [(c, n, v) for n, f in enumerate(shrunk.flows) if f.kind in kinds for s, v in f.gives if s in stocks]
        for stock, _, day, quantity in shrunk.network.receipts:
            if stock in stocks and day <= shrunk.periods.horizon:
                right[rows.at(c, shrunk.periods.counted_by(day))] -= quantity
    entries = (
        diagonal(rows, columns.short),
        carried(rows, columns.short, -1.0),
        same_period(rows, columns.serve, Links.of(delivered)),
        lagged(rows, columns.flow, Links.of(made), model.lag, model.table),
    )
    return Rows(rows, entries, right, np.full(rows.size, np.inf))


def minimum_stock(model: Model) -> Rows:
    """What a stock, of whatever age, lacks to its minimum:  s[i,p] + below[i,p] >= minimum[i]."""
    columns = model.columns
    if not columns.below.size:
        return no_rows()
    rows = Grid(columns.below.first, columns.below.last)
    least = {Stock(r.item, r.site): r.minimum.value for r in model.programme.stock if r.minimum}
    value = np.array([least.get(stock, 0.0) for stock in model.stocks])
    every = np.flatnonzero(rows.last >= rows.first)
    links = Links(every, every, np.ones(len(every)))
    number = {(model.stocks[n].item, model.stocks[n].site): int(n) for n in every}
    kept = [(n, s) for n, s in enumerate(model.stocks) if s.stage == KEPT and (s.item, s.site) in number]
    vintages = Links.of([(number[s.item, s.site], n, 1.0) for n, s in kept])
    entries = (
        same_period(rows, columns.hold, links),
        same_period(rows, columns.hold, vintages),
        same_period(rows, columns.below, links),
    )
    right = value[rows.owner] if rows.size else np.zeros(0)
    return Rows(rows, entries, right, np.full(rows.size, np.inf))


def least_shipment(model: Model) -> Rows:
    """A delivery is nothing, or at least the least shipment.

    serve[d,p] >= least[d] · ships[d,p],  serve[d,p] <= quantity[d] · ships[d,p]
    """
    columns, demands = model.columns, model.shrunk.demands
    grid = columns.ships
    if not grid.size:
        return no_rows()
    half = Grid(grid.first, grid.last)
    upper_half = Grid(grid.first, grid.last, half.size)
    some = np.flatnonzero(grid.last >= grid.first)
    quantity = np.array([d.quantity.value if d.quantity else 0.0 for d, _, _ in demands])
    least = np.array([d.min_shipment.value if d.min_shipment else 0.0 for d, _, _ in demands])
    least = np.minimum(least, quantity)
    one = Links(some, some, np.ones(len(some)))
    entries = (
        same_period(half, columns.serve, one),
        same_period(half, columns.ships, Links(some, some, -least[some])),
        same_period(upper_half, columns.serve, one),
        same_period(upper_half, columns.ships, Links(some, some, -quantity[some])),
    )
    lower = np.concatenate([np.zeros(half.size), np.full(half.size, -np.inf)])
    upper = np.concatenate([np.full(half.size, np.inf), np.zeros(half.size)])
    return Rows(Grid([0] * (2 * half.size > 0), [2 * half.size - 1] * (2 * half.size > 0)), entries, lower, upper)
