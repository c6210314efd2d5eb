"""The grammar of expressions of time: from classed words to something that becomes a period once today is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workshare.register.reading.date_words import UNITS, Token, Word
from workshare.register.reading.periods import (
    DAY,
    MONTHS,
    Period,
    Unit,
    around,
    day,
    month,
    moved,
    nearest,
    season,
    year,
)

Reckon = Callable[[dt.date | None, int], Period | None]
"""The period meant, seen from today, leaning ahead (1) or back (-1); None where today is wanted and not known."""


@dataclass(frozen=True, slots=True)
class Found:
    """An expression: the tokens after it begin at ``after``; ``fixed`` needs no today."""

    after: int
    reckon: Reckon
    fixed: bool = False
    year: int | None = None
    """The year that the words themselves name."""
    bare: bool = False
    """A mere number or a common word: a date only after a preposition."""


Tokens = Sequence[Token]


def word(tokens: Tokens, i: int) -> Word | None:
    """The class of a token, or None past the end."""
    return tokens[i].word if 0 <= i < len(tokens) else None


def skip(tokens: Tokens, i: int, *words: Word) -> int:
    """The first place from ``i`` on that holds none of these classes."""
    while word(tokens, i) in words:
        i += 1
    return i


def from_today(make: Callable[[dt.date, int], Period | None]) -> Reckon:
    """A period that is reckoned from today."""
    return lambda today, lean: None if today is None else make(today, lean)


def _fixed(period: Period) -> Reckon:
    return lambda _today, _lean: period


def a_year(tokens: Tokens, i: int) -> tuple[int, Callable[[dt.date | None], int | None], int | None] | None:
    """A year, plain ("2024 року") or by relation ("next year", "цього року"): place after it, the year, the number."""
    j = skip(tokens, i, Word.OF, Word.COMMA, Word.THE, Word.IN)
    unit = Word.UNIT, 5
    if word(tokens, j) is Word.YEAR and tokens[j].value:
        number = tokens[j].value
        after = j + 1
        while after < len(tokens) and (
            tokens[after].word in (Word.UNIT, Word.UNITS) and tokens[after].value == unit[1]
        ):
            after += 1
            after += tokens[after - 1].text in ("р", "рр") and after < len(tokens) and tokens[after].text == "."
        return after, lambda _: number, number
    if word(tokens, j) is Word.WHICH and word(tokens, j + 1) is Word.UNIT and tokens[j + 1].value == unit[1]:
        step = tokens[j].value
        return j + 2, lambda today: today.year + step if today else None, None
    if word(tokens, j) is Word.THIS_YEAR:
        step = tokens[j].value
        return j + 1, lambda today: today.year + step if today else None, None
    return None


def safe(make: Callable[[], Period]) -> Period | None:
    """What is made, or None where there is no such day."""
    try:
        return make()
    except (ValueError, OverflowError):
        return None


def numeric(tokens: Tokens, i: int) -> Found | None:
    """A date in figures: 2023-12-06, 2023-12, 06.12.2023."""
    if word(tokens, i) is not Word.DATE:
        return None
    text = tokens[i].text
    parts = [int(p) for p in text.replace(".", "-").split("-")]
    if "." in text:
        parts = [parts[2] + (2000 if parts[2] < 100 else 0), parts[1], parts[0]]  # noqa: PLR2004 - two digits
    period = safe(lambda: day(dt.date(*parts)) if len(parts) == 3 else month(parts[0], parts[1]))  # noqa: PLR2004
    after = i + 1
    if word(tokens, after) is Word.UNIT and tokens[after].value == 5:  # noqa: PLR2004 - the word year
        after += 1
    return Found(after, _fixed(period), fixed=True, year=parts[0]) if period else None


def _days(tokens: Tokens, i: int) -> tuple[int, int, int] | None:
    """One or two days of a month: the place after, the first and the last."""
    if word(tokens, i) is not Word.DAY:
        return None
    first = tokens[i].value
    if word(tokens, i + 1) in (Word.DASH, Word.AND, Word.TO, Word.BY) and word(tokens, i + 2) is Word.DAY:
        return (i + 3, first, tokens[i + 2].value) if tokens[i + 2].value > first else None
    return i + 1, first, first


def day_of_month(tokens: Tokens, i: int) -> Found | None:
    """6 December, 6-7 December 2023, December 6, 2023, 6 грудня цього року; a weekday may stand before it."""
    at = skip(tokens, i + 1, Word.COMMA, Word.THE) if word(tokens, i) is Word.WEEKDAY else i
    days = _days(tokens, at)
    if days and word(tokens, j := skip(tokens, days[0], Word.OF)) is Word.MONTH:
        after, which = j + 1, tokens[j].value
    elif word(tokens, at) is Word.MONTH and (days := _days(tokens, skip(tokens, at + 1, Word.THE, *_dot(tokens, at)))):
        after, which = days[0], tokens[at].value
        if word(tokens, after) in (Word.UNIT, Word.UNITS):
            return None
    else:
        return None
    after += after < len(tokens) and tokens[after].text == "." and word(tokens, after + 1) is Word.YEAR
    return _dated(tokens, after, which, (days[1], days[2]))


def _dot(tokens: Tokens, i: int) -> tuple[Word, ...]:
    return (Word.OTHER,) if i + 1 < len(tokens) and tokens[i + 1].text == "." else ()


def _dated(tokens: Tokens, after: int, which: int, days: tuple[int, int]) -> Found:
    """Days of a month, with the year if it follows, else the year that the day of the report suggests."""

    def at(number: int) -> Period | None:
        return safe(lambda: Period(dt.date(number, which, days[0]), dt.date(number, which, days[1])))

    return _with_year(tokens, after, at)


def _with_year(tokens: Tokens, after: int, at: Callable[[int], Period | None]) -> Found:
    named = a_year(tokens, after)
    if named and not _counted(tokens, named):
        end, number_of, number = named

        def told(today: dt.date | None, _lean: int) -> Period | None:
            number = number_of(today)
            return at(number) if number else None

        return Found(end, told, fixed=number is not None, year=number)
    return Found(after, from_today(lambda today, lean: _by_year(at, today, lean)))


def _by_year(at: Callable[[int], Period | None], today: dt.date, lean: int) -> Period | None:
    candidates = [p for n in (-1, 0, 1, 2) if (p := at(today.year + n))]
    return nearest(candidates, today, lean)


def _counted(tokens: Tokens, named: tuple[int, object, int | None]) -> bool:
    """Whether the year is a count of things after all: "in March, 2000 pumps"."""
    after = named[0]
    return named[2] is not None and counts(tokens, after)


_SHORT_S = {"was", "is", "has", "its", "this", "as", "vs", "plus", "says", "towards", "across", "plans", "s"}


def counts(tokens: Tokens, i: int) -> bool:
    """Whether what stands here is counted by the number before it: a plural noun."""
    if word(tokens, i) is not Word.OTHER:
        return word(tokens, i) is Word.UNITS and tokens[i].value != 5  # noqa: PLR2004 - years are no count here
    text = tokens[i].text
    if text.isascii():
        return text.islower() and text.endswith("s") and text not in _SHORT_S
    return text.islower() and text.endswith(("ів", "их", "ок", "тис", "осіб", "млн", "штук", "одиниць", "грн"))


def a_month(tokens: Tokens, i: int) -> Found | None:
    """December, грудень 2023 року, next March, this November, у грудні цього року."""
    step = tokens[i].value if word(tokens, i) is Word.WHICH else None
    at = skip(tokens, i, Word.WHICH)
    if word(tokens, at) is not Word.MONTH:
        return None
    which = tokens[at].value
    if step is not None:
        return Found(at + 1, from_today(lambda today, _: _by_year(lambda n: month(n, which), today, step)))
    after = at + 1
    after += after < len(tokens) and tokens[after].text == "." and word(tokens, after + 1) is Word.YEAR
    found = _with_year(tokens, after, lambda n: month(n, which))
    bare = found.after == after and _common(tokens, at)
    return Found(found.after, found.reckon, fixed=found.fixed, year=found.year, bare=bare)


def _common(tokens: Tokens, i: int) -> bool:
    """Whether a month's name may be another word: May, March, лютий, short forms."""
    small = tokens[i].text.lower()
    return small in ("may", "march", "mar", "jan", "sun", "sat", "dec") or small.startswith("лют") or len(small) == 3  # noqa: PLR2004


