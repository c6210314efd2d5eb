"""workshare programme: what is done with a programme besides planning it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workshare.cli.record import PlaceArgument
from workshare.cli.spoken import LanguageOption, spoken

programme_app = typer.Typer(help="Bring a programme up to date.", no_args_is_help=True)


@programme_app.callback()
def _group() -> None:
    """Keeps the verbs apart though there is one."""


@programme_app.command()
def revise(
    place: PlaceArgument,
    *,
    programme: Annotated[Path, typer.Option(help="The programme: a folder with programme.yaml, or the file.")],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="The revision; default PROGRAMME/scenarios/record-SIZE.yaml.")
    ] = None,
    language: LanguageOption = None,
) -> None:
    """Write what the record knows (licences, finished steps, released funds, output) as a revision of a programme.

    The revision is a scenario: `workshare plan` reads it. Every line names the events that it comes from.
    """
    from workshare.cli.revise import run_revise

    run_revise(place, programme, out, language or spoken())
