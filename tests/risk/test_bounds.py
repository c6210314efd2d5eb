"""What hindsight could do bounds what the policy does; what is not known has its own range."""

from __future__ import annotations

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.risk.conftest import Planner, near
from tests.risk.test_execution import random_plan

from workshare.risk.hindsight import possible_days
from workshare.risk.jobs import Job
from workshare.risk.odds import odds, work_of
from workshare.risk.ranges import known_ranges
from workshare.work import each


@given(st.randoms(use_true_random=False), st.integers(0, 2**32))
@settings(suppress_health_check=list(HealthCheck), max_examples=settings().max_examples // 2)
def test_nobody_beats_hindsight(rng: random.Random, seed: int) -> None:
    """In no scenario is a commitment met before the first day on which anything that counts could exist."""
    plan = random_plan(rng)
    work = work_of(plan, seed)
    [done] = each(work.do)([Job(0)])
    for n, (goal, first) in enumerate(possible_days(plan, work, 0)):
        assert (first <= done.day[n]).all(), goal.id


def test_hindsight_by_hand(plan: Planner) -> None:
    """A step of 10 to 30 days that may be crashed to 5 is done in time with hindsight, and then the pump is made.

    The plan takes the normal mode, which costs less: 20 days at its mode, a triangle. Kept by the 21st with
    F(20.5) = 1 - 9.5² / 200 = 0.54875; with hindsight always, for the crash takes 5 days.

        start: 2024-01-01
        until: 2024-02-25
        calendar: {days: 56}
        sites: {works: {country: UA}}
        items: {pump: {}}
        operations:
          build: {site: works, makes: {pump: 1}, lead_time: 1 days, needs: [open]}
        activities:
          licence: {days: {low: 10, mode: 20, high: 30}, cost: 1, modes: {crash: {days: 5, cost: 9}}}
        gates: {open: {needs: [licence]}}
        demands:
          orders: {item: pump, site: works, quantity: 7, due: 2024-02-20}
        commitments:
          licensed: {by: M, says: licensed, due: 2024-01-21, measure: {done: licence}, priority: 9}
          made: {by: M, says: made, due: 2024-01-22, measure: {made: pump, quantity: 1}, priority: 9}
        hazards:
          shape: {kind: duration, activities: [licence], shape: triangular}
    """
    made = plan()
    found = {row.id: row for row in odds(made, work_of(made, 2), scenarios=20_480).commitments}
    assert found["licensed"].p_kept == near(1 - 9.5**2 / 200)
    assert found["licensed"].hindsight == found["made"].hindsight == 1
    alone_in_time = plan({", modes: {crash: {days: 5, cost: 9}}": ""})
    row = odds(alone_in_time, work_of(alone_in_time, 2), scenarios=2048).commitments[0]
    assert row.hindsight == row.p_kept == near(1 - 9.5**2 / 200, 2048)


def test_what_is_not_known(plan: Planner) -> None:
    """Hours of which only a range is known make the promise certain or lost; chance alone does neither.

    Seven pumps need 70 hours; the line has from 50 to 90, most likely 70: a study keeps the promise or it does not.

        start: 2024-01-01
        until: 2024-02-25
        calendar: {weeks: 8}
        sites: {works: {country: UA}}
        items: {pump: {}}
        resources: {line: {site: works, hours: {low: 50, mode: 70, high: 90, per: week}}}
        operations:
          build: {site: works, makes: {pump: 1}, time: {line: 10 h}, lead_time: 0 days}
        demands:
          orders: {item: pump, site: works, quantity: 7, due: 2024-01-07}
        commitments:
          first: {by: M, says: seven, due: 2024-01-07, measure: {made: pump, quantity: 7}}
    """
    made = plan()
    work = work_of(made, 2)
    assert odds(made, work, scenarios=20_480).commitments[0].p_kept == near(0.5)
    assert known_ranges(work, each(work.do)) == {"first": (0.0, 1.0)}
    sure = plan({"{low: 50, mode: 70, high: 90, per: week}": "70 per week"})
    assert known_ranges(work_of(sure, 2), each(work_of(sure, 2).do)) == {}