def a_season(tokens: Tokens, i: int) -> Found | None:
    """This winter, the summer of 2024, навесні наступного року, зима 2023-2024."""
    steps = [t.value for t in tokens[i : skip(tokens, i, Word.WHICH)]]
    at = skip(tokens, i, Word.WHICH)
    if word(tokens, at) is not Word.SEASON:
        return None
    which = tokens[at].value
    if steps and steps[0]:
        step = steps[0]
        return Found(at + 1, from_today(lambda today, _: _next_season(which, today, step)))
    named = a_year(tokens, at + 1)
    if named:
        found = _with_year(tokens, at + 1, lambda n: season(n, which))
        if word(tokens, found.after) is Word.DASH and word(tokens, found.after + 1) in (Word.YEAR, Word.DAY):
            end = found.after + 2
            end += word(tokens, end) in (Word.UNIT, Word.UNITS)
            return Found(end, found.reckon, fixed=found.fixed, year=found.year)
        return found
    if word(tokens, at + 1) is Word.OF:
        return None  # the fall of a city
    return Found(at + 1, from_today(lambda today, lean: _this_season(which, today, lean)), bare=not steps)


def _seasons(which: int, today: dt.date) -> list[Period]:
    return [season(today.year + n, which) for n in (-2, -1, 0, 1, 2)]


