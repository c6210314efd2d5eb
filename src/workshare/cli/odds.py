"""The odds command: plan, or read a plan, run it in many scenarios, and print how likely each promise is."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from workshare.answers.odds import Teller
from workshare.cli.workers import workers_at
from workshare.files.made import is_plan_folder, read_made
from workshare.files.odds_json import MARK, odds_json
from workshare.files.plan_folder import check_target, write_folder
from workshare.files.plan_json import programme_id, to_json
from workshare.files.planned import read_source
from workshare.files.write import write_file
from workshare.outcome.odds import Odds
from workshare.outcome.plan import Plan
from workshare.planner.make import make_plan
from workshare.problems import BadInput
from workshare.report.odds import html
from workshare.report.page import html as report
from workshare.risk.odds import odds, work_of
from workshare.risk.replan import replanned
from workshare.work import Processes, alone

TOGETHER = 8
"""So many jobs go to a worker of a cluster in one task."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the user asked for: how many scenarios (None: until they say enough), from which seed, and who runs them.

    ``replan`` is the number of futures that are planned again every month.
    """

    scenarios: int | None
    seed: int
    processes: int
    dask: str | None = None
    replan: int = 0


def run_odds(
    path: Path, language: str, asked: Asked, out: Path | None, *, as_of: dt.date | None, as_json: bool
) -> None:
    """Print how likely each promise of a programme, or of an earlier plan, is to be kept; write its page."""
    if out and not as_json:
        check_target(out, MARK)
    with Console(stderr=True).status("planning") as status:
        plan = read_made(path) if is_plan_folder(path) else _planned(path, as_of)
        found = study(plan, asked, language, status.update)
    if as_json:
        sys.stdout.write(odds_json(found))
        return
    show(plan, found, Teller(plan.programme, language))
    Console().print(Text(str(_written(path, out, plan, found, language)), style="bold"))


def _written(path: Path, out: Path | None, plan: Plan, found: Odds, language: str) -> Path:
    """Write the odds: into the report of a plan folder, or on a page of their own; gives the page."""
    release = version("workshare")
    if out is None and is_plan_folder(path):
        write_file(path / MARK, odds_json(found))
        write_file(path / "plan.json", to_json(plan, release, found))
        write_file(path / "report.html", report(plan, language, release, found))
        return path / "report.html"
    target = out or Path("out") / f"{programme_id(plan.programme)}-odds"
    write_folder(target, {MARK: odds_json(found), "odds.html": html(plan, found, language, release)}, {}, MARK)
    return target / "odds.html"


def studying(seed: int) -> Callable[[Plan, str, Callable[[str], None]], Odds]:
    """What finds the odds of a plan that has just been made."""
    asked = Asked(scenarios=None, seed=seed, processes=1)
    return lambda plan, language, say: study(plan, asked, language, say)


def study(plan: Plan, asked: Asked, language: str, say: Callable[[str], None]) -> Odds:
    """The odds of a plan as they are asked for; ``say`` hears of the progress."""
    teller = Teller(plan.programme, language)
    work = work_of(plan, asked.seed)
    say("scenarios (the first run after an installation compiles for half a minute)")
    here = Processes(asked.processes) if asked.processes > 1 else alone
    with workers_at(asked.dask, here, TOGETHER) as workers, workers(work.do) as do:
        found = odds(
            plan, work, scenarios=asked.scenarios, do=do, told=lambda n, shares: say(teller.running(n, list(shares)))
        )
    if not asked.replan:
        return found
    say(teller.again_so_far(0, asked.replan, 0))
    told = lambda n, plans: say(teller.again_so_far(n, asked.replan, plans))  # noqa: E731 - one use
    return replanned(found, plan, work, asked.replan, processes=asked.processes, told=told)


def _planned(path: Path, as_of: dt.date | None) -> Plan:
    """The plan of a programme."""
    source = read_source(path)
    programme = source.reading.programme
    if source.reading.problems or programme is None:
        raise BadInput(source.reading.problems)
    return make_plan(programme, as_of=as_of, outlook=False)


def show(plan: Plan, found: Odds, teller: Teller) -> None:
    """Print the odds as a table."""
    console = Console()
    console.print(Text(plan.programme.programme.in_(teller.speech.code), style="bold"))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for n, head in enumerate(teller.heads()):
        table.add_column(head, overflow="fold", no_wrap=n > 0)
    for row in found.commitments:
        table.add_row(*(Text(cell) for cell in teller.row(row)))
    console.print(table)
    for line in teller.again(found):
        console.print(Text(line))
    for row in found.commitments:
        details = list(teller.details(row, found))
        if details:
            console.print(Text(teller.title(row), style="bold"))
            console.print(_grid(details))
    for line in teller.summary(found):
        console.print(Text(line, style="dim"))


def _grid(rows: Sequence[tuple[str, str, str]]) -> Table:
    """Rows of a word, a thing and its points, a little to the right."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column("", no_wrap=True, style="dim")
    table.add_column("")
    table.add_column("", no_wrap=True, justify="right")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table
