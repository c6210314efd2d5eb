"""Personal texts that can be erased: the record has a salted hash, the text lies beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

ERASED = "personal.erased"
"""The kind of event that says that a text was erased: its hash, and why."""
SALT = 32
"""The bytes of a salt: without it nobody can try out which name a hash stands for."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A text with its salt."""

    salt: bytes
    text: str

    @property
    def hash(self) -> str:
        """What stands for the text in the record."""
        return sha256(self.salt + self.text.encode()).hexdigest()

    @property
    def row(self) -> dict[str, object]:
        """The text as it is kept."""
        return {"hash": self.hash, "salt": self.salt, "text": self.text}


def seal(text: str, dice: Callable[[int], bytes]) -> Sealed:
    """A text under a fresh salt; ``dice`` gives so many bytes that nobody can guess."""
    return Sealed(dice(SALT), text)


def sealed_in(value: object) -> Iterator[str]:
    """The hashes of the personal texts that a payload speaks of, each written {"sealed": HASH}."""
    if isinstance(value, Mapping):
        found = value.get("sealed")
        if isinstance(found, str) and len(value) == 1:
            yield found
        for inner in value.values():
            yield from sealed_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from sealed_in(inner)
