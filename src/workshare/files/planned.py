"""What a path given to compare means: a programme, a scenario, or the folder of an earlier plan."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path

from workshare.files.folder import Reading, read
from workshare.files.plan_folder import COPY, MARK
from workshare.files.scenario import FOLDER
from workshare.problems import BadInput, Code, Problem
from workshare.units import iso_day


@dataclass(frozen=True, slots=True)
class Source:
    """A programme to be planned, and as of which day (None: as the user says)."""

    reading: Reading
    as_of: dt.date | None = None


def read_source(path: Path) -> Source:
    """The programme that a path means; raises BadInput where it is a plan folder that cannot be understood.

    Of a plan folder the copy of its programme is read, with its scenario if it was planned with one, and its day.
    """
    if not ((path / MARK).is_file() and (path / COPY).is_dir()):
        return Source(read(path))
    scenarios = sorted((path / COPY / FOLDER).glob("*.y*ml"))
    reading = read(scenarios[0], of=path / COPY) if scenarios else read(path / COPY)
    return Source(reading, _day_of(path / MARK))


def _day_of(file: Path) -> dt.date:
    """The day as of which a plan was made."""
    try:
        return iso_day(json.loads(file.read_text(encoding="utf-8"))["as_of"])
    except (ValueError, KeyError, TypeError):
        hint = "plan the programme again, or name the programme itself"
        problem = Problem(code=Code.WRONG_TYPE, message="this is not what a plan is written as", hint=hint)
        raise BadInput([problem.at(str(file), 1)]) from None
