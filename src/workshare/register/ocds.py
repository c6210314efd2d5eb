"""Contracts as an OCDS 1.1.5 release package: one contracting process for each, with the bids of the bid extension.

Fields and codes follow https://standard.open-contracting.org/1.1/en/schema/ and the bid extension of version 1.1.5.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from workshare.model.programme import by_id
from workshare.problems import Code, Problem
from workshare.register.contracts import BidStatus, Contract, Contracts, Organisation, PaymentKind

VERSION = "1.1"
BIDS = "https://raw.githubusercontent.com/open-contracting-extensions/ocds_bid_extension/v1.1.5/extension.json"
Json = dict[str, Any]


def missing(contracts: Contracts) -> list[Problem]:
    """What a publisher must say before anything can be published."""
    hints = {
        "publisher": "add publisher: with the name of who publishes",
        "uri": "add uri: with the address at which the file will stand",
        "ocid_prefix": "add ocid_prefix: as registered with the Open Contracting Partnership",
    }
    return [
        Problem(
            code=Code.MISSING_KEY, message=f"{key} is missing, which a release package needs", hint=hint, path=(key,)
        )
        for key, hint in hints.items()
        if not getattr(contracts, key)
    ]


def release_package(contracts: Contracts, as_of: dt.date) -> Json:
    """The contracts as they stand at the end of a day; call ``missing`` first."""
    return {
        "uri": contracts.uri,
        "version": VERSION,
        "extensions": [BIDS],
        "publishedDate": _moment(as_of),
        "publisher": {"name": contracts.publisher},
        "releases": [_release(contracts, contract, as_of) for contract in contracts.contracts],
    }


def _release(contracts: Contracts, contract: Contract, as_of: dt.date) -> Json:
    ocid = f"{contracts.ocid_prefix}-{contract.id}"
    bids = [b for b in contracts.bids if b.contract == contract.id and (b.on is None or b.on <= as_of)]
    transactions = list(_transactions(contracts, contract, as_of))
    organisations = by_id(contracts.organisations)
    tenderers = sorted({b.bidder for b in bids if b.status is BidStatus.VALID})
    tender = {
        "id": f"{ocid}-tender", "title": contract.title.en, "status": "complete",
        "procurementMethod": contract.method.value,
        "numberOfTenderers": len(tenderers), "tenderers": [_reference(organisations[name]) for name in tenderers],
    }  # fmt: skip
    award = {
        "id": f"{contract.id}-award", "title": contract.title.en, "status": "active", "value": _value(contract),
        "suppliers": [_reference(organisations[contract.supplier])],
    }  # fmt: skip
    if contract.reason:
        award["description"] = contract.reason.en
    if contract.signed:
        award["date"] = _moment(contract.signed)
    details = [
        _kept({
            "id": b.id, "date": _moment(b.on) if b.on else None, "status": b.status.value,
            "tenderers": [_reference(organisations[b.bidder])],
            "value": {"amount": _number(b.value), "currency": contract.currency},
        })
        for b in bids
    ]  # fmt: skip
    return _kept({
        "ocid": ocid, "id": f"{ocid}-{as_of.isoformat()}", "date": _moment(as_of), "language": "en",
        "tag": ["contract", "implementation"] if transactions else ["contract"], "initiationType": "tender",
        "parties": list(_parties(contracts, contract, tenderers)),
        "buyer": _reference(organisations[contract.buyer]),
        "tender": tender if tenderers else {k: v for k, v in tender.items() if k != "tenderers"},
        "bids": {"details": details} if details else None, "awards": [award],
        "contracts": [_contract(contracts, contract, as_of, transactions)],
    })  # fmt: skip


def _contract(contracts: Contracts, contract: Contract, as_of: dt.date, transactions: list[Json]) -> Json:
    items = None
    if contract.ceiling is not None:
        quantity = _number(contract.ceiling)
        items = [{"id": "1", "description": contract.title.en, "quantity": quantity, "unit": {"name": contract.unit}}]
    milestones = _milestones(contracts, contract, as_of)
    period = {"startDate": contract.start, "endDate": contract.end}
    dates = {key: _moment(day) for key, day in period.items() if day}
    return _kept({
        "id": contract.id, "awardID": f"{contract.id}-award", "title": contract.title.en,
        "status": _status(contract, as_of), "value": _value(contract), "period": dates or None,
        "dateSigned": _moment(contract.signed) if contract.signed else None, "items": items,
        "implementation": {"transactions": transactions} if transactions else None, "milestones": milestones or None,
    })  # fmt: skip


def _status(contract: Contract, as_of: dt.date) -> str:
    """OCDS's contractStatus: pending until it is signed, terminated once its time is over."""
    if contract.signed is None or contract.signed > as_of:
        return "pending"
    return "terminated" if contract.end and contract.end < as_of else "active"


