"""Proves that statements rest on the reports they name: the span is there, and its hash is right."""

from __future__ import annotations

import hashlib
from pathlib import Path

from workshare.model.programme import Programme
from workshare.model.promises import Statement
from workshare.problems import Code, Problem


def check_sources(programme: Programme, folder: Path) -> list[Problem]:
    """Every statement whose report, span or hash does not hold in ``folder``."""
    texts: dict[str, str | None] = {}
    problems = []
    for statement in programme.statements:
        if statement.report not in texts:
            texts[statement.report] = _text(folder / Path(statement.report).name)
        found = _fault(statement, texts[statement.report])
        if found:
            message, hint = found
            path = ("statements", statement.id, "sha256")
            problems.append(Problem(code=Code.BAD_SPAN, message=message, hint=hint, path=path))
    return problems


def _text(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _fault(statement: Statement, text: str | None) -> tuple[str, str] | None:
    name = f"statements {statement.id}"
    if text is None:
        return f"{name}: report {statement.report} is not in the folder as UTF-8 text", "check the file name"
    if not 0 <= statement.start < statement.end <= len(text):
        span = f"{statement.start} to {statement.end}"
        return f"{name}: the report has {len(text)} characters, so no span {span}", "count code points from 0"
    digest = hashlib.sha256(text[statement.start : statement.end].encode()).hexdigest()
    if digest != statement.sha256:
        return f"{name}: the span has another hash than the one given", f"write sha256: {digest} if the span is right"
    return None
