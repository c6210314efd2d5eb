"""What a look back came to: forecasts, what happened, and scores. Pure data."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

LEVELS = (0.5, 0.8, 0.9)
"""The central intervals of every forecast."""
ENOUGH = 20
"""Events below which nothing is said about calibration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A forecast of one quantity or date, what happened, and its scores.

    ``crps`` is the continuous ranked probability score, in the unit of what was forecast; ``rank`` where what happened
    lies in the forecast, from 0 (below all scenarios) to 1; ``intervals`` are the central intervals of ``LEVELS``.
    """

    observed: float
    median: float
    crps: float
    rank: float
    intervals: tuple[tuple[float, float], ...]

    @property
    def covered(self) -> tuple[bool, ...]:
        """Which of the intervals hold what happened."""
        return tuple(low <= self.observed <= high for low, high in self.intervals)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened, with the scores of what had been expected.

    ``scores`` are in item units, handed over so far, or, of an activity, in days from the programme's start.
    """

    date: dt.date
    item: str
    site: str
    source: str
    scores: Scored


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A commitment of which it is known whether it was kept."""

    commitment: str
    p_kept: float
    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hindcast:
    """A look back from a day: so many scenarios from one seed, held against what happened.

    ``undecided`` are commitments of which what happened does not tell whether they were kept; ``brier`` is the Brier
    score of those judged (None without any), ``coverage`` the share of events inside each of the intervals. ``plan_at``
    is the quantile at which figures were planned (None: at their modes).
    """

    as_of: dt.date
    seed: int
    scenarios: int
    plan_at: float | None
    events: tuple[Event, ...]
    judged: tuple[Judged, ...]
    undecided: tuple[str, ...]
    brier: float | None
    coverage: tuple[float, ...]

    @property
    def calibrated(self) -> bool:
        """Whether there are events enough to speak of calibration at all."""
        return len(self.events) >= ENOUGH
