"""A frame: the part of a sentence that says who says the rest; who speaks in it, and to whom."""

from __future__ import annotations

from dataclasses import dataclass

from workshare.register.reading.layout import Span, trim
from workshare.register.reading.lexicon import ENGLISH, UKRAINIAN, bag
from workshare.register.reading.words import SURE, Token, finite, first_person, lemmas, speech


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Who says a claim: the stretch that names the speaker, of the outlet told, of a source cited, and the verb."""

    subject: Span | None = None
    verb: str = ""
    audience: Span | None = None
    cited: Span | None = None
    closing: bool = False
    """Whether it stands behind its claim."""
    case: str = ""
    """The case in which a Ukrainian subject stands, where a preposition asks for it."""
    impersonal: bool = False
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Framed:
    """A stretch of a sentence with the frames around it, the outermost first; an empty one is nothing but a frame."""

    span: Span
    frames: tuple[Frame, ...] = ()


THAT = ("that", "що")
COMMA = ",—–-"
FRAME_WORDS = 22
"""So many words at most stand in a frame that closes a sentence."""
STARTERS = (
    bag("and but which who where that while because as if when or yet so what")
    | UKRAINIAN.words("subordinate")
    | bag("і та а але й")
)
MODALS = bag("will would can could may might must should to be being been not n't never cannot won't")
BE = bag("is are was were been be being")


CASE_AFTER = "gent"
ACCORDING_EN, ACCORDING_UK = ENGLISH.phrases("according"), UKRAINIAN.phrases("according")
SOURCES_EN, SOURCES_UK = ENGLISH.phrases("sources"), UKRAINIAN.phrases("sources")


ROLES, ROLES_UK = (
    ENGLISH.words("roles"),
    UKRAINIAN.words("roles") | UKRAINIAN.words("organs") | UKRAINIAN.words("outlets"),
)
FORMAL = bag(
    "повідомленні заяві релізі звіті документі міністерстві відомстві компанії офісі агентстві пресслужбі уряді"
)


PRONOUN = ENGLISH.words("pronouns") | UKRAINIAN.words("pronouns")


def first_speech(words: list[Token]) -> int | None:
    """Where the first verb of speech stands."""
    return next((i for i in range(len(words)) if speech(words, i)), None)


def held_back(words: list[Token], i: int) -> bool:
    """Whether the verb here is not one that speaks now: "to say", "will announce", "was told"."""
    if words[i].low in ("rule", "ruled", "exclude", *SURE):
        return False
    j = i - 1
    while j >= 0 and (words[j].low in ENGLISH.words("adverbs") or words[j].low.endswith("ly")):
        j -= 1
    return j >= 0 and words[j].low in MODALS | BE


_OBJECT = 24
"""So many words may stand between a verb of speech and its claim: whom it told, where, when."""


def claim_word(words: list[Token], i: int, inner: list[bool]) -> int | None:
    """The word that opens the claim of a verb of speech: "that", "що", a colon, or a quotation mark."""
    for k in range(i + 1, min(len(words), i + _OBJECT)):
        low = words[k].low
        if low in THAT:
            return k
        if words[k].text == ":":
            return k
        if words[k].text in '"“«„' and k + 3 < len(words) and _quoted_clause(words, k):
            return k
        if words[k].text == ";" or (finite(words, k) and not inner[k]):
            return None
    return None


def _quoted_clause(words: list[Token], k: int) -> bool:
    close = next((j for j in range(k + 1, len(words)) if words[j].text in '"”»'), len(words))
    return words[k + 1].capital and any(finite(words, j) for j in range(k + 1, close)) and close - k > 3  # noqa: PLR2004


def frame_at(text: str, words: list[Token], i: int, verb: str) -> Frame:
    """The frame of a verb of speech: before it or after it who speaks, after it whom they told, what they cite."""
    before, after = words[:i], words[i + 1 :]
    start, end = words[0].start, words[-1].end
    m = SOURCES_EN.search(text, start, end) or SOURCES_UK.search(text, start, end)
    cited = None
    if m:
        close = next((w.start for w in words if w.start > m.end() and w.text == ","), end)
        close = min(close, words[i].start) if words[i].start > m.end() else close
        cited = trim(text, m.end(), close)
        before = [w for w in before if not m.start() <= w.start < close]
        after = [w for w in after if not m.start() <= w.start < close]
    negated = any(w.low in ("not", "n't", "не", "never") or w.low.endswith("n't") for w in before[-3:])
    audience = audience_in(after) or (audience_in(before) if any(w.low in _ON_AIR for w in before) else None)
    mine = words[i].cyrillic and first_person(words[i].low)
    subject = None if mine else _subject(before, after, cyrillic=words[i].cyrillic)
    return Frame(subject=subject, verb=verb, audience=audience, cited=cited, negated=negated)


_STOP_WORDS = bag('that що : " “ « , — – -')


def _subject(before: list[Token], after: list[Token], *, cyrillic: bool) -> Span | None:
    """Who speaks: the words before the verb, else those right after it."""
    core = [w for w in before if w.text[0].isalnum()]
    while core and not cyrillic and core[-1].low in ("has", "have", "had", "did", "not", *ENGLISH.words("adverbs")):
        core.pop()
    if core and (
        not cyrillic or (any(w.capital or w.low in ROLES_UK or w.low in PRONOUN for w in core) and not _scene(core))
    ):
        last = core[-1].end
        return before[0].start, last
    while after and not after[0].text[0].isalnum() and after[0].text not in '«"“':
        after = after[1:]
    if not after or (not cyrillic and any(w.low in THAT for w in after)):
        return None
    end = next((k for k, w in enumerate(after) if (k and w.text in ':"“') or w.low in ("that", "що")), len(after))
    return (after[0].start, after[end - 1].end) if end else None


_SCENE = bag("у в на під за під час після до 6")


def _scene(words: list[Token]) -> bool:
    """Whether the words before a Ukrainian verb only say where or when."""
    if len(words) > 1 and words[0].low in ("у", "в") and lemmas(words[1].low) & UKRAINIAN.words("organs"):
        return False
    named = UKRAINIAN.words("roles") | PRONOUN
    return words[0].low in _SCENE and not any(w.low in named for w in words)


_ON_AIR = bag("інтерв'ю коментарі ефірі")


def audience_in(after: list[Token]) -> Span | None:
    """Whom the words were told: what follows "told", "to", "in an interview with", "в інтерв'ю", "в ефірі"."""
    for k, w in enumerate(after):
        if (
            w.low in ("to", "with")
            or (k == 0 and w.capital)
            or w.low in ("outlet", "інтерв'ю", "коментарі", "ефірі", "журналістам", "виданню")
        ):
            begin = k if (k == 0 and w.capital) or w.low in ("outlet", "журналістам") else k + 1
            stop = next(
                (j for j in range(begin + 1, len(after)) if after[j].low in _STOP_WORDS | {"on", "in", "at", "during"}),
                len(after),
            )
            if begin < len(after) and stop > begin:
                return after[begin].start, after[stop - 1].end
    return None
