"""Hazards: what may go wrong, how likely and how badly, and the common causes that make several go wrong together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, ClassVar

from workshare.model.figure import FORBID, Better, Dimension, Figure, Kind, Reads, Words, read_list
from workshare.model.ids import (
    ActivityId,
    CauseId,
    DemandId,
    FundId,
    HazardId,
    LaneId,
    OperationId,
    ResourceId,
    SiteId,
    SupplyId,
)

Chance = Annotated[Figure, Kind(Dimension.QUANTITY, Better.LOW)]
"""A probability from 0 to 1."""
Often = Annotated[Figure, Kind(Dimension.QUANTITY, Better.LOW, rate=True, positive=True)]
Long = Annotated[Figure, Kind(Dimension.DURATION, Better.LOW, bare=False)]
Size = Annotated[Figure, Kind(Dimension.QUANTITY)]
Times = Annotated[Figure, Kind(Dimension.QUANTITY, Better.LOW)]
Months = Annotated[tuple[int, ...], Reads(read_list, "string")]
"""The months of a season, such as [11, 12, 1, 2, 3]; none means all year."""


class HazardKind(StrEnum):
    """What goes wrong."""

    DURATION = "duration"
    OUTAGE = "outage"
    DELAY = "delay"
    SHORTFALL = "shortfall"
    YIELD = "yield"
    SURGE = "surge"


class Drawn(StrEnum):
    """Whether chance decides anew in every run, or nobody knows yet what is so in all of them."""

    VARIABLE = "variable"
    UNCERTAIN = "uncertain"


class Shape(StrEnum):
    """The distribution that a range low/mode/high stands for; see docs/hazards.md for each one's parameters."""

    PERT = "pert"
    TRIANGULAR = "triangular"
    LOGNORMAL = "lognormal"
    EXPONENTIAL = "exponential"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A common cause: something that is so or not, such as a winter of strikes, and makes hazards likelier.

    It comes with ``probability``: once for the whole programme, or, with ``months``, anew in every season of them.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: CauseId
    probability: Chance
    months: Months = ()
    source: str = ""
    name: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hazard:
    """Something that may go wrong with what it names, as its ``kind`` says.

    ``duration`` draws the days of ``activities`` from another ``shape`` than the usual one. An ``outage`` stops
    ``sites``, ``resources`` or ``lanes``, each by itself, at a ``rate`` in its ``months`` and for a ``length``, and
    takes ``size`` of their capacity (default: all). ``delay`` brings ``supplies`` later by a ``length``;
    ``shortfall`` takes ``size`` of what supplies or ``funds`` give; ``yield`` multiplies what ``operations`` bring,
    and ``surge`` what ``demands`` ask for, by ``size``. All but an outage strike with ``probability`` (default 1).
    While one of ``causes`` is there, rate or probability is so many times what it is otherwise.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: HazardId
    kind: HazardKind
    activities: Annotated[tuple[ActivityId, ...], Reads(read_list, "string")] = ()
    sites: Annotated[tuple[SiteId, ...], Reads(read_list, "string")] = ()
    resources: Annotated[tuple[ResourceId, ...], Reads(read_list, "string")] = ()
    lanes: Annotated[tuple[LaneId, ...], Reads(read_list, "string")] = ()
    supplies: Annotated[tuple[SupplyId, ...], Reads(read_list, "string")] = ()
    funds: Annotated[tuple[FundId, ...], Reads(read_list, "string")] = ()
    operations: Annotated[tuple[OperationId, ...], Reads(read_list, "string")] = ()
    demands: Annotated[tuple[DemandId, ...], Reads(read_list, "string")] = ()
    drawn: Drawn = Drawn.VARIABLE
    shape: Shape | None = None
    probability: Chance | None = None
    rate: Often | None = None
    length: Long | None = None
    size: Size | None = None
    months: Months = ()
    causes: Mapping[CauseId, Times] = field(default_factory=dict)
    source: str = ""
    name: Words | None = None

    @property
    def targets(self) -> tuple[tuple[str, str], ...]:
        """What it may strike, as pairs of table and id, in the order of the tables."""
        return tuple((table, str(name)) for table in TARGETS for name in getattr(self, table))


TARGETS = ("activities", "sites", "resources", "lanes", "supplies", "funds", "operations", "demands")
"""The tables whose rows a hazard may name."""

STRIKES: Mapping[HazardKind, tuple[str, ...]] = {
    HazardKind.DURATION: ("activities",),
    HazardKind.OUTAGE: ("sites", "resources", "lanes"),
    HazardKind.DELAY: ("supplies",),
    HazardKind.SHORTFALL: ("supplies", "funds"),
    HazardKind.YIELD: ("operations",),
    HazardKind.SURGE: ("demands",),
}
"""What each kind of hazard may strike."""

ASKED: Mapping[HazardKind, tuple[str, ...]] = {
    HazardKind.DURATION: (),
    HazardKind.OUTAGE: ("rate", "length"),
    HazardKind.DELAY: ("length",),
    HazardKind.SHORTFALL: ("size",),
    HazardKind.YIELD: ("size",),
    HazardKind.SURGE: ("size",),
}
"""The figures that each kind of hazard must have."""

MAY: Mapping[HazardKind, tuple[str, ...]] = {
    HazardKind.DURATION: ("shape",),
    HazardKind.OUTAGE: ("rate", "length", "size", "months", "shape", "causes"),
    HazardKind.DELAY: ("length", "probability", "shape", "causes"),
    HazardKind.SHORTFALL: ("size", "probability", "shape", "causes"),
    HazardKind.YIELD: ("size", "probability", "shape", "causes"),
    HazardKind.SURGE: ("size", "probability", "shape", "causes"),
}
"""What each kind of hazard may say beyond what it strikes."""
