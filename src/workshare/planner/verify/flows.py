"""Rules of what is made, moved, bought and swapped: names, dates, windows, money and limits."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Protocol

from workshare.model.figure import Figure
from workshare.outcome.plan import Flows
from workshare.planner.verify.books import Books
from workshare.planner.verify.dates import Window, whole_days
from workshare.planner.verify.fault import Fault, Rule, at_most, near
from workshare.planner.verify.rows import Row


class Priced(Protocol):
    """A row with its cost."""

    @property
    def cost(self) -> float:
        """Money in the programme's currency."""
        ...


def sound(books: Books) -> Iterator[Fault]:
    """Every row of the flows names what the programme has, in one of its periods, in a finite amount above 0.

    Rows that do not are left aside by every other rule. A stock may be nothing.
    """
    for table in fields(Flows):
        read = {id(row) for row in getattr(books.flows, table.name)}
        for row in getattr(books.plan.flows, table.name):
            if id(row) not in read:
                yield Fault(Rule.ROWS, table.name, f"this row speaks of nothing that can be: {row}")


def production(books: Books) -> Iterator[Fault]:
    """Runs begin at their operation's site within its window, from the period's first day on which they can.

    first = max(first day of p, effective start, gates, as of, E of every input)
        <= min(last day of p, effective end);  cost = runs · cost per run, and the set-up's where it is set up for.
    """
    for row in books.flows.production:
        operation, where = books.operations[row.operation], f"production {row.operation}, period {row.period}"
        window = books.starts[row.operation]
        if (row.site, row.country) != (operation.site, books.country[operation.site]):
            yield Fault(Rule.PRODUCTION, where, f"it stands in {operation.site}, not in {row.site}, {row.country}")
        yield from _dated(books, Rule.PRODUCTION, where, row, window)
        first = max(books.first[row.period], window.opens)
        if not window.empty and row.first != books.periods.date(first):
            yield Fault(Rule.PRODUCTION, where, f"it begins {row.first}, not {books.periods.date(first)}")
        setup = operation.setup_cost.value if row.setup and operation.setup_cost else 0.0
        running = replace(row, cost=row.cost - setup)
        yield from _priced(Rule.PRODUCTION, where, running, row.runs, operation.cost)


def shipments(books: Books) -> Iterator[Fault]:
    """Shipments leave on a leg of their lane, with an item that it takes, within its window.

    max(effective start, gates, as of, E of the item at the origin) <= a day of p <= effective end;
    arrives = last day of p + lead time;  cost = quantity · cost per unit.
    """
    for row in books.flows.shipments:
        lane = books.lanes[row.lane]
        where = f"shipment {row.lane}, {row.item} from {row.origin} to {row.destination}, period {row.period}"
        if row.origin not in lane.origin or row.destination not in lane.destination:
            yield Fault(Rule.SHIPMENTS, where, "the lane does not lead there")
        if lane.items and row.item not in lane.items:
            yield Fault(Rule.SHIPMENTS, where, "the lane does not take this item")
        yield from _dated(books, Rule.SHIPMENTS, where, row, books.leg(lane, row.item, row.origin))
        arrives = books.ends[row.period] + dt.timedelta(days=whole_days(lane.lead_time.value))
        if row.arrives != arrives:
            yield Fault(Rule.SHIPMENTS, where, f"it arrives {row.arrives}, not {arrives}")
        yield from _priced(Rule.SHIPMENTS, where, row, row.quantity, lane.cost)


def lane_limits(books: Books) -> Iterator[Fault]:
    """A lane carries no more than its limit, each leg at an even pace over the days on which it may start.

    sum over the lane of quantity[p] · days[p] / days of p on which the leg may start
        <= limit per day · days[p]
    """
    load: dict[tuple[str, int], float] = defaultdict(float)
    for row in books.flows.shipments:
        lane, p = books.lanes[row.lane], row.period
        if lane.limit:
            days = books.leg(lane, row.item, row.origin).days(books.first[p], books.last[p])
            load[row.lane, p] += row.quantity * books.length[p] / max(days, 1)
    for (name, p), carried in load.items():
        limit = books.lanes[name].limit
        most = limit.per_day * books.length[p] if limit else carried
        if not at_most(carried, most):
            yield Fault(Rule.LANE_LIMIT, f"lane {name}, period {p}", f"carries {carried:g}, more than {most:g}")


