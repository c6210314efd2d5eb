"""Statements proposed from a text: every claim with its span, who says it, when and how much."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field, replace

from workshare.register.reading.amounts import AmountSpan, find_amounts
from workshare.register.reading.clauses import clauses
from workshare.register.reading.dates import DateSpan, Own, find_dates, own_date
from workshare.register.reading.frame import Framed
from workshare.register.reading.frames import unframed
from workshare.register.reading.kinds import Kind, Stance, judge
from workshare.register.reading.known import NOBODY, Acquaintance
from workshare.register.reading.layout import Sentence, Span, sentences, trim
from workshare.register.reading.lean import Lean
from workshare.register.reading.lexicon import ENGLISH, UKRAINIAN, bag
from workshare.register.reading.places import find_places
from workshare.register.reading.speakers import Cast, Credit, credit
from workshare.register.reading.words import Token, finite, lemmas, speech, tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One assertion that a text seems to make; ``start`` and ``end`` count code points of the text, half-open."""

    start: int
    end: int
    kind: Kind
    speaker: str | None
    reported_by: str | None
    dates: tuple[DateSpan, ...] = ()
    amounts: tuple[AmountSpan, ...] = ()
    places: tuple[str, ...] = ()
    stance: Stance = Stance.SAID
    model: str = ""
    """The language model that proposed it; nothing where our own rules did."""


def read_text(text: str, dated: dt.date | None = None, known: Acquaintance = NOBODY) -> list[Proposal]:
    """The statements that a text seems to make, in its order.

    Dates are reckoned from the text's own date, or from ``dated``, which goes before. ``known`` are a register's
    entities: each is told by its name there.
    """
    own = own_date(text, dated)
    reader = _Reader(text, own, Cast(known=known))
    for sentence in sentences(text):
        reader.take(sentence)
    return reader.found


