"""The spares command: read, find the levels, print them."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from workshare.files.folder import read
from workshare.files.plan_json import programme_id
from workshare.model.programme import Programme
from workshare.outcome.levels import SpareLevels
from workshare.problems import BadInput
from workshare.report.spares import assumptions_sentence, headings, nothing_sentence, sections
from workshare.spares.floors import floor_rows
from workshare.spares.levels import spare_levels


def run_spares(path: Path, language: str, *, as_json: bool, as_rows: bool) -> None:
    """Print the levels of a programme's spares: as tables, as JSON, or as rows of stock."""
    reading = read(path)
    if reading.problems or reading.programme is None:
        raise BadInput(reading.problems)
    if as_json and as_rows:
        raise typer.BadParameter("write --json or --floors, not both")
    programme = reading.programme
    levels = spare_levels(programme)
    if as_json:
        sys.stdout.write(_document(programme, levels))
    elif as_rows:
        sys.stdout.write(floor_rows(programme, levels))
    else:
        show(programme, levels, language, Console())


def _document(programme: Programme, levels: SpareLevels) -> str:
    content = {
        "format": 1,
        "programme": {"id": programme_id(programme), "digest": programme.digest},
        "assumptions": assumptions_sentence("en"),
        "aims": [asdict(aim) for aim in levels.aims],
        "levels": [asdict(level) for level in levels.levels],
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def show(programme: Programme, levels: SpareLevels, language: str, console: Console) -> None:
    """A table for each aim, and what all of them rest on."""
    for section in sections(programme, levels, language):
        console.print(Text(section.title, style="bold"))
        table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
        for n, heading in enumerate(headings(language)):
            table.add_column(
                heading, justify="right" if n else "left", min_width=0 if n else 20, max_width=10 if n else 24
            )
        for row in section.rows:
            table.add_row(*map(Text, row))
        console.print(table)
        for sentence in section.sentences:
            console.print(Text(sentence))
        console.print()
    text = assumptions_sentence(language) if levels.levels else nothing_sentence(language)
    console.print(Text(text, style="dim"))
