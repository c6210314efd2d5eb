"""The first day on which anything can be anywhere: the longest path through recipes, the shortest over alternatives."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from workshare.gates import NEVER
from workshare.planner.network import Network
from workshare.planner.stocks import Stock


@dataclass(frozen=True, slots=True)
class Earliest:
    """Day-exact earliest dates: of each stock, and of each flow's start (NEVER: not at all).

    ``by`` is the flow that brings a stock first (None: it is there, or in progress).
    """

    stock: Mapping[Stock, int]
    start: tuple[int, ...]
    by: Mapping[Stock, int | None]


def earliest(network: Network) -> Earliest:
    """Day-exact earliest dates of stocks and flows, quantities and capacity left aside.

    start[f] = max(opens[f], max over s taken by f of stock[s]);  stock[s] = min over f giving s of start[f] + lead[f].
    One sweep in order of time settles each stock when it is first reached (Knuth 1977, a generalisation of
    Dijkstra's algorithm).
    """
    sweep = _Sweep(network)
    for stock in network.opening:
        sweep.offer(network.today, stock, None)
    for stock, _, day, _ in network.receipts:
        sweep.offer(day, stock, None)
    for stock, day, _ in network.facts.arriving:
        sweep.offer(day, stock, None)
    for n, count in enumerate(sweep.missing):
        if count == 0:
            sweep.run(n)
    sweep.settle()
    able = [count == 0 and s <= f.closes for count, s, f in zip(sweep.missing, sweep.start, network.flows, strict=True)]
    start = tuple(s if ok else NEVER for s, ok in zip(sweep.start, able, strict=True))
    return Earliest(sweep.reached, start, sweep.by)


class _Sweep:
    """The state of the sweep: what is reached, and how many inputs each flow still misses."""

    def __init__(self, network: Network) -> None:
        self.flows = network.flows
        self.takers: dict[Stock, list[int]] = defaultdict(list)
        for n, flow in enumerate(network.flows):
            for stock, _ in flow.takes:
                self.takers[stock].append(n)
        self.missing = [len(flow.takes) for flow in network.flows]
        self.start = [flow.opens for flow in network.flows]
        self.reached: dict[Stock, int] = {}
        self.by: dict[Stock, int | None] = {}
        self.queue: list[tuple[int, int, Stock, int | None]] = []
        self.serial = 0

    def offer(self, day: int, stock: Stock, flow: int | None) -> None:
        """A stock can be there on a day; of equal days the first offer wins."""
        self.serial += 1
        heapq.heappush(self.queue, (day, self.serial, stock, flow))

    def run(self, n: int) -> None:
        """A flow has all that it takes."""
        flow = self.flows[n]
        if self.start[n] <= flow.closes:
            for stock, _ in flow.gives:
                self.offer(self.start[n] + flow.lead, stock, n)

    def settle(self) -> None:
        """Take offers in order of time until none is left."""
        while self.queue:
            day, _, stock, flow = heapq.heappop(self.queue)
            if stock in self.reached:
                continue
            self.reached[stock], self.by[stock] = day, flow
            for n in self.takers[stock]:
                self.start[n] = max(self.start[n], day)
                self.missing[n] -= 1
                if self.missing[n] == 0:
                    self.run(n)
