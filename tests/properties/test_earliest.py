"""Nothing is anywhere before it can be, day by day, however coarse the calendar."""

import datetime as dt
import random
from collections.abc import Iterator
from itertools import pairwise

import pytest
from day_exact import Days
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_programmes import programmes, random_as_of

from workshare.model.calendar import Calendar
from workshare.model.figure import Text, plain
from workshare.model.network import CapacityStep, Item, Operation, Partner, Resource, Site, Stock
from workshare.model.programme import FORMAT, Programme, by_id
from workshare.model.promises import Commitment, Demand, Measure
from workshare.outcome.plan import Plan
from workshare.planner.make import make_plan
from workshare.units import Per


def told_dates(plan: Plan, days: Days) -> Iterator[tuple[str, dt.date, float]]:
    """Each dated row: what it is, its date, and the first day on which it may be."""
    lead = {o.id: int(o.lead_time.value) for o in plan.programme.operations}
    demands = by_id(plan.programme.demands)
    for made in plan.production:
        yield f"start of {made.operation}", made.first, days.makes[made.operation]
    for out in plan.flows.outputs:
        running = by_id(plan.programme.operations)[out.operation].in_progress
        ready = min((days.ready(w) for w in running), default=10**9)
        first = min(days.makes[out.operation] + lead[out.operation], ready)
        yield f"output of {out.operation}", out.date, first
    for sent in plan.shipments:
        first = days.ships[sent.lane, sent.item, sent.origin]
        way = by_id(plan.programme.lanes)[sent.lane]
        yield f"departure on {sent.lane}", sent.date, first
        yield f"arrival by {sent.lane}", sent.arrives, first + int(way.lead_time.value)
    for bought in plan.purchases:
        yield f"arrival from {bought.supply}", bought.date, days.gives[bought.supply]
        yield f"order to {bought.supply}", bought.order_by, days.today
    for swapped in plan.flows.substitutions:
        yield f"{swapped.item} for another", swapped.date, days.at(swapped.item, swapped.site)
    opening = {(row.item, row.site) for row in plan.programme.stock if row.quantity.value > 0}
    for level in plan.stock:
        if level.quantity > 1e-6 and (level.item, level.site) not in opening:
            yield f"stock of {level.item} at {level.site}", level.date, days.at(level.item, level.site)
    for given_over in plan.deliveries:
        demand = demands[given_over.demand]
        yield f"delivery to {demand.id}", given_over.date, days.at(demand.item, demand.site)
        if demand.earliest:
            yield f"delivery to {demand.id}", given_over.date, days.number(demand.earliest)


@given(programmes(), st.randoms(use_true_random=False))
@settings(suppress_health_check=list(HealthCheck))
def test_nothing_precedes_its_earliest_day(programme: Programme, rng: random.Random) -> None:
    plan = make_plan(programme, as_of=random_as_of(rng, programme))
    days = Days(programme, plan.as_of)
    early = [(what, str(date), first) for what, date, first in told_dates(plan, days) if days.number(date) < first]
    assert not early


@given(programmes(), st.randoms(use_true_random=False))
@settings(suppress_health_check=list(HealthCheck))
def test_project_is_at_its_earliest(programme: Programme, rng: random.Random) -> None:
    plan = make_plan(programme, as_of=random_as_of(rng, programme))
    days = Days(programme, plan.as_of)
    assert {s.activity: days.number(s.finish) for s in plan.activities} == days.done
    assert {g.gate: days.number(g.date) for g in plan.gates} == days.gates


CALENDARS = {
    "days": Calendar(days=45),
    "weeks": Calendar(weeks=18),
    "months": Calendar(months=5),
    "quarters": Calendar(),
    "mixed": Calendar(days=3, weeks=3, months=2),
}


def three_steps(start: dt.date, calendar: Calendar, *, discrete: bool, due: int, measured: bool) -> Programme:
    """Three steps of ten days each, one after the other, and nobody short of anything."""
    names = ("raw", "first", "second", "third")
    operations = [
        Operation(
            id=f"to-{b}", site="plant", makes={b: plain(1)}, uses={a: plain(1)}, time={"line": plain(1)},
            lead_time=plain(10),
        )
        for a, b in pairwise(names)
    ]  # fmt: skip
    word = Commitment(id="word", by="Minister", says=Text(en="soon"), due=start + dt.timedelta(days=due),
                      measure=Measure(delivered="third"))  # fmt: skip
    return Programme(
        format=FORMAT, programme=Text(en="Three steps"), start=start, until=start + dt.timedelta(days=600),
        calendar=calendar, partners=(Partner(id="UA", name=Text(en="Ukraine")),),
        sites=(Site(id="plant", country="UA"),),
        items=tuple(Item(id=n, discrete=discrete) for n in names),
        resources=(Resource(id="line", site="plant", hours=(CapacityStep(hours=plain(1000, Per.DAY)),)),),
        operations=tuple(operations), stock=(Stock(item="raw", site="plant", quantity=plain(10)),),
        demands=(
            Demand(id="order", item="third", site="plant", quantity=plain(10), due=start + dt.timedelta(days=due)),
        ),
        commitments=(word,) if measured else (),
    )  # fmt: skip


@pytest.mark.parametrize("start", [dt.date(2024, 1, 1), dt.date(2023, 2, 1), dt.date(2024, 3, 14)], ids=str)
@pytest.mark.parametrize("calendar", CALENDARS.values(), ids=CALENDARS)
@pytest.mark.parametrize("discrete", [False, True], ids=["volume", "discrete"])
@pytest.mark.parametrize("measured", [False, True], ids=["asked", "promised"])
@pytest.mark.parametrize("due", [28, 29, 30])
def test_three_ten_day_steps(start: dt.date, calendar: Calendar, discrete: bool, measured: bool, due: int) -> None:
    """They never deliver by day 28, and on single days they deliver on day 30."""
    plan = make_plan(three_steps(start, calendar, discrete=discrete, due=due, measured=measured))
    arrived = [plan.periods.day(d.date) for d in plan.deliveries]
    assert min(arrived) >= 30
    assert sum(d.quantity for d in plan.deliveries) == pytest.approx(10)
    if calendar.days >= 31:
        assert max(arrived) == 30
    if measured:
        account = plan.commitment("word")
        assert account.earliest == start + dt.timedelta(days=30)
        assert account.date is not None
        assert account.date >= start + dt.timedelta(days=30)
