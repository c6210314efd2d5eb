"""The same problem on fewer periods: what is known of several periods together is where the finer search begins."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from workshare.planner.blocks import Grid
from workshare.planner.fast.kernels import Box, Matrix, Point, Steps, descend
from workshare.planner.lags import Floats, Ints
from workshare.planner.model import Model, Problem

ENDLESS = 1e15
"""What takes the place of no bound."""
LENGTH = 200
"""The steps in each round."""
FINE, MIDDLE, COARSE = 3, 5, 6
"""Rounds on single periods, on two taken together, and on more, in a plan of ``USUAL`` periods."""
USUAL = 80
"""Periods for which the rounds were chosen; what is known travels from period to period, so they grow as its square."""


def rounds(periods: int) -> Iterator[tuple[int, int]]:
    """How many periods are taken together, coarse first, and the rounds of each."""
    times = max(1.0, (periods / USUAL) ** 2)
    together = 4 * 2 ** round(math.log2(times))
    while together:
        yield together, round(times * {1: FINE, 2: MIDDLE}.get(together, COARSE))
        together //= 2


@dataclass(frozen=True, slots=True)
class Groups:
    """To which group every column and row belongs, when so many periods are taken together."""

    column: Ints
    row: Ints
    columns: int
    rows: int


def near_best(model: Model, problem: Problem, cost: Floats) -> tuple[Floats, Floats]:
    """Columns and prices of rows that are nearly the best, and nearly keep the rows.

    The search begins with several periods taken together, from nothing; each finer one begins where the last one ended.
    How many steps it takes is fixed, so that the same problem gives the same numbers.
    """
    x, y, weight = np.zeros(len(problem.lower)), np.zeros(len(problem.row_lower)), 0.0
    for together, count in rounds(len(model.shrunk.periods)):
        groups = _groups(model, problem, together)
        coarse, wide, tall = _together(problem, groups)
        matrix, box, steps = arrays(coarse, wide.T @ cost)
        weight = weight or _first_weight(box)
        some_x = np.clip(_means(wide.T, x), box.lower, box.upper)
        some_y = _means(tall, y)
        weight = descend(matrix, box, steps, Point(some_x, some_y), (weight, count, LENGTH))
        x, y = np.asarray(wide @ some_x), np.asarray(tall.T @ some_y)
    return x, y


def _sizes(members: sp.csc_array | sp.csr_array) -> Floats:
    return np.asarray(members.sum(axis=0), dtype=float).ravel()


def _means(members: sp.csr_array, values: Floats) -> Floats:
    """The mean of each group, of which a row has the members."""
    return np.asarray(members @ values, dtype=float).ravel() / _sizes(members.T)


def _groups(model: Model, problem: Problem, together: int) -> Groups:
    """Columns and rows of one thing belong together where their periods do."""
    columns = model.columns
    every = (columns.flow, columns.hold, columns.serve, columns.left, columns.short, columns.below, columns.ships)
    column = list(_numbered((*every, *columns.further.values()), together))
    row = list(_numbered((rows.grid for _, rows in problem.rows.values()), together))
    none = np.zeros(0, dtype=np.int64)
    by_column, by_row = np.concatenate([none, *column]), np.concatenate([none, *row])
    return Groups(by_column, by_row, int(by_column.max(initial=-1)) + 1, int(by_row.max(initial=-1)) + 1)


def _numbered(grids: Iterator[Grid] | tuple[Grid, ...], together: int) -> Iterator[Ints]:
    """The group of each cell, grid after grid: every thing has one for each run of periods in which it has cells."""
    at = 0
    for grid in grids:
        if not grid.size:
            continue
        run = grid.period // together
        new = np.ones(grid.size, dtype=bool)
        new[1:] = (run[1:] != run[:-1]) | (grid.owner[1:] != grid.owner[:-1])
        numbers = np.cumsum(new) - 1 + at
        at = int(numbers[-1]) + 1
        yield numbers


def _together(problem: Problem, groups: Groups) -> tuple[Problem, sp.csc_array, sp.csr_array]:
    """The problem in groups: rows are added up, columns of a group are alike.

    A sum of balances balances the whole run; stock and what is owed count as they are at its end. With the problem come
    the matrices that spread columns over their periods, and that add up rows.
    """
    columns, rows = len(groups.column), len(groups.row)
    wide = sp.csc_array((np.ones(columns), (np.arange(columns), groups.column)), shape=(columns, groups.columns))
    tall = sp.csr_array((np.ones(rows), (groups.row, np.arange(rows))), shape=(groups.rows, rows))
    ends = np.zeros(groups.columns, dtype=np.int64)
    ends[groups.column] = np.arange(columns)  # the last cell of each group stays
    upper = np.where(np.isfinite(problem.upper), problem.upper, ENDLESS)
    matrix = (tall @ problem.matrix @ wide).tocsc()
    matrix.eliminate_zeros()
    coarse = Problem(
        matrix=matrix,
        lower=_means(wide.T, problem.lower),
        upper=np.maximum(upper[ends], _means(wide.T, upper)),
        row_lower=tall @ np.where(np.isfinite(problem.row_lower), problem.row_lower, -ENDLESS),
        row_upper=tall @ np.where(np.isfinite(problem.row_upper), problem.row_upper, ENDLESS),
        integer=np.zeros(groups.columns, dtype=bool),
    )
    return coarse, wide, tall


def arrays(problem: Problem, cost: Floats) -> tuple[Matrix, Box, Steps]:
    """A problem as the compiled loops take it, with the step of each column and row."""
    by_column, by_row = problem.matrix, problem.matrix.tocsr()
    matrix = Matrix(
        _numbers(by_column.indptr), _numbers(by_column.indices), by_column.data,
        _numbers(by_row.indptr), _numbers(by_row.indices), by_row.data,
    )  # fmt: skip
    size = abs(by_column)
    steps = Steps(1.0 / np.maximum(_sizes(size), 1e-9), 1.0 / np.maximum(_sizes(size.T), 1e-9))
    return matrix, Box(cost, problem.lower, problem.upper, problem.row_lower, problem.row_upper), steps


def _numbers(index: Ints) -> Ints:
    """Numbers that are never negative, so that compiled loops need not look."""
    return index.astype(np.uint32)  # type: ignore[return-value]


def _first_weight(box: Box) -> float:
    """How much rows weigh against columns before anything is known: the mean cost to the mean of what rows ask for."""
    asked = np.abs(box.row_upper[(box.row_upper != 0.0) & (np.abs(box.row_upper) < ENDLESS)])
    costs = box.cost[box.cost > 0.0]
    return float(costs.mean() / asked.mean()) if len(costs) and len(asked) else 1.0
