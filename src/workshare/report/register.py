"""The register as a public page: what was promised, where it is said, what decides it, and how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from workshare.model.programme import Programme, by_id
from workshare.model.statements import Stance, Statement
from workshare.register.model import Link, LinkKind, Register, Rung
from workshare.register.standings import Known, PromiseStanding, Standing, Word, standings
from workshare.report import shell
from workshare.report.language import Tongue, tongue
from workshare.report.names import Names
from workshare.report.standings import (
    MEANINGS,
    RUNGS,
    STANCES,
    WORDS,
    Persons,
    definition,
    probability,
    reason,
    summary,
    when,
    word,
)

LADDER = [Word.ANNOUNCED, Word.AGREED, Word.FUNDED, Word.IN_PLAN]
"""The words that lead upwards one by one; the others are ends, or doubts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A statement as the page tells it: the fact in our words, by whom it came, when, and where it stands."""

    id: str
    fact: str
    chain: str
    said: str
    stance: str
    quoted: bool
    outlet: str
    source: str
    span: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRow:
    """One reading of a promise: its words, what decides it, and how it stands."""

    says: str
    due: str
    measure: str
    word: str
    key: str
    reason: str
    probability: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseCard:
    """All that the page says of one promise."""

    id: str
    key: str
    rung: int
    word: str
    says: str
    by: str
    to: str
    due: str
    reason: str
    probability: str
    readings: tuple[ReadingRow, ...]
    statements: tuple[Told, ...]
    links: tuple[tuple[str, str], ...]


def html(register: Register, programme: Programme, known: Known, language: str = "en", version: str = "") -> str:
    """The register's page: it needs nothing else, speaks both languages, and opens in ``language``."""
    found = standings(register, programme, known)
    return shell.page(
        "register.html",
        lambda code: _content(register, programme, known, found, tongue(code)) | {"version": version},
        register.register.in_,
        language=language,
    )


def _content(
    register: Register, programme: Programme, known: Known, found: Sequence[PromiseStanding], speech: Tongue
) -> dict[str, Any]:
    """Everything that the page says in one language."""
    told, persons = _Told(register, speech), Persons(register, speech)
    words = [standing.standing.word for standing in found]
    return {
        "lang": speech.code,
        "say": speech.say,
        "count": speech.count,
        "title": register.register.in_(speech.code),
        "about": register.about.in_(speech.code) if register.about else "",
        "as_of": speech.date(known.as_of),
        "recorded": known.facts is not None,
        "planned": speech.date(known.planned) if known.planned else "",
        "summary": summary(words, speech),
        "tally": [(_key(w), speech.say(WORDS[w]), words.count(w)) for w in Word if w in words],
        "cards": [_card(standing, register, programme, told) for standing in found],
        "contradictions": [_sides(link, told) for link in register.links if link.kind is LinkKind.CONTRADICTS],
        "money": _money(register, persons),
        "sources": _sources(register, persons),
        "statements": [told.of(statement.id) for statement in register.statements],
        "meanings": [(_key(w), speech.say(WORDS[w]), speech.say(MEANINGS[w])) for w in Word],
    }


def _key(found: Word) -> str:
    return found.value.replace(" ", "-")


class _Told:
    """The statements of a register as the page tells them."""

    def __init__(self, register: Register, speech: Tongue) -> None:
        self.speech, self.persons = speech, Persons(register, speech)
        self.statements, self.sources = by_id(register.statements), by_id(register.sources)

    def of(self, name: str) -> Told:
        return self._told(self.statements[name])

    def many(self, names: Sequence[str]) -> tuple[Told, ...]:
        return tuple(self.of(name) for name in names if name in self.statements)

    def _told(self, s: Statement) -> Told:
        say = self.speech.say
        return Told(
            id=s.id, fact=s.fact.in_(self.speech.code), chain=self.persons.chain(s), said=when(s.said, self.speech),
            stance="" if s.stance is Stance.SAID else say(STANCES[s.stance]), quoted=s.quoted, source=s.source,
            outlet=self._outlet(s), span=say("characters {start} to {end}", start=str(s.start), end=str(s.end)),
            note=s.note.in_(self.speech.code) if s.note else "",
        )  # fmt: skip

    def _outlet(self, s: Statement) -> str:
        """The outlet of a statement's source, and when it was published."""
        source = self.sources.get(s.source)
        outlet = self.persons.of(source.outlet) if source and source.outlet else self.speech.say("outlet not disclosed")
        return ", ".join(filter(None, [outlet, when(source.published if source else None, self.speech)]))


