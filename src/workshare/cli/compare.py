"""The compare command: plan each of several programmes, lay the plans side by side, say what makes the difference."""

from __future__ import annotations

import datetime as dt
import string
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.status import Status
from rich.table import Table
from rich.text import Text

from workshare.cli.plan import COLOURS
from workshare.cli.workers import workers_at
from workshare.files.comparison_json import MARK, comparison_json
from workshare.files.plan_folder import check_target, write_folder
from workshare.files.plan_json import programme_id
from workshare.files.planned import Source, read_source
from workshare.levers.attribute import causes
from workshare.levers.trials import PROCESSES
from workshare.outcome.comparison import Comparison, Entrant
from workshare.outcome.plan import Plan
from workshare.planner.make import make_plan
from workshare.problems import BadInput
from workshare.report.causes import outcome_words
from workshare.report.compare import compared_sentence, explained
from workshare.report.compare_tables import Sides, needs
from workshare.report.differences import Differences
from workshare.results.compare import compare

SHOWN = 12
"""So many differences of the inputs are listed in the terminal; the page has all."""


def run_compare(
    paths: Sequence[Path], out: Path | None, as_of: dt.date | None, language: str, *, dask: str | None, as_json: bool
) -> None:
    """Compare the plans of several programmes, the first being what the others are held against."""
    began = time.perf_counter()
    sources = _read(paths)
    names = [programme_id(s.reading.programme) for s in sources if s.reading.programme]
    target = out if out or as_json else Path("out") / "-vs-".join(dict.fromkeys(names))
    if target:
        check_target(target, MARK)
    console, errors = Console(), Console(stderr=True)
    with (
        errors.status("planning") as status,
        ThreadPoolExecutor(max_workers=1) as beside,
        workers_at(dask, PROCESSES) as workers,
    ):
        page = beside.submit(import_module, "workshare.report.compare")
        entrants = _entrants(sources, as_of)
        found = []
        for entrant in entrants[1:]:
            tell = partial(_tell, status, entrant.letter)
            found += causes(entrants[0].plan, entrant.plan, entrant.letter, workers=workers, progress=tell)
        comparison, release = compare(entrants, found), version("workshare")
        document = comparison_json(comparison, release)
        if target:
            status.update("writing the page")
            texts = {MARK: document, "comparison.html": page.result().html(comparison, language, release)}
            write_folder(target, texts, {}, MARK)
    if as_json:
        sys.stdout.write(document)
        return
    show(comparison, language, console)
    if target:
        seconds = Text(f"  {time.perf_counter() - began:.1f} s", style="dim")
        console.print(Text(f"{target}/comparison.html", style="bold") + seconds)


def _tell(status: Status, letter: str, done: int, count: int) -> None:
    status.update(f"what makes {letter} differ: {done} of {count} planned")


def _read(paths: Sequence[Path]) -> list[Source]:
    """What is compared; raises BadInput with the problems of all."""
    sources = [read_source(path) for path in paths]
    problems = [p for source in sources for p in source.reading.problems]
    if problems:
        raise BadInput(dict.fromkeys(problems))
    return sources


def _entrants(sources: Sequence[Source], as_of: dt.date | None) -> list[Entrant]:
    """A plan of each, two at a time."""

    def planned(source: Source) -> Plan:
        assert source.reading.programme is not None, "a reading without problems has a programme"
        return make_plan(source.reading.programme, as_of=source.as_of or as_of, outlook=False)

    with ThreadPoolExecutor(max_workers=2) as pool:
        plans = list(pool.map(planned, sources))
    return [
        Entrant(
            letter=letter_of(n), plan=plan, note=s.note if s else None,
            title=s.scenario if s else plan.programme.programme,
        )
        for n, (plan, s) in enumerate(zip(plans, (source.reading.scenario for source in sources), strict=True))
    ]  # fmt: skip


def letter_of(number: int) -> str:
    """The letters of the plans: A, B, … Z, AA, AB, and so on."""
    more, last = divmod(number, len(string.ascii_uppercase))
    return (letter_of(more - 1) if more else "") + string.ascii_uppercase[last]


def show(comparison: Comparison, language: str, console: Console) -> None:
    """What differs, as a short table, then the differences of the inputs, and what does it."""
    for entrant in comparison.entrants:
        console.print(Text(f"{entrant.letter}  {entrant.title.in_(language)}", style="bold"))
    console.print(Text(compared_sentence(comparison, language)))
    table = _table(comparison, language)
    if table.row_count:
        console.print(table)
    _print_inputs(comparison, language, console)
    for why in explained(comparison, language):
        console.print(Text(f"{why.letter}  {why.text}"))
        for promise in why.promises:
            console.print(Text(f"   · {promise}", style="dim"))


def _table(comparison: Comparison, language: str) -> Table:
    """The promises that turn out otherwise, then the demands that are served otherwise."""
    sides, served = Sides(comparison, language), needs(comparison, language)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(max_width=44)
    for letter in sides.letters:
        table.add_column(letter)
    for promise in (p for p in comparison.promises if p.differs):
        cells = [
            Text(outcome_words(comparison, n, promise.id, language), style=COLOURS[a.verdict] if a else "dim")
            for n, a in enumerate(promise.accounts)
        ]
        table.add_row(Text(sides.promise(promise.id)), *cells)
    if served.rows:
        table.add_row(Text(served.caption, style="bold"))
    for row in served.rows[:SHOWN]:
        table.add_row(*(Text(cell, style="dim") for cell in row))
    return table


def _print_inputs(comparison: Comparison, language: str, console: Console) -> None:
    words = Differences(comparison, language)
    for entrant in comparison.entrants[1:]:
        lines = [words.told(change).line for change in words.of(entrant.letter)]
        for line in lines[:SHOWN]:
            console.print(Text(f"{entrant.letter}  {line}", style="dim"))
        if len(lines) > SHOWN:
            left = len(lines) - SHOWN
            console.print(Text(words.speech.count("… and {n} more", "… and {n} more", left), style="dim"))
