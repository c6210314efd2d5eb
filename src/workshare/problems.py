"""What can be wrong with a user's input, as values that are listed and never raised one by one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Path = tuple[str | int, ...]
"""Where in a programme something stands: section, id or row, field, …"""


class Code(StrEnum):
    """The kinds of problem, one code each; docs/problems.md says what to do about every one."""

    ACTIVITY_CYCLE = "activity-cycle"
    ALIAS_BOMB = "alias-bomb"
    AMBIGUOUS_NAME = "ambiguous-name"
    BAD_ADDRESS = "bad-address"
    BAD_CALENDAR = "bad-calendar"
    BAD_DATE = "bad-date"
    BAD_FIGURE = "bad-figure"
    BAD_ID = "bad-id"
    BAD_LINK = "bad-link"
    BAD_PATH = "bad-path"
    BAD_RANGE = "bad-range"
    BAD_SPAN = "bad-span"
    BAD_TABLE = "bad-table"
    BAD_TARGET = "bad-target"
    BROKEN_JSON = "broken-json"
    BROKEN_YAML = "broken-yaml"
    CANNOT_START = "cannot-start"
    CAPACITY_GAP = "capacity-gap"
    CHANGED_SOURCE = "changed-source"
    DANGLING_REFERENCE = "dangling-reference"
    DUPLICATE_ID = "duplicate-id"
    DUPLICATE_KEY = "duplicate-key"
    EMPTY_MEASURE = "empty-measure"
    KNOWN_LATER = "known-later"
    LANE_TO_ITSELF = "lane-to-itself"
    MISSING_BASIS = "missing-basis"
    MISSING_FILE = "missing-file"
    MISSING_KEY = "missing-key"
    NEGATIVE = "negative"
    NO_MODEL = "no-model"
    NOT_A_NUMBER = "not-a-number"
    NOT_THERE = "not-there"
    NOT_UTF8 = "not-utf8"
    OUTSIDE_HORIZON = "outside-horizon"
    THERE_ALREADY = "there-already"
    TOO_LARGE = "too-large"
    UNDISCLOSED = "undisclosed"
    UNFUNDED = "unfunded"
    UNREACHABLE = "unreachable"
    UNKNOWN_FORMAT = "unknown-format"
    UNKNOWN_KEY = "unknown-key"
    UNSUPPLIED_ITEM = "unsupplied-item"
    WRONG_TYPE = "wrong-type"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong in the input: what, where, and what to write instead.

    ``path`` is where in the programme; ``file`` and ``line`` are filled in by whoever read the text.
    """

    code: Code
    message: str
    hint: str
    path: Path = ()
    file: str = ""
    line: int = 0

    def at(self, file: str, line: int) -> Problem:
        """The same problem with its place in a file."""
        return replace(self, file=file, line=line)

    def __str__(self) -> str:
        """One printable line: what the author wrote may hold line breaks or codes that a terminal obeys."""
        place = f"{self.file}:{self.line}" if self.file else ".".join(map(str, self.path)) or "programme"
        return _one_line(f"{place}: {_cut(self.message, 400)} ({_cut(self.hint, 200)}) [{self.code}]")


class BadInput(Exception):  # noqa: N818 - it reads as what it is: the input is bad
    """Raised by ``workshare.load`` when an input has problems; holds all of them, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def brief(value: object) -> str:
    """What the author wrote, quoted and cut to fit a message."""
    return (
        repr(_cut(str(value), 60)) if isinstance(value, str | int | float) else f"a {_NOUN.get(type(value), 'value')}"
    )


_NOUN: dict[type, str] = {list: "list", tuple: "list", dict: "group of keys", type(None): "gap"}


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _one_line(text: str) -> str:
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in " ".join(text.split()))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint that offers the nearest known word, or lists the few that there are."""
    options = sorted(set(known))
    near = nearest(word, options)
    if near:
        return f"did you mean {near}?"
    if 0 < len(options) <= FEW:
        return "known: " + ", ".join(options)
    return "nothing of that name is defined"


FEW = 12
"""So many known words are listed in a hint."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that ``word`` was most likely meant to be."""
    options = tuple(known)
    return _nearest(word[:100], options) if len(options) <= SHORT else _look(word[:100], options)


SHORT = 64
"""Of so few known words the nearest is remembered."""


def _look(word: str, options: tuple[str, ...]) -> str | None:
    near = get_close_matches(word, [option for option in options if len(option) <= 2 * len(word)], n=1)
    return near[0] if near else None


_nearest = lru_cache(maxsize=5000)(_look)
