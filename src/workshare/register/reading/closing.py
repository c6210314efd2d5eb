"""Frames behind a claim, or in its middle: ", X told Y", "– сказав X", ", according to X"."""

from __future__ import annotations

from dataclasses import replace

from workshare.register.reading.frame import (
    ACCORDING_EN,
    ACCORDING_UK,
    CASE_AFTER,
    FORMAL,
    FRAME_WORDS,
    PRONOUN,
    ROLES,
    ROLES_UK,
    STARTERS,
    THAT,
    Frame,
    Framed,
    frame_at,
    held_back,
)
from workshare.register.reading.layout import Span, trim
from workshare.register.reading.lexicon import ENGLISH
from workshare.register.reading.opening import opened
from workshare.register.reading.words import Token, finite, speech, tokens


def closed(text: str, span: Span, quotes: tuple[Span, ...]) -> tuple[Span, Frame, list[Framed]] | None:
    """The claim before a frame that closes the sentence, the frame, and what the frame goes on to say."""
    words = tokens(text, *span)
    outer = [not any(a < w.start < b - 1 for a, b in quotes) for w in words]
    for i in range(1, len(words) - 2):  # a frame between dashes may stand within the quotation marks
        if words[i].text == "," and words[i + 1].text in "—–-" and speech(words, i + 2):
            outer[i:] = [True] * (len(words) - i)
    for i in range(len(words) - 2, 0, -1):
        if not _breaks(words, i, outer, text):
            continue
        first = _past_dashes(words, i + 1)
        if first >= len(words) or not outer[first] or words[first].low in STARTERS:
            continue
        frame = _tail(text, words, first, outer)
        if frame is None:
            continue
        claim = trim(text, span[0], words[i].start if words[i].text in ",—–-" else words[i].end)
        claim_words = tokens(text, *claim)
        quoted = any(a < claim[1] <= b for a, b in quotes)
        if not quoted and not any(finite(claim_words, k) for k in range(len(claim_words))):
            continue
        made, after = replace(frame[0], closing=True), frame[1]
        more = _goes_on(text, words[after:], made, span, quotes)
        return claim, made, more
    return None


def _past_dashes(words: list[Token], i: int) -> int:
    while i < len(words) and words[i].text in ',—–-"”»“':
        i += 1
    return i


def _breaks(words: list[Token], i: int, outer: list[bool], text: str) -> bool:
    """Whether a frame may begin after this word: a comma, a dash between spaces, a closing quotation mark."""
    mark = words[i].text
    if mark in "”»" or (mark in '"“' and i and not outer[i - 1]):
        return True
    if not outer[i]:
        return mark == "," and words[i + 1].text in '"”»“'
    return mark == "," or (mark in "—–-" and text[words[i].start - 1 : words[i].start].isspace())


def _tail(text: str, words: list[Token], first: int, outer: list[bool]) -> tuple[Frame, int] | None:
    """The frame that begins at a word, and the place of the word after it."""
    if accord := _accord(text, words, first):
        return accord
    at = _tail_verb(words, first, outer)
    close = None if at is None else _frame_end(words, at, outer)
    if at is None or close is None or not _sound(words, first, at, close):
        return None
    return frame_at(text, words[first:close], at - first, speech(words, at) or ""), close


def _tail_verb(words: list[Token], first: int, outer: list[bool]) -> int | None:
    """The verb of speech of a frame that begins here, if nothing but who speaks stands before it."""
    last = min(len(words), first + FRAME_WORDS)
    for i in range(first, last):
        if not outer[i] or words[i].text in ":;":
            return None
        if speech(words, i):
            held = words[i].low.endswith("ing") or held_back(words, i)
            return None if held or not all(outer[i:last]) else i
        if (finite(words, i) and not _helps(words, i)) or words[i].low in STARTERS:
            return None
    return None


def _helps(words: list[Token], i: int) -> bool:
    """Whether an auxiliary stands here before a verb of speech: "has said", "has also told"."""
    following = next(
        (k for k in range(i + 1, min(i + 4, len(words))) if words[k].low not in ENGLISH.words("adverbs")), None
    )
    return words[i].low in ("has", "have", "had") and following is not None and speech(words, following) is not None


def _sound(words: list[Token], first: int, at: int, close: int) -> bool:
    """Whether a verb of speech here has someone who speaks, and no thing that it says."""
    before, after = words[first:at], words[at + 1 : close]
    if words[at].cyrillic:
        named = [w for w in (*before, *after) if w.capital or w.low in PRONOUN or w.low in ROLES_UK or w.low in FORMAL]
        return bool(named)
    if not before:
        return bool(after) and (after[0].capital or after[0].low in ("the", "a", *PRONOUN) or after[0].low in ROLES)
    return not (before[0].low in ("to", "for", "with", "in", "by", "at", "including") and len(before) < 3)  # noqa: PLR2004


def _frame_end(words: list[Token], at: int, outer: list[bool]) -> int | None:
    """Where a closing frame ends: at a participle that goes on to say more, at a quotation, or with the sentence."""
    for i in range(at + 1, len(words)):
        if words[i].low in THAT:
            return None if i - at < 3 or not _saying(words, i) else _comma_before(words, i)  # noqa: PLR2004
        if words[i].text in '"“«”' and i > at + 1 and words[i - 1].text == ",":
            return i - 1
        if not outer[i]:
            return None
        if words[i].text in ":;":
            return None
    return len(words)


def _saying(words: list[Token], that: int) -> bool:
    """Whether a participle or a second verb of speech stands before "that": ", adding that", "і додав, що"."""
    return any(
        speech(words, k) and (words[k].low.endswith("ing") or words[k].cyrillic) for k in range(max(0, that - 4), that)
    )


def _comma_before(words: list[Token], that: int) -> int:
    k = next(k for k in range(that - 1, -1, -1) if speech(words, k))
    while k > 0 and words[k - 1].text != ",":
        k -= 1
    return max(k - 1, 1)


def _goes_on(text: str, words: list[Token], frame: Frame, span: Span, quotes: tuple[Span, ...]) -> list[Framed]:
    """What follows a frame in the middle of a sentence: another claim of the same speaker."""
    if not words:
        return []
    that = next((k for k in range(len(words)) if words[k].low in THAT), None)
    begin = words[that].end if that is not None and _saying(words, that) else words[0].end
    rest = trim(text, begin, span[1])
    held = tokens(text, *rest)
    if not any(finite(held, k) for k in range(len(held))):
        return []
    inner = opened(text, rest, quotes)
    return [Framed(span=inner.span, frames=(replace(frame, audience=None), *inner.frames))]


def _accord(text: str, words: list[Token], first: int) -> tuple[Frame, int] | None:
    """A closing "according to X", "за словами X"."""
    at, end = words[first].start, words[-1].end
    m = ACCORDING_EN.match(text, at, end) or ACCORDING_UK.match(text, at, end)
    if m is None or any(speech(words, k) for k in range(first + 1, len(words)) if not words[k].cyrillic):
        return None
    if any(finite(words, k) for k in range(first, len(words))):
        return None
    return Frame(subject=trim(text, m.end(), end), verb="said", case=CASE_AFTER), len(words)
