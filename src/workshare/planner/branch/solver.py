"""The solver of goals whose whole numbers are decisions about a project."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt

from workshare.planner.branch.decisions import Decisions
from workshare.planner.branch.tree import Effort, Found, Relaxed, Tree
from workshare.planner.lags import Floats
from workshare.planner.lp import Answer, Objective, Solver
from workshare.planner.model import Problem
from workshare.planner.settings import Settings

NAME = "decision-"
ROUND = 1e-6
"""Presolve may write a column as another one; its bounds are then other ones too."""
KEPT = 1e-5
"""By so much of its size a row may be missed through rounding; the plan itself is made anew with the dates fixed."""
FROM = 3_000
"""From so many columns on; below, the solver's own search is as quick."""


class Deciding(Solver):
    """A solver that searches for decisions by a tree of its own; where that finds no plan, as any other does."""

    simplex_up_to = FROM

    def __init__(self, problem: Problem, settings: Settings, start: Floats | None, decisions: Decisions) -> None:
        super().__init__(problem, settings, start)
        self.decisions = decisions

    def _least(self, goal: Objective) -> Answer:
        smaller = self._smaller()
        if smaller is None:
            return super()._least(goal)
        starts = [np.round(x[self.decisions.whole]) for x in (self._start, self._x) if x is not None]
        more = None if self._x is None else self.decisions.rounding.further(goal, self._x)
        starts += [] if more is None else [more]
        known = np.inf if self._x is None else goal.value(self._x) - goal.constant
        relaxed = Relaxed(smaller.after, smaller.columns, smaller.groups, goal.constant)
        tree = Tree(relaxed, self._effort(), smaller.rounded, Found(known))
        found = tree.search([start[smaller.kept] for start in starts])
        if not np.isfinite(found.bound):  # not even the linear problem could be solved, or there is none
            return super()._least(goal)
        x = self._x if found.x is None else self._exactly(smaller.full(found.x))
        return super()._least(goal) if x is None else self._answer_of(goal, x, found.bound)

    def _exactly(self, x: Floats) -> Floats | None:
        """A plan with its decisions exactly whole; None if rounding has left it no plan."""
        x = np.asarray(np.clip(x, self.problem.lower, self.problem.upper))
        x[self.decisions.whole] = np.round(x[self.decisions.whole])
        problem = self.problem
        came = problem.matrix @ x
        largest = np.maximum(1.0, np.abs(came))
        short = np.maximum(problem.row_lower - came, came - problem.row_upper) / largest
        held = all(goal.value(x) <= limit + KEPT * max(1.0, abs(limit)) for _, goal, limit in self._held)
        return x if held and short.max(initial=0.0) <= KEPT else None

    def _effort(self) -> Effort:
        (_, gap), (_, nodes) = (self._highs.getOptionValue(name) for name in ("mip_rel_gap", "mip_max_nodes"))
        return Effort(float(gap), int(nodes))

    def _answer_of(self, goal: Objective, x: Floats, bound: float) -> Answer:
        self._x = x
        value = goal.value(x)
        bound = min(value, max(bound, 0.0) + goal.constant)
        return Answer(x, value, bound, optimal=value - bound <= max(1e-6, self._effort().gap * abs(value)))

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

    def rounded(self, x: Floats, lower: Floats, upper: Floats) -> Floats | None:
        """Whole decisions near those of ``x``, for the decisions that are left."""
        rounding = self.decisions.rounding
        low, up = rounding.lower[rounding.whole].copy(), rounding.upper[rounding.whole].copy()
        low[self.kept], up[self.kept] = lower, upper
        found = rounding(self.full(x), low, up)
        return None if found is None else found[self.kept]
