"""What of a plan ends in which deliveries: the part that rules of shares look at, as a second set of flows.

Every delivery belongs to one class: the set of rules in whose scope it lies. For each class a part of every flow and
stock is set apart that ends in its deliveries and nowhere else. The parts of all classes together are no more than
the plan itself, so that no unit counts twice, and scrap, stock and whatever else is left over counts for nobody.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from workshare.model.programme import Programme
from workshare.model.promises import Demand
from workshare.model.rules import Rule, RuleKind
from workshare.planner.blocks import Grid, LagTable
from workshare.planner.lags import Floats, Ints, Lag
from workshare.planner.network import Flow
from workshare.planner.shrink import Shrunk
from workshare.planner.stocks import DONE, Stock


@dataclass(frozen=True, slots=True)
class Strand:
    """One output of a flow, as far as it arrives in one go; measured in units of the flow.

    A strand gives ``per`` of its stock and carries ``weight`` of what the flow takes: several outputs share it by
    their standard costs. ``piece`` is the number of its lag: what a long period spreads over several arrivals is one
    strand for each.
    """

    flow: int
    into: Stock
    per: float
    weight: float
    piece: int


@dataclass(frozen=True, slots=True)
class Pieces:
    """Lags taken apart into single arrivals: what share of what begins in a period it is, and when it arrives."""

    table: LagTable
    of: Sequence[tuple[int, ...]]
    """The pieces of each lag of the plan."""
    portion: Floats
    """[piece, period of the start]: 0 where nothing arrives."""
    arrives: Ints


@dataclass(frozen=True, slots=True)
class Delivered:
    """The classes of deliveries under rules of shares, and the strands, stocks and beginnings of each class."""

    rules: tuple[Rule, ...]
    classes: tuple[frozenset[int], ...]
    """For each class the numbers of its rules."""
    sink: Ints
    """The class of each cell of the deliveries, -1 where no rule looks at it."""
    strands: tuple[tuple[int, Strand], ...]
    kept: tuple[tuple[int, Stock], ...]
    given: tuple[tuple[int, Stock, int, float], ...]
    """Class, stock, period and quantity of what is there at the start or comes in by itself."""
    pieces: Pieces

    def looks_at(self, rule: int) -> set[int]:
        """The classes in the scope of a rule."""
        return {k for k, rules in enumerate(self.classes) if rule in rules}


def share_rules(programme: Programme) -> tuple[Rule, ...]:
    """The rules that look at deliveries: all but those of no transfer."""
    return tuple(r for r in programme.rules if r.kind is not RuleKind.NO_TRANSFER)


def in_scope(rule: Rule, item: str, family: str) -> bool:
    """Whether a rule looks at deliveries of an item."""
    return item == rule.item or (rule.item is None and rule.family is not None and family == rule.family)


def in_force(rule: Rule, date: dt.date) -> bool:
    """Whether a rule is in force on a day."""
    after = rule.effective_start is None or date >= rule.effective_start
    return after and (rule.effective_end is None or date <= rule.effective_end)


def delivered(programme: Programme, shrunk: Shrunk, serve: Grid) -> Delivered:
    """The classes of a programme's deliveries, and all that can end in each; nothing where no rule asks."""
    rules = share_rules(programme)
    sink, classes, sinks = _classes(programme, rules, shrunk, serve)
    pieces = _pieces(shrunk.tables if rules else ())
    worth: dict[str, float] = {i.id: i.cost.value if i.cost else 0.0 for i in programme.items}
    strands: list[tuple[int, Strand]] = []
    kept: list[tuple[int, Stock]] = []
    given: list[tuple[int, Stock, int, float]] = []
    for k, stocks in enumerate(sinks):
        reached, found = _upstream(shrunk, stocks)
        for n, into in found:
            per, weight = _part(shrunk.flows[n], into, worth)
            strands += [(k, Strand(n, into, per, weight, piece)) for piece in pieces.of[shrunk.lags[n]]]
        kept += [(k, stock) for stock in reached if stock in shrunk.stocks]
        given += [(k, *row) for row in _given(shrunk, reached)]
    return Delivered(rules, classes, sink, tuple(strands), tuple(kept), tuple(given), pieces)


