"""The register's commands."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer

from workshare.files.accepting import as_yaml, read_answer
from workshare.problems import BadInput
from workshare.register.reading.accept import accepted
from workshare.register.reading.read import Proposal, read_text
from workshare.register.reading.source import read_sources
from workshare.report.reading import proposal_lines


def run_read(
    paths: Sequence[Path], dated: dt.date | None, accept: Path | None, language: str, *, as_json: bool
) -> None:
    """Print the statements that texts seem to make; with an answer, the rows of those that a person accepted."""
    texts = read_sources(paths)
    proposals = [read_text(text, dated) for text in texts]
    if accept is not None:
        _accept(texts, proposals, accept)
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


def _accept(texts: Sequence[str], proposals: Sequence[list[Proposal]], accept: Path) -> None:
    if len(texts) != 1:
        raise typer.BadParameter("an answer is about one text: name one", param_hint="FILE")
    rows = accepted(texts[0], proposals[0], read_answer(accept))
    if rows.problems:
        raise BadInput(rows.problems)
    sys.stdout.write(as_yaml(rows))


def _json_row(proposal: Proposal) -> dict[str, Any]:
    """A proposal as it is printed: enumerations as text."""
    row = asdict(proposal)
    return {**row, "kind": str(proposal.kind), "stance": str(proposal.stance)}
