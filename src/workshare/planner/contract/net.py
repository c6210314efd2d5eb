"""The network while it is contracted: flows and stocks that can be taken out, and who touches whom."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from workshare.model.programme import Programme
from workshare.planner.lags import Ints, Lag
from workshare.planner.limits import least_lot
from workshare.planner.network import Flow, FlowKind
from workshare.planner.shrink import Shrunk, Window, made_stocks
from workshare.planner.stocks import Stock

PLAIN_KINDS = frozenset({FlowKind.MAKE, FlowKind.SHIP, FlowKind.SWAP, FlowKind.BUY})


@dataclass(frozen=True, slots=True)
class Bound:
    """What of a programme is bound by more than its place in the network, so that it stays as it is.

    Lots and set-ups, firm orders, lanes with a limit, least stocks, and what promises count; ``priced`` says that money
    matters: it is a goal, or funds are to be kept.
    """

    ids: frozenset[tuple[FlowKind, str]]
    stocks: frozenset[Stock]
    priced: bool

    def free(self, flow: Flow) -> bool:
        """Whether a flow is held by nothing but its dates and what it takes: no hours, money, licence, limit or lot."""
        return (
            flow.kind in PLAIN_KINDS
            and not flow.hours
            and not flow.way.licences
            and np.isinf(flow.rate)
            and np.isinf(flow.total)
            and (not self.priced or flow.price.value == 0)
            and (flow.kind, flow.id) not in self.ids
        )

    def plain(self, stock: Stock) -> bool:
        """Whether what lies in a stock costs nothing, spoils not, and is counted by nobody."""
        return not stock.stage and stock not in self.stocks


def bound(programme: Programme, shrunk: Shrunk, *, priced: bool) -> Bound:
    """What of a programme is bound."""
    ids = {(FlowKind.SHIP, str(lane.id)) for lane in programme.lanes if lane.limit is not None}
    ids |= {(FlowKind.MAKE, str(o.id)) for o in programme.operations if least_lot(o) or o.setup or o.setup_cost}
    ids |= {(FlowKind.BUY, str(s.id)) for s in programme.supplies if least_lot(s)}
    ids |= {(FlowKind.BUY, str(o.supply)) for o in programme.orders if o.supply}
    ids |= {(FlowKind.MAKE, str(o.operation)) for o in programme.orders if o.operation}
    stocks = {Stock(row.item, row.site) for row in programme.stock if row.minimum is not None}
    for commitment in programme.commitments:
        stocks |= set(made_stocks(commitment, shrunk.earliest.stock))
    return Bound(frozenset(ids), frozenset(stocks), priced or bool(programme.funds))


class Net:
    """Flows, stocks and demands by number, with an index of givers and takers that is kept up to date.

    A flow that is taken out is None, a stock that is taken out has no span. ``coming`` is what comes in by itself:
    stock, period and quantity.
    """

    def __init__(self, shrunk: Shrunk, bound: Bound) -> None:
        self.shrunk, self.bound = shrunk, bound
        self.count = len(shrunk.periods)
        self.flows: list[Flow | None] = list(shrunk.flows)
        self.windows: list[Window] = list(shrunk.windows)
        self.lags: list[int] = list(shrunk.lags)
        self.tables: list[Lag] = list(shrunk.tables)
        self.spans: dict[Stock, tuple[int, int]] = dict(shrunk.stocks)
        self.draws: dict[tuple[int, Stock], int] = {}
        self.opening: dict[Stock, float] = dict(shrunk.network.opening)
        self.arriving = list(shrunk.network.facts.arriving)
        self.awaited = {s for s, *_ in shrunk.network.receipts} | {s for s, *_ in self.arriving}
        self.wanted = {Stock(d.item, d.site) for d, first, last in shrunk.demands if first <= last}
        self.givers: dict[Stock, set[int]] = {}
        self.takers: dict[Stock, set[int]] = {}
        for n, flow in enumerate(shrunk.flows):
            self._index(n, flow)
        self._same: dict[bytes, int] = {}

    def _index(self, n: int, flow: Flow) -> None:
        for stock, _ in flow.gives:
            self.givers.setdefault(stock, set()).add(n)
        for stock, _ in flow.takes:
            self.takers.setdefault(stock, set()).add(n)

    def flow(self, n: int) -> Flow:
        """A flow that is still there."""
        flow = self.flows[n]
        assert flow is not None
        return flow

    def replace(self, n: int, new: Flow | None) -> None:
        """Put a flow in the place of another, or take it out."""
        old = self.flow(n)
        for stock, _ in old.gives:
            self.givers[stock].discard(n)
        for stock, _ in old.takes:
            self.takers[stock].discard(n)
        self.flows[n] = new
        if new is not None:
            self._index(n, new)

    def table(self, into: Ints) -> int:
        """The number of the lag that leads from each period into another (-1: nowhere)."""
        key = np.asarray(into, dtype=np.int64).tobytes()
        if key not in self._same:
            some = into >= 0
            self._same[key] = len(self.tables)
            self.tables.append(
                Lag(np.concatenate([[0], np.cumsum(some)]), np.asarray(into[some], np.int64), np.ones(int(some.sum())))
            )
        return self._same[key]

    def into(self, number: int) -> Ints | None:
        """Into which period a lag leads from each one (-1: nowhere); None where it spreads over several."""
        lag = self.tables[number]
        counts = np.diff(lag.begin)
        if (counts > 1).any() or (lag.share != 1.0).any():
            return None
        found = np.full(self.count, -1, dtype=np.int64)
        found[counts == 1] = lag.into
        return found

    def drawn_in(self, n: int, stock: Stock) -> Ints:
        """In which period a flow draws what it takes of a stock, for each period of its start (-1: it cannot)."""
        number = self.draws.get((n, stock))
        found = np.arange(self.count) if number is None else self.into(number)
        assert found is not None
        return found

    def contracted(self) -> tuple[Shrunk, tuple[int, ...]]:
        """What is left, renumbered, and the former number of each flow."""
        kept = tuple(n for n, flow in enumerate(self.flows) if flow is not None)
        renumbered = {n: k for k, n in enumerate(kept)}
        used = sorted({self.lags[n] for n in kept} | {t for (n, _), t in self.draws.items() if n in renumbered})
        position = {t: k for k, t in enumerate(used)}
        network = self.shrunk.network
        facts = replace(network.facts, arriving=tuple(self.arriving))
        left = replace(
            self.shrunk,
            network=replace(network, opening=self.opening, facts=facts),
            flows=tuple(self.flow(n) for n in kept),
            windows=tuple(self.windows[n] for n in kept),
            lags=tuple(position[self.lags[n]] for n in kept),
            tables=tuple(self.tables[t] for t in used),
            stocks=dict(sorted(self.spans.items())),
            draws={(renumbered[n], s): position[t] for (n, s), t in self.draws.items() if n in renumbered},
        )
        return left, kept


Amounts = dict[int, np.ndarray[tuple[int], np.dtype[np.float64]]]
"""What is begun of each flow, by its number before contraction, in each period."""
