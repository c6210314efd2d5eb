"""Plans that are made to be safe: figures at a quantile of their ranges."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from workshare.files.folder import load
from workshare.model.figure import Figure
from workshare.model.programme import Programme
from workshare.planner.make import make_plan
from workshare.risk.build import execution
from workshare.risk.chances import chances
from workshare.risk.dice import Dice, spread
from workshare.risk.quantile import at_quantile

CASE = Path(__file__).parents[2] / "programmes" / "moderna-lonza-2020"


@pytest.fixture(scope="module")
def case() -> Programme:
    """A programme with ranges of every kind."""
    return load(CASE)


def hours(programme: Programme) -> Figure:
    """The hours of its first line."""
    return programme.resources[0].hours[0].hours


def days(programme: Programme) -> Figure:
    """The days of its first activity."""
    return programme.activities[0].days


def test_a_quantile_is_one_of_the_draws(case: Programme) -> None:
    """Of many draws a share lies on the good side: above planned hours, below planned days."""
    safe = at_quantile(case, 0.8)
    drawn = spread(hours(case)).sample(Dice(1).stream("x", 0), 200_000)
    assert np.mean(drawn > hours(safe).value) == pytest.approx(0.8, abs=0.005)
    drawn = spread(days(case)).sample(Dice(1).stream("y", 0), 200_000)
    assert np.mean(drawn <= days(safe).value + 0.5) == pytest.approx(0.8, abs=0.02)
    assert days(safe).value == round(days(safe).value)


def test_what_has_no_range_stays(case: Programme) -> None:
    """Lead times of one value, and quantities of recipes."""
    safe = at_quantile(case, 0.9)
    assert safe.lanes[0].lead_time == case.lanes[0].lead_time
    assert safe.operations[0].makes == case.operations[0].makes


@pytest.mark.parametrize("share", [0.0, 1.0, -0.2])
def test_no_share_between_0_and_1(case: Programme, share: float) -> None:
    """Nothing is certain."""
    with pytest.raises(ValueError, match="no share between 0 and 1"):
        at_quantile(case, share)


def test_draws_are_those_of_the_true_ranges(case: Programme) -> None:
    """A plan made with safe figures is put to the test by the ranges as they are, over what was planned."""
    safe = at_quantile(case, 0.8)
    plan = make_plan(safe, outlook=False)
    made = execution(plan)
    found = {chance.name: chance for chance in chances(plan, made, case)}
    name = next(name for name in found if name.startswith("resources/line-norwood/hours"))
    assert found[name].base == hours(safe).value
    assert found[name].size == spread(hours(case))
    alone = {chance.name: chance for chance in chances(replace(plan, programme=safe), made)}
    assert alone[name].size != found[name].size
