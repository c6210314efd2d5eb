"""Fast plans keep every rule, are never better than the best, and their bound is never better than it either."""

import os
import random
from collections.abc import Callable

import numpy as np
import pytest
from tests.planner.instances import WEIGHTS, random_instance

from workshare.planner.make import make_plan
from workshare.planner.settings import Settings, Strategy
from workshare.planner.verify import verify


@pytest.fixture(scope="module")
def count(request: pytest.FixtureRequest) -> int:
    full = request.config.getoption("--full") or os.environ.get("WORKSHARE_FULL") == "1"
    return 500 if full else 25


def test_fast_against_the_best(count: int, record_property: Callable[[str, object], None]) -> None:
    gaps, proven = [], []
    for seed in range(count):
        programme = random_instance(random.Random(seed))  # noqa: S311 - it is to be repeated, not to be guessed
        best, fast = (
            make_plan(programme, settings=Settings(weights=WEIGHTS, strategy=strategy, gap=0.0), outlook=False)
            for strategy in (Strategy.EXACT, Strategy.FAST)
        )
        assert (best.strategy, fast.strategy) == ("exact", "fast"), seed
        assert verify(fast) == [], seed
        (least,), (found,) = best.goals, fast.goals
        assert found.value >= least.value - 1e-6 * max(1.0, least.value), seed
        assert found.bound <= least.value + 1e-6 * max(1.0, least.value), seed
        gaps.append((found.value - least.value) / max(1.0, least.value))
        proven.append((least.value - found.bound) / max(1.0, least.value))
    shares = (10, 50, 90, 100)
    table = "\n".join(
        f"{name}: " + ", ".join(f"{share} % of {count} within {np.percentile(values, share):.1%}" for share in shares)
        for name, values in (("above the best", gaps), ("bound below the best", proven))
    )
    record_property("table", table)
    assert np.median(gaps) < 0.05


def test_the_same_plan_every_time() -> None:
    programme = random_instance(random.Random(7))  # noqa: S311 - it is to be repeated, not to be guessed
    settings = Settings(weights=WEIGHTS, strategy=Strategy.FAST)
    first, second = (make_plan(programme, settings=settings, outlook=False) for _ in range(2))
    assert first.flows == second.flows
    assert first.goals == second.goals
