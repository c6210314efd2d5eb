"""What a claim is (commitment, event, fact, view, silence) and in which stance it is made."""

from __future__ import annotations

import re
from enum import StrEnum

from workshare.register.reading.frame import Frame
from workshare.register.reading.lexicon import ENGLISH, UKRAINIAN, bag
from workshare.register.reading.words import Token, finite, lemmas, nominative, parses, tokens, verb


class Kind(StrEnum):
    """What is asserted; docs/register.md says how they are told apart."""

    COMMITMENT = "commitment"
    EVENT = "event"
    FACT = "fact"
    VIEW = "view"
    SILENCE = "silence"


class Stance(StrEnum):
    """How it is asserted."""

    SAID = "said"
    DENIED = "denied"
    DECLINED = "declined"
    EXPECTED = "expected"
    POSSIBLE = "possible"


_SILENCE = (ENGLISH.phrases("silence"), UKRAINIAN.phrases("silence"))
_POSSIBLE = (ENGLISH.phrases("possible"), UKRAINIAN.phrases("possible"))
_EXPECTED = (ENGLISH.phrases("expected"), UKRAINIAN.phrases("expected"))
_VIEWS = (ENGLISH.phrases("views"), UKRAINIAN.phrases("views"))
_BINDING = (ENGLISH.phrases("binding"), UKRAINIAN.phrases("binding_phrases"))
_DENYING = ENGLISH.words("denying") | UKRAINIAN.words("denying")
_EXPECTING = ENGLISH.words("expecting") | UKRAINIAN.words("expecting")
_FUTURE = re.compile(r"(?i)(?<!\w)(?:will|shall|won['’]t|is going to|are going to)(?!\w)|['’]ll(?!\w)")
_EFFECTS, _EFFECTS_UK = ENGLISH.words("effects"), UKRAINIAN.words("effects")
_THINGS, _THINGS_UK = ENGLISH.words("things"), UKRAINIAN.words("things")
_BINDING_VERBS = UKRAINIAN.words("binding")
_AGREED = re.compile(
    r"(?i)\bagree[ds]?(?:\s+[\w'-]+){0,2}?\s+(?:to|on|that|with)\b|\bundertakes?\b|\b(?:is|are|was|were)\s+due\s+to\s+"
    r"(?!(?:the|an?|its|their|late|lack|poor|high|low|bad|\w+ing|\w+s)\b)[a-z]+\b|\bundertook\b"
    r"|\b(?:promise[sd]?|pledge[sd]?)\s+(?:to|that|an?|the|up|more|another|additional|between|nearly|about|almost|[$€£\d])"
)
_IF = re.compile(r"(?i)(?:if|unless|якщо|якби)\b")
_RULED_OUT = bag("rule ruled exclude excluded виключати виключити")
_PROMISING = bag(
    "promise promises promised promising pledge pledges pledged vow vows vowed пообіцяти обіцяти запевнити"
)


def judge(text: str, start: int, end: int, frames: tuple[Frame, ...]) -> tuple[Kind, Stance]:
    """The kind and stance of a claim within its frames."""
    words = tokens(text, start, end)
    tongue = int(any(w.cyrillic for w in words[:3]) or sum(w.cyrillic for w in words) * 2 > len(words))
    main = _before_relative(text, words, start, end)
    if _SILENCE[tongue].search(main):
        return Kind.SILENCE, Stance.DECLINED
    stance = _stance(main, tongue, frames)
    if stance in (Stance.EXPECTED, Stance.POSSIBLE) or _IF.match(main):
        return Kind.VIEW, stance
    return _kind(main, words, tongue, frames), stance


def _before_relative(text: str, words: list[Token], start: int, end: int) -> str:
    """The claim without its which- and that-clauses, if a verb stands before them."""
    seen = False
    for i, word in enumerate(words):
        if (
            seen
            and i
            and word.low
            in (
                "which",
                "who",
                "that",
                "where",
                "whose",
                "який",
                "яка",
                "яке",
                "які",
                "що",
                "де",
                "щоб",
                "аби",
                "which",
            )
        ):
            return text[start : word.start]
        seen = seen or finite(words, i)
    return text[start:end]


