"""Contracts as a document: organisations, bids, contracts, call-offs, deliveries accepted and payments made."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar

from workshare.model.figure import FORBID, Day, Reads, Words, read_list
from workshare.model.ids import AcceptanceId, BidId, CallOffId, ContractId, OrganisationId, PromiseId, TransactionId

FORMAT = 1
"""The version of the format of contracts.yaml that this release reads and writes."""


class Method(StrEnum):
    """How a supplier was sought, in OCDS's words."""

    OPEN = "open"
    SELECTIVE = "selective"
    LIMITED = "limited"
    DIRECT = "direct"


class BidStatus(StrEnum):
    """What became of a bid, in OCDS's words: only valid ones are compared."""

    VALID = "valid"
    DISQUALIFIED = "disqualified"
    WITHDRAWN = "withdrawn"


class PaymentKind(StrEnum):
    """What a payment is for: money in advance, money for what was accepted, or money that came back."""

    ADVANCE = "advance"
    PAYMENT = "payment"
    REFUND = "refund"


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """Who buys or supplies; ``identifier`` is SCHEME:NUMBER of a public register, ``owners`` own it in the end."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: OrganisationId
    name: Words
    country: str = ""
    identifier: str = ""
    owners: Annotated[tuple[str, ...], Reads(read_list, "string")] = ()
    intermediary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """What one organisation buys of another: at what price, by when, and on which terms.

    ``advance`` is to be covered by accepted deliveries, or refunded, by ``advance_due``; ``ceiling`` is the most that
    may be called off, in units; ``remedies`` is the clause that says what follows from late or bad delivery;
    ``reason`` says why the lowest valid bid was not taken.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: ContractId
    title: Words
    buyer: OrganisationId
    supplier: OrganisationId
    method: Method = Method.OPEN
    value: Decimal
    currency: str
    signed: Day | None = None
    start: Day | None = None
    end: Day | None = None
    advance: Decimal = Decimal(0)
    advance_due: Day | None = None
    ceiling: Decimal | None = None
    unit: str = "unit"
    remedies: Words | None = None
    reason: Words | None = None
    promise: PromiseId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bid:
    """An offer for a contract, in the contract's currency."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: BidId
    contract: ContractId
    bidder: OrganisationId
    value: Decimal
    on: Day | None = None
    status: BidStatus = BidStatus.VALID


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOff:
    """A quantity ordered under a contract."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: CallOffId
    contract: ContractId
    on: Day
    quantity: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """A delivery that the buyer accepted, at its price."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: AcceptanceId
    contract: ContractId
    on: Day
    value: Decimal
    quantity: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """Money that the buyer paid, or got back, under a contract."""

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    id: TransactionId
    contract: ContractId
    kind: PaymentKind = PaymentKind.PAYMENT
    on: Day
    value: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Contracts:
    """The contracts of a programme.

    ``ocid_prefix`` is the one that the publisher registered for OCDS, ``uri`` where the export is published.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = FORBID
    format: int
    procurement: Words
    publisher: str = ""
    uri: str = ""
    ocid_prefix: str = ""
    organisations: tuple[Organisation, ...] = ()
    contracts: tuple[Contract, ...] = ()
    bids: tuple[Bid, ...] = ()
    call_offs: tuple[CallOff, ...] = ()
    acceptances: tuple[Acceptance, ...] = ()
    transactions: tuple[Transaction, ...] = ()
