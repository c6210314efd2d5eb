"""The plan as a linear model: columns for decisions, rows for rules, laid out on grids."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import TypeVar, cast

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from workshare.gates import Schedule
from workshare.model.programme import Programme
from workshare.model.promises import Commitment
from workshare.outcome.last import Last
from workshare.planner.blocks import Entries, Grid, LagTable, Links, assemble
from workshare.planner.delivered import Delivered, delivered
from workshare.planner.lags import Floats, Ints
from workshare.planner.network import FlowKind
from workshare.planner.project import NOTHING_TO_DECIDE, Deciding
from workshare.planner.shelf import passing, shelf_lives
from workshare.planner.shrink import Shrunk
from workshare.planner.stocks import DONE, SERVICE, Stock

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Family:
    """A further family of columns: for each thing its periods, and for each of its cells the bounds."""

    things: tuple[str, ...]
    first: Ints
    last: Ints
    upper: Floats | float = np.inf
    lower: Floats | float = 0.0
    integer: npt.NDArray[np.bool_] | bool = False


@dataclass(slots=True)
class Columns:
    """The decision columns, family by family.

    ``flow`` [flow, p], ``hold`` [stock, p], ``serve`` [demand, p], ``left`` [demand, p] what is not yet delivered,
    ``short`` [commitment, p] what its measure still lacks, ``below`` [stock, p] what lacks to the minimum,
    ``ships`` [demand, p] whether a delivery is made at all (only for demands with a least shipment).
    ``further`` are the families that single rules need, by name.
    """

    flow: Grid
    hold: Grid
    serve: Grid
    left: Grid
    short: Grid
    below: Grid
    ships: Grid
    further: Mapping[str, Grid] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """The number of columns."""
        return max([self.ships.end, *(grid.end for grid in self.further.values())])


@dataclass(slots=True)
class Model:
    """What every rule needs to write its rows."""

    programme: Programme
    shrunk: Shrunk
    columns: Columns
    stocks: tuple[Stock, ...]
    stock_number: Mapping[Stock, int]
    commitments: tuple[Commitment, ...]
    """Those that are measured by a quantity and can still be met."""
    stretch: Floats
    """For each flow cell the days of its period over the days in which it may start."""
    lag: Ints
    table: LagTable
    schedule: Schedule
    delivered: Delivered
    """What rules of shares look at."""
    deciding: Deciding = NOTHING_TO_DECIDE
    """What is still to be decided about the project."""
    last: Last | None = None
    """The plan that this one is held against."""
    families: Mapping[str, Family] = field(default_factory=dict)
    """What is known of the further families of columns."""
    known: dict[Callable[[Model], object], object] = field(default_factory=dict)
    """What functions that are marked ``once`` have found."""


def once(function: Callable[[Model], T]) -> Callable[[Model], T]:
    """A function of a model's programme and shrunk network, worked out the first time that it is asked for."""

    @wraps(function)
    def found(model: Model) -> T:
        if function not in model.known:
            model.known[function] = function(model)
        return cast("T", model.known[function])

    return found


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one rule: their entries (row numbers from 0), their bounds, and what each row is about."""

    grid: Grid
    entries: tuple[Entries, ...]
    lower: Floats
    upper: Floats
    things: tuple[str, ...] = ()


def no_rows() -> Rows:
    """What a rule writes that has nothing to say in a model."""
    return Rows(Grid([], []), (), np.zeros(0), np.zeros(0))


def single_entries(cells: Sequence[tuple[int, int, float]]) -> Entries:
    """Entries from a list of (row, column, value)."""
    links = Links.of(cells)
    return Entries(links.row, links.column, links.value)


def single_rows(
    cells: Sequence[tuple[int, int, float]], lower: Floats, upper: Floats, things: tuple[str, ...] = ()
) -> Rows:
    """Rows that are each about a thing of one cell, from a list of (row, column, value)."""
    count = len(lower)
    return Rows(Grid([0] * count, [0] * count), (single_entries(cells),), lower, upper, things)


Rule = Callable[[Model], Rows]
MakeFamily = Callable[[Model], Family]


@dataclass(frozen=True, slots=True)
class Problem:
    """A linear problem: lower <= x <= upper, row_lower <= A x <= row_upper, some x whole."""

    matrix: sp.csc_array
    lower: Floats
    upper: Floats
    row_lower: Floats
    row_upper: Floats
    integer: npt.NDArray[np.bool_]
    rows: Mapping[str, tuple[int, Rows]] = field(default_factory=dict)
    """Each rule's first row and its rows."""


