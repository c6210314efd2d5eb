"""workshare exchange: licences as the record has them, and the yearly report of transfers."""

from __future__ import annotations

from typing import Annotated

import typer

from workshare.cli.record import PlaceArgument
from workshare.cli.spoken import JsonOption, LanguageOption, spoken

exchange_app = typer.Typer(
    help="Licences: what each allows, what is left of it, what went where.", no_args_is_help=True
)


@exchange_app.command()
def licences(
    place: PlaceArgument,
    *,
    at: Annotated[str | None, typer.Option(help="As of a moment, such as 2026-03-02T10:00:00Z; default now.")] = None,
    json: JsonOption = False,
    language: LanguageOption = None,
) -> None:
    """Say how every licence stands: its state, its days, what is drawn and what is left, and its duties."""
    from workshare.cli.exchange_run import run_licences

    run_licences(place, at, language or spoken(), as_json=json)


@exchange_app.command()
def transfers(
    place: PlaceArgument,
    *,
    year: Annotated[int, typer.Option(min=1900, max=9000, help="The year.")],
    licence: Annotated[str | None, typer.Option(help="Of this licence alone.")] = None,
    json: JsonOption = False,
    language: LanguageOption = None,
) -> None:
    """Print a year's report of sales and transfers: item, purchaser, country, quantity, value."""
    from workshare.cli.exchange_run import run_transfers

    run_transfers(place, year, licence, language or spoken(), as_json=json)
