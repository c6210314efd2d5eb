"""Sparse blocks: ragged grids of (thing, period) cells, and lagged links between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.sparse as sp

from workshare.planner.lags import Floats, Ints, Lag


class Grid:
    """Cells (k, p) for things k = 0 … n-1, each over its own run of periods, numbered one after another.

    ``base`` is the number of the first cell, in the columns or the rows of the whole matrix.
    """

    def __init__(self, first: Sequence[int] | Ints, last: Sequence[int] | Ints, base: int = 0) -> None:
        self.first = np.asarray(first, dtype=np.int32)
        self.last = np.asarray(last, dtype=np.int32)
        self.base = base
        lengths = np.maximum(self.last - self.first + 1, 0)
        self.begin = np.zeros(len(lengths) + 1, dtype=np.int32)
        np.cumsum(lengths, out=self.begin[1:])
        self.origin = self.begin[:-1] - self.first + np.int32(base)  # the number that each thing's period 0 would have

    @property
    def size(self) -> int:
        """The number of cells."""
        return int(self.begin[-1])

    @property
    def end(self) -> int:
        """The number after the last cell's."""
        return self.base + self.size

    @cached_property
    def owner(self) -> Ints:
        """The thing of each cell."""
        return np.repeat(np.arange(len(self.first), dtype=np.int32), np.diff(self.begin))

    @cached_property
    def period(self) -> Ints:
        """The period of each cell."""
        return np.arange(self.base, self.end, dtype=np.int32) - self.origin[self.owner]

    @property
    def cells(self) -> slice:
        """The numbers of all cells."""
        return slice(self.base, self.end)

    def has(self, thing: int, period: int) -> bool:
        """Whether there is such a cell."""
        return bool(self.first[thing] <= period <= self.last[thing])

    def at(self, thing: int | Ints, period: int | Ints) -> Ints:
        """The numbers of cells that exist."""
        return np.asarray(self.origin[thing] + period)

    def cells_of(self, things: Ints) -> tuple[Ints, Ints]:
        """The numbers of the cells of some things one after another, and which of the things each belongs to."""
        cells, counts = _runs(self.begin[things], self.begin[things + 1])
        return cells + np.int32(self.base), np.repeat(np.arange(len(counts), dtype=np.int32), counts)

    def of(self, thing: int) -> slice:
        """The numbers of one thing's cells."""
        return slice(self.base + int(self.begin[thing]), self.base + int(self.begin[thing + 1]))


@dataclass(frozen=True, slots=True)
class Entries:
    """Matrix entries as row, column and value."""

    row: Ints
    column: Ints
    value: Floats


LINK = np.dtype([("row", np.int32), ("column", np.int32), ("value", np.float64)])


@dataclass(frozen=True, slots=True)
class Links:
    """Pairs (row thing, column thing) with a coefficient."""

    row: Ints
    column: Ints
    value: Floats

    @staticmethod
    def of(pairs: Iterable[tuple[int, int, float]]) -> Links:
        """Links from (row thing, column thing, coefficient) one after another; they need not lie in a list."""
        found = np.fromiter(pairs, dtype=LINK)
        return Links(*(np.ascontiguousarray(found[name]) for name in ("row", "column", "value")))


class LagTable:
    """All lags of a model end to end, so that one call expands links of every lag."""

    def __init__(self, lags: Sequence[Lag]) -> None:
        offset = np.cumsum([0, *(len(lag.into) for lag in lags)])
        none = np.zeros(0, dtype=np.int32)
        periods = np.arange(len(lags[0].begin) - 1 if lags else 0, dtype=np.int32)
        begin = [lag.begin + offset[n] for n, lag in enumerate(lags)]
        self.begin = np.array(begin, dtype=np.int32).reshape(len(lags), len(periods) + 1)
        self.into = np.concatenate([none, *(lag.into for lag in lags)], dtype=np.int32)
        self.share = np.concatenate([np.zeros(0), *(lag.share for lag in lags)])
        self.start = np.concatenate([none, *(np.repeat(periods, np.diff(lag.begin)) for lag in lags)])


