"""The odds command: plan, or read a plan, run it in many scenarios, and print how likely each promise is."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from workshare.answers.odds import Teller
from workshare.cli.workers import workers_at
from workshare.files.made import is_plan_folder, read_made
from workshare.files.odds_json import odds_json
from workshare.files.plan_folder import check_target, write_folder
from workshare.files.plan_json import programme_id
from workshare.files.planned import read_source
from workshare.outcome.odds import Odds
from workshare.outcome.plan import Plan
from workshare.planner.make import make_plan
from workshare.problems import BadInput
from workshare.report.odds import html
from workshare.risk.odds import odds, work_of
from workshare.work import Processes, alone

MARK = "odds.json"
TOGETHER = 8
"""So many jobs go to a worker of a cluster in one task."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the user asked for: how many scenarios (None: until they say enough), from which seed, and who runs them."""

    scenarios: int | None
    seed: int
    processes: int
    dask: str | None


def run_odds(
    path: Path, language: str, asked: Asked, out: Path | None, *, as_of: dt.date | None, as_json: bool
) -> None:
    """Print how likely each promise of a programme, or of an earlier plan, is to be kept; write its page."""
    if out and not as_json:
        check_target(out, MARK)
    with Console(stderr=True).status("planning") as status:
        plan = read_made(path) if is_plan_folder(path) else _planned(path, as_of)
        teller = Teller(plan.programme, language)

        def told(count: int, shares: Sequence[tuple[str, float]]) -> None:
            status.update(teller.running(count, list(shares)))

        work = work_of(plan, asked.seed)
        status.update("scenarios")
        here = Processes(asked.processes) if asked.processes > 1 else alone
        with workers_at(asked.dask, here, TOGETHER) as workers, workers(work.do) as do:
            found = odds(plan, work, scenarios=asked.scenarios, do=do, told=told)
    if as_json:
        sys.stdout.write(odds_json(found))
        return
    show(plan, found, teller)
    target = out or Path("out") / f"{programme_id(plan.programme)}-odds"
    page = html(plan, found, language, version("workshare"))
    write_folder(target, {MARK: odds_json(found), "odds.html": page}, {}, MARK)
    Console().print(Text(f"{target}/odds.html", style="bold"))


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
    for head in teller.heads():
        table.add_column(head)
    for row in found.commitments:
        hangs = [hang for hang in found.hangs if hang.commitment == row.id]
        table.add_row(*(Text(cell) for cell in teller.row(row, hangs)))
    console.print(table)
    console.print(Text(teller.summary(found), style="dim"))
