"""Text with its lines: YAML and CSV become trees of nodes in which every value is still text."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import yaml

from workshare.problems import Code, Problem, brief
from workshare.problems import Path as Place

LARGEST_YAML = 20_000_000
LARGEST_TABLE = 50_000_000
MOST_VALUES = 500_000
MOST_CELLS = 3_000_000
MOST_REPEATED = 200_000
DEEPEST = 40
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
BREAKS = str.maketrans({"\x85": " ", "\u2028": " ", "\u2029": " "})
"""What YAML takes for the end of a line and no editor does."""


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it was written; ``value`` is text, a dict of nodes, a list of nodes or None."""

    value: Any
    file: str
    line: int

    def plain(self) -> Any:
        """The values alone, without their places."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def deepest(self, path: Place) -> Node:
        """The node at ``path``, or the nearest one above it."""
        here = self
        for step in path:
            inside = here.value
            if isinstance(inside, dict) and step in inside:
                here = inside[str(step)]
            elif isinstance(inside, list) and isinstance(step, int) and step < len(inside):
                here = inside[step]
            else:
                return here
        return here


@dataclass(slots=True)
class Faults:
    """What went wrong in reading one programme: the problems, and what was left out because of them.

    ``left_out`` are nodes with their places, ``lost`` the sections of which rows are missing that nobody saw;
    ``heads`` are the headings of every table, and their line.
    """

    problems: list[Problem] = field(default_factory=list)
    left_out: list[tuple[Place, Node]] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)
    heads: dict[str, tuple[int, list[str]]] = field(default_factory=dict)
    values: int = 0
    repeated: int = 0
    cells: int = 0

    def report(self, code: Code, message: str, hint: str, *, file: str, line: int, path: Place = ()) -> None:
        """Note a problem with its place."""
        problem = Problem(code=code, message=message, hint=hint, path=path)
        self.problems.append(problem.at(file, line))


def read_text(path: Path, shown: str, limit: int, faults: Faults) -> str | None:
    """A file's text; None where it is missing, too large or not UTF-8, which is noted."""
    try:
        if not path.is_file():
            faults.report(Code.MISSING_FILE, "it is not a file", "check the name", file=shown, line=1)
            return None
        with path.open("rb") as file:
            raw = file.read() if path.stat().st_size <= limit else None
    except (OSError, ValueError) as bad:
        message = f"it cannot be read: {getattr(bad, 'strerror', None) or bad}"
        faults.report(Code.MISSING_FILE, message, "check the name and the permissions", file=shown, line=1)
        return None
    if raw is None or len(raw) > limit:
        message = f"the file is larger than the {limit / 1e6:.0f} MB that are read"
        hint = "move long lists into CSV tables, or leave out what the plan does not need"
        faults.report(Code.TOO_LARGE, message, hint, file=shown, line=1)
        return None
    try:
        return raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as bad:
        line = len(re.findall(rb"\r\n?|\n", raw[: bad.start])) + 1
        message = f"byte 0x{raw[bad.start]:02x} at {bad.start} is not UTF-8"
        faults.report(Code.NOT_UTF8, message, "save the file as UTF-8", file=shown, line=line)
        return None


def read_yaml(path: Path, shown: str, faults: Faults) -> Node | None:
    """A YAML file as nodes; None where it cannot be read, which is noted."""
    text = read_text(path, shown, LARGEST_YAML, faults)
    return None if text is None else parse_yaml(text, shown, faults)


def parse_yaml(text: str, shown: str, faults: Faults, line: int | None = None) -> Node | None:
    """YAML text as nodes; None where it is broken, which is noted.

    ``line`` overrides the lines found, for a cell of a table.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(BREAKS)
    lines = max(1, text.count("\n") + (not text.endswith("\n")))
    builder = _Builder(shown, faults, range(line or 1, (line or lines) + 1))
    try:
        for event in yaml.parse(text, Loader=Loader):
            builder.take(event)
    except _Stop as stop:
        faults.problems.append(stop.problem)
        return None
    except (yaml.YAMLError, ValueError) as bad:
        message, at = _broken(bad, text, lines)
        hint = "check indentation, colons, brackets and quotes; use spaces, not tabs"
        faults.report(Code.BROKEN_YAML, f"broken YAML: {message}", hint, file=shown, line=line or at)
        return None
    return builder.root or Node(None, shown, line or 1)


def _broken(bad: Exception, text: str, lines: int) -> tuple[str, int]:
    """What is wrong with YAML text, and its line: where a quote or bracket was opened that nothing closes."""
    if isinstance(bad, yaml.MarkedYAMLError):
        mark, context = bad.problem_mark, bad.context_mark
        message, at = str(bad.problem), mark.line + 1 if mark else 1
        if mark and "cannot start any token" in message:
            character = text.split("\n")[mark.line][mark.column : mark.column + 1]
            message = f"found the character {character!r} where none can be"
        if context and bad.context and context.line + 1 != at:
            message += f" {bad.context} that begins in line {context.line + 1}"
            if at > lines:
                at = context.line + 1
        return message, min(at, lines)
    position = getattr(bad, "position", 0)
    return str(getattr(bad, "reason", bad)), min(text.encode()[:position].count(b"\n") + 1, lines)


class _Stop(Exception):  # noqa: N818 - no fault of ours: reading ends here
    """Reading of a text ends with this problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(slots=True)
