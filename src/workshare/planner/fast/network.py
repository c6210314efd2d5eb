"""A contracted model in arrays, as the compiled loops take it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

import numpy as np

from workshare.planner.backlogs import OWED
from workshare.planner.fast.kernels import Matrix, Net, Room
from workshare.planner.lags import Ints, Lag
from workshare.planner.model import Model, Problem

PACKED = ("capacity", "lane limit", "supply total", "supply rate", "licence")
"""Rules that bound sums of flows from above."""
FOLLOWED = frozenset({*PACKED, "balance", "nothing taken back"})
"""Rules that the fast strategy knows; where any other has rows, it is not for that programme."""


@dataclass(frozen=True, slots=True)
class Case:
    """A model that the fast strategy suits, with the weights of priorities, and as arrays."""

    model: Model
    problem: Problem
    weights: Mapping[int, float]
    net: Net

    def beginning(self) -> Room:
        """What is there without any flow, and the bounds of rows.

        After the last period of a balance there is all that anybody wants; before its first there is nothing.
        """
        first_row, rows = self.problem.rows["balance"]
        assert first_row == 0, "balances come first"
        periods = len(self.model.shrunk.periods)
        coming = -rows.lower
        for b in self.model.shrunk.backlogs:
            due = np.flatnonzero(b.due)
            coming[rows.grid.at(self.model.stock_number[b.stock], due)] += b.due[due]
        level = np.zeros((len(self.model.stocks), periods))
        if rows.grid.size:
            level[rows.grid.owner, rows.grid.period] = coming
        np.cumsum(level, axis=1, out=level)
        level[np.arange(periods)[None, :] > rows.grid.last[:, None]] = np.inf
        return Room(level, self.problem.row_upper.copy(), self.problem.upper)


def suits(model: Model, problem: Problem) -> bool:
    """Whether the fast strategy knows all that a model has: nothing whole, and no demand by itself.

    Lags are whole periods, and what is demanded goes nowhere else.
    """
    known = all(name in FOLLOWED or not rows.grid.size for name, (_, rows) in problem.rows.items())
    further = all(name == OWED or not grid.size for name, grid in model.columns.further.items())
    demanded = {b.stock for b in model.shrunk.backlogs}
    taken = {s for f in model.shrunk.flows for s, _ in f.takes}
    whole = all(_leads(lag, len(model.shrunk.periods)) is not None for lag in model.shrunk.tables)
    plain = not problem.integer.any() and not problem.lower.any() and not model.columns.serve.size
    return known and further and plain and whole and not (demanded & taken) and not model.columns.below.size


def _leads(lag: Lag, periods: int) -> Ints | None:
    """Into which period a lag leads from each one (-1: nowhere); None where it spreads over several."""
    counts = np.diff(lag.begin)
    if (counts > 1).any() or (lag.share != 1.0).any():
        return None
    found = np.full(periods, -1, dtype=np.int64)
    found[counts == 1] = lag.into
    return found


def network(model: Model, problem: Problem, matrix: Matrix) -> Net:
    """The flows of a model, in an order in which what is given at once is given before it is taken."""
    shrunk, number = model.shrunk, model.stock_number
    flow, count, periods = model.columns.flow, len(shrunk.flows), len(shrunk.periods)
    taken = [(n, s, v) for n, f in enumerate(shrunk.flows) for s, v in f.takes if s in number]
    takes = [(n, number[s], v, shrunk.draws.get((n, s), -1)) for n, s, v in taken]
    gives = [(n, number[s], v, shrunk.lags[n]) for n, f in enumerate(shrunk.flows) for s, v in f.gives if s in number]
    maps = [np.arange(periods), *(_leads(lag, periods) for lag in shrunk.tables)]
    packed = np.zeros(problem.matrix.shape[0], dtype=np.int64)
    for name in PACKED:
        first, rows = problem.rows[name]
        packed[first : first + rows.grid.size] = 1
    return Net(
        order=_order(model, takes, gives),
        first=flow.first.astype(np.int64),
        last=flow.last.astype(np.int64),
        origin=np.asarray(flow.at(np.arange(count), np.zeros(count, dtype=np.int64)), dtype=np.int64),
        take_begin=_begins(takes, count),
        take_stock=np.array([s for _, s, _, _ in takes], dtype=np.int64),
        take_quantity=np.array([v for _, _, v, _ in takes], dtype=float),
        take_map=np.array([t + 1 for _, _, _, t in takes], dtype=np.int64),
        give_begin=_begins(gives, count),
        give_stock=np.array([s for _, s, _, _ in gives], dtype=np.int64),
        give_quantity=np.array([v for _, _, v, _ in gives], dtype=float),
        give_map=np.array([t + 1 for _, _, _, t in gives], dtype=np.int64),
        maps=np.array(maps, dtype=np.int64).reshape(len(maps), periods),
        packed=packed,
        matrix=matrix,
    )


Link = tuple[int, int, float, int]
"""A flow, a stock, the quantity, and the number of a lag (-1: at once)."""


def _begins(links: list[Link], count: int) -> Ints:
    return np.searchsorted([n for n, *_ in links], np.arange(count + 1)).astype(np.int64)


def _order(model: Model, takes: list[Link], gives: list[Link]) -> Ints:
    """Flows so that those without a lag come before those that take what they give; if that goes round, by number."""
    shrunk = model.shrunk
    at_once: dict[int, list[int]] = {}
    for n, stock, _, _ in gives:
        if shrunk.flows[n].lead == 0:
            at_once.setdefault(stock, []).append(n)
    before: dict[int, set[int]] = {n: set() for n in range(len(shrunk.flows))}
    for n, stock, _, _ in takes:
        before[n] |= {k for k in at_once.get(stock, ()) if k != n}
    try:
        order = list(TopologicalSorter(before).static_order())
    except CycleError:
        order = list(before)
    return np.array(order, dtype=np.int64)
