"""Planning again with the last plan in view: the least change, the frozen time, and what is gone."""

from dataclasses import replace
from pathlib import Path

from tests.cases.conftest import HEAD

from workshare.files.folder import load
from workshare.model.figure import plain
from workshare.model.programme import Programme
from workshare.outcome.last import last_plan
from workshare.outcome.plan import Plan
from workshare.planner.make import make_plan

TWO_LINES = """\
start: 2024-01-01
until: 2024-01-28
calendar: {weeks: 4}
sites: {works: {country: UA}}
items: {pump: {cost: 100}}
resources:
  old: {site: works, hours: 10 per week}
  new: {site: works, hours: 10 per week}
operations:
  by-old: {site: works, makes: {pump: 1}, time: {old: 1 h}, lead_time: 0 days}
  by-new: {site: works, makes: {pump: 1}, time: {new: 1 h}, lead_time: 0 days}
demands:
  orders: {item: pump, site: works, quantity: 20, due: 2024-01-14}
"""


def two_lines(folder: Path) -> Programme:
    (folder / "programme.yaml").write_text(HEAD + TWO_LINES, encoding="utf-8")
    return load(folder)


def again(plan: Plan, programme: Programme) -> Plan:
    before = last_plan(plan.production, plan.purchases, plan.shipments, plan.activities, plan.investments)
    return make_plan(programme, last=before)


def change(plan: Plan) -> float:
    return next(goal.value for goal in plan.goals if goal.name == "change from the last plan")


def test_nothing_changes_without_need(tmp_path: Path) -> None:
    """Either line could make any of the twenty pumps; planned again, none of them moves."""
    programme = two_lines(tmp_path)
    plan = make_plan(programme)
    assert change(again(plan, programme)) == 0


def test_two_more_pumps_change_two_runs(tmp_path: Path) -> None:
    """Twenty-two pumps instead of twenty: two more runs, worth 100 each at standard cost, and no other change."""
    programme = two_lines(tmp_path)
    more = tuple(replace(d, quantity=plain(22)) for d in programme.demands)
    assert abs(change(again(make_plan(programme), replace(programme, demands=more))) - 200) < 1e-6


def test_a_line_that_is_gone(tmp_path: Path) -> None:
    """Without one of the lines, what it was to make can be neither kept nor changed: only the other line is compared.

    Two weeks of ten hours make twenty pumps in time only together with the other line, so the remaining line works
    its full twenty hours by the due date: what it did already stays, what it takes over is new.
    """
    programme = two_lines(tmp_path)
    plan = make_plan(programme)
    kept = sum(row.runs for row in plan.production if row.operation == "by-old")
    alone = again(plan, replace(programme, operations=programme.operations[:1]))
    assert {row.operation for row in alone.production} == {"by-old"}
    assert abs(sum(row.runs for row in alone.production) - 20) < 1e-6
    assert abs(change(alone) - 100 * (20 - kept)) < 1e-6