class _Open:
    """A list or mapping of which the end has not come yet."""

    value: dict[str, Node] | list[Node]
    line: int
    anchor: str | None
    size: int = 1
    height: int = 1
    key: str | None = None
    key_line: int = 0


class _Builder:
    """Puts YAML's events together as nodes, counting so that neither aliases nor depth can explode."""

    def __init__(self, file: str, faults: Faults, lines: range) -> None:
        self.file, self.faults, self.lines = file, faults, lines
        self.root: Node | None = None
        self._stack: list[_Open] = []
        self._anchors: dict[str, tuple[Node, int, int] | None] = {}
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        line = min(max(getattr(event.start_mark, "line", 0) + 1, self.lines[0]), self.lines[-1])
        if isinstance(event, yaml.ScalarEvent):
            if event.style == '"' and CONTROL.search(event.value):
                self._stop(Code.BROKEN_YAML, "a text holds a control character", "leave it out", line)
            null = not event.style and event.value in {"", "~", "null"} and not self._wants_key
            node = Node(None if null else event.value, self.file, line)
            self._put(node, event.anchor, 1, 0)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event.anchor or "", line)
        elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            done = self._stack.pop()
            self._put(Node(done.value, self.file, done.line), done.anchor, done.size, done.height)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._begin([] if isinstance(event, yaml.SequenceStartEvent) else {}, event.anchor, line)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                message = "broken YAML: a second document begins here"
                self._stop(Code.BROKEN_YAML, message, "keep one programme in a file, without ---", line)

    @property
    def _wants_key(self) -> bool:
        return bool(self._stack) and isinstance(self._stack[-1].value, dict) and self._stack[-1].key is None

    def _begin(self, value: dict[str, Node] | list[Node], anchor: str | None, line: int) -> None:
        if self._wants_key:
            self._no_key(line)
        if len(self._stack) >= DEEPEST:
            self._too_deep(line)
        if anchor is not None:
            self._anchors[anchor] = None
        above = self._stack[-1] if self._stack else None
        if above is not None and above.key is not None:
            line = above.key_line
        self._stack.append(_Open(value, line, anchor))

    def _alias(self, name: str, line: int) -> None:
        if name not in self._anchors:
            message = f"broken YAML: *{name} repeats &{name}, which does not stand above"
            self._stop(Code.BROKEN_YAML, message, "write the value out, or quote the text", line)
        found = self._anchors[name]
        if found is None:
            message = f"*{name} stands inside &{name}: it contains itself"
            self._stop(Code.ALIAS_BOMB, message, "write the values out", line)
        node, size, height = found
        if self._wants_key and height:
            self._no_key(line)
        self.faults.repeated += size
        if self.faults.repeated > MOST_REPEATED:
            message = f"*{name} and the aliases before it repeat more than {MOST_REPEATED:,} values"
            self._stop(Code.ALIAS_BOMB, message, "write the values out, or move them into a CSV table", line)
        if len(self._stack) + height > DEEPEST:
            self._too_deep(line)
        self._put(Node(node.value, self.file, line), None, size, height)

    def _put(self, node: Node, anchor: str | None, size: int, height: int) -> None:
        """Give a whole node its place in the list or mapping around it."""
        self.faults.values += 1
        if self.faults.values > MOST_VALUES:
            message = f"there are more than {MOST_VALUES:,} values"
            self._stop(Code.TOO_LARGE, message, "move long lists into CSV tables beside it", node.line)
        if anchor is not None:
            self._anchors[anchor] = (node, size, height)
        if not self._stack:
            self.root = node
            return
        above = self._stack[-1]
        above.size += size
        above.height = max(above.height, height + 1)
        if isinstance(above.value, list):
            above.value.append(node)
        elif above.key is None:
            above.key, above.key_line = str(node.value), node.line
        else:
            self._entry(above, above.key, Node(node.value, self.file, above.key_line))
            above.key = None

    def _entry(self, above: _Open, key: str, node: Node) -> None:
        assert isinstance(above.value, dict)
        if key not in above.value:
            above.value[key] = node
            return
        message = f"key {key} is given twice; the first is in line {above.value[key].line}"
        self.faults.report(Code.DUPLICATE_KEY, message, "keep one of them", file=self.file, line=node.line)
        path = [len(outer.value) if outer.key is None else outer.key for outer in self._stack]
        self.faults.left_out.append((tuple(path), node))

    def _no_key(self, line: int) -> NoReturn:
        message = "broken YAML: a list or a mapping stands where a key should be"
        self._stop(Code.BROKEN_YAML, message, "write a word before the colon, and quote text in braces", line)

    def _too_deep(self, line: int) -> NoReturn:
        message = f"broken YAML: brackets or lists stand more than {DEEPEST} deep"
        self._stop(Code.BROKEN_YAML, message, "close the brackets", line)

    def _stop(self, code: Code, message: str, hint: str, line: int) -> NoReturn:
        raise _Stop(Problem(code=code, message=message, hint=hint).at(self.file, line))


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file's rows; ``left_out`` are rows that could not be read; not ``whole``: there are others."""

    rows: tuple[Node, ...] = ()
    left_out: tuple[Node, ...] = ()
    whole: bool = True


