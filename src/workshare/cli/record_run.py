"""The commands of a record."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from workshare.answers.record import ADDED, HEADS, REBUILT, REBUILT_OTHER, THERE
from workshare.cli.parts import PROJECTIONS
from workshare.cli.record_shared import NOT_SOUND, put, read_notes, read_text, told
from workshare.files.drafts import read_drafts
from workshare.problems import BadInput, Code, Problem
from workshare.record.event import Event
from workshare.record.fsck import fsck
from workshare.record.keys import read_key
from workshare.record.log import Record
from workshare.record.rebuild import rebuild
from workshare.record.refusal import Reason, Refused
from workshare.record.sealed import seal_draft
from workshare.record.sealing import newest, receipt, sign


@dataclass(frozen=True, slots=True, kw_only=True)
class One:
    """An event by its options."""

    kind: str | None
    who: str | None
    party: str | None
    happened: str | None
    payload: str
    key: str | None
    corrects: int | None


def now() -> dt.datetime:
    """The clock, to the second."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


def run_append(place: str, file: Path | None, one: One, language: str, *, as_json: bool) -> None:
    """Record the events of a file, or one."""
    moment = now()
    defaults = {name: value for name, value in (("who", one.who), ("for", one.party)) if value}
    if file is not None:
        source = sys.stdin.read() if str(file) == "-" else read_text(file)
        drafts, problems = read_drafts(source, str(file), defaults)
    else:
        drafts, problems = read_drafts(_line(one, moment), "--payload", defaults)
    if problems:
        raise BadInput(problems)
    with told(language) as teller:
        record = Record(place, PROJECTIONS)
        sealed = [seal_draft(record, draft, os.urandom) for draft in drafts]
        done = record.append([d for d, _ in sealed], moment, [t for _, texts in sealed for t in texts])
    if as_json:
        sys.stdout.write(json.dumps([d._asdict() for d in done]) + "\n")
        return
    for appended, draft in zip(done, drafts, strict=True):
        typer.echo(teller.say(ADDED if appended.fresh else THERE, n=appended.n, kind=draft.kind))


def _line(one: One, moment: dt.datetime) -> str:
    """An event by its options as a line of a file."""
    try:
        payload = json.loads(one.payload)
    except ValueError as bad:
        problem = Problem(code=Code.WRONG_TYPE, message=f"it is no JSON: {bad}", hint='write {"NAME": VALUE}')
        raise BadInput([problem.at("--payload", 1)]) from None
    fields = {
        "kind": one.kind,
        "happened": one.happened or moment.isoformat(),
        "payload": payload,
        "key": one.key,
        "corrects": one.corrects,
    }
    return json.dumps({name: value for name, value in fields.items() if value is not None})


def run_show(
    place: str, span: tuple[int, int | None], kind: str | None, language: str, *, as_json: bool, whole: bool
) -> None:
    """Print events: in a table, one in full, or each as a line of JSON."""
    with told(language) as teller:
        record = Record(place)
        first, last = span
        end = None if last is None else last + 1
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        for heading in HEADS:
            table.add_column(teller.say(heading), overflow="fold")
        count = 0
        for n, event in record.events(first, end):
            if kind and not f"{event.draft.kind}.".startswith(f"{kind}."):
                continue
            count += 1
            if as_json:
                sys.stdout.write(json.dumps({"n": n, "event": json.loads(event.body)}, ensure_ascii=False) + "\n")
            elif whole:
                sys.stdout.write(json.dumps(json.loads(event.body), ensure_ascii=False, indent=2) + "\n")
            else:
                table.add_row(*map(Text, _row(n, event)))
        if whole and not count:
            raise Refused(Reason.NO_EVENT, index=first)
        if not as_json and not whole:
            Console().print(table)


def _row(n: int, event: Event) -> list[str]:
    draft = event.draft
    times = [f"{t:%Y-%m-%d %H:%M:%S}" for t in (event.when, draft.happened.astimezone(dt.UTC))]
    corrects = [] if draft.corrects is None else [f"→ {draft.corrects}"]
    said = [f"{k}: {v}" for k, v in draft.payload.items()]
    text = "; ".join(corrects + said)
    return [str(n), *times, draft.who, draft.party, draft.kind, "".join(c if c.isprintable() else "�" for c in text)]


def run_checkpoint(place: str, key: Path | None, out: Path | None, language: str) -> None:
    """Sign a checkpoint, or print the newest."""
    with told(language):
        record = Record(place)
        if key is not None:
            put(sign(record, read_key(key)), out)
            return
        opened = newest(record)
        if opened is None:
            raise Refused(Reason.NOTHING_SIGNED)
        put(opened.note, out)


def run_receipt(place: str, number: int, checkpoint: Path | None, out: Path | None, language: str) -> None:
    """Give the receipt of an event."""
    with told(language):
        kept = read_notes([checkpoint])[0] if checkpoint else None
        put(receipt(Record(place), number, kept).text, out)


def run_fsck(place: str, kept: list[Path], language: str, *, as_json: bool) -> None:
    """Check a record; the exit code is 4 if anything is wrong."""
    with told(language) as teller:
        health = fsck(Record(place, PROJECTIONS), read_notes(kept))
    if as_json:
        content = {
            "sound": health.sound,
            "size": health.size,
            "root": health.root.hex(),
            "kept": health.kept,
            "diverges": health.diverges,
            "matches": health.matches,
            "findings": [{"fault": f.fault, **f.values} for f in health.findings],
        }
        sys.stdout.write(json.dumps(content, indent=2) + "\n")
    else:
        for finding in health.findings:
            typer.echo(teller.finding(finding))
        for sentence in teller.health(health):
            typer.echo(sentence)
    if not health.sound:
        raise SystemExit(NOT_SOUND)


def run_rebuild(place: str, language: str) -> None:
    """Fold a record anew; the exit code is 4 if anything stood otherwise."""
    with told(language) as teller:
        done = rebuild(Record(place, PROJECTIONS))
    if done.differed:
        typer.echo(teller.say(REBUILT_OTHER, n=done.size, parts=", ".join(done.differed)))
        raise SystemExit(NOT_SOUND)
    typer.echo(teller.say(REBUILT, n=done.size))
