"""More of something never makes a plan worse: the goals in their order are no worse than they were."""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import replace

from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st
from random_programmes import Taste, programmes

from workshare.model.check import check
from workshare.model.figure import Figure, plain
from workshare.model.network import CapacityStep, Stock
from workshare.model.programme import Programme
from workshare.outcome.plan import Plan
from workshare.planner.make import make_plan
from workshare.planner.settings import Settings

EXACT = Settings(gap=0.0, tie_gap=0.0, nodes=200_000, tie_nodes=200_000)
TASTE = Taste(least_shipments=False, whole=0.25)
NEAR = 1e-4
"""What counts as worse; what is better by far less than this may cost a later goal dearly."""
BETTER = 1e-6
WAITING = "stock that waits"

Relax = Callable[[random.Random, Programme], Programme | None]


def times(figure: Figure, factor: float) -> Figure:
    return replace(figure, value=figure.value * factor)


def more_capacity(rng: random.Random, programme: Programme) -> Programme | None:
    """More hours on every day of one resource; no new dates."""
    if not programme.resources:
        return None
    n, factor = rng.randrange(len(programme.resources)), rng.choice([1.1, 1.5, 4])
    old = programme.resources[n]
    steps = tuple(
        CapacityStep(hours=times(s.hours, factor), effective_start=s.effective_start, effective_end=s.effective_end)
        for s in old.hours
    )
    new = replace(old, hours=steps)
    return replace(programme, resources=(*programme.resources[:n], new, *programme.resources[n + 1 :]))


def earlier_supply(rng: random.Random, programme: Programme) -> Programme | None:
    """A supply that begins earlier, or at once."""
    dated = [n for n, s in enumerate(programme.supplies) if s.effective_start]
    if not dated:
        return None
    n, days = rng.choice(dated), rng.choice([1, 10, 30, None])
    old = programme.supplies[n]
    assert old.effective_start is not None
    new = replace(old, effective_start=None if days is None else old.effective_start - dt.timedelta(days=days))
    return replace(programme, supplies=(*programme.supplies[:n], new, *programme.supplies[n + 1 :]))


def larger_supply(rng: random.Random, programme: Programme) -> Programme | None:
    """A supply that gives more a day, more in all, or both."""
    if not programme.supplies:
        return None
    n, factor = rng.randrange(len(programme.supplies)), rng.choice([1.1, 1.5, 4])
    old = programme.supplies[n]
    new = replace(
        old,
        quantity=times(old.quantity, factor) if old.quantity and rng.random() < 0.7 else old.quantity,
        total=times(old.total, factor) if old.total and rng.random() < 0.7 else old.total,
    )
    return replace(programme, supplies=(*programme.supplies[:n], new, *programme.supplies[n + 1 :]))


def wider_lane(rng: random.Random, programme: Programme) -> Programme | None:
    """A lane that carries more, or anything."""
    limited = [n for n, lane in enumerate(programme.lanes) if lane.limit]
    if not limited:
        return None
    n, factor = rng.choice(limited), rng.choice([1.1, 2, None])
    old = programme.lanes[n]
    assert old.limit is not None
    new = replace(old, limit=times(old.limit, factor) if factor else None)
    return replace(programme, lanes=(*programme.lanes[:n], new, *programme.lanes[n + 1 :]))


def more_stock(rng: random.Random, programme: Programme) -> Programme | None:
    """A few more of an item somewhere at the start."""
    item, site = rng.choice(programme.items).id, rng.choice(programme.sites).id
    extra = float(rng.choice([1, 3, 20]))
    rows = [r for r in programme.stock if (r.item, r.site) != (item, site)]
    old = next((r for r in programme.stock if (r.item, r.site) == (item, site)), None)
    new = replace(old, quantity=plain(old.quantity.value + extra)) if old else None
    rows.append(new or Stock(item=item, site=site, quantity=plain(extra)))
    return replace(programme, stock=tuple(rows))


RELAXATIONS: tuple[Relax, ...] = (more_capacity, earlier_supply, larger_supply, wider_lane, more_stock)


def vector(plan: Plan, *, without: frozenset[str]) -> dict[str, float]:
    """The goals in their order; what a commitment that is met lacks is nothing."""
    values: dict[str, float] = {}
    for goal in plan.goals:
        if goal.name not in without:
            values[goal.name] = goal.value
            if goal.name.startswith("commitment ") and not goal.name.endswith(", short"):
                values[f"{goal.name}, short"] = 0.0
    return values


def worse(before: dict[str, float], after: dict[str, float]) -> str | None:
    """The first goal that differs, if it got worse."""
    for name, old in before.items():
        new = after[name]
        if new > old + NEAR * max(1.0, abs(old)):
            return f"{name}: {old} became {new}"
        if new < old - BETTER * max(1.0, abs(old)):
            return None
    return None


@given(programmes(TASTE), st.sampled_from(RELAXATIONS), st.randoms(use_true_random=False))
@settings(suppress_health_check=list(HealthCheck))
def test_relaxed_is_no_worse(programme: Programme, relax: Relax, rng: random.Random) -> None:
    relaxed = relax(rng, programme)
    assume(relaxed is not None and relaxed != programme)
    assert relaxed is not None
    assert not check(relaxed)
    # More at the start, or sooner, may also wait longer, and what is of no use has to lie somewhere.
    without = frozenset({WAITING} if relax in {more_stock, earlier_supply} else set())
    before = vector(make_plan(programme, settings=EXACT), without=without)
    after = vector(make_plan(relaxed, settings=EXACT), without=without)
    note(f"{before}\n{after}")
    assert before.keys() == after.keys()
    assert worse(before, after) is None
