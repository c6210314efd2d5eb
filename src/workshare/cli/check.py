"""The check command."""

from __future__ import annotations

from pathlib import Path

import typer

from workshare.files.contracts import read_contracts
from workshare.files.folder import Reading, read
from workshare.files.register import read_register
from workshare.model.programme import Programme
from workshare.problems import BadInput, Problem
from workshare.register.spans import check_spans
from workshare.register.store import Store


def run_check(path: Path, sources: Path | None) -> None:
    """Print that all is well, or raise BadInput with everything that is not."""
    reading = read(path)
    problems = list(reading.problems)
    programme = reading.programme
    if programme is not None:
        if sources is not None:
            problems += map(reading.place, check_spans(programme.sources, programme.statements, Store(sources)))
        problems += _beside(reading, programme)
    if problems or programme is None:
        raise BadInput(dict.fromkeys(problems))
    counts = f"{len(programme.operations)} operations, {len(programme.activities)} activities, "
    counts += f"{len(programme.demands)} demands, {len(programme.commitments)} commitments"
    typer.echo(f"{path}: no problems ({counts})")
    if programme.statements:
        proved = f"{len(programme.statements)} statements"
        typer.echo(
            f"{proved}: every span and hash holds" if sources else f"{proved}: spans not checked (give --sources DIR)"
        )


def _beside(reading: Reading, programme: Programme) -> list[Problem]:
    """What is wrong with the register and the contracts beside a programme."""
    problems: list[Problem] = []
    register = None
    if "register.yaml" in reading.files:
        found = read_register(reading.files["register.yaml"], programme)
        problems, register = list(found.problems), found.register
    contracts = reading.files["programme.yaml"].parent / "contracts.yaml"
    return [*problems, *(read_contracts(contracts, register)[1] if contracts.exists() else [])]
