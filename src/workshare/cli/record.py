"""workshare record: its commands. What a command needs is imported when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workshare.cli.spoken import JsonOption, LanguageOption, spoken

record_app = typer.Typer(
    help="Record what happened so that nobody can change it unseen, and prove it to partners.",
    no_args_is_help=True,
)
witness_app = typer.Typer(
    help="Witnesses: partners who cosign checkpoints, and so see when a record shrinks or forks.", no_args_is_help=True
)
record_app.add_typer(witness_app, name="witness")

PlaceArgument = Annotated[
    str, typer.Argument(metavar="RECORD", help="A record: a file, or the address of a Postgres database.")
]
KeyOption = Annotated[Path, typer.Option("--key", help="The file of the secret key, outside of any repository.")]
OutOption = Annotated[Path | None, typer.Option("-o", "--out", help="Write it to this file.")]
KeysOption = Annotated[
    list[str], typer.Option("--keys", help="A public key, or a file with one in each line; may be given again.")
]


@record_app.command()
def init(
    place: PlaceArgument,
    *,
    log: Annotated[str, typer.Option(help="The log's name, one word, such as records.example/pumps.")],
    key: KeyOption,
    out: OutOption = None,
    language: LanguageOption = None,
) -> None:
    """Make a new record and its secret key, and print the public key that partners need."""
    from workshare.cli.record_init import run_init

    run_init(place, log, key, out, language or spoken())


@record_app.command()
def append(
    place: PlaceArgument,
    file: Annotated[Path | None, typer.Argument(help="Events, one JSON object in a line; - is the input.")] = None,
    *,
    kind: Annotated[str | None, typer.Option(help="What happened, such as output.produced.")] = None,
    who: Annotated[str | None, typer.Option(envvar="WORKSHARE_WHO", help="Who says so.")] = None,
    party: Annotated[str | None, typer.Option("--for", envvar="WORKSHARE_FOR", help="For which organisation.")] = None,
    happened: Annotated[str | None, typer.Option(help="When: 2026-03-02T10:00:00Z; default now.")] = None,
    payload: Annotated[str, typer.Option(help="What is said of it, as a JSON object.")] = "{}",
    key: Annotated[str | None, typer.Option(help="Names the act, so that a retry records nothing twice.")] = None,
    corrects: Annotated[int | None, typer.Option(min=0, help="The number of an earlier event.")] = None,
    json: JsonOption = False,
    language: LanguageOption = None,
) -> None:
    """Record events: all or none. Those of a file, or one by its options."""
    from workshare.cli.record_run import One, run_append

    one = One(kind=kind, who=who, party=party, happened=happened, payload=payload, key=key, corrects=corrects)
    run_append(place, file, one, language or spoken(), as_json=json)


@record_app.command()
def show(
    place: PlaceArgument,
    number: Annotated[int | None, typer.Argument(min=0, help="One event, in full.")] = None,
    *,
    first: Annotated[int, typer.Option("--from", min=0, help="From this event on.")] = 0,
    last: Annotated[int | None, typer.Option("--to", min=0, help="Up to and with this one.")] = None,
    kind: Annotated[str | None, typer.Option(help="Only of this kind, or of kinds that begin so.")] = None,
    json: JsonOption = False,
    language: LanguageOption = None,
) -> None:
    """Show events."""
    from workshare.cli.record_run import run_show

    span = (number, number) if number is not None else (first, last)
    run_show(place, span, kind, language or spoken(), as_json=json, whole=number is not None)


@record_app.command()
def checkpoint(
    place: PlaceArgument,
    *,
    key: Annotated[Path | None, typer.Option("--key", help="Sign one with this; else the newest is printed.")] = None,
    out: OutOption = None,
    language: LanguageOption = None,
) -> None:
    """Sign the record as it is now, or print the newest checkpoint that was signed."""
    from workshare.cli.record_run import run_checkpoint

    run_checkpoint(place, key, out, language or spoken())


@record_app.command()
def receipt(
    place: PlaceArgument,
    number: Annotated[int, typer.Argument(min=0, help="The event.")],
    *,
    checkpoint: Annotated[Path | None, typer.Option(help="The partner's checkpoint that it should fit.")] = None,
    out: OutOption = None,
    language: LanguageOption = None,
) -> None:
    """Give the receipt of an event: it proves to anyone who has the keys that the event is in the record."""
    from workshare.cli.record_run import run_receipt

    run_receipt(place, number, checkpoint, out, language or spoken())


@record_app.command()
def verify(
    receipts: Annotated[list[Path], typer.Argument(metavar="RECEIPT…", help="Receipts.")],
    *,
    keys: KeysOption,
    checkpoint: Annotated[
        list[Path], typer.Option(help="A checkpoint that you kept; the receipt must be under one of these.")
    ] = [],  # noqa: B006 - never changed
    least: Annotated[int, typer.Option(min=0, help="So many of your witnesses must have cosigned.")] = 0,
    json: JsonOption = False,
    language: LanguageOption = None,
) -> None:
    """Verify receipts, without the record: by keys, and by checkpoints that you kept."""
    from workshare.cli.record_verify import run_verify

    run_verify(receipts, keys, checkpoint, least, language or spoken(), as_json=json)


@record_app.command()
def fsck(
    place: PlaceArgument,
    *,
    kept: Annotated[
        list[Path], typer.Option(help="A checkpoint that a partner kept, or a folder of these; may be given again.")
    ] = [],  # noqa: B006 - never changed
    json: JsonOption = False,
    language: LanguageOption = None,
) -> None:
    """Check the whole record: against itself, what it signed, and what partners kept."""
    from workshare.cli.record_run import run_fsck

    run_fsck(place, kept, language or spoken(), as_json=json)


@record_app.command()
def rebuild(place: PlaceArgument, *, language: LanguageOption = None) -> None:
    """Fold all events again from the first, keep what comes of it, and say where it stood otherwise."""
    from workshare.cli.record_run import run_rebuild

    run_rebuild(place, language or spoken())


FolderArgument = Annotated[Path, typer.Argument(metavar="FOLDER", help="The witness's folder.")]
WitnessKeyOption = Annotated[str, typer.Option("--witness", help="The witness's public key, or a file with it.")]


@witness_app.command("new")
def witness_new(
    folder: FolderArgument,
    *,
    name: Annotated[str, typer.Option(help="The witness's name, one word, such as partner.example/w1.")],
    out: OutOption = None,
    language: LanguageOption = None,
) -> None:
    """Make a witness: a folder with her secret key. Prints her public key."""
    from workshare.cli.witness_run import run_new

    run_new(folder, name, out, language or spoken())


@witness_app.command("trust")
def witness_trust(
    folder: FolderArgument,
    log: Annotated[str, typer.Argument(help="The log's public key, or a file with it.")],
    *,
    language: LanguageOption = None,
) -> None:
    """Watch a log from now on."""
    from workshare.cli.witness_run import run_trust

    run_trust(folder, log, language or spoken())


@witness_app.command("ask")
def witness_ask(
    place: PlaceArgument,
    *,
    to: Annotated[str, typer.Option(help="Where she is: an address https://…, or her folder.")],
    witness: WitnessKeyOption,
    language: LanguageOption = None,
) -> None:
    """Have a witness cosign the newest checkpoint."""
    from workshare.cli.witness_run import run_ask

    run_ask(place, to, witness, language or spoken())


@witness_app.command("request")
def witness_request(
    place: PlaceArgument,
    *,
    old: Annotated[int, typer.Option(min=0, help="The size that she saw last; 0 at first.")] = 0,
    out: OutOption = None,
    language: LanguageOption = None,
) -> None:
    """Write a request to a witness, to be brought to her as a file."""
    from workshare.cli.witness_run import run_request

    run_request(place, old, out, language or spoken())


@witness_app.command("answer")
def witness_answer(
    folder: FolderArgument,
    request: Annotated[Path, typer.Argument(help="The request.")],
    *,
    out: OutOption = None,
    language: LanguageOption = None,
) -> None:
    """Judge a request that came as a file, and cosign it if it continues what was seen."""
    from workshare.cli.witness_run import run_answer

    run_answer(folder, request, out, language or spoken())


@witness_app.command("take")
def witness_take(
    place: PlaceArgument,
    answer: Annotated[Path, typer.Argument(help="Her answer.")],
    *,
    witness: WitnessKeyOption,
    language: LanguageOption = None,
) -> None:
    """Put a witness's answer, brought as a file, under the newest checkpoint."""
    from workshare.cli.witness_run import run_take

    run_take(place, answer, witness, language or spoken())


@witness_app.command("serve")
def witness_serve(
    folder: FolderArgument,
    *,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 is any.")] = 8470,
    language: LanguageOption = None,
) -> None:
    """Answer requests over HTTP until stopped."""
    from workshare.cli.witness_run import run_serve

    run_serve(folder, host, port, language or spoken())


@witness_app.command("kept")
def witness_kept(
    folder: FolderArgument,
    log: Annotated[str, typer.Argument(help="The log's name.")],
    *,
    out: Annotated[Path, typer.Option("-o", "--out", help="A new folder for them.")],
    language: LanguageOption = None,
) -> None:
    """Write out every checkpoint of a log that was cosigned, for `workshare record fsck --kept`."""
    from workshare.cli.witness_run import run_kept

    run_kept(folder, log, out, language or spoken())