def _stance(main: str, tongue: int, frames: tuple[Frame, ...]) -> Stance:
    verbs = {f.verb for f in frames}
    ruled = next((f for f in frames if f.verb in _RULED_OUT), None)
    if ruled:
        return Stance.POSSIBLE if ruled.negated else Stance.DENIED
    if verbs & _DENYING:
        return Stance.DENIED
    if verbs & _EXPECTING or any(f.impersonal and f.verb in ("expected", "очікується") for f in frames):
        return Stance.EXPECTED
    if re.search(r"(?i)\b(?:denied|denies|rejected|refuted)\b|(?<!\w)(?:заперечи[влти]+|спросту\w+)(?!\w)", main):
        return Stance.DENIED
    if any(m.group() != "May" for m in _POSSIBLE[tongue].finditer(main)):
        return Stance.POSSIBLE
    return Stance.EXPECTED if _EXPECTED[tongue].search(main) else Stance.SAID


def _kind(main: str, words: list[Token], tongue: int, frames: tuple[Frame, ...]) -> Kind:
    promised = any(f.verb in _PROMISING and not f.negated for f in frames)
    if tongue:
        return _kind_uk(main, words, promised=promised)
    bound = (_BINDING[0].search(main) or _AGREED.search(main)) is not None
    future = _FUTURE.search(main)
    if (future and not _effect(main, future.end(), words)) or bound:
        return Kind.VIEW if not bound and _VIEWS[0].search(main[: future.start() if future else 0]) else Kind.COMMITMENT
    if promised and (future or re.search(r"\bwould\b", main)):
        return Kind.COMMITMENT
    if future or _VIEWS[0].search(main):
        return Kind.VIEW
    return Kind.EVENT if _happened(main) else Kind.FACT


_NEXT_VERB = re.compile(
    r"\s*(?:(?:also|not|soon|then|thus|be able|be|[a-z]+ly|jointly|further|only|already|first|in turn)\s+)*([a-z]+)"
)


def _effect(main: str, at: int, words: list[Token]) -> bool:
    """Whether what follows "will" is what a thing or paper brings about, or how things will be."""
    if re.match(
        r"\s*(?:also\s+|then\s+|not\s+)?be\s+(?:able|possible|important|necessary|enough|a\b|the\b|used|needed|difficult|hard|easier)",
        main[at:],
    ):
        return True
    following = _NEXT_VERB.match(main, at)
    low = following.group(1) if following else ""
    if low not in _EFFECTS or main[following.end(1) if following else at :].lstrip().startswith("place"):
        return False
    if low in (
        "help",
        "allow",
        "enable",
        "facilitate",
        "contribute",
        "cost",
        "depend",
        "need",
        "require",
        "become",
        "remain",
        "mean",
        "benefit",
        "lead",
        "boost",
        "make",
        "be",
        "take",
        "serve",
        "meet",
        "reduce",
    ):
        return not _actor(main, words) or low in ("cost", "depend", "need", "remain", "mean", "benefit", "become")
    return not _actor(main, words)


_ACTORS = (
    ENGLISH.words("organs")
    | ENGLISH.words("roles")
    | bag("we i they he she country countries side sides partners states companies manufacturers engineers firms both")
)


def _actor(main: str, words: list[Token]) -> bool:
    """Whether the subject is someone who acts: a person, a body, a country; not a paper, a thing or a process."""
    future = _FUTURE.search(main)
    limit = words[0].start + (future.start() if future else len(main))
    subject = [w for w in words if w.start < limit and w.text[0].isalpha()]
    head: list[Token] = []
    for word in subject:
        if word.low in ("of", "in", "on", "for", "between", "with", "to", "from", "that", "which", "by") and head:
            if head[-1].low in _ACTORS or head[-1].capital:
                break
            if head[-1].low in _THINGS or not any(w.capital for w in head[1:]):
                break
        head.append(word)
    if not head:
        return True
    if any(w.low in _THINGS for w in head[-2:]):
        return False
    return (
        any(w.low in _ACTORS for w in head)
        or any(w.capital for w in head[1:])
        or (
            head[0].capital
            and head[0].low not in ("the", "this", "a", "our", "its", "such", "these")
            and len(head) == 1
        )
    )


