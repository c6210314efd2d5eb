"""Periods of the calendar, and how an expression of time becomes one."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass
from enum import StrEnum

MONTHS, QUARTERS, WEEK = 12, 4, 7
DAY = dt.timedelta(days=1)
SEASON_STARTS = (12, 3, 6, 9)
"""The first months of winter, spring, summer and autumn."""


class Unit(StrEnum):
    """The lengths of time that expressions name."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half-year"
    YEAR = "year"
    DECADE = "decade"


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day, both included."""

    first: dt.date
    last: dt.date

    @property
    def iso(self) -> str:
        """The shortest ISO 8601 form: a day, a month, a year, else an interval of days."""
        first, last = self.first, self.last
        if first == last:
            return first.isoformat()
        if self == month(first.year, first.month):
            return f"{first.year:04}-{first.month:02}"
        if self == year(first.year):
            return f"{first.year:04}"
        return f"{first.isoformat()}/{last.isoformat()}"


def day(date: dt.date) -> Period:
    """One day."""
    return Period(date, date)


def year(number: int) -> Period:
    """A calendar year."""
    return Period(dt.date(number, 1, 1), dt.date(number, 12, 31))


def month(number: int, which: int, count: int = 1) -> Period:
    """So many calendar months from a month on; ``which`` may run past December or below January."""
    first, last = number * MONTHS + which - 1, number * MONTHS + which + count - 2
    end = dt.date(last // MONTHS, last % MONTHS + 1, 1)
    return Period(dt.date(first // MONTHS, first % MONTHS + 1, 1), end.replace(day=monthrange(end.year, end.month)[1]))


def season(number: int, which: int) -> Period:
    """A season of three months that begins in that year; 0 is winter, which runs into the next."""
    return month(number, SEASON_STARTS[which], 3)


def around(unit: Unit, today: dt.date, step: int) -> Period:  # noqa: PLR0911 - one line per unit
    """The calendar unit that holds today, moved by so many of its kind."""
    match unit:
        case Unit.DAY:
            return day(today + step * DAY)
        case Unit.WEEK:
            monday = today + (step * WEEK - today.weekday()) * DAY
            return Period(monday, monday + 6 * DAY)
        case Unit.MONTH:
            return month(today.year, today.month + step)
        case Unit.QUARTER:
            return month(today.year, (today.month - 1) // 3 * 3 + 1 + 3 * step, 3)
        case Unit.HALF:
            return month(today.year, (today.month - 1) // 6 * 6 + 1 + 6 * step, 6)
        case Unit.YEAR:
            return year(today.year + step)
        case Unit.DECADE:
            start = today.year // 10 * 10 + 10 * step
            return Period(dt.date(start, 1, 1), dt.date(start + 9, 12, 31))


def moved(unit: Unit, today: dt.date, step: int) -> Period:
    """So many units before or after today: a day for days and weeks, else the unit."""
    return day(today + step * WEEK * DAY) if unit is Unit.WEEK else around(unit, today, step)


def third(whole: Period, which: int) -> Period:
    """The early (0), middle (1) or late (2) part: of a year four months, of a month ten days or the rest."""
    first = whole.first
    if whole == year(first.year):
        return month(first.year, 1 + 4 * which, 4)
    if whole == month(first.year, first.month):
        begins, ends = first.replace(day=1 + 10 * which), first.replace(day=10 + 10 * which)
        return Period(begins, whole.last if which == 2 else ends)  # noqa: PLR2004 - the last
    length = (whole.last - first).days + 1
    begin, end = length * which // 3, length * (which + 1) // 3 - 1
    return Period(first + begin * DAY, first + max(begin, end) * DAY)


def nearest(candidates: list[Period], today: dt.date, lean: int) -> Period | None:
    """Of periods in calendar order, the one meant: the next from today on, the last up to it, or the nearest."""
    if lean > 0:
        candidates = [p for p in candidates if p.last >= today][:1]
    elif lean < 0:
        candidates = [p for p in candidates if p.first <= today][-1:]
    return min(candidates, key=lambda p: _distance(p, today), default=None)


def _distance(period: Period, today: dt.date) -> int:
    return max((period.first - today).days, (today - period.last).days, 0)
