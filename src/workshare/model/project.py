"""The transfer project: its activities and their modes, the gates they open, licences, and investments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, ClassVar

from workshare.model.figure import FORBID, Better, Day, Dimension, Figure, Kind, Reads, Words, read_list
from workshare.model.ids import (
    ActivityId,
    GateId,
    InvestmentId,
    LicenceId,
    ModeId,
    PartnerId,
    ResourceId,
    SiteId,
)
from workshare.model.money import Cost, Payment, Portion

Days = Annotated[Figure, Kind(Dimension.DURATION, Better.LOW)]

NORMAL = ModeId("normal")
"""The mode that an activity's own days and cost are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """Another way to do an activity: usually in fewer days, for more money in all."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    days: Days
    cost: Cost | None = None
    name: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """A step of the transfer project; it starts when all of ``after`` are done.

    ``done`` is the day on which it was finished, for a step that is a fact already; ``started`` the day on which one
    was begun that is not done yet: it waits for nothing any more and takes its own ``days`` from there. ``modes`` are
    other ways to do it (``normal`` is its own days and cost); an ``optional`` one is done only where it helps.
    ``payments`` say when its cost is paid (default: on its start). ``never`` is the probability that it is never done,
    as a vote may be lost: a plan takes it to be done, the odds do not.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: ActivityId
    days: Days
    cost: Cost | None = None
    payments: tuple[Payment, ...] = ()
    modes: Mapping[ModeId, Mode] = field(default_factory=dict)
    optional: bool = False
    never: Annotated[Figure, Kind(Dimension.QUANTITY, Better.LOW)] | None = None
    after: Annotated[tuple[ActivityId, ...], Reads(read_list, "string")] = ()
    not_before: Day | None = None
    started: Day | None = None
    done: Day | None = None
    country: PartnerId | None = None
    source: str = ""
    name: Words | None = None

    @property
    def ways(self) -> Mapping[ModeId, Mode]:
        """Every mode in which it can be done, its own first."""
        return {NORMAL: Mode(days=self.days, cost=self.cost), **self.modes}

    @property
    def begun(self) -> bool:
        """Whether it is done or under way, so that nothing about it is left to decide."""
        return self.done is not None or self.started is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Opens on the day when the last of its activities is done."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: GateId
    needs: Annotated[tuple[ActivityId, ...], Reads(read_list, "string")] = ()
    name: Words | None = None


class Counts(StrEnum):
    """The event that a licence counts and that must lie within its dates."""

    START = "start"
    COMPLETION = "completion"


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """Opens gates for parties and sites, between dates, up to a quantity or a value.

    Behind a gate that any licence names, nothing runs but under one that covers its site (or its site's country) and
    is in force: granted once all of ``needs`` are done, from ``effective_start`` to ``effective_end``, both included.
    ``counts`` says which event lies within these dates. ``quantity`` caps, over all that run under it, units of the
    first item that an operation makes, that a supply gives or a lane carries (a lane is judged by its destination),
    ``value`` the same at standard costs; ``drawn`` is what of the quantity was used before the programme.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: LicenceId
    gates: Annotated[tuple[GateId, ...], Reads(read_list, "string")]
    parties: Annotated[tuple[PartnerId, ...], Reads(read_list, "string")] = ()
    sites: Annotated[tuple[SiteId, ...], Reads(read_list, "string")] = ()
    needs: Annotated[tuple[ActivityId, ...], Reads(read_list, "string")] = ()
    effective_start: Day | None = None
    effective_end: Day | None = None
    counts: Counts = Counts.START
    quantity: Annotated[Figure, Kind(Dimension.QUANTITY, Better.HIGH)] | None = None
    value: Annotated[Figure, Kind(Dimension.MONEY, Better.HIGH)] | None = None
    drawn: Annotated[Figure, Kind(Dimension.QUANTITY, Better.LOW)] | None = None
    source: str = ""
    name: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ramp:
    """From so many weeks after an investment is ready, this share of its full hours."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    weeks: int
    share: Portion


@dataclass(frozen=True, slots=True, kw_only=True)
class Investment:
    """Capacity that may be bought: it adds hours to a resource, ``days`` after it is decided, up to ``at_most`` times.

    It may be decided when all of ``after`` (approvals and the like) are done, and not before ``not_before``.
    ``ramp`` is how it runs up (default: at once in full), ``payments`` when its cost is paid after the decision.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: InvestmentId
    resource: ResourceId
    hours: Annotated[Figure, Kind(Dimension.QUANTITY, Better.HIGH, rate=True)]
    days: Days
    cost: Cost | None = None
    payments: tuple[Payment, ...] = ()
    ramp: tuple[Ramp, ...] = ()
    after: Annotated[tuple[ActivityId, ...], Reads(read_list, "string")] = ()
    not_before: Day | None = None
    at_most: int = 1
    country: PartnerId | None = None
    source: str = ""
    name: Words | None = None
