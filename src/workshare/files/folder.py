"""Reads a programme folder: programme.yaml, the tables beside it, and everything wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workshare.files.bind import TABLES, bind
from workshare.files.nodes import Node, read_table, read_yaml
from workshare.model.check import check
from workshare.model.programme import Programme
from workshare.problems import BadInput, Code, Problem, did_you_mean

MAIN = "programme.yaml"


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a folder: the programme (None if it could not be understood) and all problems."""

    programme: Programme | None
    problems: tuple[Problem, ...]
    files: tuple[Path, ...]
    tree: Node | None = None

    def place(self, problem: Problem) -> Problem:
        """A problem of the programme with the file and line of what it speaks of."""
        return _placed(problem, self.tree) if self.tree else problem


def load(path: str | Path) -> Programme:
    """The programme in a folder, or in a single YAML file; raises BadInput with every problem."""
    reading = read(path)
    if reading.problems or reading.programme is None:
        raise BadInput(reading.problems)
    return reading.programme


def read(path: str | Path) -> Reading:
    """Read and check a programme; problems come in the order of the files and lines."""
    main = Path(path)
    if main.is_dir():
        main = main / MAIN
    shown = _shown(main)
    if not main.exists():
        hint = "give a folder that holds programme.yaml; `workshare new DIR` writes one to start from"
        problem = Problem(code=Code.MISSING_FILE, message="there is no such file", hint=hint)
        return Reading(None, (problem.at(shown, 1),), ())
    root, problems = read_yaml(main, shown)
    if root is None:
        return Reading(None, tuple(problems), (main,))
    if not isinstance(root.value, dict):
        problem = Problem(code=Code.WRONG_TYPE, message="a programme is a list of keys and values", hint="see `workshare new DIR`")
        return Reading(None, (problem.at(shown, 1),), (main,))
    files = [main]
    tree = dict(root.value)
    for section, rows in _sections(root, main.parent, files, problems):
        tree[section] = rows
    whole = Node(tree, root.file, root.line)
    programme, bad, unread = bind(whole)
    problems += bad
    if programme is not None:
        problems += [_placed(p, whole) for p in check(programme, unread)]
    order = {_shown(file): n for n, file in enumerate(files)}
    problems.sort(key=lambda p: (order.get(p.file, len(order)), p.line))
    return Reading(programme, tuple(dict.fromkeys(problems)), tuple(files), whole)


def _shown(path: Path) -> str:
    """A path as the user would type it: relative where it lies below the present folder."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _sections(root: Node, folder: Path, files: list[Path], problems: list[Problem]) -> Iterator[tuple[str, Node]]:
    """Every table of the programme as a list of rows, from YAML, from a named table, or from SECTION.csv."""
    for section in TABLES:
        node = root.value.get(section)
        rows = _rows(node, folder, files, problems) if node else []
        beside = folder / f"{section}.csv"
        if beside.exists() and beside not in files:
            rows += _table(beside, files, problems)
        if node and node.value is not None and not isinstance(node.value, dict | list):
            yield section, node
        elif node or rows:
            place = node or rows[0]
            yield section, Node([_with_tables(row, folder, files, problems) for row in rows], place.file, place.line)


def _rows(node: Node, folder: Path, files: list[Path], problems: list[Problem]) -> list[Node]:
    if isinstance(node.value, list):
        return list(node.value)
    if not isinstance(node.value, dict):
        return []
    if set(node.value) == {"table"}:
        return _named_table(node.value["table"], folder, files, problems)
    return [_with_id(key, entry) for key, entry in node.value.items()]


def _with_id(key: str, entry: Node) -> Node:
    """A row of a mapping, with its key as its id."""
    if not isinstance(entry.value, dict):
        return Node({"id": Node(key, entry.file, entry.line)} if entry.value is None else entry.value, entry.file, entry.line)
    return Node({"id": Node(key, entry.file, entry.line), **entry.value}, entry.file, entry.line)


def _with_tables(row: Node, folder: Path, files: list[Path], problems: list[Problem]) -> Node:
    """A row in which every field {table: FILE} is replaced by that table's rows."""
    if not isinstance(row.value, dict):
        return row
    fields: dict[str, Any] = {}
    for key, node in row.value.items():
        if isinstance(node.value, dict) and set(node.value) == {"table"}:
            fields[key] = Node(_named_table(node.value["table"], folder, files, problems), node.file, node.line)
        else:
            fields[key] = node
    return Node(fields, row.file, row.line)


def _named_table(name: Node, folder: Path, files: list[Path], problems: list[Problem]) -> list[Node]:
    path = folder / str(name.value)
    inside = path.resolve().is_relative_to(folder.resolve())
    if not inside or not path.is_file():
        tables = [p.name for p in folder.glob("*.csv")]
        message = f"table {name.value} is not a file of the programme's folder"
        problem = Problem(code=Code.MISSING_FILE, message=message, hint=did_you_mean(str(name.value), tables))
        problems.append(problem.at(name.file, name.line))
        return []
    return _table(path, files, problems)


def _table(path: Path, files: list[Path], problems: list[Problem]) -> list[Node]:
    if path not in files:
        files.append(path)
    rows, bad = read_table(path, _shown(path))
    problems += [p for p in bad if p not in problems]
    return rows


def _placed(problem: Problem, tree: Node) -> Problem:
    """A problem of the model with the file and line of what it speaks of."""
    section, *rest = problem.path or ("",)
    path: tuple[str | int, ...] = (section,)
    table = tree.value.get(section)
    if table is not None and isinstance(table.value, list) and rest:
        rows = [n for n, row in enumerate(table.value) if isinstance(row.value, dict) and _id(row) == rest[0]]
        if isinstance(rest[0], int):
            rows = [rest[0]]
        elif len(rows) > 1 and problem.code is Code.DUPLICATE_ID:
            rows = rows[1:]
        path = (section, *rows[:1], *rest[1:])
    node = tree.deepest(path)
    return problem.at(node.file, node.line)


def _id(row: Node) -> str | None:
    node = row.value.get("id")
    return node.value if node else None
