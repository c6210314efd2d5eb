"""The plan command: read, plan, write the folder, say the verdicts."""

from __future__ import annotations

import datetime as dt
import json
import platform
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from workshare.answers.conflicts import conflict_text
from workshare.cli.drawing import drawing_room
from workshare.cli.patient import Effort, patiently
from workshare.files.folder import Reading, read
from workshare.files.last import read_last
from workshare.files.odds_json import MARK, odds_json
from workshare.files.plan_folder import check_target, write_plan
from workshare.files.plan_json import programme_id, to_json
from workshare.outcome.odds import Odds
from workshare.outcome.plan import Plan
from workshare.outcome.rows import Verdict
from workshare.planner.conflict import Hard, Impossible
from workshare.planner.make import make_plan
from workshare.problems import BadInput, Code, Problem
from workshare.report.decided import decisions_sentence
from workshare.report.money import money_sentence
from workshare.report.sentences import ask_sentence, chain_sentence, ranked, summary_sentence, verdict_sentence

PLAIN_EFFORT = Effort()
NO_PLAN = 3
"""The exit code where no plan meets the hard rules."""
COLOURS = {
    Verdict.KEPT: "green",
    Verdict.LATE: "yellow",
    Verdict.SHORT: "red",
    Verdict.MISSED: "red",
    Verdict.UNMEASURED: "dim",
}


Study = Callable[[Plan, str, Callable[[str], None]], Odds]
"""Finds the odds of a plan; is told the language of what it says about its progress, and to whom."""


def run_plan(
    path: Path,
    out: Path | None,
    as_of: dt.date | None,
    language: str,
    *,
    as_json: bool,
    last: Path | None = None,
    effort: Effort = PLAIN_EFFORT,
    study: Study | None = None,
) -> None:
    """Plan a programme and write its folder; with ``as_json`` print plan.json, and write only where ``out`` says.

    With ``last``, the folder of an earlier plan, as little of that changes as the goals allow; with a ``study`` the
    odds of the plan stand in its report and in plan.json.
    """
    began = time.perf_counter()
    reading = read(path)
    if reading.problems or reading.programme is None:
        raise BadInput(reading.problems)
    programme = reading.programme
    target = out if out or as_json else Path("out") / programme_id(programme)
    if target:
        check_target(target)
    before = read_last(last) if last else None
    console, errors = Console(), Console(stderr=True)
    with errors.status("reading") as status, drawing_room(len(programme.demands) if target else 0) as draw:
        try:
            say = lambda what: status.update(f"planning: {what}")  # noqa: E731 - one use
            make = lambda settings: make_plan(programme, as_of=as_of, last=before, settings=settings, say=say)  # noqa: E731
            plan = patiently(make, effort, say)
        except Impossible as none:
            status.stop()
            text = conflict_text(none, programme, language, lambda hard: _place(reading, hard))
            errors.print(Text(text), soft_wrap=True)
            raise SystemExit(NO_PLAN) from None
        release = version("workshare")
        odds = None if study is None else study(plan, language, status.update)
        document = to_json(plan, release, odds)
        if target:
            status.update("writing the report")
            texts = {"plan.json": document, "report.html": draw(plan, language, release, odds)}
            texts |= {} if odds is None else {MARK: odds_json(odds)}
            texts["run.json"] = _run(plan, release, time.perf_counter() - began)
            write_plan(plan, target, texts, reading.files)
    if as_json:
        sys.stdout.write(document)
        return
    show(plan, language, console, target)
    if target:
        seconds = Text(f"  {time.perf_counter() - began:.1f} s", style="dim")
        console.print(Text(f"{target}/report.html", style="bold") + seconds)


def _place(reading: Reading, hard: Hard) -> str:
    """Where a hard rule stands: file and line."""
    sought = Problem(code=Code.BAD_RANGE, message="", hint="", path=hard.path)
    found = reading.place(sought)
    return f"{found.file}:{found.line}: " if found.file else ""


def show(plan: Plan, language: str, console: Console, folder: Path | None = None) -> None:
    """The verdicts as a short table, what the first promise that is not kept hangs on, and where to ask further."""
    console.print(Text(plan.programme.programme.in_(language), style="bold"))
    console.print(Text(summary_sentence(plan, language)))
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(max_width=48)
    table.add_column()
    texts = {str(c.id): c.says.in_(language) for c in plan.programme.commitments}
    for account in ranked(plan):
        verdict = Text(verdict_sentence(account, plan, language), style=COLOURS[account.verdict])
        table.add_row(Text(texts[account.id]), verdict)
    console.print(table)
    for line in (money_sentence(plan, language), decisions_sentence(plan, language)):
        if line:
            console.print(Text(line))
    broken = next((c for c in ranked(plan) if c.verdict not in {Verdict.KEPT, Verdict.UNMEASURED}), None)
    if broken is not None:
        console.print(Text(f"{texts[broken.id]}: {chain_sentence(broken, plan, language)}", style="dim"))
        if folder is not None:
            console.print(Text(ask_sentence(broken, str(folder), language), style="dim"))


def _run(plan: Plan, release: str, seconds: float) -> str:
    """What differs from run to run: times by phase, and versions."""
    packages = {name: version(name) for name in ("highspy", "numpy", "scipy", "altair", "vl-convert-python")}
    facts = {
        "workshare": release,
        "python": platform.python_version(),
        "packages": packages,
        "seconds": {**{k: round(v, 3) for k, v in plan.seconds.items()}, "all": round(seconds, 3)},
        "cpu_seconds": {k: round(v, 3) for k, v in plan.cpu_seconds.items()},
    }
    return json.dumps(facts, indent=2) + "\n"
