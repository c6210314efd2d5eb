"""What a solver is asked for, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from workshare.planner.lags import Floats, Ints


class NoPlan(Exception):  # noqa: N818 - it says what happened: there is no plan
    """No plan meets the rules; the message says in which goal this came out."""


class OutOfTime(NoPlan):
    """Patience ended before there was any plan."""


@dataclass(frozen=True, slots=True)
class Objective:
    """A goal as a linear function of the columns: constant + sum of weight · x, all weights 0 or more."""

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


def fresh(columns: npt.ArrayLike, weights: npt.ArrayLike, constant: float = 0.0) -> Objective:
    """An objective from anything that looks like arrays."""
    return Objective(np.asarray(columns, dtype=np.int64), np.asarray(weights, dtype=float), constant)
