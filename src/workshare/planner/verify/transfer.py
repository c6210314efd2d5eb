"""Rules of no transfer: which places an item may not come to, and that it does not."""

from __future__ import annotations

from collections.abc import Iterator

from workshare.model.rules import RuleKind
from workshare.planner.verify.books import Books
from workshare.planner.verify.dates import Place, in_force
from workshare.planner.verify.fault import Fault, Rule


def no_transfer(books: Books) -> Iterator[Fault]:
    """While the rule is in force, nothing begins that brings the item into the country, makes it or uses it there.

    What lies there may leave, or be handed over there.
    """
    for rule in books.programme.rules:
        if rule.kind is RuleKind.NO_TRANSFER:
            places = {(str(rule.item), s.id) for s in books.programme.sites if s.country == rule.country}
            for place, period, what in _touched(books):
                if place in places and in_force(rule, books.ends[period]):
                    message = f"{place[0]} may not go to {place[1]}, in {rule.country}"
                    yield Fault(Rule.NO_TRANSFER, f"rule {rule.id}: {what}, period {period}", message)


def _touched(books: Books) -> Iterator[tuple[Place, int, str]]:
    """Every place that a row of the plan brings an item to, makes it at or uses it at."""
    for made in books.planned.production:
        operation = books.operations[made.operation]
        for item in {**operation.makes, **operation.uses}:
            yield (item, operation.site), made.period, f"production {made.operation}"
    for bought in books.planned.purchases:
        yield (bought.item, bought.site), bought.period, f"purchase {bought.supply}"
    for sent in books.planned.shipments:
        yield (sent.item, sent.destination), sent.period, f"shipment {sent.lane}"
    for swapped in books.planned.substitutions:
        for name in (swapped.item, swapped.instead_of):
            yield (name, swapped.site), swapped.period, f"substitution of {swapped.item}"
