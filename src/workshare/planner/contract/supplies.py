"""Supplies without limit need no balance once they flow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from workshare.planner.contract.net import Amounts, Net
from workshare.planner.lags import Floats
from workshare.planner.network import FlowKind
from workshare.planner.stocks import Stock


@dataclass(frozen=True, slots=True)
class Supplied:
    """A supply was taken out: from period ``first`` on the stock has all that is wanted of it."""

    flow: int
    stock: Stock
    first: int
    opening: float
    givers: tuple[tuple[int, float, int], ...]
    """Other flows that give it: number, quantity and lag."""
    takers: tuple[tuple[int, float], ...]

    def give_back(self, net: Net, amounts: Amounts) -> None:
        """Buy what is lacking in the period in which it is lacking, and no sooner.

        bought so far[p] = max over q <= p of (taken so far[q] - come so far[q] - opening)
        """
        lacking = np.zeros(net.count)
        for n, quantity in self.takers:
            np.add.at(lacking, net.drawn_in(n, self.stock), quantity * amounts[n])
        for n, quantity, lag in self.givers:
            lacking -= quantity * arrived(net, lag, amounts[n])
        bought = np.maximum.accumulate(np.maximum(np.cumsum(lacking) - self.opening, 0.0))
        amounts[self.flow] = np.diff(bought, prepend=0.0)


def arrived(net: Net, lag: int, amounts: Floats) -> Floats:
    """What arrives in each period of what was begun."""
    table = net.tables[lag]
    found = np.zeros(net.count)
    start = np.repeat(np.arange(net.count), np.diff(table.begin))
    np.add.at(found, table.into, amounts[start] * table.share)
    return found


def drop_supplies(net: Net) -> Iterator[Supplied]:
    """Take out every supply without limit, and the balance of its stock from its first period on.

    The supply gives any amount, at no cost that counts, in any period from ``first`` to the last use. A plan without
    the later balances becomes one with them by buying just what lacks, which changes nothing else; and a plan with
    them has none of these rows to break without them. Before ``first`` the balance stays. It is not done where the
    supply is limited, priced while money counts, licensed, in lots or on order, or where somebody counts the stock.
    """
    for n, flow in enumerate(net.flows):
        if flow is None or flow.kind is not FlowKind.BUY or not net.bound.free(flow) or len(flow.gives) != 1:
            continue
        ((stock, _),) = flow.gives
        window, span = net.windows[n], net.spans.get(stock)
        into = net.into(net.lags[n])
        plain = net.bound.plain(stock) and stock not in net.wanted and stock not in net.awaited
        if span is None or not plain or into is None or (into != np.arange(net.count)).any():
            continue
        if window.last < min(span[1], net.count - 1) or window.first > span[1]:
            continue
        if not all(net.flow(k).kind in {FlowKind.MAKE, FlowKind.SHIP, FlowKind.SWAP} for k in net.takers[stock]):
            continue
        others = tuple(
            (k, sum(v for s, v in net.flow(k).gives if s == stock), net.lags[k])
            for k in sorted(net.givers[stock] - {n})
        )
        takers = tuple((k, sum(v for s, v in net.flow(k).takes if s == stock)) for k in sorted(net.takers[stock]))
        yield Supplied(n, stock, window.first, net.opening.get(stock, 0.0), others, takers)
        net.replace(n, None)
        if span[0] < window.first:
            net.spans[stock] = (span[0], window.first - 1)
        else:
            del net.spans[stock]
            net.opening.pop(stock, None)
