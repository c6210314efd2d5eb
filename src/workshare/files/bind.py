"""From nodes to the programme: pydantic reads the model's own dataclasses, and its errors are put in our words."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError

from workshare.files.nodes import Node, children
from workshare.model.figure import BadFigure
from workshare.model.programme import FORMAT, Programme
from workshare.problems import Code, Problem, did_you_mean

TABLES: Mapping[str, type] = {
    name: get_args(hint)[0]
    for name, hint in get_type_hints(Programme).items()
    if getattr(hint, "__origin__", None) is tuple
}
"""The sections of a programme that are tables, and the record of each row."""


@lru_cache(maxsize=1)
def adapter() -> TypeAdapter[Programme]:
    """The reader of whole programmes."""
    return TypeAdapter(Programme)


@lru_cache(maxsize=None)
def _row_adapter(record: type) -> TypeAdapter[Any]:
    return TypeAdapter(record)


def bind(tree: Node) -> tuple[Programme | None, list[Problem], frozenset[str]]:
    """The programme that a tree of nodes says, the problems of reading it, and the words of the rows left out.

    Rows that cannot be read are left out of the programme and reported, so that the rest is still checked;
    without a readable head (name, dates, calendar) there is no programme.
    """
    problems: list[Problem] = []
    unread: set[str] = set()
    tables: dict[str, list[Any]] = {}
    head = dict(tree.value)
    for section, record in TABLES.items():
        node = head.pop(section, None)
        if node is None:
            continue
        if not isinstance(node.value, list):
            message = f"{section} should be a table: a list, or ids with their fields"
            problem = Problem(code=Code.WRONG_TYPE, message=message, hint="see `workshare new DIR`")
            problems.append(problem.at(node.file, node.line))
            continue
        tables[section] = _rows(section, record, node, problems, unread)
    problems += _format_problems(tree)
    try:
        whole = adapter().validate_python({k: n.plain() for k, n in head.items()})
    except ValidationError as bad:
        return None, problems + _reworded(bad, tree, (), Programme), frozenset(unread)
    programme = dataclasses.replace(whole, **{name: tuple(rows) for name, rows in tables.items()})
    return programme, problems, frozenset(unread)


def _rows(section: str, record: type, node: Node, problems: list[Problem], unread: set[str]) -> list[Any]:
    read = _row_adapter(record).validate_python
    found = []
    for row in node.value:
        try:
            found.append(read(row.plain()))
        except ValidationError as bad:
            problems += _reworded(bad, row, (section, *_name(row)), record)
            unread.update(_words_in(row))
    return found


def _words_in(node: Node) -> Iterator[str]:
    """Every key and value below a node."""
    if not isinstance(node.value, dict | list):
        yield str(node.value)
    for key, inner in children(node):
        yield str(key)
        yield from _words_in(inner)


def _name(row: Node) -> tuple[str, ...]:
    entry = row.value.get("id") if isinstance(row.value, dict) else None
    return (str(entry.value),) if entry else ()


def _format_problems(tree: Node) -> list[Problem]:
    node = tree.value.get("format")
    if node is None or node.value == str(FORMAT):
        return []
    message = f"format {node.value} is not one that this release reads"
    problem = Problem(code=Code.UNKNOWN_FORMAT, message=message, hint=f"write format: {FORMAT}")
    return [problem.at(node.file, node.line)]


def _reworded(bad: ValidationError, node: Node, where: tuple[str, ...], record: type) -> list[Problem]:
    """Each of pydantic's errors as a problem with its line."""
    found = {}
    for error in bad.errors(include_url=False):
        path = tuple(step for step in error["loc"] if not _is_tag(step))
        place = node.deepest(path)
        name = ".".join([*where, *map(str, path)])
        code, message, hint = _words(error, name, _keys_at(record, path[:-1]))
        problem = Problem(code=code, message=message, hint=hint, path=(*where, *path)).at(place.file, place.line)
        found.setdefault((code, name), problem)
    return list(found.values())


def _is_tag(step: str | int) -> bool:
    """Steps that pydantic adds for its own branches, not for a key of the author's."""
    return isinstance(step, str) and (step.startswith(("function-", "nullable", "dict", "tuple")) or step == "[key]")


def _words(error: Any, name: str, known: tuple[str, ...]) -> tuple[Code, str, str]:
    key = str(error["loc"][-1]) if error["loc"] else name
    inner = error.get("ctx", {}).get("error")
    if isinstance(inner, BadFigure):
        return inner.code, f"{name}: {inner}", inner.hint
    match error["type"]:
        case "missing" | "missing_argument" | "missing_keyword_only_argument":
            return Code.MISSING_KEY, f"{name} is missing", f"add {key}:"
        case "unexpected_keyword_argument" | "extra_forbidden":
            return Code.UNKNOWN_KEY, f"unknown key {name}", did_you_mean(key, known)
        case "enum" | "literal_error":
            options = str(error["ctx"]["expected"]).replace("'", "")
            return Code.WRONG_TYPE, f"{name}: {error['input']!r} is not one of the known words", f"write {options}"
        case "bool_parsing":
            return Code.WRONG_TYPE, f"{name}: {error['input']!r} is neither true nor false", "write true or false"
        case "int_parsing" | "int_from_float" | "int_type":
            return Code.WRONG_TYPE, f"{name}: {error['input']!r} is not a whole number", "write a whole number"
        case kind if kind.startswith("dataclass"):
            return Code.WRONG_TYPE, f"{name}: fields are expected here", "write key: value pairs"
        case _:
            return Code.WRONG_TYPE, f"{name}: {error['msg'].lower()}", "see `workshare schema` for what fits here"


def _keys_at(record: type, path: tuple[Any, ...]) -> tuple[str, ...]:
    """The keys that may stand at ``path`` inside a record."""
    here: Any = record
    for step in path:
        if dataclasses.is_dataclass(here):
            hint = get_type_hints(here).get(str(step)) if isinstance(step, str) else None
            here = _record_in(hint) if hint is not None else None
    return tuple(f.name for f in dataclasses.fields(here)) if dataclasses.is_dataclass(here) else ()


def _record_in(hint: Any) -> Any:
    if dataclasses.is_dataclass(hint):
        return hint
    for part in get_args(hint):
        found = _record_in(part)
        if found is not None:
            return found
    return None
