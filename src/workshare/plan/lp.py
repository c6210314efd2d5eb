"""The solver, behind one door: HiGHS takes the arrays as they are and answers for one goal after another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt

from workshare.plan.lags import Floats, Ints
from workshare.plan.model import Problem

SIMPLEX_UP_TO = 20_000
"""Columns up to which the first goal goes to the simplex method; beyond, interior point with crossover."""


class NoPlan(Exception):  # noqa: N818 - it says what happened: there is no plan
    """No plan meets the rules; the message says in which goal this came out."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How hard to try: the relative gap at which a whole-number search may stop, and the most nodes it visits.

    Goals that only settle ties (``tie_gap``, ``tie_nodes``) may stop sooner. Effort is counted in nodes and not in
    seconds, so that the same input gives the same plan on any machine.
    """

    gap: float = 1e-6
    nodes: int = 20_000
    tie_gap: float = 1e-2
    tie_nodes: int = 50
    threads: int = 1


@dataclass(frozen=True, slots=True)
class Objective:
    """A goal as a linear function of the columns: constant + sum of weight · x."""

    columns: Ints
    weights: Floats
    constant: float = 0.0

    def value(self, x: Floats) -> float:
        """What it comes to."""
        return float(self.constant + self.weights @ x[self.columns])


@dataclass(frozen=True, slots=True)
class Answer:
    """The best found: its columns, its value, and a bound that no plan can beat."""

    x: Floats
    value: float
    bound: float
    optimal: bool


@dataclass(frozen=True, slots=True)
class Marginals:
    """Dual values at a goal: of every row, of every column (what its bound costs), and of the goals held by name."""

    rows: Floats
    columns: Floats
    held: Mapping[str, float]


class Solver:
    """One problem, minimised for one goal after another; every goal held stays a row of the problem."""

    def __init__(self, problem: Problem, settings: Settings) -> None:
        self.problem = problem
        self.settings = settings
        self.whole = bool(problem.integer.any())
        self._x: Floats | None = None
        self._runs = 0
        self._held: list[str] = []
        matrix = problem.matrix
        highs = highspy.Highs()
        self._highs = highs
        options = {
            "output_flag": False,
            "threads": settings.threads,
            "random_seed": 1,
            "mip_abs_gap": 1e-6,
            "mip_feasibility_tolerance": 1e-7,
        }
        for name, value in options.items():
            highs.setOptionValue(name, value)
        rows, columns = matrix.shape
        highs.passModel(
            columns,
            rows,
            matrix.nnz,
            int(highspy.MatrixFormat.kColwise),
            int(highspy.ObjSense.kMinimize),
            0.0,
            np.zeros(columns),
            problem.lower,
            problem.upper,
            problem.row_lower,
            problem.row_upper,
            matrix.indptr.astype(np.int32),
            matrix.indices.astype(np.int32),
            matrix.data,
            problem.integer.astype(np.int32),
        )

    def minimise(self, goal: Objective, *, tie: bool = False) -> Answer:
        """The least value of a goal among all plans that keep the goals held so far; raises NoPlan."""
        self._set_costs(goal)
        self._highs.setOptionValue("mip_rel_gap", self.settings.tie_gap if tie else self.settings.gap)
        self._highs.setOptionValue("mip_max_nodes", self.settings.tie_nodes if tie else self.settings.nodes)
        self._run()
        return self._answer(goal)

    def hold(self, goal: Objective, limit: float, name: str) -> None:
        """From now on the goal stays at ``limit`` or below."""
        self._held.append(name)
        self._highs.addRow(-highspy.kHighsInf, limit - goal.constant, len(goal.columns), goal.columns.astype(np.int32), goal.weights)

    def marginals(self, goal: Objective) -> Marginals:
        """The dual value of every row of the problem, of every column and of every goal held, for a goal.

        Whole numbers are fixed as they stand in the last answer.
        """
        fixed = np.flatnonzero(self.problem.integer).astype(np.int32)
        highs = self._highs
        self._set_costs(goal)
        if self.whole and self._x is not None:
            at = np.round(self._x[fixed])
            highs.changeColsIntegrality(len(fixed), fixed, np.zeros(len(fixed), dtype=np.uint8))
            highs.changeColsBounds(len(fixed), fixed, at, at)
        self._run()
        solution = highs.getSolution()
        duals = np.array(solution.row_dual)
        count = self.problem.matrix.shape[0]
        held = dict(zip(self._held, duals[count:].tolist(), strict=True))
        found = Marginals(duals[:count], np.array(solution.col_dual), held)
        if self.whole:
            integer = np.ones(len(fixed), dtype=np.uint8)
            highs.changeColsBounds(len(fixed), fixed, self.problem.lower[fixed], self.problem.upper[fixed])
            highs.changeColsIntegrality(len(fixed), fixed, integer)
        return found

    def _set_costs(self, goal: Objective) -> None:
        count = self.problem.matrix.shape[1]
        cost = np.zeros(count)
        np.add.at(cost, goal.columns, goal.weights)
        self._highs.changeColsCost(count, np.arange(count, dtype=np.int32), cost)

    def _run(self) -> None:
        highs = self._highs
        first = self._runs == 0
        self._runs += 1
        large = self.problem.matrix.shape[1] > SIMPLEX_UP_TO
        highs.setOptionValue("solver", "ipm" if first and large and not self.whole else "simplex" if not self.whole else "choose")
        if self.whole:
            if self._x is not None:
                start = highspy.HighsSolution()
                start.col_value = list(self._x)
                highs.setSolution(start)
        elif not first:
            highs.setOptionValue("simplex_strategy", 4)  # primal: after a change of costs the last plan is still feasible
        highs.run()

    def _answer(self, goal: Objective) -> Answer:
        highs = self._highs
        status = highs.getModelStatus()
        info = highs.getInfo()
        feasible = info.primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible)
        if not feasible or status in {highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnbounded}:
            raise NoPlan(highs.modelStatusToString(status))
        x = np.array(highs.getSolution().col_value)
        self._x = x
        value = goal.value(x)
        optimal = status == highspy.HighsModelStatus.kOptimal
        bound = value
        if self.whole:
            bound = min(value, float(info.mip_dual_bound) + goal.constant)
        return Answer(x, value, bound, optimal)


def fresh(columns: npt.ArrayLike, weights: npt.ArrayLike, constant: float = 0.0) -> Objective:
    """An objective from anything that looks like arrays."""
    return Objective(np.asarray(columns, dtype=np.int64), np.asarray(weights, dtype=float), constant)
