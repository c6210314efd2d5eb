"""Between programme and matrix: the network shrinks to what dates can serve and demand can reach.

What is taken out here is given back by ``planner.tables``, which fills in the stocks that were left aside. What may
be merged besides, without loss, ``planner.contract`` merges.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from workshare.gates import NEVER
from workshare.model.calendar import Periods
from workshare.model.programme import Programme
from workshare.model.promises import Commitment, Demand
from workshare.model.rules import RuleKind
from workshare.planner.backlogs import Backlog
from workshare.planner.earliest import Earliest, earliest
from workshare.planner.forced import needed_until
from workshare.planner.lags import Floats, Ints, Lag, spread_lag, whole_lag
from workshare.planner.network import Flow, FlowKind, Network, open_demands
from workshare.planner.shelf import aged, last_good, shelf_lives
from workshare.planner.stocks import DONE, ENTER, KEPT, SERVICE, Stock


@dataclass(frozen=True, slots=True)
class Window:
    """The periods in which a flow may start, and the days of its first and last possible start."""

    first: int
    last: int
    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class Shrunk:
    """The part of the network that matters: flows with windows and lags, stocks with their periods."""

    network: Network
    periods: Periods
    earliest: Earliest
    flows: tuple[Flow, ...]
    windows: tuple[Window, ...]
    lags: tuple[int, ...]
    """For each flow the number of its lag in ``tables``."""
    tables: tuple[Lag, ...]
    stocks: Mapping[Stock, tuple[int, int]]
    """The first and last period of each stock that is kept."""
    demands: tuple[tuple[Demand, int, int], ...]
    """Each demand with the first and last period in which deliveries are taken."""
    draws: Mapping[tuple[int, Stock], int] = field(default_factory=dict)
    """Where a flow takes what it needs of a stock in an earlier period: the number of that lag in ``tables``."""
    backlogs: tuple[Backlog, ...] = ()
    """Demands that are owed together."""

    @property
    def lengths(self) -> Floats:
        """The days of each period."""
        return np.diff(np.asarray(self.periods.bounds, dtype=float))


def shrink(programme: Programme, network: Network, periods: Periods) -> Shrunk:
    """Leave out flows that can never start, whose output comes too late, or that serve nobody."""
    network = aged(programme, network, periods)
    dates = earliest(network)
    lag_of: dict[tuple[int, int], int] = {}
    tables: list[Lag] = []
    numbers = [
        _lag(flow, start, periods, lag_of, tables) for flow, start in zip(network.flows, dates.start, strict=True)
    ]
    first_arrival = [lag.first_arrival(len(periods)) for lag in tables]
    windowed = _under_dated_rules(programme)
    spoiling = shelf_lives(programme).keys() | windowed
    demands = tuple(
        _delivery_periods(d, periods, dates, waits=d.item not in spoiling and _may_wait(programme, d))
        for d in map(network.facts.still_asked, open_demands(programme))
    )
    wanted = _wanted(programme, dates, periods, demands)
    arrivals = [first_arrival[n] for n in numbers]
    firm = needed_until(programme, network, periods)
    last = _last_useful(network, dates, periods, arrivals, (wanted, firm))
    kept, windows = [], []
    for n, flow in enumerate(network.flows):
        first = periods.counted_by(dates.start[n]) if dates.start[n] <= periods.horizon else len(periods)
        if first <= last[n]:
            kept.append(n)
            closes = min(flow.until, periods.last(last[n]))
            windows.append(Window(first, last[n], dates.start[n], closes))
    return Shrunk(
        network=network,
        periods=periods,
        earliest=dates,
        flows=tuple(network.flows[n] for n in kept),
        windows=tuple(windows),
        lags=tuple(numbers[n] for n in kept),
        tables=tuple(tables),
        stocks=_stock_periods(
            [(network.flows[n], w) for n, w in zip(kept, windows, strict=True)], dates, periods, wanted
        ),
        demands=demands,
    )


def _lag(flow: Flow, start: int, periods: Periods, known: dict[tuple[int, int], int], tables: list[Lag]) -> int:
    """The number of a flow's lag; flows that round up share theirs, whatever their first day."""
    coarse = not flow.whole and flow.lead > 0 and start < NEVER
    inside = periods.counted_by(start) if coarse and start <= periods.horizon else -1
    partial = inside >= 0 and periods.first(inside) < start
    key = (flow.lead, start if coarse and partial else (0 if coarse else -1))
    if key not in known:
        known[key] = len(tables)
        tables.append(
            spread_lag(periods, flow.lead, start if partial else 0) if coarse else whole_lag(periods, flow.lead)
        )
    return known[key]