def _milestones(contracts: Contracts, contract: Contract, as_of: dt.date) -> list[Json]:
    """The day by which an advance is to be covered, as a milestone of financing."""
    if not contract.advance or contract.advance_due is None:
        return []
    covered, met = Decimal(0), None
    rows = [(a.on, a.value) for a in contracts.acceptances if a.contract == contract.id and a.on <= as_of]
    refunds = [t for t in contracts.transactions if t.contract == contract.id and t.kind is PaymentKind.REFUND]
    rows += [(t.on, t.value) for t in refunds if t.on <= as_of]
    for day, value in sorted(rows):
        covered += value
        if met is None and covered >= contract.advance:
            met = day
    status = "met" if met else "notMet" if contract.advance_due < as_of else "scheduled"
    return [
        _kept({
            "id": "advance", "title": "Advance covered", "type": "financing", "dueDate": _moment(contract.advance_due),
            "dateMet": _moment(met) if met else None, "status": status,
        })
    ]  # fmt: skip


def _transactions(contracts: Contracts, contract: Contract, as_of: dt.date) -> Iterator[Json]:
    """Payments from buyer to supplier; what came back goes the other way."""
    organisations = by_id(contracts.organisations)
    ends = [_reference(organisations[contract.buyer]), _reference(organisations[contract.supplier])]
    for row in contracts.transactions:
        if row.contract == contract.id and row.on <= as_of:
            payer, payee = reversed(ends) if row.kind is PaymentKind.REFUND else ends
            value = {"amount": _number(row.value), "currency": contract.currency}
            yield {"id": row.id, "date": _moment(row.on), "value": value, "payer": payer, "payee": payee}


def _parties(contracts: Contracts, contract: Contract, tenderers: list[Any]) -> Iterator[Json]:
    """Every organisation of the process with its roles."""
    paid = any(t.contract == contract.id for t in contracts.transactions)
    for organisation in contracts.organisations:
        roles = [
            *(["buyer", "procuringEntity"] if organisation.id == contract.buyer else []),
            *(["payer"] if paid and organisation.id == contract.buyer else []),
            *(["tenderer"] if organisation.id in tenderers else []),
            *(["supplier"] if organisation.id == contract.supplier else []),
            *(["payee"] if paid and organisation.id == contract.supplier else []),
        ]
        if roles or any(b.bidder == organisation.id and b.contract == contract.id for b in contracts.bids):
            scheme, _, number = organisation.identifier.rpartition(":")
            named = {"scheme": scheme, "id": number, "legalName": organisation.name.en}
            country = {"countryName": organisation.country} if organisation.country else None
            yield _kept({
                "id": organisation.id, "name": organisation.name.en, "identifier": named if scheme else None,
                "address": country, "roles": roles or ["tenderer"],
            })  # fmt: skip


def _reference(organisation: Organisation) -> Json:
    return {"id": organisation.id, "name": organisation.name.en}


def _value(contract: Contract) -> Json:
    return {"amount": _number(contract.value), "currency": contract.currency}


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _moment(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _kept(fields: Json) -> Json:
    """The fields that have a value: OCDS wants no nulls in a release."""
    return {key: value for key, value in fields.items() if value is not None}
