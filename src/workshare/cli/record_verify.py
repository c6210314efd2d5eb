"""The verify command: it needs receipts, keys and kept checkpoints, and neither a record nor a database."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import typer

from workshare.answers.record import NOT_PROVED
from workshare.cli.record_shared import NOT_SOUND, all_keys, read_notes, read_text, told
from workshare.record.checkpoint import Checkpoint, open_checkpoint, unchecked
from workshare.record.event import read
from workshare.record.note import PublicKey, Use
from workshare.record.receipt import Receipt, Verified, verify
from workshare.record.refusal import Reason, Refused


def run_verify(
    receipts: list[Path], keys: list[str], checkpoints: list[Path], least: int, language: str, *, as_json: bool
) -> None:
    """Verify receipts; the exit code is 4 if any of them proves nothing."""
    with told(language) as teller:
        known = all_keys(keys)
        kept = [_kept(note, known) for note in read_notes(checkpoints)]
    answers, bad = [], False
    for path in receipts:
        try:
            proved = _verified(read_text(path), known, kept, least)
            event = read(proved.body)
        except Refused as refused:
            bad = True
            why = teller.refusal(refused.refusal)
            answers.append({"receipt": str(path), "proved": False, "why": why, "reason": refused.reason})
            if not as_json:
                typer.echo(teller.say(NOT_PROVED, path=path, why=why))
            continue
        answers.append({"receipt": str(path), "proved": True, **_facts(proved)})
        if not as_json:
            for n, sentence in enumerate(teller.verified(proved, event)):
                typer.echo(f"{path}: {sentence}" if n == 0 else f"  {sentence}")
    if as_json:
        sys.stdout.write(json.dumps(answers, indent=2, ensure_ascii=False) + "\n")
    if bad:
        raise SystemExit(NOT_SOUND)


def _verified(text: str, known: list[PublicKey], kept: list[Checkpoint], least: int) -> Verified:
    parsed = Receipt.parse(text)
    witnesses = [k for k in known if k.use is Use.COSIGNATURE]
    return verify(parsed, _log(unchecked(parsed.note), known), witnesses, least=least, kept=kept)


def _kept(note: str, known: list[PublicKey]) -> Checkpoint:
    """A kept checkpoint, if its log signed it."""
    return open_checkpoint(note, _log(unchecked(note), known)).checkpoint


def _log(checkpoint: Checkpoint, known: list[PublicKey]) -> PublicKey:
    for key in known:
        if key.use is Use.NOTE and key.name == checkpoint.origin:
            return key
    raise Refused(Reason.UNKNOWN_LOG, origin=checkpoint.origin)


def _facts(proved: Verified) -> dict[str, object]:
    checkpoint = proved.opened.checkpoint
    return {
        "log": checkpoint.origin,
        "size": checkpoint.size,
        "n": proved.index,
        "cosigned": proved.opened.cosigned,
        "event": json.loads(proved.body),
    }
