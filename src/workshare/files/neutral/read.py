"""Reads a neutral instance and everything wrong with it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from workshare.files.bind import adapter_of, reworded, tables_of
from workshare.files.gather import shown
from workshare.files.json_nodes import json_nodes
from workshare.files.neutral.checks import LONGEST, check_names, check_numbers
from workshare.files.neutral.instance import Instance
from workshare.files.nodes import Faults, Node, read_text
from workshare.problems import BadInput, Code, Problem

LARGEST = 200_000_000
"""The most bytes that are read."""
STAND_IN = Instance(
    weeks=LONGEST, start=dt.date(2024, 1, 1),
    resources=(), operations=(), lanes=(), suppliers=(), stock=(), demands=(),
)  # fmt: skip
"""What takes the place of a head that cannot be read, so that the rows are still checked."""


def read_instance(path: Path) -> Instance:
    """The instance in a file; raises BadInput with everything that is wrong with it."""
    faults, name = Faults(), shown(path)
    text = read_text(path, name, LARGEST, faults)
    if text is None:
        raise BadInput(faults.problems)
    instance = _understood(text)
    if instance is not None and not any(check_numbers(instance)) and not any(check_names(instance)):
        return instance
    root = json_nodes(text, name, faults)
    if root is not None:
        _look_closely(root, faults)
    raise BadInput(dict.fromkeys(sorted(faults.problems, key=lambda p: p.line)))


def _understood(text: str) -> Instance | None:
    """The instance where its text can be understood, without looking for lines."""
    try:
        read: Instance = adapter_of(Instance).validate_python(json.loads(text, object_pairs_hook=_once))
    except (ValueError, RecursionError):
        return None
    return read


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key is given twice")
    return found


def _look_closely(root: Node, faults: Faults) -> None:
    """Note all that is wrong, with its lines; rows that cannot be read are left out, and the rest is still checked."""
    if not isinstance(root.value, dict):
        hint = "write an object with weeks, start, resources, operations, lanes, suppliers, stock and demands"
        faults.report(Code.WRONG_TYPE, "an instance is an object with keys", hint, file=root.file, line=root.line)
        return
    tables = tables_of(Instance)
    lists = {name: root.value[name] for name in tables if isinstance(getattr(root.value.get(name), "value", 0), list)}
    rows = {name: list(_rows(name, lists, faults)) for name in tables}
    bare = Node({**root.value, **{name: Node([], node.file, node.line) for name, node in lists.items()}}, "", root.line)
    try:
        head = adapter_of(Instance).validate_python(bare.plain())
    except ValidationError as bad:
        faults.problems += reworded(bad, root, (), Instance, "the instance")
        head = STAND_IN
    instance = replace(head, **{name: tuple(row.record for row in found) for name, found in rows.items()})
    whole = all(name in lists and len(rows[name]) == len(lists[name].value) for name in tables)
    for problem in (*check_numbers(instance), *(check_names(instance) if whole else ())):
        faults.problems.append(_placed(problem, root, rows))


@dataclass(frozen=True, slots=True)
class _Row:
    """A row that could be read: what it says, where it stands, and what it is called in a message."""

    record: Any
    node: Node
    title: tuple[str, ...]


def _placed(problem: Problem, root: Node, rows: Mapping[str, list[_Row]]) -> Problem:
    """A problem with its file and line, and its place in the file before its message."""
    section, *steps = map(str, problem.path)
    node: Node = root.value[section]
    title: tuple[str, ...] = (section,)
    if steps:
        row = rows[section][int(steps.pop(0))]
        node, title = row.node.deepest(tuple(steps)), row.title
    message = f"{'.'.join((*title, *steps))}: {problem.message}"
    return replace(problem, message=message).at(root.file, node.line)


def _rows(section: str, lists: Mapping[str, Node], faults: Faults) -> Iterator[_Row]:
    """The rows of a table that can be read; what is wrong with the others is noted."""
    record = tables_of(Instance)[section]
    for n, node in enumerate(lists[section].value if section in lists else ()):
        title = _title(section, node, n)
        try:
            yield _Row(adapter_of(record).validate_python(node.plain()), node, title)
        except ValidationError as bad:
            faults.problems += reworded(bad, node, title, record)


def _title(section: str, row: Node, number: int) -> tuple[str, ...]:
    """What a row is called in a message: by its name, or by its number from 0."""
    name = row.value.get("name") if isinstance(row.value, dict) else None
    return (
        (section, name.value) if isinstance(name, Node) and isinstance(name.value, str) else (f"{section}[{number}]",)
    )
