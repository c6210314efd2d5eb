"""The revise command: facts from the record, checked against the programme, written as a scenario of it."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from dataclasses import replace
from pathlib import Path

import typer

from workshare.answers.record import REVISED, REVISION_NOTE, REVISION_TITLE, RecordTeller
from workshare.cli.parts import PROJECTIONS
from workshare.cli.record_shared import put, told
from workshare.exchange.granted import granted
from workshare.files.folder import MAIN, read
from workshare.files.revision import Entry, entries, revision_text
from workshare.files.scenario import FOLDER
from workshare.problems import BadInput
from workshare.record.facts import NAME as FACTS_NAME
from workshare.record.facts import facts
from workshare.record.log import Record
from workshare.record.merkle import leaf_hash


def run_revise(place: str, programme: Path, out: Path | None, language: str) -> None:
    """Write a revision and, beside it, a table of the events that it comes from."""
    reading = read(programme)
    if reading.problems or reading.programme is None:
        raise BadInput(reading.problems)
    home = programme if programme.is_dir() else programme.parent
    with told(language) as teller:
        record = Record(place, PROJECTIONS)
        world = record.world()
        states, size = world.states, world.size
        found = entries(sorted((*granted(states), *facts(states[FACTS_NAME])), key=lambda f: f.date), reading.programme)
        bodies = {n: record.event(n).body for n in {n for e in found for n in e.events}}
    target = out or home / FOLDER / f"record-{size}.yaml"
    of = "" if target.parent.resolve() == (home / FOLDER).resolve() else os.path.relpath(home, target.parent)
    if not programme.is_dir() and programme.name != MAIN:
        of = os.path.relpath(programme, target.parent)
    speakers = {code: RecordTeller(code) for code in ("en", "uk")}
    title = {code: speaker.say(REVISION_TITLE, n=size) for code, speaker in speakers.items()}
    note = {code: speaker.say(REVISION_NOTE, n=size, log=record.log.name) for code, speaker in speakers.items()}
    text = revision_text(found, title, note, of)
    _check(text, programme, target)
    put(text, target)
    put(_table(found, bodies), target.with_suffix(".events.csv"))
    typer.echo(teller.say(REVISED, path=target, n=len(found), events=len({n for e in found for n in e.events})))


def _check(text: str, programme: Path, target: Path) -> None:
    """Raise BadInput where the programme cannot take a revision; problems are told at its lines."""
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / target.name
        draft.write_text(text, encoding="utf-8")
        problems = read(draft, of=programme).problems
        if problems:
            raise BadInput([replace(p, file=str(target)) if p.file.endswith(draft.name) else p for p in problems])


def _table(found: tuple[Entry, ...], bodies: dict[int, bytes]) -> str:
    """Each line of a revision with each of its events and that event's hash in the record's tree."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["path", "event", "hash"])
    row = 0
    for entry in found:
        path = entry.path or f"actuals.{row}"
        row += not entry.path
        rows.writerows([path, n, leaf_hash(bodies[n]).hex()] for n in entry.events)
    return text.getvalue()
