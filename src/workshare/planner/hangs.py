"""What a commitment hangs on: the chain that makes up its time, and what limits its quantity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from workshare.gates import Schedule
from workshare.model.calendar import Periods
from workshare.model.figure import Basis, figures_of
from workshare.model.programme import Programme, by_id
from workshare.model.promises import Commitment
from workshare.outcome.rows import Link, LinkKind
from workshare.planner.lags import Ints
from workshare.planner.model import Model, Problem
from workshare.planner.network import FlowKind
from workshare.planner.objective import Marginals
from workshare.planner.shrink import first_output
from workshare.planner.stocks import Stock
from workshare.planner.ways import GATE

KINDS = {
    FlowKind.MAKE: LinkKind.OPERATION,
    FlowKind.SHIP: LinkKind.LANE,
    FlowKind.BUY: LinkKind.SUPPLY,
    FlowKind.SWAP: LinkKind.SUBSTITUTE,
}
SECTIONS = {
    LinkKind.ACTIVITY: "activities",
    LinkKind.OPERATION: "operations",
    LinkKind.LANE: "lanes",
    LinkKind.SUPPLY: "supplies",
    LinkKind.RESOURCE: "resources",
    LinkKind.LICENCE: "licences",
    LinkKind.FUND: "funds",
}
NOTHING = 1e-7
"""Dual values below this are rounding."""
MONEY = frozenset({"cost", "price"})


def chain(model: Model, schedule: Schedule, commitment: Commitment) -> list[Link]:
    """The links that make up the earliest date of a commitment, last one first."""
    measure = commitment.measure
    if measure is None:
        return []
    if measure.done is not None:
        return [_counted(model.programme, link) for link in _activities(model, schedule, measure.done)]
    if measure.made is not None:
        _, number = first_output(model.shrunk, commitment)
        links = _from_flow(model, schedule, number) if number is not None else iter(())
        return [_counted(model.programme, link) for link in links]
    stocks = []
    for demand, first, last in model.shrunk.demands:
        if demand.item == measure.delivered and (not measure.at or demand.site in measure.at) and first <= last:
            stocks.append(Stock(demand.item, demand.site))
    known = [s for s in stocks if s in model.shrunk.earliest.stock]
    if not known:
        return []
    first_there = min(known, key=lambda s: (model.shrunk.earliest.stock[s], s))
    return [_counted(model.programme, link) for link in _from_stock(model, schedule, first_there)]


def _from_stock(model: Model, schedule: Schedule, stock: Stock) -> Iterator[Link]:
    number = model.shrunk.earliest.by[stock]
    if number is None:
        yield Link(kind=LinkKind.STOCK, id=f"{stock.item} at {stock.site}")
    else:
        yield from _from_flow(model, schedule, number)


def _from_flow(model: Model, schedule: Schedule, number: int) -> Iterator[Link]:
    """The links from a flow back: the input it waits for, and that input's flow, or its gate and activities."""
    dates, network, periods = model.shrunk.earliest, model.shrunk.network, model.shrunk.periods
    seen: set[int] = set()
    while number not in seen:
        seen.add(number)
        flow, start = network.flows[number], dates.start[number]
        if flow.kind is FlowKind.FAIL:
            yield Link(kind=LinkKind.STOCK, id=f"{flow.gives[0][0].item} at {flow.gives[0][0].site}")
            return
        if flow.kind not in {FlowKind.FINISH, FlowKind.AGE}:
            yield Link(
                kind=KINDS[flow.kind], id=flow.id, start=periods.date(start), finish=periods.date(start + flow.lead),
                days=flow.lead,
            )  # fmt: skip
        waits = [taken for taken, _ in flow.takes if dates.stock[taken] == start]
        if waits and (start > flow.opens or flow.kind is FlowKind.AGE):
            before = dates.by[waits[0]]
            if before is None:
                yield Link(kind=LinkKind.STOCK, id=f"{waits[0].item} at {waits[0].site}")
                return
            number = before
            continue
        if flow.way.held_by is not None and start == flow.opens:
            yield from _held(model, schedule, *flow.way.held_by)
        return


def _held(model: Model, schedule: Schedule, kind: str, name: str) -> Iterator[Link]:
    """The gate or the licence that a flow waits for, and the activities that it waits for itself."""
    if kind == GATE:
        day, activity = schedule.gates[name]
        yield Link(kind=LinkKind.GATE, id=name, finish=model.shrunk.periods.date(day))
    else:
        day, activity = schedule.done(by_id(model.programme.licences)[name].needs)
        yield Link(kind=LinkKind.LICENCE, id=name, finish=model.shrunk.periods.date(day))
    if activity:
        yield from _activities(model, schedule, activity)


