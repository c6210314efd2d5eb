"""The hindcast command: plan with what was known on a day, run the odds, and score them against what happened."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from workshare.files.folder import read
from workshare.files.happened import read_happened
from workshare.files.hindcast_json import MARK, hindcast_json
from workshare.files.plan_folder import check_target, write_folder
from workshare.files.plan_json import programme_id
from workshare.model.known import known_later
from workshare.model.programme import Programme
from workshare.outcome.happened import Outcome
from workshare.outcome.hindcast import Hindcast
from workshare.planner.make import make_plan
from workshare.problems import BadInput
from workshare.report.hindcast import Looker, html
from workshare.risk.forecast import scenarios, things, watched
from workshare.risk.hindcast import Looked, look_back
from workshare.risk.odds import work_of
from workshare.risk.quantile import at_quantile
from workshare.work import each


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the user asked for: from which day, against which table, how many scenarios, and how safely planned."""

    as_of: dt.date
    actuals: Path
    scenarios: int
    seed: int
    plan_at: float | None


def run_hindcast(path: Path, asked: Asked, language: str, out: Path | None, *, as_json: bool) -> None:
    """Print what a look back came to, and write its page."""
    reading = read(path)
    programme = reading.programme
    if reading.problems or programme is None:
        raise BadInput(reading.problems)
    later = known_later(programme, asked.as_of)
    if later:
        raise BadInput([reading.place(problem) for problem in later])
    happened = read_happened(asked.actuals, programme, asked.as_of)
    target = out or Path("out") / f"{programme_id(programme)}-hindcast"
    if not as_json:
        check_target(target, MARK)
    found = look(programme, happened, asked)
    document = hindcast_json(found)
    if as_json:
        sys.stdout.write(document)
        return
    show(found, Looker(programme, language))
    page = html(found, programme, language, version("workshare"))
    write_folder(target, {MARK: document, "hindcast.html": page}, {}, MARK)
    Console().print(Text(f"{target}/hindcast.html", style="bold"))


def look(programme: Programme, happened: tuple[Outcome, ...], asked: Asked) -> Hindcast:
    """Plan with what was known, carry the plan out in many scenarios, and score them."""
    about = things(happened)
    with Console(stderr=True).status("planning with what was known") as status:
        planned = programme if asked.plan_at is None else at_quantile(programme, asked.plan_at)
        plan = make_plan(planned, as_of=asked.as_of, outlook=False)
        work = work_of(plan, asked.seed, truth=programme, watched=watched(programme, about))
        status.update("scenarios")
        forecast = scenarios(work, about, asked.scenarios, each(work.do))
    study = Looked(as_of=asked.as_of, seed=asked.seed, scenarios=asked.scenarios, plan_at=asked.plan_at)
    return look_back(programme, forecast, happened, study)


def show(found: Hindcast, looker: Looker) -> None:
    """Print the events, the promises that can be judged, and the scores."""
    console = Console()
    console.print(Text(looker.title(found), style="bold"))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for head in looker.heads():
        table.add_column(head)
    for event in found.events:
        table.add_row(*(Text(cell) for cell in looker.row(event)))
    console.print(table)
    for line in (*looker.promises(found), *looker.scores(found), looker.summary(found)):
        console.print(Text(line))
