"""Reads a plan folder back as a plan, so that questions about it need not plan again."""

from __future__ import annotations

import csv
import dataclasses
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from workshare.files.folder import Reading
from workshare.files.plan_folder import COPY, MARK
from workshare.files.plan_json import PlanDocument, document_adapter
from workshare.files.planned import read_source
from workshare.model.calendar import Periods
from workshare.model.programme import Programme
from workshare.outcome.costs import Forecast, Outlay, UnitCost
from workshare.outcome.plan import Flows, Plan
from workshare.outcome.rows import (
    Aged,
    CommitmentAccount,
    Delivery,
    DemandAccount,
    GoalValue,
    Load,
    Opening,
    Output,
    Production,
    Purchase,
    Shipment,
    Step,
    StockLevel,
    Substitution,
    ValueShare,
    Waste,
)
from workshare.outcome.table import Table
from workshare.outcome.terms import Built, Cash, LicenceUse, Payment, RuleAccount, Service
from workshare.problems import BadInput, Code, Problem

R = TypeVar("R")
HINT = "plan the programme again, or name the programme itself"


def is_plan_folder(path: Path) -> bool:
    """Whether a path is a folder that `workshare plan` wrote."""
    return (path / MARK).is_file() and (path / COPY).is_dir()


def read_made(folder: Path) -> Plan:
    """The plan in a folder, with its programme; raises BadInput where it cannot be understood.

    Numbers in its tables have ten digits, as they are written there.
    """
    reading: Reading = read_source(folder).reading
    if reading.problems or reading.programme is None:
        raise BadInput(reading.problems)
    found = _document(folder / MARK)
    if found.programme.digest != reading.programme.digest:
        raise _bad(folder / MARK, "this is the plan of another programme than its copy beside it")
    return Plan(
        programme=reading.programme,
        as_of=found.as_of,
        periods=_periods(folder / MARK, found, reading.programme),
        status=found.status,
        flows=Flows(
            production=_table(folder, "production", Production),
            outputs=_table(folder, "outputs", Output),
            shipments=_table(folder, "shipments", Shipment),
            purchases=_table(folder, "purchases", Purchase),
            substitutions=_table(folder, "substitutions", Substitution),
            stock=_table(folder, "stock", StockLevel),
            deliveries=_table(folder, "deliveries", Delivery),
            ages=_table(folder, "ages", Aged, optional=True),
            waste=_table(folder, "waste", Waste, optional=True),
        ),
        goals=Table(GoalValue, found.goals),
        demands=Table(DemandAccount, found.demands),
        commitments=Table(CommitmentAccount, found.commitments),
        activities=Table(Step, found.activities),
        gates=Table(Opening, found.gates),
        resources=_table(folder, "resources", Load, optional=True),
        workshare=Table(ValueShare, found.workshare),
        payments=_table(folder, "payments", Payment, optional=True),
        investments=Table(Built, found.investments),
        fleets=Table(Service, found.fleets),
        cash=Table(Cash, found.cash),
        licences=Table(LicenceUse, found.licences),
        rules=Table(RuleAccount, found.rules),
        costs=Table(Outlay, found.costs),
        unit_costs=Table(UnitCost, found.unit_costs),
        forecasts=Table(Forecast, found.forecasts),
    )


def _document(file: Path) -> PlanDocument:
    try:
        return document_adapter().validate_json(file.read_bytes())
    except ValidationError:
        raise _bad(file, "this is not what a plan is written as") from None


def _periods(file: Path, found: PlanDocument, programme: Programme) -> Periods:
    """The periods of a plan, from their last days."""
    bounds = (0, *((day - programme.start).days + 1 for day in found.periods))
    if len(bounds) == 1 or list(bounds) != sorted(set(bounds)):
        raise _bad(file, "it does not say its periods, as an earlier release wrote it")
    return Periods(programme.start, bounds)


def _table(folder: Path, name: str, record: type[R], *, optional: bool = False) -> Table[R]:
    """A table of the plan; an empty cell is nothing where nothing may stand there."""
    path, read = folder / f"{name}.csv", 0
    if optional and not path.exists():
        return Table(record)
    adapter = TypeAdapter(record)
    fields = {f.name: f for f in dataclasses.fields(record)}  # type: ignore[arg-type]
    rows: list[R] = []
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                rows.append(adapter.validate_python(_cells(row, fields)))
                read += 1
    except FileNotFoundError:
        raise _bad(path, "this table of the plan is missing", Code.MISSING_FILE) from None
    except (ValidationError, TypeError, csv.Error):
        raise _bad(path, "this is not what a plan's table is written as", Code.BAD_TABLE, read + 2) from None
    return Table(record, rows)


def _cells(row: dict[str, Any], fields: dict[str, Any]) -> dict[str, Any]:
    """The cells of a row; what is empty and has a default of nothing is left out."""
    return {k: v for k, v in row.items() if not (v == "" and k in fields and fields[k].default is None)}


def _bad(file: Path, message: str, code: Code = Code.WRONG_TYPE, line: int = 1) -> BadInput:
    return BadInput([Problem(code=code, message=message, hint=HINT).at(str(file), line)])
