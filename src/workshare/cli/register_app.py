"""The register's commands; what each needs is imported when it runs, so that help is instant."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from workshare.cli.spoken import Language

register = typer.Typer(
    help="What was said, who promised what, and how each promise stands.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

PathArgument = Annotated[
    Path | None, typer.Argument(help="A folder with register.yaml and programme.yaml; default: the bundled case.")
]
SourcesOption = Annotated[
    Path | None, typer.Option(help="The folder of the sources' texts; default: your own store.", show_default=False)
]
PlanOption = Annotated[Path | None, typer.Option(help="A plan folder: how the plan keeps each promise.")]
RecordOption = Annotated[
    str | None,
    typer.Option(
        help="The record, or a file of what `workshare record show --json` printed: only the record keeps a promise."
    ),
]
OddsOption = Annotated[Path | None, typer.Option(help="What `workshare odds --json` printed.")]
AsOfOption = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(help="Today, as YYYY-MM-DD; default: the day of the plan, or of the newest statement if it is later."),
]
LanguageOption = Annotated[Optional[Language], typer.Option(help="Language: en or uk.")]  # noqa: UP045
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]


@register.command()
def show(
    path: PathArgument = None,
    *,
    plan: PlanOption = None,
    record: RecordOption = None,
    odds: OddsOption = None,
    as_of: AsOfOption = None,
    json: JsonOption = False,
    language: LanguageOption = None,
) -> None:
    """Say how each promise stands, and what contradicts it."""
    from workshare.cli.register import Asked, run_show

    run_show(Asked(path=path, plan=plan, record=record, odds=odds, as_of=as_of, language=language), as_json=json)


@register.command()
def check(path: PathArgument = None, *, sources: SourcesOption = None) -> None:
    """List every problem of a register; with its sources' texts at hand, prove every span."""
    from workshare.cli.register import run_check

    run_check(path, sources)


@register.command()
def keep(
    files: Annotated[list[Path], typer.Argument(help="Texts that statements rest on.")],
    *,
    sources: SourcesOption = None,
) -> None:
    """Put texts into your own store, where `register check` finds them by their hashes."""
    from workshare.cli.register import run_keep

    run_keep(files, sources)


@register.command()
def publish(
    path: PathArgument = None,
    *,
    out: Annotated[Path, typer.Option(help="The page to write.")] = Path("out/register.html"),
    plan: PlanOption = None,
    record: RecordOption = None,
    odds: OddsOption = None,
    as_of: AsOfOption = None,
    language: LanguageOption = None,
) -> None:
    """Write the register as one public page in both languages."""
    from workshare.cli.register import Asked, run_publish

    run_publish(Asked(path=path, plan=plan, record=record, odds=odds, as_of=as_of, language=language), out)


FolderArgument = Annotated[Path, typer.Argument(help="A folder with contracts.yaml, register.yaml or both.")]
DayOption = Annotated[str, typer.Option(help="Today, as YYYY-MM-DD: what came later is left aside.")]
OutOption = Annotated[Path | None, typer.Option(help="The file to write; default: it is printed.", show_default=False)]


@register.command()
def flags(
    path: FolderArgument,
    *,
    as_of: DayOption,
    json: JsonOption = False,
    language: LanguageOption = None,
) -> None:
    """List red flags of contracts and of money's ladder, each with the rows that raised it."""
    from workshare.cli.contracts import run_flags

    run_flags(path, as_of, language, as_json=json)


@register.command()
def ocds(path: FolderArgument, *, as_of: DayOption, out: OutOption = None) -> None:
    """Export contracts as an OCDS 1.1 release package."""
    from workshare.cli.contracts import run_ocds

    run_ocds(path, as_of, out)


@register.command()
def money(path: FolderArgument, *, as_of: DayOption, out: OutOption = None) -> None:
    """Export every sum as an IATI-style transaction with its kind."""
    from workshare.cli.contracts import run_money

    run_money(path, as_of, out)


@register.command("read")
def read_sources(
    files: Annotated[list[Path], typer.Argument(help="Texts in English or Ukrainian, as UTF-8.", metavar="FILE…")],
    *,
    dated: Annotated[Optional[str], typer.Option(help="When the text was written, as YYYY-MM-DD.")] = None,  # noqa: UP045
    accept: Annotated[Path | None, typer.Option(help="A file of yeses: prints their rows for the register.")] = None,
    into: Annotated[Path | None, typer.Option(help="With --accept: the register to which the rows are added.")] = None,
    known: Annotated[
        Path | None,
        typer.Option(help="A register whose entities are known to the reader; default: that of --into."),
    ] = None,
    model_at: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(help="Ask a language model too, at an address that speaks as OpenAI does: https://HOST/v1."),
    ] = None,
    model: Annotated[Optional[str], typer.Option(help="With --model-at: the model's name there.")] = None,  # noqa: UP045
    model_said: Annotated[
        Path | None, typer.Option(help="Where its answer is kept: read if it is there, else asked for and written.")
    ] = None,
    json: JsonOption = False,
    language: LanguageOption = None,
) -> None:
    """Propose statements from a text, each with its span: nothing enters the register without your yes."""
    from workshare.cli.reading import Helper, Yeses, run_read
    from workshare.cli.spoken import read_day, spoken

    day, helper = read_day(dated, "--dated"), Helper(model_at, model, model_said)
    run_read(files, day, Yeses(accept, into, known), helper, language or spoken(), as_json=json)