def _classes(
    programme: Programme, rules: tuple[Rule, ...], shrunk: Shrunk, serve: Grid
) -> tuple[Ints, tuple[frozenset[int], ...], list[list[Stock]]]:
    """The class of each delivery cell, the rules of each class, and the stocks that its deliveries come from."""
    sink = np.full(serve.size, -1, dtype=np.int32)
    number: dict[frozenset[int], int] = {}
    sinks: dict[int, dict[Stock, None]] = defaultdict(dict)
    family: Mapping[str, str] = {i.id: i.family for i in programme.items}
    ends = [shrunk.periods.ends(p) for p in range(len(shrunk.periods))] if rules else []
    for n, (demand, first, last) in enumerate(shrunk.demands if rules else ()):
        mine = [(r, rule) for r, rule in enumerate(rules) if in_scope(rule, demand.item, family[demand.item])]
        for p in range(first, last + 1) if mine else ():
            key = frozenset(r for r, rule in mine if in_force(rule, ends[p]))
            if key:
                k = number.setdefault(key, len(number))
                sink[int(serve.at(n, p)) - serve.base] = k
                sinks[k][_place(demand)] = None
    return sink, tuple(number), [list(sinks[k]) for k in range(len(number))]


def _place(demand: Demand) -> Stock:
    return Stock(demand.item, demand.site)


def _upstream(shrunk: Shrunk, stocks: list[Stock]) -> tuple[list[Stock], list[tuple[int, Stock]]]:
    """The stocks from which some stocks can come, and the flows with the output that leads there."""
    givers: dict[Stock, list[int]] = defaultdict(list)
    for n, flow in enumerate(shrunk.flows):
        for stock, _ in flow.gives:
            givers[stock].append(n)
    reached = dict.fromkeys(stocks)
    found: list[tuple[int, Stock]] = []
    pending = list(stocks)
    while pending:
        stock = pending.pop()
        for n in givers[stock]:
            found.append((n, stock))
            fresh = [taken for taken, _ in shrunk.flows[n].takes if taken not in reached]
            reached.update(dict.fromkeys(fresh))
            pending += fresh
    return sorted(reached), sorted(found)


def _part(flow: Flow, into: Stock, worth: Mapping[str, float]) -> tuple[float, float]:
    """What a flow gives of one of its outputs, and that output's part in all that the flow takes and adds.

    weight[i] = gives[i] · cost[i] / sum over outputs j of gives[j] · cost[j];  alike where none has a cost
    """
    outputs = {stock: n for stock, n in flow.gives if stock.stage != DONE}
    values = {stock: n * worth.get(stock.item, 0.0) for stock, n in outputs.items()}
    total = sum(values.values())
    if len(outputs) == 1:
        return outputs[into], 1.0
    return outputs[into], values[into] / total if total > 0 else 1.0 / len(outputs)


def _given(shrunk: Shrunk, stocks: list[Stock]) -> Iterator[tuple[Stock, int, float]]:
    """What is in some stocks at the start, or comes in by itself, in the periods in which they balance."""
    for stock in stocks:
        if stock in shrunk.stocks and shrunk.network.opening.get(stock, 0.0) > 0:
            yield stock, shrunk.stocks[stock][0], shrunk.network.opening[stock]
    coming = [(stock, day, quantity) for stock, _, day, quantity in shrunk.network.receipts]
    for stock, day, quantity in (*coming, *shrunk.network.facts.arriving):
        if stock in stocks and stock in shrunk.stocks and day <= shrunk.periods.horizon:
            p = shrunk.periods.counted_by(day)
            if p <= shrunk.stocks[stock][1]:
                yield stock, p, quantity


def _pieces(lags: Sequence[Lag]) -> Pieces:
    """Each lag taken apart: its first arrivals, its second ones, and so on."""
    parts: list[Lag] = []
    of: list[tuple[int, ...]] = []
    portions: list[Floats] = []
    arrivals: list[Ints] = []
    for lag in lags:
        counts = np.diff(lag.begin)
        deep = int(counts.max(initial=0))
        of.append(tuple(range(len(parts), len(parts) + deep)))
        for j in range(deep):
            some = np.flatnonzero(counts > j)
            at = lag.begin[some] + j
            portion, arrives = np.zeros(len(counts)), np.full(len(counts), len(counts), dtype=np.int64)
            portion[some], arrives[some] = lag.share[at], lag.into[at]
            begin = np.concatenate([[0], np.cumsum(counts > j)]).astype(np.int64)
            parts.append(Lag(begin, lag.into[at], np.ones(len(some))))
            portions.append(portion)
            arrivals.append(arrives)
    width = len(lags[0].begin) - 1 if lags else 0
    return Pieces(
        LagTable(parts),
        of,
        np.array(portions).reshape(len(parts), width),
        np.array(arrivals, dtype=np.int64).reshape(len(parts), width),
    )
