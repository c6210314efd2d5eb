"""Lots: whose lots are bound, over which flows and periods, and how large a lot can be at most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from workshare.model.ids import OperationId
from workshare.model.network import Operation, Supply
from workshare.outcome.rows import Production
from workshare.planner.blocks import Entries, Grid, together
from workshare.planner.lags import Floats
from workshare.planner.limits import least_lot
from workshare.planner.model import Model, once
from workshare.planner.network import FlowKind
from workshare.planner.prices import NOTHING, Price

BEGUN, LOTS = "begun", "lots"
"""The families of columns: whether anything is begun (arrives) in a period, and in how many multiples."""
DUST = 1e-7
"""What is begun in a smaller amount than this is rounding."""


@dataclass(frozen=True, slots=True)
class Lot:
    """An operation or supply whose lots are bound; ``flows`` are all that are begun together.

    ``least`` is 0 where any lot will do, ``multiple`` where it may be divided, ``setup`` are hours by resource.
    """

    name: str
    id: str
    flows: tuple[int, ...]
    first: int
    last: int
    least: float
    multiple: float
    setup: Mapping[str, float] = field(default_factory=dict)
    setup_price: Price = NOTHING

    @property
    def switched(self) -> bool:
        """Whether it matters if anything is begun at all: multiples alone are at least one."""
        return bool(self.setup) or self.setup_price.value > 0 or self.least > self.multiple

    def stretch(self, model: Model) -> tuple[Floats, Floats]:
        """For each of its periods the days of the period over those on which a flow may start, least and most."""
        flow = model.columns.flow
        least, most = np.full(self.last - self.first + 1, np.inf), np.ones(self.last - self.first + 1)
        for n in self.flows:
            span = slice(int(flow.first[n]) - self.first, int(flow.last[n]) + 1 - self.first)
            stretch = model.stretch[int(flow.begin[n]) : int(flow.begin[n + 1])]
            least[span], most[span] = np.minimum(least[span], stretch), np.maximum(most[span], stretch)
        return np.where(np.isfinite(least), least, 1.0), most


@once
def lots_of(model: Model) -> tuple[Lot, ...]:
    """The operations and supplies of a model whose lots are bound, in the order of the programme."""
    programme, shrunk = model.programme, model.shrunk
    bound: dict[tuple[FlowKind, str], Operation | Supply] = {
        (FlowKind.MAKE, o.id): o for o in programme.operations if _is_bound(o)
    }
    bound |= {(FlowKind.BUY, s.id): s for s in programme.supplies if _has_least(s)}
    if not bound:
        return ()
    flows: dict[tuple[FlowKind, str], list[int]] = {key: [] for key in bound}
    for n, flow in enumerate(shrunk.flows):
        if (flow.kind, flow.id) in flows:
            flows[flow.kind, flow.id].append(n)
    found = []
    for key, numbers in flows.items():
        if numbers:
            found.append(_lot(model, bound[key], tuple(numbers)))
    return tuple(found)


def _is_bound(o: Operation) -> bool:
    return bool(o.setup or o.setup_cost) or _has_least(o)


def _has_least(row: Operation | Supply) -> bool:
    return bool(row.size_minimum or row.size_multiple) and least_lot(row) > 0


def _lot(model: Model, row: Operation | Supply, numbers: tuple[int, ...]) -> Lot:
    windows = [model.shrunk.windows[n] for n in numbers]
    made = isinstance(row, Operation)
    return Lot(
        name=f"{'operation' if made else 'supply'} {row.id}",
        id=row.id,
        flows=numbers,
        first=min(w.first for w in windows),
        last=max(w.last for w in windows),
        least=least_lot(row) if row.size_minimum else 0.0,
        multiple=row.size_multiple.value if row.size_multiple else 0.0,
        setup={r: h.value for r, h in row.setup.items()} if isinstance(row, Operation) else {},
        setup_price=setup_price(model, row) if isinstance(row, Operation) else NOTHING,
    )


def switched(model: Model) -> tuple[Lot, ...]:
    """The lots for which it matters whether anything is begun at all."""
    return tuple(x for x in lots_of(model) if x.switched)


def multiples(model: Model) -> tuple[Lot, ...]:
    """The lots that come in multiples."""
    return tuple(x for x in lots_of(model) if x.multiple)


def unused(model: Model, x: Floats) -> Floats:
    """The columns of a plan with nothing set up where nothing is begun."""
    if BEGUN not in model.columns.further:
        return x
    tidy = x.copy()
    for n, one in enumerate(switched(model)):
        cells = model.columns.further[BEGUN].of(n)
        tidy[cells] = np.where(begun_in(model, one, x) < DUST, 0.0, np.round(x[cells]))
    return tidy


def begun_in(model: Model, one: Lot, x: Floats) -> Floats:
    """What is begun of a lot's flows in each of its periods."""
    total, flow = np.zeros(one.last - one.first + 1), model.columns.flow
    for n in one.flows:
        total[int(flow.first[n]) - one.first : int(flow.last[n]) + 1 - one.first] += x[flow.of(n)]
    return total


def with_setups(model: Model, rows: Sequence[Production]) -> list[Production]:
    """The rows of production, the first of each operation and period with its set-up and what that costs."""
    rates, periods = model.shrunk.network.rates, model.shrunk.periods
    prices = {o.id: setup_price(model, o) for o in model.programme.operations if o.setup or o.setup_cost}
    seen: set[tuple[str, int]] = set()
    found = []
    for row in rows:
        price = prices.get(OperationId(row.operation)) if (row.operation, row.period) not in seen else None
        seen.add((row.operation, row.period))
        more = rates.cost(price, periods.last(row.period)) if price else 0.0
        found.append(replace(row, setup=True, cost=row.cost + more) if price else row)
    return found


def setup_price(model: Model, o: Operation) -> Price:
    """What setting up once costs, and when it is paid."""
    return model.shrunk.network.rates.price(o.setup_cost, o.payments)


def setup_hours(model: Model, rows: Grid, number: Mapping[str, int]) -> Entries:
    """The hours of setting up, in the rows of resources; like runs, it is done on days on which the lot may start."""
    parts = []
    for n, one in enumerate(switched(model)):
        cells, periods = model.columns.further[BEGUN].of(n), np.arange(one.first, one.last + 1)
        for resource, hours in one.setup.items():
            column = np.arange(cells.start, cells.stop)
            parts.append(Entries(rows.at(number[resource], periods), column, hours * one.stretch(model)[1]))
    return together(parts)
