"""What two programmes differ in, and a programme with some of another's differences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from workshare.model.figure import Figure, Text
from workshare.model.programme import Programme
from workshare.model.references import references

T = TypeVar("T")

Place = tuple[str, ...]
"""Where a difference lies: a key, a table and a row, or further in."""

WORDS = frozenset({"id", "programme", "about", "agreements", "sources", "entities", "statements", "basis", "format"})
"""The keys of a programme that plan nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing in which a programme differs from another; None stands for what one of them does not have."""

    path: Place
    before: object
    after: object


def called(field: Callable[[str], object], n: int) -> str:
    """What a row goes by: its id; stock is "ITEM at SITE", a substitute "ITEM instead of OTHER"; else its number."""
    if field("id"):
        return str(field("id"))
    for key, word in (("site", "at"), ("instead_of", "instead of")):
        if field("item") and field(key):
            return f"{field('item')} {word} {field(key)}"
    return str(n)


def row_name(row: object, n: int) -> str:
    """What a row of a programme goes by; ``n`` is its number in its table."""
    return called(lambda key: getattr(row, key, None), n)


def keyed(rows: Iterable[T], name: Callable[[T, int], str]) -> dict[str, T]:
    """Rows by their names; of two of the same name the second goes by its number too."""
    found: dict[str, T] = {}
    for n, row in enumerate(rows):
        key = name(row, n)
        found[key if key not in found else f"{key} ({n})"] = row
    return found


def differences(before: Programme, after: Programme) -> tuple[Difference, ...]:
    """Where two programmes differ in what is planned: names, notes and sources are left out."""
    found: list[Difference] = []
    for key in (f.name for f in fields(Programme) if f.name not in WORDS):
        found += _between((key,), getattr(before, key), getattr(after, key))
    return tuple(found)


def applied(programme: Programme, these: Iterable[Difference]) -> Programme:
    """A programme in which some differences are as they are ``after``; new rows come last in their tables."""
    for difference in these:
        key, *rest = difference.path
        value = _put(getattr(programme, key), tuple(rest), difference.after, 0)
        programme = replace(programme, **{key: value})
    return programme


def bundles(before: Programme, after: Programme, these: tuple[Difference, ...]) -> tuple[tuple[int, ...], ...]:
    """The differences that cannot be told apart, by number: a row that comes or goes, and all that names it."""
    home = list(range(len(these)))
    numbers = {d.path: n for n, d in enumerate(these)}
    whole = {d.path: n for n, d in enumerate(these) if len(d.path) == 2 and None in (d.before, d.after)}  # noqa: PLR2004 - table, row
    for programme in (before, after):
        for path, table, name in references(programme):
            row, place = whole.get((table, name)), _named(programme, path)
            user = next((numbers[place[:n]] for n in range(len(place), 0, -1) if place[:n] in numbers), None)
            if row is not None and user is not None:
                old, new = home[user], home[row]
                home = [new if h == old else h for h in home]
    return tuple(tuple(n for n, h in enumerate(home) if h == first) for first in dict.fromkeys(home))


def _named(programme: Programme, path: tuple[str | int, ...]) -> Place:
    """A path with its row's name instead of its number."""
    section, row, *rest = path
    name = row_name(getattr(programme, str(section))[row], row) if isinstance(row, int) else row
    return (str(section), name, *map(str, rest))


def _opened(value: Any, depth: int) -> Mapping[str, Any] | None:
    """The parts of a value by their names, or None for one that is compared as a whole."""
    if isinstance(value, Mapping):
        return value
    if isinstance(value, tuple) and all(_is_record(part) for part in value):
        return keyed(value, (lambda _, n: str(n)) if depth else row_name)
    if _is_record(value) and not isinstance(value, Figure | Text):
        return {f.name: getattr(value, f.name) for f in fields(value) if f.name != "source"}
    return None


def _is_record(value: object) -> bool:
    return is_dataclass(value) and not isinstance(value, type)


def _between(path: Place, before: Any, after: Any) -> Iterator[Difference]:
    depth = len(path) - 1
    one, other = _opened(before, depth), _opened(after, depth)
    steps = depth and isinstance(before, tuple) and isinstance(after, tuple) and len(before) != len(after)
    if one is None or other is None or type(before) is not type(after) or steps:
        if _bare(before) != _bare(after):
            yield Difference(path=path, before=before, after=after)
        return
    for key in dict.fromkeys((*one, *other)):
        yield from _between((*path, key), one.get(key), other.get(key))


def _bare(value: Any) -> Any:
    """A value without its words: notes, names, what it rests on."""
    if isinstance(value, Figure):
        return value.value, value.low, value.high, value.per
    if isinstance(value, Text):
        return None
    if isinstance(value, tuple):
        return tuple(map(_bare, value))
    if isinstance(value, Mapping):
        return {key: _bare(part) for key, part in value.items()}
    if _is_record(value):
        return {f.name: _bare(getattr(value, f.name)) for f in fields(value) if f.name != "source"}
    return value


def _put(here: Any, path: Place, value: Any, depth: int) -> Any:
    """A value with another at the end of a path inside it; None takes the end of the path away."""
    if not path:
        return value
    plain = isinstance(here, tuple) and not all(map(_is_record, here))
    inside = {str(n): part for n, part in enumerate(here)} if plain else dict(_opened(here, depth) or {})
    new = _put(inside.get(path[0]), path[1:], value, depth + 1)
    if isinstance(here, tuple | Mapping) and new is None:
        inside.pop(path[0], None)
    else:
        inside[path[0]] = new
    if isinstance(here, tuple):
        return tuple(inside.values())
    return inside if isinstance(here, Mapping) else replace(here, **{path[0]: new})
