"""The words that expressions of time are made of, in English and Ukrainian, as tokens of a few classes."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple

from babel import Locale

from workshare.register.reading.periods import Unit


class Word(StrEnum):
    """The classes of words in expressions of time."""

    DAY = "d"
    YEAR = "y"
    DECADE = "X"
    NUMBER = "n"
    DATE = "0"
    MONTH = "M"
    WEEKDAY = "W"
    SEASON = "S"
    UNIT = "U"
    UNITS = "u"
    WHICH = "R"
    PART = "P"
    END = "E"
    YEAR_END = "N"
    ORDINAL = "Q"
    QUARTER = "q"
    HALF_MARK = "H"
    OF = "o"
    THE = "t"
    COMMA = "c"
    DASH = "h"
    AND = "a"
    BY = "p"
    IN = "i"
    FROM = "f"
    TO = "T"
    BETWEEN = "b"
    AGO = "g"
    TODAY = "D"
    LATER = "l"
    THIS_YEAR = "z"
    OTHER = "x"


class Token(NamedTuple):
    """A word of the text with its class and, where it has one, its value."""

    word: Word
    value: int
    start: int
    end: int
    text: str


TOKEN = re.compile(
    r"(?i:n(?:o|ot) later than|не пізніше(?:\s+ніж)?|year[-\s]end|end[-\s]year|ц\.\s?р\.)|"
    r"[QHqh][1-4]\b|\bFY\s?\d{2,4}\b|"
    r"\d{4}-\d\d-\d\d(?!\d)|\d{1,2}\.\d{1,2}\.(?:\d{4}|\d\d)(?!\d)|(?<![\d.,-])\d{4}-(?:0[1-9]|1[0-2])(?![\d-])|"
    r"\d+(?:[.,]\d+)*(?:(?:st|nd|rd|th|s)\b|-?(?:річч\w+|го|му|ому|й|ї|ій|х|ті|тих)\b)?|"
    r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*|[^\w\s]"
)
UNITS = tuple(Unit)


_TABLE: dict[tuple[Word, int], str] = {
    (Word.WHICH, 0): "this current цей цього цьому цієї цій цю це поточний поточного поточному поточної поточній"
    " нинішнього нинішньому нинішньої нинішній",
    (Word.WHICH, 1): "next coming upcoming following наступний наступного наступному наступної наступній наступну"
    " наступне прийдешнього",
    (Word.WHICH, -1): "last previous past минулий минулого минулому минулої минулій минулу минуле попереднього"
    " попередньому попередньої",
    (Word.UNIT, 0): "day день дня доби",
    (Word.UNIT, 1): "week тиждень тижня тижні",
    (Word.UNIT, 2): "month місяць місяця місяці",
    (Word.UNIT, 3): "quarter квартал кварталу кварталі",
    (Word.UNIT, 4): "half півріччя півріччі піврічча півроку половина половині половини половину",
    (Word.UNIT, 5): "year рік року році р",
    (Word.UNIT, 6): "decade десятиліття десятилітті",
    (Word.UNITS, 0): "days дні днів днями",
    (Word.UNITS, 1): "weeks тижнів тижні",
    (Word.UNITS, 2): "months місяців місяці місяцях",
    (Word.UNITS, 5): "years роки років роках рр",
    (Word.PART, 0): "early beginning start початок початку початком початкові",
    (Word.PART, 1): "mid middle середина середини середині середину",
    (Word.PART, 2): "late",
    (Word.END, 0): "end close кінець кінця кінці наприкінці завершення",
    (Word.ORDINAL, 1): "first перший першого першому перша першої першій перше першу перші i",
    (Word.ORDINAL, 2): "second другий другого другому друга другої другій друге другу ii",
    (Word.ORDINAL, 3): "third третій третього третьому iii",
    (Word.ORDINAL, 4): "fourth final четвертий четвертого четвертому iv",
    (Word.OF, 0): "of",
    (Word.THE, 0): "the calendar fiscal календарного фінансового бюджетного",
    (Word.COMMA, 0): ",",
    (Word.DASH, 0): "- – — ‑ /",
    (Word.AND, 0): "and та і й",
    (Word.BY, 0): "by before until till до",
    (
        Word.IN,
        0,
    ): "in on at during throughout over within for into beyond towards у в на протягом впродовж упродовж за о об",
    (Word.FROM, 0): "from since after з із від після починаючи",
    (Word.TO, 0): "to through по",
    (Word.BETWEEN, 0): "between між",
    (Word.AGO, 0): "ago earlier тому",
    (Word.TODAY, 0): "today tonight сьогодні",
    (Word.TODAY, -1): "yesterday вчора учора",
    (Word.TODAY, 1): "tomorrow завтра",
    (Word.TODAY, -2): "позавчора",
    (Word.TODAY, 2): "післязавтра",
    (Word.THIS_YEAR, 0): "цьогоріч",
    (Word.THIS_YEAR, -1): "торік",
    (Word.THIS_YEAR, -2): "позаторік",
    (Word.THIS_YEAR, 1): "наступноріч",
    (Word.LATER, 0): "later",
    (Word.SEASON, 0): "winter взимку узимку зима зими зиму зимі зимою",
    (Word.SEASON, 1): "spring навесні весна весни весну весні весною",
    (Word.SEASON, 2): "summer влітку улітку літо літа літом літку літку",
    (Word.SEASON, 3): "autumn fall восени осінь осені осінню",
    (Word.NUMBER, 1): "one a an один одного одну",
    (Word.NUMBER, 2): "two два двох дві",
    (Word.NUMBER, 3): "three три трьох",
    (Word.NUMBER, 4): "four чотири чотирьох",
    (Word.NUMBER, 5): "five п'ять п'яти",
    (Word.NUMBER, 6): "six шість шести",
    (Word.NUMBER, 7): "seven сім семи",
    (Word.NUMBER, 8): "eight вісім восьми",
    (Word.NUMBER, 9): "nine дев'ять дев'яти",
    (Word.NUMBER, 10): "ten десять десяти",
    (Word.NUMBER, 11): "eleven одинадцять",
    (Word.NUMBER, 12): "twelve дванадцять",
}
"""Every word but the names of months and days, in small letters."""


def _forms() -> dict[str, tuple[Word, int]]:
    found = {form: key for key, words in _TABLE.items() for form in words.split()}
    return {**found, "тижні": (Word.UNIT, 1), "місяці": (Word.UNIT, 2)}


_MONTH_ENDS = {"ень": ("ня", "ні", "нем", "ню"), "ий": ("ого", "ому", "им"), "пад": ("пада", "паді", "падом", "паду")}
_WEEKDAYS_UK = (
    "понеділок понеділка понеділку понеділком",
    "вівторок вівторка вівторку вівторком",
    "середу середа середи середі",
    "четвер четверга четвергу четвергом",
    "п'ятницю п'ятниця п'ятниці",
    "суботу субота суботи суботі",
    "неділю неділя неділі",
)


@cache
def names() -> dict[str, tuple[Word, int]]:
    """All words of time, with months and weekdays from the locales' own names."""
    found = _forms()
    for i in range(1, 13):
        english, ukrainian = Locale("en").months, Locale("uk").months
        stand = ukrainian["stand-alone"]["wide"][i].lower()
        forms = {english["format"]["wide"][i].lower(), english["format"]["abbreviated"][i].lower(), stand}
        forms.add(ukrainian["format"]["wide"][i].lower())
        for end, others in _MONTH_ENDS.items():
            if stand.endswith(end):
                forms |= {stand.removesuffix(end) + other for other in others}
        found |= dict.fromkeys(forms, (Word.MONTH, i))
    found["sept"] = (Word.MONTH, 9)
    for i in range(7):
        forms = {Locale("en").days["format"]["wide"][i].lower(), *_WEEKDAYS_UK[i].split()}
        found |= dict.fromkeys(forms, (Word.WEEKDAY, i))
    return found


