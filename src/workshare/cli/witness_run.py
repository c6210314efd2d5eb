"""The commands of witnesses."""

from __future__ import annotations

import os
import time
from pathlib import Path

import typer

from workshare.answers.record import COSIGNED, NOT_COSIGNED, SERVING, WATCHED
from workshare.cli.record_shared import NOT_SOUND, one_key, put, read_text, told
from workshare.record.checkpoint import unchecked
from workshare.record.log import Record
from workshare.record.note import KEY_BYTES
from workshare.record.refusal import Reason, Refused
from workshare.record.sealing import OK, Answer, Ask, ask, request, take
from workshare.record.wire import over_http, server
from workshare.record.witness import Witness


def run_new(folder: Path, name: str, out: Path | None, language: str) -> None:
    """Make a witness."""
    with told(language):
        try:
            made = Witness.create(folder, name, os.urandom(KEY_BYTES))
        except ValueError as bad:
            raise Refused(Reason.BAD_KEY, path=name, what=bad) from None
        put(f"{made.key.public}\n", out)


def run_trust(folder: Path, log: str, language: str) -> None:
    """Watch a log."""
    with told(language) as teller:
        key = one_key(log)
        Witness(folder).trust(key)
        typer.echo(teller.say(WATCHED, name=key.name))


def run_ask(place: str, to: str, witness: str, language: str) -> None:
    """Have a witness cosign, at an address or in her folder."""
    with told(language) as teller:
        opened = ask(Record(place), one_key(witness), over_http(to) if "://" in to else _by_folder(Path(to)))
        for name in opened.cosigned:
            typer.echo(teller.say(COSIGNED, name=name, size=opened.checkpoint.size))


def _by_folder(folder: Path) -> Ask:
    here = Witness(folder)

    def send(text: str) -> Answer:
        return here.answer(text, int(time.time()))

    return send


def run_request(place: str, old: int, out: Path | None, language: str) -> None:
    """Write a request."""
    with told(language):
        put(request(Record(place), old), out)


def run_answer(folder: Path, asked: Path, out: Path | None, language: str) -> None:
    """Answer a request; the exit code is 4 where it is not cosigned."""
    with told(language) as teller:
        answer = Witness(folder).answer(read_text(asked), int(time.time()))
        if answer.status != OK:
            typer.echo(teller.say(NOT_COSIGNED, status=answer.status, what=answer.text.strip()), err=True)
            raise SystemExit(NOT_SOUND)
        put(answer.text, out)


def run_take(place: str, answer: Path, witness: str, language: str) -> None:
    """Take an answer in."""
    with told(language) as teller:
        opened = take(Record(place), one_key(witness), read_text(answer))
        for name in opened.cosigned:
            typer.echo(teller.say(COSIGNED, name=name, size=opened.checkpoint.size))


def run_serve(folder: Path, host: str, port: int, language: str) -> None:
    """Serve until stopped."""
    with told(language) as teller:
        http = server(Witness(folder), host, port)
        typer.echo(teller.say(SERVING, address=f"http://{host}:{http.server_port}/"))
        try:
            http.serve_forever()
        finally:
            http.server_close()


def run_kept(folder: Path, log: str, out: Path, language: str) -> None:
    """Write out what was cosigned."""
    with told(language):
        for note in Witness(folder).kept(log):
            put(note, out / f"{unchecked(note).size:012d}.checkpoint")
