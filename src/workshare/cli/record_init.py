"""The init command: alone, because making tables loads what no other command needs."""

from __future__ import annotations

import os
from pathlib import Path

import typer

from workshare.answers.record import WITNESSED, WITNESSED_IN
from workshare.cli.record_shared import put, told
from workshare.record.create import create
from workshare.record.keys import read_key, write_key
from workshare.record.note import KEY_BYTES, SecretKey, Use
from workshare.record.refusal import Reason, Refused
from workshare.record.store import Store


def run_init(place: str, log: str, key: Path, out: Path | None, language: str) -> None:
    """Make a record and its key; an earlier key of the same log may be used again."""
    with told(language) as teller:
        try:
            made = read_key(key) if key.exists() else SecretKey.from_seed(log, Use.NOTE, os.urandom(KEY_BYTES))
        except ValueError as bad:
            raise Refused(Reason.BAD_KEY, path=log, what=bad) from None
        if made.name != log or made.use is not Use.NOTE:
            raise Refused(Reason.OTHER_KEY, name=log, wanted=made.public)
        Store(place, new=True).check_free()
        if not key.exists():
            write_key(key, made)
        create(place, made.public)
        typer.echo(teller.say(WITNESSED) if out is None else teller.say(WITNESSED_IN, path=out), err=True)
        put(f"{made.public}\n", out)