def read_table(path: Path, shown: str, faults: Faults) -> Table:
    """A CSV table as one node per row.

    A dotted heading nests (``quantity.low``), an empty cell is an absent key, and a cell that begins
    with a bracket is read as YAML.
    """
    text = read_text(path, shown, LARGEST_TABLE, faults)
    if text is None:
        return Table(whole=False)
    rows = _Rows(shown, faults)
    control = CONTROL.search(text)
    if control:
        rows.line = len(re.findall(r"\r\n?|\n", text[: control.start()])) + 1
        rows.report(f"the character U+{ord(control[0]):04X} stands in the table", "save the sheet as CSV again")
        return Table(whole=False)
    whole = rows.read(csv.reader(io.StringIO(text, newline=""), strict=True))
    return Table(tuple(rows.rows), tuple(rows.left_out), whole)


class _Rows:
    """Reads the rows of one table."""

    def __init__(self, shown: str, faults: Faults) -> None:
        self.shown, self.faults = shown, faults
        self.rows: list[Node] = []
        self.left_out: list[Node] = []
        self.heads: list[str] = []
        self.line = 1

    def read(self, reader: Any) -> bool:
        """Read every row; False where the rest cannot be read."""
        try:
            for cells in reader:
                if any(map(str.strip, cells)) and not (self._take(cells) if self.heads else self._begin(cells)):
                    return False
                self.line = reader.line_num + 1
        except csv.Error as bad:
            self.report(f"broken CSV: {bad}", "close every quote, and double a quote inside a quoted cell")
            return False
        return True

    def report(self, message: str, hint: str, code: Code = Code.BAD_TABLE) -> None:
        """Note a problem of the present line."""
        self.faults.report(code, message, hint, file=self.shown, line=self.line)

    def _begin(self, cells: list[str]) -> bool:
        self.heads = [cell.strip() for cell in cells]
        self.faults.heads[self.shown] = self.line, self.heads
        if len(self.heads) == 1 and re.search(r"[;\t]", self.heads[0]):
            self.report("the columns are not separated by commas", "save the sheet as CSV with commas")
            return False
        before = len(self.faults.problems)
        for n, head in enumerate(self.heads):
            if not all(head.split(".")):
                what = f"heading {brief(head)} has an empty part" if head else f"heading {n + 1} is empty"
                self.report(what, "give every column a name, or take the column out")
            elif head in self.heads[:n]:
                self.report(f"heading {head} stands twice", "give every column its own name")
        return len(self.faults.problems) == before

    def _take(self, cells: list[str]) -> bool:
        self.faults.cells += len(cells)
        if self.faults.cells > MOST_CELLS:
            message, hint = (
                f"there are more than {MOST_CELLS:,} cells",
                "leave out what the plan does not need",
            )
            self.report(message, hint, Code.TOO_LARGE)
            return False
        words = {h: Node(c.strip(), self.shown, self.line) for h, c in zip(self.heads, cells, strict=False)}
        if any(map(str.strip, cells[len(self.heads) :])):
            message = f"the row has {len(cells)} cells under {len(self.heads)} headings"
            self.report(message, "quote a cell that contains a comma")
            row = None
        else:
            row = self._row(words)
        if row is None:
            self.left_out.append(Node(words, self.shown, self.line))
        else:
            self.rows.append(row)
        return True

    def _row(self, words: dict[str, Node]) -> Node | None:
        """The cells under their headings; None where one of them cannot be read, which is noted."""
        row: dict[str, Any] = {}
        for head, cell in words.items():
            node: Node | None = cell
            if cell.value[:1] in {"[", "{"}:
                node = parse_yaml(cell.value, self.shown, self.faults, self.line)
            if node is None:
                return None
            if cell.value and not self._place(row, head, node):
                message = f"the cell under {head} and another say the same thing twice"
                self.report(message, "fill in one of them")
                return None
        return Node(row, self.shown, self.line)

    def _place(self, row: dict[str, Any], head: str, node: Node) -> bool:
        """Put a cell in its row; False where another cell stands in its way."""
        *outer, last = head.split(".")
        here = row
        for step in outer:
            below = here.setdefault(step, Node({}, self.shown, self.line))
            if not isinstance(below.value, dict):
                return False
            here = below.value
        return here.setdefault(last, node) is node
