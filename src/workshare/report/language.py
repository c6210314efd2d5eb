"""The two languages of a report: words by gettext, dates and numbers by locale."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_compact_decimal, format_decimal, format_percent

LANGUAGES = ("en", "uk")
LOCALES = {"en": "en_GB", "uk": "uk_UA"}
LONG = {"en": "d MMMM y", "uk": "d MMMM y 'року'"}
CATALOGUES = Path(__file__).parents[1] / "locale"


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language: how it says words, counts things and writes dates and numbers."""

    code: str
    locale: Locale
    words: NullTranslations

    def say(self, text: str, **values: str) -> str:
        """A text of ours in this language, with its places filled."""
        return self.words.gettext(text).format(**values) if text else ""

    def count(self, one: str, many: str, n: float, **values: str) -> str:
        """A text of ours for a whole number of things, in the plural form that the number asks for."""
        return self.words.ngettext(one, many, round(n)).format(n=self.number(n), **values)

    def days(self, n: int) -> str:
        """So many days."""
        return self.count("{n} day", "{n} days", n)

    def date(self, day: dt.date) -> str:
        """A date in full, such as 23 January 2024."""
        return format_date(day, LONG[self.code], self.locale)

    def short_date(self, day: dt.date) -> str:
        """A date for charts and tables, such as 23 Jan 2024."""
        return format_date(day, "d MMM y", self.locale)

    def month(self, day: dt.date) -> str:
        """A month's short name."""
        return format_skeleton("MMM", day, locale=self.locale)

    def number(self, value: float) -> str:
        """A number as people write it: no more than two decimals, none from a hundred on."""
        return format_decimal(tidy(value), "#,##0.##", self.locale)

    def compact(self, value: float) -> str:
        """A large number in a few characters, such as 200K."""
        if abs(value) < 10_000:  # noqa: PLR2004 - that much fits
            return self.number(value)
        return format_compact_decimal(value, locale=self.locale, fraction_digits=1)

    def percent(self, share: float) -> str:
        """A share in whole percent; what is not all never reads as 100, what is not nothing never as 0."""
        if 0 < share < 0.01:  # noqa: PLR2004 - a percent
            return "<" + format_percent(0.01, "#,##0%", self.locale)
        shown = 0.99 if 0.99 < share < 0.9995 else share  # noqa: PLR2004 - likewise
        return format_percent(shown, "#,##0%", self.locale)

    def share(self, share: float) -> str:
        """A share as its author gave it, in percent with no more than two decimals."""
        return format_percent(share, "#,##0.##%", self.locale)

    def listed(self, parts: Iterable[str]) -> str:
        """Several things in a row, the last joined by "and"."""
        return format_list(list(parts), locale=self.locale)


def tidy(value: float) -> float:
    """A number without the solver's rounding: two decimals, none from a hundred on, and no negative zero."""
    return round(value, 0 if abs(value) >= 100 else 2) + 0.0  # noqa: PLR2004 - three digits are enough


def mark(text: str) -> str:
    """Marks a text for translation where it stands in a table; it is said later."""
    return text


@cache
def tongue(language: str) -> Tongue:
    """A language of the report; raises ValueError for one it does not speak."""
    if language not in LANGUAGES:
        raise ValueError(f"{language!r} is not a language of the report: write en or uk")
    return Tongue(language, Locale.parse(LOCALES[language]), _catalogue(language))


def _catalogue(language: str) -> NullTranslations:
    """The words of a language, read straight from its .po file; English is in the code."""
    path = CATALOGUES / language / "LC_MESSAGES" / "workshare.po"
    if not path.exists():
        return NullTranslations()
    compiled = io.BytesIO()
    with path.open("rb") as text:
        write_mo(compiled, read_po(text, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)
