"""Periods of unequal length: days, then weeks, then months, then quarters."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from workshare.model.figure import FORBID


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """How many days, weeks and months the plan counts singly before it goes on in quarters."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    days: int = 0
    weeks: int = 0
    months: int = 0


@dataclass(frozen=True, slots=True)
class Periods:
    """Consecutive spans of days; ``bounds`` are day numbers from ``start``, one more than there are periods.

    Period p covers the days bounds[p] … bounds[p+1] - 1, and what happens in it counts at its last day.
    """

    start: dt.date
    bounds: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.bounds) - 1

    @property
    def horizon(self) -> int:
        """The number of the last day."""
        return self.bounds[-1] - 1

    def day(self, date: dt.date) -> int:
        """The number of a date: 0 is the programme's start."""
        return (date - self.start).days

    def date(self, day: int) -> dt.date:
        """The date of a day number."""
        return self.start + dt.timedelta(days=day)

    def first(self, period: int) -> int:
        """The first day of a period."""
        return self.bounds[period]

    def last(self, period: int) -> int:
        """The last day of a period, on which its events count."""
        return self.bounds[period + 1] - 1

    def ends(self, period: int) -> dt.date:
        """The date on which a period's events count."""
        return self.date(self.last(period))

    def counted_by(self, day: int) -> int:
        """The first period that ends on ``day`` or later: where something ready on that day counts."""
        return bisect_left(self.bounds, day + 1, lo=1) - 1

    def cut(self, days: Iterable[int]) -> Periods:
        """The same calendar, with further periods beginning on ``days``."""
        inside = {d for d in days if 0 < d <= self.horizon}
        return Periods(self.start, tuple(sorted(inside.union(self.bounds))))


def periods(start: dt.date, until: dt.date, calendar: Calendar) -> Periods:
    """The periods of a calendar from ``start`` to ``until``, both included.

    Months and quarters begin on their first day of the civil calendar; the pieces before are shorter.
    """
    horizon = (until - start).days + 1
    bounds = list(range(min(calendar.days, horizon) + 1))
    bounds += [bounds[-1] + 7 * n for n in range(1, calendar.weeks + 1)]
    months = calendar.months
    while bounds[-1] < horizon:
        at = start + dt.timedelta(days=bounds[-1])
        whole = at.day == 1
        month_steps = 1 if months > 0 else 1 + (-at.month) % 3
        following = _first_of_month(at, month_steps)
        months -= whole
        bounds.append((following - start).days)
    return Periods(start, tuple(sorted({min(b, horizon) for b in bounds})))


def _first_of_month(day: dt.date, months_later: int) -> dt.date:
    index = day.year * 12 + day.month - 1 + months_later
    return dt.date(index // 12, index % 12 + 1, 1)


def lengths(calendar: Periods) -> tuple[int, ...]:
    """The days in each period."""
    return tuple(b - a for a, b in pairwise(calendar.bounds))