@dataclass(slots=True)
class _Reader:
    """What has been read of a text so far."""

    text: str
    own: Own
    cast: Cast
    found: list[Proposal] = field(default_factory=list)
    paragraph: int = -1
    of_sentence: list[int] = field(default_factory=list)
    """Where in ``found`` the claims of the sentence before begin."""
    quote: tuple[Span, Credit] | None = None
    """The quotation that runs, and who speaks it."""
    leans: list[tuple[Span, Lean]] = field(default_factory=list)
    """Which way the claims of the sentence at hand look."""
    sums: list[AmountSpan] = field(default_factory=list)
    """The sums of the sentence at hand."""
    headed: tuple[str, ...] = ()
    """Who says what stands below a line with a name and a colon."""

    def take(self, sentence: Sentence) -> None:
        """Reads one sentence."""
        start, end = self._body(sentence)
        if start < end and sentence.ending.startswith(":") and self._heading(start, end):
            return
        if start >= end or _no_claim(self.text, start, end, sentence):
            return
        self.cast.meet(self.text, start, end)
        self.sums = find_amounts(self.text, start, end)
        sentence = replace(sentence, start=start, end=end)
        first = len(self.found)
        for framed in unframed(self.text, (start, end), sentence.quotes):
            self._claims(sentence, framed)
        if len(self.found) > first:
            self.of_sentence = list(range(first, len(self.found)))
            self._set_dates(sentence, first)
        self.paragraph = sentence.paragraph

    def _heading(self, start: int, end: int) -> bool:
        """Whether a line only names who says what follows: "Minister X:"."""
        words = tokens(self.text, start, end)
        if words[-1].low in ("following", "наступне", "таке"):
            return True
        if any(finite(words, i) for i in range(len(words))) or len(words) > _HEADING:
            return False
        self.cast.meet(self.text, start, end)
        who, _ = self.cast.who(self.text, (start, end))
        self.headed = who if who and self.cast.met == who[0] else ()
        self.cast.spoke(self.headed)
        return bool(self.headed)

    def _set_dates(self, sentence: Sentence, first: int) -> None:
        """Gives every claim of a sentence its dates, and those that stand in the frame besides."""

        def lean(at: int) -> int:
            return next((way.at(at) for claim, way in self.leans if claim[0] <= at < claim[1]), -1)

        dates = find_dates(self.text, sentence.start, sentence.end, self.own, lean)
        claims = self.found[first:]
        loose = {d for d in dates if not any(d.start < c.end and c.start < d.end for c in claims)}
        for i, claim in enumerate(claims, first):
            mine = tuple(d for d in dates if d in loose or (d.start < claim.end and claim.start < d.end))
            self.found[i] = replace(claim, dates=mine)
        self.leans.clear()

    def _body(self, sentence: Sentence) -> Span:
        """A sentence without the date line that it may begin with."""
        start, end = sentence.start, sentence.end
        if self.own.start <= start < self.own.end:
            start = min(self.own.end, end)
        return trim(self.text, start, end) if start < end else (end, end)

    def _claims(self, sentence: Sentence, framed: Framed) -> None:
        said = credit(self.cast, self.text, framed.frames)
        if framed.span[0] >= framed.span[1]:
            self._give_back(said)
            return
        said = self._heard(sentence, framed, said)
        parts = clauses(self.text, framed.span)
        own = self._own_words(framed) if not framed.frames and said.speakers and not sentence.label else Credit()
        alone = own.speakers == said.speakers and _quotation(sentence, framed.span) is None
        for n, span in enumerate(parts):
            self._propose(span, framed, Credit() if alone and n else said)

    def _heard(self, sentence: Sentence, framed: Framed, said: Credit) -> Credit:
        """Who says a claim: by its frames, else by its quotation, its label, or as its own subject."""
        running = _quotation(sentence, framed.span)
        if running is None:
            self.quote = None
            return self._told(sentence, framed, said)
        return self._quoted(sentence, framed, said, running)

    def _told(self, sentence: Sentence, framed: Framed, said: Credit) -> Credit:
        """Who says a claim outside quotations."""
        if said.named:
            if not said.speakers:
                said = replace(said, speakers=self._own_words(framed).speakers)
            self.headed = self.headed if said.speakers == self.headed else ()
            return said
        own = self._own_words(framed, within=sentence.label is not None)
        if sentence.label and not own.speakers:
            return self._label(sentence.label)
        return own if own.named else Credit(speakers=self.headed)

    def _quoted(self, sentence: Sentence, framed: Framed, said: Credit, running: Span) -> Credit:
        """Who says a claim within a quotation."""
        named = said.named
        if self.quote and self.quote[0] != running and not named and self._continues(sentence):
            self.quote = (running, self.quote[1])
        elif self.quote and self.quote[0] != running:
            self.quote = None
        if named and not _inside(running, framed):
            self.quote = self.quote or (running, said)
            self._settle(running, said)
            return said
        known = self.quote[1] if self.quote else Credit()
        if named:  # a claim of somebody else within the quotation
            return Credit(speakers=said.speakers, reported_by=(*said.reported_by, *known.speakers))
        own = self._own_words(framed, within=True) if not self.quote else Credit()
        if own.speakers:
            return own
        if self.quote is None and sentence.label:
            return self._label(sentence.label)
        return known

    def _continues(self, sentence: Sentence) -> bool:
        """Whether a quotation right after another has the same speaker."""
        return sentence.paragraph - self.paragraph <= 1

    def _settle(self, running: Span, said: Credit) -> None:
        """Gives the claims of a quotation that came before its frame their speaker."""
        for i in range(len(self.found) - 1, -1, -1):
            proposal = self.found[i]
            if proposal.start < running[0]:
                break
            if proposal.speaker is None:
                self.found[i] = replace(proposal, speaker=said.speaker, reported_by=said.reporter)
            elif proposal.reported_by is None and proposal.speaker not in said.speakers:
                self.found[i] = replace(proposal, reported_by=said.speaker)

    def _label(self, span: Span) -> Credit:
        """The speaker of a transcript's line."""
        if text_of(self.text, span).lower() in _ANONYMOUS:
            return Credit()
        who, outlet = self.cast.who(self.text, span)
        name = who or ((self.text[span[0] : span[1]],) if not outlet else ())
        self.cast.spoke(name)
        return Credit(speakers=name)

    def _own_words(self, framed: Framed, *, within: bool = False) -> Credit:
        """The subject of a sentence that announces, expects or declines something, as its speaker.

        ``within`` the words of somebody else, a promise that is told of stays theirs.
        """
        words = tokens(self.text, *framed.span)
        at = _announces(self.text, words, framed) or 0
        if within and at and (speech(words, at) or "")[:4] in ("prom", "pled", "vow", "vowe", "пооб", "обіц"):
            return Credit()
        while at and words[at - 1].low in _HELPERS:
            at -= 1
        if not at:
            return Credit()
        subject = words[0].start, words[at - 1].end
        if words[at].cyrillic and not any(_may_speak(w) for w in words[:at]):
            behind = next((w for w in words[at + 1 :] if w.capital), None)
            subject = (behind.start, words[-1].end) if behind else subject
        who, outlet = self.cast.who(self.text, subject, strict=True)
        self.cast.spoke(who)
        return Credit(speakers=who, reported_by=(outlet,) if outlet else ())

    def _give_back(self, said: Credit) -> None:
        """A sentence that is nothing but a frame: it says who made the claims of the sentence before."""
        for i in self.of_sentence:
            proposal = self.found[i]
            if proposal.speaker is None and proposal.reported_by is None:
                self.found[i] = replace(proposal, speaker=said.speaker, reported_by=said.reporter)

    def _propose(self, span: Span, framed: Framed, said: Credit) -> None:
        kind, stance = judge(self.text, *span, framed.frames)
        ahead = kind is Kind.COMMITMENT or stance in (Stance.EXPECTED, Stance.POSSIBLE)
        self.leans.append((span, Lean(self.text, span, ahead=ahead)))
        self.found.append(
            Proposal(
                start=span[0],
                end=span[1],
                kind=kind,
                speaker=said.speaker,
                reported_by=said.reporter,
                amounts=tuple(a for a in self.sums if span[0] <= a.start and a.end <= span[1]),
                places=tuple(find_places(self.text, *span, self.cast.known)),
                stance=stance,
            )
        )


