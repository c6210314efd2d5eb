"""Frames before a claim: "X said that", "According to X", "It is noted that", «За словами X»."""

from __future__ import annotations

import re
from dataclasses import replace

from workshare.register.reading.frame import (
    ACCORDING_EN,
    ACCORDING_UK,
    CASE_AFTER,
    FRAME_WORDS,
    ROLES,
    Frame,
    Framed,
    claim_word,
    frame_at,
    held_back,
)
from workshare.register.reading.layout import Span, trim
from workshare.register.reading.lexicon import ENGLISH, UKRAINIAN, bag
from workshare.register.reading.words import Token, finite, speech, tokens


def opened(text: str, span: Span, quotes: tuple[Span, ...], frames: tuple[Frame, ...] = ()) -> Framed:
    """A stretch without the frames at its head: "X said that", "It is noted that", one in another."""
    for _ in range(3):
        found = _opening(text, span, quotes)
        if found is None:
            break
        rest, frame = found
        rest = trim(text, *rest)
        if rest[0] >= rest[1]:
            break
        span, frames = rest, (*frames, frame)
    return Framed(span=span, frames=frames)


_IMPERSONAL = ENGLISH.phrases("impersonal")
_IMPERSONAL_UK = UKRAINIAN.words("impersonal")
_REPORTED = bag("повідомлялося повідомлялось зазначалося йшлося писалося відомо")
"""What was reported before: by whom is not said."""
_PRELUDE = re.compile(
    r"(?i)(?:при цьому|також|крім того|окрім того|водночас|разом з тим|у свою чергу|зокрема|до того ж|раніше|"
    r"тим часом|in particular|in addition|at the same time|also|moreover|besides|separately|in turn|"
    r"however|meanwhile|earlier),?\s+"
)
_HIS_WORDS = re.compile(
    r"(?i)(?:за|на)\s+(?P<who>його|її|їхніми|їх)\s+"
    r"(?:словами|даними|інформацією|оцінкою|оцінками|твердженням|переконанням|думку|переконання),?\s+"
)
_AS_SAID = re.compile(r"(?i)^as\s+(?P<frame>[^,]{3,120}?),\s+", re.DOTALL)
_AS_SAID_UK = re.compile(r"(?i)^(?:раніше,?\s+)?як\s+(?P<frame>[^,]{3,160}?(?:,[^,]{3,60}?)?),\s+", re.DOTALL)


def _opening(text: str, span: Span, quotes: tuple[Span, ...]) -> tuple[Span, Frame] | None:
    """The claim after a frame that opens a stretch, and the frame."""
    start, end = span
    prelude = _PRELUDE.match(text, start, end)
    for at in (start, prelude.end() if prelude else start):
        if m := _IMPERSONAL.match(text, at, end):
            that = re.compile(r"(?:,?\s+that\b|:|\s+by\b[^,]{2,60}\bthat\b)").match(text, m.end(), end)
            if that:
                return (that.end(), end), Frame(impersonal=True, verb=m.group().split()[-1].lower())
        if m := _HIS_WORDS.match(text, at, end):
            return (m.end(), end), Frame(subject=m.span("who"), verb="said")
        m = ACCORDING_EN.match(text, at, end) or ACCORDING_UK.match(text, at, end)
        if m and (close := _phrase_end(text, m.end(), end)):
            return (close, end), Frame(subject=trim(text, m.end(), close), verb="said", case=CASE_AFTER)
        m = _AS_SAID.match(text[at:end]) or _AS_SAID_UK.match(text[at:end])
        if m and (frame := _as_said(text, at + m.start("frame"), at + m.end("frame"))):
            return (at + m.end(), end), frame
    return _spoken(text, span, quotes)


def _phrase_end(text: str, at: int, end: int) -> int | None:
    """The comma that closes "According to X, deputy head of Y,": the last before the claim's subject and verb."""
    words = tokens(text, at, end)
    commas = [k for k, w in enumerate(words) if w.text == "," and k]
    for n, k in enumerate(commas):
        verbs = next((j for j in range(k, len(words)) if finite(words, j)), None)
        if verbs is None:
            return words[k].end if len(words) - k > _FEW else None
        if n + 1 >= len(commas) or commas[n + 1] > verbs or k > FRAME_WORDS or _subjectless(words, k, commas[n + 1]):
            return words[k].end
    return None


