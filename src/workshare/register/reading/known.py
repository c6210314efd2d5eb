"""Entities that a register knows, found in a text by any of their spellings, in either script and in any case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from workshare.model.statements import Entity, EntityKind
from workshare.register.reading.lexicon import ENGLISH, UKRAINIAN
from workshare.register.reading.words import Token, lemmas, parses, tokens

SPEAKERS = frozenset({EntityKind.PERSON, EntityKind.OFFICE, EntityKind.COMPANY, EntityKind.GROUP})
PLACES = frozenset({EntityKind.COUNTRY, EntityKind.PLACE})


class Named(NamedTuple):
    """An entity where a text names it: its first and last word's numbers, half-open, its name and its kind."""

    first: int
    last: int
    name: str
    kind: EntityKind


@dataclass(frozen=True, slots=True)
class _Spelling:
    forms: tuple[frozenset[str], ...]
    capital: bool
    name: str
    kind: EntityKind


class Acquaintance:
    """Whom and what the reader knows. An entity goes by its English name; a country by its code, where it has one."""

    def __init__(self, entities: Iterable[Entity] = ()) -> None:
        self._by_first: dict[str, list[_Spelling]] = {}
        for entity in entities:
            country = entity.country if entity.kind is EntityKind.COUNTRY else ""
            name = country or entity.name.en or entity.name.uk
            for spelt in dict.fromkeys((entity.name.en, entity.name.uk, *entity.aliases)):
                words = tokens(spelt, 0, len(spelt))
                if words and entity.kind in SPEAKERS | PLACES | {EntityKind.OUTLET}:
                    spelling = _Spelling(tuple(map(forms, words)), words[0].capital, str(name), entity.kind)
                    for form in spelling.forms[0]:
                        self._by_first.setdefault(form, []).append(spelling)
        for spellings in self._by_first.values():
            spellings.sort(key=lambda s: -len(s.forms))

    def at(self, words: list[Token], i: int) -> Named | None:
        """The entity whose name begins at a word, by its longest spelling."""
        if not self._by_first:
            return None
        for form in sorted(forms(words[i])):
            for spelling in self._by_first.get(form, ()):
                if self._stands(spelling, words, i):
                    return Named(i, i + len(spelling.forms), spelling.name, spelling.kind)
        return None

    def find(self, text: str, start: int, end: int) -> list[Named]:
        """The entities named in a stretch, in order."""
        words, found, i = tokens(text, start, end), [], 0
        while i < len(words):
            named = self.at(words, i)
            if named:
                found.append(named)
            i = named.last if named else i + 1
        return found

    def person(self, name: str) -> str:
        """The name by which a person is known, where all of this is one of her spellings; else the same."""
        words = tokens(name, 0, len(name))
        named = self.at(words, 0) if words else None
        whole = named is not None and named.kind is EntityKind.PERSON and named.last == len(words)
        return named.name if named and whole else name

    @staticmethod
    def _stands(spelling: _Spelling, words: list[Token], i: int) -> bool:
        group = words[i : i + len(spelling.forms)]
        if len(group) < len(spelling.forms) or (spelling.capital and not group[0].capital):
            return False
        if not all(forms(word) & known for word, known in zip(group, spelling.forms, strict=True)):
            return False
        alone = spelling.kind is EntityKind.PERSON and len(group) == 1
        return not (alone and i and _another_given(words, i - 1))


def _another_given(words: list[Token], i: int) -> bool:
    """Whether the word before a surname may be the given name of somebody else who is called so."""
    word = words[i]
    if not word.capital or not word.text[0].isalpha() or word.low.endswith("'s"):
        return False
    if word.cyrillic:
        named = any("Name" in parse.tag for parse in parses(word.low))
        return named or (i > 0 and not lemmas(word.low) & UKRAINIAN.words("roles"))
    return word.low not in _NO_GIVEN


_NO_GIVEN = frozenset.union(*map(ENGLISH.words, ("roles", "titles", "adverbs", "organs")))


def forms(word: Token) -> frozenset[str]:
    """The forms under which a word may be spelt: a Ukrainian one in any case."""
    if word.cyrillic:
        return lemmas(word.low) | {word.low}
    return frozenset({word.low.removesuffix("'s").rstrip(".")})


NOBODY = Acquaintance()
