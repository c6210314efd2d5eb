"""Writes a plan folder: tables, plan.json, report, and the programme that it was made from; all of it or nothing."""

from __future__ import annotations

import csv
import dataclasses
import io
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from workshare.outcome.last import Bases
from workshare.outcome.plan import Plan
from workshare.outcome.table import Table
from workshare.problems import BadInput, Code, Problem

MARK = "plan.json"
BASES = "bases.npz"
COPY = "programme"
"""The folder in a plan folder that holds the programme it was made from."""


def plan_tables(plan: Plan) -> dict[str, Table[Any]]:
    """The tables of a plan by the names of their files."""
    flows = {f.name: getattr(plan.flows, f.name) for f in dataclasses.fields(plan.flows)}
    flows = {n: table for n, table in flows.items() if n not in {"ages", "waste"} or len(table)}
    names = ["goals", "demands", "commitments", "activities", "gates", "resources", "workshare"]
    some = ("payments", "cash", "investments", "licences", "fleets", "rules", "costs", "unit_costs", "forecasts")
    names += [name for name in some if len(getattr(plan, name))]
    return flows | {name: getattr(plan, name) for name in names}


def to_csv(table: Table[Any]) -> str:
    """A table as CSV text: dates in ISO form, numbers in full, nothing for None."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    for row in table:
        writer.writerow([_cell(getattr(row, name)) for name in table.columns])
    return text.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, tuple):
        return " <- ".join(f"{part.kind} {part.id}" for part in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return " ".join(str(v) for v in dataclasses.astuple(value) if v is not None)
    return "" if value is None else value


def check_target(out: Path, mark: str = MARK) -> None:
    """Refuse to replace a folder of something else: one without ``mark``; raises BadInput."""
    if out.exists() and not (out.is_dir() and ((out / mark).exists() or not any(out.iterdir()))):
        what = Path(mark).stem
        hint = f"name a new folder, or one that holds an earlier {what}"
        problem = Problem(code=Code.BAD_TARGET, message=f"is there already and is no {what} folder", hint=hint)
        raise BadInput([problem.at(str(out), 1)])


def to_npz(bases: Bases) -> bytes:
    """Where the linear problems of a plan ended, as a packed file; the same bytes for the same bases."""
    packed = io.BytesIO()
    np.savez_compressed(packed, **bases)  # type: ignore[arg-type]
    return packed.getvalue()


def write_plan(plan: Plan, out: Path, texts: Mapping[str, str], sources: Mapping[str, Path]) -> None:
    """Write a plan folder, all of it or nothing.

    ``texts`` are further files by name (plan.json, run.json, report.html), ``sources`` the programme's files
    by their names in its copy.
    """
    files: dict[str, str | bytes] = {f"{name}.csv": to_csv(table) for name, table in plan_tables(plan).items()}
    files |= {BASES: to_npz(plan.bases)} if plan.bases else {}
    write_folder(out, files | dict(texts), {f"{COPY}/{name}": path for name, path in sources.items()})


def write_folder(out: Path, texts: Mapping[str, str | bytes], copies: Mapping[str, Path], mark: str = MARK) -> None:
    """Write all files beside ``out`` first, then put them in its place in one step."""
    check_target(out, mark)
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        for name, text in texts.items():
            (fresh / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        for name, source in copies.items():
            copy = fresh / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, copy)
        fresh.chmod(0o755)
        _replace(fresh, out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _replace(fresh: Path, out: Path) -> None:
    """Put a folder in the place of another; the old one is kept until the new one stands."""
    if not out.exists():
        fresh.replace(out)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{out.name}.old.", dir=out.parent)) / "plan"
    out.replace(old)
    try:
        fresh.replace(out)
    except OSError:
        old.replace(out)
        raise
    finally:
        shutil.rmtree(old.parent, ignore_errors=True)
