"""The yearly report of sales and transfers under licences: quantity, type, value and purchaser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from workshare.exchange.draws import NAME as DRAWS_NAME
from workshare.exchange.licences import NAME as LICENCES_NAME
from workshare.exchange.terms import Proviso, add, zone
from workshare.record.event import moment
from workshare.record.world import State, States


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """What one purchaser in one country had of an item under a licence in a year, and the draws that say so."""

    licence: str
    item: str
    purchaser: str
    country: str
    quantity: Decimal
    value: Decimal
    currency: str
    draws: tuple[int, ...]


def transfers(states: States, year: int, licence: str | None = None) -> tuple[Transfer, ...]:
    """The rows of a year, by licence, item, purchaser and country; a year is that of the licence's time zone."""
    groups: dict[tuple[str, str, str, str], list[tuple[int, State]]] = {}
    for number, draw in _of(states, year):
        if licence in {None, draw["licence"]}:
            key = (draw["licence"], draw["item"], draw["purchaser"], draw["country"])
            groups.setdefault(key, []).append((number, draw))
    return tuple(
        Transfer(
            licence=key[0],
            item=key[1],
            purchaser=key[2],
            country=key[3],
            quantity=add(*(Decimal(d["quantity"]) for _, d in group)),
            value=add(*(Decimal(d["value"]) for _, d in group)),
            currency=states[LICENCES_NAME]["licences"][key[0]]["terms"].get("currency", ""),
            draws=tuple(n for n, _ in group),
        )
        for key, group in sorted(groups.items())
    )


def _of(states: States, year: int) -> Iterator[tuple[int, State]]:
    for number, draw in sorted(states[DRAWS_NAME]["draws"].items(), key=lambda pair: int(pair[0])):
        here = zone(states[LICENCES_NAME]["licences"][draw["licence"]]["terms"].get("zone", "UTC"))
        if moment(draw["happened"]).astimezone(here).year == year:
            yield int(number), draw


def to_report(states: States) -> tuple[str, ...]:
    """The licences whose holders have to report every year."""
    return tuple(
        sorted(
            n
            for n, held in states[LICENCES_NAME]["licences"].items()
            if Proviso.ANNUAL_REPORT in held["terms"].get("provisos", [])
        )
    )
