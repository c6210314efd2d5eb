"""Names of persons and bodies in a stretch of text, in the nominative."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from pymorphy3.analyzer import Parse

from workshare.register.reading.layout import Span
from workshare.register.reading.lexicon import ENGLISH, UKRAINIAN, bag
from workshare.register.reading.places import is_place
from workshare.register.reading.words import Token, lemmas, parses, tokens

_GIVEN = ENGLISH.words("given")
_TITLES = ENGLISH.words("titles")
_ROLES_EN, _ROLES_UK = ENGLISH.words("roles"), UKRAINIAN.words("roles")
_ORGANS_UK = UKRAINIAN.words("organs")


@dataclass(frozen=True, slots=True)
class NameParts:
    """A person's name as the text has it."""

    given: str
    surname: str
    at: int = field(default=0, compare=False)
    """Where it begins."""

    @property
    def full(self) -> str:
        """The given name, if there is one, and the surname."""
        return f"{self.given} {self.surname}".strip()


def person_in(text: str, start: int, end: int) -> Iterator[tuple[NameParts, tuple[str, ...]]]:
    """The persons named in a stretch, each with the titles that stand before or behind it."""
    words = tokens(text, start, end)
    i = 0
    while i < len(words):
        found = _ukrainian(words, i) if words[i].cyrillic else _english(words, i)
        if found is None:
            i += 1
            continue
        parts, after = found
        yield replace(parts, at=words[i].start), tuple(_titles(words, i, after))
        i = after


def _titles(words: list[Token], first: int, after: int) -> Iterator[str]:
    apposed = words[after + 1 : after + 8] if after < len(words) and words[after].text == "," else []
    near = [*words[max(0, first - 8) : first], *apposed]
    for word in near:
        for form in lemmas(word.low) if word.cyrillic else (word.low,):
            if form in (_ROLES_UK if word.cyrillic else _ROLES_EN):
                yield form


# ---------------------------------------------------------------- English


def _english(words: list[Token], i: int) -> tuple[NameParts, int] | None:
    """A given name with what follows it in capitals, or a name after a title."""
    word = words[i]
    if titled := _after_title(words, i):
        return titled
    if not word.capital or not word.text[0].isalpha():
        return None
    if _behind_country(words, i):
        return NameParts(words[i + 1].text, words[i + 2].text), i + 3
    if word.low in _GIVEN or (_initial(words, i) and word.low not in _TITLES):
        j = i + 1
        while j < len(words) and (_name_like(words, j) or _dotted(words, j)):
            j += 1
        kept = [w for w in words[i:j] if w.text != "."]
        if len(kept) > 1 and word.low not in _TITLES:
            return NameParts(" ".join(w.text for w in kept[:-1]), kept[-1].text), j
        return None
    return None


def _after_title(words: list[Token], i: int) -> tuple[NameParts, int] | None:
    """A name behind a title, whatever given name it has: "MP Vasile Munteanu", "head Pavlo Dudnyk"."""
    if words[i].low in _ROLES_EN | _SHORT_TITLES:
        j = i + 1
        while j < len(words) and (words[j].text == "." or words[j].low in _TITLES):
            j += 1
        apart = j < len(words) and words[j].text == "," and words[i].text.islower()
        j += apart
        k = j
        while k < len(words) and _name_like(words, k) and k - j < 3:  # noqa: PLR2004
            k += 1
        kept = words[j:k]
        if len(kept) > apart and kept[0].low not in _GIVEN:
            return NameParts(" ".join(w.text for w in kept[:-1]), kept[-1].text), k
    return None


def _behind_country(words: list[Token], i: int) -> bool:
    """Whether a title with a country's name ends here, and a name follows: "Minister of Estonia Tarmo Kask"."""
    follows = i + 2 < len(words) and all(_name_like(words, k) and not is_place(words[k].low) for k in (i + 1, i + 2))
    titled = any(w.low in _ROLES_EN for w in words[max(0, i - 8) : i])
    return follows and titled and is_place(words[i].low) and not (i + 3 < len(words) and _name_like(words, i + 3))


_SHORT_TITLES = bag("mr mrs ms dr prof pm mp")


def _name_like(words: list[Token], j: int) -> bool:
    word = words[j]
    return (
        word.capital
        and word.text[0].isalpha()
        and not word.cyrillic
        and word.low not in _TITLES
        and word.low not in ENGLISH.words("organs")
        and not word.low.endswith("'s")
    ) or (word.low in ("van", "von", "der", "de", "al", "bin", "di") and j + 1 < len(words) and words[j + 1].capital)


