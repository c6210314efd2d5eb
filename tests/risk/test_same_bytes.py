"""One seed, one answer, byte by byte: in one process, in two, and on a Dask cluster."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import LocalCluster
from random_hazards import with_hazards

from workshare.files.folder import load
from workshare.files.odds_json import odds_json
from workshare.outcome.plan import Plan
from workshare.planner.make import make_plan
from workshare.risk.odds import draw_sample, odds, work_of
from workshare.work import Processes, each
from workshare.work.cluster import cluster

CASE = Path(__file__).parents[2] / "programmes" / "vaccine-transfer"
SCENARIOS = 700  # not a whole number of blocks


@pytest.fixture(scope="module")
def plan() -> Plan:
    """A bundled case with hazards of every kind."""
    return make_plan(with_hazards(random.Random(4), load(CASE)), outlook=False)  # noqa: S311 - to be repeated


@pytest.fixture(scope="module")
def alone(plan: Plan) -> str:
    """What one process says."""
    return odds_json(odds(plan, work_of(plan, 11), scenarios=SCENARIOS))


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A scheduler with two workers, each a process."""
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as workers:
        yield workers.scheduler_address


def test_again_and_with_another_seed(plan: Plan, alone: str) -> None:
    """The same seed says the same, another one something else."""
    assert odds_json(odds(plan, work_of(plan, 11), scenarios=SCENARIOS)) == alone
    assert odds_json(odds(plan, work_of(plan, 12), scenarios=SCENARIOS)) != alone
    assert '"hangs_on": [\n' in alone


def test_two_processes(plan: Plan, alone: str) -> None:
    """Two processes say what one says."""
    work = work_of(plan, 11)
    with Processes(2)(work.do) as do:
        assert odds_json(odds(plan, work, scenarios=SCENARIOS, do=do)) == alone


@pytest.mark.filterwarnings("default")  # Dask's own
def test_a_cluster(plan: Plan, alone: str, address: str) -> None:
    """The workers of a scheduler say what one process says."""
    work = work_of(plan, 11)
    with cluster(address, together=8) as workers, workers(work.do) as do:
        assert odds_json(odds(plan, work, scenarios=SCENARIOS, do=do)) == alone


def test_more_scenarios_begin_with_the_same(plan: Plan) -> None:
    """The first scenarios of a longer study are those of a shorter one."""
    work = work_of(plan, 11)
    few, many = (draw_sample(work, n, each(work.do), lambda _c, _s: None) for n in (300, 600))
    assert (many.day[:, :300] == few.day).all()
