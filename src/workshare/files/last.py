"""Reads of an earlier plan's folder what the next plan is held against."""

from __future__ import annotations

import csv
import datetime as dt
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from workshare.files.plan_folder import BASES, MARK
from workshare.outcome.last import Bases, Last, Way
from workshare.outcome.terms import Purpose
from workshare.problems import BadInput, Code, Problem
from workshare.units import iso_day

Row = Mapping[str, str]

HINT = "name the folder of an earlier plan, as `workshare plan` writes it"


def read_last(folder: Path) -> Last:
    """The plan in a folder, from its tables; raises BadInput where it is no plan folder or cannot be understood."""
    if not (folder / MARK).is_file():
        problem = Problem(code=Code.MISSING_FILE, message="this is no plan folder", hint=HINT)
        raise BadInput([problem.at(str(folder), 1)])
    amounts: dict[Way, dict[dt.date, float]] = defaultdict(lambda: defaultdict(float))
    for row, day, amount in _dated(folder / "production.csv", "date", "runs"):
        amounts[Way(Purpose.OPERATION, row["operation"])][day] += amount
    for row, day, amount in _dated(folder / "purchases.csv", "date", "quantity"):
        amounts[Way(Purpose.SUPPLY, row["supply"])][day] += amount
    for row, day, amount in _dated(folder / "shipments.csv", "date", "quantity"):
        amounts[Way(Purpose.LANE, row["lane"], row["item"], row["origin"], row["destination"])][day] += amount
    activities = _dated(folder / "activities.csv", "start", "slack_days")
    steps = [(row, day) for row, day, _ in activities if row["done"] != "True"]
    decided: dict[str, list[dt.date]] = defaultdict(list)
    for row, day, _ in _dated(folder / "investments.csv", "decided", "number", optional=True):
        decided[row["investment"]].append(day)
    return Last(
        amounts={way: dict(by_date) for way, by_date in amounts.items()},
        modes={row["activity"]: row["mode"] for row, _ in steps},
        starts={row["activity"]: day for row, day in steps},
        investments={name: tuple(sorted(days)) for name, days in decided.items()},
        bases=_bases(folder / BASES),
    )


def _bases(path: Path) -> Bases:
    """Where the plan's linear problems ended; nothing where there is no such file: the next plan then takes longer."""
    if not path.exists():
        return {}
    try:
        with np.load(path, allow_pickle=False) as file:
            return {name: file[name].astype(np.int32) for name in file.files}
    except (ValueError, OSError, EOFError, zipfile.BadZipFile):
        problem = Problem(code=Code.BAD_TABLE, message="this is not what a plan's bases are written as", hint=HINT)
        raise BadInput([problem.at(str(path), 1)]) from None


def _dated(path: Path, date: str, amount: str, *, optional: bool = False) -> Iterator[tuple[Row, dt.date, float]]:
    """The rows of a table with one of their dates and one of their numbers."""
    if optional and not path.exists():
        return
    read = 0
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield row, iso_day(row[date]), float(row[amount])
                read += 1
    except FileNotFoundError:
        problem = Problem(code=Code.MISSING_FILE, message="this table of the plan is missing", hint=HINT)
        raise BadInput([problem.at(str(path), 1)]) from None
    except (ValueError, KeyError, TypeError, csv.Error):
        problem = Problem(code=Code.BAD_TABLE, message="this is not what a plan's table is written as", hint=HINT)
        raise BadInput([problem.at(str(path), read + 2)]) from None