def layout(
    programme: Programme,
    shrunk: Shrunk,
    schedule: Schedule,
    families: Mapping[str, MakeFamily] | None = None,
    *,
    deciding: Deciding = NOTHING_TO_DECIDE,
    last: Last | None = None,
) -> Model:
    """Number the columns of a programme's model; each further family may look at those before it."""
    horizon = len(shrunk.periods) - 1
    windows = shrunk.windows
    flow = Grid([w.first for w in windows], [w.last for w in windows])
    stocks = tuple(shrunk.stocks)
    spans = shrunk.stocks.values()
    hold = Grid([a for a, _ in spans], [b for _, b in spans], flow.end)
    serve = Grid([a for _, a, _ in shrunk.demands], [b for _, _, b in shrunk.demands], hold.end)
    left = Grid(serve.first, serve.last, serve.end)
    measured = tuple(c for c in programme.commitments if c.measure and c.measure.item)
    short = Grid([0] * len(measured), [horizon] * len(measured), left.end)
    minimum = {Stock(r.item, r.site) for r in programme.stock if r.minimum is not None}
    kept = [s in minimum for s in stocks]
    below = Grid(hold.first, np.where(kept, hold.last, hold.first - 1), short.end)
    least = [d.min_shipment is not None for d, _, _ in shrunk.demands]
    ships = Grid(serve.first, np.where(least, serve.last, serve.first - 1), below.end)
    model = Model(
        programme=programme,
        shrunk=shrunk,
        columns=Columns(flow, hold, serve, left, short, below, ships),
        stocks=stocks,
        stock_number={s: n for n, s in enumerate(stocks)},
        commitments=measured,
        stretch=_stretch(shrunk, flow),
        lag=np.array(shrunk.lags, dtype=np.int64),
        table=LagTable(shrunk.tables),
        schedule=schedule,
        deciding=deciding,
        last=last,
        delivered=delivered(programme, shrunk, serve),
    )
    end = ships.end
    for name, make in (families or {}).items():
        family = make(model)
        grid = Grid(family.first, family.last, end)
        end += grid.size
        model.columns.further = {**model.columns.further, name: grid}
        model.families = {**model.families, name: family}
    return model


def _stretch(shrunk: Shrunk, flow: Grid) -> Floats:
    """A flow that may start only on some days of a period runs there at a higher rate: days of p / days it has.

    Its windows open in its first period and close in its last; between them it has all days.
    """
    bounds = np.asarray(shrunk.periods.bounds, dtype=np.int64)
    some = np.flatnonzero(flow.last >= flow.first)
    opens = np.array([w.opens for w in shrunk.windows], dtype=np.int64)[some]
    closes = np.array([w.closes for w in shrunk.windows], dtype=np.int64)[some]
    stretch = np.ones(flow.size)
    for period, cell in ((flow.first[some], flow.begin[:-1][some]), (flow.last[some], flow.begin[1:][some] - 1)):
        first, end = bounds[period], bounds[period + 1]
        days = np.minimum(end, closes + 1) - np.maximum(first, opens)
        stretch[cell] = (end - first) / np.maximum(days, 1)
    return stretch


def formulate(model: Model, rules: Mapping[str, Rule]) -> Problem:
    """All rules as one sparse matrix, with the bounds of every column."""
    count = model.columns.count
    lower, upper, integer = np.zeros(count), np.full(count, np.inf), np.zeros(count, dtype=bool)
    _bound_columns(model, upper, integer)
    for name, family in model.families.items():
        cells = model.columns.further[name].cells
        lower[cells], upper[cells], integer[cells] = family.lower, family.upper, family.integer
    at = 0
    placed: dict[str, tuple[int, Rows]] = {}
    blocks: list[tuple[int, Entries]] = []
    for name, rule in rules.items():
        rows = rule(model)
        placed[name] = (at, rows)
        blocks += [(at, entries) for entries in rows.entries]
        at += rows.grid.size
    return Problem(
        matrix=assemble(blocks, at, count),
        lower=lower,
        upper=upper,
        row_lower=np.concatenate([rows.lower for _, rows in placed.values()]),
        row_upper=np.concatenate([rows.upper for _, rows in placed.values()]),
        integer=integer,
        rows=placed,
    )


def _bound_columns(model: Model, upper: Floats, integer: npt.NDArray[np.bool_]) -> None:
    """A supply gives no more a day than its rate, a fleet has no more in service than its quantity.

    Finished units and the choice to ship are whole.
    """
    columns, shrunk = model.columns, model.shrunk
    lengths = np.diff(np.asarray(shrunk.periods.bounds))
    flow = columns.flow
    limited = [n for n, f in enumerate(shrunk.flows) if f.kind is FlowKind.BUY and f.rate < np.inf]
    cells, owner = flow.cells_of(np.array(limited, dtype=np.int32))
    rate = np.array([shrunk.flows[n].rate for n in limited])
    period = cells - flow.origin[limited][owner] if limited else cells
    upper[cells] = rate[owner] * lengths[period] / model.stretch[cells - flow.base]
    done = np.array([s.stage == DONE for s in model.stocks], dtype=bool)
    if done.any():
        # Counts of finished runs are whole, and so are the runs between them; branching on a count decides more at
        # once than branching on a single period's runs.
        integer[columns.hold.cells] = done[columns.hold.owner]
    lives = shelf_lives(model.programme)
    if lives and columns.hold.size:
        upper[columns.hold.cells][passing(model.stocks, lives)[columns.hold.owner]] = 0.0
    for fleet in model.programme.fleets:
        upper[columns.hold.of(model.stock_number[Stock(fleet.id, fleet.site, SERVICE)])] = max(
            fleet.quantity.value, fleet.at_start
        )
    quantity = np.array([d.quantity.value if d.quantity else 0.0 for d, _, _ in shrunk.demands])
    for grid in (columns.serve, columns.left):
        upper[grid.cells] = np.repeat(quantity, np.diff(grid.begin))
    upper[columns.ships.cells] = 1.0
    integer[columns.ships.cells] = True
