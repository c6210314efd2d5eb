"""What a plan of a neutral instance comes to under the yardstick's score. Pure data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Quantities over all demands: asked for, on time, and never delivered (``short``); on time also by priority.

    ``late_quantity_days`` is the sum of quantity × 7 × weeks late, where what is never delivered is late to the last
    week; ``weighted`` is the same with each demand's days times the weight of its priority.
    """

    asked: float
    on_time: float
    by_priority: Mapping[int, float]
    late_quantity_days: float
    weighted: float
    short: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A plan of a neutral instance: its score, a bound of the weighted goal that no plan beats, and what it took.

    ``gap`` is how far the bound lies below the value, in proportion to the value; ``seconds`` passed and
    ``cpu_seconds`` were worked, by phase; ``peak_mib`` is the most memory held (None where the system does not say).
    """

    score: Score
    bound: float
    gap: float
    strategy: str
    seconds: Mapping[str, float]
    cpu_seconds: Mapping[str, float]
    peak_mib: float | None