def _activities(model: Model, schedule: Schedule, name: str) -> Iterator[Link]:
    periods = model.shrunk.periods
    at: str | None = name
    while at is not None and at in schedule.activities:
        times = schedule.activities[at]
        yield Link(
            kind=LinkKind.ACTIVITY, id=at, start=periods.date(times.start), finish=periods.date(times.finish),
            days=times.finish - times.start,
        )  # fmt: skip
        at = times.after


def limits(model: Model, problem: Problem, marginals: Marginals) -> list[Link]:
    """What limits a commitment's quantity by its due date, strongest first.

    That may be resources, lanes, supplies, licences, funds, stocks that are there or come in by themselves, and goals
    above.
    The weight of each is what its bounds contribute to the shortfall in the dual problem: sum of dual value · bound.
    """
    found = _Weights(model.shrunk.periods)
    for rule, kind in (
        ("capacity", LinkKind.RESOURCE),
        ("lane limit", LinkKind.LANE),
        ("supply total", LinkKind.SUPPLY),
        ("licence", LinkKind.LICENCE),
        ("fund", LinkKind.FUND),
    ):
        first, rows = problem.rows[rule]
        duals = marginals.rows[first : first + rows.grid.size]
        whole = kind in {LinkKind.SUPPLY, LinkKind.LICENCE, LinkKind.FUND}
        for k in np.flatnonzero(np.abs(duals) > NOTHING):
            name, period = rows.things[int(rows.grid.owner[k])], None if whole else int(rows.grid.period[k])
            found.add(kind, name, float(duals[k]), float(rows.upper[k]), period)
    first, rows = problem.rows["balance"]
    duals = marginals.rows[first : first + rows.grid.size]
    for k in np.flatnonzero((np.abs(duals) > NOTHING) & (rows.lower < 0)):  # what is there, or comes in by itself
        stock = model.stocks[int(rows.grid.owner[k])]
        if not stock.stage:
            found.add(LinkKind.STOCK, f"{stock.item} at {stock.site}", float(duals[k]), float(rows.lower[k]))
    grid = model.columns.flow
    priced: Ints = np.flatnonzero(marginals.columns[grid.cells] < -NOTHING)
    for k in priced:
        flow = model.shrunk.flows[int(grid.owner[k])]
        bound, dual = float(problem.upper[grid.base + k]), float(marginals.columns[grid.base + k])
        if flow.kind is FlowKind.BUY and np.isfinite(bound):
            found.add(LinkKind.SUPPLY, flow.id, dual, bound, int(grid.period[k]))
    for name, dual in marginals.held.items():
        if abs(dual) > NOTHING:
            found.add(LinkKind.DEMAND, name, dual, 1.0)
    return [_counted(model.programme, link) for link in found.strongest()]


class _Weights:
    """Adds up what bounds contribute, thing by thing, with the days on which they do and their largest dual value."""

    def __init__(self, periods: Periods) -> None:
        self.periods = periods
        self.links: dict[tuple[LinkKind, str], Link] = {}

    def add(self, kind: LinkKind, name: str, dual: float, bound: float, period: int | None = None) -> None:
        """A bound of a thing, all the time or in one period."""
        old = self.links.get((kind, name), Link(kind=kind, id=name, binding=True))
        start, finish = old.start, old.finish
        if period is not None:
            first, last = self.periods.date(self.periods.first(period)), self.periods.ends(period)
            start, finish = min(first, start or first), max(last, finish or last)
        self.links[kind, name] = replace(
            old,
            start=start,
            finish=finish,
            value=old.value + abs(dual * bound),
            marginal=max(old.marginal, abs(dual)),
        )

    def strongest(self) -> list[Link]:
        """The four that contribute most."""
        return sorted(self.links.values(), key=lambda link: (-link.value, link.kind, link.id))[:4]


def _counted(programme: Programme, link: Link) -> Link:
    """A link with the number of figures it rests on, and how many of them are assumed."""
    section = SECTIONS.get(link.kind)
    if section is None:
        return link
    entry = by_id(getattr(programme, section)).get(link.id)
    figures = [f for path, f in figures_of(entry) if not MONEY & set(path)]
    return replace(link, figures=len(figures), assumed=sum(f.basis is Basis.ASSUMED for f in figures))
