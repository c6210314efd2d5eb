"""Every plan of a random programme is sound, and in many of them every rule is put to the test."""

import os
import random
from collections import Counter
from collections.abc import Callable

import pytest
from bindings import RULES, Bound
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_programmes import Taste, programmes, random_as_of, random_programme

from workshare.model.programme import Programme
from workshare.outcome.plan import Plan
from workshare.planner.make import Unsound, make_plan
from workshare.planner.verify import verify

LEAST_SHARE = 0.1


def planned(seed: int) -> Plan:
    rng = random.Random(seed)  # noqa: S311 - it is to be repeated, not to be guessed
    programme = random_programme(rng)
    return make_plan(programme, as_of=random_as_of(rng, programme))


@pytest.fixture(scope="module")
def count(request: pytest.FixtureRequest) -> int:
    full = request.config.getoption("--full") or os.environ.get("WORKSHARE_FULL") == "1"
    return 400 if full else 60


def test_every_rule_binds_and_holds(count: int, record_property: Callable[[str, object], None]) -> None:
    bound: Counter[str] = Counter()
    faults: dict[int, list[str]] = {}
    for seed in range(count):
        try:
            plan = planned(seed)
        except Unsound as fault:
            faults[seed] = [str(fault)]
            continue
        found = verify(plan)
        if found:
            faults[seed] = [str(fault) for fault in found]
        bound.update(name for name, binds in RULES.items() if binds(Bound(plan)))
    table = "\n".join(f"{name:16} bound in {bound[name] / count:4.0%} of {count} programmes" for name in RULES)
    print(f"\n{table}")  # noqa: T201 - for a run with -s
    record_property("table", table)
    assert not faults
    assert [name for name in RULES if bound[name] < LEAST_SHARE * count] == []


@given(programmes(), st.randoms(use_true_random=False))
@settings(suppress_health_check=list(HealthCheck))
def test_sound(programme: Programme, rng: random.Random) -> None:
    assert verify(make_plan(programme, as_of=random_as_of(rng, programme))) == []


@given(programmes(Taste(ranges=True)))
@settings(suppress_health_check=list(HealthCheck))
def test_sound_with_ranges(programme: Programme) -> None:
    plan = make_plan(programme)
    assert verify(plan) == []
    ranged = [c for c in plan.commitments if c.good is not None]
    assert len(ranged) in {0, len(plan.commitments)}
    assert all(c.bad is not None for c in ranged)
