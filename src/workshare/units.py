"""Amounts as people write them ("80 per week", "10 working days") and what they come to in days and hours."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn


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

LONGEST = 80
"""The most characters that are read as an amount."""

_AMOUNT = re.compile(
    r"^(?P<number>[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)"
    r"\s*(?P<unit>[^\d/]*?)"
    r"\s*(?:(?:\bper\b|/)\s*(?P<per>[a-z]+?)s?)?$"
)

_MONTH = Per.MONTH.days
DURATIONS = {"day": 1.0, "days": 1.0, "d": 1.0, "week": 7.0, "weeks": 7.0, "month": _MONTH, "months": _MONTH}
HOURS = {"h": 1.0, "hour": 1.0, "hours": 1.0, "min": 1 / 60, "minute": 1 / 60, "minutes": 1 / 60}
WORKING_DAYS = frozenset({"working day", "working days"})


class NotFinite(ValueError):  # noqa: N818 - it reads as what it is: the number is not finite
    """A number too large to be counted with, or none at all (NaN)."""


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
    words = " ".join(text.split())
    found = _AMOUNT.match(words) if len(words) <= LONGEST else None
    if found is None or "per" in found["unit"].lower().split():
        if re.match(r"[+-]?\.?(nan|inf|infinity)\b", words, re.IGNORECASE):
            raise NotFinite(f"{_brief(words)} is not a number")
        _refuse(words)
    value = float(found["number"])
    if not math.isfinite(value):
        raise NotFinite(f"{_brief(words)} is not a finite number")
    per = found["per"]
    if per is not None and per not in set(Per):
        _refuse(words)
    return Amount(value, found["unit"], Per(per) if per else None)


def _refuse(words: str) -> NoReturn:
    """Say what an amount that cannot be read should look like."""
    if re.search(r"\bper\b|/", words, re.IGNORECASE):
        raise ValueError(f"{_brief(words)}: a rate is per day, week, month, quarter or year")
    raise ValueError(f"{_brief(words)} is not an amount such as 12, 6 h, 10 days or 80 per week")


def _brief(text: str) -> str:
    """A text as it can be shown in a message: quoted, and cut where it is long."""
    return repr(text if len(text) <= LONGEST else text[:LONGEST] + "…")


def days_of(value: float, unit: str) -> float:
    """A duration in whole calendar days, rounded up; five working days are seven calendar days.

    Raises ValueError for a unit that is no duration.
    """
    if unit in WORKING_DAYS:
        days = value * 7 / 5
    elif unit in DURATIONS:
        days = value * DURATIONS[unit]
    else:
        raise ValueError(f"{_brief(unit)} is no duration: write days, working days, weeks or months")
    if not math.isfinite(days):
        raise NotFinite(f"{value:g} {unit} is not a finite number of days")
    return float(math.ceil(days - 1e-9))


def hours_of(value: float, unit: str) -> float:
    """A working time in hours; raises ValueError for another unit."""
    if unit not in HOURS:
        raise ValueError(f"{_brief(unit)} is no working time: write h or min")
    return value * HOURS[unit]


def iso_day(text: str) -> dt.date:
    """Read a date written YYYY-MM-DD and nothing else; raises ValueError."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(f"{_brief(text)} is not a date")
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{_brief(text)} is not a day of the calendar") from None
