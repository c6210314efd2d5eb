"""The rules that partners agree on: who does how much, where nothing may go, on whom nobody depends."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar

from workshare.model.figure import FORBID, Better, Day, Dimension, Figure, Kind, Words
from workshare.model.ids import Family, ItemId, PartnerId, RuleId, SiteId


class RuleKind(StrEnum):
    """The kinds of rule, in the field's words."""

    WORKSHARE = "workshare"
    LOCAL_CONTENT = "local-content"
    NO_TRANSFER = "no-transfer"
    SINGLE_SITE = "single-site"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A hard rule on what is delivered from ``effective_start`` to ``effective_end``; only delivered content counts.

    workshare: ``country`` adds at least ``share`` of the value of what is delivered of ``item`` or ``family``.
    local-content: at least ``share`` of the value of the inputs of ``item``, as delivered, is made in ``country``.
    no-transfer: ``item`` neither enters nor crosses ``country``.
    single-site: no more than ``share`` of the units of ``item`` delivered come from one site (``site``, or any).
    ``minimum`` is the least quantity that is delivered under a rule of shares: nobody meets it by making nothing.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: RuleId
    kind: RuleKind
    item: ItemId | None = None
    family: Family | None = None
    country: PartnerId | None = None
    site: SiteId | None = None
    share: Annotated[Figure, Kind(Dimension.QUANTITY)] | None = None
    minimum: Annotated[Figure, Kind(Dimension.QUANTITY, Better.LOW, positive=True)] | None = None
    effective_start: Day | None = None
    effective_end: Day | None = None
    source: str = ""
    name: Words | None = None
