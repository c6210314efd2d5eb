"""Random programmes in which things spoil: every plan is sound, and a longer life never makes it worse."""

import math
import random
from dataclasses import replace

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from random_programmes import Taste, programmes, random_as_of
from test_relaxation import EXACT, WAITING, vector, worse

from workshare.model.figure import plain
from workshare.model.programme import Programme
from workshare.planner.make import make_plan
from workshare.planner.verify import verify

SMALL = Taste(calendars=("weeks", "mixed", "months"), whole=0.2, least_shipments=False)


def spoiling(rng: random.Random, programme: Programme) -> Programme:
    """The programme with a shelf life for most of its items."""
    lives = (5, 14, 30, 60, 120)
    items = tuple(replace(i, shelf_life=plain(rng.choice(lives))) if rng.random() < 0.7 else i for i in programme.items)
    return replace(programme, items=items)


def longer(programme: Programme, factor: float | None) -> Programme:
    """The programme with every life so much longer, in whole days, or without any end."""
    items = tuple(
        replace(i, shelf_life=plain(math.ceil(i.shelf_life.value * factor)) if factor else None) if i.shelf_life else i
        for i in programme.items
    )
    return replace(programme, items=items)


@given(programmes(SMALL), st.randoms(use_true_random=False))
@settings(suppress_health_check=list(HealthCheck))
def test_sound(programme: Programme, rng: random.Random) -> None:
    made = spoiling(rng, programme)
    assert verify(make_plan(made, as_of=random_as_of(rng, made))) == []


@given(programmes(SMALL), st.randoms(use_true_random=False), st.sampled_from((1.5, 3)))
@settings(suppress_health_check=list(HealthCheck), max_examples=25)
def test_longer_life_is_no_worse(programme: Programme, rng: random.Random, factor: float) -> None:
    made = spoiling(rng, programme)
    without = frozenset({WAITING})
    before = vector(make_plan(made, settings=EXACT), without=without)
    after = vector(make_plan(longer(made, factor), settings=EXACT), without=without)
    note(f"{before}\n{after}")
    assert worse(before, after) is None
