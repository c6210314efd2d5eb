"""Whether a date in a claim lies ahead of the day of writing or behind it, by the verb that it goes with."""

from __future__ import annotations

import re
from bisect import bisect_right

from workshare.register.reading.layout import Span
from workshare.register.reading.lexicon import ENGLISH, UKRAINIAN, bag
from workshare.register.reading.words import Token, finite, tokens, verb

_PROMISED = re.compile(
    r"(?i)(?<!\w)(?:agreed|pledged|promised|vowed|undertook|planned|(?:домови|зобов['’ʼ]яза|погоди|пообіця|заплан)[а-яіїєґ]*)(?!\w)"
)
"""Past verbs of a promise: what stands before them is when it was given, what stands behind is what it is about."""
_AHEAD = bag("will shall would won't 'll due may might could can")
_PLANS = bag("plans plan intends intend expects expect hopes hope aims aim wants want should must")
_PAST = ENGLISH.words("past") | bag("was were had did has have hasn't haven't")
_SUB = ENGLISH.words("subordinate") | UKRAINIAN.words("subordinate")


class Lean:
    """A claim's stretches between its subordinating words, each with the direction of its verb."""

    def __init__(self, text: str, span: Span, *, ahead: bool) -> None:
        self._ahead = ahead
        promised = _PROMISED.search(text, *span) if ahead else None
        self._promised = promised.start() if promised else -1
        words = tokens(text, *span)
        starts, ways = [span[0]], [0]
        for i, word in enumerate(words):
            if word.low in _SUB and i:
                starts.append(word.start)
                ways.append(0)
            elif not ways[-1]:
                ways[-1] = _direction(words, i)
        self._starts, self._ways = starts, ways

    def at(self, place: int) -> int:
        """1 for ahead, -1 for back, 0 where nothing tells."""
        if self._promised >= 0:
            return -1 if place < self._promised else 1
        segment = bisect_right(self._starts, place) - 1
        here = self._ways[segment]
        if self._ahead and (here >= 0 or not segment):
            return 1
        return here or next((w for w in self._ways if w), 0)


def _direction(words: list[Token], i: int) -> int:
    """Which way the verb here looks; 0 for no verb, and for the present."""
    token = words[i]
    if token.cyrillic:
        found = verb(token.low)
        return {"futr": 1, "past": -1, "Impe": -1}.get(found[0], 0) if found else 0
    if not finite(words, i):
        return 0
    if token.low in _AHEAD | _PLANS or token.low.endswith("'ll"):
        return 1
    if token.low in _PAST or token.low.endswith("ed"):
        return -1
    following = words[i + 1].low if i + 1 < len(words) else ""
    return (
        1 if token.low in ("is", "are") and following in ("to", "due", "set", "scheduled", "expected", "going") else 0
    )
