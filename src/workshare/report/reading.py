"""Proposed statements in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from babel.numbers import format_currency

from workshare.register.reading.kinds import Kind, Stance
from workshare.register.reading.read import Proposal
from workshare.report.language import Tongue, mark, tongue

KINDS = {
    Kind.COMMITMENT: mark("commitment"),
    Kind.EVENT: mark("event"),
    Kind.FACT: mark("fact"),
    Kind.VIEW: mark("view"),
    Kind.SILENCE: mark("silence"),
}
STANCES = {
    Stance.SAID: mark("said"),
    Stance.DENIED: mark("denied"),
    Stance.DECLINED: mark("declined to answer"),
    Stance.EXPECTED: mark("expected"),
    Stance.POSSIBLE: mark("possible"),
}
"""How a speaker stands to what is stated."""


def proposal_lines(text: str, proposals: Sequence[Proposal], language: str) -> Iterator[str]:
    """Each proposal in a few lines: where it stands, what it is, who says it, when and how much; then their number."""
    speak = tongue(language)
    for proposal in proposals:
        kind, stance = speak.say(KINDS[proposal.kind]), speak.say(STANCES[proposal.stance])
        yield f"{proposal.start}-{proposal.end} {kind}, {stance}"
        yield f"  {' '.join(text[proposal.start : proposal.end].split())}"
        yield from (f"  {line}" for line in _about(proposal, speak, text))
    yield speak.count("{n} statement proposed", "{n} statements proposed", len(proposals))
    if proposals:
        yield speak.say("Nothing is in the register yet: say yes to what is right (docs/register.md).")


def _about(proposal: Proposal, speak: Tongue, text: str) -> Iterator[str]:
    if proposal.model:
        yield speak.say("proposed by the model {name}, not by the rules", name=proposal.model)
    if proposal.speaker:
        yield speak.say("speaker: {name}", name=proposal.speaker)
    if proposal.reported_by:
        yield speak.say("reported by: {name}", name=proposal.reported_by)
    for found in proposal.dates:
        words = " ".join(text[found.start : found.end].split())
        unknown = speak.say("not known")
        yield speak.say("date: {words} = {iso} ({why})", words=words, iso=found.iso or unknown, why=found.derived_from)
    for amount in proposal.amounts:
        yield speak.say("amount: {sum}", sum=format_currency(amount.value, amount.currency, locale=speak.locale))
    if proposal.places:
        yield speak.say("places: {names}", names=speak.listed(proposal.places))
