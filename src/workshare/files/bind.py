"""From nodes to the programme: pydantic reads the model's dataclasses; its errors are put in our words."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError

from workshare.files.nodes import Faults, Node
from workshare.model.figure import FIGURE_KEYS, BadFigure, Figure
from workshare.model.programme import FORMAT, Programme
from workshare.model.references import Unread
from workshare.problems import Code, Path, Problem, brief, did_you_mean, nearest

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

D = TypeVar("D", bound="DataclassInstance")


@cache
def tables_of(record: type) -> Mapping[str, type]:
    """The sections of a document that are tables, and the record of each row."""
    return {
        name: get_args(hint)[0]
        for name, hint in get_type_hints(record).items()
        if getattr(hint, "__origin__", None) is tuple
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape(Generic[D]):
    """A kind of document: its record, what it is called, and the format that this release reads.

    ``stand_in`` takes the place of a head that cannot be read, so that the rows are still checked; ``parts`` are the
    tables that stand in a file of another kind beside it; ``help`` says how one is begun.
    """

    record: type[D]
    called: str
    format: int
    stand_in: Mapping[str, str]
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    help: str = "see `workshare --help`"

    @property
    def tables(self) -> Mapping[str, type]:
        """Its tables, and the record of each row."""
        return tables_of(self.record)

    @property
    def title(self) -> str:
        """Its name with the article."""
        return f"the {self.called}"


PROGRAMME = Shape(
    record=Programme,
    called="programme",
    format=FORMAT,
    stand_in={"format": str(FORMAT), "programme": "?", "start": "2000-01-01", "until": "2000-12-31"},
    parts={"register.yaml": ("sources", "entities", "statements")},
    help="`workshare new DIR` writes a programme to start from",
)
TABLES = PROGRAMME.tables
"""The sections of a programme that are tables, and the record of each row."""

MANY = 200
"""After so many errors of a row the words that were meant are not looked for."""


@cache
def adapter_of(record: type) -> TypeAdapter[Any]:
    """The reader of documents or rows of this record."""
    return TypeAdapter(record)


@dataclass(frozen=True, slots=True)
class Bound(Generic[D]):
    """What a tree of nodes says.

    Rows that cannot be read are left out of ``document`` and of ``tree``, so that the rest is still checked.
    If not ``whole``, other things had to stand in for parts of the document's head.
    """

    document: D
    tree: Node
    unread: Unread
    whole: bool


def bind(tree: Node, faults: Faults, shape: Shape[D]) -> Bound[D]:
    """The document that a tree of nodes says; what cannot be read is noted."""
    read: dict[str, list[Any]] = {}
    head, kept = {}, {}
    for section, node in tree.value.items():
        if section in shape.tables:
            rows = node.value if isinstance(node.value, list) else []
            pairs = [(row, record) for row in rows for record in _row(section, row, faults, shape)]
            kept[section] = Node([row for row, _ in pairs], node.file, node.line)
            read[section] = [record for _, record in pairs]
        else:
            head[section] = kept[section] = node
    absent = [section for section in shape.tables if section not in read]
    document, stood_in = _head(Node(head, tree.file, tree.line), absent, faults, shape)
    tables: dict[str, Any] = {name: tuple(rows) for name, rows in read.items()}
    whole = Node(kept, tree.file, tree.line)
    unread = _unread(faults, undated=bool(stood_in & {"start", "until"}))
    return Bound(dataclasses.replace(document, **tables), whole, unread, not stood_in)


def _head(head: Node, absent: list[str], faults: Faults, shape: Shape[D]) -> tuple[D, set[str]]:
    """The document without its tables, and the keys for which something had to stand in.

    An unknown key may be a misspelt one of the ``absent`` tables.
    """
    keys, adapter = dict(head.value), adapter_of(shape.record)
    try:
        return adapter.validate_python({k: n.plain() for k, n in keys.items()}), set()
    except ValidationError as bad:
        given = Node(head.value | {s: head for s in shape.tables if s not in absent}, head.file, head.line)
        problems = reworded(bad, given, (), shape.record, shape.title)
    faults.problems += problems
    for problem in problems:
        key = str(problem.path[0]) if problem.path else ""
        if problem.code is Code.UNKNOWN_KEY:
            faults.lost.update(filter(None, (nearest(key, absent), nearest(key, shape.tables))))
        keys.pop(key, None)
    texts = {k: n.plain() for k, n in keys.items()}
    return adapter.validate_python({**shape.stand_in, **texts}), shape.stand_in.keys() - texts.keys()


def _row(section: str, node: Node, faults: Faults, shape: Shape[D]) -> Iterator[Any]:
    """The record that a row says, or none where it cannot be read, which is noted."""
    record = shape.tables[section]
    try:
        yield adapter_of(record).validate_python(node.plain())
    except ValidationError as bad:
        found = reworded(bad, node, (section, *_name(node)), record)
        faults.problems += (_in_column(p, node, faults) for p in found)
        faults.left_out.append(((section,), node))


def read_record(record: type, node: Node, faults: Faults) -> Any | None:
    """A record that stands in a file of its own; None where it cannot be read, which is noted."""
    try:
        return adapter_of(record).validate_python(node.plain())
    except ValidationError as bad:
        faults.problems += reworded(bad, node, (), record)
        return None


def _in_column(problem: Problem, row: Node, faults: Faults) -> Problem:
    """What is wrong with a column of a table is said once, at its headings."""
    line, heads = faults.heads.get(problem.file, (0, []))
    section, *path = problem.path
    path = path[len(_name(row)) :]
    if problem.file != row.file:  # a table of one field, such as a resource's hours
        path = path[next((n for n, step in enumerate(path) if isinstance(step, int)), 0) + 1 :]
    head = ".".join(map(str, path))
    in_a_cell = any(head.startswith(f"{h}.") for h in heads)
    missing = problem.code is Code.MISSING_KEY and not any(f"{h}.".startswith(f"{head}.") for h in heads)
    if not heads or not path or in_a_cell or not (missing or (problem.code is Code.UNKNOWN_KEY and head in heads)):
        return problem
    what = f"column {head} is missing" if missing else f"unknown column {head}"
    hint = "add the column" if missing else problem.hint
    return dataclasses.replace(problem, message=f"{section}: {what}", hint=hint, path=(section,), line=line)


def _name(row: Node) -> tuple[str, ...]:
    entry = row.value.get("id") if isinstance(row.value, dict) else None
    return (entry.value,) if entry and isinstance(entry.value, str) else ()


def _unread(faults: Faults, *, undated: bool) -> Unread:
    """What the parts that were left out may have said."""
    rows: set[tuple[str, str]] = set()
    nameless: set[str] = set()
    words: dict[str, set[str]] = {}
    for path, node in faults.left_out:
        section = str(path[0])
        words.setdefault(section, set()).update(_words_in(node))
        if len(path) == 1:
            name = _name(node)
            rows.update((section, n) for n in name)
            nameless.update(() if name else {section})
    said = {section: frozenset(found) for section, found in words.items()}
    return Unread(
        rows=frozenset(rows),
        nameless=frozenset(nameless),
        lost=frozenset(faults.lost),
        words=said,
        undated=undated,
    )


def _words_in(node: Node) -> Iterator[str]:
    """Every key and value below a node."""
    if isinstance(node.value, dict):
        yield from node.value
    if isinstance(node.value, dict | list):
        for inner in node.value.values() if isinstance(node.value, dict) else node.value:
            yield from _words_in(inner)
    else:
        yield from str(node.value).replace(";", " ").split()


def reworded(
    bad: ValidationError, node: Node, where: tuple[str, ...], record: type, title: str = "the file"
) -> list[Problem]:
    """Each of pydantic's errors as a problem with its line, without those that follow from a misspelt key."""
    found: dict[tuple[Path, Code], Problem] = {}
    meant: set[Path] = set()
    for n, error in enumerate(bad.errors(include_url=False)):
        path = _path(error["loc"], node, missing=str(error["type"]).startswith("missing"))
        inner = error.get("ctx", {}).get("error")
        if isinstance(inner, BadFigure) and inner.key:
            path = (*path, inner.key)
        place = node.deepest(path)
        beside = node.deepest(path[:-1]).value or ()
        known = tuple(key for key in _keys_at(record, path[:-1]) if key not in beside) if n < MANY else ()
        name = ".".join(map(str, (*where, *path))) or title
        code, message, hint = _words(error, name, path, known)
        if code is Code.UNKNOWN_KEY:
            key = str(path[-1])
            meant.update((*path[:-1], other) for other in (known if key == "<<" else [nearest(key, known)]) if other)
        problem = Problem(code=code, message=message, hint=hint, path=(*where, *path))
        found.setdefault((path, code), problem.at(place.file, place.line))
    return [p for (path, code), p in found.items() if code is not Code.MISSING_KEY or path not in meant]


