"""Words of a sentence and their forms: which are finite verbs, which speak, which may be subjects."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from pymorphy3 import MorphAnalyzer
from pymorphy3.analyzer import Parse

from workshare.register.reading.lexicon import ENGLISH, UKRAINIAN, bag


class Token(NamedTuple):
    """A word or mark; ``low`` is it in small letters with plain apostrophes."""

    start: int
    end: int
    text: str
    low: str

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()

    @property
    def cyrillic(self) -> bool:
        """Whether it is written in Cyrillic."""
        return "\u0400" <= self.text[0] <= "\u052f"


_TOKEN = re.compile(r"[^\W\d_]+(?:['’ʼ.-](?=[^\W\d_])[^\W\d_]+)*|\d[\d.,]*(?<![.,])|[^\w\s]|\d|_")


def tokens(text: str, start: int, end: int) -> list[Token]:
    """The words and marks of a stretch of text."""
    return list(_tokens(text, start, end))


@lru_cache(maxsize=64)  # the steps of reading ask for the same few stretches again and again
def _tokens(text: str, start: int, end: int) -> tuple[Token, ...]:
    return tuple(Token(*m.span(), m.group(), _low(m.group())) for m in _TOKEN.finditer(text, start, end))


@lru_cache(maxsize=50_000)
def _low(word: str) -> str:
    return word.lower().replace("’", "'").replace("ʼ", "'")


def is_ukrainian(text: str, start: int, end: int) -> bool:
    """Whether most letters of a stretch are Cyrillic."""
    part = text[start:end]
    cyrillic = sum("\u0400" <= c <= "\u052f" for c in part)
    return cyrillic > sum("a" <= c.lower() <= "z" for c in part)


@cache
def analyzer() -> MorphAnalyzer:
    """The Ukrainian dictionary, loaded once and only where there is Ukrainian to read."""
    return MorphAnalyzer(lang="uk")


@lru_cache(maxsize=50_000)
def parses(word: str) -> tuple[Parse, ...]:
    """The readings of a Ukrainian word, the dictionary's first."""
    return tuple(analyzer().parse(word.replace("’", "'").replace("ʼ", "'")))


@lru_cache(maxsize=50_000)
def lemmas(word: str) -> frozenset[str]:
    """The dictionary forms that a Ukrainian word may belong to."""
    return frozenset(p.normal_form for p in parses(word))


@lru_cache(maxsize=50_000)
def verb(word: str) -> tuple[str, str] | None:
    """Of a Ukrainian finite verb its tense (past, pres, futr, Impe for "зроблено") and dictionary form."""
    if word in ("має", "мають", "маємо", "стане", "стали", "мало", "мала", "мали"):
        found = next((p for p in parses(word) if p.tag.POS == "VERB"), None)
    else:
        found = parses(word)[0]
        if found.tag.POS == "VERB" and "infn" in str(found.tag) and not word.endswith(("ти", "тися", "тись")):
            found = next((p for p in parses(word) if p.tag.POS == "VERB" and "infn" not in str(p.tag)), None)
    if found is None or found.tag.POS != "VERB":
        return None
    tag = str(found.tag)
    tense = next((t for t in ("past", "pres", "futr", "Impe") if t in tag), "")
    return (tense, found.normal_form) if tense else None


@lru_cache(maxsize=50_000)
def first_person(word: str) -> bool:
    """Whether a Ukrainian verb says "I" or "we"."""
    return "1per" in str(parses(word)[0].tag)


@lru_cache(maxsize=50_000)
def nominative(word: str) -> bool:
    """Whether a Ukrainian word may be a subject: a noun or pronoun in the nominative."""
    nouns = [str(p.tag) for p in parses(word) if p.tag.POS in ("NOUN", "NPRO", "NUMR")]
    return any("nomn" in tag or not any(case in tag for case in _OBLIQUE) for tag in nouns)


_OBLIQUE = ("gent", "datv", "accs", "ablt", "loct", "voct")
"""A few nouns stand in the dictionary without their case: then it is the nominative."""


