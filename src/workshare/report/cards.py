"""What the page says of each promise: its verdict, its reason, what it hangs on, and where it was said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workshare.model.programme import Programme, by_id
from workshare.model.statements import Statement
from workshare.outcome.odds import Odds
from workshare.outcome.plan import Plan
from workshare.outcome.rows import CommitmentAccount, Link, LinkKind, Verdict
from workshare.report.language import Tongue, mark, tongue
from workshare.report.names import Names
from workshare.report.odds import chance
from workshare.report.sentences import (
    ask_sentence,
    assumed_sentence,
    chain_sentence,
    commitment_of,
    gate_words,
    outlook_words,
    ranked,
    verdict_detail,
    verdict_head,
    verdict_word,
)

MOST = 80
"""The most promises that a page tells one by one."""

KINDS = {
    LinkKind.ACTIVITY: mark("step"),
    LinkKind.GATE: mark("gate"),
    LinkKind.OPERATION: mark("operation"),
    LinkKind.LANE: mark("shipment"),
    LinkKind.SUPPLY: mark("supply"),
    LinkKind.STOCK: mark("stock"),
    LinkKind.SUBSTITUTE: mark("substitute"),
    LinkKind.RESOURCE: mark("capacity"),
    LinkKind.DEMAND: mark("what comes first"),
    LinkKind.LICENCE: mark("licence"),
    LinkKind.FUND: mark("fund"),
    LinkKind.RULE: mark("rule"),
    LinkKind.LOT: mark("lot size"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A statement as the page tells it: the fact in our words, who said it, where, and its span."""

    id: str
    fact: str
    speaker: str
    outlet: str
    said: str
    report: str
    span: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """A link of a chain as a row: what it is, from when to when, and what its figures rest on."""

    kind: str
    name: str
    start: str
    finish: str
    days: str
    assumed: str
    binding: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """All that the page says of one promise."""

    verdict: str
    word: str
    says: str
    by: str
    due: str
    date: str
    chance: str
    reason: str
    chain: str
    good: str
    bad: str
    assumed: str
    ask: str
    links: tuple[LinkRow, ...]
    source: Source | None


def cards(plan: Plan, language: str, odds: Odds | None = None) -> list[Card]:
    """The promises, most important first, as their author lists them."""
    return [_card(account, plan, language, chance(odds, account.id, language)) for account in ranked(plan)[:MOST]]


def _card(account: CommitmentAccount, plan: Plan, language: str, likely: str) -> Card:
    speech, promise = tongue(language), commitment_of(account, plan)
    names = Names(plan.programme, speech)
    ranged = account.verdict is not Verdict.UNMEASURED and account.good and account.bad
    good, bad = (
        outlook_words(account, end, plan, language) if ranged and end else "" for end in (account.good, account.bad)
    )
    head = verdict_head(account, plan, language)
    detail = verdict_detail(account, plan, language)
    return Card(
        verdict=account.verdict.value, word=verdict_word(account, plan, language), by=account.by,
        says=names.promise(account.id), due=speech.date(account.due),
        date=speech.date(account.date) if account.date else "", chance=likely,
        reason=speech.say("{verdict}: {reason}.", verdict=head, reason=detail),
        chain=chain_sentence(account, plan, language), good=good, bad=bad,
        assumed=assumed_sentence(account, plan, language), ask=ask_sentence(account, "PLAN", language),
        links=tuple(_link(link, names) for link in account.hangs_on),
        source=source_of(plan, promise.source if promise else "", speech),
    )  # fmt: skip


def _link(link: Link, names: Names) -> LinkRow:
    speech = names.speech
    name = gate_words(names, link.id) if link.kind is LinkKind.GATE else names.link(link.kind, link.id)
    figures = speech.say(
        "{assumed} of {figures}", assumed=speech.number(link.assumed), figures=speech.number(link.figures)
    )
    return LinkRow(
        kind=speech.say(KINDS[link.kind]), name=name, binding=link.binding,
        start=speech.short_date(link.start) if link.start else "",
        finish=speech.short_date(link.finish) if link.finish else "",
        days=speech.days(link.days) if link.days else "", assumed=figures if link.figures else "",
    )  # fmt: skip


def source_of(plan: Plan, name: str, speech: Tongue) -> Source | None:
    """The statement that something rests on, or None if none is named."""
    found = next((s for s in plan.programme.statements if s.id == name), None) if name else None
    return _source(found, plan.programme, speech) if found else None


def _source(statement: Statement, programme: Programme, speech: Tongue) -> Source:
    span = speech.say("characters {start} to {end}", start=str(statement.start), end=str(statement.end))
    source, entities = by_id(programme.sources).get(statement.source), by_id(programme.entities)
    names = {name: entity.name.in_(speech.code) for name, entity in entities.items()}
    chain = [*statement.reported_by, *([source.outlet] if source and source.outlet else [])]
    return Source(
        id=statement.id, fact=statement.fact.in_(speech.code),
        speaker=known(", ".join(names.get(name, name) for name in statement.speaker), speech),
        outlet=known(", ".join(names.get(name, name) for name in chain), speech), said=statement.said or "",
        report=source.file if source else statement.source, span=span,
    )  # fmt: skip


def known(text: str, speech: Tongue) -> str:
    """A name from the register; what is not disclosed is said in the page's language."""
    return text or speech.say("not disclosed")


def cited(plan: Plan, names: set[str], speech: Tongue) -> Iterator[Source]:
    """The statements of these names, in the register's order."""
    return (_source(s, plan.programme, speech) for s in plan.programme.statements if s.id in names)