_ANONYMOUS = bag("a answer відповідь в")
_ASKING = bag("q question interviewer host питання запитання ведучий ведуча журналіст кореспондент")
_HEADING = 12
"""A line that only names the speaker has so many words at most."""


def text_of(text: str, span: Span) -> str:
    """The words of a span."""
    return text[span[0] : span[1]]


def _quotation(sentence: Sentence, span: Span) -> Span | None:
    """The quotation that a claim lies in, wholly or for the most part."""
    for quote in sentence.quotes:
        shared = min(quote[1], span[1]) - max(quote[0], span[0])
        if shared * 2 > span[1] - span[0]:
            return quote
    return None


def _inside(running: Span, framed: Framed) -> bool:
    """Whether all frames stand within the quotation: then they are the speaker's own words about others."""
    subjects = [f.subject for f in framed.frames if f.subject and not f.closing]
    if any(f.closing for f in framed.frames):
        return False
    return bool(subjects) and all(running[0] <= s[0] and s[1] <= running[1] for s in subjects)


def _may_speak(word: Token) -> bool:
    """Whether a word before a Ukrainian verb may be who speaks: a name, a title, a body, a pronoun."""
    return (word.capital and len(word.text) > 2) or bool(lemmas(word.low) & _SPEAKERS)  # noqa: PLR2004


_SPEAKERS = UKRAINIAN.words("roles") | UKRAINIAN.words("organs") | UKRAINIAN.words("pronouns")
_HELPERS = bag("has have had also did not")
_SILENT = (ENGLISH.phrases("silence"), UKRAINIAN.phrases("silence"))
_THING, _THING_UK = ENGLISH.words("thing"), UKRAINIAN.words("thing")


def _announces(text: str, words: list, framed: Framed) -> int | None:  # type: ignore[type-arg]
    """The place of a verb that makes its subject the speaker: announced, expects, declined."""
    for pattern in _SILENT:
        m = pattern.search(text, *framed.span)
        if m:
            at = next((k for k, w in enumerate(words) if w.start >= m.start()), 0)
            return None if any(finite(words, k) for k in range(at)) else at
    for i in range(min(len(words), 30)):
        found = speech(words, i)
        if found and finite(words, i) and (found in _THING_UK if words[i].cyrillic else found in _THING):
            return i
        if finite(words, i) and words[i].low not in ("has", "have", "had"):
            return None
    return None


_FEWEST = 3
"""A sentence in which no verb is found must have so many words to count as a claim."""
_NON_CLAIMS = (ENGLISH.phrases("nonclaims"), UKRAINIAN.phrases("nonclaims"))
_LINK = re.compile(r"https?://|www\.|@\w+|\bt\.me/")


def _no_claim(text: str, start: int, end: int, sentence: Sentence) -> bool:
    """Whether a sentence asserts nothing: a question, a caption, a call to subscribe, a line without a verb."""
    if sentence.ending.startswith("?") and not any(q[0] <= start for q in sentence.quotes):
        return True
    if sentence.label and text_of(text, sentence.label).lower() in _ASKING:
        return True
    part = text[start:end]
    if any(p.match(part) for p in _NON_CLAIMS) or _LINK.match(part):
        return True
    return not any(q[0] <= start and end <= q[1] for q in sentence.quotes) and _verbless(text, start, end, sentence)


def _verbless(text: str, start: int, end: int, sentence: Sentence) -> bool:
    """Whether a sentence is a title without a verb, or one that asks."""
    words = tokens(text, start, end)
    if not sentence.ending and words and words[0].low in ("why", "how", "what", "чому", "як", "що", "навіщо", "коли"):
        return True
    if any(finite(words, i) for i in range(len(words))):
        return False
    whole = sentence.ending.startswith((".", "!", "…")) or any(w.text in "–—" for w in words[1:-1])
    return not (whole and sum(w.text[0].isalnum() for w in words) >= _FEWEST)
