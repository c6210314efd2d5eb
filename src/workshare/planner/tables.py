"""From columns back to a plan: every flow, also of what was left aside before solving, as dated rows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain

import numpy as np

from workshare.model.calendar import Periods
from workshare.model.programme import by_id
from workshare.outcome.plan import Flows
from workshare.outcome.rows import (
    Aged,
    Delivery,
    Output,
    Production,
    Purchase,
    Shipment,
    StockLevel,
    Substitution,
    Waste,
)
from workshare.outcome.table import Table
from workshare.planner.ages import Move, ages
from workshare.planner.fact_tables import fact_rows
from workshare.planner.lags import Floats
from workshare.planner.lots import BEGUN, LOTS, Lot, begun_in, multiples, switched, with_setups
from workshare.planner.model import Model
from workshare.planner.network import Flow, FlowKind
from workshare.planner.peg import peg
from workshare.planner.shelf import entrance, shelf_lives
from workshare.planner.stocks import ENTER, KEPT, Stock

DUST = 1e-7
"""Quantities below this are the solver's rounding, not somebody's order."""

PLACES = frozenset({"", ENTER, KEPT})
"""The stages that are goods in a place: as they are, coming in, or of an age."""

Cell = tuple[int, Flow, int, float]
"""Flow number, flow, period and amount."""


def tables(model: Model, x: Floats) -> Flows:
    """All flows of a solution as tables, after what had happened, with the stocks that they leave in every period."""
    x = _tidied(model, x)
    cells = list(_cells(model, x))
    deliveries = peg(model, x, DUST)
    known = fact_rows(model)
    outputs = list(_outputs(model, cells))
    kinds: dict[FlowKind, list[Cell]] = defaultdict(list)
    for cell in cells:
        kinds[cell[1].kind].append(cell)
    rows = _Rows(model)
    moves = _all_moves(model, cells, outputs, deliveries)
    there, wasted = ages(model, [*_opening(model), *moves])
    made = with_setups(model, [rows.production(c) for c in kinds[FlowKind.MAKE]])
    return Flows(
        production=Table(Production, [*known.production, *made]),
        outputs=Table(Output, [*known.outputs, *outputs]),
        shipments=Table(Shipment, [*known.shipments, *map(rows.shipment, kinds[FlowKind.SHIP])]),
        purchases=Table(Purchase, [*known.purchases, *map(rows.purchase, kinds[FlowKind.BUY])]),
        substitutions=Table(Substitution, [*known.substitutions, *map(rows.substitution, kinds[FlowKind.SWAP])]),
        stock=Table(StockLevel, list(_levels(model, [*_history(model), *moves], wasted))),
        deliveries=Table(Delivery, [*known.deliveries, *deliveries]),
        ages=Table(Aged, there),
        waste=Table(Waste, wasted),
    )


def _tidied(model: Model, x: Floats) -> Floats:
    """Whole columns exactly whole, dust exactly nothing."""
    tidy = np.where(np.abs(x) < DUST, 0.0, x)
    flow = model.columns.flow
    whole = np.array([f.kind is FlowKind.FINISH for f in model.shrunk.flows], dtype=bool)
    if flow.size:
        cells = np.arange(flow.base, flow.end)[whole[flow.owner]]
        tidy[cells] = np.round(tidy[cells])
    for n, one in enumerate(switched(model)):
        _scaled(model, one, tidy, np.where(np.round(x[model.columns.further[BEGUN].of(n)]) > 0, np.inf, 0.0))
    for n, one in enumerate(multiples(model)):
        _scaled(model, one, tidy, one.multiple * np.round(x[model.columns.further[LOTS].of(n)]))
    return np.asarray(np.maximum(tidy, 0.0))


def _scaled(model: Model, one: Lot, x: Floats, total: Floats) -> None:
    """What is begun of a lot comes to its total exactly, where that is finite."""
    begun, flow = begun_in(model, one, x), model.columns.flow
    wanted = np.where(np.isfinite(total), total, begun)
    factor = np.where(begun > 0, wanted / np.where(begun > 0, begun, 1.0), 0.0)
    for n in one.flows:
        x[flow.of(n)] *= factor[int(flow.first[n]) - one.first : int(flow.last[n]) + 1 - one.first]


def _cells(model: Model, x: Floats) -> Iterator[Cell]:
    grid, flows = model.columns.flow, model.shrunk.flows
    some = np.flatnonzero(x[grid.cells])
    amounts = x[grid.base + some].tolist()
    for n, p, amount in zip(grid.owner[some].tolist(), grid.period[some].tolist(), amounts, strict=True):
        yield n, flows[n], p, amount


def _arrivals(model: Model, cell: Cell) -> Iterator[tuple[int, float]]:
    """In which periods how much of a cell's amount arrives within the horizon."""
    n, _, period, amount = cell
    lag = model.shrunk.tables[model.shrunk.lags[n]]
    for k in range(lag.begin[period], lag.begin[period + 1]):
        yield int(lag.into[k]), amount * float(lag.share[k])


