"""How each promise stands: compared with the record, the plan and the odds; nothing computed here is written back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from itertools import accumulate

from workshare.model.programme import Programme, by_id
from workshare.model.promises import Commitment, Measure
from workshare.model.statements import Statement, Status, interval
from workshare.outcome.rows import CommitmentAccount, Verdict
from workshare.register.facts import Fact, FactKind
from workshare.register.model import Promise, Register, Rung

EVEN = 0.5
"""A promise that is more likely broken than kept is at risk, whatever the plan says."""
DUST = Decimal("0.000002")
"""What may be missing of an amount through rounding, as in the plan's verdicts."""
FUNDED = {Rung.ALLOCATED, Rung.CONTRACTED, Rung.PAID, Rung.DELIVERED}
"""From these rungs on money is set aside for a promise."""
AGREED = {Status.AGREED, Status.SIGNED}
"""Statements of these kinds say that a promise was agreed by those who must keep it."""


class Word(StrEnum):
    """How a promise stands, in one word."""

    ANNOUNCED = "announced"
    AGREED = "agreed"
    FUNDED = "funded"
    IN_PLAN = "in plan"
    AT_RISK = "at risk"
    KEPT = "kept"
    MISSED = "missed"
    WITHDRAWN = "withdrawn"


class Reason(StrEnum):
    """Why it stands so; what fills the sentence stands beside it."""

    MET = "met"
    MET_LATE = "met late"
    NOT_MET = "not met"
    OVERDUE = "overdue"
    PLAN_KEEPS = "plan keeps"
    PLAN_LATE = "plan late"
    PLAN_SHORT = "plan short"
    UNLIKELY = "unlikely"
    MONEY = "money"
    PAPER = "paper"
    SAID = "said"
    TAKEN_BACK = "taken back"
    READINGS = "readings"
    EVERY = "every reading"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """The probability that a commitment is kept, and the interval in which it lies."""

    p: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All that standings are computed from: facts of the record, accounts of a plan, odds; each may be absent.

    No ``facts``: no record was read, so that nothing is called kept and nothing missed; ``planned`` is the plan's day.
    """

    as_of: dt.date
    planned: dt.date | None = None
    facts: Sequence[Fact] | None = None
    accounts: Mapping[str, CommitmentAccount] = field(default_factory=dict)
    odds: Mapping[str, Chance] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a promise, or one reading of it, stands and why.

    ``day`` is the day the reason speaks of, ``so_far`` what counts towards the measure, ``events`` the numbers of the
    record's events that it rests on, ``statements`` the statements.
    """

    word: Word
    reason: Reason
    day: dt.date | None = None
    so_far: Decimal = Decimal(0)
    chance: Chance | None = None
    events: tuple[int, ...] = ()
    statements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseStanding:
    """A promise with the standing of each of its readings, and of all of them together."""

    promise: Promise
    standing: Standing
    readings: tuple[tuple[Commitment, Standing], ...]


def standings(register: Register, programme: Programme, known: Known) -> list[PromiseStanding]:
    """The standing of every promise of the register, in its order."""
    return [standing_of(promise, register, programme, known) for promise in register.promises]


def standing_of(promise: Promise, register: Register, programme: Programme, known: Known) -> PromiseStanding:
    """The standing of one promise: that of its readings where they agree, the more doubtful one where they do not."""
    commitments = by_id(programme.commitments)
    base = _base(promise, register, known)
    readings = [commitments[name] for name in promise.commitments if name in commitments]
    found = tuple((c, _reading(c, base, known, dated=promise.due is not None)) for c in readings)
    return PromiseStanding(promise=promise, standing=_together([s for _, s in found], base), readings=found)


def _together(found: Sequence[Standing], base: Standing) -> Standing:
    """One standing for several readings; a promise is kept, or missed, only if it is so by every reading."""
    words = {standing.word for standing in found}
    if not found:
        return base
    if len(found) == 1:
        return found[0]
    if len(words) == 1:
        return Standing(word=found[0].word, reason=Reason.EVERY)
    if base.word is Word.WITHDRAWN:
        return base
    doubtful = words & {Word.AT_RISK, Word.MISSED} or Word.KEPT in words
    return Standing(word=Word.AT_RISK if doubtful else min(words, key=list(Word).index), reason=Reason.READINGS)


