"""Where futures are too large to stand side by side, the best of a few candidates is taken, and it is better."""

from __future__ import annotations

from tests.risk.conftest import Planner, near

from workshare.risk.candidates import best_candidate
from workshare.risk.odds import plain_odds


def test_the_crash_that_a_range_asks_for(plan: Planner) -> None:
    """At its mode a licence is in time in its cheap mode; if it takes longer, only the dear one is.

    Days are 20 to 60 with mode 25, due after 36: P(kept) of the cheap mode is PERT's F(36.5) = 0.8304; the dear
    one takes 10 days. The plain plan saves the money; decided as if figures were bad, it is spent, and the worst tenth
    is on time.

        start: 2024-01-01
        until: 2024-05-26
        calendar: {days: 147}
        sites: {works: {country: UA}}
        activities:
          licence: {days: {low: 20, mode: 25, high: 60}, cost: 1, modes: {crash: {days: 10, cost: 9}}}
        commitments:
          licensed: {by: M, says: licensed, due: 2024-02-06, measure: {done: licence}}
    """
    plain = plan()
    assert [step.mode for step in plain.activities] == ["normal"]
    found = best_candidate(plain, 1)
    assert [step.mode for step in found.plan.activities] == ["crash"]
    assert not found.decided_together
    [before], [after] = plain_odds(plain, 2, 2048), plain_odds(found.plan, 2, 2048)
    assert before.p_kept is not None
    assert before.p_kept == near(0.8304, 2048)
    assert after.p_kept == 1
    assert before.worst_late_days > 0 == after.worst_late_days
    assert [goal.value for goal in found.over] == [0.0]


def test_the_plain_plan_where_nothing_is_better(plan: Planner) -> None:
    """A programme with nothing to decide keeps its plan.

    start: 2024-01-01
    until: 2024-05-26
    calendar: {weeks: 21}
    sites: {works: {country: UA}}
    activities:
      licence: {days: {low: 20, mode: 25, high: 60}}
    commitments:
      licensed: {by: M, says: licensed, due: 2024-02-06, measure: {done: licence}}
    """
    plain = plan()
    assert best_candidate(plain, 1).plan is plain
