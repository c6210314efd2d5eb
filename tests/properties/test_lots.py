"""Random programmes in lots: every plan is sound, and smaller lots never make it worse."""

import random
from dataclasses import replace

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from random_programmes import Taste, random_programme
from test_relaxation import EXACT, WAITING, vector, worse

from workshare.model.check import check
from workshare.model.figure import Figure, plain
from workshare.model.network import Operation, Supply
from workshare.model.programme import Programme
from workshare.planner.make import make_plan
from workshare.planner.settings import Settings
from workshare.planner.verify import verify

SMALL = Taste(calendars=("weeks",), whole=0.1, least_shipments=False)


def in_lots(rng: random.Random, programme: Programme) -> Programme:
    """The programme with lots, set-ups and yields for some of what it does."""
    operations = tuple(an_operation(rng, o) if rng.random() < 0.6 else o for o in programme.operations)
    supplies = tuple(a_supply(rng, s) if rng.random() < 0.3 else s for s in programme.supplies)
    return replace(programme, operations=operations, supplies=supplies)


def an_operation(rng: random.Random, o: Operation) -> Operation:
    return replace(
        o,
        yield_share=plain(rng.choice((0.5, 0.8, 1))) if rng.random() < 0.4 else None,
        size_minimum=plain(rng.choice((2, 5, 20))) if rng.random() < 0.5 else None,
        size_multiple=plain(rng.choice((1, 3))) if rng.random() < 0.3 else None,
        setup={r: plain(rng.choice((1, 8))) for r in o.time} if rng.random() < 0.4 else {},
        setup_cost=plain(rng.choice((1, 50))) if rng.random() < 0.4 else None,
    )


def a_supply(rng: random.Random, s: Supply) -> Supply:
    return replace(s, size_minimum=plain(rng.choice((2, 10))), size_multiple=plain(4) if rng.random() < 0.3 else None)


def programmes() -> st.SearchStrategy[Programme]:
    """Small random programmes in lots."""
    return st.randoms(use_true_random=False).map(lambda rng: in_lots(rng, random_programme(rng, SMALL)))


def smaller(figure: Figure | None) -> Figure | None:
    """Half of a size."""
    return replace(figure, value=figure.value / 2) if figure else None


def easier(programme: Programme) -> Programme:
    """The programme with every least lot, multiple, set-up and set-up cost halved."""
    operations = tuple(
        replace(
            o,
            size_minimum=smaller(o.size_minimum),
            size_multiple=smaller(o.size_multiple),
            setup={r: replace(h, value=h.value / 2) for r, h in o.setup.items()},
            setup_cost=smaller(o.setup_cost),
        )
        for o in programme.operations
    )
    supplies = tuple(
        replace(s, size_minimum=smaller(s.size_minimum), size_multiple=smaller(s.size_multiple))
        for s in programme.supplies
    )
    return replace(programme, operations=operations, supplies=supplies)


@given(programmes())
@settings(suppress_health_check=list(HealthCheck))
def test_sound(programme: Programme) -> None:
    assert not check(programme)
    assert verify(make_plan(programme, settings=Settings(nodes=500))) == []


@given(programmes())
@settings(suppress_health_check=list(HealthCheck), max_examples=25)
def test_smaller_lots_are_no_worse(programme: Programme) -> None:
    without = frozenset({WAITING})
    before = vector(make_plan(programme, settings=EXACT), without=without)
    after = vector(make_plan(easier(programme), settings=EXACT), without=without)
    note(f"{before}\n{after}")
    assert worse(before, after) is None
