"""How likely each promise is: probabilities with their intervals, dates, lateness, and what they hang on. Pure data."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from workshare.outcome.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentOdds:
    """The odds of a commitment under the plan as it stands; None where nothing measures it.

    ``p_kept`` is the share of scenarios in which it is kept, from ``low`` to ``high`` at the study's level. ``p10`` to
    ``p90`` are days by which it is met in that share of scenarios (None: not within the horizon), ``never`` the share
    in which it is not met there. ``late_days`` is the mean lateness, ``worst_late_days`` that of the worst tenth; what
    is never met counts to the horizon's end. ``hindsight`` is the share in which the promise, alone, could have been
    kept by anybody who knew all in advance, and ``from_known`` to ``to_known`` the middle 80 % of ``p_kept`` over what
    is uncertain. Where it was asked for, ``replanned`` is the share with a new plan every month in a smaller sample,
    from ``replanned_low`` to ``replanned_high``, and ``replanned_fixed`` that of the plan as it stands in the same one.
    """

    id: str
    due: dt.date
    planned: dt.date | None
    p_kept: float | None
    low: float | None = None
    high: float | None = None
    p10: dt.date | None = None
    p50: dt.date | None = None
    p90: dt.date | None = None
    never: float = 0.0
    late_days: float = 0.0
    worst_late_days: float = 0.0
    hindsight: float | None = None
    replanned: float | None = None
    replanned_low: float | None = None
    replanned_high: float | None = None
    replanned_fixed: float | None = None
    from_known: float | None = None
    to_known: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hang:
    """What a commitment hangs on: by how much its probability would rise without a group of hazards.

    ``table`` and ``id`` name the row that may go wrong; ``noise`` is the standard error of ``change``, both found on
    the same ``scenarios`` with and without it.
    """

    commitment: str
    table: str
    id: str
    change: float
    noise: float
    scenarios: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A figure that is worth asking about: how far a commitment's probability would move if it were known.

    ``moves`` is the standard deviation of P(kept | figure), with its standard error ``noise``; ``share`` is what the
    figure explains of the variance between scenarios. It stands in a ``field`` of a row; ``drawn`` says whether nobody
    knows it yet (uncertain) or chance decides it anew in every run (variable), ``basis`` what it rests on.
    """

    commitment: str
    table: str
    id: str
    field: str
    drawn: str
    basis: str
    moves: float
    noise: float
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FanPoint:
    """How much counts towards a commitment by a date: the middle 80 % of scenarios, and the median."""

    commitment: str
    date: dt.date
    p10: float
    p50: float
    p90: float
    planned: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DateShare:
    """The share of scenarios in which a commitment is met on or before a date."""

    commitment: str
    date: dt.date
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Odds:
    """The odds of a plan: so many scenarios from one seed; ``level`` is that of every interval.

    If ``sequential``, the intervals hold at whatever number of scenarios the study stopped. ``replanned`` is the number
    of futures that were planned again every month (0: that was not asked for); their intervals are for that number.
    """

    seed: int
    scenarios: int
    level: float
    sequential: bool
    commitments: Table[CommitmentOdds]
    hangs: Table[Hang] = field(default_factory=lambda: Table(Hang))
    asks: Table[Ask] = field(default_factory=lambda: Table(Ask))
    fan: Table[FanPoint] = field(default_factory=lambda: Table(FanPoint))
    dates: Table[DateShare] = field(default_factory=lambda: Table(DateShare))
    replanned: int = 0
