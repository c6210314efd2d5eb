"""Signed notes (C2SP signed-note) with Ed25519 keys, and witnesses' cosignatures (C2SP tlog-cosignature, Ed25519).

A note is a text, an empty line, and lines of signatures. A key is known by its name and four bytes of a hash.
"""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from workshare.record.refusal import Reason, Refused

DASH = "— "
MOST_SIGNATURES = 64
"""Notes with more lines of signatures than this are not read."""
LONGEST = 1 << 20
"""The most characters of a note that is read."""
KEY_BYTES, SIGNATURE_BYTES, ID_BYTES, TIME_BYTES = 32, 64, 4, 8


class Use(IntEnum):
    """What a key signs: the byte that signed-note assigns to it."""

    NOTE = 1
    COSIGNATURE = 4


def unbase64(text: str) -> bytes:
    """The bytes of a text in base 64; raises ValueError for any text but the one that stands for them."""
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error as bad:
        raise ValueError(f"not base 64: {bad}") from None
    if base64.b64encode(data).decode() != text:
        raise ValueError("not base 64 as it is written")
    return data


def enbase64(data: bytes) -> str:
    """Bytes in base 64."""
    return base64.b64encode(data).decode()


def is_name(text: str) -> bool:
    """Whether a key may be named so: not empty, no space, no plus, nothing that does not print."""
    return bool(text) and "+" not in text and not any(c.isspace() or unicodedata.category(c)[0] == "C" for c in text)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key by which signatures are checked: its name, what it signs, and its 32 bytes."""

    name: str
    use: Use
    data: bytes

    @property
    def id(self) -> bytes:
        """The four bytes by which a signature says whose it is."""
        return sha256(self.name.encode() + b"\n" + bytes([self.use]) + self.data).digest()[:ID_BYTES]

    def __str__(self) -> str:
        """The key as a line of text: NAME+ID+KEY."""
        return f"{self.name}+{self.id.hex()}+{enbase64(bytes([self.use]) + self.data)}"

    @classmethod
    def parse(cls, text: str) -> PublicKey:
        """The key that a line of text says; raises ValueError for what is none."""
        found = re.fullmatch(r"([^+]+)\+([0-9a-f]{8})\+(\S+)", text.strip())
        if not found or not is_name(found[1]):
            raise ValueError("a public key is written NAME+ID+KEY")
        data = unbase64(found[3])
        if len(data) != KEY_BYTES + 1 or data[0] not in set(Use):
            raise ValueError("not an Ed25519 key for notes or cosignatures")
        key = cls(found[1], Use(data[0]), data[1:])
        if key.id.hex() != found[2]:
            raise ValueError("the key's id is not that of its name and bytes: it was changed or cut")
        return key

    def holds(self, signature: bytes, text: str) -> int | None:
        """The time of a good signature under a text (0 where it has none); None for a bad one."""
        when, message = 0, text.encode()
        if self.use is Use.COSIGNATURE:
            if len(signature) != TIME_BYTES + SIGNATURE_BYTES:
                return None
            when = int.from_bytes(signature[:TIME_BYTES], "big")
            if when >= 1 << 63:
                return None
            signature, message = signature[TIME_BYTES:], _cosigned(text, when)
        return when if signed(self.data, signature, message) else None


def signed(key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether a message has an Ed25519 key's signature."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _cosigned(text: str, when: int) -> bytes:
    """What a cosignature signs."""
    return f"cosignature/v1\ntime {when}\n{text}".encode()


@dataclass(frozen=True, slots=True, repr=False)
class SecretKey:
    """A key that signs; it is shown nowhere but in its own file."""

    name: str
    use: Use
    seed: bytes

    @classmethod
    def from_seed(cls, name: str, use: Use, seed: bytes) -> SecretKey:
        """A key of a name; raises ValueError where the name cannot be one."""
        if not is_name(name):
            raise ValueError(f"{name!r} cannot name a key: write one word without + such as records.example/pumps")
        return cls(name, use, seed)

    @property
    def public(self) -> PublicKey:
        """The key by which others check."""
        whole = Ed25519PrivateKey.from_private_bytes(self.seed).public_key()
        return PublicKey(self.name, self.use, whole.public_bytes_raw())

    def sign_bytes(self, message: bytes) -> bytes:
        """The plain signature of a message."""
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(message)

    def sign(self, text: str, when: int = 0) -> str:
        """A line of signature for a text; ``when``, in seconds of POSIX, counts for cosignatures alone."""
        if self.use is Use.NOTE:
            signature = self.sign_bytes(text.encode())
        else:
            signature = when.to_bytes(TIME_BYTES, "big") + self.sign_bytes(_cosigned(text, when))
        return Signature(self.name, self.public.id, signature).line

    def secret_text(self) -> str:
        """What stands in the key's file."""
        return f"PRIVATE+KEY+{self.name}+{self.public.id.hex()}+{enbase64(bytes([self.use]) + self.seed)}\n"

    @classmethod
    def parse(cls, text: str) -> SecretKey:
        """The key of a file; raises ValueError for what is none, and never says what stood there."""
        found = re.fullmatch(r"PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+(\S+)", text.strip())
        try:
            data = unbase64(found[3]) if found else b""
        except ValueError:
            data = b""
        if not found or len(data) != KEY_BYTES + 1 or data[0] not in set(Use) or not is_name(found[1]):
            raise ValueError("this is no secret key file")
        key = cls(found[1], Use(data[0]), data[1:])
        if key.public.id.hex() != found[2]:
            raise ValueError("the secret key file was changed or cut")
        return key


