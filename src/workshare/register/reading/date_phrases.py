"""Expressions of time with their parts and ends: "the end of this year", "early 2024", "year's end"."""

from __future__ import annotations

import datetime as dt

from workshare.register.reading.date_grammar import Found, Reckon, Tokens, core, from_today, skip, word
from workshare.register.reading.date_words import UNITS, Word
from workshare.register.reading.periods import Period, Unit, around, day, third, year


def whole(tokens: Tokens, i: int) -> Found | None:
    """A plain expression, or its end or a part of it: "the end of this year", "early 2024", "year's end"."""
    i = skip(tokens, i, Word.THE)
    kind = word(tokens, i)
    if kind is Word.YEAR_END:
        return _ending(tokens, i + 1)
    if kind is Word.END:
        return None if _is_verb(tokens, i) else _ending(tokens, i + 1)
    if kind is Word.LATER:
        return core(tokens, skip(tokens, i + 1, Word.IN)) if word(tokens, i + 1) in (Word.WHICH, Word.IN) else None
    if (kind is Word.PART and not _is_verb(tokens, i)) or _first_months(tokens, i):
        return _part(tokens, i)
    return _ended(tokens, i, core(tokens, i))


def _ended(tokens: Tokens, i: int, found: Found | None) -> Found | None:
    """An expression, with the word "end" behind it if it is there: "next year's end", "the year's end"."""
    if found and word(tokens, found.after) is Word.END:
        return Found(found.after + 1, _last_day(found.reckon), fixed=found.fixed, year=found.year)
    if (
        word(tokens, i) is Word.UNIT
        and tokens[i].text.lower().endswith(("'s", "’s"))
        and word(tokens, i + 1) is Word.END
    ):
        unit = UNITS[tokens[i].value]
        return Found(i + 2, _last_day(from_today(lambda today, _: around(unit, today, 0))))
    return found


def _first_months(tokens: Tokens, i: int) -> bool:
    return (
        word(tokens, i) is Word.ORDINAL
        and tokens[i].value == 1
        and word(tokens, i + 1) is Word.UNITS
        and UNITS[tokens[i + 1].value] is Unit.MONTH
    )


def _inside(tokens: Tokens, i: int) -> Found | None:
    """What a part or an end belongs to: a plain expression, or the running unit."""
    j = skip(tokens, i, Word.OF, Word.THE, Word.DASH, Word.IN)
    found = core(tokens, j)
    if found is None and word(tokens, j) is Word.UNIT and (j > i or not tokens[j].text.isascii()):
        unit = UNITS[tokens[j].value]
        found = Found(j + 1, from_today(lambda today, _: around(unit, today, 0)))
    return found


def _last_day(reckon: Reckon) -> Reckon:
    def last(today: dt.date | None, lean: int) -> Period | None:
        period = reckon(today, lean)
        return day(period.last) if period else None

    return last


def _is_verb(tokens: Tokens, i: int) -> bool:
    """Whether "start", "end" or "close" is a verb here: "will start next year"."""
    text = tokens[i].text.lower()
    if text not in ("start", "end", "close"):
        return False
    noun = word(tokens, i - 1) is Word.THE or word(tokens, i + 1) in (Word.OF, Word.DASH)
    return not (noun or (text == "end" and word(tokens, i - 1) in (Word.BY, Word.IN)))


def _ending(tokens: Tokens, i: int) -> Found | None:
    found = _inside(tokens, i)
    if found is None and word(tokens, i - 1) is Word.YEAR_END:
        found = Found(i, from_today(lambda today, _: year(today.year)))
    if found is None:
        return None
    return Found(found.after, _last_day(found.reckon), fixed=found.fixed, year=found.year)


def _part(tokens: Tokens, i: int) -> Found | None:
    which = 0 if word(tokens, i) is Word.ORDINAL else tokens[i].value
    found = _inside(tokens, i + (2 if word(tokens, i) is Word.ORDINAL else 1))
    if found is None:
        return None
    reckon = found.reckon

    def part(today: dt.date | None, lean: int) -> Period | None:
        period = reckon(today, lean)
        return third(period, which) if period and period.first != period.last else period

    return Found(found.after, part, fixed=found.fixed, year=found.year)
