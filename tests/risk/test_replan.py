"""Monthly planning: what it saves and what it cannot, by hand; never more than hindsight; true records every month."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.risk.conftest import Planner, near
from tests.risk.test_execution import random_plan

from workshare.model.fleets import Happened
from workshare.outcome.odds import CommitmentOdds
from workshare.outcome.plan import Plan
from workshare.planner.facts import facts
from workshare.planner.sound import Unsound
from workshare.risk import replan
from workshare.risk.known import Carried
from workshare.risk.odds import odds, work_of
from workshare.risk.replan import Future, live, replanned

FUTURES = 24


def rows(plan: Plan, seed: int, processes: int = 1) -> dict[str, CommitmentOdds]:
    """The odds of a plan with monthly planning in some futures."""
    work = work_of(plan, seed)
    found = replanned(odds(plan, work, scenarios=20_480), plan, work, FUTURES, processes=processes)
    assert found.replanned == FUTURES
    return {row.id: row for row in found.commitments}


def test_what_a_new_plan_saves(plan: Planner) -> None:
    """A licence is refused with 0.3; the other ways take none, but long, and are dear: no plan starts with them.

    Refused means: not there after its 20 days, which the plan of 5 February sees (the first week to begin in that
    month). The pump's other way takes 40 days from then, to 16 March; its week ends on the 17th, in time for the
    31st. The motor's takes 70, to 15 April: too late, though 1 January would have been soon enough. So a pump is kept
    with 0.7 by the fixed plan, with 1 by monthly planning and by hindsight; the motor with 0.7, 0.7 and 1.

        start: 2024-01-01
        until: 2024-05-26
        calendar: {weeks: 21}
        sites: {works: {country: UA}}
        items: {pump: {}, motor: {}}
        operations:
          pump-quick: {site: works, makes: {pump: 1}, lead_time: 1 days, needs: [open]}
          pump-slow: {site: works, makes: {pump: 1}, lead_time: 40 days, cost: 9}
          motor-quick: {site: works, makes: {motor: 1}, lead_time: 1 days, needs: [open]}
          motor-slow: {site: works, makes: {motor: 1}, lead_time: 70 days, cost: 9}
        activities:
          licence: {days: 20, never: 0.3}
        gates: {open: {needs: [licence]}}
        demands:
          pumps: {item: pump, site: works, quantity: 1, due: 2024-03-31}
          motors: {item: motor, site: works, quantity: 1, due: 2024-03-31}
        commitments:
          pump: {by: M, says: a pump, due: 2024-03-31, measure: {delivered: pump, quantity: 1}}
          motor: {by: M, says: a motor, due: 2024-03-31, measure: {delivered: motor, quantity: 1}}
    """
    found = rows(plan(), 3)
    pump, motor = found["pump"], found["motor"]
    assert pump.p_kept == motor.p_kept == near(0.7)
    assert pump.replanned == pump.hindsight == 1
    assert motor.hindsight == 1
    assert motor.replanned == motor.replanned_fixed == pump.replanned_fixed
    assert motor.replanned is not None
    assert 0 < motor.replanned < 1
    assert (motor.replanned_low or 0) < motor.replanned < (motor.replanned_high or 0)
    # Two processes say what one says.
    assert rows(plan(), 3, processes=2) == found


def test_what_is_ordered_stays_ordered(plan: Planner) -> None:
    """Motors come 35 days after their order, whatever is planned anew in between; the plan has them on 4 February.

    A line makes ten pumps a week of them; the second week's outage, if it comes, is made good later. Nothing else may
    go wrong, so that with monthly planning all is kept: had every plan to order anew, no motor would ever come.

        start: 2024-01-01
        until: 2024-05-26
        calendar: {weeks: 21}
        sites: {works: {country: UA}}
        items: {pump: {}, motor: {}}
        resources: {line: {site: works, hours: 70 per week}}
        operations:
          build: {site: works, makes: {pump: 1}, uses: {motor: 1}, time: {line: 7 h}, lead_time: 0 days}
        supplies:
          motors: {item: motor, site: works, quantity: 20 per week,
                   lead_time: {low: 30, mode: 35, high: 36, unit: days}}
        demands:
          orders: {item: pump, site: works, quantity: 40, due: 2024-03-31}
        commitments:
          all: {by: M, says: forty, due: 2024-03-31, measure: {delivered: pump, quantity: 40}}
        hazards:
          power: {kind: outage, sites: [works], rate: 3 per year, length: 3 days}
    """
    found = rows(plan(), 3)["all"]
    assert found.replanned == 1


def test_a_month_later_all_is_as_it_was(plan: Planner, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the record of a month leaves is what was there: late goods, bad yields, and stock that was counted.

    start: 2024-01-01
    until: 2024-05-26
    calendar: {weeks: 21}
    sites: {works: {country: UA}, hub: {country: UA, kind: customer}}
    items: {pump: {}, part: {}}
    operations:
      build: {site: works, makes: {pump: 1}, uses: {part: 1}, lead_time: {low: 3, mode: 5, high: 30, unit: days},
              yield_share: {low: 0.5, mode: 0.9, high: 1}, needs: [ready]}
    lanes: {road: {origin: works, destination: hub, lead_time: {low: 1, mode: 2, high: 20, unit: days}}}
    stock: [{item: part, site: works, quantity: {low: 30, mode: 90, high: 95}}]
    activities: {set-up: {days: {low: 5, mode: 10, high: 40}}}
    gates: {ready: {needs: [set-up]}}
    demands:
      orders: {item: pump, site: hub, quantity: 60, due: 2024-03-31}
    commitments:
      all: {by: M, says: sixty, due: 2024-03-31, measure: {delivered: pump, quantity: 60}}
    """
    seen: list[int] = []
    known = replan.known

    def checked(truth: object, c: Carried, told: object) -> object:
        found = known(truth, c, told)  # type: ignore[arg-type]
        programme = found[0]
        there, now = facts(programme, c.date(c.day)), c.day
        began = {line.kind + line.id: c.ran.began[n, : c.until, 0] for n, line in enumerate(c.made.lines)}
        ends = np.array([c.made.periods.last(p) for p in range(c.until)])
        lead = {line.kind + line.id: int(c.draws.lead[n, 0]) for n, line in enumerate(c.made.lines)}
        size = {chance.name: c.size(chance) for chance in c.study.chances}
        if len(c.plan.programme.actuals) == 0:  # the first month: everything that moved is in ``began``
            made = began.get("makebuild", np.zeros(c.until))
            through = made * size["operations/build/yield_share"]
            out = float((through * (ends + lead["makebuild"] < now)).sum()) if "makebuild" in lead else 0.0
            sent = float(began.get("shiproad", np.zeros(c.until)).sum())
            level = {s.item: n for s, n in there.opening.items() if s.site == "works"}
            assert level.get("pump", 0.0) == pytest.approx(out - sent, abs=1e-6)
            assert level.get("part", 0.0) == pytest.approx(size["stock/part works/quantity"] - made.sum(), abs=1e-6)
            coming = sum(n for s, _, n in there.arriving if s.item == "pump" and s.site == "works")
            coming += sum(n for s, _, _, n in there.receipts if s.item == "pump")
            assert coming == pytest.approx(float(through.sum()) - out, abs=1e-6)
            seen.append(len(programme.actuals))
        assert all(a.date < c.date(c.day) for a in programme.actuals)
        assert {a.what for a in programme.actuals} <= set(Happened)
        return found

    monkeypatch.setattr(replan, "known", checked)
    made = plan()
    for number in range(8):
        live(made, 5, Future(number, frozenset({"all"})))
    assert len(seen) > 4
    assert min(seen) > 0


