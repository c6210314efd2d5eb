"""workshare bench: plans of the yardsticks' instances, scored."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workshare.cli.spoken import JsonOption, LanguageOption, spoken
from workshare.planner.settings import Strategy

bench_app = typer.Typer(help="Plan the instance of a yardstick and score the plan.", no_args_is_help=True)


@bench_app.callback()
def bench() -> None:
    """Plan the instance of a yardstick and score the plan."""


@bench_app.command()
def neutral(
    path: Annotated[Path, typer.Argument(help="A neutral instance: a JSON file.")],
    *,
    strategy: Annotated[Strategy, typer.Option(help="How it is solved; auto goes by its size.")] = Strategy.AUTO,
    seconds: Annotated[
        float | None, typer.Option(min=0.1, help="The best plan within so many seconds; Ctrl-C keeps the best so far.")
    ] = None,
    json: JsonOption = False,
    language: LanguageOption = None,
) -> None:
    """Plan a neutral instance, verify the plan, and say what it scores.

    The goal is the yardstick's: late quantity-days, weighted 9 / 3 / 1 by priority.
    """
    from workshare.cli.bench_run import run_neutral

    run_neutral(path, language or spoken(), strategy, seconds, as_json=json)
