"""workshare: its commands. What a command needs is imported when it runs, so that help is instant."""

from __future__ import annotations

import os
import sys
import traceback
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Optional

import typer

from workshare.cli.bench import bench_app
from workshare.cli.exchange import exchange_app
from workshare.cli.people import people_app
from workshare.cli.places import bundled
from workshare.cli.programme import programme_app
from workshare.cli.record import record_app
from workshare.cli.register_app import register
from workshare.cli.spoken import JsonOption, LanguageOption, read_day, read_weights, spoken
from workshare.planner.settings import Strategy

app = typer.Typer(
    help="Planning and accounting for joint production programmes.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: drawing it takes longer to import than all else that --help needs
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120},
)

record_app.add_typer(people_app)
app.add_typer(record_app, name="record")
app.add_typer(exchange_app, name="exchange")
app.add_typer(programme_app, name="programme")
app.add_typer(register, name="register")
app.add_typer(bench_app, name="bench")

BAD_INPUT, NO_PLAN, OUR_FAULT = 2, 3, 1


class Document(StrEnum):
    """The documents that have a JSON Schema."""

    PROGRAMME = "programme"
    SCENARIO = "scenario"
    REGISTER = "register"
    CONTRACTS = "contracts"
    PLAN = "plan"
    ODDS = "odds"
    COMPARISON = "comparison"
    STRESS = "stress"


PathArgument = Annotated[
    Path | None, typer.Argument(help="A programme (a folder with programme.yaml, or the file), or a scenario.")
]


@app.command()
def plan(
    path: PathArgument = None,
    *,
    out: Annotated[Path | None, typer.Option(help="Where the plan folder goes; default out/PROGRAMME.")] = None,
    as_of: Annotated[Optional[str], typer.Option(help="Today, as YYYY-MM-DD: nothing begins before.")] = None,  # noqa: UP045
    last: Annotated[
        Path | None, typer.Option(help="An earlier plan's folder: change as little of it as can be.")
    ] = None,
    seconds: Annotated[
        float | None, typer.Option(min=0.1, help="The best plan within so many seconds; Ctrl-C keeps the best so far.")
    ] = None,
    weights: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(help="Late quantity-days by weight, as the only goal: PRIORITY:WEIGHT,… like 1:9,2:3,3:1."),
    ] = None,
    strategy: Annotated[Strategy, typer.Option(help="How large programmes are solved.")] = Strategy.AUTO,
    robust: Annotated[
        bool, typer.Option("--robust", help="Plan for many futures at once, and say what that costs and buys.")
    ] = False,
    futures: Annotated[int, typer.Option(min=2, help="With --robust: so many futures.")] = 12,
    seed: Annotated[int, typer.Option(min=0, help="With --robust or --odds: the same seed gives the same.")] = 1,
    odds: Annotated[
        bool, typer.Option("--odds", help="Put the odds of every promise into the report and plan.json.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print plan.json (with --robust: robust.json) alone.")] = False,
    language: LanguageOption = None,
) -> None:
    """Plan a programme: who makes what, where and when, and which promise is kept.

    Without PATH it plans the bundled Ukraine-US case.
    """
    if robust:
        from workshare.cli.robust import Asked, run_robust

        if last is not None or odds:
            raise typer.BadParameter("goes without --robust", param_hint="--odds" if odds else "--last")
        asked = Asked(futures=futures, seed=seed)
        run_robust(path or bundled(), out, read_day(as_of), language or spoken(), asked, as_json=json)
        return
    from workshare.cli.patient import Effort
    from workshare.cli.plan import run_plan

    study = None
    if odds:
        from workshare.cli.odds import studying

        study = studying(seed)
    effort = Effort(seconds, read_weights(weights), strategy)
    today, words = read_day(as_of), language or spoken()
    run_plan(path or bundled(), out, today, words, as_json=json, last=last, effort=effort, study=study)


@app.command()
def check(
    path: PathArgument = None,
    *,
    sources: Annotated[Path | None, typer.Option(help="A folder of reports: prove every statement's span.")] = None,
) -> None:
    """List every problem of a programme, as file:line: what is wrong (what to do) [code]."""
    from workshare.cli.check import run_check

    run_check(path or bundled(), sources)


@app.command()
def spares(
    path: PathArgument = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="Print the levels as JSON and nothing else.")] = False,
    floors: Annotated[bool, typer.Option("--floors", help="Print rows for stock.csv that keep to the levels.")] = False,
    language: LanguageOption = None,
) -> None:
    """Say how many spares each site should own, exactly and as METRIC and VARI-METRIC approximate it."""
    from workshare.cli.spares import run_spares

    run_spares(path or bundled(), language or spoken(), as_json=json, as_rows=floors)