_CAPITAL_ONLY = {Word.MONTH, Word.WEEKDAY}
_YEARS = range(1900, 2100)
_MOST_DAYS = 31


def tokens(text: str, start: int, end: int) -> list[Token]:
    """The words of a stretch of text, classed."""
    return [_classed(m) for m in TOKEN.finditer(text, start, end)]


def _classed(match: re.Match[str]) -> Token:
    text = match.group()
    word, value = _class_of(text)
    return Token(word, value, *match.span(), text)


@lru_cache(maxsize=50_000)
def _class_of(text: str) -> tuple[Word, int]:
    if text[0].isdecimal():  # not ¹, which is no number to count with
        return _number(text)
    small = text.lower().replace("’", "'").replace("ʼ", "'")
    if len(small) > 1 and any(c in small for c in " -.123456789"):
        return _composite(small)
    word, value = names().get(small, (Word.OTHER, 0))
    if word is Word.OTHER and small.endswith("'s"):
        word, value = names().get(small[:-2], (Word.OTHER, 0))
        return (word, value) if word in (Word.UNIT, Word.WEEKDAY, Word.MONTH) else (Word.OTHER, 0)
    latin = small.isascii() and small.isalpha()
    if latin and word in _CAPITAL_ONLY and text[0].islower():
        return Word.OTHER, 0
    if small in ("i", "ii", "iii", "iv") and not text.isupper():
        return (Word.AND, 0) if small == "і" else (Word.OTHER, 0)
    return word, value


def _composite(small: str) -> tuple[Word, int]:
    """What is written as one: Q3, H1, FY2024, year-end, "no later than"."""
    if small[0] in "qh" and small[1:].isdigit():
        return (Word.QUARTER if small[0] == "q" else Word.HALF_MARK), int(small[1])
    if small.startswith("fy"):
        number = int(small[2:])
        return Word.YEAR, number + 2000 if number < 100 else number  # noqa: PLR2004 - two digits
    if small.startswith("ц."):
        return Word.THIS_YEAR, 0
    return (Word.YEAR_END, 0) if "end" in small else (Word.BY, 0)


def _number(text: str) -> tuple[Word, int]:
    digits = re.match(r"\d+", text)
    assert digits is not None
    number, rest = int(digits.group()[:9]), text[digits.end() :]
    if rest[:1] in (".", ",") or (rest[:1] == "-" and rest[1:2].isdigit()):
        return (Word.DATE, 0) if re.fullmatch(r"[\d-]{7,10}|\d{1,2}\.\d{1,2}\.\d+", text) else (Word.OTHER, 0)
    if rest in ("s", "-х", "х", "-ті", "-тих", "ті", "тих") and number in _YEARS and number % 10 == 0:
        return Word.DECADE, number
    if number in _YEARS and len(digits.group()) == 4:  # noqa: PLR2004 - a year has four digits
        return Word.YEAR, number
    return (Word.DAY if 0 < number <= _MOST_DAYS else Word.NUMBER), number
