"""From the columns of a contracted model back to those of the full one."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from workshare.planner.backlogs import OWED, Backlog, layers
from workshare.planner.blocks import Grid
from workshare.planner.contract import Contracted, served
from workshare.planner.lags import Floats
from workshare.planner.model import Model
from workshare.planner.rules.flows import balance


def expand(contracted: Contracted, small: Model, x: Floats, full: Model) -> Floats:
    """The full plan of a contracted one: every flow, stock and delivery in its own column.

    What both models have in common is taken over; flows that were taken out are given back, backlogs are handed to
    their demands oldest first, and stocks follow from their balance.
    """
    found = np.zeros(full.columns.count)
    _flows(contracted, small, x, full, found)
    _deliveries(contracted, small, x, full, found)
    found[full.columns.short.cells] = x[small.columns.short.cells]
    _stocks(full, found)
    _least_stocks(small, x, full, found)
    for name, grid in full.columns.further.items():
        if name != OWED:
            mine = small.columns.further[name]
            assert mine.size == grid.size, name
            found[grid.cells] = x[mine.cells]
    return found


def _flows(contracted: Contracted, small: Model, x: Floats, full: Model, found: Floats) -> None:
    count = len(full.shrunk.periods)
    begun = {k: _dense(small.columns.flow, k, x, count) for k in range(len(small.shrunk.flows))}
    grid = full.columns.flow
    for n, amounts in contracted.amounts(begun).items():
        found[grid.of(n)] = np.maximum(amounts[int(grid.first[n]) : int(grid.last[n]) + 1], 0.0)


def _dense(grid: Grid, n: int, x: Floats, count: int) -> Floats:
    found = np.zeros(count)
    found[int(grid.first[n]) : int(grid.last[n]) + 1] = x[grid.of(n)]
    return found


def _deliveries(contracted: Contracted, small: Model, x: Floats, full: Model, found: Floats) -> None:
    mine, columns = small.columns, full.columns
    for k, n in enumerate(contracted.demands):
        found[columns.serve.of(n)] = x[mine.serve.of(k)]
        found[columns.left.of(n)] = x[mine.left.of(k)]
    asked = np.array([d.quantity.value if d.quantity else 0.0 for d, _, _ in full.shrunk.demands])
    for backlog, total in handed_over(small, x).items():
        _to_members(full, backlog, total, asked, found)


def handed_over(small: Model, x: Floats) -> dict[Backlog, Floats]:
    """What each backlog has been handed by the end of each period."""
    backlogs = small.shrunk.backlogs
    owed = owed_by(small, x)
    of_stock = defaultdict(list)
    for n, b in enumerate(backlogs):
        of_stock[b.stock].append(n)
    found: dict[Backlog, Floats] = {}
    hold = small.columns.hold
    for stock, numbers in of_stock.items():
        asked = np.array([backlogs[n].asked for n in numbers])
        held = _dense(hold, small.stock_number[stock], x, asked.shape[1])
        total = served(np.minimum(owed[numbers], asked), asked, held)
        found.update(zip((backlogs[n] for n in numbers), total, strict=True))
    return found


def owed_by(small: Model, x: Floats) -> Floats:
    """What each backlog is owed at the end of each period, all layers together."""
    grid = small.columns.further[OWED]
    owner = layers(small.shrunk.backlogs, small.shrunk.lengths).backlog
    owed = np.zeros((len(small.shrunk.backlogs), len(small.shrunk.periods)))
    if grid.size:
        np.add.at(owed, (owner[grid.owner], grid.period), np.maximum(x[grid.cells], 0.0))
    return owed


def _to_members(full: Model, backlog: Backlog, total: Floats, quantity: Floats, found: Floats) -> None:
    """Hand what a backlog gets to its demands, one after the other: each gets what is left by those before it."""
    members = np.array(backlog.members)
    asked = quantity[members]
    before = np.concatenate([[0.0], np.cumsum(asked)[:-1]])
    got = np.clip(total[None, :] - before[:, None], 0.0, asked[:, None])
    given = np.diff(got, axis=1, prepend=0.0)
    serve, left = full.columns.serve, full.columns.left
    cells, owner = serve.cells_of(members)  # those of left lie in the same order
    period = serve.period[cells - serve.base]
    found[cells] = given[owner, period]
    found[cells + (left.base - serve.base)] = asked[owner] - got[owner, period]


def _stocks(full: Model, found: Floats) -> None:
    """Each stock as its balance says: what lay there before, and all that came and went since."""
    rows = balance(full)
    hold = full.columns.hold
    change = rows.lower * -1.0
    for part in rows.entries:
        others = (part.column < hold.base) | (part.column >= hold.end)
        np.add.at(change, part.row[others], part.value[others] * found[part.column[others]])
    if hold.size:
        total = np.cumsum(change)
        begin = hold.begin[:-1][hold.last >= hold.first]
        before = np.concatenate([[0.0], total])[begin]
        found[hold.cells] = np.maximum(total - np.repeat(before, np.diff(hold.begin)[hold.last >= hold.first]), 0.0)


def _least_stocks(small: Model, x: Floats, full: Model, found: Floats) -> None:
    for n, stock in enumerate(full.stocks):
        if full.columns.below.of(n).stop > full.columns.below.of(n).start:
            found[full.columns.below.of(n)] = x[small.columns.below.of(small.stock_number[stock])]
