"""The solver, behind one door: HiGHS takes the arrays as they are and answers for one goal after another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from enum import Enum
from typing import ClassVar

import highspy
import numpy as np
import numpy.typing as npt

from workshare.planner.bounds import Bounds
from workshare.planner.branch.memory import Place
from workshare.planner.lags import Floats, Ints
from workshare.planner.model import Problem
from workshare.planner.objective import Answer, Marginals, NoPlan, Objective, OutOfTime, fresh
from workshare.planner.options import options
from workshare.planner.patience import Patience
from workshare.planner.settings import Settings

SIMPLEX_UP_TO = 20_000
"""Columns up to which linear goals go to the simplex method; beyond, to interior point with crossover."""
ALMOST = 1e-5
"""What a count may lack of a whole number through rounding."""
LOOSE = 1e-5
"""What a goal held as a row in a search for whole numbers may lose: less, and presolve finds none at all."""
SMALL = 1e-6
"""So much of a column is rounding: a goal held as a row may lose that of its heaviest one."""


class _Start(Enum):
    """The linear problems of a search for whole numbers, each of which may begin where the last of its kind ended."""

    FREE = "all numbers divisible"
    COUNTS = "whole numbers fixed"
    BOUND = "all numbers divisible, for the same goal"


class Solver:
    """One problem, minimised for one goal after another; every goal held stays a row of the problem.

    Of ``start`` the whole numbers are tried first.
    """

    simplex_up_to: ClassVar[int] = SIMPLEX_UP_TO

    def __init__(self, problem: Problem, settings: Settings, start: Floats | None = None) -> None:
        self.problem = problem
        self.settings = settings
        self.whole = bool(problem.integer.any())
        self._large = problem.matrix.shape[1] > self.simplex_up_to
        self._x: Floats | None = None
        self._start = start if self.whole else None
        self._solved = False
        self.place: Place | None = None
        """Where linear problems may begin; only a search of our own looks there."""
        self._held: list[tuple[str, Objective, float]] = []
        self._rows: list[str] = []
        self._bases: dict[_Start, highspy.HighsBasis] = {}
        self._bounds = Bounds.of(problem)
        matrix = problem.matrix
        highs = highspy.Highs()
        self._highs = highs
        highs.setOptionValue("threads", settings.threads)
        if settings.patience is not None:
            _watch(highs, settings.patience)
        for name, value in options(problem, large=self._large).items():
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

    def minimise(self, goal: Objective, *, tie: bool = False, idle: Ints | None = None) -> Answer:
        """The least value of a goal among all plans that keep the goals held so far; raises NoPlan.

        ``idle`` are columns that may be 0 for this goal without loss; a search for whole numbers has them at 0, which
        leaves it a much smaller problem.
        """
        self._highs.setOptionValue("mip_rel_gap", self.settings.tie_gap if tie else self.settings.gap)
        self._highs.setOptionValue("mip_max_nodes", self.settings.tie_nodes if tie else self.settings.nodes)
        self._set_costs(goal)
        self._bases.pop(_Start.BOUND, None)
        if not self.whole or idle is None or not len(idle):
            return self._least(goal)
        columns, upper = idle.astype(np.int32), self._bounds.upper[idle]
        self._bounds.upper[columns] = 0.0
        self._push_columns(columns)
        try:
            return self._least(goal)
        finally:
            self._bounds.upper[columns] = upper
            self._push_columns(columns)

    def _least(self, goal: Objective) -> Answer:
        if self.whole:
            easy = self._without_search(goal)
            if easy is not None:
                return easy
        self._run()
        if self._failed() and self._held:
            self._loosen()
            self._run()
        if self._failed() and self._x is not None:  # the last plan keeps all goals held, so there is a plan
            return Answer(self._x, goal.value(self._x), goal.constant, optimal=False)
        answer = self._answer(goal)
        return self._exact(goal, answer) if self.whole else answer

    def _exact(self, goal: Objective, answer: Answer) -> Answer:
        """The answer of a search with its counts made exactly whole, lest rounding be held against later goals."""
        with self._divisible() as whole:
            exact = self._with_counts(goal, whole, answer.x)
        if exact is None:
            return answer
        self._x = exact.x
        return replace(exact, bound=min(answer.bound, exact.value), optimal=answer.optimal)

    def _without_search(self, goal: Objective) -> Answer | None:
        """The answer where a few linear problems give it, and otherwise a good start for the search.

        Without whole numbers the goal has a bound; the last plan's whole numbers, or those of the bound rounded
        down (counts of finished runs may always be lower), often reach it.
        """
        with self._divisible() as whole:
            tried = self._start if self._x is None else self._x
            best = self._with_counts(goal, whole, tried) if tried is not None else None
            if best is None or not self._close(best.value, goal.constant):
                relaxed = self._linear(goal)
                bound = relaxed.value if relaxed else -np.inf
                if relaxed and not (best and self._close(best.value, bound)):
                    rounded = self._with_counts(goal, whole, relaxed.x)
                    best = min(filter(None, (best, rounded)), key=lambda a: a.value, default=None)
                best = replace(best, bound=min(bound, best.value)) if best else None
        self._x = best.x if best else self._x
        return best if best and self._close(best.value, best.bound) else None

    def _with_counts(self, goal: Objective, whole: npt.NDArray[np.int32], x: Floats) -> Answer | None:
        """The best linear plan with whole numbers as in ``x``, rounded down; None if there is none."""
        b = self._bounds
        at = np.clip(np.floor(x[whole] + ALMOST), b.lower[whole], b.upper[whole])
        self._highs.changeColsBounds(len(whole), whole, at, at)
        found = self._linear(goal, _Start.COUNTS)
        self._highs.changeColsBounds(len(whole), whole, b.lower[whole], b.upper[whole])
        return found

    def _linear(self, goal: Objective, start: _Start = _Start.FREE) -> Answer | None:
        """The answer without search, as the bounds are; None if there is none.

        Large problems go to interior point: from where a search has left it, the simplex method may take a minute.
        """
        highs = self._highs
        highs.setOptionValue("solver", "ipm" if self._large else "simplex")
        if self._large:
            highs.clearSolver()
        else:
            self._begin_at(start)
        self._go()
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        if not self._large:
            self._bases[start] = highs.getBasis()
            if start is _Start.FREE:
                self._bases[_Start.BOUND] = self._bases[start]
        x = np.array(highs.getSolution().col_value)
        return Answer(x, goal.value(x), goal.constant, optimal=True)

    def _begin_at(self, start: _Start) -> None:
        """Begin where the last problem of its kind has ended; with counts fixed, at this goal's bound if it has one."""
        highs = self._highs
        at = self._bases.get(_Start.BOUND if start is _Start.COUNTS and _Start.BOUND in self._bases else start)
        highs.setOptionValue("simplex_strategy", 1 if at is None else 0)  # 0: primal where the start is feasible
        if at is not None:
            new = highs.getNumRow() - len(at.row_status)
            if new:
                at.row_status = [*at.row_status, *[highspy.HighsBasisStatus.kBasic] * new]
            highs.setBasis(at)

    def _close(self, value: float, bound: float) -> bool:
        return value - bound <= max(1e-9, self.settings.gap * abs(value))

    def hold(self, goal: Objective, limit: float, name: str) -> None:
        """From now on the goal stays at ``limit`` or below; to be called right after it was minimised.

        A linear problem is narrowed to the face of all plans that are as good: those in which every column with a
        reduced cost, and every row with a dual value, stays at its bound (complementary slackness). That makes the
        problem smaller from goal to goal, where a row of the goal's weights would make it dense. With whole numbers
        the goal becomes such a row.
        """
        self._held.append((name, goal, limit))
        if self.whole:
            self._add_row(name, goal, limit)
        elif not self._out_of_time():
            solution = self._highs.getSolution()
            self._push(*self._bounds.narrow(np.array(solution.col_dual), np.array(solution.row_dual)))

    def hold_at_best(self, goal: Objective, name: str) -> None:
        """A goal of weights above 0 that the last plan has at its constant keeps all its columns at 0 from now on."""
        self._held.append((name, goal, goal.constant))
        columns = goal.columns[goal.weights > 0].astype(np.int32)
        self._bounds.upper[columns] = 0.0
        self._push_columns(columns)

    def keep_below(self, column: int, limit: float, name: str) -> None:
        """One column stays at ``limit`` or below from now on."""
        self._held.append((name, fresh([column], [1.0]), limit))
        self._bounds.upper[column] = limit
        self._push_columns(np.array([column], dtype=np.int32))

    def _push(self, columns: npt.NDArray[np.int32], rows: npt.NDArray[np.int32]) -> None:
        b = self._bounds
        self._push_columns(columns)
        self._highs.changeRowsBounds(len(rows), rows, b.row_lower[rows], b.row_upper[rows])  # type: ignore[attr-defined]

    def _push_columns(self, columns: npt.NDArray[np.int32]) -> None:
        b = self._bounds
        self._highs.changeColsBounds(len(columns), columns, b.lower[columns], b.upper[columns])

    def _add_row(self, name: str, goal: Objective, limit: float) -> None:
        index = goal.columns.astype(np.int32)
        loose = max(LOOSE * max(1.0, abs(limit) / 1000), SMALL * float(goal.weights.max(initial=0.0)))
        self._highs.addRow(-highspy.kHighsInf, limit + loose - goal.constant, len(index), index, goal.weights)
        self._rows.append(name)

    def _loosen(self) -> None:
        """Rounding has narrowed the face to nothing: go back to the whole problem, with the goals held as rows."""
        self._bounds = Bounds.of(self.problem)
        b = self._bounds
        self._push_columns(np.arange(len(b.lower), dtype=np.int32))
        rows = np.arange(len(b.row_lower), dtype=np.int32)
        self._highs.changeRowsBounds(len(rows), rows, b.row_lower, b.row_upper)  # type: ignore[attr-defined]
        for name, goal, limit in self._held:
            if name not in self._rows:
                self._add_row(name, goal, limit)

    def marginals(self, goal: Objective) -> Marginals:
        """The dual values for a goal that was just minimised; units may be divided for it.

        With counts fixed at their whole numbers, hours would hardly ever have a price: another hour finishes no unit.
        """
        if not self.whole:
            return self._told(self._highs.getSolution())
        with self._divisible():
            self._set_costs(goal)
            self._linear(goal)
            return self._told(self._highs.getSolution())

    def _told(self, solution: highspy.HighsSolution) -> Marginals:
        duals = np.array(solution.row_dual)
        count = self.problem.matrix.shape[0]
        held = dict(zip(self._rows, duals[count:].tolist(), strict=True))
        return Marginals(duals[:count], np.array(solution.col_dual), held)

    @contextmanager
    def _divisible(self) -> Iterator[npt.NDArray[np.int32]]:
        """All numbers divisible for as long; gives the columns that are whole otherwise."""
        whole = np.flatnonzero(self.problem.integer).astype(np.int32)
        self._highs.changeColsIntegrality(len(whole), whole, np.zeros(len(whole), dtype=np.uint8))
        try:
            yield whole
        finally:
            self._highs.changeColsIntegrality(len(whole), whole, np.ones(len(whole), dtype=np.uint8))

    def _set_costs(self, goal: Objective) -> None:
        count = self.problem.matrix.shape[1]
        cost = np.zeros(count)
        np.add.at(cost, goal.columns, goal.weights)
        self._highs.changeColsCost(count, np.arange(count, dtype=np.int32), cost)

    def _run(self) -> None:
        """Solve: large linear problems by interior point, small ones by the simplex method from the last plan.

        The last plan is still feasible after a change of costs, so it is the primal simplex method.
        """
        highs = self._highs
        if self.whole:
            highs.setOptionValue("solver", "choose")
            if self._x is not None:
                start = highspy.HighsSolution()
                start.col_value = list(self._x)
                highs.setSolution(start)
        elif self._large:
            highs.clearSolver()
            highs.setOptionValue("solver", "ipm")
        else:
            highs.setOptionValue("solver", "simplex")
            highs.setOptionValue("simplex_strategy", 4 if self._solved else 1)
        self._go()
        if self.whole and highs.getInfo().mip_dual_bound == -np.inf:
            highs.setOptionValue("presolve", "off")  # rounding made it reject even the plan it was given to start from
            self._go()
            highs.setOptionValue("presolve", "choose")
        self._solved = True

    def _go(self) -> None:
        """Let the solver run, no longer than there is patience."""
        if self.settings.patience is not None:
            self._highs.setOptionValue("time_limit", self._highs.getRunTime() + self.settings.patience.left)
        self._highs.run()

    @property
    def proven_impossible(self) -> bool:
        """Whether the last search ended with the proof that there is no answer."""
        status = highspy.HighsModelStatus
        if self._highs.getModelStatus() == status.kModelEmpty:  # it does not look at rows without columns
            return bool((self.problem.row_lower > 0).any() or (self.problem.row_upper < 0).any())
        return self._highs.getModelStatus() in {status.kInfeasible, status.kUnboundedOrInfeasible}

    def _failed(self) -> bool:
        return self._highs.getModelStatus() in {
            highspy.HighsModelStatus.kInfeasible,
            highspy.HighsModelStatus.kSolveError,
        } or (self._out_of_time() and not self._feasible())

    def _out_of_time(self) -> bool:
        stopped = {highspy.HighsModelStatus.kTimeLimit, highspy.HighsModelStatus.kInterrupt}
        return self._highs.getModelStatus() in stopped

    def _feasible(self) -> bool:
        status = self._highs.getInfo().primal_solution_status
        return bool(status == int(highspy.SolutionStatus.kSolutionStatusFeasible))

    def _answer(self, goal: Objective) -> Answer:
        highs = self._highs
        status = highs.getModelStatus()
        if status == highspy.HighsModelStatus.kModelEmpty:
            if self.proven_impossible:
                raise NoPlan("nothing can be done, and something must")
            return Answer(np.zeros(0), goal.constant, goal.constant, optimal=True)
        info = highs.getInfo()
        if self._out_of_time() and not self._feasible():
            raise OutOfTime(highs.modelStatusToString(status))
        if not self._feasible() or status in {
            highspy.HighsModelStatus.kInfeasible,
            highspy.HighsModelStatus.kUnbounded,
        }:
            raise NoPlan(highs.modelStatusToString(status))
        x = np.array(highs.getSolution().col_value)
        self._x = x
        value = goal.value(x)
        optimal = status == highspy.HighsModelStatus.kOptimal
        bound = value if optimal else goal.constant
        if self.whole:
            bound = min(value, max(float(info.mip_dual_bound), 0.0) + goal.constant)
        return Answer(x, value, bound, optimal)


def _watch(highs: highspy.Highs, patience: Patience) -> None:
    """Let a solver look up now and then whether there is patience left."""

    def look(event: highspy.HighsCallbackEvent) -> None:
        if patience.left <= 0:
            event.interrupt()

    for asking in (highs.cbSimplexInterrupt, highs.cbIpmInterrupt, highs.cbMipInterrupt):
        asking.subscribe(look)