@dataclass(frozen=True, slots=True)
class Signature:
    """A line of signature: whose it says it is, and its bytes."""

    name: str
    id: bytes
    data: bytes

    def by(self, key: PublicKey) -> bool:
        """Whether it says that it is this key's."""
        return (self.name, self.id) == (key.name, key.id)

    @property
    def line(self) -> str:
        """The line as it stands in a note."""
        return f"{DASH}{self.name} {enbase64(self.id + self.data)}\n"

    @classmethod
    def parse(cls, line: str) -> Signature:
        """A signature from its line, without the line's end; raises ValueError for what is none."""
        name, _, rest = line.removeprefix(DASH).partition(" ")
        if not line.startswith(DASH) or not is_name(name):
            raise ValueError("a line of signature is written — NAME SIGNATURE")
        data = unbase64(rest)
        if len(data) <= ID_BYTES:
            raise ValueError("a signature has more than four bytes")
        return cls(name, data[:ID_BYTES], data[ID_BYTES:])


def split(note: str) -> tuple[str, tuple[Signature, ...]]:
    """The text of a note and its signatures, none of them checked; raises ValueError for what is no note."""
    if len(note) > LONGEST or any(unicodedata.category(c) == "Cs" or (c < " " and c != "\n") for c in note):
        raise ValueError("a note is a short text without codes")
    at = note.rfind("\n\n")
    if at < 0 or not note.endswith("\n"):
        raise ValueError("a note is a text, an empty line, and signatures")
    lines = note[at + 2 :].split("\n")[:-1]
    if not 0 < len(lines) <= MOST_SIGNATURES:
        raise ValueError("a note has one signature at least, and not very many")
    return note[: at + 1], tuple(map(Signature.parse, lines))


def check(note: str, keys: Iterable[PublicKey]) -> tuple[str, dict[PublicKey, int]]:
    """The text of a note, and which of the known keys signed it, with the times of cosignatures.

    Unknown signatures are left aside. Raises Refused where a known key's signature is bad; no good one at all is an
    empty answer, and whoever asks has to look.
    """
    try:
        text, signatures = split(note)
    except ValueError as bad:
        raise Refused(Reason.NO_NOTE, what=str(bad)) from None
    return text, check_signatures(text, signatures, keys)


def check_signatures(text: str, signatures: Sequence[Signature], keys: Iterable[PublicKey]) -> dict[PublicKey, int]:
    """Which of the known keys signed a text, and when; raises Refused where one of their signatures is bad."""
    good: dict[PublicKey, int] = {}
    for key in keys:
        for signature in signatures:
            if signature.by(key):
                when = key.holds(signature.data, text)
                if when is None:
                    raise Refused(Reason.BAD_SIGNATURE, name=key.name)
                good[key] = max(when, good.get(key, 0))
    return good
