"""Amounts as people write them, and what they come to in days and hours."""

import contextlib
import datetime as dt
import math
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshare.units import DURATIONS, HOURS, WORKING_DAYS, Amount, Per, days_of, hours_of, iso_day, parse_amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12", Amount(12, "", None)),
        (" 12.5 ", Amount(12.5, "", None)),
        (".5", Amount(0.5, "", None)),
        ("-3", Amount(-3, "", None)),
        ("+3.", Amount(3, "", None)),
        ("1e3", Amount(1000, "", None)),
        ("2E-1 h", Amount(0.2, "h", None)),
        ("6 h", Amount(6, "h", None)),
        ("6h", Amount(6, "h", None)),
        ("10 days", Amount(10, "days", None)),
        ("10  working \t days", Amount(10, "working days", None)),
        ("80 per week", Amount(80, "", Per.WEEK)),
        ("80 per weeks", Amount(80, "", Per.WEEK)),
        ("80/week", Amount(80, "", Per.WEEK)),
        ("80 / day", Amount(80, "", Per.DAY)),
        ("80 h per month", Amount(80, "h", Per.MONTH)),
        ("1.5 t per quarter", Amount(1.5, "t", Per.QUARTER)),
        ("5 people per year", Amount(5, "people", Per.YEAR)),
        ("3 м³", Amount(3, "м³", None)),
        ("4 percent", Amount(4, "percent", None)),
    ],
)
def test_amounts(text: str, amount: Amount) -> None:
    """An amount is a number, perhaps with a unit, perhaps with a period."""
    assert parse_amount(text) == amount


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "'' is not an amount such as 12, 6 h, 10 days or 80 per week"),
        ("h 6", "'h 6' is not an amount such as 12, 6 h, 10 days or 80 per week"),
        ("1 2", "'1 2' is not an amount such as 12, 6 h, 10 days or 80 per week"),
        ("1,5", "'1,5' is not an amount such as 12, 6 h, 10 days or 80 per week"),
        ("1_000", "'1_000' is not an amount such as 12, 6 h, 10 days or 80 per week"),
        ("80 per fortnight", "'80 per fortnight': a rate is per day, week, month, quarter or year"),
        ("80 per", "'80 per': a rate is per day, week, month, quarter or year"),
        ("80 PER WEEK", "'80 PER WEEK': a rate is per day, week, month, quarter or year"),
        ("80 per week per day", "'80 per week per day': a rate is per day, week, month, quarter or year"),
        ("nan", "'nan' is not a number"),
        ("-.INF per week", "'-.INF per week' is not a number"),
        ("1e999", "'1e999' is not a finite number"),
        ("7" * 81, f"'{'7' * 80}…' is not an amount such as 12, 6 h, 10 days or 80 per week"),
    ],
)
def test_what_is_no_amount(text: str, sentence: str) -> None:
    """Anything else is refused in a sentence that says what to write."""
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        parse_amount(text)


@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    """Any text is an amount with a finite number, or is refused."""
    with contextlib.suppress(ValueError):
        assert math.isfinite(parse_amount(text).value)


@given(st.floats(min_value=0, max_value=1e300), st.sampled_from(["", "h", "t"]), st.sampled_from([None, *Per]))
def test_what_is_written_is_read(value: float, unit: str, per: Per | None) -> None:
    """Writing an amount and reading it gives the same."""
    assert parse_amount(f"{value!r} {unit}" + (f" per {per}" if per else "")) == Amount(value, unit, per)


@pytest.mark.parametrize("text", ["1" + " " * 100_000 + "2", "1 " + "x " * 50_000 + "9", "1" * 100_000 + "/"])
def test_long_texts_are_refused_quickly(text: str) -> None:
    """No text keeps the reader busy."""
    began = time.process_time()
    with pytest.raises(ValueError, match=r"is not an amount|a rate is per"):
        parse_amount(text)
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize(
    ("value", "unit", "days"),
    [
        (10, "days", 10),
        (1, "d", 1),
        (2.5, "days", 3),
        (0, "days", 0),
        (2, "weeks", 14),
        (10, "working days", 14),
        (5, "working days", 7),
        (1, "working day", 2),
        (12, "working days", 17),
        (1, "month", 31),
        (12, "months", 366),
        (0.1, "day", 1),
    ],
)
def test_durations(value: float, unit: str, days: float) -> None:
    """Durations are whole calendar days, rounded up; five working days are seven calendar days."""
    assert days_of(value, unit) == days


@given(st.integers(0, 10_000))
def test_rounding_up_adds_no_day(n: int) -> None:
    """Whole weeks, whole days and fives of working days are not rounded at all."""
    assert days_of(n, "days") == n
    assert days_of(n, "weeks") == 7 * n
    assert days_of(5 * n, "working days") == 7 * n


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.sampled_from(sorted(DURATIONS.keys() | WORKING_DAYS)))
def test_longer_is_not_shorter(one: float, other: float, unit: str) -> None:
    """Rounding keeps the order, and never shortens by more than a rounding error."""
    low, high = sorted((one, other))
    assert days_of(low, unit) <= days_of(high, unit)
    assert days_of(low, unit) >= low * DURATIONS.get(unit, 1.4) - 1e-6


@pytest.mark.parametrize("unit", ["", "h", "fortnight", "dyas", "Days", "years"])
def test_what_is_no_duration(unit: str) -> None:
    """Another unit is refused with the units that there are."""
    with pytest.raises(ValueError, match="is no duration: write days, working days, weeks or months"):
        days_of(1, unit)


def test_a_duration_without_end() -> None:
    """A number that overflows in days is refused, and not rounded."""
    with pytest.raises(ValueError, match="is not a finite number of days"):
        days_of(1e308, "months")


@pytest.mark.parametrize(
    ("value", "unit", "hours"), [(6, "h", 6), (90, "min", 1.5), (1, "hour", 1), (30, "minutes", 0.5)]
)
def test_hours(value: float, unit: str, hours: float) -> None:
    """Working times are hours or minutes."""
    assert hours_of(value, unit) == pytest.approx(hours)
    assert unit in HOURS


def test_what_is_no_working_time() -> None:
    """Another unit is refused."""
    with pytest.raises(ValueError, match="'kg' is no working time: write h or min"):
        hours_of(6, "kg")


def test_periods_of_rates() -> None:
    """Twelve months, four quarters and 365.25 days are a year."""
    assert Per.MONTH.days * 12 == Per.QUARTER.days * 4 == Per.YEAR.days == 365.25


@given(st.dates())
def test_dates_are_read_as_written(day: dt.date) -> None:
    """A day written in ISO form is that day."""
    assert iso_day(day.isoformat()) == day


@pytest.mark.parametrize(
    "text", ["", "2024-2-30", "2024-02-30", "30.01.2024", "2024-01-01 ", "20240101", "２024-01-01"]
)
def test_what_is_no_date(text: str) -> None:
    """Other ways to write a date, and days that are none, are refused by name."""
    with pytest.raises(ValueError, match="is not a da"):
        iso_day(text)
