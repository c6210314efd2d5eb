"""Comparisons and stress tests for machines, as JSON."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import Any

from workshare.files.plan_json import programme_id
from workshare.model.figure import Text
from workshare.outcome.comparison import (
    AmountTotal,
    Cause,
    Change,
    Comparison,
    Curve,
    Decision,
    Entrant,
    Goal,
    Need,
    Promise,
    ShareOf,
)
from workshare.outcome.plan import Status
from workshare.outcome.stress import Loss
from workshare.outcome.table import Table

MARK = "comparison.json"
COMPARISON_FORMAT = 1
"""The version of the format of comparison.json, and of what stress prints."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PlanReference:
    """A plan of a comparison: its letter, title and note, and which programme was planned as of which day."""

    letter: str
    title: Text
    note: Text | None
    programme: str
    digest: str
    as_of: dt.date
    status: Status


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonDocument:
    """A comparison for machines: its plans, and its tables, whose values stand in the order of the plans."""

    format: int
    version: str
    plans: tuple[PlanReference, ...]
    promises: tuple[Promise, ...]
    needs: tuple[Need, ...]
    goals: tuple[Goal, ...]
    amounts: tuple[AmountTotal, ...]
    shares: tuple[ShareOf, ...]
    decisions: tuple[Decision, ...]
    curves: tuple[Curve, ...]
    changes: tuple[Change, ...]
    causes: tuple[Cause, ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class StressDocument:
    """The losses of a stress test for machines, the worst first."""

    format: int
    version: str
    programme: str
    losses: tuple[Loss, ...]


def comparison_json(comparison: Comparison, version: str) -> str:
    """A comparison as JSON text: its plans, and its tables under their names, values in the order of the plans."""
    plans = tuple(map(_entrant, comparison.entrants))
    tables = {f.name: getattr(comparison, f.name).rows for f in dataclasses.fields(comparison) if f.name != "entrants"}
    return _text(ComparisonDocument(format=COMPARISON_FORMAT, version=version, plans=plans, **tables))


def stress_json(losses: Table[Loss], programme: str, version: str) -> str:
    """The losses of a stress test as JSON text, the worst first."""
    return _text(StressDocument(format=COMPARISON_FORMAT, version=version, programme=programme, losses=losses.rows))


def _entrant(entrant: Entrant) -> PlanReference:
    plan = entrant.plan
    return PlanReference(
        letter=entrant.letter,
        title=entrant.title,
        note=entrant.note,
        programme=programme_id(plan.programme),
        digest=plan.programme.digest,
        as_of=plan.as_of,
        status=plan.status,
    )


def _text(document: ComparisonDocument | StressDocument) -> str:
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
