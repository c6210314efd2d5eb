"""Every place in a programme where one row names another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_type_hints

from workshare.model import ids
from workshare.model.figure import Figure
from workshare.model.programme import Programme
from workshare.problems import Path

TABLE_OF: dict[Any, str] = {
    ids.PartnerId: "partners",
    ids.SiteId: "sites",
    ids.ItemId: "items",
    ids.ResourceId: "resources",
    ids.OperationId: "operations",
    ids.SupplyId: "supplies",
    ids.LaneId: "lanes",
    ids.ActivityId: "activities",
    ids.GateId: "gates",
    ids.DemandId: "demands",
    ids.CommitmentId: "commitments",
    ids.AgreementId: "agreements",
    ids.StatementId: "statements",
}
"""The table in which each type of id is defined."""


def references(programme: Programme) -> Iterator[tuple[Path, str, str]]:
    """Each use of an id as (path, table, id); found from the types, so that no new field can be forgotten."""
    for section in fields(programme):
        rows = getattr(programme, section.name)
        if isinstance(rows, tuple):
            for n, row in enumerate(rows):
                yield from _in_record(row, (section.name, getattr(row, "id", n)))


def _in_record(record: Any, path: Path) -> Iterator[tuple[Path, str, str]]:
    hints = get_type_hints(type(record))
    for entry in fields(record):
        value, hint = getattr(record, entry.name), hints[entry.name]
        here = (*path, entry.name)
        if entry.name == "source":
            if value:
                yield here, "statements", value
        elif entry.name != "id":
            yield from _in_value(value, hint, here)


def _in_value(value: Any, hint: Any, path: Path) -> Iterator[tuple[Path, str, str]]:
    if isinstance(value, Figure) and value.source:
        yield (*path, "source"), "statements", value.source
    elif isinstance(value, str) and value:
        for table in _tables((hint, *get_args(hint))):
            yield path, table, value
    elif isinstance(value, tuple):
        for n, part in enumerate(value):
            yield from _in_value(part, get_args(hint)[0], (*path, n))
    elif isinstance(value, dict):
        for key, part in value.items():
            for table in _tables(get_args(hint)):
                yield (*path, key), table, key
            yield from _in_value(part, None, (*path, key))
    elif is_dataclass(value) and not isinstance(value, Figure):
        yield from _in_record(value, path)


def _tables(hints: Iterable[Any]) -> Iterator[str]:
    for hint in hints:
        if hint in TABLE_OF:
            yield TABLE_OF[hint]
            return
