"""What the record's commands share: refusals in words, keys and notes from files, files written whole."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import typer

from workshare.answers.record import RecordTeller
from workshare.record.checkpoint import unchecked
from workshare.record.keys import public_key
from workshare.record.note import PublicKey
from workshare.record.refusal import Refused

BAD_INPUT, NOT_SOUND = 2, 4


@contextmanager
def told(language: str) -> Iterator[RecordTeller]:
    """Says in words what is refused, and ends with the exit code of bad input."""
    teller = RecordTeller(language)
    try:
        yield teller
    except Refused as refused:
        typer.echo(teller.refusal(refused.refusal), err=True)
        raise SystemExit(BAD_INPUT) from None


def one_key(text: str) -> PublicKey:
    """A public key from a text or a file; raises Refused for what is none."""
    [key, *_] = all_keys([text])
    return key


def all_keys(texts: Sequence[str]) -> list[PublicKey]:
    """Public keys from texts and files, one in each line; # begins a remark."""
    keys = []
    for text in texts:
        path = Path(text)
        is_file = len(text) < 4096 and path.is_file()  # noqa: PLR2004 - a path
        lines = read_text(path).splitlines() if is_file else [text]
        found = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
        keys += [public_key(line, text) for line in found or [""]]
    return keys


def read_text(path: Path) -> str:
    """The text of a file."""
    return path.read_bytes().decode("utf-8", "replace")


def read_notes(paths: Sequence[Path]) -> list[str]:
    """The notes of checkpoints in files, and in all files of folders; raises Refused for a file that holds none."""
    files = [f for p in paths for f in (sorted(x for x in p.iterdir() if x.is_file()) if p.is_dir() else [p])]
    notes = list(map(read_text, files))
    for note in notes:
        unchecked(note)
    return notes


def put(text: str, out: Path | None) -> None:
    """Write a text to a file at once, or print it."""
    if out is None:
        sys.stdout.write(text)
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=out.parent, prefix=".draft-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(draft).chmod(0o644)
        Path(draft).replace(out)
    finally:
        Path(draft).unlink(missing_ok=True)
