"""Levers on the bundled case: three readings of "first results", and every gain that is claimed comes true."""

import pytest

from workshare.levers.answers import Levers, gain_days, gain_quantity
from workshare.levers.best import levers
from workshare.levers.changes import apply_all
from workshare.levers.judge import stands
from workshare.levers.upstream import subject_of
from workshare.model.programme import Programme
from workshare.planner.make import make_plan

pytestmark = pytest.mark.full

READINGS = ("first-results-unit", "first-results-lot", "first-results-line")


@pytest.fixture(scope="module")
def found(case: Programme) -> dict[str, Levers]:
    """The levers of each reading, eight of them tried."""
    return {name: levers(case, name, most=8) for name in READINGS}


@pytest.mark.parametrize("name", READINGS)
def test_eight_levers_are_tried(found: dict[str, Levers], name: str) -> None:
    """At least eight levers are planned; the best comes first, and those of no use are shown as such.

    Where two ways to a promise are equally long no single lever buys anything; a pair does.
    """
    answer = found[name]
    gains = [lever.gain_days for lever in answer.levers]
    assert len(gains) >= 8
    assert gains == sorted(gains, reverse=True)
    assert gains[-1] == 0
    assert all(lever.confirmed for lever in answer.levers)
    assert answer.pair is not None
    assert answer.pair.gain_days >= max(gains[0], 1)


@pytest.mark.parametrize("name", ["first-results-unit"])
def test_the_best_come_true(found: dict[str, Levers], case: Programme, name: str) -> None:
    """A full plan of the changed programme moves the promise as far as the best lever and the best pair claim."""
    claims_come_true(case, name, found[name], count=1)


@pytest.mark.parametrize("name", READINGS)
def test_every_claim_comes_true(case: Programme, name: str) -> None:
    """So it is for every lever that is tried, gains of nothing included."""
    claims_come_true(case, name, levers(case, name), count=1000)


def claims_come_true(case: Programme, name: str, answer: Levers, *, count: int) -> None:
    """The first so many levers, and the pair, do what they claim in a plan of their own."""
    subject = subject_of(case, name)
    before = stands(make_plan(case, outlook=False), subject)
    assert before == answer.position
    for lever in [*answer.levers[:count], *([answer.pair] if answer.pair else [])]:
        after = stands(make_plan(apply_all(case, lever.changes), outlook=False), subject)
        assert (gain_days(before, after), gain_quantity(before, after)) == (lever.gain_days, lever.gain_quantity)
        assert after.verdict is lever.after.verdict
        assert after.date == lever.after.date
