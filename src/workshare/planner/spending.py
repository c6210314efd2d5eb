"""Spending: what every column costs, in which period it is paid, and which funds may pay for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from workshare.model.fleets import Actual
from workshare.model.ids import LaneId
from workshare.model.money import Fund
from workshare.model.network import Lane, Operation, Supply
from workshare.model.programme import Programme, by_id, days_from
from workshare.model.project import Activity, Investment
from workshare.outcome.terms import Purpose
from workshare.planner.lags import Floats
from workshare.planner.lots import BEGUN, switched
from workshare.planner.model import Model
from workshare.planner.network import FlowKind
from workshare.planner.objective import Objective, fresh
from workshare.planner.prices import NOTHING, Price, Rates, period_of

PURPOSES = {FlowKind.MAKE: Purpose.OPERATION, FlowKind.BUY: Purpose.SUPPLY, FlowKind.SHIP: Purpose.LANE}
"""What the money of a flow is paid for; other flows are free."""


@dataclass(frozen=True, slots=True, order=True)
class Thing:
    """What money is paid for, with where it stands and what it is for."""

    purpose: Purpose
    id: str
    country: str = ""
    site: str = ""
    family: str = ""


class Things:
    """Finds what a row of the programme is as a thing that costs money, and which funds may pay for it."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.country: dict[str, str] = {s.id: str(s.country) for s in programme.sites}
        self.family: dict[str, str] = {i.id: str(i.family) for i in programme.items}
        self.site: dict[str, str] = {r.id: str(r.site) for r in programme.resources}

    @cached_property
    def known(self) -> dict[tuple[Purpose, str], Thing]:
        """Everything of the programme that may cost money but for lanes, whose legs differ."""
        p = self.programme
        things = [self._operation(o) for o in p.operations] + [self._supply(s) for s in p.supplies]
        things += [self._activity(a) for a in p.activities] + [self._investment(v) for v in p.investments]
        return {(t.purpose, t.id): t for t in things}

    def _operation(self, o: Operation) -> Thing:
        return Thing(Purpose.OPERATION, o.id, self.country[o.site], o.site, self.family[next(iter(o.makes))])

    def _supply(self, s: Supply) -> Thing:
        return Thing(Purpose.SUPPLY, s.id, s.country or self.country[s.site], s.site, self.family[s.item])

    def _legs(self, lane: Lane) -> Iterator[Thing]:
        for site in lane.destination:
            for item in lane.items or self.family:
                yield self.leg(lane.id, site, item)

    def every(self) -> Iterator[Thing]:
        """Everything of the programme that has a cost, a lane once for each of its destinations and items."""
        p = self.programme
        yield from (self.known[Purpose.OPERATION, o.id] for o in p.operations if o.cost or o.setup_cost)
        yield from (self.known[Purpose.SUPPLY, s.id] for s in p.supplies if s.price)
        yield from (leg for lane in p.lanes if lane.cost for leg in self._legs(lane))
        ways = {a.id: a.ways.values() for a in p.activities}
        yield from (self.known[Purpose.ACTIVITY, a.id] for a in p.activities if any(m.cost for m in ways[a.id]))
        yield from (self.known[Purpose.INVESTMENT, v.id] for v in p.investments if v.cost)

    def leg(self, lane: str, destination: str, item: str) -> Thing:
        """A lane as what it carries where."""
        return Thing(Purpose.LANE, lane, self.country[destination], destination, self.family[item])

    def _activity(self, a: Activity) -> Thing:
        return Thing(Purpose.ACTIVITY, a.id, a.country or "")

    def _investment(self, v: Investment) -> Thing:
        site = self.site[v.resource]
        return Thing(Purpose.INVESTMENT, v.id, v.country or self.country[site], site)

    def happened(self, actual: Actual, rates: Rates) -> tuple[Thing, Price]:
        """What an actual is as a thing that costs money, and the price of one; deliveries are free."""
        operations, supplies = by_id(self.programme.operations), by_id(self.programme.supplies)
        if actual.operation is not None:
            o = operations[actual.operation]
            return self.known[Purpose.OPERATION, o.id], rates.price(o.cost, o.payments)
        if actual.supply is not None:
            s = supplies[actual.supply]
            return self.known[Purpose.SUPPLY, s.id], rates.price(s.price, s.payments)
        lane = by_id(self.programme.lanes).get(actual.lane or LaneId(""))
        if lane is None:
            return Thing(Purpose.LANE, ""), NOTHING
        return self.leg(lane.id, str(actual.destination), str(actual.item)), rates.price(lane.cost)

    def payers(self, thing: Thing) -> tuple[int, ...]:
        """The numbers of the funds that may pay for a thing."""
        return tuple(n for n, fund in enumerate(self.programme.funds) if may_pay(fund, thing))


def may_pay(fund: Fund, thing: Thing) -> bool:
    """Whether a fund's purposes cover a thing: it agrees with every line that is given."""
    pays = fund.pays_for
    single = {
        Purpose.OPERATION: pays.operations,
        Purpose.SUPPLY: pays.supplies,
        Purpose.LANE: pays.lanes,
        Purpose.ACTIVITY: pays.activities,
        Purpose.INVESTMENT: pays.investments,
    }
    return (
        (not pays.families or thing.family in pays.families)
        and (not pays.partners or thing.country in pays.partners)
        and (not pays.sites or thing.site in pays.sites)
        and (not any(single.values()) or thing.id in single[thing.purpose])
    )


