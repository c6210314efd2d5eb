"""Intervals hold as often as they say, shrink as they should, and stopping early does not break them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import betaln
from tests.risk.conftest import Planner

from workshare.risk.intervals import sequence, wilson
from workshare.risk.odds import LEVEL, NARROW, draw_sample, odds, work_of
from workshare.work import each

STUDIES = 200


def test_wilson_by_hand() -> None:
    """8 of 10 at 95 %: (0.8 + z²/20 ± z sqrt(0.016 + z²/400)) / (1 + z²/10) is 0.4902 to 0.9433."""
    assert wilson(8, 10, 0.95) == pytest.approx((0.49016, 0.94331), abs=1e-5)
    assert wilson(0, 10, 0.9)[0] == 0
    assert wilson(10, 10, 0.9)[1] == 1
    assert wilson(0, 0, 0.9) == (0, 1)


def test_the_sequence_solves_its_equation() -> None:
    """At both ends the mixture's likelihood ratio is just 1 / (1 - level); one-sided where all or nothing is kept."""
    for kept, trials in ((3, 10), (500, 1000), (1, 5000), (0, 40), (40, 40)):
        low, high = sequence(kept, trials, 0.9)
        assert 0 <= low <= kept / trials <= high <= 1
        for p in (low, high):
            if 0 < p < 1:
                ratio = betaln(0.5 + kept, 0.5 + trials - kept) - betaln(0.5, 0.5)
                ratio -= kept * np.log(p) + (trials - kept) * np.log1p(-p)
                assert ratio == pytest.approx(np.log(10), abs=1e-4)


def test_two_hundred_small_studies(plan: Planner) -> None:
    """The stated 90 % intervals of 200 studies of 512 scenarios cover the truth, 0.7, in 168 to 190 of them.

    start: 2024-01-01
    until: 2024-02-25
    calendar: {weeks: 8}
    activities:
      vote: {days: 10, never: 0.3}
    commitments:
      voted: {by: M, says: voted, due: 2024-01-16, measure: {done: vote}}
    """
    work = work_of(plan(), 0)
    covered, widths = 0, []
    for seed in range(STUDIES):
        one = replace(work, study=replace(work.study, seed=seed))
        sample = draw_sample(one, 512, each(one.do), lambda _count, _shares: None)
        low, high = wilson(int((sample.day[0] <= 15).sum()), 512, LEVEL)
        covered += low <= 0.7 <= high
        widths.append(high - low)
    assert 168 <= covered <= 190
    # Sixteen times as many scenarios make the interval a quarter as wide.
    more = odds(plan(), work, scenarios=512 * 16).commitments[0]
    assert more.low is not None
    assert more.high is not None
    assert (more.high - more.low) / np.mean(widths) == pytest.approx(0.25, rel=0.03)


def test_one_may_look_all_the_time() -> None:
    """Looked at after every trial, the sequence keeps its promise where ordinary intervals break theirs.

    Of 200 studies of 2,000 trials, at least 180 hold the truth in every one of the 2,000 intervals; Wilson's hold it
    every time in fewer than 120.
    """
    rng = np.random.default_rng(5)
    looks = [*range(8, 100, 4), *range(100, 2001, 25)]
    always = {sequence: 0, wilson: 0}
    for _ in range(STUDIES):
        kept = np.cumsum(rng.random(2000) < 0.3)
        for interval in always:
            always[interval] += all(
                low <= 0.3 <= high for low, high in (interval(int(kept[n - 1]), n, LEVEL) for n in looks)
            )
    assert always[sequence] >= 180
    assert always[wilson] < 120


def test_it_stops_when_the_intervals_are_narrow(plan: Planner) -> None:
    """What is nearly certain is known after one wave, a coin's odds after many; both stop narrow.

    start: 2024-01-01
    until: 2024-02-25
    calendar: {weeks: 8}
    activities:
      vote: {days: 10, never: 0.01}
    commitments:
      voted: {by: M, says: voted, due: 2024-01-16, measure: {done: vote}}
    """
    sure = plan()
    soon = odds(sure, work_of(sure, 3))
    coin = plan({"never: 0.01": "never: 0.5"})
    later = odds(coin, work_of(coin, 3))
    assert soon.scenarios == 1024
    assert 4096 < later.scenarios < 10_000
    assert soon.scenarios % 1024 == later.scenarios % 1024 == 0
    for found in (soon, later):
        row = found.commitments[0]
        assert found.sequential
        assert row.low is not None
        assert row.high is not None
        assert row.low <= row.p_kept <= row.high <= row.low + 2 * NARROW
