"""Checks of firm orders and fleets: what their rows say by themselves."""

from __future__ import annotations

from collections.abc import Callable

from workshare.model.programme import Programme
from workshare.model.references import Found, a_problem
from workshare.problems import Code


def orders(programme: Programme) -> Found:
    """A firm order is of exactly one thing."""
    for order in programme.orders:
        if (order.supply is None) == (order.operation is None):
            named = "both a supply and an operation" if order.supply else "neither a supply nor an operation"
            hint = "write one of supply: SUPPLY, operation: OPERATION"
            yield a_problem(Code.MISSING_KEY, ("orders", order.id), f"orders {order.id} names {named}", hint)


def fleet_dates(programme: Programme) -> Found:
    """A fleet is wanted from a day to a later one."""
    for fleet in programme.fleets:
        if fleet.effective_start and fleet.effective_end and fleet.effective_end < fleet.effective_start:
            message = f"fleets {fleet.id} ends {fleet.effective_end}, before it starts {fleet.effective_start}"
            yield a_problem(Code.BAD_RANGE, ("fleets", fleet.id, "effective_end"), message, "swap the dates")


def order_dates(programme: Programme) -> Found:
    """A firm order's day lies within the programme."""
    for order in programme.orders:
        if not programme.start <= order.date <= programme.until:
            message = f"orders {order.id} is for {order.date}, outside {programme.start} to {programme.until}"
            yield a_problem(Code.OUTSIDE_HORIZON, ("orders", order.id, "date"), message, "move until:, or the date")


LOT_RULES: tuple[Callable[[Programme], Found], ...] = (orders, fleet_dates)
DATED_LOT_RULES: tuple[Callable[[Programme], Found], ...] = (order_dates,)