def _may_wait(programme: Programme, demand: Demand) -> bool:
    """Whether deliveries may as well wait for the due date as far as commitments go: none counts them."""
    measures = (c.measure for c in programme.commitments if c.measure)
    return not any(m.delivered == demand.item and (not m.at or demand.site in m.at) for m in measures)


def _delivery_periods(demand: Demand, periods: Periods, dates: Earliest, *, waits: bool) -> tuple[Demand, int, int]:
    """From the first period in which deliveries are taken to the last that lateness allows.

    Where they may wait (no commitment and no rule with dates of its own counts them, nothing spoils), deliveries begin
    with the last period that ends by the due date: until then the goods may as well wait in stock, so nothing is lost
    and the model is smaller.
    """
    due = periods.day(demand.due)
    there = dates.stock.get(Stock(demand.item, demand.site), NEVER)
    there = max(there, periods.day(demand.earliest or periods.start))
    first = periods.counted_by(there) if there <= periods.horizon else len(periods)
    if waits:
        at_due = periods.counted_by(due)
        first = max(first, at_due - (periods.last(at_due) > due and at_due > 0))
    if demand.max_lateness is None:
        return demand, first, len(periods) - 1
    limit = min(due + int(demand.max_lateness.value), periods.horizon)
    last = periods.counted_by(limit)
    return demand, first, last - (periods.last(last) > limit)


def _under_dated_rules(programme: Programme) -> set[str]:
    """The items whose deliveries a rule counts from or until a day."""
    rules = [r for r in programme.rules if r.kind is not RuleKind.NO_TRANSFER]
    dated = [r for r in rules if r.effective_start or r.effective_end]
    return {i.id for i in programme.items if any(r.item == i.id or r.family == i.family for r in dated)}


def _wanted(
    programme: Programme, dates: Earliest, periods: Periods, demands: tuple[tuple[Demand, int, int], ...]
) -> dict[Stock, int]:
    """The last period in which each stock is of use for its own sake: demanded, measured, in service, or a minimum."""
    wanted: dict[Stock, int] = {}
    for demand, first, last in demands:
        stock = Stock(demand.item, demand.site)
        if first <= last and stock in dates.stock:
            wanted[stock] = max(last, wanted.get(stock, -1))
    horizon = len(periods) - 1
    for row in programme.stock:
        if row.minimum is not None and Stock(row.item, row.site) in dates.stock:
            wanted[Stock(row.item, row.site)] = horizon
            kept = [s for s in dates.stock if (s.item, s.site, s.stage) == (row.item, row.site, KEPT)]
            wanted |= {s: last_good(periods, s.since, shelf_lives(programme)[s.item]) for s in kept}
    for fleet in programme.fleets:
        wanted[Stock(fleet.id, fleet.site, SERVICE)] = horizon
    for commitment in programme.commitments:
        for stock in made_stocks(commitment, dates.stock):
            wanted[stock] = horizon
    return wanted


def made_stocks(commitment: Commitment, stocks: Mapping[Stock, object]) -> list[Stock]:
    """The stocks whose output a commitment counts."""
    measure = commitment.measure
    if measure is None or measure.made is None:
        return []
    return [
        s
        for s in stocks
        if s.item == measure.made and s.stage in {"", ENTER} and (not measure.at or s.site in measure.at)
    ]