def _initial(words: list[Token], i: int) -> bool:
    return (
        len(words[i].text) == 1
        and i + 2 < len(words)
        and words[i + 1].text == "."
        and words[i + 2].capital
        and len(words[i + 2].text) > 2  # noqa: PLR2004 - no further initial
    )


def _dotted(words: list[Token], j: int) -> bool:
    return words[j].text == "." and j > 0 and len(words[j - 1].text) == 1


# ---------------------------------------------------------------- Ukrainian

_CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct", "voct")


def _ukrainian(words: list[Token], i: int) -> tuple[NameParts, int] | None:
    """A given name (or initials) and a surname, in any case."""
    word = words[i]
    if not word.capital:
        return None
    if len(word.text) == 1 and i + 2 < len(words) and words[i + 1].text == ".":
        j = i + 2
        while j + 1 < len(words) and len(words[j].text) == 1 and words[j + 1].text == ".":
            j += 2
        if j < len(words) and words[j].capital and len(words[j].text) > 2:  # noqa: PLR2004
            return NameParts("", _surname(words[j].text, None)), j + 1
        return None
    given = _given(word.text)
    if not given or i + 1 >= len(words) or not words[i + 1].capital or not words[i + 1].cyrillic:
        return None
    j = i + 1
    if (
        words[j].low.endswith(("ович", "івна", "ївна", "овича", "івни", "овичем", "івною", "йович", "йовича"))
        and j + 1 < len(words)
        and words[j + 1].capital
    ):
        j += 1
    if {*lemmas(words[j].low)} & _ORGANS_UK:
        return None
    best = _agreeing(given, words[j].text)
    return (best, j + 1) if best else None


@lru_cache(maxsize=5000)
def _given(word: str) -> tuple[Parse, ...]:
    return tuple(p for p in parses(word) if "Name" in p.tag and "plur" not in str(p.tag))


def _agreeing(given: tuple[Parse, ...], surname: str) -> NameParts | None:
    """The name in the nominative: given name and surname in one case and gender, if the dictionary knows such."""
    ranked = sorted(given, key=lambda p: (_CASES.index(_case(p)) if _case(p) in _CASES else 9, "plur" in str(p.tag)))
    for reading in ranked:
        base = _nominative(reading)
        form = _surname_as(surname, _case(reading), _gender(reading))
        if base and form:
            return NameParts(base, form)
    base = _nominative(ranked[0])
    return NameParts(base, surname) if base else None


def _surname_as(surname: str, case: str, gender: str) -> str | None:
    """The nominative of a surname that stands in that case and gender."""
    if case == "nomn":
        fits = any(_case(p) == "nomn" and (not gender or _gender(p) in ("", gender)) for p in parses(surname))
        return surname if fits or gender == "femn" else None
    readings = [
        p for p in parses(surname) if _case(p) == case and _gender(p) == gender and p.tag.POS in ("NOUN", "ADJF")
    ]
    readings.sort(key=lambda p: ("Surn" not in str(p.tag), p.tag.POS != "ADJF"))
    for reading in readings:
        if base := _nominative(reading):
            return base
    return _by_ending(surname, gender)


def _by_ending(surname: str, gender: str) -> str | None:
    """A surname that the dictionary does not know, by its ending; women's in a consonant or -о stay as they are."""
    if gender == "femn":
        for end, base in (
            ("ової", "ова"),
            ("евої", "ева"),
            ("ської", "ська"),
            ("цької", "цька"),
            ("ою", "а"),
            ("ій", "а"),
        ):
            if surname.endswith(end):
                return surname.removesuffix(end) + base
        return surname
    for end, base in (
        ("ського", "ський"),
        ("цького", "цький"),
        ("ським", "ський"),
        ("ському", "ський"),
        ("енка", "енко"),
        ("енком", "енко"),
        ("енку", "енко"),
        ("ком", "ко"),
        ("овим", "ов"),
        ("іним", "ін"),
        ("ом", ""),
        ("ем", ""),
        ("а", ""),
        ("у", ""),
    ):
        if surname.endswith(end) and len(surname) - len(end) > 2:  # noqa: PLR2004
            return surname.removesuffix(end) + base
    return None


