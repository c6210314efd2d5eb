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
    if folder.is_symlink() or folder.exists():
        if not folder.is_dir() or any(folder.iterdir()):
            problem = Problem(code=Code.BAD_TARGET, message="is there already", hint="name a new or an empty folder")
            raise BadInput([problem.at(str(folder), 1)])
        _fill(folder)
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as fresh:
        inner = Path(fresh) / "new"
        inner.mkdir()
        _fill(inner)
        inner.replace(folder)


def _fill(folder: Path) -> None:
    """Write the files into an empty folder, or none of them."""
    templates = files("workshare.files") / "templates"
    texts = {name: (templates / name).read_bytes() for name in TEMPLATES}
    texts["programme.schema.json"] = as_text(programme_schema()).encode()
    try:
        for name, text in texts.items():
            (folder / name).write_bytes(text)
    except OSError:
        for name in texts:
            (folder / name).unlink(missing_ok=True)
        raise
