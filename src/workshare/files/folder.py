"""Reads a programme folder: programme.yaml, the tables beside it, and everything wrong with them."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workshare.files.bind import TABLES, bind
from workshare.files.nodes import Faults, Node, Table, read_table, read_yaml
from workshare.files.scenario import FOLDER, Scenario, is_scenario, patched, read_scenario
from workshare.model.check import check
from workshare.model.programme import FORMAT, Programme
from workshare.problems import BadInput, Code, Problem, brief, nearest

MAIN = "programme.yaml"


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a programme, or a scenario of one: the programme (None if it could not be understood).

    ``files`` are all files read, by the names that they have in a copy of the programme's folder.
    """

    programme: Programme | None
    problems: tuple[Problem, ...]
    files: Mapping[str, Path]
    tree: Node | None = None
    scenario: Scenario | None = None

    def place(self, problem: Problem) -> Problem:
        """A problem of the programme with the file and line of what it speaks of."""
        return next(_placed([problem], self.tree)) if self.tree else problem


def load(path: str | Path) -> Programme:
    """The programme in a folder, in a single YAML file, or as a scenario has it; raises BadInput with every problem."""
    reading = read(path)
    if reading.problems or reading.programme is None:
        raise BadInput(reading.problems)
    return reading.programme


def read(path: str | Path, *, of: Path | None = None) -> Reading:
    """Read and check a programme, or a scenario of one; problems come in the order of the files and lines.

    ``of`` is the programme that a scenario changes, whatever its file says.
    """
    main, faults = _main(Path(path)), Faults()
    root = _root(main, faults)
    if root is None or not is_scenario(root):
        return _read(_Folder(main.parent, faults, [main]), root, None)
    over = Overlay(_Folder(main.parent, faults, [main]), root, read_scenario(root, faults))
    base = _main(of or main.parent / (over.scenario.of if over.scenario and over.scenario.of else ".."))
    place = root.value.get("of", root)
    whole = None
    if _is(base.exists):
        whole = _root(base, faults)
        if whole is not None and is_scenario(whole):
            message, hint = f"{_shown(base)} is itself a scenario", "name the folder of a programme"
            faults.report(Code.WRONG_TYPE, message, hint, file=place.file, line=place.line)
            whole = None
    else:
        hint = "put the file into PROGRAMME/scenarios/, or write of: with the programme's folder"
        message = f"there is no programme {_shown(base)}"
        faults.report(Code.MISSING_FILE, message, hint, file=place.file, line=place.line)
    return _read(_Folder(base.parent, faults, [base]), whole, over)


@dataclass(frozen=True, slots=True)
class Overlay:
    """A scenario's file: the folder it stands in, what it says as nodes, and as a record if it can be understood."""

    folder: _Folder
    root: Node
    scenario: Scenario | None

    def on(self, tree: Node) -> Node:
        """A programme's tree with the scenario applied."""
        stem = self.folder.files[0].stem
        return patched(tree, self.root, stem, self.folder.full_rows, self.folder.faults)


def _read(folder: _Folder, root: Node | None, over: Overlay | None) -> Reading:
    """Bind and check what a programme's file says, with a scenario over it if there is one."""
    faults, scenario = folder.faults, over.scenario if over else None
    if root is None or not _is_programme(root, faults):
        return Reading(None, tuple(faults.problems), _copies(folder, over), None, scenario)
    tree = folder.whole(root)
    bound = bind(over.on(tree) if over else tree, faults)
    problems = [*faults.problems, *_placed(check(bound.programme, bound.unread), bound.tree)]
    files = _copies(folder, over)
    order = {_shown(file): n for n, file in enumerate(files.values())}
    problems.sort(key=lambda p: (order.get(p.file, len(order)), p.line))
    programme = bound.programme if bound.whole else None
    return Reading(programme, tuple(dict.fromkeys(problems)), files, bound.tree, scenario)


def _copies(folder: _Folder, over: Overlay | None) -> dict[str, Path]:
    """The files read, by their names in a copy of the folder: a scenario stands in scenarios/."""
    found: dict[str, Path] = {}
    for part, inner in ((over.folder if over else None, f"{FOLDER}/"), (folder, "")):
        for n, path in enumerate(part.files if part else ()):
            name = path.relative_to(part.home).as_posix() if part else ""
            if _is(path.exists):
                found[inner + (name if inner or n else MAIN)] = path
    return found


def _main(path: Path) -> Path:
    """The file that a path means: in a folder its programme.yaml."""
    return path / MAIN if _is(path.is_dir) else path


def _root(main: Path, faults: Faults) -> Node | None:
    """What a file says as nodes; None where it cannot be read, which is noted."""
    if not _is(main.exists):
        hint = "give a folder that holds programme.yaml; `workshare new DIR` writes one to start from"
        faults.report(Code.MISSING_FILE, "there is no such file", hint, file=_shown(main), line=1)
        return None
    return read_yaml(main, _shown(main), faults)


