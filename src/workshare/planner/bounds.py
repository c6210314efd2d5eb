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

    def narrow(self, reduced: Floats, duals: Floats) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """Fix every column with a reduced cost and every row with a dual value at its bound; says which they are."""
        low = np.flatnonzero((reduced > FACE) & np.isfinite(self.lower))
        high = np.flatnonzero((reduced < -FACE) & np.isfinite(self.upper))
        self.upper[low], self.lower[high] = self.lower[low], self.upper[high]
        columns = np.concatenate([low, high]).astype(np.int32)
        duals = duals[: len(self.row_lower)]
        low = np.flatnonzero((duals > FACE) & np.isfinite(self.row_lower))
        high = np.flatnonzero((duals < -FACE) & np.isfinite(self.row_upper))
        self.row_upper[low], self.row_lower[high] = self.row_lower[low], self.row_upper[high]
        return columns, np.concatenate([low, high]).astype(np.int32)
