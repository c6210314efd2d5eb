"""Money: currencies, what is paid when, and the funds that may pay for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, ClassVar

from workshare.model.figure import FORBID, Better, Day, Dimension, Figure, Kind, Reads, Words, read_list
from workshare.model.ids import (
    ActivityId,
    CurrencyId,
    Family,
    FundId,
    GateId,
    InvestmentId,
    LaneId,
    OperationId,
    PartnerId,
    SiteId,
    SupplyId,
)

Cost = Annotated[Figure, Kind(Dimension.MONEY, Better.LOW)]
Portion = Annotated[Figure, Kind(Dimension.QUANTITY, Better.HIGH, positive=True)]
"""A share between 0 and 1."""


class Ladder(StrEnum):
    """How firm a fund's money is, in the field's words."""

    PLEDGED = "pledged"
    AGREED = "agreed"
    ALLOCATED = "allocated"
    CONTRACTED = "contracted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """A milestone of a payment: a ``share`` of the price, ``days`` after the event that is paid for.

    Days below 0 are in advance. The event is the start of a run, shipment or activity, or the arrival of a supply.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    share: Portion
    days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """What one unit of a currency is worth in the programme's currency, from a day on."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    rate: Annotated[Figure, Kind(Dimension.QUANTITY, positive=True)]
    effective_start: Day | None = None


def _read_rates(raw: object) -> object:
    """A single rate is a calendar of one step."""
    one = isinstance(raw, str | int | float) or (isinstance(raw, Mapping) and "rate" not in raw)
    return [{"rate": raw}] if one else raw


@dataclass(frozen=True, slots=True, kw_only=True)
class Currency:
    """Money other than the programme's own, with its rates by date; the first rate holds before it too."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: CurrencyId
    rates: Annotated[tuple[Rate, ...], Reads(_read_rates, "string")]
    name: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaysFor:
    """What a fund may pay for: whatever agrees with every line that is given; nothing given is everything.

    ``operations`` to ``investments`` together name single things: where any of them is given, only those count.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    families: Annotated[tuple[Family, ...], Reads(read_list, "string")] = ()
    partners: Annotated[tuple[PartnerId, ...], Reads(read_list, "string")] = ()
    sites: Annotated[tuple[SiteId, ...], Reads(read_list, "string")] = ()
    operations: Annotated[tuple[OperationId, ...], Reads(read_list, "string")] = ()
    supplies: Annotated[tuple[SupplyId, ...], Reads(read_list, "string")] = ()
    lanes: Annotated[tuple[LaneId, ...], Reads(read_list, "string")] = ()
    activities: Annotated[tuple[ActivityId, ...], Reads(read_list, "string")] = ()
    investments: Annotated[tuple[InvestmentId, ...], Reads(read_list, "string")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fund:
    """Money with a date, a condition and a purpose.

    It may be spent from ``effective_start`` and the day on which all gates of ``needs`` are open, to
    ``effective_end``, both included, up to ``amount`` (none: without limit) in ``currency`` (none: the programme's).
    Once a programme has a fund, whatever costs money is paid by a fund that may pay for it, or does not happen.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: FundId
    amount: Annotated[Figure, Kind(Dimension.MONEY, Better.HIGH)] | None = None
    currency: CurrencyId | None = None
    needs: Annotated[tuple[GateId, ...], Reads(read_list, "string")] = ()
    effective_start: Day | None = None
    effective_end: Day | None = None
    pays_for: PaysFor = field(default_factory=PaysFor)
    country: PartnerId | None = None
    status: Ladder | None = None
    source: str = ""
    name: Words | None = None