def _is(question: Callable[[], bool]) -> bool:
    """The answer about a path, or no where the path is none."""
    try:
        return question()
    except (OSError, ValueError):
        return False


def _is_programme(root: Node, faults: Faults) -> bool:
    """Whether a file's content can be a programme of this format; why it cannot be is noted."""
    hint = "write keys and values: `workshare new DIR` writes a programme to start from"
    if not isinstance(root.value, dict):
        what = "the file is empty" if root.value is None else f"a programme has keys, but this is {_what(root)}"
        faults.report(Code.WRONG_TYPE, what, hint, file=root.file, line=root.line)
        return False
    written = root.value.get("format")
    if written is not None and isinstance(written.value, str) and written.value != str(FORMAT):
        message = f"format {brief(written.value)} is not one that this release reads"
        faults.report(Code.UNKNOWN_FORMAT, message, f"write format: {FORMAT}", file=written.file, line=written.line)
        return False
    return True


def _what(node: Node) -> str:
    return "a list" if isinstance(node.value, list) else f"the text {brief(node.value)}"


def _shown(path: Path) -> str:
    """A path as the user would type it: relative where it lies below the present folder."""
    try:
        return str(Path(os.path.abspath(path)).relative_to(Path.cwd()))  # noqa: PTH100 - resolve() would follow links
    except (OSError, ValueError):
        return str(path)


@dataclass(slots=True)
class _Folder:
    """Puts the tables of a programme together from YAML, from named tables and from SECTION.csv."""

    home: Path
    faults: Faults
    files: list[Path]
    tables: dict[Path, Table] = field(default_factory=dict)

    def whole(self, root: Node) -> Node:
        """The programme with every table as a list of rows."""
        tree = dict(root.value)
        twice = [(path, node) for path, node in self.faults.left_out if len(path) == 1 and path[0] in TABLES]
        for path, node in twice:
            self.faults.left_out.remove((path, node))
            self.faults.left_out += [(path, row) for row in self._rows(str(path[0]), node)]
        for section in TABLES:
            node = tree.pop(section, None)
            rows = self._rows(section, node) if node else []
            rows += self._beside(section)
            if node or rows:
                place = node or rows[0]
                tree[section] = Node(self._filled(section, rows), place.file, place.line)
        self._strays(root)
        return Node(tree, root.file, root.line)

    def full_rows(self, section: str, node: Node) -> list[Node]:
        """The rows that a node says for a section, with every table that they name."""
        return self._filled(section, self._rows(section, node))

    def _filled(self, section: str, rows: list[Node]) -> list[Node]:
        return [row for row in (self._with_tables(section, row) for row in rows) if row]

    def _report(self, code: Code, message: str, hint: str, node: Node) -> None:
        self.faults.report(code, message, hint, file=node.file, line=node.line)

    def _rows(self, section: str, node: Node) -> list[Node]:
        named = any(f.name == "id" for f in dataclasses.fields(TABLES[section]))
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
        if path in self.files or not _is(path.exists):
            return []
        if self._holds(path):
            return self._table(section, path)[0]
        self.faults.lost.add(section)
        message, hint = (
            "it is not a file of the programme's folder",
            "put a copy in its place, or take it away",
        )
        self.faults.report(Code.MISSING_FILE, message, hint, file=_shown(path), line=1)
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
            self.tables[path] = read_table(path, _shown(path), self.faults)
        table = self.tables[path]
        self.faults.left_out += [((section,), row) for row in table.left_out]
        if not table.whole:
            self.faults.lost.add(section)
        return list(table.rows), table.whole and not table.left_out

    def _strays(self, root: Node) -> None:
        """Report a table whose name is nearly that of a section: it would not be read."""
        meant = {"activity": "activities", "supply": "supplies", "stocks": "stock"}
        meant |= {section: section for section in TABLES} | {s.removesuffix("s"): s for s in TABLES}
        read = {path.name for path in self.files}
        for path in sorted(self.home.glob("*.[cC][sS][vV]")):
            section = meant.get(path.stem.lower())
            if section and path.name not in {*read, f"{section}.csv"}:
                hint = f"call it {section}.csv, or name it in {section}: {{table: {path.name}}}"
                message = f"nothing reads the table {path.name}"
                self._report(Code.MISSING_FILE, message, hint, root)


def _placed(problems: Iterable[Problem], tree: Node) -> Iterator[Problem]:
    """Problems of the model with the file and line of what they speak of."""
    rows: dict[tuple[str | int, str], list[int]] = {}
    for section, table in tree.value.items():
        for n, row in enumerate(table.value if section in TABLES else ()):
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
