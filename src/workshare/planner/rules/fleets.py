"""Rules of fleets: so many units fail, and what is in service is held against what is wanted.

Names: s[f,p] units of fleet f in service at the end of p, fail[f,p] those that fail in p, lacking[f,p] those that lack
to what is wanted. What goes into service and what comes back are flows like any other: a stock balances.
"""

from __future__ import annotations

import numpy as np

from workshare.planner.blocks import Entries, Grid, Links, diagonal, same_period
from workshare.planner.fleets import LACKING, failing, in_service, wanted
from workshare.planner.model import Family, Model, Rows, no_rows
from workshare.planner.network import FlowKind


def lacking(model: Model) -> Family:
    """What each fleet lacks to what is wanted, in the periods in which it is wanted."""
    shrunk, spans = model.shrunk, []
    for fleet in model.programme.fleets:
        _, days = wanted(model.programme, fleet, shrunk.periods, shrunk.network.today)
        some = np.flatnonzero(days)
        spans.append((int(some[0]), int(some[-1])) if len(some) else (1, 0))
    first_last = np.array(spans, dtype=np.int32).reshape(len(spans), 2)
    return Family(tuple(f.id for f in model.programme.fleets), first_last[:, 0], first_last[:, 1])


def failures(model: Model) -> Rows:
    """Of the units in service at the end of the period before, a share fails, in proportion to the days.

    fail[f,p] = min(1, rate[f] · days[p]) · s[f,p-1],  s before the plan's day = units in service at the start
    """
    shrunk, hold = model.shrunk, model.columns.hold
    if not model.programme.fleets:
        return no_rows()
    table = {f.id: f for f in model.programme.fleets}
    flows = [(n, table[f.id]) for n, f in enumerate(shrunk.flows) if f.kind is FlowKind.FAIL]  # type: ignore[index]
    windows = [shrunk.windows[n] for n, _ in flows]
    rows = Grid([w.first for w in windows], [w.last for w in windows])
    links = [(k, n, 1.0) for k, (n, _) in enumerate(flows)]
    entries = [same_period(rows, model.columns.flow, Links.of(links))] if links else []
    right = np.zeros(rows.size)
    for k, (_, fleet) in enumerate(flows):
        share = failing(fleet, shrunk.periods, shrunk.network.today)
        stock = model.stock_number[in_service(fleet)]
        first, last = int(rows.first[k]), int(rows.last[k])
        right[int(rows.at(k, first))] = share[first] * fleet.at_start
        later = np.arange(first + 1, last + 1)
        entries.append(Entries(rows.at(k, later), hold.at(stock, later - 1), -share[later]))
    return Rows(rows, tuple(entries), right, right, tuple(fleet.id for _, fleet in flows))


def kept_in_service(model: Model) -> Rows:
    """What lacks is what is wanted less what is in service:  s[f,p] + lacking[f,p] >= availability[f] · quantity[f]."""
    shrunk, grid = model.shrunk, model.columns.further[LACKING]
    rows = Grid(grid.first, grid.last)
    fleets = model.programme.fleets
    links = [(k, model.stock_number[in_service(fleet)], 1.0) for k, fleet in enumerate(fleets)]
    entries = (same_period(rows, model.columns.hold, Links.of(links)), diagonal(rows, grid)) if links else ()
    units = np.array([wanted(model.programme, f, shrunk.periods, shrunk.network.today)[0] for f in fleets])
    least = units[rows.owner] if rows.size else np.zeros(0)
    return Rows(rows, entries, least, np.full(rows.size, np.inf), tuple(f.id for f in fleets))