def _surname(surname: str, _: object) -> str:
    if any(_case(p) == "nomn" for p in parses(surname)):
        return surname
    return next((b for p in parses(surname) if "Surn" in p.tag and (b := _nominative(p))), surname)


def _case(reading: Parse) -> str:
    return next((c for c in _CASES if c in str(reading.tag)), "")


def _gender(reading: Parse) -> str:
    return next((g for g in ("masc", "femn") if g in str(reading.tag)), "")


def _nominative(reading: Parse) -> str | None:
    """A reading's word in the nominative singular, with a capital."""
    if _case(reading) == "nomn" and "plur" not in str(reading.tag):
        word = reading.word
    else:
        made = reading.inflect({"nomn"})
        if made is None:
            return None
        word = made.word
    return "-".join(p.capitalize() for p in word.split("-"))


@lru_cache(maxsize=5000)
def base_form(surname: str) -> str:
    """A surname's likely stem: what its forms share."""
    return re.sub(
        r"(?:ський|ського|ському|ським|ська|ської|ською|енко|енка|енку|енком|ом|ем|ою|ий|ого|ому|им|[аеиіїоуюяь])$",
        "",
        surname,
    )


# ---------------------------------------------------------------- bodies

_LEAD_EN = bag(
    "the a an its their own also his her later earlier separately meanwhile in turn however and news outlet agency "
    "newspaper"
)
_LEAD_UK = bag("у в на також а й і та водночас видання агентство інформагентство газета телеканал")


def organisation(text: str, span: Span, case: str = "") -> str:
    """A body's name without articles before and phrases behind it, its head in the nominative."""
    words = tokens(text, *span)
    if (words and words[0].cyrillic) or (words and words[0].low in _LEAD_UK):
        return _body_uk(text, words, case)
    while words and (words[0].low in _LEAD_EN or words[0].text in ',"“”') and len(words) > 1:
        if words[0].capital and words[0].low not in ("the", "a", "in", "also", "its", "however"):
            break
        words.pop(0)
    cut = _CUT_EN - ({"in", "at"} if words and words[0].low in ("sources", "source", "officials", "people") else set())
    stop = next((k for k, w in enumerate(words) if k and (w.text in '(,;:"' or w.low in cut)), len(words))
    words = words[:stop]
    return " ".join(text[words[0].start : words[-1].end].split()) if words else ""


_CUT_EN = bag("on during while after before which that in at earlier later also reported said to with")


def _body_uk(text: str, words: list[Token], case: str) -> str:
    """A Ukrainian body: its head, with the adjectives before it, in the nominative, the rest as it stands."""
    while len(words) > 1 and (words[0].low in _LEAD_UK or words[0].text in ',"“'):
        case = "loct" if words[0].low in ("у", "в", "на") else case
        words = words[1:]
    stop = next((k for k, w in enumerate(words) if k and (w.text in ",;:(—–" or w.low in _CUT_UK)), len(words))
    words = words[:stop]
    while words and words[-1].text in '«»"“”':
        words = words[:-1] if words[-1].text not in "»”" else words
        break
    if not words:
        return ""
    head = next((k for k, w in enumerate(words) if any(p.tag.POS == "NOUN" for p in parses(w.low)[:2])), None)
    if head is None or words[0].text in '«"' or not words[0].cyrillic:
        return " ".join(text[words[0].start : words[-1].end].split())
    made = [_head_form(w, case) for w in words[: head + 1]]
    rest = text[words[head].end : words[-1].end]
    return " ".join((" ".join(made) + rest).split())


_CUT_UK = bag("у в на під з із зі після за для про з")


def _head_form(word: Token, case: str) -> str:
    """One word in the nominative singular, its capital kept; ``case`` is what the preposition asks for."""
    asked = [p for p in parses(word.low) if case and _case(p) == case]
    for reading in asked:
        if made := reading.inflect({"nomn"}):
            return str(made.word.capitalize() if word.capital else made.word)
    if any(_case(p) in ("nomn", "") and p.tag.POS for p in parses(word.low)) and not word.low.endswith("ого"):
        return word.text
    for reading in parses(word.low):
        if reading.tag.POS in ("NOUN", "ADJF", "PRTF"):
            made = reading.inflect({"nomn"})
            if made:
                return str(made.word.capitalize() if word.capital else made.word)
    return word.text