def _this_season(which: int, today: dt.date, lean: int) -> Period | None:
    return nearest(_seasons(which, today), today, -1 if lean < 0 else 1)


def _next_season(which: int, today: dt.date, step: int) -> Period | None:
    if step > 0:
        return next((p for p in _seasons(which, today) if p.first > today), None)
    return next((p for p in reversed(_seasons(which, today)) if p.last < today), None)


def a_unit(tokens: Tokens, i: int) -> Found | None:
    """This year, next week, минулого місяця, third quarter of 2024, Q3, перше півріччя наступного року, the 2030s."""
    kind = word(tokens, i)
    if kind is Word.DECADE:
        start = tokens[i].value
        after = i + 1 + (word(tokens, i + 1) in (Word.UNIT, Word.UNITS))
        return Found(after, _fixed(Period(dt.date(start, 1, 1), dt.date(start + 9, 12, 31))), fixed=True)
    if kind is Word.WHICH and word(tokens, j := skip(tokens, i, Word.WHICH)) is Word.UNIT:
        step, unit = tokens[i].value, UNITS[tokens[j].value]
        return None if unit is Unit.DAY else Found(j + 1, from_today(lambda today, _: around(unit, today, step)))
    if kind is Word.THIS_YEAR:
        step = tokens[i].value
        return Found(i + 1, from_today(lambda today, _: year(today.year + step)))
    if kind is Word.TODAY:
        step = tokens[i].value
        return Found(i + 1, from_today(lambda today, _: day(today + step * DAY)))
    return _part_of_year(tokens, i)


