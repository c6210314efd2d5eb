"""Clauses of a sentence: where two claims that stand side by side part."""

from __future__ import annotations

from workshare.register.reading.layout import Span, trim
from workshare.register.reading.lexicon import ENGLISH, UKRAINIAN, bag
from workshare.register.reading.words import Token, finite, nominative, tokens, verb

_EN_JOINTS, _UK_JOINTS = ENGLISH.words("joints"), UKRAINIAN.words("joints")
_STRONG = UKRAINIAN.words("strong_joints")
_EN_SUB, _UK_SUB = ENGLISH.words("subordinate"), UKRAINIAN.words("subordinate")
_REACH = 16
"""So many words after a joint may its clause's verb stand."""
_PRONOUNS = bag("it he she they we i you there this these that")


def clauses(text: str, span: Span) -> list[Span]:
    """The claims that stand side by side in a stretch, each with a subject and a finite verb of its own."""
    words = tokens(text, *span)
    cuts = [span[0]]
    verb_since = False
    depth = 0
    for i, token in enumerate(words):
        depth += (token.text == "(") - (token.text == ")")
        if (
            (verb_since or token.text == ";")
            and depth <= 0
            and (skip := _joint(words, i))
            and _own_clause(words, i + skip, i)
        ):
            cuts.append(token.start)
            cuts.append(words[i + skip].start)
            verb_since = False
        verb_since = verb_since or finite(words, i)
    cuts.append(span[1])
    pairs = [(cuts[0], cuts[1])] + [(cuts[i], cuts[i + 1]) for i in range(2, len(cuts) - 1, 2)]
    return [s for a, b in pairs if (s := trim(text, a, b))[0] < s[1]]


def _joint(words: list[Token], i: int) -> int:
    """How many words join here: 0 for none."""
    token = words[i]
    follows = i + 1 < len(words)
    if not follows:
        return 0
    if token.text == ";" or (token.text in "–—" and len(token.text) == 1):
        joined = words[i + 1].low in (_UK_JOINTS if words[i + 1].cyrillic else _EN_JOINTS)
        return 2 if joined and i + 2 < len(words) else 1
    if token.cyrillic:
        comma = i > 0 and words[i - 1].text == ","
        if token.low not in _UK_JOINTS or (token.low in _STRONG and not comma):
            return 0
        return (
            2
            if token.low == "тоді" and words[i + 1].low == "як" and i + 2 < len(words)
            else 1
            if token.low != "тоді"
            else 0
        )
    if token.low == "while" and not (i > 0 and words[i - 1].text == ","):
        return 0
    return 1 if token.low in _EN_JOINTS else 0


def _own_clause(words: list[Token], i: int, joint: int) -> bool:
    """Whether a clause with its own subject begins here."""
    if i < len(words) and words[i].low in ("that", "що") and i + 1 < len(words):
        if words[i].low == "that" and finite(words, i + 1):
            return True
        i += 1
    limit = min(len(words), i + _REACH)
    subject = False
    for j in range(i, limit):
        token = words[j]
        cyrillic = token.cyrillic
        if finite(words, j):
            return _has_subject(words, i, j, joint, subject=subject)
        if token.low in (_UK_SUB if cyrillic else _EN_SUB) and not (j == i and _preposition(words, j)):
            return False
        if token.text == ";" or (token.text in "–—" and j > i):
            return False
        subject = subject or (nominative(token.low) if cyrillic else token.text[0].isalnum())
    return False


def _preposition(words: list[Token], j: int) -> bool:
    """Whether a subordinating word is a preposition here: "but since last autumn it has"."""
    following = words[j + 1] if j + 1 < len(words) else None
    if words[j].low in ("that", "as", "after", "before"):
        return True
    timed = following is not None and (
        following.low in ("last", "this", "next", "early", "late") or following.text[0].isdigit()
    )
    return words[j].low in ("since", "until") and (timed or (following is not None and following.capital))


_PHRASE = 3
"""So many words make a prepositional phrase without a subject behind it."""
_ALREADY = bag("also then will thus therefore now already later not")


def _has_subject(words: list[Token], first: int, at: int, joint: int, *, subject: bool) -> bool:
    """Whether what stands between a joint and its verb is a subject."""
    before = words[first:at]
    if before and before[-1].low in (_UK_JOINTS if before[-1].cyrillic else _EN_JOINTS):
        return False  # a second verb of the subject before the joint
    if not before:
        return words[at].cyrillic and (verb(words[at].low) or ("",))[0] == "Impe" and words[joint].low in _STRONG
    if words[at].cyrillic:
        strong = words[joint].low in _STRONG or words[joint].text in ";–—"
        impersonal = verb(words[at].low) is None or verb(words[at].low)[0] == "Impe"  # type: ignore[index]
        return subject or strong or impersonal
    if before[-1].text == ",":
        return False
    words_before = [t for t in before if t.text[0].isalnum()]
    if not words_before or all(t.low in _ALREADY or t.low.endswith("ly") for t in words_before):
        return False
    short = len(words_before) <= _PHRASE
    return not (short and words_before[0].low in ("to", "by", "not", "in", "for", "with", "on", "at", "from"))
