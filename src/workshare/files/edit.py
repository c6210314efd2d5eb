"""Adds rows to a YAML file of ours without touching anything else that its author wrote."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from workshare.files.nodes import Faults, Node, parse_yaml
from workshare.problems import BadInput, Code, Problem, brief

LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
"""A line as editors count them, with its end."""


def with_rows(text: str, section: str, rows: Mapping[str, Mapping[str, Any]], *, file: str = "register.yaml") -> str:
    """The text with rows (id to fields, plain values) at the end of a section, and all else as it was.

    A section that is not there is added at the end of the file. Raises BadInput where the file is broken, where the
    section is written in braces or stands in a table, or where a row with such an id is there already.
    """
    if not rows:
        return text
    faults = Faults()
    root = parse_yaml(text, file, faults)
    if faults.problems or root is None or not isinstance(root.value, dict):
        raise BadInput(faults.problems or [_problem(Code.WRONG_TYPE, "it has no keys", "write format: 1", root, file)])
    there = root.value.get(section)
    if there is None or there.value is None:
        return _at_end(text, section, rows, bare=there is not None)
    _can_take(there, section, rows, file)
    lines = LINE.findall(text)
    end = _last_line(root, section, lines)
    if lines[end - 1][-1:] not in {"\n", "\r"}:
        lines[end - 1] += "\n"
    indent = _indent(lines, there)
    return "".join([*lines[:end], _written(rows, indent, listed=isinstance(there.value, list)), *lines[end:]])


def _can_take(there: Node, section: str, rows: Mapping[str, object], file: str) -> None:
    values = there.value if isinstance(there.value, dict | list) else []
    known = set(values) if isinstance(values, dict) else {row.value["id"].value for row in values if _has_id(row)}
    problems = [
        _problem(Code.THERE_ALREADY, f"{section} {name} is there already", "give it another id", there, file)
        for name in rows
        if name in known
    ]
    inner = list(values.values()) if isinstance(values, dict) else list(values)
    if not inner or all(node.line == there.line for node in inner):
        what = f"{section} is not written with a row in a line of its own"
        problems.append(_problem(Code.WRONG_TYPE, what, "put each row into lines of its own below it", there, file))
    if problems:
        raise BadInput(problems)


def _has_id(row: Node) -> bool:
    return isinstance(row.value, dict) and "id" in row.value


def _problem(code: Code, message: str, hint: str, node: Node | None, file: str) -> Problem:
    return Problem(code=code, message=message, hint=hint).at(file, node.line if node else 1)


def _last_line(root: Node, section: str, lines: list[str]) -> int:
    """The number of a section's last line: blank lines and remarks at its end belong to what follows."""
    start = root.value[section].line
    following = [node.line for node in root.value.values() if node.line > start]
    end = min(following) - 1 if following else len(lines)
    while end > start and not (lines[end - 1].strip() and not lines[end - 1].startswith("#")):
        end -= 1
    return end


def _indent(lines: list[str], there: Node) -> int:
    """By how much the rows of a section are set in."""
    first = next(line for line in lines[there.line :] if line.strip() and not line.lstrip().startswith("#"))
    return len(first) - len(first.lstrip(" "))


def _at_end(text: str, section: str, rows: Mapping[str, Mapping[str, Any]], *, bare: bool) -> str:
    if bare:
        message = f"{section}: stands there without rows"
        raise BadInput(
            [Problem(code=Code.WRONG_TYPE, message=message, hint=f"take the line {brief(section + ':')} out")]
        )
    gap = "" if text.endswith("\n") or not text else "\n"
    return f"{text}{gap}\n{section}:\n{_written(rows, 2, listed=False)}"


def _written(rows: Mapping[str, Mapping[str, Any]], indent: int, *, listed: bool) -> str:
    content: object = [{"id": name, **fields} for name, fields in rows.items()] if listed else dict(rows)
    written = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=116, default_flow_style=None)
    return "".join(f"{' ' * indent}{line}\n" for line in written.splitlines())
