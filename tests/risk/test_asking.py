"""Which figure is worth asking about first: worked out by hand, and told with its noise."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.risk.conftest import Planner

from workshare.outcome.odds import Ask
from workshare.risk.asking import explained
from workshare.risk.odds import odds, work_of


def test_two_classes_by_hand() -> None:
    """Half of the scenarios keep with 0.2, half with 0.8: P moves by 0.3 either way, and its variance is 0.09."""
    rng = np.random.default_rng(1)
    cells = rng.integers(0, 2, 20_000)
    kept = (rng.random(20_000) < np.where(cells == 0, 0.2, 0.8)).astype(float)
    variance, noise = explained(cells, kept, 2)
    assert variance == pytest.approx(0.09, abs=4 * noise)
    assert 0 < noise < 0.003
    # What has nothing to do with it explains nothing, within its noise.
    none, noise = explained(rng.integers(0, 32, 20_000), kept, 32)
    assert none == pytest.approx(0, abs=4 * noise)


def test_noise_is_what_it_says() -> None:
    """Over 200 small studies the estimate is right on average, and its error is as large as it says."""
    rng = np.random.default_rng(2)
    found = []
    for _ in range(200):
        cells = rng.integers(0, 4, 1024)
        kept = (rng.random(1024) < 0.2 * (1 + cells)).astype(float)
        found.append(explained(cells, kept, 4))
    variance = np.array([v for v, _ in found])
    noise = np.array([n for _, n in found])
    true = float(np.var([0.2, 0.4, 0.6, 0.8]))
    assert variance.mean() == pytest.approx(true, abs=4 * variance.std() / math.sqrt(200))
    assert noise.mean() == pytest.approx(variance.std(), rel=0.25)


def test_two_steps_by_hand(plan: Planner) -> None:
    """A promise needs two steps side by side: the one in time with 7/8, the other with 1/2; a third is for nothing.

    Days are triangles 10/20/30, drawn whole: done by day 25 with 1 - 4.5²/200 = 0.89875, by day 20 with
    1 - (9.5² / 200) = 0.54875. Knowing the first moves P by 0.54875 · √(0.89875 · 0.10125) = 0.1655, the second by
    0.89875 · √(0.54875 · 0.45125) = 0.4472. Of the variance p (1 - p), p = 0.4932, they explain 0.1096 and 0.8002.

        start: 2024-01-01
        until: 2024-02-25
        calendar: {days: 56}
        sites: {works: {country: UA}}
        activities:
          sure: {days: {low: 10, mode: 20, high: 30, basis: assumed}, not_before: 2024-01-01}
          even: {days: {low: 10, mode: 20, high: 30}, not_before: 2024-01-06}
          idle: {days: {low: 10, mode: 20, high: 30}}
          both: {days: 0, after: [sure, even]}
        commitments:
          done: {by: M, says: both, due: 2024-01-26, measure: {done: both}}
        hazards:
          shape: {kind: duration, activities: [sure, even, idle], shape: triangular}
    """
    made = plan()
    found = {ask.id: ask for ask in odds(made, work_of(made, 2), scenarios=20_480).asks}
    assert found.keys() == {"sure", "even"}
    assert found["sure"].basis == "assumed"
    assert {ask.field for ask in found.values()} == {"days"}
    assert near(found["sure"], 0.54875 * math.sqrt(0.89875 * 0.10125))
    assert near(found["even"], 0.89875 * math.sqrt(0.54875 * 0.45125))
    p = 0.89875 * 0.54875
    assert found["even"].share == pytest.approx(0.4472**2 / (p * (1 - p)), abs=0.03)


def near(ask: Ask, moves: float) -> bool:
    """Whether a figure moves its promise by so much: within four standard errors, and one class that is cut."""
    return abs(ask.moves - moves) < 4 * ask.noise + moves / 32
