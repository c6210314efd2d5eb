"""The register's commands: show, check, keep, publish."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import os
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from workshare.cli.places import bundled
from workshare.cli.recorded import known_facts
from workshare.cli.spoken import Language, spoken
from workshare.files.folder import load
from workshare.files.known import read_accounts, read_odds
from workshare.files.register import load_register, read_register, register_file
from workshare.files.write import write_file
from workshare.model.programme import Programme
from workshare.model.statements import interval
from workshare.problems import BadInput
from workshare.register.model import Link, LinkKind, Register
from workshare.register.spans import check_spans
from workshare.register.standings import Known, PromiseStanding, Standing, Word, standings
from workshare.register.store import Store, default_folder
from workshare.report.language import Tongue, tongue
from workshare.report.register import html
from workshare.report.standings import probability, reason, summary, when, word
from workshare.units import iso_day

COLOURS = {
    Word.KEPT: "green",
    Word.IN_PLAN: "cyan",
    Word.AT_RISK: "yellow",
    Word.MISSED: "red",
    Word.FUNDED: "",
    Word.AGREED: "",
    Word.ANNOUNCED: "dim",
    Word.WITHDRAWN: "dim",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a command is to read, as its user named it."""

    path: Path | None
    plan: Path | None = None
    record: str | None = None
    odds: Path | None = None
    as_of: str | None = None
    language: Language | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What was read for a command."""

    register: Register
    programme: Programme
    known: Known
    language: str


def _read(asked: Asked) -> Read:
    """Everything that standings are computed from; raises BadInput with what is wrong."""
    path, language = asked.path or bundled(), asked.language or spoken()
    programme = load(register_file(path).parent)
    register = load_register(path, programme)
    planned, accounts = read_accounts(asked.plan) if asked.plan else (None, {})
    said = [interval(s.said)[0] for s in register.statements if s.said]
    as_of = _day(asked.as_of) or max([planned or programme.start, *said])
    known = Known(
        as_of=as_of, planned=planned, accounts=accounts, odds=read_odds(asked.odds) if asked.odds else {},
        facts=known_facts(asked.record, as_of, programme, language) if asked.record else None,
    )  # fmt: skip
    return Read(register=register, programme=programme, known=known, language=language)


def _day(text: str | None) -> dt.date | None:
    try:
        return iso_day(text) if text is not None else None
    except ValueError as bad:
        raise typer.BadParameter(f"{bad}: write YYYY-MM-DD", param_hint="--as-of") from None


def run_show(asked: Asked, *, as_json: bool) -> None:
    """Print how each promise stands."""
    read = _read(asked)
    found = standings(read.register, read.programme, read.known)
    if as_json:
        rows = [_row(standing) for standing in found]
        document = {"as_of": read.known.as_of.isoformat(), "promises": rows}
        sys.stdout.write(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
        return
    speech, console = tongue(read.language), Console()
    console.print(Text(read.register.register.in_(read.language), style="bold"))
    console.print(Text(summary([f.standing.word for f in found], speech)))
    console.print(_table(found, read.register, speech))


def _table(found: list[PromiseStanding], register: Register, speech: Tongue) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    for width in (48, 14, None):
        table.add_column(max_width=width)
    for standing in found:
        promise, stands = standing.promise, standing.standing
        told = [reason(stands, speech)]
        if len(standing.readings) == 1 and standing.readings[0][1].chance:
            told.append(f"{speech.say('Probability')}: {probability(standing.readings[0][1].chance, speech)}.")
        clashes = [c.id for c in register.links if c.kind is LinkKind.CONTRADICTS and _touches(c, promise.statements)]
        if clashes:
            told.append(f"{speech.say('Contradictions')}: {', '.join(clashes)}.")
        due = when(promise.due, speech) or speech.say("no date was named")
        head = Text(promise.says.in_(speech.code)) + Text(f"\n{due}", style="dim")
        style = COLOURS[stands.word]
        table.add_row(head, Text(word(stands, speech), style=style), Text(" ".join(told)))
    return table


def _touches(link: Link, names: tuple[str, ...]) -> bool:
    return bool({name for side in link.sides for name in side.statements} & set(names))


def _row(found: PromiseStanding) -> dict[str, Any]:
    promise = found.promise
    return {
        "id": promise.id, "says": dataclasses.asdict(promise.says), "by": list(promise.by), "due": promise.due,
        "statements": list(promise.statements), **_standing(found.standing),
        "readings": [{"commitment": c.id, "due": c.due.isoformat(), **_standing(s)} for c, s in found.readings],
    }  # fmt: skip


def _standing(standing: Standing) -> dict[str, Any]:
    chance = standing.chance
    return {
        "standing": standing.word, "reason": standing.reason, "day": standing.day.isoformat() if standing.day else None,
        "so_far": str(standing.so_far), "events": list(standing.events), "p_kept": chance.p if chance else None,
        "interval": [chance.low, chance.high] if chance else None,
    }  # fmt: skip


def _store(sources: Path | None) -> Store:
    return Store(sources or default_folder(os.environ, Path.home()))


def run_check(path: Path | None, sources: Path | None) -> None:
    """Print that all is well, or raise BadInput with everything that is not."""
    file = register_file(path or bundled())
    programme = load(file.parent) if (file.parent / "programme.yaml").exists() else None
    reading = read_register(file, programme)
    problems, register, store = list(reading.problems), reading.register, _store(sources)
    proved = sources is not None or store.folder.is_dir()
    if register is not None and proved:
        problems += map(reading.place, check_spans(register.sources, register.statements, store))
    if problems or register is None:
        raise BadInput(dict.fromkeys(problems))
    counts = f"{len(register.sources)} sources, {len(register.statements)} statements, "
    counts += f"{len(register.promises)} promises, {len(register.links)} links"
    typer.echo(f"{file}: no problems ({counts})")
    hint = "spans not checked (give --sources DIR, or `workshare register keep` the texts)"
    typer.echo("every span and hash holds" if proved else hint)


def run_keep(files: list[Path], sources: Path | None) -> None:
    """Put texts into the store, and say under which hash each lies."""
    store = _store(sources)
    for file in files:
        typer.echo(f"{store.put(file.read_bytes())}  {file}")
    typer.echo(f"kept in {store.folder}")


def run_publish(asked: Asked, out: Path) -> None:
    """Write the page, whole or not at all."""
    read = _read(asked)
    write_file(out, html(read.register, read.programme, read.known, read.language, version("workshare")))
    typer.echo(str(out))
