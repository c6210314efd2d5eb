"""A text's paragraphs, quotations and sentences, as spans of the text itself: nothing is rewritten."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from workshare.register.reading.lexicon import NEVER_LAST, SELDOM_LAST

Span = tuple[int, int]
CAPITAL = "A-ZÀ-ÖØ-ÞА-ЯІЇЄҐŁŚŻŹĆŠŽČ"
OPENS, CLOSES = "“«„", "”»"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, without marks at its two ends; ``quotes`` are the quotations it lies in or holds a part of."""

    start: int
    end: int
    paragraph: int
    quotes: tuple[Span, ...]
    ending: str
    """The mark that closes it, or nothing."""
    label: Span | None = None
    """In a transcript: who speaks, as it stands before the colon."""


_BLANK = re.compile(r"(?:\r\n|\r|\n)(?:[ \t\u00a0]*(?:\r\n|\r|\n))+")
_LINE = re.compile(r"[^\r\n]+")
_BULLET = re.compile(r"[ \t]*(?:[•▪●◦■□‣⁃✅➡👉🔹🔸☑✔▫*]|[-–—]\s|\(?\d{1,2}[.)]\s|#)")
_LABEL = re.compile(
    rf"[ \t]*(?P<who>(?:[{CAPITAL}][\w.'’ʼ-]*)(?:[ \u00a0](?:[{CAPITAL}][\w.'’ʼ-]*|of|the|for)){{0,5}})"
    r"(?:\s\([^)\n]{1,40}\))?:\s+(?=\S)"
)
_WRAP_SHARE = 0.6
"""A line shorter than this share of the longest was ended on purpose."""
_WRAP_WIDEST = 160


def paragraphs(text: str, start: int) -> list[Span]:
    """The paragraphs from a place on: blank lines part them, and ends of lines where the text is not merely wrapped."""
    lines = [m.span() for m in _LINE.finditer(text, start) if text[m.start() : m.end()].strip()]
    if not lines:
        return []
    widest = max(end - begin for begin, end in lines)
    wrapped = widest <= _WRAP_WIDEST and any(_runs_on(text, a, b) for a, b in pairwise(lines))
    found, begin = [], lines[0][0]
    for before, line in pairwise(lines):
        long = before[1] - before[0] >= _WRAP_SHARE * widest
        if not (_runs_on(text, before, line) or (wrapped and long and _joins(text, before, line))):
            found.append((begin, before[1]))
            begin = line[0]
    return [*found, (begin, lines[-1][1])]


def _joins(text: str, before: Span, line: Span) -> bool:
    return (
        _BLANK.match(text, before[1]) is None and not _BULLET.match(text, line[0]) and not _LABEL.match(text, line[0])
    )


def _runs_on(text: str, before: Span, line: Span) -> bool:
    """Whether a line goes on from the one before it: it begins with a small letter, in the middle of a sentence."""
    first = text[line[0] : line[1]].lstrip()[:1]
    last = text[before[0] : before[1]].rstrip()[-1:]
    return first.islower() and last not in ".!?" and _joins(text, before, line)


def quotations(text: str, start: int, end: int) -> list[Span]:
    """The quotations of a paragraph with their marks; one that is not closed runs to the paragraph's end."""
    found: list[Span] = []
    opened: int | None = None
    depth = 0
    for m in re.finditer(r'["“”«»„]', text[start:end]):
        at, mark = start + m.start(), m.group()
        straight = mark == '"'
        opens = mark in OPENS and not (mark == "“" and opened is not None and text[opened] == "„")
        if opened is None:
            if opens or (straight and _may_open(text, at)):
                opened, depth = at, 1
        elif straight or not opens:
            depth -= 1
            if depth <= 0 or (straight and text[opened] == '"'):
                found.append((opened, at + 1))
                opened = None
        elif text[opened] != '"':
            depth += 1
    return [*found, (opened, end)] if opened is not None else found


def _may_open(text: str, at: int) -> bool:
    return at + 1 < len(text) and not text[at + 1].isspace() and (at == 0 or not text[at - 1].isalnum())