def _outputs(model: Model, cells: list[Cell]) -> Iterator[Output]:
    periods = model.shrunk.periods
    for stock, operation, day, quantity in model.shrunk.network.receipts:
        if day <= periods.horizon:
            p = periods.counted_by(day)
            yield _output(operation, stock, p, periods.ends(p), quantity)
    merged: dict[tuple[str, Stock, int], float] = defaultdict(float)
    for cell in cells:
        flow = cell[1]
        if flow.kind in {FlowKind.MAKE, FlowKind.FINISH}:
            for stock, n in flow.gives:
                if stock.stage in PLACES:
                    for p, amount in _arrivals(model, cell):
                        merged[flow.id, stock, p] += amount * n
    ends = _ends(periods)
    for (operation, stock, p), quantity in merged.items():
        yield _output(operation, stock, p, ends[p], quantity)


def _ends(periods: Periods) -> list[dt.date]:
    """The date on which each period's events count."""
    return [periods.ends(p) for p in range(len(periods))]


def _output(operation: str, stock: Stock, period: int, date: dt.date, quantity: float) -> Output:
    return Output(operation=operation, item=stock.item, site=stock.site, period=period, date=date, quantity=quantity)


class _Rows:
    """Makes the rows of flow tables."""

    def __init__(self, model: Model) -> None:
        programme = model.programme
        self.model, self.periods = model, model.shrunk.periods
        self.ends = _ends(self.periods)
        self.country = {s.id: str(s.country) for s in programme.sites}
        self.operations = by_id(programme.operations)
        self.supplies = by_id(programme.supplies)

    def cost(self, cell: Cell) -> float:
        """All that is paid for a cell, in the programme's currency."""
        _, flow, p, amount = cell
        return amount * self.model.shrunk.network.rates.cost(flow.price, self.periods.last(p))

    def production(self, cell: Cell) -> Production:
        _, flow, p, runs = cell
        site = self.operations[flow.id].site
        first = max(self.periods.first(p), self.model.shrunk.windows[cell[0]].opens)
        return Production(
            operation=flow.id, site=site, country=self.country[site], period=p, first=self.periods.date(first),
            date=self.ends[p], runs=runs, cost=self.cost(cell), licence=flow.way.licence,
        )  # fmt: skip

    def shipment(self, cell: Cell) -> Shipment:
        _, flow, p, quantity = cell
        origin, destination = flow.takes[0][0], flow.gives[0][0]
        return Shipment(
            lane=flow.id, item=origin.item, origin=origin.site, destination=destination.site, period=p,
            date=self.ends[p], arrives=self.periods.date(self.periods.last(p) + flow.lead),
            quantity=quantity, cost=self.cost(cell), licence=flow.way.licence,
            since=self.since(origin),
        )  # fmt: skip

    def purchase(self, cell: Cell) -> Purchase:
        _, flow, p, quantity = cell
        supply = self.supplies[flow.id]
        lead = int(supply.lead_time.value) if supply.lead_time else 0
        first = max(self.periods.first(p), self.model.shrunk.windows[cell[0]].opens)
        return Purchase(
            supply=flow.id, item=supply.item, site=supply.site, country=supply.country or self.country[supply.site],
            period=p, order_by=self.periods.date(first - lead), date=self.ends[p], quantity=quantity,
            cost=self.cost(cell), licence=flow.way.licence,
        )  # fmt: skip

    def since(self, stock: Stock) -> dt.date | None:
        """Since when what spoils lies in a stock."""
        return self.periods.date(self.periods.first(stock.since)) if stock.stage == KEPT else None

    def substitution(self, cell: Cell) -> Substitution:
        _, flow, p, quantity = cell
        taken, given = flow.takes[0][0], flow.gives[0][0]
        return Substitution(
            item=taken.item, instead_of=given.item, site=taken.site, period=p, date=self.ends[p],
            quantity=quantity, since=self.since(taken),
        )  # fmt: skip


