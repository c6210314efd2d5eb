"""Dates in a text: their spans, what they come to, and from what that follows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from workshare.register.reading.date_grammar import Found, Reckon, Tokens, counts, skip, word
from workshare.register.reading.date_phrases import whole
from workshare.register.reading.date_words import Token, Word, tokens
from workshare.register.reading.periods import Period, day

SEEN = ", seen from "
"""What stands between an expression and the day from which it is reckoned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateSpan:
    """An expression of time: where it stands, its ISO 8601 form if it is known, and how that was derived."""

    start: int
    end: int
    iso: str | None
    derived_from: str

    @property
    def reckoned(self) -> bool:
        """Whether it follows from the day of writing, and not from its own words alone."""
        return self.derived_from.find(SEEN) >= 0


@dataclass(frozen=True, slots=True)
class Own:
    """When the text was written, as far as is known, and how one knows."""

    period: Period | None
    told: str
    start: int = 0
    end: int = 0
    """Where the text says it: no date of any claim."""


UNKNOWN = Own(None, "")


def find_dates(text: str, start: int, end: int, own: Own, lean: Callable[[int], int]) -> list[DateSpan]:
    """Every date in a stretch of text; ``lean`` says of a place whether its sentence looks ahead (1) or back (-1)."""
    words = tokens(text, start, end)
    spans = []
    for i, found in expressions(words):
        at, to = words[i].start, words[found.after - 1].end
        period = reckoned(found.reckon, own, lean(at))
        why = _why(" ".join(text[at:to].split()), found, own, known=period is not None)
        spans.append(DateSpan(start=at, end=to, iso=period.iso if period else None, derived_from=why))
    return spans


ANCHORS = frozenset(Word) - {
    *(Word.OTHER, Word.NUMBER, Word.WHICH, Word.PART, Word.END, Word.ORDINAL, Word.OF, Word.THE, Word.COMMA, Word.DASH),
    *(Word.AND, Word.BY, Word.IN, Word.FROM, Word.TO, Word.BETWEEN, Word.AGO, Word.LATER),
}
"""Words of which every expression holds one."""
REACH = 7
"""So far from an expression's beginning may the first of them stand."""


def expressions(words: Tokens) -> Iterator[tuple[int, Found]]:
    """The expressions of time among words, from left to right, none within another."""
    near = -1
    i = 0
    while i < len(words):
        if near < i:
            near = next((k for k in range(i, len(words)) if words[k].word in ANCHORS), -1)
            if near < 0:
                return
        possible = near - i < REACH and (words[i].word is not Word.OTHER or words[i].text == "через")
        found = _expression(words, i) if possible else None
        if found is None:
            i += 1
            continue
        yield i, found
        i = found.after


def _expression(words: Tokens, i: int) -> Found | None:
    """An expression with its preposition, if it has one."""
    kind = words[i].word
    if kind is Word.COMMA or kind in (Word.OF, Word.AND, Word.DASH, Word.AGO):
        return None
    if kind in (Word.FROM, Word.BETWEEN) and (pair := _pair(words, i + 1)):
        return pair
    if kind is Word.BY or (kind is Word.IN and words[i].text.lower() == "за"):
        return _deadline(words, i) if kind is Word.BY else whole(words, i)
    inner = i + 1 if kind in (Word.IN, Word.FROM, Word.TO, Word.BETWEEN) else i
    found = whole(words, i) if inner == i else (whole(words, i) or whole(words, inner))
    if found is None:
        return None
    if spread := _with_dash(words, found):
        return spread
    return None if found.bare and not _backed(words, i, inner) else found


def _backed(words: Tokens, i: int, inner: int) -> bool:
    """Whether something makes a common word a date: a preposition before it, or the article."""
    if inner > i or words[i].word is Word.THE:
        return True
    token = words[i]
    if token.word is Word.SEASON:
        return token.text.lower() in ("взимку", "узимку", "навесні", "влітку", "улітку", "літку", "восени")
    return token.word is Word.MONTH and not token.text.isascii() and token.text[0].islower() and "лют" not in token.text


def _pair(words: Tokens, i: int) -> Found | None:
    """From A to B, between A and B."""
    first = whole(words, i)
    if first is None or word(words, first.after) not in (Word.TO, Word.AND, Word.BY, Word.DASH):
        return None
    last = whole(words, first.after + 1)
    return _spanning(first, last) if last else None


def _with_dash(words: Tokens, first: Found) -> Found | None:
    """March-May 2024, грудень 2023 – січень 2024."""
    if word(words, first.after) is not Word.DASH:
        return None
    last = whole(words, first.after + 1)
    return _spanning(first, last) if last and not last.bare else None


def _spanning(first: Found, last: Found) -> Found:
    """From the first day of one to the last of the other; a first without a year takes its year."""

    def both(today: dt.date | None, lean: int) -> Period | None:
        end = last.reckon(today, lean)
        if end is None:
            return None
        begin = first.reckon(today, lean) if first.fixed else first.reckon(end.first, -1)
        return Period(begin.first, end.last) if begin and begin.first <= end.last else None

    return Found(last.after, both, fixed=last.fixed, year=last.year)


