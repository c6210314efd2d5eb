"""Periods of unequal length: days, weeks, months, quarters, and the stubs between them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshare.model.calendar import Calendar, Periods, lengths, periods

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1))
SPANS = st.integers(0, 4000)
CALENDARS = st.builds(Calendar, days=st.integers(0, 40), weeks=st.integers(0, 80), months=st.integers(0, 40))


def of(start: str, until: str, **counts: int) -> Periods:
    """The periods from one date to another."""
    return periods(dt.date.fromisoformat(start), dt.date.fromisoformat(until), Calendar(**counts))


def ends(some: Periods) -> list[str]:
    """The last days of all periods."""
    return [some.ends(p).isoformat() for p in range(len(some))]


def test_weeks_months_and_quarters() -> None:
    """Two weeks from a Monday, the rest of the month, two whole months, the rest of the quarter, and quarters."""
    assert ends(of("2024-01-01", "2024-12-31", weeks=2, months=2)) == [
        "2024-01-07",
        "2024-01-14",
        "2024-01-31",
        "2024-02-29",
        "2024-03-31",
        "2024-06-30",
        "2024-09-30",
        "2024-12-31",
    ]


def test_months_begin_on_their_first_day() -> None:
    """The piece before the first whole month is shorter and is not counted as one of the months."""
    assert ends(of("2024-01-20", "2024-08-15", months=2)) == [
        "2024-01-31",
        "2024-02-29",
        "2024-03-31",
        "2024-06-30",
        "2024-08-15",
    ]


def test_quarters_begin_on_their_first_day() -> None:
    """Without months the piece before the first quarter goes to its end."""
    assert ends(of("2024-02-10", "2024-12-01")) == ["2024-03-31", "2024-06-30", "2024-09-30", "2024-12-01"]


def test_days_come_first() -> None:
    """Days are counted singly before weeks are."""
    assert lengths(of("2024-01-01", "2024-01-20", days=3, weeks=2)) == (1, 1, 1, 7, 7, 3)


@pytest.mark.parametrize("counts", [{"days": 40}, {"weeks": 40}, {"months": 40}, {}])
def test_a_calendar_longer_than_the_programme(counts: dict[str, int]) -> None:
    """Nothing goes beyond the last day."""
    some = of("2024-01-01", "2024-01-31", **counts)
    assert ends(some)[-1] == "2024-01-31"
    assert some.horizon == 30


def test_a_single_day() -> None:
    """A programme of one day has one period."""
    assert of("2024-02-29", "2024-02-29", weeks=3).bounds == (0, 1)


@given(DAYS, SPANS, CALENDARS)
def test_bounds_count_up_to_the_end(start: dt.date, span: int, calendar: Calendar) -> None:
    """Bounds increase strictly from 0 to one more than the horizon, so that every day is in one period."""
    some = periods(start, start + dt.timedelta(days=span), calendar)
    assert some.bounds[0] == 0
    assert some.bounds[-1] == span + 1 == some.horizon + 1
    assert all(length > 0 for length in lengths(some))
    assert sum(lengths(some)) == span + 1
    assert len(some) == len(lengths(some))


@given(DAYS, SPANS, CALENDARS)
def test_periods_are_those_of_the_civil_calendar(start: dt.date, span: int, calendar: Calendar) -> None:
    """After the days and weeks every period begins on the first of a month, and no longer one than a quarter comes."""
    some = periods(start, start + dt.timedelta(days=span), calendar)
    counted = calendar.days + 7 * calendar.weeks
    later = [b for b in some.bounds[1:-1] if b > counted]
    assert all(some.date(b).day == 1 for b in later)
    assert all(length <= 92 for length in lengths(some))
    quarters = later[calendar.months + 1 :]
    assert all(some.date(b).month in {1, 4, 7, 10} for b in quarters[1:])


@given(DAYS, SPANS, CALENDARS, st.data())
def test_a_day_counts_where_it_is_over(start: dt.date, span: int, calendar: Calendar, data: st.DataObject) -> None:
    """What is ready on a day counts in the first period that ends on that day or later: the one with that day in it."""
    some = periods(start, start + dt.timedelta(days=span), calendar)
    day = data.draw(st.integers(0, some.horizon))
    found = some.counted_by(day)
    assert some.first(found) <= day <= some.last(found)
    assert found == next(p for p in range(len(some)) if some.last(p) >= day)
    assert some.day(some.date(day)) == day


def test_what_comes_after_the_end_counts_nowhere() -> None:
    """A day beyond the horizon has no period, and one before the start counts in the first."""
    some = of("2024-01-01", "2024-03-31", weeks=2)
    assert some.counted_by(some.horizon + 1) == len(some)
    assert some.counted_by(-5) == 0


@given(DAYS, SPANS, CALENDARS, st.lists(st.integers(-50, 5000), max_size=8))
def test_cuts_add_beginnings(start: dt.date, span: int, calendar: Calendar, days: list[int]) -> None:
    """A cut makes periods begin on further days inside the programme, and changes nothing else."""
    some = periods(start, start + dt.timedelta(days=span), calendar)
    cut = some.cut(days)
    assert set(cut.bounds) == set(some.bounds) | {day for day in days if 0 < day <= some.horizon}
    assert list(cut.bounds) == sorted(set(cut.bounds))
    assert (cut.start, cut.horizon) == (some.start, some.horizon)
    assert cut.cut(days) == cut