def _moves(model: Model, cell: Cell) -> Iterator[tuple[Stock, int, float]]:
    """What a cell takes out of stocks and, but for outputs, which come from elsewhere, brings into them."""
    _, flow, p, amount = cell
    for stock, n in flow.takes:
        yield stock, p, -n * amount
    if flow.kind in {FlowKind.SHIP, FlowKind.BUY, FlowKind.SWAP, FlowKind.FAIL, FlowKind.AGE}:
        for stock, n in flow.gives:
            for q, arriving in _arrivals(model, cell):
                yield stock, q, n * arriving


def _history(model: Model) -> list[Move]:
    """What lay in stocks when the programme started, and all that changed them before the plan's day."""
    periods, known = model.shrunk.periods, model.shrunk.network.facts
    moves: list[Move] = [(stock, 0, quantity) for stock, quantity in known.stock.items()]
    return moves + [(stock, periods.counted_by(day), quantity) for stock, day, quantity in known.moves]


def _opening(model: Model) -> list[Move]:
    """What lies there on the plan's day."""
    network = model.shrunk.network
    today = model.shrunk.periods.counted_by(network.today)
    return [(stock, today, quantity) for stock, quantity in network.opening.items()]


def _all_moves(model: Model, cells: list[Cell], outputs: list[Output], deliveries: list[Delivery]) -> list[Move]:
    """Everything that comes into a stock or goes out of it from the plan's day on, period by period."""
    periods, lives = model.shrunk.periods, shelf_lives(model.programme)
    coming = ((entrance(stock, lives), day, n) for stock, day, n in model.shrunk.network.facts.arriving)
    moves = [(stock, periods.counted_by(day), n) for stock, day, n in coming if day <= periods.horizon]
    moves += [(entrance(Stock(out.item, out.site), lives), out.period, out.quantity) for out in outputs]
    moves += [(Stock(d.item, d.site), d.period, -d.quantity) for d in deliveries]
    return [*moves, *chain.from_iterable(_moves(model, cell) for cell in cells)]


def _levels(model: Model, moves: list[Move], waste: list[Waste]) -> Iterator[StockLevel]:
    """Stock of any age at the end of every period, added up from the flows."""
    periods = model.shrunk.periods
    ends = _ends(periods)
    change: dict[tuple[str, str], Floats] = defaultdict(lambda: np.zeros(len(periods)))
    gone = [(Stock(row.item, row.site), row.period, -row.quantity) for row in waste]
    for stock, p, quantity in (*moves, *gone):
        if stock.stage in PLACES:
            change[stock.item, stock.site][p] += quantity
    for item, site in sorted(change):
        level = np.cumsum(change[item, site])
        some = np.flatnonzero(np.abs(level) >= 10 * DUST)
        for p, quantity in zip(some.tolist(), level[some].tolist(), strict=True):
            yield StockLevel(item=item, site=site, period=p, date=ends[p], quantity=quantity)