def _path(loc: tuple[str | int, ...], node: Node, *, missing: bool) -> Path:
    """The steps of an error's place that the author wrote: pydantic adds some of its own."""
    path: list[str | int] = []
    here = node
    for n, step in enumerate(loc):
        inside = here.value
        if isinstance(inside, dict) and step in inside:
            here = inside[str(step)]
        elif isinstance(inside, list) and isinstance(step, int) and step < len(inside):
            here = inside[step]
        elif not missing or n < len(loc) - 1:
            continue
        path.append(step)
    return tuple(path)


def _words(error: Any, name: str, path: Path, known: tuple[str, ...]) -> tuple[Code, str, str]:
    inner = error.get("ctx", {}).get("error")
    kind, given, key = str(error["type"]), error.get("input"), str(path[-1]) if path else name
    if isinstance(inner, BadFigure):
        return inner.code, f"{name}: {inner}", inner.hint
    if kind.startswith("missing"):
        return Code.MISSING_KEY, f"{name} is missing", ADD.get(key, f"add {key}:")
    if kind in {"unexpected_keyword_argument", "extra_forbidden"}:
        hint = "write the keys out: merging is not read" if key == "<<" else did_you_mean(key, known)
        return Code.UNKNOWN_KEY, f"unknown key {name}", hint
    if given is None:
        code = Code.BAD_ID if key == "id" else Code.MISSING_KEY
        return code, f"{name} has no value", "write one, or leave the key out"
    message, hint = _mistyped(error, kind, brief(given))
    return Code.WRONG_TYPE, f"{name}: {message}", hint


