"""Rules of what spoils: nothing is used or moved after its life, and its ages add up."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from workshare.outcome.rows import Aged, Shipment, Substitution, Waste
from workshare.planner.verify.books import Books, Floats
from workshare.planner.verify.dates import Place, whole_days
from workshare.planner.verify.fault import SLACK, Fault, Rule

Vintage = tuple[str, str, int]
"""An item at a site, and the period in which it came in."""


def moves(books: Books) -> Iterator[Fault]:
    """What moves, or serves for another, and spoils says since when, and goes while it is good; no other says that."""
    for sent in books.planned.shipments:
        where = f"shipment {sent.lane}, {sent.item} from {sent.origin} to {sent.destination}, period {sent.period}"
        yield from _in_time(books, where, (sent.item,), sent)
    for row in books.planned.substitutions:
        where = f"substitution of {row.item} for {row.instead_of} at {row.site}, period {row.period}"
        yield from _in_time(books, where, (row.item, row.instead_of), row)


def _in_time(books: Books, where: str, items: tuple[str, ...], row: Shipment | Substitution) -> Iterator[Fault]:
    """A row has an age if all its items spoil, and is in time for all of them."""
    since = _since(books, row.since)
    if not all(books.items[i].shelf_life for i in items):
        if row.since is not None:
            yield Fault(Rule.SHELF_LIFE, where, "it has an age, but does not spoil")
    elif since is None or not since <= row.period <= min(last_good(books, i, since) for i in items):
        yield Fault(Rule.SHELF_LIFE, where, f"what came in {row.since} is not good then")


def last_good(books: Books, item: str, since: int) -> int:
    """The last period on whose last day a unit that came in on the first day of another is within its life.

    It may always be used in the period in which it came in.
    """
    life = books.items[item].shelf_life
    days = books.first[since] + (whole_days(life.value) if life else 0)
    return max([since, *(p for p in range(since, len(books.last)) if books.last[p] <= days)])


def _since(books: Books, date: dt.date | None) -> int | None:
    """The period that begins on a date."""
    return books.begin_on.get(date) if date is not None else None


def told(books: Books) -> Iterator[Fault]:
    """What lies somewhere of an age is still good; it is wasted in the first period after its life, and not before."""
    seen: set[tuple[str, str, object, int, str]] = set()
    for kind, row in _rows(books):
        since, where = _since(books, row.since), f"{kind} of {row.item} at {row.site}, period {row.period}"
        key = (row.item, row.site, row.since, row.period, kind)
        if since is None or not books.items[row.item].shelf_life or key in seen:
            yield Fault(Rule.SHELF_LIFE, where, f"{row.item} cannot be there since {row.since}, or stands twice")
            continue
        seen.add(key)
        good = last_good(books, row.item, since)
        if row.date != books.ends[row.period]:
            yield Fault(Rule.SHELF_LIFE, where, f"it counts on {books.ends[row.period]}, not {row.date}")
        if not (since <= row.period <= good if kind == "ages" else row.period == good + 1):
            yield Fault(Rule.SHELF_LIFE, where, f"what came in {row.since} is good until {books.ends[good]}")


def _rows(books: Books) -> Iterator[tuple[str, Aged | Waste]]:
    yield from (("ages", row) for row in books.flows.ages)
    yield from (("waste", row) for row in books.flows.waste)


def ages(books: Books) -> Iterator[Fault]:
    """The ages of what lies, moves and is wasted leave as much to be used as is used, and nothing after its life.

    used[i,q,p] = lies[i,q,p-1] + (what comes in in p, if q = p) + arrivals[i,q,p] - departures[i,q,p]
        - waste[i,q,p] - lies[i,q,p] >= 0, and 0 for p after the life of what came in in q;
    sum over q of used[i,q,p] = what is used of i in p.
    """
    if not any(item.shelf_life for item in books.programme.items):
        return
    change = _change(books)
    used = _used(books)
    size = {place: max(1.0, float(come[-1])) for place, (_, come) in books.levels.items()}
    total: dict[Place, Floats] = defaultdict(books.nothing)
    for (item, site, since), left in sorted(change.items()):
        good, slack = last_good(books, item, since), SLACK * size.get((item, site), 1.0)
        allowed = (np.arange(len(left)) >= since) & (np.arange(len(left)) <= good)
        for p in np.flatnonzero((left < -slack) | ((left > slack) & ~allowed))[:1]:
            message = f"of what came in {books.periods.date(books.first[since])}, {left[p]:g} would be used"
            yield Fault(Rule.SHELF_LIFE, f"{item} at {site}, period {p}", message)
        total[item, site] += left
    for place in sorted({*total, *used}):
        for p in np.flatnonzero(np.abs(total[place] - used[place]) > 2 * SLACK * size.get(place, 1.0))[:1]:
            message = f"{used[place][p]:g} are used, but ages say {total[place][p]:g}"
            yield Fault(Rule.SHELF_LIFE, f"{place[0]} at {place[1]}, period {p}", message)


def _change(books: Books) -> dict[Vintage, Floats]:
    """What each age has to give in each period: what comes in, lay there and arrives, less what stays, goes or ends."""
    change: dict[Vintage, Floats] = defaultdict(books.nothing)
    for kind, lying in _rows(books):
        since = _since(books, lying.since)
        if since is not None:
            change[lying.item, lying.site, since][lying.period] -= lying.quantity
            if kind == "ages" and lying.period + 1 < len(books.last):
                change[lying.item, lying.site, since][lying.period + 1] += lying.quantity
    for sent in books.planned.shipments:
        since = _since(books, sent.since)
        if since is not None and books.items[sent.item].shelf_life:
            q, shares = books.sent(sent)
            change[sent.item, sent.origin, since][sent.period] -= sent.quantity
            change[sent.item, sent.destination, since][q : q + len(shares)] += sent.quantity * shares
    for row in books.planned.substitutions:
        since = _since(books, row.since)
        if since is not None and _both_spoil(books, row):
            change[row.item, row.site, since][row.period] -= row.quantity
            change[row.instead_of, row.site, since][row.period] += row.quantity
    for item, site, p, quantity in _coming(books):
        if books.items[item].shelf_life:
            change[item, site, p][p] += quantity
    return change


def _both_spoil(books: Books, row: Substitution) -> bool:
    """Whether an item serves for another that spoils too, so that it keeps its age."""
    return bool(books.items[row.item].shelf_life and books.items[row.instead_of].shelf_life)


def _coming(books: Books) -> Iterator[tuple[str, str, int, float]]:
    """What comes in from outside, from operations and from fleets: item, site, period, quantity."""
    for (item, site), day, quantity in books.facts.lies:
        if books.counted_in(day) < len(books.last):
            yield item, site, books.counted_in(day), quantity
    for made in books.planned.outputs:
        yield made.item, made.site, made.period, made.quantity
    for bought in books.planned.purchases:
        yield bought.item, bought.site, bought.period, bought.quantity
    for swapped in books.planned.substitutions:
        if not _both_spoil(books, swapped):
            yield swapped.instead_of, swapped.site, swapped.period, swapped.quantity
    for (name, p), (_, _, failed) in books.service.items():
        fleet = books.fleets[name]
        if fleet.returns:
            yield fleet.returns, fleet.site, p, failed * fleet.come_back


def _used(books: Books) -> dict[Place, Floats]:
    """What is used of what spoils at each place, by period; what serves for what does not spoil is used."""
    used: dict[Place, Floats] = defaultdict(books.nothing)

    def use(item: str, site: str, p: int, quantity: float) -> None:
        if books.items[item].shelf_life:
            used[item, site][p] += quantity

    for begun in books.planned.production:
        operation = books.operations[begun.operation]
        for item, n in operation.uses.items():
            use(item, operation.site, begun.period, begun.runs * n.value)
    for served in books.planned.deliveries:
        use(served.item, served.site, served.period, served.quantity)
    for swapped in books.planned.substitutions:
        if not _both_spoil(books, swapped):
            use(swapped.item, swapped.site, swapped.period, swapped.quantity)
    for (name, p), (_, put, _) in books.service.items():
        use(books.fleets[name].item, books.fleets[name].site, p, put)
    return used
