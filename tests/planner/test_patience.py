"""A plan that must be there by a certain time is the best one found so far."""

import _thread
import random
import threading
import time
from collections.abc import Iterator

import pytest
from tests.planner.instances import WEIGHTS, random_instance

from workshare.cli.patient import Effort, patiently
from workshare.outcome.plan import Plan
from workshare.planner.make import make_plan
from workshare.planner.objective import OutOfTime
from workshare.planner.patience import Patience
from workshare.planner.settings import Settings, Strategy
from workshare.problems import BadInput

PROGRAMME = random_instance(random.Random(3))  # noqa: S311 - it is to be repeated, not to be guessed


def ticking(times: Iterator[float]) -> Patience:
    """Patience for one second by a clock that shows these times."""
    return Patience(1.0, lambda: next(times))


def test_patience_runs_out_by_its_clock() -> None:
    patience = ticking(iter([0.0, 0.25, 0.75, 2.0]))
    assert [patience.left, patience.left, patience.left] == [0.75, 0.25, 0.0]


def test_patience_ends_when_stopped() -> None:
    patience = Patience(60.0, time.monotonic)
    assert patience.left > 1.0
    patience.stop()
    assert patience.left == 0.0


def test_without_any_time_the_fast_plan_is_kept() -> None:
    over = Settings(weights=WEIGHTS, patience=Patience(0.0, time.monotonic))
    plan = make_plan(PROGRAMME, settings=over, outlook=False)
    quick = make_plan(PROGRAMME, settings=Settings(weights=WEIGHTS, strategy=Strategy.FAST), outlook=False)
    assert plan.strategy == "fast"
    assert plan.goals == quick.goals


def test_with_time_the_best_plan_is_found() -> None:
    enough = Settings(weights=WEIGHTS, patience=Patience(60.0, time.monotonic))
    plan = make_plan(PROGRAMME, settings=enough, outlook=False)
    best = make_plan(PROGRAMME, settings=Settings(weights=WEIGHTS, strategy=Strategy.EXACT), outlook=False)
    assert plan.goals[0].value == pytest.approx(best.goals[0].value, rel=1e-6)


def test_without_weights_there_is_no_plan_in_no_time() -> None:
    with pytest.raises(OutOfTime):
        make_plan(PROGRAMME, settings=Settings(patience=Patience(0.0, time.monotonic)), outlook=False)


def test_the_user_is_told_that_there_was_no_time() -> None:
    def late(_: Settings) -> Plan:
        raise OutOfTime("time limit")

    with pytest.raises(BadInput) as told:
        patiently(late, Effort(seconds=2.0), lambda _: None)
    assert "no plan was found within 2 seconds" in str(told.value.problems[0])


def test_ctrl_c_ends_the_search_and_keeps_the_plan() -> None:
    said: list[str] = []
    plan = make_plan(PROGRAMME, settings=Settings(weights=WEIGHTS, strategy=Strategy.FAST), outlook=False)

    def searching(settings: Settings) -> Plan:
        assert settings.patience is not None
        while settings.patience.left > 0:
            time.sleep(0.01)
        return plan

    threading.Timer(0.3, _thread.interrupt_main).start()
    assert patiently(searching, Effort(seconds=60.0), said.append) is plan
    assert said == ["stopping with the best plan so far"]
