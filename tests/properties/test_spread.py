"""A coarse plan, spread evenly over its days, keeps within every day's capacity and never draws what is not there."""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from day_exact import Days, hours_on
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_programmes import COARSE, Taste, programmes, random_as_of

from workshare.model.programme import Programme, by_id
from workshare.outcome.plan import Plan
from workshare.planner.make import make_plan

Floats = npt.NDArray[np.float64]

NEAR = 1e-9
UNTOLD = 1e-6
"""The plan's tables leave out stocks below this."""


@dataclass
class Spread:
    """A plan day by day: ``started`` over the days of its period on which a flow may start, evenly."""

    plan: Plan

    def __post_init__(self) -> None:
        self.programme = self.plan.programme
        self.days = Days(self.programme, self.plan.as_of)
        self.length = self.plan.periods.horizon + 1
        self.ends = [self.plan.periods.last(p) for p in range(len(self.plan.periods))]

    def over(self, period: int, opens: float, closes: float, amount: float) -> Floats:
        """An amount over the days of a period from ``opens`` to ``closes``."""
        first = int(max(self.plan.periods.first(period), opens))
        last = int(min(self.plan.periods.last(period), closes))
        assert first <= last, "starts in a period that has no day for it"
        daily = np.zeros(self.length)
        daily[first : last + 1] = amount / (last - first + 1)
        return daily

    def after(self, daily: Floats, lead: int) -> Floats:
        """What starts so day by day, when it arrives."""
        return np.concatenate([np.zeros(lead), daily])[: self.length]

    def runs(self) -> Iterator[tuple[str, Floats]]:
        """Each operation's runs day by day, row by row."""
        operations = by_id(self.programme.operations)
        for row in self.plan.production:
            daily = self.over(
                row.period, self.days.makes[row.operation], self.days.closes(operations[row.operation]), row.runs
            )
            assert row.first == self.plan.periods.date(int(np.flatnonzero(daily)[0]))
            yield row.operation, daily

    def shipped(self) -> Iterator[tuple[str, str, str, str, Floats]]:
        """Each shipment's lane, item, origin and destination, and what leaves day by day."""
        lanes = by_id(self.programme.lanes)
        for row in self.plan.shipments:
            opens = self.days.ships[row.lane, row.item, row.origin]
            daily = self.over(row.period, opens, self.days.closes(lanes[row.lane]), row.quantity)
            yield row.lane, row.item, row.origin, row.destination, daily

    def hours(self) -> dict[str, Floats]:
        used: dict[str, Floats] = defaultdict(lambda: np.zeros(self.length))
        operations = by_id(self.programme.operations)
        for name, daily in self.runs():
            for resource, time in operations[name].time.items():
                used[resource] += time.value * daily
        return used

    def moved(self) -> dict[str, Floats]:
        carried: dict[str, Floats] = defaultdict(lambda: np.zeros(self.length))
        for lane, _, _, _, daily in self.shipped():
            carried[lane] += daily
        return carried

    def stocks(self) -> dict[tuple[str, str], tuple[Floats, float]]:
        """Each stock's change by day, its opening included, and all that ever went in."""
        change: dict[tuple[str, str], Floats] = defaultdict(lambda: np.zeros(self.length))
        volume: dict[tuple[str, str], float] = defaultdict(float)
        for item, site, daily in self.changes():
            change[item, site] += daily
            volume[item, site] += float(np.maximum(daily, 0).sum())
        return {place: (daily, volume[place]) for place, daily in change.items()}

    def changes(self) -> Iterator[tuple[str, str, Floats]]:
        for row in self.programme.stock:
            yield row.item, row.site, self.on(0, row.quantity.value)
        operations = by_id(self.programme.operations)
        for name, daily in self.runs():
            for item, n in operations[name].uses.items():
                yield item, operations[name].site, -n.value * daily
        yield from self.made()
        lanes = by_id(self.programme.lanes)
        for lane, item, origin, destination, daily in self.shipped():
            yield item, origin, -daily
            yield item, destination, self.after(daily, int(lanes[lane].lead_time.value))
        yield from self.at_ends()

    def made(self) -> Iterator[tuple[str, str, Floats]]:
        """Volumes on the day on which their work is done; of whole units what the plan says is finished."""
        discrete = {i.id for i in self.programme.items if i.discrete}
        operations = by_id(self.programme.operations)
        whole = {name for name, o in operations.items() if discrete & set(o.makes)}
        for name, daily in self.runs():
            o = operations[name]
            for item, n in o.makes.items() if name not in whole else ():
                yield item, o.site, n.value * self.after(daily, int(o.lead_time.value))
        for name, o in operations.items():
            for wip in o.in_progress if name not in whole else ():
                for item, n in o.makes.items():
                    yield item, o.site, self.on(self.days.ready(wip), wip.quantity.value * n.value)
        for out in self.plan.flows.outputs:
            if out.operation in whole:
                yield out.item, out.site, self.on(self.ends[out.period], out.quantity)

    def at_ends(self) -> Iterator[tuple[str, str, Floats]]:
        """What counts at the end of its period."""
        for bought in self.plan.purchases:
            yield bought.item, bought.site, self.on(self.ends[bought.period], bought.quantity)
        for swapped in self.plan.flows.substitutions:
            yield swapped.item, swapped.site, self.on(self.ends[swapped.period], -swapped.quantity)
            yield swapped.instead_of, swapped.site, self.on(self.ends[swapped.period], swapped.quantity)
        for row in self.plan.deliveries:
            yield row.item, row.site, self.on(self.ends[row.period], -row.quantity)

    def on(self, day: int, amount: float) -> Floats:
        daily = np.zeros(self.length)
        if day < self.length:
            daily[day] = amount
        return daily

    def work(self) -> Iterator[tuple[str, str, Floats, Floats]]:
        """For each operation and output: what its work allows, and what comes out, both up to each period's end."""
        for o in self.programme.operations:
            daily = sum((d for name, d in self.runs() if name == o.id), np.zeros(self.length))
            ready = np.zeros(self.length)
            for wip in o.in_progress:
                ready += self.on(self.days.ready(wip), wip.quantity.value)
            done = np.cumsum(self.after(daily, int(o.lead_time.value)) + ready)[self.ends]
            for item, n in o.makes.items():
                out = np.zeros(len(self.ends))
                for row in self.plan.flows.outputs:
                    if (row.operation, row.item) == (o.id, item):
                        out[row.period] += row.quantity
                yield o.id, item, n.value * done, np.cumsum(out)


