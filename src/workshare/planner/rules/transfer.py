"""Rules of no transfer that are in force for a time only; those in force all the time leave no flow at all."""

from __future__ import annotations

import numpy as np

from workshare.planner.blocks import Entries, Grid
from workshare.planner.delivered import in_force
from workshare.planner.model import Model, Rows
from workshare.planner.transfer import barred, forbidden, transfer_rules


def no_transfer(model: Model) -> Rows:
    """While a rule is in force nothing begins that brings its item into its country, makes it or uses it there.

    x[f,p] <= 0   for every such flow f and every period p in force
    """
    shrunk, grid, programme = model.shrunk, model.columns.flow, model.programme
    periods = shrunk.periods
    _, timed = transfer_rules(programme, periods.date(shrunk.network.today))
    cells, names = [np.zeros(0, dtype=np.int64)], []
    for rule in timed:
        now = np.array([in_force(rule, periods.ends(p)) for p in range(len(periods))])
        hit = np.array(barred(shrunk.flows, forbidden(programme, rule)), dtype=bool)
        found = np.flatnonzero(hit[grid.owner] & now[grid.period]) + grid.base if grid.size else cells[0]
        cells.append(found)
        names += [str(rule.id)] * len(found)
    columns = np.concatenate(cells)
    count = len(columns)
    entries = Entries(np.arange(count, dtype=np.int32), columns, np.ones(count))
    rows = Grid([0] * count, [0] * count)
    return Rows(rows, (entries,), np.full(count, -np.inf), np.zeros(count), tuple(names))
