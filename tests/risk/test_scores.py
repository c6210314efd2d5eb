"""Scores of forecasts, by hand and by their definitions."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshare.risk.scores import brier, coverage, crps, interval, rank, scored

numbers = st.floats(-1e6, 1e6).map(lambda x: round(x, 3))
samples = st.lists(numbers, min_size=1, max_size=40)


def test_brier_by_hand() -> None:
    """(0.1² + 0.3² + 0.5²) / 3."""
    assert brier([0.9, 0.3, 0.5], [True, False, True]) == pytest.approx(0.35 / 3)


def test_brier_of_nothing_is_no_number() -> None:
    """No events, no score."""
    assert math.isnan(brier([], []))


def test_brier_wants_an_outcome_for_each_probability() -> None:
    """A missing outcome is not taken for false."""
    with pytest.raises(ValueError, match="2 probabilities for 1 outcomes"):
        brier([0.5, 0.5], [True])


def test_crps_by_hand() -> None:
    """A sample of 1 and 3 against 2: mean distance 1, half the mean distance inside 0.5."""
    assert crps(np.array([1.0, 3.0]), 2.0) == pytest.approx(0.5)


def test_crps_of_a_certain_forecast_is_its_error() -> None:
    """One value: the absolute error."""
    assert crps(np.array([7.0]), 4.5) == pytest.approx(2.5)


def test_crps_of_a_normal_forecast() -> None:
    """Closed form for N(0, 1) at 0: (√2 − 1) / √π (Gneiting and Raftery 2007)."""
    sample = np.random.default_rng(1).standard_normal(200_000)
    assert crps(sample, 0.0) == pytest.approx((math.sqrt(2) - 1) / math.sqrt(math.pi), abs=3e-3)


@given(samples, numbers)
def test_crps_equals_its_definition(sample: list[float], observed: float) -> None:
    """The sorted form equals the double sum; no forecast scores below 0."""
    x = np.array(sample)
    by_definition = np.abs(x - observed).mean() - np.abs(x[:, None] - x[None, :]).mean() / 2
    assert crps(x, observed) == pytest.approx(by_definition, abs=1e-6)
    assert crps(x, observed) >= -1e-6


@given(samples, numbers)
def test_an_interval_holds_its_share(sample: list[float], observed: float) -> None:
    """A wider level never leaves out what a narrower one holds, and ranks lie in 0 … 1."""
    x = np.array(sample)
    (low, high), (lower, higher) = interval(x, 0.5), interval(x, 0.9)
    assert lower <= low <= high <= higher
    assert ((x >= low) & (x <= high)).mean() >= 0.5
    assert 0 <= rank(x, observed) <= 1


def test_coverage_counts_events() -> None:
    """Of two events one lies inside all intervals, the other in none."""
    sample = np.arange(101.0)
    assert coverage([scored(sample, 50.0), scored(sample, 1000.0)]) == (0.5, 0.5, 0.5)
    assert all(math.isnan(share) for share in coverage([]))