_STOP = re.compile(
    rf"(?<![.!?…])(?P<mark>[.!?…]+)(?P<close>[\"”»“’')\]]*)(?:\[\d+\])?(?P<gap>\s+)(?=[\"“«„(\[]?(?:[—–-]\s)?[\"“«„(\[]?[{CAPITAL}\d🇦-🇿✅])"
)
_LAST_WORD = re.compile(r"(?:^|[\s(«“\"/-])((?:[^\W\d_]\.)*[^\W\d_]+|\d+)$")
LONGEST = 1200
"""A stretch of so many characters without a full stop is cut at a line's end or a space."""


def sentences(text: str, start: int = 0) -> list[Sentence]:
    """Every sentence of a text from a place on."""
    found: list[Sentence] = []
    blocks = paragraphs(text, start)
    labelled = sum(1 for a, b in blocks if _LABEL.match(text, a, b)) > 1
    running: int | None = None
    for n, (begin, end) in enumerate(blocks):
        label = _LABEL.match(text, begin, end) if labelled else None
        bullet = _BULLET.match(text, begin, end)
        body = label.end() if label else bullet.end() if bullet else begin
        who = label.span("who") if label else None
        quotes = quotations(text, body, end)
        if quotes and running is not None and quotes[0][0] - body < 2:  # noqa: PLR2004 - the mark opens the paragraph
            quotes[0] = (running, quotes[0][1])
        closed = (
            not quotes
            or quotes[-1][1] < end
            or text[end - 1] in CLOSES
            or (text[end - 1] == '"' and quotes[-1][0] != end - 1)
        )
        running = None if closed else quotes[-1][0]
        firsts = [q[0] for q in quotes]
        for a, b in _pieces(text, body, end):
            trimmed = trim(text, a, b)
            if trimmed[0] < trimmed[1]:
                inside = tuple(quotes[max(0, bisect_right(firsts, a) - 1) : bisect_right(firsts, b)])
                held = tuple(q for q in inside if q[1] > a and q[0] < b)
                found.append(Sentence(*trimmed, n, held, text[trimmed[1] : b].strip(), who))
    return found


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    begin = start
    for m in _STOP.finditer(text, start, end):
        if m["mark"] == "." and not m["close"] and _abbreviated(text, begin, m.start(), text[m.end() : m.end() + 1]):
            continue
        yield from _cut(text, begin, m.end("close"))
        begin = m.end()
    yield from _cut(text, begin, end)


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    while end - start > LONGEST:
        at = max(text.rfind(c, start + 1, start + LONGEST) for c in "\n; ")
        at = at if at > start else start + LONGEST
        yield start, at
        start = at
    if start < end:
        yield start, end


def _abbreviated(text: str, start: int, at: int, following: str) -> bool:
    """Whether the full stop here belongs to a short form: initials, Mr., ст., U.S."""
    last = _LAST_WORD.search(text, max(start, at - 24), at)
    if last is None:
        return False
    word = last.group(1)
    if len(word) == 1 and word.isupper():
        return True
    small = word.lower()
    return small in NEVER_LAST or (small in SELDOM_LAST and following.isdigit())


_EDGE = ' \t\r\n\u00a0\u202f\u200b\ufeff"“”«»„*_#>|•▪●◦■□‣⁃✅➡👉🔹🔸☑✔▫'
_HEAD = _EDGE + "-–—,;:)."
_TAIL = _EDGE + "-–—,;:.!?…("


def trim(text: str, start: int, end: int) -> Span:
    """A span without spaces, quotation marks, bullets and full stops at its two ends."""
    while start < end and (text[start] in _HEAD or _symbol(text[start])):
        start += 1
    while end > start and (text[end - 1] in _TAIL or _symbol(text[end - 1])):
        end -= 1
    if text[end - 1 : end + 1] in ("р.", "м.") or (end < len(text) and text[end] == "." and _dotted(text, start, end)):
        end += 1
    return start, end


def _symbol(character: str) -> bool:
    return ord(character) > 0x2190 and not character.isalnum() and character not in "₴€…"  # noqa: PLR2004 - arrows, emoji


def _dotted(text: str, start: int, end: int) -> bool:
    """Whether the stop that was cut off belongs to the last word: U.S., Inc."""
    return re.search(r"(?:^|\s)(?:[A-Z]\.)+[A-Z]$", text[max(start, end - 8) : end]) is not None
