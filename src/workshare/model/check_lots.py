"""Checks of lots, yields, orders and fleets: what their rows say by themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from workshare.model.figure import Figure
from workshare.model.programme import Programme
from workshare.model.references import Found, a_problem
from workshare.problems import Code, Path


def shares(programme: Programme) -> Found:
    """A yield, an availability and what is lost are shares: no more than the whole."""
    for path, figure in _shares(programme):
        if figure is not None and figure.value > 1:
            message = f"{path[0]} {path[1]}: {path[2]} is {figure.value:g}, more than the whole"
            yield a_problem(Code.BAD_RANGE, path, message, "write a share between 0 and 1, such as 0.95")


def _shares(programme: Programme) -> Iterator[tuple[Path, Figure | None]]:
    for operation in programme.operations:
        yield ("operations", operation.id, "yield_share"), operation.yield_share
    for fleet in programme.fleets:
        yield ("fleets", fleet.id, "availability"), fleet.availability
        yield ("fleets", fleet.id, "lost"), fleet.lost


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


LOT_MONEY = (("operations", "setup_cost"),)
LOT_RULES: tuple[Callable[[Programme], Found], ...] = (shares, orders, fleet_dates)
DATED_LOT_RULES: tuple[Callable[[Programme], Found], ...] = (order_dates,)