@given(st.randoms(use_true_random=False), st.integers(0, 2**32), st.integers(0, 255))
@settings(suppress_health_check=list(HealthCheck), max_examples=settings().max_examples // 4, deadline=None)
def test_no_plan_beats_hindsight(rng: random.Random, seed: int, number: int) -> None:
    """In no future does monthly planning keep a promise that hindsight could not, and every plan in it is sound."""
    plan = random_plan(rng)
    work = work_of(plan, seed)
    future = replan.futures_of(plan, work, number + 1)[number]
    every = frozenset(goal.id for goal in work.study.made.goals)
    lived = live(plan, seed, Future(number, every))
    assert lived.kept <= future.hopeful


def test_a_plan_with_faults_is_refused(plan: Planner, monkeypatch: pytest.MonkeyPatch) -> None:
    """What verification finds in any month's plan ends the study.

    A promise that is open.

        start: 2024-01-01
        until: 2024-05-26
        calendar: {weeks: 21}
        sites: {works: {country: UA}}
        items: {pump: {}}
        operations:
          build: {site: works, makes: {pump: 1}, lead_time: {low: 50, mode: 60, high: 70, unit: days}}
        demands:
          orders: {item: pump, site: works, quantity: 1, due: 2024-03-31}
        commitments:
          one: {by: M, says: one, due: 2024-03-31, measure: {delivered: pump, quantity: 1}}
    """
    monkeypatch.setattr(replan, "verify", lambda _plan: ["a fault"])
    with pytest.raises(Unsound, match="1 faults in a plan of 2024-02-05, the first: a fault"):
        live(plan(), 1, Future(0, frozenset({"one"})))