def first_output(shrunk: Shrunk, commitment: Commitment) -> tuple[int, int | None]:
    """The day of the first output that a commitment counts (NEVER: none), and its flow (None: in hand)."""
    stocks = set(made_stocks(commitment, shrunk.earliest.stock))
    offers: list[tuple[int, int]] = [(day, -1) for stock, _, day, _ in shrunk.network.receipts if stock in stocks]
    for n, (flow, start) in enumerate(zip(shrunk.network.flows, shrunk.earliest.start, strict=True)):
        makes = flow.kind in {FlowKind.MAKE, FlowKind.FINISH} and any(s in stocks for s, _ in flow.gives)
        if makes and start < NEVER:
            offers.append((start + flow.lead, n))
    day, number = min(offers, default=(NEVER, -1))
    return day, number if number >= 0 else None


def _last_useful(
    network: Network,
    dates: Earliest,
    periods: Periods,
    arrivals: list[Ints],
    uses: tuple[Mapping[Stock, int], Mapping[tuple[FlowKind, str], int]],
) -> list[int]:
    """For each flow the last period in which starting it can still serve somebody (-1: none), or is firm.

    last[f] = max(firm[f], the last p within its dates with first arrival(p) <= max over s given by f of last[s]);
    last[s] = max(wanted[s], max over f taking s of last[f]).
    """
    wanted, firm = uses
    last_stock, last = dict(wanted), _last_firm(network, dates, periods, firm)
    givers: dict[Stock, list[int]] = {}
    for n, flow in enumerate(network.flows):
        if dates.start[n] < NEVER:
            for stock, _ in flow.gives:
                givers.setdefault(stock, []).append(n)
    for flow, until in zip(network.flows, last, strict=True):
        last_stock.update((taken, max(until, last_stock.get(taken, -1))) for taken, _ in flow.takes if until >= 0)
    pending = list(last_stock)
    while pending:
        stock = pending.pop()
        for n in givers.get(stock, ()):
            flow = network.flows[n]
            closing = _closing(flow.until, periods)
            found = int(np.searchsorted(arrivals[n], last_stock[stock], side="right")) - 1
            if min(found, closing) > last[n]:
                last[n] = min(found, closing)
                for taken, _ in flow.takes:
                    if last[n] > last_stock.get(taken, -1):
                        last_stock[taken] = last[n]
                        pending.append(taken)
    return last


def _last_firm(
    network: Network, dates: Earliest, periods: Periods, firm: Mapping[tuple[FlowKind, str], int]
) -> list[int]:
    """For each flow the last period in which it runs whether anybody has a use for it or not (-1: none)."""
    return [
        min(firm.get((flow.kind, flow.id), -1), _closing(flow.until, periods)) if start < NEVER else -1
        for flow, start in zip(network.flows, dates.start, strict=True)
    ]


def _closing(day: int, periods: Periods) -> int:
    """The last period with a day on or before ``day``."""
    if day >= periods.horizon:
        return len(periods) - 1
    return periods.counted_by(day) if day >= 0 else -1


def _stock_periods(
    kept: list[tuple[Flow, Window]], dates: Earliest, periods: Periods, wanted: Mapping[Stock, int]
) -> dict[Stock, tuple[int, int]]:
    """The stocks that kept flows or deliveries touch, with the periods in which they must balance."""
    last = {stock: end for stock, end in wanted.items() if dates.stock[stock] <= periods.horizon}
    for flow, window in kept:
        for stock in [*(s for s, _ in flow.takes), *(s for s, _ in flow.gives if s.stage == DONE)]:
            last[stock] = max(last.get(stock, -1), window.last)
    spans = {s: (periods.counted_by(dates.stock[s]), end) for s, end in last.items()}
    return {s: span for s, span in sorted(spans.items()) if span[0] <= span[1]}
