"""The odds of a plan as JSON; the JSON Schema is made from the same records."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from functools import lru_cache

from pydantic import TypeAdapter

from workshare.outcome.odds import CommitmentOdds, Odds

MARK = "odds.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class HangsOn:
    """By how much the probability would change if a row could not go wrong; ``noise`` is the standard error."""

    table: str
    id: str
    change: float
    noise: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AskAbout:
    """A figure that is worth asking about: how far the probability would move if it were known, and the noise.

    ``drawn`` is uncertain where nobody knows it yet, variable where chance decides it in every run; ``share`` is what
    it explains of the variance between scenarios, ``basis`` what it rests on.
    """

    table: str
    id: str
    field: str
    drawn: str
    basis: str
    moves: float
    noise: float
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Replanned:
    """With a new plan every month, in a smaller sample of ``scenarios``; ``fixed`` is the old plan in the same."""

    scenarios: int
    p_kept: float
    interval: tuple[float, float]
    fixed: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MetBy:
    """The share of scenarios in which a commitment is met by a date."""

    date: dt.date
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountBy:
    """How much counts by a date: the middle 80 % of scenarios, their median, and the plan."""

    date: dt.date
    p10: float
    p50: float
    p90: float
    planned: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentEntry:
    """A commitment: its probability under the plan as it stands, and its dates; null where nothing measures it.

    A date is null where that share of scenarios does not come to it. ``hindsight`` bounds the probability for this
    promise alone, ``known`` is its middle 80 % over what is not known, ``replanned`` is null unless it was asked for.
    """

    id: str
    p_kept: float | None
    interval: tuple[float, float] | None
    p10: dt.date | None
    p50: dt.date | None
    p90: dt.date | None
    hangs_on: tuple[HangsOn, ...]
    due: dt.date
    planned: dt.date | None
    never: float | None
    late_days: float | None
    worst_late_days: float | None
    replanned: Replanned | None
    hindsight: float | None
    known: tuple[float, float] | None
    ask_about: tuple[AskAbout, ...]
    met_by: tuple[MetBy, ...]
    amounts: tuple[AmountBy, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OddsDocument:
    """The odds of a plan: so many scenarios from one seed, intervals at ``level``.

    If ``sequential``, the intervals hold at whatever number of scenarios the study stopped, otherwise for that number.
    """

    seed: int
    scenarios: int
    commitments: tuple[CommitmentEntry, ...]
    level: float
    sequential: bool


@lru_cache(maxsize=1)
def odds_adapter() -> TypeAdapter[OddsDocument]:
    """The writer and schema of odds documents."""
    return TypeAdapter(OddsDocument)


def odds_document(odds: Odds) -> OddsDocument:
    """Odds as a document."""
    return OddsDocument(
        seed=odds.seed,
        scenarios=odds.scenarios,
        commitments=tuple(_entry(row, odds) for row in odds.commitments),
        level=odds.level,
        sequential=odds.sequential,
    )


def odds_json(odds: Odds) -> str:
    """The odds as JSON text, two spaces deep; probabilities in full, days in ISO form."""
    return odds_adapter().dump_json(odds_document(odds), indent=2).decode() + "\n"


def _entry(row: CommitmentOdds, odds: Odds) -> CommitmentEntry:
    measured, name = row.p_kept is not None, row.id
    return CommitmentEntry(
        id=name,
        p_kept=row.p_kept,
        interval=_pair(row.low, row.high),
        p10=row.p10,
        p50=row.p50,
        p90=row.p90,
        hangs_on=tuple(
            HangsOn(table=h.table, id=h.id, change=h.change, noise=h.noise) for h in odds.hangs if h.commitment == name
        ),
        due=row.due,
        planned=row.planned,
        never=row.never if measured else None,
        late_days=row.late_days if measured else None,
        worst_late_days=row.worst_late_days if measured else None,
        replanned=_replanned(row, odds.replanned),
        hindsight=row.hindsight,
        known=_pair(row.from_known, row.to_known),
        ask_about=tuple(
            AskAbout(**{f.name: getattr(a, f.name) for f in fields(AskAbout)})
            for a in odds.asks
            if a.commitment == name
        ),
        met_by=tuple(MetBy(date=d.date, share=d.share) for d in odds.dates if d.commitment == name),
        amounts=tuple(
            AmountBy(date=p.date, p10=p.p10, p50=p.p50, p90=p.p90, planned=p.planned)
            for p in odds.fan
            if p.commitment == name
        ),
    )


def _pair(low: float | None, high: float | None) -> tuple[float, float] | None:
    return None if low is None or high is None else (low, high)


def _replanned(row: CommitmentOdds, futures: int) -> Replanned | None:
    between = _pair(row.replanned_low, row.replanned_high)
    if row.replanned is None or row.replanned_fixed is None or between is None:
        return None
    return Replanned(scenarios=futures, p_kept=row.replanned, interval=between, fixed=row.replanned_fixed)
