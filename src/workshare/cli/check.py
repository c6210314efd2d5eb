"""The check command."""

from __future__ import annotations

from pathlib import Path

import typer

from workshare.files.folder import read
from workshare.files.sources import check_sources
from workshare.problems import BadInput


def run_check(path: Path, sources: Path | None) -> None:
    """Print that all is well, or raise BadInput with everything that is not."""
    reading = read(path)
    problems = list(reading.problems)
    programme = reading.programme
    if sources is not None and programme is not None:
        problems += [reading.place(p) for p in check_sources(programme, sources)]
    if problems or programme is None:
        raise BadInput(problems)
    counts = f"{len(programme.operations)} operations, {len(programme.activities)} activities, "
    counts += f"{len(programme.demands)} demands, {len(programme.commitments)} commitments"
    typer.echo(f"{path}: no problems ({counts})")
    if programme.statements:
        proved = f"{len(programme.statements)} statements"
        typer.echo(
            f"{proved}: every span and hash holds" if sources else f"{proved}: spans not checked (give --sources DIR)"
        )