def _part_of_year(tokens: Tokens, i: int) -> Found | None:
    """A quarter or half of a year, in words or in short."""
    kind = word(tokens, i)
    number, j = (tokens[i].value if i < len(tokens) else 0), i + 1
    if kind in (Word.QUARTER, Word.HALF_MARK):
        size = 3 if kind is Word.QUARTER else 6
    elif kind in (Word.ORDINAL, Word.DAY):
        j = skip(tokens, j, Word.DASH)
        unit = UNITS[tokens[j].value] if word(tokens, j) is Word.UNIT else None
        size = {Unit.QUARTER: 3, Unit.HALF: 6}.get(unit, 0) if unit else 0
        j += 1
    else:
        return None
    if not size or not 0 < number <= MONTHS // size or (kind is Word.DAY and tokens[i].text.isdigit() and number > 4):  # noqa: PLR2004
        return None
    return _with_year(tokens, j, lambda n: month(n, 1 + size * (number - 1), size))


def a_weekday(tokens: Tokens, i: int) -> Found | None:
    """Monday, last Friday, наступної середи."""
    step = tokens[i].value if word(tokens, i) is Word.WHICH else None
    at = skip(tokens, i, Word.WHICH)
    if word(tokens, at) is not Word.WEEKDAY:
        return None
    which = tokens[at].value
    bare = step is None and not tokens[at].text.isascii()
    return Found(at + 1, from_today(lambda today, lean: _weekday(which, today, lean, step)), bare=bare)


def _weekday(which: int, today: dt.date, lean: int, step: int | None) -> Period:
    ahead = (which - today.weekday()) % 7
    if step:
        return day(today + (ahead or 7) * DAY if step > 0 else today - ((7 - ahead) % 7 or 7) * DAY)
    if lean > 0 or (step == 0 and lean == 0):
        return day(today + ahead * DAY)
    return day(today - (7 - ahead) % 7 * DAY)


def ago(tokens: Tokens, i: int) -> Found | None:
    """Three days ago, in two weeks, два тижні тому, за два місяці, через рік."""
    forward = word(tokens, i) is Word.IN and tokens[i].text.lower() in ("in", "за")
    forward = forward or (i < len(tokens) and tokens[i].text.lower() == "через")
    if forward and word(tokens, i - 1) in (Word.DAY, Word.NUMBER):
        return None  # a rate: "60 in a year"
    j = i + forward
    count = 1
    if word(tokens, j) in (Word.NUMBER, Word.DAY):
        count, j = tokens[j].value, j + 1
    elif not (forward and tokens[i].text.lower() == "через") and not (word(tokens, j) is Word.UNIT and not forward):
        return None
    if word(tokens, j) not in (Word.UNIT, Word.UNITS):
        return None
    unit, after = UNITS[tokens[j].value], j + 1
    if not forward:
        if word(tokens, after) is not Word.AGO:
            return None
        return Found(after + 1, from_today(lambda today, _: safe(lambda: moved(unit, today, -count))))
    return Found(after, from_today(lambda today, _: safe(lambda: moved(unit, today, count))))


def a_bare_year(tokens: Tokens, i: int) -> Found | None:
    """2024, 2024 року, 2024-2026, 2023/24."""
    named = a_year(tokens, i) if word(tokens, i) is Word.YEAR else None
    if named is None or named[2] is None or counts(tokens, named[0]):
        return None
    after, number = named[0], named[2]
    plain = after == i + 1 and tokens[i].text.isdigit()
    if word(tokens, after) is Word.DASH and word(tokens, after + 1) is Word.YEAR and tokens[after + 1].value > number:
        last = tokens[after + 1].value
        end = after + 2 + (word(tokens, after + 2) in (Word.UNIT, Word.UNITS))
        return Found(end, _fixed(Period(dt.date(number, 1, 1), dt.date(last, 12, 31))), fixed=True, year=number)
    return Found(after, _fixed(year(number)), fixed=True, year=number, bare=plain)


CORE = (numeric, day_of_month, ago, a_month, a_season, a_unit, a_weekday, a_bare_year)
"""Expressions without a preposition, tried in this order; the longest wins."""


def core(tokens: Tokens, i: int) -> Found | None:
    """The longest plain expression that begins here."""
    found = [f for rule in CORE if (f := rule(tokens, i))]
    return max(found, key=lambda f: f.after, default=None)
