"""Steps that nothing holds back merge with what comes before or after them: lanes, substitutes, work without hours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from workshare.planner.contract.net import Amounts, Net
from workshare.planner.contract.supplies import arrived
from workshare.planner.lags import Ints
from workshare.planner.network import FlowKind
from workshare.planner.shrink import Window
from workshare.planner.stocks import Stock

MERGING = frozenset({FlowKind.MAKE, FlowKind.SHIP, FlowKind.SWAP})


@dataclass(frozen=True, slots=True)
class Pushed:
    """A step was taken out together with the stock it takes from: whatever comes there goes on at once."""

    flow: int
    into: Ints
    """In which period what is there in each one goes on (-1: never)."""
    quantity: float
    opening: float
    givers: tuple[tuple[int, float, int], ...]

    def give_back(self, net: Net, amounts: Amounts) -> None:
        """Begin the step for all that arrives, in the period of its arrival or as soon after as it may."""
        there = np.zeros(net.count)
        there[0] += self.opening
        for n, quantity, lag in self.givers:
            there += quantity * arrived(net, lag, amounts[n])
        begun = np.zeros(net.count)
        some = self.into >= 0
        np.add.at(begun, self.into[some], there[some])
        amounts[self.flow] = begun / self.quantity


@dataclass(frozen=True, slots=True)
class Pulled:
    """A step was taken out together with the stock it gives to: it begins as late as what draws from that allows."""

    flow: int
    stock: Stock
    start: Ints
    """In which period it begins for what is drawn in each one (-1: it cannot)."""
    quantity: float
    takers: tuple[tuple[int, float, Ints], ...]
    """Who draws: flow, quantity, and for each period of its start the period in which it draws."""

    def give_back(self, net: Net, amounts: Amounts) -> None:
        """Begin the step for what is drawn, in the last period that is soon enough."""
        begun = np.zeros(net.count)
        for n, quantity, drawn in self.takers:
            some = (drawn >= 0) & (amounts[n] != 0)
            np.add.at(begun, self.start[drawn[some]], quantity * amounts[n][some])
        amounts[self.flow] = begun / self.quantity


def merge_steps(net: Net) -> Iterator[Pushed | Pulled]:
    """Merge steps until none is left that may be merged."""
    pending = [n for n, flow in enumerate(net.flows) if flow is not None and flow.kind in MERGING]
    changed = True
    while changed:
        changed = False
        for n in pending:
            made = _push(net, n) or _pull(net, n) if net.flows[n] is not None else None
            if made is not None:
                changed = True
                yield made
        pending = [n for n in pending if net.flows[n] is not None]


def _push(net: Net, n: int) -> Pushed | None:
    """Merge a step with those before it, where it is the only way out of the stock it takes from.

    As nothing holds it back and stock costs nothing, whatever lies in that stock may go on at once: it arrives no
    later than otherwise. So what gave to that stock gives to the next one, with both lags one after the other.
    """
    flow = net.flow(n)
    if len(flow.takes) != 1 or len(flow.gives) != 1 or not net.bound.free(flow):
        return None
    ((source, taken),), ((target, given),) = flow.takes, flow.gives
    into, givers = net.into(net.lags[n]), sorted(net.givers.get(source, ()))
    if into is None or (n, source) in net.draws or not _only_way_out(net, n, source):
        return None
    if (
        not net.bound.plain(target)
        or target not in net.spans
        or not all(_may_give(net, k, source, target) for k in givers)
    ):
        return None
    waits = _goes_on(net.windows[n], net.count)
    passed = np.where(waits >= 0, into[waits], -1)
    made = Pushed(n, waits, taken, net.opening.get(source, 0.0), _as_they_give(net, givers, source))
    for k in givers:
        old, lag = net.flow(k), net.into(net.lags[k])
        assert lag is not None
        net.lags[k] = net.table(np.where(lag >= 0, passed[lag], -1))
        net.replace(k, replace(old, gives=((target, old.gives[0][1] * given / taken),)))
    _move_opening(net, source, target, given / taken, int(passed[net.spans[source][0]]))
    net.replace(n, None)
    del net.spans[source]
    return made


def _only_way_out(net: Net, n: int, source: Stock) -> bool:
    return (
        source in net.spans
        and net.bound.plain(source)
        and source not in net.wanted
        and source not in net.awaited
        and net.takers.get(source) == {n}
    )


def _may_give(net: Net, k: int, source: Stock, target: Stock) -> bool:
    """Whether a flow that gives to a stock may give to the next one instead."""
    flow = net.flow(k)
    single = len(flow.gives) == 1 and flow.kind in {*MERGING, FlowKind.BUY} and not flow.way.licences
    return single and net.into(net.lags[k]) is not None and all(s not in {source, target} for s, _ in flow.takes)


def _goes_on(window: Window, count: int) -> Ints:
    """When what is there in each period may go on: then, or as soon as the step may begin (-1: too late)."""
    begins = np.maximum(np.arange(count), window.first)
    return np.where(begins <= window.last, begins, -1)


def _as_they_give(net: Net, givers: list[int], stock: Stock) -> tuple[tuple[int, float, int], ...]:
    return tuple((k, sum(v for s, v in net.flow(k).gives if s == stock), net.lags[k]) for k in givers)


def _move_opening(net: Net, source: Stock, target: Stock, factor: float, arrives: int) -> None:
    """What lies in a stock at the start comes into the next one when it can."""
    there = net.opening.pop(source, 0.0)
    if there > 0 and arrives >= 0:
        net.arriving.append((target, net.shrunk.periods.last(arrives), there * factor))
        net.awaited.add(target)


def _pull(net: Net, n: int) -> Pulled | None:
    """Merge a step with those after it, where it is the only way into the stock it gives to.

    As nothing holds it back and its inputs lie there for nothing, it may begin as late as its output is still in time.
    So what drew from that stock draws what the step takes, by its lag sooner.
    """
    flow = net.flow(n)
    if len(flow.gives) != 1 or not flow.takes or not net.bound.free(flow):
        return None
    ((target, given),) = flow.gives
    into, takers = net.into(net.lags[n]), sorted(net.takers.get(target, ()))
    if into is None or not takers or not _only_way_in(net, n, target):
        return None
    if len(flow.takes) > 1 and len(takers) > 1:  # the matrix would grow
        return None
    sources = {s for s, _ in flow.takes}
    if not all(_may_draw(net, k, sources | {target}) for k in takers):
        return None
    sooner = _Sooner(net, n, target, _last_start(net.windows[n], into, net.count))
    made = Pulled(n, target, sooner.start, given, _as_they_draw(net, takers, target))
    if any(sooner.first(k) is None for k in takers):
        return None
    for k in takers:
        sooner.draw(k)
    net.replace(n, None)
    for stock in sources:
        net.draws.pop((n, stock), None)
    del net.spans[target]
    return made


def _only_way_in(net: Net, n: int, target: Stock) -> bool:
    return (
        target in net.spans
        and net.bound.plain(target)
        and target not in net.wanted
        and target not in net.awaited
        and not net.opening.get(target)
        and net.givers.get(target) == {n}
    )


def _may_draw(net: Net, k: int, stocks: set[Stock]) -> bool:
    """Whether a flow may draw from other stocks instead: it neither gives to them nor takes from them already."""
    flow = net.flow(k)
    touched = [s for s, _ in (*flow.takes, *flow.gives)]
    return flow.kind in MERGING and sum(s in stocks for s in touched) == 1


def _last_start(window: Window, into: Ints, count: int) -> Ints:
    """The last period in which a step may begin so that its output is there in each period (-1: none)."""
    begins = np.arange(window.first, window.last + 1)
    begins = begins[into[begins] >= 0]
    position = np.searchsorted(into[begins], np.arange(count), side="right") - 1
    return np.where(position >= 0, begins[np.maximum(position, 0)] if len(begins) else -1, -1)


def _as_they_draw(net: Net, takers: list[int], stock: Stock) -> tuple[tuple[int, float, Ints], ...]:
    return tuple((k, sum(v for s, v in net.flow(k).takes if s == stock), net.drawn_in(k, stock)) for k in takers)


@dataclass(frozen=True, slots=True)
class _Sooner:
    """How flows draw what a step takes instead of what it gives."""

    net: Net
    step: int
    target: Stock
    start: Ints

    def before(self, k: int, source: Stock) -> Ints:
        """In which period a flow draws from what the step takes, for each period of its start."""
        drawn = self.net.drawn_in(k, self.target)
        begins = np.where(drawn >= 0, self.start[drawn], -1)
        return np.where(begins >= 0, self.net.drawn_in(self.step, source)[begins], -1)

    def first(self, k: int) -> int | None:
        """The first period in which a flow may begin when it draws through the step; None where it never may."""
        able = np.ones(self.net.count, dtype=bool)
        for source, _ in self.net.flow(self.step).takes:
            able &= self.before(k, source) >= self.net.shrunk.stocks[source][0]
        window = self.net.windows[k]
        some = np.flatnonzero(able[window.first : window.last + 1])
        return window.first + int(some[0]) if len(some) else None

    def draw(self, k: int) -> None:
        """Let a flow draw through the step from now on."""
        net, old, step = self.net, self.net.flow(k), self.net.flow(self.step)
        first = self.first(k)
        assert first is not None
        net.windows[k] = replace(net.windows[k], first=first)
        taken = sum(v for s, v in old.takes if s == self.target)
        takes = [(s, v) for s, v in old.takes if s != self.target]
        sooner = {source: net.table(self.before(k, source)) for source, _ in step.takes}
        for source, quantity in step.takes:
            takes.append((source, quantity * taken / step.gives[0][1]))
            net.draws[k, source] = sooner[source]
        net.draws.pop((k, self.target), None)
        net.replace(k, replace(old, takes=tuple(takes)))
