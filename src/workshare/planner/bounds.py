"""The bounds in force while goals are minimised in turn: they narrow from goal to goal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from workshare.planner.lags import Floats
from workshare.planner.model import Problem

FACE = 1e-7
"""Dual values below this are rounding: the solver's own tolerance on them."""


@dataclass(slots=True)
class Bounds:
    """The bounds of all columns and rows."""

    lower: Floats
    upper: Floats
    row_lower: Floats
    row_upper: Floats

    @staticmethod
    def of(problem: Problem) -> Bounds:
        """Those a problem begins with."""
        return Bounds(problem.lower.copy(), problem.upper.copy(), problem.row_lower.copy(), problem.row_upper.copy())

    def narrow(
        self, reduced: Floats, duals: Floats, more: float = 0.0, kept: tuple[Floats, Floats] | None = None
    ) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """Narrow every column with a reduced cost and every row with a dual value to its bound; says which they are.

        A goal that may be ``more`` than its linear bound leaves them more / |reduced cost| of room. ``kept`` are the
        columns and rows of a plan that is as good but for rounding, and stays a plan.
        """
        columns = _narrowed(self.lower, self.upper, reduced, more, kept[0] if kept else None)
        duals = duals[: len(self.row_lower)]
        rows = _narrowed(self.row_lower, self.row_upper, duals, more, kept[1] if kept else None)
        return columns, rows


def _narrowed(lower: Floats, upper: Floats, dual: Floats, more: float, kept: Floats | None) -> npt.NDArray[np.int32]:
    low = np.flatnonzero((dual > FACE) & np.isfinite(lower))
    high = np.flatnonzero((dual < -FACE) & np.isfinite(upper))
    to = lower[low] + more / dual[low], upper[high] + more / dual[high]
    if kept is not None:
        to = np.maximum(to[0], kept[low]), np.minimum(to[1], kept[high])
    upper[low], lower[high] = np.minimum(upper[low], to[0]), np.maximum(lower[high], to[1])
    return np.concatenate([low, high]).astype(np.int32)