_FEW = 4
"""A claim without a verb, behind "according to X,", has more words than this."""


def _subjectless(words: list[Token], k: int, following: int) -> bool:
    """Whether what stands between two commas is no further title of the one who speaks."""
    between = words[k + 1 : following]
    titled = any(w.low in ROLES or w.low in UKRAINIAN.words("roles") for w in between)
    return not titled and not (between and between[0].low in ("head", "deputy", "a", "an"))


def _as_said(text: str, start: int, end: int) -> Frame | None:
    words = tokens(text, start, end)
    for i in range(len(words)):
        if words[i].low in _IMPERSONAL_UK or words[i].low in _REPORTED:
            return Frame(impersonal=words[i].low not in _REPORTED, verb="said")
        if verb := speech(words, i):
            return frame_at(text, words, i, verb)
    return None


def _spoken(text: str, span: Span, quotes: tuple[Span, ...]) -> tuple[Span, Frame] | None:
    """The claim after "X said that", "X told Y:", "X заявив, що", "Зазначається, що", and its frame."""
    words = tokens(text, *span)
    inner = [any(a < w.start < b - 1 for a, b in quotes if a > span[0]) for w in words]
    for i in range(min(len(words), 60)):
        if inner[i]:
            return None
        if words[i].cyrillic and words[i].low in _IMPERSONAL_UK and (that := claim_word(words, i, inner)):
            frame = Frame(impersonal=True, verb=words[i].low)
            source = _stated_in(words, i, that)
            return (words[that].end, span[1]), replace(frame, subject=source, impersonal=source is None)
        verb = speech(words, i)
        if verb is None:
            if i and words[i].low in ("that", "which", "who", "що", "який", "яка", "яке", "які") and _claims(words, i):
                return None
            continue
        if held_back(words, i) or words[i].low.endswith("ing"):
            continue
        that = claim_word(words, i, inner)
        if that is None and i and not words[i].cyrillic and verb in ENGLISH.words("plain"):
            that = _bare(words, i)
        if that is not None:
            frame = frame_at(text, words[: that + 1], i, verb)
            return (words[that].end, span[1]), frame
        return None
    return None


def _stated_in(words: list[Token], i: int, that: int) -> Span | None:
    """The paper or body of "йдеться у повідомленні X, що"."""
    held = [w for w in words[i + 1 : that] if w.text != ","]
    return (held[1].start, held[-1].end) if len(held) > 1 and held[0].low in ("у", "в", "на") else None


def _claims(words: list[Token], i: int) -> bool:
    """Whether a that-clause begins before any verb of speech: then the sentence's own verb is another."""
    return any(finite(words, k) for k in range(i))


def _bare(words: list[Token], i: int) -> int | None:
    """The last word of a frame whose claim follows without "that": "said the plant will open"."""
    told = words[i].low in ("told", "tell", "tells")
    k = i + 1
    if told:  # one name or noun phrase is told
        while k < len(words) and (
            words[k].capital or words[k].low in ("the", "a", "reporters", "journalists", "parliament", "outlet", "news")
        ):
            k += 1
        if k == i + 1:
            return None
    if k >= len(words) or words[k].text in ",;" or words[k].low in ("to", "in", "at", "of", "by", "about", "on", "as"):
        return _after_phrase(words, k)
    verbs = next((j for j in range(k, min(len(words), k + 18)) if finite(words, j)), None)
    stops = next((j for j in range(k, len(words)) if words[j].low in ENGLISH.words("subordinate")), len(words))
    return k - 1 if verbs is not None and verbs > k and verbs < stops else None


def _after_phrase(words: list[Token], k: int) -> int | None:
    """A claim after "said on Monday", "said in Kyiv": the day or place is part of the frame."""
    if (
        k + 2 < len(words)
        and words[k].low in ("on", "in", "at")
        and (words[k + 1].capital or words[k + 1].low in ("a", "an"))
    ):
        verbs = next((j for j in range(k + 2, min(len(words), k + 18)) if finite(words, j)), None)
        if verbs is not None and verbs - k > 3 and words[k + 1].capital:  # noqa: PLR2004
            return k + 1
    return None
