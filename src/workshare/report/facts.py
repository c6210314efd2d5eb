"""Shares and means that a report quotes: how full resources are, and what the inputs rest on."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from workshare.model.figure import Basis, figures_of
from workshare.model.programme import Programme
from workshare.model.project import Licence
from workshare.outcome.plan import Plan
from workshare.outcome.rows import Load


@dataclass(frozen=True, slots=True, kw_only=True)
class Strain:
    """The resource shortest of hours: how full, from when to when, and whether more hours would help."""

    resource: str
    load: float
    first: dt.date
    last: dt.date
    binding: bool


def bottleneck(plan: Plan) -> Strain | None:
    """The resource whose hours together are worth most, where an hour more would help; or else simply the fullest."""
    loads = by_resource(plan)
    binding = {name: [x for x in rows if x.shadow_price > 0] for name, rows in loads.items()}
    tight = {name: rows for name, rows in binding.items() if rows}
    found = tight or {name: busy for name, rows in loads.items() if (busy := _busy(rows))}
    if not found:
        return None
    worth = {name: sum(x.shadow_price * x.hours for x in rows) for name, rows in found.items()}
    name = max(found, key=lambda n: (worth[n], mean_load(found[n]), n))
    rows = found[name]
    return Strain(
        resource=name, load=mean_load(rows), first=min(x.first for x in rows), last=max(x.date for x in rows),
        binding=bool(tight),
    )  # fmt: skip


def by_resource(plan: Plan) -> dict[str, list[Load]]:
    """The loads of each resource, in the order of the periods."""
    found: dict[str, list[Load]] = {}
    for row in plan.resources:
        found.setdefault(row.resource, []).append(row)
    return found


def load_of(row: Load) -> float:
    """The share of a resource's hours that is used in a period."""
    return row.hours / row.capacity if row.capacity > 0 else 0.0


def mean_load(rows: Sequence[Load]) -> float:
    """The share of hours used over some periods together."""
    capacity = sum(x.capacity for x in rows)
    return sum(x.hours for x in rows) / capacity if capacity > 0 else 0.0


def busy_load(rows: Sequence[Load]) -> float:
    """The mean load of a resource from its first used period to its last."""
    return mean_load(_busy(rows))


def _busy(rows: Sequence[Load]) -> list[Load]:
    used = [n for n, x in enumerate(rows) if x.hours > 0]
    return list(rows[used[0] : used[-1] + 1]) if used else []


def in_force(plan: Plan, licence: Licence) -> tuple[dt.date, dt.date] | None:
    """The first and last day within the plan on which a licence is in force; None where it is never granted."""
    done = {step.activity: step.finish for step in plan.activities}
    if not set(licence.needs) <= set(done):
        return None
    begins = [plan.programme.start, *(done[a] for a in licence.needs)]
    first = max([*begins, *([licence.effective_start] if licence.effective_start else [])])
    last = min(plan.periods.date(plan.periods.horizon), licence.effective_end or dt.date.max)
    return (first, last) if first <= last else None


def bases(programme: Programme) -> dict[Basis | None, int]:
    """How many of a programme's figures rest on what; None where nothing is said."""
    counted = Counter(figure.basis for _, figure in figures_of(programme))
    return {basis: counted[basis] for basis in (*Basis, None) if counted[basis]}
