"""Puts a document together from its file and from the tables beside it, with the place of everything said."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workshare.files.bind import Shape
from workshare.files.nodes import Faults, Node, Table, read_table, read_yaml
from workshare.problems import Code, Problem, brief, nearest


def holds_true(question: Callable[[], bool]) -> bool:
    """The answer about a path, or no where the path is none."""
    try:
        return question()
    except (OSError, ValueError):
        return False


def root_of(main: Path, hint: str, faults: Faults) -> Node | None:
    """What a file says as nodes; None where it cannot be read, which is noted, with a hint where it is missing."""
    if not holds_true(main.exists):
        faults.report(Code.MISSING_FILE, "there is no such file", hint, file=shown(main), line=1)
        return None
    return read_yaml(main, shown(main), faults)


def is_document(root: Node, faults: Faults, shape: Shape[Any]) -> bool:
    """Whether a file's content can be a document of this shape and format; why it cannot be is noted."""
    if not isinstance(root.value, dict):
        what = "the file is empty" if root.value is None else f"a {shape.called} has keys, but this is {_what(root)}"
        hint = f"write keys and values: {shape.help}"
        faults.report(Code.WRONG_TYPE, what, hint, file=root.file, line=root.line)
        return False
    written = root.value.get("format")
    if written is not None and isinstance(written.value, str) and written.value != str(shape.format):
        message = f"format {brief(written.value)} is not one that this release reads"
        hint = f"write format: {shape.format}"
        faults.report(Code.UNKNOWN_FORMAT, message, hint, file=written.file, line=written.line)
        return False
    return True


def _what(node: Node) -> str:
    return "a list" if isinstance(node.value, list) else f"the text {brief(node.value)}"


def shown(path: Path) -> str:
    """A path as the user would type it: relative where it lies below the present folder."""
    try:
        return str(Path(os.path.abspath(path)).relative_to(Path.cwd()))  # noqa: PTH100 - resolve() would follow links
    except (OSError, ValueError):
        return str(path)


