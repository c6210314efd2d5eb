"""Red flags: rules that raise a row of a contract for a person to look at, with the rows that raised it.

A flag accuses nobody. The rules follow audit findings on aid: advances overdue, orders above their ceiling, dearer bids
taken without a reason, contracts without remedies (docs/contracts.md names them).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from workshare.model.programme import by_id
from workshare.register.contracts import BidStatus, Contract, Contracts, PaymentKind, Transaction
from workshare.register.model import Money, Register, Rung


class Rule(StrEnum):
    """The rules, by what they raise."""

    ADVANCE_OVERDUE = "advance-overdue"
    ABOVE_CEILING = "above-ceiling"
    NOT_LOWEST = "not-lowest"
    NO_REMEDY = "no-remedy"
    SINGLE_BID = "single-bid"
    UNKNOWN_OWNER = "unknown-owner"
    INTERMEDIARY = "intermediary"
    PAID_ABOVE_VALUE = "paid-above-value"
    RUNGS = "rungs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """What a rule raises: the contract or promise, the rows that raised it, and what fills its sentence."""

    rule: Rule
    of: str
    rows: tuple[tuple[str, str], ...]
    values: Mapping[str, str] = field(default_factory=dict)


Found = Iterator[Flag]


def flags(contracts: Contracts, as_of: dt.date) -> list[Flag]:
    """Every flag that the rows of a contracts file raise on a day, contract by contract, rule by rule."""
    found = [flag for rule in RULES for flag in rule(contracts, as_of)]
    order: dict[str, int] = {contract.id: n for n, contract in enumerate(contracts.contracts)}
    rules = list(Rule)
    return sorted(found, key=lambda flag: (order[flag.of], rules.index(flag.rule)))


def advance_overdue(contracts: Contracts, as_of: dt.date) -> Found:
    """An advance is covered by accepted deliveries and refunds by its day.

    advances paid up to as_of - accepted up to as_of - refunds up to as_of > 0 once advance_due has passed
    """
    for contract in contracts.contracts:
        paid = _paid(contracts, contract, as_of, PaymentKind.ADVANCE)
        back = _paid(contracts, contract, as_of, PaymentKind.REFUND)
        accepted = [a for a in contracts.acceptances if a.contract == contract.id and a.on <= as_of]
        open_sum = _sum(paid) - _sum(back) - sum((a.value for a in accepted), Decimal(0))
        if contract.advance_due and contract.advance_due < as_of and open_sum > 0:
            rows = [("transactions", t.id) for t in (*paid, *back)] + [("acceptances", a.id) for a in accepted]
            values = {"sum": _money(open_sum, contract), "days": str((as_of - contract.advance_due).days)}
            yield _flag(Rule.ADVANCE_OVERDUE, contract, rows, due=contract.advance_due.isoformat(), **values)


def above_ceiling(contracts: Contracts, as_of: dt.date) -> Found:
    """Call-offs together stay within the contract's ceiling; the rows are those from which on they do not."""
    for contract in contracts.contracts:
        if contract.ceiling is None:
            continue
        total, over = Decimal(0), []
        calls = [c for c in contracts.call_offs if c.contract == contract.id and c.on <= as_of]
        for call in sorted(calls, key=lambda c: (c.on, c.id)):
            total += call.quantity
            over += [("call_offs", call.id)] if total > contract.ceiling else []
        if over:
            values = {"ordered": f"{total:f}", "ceiling": f"{contract.ceiling:f}", "unit": contract.unit}
            yield _flag(Rule.ABOVE_CEILING, contract, over, **values)


def not_lowest(contracts: Contracts, _as_of: dt.date) -> Found:
    """The supplier's bid is the lowest valid one, or a reason is given."""
    for contract in contracts.contracts:
        valid = [b for b in contracts.bids if b.contract == contract.id and b.status is BidStatus.VALID]
        own = [b for b in valid if b.bidder == contract.supplier]
        lowest = min(valid, key=lambda b: (b.value, b.id), default=None)
        if own and lowest and contract.reason is None:
            taken = min(own, key=lambda b: (b.value, b.id))
            if taken.value > lowest.value:
                rows = [("bids", taken.id), ("bids", lowest.id)]
                yield _flag(Rule.NOT_LOWEST, contract, rows, sum=_money(taken.value - lowest.value, contract))


