"""The solver of goals whose whole numbers are decisions about a project."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import highspy
import numpy as np
import numpy.typing as npt

from workshare.planner.bounds import FACE
from workshare.planner.branch.decisions import Decisions
from workshare.planner.branch.tree import CLEANING, MOST_STEPS, UNLIMITED, Effort, Found, Relaxed, Tree
from workshare.planner.lags import Floats, Ints
from workshare.planner.lp import Solver
from workshare.planner.model import Problem
from workshare.planner.objective import Answer, Marginals, Objective
from workshare.planner.settings import Settings

NAME = "decision-"
ROUND = 1e-6
"""Presolve may write a column as another one; its bounds are then other ones too."""
REACHED = 1e-6
"""So near to its linear bound, as a share of itself, a goal has reached it."""
FROM = 10_000
"""From so many columns on; below, the solver's own search is as quick."""


class Deciding(Solver):
    """A solver that searches for decisions by a tree of its own; where that finds no plan, as any other does.

    Every goal begins with its linear problem. Where whole decisions reach that bound, the goal is held by its face, as
    in problems without whole numbers, and the next one's problem is smaller; a row of the goal's weights is only
    needed where a gap is left.
    """

    simplex_up_to = FROM

    def __init__(self, problem: Problem, settings: Settings, start: Floats | None, decisions: Decisions) -> None:
        super().__init__(problem, settings, start)
        self.decisions = decisions
        self._relaxed: _Linear | None = None
        self._number = 0

    def minimise(self, goal: Objective, *, tie: bool = False, idle: Ints | None = None) -> Answer:
        """As of any solver; ``idle`` columns are looked at in the linear problem, lest its dual values be too few."""
        self._set_costs(goal)
        self._relaxed = self._linear_problem(goal)
        if self._relaxed is None and self._held:
            self._loosen()
            self._relaxed = self._linear_problem(goal)
        return super().minimise(goal, tie=tie, idle=idle)

    def _linear_problem(self, goal: Objective) -> _Linear | None:
        self._number += 1
        begin = self._given("bound")
        with self._divisible():
            found = (begin and self._from(goal, begin)) or self._linear(goal)
            if found is None:
                return None
            self._keep("bound")
            solution = self._highs.getSolution()
            return _Linear(found, solution, self._highs.getBasis())

    def _least(self, goal: Objective) -> Answer:
        relaxed = self._relaxed
        if relaxed is None:
            return super()._least(goal)
        best = None
        for whole in self._candidates(goal, relaxed.answer.x):
            tried = self._decided(goal, whole, relaxed.basis)
            if tried is not None and (best is None or tried.value < _less(best.value)):
                best = tried
                self._keep("decided")
            if best is not None and self._within(best.value, relaxed.answer.value):
                return self._answer_of(goal, best.x, relaxed.answer.value)
        self._x = best.x if best is not None else self._x
        return self._searched(goal, relaxed)

    def _candidates(self, goal: Objective, x: Floats) -> Iterator[Floats]:
        """Whole decisions to try first: those of the last plan or the start, more of them, and those near a bound's."""
        begun = self._start if self._x is None else self._x
        if begun is not None:
            yield np.round(begun[self.decisions.whole])
        inside = self._bounds.lower[self.decisions.whole], self._bounds.upper[self.decisions.whole]
        if self._x is not None:
            further = self.decisions.rounding.further(goal, self._x, *inside)
            if further is not None:
                yield further
        near = self.decisions.rounding(goal, x, *inside)
        if near is not None:
            yield near

    def _decided(self, goal: Objective, decisions: Floats, basis: highspy.HighsBasis) -> Answer | None:
        """The best plan with decisions as they are given; None if there is none."""
        highs, whole, b = self._highs, self.decisions.whole, self._bounds
        if (decisions < b.lower[whole]).any() or (decisions > b.upper[whole]).any():
            return None
        highs.changeColsBounds(len(whole), whole, decisions, decisions)
        with self._divisible():
            found = self._from(goal, self._given("decided") or basis) or self._afresh(goal)
        highs.changeColsBounds(len(whole), whole, b.lower[whole], b.upper[whole])
        return found

    def _from(self, goal: Objective, basis: highspy.HighsBasis) -> Answer | None:
        """The answer if few steps lead there from a basis."""
        highs = self._highs
        for name, value in (("solver", "simplex"), ("simplex_strategy", 1), ("simplex_iteration_limit", MOST_STEPS)):
            highs.setOptionValue(name, value)
        highs.setBasis(basis)
        highs.run()
        highs.setOptionValue("simplex_iteration_limit", UNLIMITED)
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        x = np.array(highs.getSolution().col_value)
        return Answer(x, goal.value(x), goal.constant, optimal=True)

    def _given(self, what: str) -> highspy.HighsBasis | None:
        """The basis with which the last plan's problem of this name ended."""
        return self.place.given(f"{what} {self._number}", self._highs.getNumRow()) if self.place else None

    def _keep(self, what: str) -> None:
        if self.place:
            self.place.keep(f"{what} {self._number}", self._highs.getBasis())

    def _afresh(self, goal: Objective) -> Answer | None:
        self._highs.setOptionValue("simplex_iteration_limit", CLEANING)
        try:
            return self._linear(goal)
        finally:
            self._highs.setOptionValue("simplex_iteration_limit", UNLIMITED)

    def _searched(self, goal: Objective, relaxed: _Linear) -> Answer:
        smaller = self._smaller()
        if smaller is None:
            return super()._least(goal)
        known = np.inf if self._x is None else _less(goal.value(self._x)) - goal.constant
        problem = Relaxed(smaller.after, smaller.columns, smaller.groups, goal.constant)
        found = Tree(problem, self._effort(), partial(smaller.rounded, goal), Found(known)).search()
        if found.x is not None:
            again = self._decided(goal, np.round(smaller.full(found.x)[self.decisions.whole]), relaxed.basis)
            if again is not None:
                self._x = again.x
                self._keep("decided")
        bound = max(found.bound + goal.constant, relaxed.answer.value)
        return super()._least(goal) if self._x is None else self._answer_of(goal, self._x, bound)

    def _effort(self) -> Effort:
        (_, gap), (_, nodes) = (self._highs.getOptionValue(name) for name in ("mip_rel_gap", "mip_max_nodes"))
        large = self.settings
        return Effort(max(float(gap), large.large_gap), min(int(nodes), large.large_nodes))

    def _within(self, value: float, bound: float) -> bool:
        return value - bound <= max(1e-6, self._effort().gap * abs(value))

    def _answer_of(self, goal: Objective, x: Floats, bound: float) -> Answer:
        self._x = x
        value = goal.value(x)
        bound = min(value, max(bound, goal.constant))
        return Answer(x, value, bound, optimal=self._within(value, bound))

    def hold(self, goal: Objective, limit: float, name: str) -> None:
        """From now on the goal stays as good: by its face where its linear bound was reached, otherwise by a row.

        Beside a row, no column goes further from its bound than its reduced cost and the gap allow.
        """
        relaxed, x = self._relaxed, self._x
        if relaxed is None or x is None:
            super().hold(goal, limit, name)
            return
        more = limit - relaxed.answer.value
        reached = more <= REACHED * max(1.0, abs(limit))
        if reached and np.abs(relaxed.duals[self.problem.matrix.shape[0] :]).max(initial=0.0) <= FACE:
            self._held.append((name, goal, limit))
        else:  # where goals held as rows are part of the price, the face is theirs too
            super().hold(goal, limit, name)
        kept = x, self.problem.matrix @ x
        self._push(*self._bounds.narrow(relaxed.reduced, relaxed.duals, 0.0 if reached else more, kept))

    def marginals(self, goal: Objective) -> Marginals:
        """The dual values of the linear problem of the goal that was just minimised."""
        relaxed = self._relaxed
        if relaxed is None:
            return super().marginals(goal)
        return self._told(relaxed.solution)

    def _smaller(self) -> _Smaller | None:
        """The problem as it stands, presolved; None where that leaves nothing to search, or other columns."""
        before, after, whole = highspy.Highs(), highspy.Highs(), self.decisions.whole
        for highs in (before, after):
            for name, value in {"output_flag": False, "threads": 1, "random_seed": 1}.items():
                highs.setOptionValue(name, value)
        before.passModel(self._highs.getLp())
        for column in whole:
            before.passColName(int(column), f"{NAME}{column}")
        before.presolve()
        if before.getModelPresolveStatus() != highspy.HighsPresolveStatus.kReduced:
            return None
        lp = before.getPresolvedLp()
        kinds = np.array([kind == highspy.HighsVarType.kInteger for kind in lp.integrality_])
        number = {name: n for n, name in enumerate(lp.col_names_) if kinds[n]}
        kept = np.array([n for n, column in enumerate(whole) if f"{NAME}{column}" in number], dtype=np.int64)
        columns = np.array([number[f"{NAME}{column}"] for column in whole[kept]], dtype=np.int32)
        within = np.array(lp.col_lower_)[columns], np.array(lp.col_upper_)[columns]
        lower, upper = (bound[whole[kept]] for bound in (self._bounds.lower, self._bounds.upper))
        moved = (within[0] < lower - ROUND).any() or (within[1] > upper + ROUND).any()
        if not len(kept) or len(kept) < kinds.sum() or moved:
            return None
        lp.integrality_ = [highspy.HighsVarType.kContinuous] * lp.num_col_
        after.passModel(lp)
        return _Smaller(before, after, self.decisions, kept, columns)


