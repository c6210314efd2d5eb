"""Comparisons and stress tests for machines, as JSON."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import Any

from workshare.files.plan_json import programme_id
from workshare.outcome.comparison import Comparison, Entrant
from workshare.outcome.stress import Loss
from workshare.outcome.table import Table

MARK = "comparison.json"
COMPARISON_FORMAT = 1
"""The version of the format of comparison.json, and of what stress prints."""


def comparison_json(comparison: Comparison, version: str) -> str:
    """A comparison as JSON text: its plans, and its tables under their names, values in the order of the plans."""
    tables = {f.name: getattr(comparison, f.name) for f in dataclasses.fields(comparison) if f.name != "entrants"}
    head = {"format": COMPARISON_FORMAT, "version": version, "plans": [_entrant(e) for e in comparison.entrants]}
    return _text(head | tables)


def stress_json(losses: Table[Loss], programme: str, version: str) -> str:
    """The losses of a stress test as JSON text, the worst first."""
    return _text({"format": COMPARISON_FORMAT, "version": version, "programme": programme, "losses": losses})


def _entrant(entrant: Entrant) -> dict[str, Any]:
    plan = entrant.plan
    return {
        "letter": entrant.letter,
        "title": entrant.title,
        "note": entrant.note,
        "programme": programme_id(plan.programme),
        "digest": plan.programme.digest,
        "as_of": plan.as_of,
        "status": plan.status,
    }


def _text(document: Mapping[str, Any]) -> str:
    return json.dumps(_plain(document), indent=2, ensure_ascii=False) + "\n"


def _plain(value: Any) -> Any:
    """A value as JSON knows it: records as objects, dates in ISO form."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_plain(part) for part in value]
    return value
