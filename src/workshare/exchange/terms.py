"""The closed list of what a licence may say, and its times: to the second, in the time zone that it names."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Mapping
from decimal import Decimal, localcontext
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from workshare.record.event import moment, stamp

_AMOUNT = re.compile(r"(0|[1-9][0-9]{0,17})(\.[0-9]{1,6})?")


class LicenceKind(StrEnum):
    """What a licence is for."""

    ASSISTANCE = "assistance"
    BROKERING = "brokering"
    DISTRIBUTION = "distribution"
    MANUFACTURE = "manufacture"


class Proviso(StrEnum):
    """Duties that a licence may lay on its holder, beyond what its fields say; answers/exchange.py has their sentences.

    The list is closed: who signs reads one of these sentences, and no other wording hides behind a name.
    """

    ANNUAL_REPORT = "annual-report"
    CONSENT_TO_RETRANSFER = "consent-to-retransfer"
    DATA_BACK_AT_END = "data-back-at-end"
    INSPECTION = "inspection"
    MARKING = "marking"
    NO_SUBLICENCE = "no-sublicence"
    NO_THIRD_PARTY = "no-third-party"
    READ_AFTER_END = "read-after-end"
    REPORT_LOSS = "report-loss"
    SCREENED_STAFF = "screened-staff"
    SECURE_STORAGE = "secure-storage"
    STATEMENT_ON_INVOICE = "statement-on-invoice"


def amount(text: object) -> Decimal:
    """A quantity or value as a licence writes it: a text, from 0, with six decimals at most; raises ValueError."""
    if not isinstance(text, str) or not _AMOUNT.fullmatch(text):
        raise ValueError(f"{text!r} is no amount: write a text such as 120 or 0.5")
    return Decimal(text)


def add(*amounts: Decimal) -> Decimal:
    """The exact sum of amounts: nothing is rounded, so that no cap leaks."""
    with localcontext() as context:
        context.prec = 60
        return sum(amounts, Decimal(0))


def written(value: Decimal) -> str:
    """An amount as a text without needless zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def zone(name: str) -> ZoneInfo:
    """A time zone by its name, such as Europe/Kyiv; raises ValueError for one that is unknown."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{name!r} is no time zone: write one such as Europe/Kyiv") from None


def term(first: dt.date, last: dt.date, where: str) -> tuple[str, str]:
    """From the beginning of a first day to the end of a last day: stamps of the first second in, and the first out."""
    here = zone(where)
    begins = dt.datetime.combine(first, dt.time(), here)
    ends = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), here)
    return stamp(begins), stamp(ends)


def last_day(first: dt.date, years: int = 0, months: int = 0) -> dt.date:
    """The last day of a term of years and months that runs from a day on.

    As in Regulation (EEC, Euratom) No 1182/71, article 3(2)(c): it is the day of the same date as the one from which
    the term runs, and where the last month has no such date, the last day of that month. So a year from 29 February
    ends with 28 February, four years end with 29 February.
    """
    count = first.year * 12 + first.month - 1 + years * 12 + months
    year, month = divmod(count, 12)
    longest = monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(first.day, longest))


def span(said: Mapping[str, Any]) -> tuple[str, str]:
    """When a licence is in force: from a stamp to the stamp at which it is no more; raises ValueError for no time."""
    effective, expires = said["effective"], said["expires"]
    if moment(effective) >= moment(expires):
        raise ValueError("expires should come after effective")
    return effective, expires