@dataclass(frozen=True, slots=True)
class Spend:
    """Entries of spending: a unit of a column pays so much in a period for a thing."""

    thing: Thing
    column: int
    period: int
    amount: float


def flow_costs(model: Model) -> Floats:
    """What a unit of every flow cell costs in all, in the programme's currency."""
    grid, shrunk = model.columns.flow, model.shrunk
    flat = np.array([f.price.value if f.price.plain else 0.0 for f in shrunk.flows])
    costs = flat[grid.owner] if grid.size else np.zeros(0)
    for n, flow in enumerate(shrunk.flows):
        if not flow.price.plain:
            for k in range(int(grid.begin[n]), int(grid.begin[n + 1])):
                costs[k] = shrunk.network.rates.cost(flow.price, shrunk.periods.last(int(grid.period[k])))
    return np.asarray(costs)


def setup_costs(model: Model) -> Objective:
    """What setting up costs in all, in the programme's currency."""
    rates, periods = model.shrunk.network.rates, model.shrunk.periods
    cells = [
        (int(model.columns.further[BEGUN].at(n, p)), rates.cost(one.setup_price, periods.last(p)))
        for n, one in enumerate(switched(model))
        for p in range(one.first, one.last + 1)
        if one.setup_price.value
    ]
    return fresh([column for column, _ in cells], [cost for _, cost in cells])


def setup_spending(model: Model, things: Things) -> Iterator[Spend]:
    """What setting up pays within the horizon, cell by cell."""
    rates, periods = model.shrunk.network.rates, model.shrunk.periods
    for n, one in enumerate(switched(model)):
        for p in range(one.first, one.last + 1) if one.setup_price.value else ():
            for day, amount in rates.paid(one.setup_price, periods.last(p)):
                paid = period_of(periods, day)
                if paid is not None:
                    thing = things.known[Purpose.OPERATION, one.id]
                    yield Spend(thing, int(model.columns.further[BEGUN].at(n, p)), paid, amount)


def flow_spending(model: Model, things: Things) -> Iterator[Spend]:
    """What the flows pay within the horizon, cell by cell."""
    grid, shrunk = model.columns.flow, model.shrunk
    rates, periods = shrunk.network.rates, shrunk.periods
    for n, flow in enumerate(shrunk.flows):
        if flow.kind not in PURPOSES or flow.price.value == 0:
            continue
        if flow.kind is FlowKind.SHIP:
            thing = things.leg(flow.id, flow.gives[0][0].site, flow.gives[0][0].item)
        else:
            thing = things.known[PURPOSES[flow.kind], flow.id]
        for p in range(int(grid.first[n]), int(grid.last[n]) + 1):
            column = int(grid.at(n, p))
            for day, amount in rates.paid(flow.price, periods.last(p)):
                paid = period_of(periods, day)
                if paid is not None:
                    yield Spend(thing, column, paid, amount)


def project_payments(model: Model, things: Things) -> Iterator[tuple[Thing, int, float]]:
    """What the activities and investments of the schedule pay: thing, day and amount, also after the horizon.

    Of an activity under way only what is paid from the plan's day on is left to pay.
    """
    programme, schedule, rates = model.programme, model.schedule, model.shrunk.network.rates
    for a in programme.activities:
        times = schedule.activities.get(a.id)
        if times is not None and a.done is None and a.id not in model.deciding.free:
            price = rates.price(dict(a.ways)[times.mode].cost, a.payments)  # type: ignore[index]
            for day, amount in rates.paid(price, times.start) if price.value else ():
                if day >= rates.today:
                    yield things.known[Purpose.ACTIVITY, a.id], day, amount
    investments = by_id(programme.investments)
    for name, decided in schedule.choices.investments.items():
        price = rates.price(investments[name].cost, investments[name].payments)
        for decision in decided:
            for day, amount in rates.paid(price, decision) if price.value else ():
                yield things.known[Purpose.INVESTMENT, name], day, amount


def fact_payments(model: Model, things: Things) -> Iterator[tuple[Actual, Thing, int, float]]:
    """What is paid for what has happened: the actual, the thing, the day and the amount, also after the plan's day."""
    rates = model.shrunk.network.rates
    for actual in model.shrunk.network.facts.actuals:
        thing, price = things.happened(actual, rates)
        if price.value:
            for day, amount in rates.paid(price, days_from(model.programme.start, actual.date, 0)):
                yield actual, thing, day, amount * actual.quantity.value


def released(model: Model, fund: Fund) -> tuple[int, int]:
    """The first and last day on which a fund may pay, by its dates and gates and the day from which on all is known."""
    start = model.programme.start
    opened, _ = model.schedule.opens(fund.needs)
    known = 0 if model.shrunk.network.facts.actuals else model.shrunk.network.today
    first = max(known, days_from(start, fund.effective_start, 0), opened)
    return first, days_from(start, fund.effective_end, 10**9)