AnyPath = Annotated[Path, typer.Argument(help="A plan folder, or a programme: a folder or its file.")]
AsOfOption = Annotated[Optional[str], typer.Option(help="Today, as YYYY-MM-DD: nothing begins before.")]  # noqa: UP045
DaskOption = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(metavar="ADDRESS", help="Run on the workers of this Dask scheduler: tcp://HOST:PORT."),
]
HurtOption = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(help="Instead of why: whom it would hurt if this site, line, licence or fund stopped."),
]


@app.command()
def why(
    path: AnyPath,
    name: Annotated[Optional[str], typer.Argument(help="A demand or a commitment, by its id.")] = None,  # noqa: UP045
    *,
    hurt: HurtOption = None,
    as_of: AsOfOption = None,
    json: JsonOption = False,
    language: LanguageOption = None,
) -> None:
    """Say why a demand or a commitment is late or short.

    Each suspect is relaxed alone and the programme planned again; what restores most comes first.
    """
    from workshare.cli.help import run_hurt, run_why

    if (name is None) == (hurt is None):
        raise typer.BadParameter("name a demand or a commitment, or give --hurt", param_hint="NAME")
    tongue = language or spoken()
    if name is not None:
        run_why(path, name, tongue, as_of=read_day(as_of), as_json=json)
    elif hurt is not None:
        run_hurt(path, hurt, tongue, as_of=read_day(as_of), as_json=json)


@app.command()
def levers(
    path: AnyPath,
    *,
    commitment: Annotated[str, typer.Option(help="The commitment, or the demand, that is to come sooner.")],
    most: Annotated[int, typer.Option(min=1, help="How many single changes are tried.")] = 16,
    dask: DaskOption = None,
    as_of: AsOfOption = None,
    json: JsonOption = False,
    language: LanguageOption = None,
) -> None:
    """Rank what would bring a commitment forward: single changes, each planned, then the best pair."""
    from workshare.cli.help import run_levers

    run_levers(path, commitment, language or spoken(), as_of=read_day(as_of), most=most, dask=dask, as_json=json)


@app.command()
def needs(
    path: AnyPath,
    *,
    as_of: AsOfOption = None,
    json: JsonOption = False,
    language: LanguageOption = None,
) -> None:
    """Say of every licence, step, fund and supply by which day it is needed: until then it harms no promise."""
    from workshare.cli.help import run_needs

    run_needs(path, language or spoken(), as_of=read_day(as_of), as_json=json)


@app.command()
def compare(
    paths: Annotated[
        list[Path],
        typer.Argument(help="Programmes, scenarios or plan folders; the first is what the others differ from."),
    ],
    *,
    out: Annotated[Path | None, typer.Option(help="Where the page goes; default out/A-vs-B.")] = None,
    as_of: Annotated[Optional[str], typer.Option(help="Today, as YYYY-MM-DD; a plan folder keeps its own.")] = None,  # noqa: UP045
    dask: DaskOption = None,
    json: Annotated[bool, typer.Option("--json", help="Print comparison.json and nothing else.")] = False,
    language: LanguageOption = None,
) -> None:
    """Plan several programmes and lay the plans side by side: what becomes of each promise, and what does it."""
    from workshare.cli.compare import run_compare

    if len(paths) < 2:  # noqa: PLR2004 - a pair
        raise typer.BadParameter("name two at least", param_hint="PATHS")
    run_compare(paths, out, read_day(as_of), language or spoken(), dask=dask, as_json=json)


@app.command()
def stress(
    path: PathArgument = None,
    *,
    as_of: Annotated[Optional[str], typer.Option(help="Today, as YYYY-MM-DD: nothing begins before.")] = None,  # noqa: UP045
    dask: DaskOption = None,
    json: Annotated[bool, typer.Option("--json", help="Print the losses as JSON and nothing else.")] = False,
    language: LanguageOption = None,
) -> None:
    """Plan without each nation, site, supplier and fund in turn: what that does to the promises, the worst first."""
    from workshare.cli.stress import run_stress

    run_stress(path or bundled(), read_day(as_of), language or spoken(), dask=dask, as_json=json)