@dataclass(slots=True)
class Folder:
    """Puts the tables of a document together from YAML, from named tables, from SECTION.csv and from its parts."""

    shape: Shape[Any]
    home: Path
    faults: Faults
    files: list[Path]
    tables: dict[Path, Table] = field(default_factory=dict)

    def whole(self, root: Node) -> Node:
        """The document with every table as a list of rows."""
        tree = dict(root.value)
        parts = self._parts()
        twice = [(path, node) for path, node in self.faults.left_out if len(path) == 1 and path[0] in self.shape.tables]
        for path, node in twice:
            self.faults.left_out.remove((path, node))
            self.faults.left_out += [(path, row) for row in self._rows(str(path[0]), node)]
        for section in self.shape.tables:
            node = tree.pop(section, None)
            rows = [row for said in (node, parts.get(section)) if said for row in self._rows(section, said)]
            rows += self._beside(section)
            if node or rows:
                place = node or rows[0]
                tree[section] = Node(self._filled(section, rows), place.file, place.line)
        self._strays(root)
        return Node(tree, root.file, root.line)

    def _parts(self) -> dict[str, Node]:
        """The tables that files of their own hold beside the document; what else they hold is read elsewhere."""
        found: dict[str, Node] = {}
        for name, sections in self.shape.parts.items():
            path = self.home / name
            if path in self.files or not holds_true(path.exists):
                continue
            self.files.append(path)
            root = read_yaml(path, shown(path), self.faults)
            if root is None or not isinstance(root.value, dict):
                self.faults.lost.update(sections)
            else:
                found |= {section: root.value[section] for section in sections if section in root.value}
        return found

    def full_rows(self, section: str, node: Node) -> list[Node]:
        """The rows that a node says for a section, with every table that they name."""
        return self._filled(section, self._rows(section, node))

    def _filled(self, section: str, rows: list[Node]) -> list[Node]:
        return [row for row in (self._with_tables(section, row) for row in rows) if row]

    def _report(self, code: Code, message: str, hint: str, node: Node) -> None:
        self.faults.report(code, message, hint, file=node.file, line=node.line)

    def _rows(self, section: str, node: Node) -> list[Node]:
        named = any(f.name == "id" for f in dataclasses.fields(self.shape.tables[section]))
        if isinstance(node.value, list):
            return list(node.value)
        if isinstance(node.value, dict):
            if set(node.value) == {"table"} and isinstance(node.value["table"].value, str):
                return self._named_table(section, node.value["table"])[0]
            if named or not node.value:
                return [row for key, entry in node.value.items() for row in self._keyed(section, key, entry)]
        if node.value is not None:
            self.faults.lost.add(section)
            what = "ids with their fields" if named else "a list of rows, which have no ids"
            self._report(Code.WRONG_TYPE, f"{section} should be {what}", "see `workshare new DIR`", node)
        return []

    def _keyed(self, section: str, key: str, entry: Node) -> Iterator[Node]:
        """A row of a mapping, with its key as its id."""
        name = Node(key, entry.file, entry.line)
        if isinstance(entry.value, dict):
            said = entry.value.get("id", name)
            if said.value != key:
                message = f"the row stands under {brief(key)}, but its id says {brief(said.value)}"
                self._report(Code.BAD_ID, message, "keep one of them", said)
            yield Node({**entry.value, "id": name}, entry.file, entry.line)
        elif entry.value is None:
            yield Node({"id": name}, entry.file, entry.line)
        else:
            message = f"{section}.{key} should have fields, but is {_what(entry)}"
            self._report(Code.WRONG_TYPE, message, "write {key: value, …}", entry)
            self.faults.left_out.append(((section,), Node({"id": name, "": entry}, entry.file, entry.line)))

    def _beside(self, section: str) -> list[Node]:
        path = self.home / f"{section}.csv"
        if path in self.files or not holds_true(path.exists):
            return []
        if self._holds(path):
            return self._table(section, path)[0]
        self.faults.lost.add(section)
        message, hint = (
            "it is not a file of the programme's folder",
            "put a copy in its place, or take it away",
        )
        self.faults.report(Code.MISSING_FILE, message, hint, file=shown(path), line=1)
        return []

    def _holds(self, path: Path) -> bool:
        """Whether this is a file of the folder: no link or path that leads out of it is followed."""
        try:
            return path.resolve().is_relative_to(self.home.resolve()) and path.is_file()
        except (OSError, ValueError, RuntimeError):
            return False

    def _with_tables(self, section: str, row: Node) -> Node | None:
        """A row in which every field {table: FILE} is replaced by its rows; None if a table is broken."""
        if not isinstance(row.value, dict):
            return row
        fields: dict[str, Any] = {}
        for key, node in row.value.items():
            fields[key] = node
            name = node.value.get("table") if isinstance(node.value, dict) and len(node.value) == 1 else None
            if name is not None and isinstance(name.value, str):
                rows, sound = self._named_table("", name)
                if not sound:
                    self.faults.left_out.append(((section,), row))
                    return None
                fields[key] = Node(rows, node.file, node.line)
        return Node(fields, row.file, row.line)

    def _named_table(self, section: str, name: Node) -> tuple[list[Node], bool]:
        path = self.home / str(name.value)
        if self._holds(path):
            return self._table(section, path)
        near = nearest(str(name.value), [p.name for p in self.home.glob("*.csv")])
        hint = (
            f"did you mean {near}?" if near else "put the table into the folder, and write its name as it stands there"
        )
        message = f"table {brief(name.value)} is not a file of the programme's folder"
        self._report(Code.MISSING_FILE, message, hint, name)
        self.faults.lost.add(section)
        return [], False

    def _table(self, section: str, path: Path) -> tuple[list[Node], bool]:
        """The rows of a CSV file, and whether they are all there."""
        if path not in self.tables:
            self.files.append(path)
            self.tables[path] = read_table(path, shown(path), self.faults)
        table = self.tables[path]
        self.faults.left_out += [((section,), row) for row in table.left_out]
        if not table.whole:
            self.faults.lost.add(section)
        return list(table.rows), table.whole and not table.left_out

    def _strays(self, root: Node) -> None:
        """Report a table whose name is nearly that of a section: it would not be read."""
        meant = {"activity": "activities", "supply": "supplies", "stocks": "stock"}
        tables = self.shape.tables
        meant |= {section: section for section in tables} | {s.removesuffix("s"): s for s in tables}
        read = {path.name for path in self.files}
        for path in sorted(self.home.glob("*.[cC][sS][vV]")):
            section = meant.get(path.stem.lower())
            if section and path.name not in {*read, f"{section}.csv"}:
                hint = f"call it {section}.csv, or name it in {section}: {{table: {path.name}}}"
                message = f"nothing reads the table {path.name}"
                self._report(Code.MISSING_FILE, message, hint, root)


def placed(problems: Iterable[Problem], tree: Node, shape: Shape[Any]) -> Iterator[Problem]:
    """Problems of the model with the file and line of what they speak of."""
    rows: dict[tuple[str | int, str], list[int]] = {}
    for section, table in tree.value.items():
        for n, row in enumerate(table.value if section in shape.tables else ()):
            if "id" in row.value:
                rows.setdefault((section, row.value["id"].value), []).append(n)
    for problem in problems:
        path = problem.path
        if len(path) > 1 and isinstance(path[1], str):
            found = rows.get((path[0], path[1]), [])
            row = found[1:2] if problem.code is Code.DUPLICATE_ID else found[:1]
            path = (path[0], *row, *path[2:])
        node = tree.deepest(path)
        yield problem.at(node.file, node.line)
