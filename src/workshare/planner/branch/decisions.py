"""What a search for a project's dates branches on, and how part decisions are rounded to a project that can be paid."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from workshare.planner.lags import Floats
from workshare.planner.model import Model, Problem
from workshare.planner.objective import Objective
from workshare.planner.rules.funds import PAY
from workshare.planner.rules.project import STARTED, STARTS, UNDONE

OWN_RULES = (
    "starts in order",
    "one mode",
    "order of steps",
    "not done",
    "spending",
    "fund",
    "money when voted",
)
"""The rules that a project keeps by itself, whatever is made."""
OWN_FAMILIES = (STARTED, STARTS, UNDONE, PAY)
"""The columns that are free while decisions are rounded; all others stay as they are."""
NODES = 200
"""So many nodes rounding may take."""
SLACK = 1e-6
"""What the amounts that stay as they are may lack or exceed through rounding."""
FORWARD = 0.01
"""By so much a decision that is as much made as not is rather made."""
WORTH = 3.0
"""So many decisions may be rounded otherwise for the heaviest column of a goal about the project."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """The whole-number columns of a project, the sums of them that say that an activity is done by a day, and rounding.

    ``groups`` are positions in ``whole``; a sum is over the modes of an activity, so it is 0 or 1.
    """

    whole: npt.NDArray[np.int32]
    groups: tuple[tuple[int, ...], ...]
    rounding: Rounding


def decisions_of(model: Model, problem: Problem) -> Decisions | None:
    """What to branch on; None where other things than starts are whole, for which this search is not made."""
    whole = np.flatnonzero(problem.integer).astype(np.int32)
    started = model.columns.further[STARTED]
    if not len(whole) or not ((started.base <= whole) & (whole < started.end)).all():
        return None
    position = {int(column): n for n, column in enumerate(whole)}
    sums: dict[tuple[int, ...], None] = {}
    for activity, days in model.deciding.finishes.items():
        for day in days:
            cells = [int(started.at(n, j)) for n, j in model.deciding.done_by(activity, day)]
            if len(cells) > 1 and all(cell in position for cell in cells):
                sums[tuple(sorted(position[cell] for cell in cells))] = None
    return Decisions(whole, tuple(sums), Rounding.of(model, problem, whole))


@dataclass(frozen=True, slots=True)
class Rounding:
    """The project alone: its own columns and the rows of its own rules, with everything else as it is."""

    columns: npt.NDArray[np.int32]
    others: npt.NDArray[np.int32]
    matrix: sp.csc_array
    outside: sp.csr_array
    """The entries of the other columns in the same rows."""
    lower: Floats
    upper: Floats
    row_lower: Floats
    row_upper: Floats
    whole: npt.NDArray[np.int32]
    """Positions of the whole numbers in ``columns``."""

    @staticmethod
    def of(model: Model, problem: Problem, whole: npt.NDArray[np.int32]) -> Rounding:
        """The project's own part of a problem."""
        none = np.zeros(0, dtype=np.int32)
        placed = [problem.rows[name] for name in OWN_RULES if name in problem.rows]
        rows = np.concatenate([none, *(np.arange(at, at + found.grid.size) for at, found in placed)])
        grids = [model.columns.further[name] for name in OWN_FAMILIES]
        columns = np.concatenate([none, *(np.arange(g.base, g.end) for g in grids)]).astype(np.int32)
        others = np.setdiff1d(np.arange(problem.matrix.shape[1], dtype=np.int32), columns)
        part = problem.matrix.tocsr()[rows]
        position = {int(column): n for n, column in enumerate(columns)}
        return Rounding(
            columns, others, part[:, columns].tocsc(), part[:, others].tocsr(), problem.lower[columns],
            problem.upper[columns], problem.row_lower[rows], problem.row_upper[rows],
            np.array([position[int(column)] for column in whole], dtype=np.int32),
        )  # fmt: skip

    def __call__(self, goal: Objective, x: Floats, lower: Floats, upper: Floats) -> Floats | None:
        """The whole decisions within bounds that are nearest to those of ``x`` and keep the project's own rules.

        minimise sum over decisions j of (1/2 - x[j] - FORWARD) · z[j], and for a goal about the project WORTH times its
        weights as shares of the largest; None where there are none.
        """
        cost = self._own(goal, len(x))
        cost *= WORTH / max(float(cost.max(initial=0.0)), 1e-9)
        cost[self.whole] += 0.5 - FORWARD - x[self.columns[self.whole]]
        return self._best(cost, x, lower, upper)

    def _own(self, goal: Objective, count: int) -> Floats:
        """The weights of a goal on the project's own columns."""
        weights = np.zeros(count)
        np.add.at(weights, goal.columns, goal.weights)
        return weights[self.columns]

    def further(self, goal: Objective, x: Floats, lower: Floats, upper: Floats) -> Floats | None:
        """A plan's decisions and those that may be added for a goal about the project; None for other goals.

        What is started is started no later, so that deliveries are no worse.
        """
        cost = self._own(goal, len(x))
        if not cost.any():
            return None
        begun = np.round(x[self.columns[self.whole]])
        return self._best(cost, x, np.maximum(begun, lower), np.maximum(begun, upper))

    def _best(self, cost: Floats, x: Floats, lower: Floats, upper: Floats) -> Floats | None:
        low, up = self.lower.copy(), self.upper.copy()
        low[self.whole], up[self.whole] = lower, upper
        given = self.outside @ np.maximum(x[self.others], 0.0)
        count, matrix = len(self.columns), self.matrix
        integer = np.zeros(count, dtype=np.int32)
        integer[self.whole] = 1
        highs = highspy.Highs()
        options = {"output_flag": False, "threads": 1, "random_seed": 1, "mip_max_nodes": NODES}
        for name, value in options.items():
            highs.setOptionValue(name, value)
        highs.passModel(
            count, matrix.shape[0], matrix.nnz, int(highspy.MatrixFormat.kColwise), int(highspy.ObjSense.kMinimize),
            0.0, cost, low, up, self.row_lower - given - SLACK, self.row_upper - given + SLACK,
            matrix.indptr.astype(np.int32), matrix.indices.astype(np.int32), matrix.data, integer,
        )  # fmt: skip
        highs.run()
        if highs.getInfo().primal_solution_status != int(highspy.SolutionStatus.kSolutionStatusFeasible):
            return None
        return np.asarray(np.round(np.array(highs.getSolution().col_value)[self.whole]))