def _less(value: float) -> float:
    """What is better by more than rounding: of decisions that are as good, the first that were tried stay."""
    return value - REACHED * max(1.0, abs(value))


@dataclass(frozen=True, slots=True)
class _Linear:
    """What a goal comes to with all numbers divisible, with its dual values."""

    answer: Answer
    solution: highspy.HighsSolution
    basis: highspy.HighsBasis

    @property
    def reduced(self) -> Floats:
        return np.array(self.solution.col_dual)

    @property
    def duals(self) -> Floats:
        return np.array(self.solution.row_dual)


@dataclass(frozen=True, slots=True)
class _Smaller:
    """A problem after the solver has taken out what cannot move, and the way back from its columns."""

    before: highspy.Highs
    after: highspy.Highs
    decisions: Decisions
    kept: npt.NDArray[np.int64]
    """The decisions that are left, as positions among all."""
    columns: npt.NDArray[np.int32]
    """Their columns."""

    @property
    def whole(self) -> npt.NDArray[np.int32]:
        """The columns that they had before."""
        return self.decisions.whole[self.kept]

    @property
    def groups(self) -> tuple[tuple[int, ...], ...]:
        """The sums of which all parts are left."""
        place = {int(n): k for k, n in enumerate(self.kept)}
        return tuple(tuple(place[n] for n in g) for g in self.decisions.groups if all(n in place for n in g))

    def full(self, x: Floats) -> Floats:
        """All columns of the problem before, from those that are left."""
        solution = highspy.HighsSolution()
        solution.col_value = list(x)
        self.before.postsolve(solution)
        return np.array(self.before.getSolution().col_value)

    def rounded(self, goal: Objective, x: Floats, lower: Floats, upper: Floats) -> Floats | None:
        """Whole decisions near those of ``x``, for the decisions that are left."""
        rounding = self.decisions.rounding
        low, up = rounding.lower[rounding.whole].copy(), rounding.upper[rounding.whole].copy()
        low[self.kept], up[self.kept] = lower, upper
        found = rounding(goal, self.full(x), low, up)
        return None if found is None else found[self.kept]
