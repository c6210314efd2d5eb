"""plan.json: what a plan says, for machines; its JSON Schema is made from the same records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pydantic import TypeAdapter

from workshare.files.odds_json import OddsDocument, odds_document
from workshare.files.scenario import slug
from workshare.model.programme import Programme
from workshare.outcome.costs import Forecast, Outlay, UnitCost
from workshare.outcome.odds import Odds
from workshare.outcome.plan import Plan, Status
from workshare.outcome.rows import CommitmentAccount, DemandAccount, GoalValue, Opening, Step, ValueShare
from workshare.outcome.terms import Built, Cash, LicenceUse, RuleAccount, Service

PLAN_FORMAT = 1
"""The version of plan.json's format."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeReference:
    """Which programme was planned: its id and title, and the sha256 of its content."""

    id: str
    title: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodLoad:
    """A resource in a period that ends on ``date``: hours used, hours there, and what one more would be worth."""

    date: dt.date
    load: float
    capacity: float
    shadow_price: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceLoad:
    """A resource over the whole plan, in hours; ``goal`` is the first one that falls short, which prices it."""

    id: str
    site: str
    load: float
    capacity: float
    goal: str
    periods: tuple[PeriodLoad, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDocument:
    """A plan for machines. ``bound`` is that of the first goal that falls short, ``gap`` the widest of all goals.

    Payments one by one stand in the plan folder's payments.csv only; ``costs`` are all of them by period and key.
    ``periods`` are the last days of the plan's periods; ``odds`` are there where they were asked for.
    """

    format: int
    version: str
    programme: ProgrammeReference
    as_of: dt.date
    status: Status
    bound: float
    gap: float
    goals: tuple[GoalValue, ...]
    demands: tuple[DemandAccount, ...]
    commitments: tuple[CommitmentAccount, ...]
    activities: tuple[Step, ...]
    gates: tuple[Opening, ...]
    resources: tuple[ResourceLoad, ...]
    workshare: tuple[ValueShare, ...]
    costs: tuple[Outlay, ...] = ()
    unit_costs: tuple[UnitCost, ...] = ()
    cash: tuple[Cash, ...] = ()
    investments: tuple[Built, ...] = ()
    licences: tuple[LicenceUse, ...] = ()
    fleets: tuple[Service, ...] = ()
    rules: tuple[RuleAccount, ...] = ()
    forecasts: tuple[Forecast, ...] = ()
    periods: tuple[dt.date, ...] = ()
    odds: OddsDocument | None = None


@lru_cache(maxsize=1)
def document_adapter() -> TypeAdapter[PlanDocument]:
    """The writer, reader and schema of plan documents."""
    return TypeAdapter(PlanDocument)


def programme_id(programme: Programme) -> str:
    """The programme's own id, or one made from its title."""
    return programme.id or slug(programme.programme.en) or "programme"


def document(plan: Plan, version: str, odds: Odds | None = None) -> PlanDocument:
    """A plan as a document, with its odds where they are known."""
    short = next((g for g in plan.goals if g.value > 0), None)
    return PlanDocument(
        format=PLAN_FORMAT,
        version=version,
        programme=ProgrammeReference(
            id=programme_id(plan.programme), title=plan.programme.programme.en, digest=plan.programme.digest
        ),
        as_of=plan.as_of,
        status=plan.status,
        bound=short.bound if short else 0.0,
        gap=max((g.gap for g in plan.goals), default=0.0),
        goals=plan.goals.rows,
        demands=plan.demands.rows,
        commitments=plan.commitments.rows,
        activities=plan.activities.rows,
        gates=plan.gates.rows,
        resources=tuple(_loads(plan)),
        workshare=plan.workshare.rows,
        costs=plan.costs.rows,
        unit_costs=plan.unit_costs.rows,
        cash=plan.cash.rows,
        investments=plan.investments.rows,
        licences=plan.licences.rows,
        fleets=plan.fleets.rows,
        rules=plan.rules.rows,
        forecasts=plan.forecasts.rows,
        periods=tuple(plan.periods.ends(p) for p in range(len(plan.periods))),
        odds=None if odds is None else odds_document(odds),
    )


def _loads(plan: Plan) -> Iterator[ResourceLoad]:
    pricing = next((g.name for g in plan.goals if g.value > 0), "")
    for resource in plan.programme.resources:
        rows = [row for row in plan.resources if row.resource == resource.id]
        yield ResourceLoad(
            id=resource.id,
            site=resource.site,
            load=sum(row.hours for row in rows),
            capacity=sum(row.capacity for row in rows),
            goal=pricing,
            periods=tuple(
                PeriodLoad(date=r.date, load=r.hours, capacity=r.capacity, shadow_price=r.shadow_price) for r in rows
            ),
        )


def to_json(plan: Plan, version: str, odds: Odds | None = None) -> str:
    """A plan document as JSON text, two spaces deep."""
    return document_adapter().dump_json(document(plan, version, odds), indent=2).decode() + "\n"
