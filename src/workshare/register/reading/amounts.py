"""Sums of money in a text: their spans, values in whole units and currencies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from workshare.register.reading.words import tokens, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountSpan:
    """A sum: where it stands, its value in units of the currency, and the ISO 4217 code."""

    start: int
    end: int
    value: int | float
    currency: str


_MAGNITUDES = {
    "k": 3,
    "thousand": 3,
    "тис": 3,
    "тисяч": 3,
    "m": 6,
    "mn": 6,
    "mln": 6,
    "mio": 6,
    "mil": 6,
    "million": 6,
    "млн": 6,
    "мільйон": 6,
    "b": 9,
    "bn": 9,
    "bln": 9,
    "billion": 9,
    "млрд": 9,
    "мільярд": 9,
    "tn": 12,
    "trn": 12,
    "trillion": 12,
    "трлн": 12,
    "трильйон": 12,
}
_SYMBOLS = {
    "US$": "USD",
    "C$": "CAD",
    "CA$": "CAD",
    "A$": "AUD",
    "AU$": "AUD",
    "NZ$": "NZD",
    "HK$": "HKD",
    "S$": "SGD",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "₴": "UAH",
    "¥": "JPY",
    "₺": "TRY",
    "₽": "RUB",
    "zł": "PLN",
    "₩": "KRW",
    "₹": "INR",
}
_CODES = [
    "USD",
    "EUR",
    "UAH",
    "GBP",
    "PLN",
    "CZK",
    "HUF",
    "RON",
    "BGN",
    "SEK",
    "NOK",
    "DKK",
    "CHF",
    "JPY",
    "CAD",
    "AUD",
    "NZD",
    "TRY",
    "RUB",
    "CNY",
    "KRW",
    "INR",
    "ILS",
    "GEL",
    "MDL",
    "ISK",
    "SGD",
    "HKD",
]
_NAMES = {
    "dollar": "USD",
    "buck": "USD",
    "euro": "EUR",
    "hryvni": "UAH",
    "hryvna": "UAH",
    "pound": "GBP",
    "sterling": "GBP",
    "zlot": "PLN",
    "yen": "JPY",
    "krona": "SEK",
    "kronor": "SEK",
    "kroner": "NOK",
    "krone": "NOK",
    "koruna": "CZK",
    "franc": "CHF",
    "forint": "HUF",
    "yuan": "CNY",
    "rouble": "RUB",
    "ruble": "RUB",
    "lira": "TRY",
    "leu": "RON",
    "lei": "RON",
    "долар": "USD",
    "дол": "USD",
    "євро": "EUR",
    "грив": "UAH",
    "грн": "UAH",
    "фунт": "GBP",
    "злот": "PLN",
    "єн": "JPY",
    "крон": "SEK",
    "франк": "CHF",
    "форинт": "HUF",
    "юан": "CNY",
    "рубл": "RUB",
    "лір": "TRY",
    "ле": "RON",
}
"""The first letters of what currencies are called."""
_KINDS = {
    ("USD", "canad"): "CAD",
    ("USD", "канад"): "CAD",
    ("USD", "austral"): "AUD",
    ("USD", "австрал"): "AUD",
    ("SEK", "norw"): "NOK",
    ("NOK", "swed"): "SEK",
    ("SEK", "норв"): "NOK",
    ("NOK", "dan"): "DKK",
    ("SEK", "дан"): "DKK",
    ("SEK", "чес"): "CZK",
    ("SEK", "czech"): "CZK",
}
"""Of currencies that share a name: whose they are."""
_WORDS = {
    "half a": "0.5",
    "a": "1",
    "one and a half": "1.5",
    "a quarter of a": "0.25",
    "пів": "0.5",
    "півтора": "1.5",
    "півтори": "1.5",
    "чверть": "0.25",
    **{
        form: str(i)
        for i, forms in enumerate(
            (
                "one один одного",
                "two два двох",
                "three три трьох",
                "four чотири чотирьох",
                "five п'ять п'яти",
                "six шість шести",
                "seven сім семи",
                "eight вісім восьми",
                "nine дев'ять дев'яти",
                "ten десять десяти",
                "eleven одинадцять",
                "twelve дванадцять",
            ),
            1,
        )
        for form in forms.split()
    },
    **dict(
        zip(
            ("fifteen", "twenty", "thirty", "forty", "fifty", "hundred"),
            ("15", "20", "30", "40", "50", "100"),
            strict=True,
        )
    ),
    **dict(zip(("двадцять", "тридцять", "сорок", "п'ятдесят", "сто"), ("20", "30", "40", "50", "100"), strict=True)),
}

_GAP = r"[ \t\u00a0\u202f\u2009]"
_DIGITS = rf"\d{{1,3}}(?:(?:,|\.|'|{_GAP})\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_SPELT = "|".join(
    sorted((re.escape(w).replace("'", "['’ʼ]").replace("\\ ", r"\s") for w in _WORDS), key=len, reverse=True)
)
_MAGNITUDE = (
    r"(?:(?:thousand|million|billion|trillion)s?\b|(?:mln|mio|mn|bln|bn|trn|tn|mil|[kmb])\b\.?|"
    r"(?:тис|млн|млрд|трлн)\b\.?|(?:тисяч|мільйон|мільярд|трильйон)\w*)"
)
_SYMBOL = "|".join(re.escape(s) for s in sorted(_SYMBOLS, key=len, reverse=True))
_CODE = "|".join(_CODES)
_NAME = (
    r"(?:(?:US|U\.S\.|American|Canadian|Australian|Swedish|Norwegian|Danish|Czech|Ukrainian|Polish|British|Swiss|"
    r"\w+[сз]ьких|\w+[сз]ькі|\w+[сз]ького)\s+)?"
    r"(?:dollars?|bucks|euros?|hryvnias?|hryvnyas?|hryven|hryvna|pounds?(?:\s+sterling|(?!\s+of\b))|zlot(?:y|ys|ies)|yen|kron(?:a|or|er|e)|"
    r"koruna[s]?|francs?|forints?|yuan|roubles?|rubles?|lira|lei|leu|долар\w*|дол\b\.?|євро|грив(?:ень|ня|ні|ню|нями|нях)|грн\b\.?|"
    r"фунт\w*|злот\w*|єн\w?|крон\w*|франк\w*|форинт\w*|юан\w*|рубл\w*|лір\w*|ле[їйя]в?)"
)
_AMOUNT = re.compile(
    rf"(?P<before>(?<![A-Za-z])(?:{_SYMBOL})|\b(?:{_CODE})(?=[\s\d]))?(?P<gap>\s?)"
    rf"(?:(?<![\w.,])(?P<digits>{_DIGITS})|\b(?P<spelt>(?i:{_SPELT}))(?=[\s-])|\b(?=(?i:мільйон|мільярд)\w*\s(?:долар|євро|гривень|фунт)))"
    rf"(?:(?:[\s-]?|(?<=\d))(?P<magnitude>(?i:{_MAGNITUDE})))?"
    rf"(?:(?:\s|-)?(?P<after>(?:(?i:{_NAME})|(?:{_CODE}))(?!\w)|(?:{_SYMBOL})(?!\d)))?"
)
_RANGE = re.compile(r"\s?(?:-|–|—|to|and|or|до|та|і|або)\s?$")


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number as matched, perhaps without its currency."""

    match: re.Match[str]
    currency: str | None
    magnitude: int

    @property
    def start(self) -> int:
        return self.match.start("before") if self.match["before"] else self._first

    @property
    def _first(self) -> int:
        return next(at for at in map(self.match.start, ("digits", "spelt", "magnitude")) if at >= 0)

    @property
    def end(self) -> int:
        return self.match.end()