_DONE = (
    r"(?:\w+ed|sent|built|made|held|sold|bought|paid|given|taken|begun|shown|put|set|brought|found|lost|won|met|cut|"
    r"left)\b"
)
_HAPPENED = re.compile(
    rf"(?i)\b(?:was|were|has been|have been|had been|has|have|had)\s+(?:\w+ly\s+|also\s+|already\s+|now\s+)?{_DONE}"
)


def _happened(main: str) -> bool:
    """Whether the claim's verb tells of something done."""
    if _HAPPENED.search(main):
        return True
    words = tokens(main, 0, len(main))
    first = next((w for i, w in enumerate(words) if finite(words, i)), None)
    if first is None:
        return False
    return (first.low.endswith("ed") and first.low not in ("needed", "wanted")) or first.low in _PAST


_PAST = ENGLISH.words("past")


def _kind_uk(main: str, words: list[Token], *, promised: bool) -> Kind:
    limit = words[0].start + len(main) if words else 0
    inside = [w for w in words if w.start < limit]
    verbs = [v for w in inside if w.cyrillic and (v := verb(w.low))]
    bound = _BINDING[1].search(main) is not None or any(v[1] in _BINDING_VERBS for v in verbs)
    future = next((i for i, w in enumerate(inside) if w.cyrillic and (v := verb(w.low)) and v[0] == "futr"), None)
    if future is not None and not bound:
        if _effect_uk(inside, future):
            return Kind.VIEW
        return Kind.VIEW if _VIEWS[1].search(main) and not promised else Kind.COMMITMENT
    if bound:
        return Kind.COMMITMENT
    if _VIEWS[1].search(main):
        return Kind.VIEW
    first = verbs[0] if verbs else None
    if first and first[0] in ("past", "Impe") and first[1] not in ("бути", "мати", "тривати", "могти", "змогти"):
        return Kind.EVENT
    return Kind.FACT


def _effect_uk(words: list[Token], future: int) -> bool:
    """Whether a future verb tells what a thing or paper brings about."""
    found = verb(words[future].low)
    assert found is not None
    lemma = found[1]
    if lemma == "бути":
        following = words[future + 1 : future + 4]
        infinitive = next((f for w in following if w.cyrillic for f in _infinitive(w.low)), None)
        if infinitive is None:
            return not any(_participle(w.low) for w in following) and not any(
                w.low in ("створено", "готовий") for w in following
            )
        lemma = infinitive
    if lemma not in _EFFECTS_UK:
        return False
    subject = next((w for w in words[:future] if w.cyrillic and nominative(w.low)), None)
    if subject is None:
        return lemma in (
            "дозволити",
            "допомогти",
            "сприяти",
            "коштувати",
            "залежати",
            "означати",
            "стати",
            "могти",
            "змогти",
            "потребувати",
        )
    return bool(lemmas(subject.low) & _THINGS_UK) or lemma in (
        "коштувати",
        "залежати",
        "означати",
        "потребувати",
        "могти",
        "змогти",
        "стати",
    )


def _infinitive(word: str) -> tuple[str, ...]:
    return tuple(lemmas(word)) if word.endswith(("ти", "тися", "тись")) else ()


def _participle(word: str) -> bool:
    """A passive participle after "буде": "передано", "виготовлені"."""
    return word.endswith(("но", "то", "ний", "на", "ні", "не", "тий", "та", "ті")) and any(
        p.tag.POS in ("PRTF", "VERB") or "Impe" in str(p.tag) or p.tag.POS == "ADJF" for p in parses(word)
    )
