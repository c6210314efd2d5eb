"""Places named in a text: countries by their ISO 3166 code, others by their English name, in two scripts."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from babel import Locale

from workshare.register.reading.known import NOBODY, PLACES, Acquaintance
from workshare.register.reading.lexicon import ENGLISH, UKRAINIAN
from workshare.register.reading.words import Token, lemmas, parses, tokens

_LONGEST = 4
_AFTER_EN, _AFTER_UK = ENGLISH.words("places_after"), UKRAINIAN.words("places_after")
_COUNTRY_CODE = 2


@cache
def _gazetteer() -> tuple[dict[tuple[str, ...], str], dict[str, str]]:
    """Names as small words (Ukrainian ones as dictionary forms) and what they stand for; adjectives of countries."""
    raw = tomllib.loads(files(__package__).joinpath("gazetteer.toml").read_text(encoding="utf-8"))
    names: dict[tuple[str, ...], str] = {}
    for tongue in ("en", "uk"):
        for code, name in Locale(tongue).territories.items():
            if len(code) == _COUNTRY_CODE and code.isalpha() and code not in ("EU", "UN", "EZ", "XA", "XB", "ZZ", "QO"):
                names.setdefault(_key(name), code)
    for row in (*raw["countries"], *raw["places"]):
        place, *spellings = (part.strip() for part in row.split("|"))
        for name in (place, *(n.strip() for s in spellings for n in s.split(","))):
            if name and not (len(place) == _COUNTRY_CODE and name == place and place != "US"):
                names[_key(name)] = place
    adjectives = dict([part.strip() for part in row.split("|")] for row in raw["adjectives"])
    return names, adjectives


def _key(name: str) -> tuple[str, ...]:
    return tuple(_base(w) for w in tokens(name, 0, len(name)))


def _base(word: Token) -> str:
    return word.low.rstrip(".") if not word.cyrillic else word.low


@cache
def _longest_by_first() -> frozenset[str]:
    return frozenset(key[0] for key in _gazetteer()[0])


def is_place(name: str) -> bool:
    """Whether a word in small letters is the whole name of a place."""
    return (name,) in _gazetteer()[0]


def find_places(text: str, start: int, end: int, known: Acquaintance = NOBODY) -> list[str]:
    """The places named in a stretch, in order, each once; those that a register knows go before the gazetteer."""
    words = tokens(text, start, end)
    names, adjectives = _gazetteer()
    found: dict[str, None] = {}
    i = 0
    while i < len(words):
        there = known.at(words, i)
        if there and there.kind in PLACES:
            found[there.name] = None
            i = there.last
            continue
        place, step = _named(words, i, names)
        if place is None:
            place = _territory(words, i, adjectives)
        if place:
            found[place] = None
        i += step
    return list(found)


def _forms(word: Token, *, first: bool) -> tuple[str, ...]:
    """Under which forms a word may stand in the list of places."""
    if not word.cyrillic:
        return (word.low.removesuffix("'s").rstrip("."),)
    if first and not word.capital:
        return ()
    nouns = {p.normal_form for p in parses(word.low) if p.tag.POS in ("NOUN", "ADJF", None) or "Abbr" in str(p.tag)}
    plural = {p.normal_form for p in parses(word.low)}
    return (word.low, *sorted(nouns | plural))


def _named(words: list[Token], i: int, names: dict[tuple[str, ...], str]) -> tuple[str | None, int]:
    """The place that begins at a word and how many words it takes."""
    if not words[i].capital:
        return None, 1
    for count in range(min(_LONGEST, len(words) - i), 0, -1):
        group = words[i : i + count]
        if count > 1 and not all(w.capital or w.low in ("of", "the", "and") or w.cyrillic for w in group):
            continue
        for key in _keys(group):
            place = names.get(key)
            if place and not (key == ("us",) and not words[i].text.isupper()):
                return place, count
    return None, 1


def _keys(group: list[Token]) -> list[tuple[str, ...]]:
    keys: list[tuple[str, ...]] = [()]
    for n, word in enumerate(group):
        forms = _forms(word, first=n == 0)
        if n == 0:
            first = _longest_by_first()
            forms = tuple(f for f in forms if f in first)
        keys = [(*key, form) for key in keys for form in forms[:6]]
    return keys


def _territory(words: list[Token], i: int, adjectives: dict[str, str]) -> str | None:
    """The country of an adjective before a word of place: "Ukrainian territory"."""
    if i + 1 >= len(words):
        return None
    after = words[i + 1]
    if words[i].cyrillic:
        code = next((adjectives[f] for f in sorted(lemmas(words[i].low)) if f in adjectives), None)
        return code if code and lemmas(after.low) & _AFTER_UK else None
    return adjectives.get(words[i].low) if after.low in _AFTER_EN else None