def _card(found: PromiseStanding, register: Register, programme: Programme, told: _Told) -> PromiseCard:
    speech, persons, promise = told.speech, told.persons, found.promise
    names, mine = Names(programme, speech), set(promise.statements)
    links = [link for link in register.links if link.kind is LinkKind.CONTRADICTS and mine & _in_link(link)]
    only = found.readings[0][1] if len(found.readings) == 1 else found.standing
    return PromiseCard(
        id=promise.id, key=_key(found.standing.word), word=word(found.standing, speech),
        rung=LADDER.index(found.standing.word) + 1 if found.standing.word in LADDER else 0,
        says=promise.says.in_(speech.code), by=_named(promise.by, persons),
        to=persons.of(promise.to) if promise.to else "", due=when(promise.due, speech),
        reason=reason(found.standing, speech), probability=_chance(found, only, speech),
        readings=tuple(
            ReadingRow(
                says=c.says.in_(speech.code), due=speech.date(c.due), measure=definition(c.measure, names),
                word=word(s, speech), key=_key(s.word), reason=reason(s, speech),
                probability=probability(s.chance, speech),
            )
            for c, s in found.readings
        ),
        statements=told.many(promise.statements),
        links=tuple((link.id, link.note.in_(speech.code)) for link in links),
    )  # fmt: skip


def _chance(found: PromiseStanding, only: Standing, speech: Tongue) -> str:
    """The probability of a promise with one reading; of one with several each reading has its own."""
    if len(found.readings) > 1 and any(s.chance for _, s in found.readings):
        return speech.say("by reading, see below")
    return probability(only.chance, speech)


def _named(names: Sequence[str], persons: Persons) -> str:
    """Who promised, with their roles."""
    return persons.speech.listed(
        f"{persons.of(name)} ({persons.role(name)})" if persons.role(name) else persons.of(name) for name in names
    ) if names else persons.speech.say("not disclosed")  # fmt: skip


def _in_link(link: Link) -> set[str]:
    return {str(name) for side in link.sides for name in side.statements} | set(map(str, link.statements))


def _sides(link: Link, told: _Told) -> dict[str, Any]:
    code = told.speech.code
    sides = [(side.reading.in_(code), told.many(side.statements)) for side in link.sides]
    return {"id": link.id, "note": link.note.in_(code), "sides": sides}


def _money(register: Register, persons: Persons) -> list[dict[str, str]]:
    """Sums by rung, the surest first; nothing is added up, for sums of several sources may overlap."""
    speech, order = persons.speech, list(Rung)
    rows = sorted(register.money, key=lambda m: (-order.index(m.rung), m.id))
    return [
        {
            "rung": speech.say(RUNGS[m.rung]),
            "sum": f"{speech.number(float(m.value))} {m.currency}",
            "on": when(m.on, speech),
            "way": f"{persons.of(m.giver) if m.giver else '–'} → {persons.of(m.receiver) if m.receiver else '–'}",
            "note": m.note.in_(speech.code) if m.note else "",
            "statement": m.statement or "",
        }
        for m in rows
    ]


def _sources(register: Register, persons: Persons) -> list[dict[str, str]]:
    speech = persons.speech
    spoken = {"en": speech.say("English"), "uk": speech.say("Ukrainian")}
    return [
        {
            "id": s.id,
            "title": s.title.in_(speech.code) if s.title else "",
            "outlet": persons.of(s.outlet) if s.outlet else speech.say("not disclosed"),
            "language": spoken[s.language] if not s.translated_from else speech.say(
                "{language}, translated from {other}", language=spoken[s.language], other=spoken[s.translated_from]
            ),
            "published": when(s.published, speech) or speech.say("not known"),
            "from": s.published_from.in_(speech.code) if s.published_from else "",
            "file": s.file,
            "sha256": s.sha256,
        }
        for s in register.sources
    ]  # fmt: skip
