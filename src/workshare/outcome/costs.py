"""Rows of accounts: where money goes, what a delivered unit costs, and each partner's part beside the last plan's."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class By(StrEnum):
    """What payments are added up by."""

    FUND = "fund"
    PURPOSE = "purpose"
    COUNTRY = "country"
    SITE = "site"
    FAMILY = "family"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlay:
    """What is paid in a period by a fund, or for a purpose, country, site or family, in the programme's currency.

    ``key`` is empty where a payment has none: no fund, a step without country or site, what is of no family.
    """

    by: By
    key: str
    period: int
    date: dt.date
    amount: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FundAccount:
    """What becomes of a fund by the horizon, in its own currency (``amount`` and ``left`` are None without a limit).

    What is not ``spent`` is ``left`` at the horizon, has ``lapsed`` with the fund's last day, or is still ``held``
    back: not released within the plan.
    """

    fund: str
    currency: str
    amount: float | None
    spent: float
    left: float | None
    lapsed: float
    held: float


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCost:
    """What a delivered unit of an item costs on average, in the programme's currency.

    ``make``, ``buy`` and ``move`` are its own and its inputs', down to what is bought; ``project`` is its part of
    steps and investments; ``unit`` is all four.
    """

    item: str
    quantity: float
    make: float
    buy: float
    move: float
    project: float
    unit: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """The value, at standard costs, of what a country makes and supplies in a quarter that ends on ``date``.

    ``baseline`` is the last plan's, ``current`` this one's, both from the plan's day to the horizon.
    """

    country: str
    date: dt.date
    baseline: float
    current: float
