"""Money as IATI-style transactions: each sum with the code of IATI's TransactionType list that its rung has.

Codes: https://iatistandard.org/en/iati-standard/203/codelists/transactiontype/. What is allocated within the giver's
own house, and what is delivered in kind, is no transaction there: such rows have no code.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from workshare.model.programme import by_id
from workshare.model.statements import interval
from workshare.register.contracts import Contracts, PaymentKind
from workshare.register.model import Register, Rung

CODES: dict[Rung, tuple[int, str] | None] = {
    Rung.PLEDGED: (12, "Outgoing Pledge"),
    Rung.AGREED: (2, "Outgoing Commitment"),
    Rung.ALLOCATED: None,
    Rung.CONTRACTED: (2, "Outgoing Commitment"),
    Rung.PAID: (3, "Disbursement"),
    Rung.DELIVERED: None,
}
EXPENDITURE = (4, "Expenditure")
"""Payments for goods and services, as under a contract."""


def transactions(register: Register | None, contracts: Contracts | None, as_of: dt.date) -> list[dict[str, Any]]:
    """Every sum of the register and of the contracts up to a day, in the order of their days; none are added up."""
    rows = [*_told(register, as_of), *_paid(contracts, as_of)] if register else _paid(contracts, as_of)
    return sorted(rows, key=lambda row: (row["transaction-date"] or "", row["ref"]))


def _told(register: Register, as_of: dt.date) -> list[dict[str, Any]]:
    names = {entity.id: entity.name.en for entity in register.entities}
    return [
        _row(
            m.id, CODES[m.rung], m.rung, m.value, m.currency,
            date=m.on, giver=names.get(m.giver, "") if m.giver else "",
            receiver=names.get(m.receiver, "") if m.receiver else "", source=m.statement or "",
        )
        for m in register.money
        if m.on is None or interval(m.on)[0] <= as_of
    ]  # fmt: skip


def _paid(contracts: Contracts | None, as_of: dt.date) -> list[dict[str, Any]]:
    if contracts is None:
        return []
    by, names = by_id(contracts.contracts), {o.id: o.name.en for o in contracts.organisations}
    found = []
    for t in contracts.transactions:
        contract = by[t.contract]
        if t.on <= as_of:
            value = -t.value if t.kind is PaymentKind.REFUND else t.value
            found.append(
                _row(
                    t.id, EXPENDITURE, Rung.PAID, value, contract.currency, date=t.on.isoformat(),
                    giver=names[contract.buyer], receiver=names[contract.supplier], source=contract.id,
                )
            )  # fmt: skip
    return found


def _row(
    ref: str, code: tuple[int, str] | None, rung: Rung, value: Decimal, currency: str, **said: str | None
) -> dict[str, Any]:
    amount = int(value) if value == value.to_integral_value() else float(value)
    return {
        "ref": ref, "rung": rung.value,
        "transaction-type": {"code": str(code[0]), "name": code[1]} if code else None,
        "transaction-date": said["date"], "value": {"amount": amount, "currency": currency},
        "provider-org": said["giver"], "receiver-org": said["receiver"], "source": said["source"],
    }  # fmt: skip
