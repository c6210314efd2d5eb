"""A plan carried out: without chance it is itself, and the compiled policy is the plain one."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from random_hazards import with_hazards
from random_programmes import random_as_of, random_programme
from random_projects import random_project
from tests.risk.conftest import Planner

from workshare.files.folder import load
from workshare.outcome.plan import Plan
from workshare.planner.make import make_plan
from workshare.planner.objective import NoPlan
from workshare.risk.build import execution
from workshare.risk.chances import chances, longest_leads
from workshare.risk.draws import as_planned
from workshare.risk.lines import Execution
from workshare.risk.oracle import carry_out
from workshare.risk.run import days_met, run
from workshare.risk.sampling import Study
from workshare.risk.tables import Leads, leads_of, tables

CASES = sorted((Path(__file__).parents[2] / "programmes").glob("*/programme.yaml"))
EXACT = 1e-9
LOOKED_AT = 8
"""So many scenarios of a block are also carried out in plain Python."""


def random_plan(rng: random.Random) -> Plan:
    """The plan of a random programme, or of a random project with money, with hazards of all kinds."""
    if rng.random() < 0.5:
        programme = with_hazards(rng, random_programme(rng))
        as_of = random_as_of(rng, programme)
    else:
        programme, as_of = with_hazards(rng, random_project(rng)), None
    try:
        return make_plan(programme, as_of=as_of, outlook=False)
    except NoPlan:
        assume(False)
        raise


def reproduced(plan: Plan) -> Execution:
    """Assert that a plan's execution without chance is the plan, in both engines."""
    made = execution(plan)
    draws = as_planned(made, 2)
    ran = run(made, tables(made, leads_of(draws)), draws, trace=True)
    plain = carry_out(made, draws, 0)
    for n, line in enumerate(made.lines):
        assert np.abs(ran.began[n] - line.plan[:, None]).max() <= EXACT, (line.kind, line.id)
        assert np.abs(np.array(plain.began[n]) - line.plan).max() <= EXACT, (line.kind, line.id)
    planned = {c.id: c.date for c in plan.commitments}
    for goal, days in zip(made.goals, ran.day.tolist(), strict=True):
        told = plan.periods.date(days[0]) if days[0] <= plan.periods.horizon else None
        assert told == planned[goal.id], goal.id
    return made


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.parent.name)
def test_the_cases_without_chance(path: Path) -> None:
    """With all hazards off, every bundled case goes as its plan says, day by day and to 1e-9."""
    made = reproduced(make_plan(load(path), outlook=False))
    assert max(float(line.plan.sum()) for line in made.lines) > 1


def test_scenarios_without_chance() -> None:
    """So do the scenarios of the first case, with and without its money."""
    for path in sorted(CASES[1].parent.glob("scenarios/money-*.yaml")):
        reproduced(make_plan(load(path), outlook=False))


