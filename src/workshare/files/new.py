"""Writes a small commented programme to start from."""

from __future__ import annotations

import tempfile
from importlib.resources import files
from pathlib import Path

from workshare.files.schema import as_text, programme_schema
from workshare.problems import BadInput, Code, Problem

TEMPLATES = ("programme.yaml", "line_hours.csv")


def new(folder: Path) -> None:
    """Write the sample programme and its schema into a new or empty folder; raises BadInput for any other."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        problem = Problem(code=Code.BAD_TARGET, message="is there already", hint="name a new or an empty folder")
        raise BadInput([problem.at(str(folder), 1)])
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as fresh:
        inner = Path(fresh) / "new"
        inner.mkdir()
        templates = files("workshare.files") / "templates"
        for name in TEMPLATES:
            (inner / name).write_bytes((templates / name).read_bytes())
        (inner / "programme.schema.json").write_text(as_text(programme_schema()), encoding="utf-8")
        inner.replace(folder)
