"""Several plans side by side, as tables: the rows of a comparison. Values stand in the order of the plans."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from workshare.model.difference import Difference
from workshare.model.figure import Text
from workshare.outcome.plan import Plan
from workshare.outcome.rows import CommitmentAccount, DemandAccount, Verdict
from workshare.outcome.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrant:
    """A plan that takes part in a comparison: its letter, its title, and what its author notes of it."""

    letter: str
    title: Text
    note: Text | None
    plan: Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A commitment in every plan (None where a programme does not have it), and whether its outcome differs."""

    id: str
    accounts: tuple[CommitmentAccount | None, ...]
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A demand in every plan (None where a programme does not have it), and whether its service differs."""

    id: str
    accounts: tuple[DemandAccount | None, ...]
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What a goal came to in every plan."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """An amount of money by what it is for and the day on which it counts."""

    key: str
    date: dt.date
    amount: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountTotal:
    """A total of a table of amounts in every plan: of all of it (no ``key``), or of a key for which it differs."""

    table: str
    key: str
    totals: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareOf:
    """The value that a country adds to a family in every plan, and its share of the family."""

    family: str
    country: str
    values: tuple[float, ...]
    shares: tuple[float, ...]


class DecisionKind(StrEnum):
    """The decisions of a plan that are laid side by side."""

    ACTIVITY = "activity"
    PRODUCTION = "production"
    PURCHASE = "purchase"
    SHIPMENT = "shipment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is decided of one thing: how much in all, from when to when (an activity: its dates)."""

    quantity: float
    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision that is not the same in every plan; None where nothing is done."""

    kind: DecisionKind
    id: str
    choices: tuple[Choice | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """An item's running total in every plan: deliveries, or output where ``made``, by date."""

    item: str
    made: bool
    totals: tuple[tuple[tuple[dt.date, float], ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something that differs in the input of a plan from that of the first; ``bundle`` counts what goes together."""

    plan: str
    bundle: int
    difference: Difference


class Part(StrEnum):
    """What a bundle of changes has to do with a promise's other outcome."""

    ALL = "all"
    SOME = "some"
    NONE = "none"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The outcome of a promise in a plan made to find a cause."""

    verdict: Verdict
    date: dt.date | None
    in_the_end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What a bundle of changes does to a promise: its outcome with it alone, and with all others but it.

    None where that programme would have problems, or was not planned.
    """

    plan: str
    commitment: str
    bundle: int
    part: Part
    alone: Result | None
    without: Result | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Plans side by side; the first is what the others are held against."""

    entrants: tuple[Entrant, ...]
    promises: Table[Promise]
    needs: Table[Need]
    goals: Table[Goal]
    amounts: Table[AmountTotal]
    shares: Table[ShareOf]
    decisions: Table[Decision]
    curves: Table[Curve]
    changes: Table[Change]
    causes: Table[Cause]
