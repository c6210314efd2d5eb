"""Random numbers by counter, and the distributions that figures stand for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.risk.conftest import Planner

from workshare.model.figure import Figure
from workshare.model.hazards import Shape
from workshare.risk.dice import Dice, pert, spread
from workshare.risk.odds import work_of
from workshare.risk.sampling import down_share


def test_streams_depend_on_seed_name_and_block_only() -> None:
    """The same three give the same numbers; any other gives others."""
    one = Dice(7).stream("a", 3).random(4).tolist()
    assert Dice(7).stream("a", 3).random(4).tolist() == one
    for other in (Dice(8).stream("a", 3), Dice(7).stream("b", 3), Dice(7).stream("a", 4)):
        assert other.random(4).tolist() != one
    # The numbers themselves, so that a study can be repeated with another release.
    assert one == [0.36488103014704654, 0.8314248213214844, 0.3836326945495966, 0.8187167673257172]


def test_pert_has_the_mean_and_mode_that_it_is_known_for() -> None:
    """Mean = (low + 4 mode + high) / 6, and the beta's mode is the mode."""
    figure = Figure(value=20.0, low=10.0, high=60.0)
    alpha, beta = pert(10, 20, 60)
    assert 10 + 50 * alpha / (alpha + beta) == pytest.approx((10 + 80 + 60) / 6)
    assert 10 + 50 * (alpha - 1) / (alpha + beta - 2) == pytest.approx(20)
    drawn = spread(figure).sample(np.random.default_rng(1), 100_000)
    assert drawn.mean() == pytest.approx(25, abs=0.15)
    assert 10 <= drawn.min() <= drawn.max() <= 60


def test_other_shapes() -> None:
    """A triangle's mean is the mean of its corners; an exponential's is its value; one value is itself."""
    rng, figure = np.random.default_rng(1), Figure(value=20.0, low=10.0, high=60.0)
    assert spread(figure, Shape.TRIANGULAR).sample(rng, 100_000).mean() == pytest.approx(30, abs=0.2)
    assert spread(figure, Shape.EXPONENTIAL).sample(rng, 100_000).mean() == pytest.approx(20, abs=0.3)
    assert spread(Figure(value=5.0)).sample(rng, 3).tolist() == [5, 5, 5]


def test_a_hazard_draws_the_same_whatever_else_there_is(plan: Planner) -> None:
    """Common random numbers: taking a hazard away, or writing another, moves no other draw.

    start: 2024-01-01
    until: 2024-02-25
    calendar: {weeks: 8}
    sites: {works: {country: UA}}
    items: {pump: {}}
    resources: {line: {site: works, hours: {low: 40, mode: 70, high: 90, per: week}}}
    operations:
      build: {site: works, makes: {pump: 1}, time: {line: 10 h}, lead_time: {low: 0, mode: 3, high: 9, unit: days}}
    activities:
      vote: {days: {low: 5, mode: 10, high: 30}, never: 0.2}
    demands:
      orders: {item: pump, site: works, quantity: 7, due: 2024-01-21}
    commitments:
      voted: {by: M, says: voted, due: 2024-01-16, measure: {done: vote}}
    hazards:
      power: {kind: outage, sites: [works], rate: 26 per year, length: 3 days}
    """
    whole, fewer = plan(), plan({"low: 40, mode: 70, high: 90, per: week": "mode: 70, per: week"})
    one, two = (work_of(p, 9).study.draws(2) for p in (whole, fewer))
    without = replace(work_of(whole, 9).study, without=frozenset({("activities", "vote")})).draws(2)
    assert (one.runs == two.runs).all()
    assert (one.days == two.days).all()
    assert (one.supply[0] != two.supply[0]).any()
    assert (without.runs == one.runs).all()
    assert (without.days == 10).all()


def test_what_is_uncertain_may_be_drawn_once(plan: Planner) -> None:
    """For all scenarios of a study alike, as in the scenario of its number; what is variable still varies.

    start: 2024-01-01
    until: 2024-02-25
    calendar: {weeks: 8}
    sites: {works: {country: UA}}
    items: {pump: {}}
    resources: {line: {site: works, hours: {low: 40, mode: 70, high: 90, per: week}}}
    operations:
      build: {site: works, makes: {pump: 1}, time: {line: 10 h}, lead_time: {low: 0, mode: 3, high: 9, unit: days}}
    demands:
      orders: {item: pump, site: works, quantity: 7, due: 2024-01-21}
    """
    study = work_of(plan(), 9).study
    free, held = study.draws(0), replace(study, known=17).draws(0)
    assert len(set(free.supply[0].tolist())) == 256
    assert set(held.supply[0].tolist()) == {free.supply[0, 17]}
    assert (held.lead == free.lead).all()


def test_overlapping_outages_count_once(plan: Planner) -> None:
    """Days 2 to 6, and 5 to 9 on top of them, take 5 days of the first week and 2 of the second.

    start: 2024-01-01
    until: 2024-02-25
    calendar: {weeks: 8}
    """
    start, length = np.array([[2.0], [5.0]]), np.array([[4.0], [4.0]])
    share = down_share(plan().periods, start, length, np.array([[True], [True]]))
    assert share[:3, 0].tolist() == pytest.approx([5 / 7, 2 / 7, 0])
    share = down_share(plan().periods, start, length, np.array([[True], [False]]))
    assert share[:3, 0].tolist() == pytest.approx([4 / 7, 0, 0])
