"""Demands that are served in the same way are owed together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np

from workshare.model.programme import Programme
from workshare.model.promises import Demand
from workshare.planner.backlogs import Backlog
from workshare.planner.contract.net import Net
from workshare.planner.lags import Floats
from workshare.planner.shrink import Shrunk
from workshare.planner.stocks import Stock

Served = tuple[int, Demand, int]
"""The number of a demand, the demand, and the first period in which deliveries are taken."""


def owe_together(
    programme: Programme, net: Net, weights: Mapping[int, float] | None
) -> tuple[tuple[Backlog, ...], tuple[int, ...]]:
    """The backlogs of a network, and the numbers of the demands that stay as they are.

    Demands of one item, site and priority that take deliveries however late and however small are served oldest first
    without loss: of two such plans the one that serves the older first has as much late in every period, and what is
    late by part of a period is served last. So the sum of what they are owed says all. A demand stays by itself where
    a commitment counts its deliveries, where it limits lateness or the size of deliveries, or must get a least
    quantity. Most urgent is the lowest priority, or the one of most weight.
    """
    counted = {c.measure.delivered for c in programme.commitments if c.measure}
    alike: dict[tuple[str, str, int], list[Served]] = defaultdict(list)
    alone = []
    for n, (d, first, last) in enumerate(net.shrunk.demands):
        if first <= last and _alike(d, net.count, last) and d.item not in counted and _steps(net.shrunk, d, first):
            alike[d.item, d.site, d.priority].append((n, d, first))
        else:
            alone.append(n)
    groups = {(Stock(item, site), priority): members for (item, site, priority), members in alike.items()}
    most_urgent: dict[Stock, tuple[float, int]] = {}
    for stock, priority in groups:
        most_urgent[stock] = min(_urgency(priority, weights), most_urgent.get(stock, (np.inf, 0)))
    open_stocks = _other_ways_out(net, alone)
    found = []
    for (stock, priority), members in sorted(groups.items()):
        guarded = stock in open_stocks or _urgency(priority, weights) != most_urgent[stock]
        found.append(_backlog(net.shrunk, stock, priority, members, guarded=guarded))
    return tuple(found), tuple(alone)


def _urgency(priority: int, weights: Mapping[int, float] | None) -> tuple[float, int]:
    return -weights.get(priority, 0.0) if weights else 0.0, priority


def _alike(demand: Demand, count: int, last: int) -> bool:
    single = demand.min_shipment is None and demand.minimum is None and demand.max_lateness is None
    return single and last == count - 1 and demand.quantity is not None


def _steps(shrunk: Shrunk, demand: Demand, first: int) -> bool:
    """Whether from the first delivery on lateness grows with the calendar, but for days between period and due date."""
    after = shrunk.periods.day(demand.due) - shrunk.periods.last(first)
    horizon = len(shrunk.periods) - 1
    return after <= 0 or first == horizon or after <= shrunk.periods.last(first + 1) - shrunk.periods.last(first)


def _other_ways_out(net: Net, alone: Iterable[int]) -> set[Stock]:
    """Stocks that goods leave otherwise than to those who are owed them together."""
    found = {stock for stock, takers in net.takers.items() if takers}
    return found | {Stock(net.shrunk.demands[n][0].item, net.shrunk.demands[n][0].site) for n in alone}


def _backlog(shrunk: Shrunk, stock: Stock, priority: int, members: list[Served], *, guarded: bool) -> Backlog:
    members.sort(key=lambda m: (m[2], m[1].due, m[1].id))
    periods = shrunk.periods
    last = np.asarray(periods.bounds[1:]) - 1
    due: Floats = np.zeros(len(periods))
    fresh: dict[tuple[int, int], float] = defaultdict(float)
    late = 0.0
    for _, d, first in members:
        quantity = d.quantity.value if d.quantity else 0.0
        due[first] += quantity
        after = periods.day(d.due) - int(last[first])
        late += quantity * max(0, -after) + shrunk.network.facts.late_days(d)
        if after > 0 and quantity > 0:
            fresh[first, after] += quantity
    return Backlog(
        stock=stock,
        priority=priority,
        members=tuple(n for n, _, _ in members),
        first=min(first for _, _, first in members),
        due=due,
        fresh=tuple((p, after, quantity) for (p, after), quantity in sorted(fresh.items())),
        late_days=late,
        guarded=guarded,
    )
