"""What is set apart for deliveries under rules of shares: its columns, and that it is a part of the plan.

Names: X[k,f,p] what of flow f begun in p ends in deliveries of class k (for each output, and each arrival of what a
long period spreads), S[k,i,p] what of stock i at the end of p does, U[k,i,p] what of that which is there at the start
or comes in by itself does; x, s and serve are the plan's own.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np

from workshare.planner.blocks import Entries, Grid, Links, carried, diagonal, lagged, same_period
from workshare.planner.lags import Ints
from workshare.planner.model import Family, Model, Rows, no_rows
from workshare.planner.stocks import Stock

T = TypeVar("T", bound=Hashable)

STRAND, KEPT, GIVEN = "delivered strand", "delivered stock", "delivered beginning"


def strand_columns(model: Model) -> Family:
    """X: as long as its flow may start; nothing where it arrives too late to end in a delivery."""
    strands = model.delivered.strands
    windows = [model.shrunk.windows[s.flow] for _, s in strands]
    grid = Grid([w.first for w in windows], [w.last for w in windows])
    if not grid.size:
        return Family((), grid.first, grid.last)
    pieces = np.array([s.piece for _, s in strands])
    spans = [model.shrunk.stocks.get(s.into, (0, -1)) for _, s in strands]
    first, last = (np.array([span[n] for span in spans])[grid.owner] for n in (0, 1))
    arrives = model.delivered.pieces.arrives[pieces[grid.owner], grid.period]
    upper = np.where((first <= arrives) & (arrives <= last), np.inf, 0.0)
    names = tuple(f"{k} {model.shrunk.flows[s.flow].id}" for k, s in strands)
    return Family(names, grid.first, grid.last, upper)


def kept_columns(model: Model) -> Family:
    """S: nothing is left of it in the end."""
    spans = [model.shrunk.stocks[stock] for _, stock in model.delivered.kept]
    grid = Grid([a for a, _ in spans], [b for _, b in spans])
    upper = np.full(grid.size, np.inf)
    upper[grid.begin[1:] - 1] = 0.0
    return Family(tuple(f"{k} {s.item} {s.site}" for k, s in model.delivered.kept), grid.first, grid.last, upper)


def given_columns(model: Model) -> Family:
    """U: no more than there is."""
    given = model.delivered.given
    at = np.array([p for _, _, p, _ in given], dtype=np.int64)
    upper = np.array([quantity for _, _, _, quantity in given])
    return Family(tuple(f"{k} {s.item} {s.site}" for k, s, _, _ in given), at, at, upper)


def part_of_flows(model: Model) -> Rows:
    """The classes' parts of a flow are no more than it is:  sum over k of X[k,f,p] <= portion[f,p] · x[f,p]."""
    if not model.delivered.classes:
        return no_rows()
    strands, shrunk = model.delivered.strands, model.shrunk
    which, unique = _numbered([s for _, s in strands])
    windows = [shrunk.windows[s.flow] for s in unique]
    rows = Grid([w.first for w in windows], [w.last for w in windows])
    mine = same_period(rows, model.columns.further[STRAND], Links(which, _count(strands), np.ones(len(strands))))
    flows = np.array([s.flow for s in unique], dtype=np.int32)
    whole = same_period(rows, model.columns.flow, Links(_count(unique), flows, -np.ones(len(unique))))
    if rows.size:
        pieces = np.array([s.piece for s in unique])
        portion = model.delivered.pieces.portion[pieces[rows.owner], rows.period]
        whole = replace(whole, value=-portion[whole.row])
    return Rows(rows, (mine, whole), np.full(rows.size, -np.inf), np.zeros(rows.size))


def part_of_stocks(model: Model) -> Rows:
    """The classes' parts of a stock are no more than it holds:  sum over k of S[k,i,p] <= s[i,p]."""
    if not model.delivered.classes:
        return no_rows()
    kept, hold = model.delivered.kept, model.columns.hold
    which, unique = _numbered([stock for _, stock in kept])
    stocks = np.array([model.stock_number[s] for s in unique], dtype=np.int32)
    rows = Grid(hold.first[stocks], hold.last[stocks])
    mine = same_period(rows, model.columns.further[KEPT], Links(which, _count(kept), np.ones(len(kept))))
    whole = same_period(rows, hold, Links(_count(unique), stocks, -np.ones(len(unique))))
    return Rows(rows, (mine, whole), np.full(rows.size, -np.inf), np.zeros(rows.size))


