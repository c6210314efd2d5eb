"""Rules of what has to run: firm orders, and lines that must not run too slowly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np

from workshare.model.network import Lane
from workshare.model.programme import days_from
from workshare.planner.verify.books import Books
from workshare.planner.verify.dates import NEVER, Place, Window, from_outside, whole_days
from workshare.planner.verify.fault import Fault, Rule, at_most


def orders(books: Books) -> Iterator[Fault]:
    """What is firmly ordered for a day from the plan's on comes in that day's period.

    x[p of the day] >= sum of what is ordered for p
    """
    begun: dict[tuple[str, str, int], float] = defaultdict(float)
    for made in books.planned.production:
        begun["operation", made.operation, made.period] += made.runs
    for bought in books.planned.purchases:
        begun["supply", bought.supply, bought.period] += bought.quantity
    asked: dict[tuple[str, str, int], float] = defaultdict(float)
    for order in books.programme.orders:
        day = days_from(books.programme.start, order.date, 0)
        if books.windows.today <= day <= books.last[-1]:
            kind = "supply" if order.supply else "operation"
            asked[kind, str(order.supply or order.operation), books.counted_in(day)] += order.quantity.value
    for (kind, name, p), quantity in asked.items():
        there = begun[kind, name, p]
        if not at_most(quantity, there):
            yield Fault(Rule.ORDERS, f"{kind} {name}, period {p}", f"{quantity:g} are ordered, but {there:g} come")


def sustained(books: Books) -> Iterator[Fault]:
    """From the first day on which it may run, a line runs at its minimum rate.

    runs[p] >= rate · days of p on which it may start under any licence, from the first p in which all its inputs can
    be there.
    """
    lines = [o for o in books.programme.operations if o.minimum_rate]
    first = first_periods(books) if lines else {}
    for o in lines:
        runs = books.nothing()
        for row in books.planned.production:
            runs[row.period] += row.runs if row.operation == o.id else 0.0
        begins = max((first.get((item, o.site), len(books.last)) for item in o.uses), default=0)
        for p in range(begins, len(books.last)):
            windows = books.starts[o.id].values()
            span = range(books.first[p], books.last[p] + 1)
            days = sum(any(w.opens <= day <= w.closes for w in windows) for day in span)
            least = o.minimum_rate.per_day * days if o.minimum_rate else 0.0
            if not at_most(least, float(runs[p])):
                message = f"{runs[p]:g} are begun, less than the {least:g} of its minimum rate"
                yield Fault(Rule.SUSTAINED, f"operation {o.id}, period {p}", message)


def first_periods(books: Books) -> dict[Place, int]:
    """The first period in which each item can be at each site, with every lead time rounded as the plan rounds it."""
    first: dict[Place, int] = {}
    for item, site, day in from_outside(books.programme, books.windows, books.facts):
        _lower(first, (item, site), books.counted_in(day))
    while any([*_operations(books, first), *_moves(books, first)]):  # each pass lowers something, or is the last
        pass
    return first


def _lower(first: dict[Place, int], place: Place, period: int) -> bool:
    lower = period < first.get(place, NEVER)
    if lower:
        first[place] = period
    return lower


def _operations(books: Books, first: dict[Place, int]) -> Iterator[bool]:
    """Passes on what operations bring; says of each whether that was earlier than known."""
    for name, o in books.operations.items():
        inputs = max((first.get((i, o.site), NEVER) for i in o.uses), default=0)
        for window in books.starts[name].values():
            there = _arrival(books, window, inputs, whole_days(o.lead_time.value), o.makes)
            if there is not None:
                yield from (_lower(first, (i, o.site), there) for i in o.makes)


def _moves(books: Books, first: dict[Place, int]) -> Iterator[bool]:
    """Passes on what lanes and substitutes bring; says of each whether that was earlier than known."""
    for (item, site), p in list(first.items()):
        for pair in books.programme.substitutes:
            if pair.item == item:
                yield _lower(first, (pair.instead_of, site), p)
        for lane in books.programme.lanes:
            if site in lane.origin and (not lane.items or item in lane.items):
                yield from (_leg(books, first, (lane, item, site, to)) for to in lane.destination)


def _leg(books: Books, first: dict[Place, int], leg: tuple[Lane, str, str, str]) -> bool:
    """Passes on what one leg of a lane brings under any licence; says whether that was earlier than known."""
    lane, item, site, to = leg
    day, lower = books.there.get((item, site), NEVER), False
    for way in books.windows.leg(lane, to).values():
        there = _arrival(books, way.after(day), first[item, site], whole_days(lane.lead_time.value), (item,))
        lower |= there is not None and _lower(first, (item, to), there)
    return lower


def _arrival(books: Books, window: Window, inputs: int, lead: int, items: Iterable[str]) -> int | None:
    """The first period in which anything arrives of what starts in a window once its inputs are there."""
    begins = max(inputs, books.counted_in(window.opens))
    if begins >= len(books.last) or window.empty or books.first[begins] > window.closes:
        return None
    there, shares = books.arrival(begins, lead, window.opens, rounded=books.rounds(items))
    return _first_share(there, shares) if len(shares) else None


def _first_share(first: int, shares: np.ndarray[tuple[int], np.dtype[np.float64]]) -> int:
    """The first period in which anything arrives."""
    return first + int(np.flatnonzero(shares > 0)[0])
