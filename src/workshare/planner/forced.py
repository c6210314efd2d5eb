"""What happens whether anybody has a use for it or not: firm orders, and lines that must not run too slowly."""

from __future__ import annotations

from collections.abc import Mapping

from workshare.model.calendar import Periods
from workshare.model.fleets import Order
from workshare.model.programme import Programme
from workshare.planner.network import FlowKind, Network

Key = tuple[FlowKind, str]
"""A kind of flow and an id."""


def ordered(order: Order) -> Key:
    """What a firm order is of."""
    return (FlowKind.BUY, str(order.supply)) if order.supply else (FlowKind.MAKE, str(order.operation))


def firm_orders(programme: Programme, network: Network, periods: Periods) -> list[tuple[Order, int]]:
    """The orders that are still to come, each with its period; what was ordered for earlier days is history."""
    days = [(order, periods.day(order.date)) for order in programme.orders]
    return [(order, periods.counted_by(day)) for order, day in days if network.today <= day <= periods.horizon]


def needed_until(programme: Programme, network: Network, periods: Periods) -> Mapping[Key, int]:
    """The last period in which each flow runs though nobody may have a use for what it brings; what fails, fails."""
    found: dict[Key, int] = {}
    for order, p in firm_orders(programme, network, periods):
        found[ordered(order)] = max(p, found.get(ordered(order), p))
    for o in programme.operations:
        if o.minimum_rate:
            found[FlowKind.MAKE, o.id] = len(periods) - 1
    found |= {(FlowKind.FAIL, str(fleet.id)): len(periods) - 1 for fleet in programme.fleets}
    return found