def _deadline(words: Tokens, i: int) -> Found | None:
    """By X: the first day of a period, unless X is an end already."""
    inner = skip(words, i + 1, Word.THE)
    found = whole(words, inner)
    if found is None or (found.bare and counts(words, found.after)):
        return None
    reckon = found.reckon
    return Found(found.after, _first_day(reckon), fixed=found.fixed, year=found.year)


def _first_day(reckon: Reckon) -> Reckon:
    def first(today: dt.date | None, lean: int) -> Period | None:
        period = reckon(today, lean or 1)
        return day(period.first) if period else None

    return first


def _why(words: str, found: Found, own: Own, *, known: bool) -> str:
    if not known:
        return f"{words}: {own.told} does not fix it" if own.period else f"{words}: the day of writing is not known"
    return words if found.fixed else f"{words}{SEEN}{own.told}"


def reckoned(reckon: Reckon, own: Own, lean: int) -> Period | None:
    """The period meant: where the text's own date is a month or a year, only what holds on all its days."""
    if own.period is None:
        return reckon(None, lean)
    days = (own.period.first, own.period.last)
    for way in (lean, 0):
        found = {reckon(today, way) for today in days}
        if len(found) == 1:
            return found.pop()
    return None


DATELINE = 90
"""So many characters at most stand before the dash of a dateline."""
_HEAD_LINES, _HEAD = 8, 800
_LABEL = re.compile(r"(?i)^\W*(?:date|dated|published|updated|posted|дата|опубліковано|оновлено|оприлюднено)\b\W*")
_CLOCK = re.compile(
    r"\b\d{1,2}[:.]\d{2}\b(?![.\d])(?:\s*(?:am|pm|GMT|EET|UTC))?|\b(?:р|року|at|о|об)\b\.?", re.IGNORECASE
)
_LINE = re.compile(r"[^\r\n]+")
_DASH = re.compile(
    r"\)?\s*(?:\([^()\n]{1,40}\)|[/.,]?\s*[A-ZА-ЯІЇЄҐ][\w’'-]*(?:\s[A-ZА-ЯІЇЄҐ][\w’'-]*){0,2}\s*/?)?\s*(?:--|[—–-])\s"
)
_STOP = re.compile(r"(?:\s*(?:року|р))?(?:\.?\s*(?:/[^/\n]{1,30}/|\([^()\n]{1,30}\)))?\s*\.\s+(?=[A-ZА-ЯІЇЄҐ«“\"])")
_PLACE = re.compile(r"^(?:By\s[^\n,]{2,60},\s)?[\W_]*(?:[A-ZА-ЯІЇЄҐ][\w’'.()-]*[,\s/]*){0,6}(?:[—–,(-]\s*)?(?:on\s)?$")


def own_date(text: str, dated: dt.date | None = None) -> Own:
    """When the text says it was written, in its first lines; ``dated`` is told from outside and goes before."""
    found = next((own for m in _head(text) if (own := _line_date(text, m))), UNKNOWN)
    if dated is not None:
        return Own(day(dated), f"the given date {dated.isoformat()}", found.start, found.end)
    return found


def _head(text: str) -> Iterator[re.Match[str]]:
    return (m for n, m in enumerate(_LINE.finditer(text, 0, _HEAD)) if n < _HEAD_LINES)


def _line_date(text: str, line: re.Match[str]) -> Own | None:
    """The date of a line that is a date line, or that begins with one."""
    label = _LABEL.match(line.group())
    begins = line.start() + (label.end() if label else 0)
    words: list[Token] = tokens(text, begins, min(line.end(), begins + DATELINE))
    for i, found in expressions(words):
        period = found.reckon(None, 0) if found.fixed else None
        if i and words[i].word in (Word.IN, Word.BY, Word.FROM) and not label:
            return None
        before, end = text[begins : words[i].start], words[found.after - 1].end
        if not _PLACE.match(_CLOCK.sub("", before).lstrip(" ,")) or (period and period.last.year - period.first.year):
            return None
        close = _closes(text, line, end, labelled=label is not None)
        if close is None:
            return None
        told = f"the text's own date {period.iso}" if period else ""
        return Own(period, told, line.start(), close)
    return None


def _closes(text: str, line: re.Match[str], end: int, *, labelled: bool) -> int | None:
    """Where a date line ends: at the end of its line, at the dash of a dateline, or after the labelled date."""
    rest = _CLOCK.sub("", text[end : line.end()])
    few = len(rest.split()) <= 4 and not rest.strip().endswith((".", "!", "?"))  # noqa: PLR2004 - a place, a source
    if few:
        return line.end()
    stop = _STOP.match(text, end, line.end())
    if stop:
        return stop.end()
    dash = _DASH.match(text, end, line.end())
    if dash:
        return dash.end()
    return end if labelled else None
