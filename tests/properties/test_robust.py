"""Plans for several futures on random programmes: what must hold whatever the programme."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_programmes import Taste, random_programme
from test_deciding import with_project

from workshare.model.figure import plain
from workshare.model.programme import Programme
from workshare.outcome.rows import GoalValue
from workshare.planner.make import make_plan
from workshare.planner.robust import robust_plan
from workshare.planner.together import Worst

TASTE = Taste(calendars=("weeks", "months"), whole=0.0, least_shipments=False)
MEAN = Worst(weight=0.0)
seeds = st.integers(0, 10_000)


def wanted(values: list[GoalValue]) -> dict[str, float]:
    """The late and short goals by name."""
    return {v.name: v.value for v in values if v.name.startswith(("late", "short"))}


def with_less(programme: Programme, rng: random.Random) -> Programme:
    """The programme with the hours of one resource cut to a part."""
    chosen = rng.randrange(len(programme.resources)) if programme.resources else -1
    resources = tuple(
        replace(r, hours=tuple(replace(s, hours=plain(s.hours.value * rng.random(), s.hours.per)) for s in r.hours))
        if n == chosen
        else r
        for n, r in enumerate(programme.resources)
    )
    return replace(programme, resources=resources)


@settings(max_examples=12)
@given(seeds)
def test_one_future_that_is_the_programme_changes_nothing(seed: int) -> None:
    """A plan for the programme itself as the only future is as good as the programme's plan."""
    programme = random_programme(random.Random(seed), TASTE)  # noqa: S311
    programme = replace(programme, commitments=())
    alone = make_plan(programme, outlook=False)
    found = robust_plan(programme, [programme], worst=MEAN)
    assert wanted(list(found.over)) == pytest.approx(wanted(list(alone.goals)), rel=1e-5, abs=1e-5)
    assert wanted(list(found.plan.goals)) == pytest.approx(wanted(list(alone.goals)), rel=1e-5, abs=1e-5)


@settings(max_examples=12)
@given(seeds)
def test_no_future_does_better_than_with_hindsight(seed: int) -> None:
    """The first goal over the futures is no better than the mean of each future's own best plan."""
    rng = random.Random(seed)  # noqa: S311
    programme = replace(random_programme(rng, TASTE), commitments=())
    futures = [with_less(programme, rng) for _ in range(3)]
    first = min(d.priority for d in programme.demands)
    alone = [make_plan(future, outlook=False) for future in futures]
    best = sum(wanted(list(plan.goals))[f"late, priority {first}"] for plan in alone) / len(alone)
    found = wanted(list(robust_plan(programme, futures, worst=MEAN).over))
    assert found[f"late, priority {first}"] >= best - 1e-5 * max(1.0, best)


@settings(max_examples=6)
@given(seeds)
def test_decisions_for_all_futures_verify(seed: int) -> None:
    """With modes, investments and money that comes in parts the plan is sound, and so is what it says of its goals."""
    rng = random.Random(seed)  # noqa: S311
    programme = with_project(replace(random_programme(rng, TASTE), commitments=()), rng)
    found = robust_plan(programme, [with_less(programme, rng) for _ in range(2)])
    assert {goal.name for goal in found.plan.goals} >= {"project cost", "activities not done", "cost"}
    assert all(goal.bound <= goal.value + 1e-6 for goal in found.over)