def _reading(commitment: Commitment, base: Standing, known: Known, *, dated: bool) -> Standing:
    """The standing of a commitment by its measure: the record first, then odds and plan, then what was said.

    If not ``dated``, no date was named: the programme assumes one, by which nobody can miss what he promised.
    """
    if commitment.measure is None:
        return base
    met, so_far, events = _met(commitment.measure, [f for f in known.facts or () if f.day <= known.as_of])
    withdrawn = base.word is Word.WITHDRAWN
    if met and (met <= commitment.due or not dated) and not (withdrawn and base.day and base.day < met):
        return Standing(word=Word.KEPT, reason=Reason.MET, day=met, so_far=so_far, events=events)
    if withdrawn:
        return base
    if known.facts is not None and known.as_of > commitment.due and not dated:
        due = commitment.due
        return Standing(word=Word.AT_RISK, reason=Reason.OVERDUE, day=due, so_far=so_far, events=events)
    if known.facts is not None and known.as_of > commitment.due:
        reason = Reason.MET_LATE if met else Reason.NOT_MET
        return Standing(word=Word.MISSED, reason=reason, day=met or commitment.due, so_far=so_far, events=events)
    return replace(_outlook(commitment, base, known), so_far=so_far, events=events or base.events)


def _outlook(commitment: Commitment, base: Standing, known: Known) -> Standing:
    """What odds and plan say of a commitment that the record has not decided; without them what was said stands."""
    chance, account = known.odds.get(commitment.id), known.accounts.get(commitment.id)
    if chance and chance.p < EVEN:
        return Standing(word=Word.AT_RISK, reason=Reason.UNLIKELY, chance=chance)
    if account is None or account.verdict is Verdict.UNMEASURED:
        return replace(base, chance=chance)
    word, reason = {
        Verdict.KEPT: (Word.IN_PLAN, Reason.PLAN_KEEPS),
        Verdict.LATE: (Word.AT_RISK, Reason.PLAN_LATE),
        Verdict.SHORT: (Word.AT_RISK, Reason.PLAN_SHORT),
        Verdict.MISSED: (Word.AT_RISK, Reason.PLAN_SHORT),
    }[account.verdict]
    return Standing(word=word, reason=reason, day=account.date, chance=chance)


def _met(measure: Measure, facts: Iterable[Fact]) -> tuple[dt.date | None, Decimal, tuple[int, ...]]:
    """The day on which facts meet a measure (None: not yet), how much there is, and the events that count."""
    counted = [fact for fact in facts if _counts(measure, fact)]
    amount = Decimal(str(measure.amount)) if measure.done is None else Decimal(1)
    there = list(accumulate((fact.quantity for fact in counted), initial=Decimal(0)))
    enough = next((n for n, total in enumerate(there) if total >= amount - DUST), None)
    used = counted if enough is None else counted[:enough]
    day = counted[enough - 1].day if enough else None
    return day, there[-1], tuple(fact.event for fact in used)


def _counts(measure: Measure, fact: Fact) -> bool:
    """Whether a fact counts towards a measure: it is of the kind, the thing and the place that the measure names."""
    if measure.done is not None:
        return fact.kind is FactKind.FINISHED and fact.of == measure.done
    kind = FactKind.DELIVERED if measure.delivered is not None else FactKind.MADE
    return fact.kind is kind and fact.of == measure.item and (not measure.at or fact.site in measure.at)


def _base(promise: Promise, register: Register, known: Known) -> Standing:
    """The standing of a promise from what was said and recorded of it alone, its measures left aside."""
    statements = by_id(register.statements)
    taken = _facts(known, FactKind.WITHDRAWN, (promise.id,))
    if promise.withdrawn or taken:
        said = (promise.withdrawn,) if promise.withdrawn else ()
        return Standing(
            word=Word.WITHDRAWN, reason=Reason.TAKEN_BACK, day=taken[0].day if taken else None, statements=said,
            events=tuple(f.event for f in taken),
        )  # fmt: skip
    money = [m for m in register.money if m.promise == promise.id and not (m.on and _after(m.on, known.as_of))]
    paid, signed = (
        _facts(known, kind, names)
        for kind, names in ((FactKind.FUNDED, promise.funds), (FactKind.AGREED, promise.agreements))
    )
    rows = [m for m in money if m.rung in FUNDED]
    if rows or paid:
        told = tuple(m.statement for m in rows if m.statement)
        events = tuple(f.event for f in paid)
        return Standing(word=Word.FUNDED, reason=Reason.MONEY, statements=told, events=events)
    spoken = [statements[name] for name in promise.statements if name in statements]
    papers = [s for s in spoken if s.status in AGREED and not _later(s, known.as_of)]
    if papers or signed or any(m.rung is Rung.AGREED for m in money):
        told, events = tuple(s.id for s in papers), tuple(f.event for f in signed)
        return Standing(word=Word.AGREED, reason=Reason.PAPER, statements=told, events=events)
    return Standing(word=Word.ANNOUNCED, reason=Reason.SAID, statements=tuple(s.id for s in spoken))


def _facts(known: Known, kind: FactKind, names: Sequence[str]) -> list[Fact]:
    """The facts of a kind that are about one of these, as far as they are known."""
    return [f for f in known.facts or () if f.kind is kind and f.of in names and f.day <= known.as_of]


def _after(when: str, as_of: dt.date) -> bool:
    return interval(when)[0] > as_of


def _later(statement: Statement, as_of: dt.date) -> bool:
    return bool(statement.said) and _after(statement.said or "", as_of)