def _mistyped(error: Any, kind: str, given: str) -> tuple[str, str]:
    """What is expected where something else is given, and the hint."""
    if kind in {"enum", "literal_error"}:
        options = str(error["ctx"]["expected"]).replace("'", "")
        return f"{given} is not one of the known words", f"write {options}"
    for start, what, hint in EXPECTED:
        if kind.startswith(start):
            return f"{what} is expected here, not {given}", hint
    return str(error["msg"]).lower(), "see `workshare schema` for what fits here"


ADD = {"format": f"add format: {FORMAT}", "start": "add start: YYYY-MM-DD", "until": "add until: YYYY-MM-DD"}
EXPECTED = (
    ("bool", "true or false", "write true or false"),
    ("int", "a whole number", "write a whole number"),
    ("decimal", "a number", "write a number"),
    ("float", "a number", "write a number"),
    ("finite", "a finite number", "write a number"),
    ("string", "a text", "write words, in quotes if they hold brackets or colons"),
    ("tuple", "a list", "write [a, b]"),
    ("dict", "a group of keys", "write key: value pairs"),
    ("mapping", "a group of keys", "write key: value pairs"),
    ("dataclass", "a group of keys", "write key: value pairs"),
)


@cache
def _hints(record: type) -> Mapping[str, Any]:
    return get_type_hints(record)


def _keys_at(record: type, path: Path) -> tuple[str, ...]:
    """The keys that may stand at ``path`` inside a record."""
    here: type | None = record
    for step in path:
        if here is not None and here is not Figure:
            hint = _hints(here).get(str(step))
            here = _record_in(hint) if hint is not None else here
    if here is Figure:
        return FIGURE_KEYS
    return tuple(f.name for f in dataclasses.fields(here)) if here and dataclasses.is_dataclass(here) else ()


def _record_in(hint: object) -> type | None:
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return hint
    return next(filter(None, map(_record_in, get_args(hint))), None)
