"""Rows about money, licences, investments, fleets and rules."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Purpose(StrEnum):
    """The kinds of thing that money is paid for; each is a table of the programme."""

    OPERATION = "operation"
    SUPPLY = "supply"
    LANE = "lane"
    ACTIVITY = "activity"
    INVESTMENT = "investment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Money that leaves a fund in a period (``fund`` is empty where the programme has none), in its currency.

    It is paid for the thing ``id`` of a kind; ``country``, ``site`` and ``family`` are that thing's. ``amount`` is in
    the programme's currency at the period's rate.
    """

    fund: str
    purpose: Purpose
    id: str
    country: str
    site: str
    family: str
    period: int
    date: dt.date
    amount: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cash:
    """A fund at the end of a period, in its own currency.

    ``released`` is what it has ever been given by then, ``spent`` what it has ever paid, ``left`` what may still be
    paid from it: nothing before its release and after its expiry. A fund without limit has no row.
    """

    fund: str
    period: int
    date: dt.date
    released: float
    spent: float
    left: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """An investment that a plan makes: decided on a day, ready on another, at a cost in the programme's currency."""

    investment: str
    number: int
    decided: dt.date
    ready: dt.date
    cost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceUse:
    """What runs under a licence in a period, in units and at standard costs, and in all by its end.

    ``left`` is what of the capped quantity remains (None: no cap on the quantity).
    """

    licence: str
    period: int
    date: dt.date
    quantity: float
    value: float
    drawn: float
    left: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A fleet at the end of a period: units in service, units wanted, and units that failed in the period."""

    fleet: str
    period: int
    date: dt.date
    in_service: float
    wanted: float
    failed: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleAccount:
    """What is delivered under a rule of shares, and how much of it is somebody's.

    ``of`` is the rule's country, or for single-site the site that gives most. ``delivered`` is in units of the items,
    ``content`` and ``total`` in value at standard costs (for single-site in units): what of the deliveries is ``of``'s
    and all that is in them. ``share`` is content / total, ``asked`` the least (single-site: the most) that the rule
    asks for, ``minimum`` the least that is delivered under it. Where units of several origins lie together, this is
    one way to tell which of them were delivered; no unit counts under two rules' deliveries at once.
    """

    rule: str
    kind: str
    of: str
    delivered: float
    content: float
    total: float
    share: float
    asked: float
    minimum: float
