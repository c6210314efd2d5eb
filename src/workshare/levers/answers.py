"""What comes of asking: where a subject stands, why, what would help, and what may still wait. Pure data."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from workshare.levers.changes import Change
from workshare.levers.upstream import Subject
from workshare.outcome.rows import Link, Verdict

NEVER_MORE = 1e-6
"""A gain below this is rounding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where a demand or a commitment stands in a plan.

    A commitment's ``days`` run from its due date to the day on which it is met (below 0: before it is due; where it is
    never met, to the plan's end); a demand's are its late quantity-days for each unit asked. ``lack`` is the
    quantity that is not there by the plan's end, ``date`` the day on which all is.
    """

    verdict: Verdict
    date: dt.date | None
    days: float
    lack: float

    @property
    def whole(self) -> bool:
        """Whether it is kept: all in time."""
        return self.verdict is Verdict.KEPT

    @property
    def harm(self) -> tuple[float, float]:
        """Days late and quantity lacking: what an early date cannot make up for."""
        return (max(0.0, round(self.days, 6)), round(self.lack, 6))


def gain_days(before: Position, after: Position) -> float:
    """The days by which a change brings it forward."""
    return _clean(before.days - after.days)


def gain_quantity(before: Position, after: Position) -> float:
    """What a change adds by the plan's end, of what is asked for."""
    return _clean(before.lack - after.lack)


def _clean(value: float) -> float:
    return 0.0 if abs(value) < NEVER_MORE else round(value, 6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A suspect: what comes of it if this one thing alone is simply gone."""

    change: Change
    after: Position
    gain_days: float
    gain_quantity: float

    @property
    def helps(self) -> bool:
        """Whether it is a cause at all."""
        return self.gain_days > 0 or self.gain_quantity > 0

    @property
    def restores(self) -> bool:
        """Whether all is well without it."""
        return self.after.whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What goes into something: an entry of a table at a site, in its own unit, nearest first."""

    section: str
    id: str
    item: str
    site: str
    quantity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why a subject stands where it does.

    ``links`` are its chain back to the first thing it waits for and what limits its quantity; ``causes`` all suspects
    that were relaxed one by one and planned again, the one that restores most first.
    """

    subject: Subject
    due: dt.date
    position: Position
    links: tuple[Link, ...]
    causes: tuple[Cause, ...]
    left_out: int
    feeds: tuple[Feed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """One change, or a pair, with what it buys; ``confirmed`` says that the changed programme was planned."""

    changes: tuple[Change, ...]
    after: Position
    gain_days: float
    gain_quantity: float
    cost: float | None
    confirmed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Levers:
    """All levers tried for a subject, the best first, then the best pair of them."""

    subject: Subject
    due: dt.date
    position: Position
    levers: tuple[Lever, ...]
    pair: Lever | None
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hurt:
    """A demand or commitment that would lose at least so much of what it is given, from a day on."""

    kind: str
    id: str
    quantity: float
    given: float
    first: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """The last day on which something still does no harm to any promise.

    ``now`` is when it comes in the plan, ``latest`` the last harmless day (None: none within the plan does harm),
    ``spare_days`` the days between, ``harmed`` the first promise, in the order of the goals, that suffers on the day
    after; ``confirmed`` says that both days were planned.
    """

    section: str
    id: str
    now: dt.date
    latest: dt.date | None
    spare_days: int | None
    harmed: tuple[str, ...] = ()
    confirmed: bool = True
