"""Checks of a contracts file: what its rows say about each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from workshare.model.references import Found, a_problem
from workshare.problems import Code, Path, Problem, brief, did_you_mean
from workshare.register.contracts import Contracts
from workshare.register.model import Register

CURRENCY = re.compile(r"[A-Z]{3}")


def check_contracts(contracts: Contracts) -> Found:
    """Every problem between the rows of a contracts file, rule by rule; ids are checked elsewhere."""
    for rule in _RULES:
        yield from rule(contracts)


def check_promised(contracts: Contracts, register: Register) -> Found:
    """What a contract says that it serves is a promise of the register."""
    known = {promise.id for promise in register.promises}
    for contract in contracts.contracts:
        if contract.promise and contract.promise not in known:
            message = f"contracts {contract.id} names promise {contract.promise}, which is not in the register"
            path: Path = ("contracts", contract.id, "promise")
            yield a_problem(Code.DANGLING_REFERENCE, path, message, did_you_mean(contract.promise, known))


def currencies(contracts: Contracts) -> Found:
    """A currency is written in three letters."""
    for contract in contracts.contracts:
        if not CURRENCY.fullmatch(contract.currency):
            message = f"contracts {contract.id}: {brief(contract.currency)} is no currency"
            path: Path = ("contracts", contract.id, "currency")
            yield a_problem(Code.WRONG_TYPE, path, message, "write its three letters, for example EUR")


def terms(contracts: Contracts) -> Found:
    """A contract ends after it starts, and says by when an advance is to be covered."""
    for contract in contracts.contracts:
        if contract.start and contract.end and contract.end < contract.start:
            message = f"contracts {contract.id} ends {contract.end}, before it starts {contract.start}"
            yield a_problem(Code.BAD_RANGE, ("contracts", contract.id, "end"), message, "swap them, or correct one")
        if contract.advance > 0 and contract.advance_due is None:
            message = f"contracts {contract.id} has an advance, but no day by which it is to be covered"
            yield a_problem(Code.MISSING_KEY, ("contracts", contract.id), message, "add advance_due: YYYY-MM-DD")
        if contract.buyer == contract.supplier:
            message = f"contracts {contract.id}: {contract.buyer} buys of itself"
            yield a_problem(Code.BAD_LINK, ("contracts", contract.id, "supplier"), message, "name the other party")


def above_nothing(contracts: Contracts) -> Found:
    """Values and quantities are above nothing; an advance may be nothing."""
    tables = (
        ("contracts", "value"),
        ("bids", "value"),
        ("call_offs", "quantity"),
        ("acceptances", "value"),
        ("transactions", "value"),
    )
    for table, key in tables:
        for row in getattr(contracts, table):
            if getattr(row, key) <= 0:
                message = f"{table} {row.id}: {key} {getattr(row, key)} must be above 0"
                yield a_problem(Code.NEGATIVE, (table, row.id, key), message, "write a number above 0")
    for contract in contracts.contracts:
        if not 0 <= contract.advance <= contract.value:
            message = f"contracts {contract.id}: an advance of {contract.advance} of {contract.value}"
            yield a_problem(Code.NEGATIVE, ("contracts", contract.id, "advance"), message, "write 0 up to the value")


_RULES: tuple[Callable[[Contracts], Iterator[Problem]], ...] = (currencies, terms, above_nothing)
