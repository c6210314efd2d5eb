"""Statements from proposals that a person said yes to, as rows of a register; nothing else becomes one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workshare.problems import Code, Problem
from workshare.register.reading.dates import DateSpan
from workshare.register.reading.kinds import Kind
from workshare.register.reading.read import Proposal
from workshare.register.reading.words import is_ukrainian

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Yes:
    """One proposal accepted: its span, the fact in the person's own words, and what the person says otherwise."""

    start: int
    end: int
    fact: Mapping[str, str]
    id: str = ""
    said: Mapping[str, object] = field(default_factory=dict)
    """Fields that go before what was proposed: speaker, reported_by, places, status, topic, note."""
    line: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a person said to the proposals from one source."""

    source: str
    yes: tuple[Yes, ...]
    entities: Mapping[str, str] = field(default_factory=dict)
    """The register's entities by the names that were proposed."""
    taken: Mapping[str, tuple[int, int] | None] = field(default_factory=dict)
    """Statements that are in the register already, and the spans of those from this source."""
    file: str = ""


@dataclass(slots=True)
class Rows:
    """Rows for the register's sections, by id, and what is wrong with the answer."""

    statements: dict[str, Row] = field(default_factory=dict)
    promises: dict[str, Row] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def accepted(text: str, proposals: Sequence[Proposal], answer: Answer) -> Rows:
    """The rows of the proposals that were accepted, in the answer's order; every fault of the answer is a problem."""
    rows = Rows()
    by_span = {(p.start, p.end): p for p in proposals}
    numbers = _numbers(answer)
    for yes in answer.yes:
        proposal = by_span.get((yes.start, yes.end))
        if proposal is None:
            message = f"nothing is proposed at {yes.start} to {yes.end}"
            near = min(proposals, key=lambda p: abs(p.start - yes.start) + abs(p.end - yes.end), default=None)
            hint = f"the nearest is {near.start} to {near.end}" if near else "the text has no proposals"
            rows.problems.append(_fault(answer, yes, Code.BAD_SPAN, message, hint))
            continue
        there = next((name for name, span in answer.taken.items() if span == (yes.start, yes.end)), None)
        if there:
            message = f"{there} in the register stands at {yes.start} to {yes.end} already"
            rows.problems.append(_fault(answer, yes, Code.THERE_ALREADY, message, "leave it out"))
            continue
        name = yes.id or f"{_stem(answer.source)}-{next(numbers):02}"
        if name in rows.statements:
            message = f"two statements are called {name}"
            rows.problems.append(_fault(answer, yes, Code.DUPLICATE_ID, message, "give each its own id"))
            continue
        row = _statement(text, proposal, yes, answer, rows)
        rows.statements[name] = row
        if proposal.kind is Kind.COMMITMENT and row.get("speaker"):
            rows.promises[f"P-{name}"] = _promise(name, row, proposal, yes)
    return rows


def _numbers(answer: Answer) -> Iterator[int]:
    taken = {*answer.taken, *(yes.id for yes in answer.yes)}
    return (n for n in range(1, len(answer.yes) + len(taken) + 1) if f"{_stem(answer.source)}-{n:02}" not in taken)


def _stem(source: str) -> str:
    return "S" + source[1:] if source.startswith("R") else source


def _fault(answer: Answer, yes: Yes, code: Code, message: str, hint: str) -> Problem:
    return Problem(code=code, message=message, hint=hint).at(answer.file, yes.line)


def _statement(text: str, proposal: Proposal, yes: Yes, answer: Answer, rows: Rows) -> Row:
    """A row of ``statements:``; what is proposed stands where the person says nothing else."""

    def entity(name: str) -> str:
        found = answer.entities.get(name) or answer.entities.get(name.lower())
        if found is None:
            message = f"no entity is given for {name}"
            hint = f"write entities: {{{name}: ID}}, or the field of this statement"
            rows.problems.append(_fault(answer, yes, Code.DANGLING_REFERENCE, message, hint))
        return found or ""

    start, end = yes.start, yes.end
    row: Row = {"source": answer.source, "start": start, "end": end}
    row["sha256"] = hashlib.sha256(text[start:end].encode()).hexdigest()
    row["language"] = "uk" if is_ukrainian(text, start, end) else "en"
    row["fact"] = dict(yes.fact)
    if "speaker" not in yes.said and proposal.speaker:
        row["speaker"] = "; ".join(entity(name) for name in proposal.speaker.split("; "))
    if "reported_by" not in yes.said and proposal.reported_by:
        row["reported_by"] = [entity(name) for name in proposal.reported_by.split("; ")]
    frame = [d for d in proposal.dates if not (start <= d.start and d.end <= end)]
    if said := next((d.iso for d in frame if d.iso and "/" not in d.iso), None):
        row["said"] = said
    row["stance"] = str(proposal.stance)
    row["dates"] = [_date(d) for d in proposal.dates if d not in frame]
    row["amounts"] = [
        {"start": a.start, "end": a.end, "value": a.value, "currency": a.currency} for a in proposal.amounts
    ]
    held = (answer.entities.get(p) or answer.entities.get(p.lower()) for p in proposal.places)
    row["places"] = [place for place in held if place]
    row |= yes.said
    return {key: value for key, value in row.items() if value not in ("", [], None)}


def _date(found: DateSpan) -> Row:
    row: Row = {"start": found.start, "end": found.end}
    if found.iso:
        row["iso"] = found.iso
    return row if found.iso and not found.reckoned else {**row, "derived_from": found.derived_from}


def _promise(name: str, row: Row, proposal: Proposal, yes: Yes) -> Row:
    """A row of ``promises:`` for a commitment; due is the last day of the last date that is known."""
    dues = [d.iso for d in proposal.dates if d.iso and yes.start <= d.start]
    due = {"due": dues[-1].split("/")[-1]} if dues else {}
    return {"by": row["speaker"], "says": dict(yes.fact), "statements": [name], **due}
