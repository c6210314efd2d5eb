"""Scores of forecasts against what happened: Brier score, CRPS, coverage and calibration."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workshare.outcome.hindcast import LEVELS, Scored
from workshare.planner.lags import Floats


def brier(probabilities: Sequence[float], outcomes: Sequence[bool]) -> float:
    """The mean squared difference of probabilities and outcomes (0 best, 0.25 what a coin earns); NaN without events.

    Brier, Verification of forecasts expressed in terms of probability, Monthly Weather Review 78 (1950).
    """
    if len(probabilities) != len(outcomes):
        raise ValueError(f"{len(probabilities)} probabilities for {len(outcomes)} outcomes")
    p, y = np.asarray(probabilities, dtype=float), np.asarray(outcomes, dtype=float)
    return float(np.mean((p - y) ** 2)) if len(p) else float("nan")


def crps(sample: Floats, observed: float) -> float:
    """The continuous ranked probability score of a sample, in the unit of what was forecast: 0 best.

    mean |x - y| - mean |x - x'| / 2 over the sample's own distribution (Gneiting and Raftery, Strictly proper scoring
    rules, JASA 102 (2007), eq. 21); the second mean is taken over the sorted sample. Raises ValueError if it is empty.
    """
    x = np.sort(np.asarray(sample, dtype=float))
    n = len(x)
    if not n:
        raise ValueError("a sample has at least one value")
    spread = float(((2 * np.arange(1, n + 1) - n - 1) * x).sum()) / n**2
    return float(np.abs(x - observed).mean()) - spread


def interval(sample: Floats, level: float) -> tuple[float, float]:
    """The central interval that holds ``level`` of a sample: its lowest and highest value."""
    low, high = np.quantile(sample, [(1 - level) / 2, (1 + level) / 2], method="inverted_cdf")
    return float(low), float(high)


def rank(sample: Floats, observed: float) -> float:
    """Where the observed value lies in a sample: the share below it, and half of what equals it (0 … 1)."""
    x = np.asarray(sample, dtype=float)
    return float((x < observed).mean() + (x == observed).mean() / 2)


def scored(sample: Floats, observed: float) -> Scored:
    """All scores of one forecast."""
    return Scored(
        observed=observed,
        median=float(np.quantile(sample, 0.5, method="inverted_cdf")),
        crps=crps(sample, observed),
        rank=rank(sample, observed),
        intervals=tuple(interval(sample, level) for level in LEVELS),
    )


def coverage(events: Sequence[Scored]) -> tuple[float, ...]:
    """The share of events inside the intervals of ``LEVELS``; NaN without events."""
    if not events:
        return tuple(float("nan") for _ in LEVELS)
    return tuple(float(share) for share in np.mean([event.covered for event in events], axis=0))
