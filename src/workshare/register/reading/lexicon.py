"""The reader's words, from lexicon.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_RAW: dict[str, Any] = tomllib.loads(files(__package__).joinpath("lexicon.toml").read_text(encoding="utf-8"))


def bag(words: str) -> frozenset[str]:
    """Words parted by spaces."""
    return frozenset(words.split())


NEVER_LAST = bag(_RAW["never_last"])
SELDOM_LAST = bag(_RAW["seldom_last"])


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The words of one language by what they do."""

    raw: dict[str, str | list[str]]

    @cache  # noqa: B019 - there are two, for as long as the program runs
    def words(self, name: str) -> frozenset[str]:
        """A list of single words."""
        found = self.raw[name]
        assert isinstance(found, str)
        return bag(found)

    def phrases(self, name: str) -> re.Pattern[str]:
        """A list of phrases as one pattern, in any case of letters, over any spaces; none matches nothing."""
        found = self.raw[name]
        assert not isinstance(found, str)
        options = sorted(found, key=len, reverse=True)
        joined = "|".join(re.escape(p).replace("\\ ", r"\s+").replace("'", "['’ʼ]") for p in options)
        return re.compile(rf"(?i)(?<!\w)(?:{joined or '(?!)'})(?!\w)")


ENGLISH = Lexicon(_RAW["english"])
UKRAINIAN = Lexicon(_RAW["ukrainian"])
