"""A sentence's claims without their frames."""

from __future__ import annotations

import re
from dataclasses import replace

from workshare.register.reading.closing import closed
from workshare.register.reading.frame import (
    PRONOUN,
    SOURCES_EN,
    SOURCES_UK,
    STARTERS,
    THAT,
    Frame,
    Framed,
    audience_in,
    claim_word,
    first_speech,
    frame_at,
)
from workshare.register.reading.layout import Span, trim
from workshare.register.reading.opening import opened
from workshare.register.reading.words import Token, finite, speech, tokens


def unframed(text: str, span: Span, quotes: tuple[Span, ...]) -> list[Framed]:
    """A sentence's claims without the frames that close, cut or open it."""
    span = trim(text, *span)
    quotes = tuple(q for q in quotes if _speaks_in(text, q))
    if m := _REMINDER.match(text, *span):
        span = trim(text, m.end(), span[1])
    found = closed(text, span, quotes)
    if found is None and (only := _only_frame(text, span)) is not None:
        return [Framed(span=(span[0], span[0]), frames=(only,))]
    frames: tuple[Frame, ...] = ()
    rest: list[Framed] = []
    if found is not None:
        span, frame, rest = found
        frames = (frame,)
        if span[0] >= span[1] or (only := _only_frame(text, span)) is not None:
            inner = (only,) if span[0] < span[1] and only else ()
            return [Framed(span=(span[0], span[0]), frames=frames + inner), *rest]
    before = _first_claim(text, span, quotes)
    if before is not None:
        first, second, subject = before
        head = opened(text, second, quotes)
        told = tuple(replace(f, subject=subject) if f.subject is None and not f.impersonal else f for f in head.frames)
        return [Framed(span=first, frames=frames), replace(head, frames=(*frames, *told)), *rest]
    return [opened(text, span, quotes, frames), *rest]


def _first_claim(text: str, span: Span, quotes: tuple[Span, ...]) -> tuple[Span, Span, Span] | None:
    """A claim, the frame of the next, and the subject of both: "X visited the plant and said that …"."""
    words = tokens(text, *span)
    inner = [any(a < w.start < b - 1 for a, b in quotes) for w in words]
    for i in range(2, min(len(words) - 1, 60)):
        joint = words[i].low in ("and", "і", "й", "та")
        if inner[i] or words[i].low in THAT or speech(words, i):
            return None
        if (
            joint
            and speech(words, i + 1)
            and not words[i + 1].low.endswith("ing")
            and claim_word(words, i + 1, inner) is not None
        ):
            verbs = [k for k in range(i) if finite(words, k)]
            if verbs and not any(words[k].low in STARTERS for k in range(verbs[0])):
                subject = (span[0], words[verbs[0]].start)
                return trim(text, span[0], words[i].start), (words[i + 1].start, span[1]), subject
    return None


def _speaks_in(text: str, quote: Span) -> bool:
    """Whether a quotation holds words that someone says, and is not a name or a title in quotation marks."""
    part = text[quote[0] + 1 : quote[1] - 1].rstrip()
    return len(part.split()) > 3 or part.endswith((",", ".", "!", "?", "…"))  # noqa: PLR2004


_REMINDER = re.compile(
    r"(?i)(?:нагадаємо|зауважимо|зазначимо|додамо|уточнимо|нагадуємо|recall|we (?:will |would like to )?remind|"
    r"it (?:will|should|must) (?:also )?be (?:recalled|noted|reminded|added)|"
    r"as a reminder|note)\b"
    r"(?:,?\s+(?:що|that)\b|,|:)\s*"
)
"""The writer's own words before a claim."""


_THIS_WAS = re.compile(
    r"(?i)^(?:this|it|that|the (?:news|decision|information))\s+(?:was|is|has been|were)\s+(?:also\s+)?"
    r"(?:announced|reported|stated|said|confirmed|disclosed|revealed|told|noted|made public)\s+"
    r"(?:(?:on|in|at|during)\b[^,]{0,60}?\s)?by\s+(?P<who>.+)$",
    re.DOTALL,
)
_SAID_THIS = re.compile(
    r"^(?P<who>[^;:\"“”]{2,140}?),?\s+(?:has\s+|have\s+|had\s+|also\s+)*"
    r"(?:said|stated|announced|reported|noted|told|confirmed|wrote)\s+"
    r"(?:(?:this|so|it|about\s+(?:this|it))(?=\s+(?:in|on|at|during|to|while)\b|$)|(?:about\s+this|about\s+it)\b)"
)
_ABOUT_THIS = re.compile(r"(?i)^(?:.{0,40}?\s)?про\s+це\b(?P<rest>.+)$", re.DOTALL)
_SO_SAYS = re.compile(
    r"(?i)^так\s+(?P<rest>(?:вважа|каж|сказа|заяви|відпов|поясни|описа|прокоменту)\w+\s.+)$", re.DOTALL
)
_STATED_IN = re.compile(
    r"(?i)^(?:(?:про це|як)\s+)?(?:йдеться|мовиться|сказано|зазначено|повідомляється)\s+(?:у|в|на)\s+(?P<who>.+)$",
    re.DOTALL,
)


def _only_frame(text: str, span: Span) -> Frame | None:
    """The frame, where a sentence is nothing else: "This was announced by X", "Про це повідомив X", "X said."."""
    part = text[span[0] : span[1]]
    if m := _THIS_WAS.match(part):
        return _with_source(text, (span[0] + m.start("who"), span[1]))
    if m := _STATED_IN.match(part):
        return Frame(subject=(span[0] + m.start("who"), span[1]), verb="said")
    if m := _ABOUT_THIS.match(part) or _SO_SAYS.match(part):
        return _about_this(text, tokens(text, span[0] + m.start("rest"), span[1]))
    if m := _SAID_THIS.match(part):
        told = audience_in(tokens(text, span[0] + m.end(), span[1]))
        return Frame(subject=(span[0], span[0] + m.end("who")), verb="said", audience=told)
    return _who_said(text, tokens(text, *span))


_NEAR = 12
"""So many words at most stand between "про це" and its verb."""


def _about_this(text: str, words: list[Token]) -> Frame | None:
    """The frame of «Про це повідомив X», if no claim follows."""
    for i in range(min(len(words), _NEAR)):
        if verb := speech(words, i):
            claims = words[max(i - 1, 0)].low == "не" or any(w.low in THAT for w in words[i:])
            return None if claims else frame_at(text, words, i, verb)
    return None


def _who_said(text: str, words: list[Token]) -> Frame | None:
    """The frame of "X said", «зазначив X», if that is all."""
    if 1 < len(words) <= 14 and (i := first_speech(words)) is not None and (i == len(words) - 1 or i == 0):  # noqa: PLR2004
        verbs = [k for k in range(len(words)) if finite(words, k)]
        plain = all(w.text not in ",;:" for w in words) and verbs == [i] and words[max(i - 1, 0)].low != "не"
        named = any(w.capital for k, w in enumerate(words) if k not in (0, i)) or words[0].low in PRONOUN
        if plain and named:
            return frame_at(text, words, i, speech(words, i) or "")
    return None


def _with_source(text: str, span: Span) -> Frame:
    """Who announced something, and whom they cite."""
    m = SOURCES_EN.search(text, *span) or SOURCES_UK.search(text, *span)
    if m is None:
        return Frame(subject=span, verb="said")
    return Frame(subject=trim(text, span[0], m.start()), verb="reported", cited=trim(text, m.end(), span[1]))