coarse = given(programmes(Taste(calendars=COARSE)), st.randoms(use_true_random=False))


@coarse
@settings(suppress_health_check=list(HealthCheck))
def test_capacity_holds_on_every_day(programme: Programme, rng: random.Random) -> None:
    spread = Spread(make_plan(programme, as_of=random_as_of(rng, programme)))
    resources = by_id(programme.resources)
    for name, used in spread.hours().items():
        have = np.array([hours_on(resources[name], programme, d) for d in range(spread.length)])
        assert np.all(used <= have * (1 + NEAR) + NEAR), name
    for name, carried in spread.moved().items():
        limit = by_id(programme.lanes)[name].limit
        assert limit is None or np.all(carried <= limit.per_day * (1 + NEAR) + NEAR), name


@coarse
@settings(suppress_health_check=list(HealthCheck))
def test_supplies_hold_on_every_day(programme: Programme, rng: random.Random) -> None:
    spread = Spread(make_plan(programme, as_of=random_as_of(rng, programme)))
    supplies = by_id(programme.supplies)
    for row in spread.plan.purchases:
        supply = supplies[row.supply]
        daily = spread.over(row.period, spread.days.gives[row.supply], spread.days.closes(supply), row.quantity)
        if supply.quantity:
            assert daily.max() <= supply.quantity.per_day * (1 + NEAR) + NEAR, row


@coarse
@settings(suppress_health_check=list(HealthCheck))
def test_stocks_hold_at_every_boundary(programme: Programme, rng: random.Random) -> None:
    spread = Spread(make_plan(programme, as_of=random_as_of(rng, programme)))
    told = {(s.item, s.site, s.period): s.quantity for s in spread.plan.stock}
    for (item, site), (change, volume) in spread.stocks().items():
        level = np.cumsum(change)[spread.ends]
        for p, have in enumerate(level):
            says = told.get((item, site, p))
            least = -UNTOLD if says is None else says
            assert have >= least - NEAR * max(1.0, volume), (item, site, p, have, says)
            assert have >= -UNTOLD
    for name, item, done, out in spread.work():
        assert np.all(out <= done + NEAR * np.maximum(1.0, done) + UNTOLD), (name, item)