def part_of_beginnings(model: Model) -> Rows:
    """The classes' parts of what is there or comes in are no more than that:  sum over k of U[k,i,p] <= given[i,p]."""
    if not model.delivered.classes:
        return no_rows()
    given = model.delivered.given
    which, unique = _numbered(_occurrences(given))
    rows = Grid([0] * len(unique), [0] * len(unique))
    cells = np.arange(len(given), dtype=np.int32) + np.int32(model.columns.further[GIVEN].base)
    most = np.zeros(len(unique))
    most[which] = [quantity for *_, quantity in given]
    return Rows(rows, (Entries(which, cells, np.ones(len(given))),), np.full(rows.size, -np.inf), most)


def delivered_balance(model: Model) -> Rows:
    """What comes into a class's part of a stock goes on or stays, and its deliveries are all that it ends in.

    S[k,i,p-1] + sum over f of gives[f,i] · (Λ X[k,f])[p] + U[k,i,p]
        = sum over f of weight[f] · takes[f,i] · X[k,f,p] + sum over d at i, in k in p, of serve[d,p] + S[k,i,p]
    """
    if not model.delivered.classes:
        return no_rows()
    found, columns = model.delivered, model.columns
    strand, kept, given = (columns.further[name] for name in (STRAND, KEPT, GIVEN))
    number = {key: n for n, key in enumerate(found.kept)}
    rows = Grid(kept.first, kept.last)
    gives, takes = [], []
    for n, (k, s) in enumerate(found.strands):
        if (k, s.into) in number:
            gives.append((number[k, s.into], n, s.per))
        takes += [(number[k, taken], n, -s.weight * v) for taken, v in model.shrunk.flows[s.flow].takes]
    begun = Links.of([(number[k, stock], n, 1.0) for n, (k, stock, _, _) in enumerate(found.given)])
    pieces = np.array([s.piece for _, s in found.strands], dtype=np.int64)
    entries = (
        lagged(rows, strand, Links.of(gives), pieces, found.pieces.table),
        same_period(rows, strand, Links.of(takes)),
        same_period(rows, given, begun),
        *_sinks(model, rows, number),
        diagonal(rows, kept, -1.0),
        carried(rows, kept),
    )
    return Rows(rows, entries, np.zeros(rows.size), np.zeros(rows.size))


def _sinks(model: Model, rows: Grid, number: dict[tuple[int, Stock], int]) -> list[Entries]:
    """The deliveries of each class, out of its part of the stock that they come from."""
    serve, found = model.columns.serve, model.delivered
    cells: Ints = np.flatnonzero(found.sink >= 0)
    if not len(cells):
        return []
    places = [Stock(d.item, d.site) for d, _, _ in model.shrunk.demands]
    thing = np.array([number[int(found.sink[c]), places[int(serve.owner[c])]] for c in cells], dtype=np.int32)
    at = rows.at(thing, serve.period[cells])
    return [Entries(at, cells + serve.base, -np.ones(len(cells)))]


def _occurrences(given: Sequence[tuple[int, Stock, int, float]]) -> list[tuple[Stock, int, int]]:
    """Each beginning by its stock, period, and how many of these its class has had before."""
    seen: dict[tuple[int, Stock, int], int] = {}
    keys = []
    for k, stock, p, _ in given:
        n = seen.get((k, stock, p), 0)
        seen[k, stock, p] = n + 1
        keys.append((stock, p, n))
    return keys


def _numbered(things: Sequence[T]) -> tuple[Ints, list[T]]:
    """Equal things numbered alike, in order of their first appearance."""
    number: dict[T, int] = {}
    which = np.array([number.setdefault(thing, len(number)) for thing in things], dtype=np.int32)
    return which, list(number)


def _count(things: Sequence[object]) -> Ints:
    return np.arange(len(things), dtype=np.int32)
