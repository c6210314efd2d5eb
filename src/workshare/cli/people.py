"""workshare record: the commands that are about people: keys, approvals, personal texts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workshare.cli.record import KeyOption, PlaceArgument
from workshare.cli.spoken import LanguageOption, spoken

people_app = typer.Typer()
"""Joined to the commands of the record."""

WhoOption = Annotated[str, typer.Option(envvar="WORKSHARE_WHO", help="Who you are in the record.")]
ForOption = Annotated[str, typer.Option("--for", envvar="WORKSHARE_FOR", help="For which organisation.")]
ThingOption = Annotated[Path, typer.Option(help="The file, in JSON, that is to be approved, exactly as it is.")]


@people_app.command("key")
def new_key(
    file: Annotated[Path, typer.Argument(help="A new file for the secret key.")],
    *,
    who: WhoOption,
    language: LanguageOption = None,
) -> None:
    """Make somebody's own key, by which she approves, and print its public half."""
    from workshare.cli.people_run import run_key

    run_key(file, who, language or spoken())


@people_app.command("confirm")
def confirm(
    place: PlaceArgument,
    person: Annotated[str, typer.Argument(help="Whose new key it is.")],
    public: Annotated[str, typer.Argument(help="Her public key, or a file with it.")],
    *,
    key: KeyOption,
    who: WhoOption,
    party: ForOption,
    language: LanguageOption = None,
) -> None:
    """Confirm somebody's key, which another organisation entered, so that it counts."""
    from workshare.cli.people_run import run_confirm

    run_confirm(place, (person, public), key, (who, party), language or spoken())


@people_app.command("request")
def request(
    place: PlaceArgument,
    name: Annotated[str, typer.Argument(help="A new name for the request.")],
    *,
    thing: ThingOption,
    persons: Annotated[int, typer.Option(min=1, help="So many persons have to approve.")],
    organisations: Annotated[int | None, typer.Option(min=1, help="Of so many organisations; default as many.")] = None,
    role: Annotated[str | None, typer.Option(help="The role that they must have.")] = None,
    who: WhoOption,
    party: ForOption,
    language: LanguageOption = None,
) -> None:
    """Ask for approval of exactly one thing."""
    from workshare.cli.people_run import run_request

    terms = {"persons": persons, "organisations": organisations, "role": role}
    run_request(place, name, thing, terms, (who, party), language=language or spoken())


@people_app.command("approve")
def approve(
    place: PlaceArgument,
    name: Annotated[str, typer.Argument(help="The request.")],
    *,
    thing: ThingOption,
    key: KeyOption,
    who: WhoOption,
    party: ForOption,
    language: LanguageOption = None,
) -> None:
    """Approve a thing with your own key, after you have read it, and say how the request stands."""
    from workshare.cli.people_run import run_approve

    run_approve(place, name, thing, key, (who, party), language=language or spoken())


@people_app.command("erase")
def erase(
    place: PlaceArgument,
    name: Annotated[str, typer.Argument(metavar="HASH", help="The hash that stands for the text.")],
    *,
    why: Annotated[str, typer.Option(help="Why; this is recorded.")],
    who: WhoOption,
    party: ForOption,
    language: LanguageOption = None,
) -> None:
    """Erase a personal text for good; that it was erased is recorded."""
    from workshare.cli.people_run import run_erase

    run_erase(place, name, why, (who, party), language or spoken())