def _runs(begin: Ints, end: Ints) -> tuple[Ints, Ints]:
    """The numbers begin … end-1 of each pair one after another, and how many each pair has."""
    counts = np.maximum(end - begin, 0)
    until = np.cumsum(counts)
    shift = np.asarray(begin - until + counts, dtype=np.int32)
    return np.arange(until[-1] if len(until) else 0, dtype=np.int32) + np.repeat(shift, counts), counts


def lagged(rows: Grid, columns: Grid, links: Links, lag: Ints, table: LagTable) -> Entries:
    """The block  sum over links of value · (row thing, column thing) ⊗ Λ^lag,  cut to the cells that exist.

    ``lag`` is the lag of each column thing.
    """
    return drawn(rows, columns, links, lag[links.column], table)


def drawn(rows: Grid, columns: Grid, links: Links, which: Ints, table: LagTable) -> Entries:
    """The same with a lag for each link; it may lead into an earlier period."""
    first, last = columns.first[links.column], columns.last[links.column]
    k, counts = _runs(table.begin[which, first], table.begin[which, last + 1])
    into = table.into[k]
    row = np.repeat(rows.origin[links.row], counts) + into
    column = np.repeat(columns.origin[links.column], counts) + table.start[k]
    value = np.repeat(links.value, counts) * table.share[k]
    inside = np.repeat(rows.first[links.row], counts) <= into
    inside &= into <= np.repeat(rows.last[links.row], counts)
    return Entries(row, column, value) if inside.all() else Entries(row[inside], column[inside], value[inside])


def same_period(rows: Grid, columns: Grid, links: Links, scale: Floats | None = None) -> Entries:
    """The block  sum over links of value · (row thing, column thing) ⊗ I;  ``scale`` multiplies each column cell."""
    first = np.maximum(columns.first[links.column], rows.first[links.row])
    last = np.minimum(columns.last[links.column], rows.last[links.row])
    period, counts = _runs(first, last + 1)
    column = np.repeat(columns.origin[links.column], counts) + period
    value = np.repeat(links.value, counts)
    if scale is not None:
        value *= scale[column - columns.base]
    return Entries(np.repeat(rows.origin[links.row], counts) + period, column, value)


def diagonal(rows: Grid, columns: Grid, value: float = 1.0) -> Entries:
    """The block  value · I ⊗ I  between two grids of the same cells."""
    cells = np.arange(rows.size, dtype=np.int32)
    return Entries(cells + np.int32(rows.base), cells + np.int32(columns.base), np.full(rows.size, value))


def carried(rows: Grid, columns: Grid, value: float = 1.0) -> Entries:
    """The block  value · I ⊗ shift  between two grids of the same cells: the period before, in this period's row."""
    some = rows.last >= rows.first
    cells = np.delete(np.arange(rows.size, dtype=np.int32), rows.begin[:-1][some])
    return Entries(cells + np.int32(rows.base), cells + np.int32(columns.base - 1), np.full(len(cells), value))


def together(parts: Sequence[Entries]) -> Entries:
    """Several blocks as one."""
    none = np.zeros(0, dtype=np.int32)
    row = np.concatenate([none, *(part.row for part in parts)], dtype=np.int32)
    column = np.concatenate([none, *(part.column for part in parts)], dtype=np.int32)
    return Entries(row, column, np.concatenate([np.zeros(0), *(part.value for part in parts)]))


def assemble(blocks: Sequence[tuple[int, Entries]], rows: int, columns: int) -> sp.csc_array:
    """All entries, each block from its first row on, as one compressed matrix; entries of one cell are added up."""
    count = sum(len(block.row) for _, block in blocks)
    row, column, value = np.empty(count, dtype=np.int32), np.empty(count, dtype=np.int32), np.empty(count)
    begin = 0
    for at, block in blocks:
        end = begin + len(block.row)
        np.add(block.row, at, out=row[begin:end], casting="unsafe")
        column[begin:end] = block.column
        value[begin:end] = block.value
        begin = end
    return sp.coo_array((value, (row, column)), shape=(rows, columns)).tocsc()
