"""Text with its lines: YAML and CSV become trees of nodes in which every value is still text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from workshare.problems import Code, Problem

LARGEST_YAML = 20_000_000
LARGEST_TABLE = 90_000_000
MOST_NODES = 2_000_000
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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

    def deepest(self, path: tuple[str | int, ...]) -> Node:
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


def read_text(path: Path, shown: str, limit: int) -> tuple[str, list[Problem]]:
    """A file's text, or the problem that it is missing, too large or not UTF-8."""

    def problem(code: Code, message: str, hint: str, line: int = 1) -> tuple[str, list[Problem]]:
        return "", [Problem(code=code, message=message, hint=hint).at(shown, line)]

    try:
        size = path.stat().st_size
        if size > limit:
            message = f"the file is {size / 1e6:.0f} MB, more than the {limit / 1e6:.0f} MB that are read"
            return problem(Code.TOO_LARGE, message, "move long lists into CSV tables beside it, or split the table")
        raw = path.read_bytes()
    except OSError as bad:
        return problem(Code.MISSING_FILE, f"cannot be read: {bad.strerror}", "check the name and the permissions")
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError as bad:
        line = raw.count(b"\n", 0, bad.start) + 1
        return problem(Code.NOT_UTF8, f"byte {bad.start} is not UTF-8", "save the file as UTF-8", line)


def read_yaml(path: Path, shown: str) -> tuple[Node | None, list[Problem]]:
    """A YAML file as nodes, and its problems: broken syntax, duplicate keys, aliases that explode."""
    text, problems = read_text(path, shown, LARGEST_YAML)
    if problems:
        return None, problems
    return parse_yaml(text, shown)


def parse_yaml(text: str, shown: str, line: int | None = None) -> tuple[Node | None, list[Problem]]:
    """YAML text as nodes; ``line`` overrides the lines found, for a cell of a table."""
    try:
        tree = yaml.compose(text, Loader=Loader)
    except (yaml.YAMLError, RecursionError, ValueError) as bad:
        mark = getattr(bad, "problem_mark", None) or getattr(bad, "context_mark", None)
        at = line or (mark.line + 1 if mark else 1)
        what = getattr(bad, "problem", None) or "nested too deeply or unreadable"
        hint = "check indentation, colons, brackets and quotes; use spaces, not tabs"
        return None, [Problem(code=Code.BROKEN_YAML, message=f"broken YAML: {what}", hint=hint).at(shown, at)]
    if tree is None:
        return Node({}, shown, line or 1), []
    builder = _Builder(shown, line)
    node = builder.build(tree, tree.start_mark.line + 1)
    return (None if builder.exploded else node), builder.problems


class _Builder:
    """Turns PyYAML's nodes into ours, counting so that aliases cannot explode."""

    def __init__(self, file: str, line: int | None) -> None:
        self.file, self.line, self.count, self.exploded = file, line, 0, False
        self.problems: list[Problem] = []
        self._open: set[int] = set()

    def build(self, node: Any, line: int) -> Node:
        line = self.line or line
        self.count += 1
        if self.exploded:
            return Node(None, self.file, line)
        if self.count > MOST_NODES or id(node) in self._open:
            self._explode(line)
            return Node(None, self.file, line)
        if isinstance(node, yaml.ScalarNode):
            null = node.value in {"", "~", "null"} and node.style is None
            return Node(None if null else node.value, self.file, line)
        self._open.add(id(node))
        try:
            if isinstance(node, yaml.SequenceNode):
                rows = [self.build(part, part.start_mark.line + 1) for part in node.value]
                return Node(rows, self.file, line)
            return Node(self._mapping(node), self.file, line)
        finally:
            self._open.discard(id(node))

    def _mapping(self, node: Any) -> dict[str, Node]:
        found: dict[str, Node] = {}
        for key_node, value_node in node.value:
            line = self.line or key_node.start_mark.line + 1
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else "?"
            if key in found:
                message = f"key {key} is given twice; the first is at line {found[key].line}"
                problem = Problem(code=Code.DUPLICATE_KEY, message=message, hint="keep one of them")
                self.problems.append(problem.at(self.file, line))
                continue
            found[key] = self.build(value_node, line)
        return found

    def _explode(self, line: int) -> None:
        self.exploded = True
        message = f"aliases expand to more than {MOST_NODES:,} values, or contain themselves"
        hint = "write the values out, or move them into a CSV table"
        self.problems.append(Problem(code=Code.ALIAS_BOMB, message=message, hint=hint).at(self.file, line))


def read_table(path: Path, shown: str) -> tuple[list[Node], list[Problem]]:
    """A CSV table as one node per row.

    A dotted heading nests (``quantity.low``), an empty cell is an absent key, and a cell that begins
    with a bracket is read as YAML.
    """
    text, problems = read_text(path, shown, LARGEST_TABLE)
    if problems:
        return [], problems
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Node] = []
    try:
        heads = [head.strip() for head in next(reader, [])]
        problems += _heads(heads, shown)
        if problems:
            return [], problems
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(heads):
                message = f"the row has {len(cells)} cells under {len(heads)} headings"
                hint = "quote a cell that contains a comma"
                problems.append(Problem(code=Code.BAD_TABLE, message=message, hint=hint).at(shown, line))
                continue
            rows.append(_row(heads, cells, shown, line, problems))
    except csv.Error as bad:
        found = Problem(code=Code.BAD_TABLE, message=f"broken CSV: {bad}", hint="check the quotes")
        problems.append(found.at(shown, reader.line_num))
    return rows, problems


def _heads(heads: list[str], shown: str) -> list[Problem]:
    twice = sorted({head for head in heads if heads.count(head) > 1 or not head})
    return [
        Problem(
            code=Code.BAD_TABLE,
            message=f"heading {head or '(empty)'} stands {heads.count(head)} times" if head else "a heading is empty",
            hint="give every column one name",
        ).at(shown, 1)
        for head in twice
    ]


def _row(heads: list[str], cells: list[str], shown: str, line: int, problems: list[Problem]) -> Node:
    row: dict[str, Any] = {}
    for head, cell in zip(heads, cells, strict=False):
        word = cell.strip()
        if not word:
            continue
        node = Node(word, shown, line)
        if word[0] in "[{":
            inner, bad = parse_yaml(word, shown, line)
            problems += bad
            node = inner or node
        here = row
        *outer, last = head.split(".")
        for step in outer:
            below = here.setdefault(step, Node({}, shown, line))
            here = below.value if isinstance(below.value, dict) else {}
        here[last] = node
    return Node(row, shown, line)


def children(node: Node) -> Iterator[tuple[str | int, Node]]:
    """The nodes right below a node, with their keys or row numbers."""
    if isinstance(node.value, dict):
        yield from node.value.items()
    elif isinstance(node.value, list):
        yield from enumerate(node.value)
