"""The bench command: read, plan, score, show."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from workshare.cli.patient import Effort, patiently
from workshare.files.neutral.programme import programme_of
from workshare.files.neutral.read import read_instance
from workshare.outcome.score import Trial
from workshare.planner.make import make_plan
from workshare.planner.settings import Strategy
from workshare.report.score import trial_headings, trial_rows, trial_sentences
from workshare.results.score import WEIGHTS, score


def run_neutral(path: Path, language: str, strategy: Strategy, seconds: float | None, *, as_json: bool) -> None:
    """Plan a neutral instance under the yardstick's goal, within so many seconds, and print what the plan scores."""
    wall, cpu = time.perf_counter(), time.process_time()
    programme = programme_of(read_instance(path))
    reading = (time.perf_counter() - wall, time.process_time() - cpu)
    with Console(stderr=True).status("planning") as status:
        say = lambda what: status.update(f"planning: {what}")  # noqa: E731 - one use
        make = lambda settings: make_plan(programme, settings=settings, say=say, outlook=False)  # noqa: E731
        plan = patiently(make, Effort(seconds, WEIGHTS, strategy), say)
    (goal,) = plan.goals
    trial = Trial(
        score=score(plan),
        bound=goal.bound,
        gap=goal.gap,
        strategy=plan.strategy,
        seconds={"read": reading[0], **plan.seconds},
        cpu_seconds={"read": reading[1], **plan.cpu_seconds},
        peak_mib=_peak_mib(),
    )
    if as_json:
        sys.stdout.write(_document(trial))
        return
    console = Console()
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for n, heading in enumerate(trial_headings(language)):
        table.add_column(heading, justify="right" if n else "left")
    for row in trial_rows(trial, language):
        table.add_row(*map(Text, row))
    console.print(table)
    for sentence in trial_sentences(trial, language):
        console.print(Text(sentence))


def _document(trial: Trial) -> str:
    content = {**asdict(trial.score), **asdict(trial)}
    del content["score"]
    for times in ("seconds", "cpu_seconds"):
        content[times] = {phase: round(spent, 4) for phase, spent in content[times].items()}
    return json.dumps(content, indent=2) + "\n"


def _peak_mib() -> float | None:
    """The most memory that this process has held, in MiB; None where the system does not say."""
    try:
        import resource
    except ImportError:
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return float(round(most / (2**20 if sys.platform == "darwin" else 2**10), 1))
