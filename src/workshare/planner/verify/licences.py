"""Rules of licences: what runs behind a licensed gate names one, and no more runs under it than it allows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workshare.model.programme import by_id
from workshare.model.project import Licence
from workshare.outcome.plan import Flows
from workshare.outcome.rows import Production, Purchase, Shipment
from workshare.outcome.terms import LicenceUse
from workshare.planner.verify.books import Books
from workshare.planner.verify.dates import BOTH, Ways
from workshare.planner.verify.fault import Fault, Rule, at_most, near


def named(books: Books) -> Iterator[Fault]:
    """What runs names a licence for each of its gates that any licence names, in order, and no other.

    Each of them names the gate, and covers the site (of a lane: the destination) or its country. That it is in
    force is part of the window in which the row may begin.
    """
    flows, windows = books.planned, books.windows
    for made in flows.production:
        yield from _named(f"production {made.operation}", made, books.starts[made.operation])
    for sent in flows.shipments:
        ways = windows.leg(books.lanes[sent.lane], sent.destination)
        yield from _named(f"shipment {sent.lane} to {sent.destination}", sent, ways)
    for bought in flows.purchases:
        yield from _named(f"purchase {bought.supply}", bought, windows.supply(books.supplies[bought.supply]))


def _named(what: str, row: Production | Shipment | Purchase, ways: Ways) -> Iterator[Fault]:
    """A row names one of the choices of licences that it has."""
    if row.licence not in ways:
        can = " or ".join(name or "none" for name in ways) or "one where there is none, so that nothing runs"
        message = f"it runs under {row.licence or 'no licence'}, but needs {can}"
        yield Fault(Rule.LICENCES, f"{what}, period {row.period}", message)


@dataclass(frozen=True, slots=True)
class Counted:
    """What runs under a licence in a period, in units and at standard costs."""

    quantity: float = 0.0
    value: float = 0.0


def counted(books: Books, flows: Flows) -> dict[tuple[str, int], Counted]:
    """What runs under each licence in each period.

    Units of the first item that an operation makes, that a supply gives or a lane carries; value = units · cost.
    """
    found = dict[tuple[str, int], Counted]()
    worth: dict[str, float] = {item.id: item.cost.value if item.cost else 0.0 for item in books.programme.items}
    units: list[tuple[str, int, str, float]] = []
    for made in flows.production:
        first, share = next(iter(books.operations[made.operation].makes.items()))
        units.append((made.licence, made.period, first, made.runs * share.value))
    units += [(sent.licence, sent.period, sent.item, sent.quantity) for sent in flows.shipments]
    units += [(bought.licence, bought.period, bought.item, bought.quantity) for bought in flows.purchases]
    for names, period, of, quantity in units:
        for name in dict.fromkeys(names.split(BOTH)) if names else ():
            before = found.get((name, period), Counted())
            found[name, period] = Counted(before.quantity + quantity, before.value + quantity * worth[of])
    return found


def limits(books: Books) -> Iterator[Fault]:
    """No more runs under a licence than it allows, or nothing but what had happened.

    drawn before + sum over p of units[p] <= quantity;  sum over p of units[p] · standard cost <= value
    """
    used = counted(books, books.flows)
    had = counted(books, books.happened)
    for licence in books.programme.licences:
        quantity = _drawn(licence) + sum(c.quantity for (name, _), c in used.items() if name == licence.id)
        value = sum(c.value for (name, _), c in used.items() if name == licence.id)
        for told, cap, unit in ((quantity, licence.quantity, "units"), (value, licence.value, "in value")):
            ran = [c for (name, _), c in had.items() if name == licence.id]
            before = sum(c.quantity for c in ran) + _drawn(licence) if unit == "units" else sum(c.value for c in ran)
            if cap and not at_most(told, max(cap.value, before)):
                message = f"{told:g} {unit} run under it, more than {cap.value:g}"
                yield Fault(Rule.LICENCE_LIMIT, f"licence {licence.id}", message)


def _drawn(licence: Licence) -> float:
    return licence.drawn.value if licence.drawn else 0.0


def uses(books: Books) -> Iterator[Fault]:
    """Each licence has one row for each period in which anything runs under it, and it says how much.

    drawn = drawn before + sum over q <= p of units[q];  left = quantity - drawn, or None where it has no cap.
    """
    known, used = by_id(books.programme.licences), counted(books, books.flows)
    missing = {key for key in used if key[0] in known}
    for row in books.plan.licences:
        key, where = (row.licence, row.period), f"licence {row.licence}, period {row.period}"
        if key not in missing:
            yield Fault(Rule.LICENCES, where, "nothing runs under it then, or its row stands twice")
            continue
        missing.discard(key)
        yield from (Fault(Rule.LICENCES, where, why) for why in _use(books, known[row.licence], used, row))
    for name, period in sorted(missing):
        yield Fault(Rule.LICENCES, f"licence {name}, period {period}", "its row is missing")


def _use(books: Books, licence: Licence, used: dict[tuple[str, int], Counted], row: LicenceUse) -> Iterator[str]:
    """What is wrong with the account of a licence in a period."""
    now = used[licence.id, row.period]
    before = sum(c.quantity for (name, p), c in used.items() if name == licence.id and p <= row.period)
    drawn = _drawn(licence) + before
    left = max(0.0, licence.quantity.value - drawn) if licence.quantity else None
    if row.date != books.ends[row.period]:
        yield f"it counts on {books.ends[row.period]}, not {row.date}"
    for name, value in (("quantity", now.quantity), ("value", now.value), ("drawn", drawn)):
        if not near(getattr(row, name), value):
            yield f"{name} is {value:g}, not {getattr(row, name):g}"
    if (row.left is None) != (left is None) or not near(row.left or 0.0, left or 0.0, drawn):
        yield f"{left} are left, not {row.left}"
