"""What the verifier says of a plan whose rows before its day are not what has happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from workshare.files.folder import load
from workshare.outcome.plan import Plan
from workshare.outcome.table import Table
from workshare.planner.make import make_plan
from workshare.planner.verify import Rule, verify

PROGRAMME = """\
format: 1
programme: A case
partners: {UA: {name: Ukraine}}
start: 2024-01-01
until: 2024-02-25
calendar: {weeks: 8}
sites: {works: {country: UA}, hub: {country: UA}}
items: {motor: {cost: 3}, pump: {cost: 10}, old: {}}
substitutes: [{item: old, instead_of: pump}]
stock: [{item: old, site: hub, quantity: 1}]
operations:
  build: {site: works, uses: {motor: 1}, makes: {pump: 1}, lead_time: 2 days, cost: 5}
supplies:
  motors: {item: motor, site: works, total: 20, price: 2}
lanes:
  road: {origin: works, destination: hub, lead_time: 1 day, cost: 1}
funds:
  state: {amount: 500}
demands:
  orders: {item: pump, site: hub, quantity: 12, due: 2024-01-04}
actuals:
  - {what: received, date: 2024-01-02, supply: motors, quantity: 9}
  - {what: produced, date: 2024-01-03, operation: build, quantity: 7}
  - {what: shipped, date: 2024-01-05, lane: road, item: pump, origin: works, destination: hub, quantity: 6}
  - {what: delivered, date: 2024-01-06, demand: orders, quantity: 4}
  - {what: delivered, date: 2024-01-07, demand: orders, item: old, quantity: 1}
"""
TABLES = ("production", "outputs", "shipments", "purchases", "substitutions", "deliveries")


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    folder = tmp_path_factory.mktemp("record")
    (folder / "programme.yaml").write_text(PROGRAMME, encoding="utf-8")
    return make_plan(load(folder), as_of=dt.date(2024, 1, 9))


def with_rows(plan: Plan, table: str, change: Callable[[list[Any]], list[Any]]) -> Plan:
    """The plan with some rows of a table of flows changed."""
    old = getattr(plan.flows, table)
    return replace(plan, flows=replace(plan.flows, **{table: Table(old.record, change(list(old)))}))


def rules(plan: Plan) -> set[Rule]:
    """The rules that a plan breaks."""
    return {fault.rule for fault in verify(plan)}


def test_the_record_is_kept(plan: Plan) -> None:
    """The plan has each actual once."""
    assert verify(plan) == []
    happened = {name: sum(row.date < plan.as_of for row in getattr(plan.flows, name)) for name in TABLES}
    assert happened == {
        "production": 1, "outputs": 1, "shipments": 1, "purchases": 1, "substitutions": 1, "deliveries": 2,
    }  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
def test_rows_that_are_lost_or_told_otherwise(plan: Plan, table: str) -> None:
    """A row that is missing, stands twice, has another amount or another day is found."""
    assert Rule.RECORD in rules(with_rows(plan, table, lambda rows: rows[1:]))
    assert Rule.RECORD in rules(with_rows(plan, table, lambda rows: [rows[0], *rows]))
    amount = "runs" if table == "production" else "quantity"
    more = with_rows(plan, table, lambda rows: [replace(rows[0], **{amount: getattr(rows[0], amount) + 1}), *rows[1:]])
    assert Rule.RECORD in rules(more)
    day = dt.timedelta(days=1)
    assert Rule.RECORD in rules(
        with_rows(plan, table, lambda rows: [replace(rows[0], date=rows[0].date - day), *rows[1:]])
    )


@pytest.mark.parametrize("number", range(5))
def test_another_record(plan: Plan, number: int) -> None:
    """A plan does not follow from a programme that says otherwise of what has happened."""
    actuals = list(plan.programme.actuals)
    left_out = replace(plan.programme, actuals=tuple(a for n, a in enumerate(actuals) if n != number))
    assert Rule.RECORD in rules(replace(plan, programme=left_out))
    actuals[number] = replace(actuals[number], date=actuals[number].date - dt.timedelta(days=1))
    assert Rule.RECORD in rules(replace(plan, programme=replace(plan.programme, actuals=tuple(actuals))))


def test_later_actuals_are_no_facts(plan: Plan) -> None:
    """What is dated on the plan's day or after it leaves the plan as it is."""
    later = replace(plan.programme.actuals[0], date=plan.as_of)
    programme = replace(plan.programme, actuals=(*plan.programme.actuals, later))
    assert verify(replace(plan, programme=programme)) == []


def test_payments_of_what_happened(plan: Plan) -> None:
    """What was paid stands on its own day, and is paid in full."""
    rows = [row for row in plan.payments if row.date < plan.as_of]
    assert {(row.fund, str(row.purpose), row.amount) for row in rows} == {
        ("state", "supply", 18.0), ("state", "operation", 35.0), ("state", "lane", 6.0),
    }  # fmt: skip
    fewer = replace(plan, payments=Table(plan.payments.record, [row for row in plan.payments if row not in rows[:1]]))
    assert Rule.PAYMENTS in rules(fewer)
    nobody = [replace(row, fund="") if row.date >= plan.as_of else row for row in plan.payments]
    assert Rule.FUNDS in rules(replace(plan, payments=Table(plan.payments.record, nobody)))
