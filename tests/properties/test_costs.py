"""Money is told whole: every breakdown of what is paid comes to the cost less what is paid later."""

import random
from collections import defaultdict
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_programmes import programmes, random_as_of

from workshare.model.figure import plain
from workshare.model.money import Payment
from workshare.model.programme import Programme, by_id
from workshare.outcome.costs import By
from workshare.outcome.plan import Plan
from workshare.planner.make import make_plan
from workshare.results.accounts import cost, project_cost
from workshare.results.costs import PARTS, paid_later, totals

WAYS = ((), ((1.0, 21),), ((0.25, -14), (0.75, 90)), ((0.5, 0), (0.5, 300)))
"""Milestones of payments, as shares and days."""


def with_money(rng: random.Random, programme: Programme) -> Programme:
    """The programme with milestones of payment, and with steps that cost money."""

    def milestones() -> tuple[Payment, ...]:
        return tuple(Payment(share=plain(share), days=days) for share, days in rng.choice(WAYS))

    return replace(
        programme,
        operations=tuple(replace(o, payments=milestones()) if o.cost else o for o in programme.operations),
        supplies=tuple(replace(s, payments=milestones()) if s.price else s for s in programme.supplies),
        activities=tuple(
            replace(a, cost=plain(rng.choice((5, 70))), payments=milestones()) for a in programme.activities
        ),
    )


def after_the_end(plan: Plan) -> float:
    """What the rows of a plan pay after its horizon, worked out payment by payment."""
    operations, supplies = by_id(plan.programme.operations), by_id(plan.programme.supplies)
    activities, today = by_id(plan.programme.activities), plan.periods.day(plan.as_of)
    rows = [(r.date, r.cost, operations[r.operation].payments) for r in plan.production]
    rows += [(r.date, r.cost, supplies[r.supply].payments) for r in plan.purchases]
    rows += [(r.start, r.cost, activities[r.activity].payments) for r in plan.activities]
    return sum(
        amount * payment.share.value
        for date, amount, payments in rows
        for payment in payments
        if max(today, plan.periods.day(date) + payment.days) > plan.periods.horizon
    )


@given(programmes(), st.randoms(use_true_random=False))
@settings(suppress_health_check=list(HealthCheck))
def test_every_breakdown_is_all_that_is_paid(programme: Programme, rng: random.Random) -> None:
    plan = make_plan(with_money(rng, programme), as_of=random_as_of(rng, programme), outlook=False)
    later = after_the_end(plan)
    for by in By:
        assert sum(totals(plan.costs, by).values()) == pytest.approx(cost(plan) - later, rel=1e-6, abs=1e-6)
    assert paid_later(plan) == pytest.approx(later, rel=1e-6, abs=1e-5)
    by_period: dict[By, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for row in plan.costs:
        by_period[row.by][row.period] += row.amount
    for by in By:
        assert by_period[by] == pytest.approx(by_period[By.FUND])


@given(programmes(), st.randoms(use_true_random=False))
@settings(suppress_health_check=list(HealthCheck))
def test_units_bear_the_project_and_no_more_than_the_flows(programme: Programme, rng: random.Random) -> None:
    """What stays in stock, on the way and unfinished bears the rest."""
    plan = make_plan(with_money(rng, programme), as_of=random_as_of(rng, programme), outlook=False)
    rows = plan.unit_costs
    if len(plan.deliveries) and cost(plan) > 0:
        assert {row.item for row in rows} == {row.item for row in plan.deliveries}
        assert sum(r.quantity * r.project for r in rows) == pytest.approx(project_cost(plan))
    made = sum(r.quantity * getattr(r, part) for r in rows for part in PARTS)
    assert made <= (cost(plan) - project_cost(plan)) * (1 + 1e-6) + 1e-6
    for row in rows:
        assert min(getattr(row, part) for part in PARTS) >= -1e-9
        assert row.unit == pytest.approx(sum(getattr(row, part) for part in (*PARTS, "project")))
