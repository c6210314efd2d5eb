"""The first day on which anything can be anywhere: the longest path through recipes, the shortest over alternatives."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from workshare.plan.network import NEVER, Network, Stock


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
    takers: dict[Stock, list[int]] = defaultdict(list)
    missing = [len(flow.takes) for flow in network.flows]
    for n, flow in enumerate(network.flows):
        for stock, _ in flow.takes:
            takers[stock].append(n)
    start = [flow.opens for flow in network.flows]
    reached: dict[Stock, int] = {}
    by: dict[Stock, int | None] = {}
    queue: list[tuple[int, int, Stock, int | None]] = []
    serial = 0

    def offer(day: int, stock: Stock, flow: int | None) -> None:
        nonlocal serial
        serial += 1
        heapq.heappush(queue, (day, serial, stock, flow))

    def run(n: int) -> None:
        flow = network.flows[n]
        if start[n] <= flow.closes:
            for stock, _ in flow.gives:
                offer(start[n] + flow.lead, stock, n)

    for stock, quantity in network.opening.items():
        if quantity > 0:
            offer(network.today, stock, None)
    for stock, _, day, _ in network.receipts:
        offer(day, stock, None)
    for n, count in enumerate(missing):
        if count == 0:
            run(n)
    while queue:
        day, _, stock, flow_number = heapq.heappop(queue)
        if stock in reached:
            continue
        reached[stock], by[stock] = day, flow_number
        for n in takers[stock]:
            start[n] = max(start[n], day)
            missing[n] -= 1
            if missing[n] == 0:
                run(n)
    never = tuple(s if missing[n] == 0 and s <= network.flows[n].closes else NEVER for n, s in enumerate(start))
    return Earliest(reached, never, by)