def purchases(books: Books) -> Iterator[Fault]:
    """Purchases arrive within the supply's window, and are ordered in time.

    max(effective start, max(as of, gates) + lead) <= a day of p <= effective end;
    order by = first such day of p - lead;  cost = quantity · price.
    """
    for row in books.flows.purchases:
        supply, where = books.supplies[row.supply], f"purchase {row.supply}, period {row.period}"
        country = supply.country or books.country[supply.site]
        if (row.item, row.site, row.country) != (supply.item, supply.site, country):
            yield Fault(Rule.PURCHASES, where, f"it gives {supply.item} at {supply.site} from {country}")
        window = books.windows.supply(supply)
        yield from _dated(books, Rule.PURCHASES, where, row, window)
        first = books.first[row.period]
        lead = whole_days(supply.lead_time.value) if supply.lead_time else 0
        order_by = books.periods.date(max(first, window.opens) - lead)
        if row.order_by != order_by:
            yield Fault(Rule.PURCHASES, where, f"it is ordered by {row.order_by}, not {order_by}")
        yield from _priced(Rule.PURCHASES, where, row, row.quantity, supply.price)


def supply_limits(books: Books) -> Iterator[Fault]:
    """A supply gives no more in a period than its rate over its window, and no more in all than its total.

    quantity[p] <= rate per day · days of p within the window;  sum over p of quantity[p] <= total
    """
    taken: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for row in books.flows.purchases:
        taken[row.supply][row.period] += row.quantity
    for name, quantities in taken.items():
        supply, total = books.supplies[name], sum(quantities.values())
        window = books.windows.supply(supply)
        for p, quantity in quantities.items() if supply.quantity else ():
            most = supply.quantity.per_day * window.days(books.first[p], books.last[p]) if supply.quantity else quantity
            if not at_most(quantity, most):
                message = f"gives {quantity:g}, more than the {most:g} of its rate"
                yield Fault(Rule.SUPPLY_LIMIT, f"supply {name}, period {p}", message)
        if supply.total and not at_most(total, supply.total.value):
            yield Fault(Rule.SUPPLY_LIMIT, f"supply {name}", f"gives {total:g}, more than {supply.total.value:g}")


def substitutions(books: Books) -> Iterator[Fault]:
    """An item serves only for one that it is declared to serve for:  (item, instead of) in substitutes."""
    pairs = {(s.item, s.instead_of) for s in books.programme.substitutes}
    for row in books.flows.substitutions:
        where = f"substitution of {row.item} for {row.instead_of} at {row.site}, period {row.period}"
        if (row.item, row.instead_of) not in pairs:
            yield Fault(Rule.SUBSTITUTIONS, where, "the one may not serve for the other")
        if row.date != books.ends[row.period]:
            yield Fault(Rule.SUBSTITUTIONS, where, f"it counts on {books.ends[row.period]}, not {row.date}")


def _dated(books: Books, rule: Rule, where: str, row: Row, window: Window) -> Iterator[Fault]:
    """A row counts on the last day of its period, and its window is open on a day of that period."""
    if row.date != books.ends[row.period]:
        yield Fault(rule, where, f"it counts on {books.ends[row.period]}, not {row.date}")
    if not window.days(books.first[row.period], books.last[row.period]):
        opens, closes = (_day(books, day) for day in (window.opens, window.closes))
        yield Fault(rule, where, f"it may begin from {opens} to {closes} only")


def _day(books: Books, day: int) -> str:
    return str(books.periods.date(day)) if day <= books.last[-1] else "a day after the end"


def _priced(rule: Rule, where: str, row: Priced, amount: float, price: Figure | None) -> Iterator[Fault]:
    """A row costs its amount times the price, nothing where none is given."""
    cost = amount * price.value if price else 0.0
    if not near(row.cost, cost):
        yield Fault(rule, where, f"it costs {cost:g}, not {row.cost:g}")
