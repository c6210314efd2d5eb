"""plan --robust: a plan for many futures at once, held against the plain plan on fresh scenarios."""

from __future__ import annotations

import datetime as dt
import json
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from workshare.answers.robust import Weigher
from workshare.cli.plan import show
from workshare.files.folder import read
from workshare.files.plan_folder import check_target, write_plan
from workshare.files.plan_json import programme_id, to_json
from workshare.outcome.robust import Weighed
from workshare.planner.make import make_plan
from workshare.planner.robust import MOST_COLUMNS, robust_plan
from workshare.planner.together import Worst, size
from workshare.problems import BadInput
from workshare.report.page import html
from workshare.risk.candidates import best_candidate
from workshare.risk.futures import futures
from workshare.risk.weigh import weigh


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How many futures are planned for, from which seed, and how many fresh scenarios judge the plans."""

    futures: int
    seed: int
    scenarios: int = 2000


def run_robust(
    path: Path, out: Path | None, as_of: dt.date | None, language: str, asked: Asked, *, as_json: bool
) -> None:
    """Plan a programme for many futures, write its folder, and say what that costs and what it buys."""
    reading = read(path)
    programme = reading.programme
    if reading.problems or programme is None:
        raise BadInput(reading.problems)
    target = out if out or as_json else Path("out") / f"{programme_id(programme)}-robust"
    if target:
        check_target(target)
    console, today = Console(), as_of or programme.start
    with Console(stderr=True).status("futures") as status:
        plain = make_plan(programme, as_of=today, outlook=False, say=lambda what: status.update(f"planning: {what}"))
        tell = lambda what: status.update(f"planning for {asked.futures} futures: {what}")  # noqa: E731 - one use
        columns, counted = size(programme, today, asked.futures)
        if columns > MOST_COLUMNS and counted:
            found = best_candidate(plain, asked.seed, worst=Worst(), say=tell)
        else:
            drawn = futures(programme, today, asked.futures, asked.seed)
            found = robust_plan(programme, drawn, as_of=today, worst=Worst(), say=tell)
        status.update("fresh scenarios")
        weighed = weigh(plain, found, asked.futures, asked.seed + 1, asked.scenarios)
        release = version("workshare")
        document = _json(weighed)
        if target:
            texts = {"plan.json": to_json(found.plan, release), "report.html": html(found.plan, language, release)}
            write_plan(found.plan, target, {**texts, "robust.json": document}, reading.files)
    if as_json:
        sys.stdout.write(document)
        return
    show(found.plan, language, console)
    weigher = Weigher(programme, language)
    console.print(Text(weigher.title(weighed), style="bold"))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for head in weigher.heads():
        table.add_column(head)
    for row in weighed.rows:
        table.add_row(*(Text(cell) for cell in weigher.row(row)))
    console.print(table)
    console.print(Text(weigher.price(weighed)))
    if columns > MOST_COLUMNS and counted:
        console.print(Text(weigher.candidates(), style="dim"))
    console.print(Text(f"{target}/report.html", style="bold"))


def _json(weighed: Weighed) -> str:
    """What a robust plan costs and buys, as JSON text."""
    rows = [
        {
            "commitment": r.commitment,
            "plain": {"p_kept": r.plain.p_kept, "late_days": r.plain.late_days, "worst_late_days": r.plain.worst},
            "robust": {"p_kept": r.robust.p_kept, "late_days": r.robust.late_days, "worst_late_days": r.robust.worst},
        }
        for r in weighed.rows
    ]
    document = {
        "futures": weighed.futures,
        "seed": weighed.seed,
        "scenarios": weighed.scenarios,
        "cost": {"plain": weighed.plain_cost, "robust": weighed.robust_cost},
        "commitments": rows,
    }
    return json.dumps(document, indent=2) + "\n"
