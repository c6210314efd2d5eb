"""Proves that statements rest on the reports they name: the span is there, and its hash is right."""

from __future__ import annotations

import hashlib
from pathlib import Path

from workshare.model.programme import Programme
from workshare.model.promises import Statement
from workshare.problems import Code, Problem, brief


def check_sources(programme: Programme, folder: Path) -> list[Problem]:
    """Every statement whose span or hash does not hold in ``folder``, and once every report that is missing."""
    texts: dict[str, str | None] = {}
    problems = []
    for statement in programme.statements:
        new = statement.report not in texts
        if new:
            texts[statement.report] = _text(folder / Path(statement.report).name)
        text = texts[statement.report]
        fault = _fault(statement, text) if text is not None else _absent(statement, folder) if new else None
        if fault:
            key, message, hint = fault
            path = ("statements", statement.id, key)
            message = f"statements {statement.id}: {message}"
            problems.append(Problem(code=Code.BAD_SPAN, message=message, hint=hint, path=path))
    return problems


def _text(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, ValueError):
        return None


def _absent(statement: Statement, folder: Path) -> tuple[str, str, str]:
    message = f"report {brief(statement.report)} is not in {folder} as UTF-8 text"
    return "report", message, "check the file's name, or give the folder of the reports"


def _fault(statement: Statement, text: str) -> tuple[str, str, str] | None:
    """The field that is wrong, what is wrong with it, and the hint."""
    start, end = statement.start, statement.end
    if not 0 <= start < end <= len(text):
        key = "end" if 0 <= start < len(text) else "start"
        return (
            key,
            f"the report has {len(text)} characters, so no span {start} to {end}",
            "count code points from 0",
        )
    digest = hashlib.sha256(text[start:end].encode()).hexdigest()
    if digest != statement.sha256:
        message = f"the span {start} to {end} has another hash than the one given"
        return "sha256", message, f"write {digest} if the span is right"
    return None