@app.command()
def odds(
    path: PathArgument = None,
    *,
    scenarios: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option(min=1, help="Run just so many; without it, until every interval is narrow, at most 10,000."),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same scenarios.")] = 1,
    processes: Annotated[int, typer.Option(min=1, help="Run in so many processes of this machine.")] = 1,
    replan: Annotated[
        int, typer.Option(min=0, help="Plan so many of the futures again every month; some take a minute each.")
    ] = 0,
    dask: DaskOption = None,
    as_of: AsOfOption = None,
    out: Annotated[
        Path | None, typer.Option(help="Where the page goes; default out/PROGRAMME-odds, or the plan folder itself.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the odds as JSON and nothing else.")] = False,
    language: LanguageOption = None,
) -> None:
    """Say how likely each promise is, with an interval, its likely dates, and what it hangs on.

    PATH may be a plan folder too; then that plan is put to the test as it stands, and its report tells the odds.
    """
    from workshare.cli.odds import Asked, run_odds

    asked = Asked(scenarios=scenarios, seed=seed, processes=processes, dask=dask, replan=replan)
    run_odds(path or bundled(), language or spoken(), asked, out, as_of=read_day(as_of), as_json=json)


@app.command()
def hindcast(
    path: AnyPath,
    *,
    as_of: Annotated[str, typer.Option(help="The day from which is looked ahead; what became known later is refused.")],
    actuals: Annotated[Path, typer.Option(help="What happened: a CSV of date, item, site, quantity, source.")],
    plan_at: Annotated[
        Optional[float],  # noqa: UP045
        typer.Option(min=0.01, max=0.99, help="Plan so that this share of chances turns out better than planned."),
    ] = None,
    scenarios: Annotated[int, typer.Option(min=1, help="So many scenarios are run.")] = 2000,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same scenarios.")] = 1,
    out: Annotated[Path | None, typer.Option(help="Where the page goes; default out/PROGRAMME-hindcast.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print hindcast.json and nothing else.")] = False,
    language: LanguageOption = None,
) -> None:
    """Look back: score the odds as they stood on a day against what happened."""
    from workshare.cli.hindcast import Asked, run_hindcast

    day = read_day(as_of)
    assert day is not None
    asked = Asked(as_of=day, actuals=actuals, scenarios=scenarios, seed=seed, plan_at=plan_at)
    run_hindcast(path, asked, language or spoken(), out, as_json=json)


@app.command()
def new(folder: Annotated[Path, typer.Argument(help="A new or empty folder.")]) -> None:
    """Write a small commented programme to start from."""
    from workshare.files.new import new as write_new

    write_new(folder)
    typer.echo(f"{folder}/programme.yaml is there; now try: workshare plan {folder}")


@app.command()
def schema(
    document: Annotated[Document, typer.Argument(help="One of these words.")] = Document.PROGRAMME,
) -> None:
    """Print the JSON Schema of a document that you write, or of one that other commands write as JSON."""
    from workshare.files import schema as schemas

    make = {
        Document.PROGRAMME: schemas.programme_schema,
        Document.SCENARIO: schemas.scenario_schema,
        Document.REGISTER: schemas.register_schema,
        Document.CONTRACTS: schemas.contracts_schema,
        Document.PLAN: schemas.plan_schema,
        Document.ODDS: schemas.odds_schema,
        Document.COMPARISON: schemas.comparison_schema,
        Document.STRESS: schemas.stress_schema,
    }[document]
    typer.echo(schemas.as_text(make()), nl=False)


@app.command()
def version() -> None:
    """Print the version."""
    from importlib.metadata import version as installed

    typer.echo(f"workshare {installed('workshare')}")


def main() -> None:
    """Run the command line; exit codes are 0, 2 (bad input) and 3 (no plan), and 1 for a fault of ours."""
    from workshare.problems import BadInput

    try:
        app()
    except BadInput as bad:
        for problem in bad.problems:
            typer.echo(str(problem), err=True)
        count = len(bad.problems)
        typer.echo(f"{count} problem{'s' if count != 1 else ''}; nothing was written", err=True)
        sys.exit(BAD_INPUT)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as bad:
        typer.echo(
            f"{bad.filename or 'disk'}: {bad.strerror or bad} (check the path, the permissions and the space)",
            err=True,
        )
        sys.exit(BAD_INPUT)
    except Exception as fault:  # noqa: BLE001 - no traceback ever reaches a user
        sys.exit(_our_fault(fault))


def _our_fault(fault: Exception) -> int:
    """One sentence about a fault of ours, or that there is no plan; the trace only for those who ask for it."""
    if any(kind.__name__ == "NoPlan" for kind in type(fault).__mro__):
        typer.echo(f"no plan meets the rules: {fault}", err=True)
        return NO_PLAN
    if os.environ.get("WORKSHARE_DEBUG"):
        traceback.print_exception(fault)
    what = str(fault).splitlines()[0] if str(fault) else type(fault).__name__
    typer.echo(f"workshare failed, and it is not your input: {what} (set WORKSHARE_DEBUG=1 to see where)", err=True)
    return OUR_FAULT
