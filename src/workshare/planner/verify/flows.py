"""Rules of what is made, moved, bought and swapped: names, dates, windows, money and limits."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Protocol

from workshare.model.figure import Figure
from workshare.model.money import Payment
from workshare.model.programme import days_from
from workshare.outcome.plan import Flows
from workshare.outcome.rows import Purchase
from workshare.planner.verify.books import Books
from workshare.planner.verify.dates import Window, whole_days
from workshare.planner.verify.fault import Fault, Rule, at_most, near
from workshare.planner.verify.rows import Row

Paid = tuple[Figure | None, float, tuple[Payment, ...]]
"""The price of one, how many, and when it is paid."""


class Priced(Protocol):
    """A row with its cost."""

    @property
    def period(self) -> int:
        """The period in which it is begun, or received."""
        ...

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
        <= min(last day of p, effective end);  cost = runs · cost per run, as paid, and the set-up's where it is set up.
    """
    for row in books.planned.production:
        operation, where = books.operations[row.operation], f"production {row.operation}, period {row.period}"
        window = books.begins(row)
        if (row.site, row.country) != (operation.site, books.country[operation.site]):
            yield Fault(Rule.PRODUCTION, where, f"it stands in {operation.site}, not in {row.site}, {row.country}")
        yield from _dated(books, Rule.PRODUCTION, where, row, window)
        first = max(books.first[row.period], window.opens)
        if not window.empty and row.first != books.periods.date(first):
            yield Fault(Rule.PRODUCTION, where, f"it begins {row.first}, not {books.periods.date(first)}")
        setup = (
            books.money.paid(operation.setup_cost, 1.0, operation.payments, books.last[row.period]) if row.setup else 0
        )
        running = replace(row, cost=row.cost - setup)
        yield from _priced(books, Rule.PRODUCTION, where, running, (operation.cost, row.runs, operation.payments))


def shipments(books: Books) -> Iterator[Fault]:
    """Shipments leave on a leg of their lane, with an item that it takes, within its window.

    max(effective start, gates, as of, E of the item at the origin) <= a day of p <= effective end;
    arrives = last day of p + lead time;  cost = quantity · cost per unit, as paid.
    """
    for row in books.planned.shipments:
        lane = books.lanes[row.lane]
        where = f"shipment {row.lane}, {row.item} from {row.origin} to {row.destination}, period {row.period}"
        if row.origin not in lane.origin or row.destination not in lane.destination:
            yield Fault(Rule.SHIPMENTS, where, "the lane does not lead there")
        if lane.items and row.item not in lane.items:
            yield Fault(Rule.SHIPMENTS, where, "the lane does not take this item")
        yield from _dated(books, Rule.SHIPMENTS, where, row, books.leaves(row))
        arrives = books.ends[row.period] + dt.timedelta(days=whole_days(lane.lead_time.value))
        if row.arrives != arrives:
            yield Fault(Rule.SHIPMENTS, where, f"it arrives {row.arrives}, not {arrives}")
        yield from _priced(books, Rule.SHIPMENTS, where, row, (lane.cost, row.quantity, ()))


def lane_limits(books: Books) -> Iterator[Fault]:
    """A lane carries no more than its limit, each leg at an even pace over the days on which it may start.

    sum over the lane of quantity[p] · days[p] / days of p on which the leg may start
        <= limit per day · days[p]
    """
    load: dict[tuple[str, int], float] = defaultdict(float)
    for row in books.planned.shipments:
        lane, p = books.lanes[row.lane], row.period
        if lane.limit:
            days = books.leaves(row).days(books.first[p], books.last[p])
            load[row.lane, p] += row.quantity * books.length[p] / max(days, 1)
    for (name, p), carried in load.items():
        limit = books.lanes[name].limit
        most = limit.per_day * books.length[p] if limit else carried
        if not at_most(carried, most):
            yield Fault(Rule.LANE_LIMIT, f"lane {name}, period {p}", f"carries {carried:g}, more than {most:g}")