def find_amounts(text: str, start: int, end: int) -> list[AmountSpan]:
    """Every sum of money in a stretch of text."""
    figures = list(_figures(text, start, end))
    if not any(f.currency for f in figures):
        return []
    found = []
    for i, figure in enumerate(figures):
        currency, magnitude = figure.currency, figure.magnitude or _lent(text, figures, i)
        if currency is None:
            currency, magnitude = _shared(text, figures, i, end)
        if currency is not None and (_has_figure(figure) or magnitude):
            value = _value(figure.match, magnitude)
            found.append(AmountSpan(start=figure.start, end=figure.end, value=value, currency=currency))
    return found


def _has_figure(figure: _Figure) -> bool:
    """Whether there is a figure at all, or a word for one: "a dollar" is none."""
    return bool(figure.match["digits"]) or (figure.match["spelt"] or "a").lower() != "a"


def _figures(text: str, start: int, end: int) -> Iterator[_Figure]:
    for match in _AMOUNT.finditer(text, start, end):
        magnitude = _power(match["magnitude"])
        sign, name = match["before"], match["after"]
        currency = _currency(sign) if sign else _currency(name) if name else None
        yield _Figure(match, currency, magnitude)


def _power(magnitude: str | None) -> int:
    if not magnitude:
        return 0
    small = magnitude.lower().rstrip(".")
    return next((p for name, p in _MAGNITUDES.items() if small == name), 0) or next(
        p
        for name, p in _MAGNITUDES.items()
        if len(name) > 2 and small.startswith(name)  # noqa: PLR2004 - stems
    )


