"""The register's commands."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import typer

from workshare.files.accepting import as_yaml, read_answer
from workshare.files.chat import Model
from workshare.files.edit import with_rows
from workshare.files.register import load_register, register_file
from workshare.files.write import write_file
from workshare.model.statements import Entity, EntityKind
from workshare.problems import BadInput, Code, Problem
from workshare.register.model import Register
from workshare.register.reading.accept import Answer, accepted
from workshare.register.reading.known import NOBODY, Acquaintance
from workshare.register.reading.model import LONGEST, Refusal, messages, proposed, together
from workshare.register.reading.read import Proposal, read_text
from workshare.register.reading.source import read_sources
from workshare.report.reading import proposal_lines


@dataclass(frozen=True, slots=True)
class Yeses:
    """Where a person's yeses stand, the register to which their rows go, and the one whose entities are known.

    None need be given; a register to which rows go is known, unless another is.
    """

    accept: Path | None = None
    into: Path | None = None
    known: Path | None = None


@dataclass(frozen=True, slots=True)
class Helper:
    """A language model to be asked besides, if an address is given, and the file that holds what it answered."""

    address: str | None = None
    name: str | None = None
    said: Path | None = None

    @property
    def model(self) -> str:
        """What marks its proposals: its name, or the file of what it said."""
        return self.name or str(self.said)

    def answer(self, text: str, key: str) -> str | None:
        """What the model says of a text: as kept, or else asked and kept; None where none is to be asked."""
        if self.said is not None and self.said.exists():
            [kept] = read_sources([self.said])
            return kept
        if self.address is None:
            return None
        if len(text) > LONGEST:
            message = f"the text has {len(text)} characters, and a model is given {LONGEST} at most"
            hint = "cut it into parts"
            raise BadInput([Problem(code=Code.TOO_LARGE, message=message, hint=hint, path=("--model-at",))])
        answer = Model(address=self.address, name=self.name or "", key=key).ask(messages(text))
        if self.said is not None:
            write_file(self.said, answer)
        return answer


def run_read(
    paths: Sequence[Path], dated: dt.date | None, yeses: Yeses, helper: Helper, language: str, *, as_json: bool
) -> None:
    """Print the statements that texts seem to make; with an answer, write the rows of those that a person accepted."""
    _check(paths, yeses, helper)
    texts = read_sources(paths)
    held = load_register(yeses.into) if yeses.into else None
    knows = load_register(yeses.known) if yeses.known else held
    known = Acquaintance(knows.entities) if knows else NOBODY
    proposals = [read_text(text, dated, known) for text in texts]
    for n, (path, text) in enumerate(zip(paths, texts, strict=True)):
        answer = helper.answer(text, os.environ.get("WORKSHARE_MODEL_KEY", ""))
        if answer is not None:
            told = proposed(text, answer, helper.model, dated, known)
            proposals[n] = together(proposals[n], _held(path, *told))
    if yeses.accept is not None:
        _accept(texts, proposals, _with_names(read_answer(yeses.accept), knows), held, yeses.into)
    elif as_json:
        rows = [
            {**_json_row(p), **({"file": str(path)} if len(paths) > 1 else {})}
            for path, found in zip(paths, proposals, strict=True)
            for p in found
        ]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
    else:
        for path, text, found in zip(paths, texts, proposals, strict=True):
            if len(paths) > 1:
                typer.echo(f"{path}:")
            for line in proposal_lines(text, found, language):
                typer.echo(line)


def _check(paths: Sequence[Path], yeses: Yeses, helper: Helper) -> None:
    """Raise BadParameter for options that need one another."""
    if yeses.into and not yeses.accept:
        raise typer.BadParameter("it takes the rows that --accept names: give both", param_hint="--into")
    if helper.address is not None and not helper.name:
        raise typer.BadParameter("say which model to ask: --model NAME", param_hint="--model-at")
    if helper.said and len(paths) != 1:
        raise typer.BadParameter("it holds the answer about one text: name one", param_hint="--model-said")
    if helper.said and helper.address is None and not helper.said.exists():
        raise typer.BadParameter("there is no such file, and no --model-at to ask", param_hint="--model-said")
    if helper.address is not None and yeses.accept and not helper.said:
        message = "a model may answer otherwise next time: give the --model-said to which you said yes"
        raise typer.BadParameter(message, param_hint="--accept")


def _held(path: Path, found: list[Proposal], refused: list[Refusal]) -> list[Proposal]:
    """What of a model's answer holds; what does not is told, each with its reason, on the side."""
    for refusal in refused:
        typer.echo(f"{path}: proposal {refusal.number} of the model is refused: {refusal.why}", err=True)
    return found


def _accept(
    texts: Sequence[str], proposals: Sequence[list[Proposal]], answer: Answer, held: Register | None, into: Path | None
) -> None:
    """Print the rows of accepted proposals, or add them to a register."""
    if len(texts) != 1:
        raise typer.BadParameter("an answer is about one text: name one", param_hint="FILE")
    if held is not None:
        answer = replace(answer, taken=_taken(held, answer.source))
    rows = accepted(texts[0], proposals[0], answer)
    if rows.problems:
        raise BadInput(rows.problems)
    if into is None:
        sys.stdout.write(as_yaml(rows))
        return
    file = register_file(into)
    text = with_rows(file.read_bytes().decode(), "statements", rows.statements, file=str(file))
    write_file(file, with_rows(text, "promises", rows.promises, file=str(file)))
    typer.echo(f"{file}: added {', '.join([*rows.statements, *rows.promises]) or 'nothing'}")


def _with_names(answer: Answer, knows: Register | None) -> Answer:
    """An answer that knows a register's entities by all their spellings, in small letters; its own go before."""
    spelt = {e.id: (*e.aliases, e.name.en, e.name.uk, _code(e)) for e in knows.entities} if knows else {}
    named = {name.lower(): str(entity) for entity, names in spelt.items() for name in names if name}
    return replace(answer, entities={**named, **answer.entities})


def _code(entity: Entity) -> str:
    """By what the reader calls a country."""
    return entity.country if entity.kind is EntityKind.COUNTRY else ""


def _taken(held: Register, source: str) -> dict[str, tuple[int, int] | None]:
    """The ids of a register's statements, and the spans of those that rest on a source."""
    return {str(s.id): (s.start, s.end) if s.source == source else None for s in held.statements}


def _json_row(proposal: Proposal) -> dict[str, Any]:
    """A proposal as it is printed: enumerations as text."""
    row = {**asdict(proposal), "kind": str(proposal.kind), "stance": str(proposal.stance)}
    return row if proposal.model else {name: value for name, value in row.items() if name != "model"}