@given(st.randoms(use_true_random=False))
@settings(suppress_health_check=list(HealthCheck), max_examples=settings().max_examples // 2)
def test_random_plans_without_chance(rng: random.Random) -> None:
    """With all hazards off, every random plan is reproduced to 1e-9."""
    reproduced(random_plan(rng))


@given(st.randoms(use_true_random=False), st.integers(0, 2**64 - 1))
@settings(suppress_health_check=list(HealthCheck))
def test_the_kernel_is_the_oracle(rng: random.Random, seed: int) -> None:
    """Scenario by scenario, the compiled policy does what the plain one does, and nothing that is impossible."""
    plan = random_plan(rng)
    made = execution(plan)
    found = chances(plan, made)
    draws = Study(made=made, chances=found, causes=plan.programme.causes, seed=seed).draws(0)
    ran = run(made, tables(made, Leads(*longest_leads(made, found))), draws, trace=True)
    plain = [carry_out(made, draws, s) for s in range(LOOKED_AT)]
    for s, one in enumerate(plain):
        assert np.abs(np.array(one.began).reshape(ran.began.shape[:2]) - ran.began[:, :, s]).max(initial=0) <= EXACT
        assert (
            np.abs(np.array(one.counted).reshape(ran.counted.shape[:2]) - ran.counted[:, :, s]).max(initial=0) <= EXACT
        )
        assert one.finish == ran.dates.finish[:, s].tolist()
    possible(made, ran.began, draws.want.max(axis=1), draws.late)
    assert (days_met(made, ran.counted, ran.dates.finish) == ran.day).all()


def possible(made: Execution, began: np.ndarray, want: np.ndarray, late: np.ndarray) -> None:  # type: ignore[type-arg]
    """Assert that nothing runs ahead of the plan, before its gates, or below nothing."""
    del late
    assert began.min(initial=0) >= 0
    for n, line in enumerate(made.lines):
        ahead = np.cumsum(began[n], axis=0) - np.cumsum(line.plan)[:, None] * max(1.0, want[n])
        assert ahead.max() <= EXACT * max(1.0, float(line.plan.sum())), (line.kind, line.id)
        assert began[n, line.last + 1 :].max(initial=0) == 0


def test_hazards_are_felt(record_property: Callable[[str, object], None]) -> None:
    """In most random programmes chance changes something, so that the equality above says something."""
    felt, kinds = 0, set()
    for seed in range(30):
        rng = random.Random(seed)  # noqa: S311 - it is to be repeated, not to be guessed
        programme = with_hazards(rng, random_programme(rng) if seed % 2 else random_project(rng))
        plan = make_plan(programme, outlook=False)
        made = execution(plan)
        found = chances(plan, made)
        kinds |= {c.effect for c in found}
        draws = Study(made=made, chances=found, causes=programme.causes, seed=seed).draws(0)
        ran = run(made, tables(made, Leads(*longest_leads(made, found))), draws, trace=True)
        change = [np.abs(ran.began[n] - line.plan[:, None]).max() for n, line in enumerate(made.lines)]
        felt += max(change, default=0.0) > 1e-6
    record_property("table", f"chance changed {felt} of 30 programmes; effects: {', '.join(sorted(kinds))}")
    assert felt >= 24
    assert len(kinds) == 13


def test_lots_and_setups_in_the_catching_up(plan: Planner) -> None:
    """What could not begin in lots of 4 waits, and is then begun in whole lots, each week's with its set-up.

    The line has 60 hours a week, 10 of them to set up, so 8 pumps of 5 hours beside them at most: 10 would take 60.
    Planned are 8 in each of the first two weeks. With two fifths of the hours in the first week 24 are left, of which
    10 set up and 14 make less than 4 pumps: none. In the second week 8 are made, in the third the 8 that remain.

        start: 2024-01-01
        until: 2024-02-25
        calendar: {weeks: 8}
        sites: {works: {country: UA}}
        items: {pump: {}}
        resources: {line: {site: works, hours: 60 per week}}
        operations:
          build:
            {site: works, makes: {pump: 1}, time: {line: 5 h}, setup: {line: 10 h}, size_multiple: 4, lead_time: 0 days}
        demands:
          orders: {item: pump, site: works, quantity: 16, due: 2024-01-14}
        hazards:
          power: {kind: outage, resources: [line], rate: 1 per year, length: 1 days}
    """
    made = reproduced(plan())
    draws = as_planned(made, 2)
    draws.runs[0, 0, 1] = 0.4
    ran = run(made, tables(made, leads_of(draws)), draws, trace=True)
    assert ran.began[0, :4, 0].tolist() == pytest.approx([8, 8, 0, 0])
    assert ran.began[0, :4, 1].tolist() == pytest.approx([0, 8, 8, 0])
    assert carry_out(made, draws, 1).began[0][:4] == pytest.approx([0, 8, 8, 0])


def test_catching_up_in_the_order_of_priorities(plan: Planner) -> None:
    """After a week without hours the line works for the foremost demand first, though it was planned second.

    Ten hours a week make one bolt or one nut. Planned are a nut, due first, then a bolt of a lower priority number.

        start: 2024-01-01
        until: 2024-02-25
        calendar: {weeks: 8}
        sites: {works: {country: UA}}
        items: {bolt: {}, nut: {}}
        resources: {line: {site: works, hours: 10 per week}}
        operations:
          turn: {site: works, makes: {bolt: 1}, time: {line: 10 h}, lead_time: 0 days}
          cut: {site: works, makes: {nut: 1}, time: {line: 10 h}, lead_time: 0 days}
        demands:
          nuts: {item: nut, site: works, quantity: 1, due: 2024-01-07, priority: 2}
          bolts: {item: bolt, site: works, quantity: 1, due: 2024-01-14, priority: 1}
        hazards:
          power: {kind: outage, resources: [line], rate: 1 per year, length: 1 days}
    """
    made = reproduced(plan())
    draws = as_planned(made, 1)
    draws.runs[0, 0, 0] = 0.0
    one = carry_out(made, draws, 0)
    began = {line.id: one.began[n][:4] for n, line in enumerate(made.lines)}
    assert began["turn"] == pytest.approx([0, 1, 0, 0], abs=1e-9)
    assert began["cut"] == pytest.approx([0, 0, 1, 0], abs=1e-9)


def test_a_plan_of_another_programme_is_refused(plan: Planner) -> None:
    """Tables that do not belong to their programme are found out: what they take is not there.

    start: 2024-01-01
    until: 2024-02-25
    calendar: {weeks: 8}
    sites: {works: {country: UA}}
    items: {pump: {}, motor: {}}
    stock: [{item: motor, site: works, quantity: 5}]
    operations:
      build: {site: works, makes: {pump: 1}, uses: {motor: 1}, lead_time: 0 days}
    demands:
      orders: {item: pump, site: works, quantity: 5, due: 2024-01-14}
    """
    from dataclasses import replace

    whole = plan()
    fewer = plan({"quantity: 5}]": "quantity: 3}]"})
    with pytest.raises(ValueError, match="takes more"):
        execution(replace(whole, programme=fewer.programme))