def _currency(sign: str) -> str | None:
    if sign in _SYMBOLS:
        return _SYMBOLS[sign]
    if sign in _CODES:
        return sign
    words = sign.lower().split()
    name = next((w for w in reversed(words) if w != "sterling"), words[-1])
    stem = max((s for s in _NAMES if name.startswith(s)), key=len, default=None)
    code = _NAMES[stem] if stem else None
    for (base, whose), kind in _KINDS.items():
        if base == code and words[0].startswith(whose) and len(words) > 1:
            return kind
    return code


def _shared(text: str, figures: list[_Figure], i: int, end: int) -> tuple[str | None, int]:
    """The currency, and the power of ten, of a figure that stands without a currency.

    The first of a range takes the next one's, the last of a range the one's before; so does a figure with a power of
    its own and nothing counted after it ("$61 billion, of which 22 billion for …").
    """
    figure = figures[i]
    if i + 1 < len(figures) and figures[i + 1].currency and _ranged(text, figure, figures[i + 1]):
        following = figures[i + 1]
        return following.currency, figure.magnitude or following.magnitude
    alone = not _counted(text, figure.end, end)
    if i and alone and figures[i - 1].currency and _ranged(text, figures[i - 1], figure):
        return figures[i - 1].currency, figure.magnitude
    known = [f for f in figures[:i] if f.currency]
    if known and figure.magnitude and alone:
        return known[-1].currency, figure.magnitude
    return None, 0


def _lent(text: str, figures: list[_Figure], i: int) -> int:
    """The power that the first of a range takes from the last: "$3-5 million"."""
    later = figures[i + 1] if i + 1 < len(figures) else None
    return later.magnitude if later and figures[i].currency and _ranged(text, figures[i], later) else 0


def _ranged(text: str, one: _Figure, other: _Figure) -> bool:
    return _RANGE.fullmatch(text, one.end, other.start) is not None


_FREE = re.compile(
    r"\s*(?:$|[^\w\s]|(?:in|of|for|to|from|by|on|at|is|was|were|will|has|had|goes|go|went|came|comes|remains|covers|and|or|as|under|over|this|last|next|per|which|"
    r"з|із|на|у|в|до|для|від|за|по|та|і|й|або|буде|було|були|становить|цього|минулого|щороку|вже|має|мають)\b)"
)


def _counted(text: str, at: int, end: int) -> bool:
    """Whether a thing follows that the figure counts."""
    if _FREE.match(text, at, end):
        return False
    following = tokens(text, at, min(end, at + 40))
    return not (following and following[0].cyrillic and verb(following[0].low))


def _value(match: re.Match[str], power: int) -> int | float:
    """The figure in whole units."""
    digits = match["digits"]
    spelt = " ".join((match["spelt"] or "").lower().replace("’", "'").replace("ʼ", "'").split())
    figure = Decimal(_plain(digits) if digits else _WORDS.get(spelt, "1")).scaleb(power)
    return int(figure) if figure == figure.to_integral_value() else float(figure)


_GROUPED = re.compile(rf"\d{{1,3}}(?:[,.'\u2019]\d{{3}}|{_GAP}\d{{3}})+")


def _plain(digits: str) -> str:
    """A figure with its thousands joined and a point for decimals: 1,200,000 and 1 200 000, 61.4 and 1,2."""
    squeezed = re.sub(_GAP, "", digits).replace("'", "")
    signs = [c for c in squeezed if c in ",."]
    if not signs:
        return squeezed
    last = squeezed.rindex(signs[-1])
    grouped = len(squeezed) - last - 1 == 3 and len(set(signs)) == 1 and not squeezed.startswith("0")  # noqa: PLR2004
    if grouped or (len(signs) > 1 and len(set(signs)) == 1):
        return re.sub("[,.]", "", squeezed)
    return re.sub("[,.]", "", squeezed[:last]) + "." + squeezed[last + 1 :]
