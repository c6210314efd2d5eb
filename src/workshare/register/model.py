"""The register as a document: sources, entities and statements, promises, money's ladder, and links."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar

from workshare.model.figure import FORBID, Reads, Words, read_list
from workshare.model.ids import AgreementId, CommitmentId, EntityId, FundId, LinkId, MoneyId, PromiseId, StatementId
from workshare.model.statements import Entities, Entity, Source, Statement, When

FORMAT = 1
"""The version of the register's format that this release reads and writes."""

Statements = Annotated[tuple[StatementId, ...], Reads(read_list, "string")]
"""Several statements: a list, or their ids with semicolons between."""


class Rung(StrEnum):
    """The ladder of money, from a word to goods: each rung is less and surer than the one before."""

    PLEDGED = "pledged"
    AGREED = "agreed"
    ALLOCATED = "allocated"
    CONTRACTED = "contracted"
    PAID = "paid"
    DELIVERED = "delivered"


class LinkKind(StrEnum):
    """How statements belong together."""

    SAME_PROMISE = "same-promise"
    CONTRADICTS = "contradicts"
    SUPERSEDES = "supersedes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What someone undertook, however often it was said.

    ``commitments`` are the programme's commitments that give it a measure, one for each reading of the words,
    ``agreements`` and ``funds`` those of the programme by which it is agreed or funded;
    no ``by``: not disclosed; no ``due``: no date was named; ``withdrawn`` is the statement that takes it back.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: PromiseId
    says: Words
    statements: Statements
    by: Entities = ()
    to: EntityId | None = None
    due: When | None = None
    commitments: Annotated[tuple[CommitmentId, ...], Reads(read_list, "string")] = ()
    agreements: Annotated[tuple[AgreementId, ...], Reads(read_list, "string")] = ()
    funds: Annotated[tuple[FundId, ...], Reads(read_list, "string")] = ()
    withdrawn: StatementId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """A sum on a rung of the ladder: who gives it to whom, when, and the statement that says so."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: MoneyId
    rung: Rung
    value: Decimal
    currency: str
    on: When | None = None
    giver: EntityId | None = None
    receiver: EntityId | None = None
    promise: PromiseId | None = None
    statement: StatementId | None = None
    note: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the readings that contradict each other, and the statements that say so."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    reading: Words
    statements: Statements


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Statements that belong together: they make the same promise, contradict each other, or the first supersedes.

    A contradiction has ``sides``, the other kinds have ``statements``.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: LinkId
    kind: LinkKind
    note: Words
    statements: Statements = ()
    sides: tuple[Side, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """What was said in which source, who promised what, and what of it contradicts what."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    format: int
    register: Words
    about: Words | None = None
    sources: tuple[Source, ...] = ()
    entities: tuple[Entity, ...] = ()
    statements: tuple[Statement, ...] = ()
    promises: tuple[Promise, ...] = ()
    money: tuple[Money, ...] = ()
    links: tuple[Link, ...] = ()
