"""Amounts as people write them ("80 per week", "10 working days") and what they come to in days and hours."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass
from enum import StrEnum


class Per(StrEnum):
    """The span of time a rate refers to."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def days(self) -> float:
        """Its mean length in days: a year has 365.25."""
        return _DAYS[self]


_DAYS = {Per.DAY: 1.0, Per.WEEK: 7.0, Per.MONTH: 365.25 / 12, Per.QUARTER: 365.25 / 4, Per.YEAR: 365.25}

_AMOUNT = re.compile(
    r"^(?P<number>[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)"
    r"\s*(?P<unit>[^\d/]*?)"
    r"\s*(?:(?:\bper\b|/)\s*(?P<per>[a-z]+?)s?)?$"
)

DURATIONS = {"day": 1.0, "days": 1.0, "d": 1.0, "week": 7.0, "weeks": 7.0, "month": 365.25 / 12, "months": 365.25 / 12}
HOURS = {"h": 1.0, "hour": 1.0, "hours": 1.0, "min": 1 / 60, "minute": 1 / 60, "minutes": 1 / 60}
WORKING_DAYS = frozenset({"working day", "working days"})


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with the unit and the period it was written with."""

    value: float
    unit: str
    per: Per | None


def parse_amount(text: str) -> Amount:
    """Read ``text`` as number, optional unit, optional "per period".

    Raises ValueError with a sentence that says what to write instead.
    """
    found = _AMOUNT.match(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is not an amount such as 12, 6 h, 10 days or 80 per week")
    value = float(found["number"])
    if not math.isfinite(value):
        raise ValueError(f"{text!r} is not a finite number")
    per = found["per"]
    if per is not None and per not in set(Per):
        raise ValueError(f"{text!r}: a rate is per day, week, month, quarter or year")
    return Amount(value, " ".join(found["unit"].split()), Per(per) if per else None)


def days_of(value: float, unit: str) -> float:
    """A duration in whole calendar days, rounded up; five working days are seven calendar days.

    Raises ValueError for a unit that is no duration.
    """
    if unit in WORKING_DAYS:
        return float(math.ceil(value * 7 / 5 - 1e-9))
    if unit not in DURATIONS:
        raise ValueError(f"{unit!r} is no duration: write days, working days, weeks or months")
    return float(math.ceil(value * DURATIONS[unit] - 1e-9))


def hours_of(value: float, unit: str) -> float:
    """A working time in hours; raises ValueError for another unit."""
    if unit not in HOURS:
        raise ValueError(f"{unit!r} is no working time: write h or min")
    return value * HOURS[unit]


def iso_day(text: str) -> dt.date:
    """Read a date written YYYY-MM-DD and nothing else; raises ValueError."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError(f"{text!r} is not a date")
    return dt.date.fromisoformat(text)
