"""Files of secret keys: readable to their owner alone, and never inside of a repository."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from workshare.record.note import PublicKey, SecretKey
from workshare.record.refusal import Reason, Refused

OWNER_ONLY = 0o600


def write_key(path: Path, key: SecretKey) -> None:
    """Write a new key file; raises Refused where there is one, or inside of a git repository."""
    home = path.absolute().parent
    if any((above / ".git").exists() for above in (home, *home.parents)):
        raise Refused(Reason.KEY_IN_REPOSITORY, path=path)
    home.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    except FileExistsError:
        raise Refused(Reason.KEY_THERE, path=path) from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(key.secret_text())
        file.flush()
        os.fsync(file.fileno())


def read_key(path: Path) -> SecretKey:
    """The key of a file; raises Refused where others may read the file too, or where it holds no key."""
    try:
        key = SecretKey.parse(path.read_text(encoding="utf-8"))
    except ValueError as bad:
        raise Refused(Reason.BAD_KEY, path=path, what=bad) from None
    if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise Refused(Reason.KEY_OPEN, path=path)
    return key


def public_key(text: str, where: str = "") -> PublicKey:
    """The public key of a line of text; raises Refused for what is none."""
    try:
        return PublicKey.parse(text)
    except ValueError as bad:
        raise Refused(Reason.BAD_KEY, path=where or text[:80], what=bad) from None
