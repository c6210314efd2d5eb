"""Pegging: which delivery serves which demand, oldest first among demands that are alike."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from workshare.model.promises import Demand
from workshare.outcome.rows import Delivery
from workshare.planner.lags import Floats
from workshare.planner.model import Model


def peg(model: Model, x: Floats, dust: float) -> list[Delivery]:
    """The deliveries of a solution, handed to demands by due date, then id, within each class.

    A class is the demands of one item, site and priority that take deliveries however late and however small, and
    set no least quantity; within it the order changes neither late quantity-days nor shortage. Every other demand
    keeps its own.
    """
    periods = model.shrunk.periods
    demands = model.shrunk.demands
    pools: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for n, (d, first, last) in enumerate(demands):
        if first <= last:
            alike = d.max_lateness is None and d.min_shipment is None and d.minimum is None
            pools[d.item, d.site, d.priority, None if alike else d.id].append(n)
    found: list[tuple[int, int, float]] = []
    serve = model.columns.serve
    for members in pools.values():
        given = np.zeros(len(periods))
        for n in members:
            first, last = demands[n][1], demands[n][2]
            given[first : last + 1] += x[serve.of(n)]
        members.sort(key=lambda n: (demands[n][0].due, demands[n][0].id))
        found += _oldest_first(given, members, [demands[n][:2] for n in members], dust)
    found.sort()
    return [_delivery(model, demands[n][0], p, quantity) for n, p, quantity in found]


def _oldest_first(
    given: Floats, members: list[int], demands: list[tuple[Demand, int]], dust: float
) -> list[tuple[int, int, float]]:
    left = [d.quantity.value if d.quantity else 0.0 for d, _ in demands]
    found = []
    served = 0  # so many of the oldest have all that they asked for
    for p in np.flatnonzero(given > dust):
        rest = float(given[p])
        while served < len(left) and left[served] <= dust:
            served += 1
        for k in range(served, len(demands)):
            take = min(rest, left[k]) if demands[k][1] <= p else 0.0
            if take > dust:
                found.append((members[k], int(p), take))
                left[k] -= take
                rest -= take
            if rest <= dust:
                break
    return found


def _delivery(model: Model, demand: Demand, period: int, quantity: float) -> Delivery:
    periods = model.shrunk.periods
    late = max(0, periods.last(period) - periods.day(demand.due))
    return Delivery(
        demand=demand.id, item=demand.item, site=demand.site, period=period, date=periods.ends(period),
        quantity=quantity, days_late=late,
    )  # fmt: skip
