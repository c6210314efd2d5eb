"""Rules of lots: what is begun of an operation, or arrives of a supply, in a period is nothing or enough.

Names: x[o,p] what is begun of an operation (arrives of a supply) in p, over all its flows; begun[o,p] whether anything
is (0 or 1); lots[o,p] in how many multiples (whole).
"""

from __future__ import annotations

import numpy as np

from workshare.planner.blocks import Entries, Grid, Links, same_period, together
from workshare.planner.lags import Floats, Ints
from workshare.planner.limits import hours_at_most, most_runs
from workshare.planner.lots import BEGUN, LOTS, Lot, begun_in, multiples, switched
from workshare.planner.model import Family, Model, Rows, no_rows


def begun(model: Model) -> Family:
    """Whether anything is begun in a period: where there is a least lot, or setting up takes hours or money."""
    found = switched(model)
    return Family(tuple(x.name for x in found), *_span(found), upper=1.0, integer=True)


def counts(model: Model) -> Family:
    """In how many multiples of its size a lot is begun."""
    found = multiples(model)
    most = [np.floor(size / x.multiple + 1e-9) for x, size in zip(found, largest(model, found), strict=True)]
    return Family(tuple(x.name for x in found), *_span(found), upper=np.concatenate([[], *most]), integer=True)


def _span(found: tuple[Lot, ...]) -> tuple[Ints, Ints]:
    return np.array([x.first for x in found], dtype=np.int32), np.array([x.last for x in found], dtype=np.int32)


def largest(model: Model, found: tuple[Lot, ...]) -> list[Floats]:
    """The most that can be begun in each period of each lot: what is of use, and hours after set-up allow.

    most[p] = min(sum over its flows of most runs, min over r of (hours[r,p] - setup[r] · stretch[p]) / stretch[p]
        / hours per run)
    """
    if not found:
        return []
    cells = np.zeros(model.columns.flow.end)
    cells[model.columns.flow.cells] = most_runs(model)
    sizes = []
    for one in found:
        most = begun_in(model, one, cells)
        hours = {r: h for r, h in model.shrunk.flows[one.flows[0]].hours if h > 0 and r in one.setup}
        have = hours_at_most(model, tuple(hours))[:, one.first : one.last + 1]
        least_stretch, most_stretch = one.stretch(model)
        for there, (resource, each) in zip(have, hours.items(), strict=True):
            most = np.minimum(most, (there - one.setup[resource] * most_stretch) / least_stretch / each)
        sizes.append(np.maximum(most, 0.0))
    return sizes


def least_lot(model: Model) -> Rows:
    """What is begun is at least the least lot:  x[o,p] >= least[o] · begun[o,p]."""
    found = switched(model)
    if not found:
        return no_rows()
    return _against_begun(model, found, [np.full(x.last - x.first + 1, x.least) for x in found], at_least=True)


def largest_lot(model: Model) -> Rows:
    """Nothing is begun that is not set up:  x[o,p] <= most[o,p] · begun[o,p]."""
    found = switched(model)
    if not found:
        return no_rows()
    return _against_begun(model, found, largest(model, found), at_least=False)


def _against_begun(model: Model, found: tuple[Lot, ...], sizes: list[Floats], *, at_least: bool) -> Rows:
    rows = Grid(*_span(found))
    cells = np.arange(rows.size)
    begun = Entries(cells, cells + model.columns.further[BEGUN].base, -np.concatenate(sizes))
    entries = (_amounts(model, rows, found), begun)
    zero, free = np.zeros(rows.size), np.full(rows.size, np.inf)
    lower, upper = (zero, free) if at_least else (-free, zero)
    return Rows(rows, entries, lower, upper, tuple(x.name for x in found))


def multiple_lots(model: Model) -> Rows:
    """Lots come in whole multiples of their size:  x[o,p] = multiple[o] · lots[o,p]."""
    found = multiples(model)
    if not found:
        return no_rows()
    rows = Grid(*_span(found))
    size = np.array([x.multiple for x in found])[rows.owner]
    cells = np.arange(rows.size)
    entries = (_amounts(model, rows, found), Entries(cells, cells + model.columns.further[LOTS].base, -size))
    zero = np.zeros(rows.size)
    return Rows(rows, entries, zero, zero, tuple(x.name for x in found))


def _amounts(model: Model, rows: Grid, found: tuple[Lot, ...]) -> Entries:
    """x[o,p] in the row of each lot and period."""
    links = [(k, n, 1.0) for k, one in enumerate(found) for n in one.flows]
    return same_period(rows, model.columns.flow, Links.of(links)) if links else together([])