def purchases(books: Books) -> Iterator[Fault]:
    """Purchases arrive within the supply's window, and are ordered in time.

    max(effective start, max(as of, gates) + lead) <= a day of p <= effective end;
    order by = first such day of p - lead;  cost = quantity · price, as paid.
    """
    for row in books.planned.purchases:
        supply, where = books.supplies[row.supply], f"purchase {row.supply}, period {row.period}"
        country = supply.country or books.country[supply.site]
        if (row.item, row.site, row.country) != (supply.item, supply.site, country):
            yield Fault(Rule.PURCHASES, where, f"it gives {supply.item} at {supply.site} from {country}")
        window = books.arrives(row)
        yield from _dated(books, Rule.PURCHASES, where, row, window)
        lead = whole_days(supply.lead_time.value) if supply.lead_time else 0
        order_by = max(books.first[row.period], window.opens) - lead
        if not window.empty and days_from(books.programme.start, row.order_by, 0) != order_by:
            yield Fault(Rule.PURCHASES, where, f"it is ordered by {row.order_by}, not on day {order_by}")
        yield from _priced(books, Rule.PURCHASES, where, row, (supply.price, row.quantity, supply.payments))


def supply_limits(books: Books) -> Iterator[Fault]:
    """A supply gives no more in a period than its rate over its window, and no more in all than its total.

    quantity[p] <= rate per day · days of p within the window, under each of its licences and under all of them;
    sum over p of quantity[p] <= max(total, what it had given)
    """
    given: dict[str, float] = defaultdict(float)
    for row in books.happened.purchases:
        given[row.supply] += row.quantity
    taken: dict[str, dict[int, list[Purchase]]] = defaultdict(lambda: defaultdict(list))
    for row in books.planned.purchases:
        taken[row.supply][row.period].append(row)
    for name, by_period in taken.items():
        supply, total = books.supplies[name], sum(row.quantity for rows in by_period.values() for row in rows)
        total += given[name]
        for p, rows in by_period.items() if supply.quantity else ():
            for quantity, days in _shares(books, p, rows):
                most = supply.quantity.per_day * days if supply.quantity else quantity
                if not at_most(quantity, most):
                    message = f"gives {quantity:g}, more than the {most:g} of its rate"
                    yield Fault(Rule.SUPPLY_LIMIT, f"supply {name}, period {p}", message)
        if supply.total and not at_most(total, max(supply.total.value, given[name])):
            yield Fault(Rule.SUPPLY_LIMIT, f"supply {name}", f"gives {total:g}, more than {supply.total.value:g}")


def _shares(books: Books, period: int, rows: list[Purchase]) -> Iterator[tuple[float, int]]:
    """What arrives under each choice of licences, and under all, and on how many days of the period it may."""
    under: dict[str, float] = defaultdict(float)
    open_days: dict[str, set[int]] = {}
    for row in rows:
        window = books.arrives(row)
        under[row.licence] += row.quantity
        first, last = max(books.first[period], window.opens), min(books.last[period], window.closes)
        open_days[row.licence] = set(range(first, last + 1))
    yield from ((quantity, len(open_days[licence])) for licence, quantity in under.items())
    yield sum(under.values()), len(set().union(*open_days.values()))


def substitutions(books: Books) -> Iterator[Fault]:
    """An item serves only for one that it is declared to serve for:  (item, instead of) in substitutes."""
    pairs = {(s.item, s.instead_of) for s in books.programme.substitutes}
    for row in books.planned.substitutions:
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


def _priced(books: Books, rule: Rule, where: str, row: Priced, paid: Paid) -> Iterator[Fault]:
    """A row costs what is paid for it: its amount times the price, at the rates of the days of payment."""
    price, amount, parts = paid
    cost = books.money.paid(price, amount, parts, books.last[row.period])
    if not near(row.cost, cost):
        yield Fault(rule, where, f"it costs {cost:g}, not {row.cost:g}")
