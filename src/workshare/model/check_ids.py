"""Checks of ids in any document: each stands once, is well formed, and is that of something there."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from typing import TYPE_CHECKING

from workshare.model.references import TABLE_OF, Found, Unread, a_problem, references
from workshare.problems import Code, Path, Problem, brief, nearest

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

ONE_OF = {"activities": "activity", "supplies": "supply", "currencies": "currency", "entities": "entity"}
"""What a row of a table is called, where it is not the table's name without its s."""
MOST_LOOKS = 200_000
"""So many known names are looked at for one that was meant, which takes its time."""


def named(document: DataclassInstance) -> list[str]:
    """The tables of a document whose rows have ids."""
    tables = set(TABLE_OF.values())
    return [field.name for field in fields(document) if field.name in tables]


def duplicate_ids(document: DataclassInstance) -> Found:
    """An id stands once in its table."""
    for section in named(document):
        for name, count in Counter(row.id for row in getattr(document, section)).items():
            if count > 1:
                message = f"{section} {name} is defined {count} times"
                yield a_problem(Code.DUPLICATE_ID, (section, name), message, "rename one, or take it out")


def bad_ids(document: DataclassInstance) -> Found:
    """An id is made of letters and digits of any script and of . _ - between them."""
    for section in named(document):
        for name in dict.fromkeys(row.id for row in getattr(document, section)):
            if not is_id(name):
                yield bad_id((section, name, "id"), f"{section}: {brief(name)} is no id")


def is_id(name: str) -> bool:
    """Whether a text can be an id."""
    kinds = {unicodedata.category(c)[0] for c in name if c not in "._-"}
    return bool(kinds) and kinds <= {"L", "M", "N"}


def bad_id(path: Path, message: str) -> Problem:
    """The problem of a text that can be none."""
    return a_problem(
        Code.BAD_ID,
        path,
        message,
        "write letters, digits, . _ and -, without spaces, and put the rest in name:",
    )


def dangling_references(
    document: DataclassInstance, unread: Unread, meant: dict[tuple[str, str], str]
) -> Iterator[tuple[Problem, str]]:
    """Every name used is the name of something defined in its table; ``meant`` takes what others were to be.

    Names of another document's tables are left aside.
    """
    known = {section: {row.id for row in getattr(document, section)} for section in named(document)}
    for path, table, name in references(document):
        if table in known and name not in known[table] and not unread.may_define(table, name):
            if (table, name) not in meant and len(meant) * len(known[table]) < MOST_LOOKS:
                meant[table, name] = nearest(name, known[table]) or name
            offer = meant.get((table, name), name)
            hint = f"add it to {table}:" if offer == name else f"did you mean {offer}? or add it to {table}:"
            if (table, name) == ("currencies", getattr(document, "currency", None)):
                hint = "leave it out: it is the programme's own"
            one = ONE_OF.get(table, table.removesuffix("s"))
            message = f"{_title(path)} names {one} {name or brief(name)}, which is not there"
            yield a_problem(Code.DANGLING_REFERENCE, path, message, hint), table


def _title(path: Path) -> str:
    """The row that a path leads to."""
    return f"{path[0]} {path[1]}" if isinstance(path[1], str) else f"a row of {path[0]}"