def no_remedy(contracts: Contracts, _as_of: dt.date) -> Found:
    """A contract says what follows from late or bad delivery."""
    for contract in contracts.contracts:
        if contract.remedies is None:
            yield _flag(Rule.NO_REMEDY, contract, [])


def single_bid(contracts: Contracts, _as_of: dt.date) -> Found:
    """More than one valid bid was made, where bids were made at all."""
    for contract in contracts.contracts:
        bids = [b for b in contracts.bids if b.contract == contract.id and b.status is BidStatus.VALID]
        if len(bids) == 1:
            yield _flag(Rule.SINGLE_BID, contract, [("bids", bids[0].id)])


def unknown_owner(contracts: Contracts, _as_of: dt.date) -> Found:
    """It is known who owns the supplier in the end."""
    organisations = by_id(contracts.organisations)
    for contract in contracts.contracts:
        supplier = organisations.get(contract.supplier)
        if supplier is not None and not supplier.owners:
            yield _flag(Rule.UNKNOWN_OWNER, contract, [("organisations", supplier.id)])


def intermediary(contracts: Contracts, as_of: dt.date) -> Found:
    """An advance goes to whoever makes the goods, not to an intermediary."""
    organisations = by_id(contracts.organisations)
    for contract in contracts.contracts:
        supplier = organisations.get(contract.supplier)
        paid = _paid(contracts, contract, as_of, PaymentKind.ADVANCE)
        if supplier is not None and supplier.intermediary and paid:
            rows = [("organisations", supplier.id), *(("transactions", t.id) for t in paid)]
            yield _flag(Rule.INTERMEDIARY, contract, rows, sum=_money(_sum(paid), contract))


def paid_above_value(contracts: Contracts, as_of: dt.date) -> Found:
    """No more is paid under a contract, refunds taken off, than its value."""
    for contract in contracts.contracts:
        paid = [
            *_paid(contracts, contract, as_of, PaymentKind.ADVANCE),
            *_paid(contracts, contract, as_of, PaymentKind.PAYMENT),
        ]
        back = _paid(contracts, contract, as_of, PaymentKind.REFUND)
        over = _sum(paid) - _sum(back) - contract.value
        if over > 0:
            rows = [("transactions", t.id) for t in sorted((*paid, *back), key=lambda t: (t.on, t.id))]
            yield _flag(Rule.PAID_ABOVE_VALUE, contract, rows, sum=_money(over, contract))


RULES: tuple[Callable[[Contracts, dt.date], Found], ...] = (
    advance_overdue,
    above_ceiling,
    not_lowest,
    no_remedy,
    single_bid,
    unknown_owner,
    intermediary,
    paid_above_value,
)


def rungs(register: Register) -> Found:
    """For a promise and a currency each rung of the ladder holds no more than the nearest rung told of below."""
    told: dict[tuple[str, str], dict[Rung, list[Money]]] = defaultdict(lambda: defaultdict(list))
    for row in register.money:
        if row.promise:
            told[row.promise, row.currency][row.rung].append(row)
    for (promise, currency), by_rung in told.items():
        sums = [(rung, sum((m.value for m in by_rung[rung]), Decimal(0))) for rung in Rung if rung in by_rung]
        for (lower, below), (upper, above) in pairwise(sums):
            if above > below:
                rows = tuple(("money", m.id) for m in (*by_rung[upper], *by_rung[lower]))
                values = {"upper": upper.value, "lower": lower.value, "sum": f"{above - below:f} {currency}"}
                yield Flag(rule=Rule.RUNGS, of=promise, rows=rows, values=values)


def _paid(contracts: Contracts, contract: Contract, as_of: dt.date, kind: PaymentKind) -> list[Transaction]:
    return [t for t in contracts.transactions if t.contract == contract.id and t.kind is kind and t.on <= as_of]


def _sum(transactions: list[Transaction]) -> Decimal:
    return sum((t.value for t in transactions), Decimal(0))


def _money(value: Decimal, contract: Contract) -> str:
    return f"{value:f} {contract.currency}"


def _flag(rule: Rule, contract: Contract, rows: Sequence[tuple[str, str]], **values: str) -> Flag:
    return Flag(rule=rule, of=contract.id, rows=(("contracts", contract.id), *rows), values=values)
