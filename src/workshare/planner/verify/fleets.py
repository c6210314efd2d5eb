"""Rules of fleets: what fails, what goes into service, and what is wanted there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from workshare.model.fleets import Fleet
from workshare.model.programme import days_from
from workshare.planner.verify.books import Books
from workshare.planner.verify.fault import Fault, Rule, at_most, near


def fleets(books: Books) -> Iterator[Fault]:
    """Each fleet has one row for each period; units fail by their rate, and no more go into service than it has.

    failed[p] = min(1, rate · days of p from the plan's day on) · in service[p-1];
    put into service[p] = in service[p] - in service[p-1] + failed[p] >= 0;
    in service[p] <= max(quantity, in service at the start);
    wanted[p] = availability · quantity if any day of p is wanted, else 0.
    """
    known = {f.id: f for f in books.programme.fleets}
    counts = Counter((row.fleet, row.period) for row in books.plan.fleets)
    needed = {(str(name), p) for name in known for p in range(len(books.last))}
    for name, p in sorted(needed.union(counts)):
        if counts[name, p] != 1 or (name, p) not in needed:
            yield Fault(Rule.FLEETS, f"fleet {name}, period {p}", f"has {counts[name, p]} rows")
    if needed != set(counts):
        return
    for (fleet, p), (there, put, failed) in books.service.items():
        row, where = known[fleet], f"fleet {fleet}, period {p}"  # type: ignore[index]
        before = books.service[fleet, p - 1][0] if p else row.at_start
        fails = min(1.0, row.failures.per_day * _days(books, p, 0, books.last[-1])) * before
        most = max(row.quantity.value, row.at_start)
        if not near(failed, fails):
            yield Fault(Rule.FLEETS, where, f"{fails:g} fail, not {failed:g}")
        if not at_most(-put, 0.0) or (books.last[p] < books.windows.today and not near(put, 0.0)):
            yield Fault(Rule.FLEETS, where, f"{put:g} go into service")
        if not at_most(there, most):
            yield Fault(Rule.FLEETS, where, f"{there:g} are in service, more than {most:g}")
    yield from _wanted(books)


def _wanted(books: Books) -> Iterator[Fault]:
    """The rows say what is wanted, and count on the last day of their period."""
    known = {f.id: f for f in books.programme.fleets}
    for row in books.plan.fleets:
        fleet = known[row.fleet]  # type: ignore[index]
        where = f"fleet {row.fleet}, period {row.period}"
        units = units_wanted(fleet) if days_wanted(books, fleet, row.period) else 0.0
        if not near(row.wanted, units):
            yield Fault(Rule.FLEETS, where, f"{units:g} are wanted, not {row.wanted:g}")
        if row.date != books.ends[row.period]:
            yield Fault(Rule.FLEETS, where, f"it counts on {books.ends[row.period]}, not {row.date}")


def units_wanted(fleet: Fleet) -> float:
    """The units of a fleet that are wanted in service."""
    return fleet.quantity.value * (fleet.availability.value if fleet.availability else 1.0)


def days_wanted(books: Books, fleet: Fleet, period: int) -> int:
    """The days of a period on which a fleet is wanted."""
    start = books.programme.start
    first = days_from(start, fleet.effective_start, 0)
    return _days(books, period, first, days_from(start, fleet.effective_end, books.last[-1]))


def _days(books: Books, period: int, first: int, last: int) -> int:
    """The days of a period from the plan's day and a first one on, to a last."""
    first = max(first, books.windows.today, books.first[period])
    return max(0, min(last, books.last[period]) - first + 1)


def lacking(books: Books) -> dict[int, tuple[float, float]]:
    """Unit-days that the fleets of each priority lack, and those that are wanted."""
    found: dict[int, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
    for fleet in books.programme.fleets:
        for p in range(len(books.last)):
            days, units = days_wanted(books, fleet, p), units_wanted(fleet)
            there = books.service.get((fleet.id, p), (0.0, 0.0, 0.0))[0]
            lacks, asked = found[fleet.priority]
            found[fleet.priority] = lacks + days * max(0.0, units - there), asked + days * units
    return found
