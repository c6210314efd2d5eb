"""The stress command: what every single loss of a nation, site, supplier or fund does to the promises."""

from __future__ import annotations

import datetime as dt
import sys
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from workshare.cli.workers import workers_at
from workshare.files.comparison_json import stress_json
from workshare.files.plan_json import programme_id
from workshare.files.planned import read_source
from workshare.levers.stress import stress
from workshare.levers.trials import PROCESSES
from workshare.planner.make import make_plan
from workshare.problems import BadInput
from workshare.report.losses import loss_row, loss_title


def run_stress(path: Path, as_of: dt.date | None, language: str, *, dask: str | None, as_json: bool) -> None:
    """Plan a programme, and again without each nation, site, supplier and fund; show the losses, the worst first."""
    source = read_source(path)
    programme = source.reading.programme
    if source.reading.problems or programme is None:
        raise BadInput(source.reading.problems)
    with Console(stderr=True).status("planning") as status, workers_at(dask, PROCESSES) as workers:
        plan = make_plan(programme, as_of=source.as_of or as_of, outlook=False)

        def told(done: int, count: int) -> None:
            status.update(f"losses: {done} of {count} planned")

        losses = stress(plan, workers=workers, progress=told)
    if as_json:
        sys.stdout.write(stress_json(losses, programme_id(programme), version("workshare")))
        return
    console = Console()
    console.print(Text(programme.programme.in_(language), style="bold"))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for title in loss_title(language):
        table.add_column(title)
    for loss in losses:
        table.add_row(*(Text(cell) for cell in loss_row(loss, plan, language)))
    console.print(table)