_EN_FINITE = ENGLISH.words("finite")
_EN_PAST, _EN_PRESENT = ENGLISH.words("past"), ENGLISH.words("present")
_EN_SPEECH = ENGLISH.words("speech")
_UK_SPEECH = UKRAINIAN.words("speech")
_NOUNS_LIKE_VERBS = ENGLISH.words("noun_or_verb")
_DETERMINERS = bag("a an the this that these those its their our his her my your no any some each every such of to")


def finite(words: list[Token], i: int) -> bool:
    """Whether the word here is, as far as its looks and neighbours say, a finite verb."""
    token = words[i]
    if token.cyrillic:
        copula = token.low == "це" and (not i or words[i - 1].text in "–—") and i + 1 < len(words)
        return (
            copula
            or verb(token.low) is not None
            or token.low
            in (
                "немає",
                "можна",
                "потрібно",
                "необхідно",
                "слід",
                "треба",
                "варто",
            )
        )
    low = token.low
    if low in _EN_FINITE:
        return not (low == "may" and token.capital) and not (low in ("been", "be") and not _after_modal(words, i))
    before = words[i - 1].low if i else ""
    pronoun = (
        before in ("that", "this", "these", "those") and low in _EN_PRESENT | _EN_PAST and low not in _NOUNS_LIKE_VERBS
    )
    if (before in _DETERMINERS and not pronoun) or before == "'":
        return False
    if low in _EN_PRESENT or (low in _EN_SPEECH and not low.endswith("ing")):
        return not token.capital and (low not in _NOUNS_LIKE_VERBS or _may_have_subject(words, i))
    if low in _EN_PAST:
        return not token.capital
    return low.endswith("ed") and len(low) > 4 and token.text.islower() and _active(words, i)  # noqa: PLR2004


def _after_modal(words: list[Token], i: int) -> bool:
    return i > 0 and words[i - 1].low in _EN_FINITE


def _may_have_subject(words: list[Token], i: int) -> bool:
    """Whether a noun or pronoun stands right before a word that may be a noun too, and no preposition after it."""
    if not i:
        return False
    before, after = words[i - 1], words[i + 1].low if i + 1 < len(words) else ""
    if after in _DETERMINERS | _ABOUT or after[:1].isdigit() or after in ("$", "€", "£"):
        return before.text[0].isalpha() and before.low not in _BEFORE_NOUNS
    if before.low in ("we", "they", "you", "i", "he", "she", "it", "who", "that", "which"):
        return True
    named = before.capital or before.low in ENGLISH.words("organs") | ENGLISH.words("outlets")
    return named and after not in ("for", "of", "and", ",")


_ABOUT = bag("around about up almost nearly some more less only")
_BEFORE_NOUNS = bag("of in on at for with by from and or under as than its new")
_REDUCED = bag("by at for from with under as through during using")


def _active(words: list[Token], i: int) -> bool:
    """Whether a word in -ed looks like the verb of a clause and not like an attribute."""
    if not i:
        return False
    before, after = words[i - 1], words[i + 1].low if i + 1 < len(words) else ""
    counted = before.text[0].isdigit() and len(before.text) != 4  # noqa: PLR2004 - a year
    if after in _REDUCED or counted or not (before.text[0].isalnum() or before.text in ')"”,'):
        return False
    if before.low == "be" and i > 1 and words[i - 2].low == "to":
        return False
    if before.low in _EN_FINITE or before.low.endswith("ly"):
        return True
    return before.low not in ENGLISH.words("subordinate") | {
        "and",
        "or",
        "as",
        "than",
        "in",
        "on",
        "with",
        "for",
        "by",
        "from",
    }


SURE = bag("sure confident convinced certain переконаний переконана переконані впевнений впевнена впевнені")
"""Adjectives that, with "that", tell what someone thinks."""


def speech(words: list[Token], i: int) -> str | None:
    """The verb of speech here, as a form (English) or dictionary form (Ukrainian); else None."""
    token = words[i]
    if token.low in SURE:
        return (
            token.low
            if token.cyrillic or (i and words[i - 1].low in ("is", "are", "was", "were", "'m", "am"))
            else None
        )
    if token.cyrillic:
        found = verb(token.low)
        return found[1] if found and found[1] in _UK_SPEECH else None
    if token.low not in _EN_SPEECH or not token.text.islower():
        return None
    return token.low if token.low not in _NOUNS_LIKE_VERBS or finite(words, i) else None
