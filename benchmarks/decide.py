"""What deciding a project costs: python benchmarks/decide.py [cells] [weekly] [compare]

By default the programme of ``transfers.py``: ten transfers to second sites, each a line of its own, with money that is
enough but comes late. Printed: the number of whole-number columns, each goal with its value, bound and gap, how many
nodes the search for it needed, and the seconds of deciding and of planning.

``cells`` takes an older and harder programme: every cell may be enlarged, money covers two thirds of all that could be
done, and second sites share cells with first ones (telescoped to 8 weeks and months, or ``weekly``). ``compare`` solves
one problem of it instead, late deliveries of priorities 1 and 2 together, by every solver that can be imported (HiGHS;
SCIP by PySCIPOpt) and in both formulations: starts that are whole (time-indexed), and starts so far that are whole
(cumulative), each without and with the rows that help the search, a minute each.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import importlib
import importlib.util
import math
import random
import sys
import tempfile
import time

import highspy
import numpy as np
from programmes import SMALL, START, programme
from transfers import with_transfers

from workshare.model import ids
from workshare.model.calendar import Calendar
from workshare.model.figure import plain
from workshare.model.money import Fund, PaysFor
from workshare.model.network import Operation
from workshare.model.programme import Programme
from workshare.model.project import Activity, Gate, Investment, Mode, Ramp
from workshare.planner.branch.tree import Found, Tree
from workshare.planner.decide import prepared
from workshare.planner.goals import goals
from workshare.planner.lexico import not_asked_for
from workshare.planner.make import make_plan
from workshare.planner.model import Model, Problem
from workshare.planner.objective import Objective, fresh
from workshare.planner.rules.project import STARTS
from workshare.units import Per

GAP = 0.01
SECONDS = 60.0
"""For each way of solving that is compared."""
HELPERS = ("served when open", "capacity when open")


def with_project(p: Programme, seed: int) -> Programme:
    """A programme with a project to decide: about 150 start binaries."""
    dice = random.Random(seed)
    plants = [s.id for s in p.sites if s.id != "hub"]
    activities: list[Activity] = []
    for plant in plants:
        before: tuple[str, ...] = ()
        for stage, days, cost in (("licence", 30, 0), ("data", 45, 4), ("tooling", 70, 20), ("qualification", 28, 0)):
            name = ids.ActivityId(f"{stage}-{plant}")
            long, price = days + dice.randint(-7, 14), cost * dice.randint(80, 120)
            crash = (
                {ids.ModeId("crash"): Mode(days=plain(long * 2 // 3), cost=plain(1.6 * price))}
                if stage == "tooling"
                else {}
            )
            activities.append(
                Activity(id=name, days=plain(long), cost=plain(price) if cost else None, modes=crash, after=before)  # type: ignore[arg-type]
            )
            before = (name,)
    gates = tuple(Gate(id=ids.GateId(f"line-{s}"), needs=(ids.ActivityId(f"qualification-{s}"),)) for s in plants)
    line = {s: ids.GateId(f"line-{s}") for s in plants}
    seen: set[str] = set()
    operations = tuple(_second(o, line, seen) if o.id.startswith("make product") else o for o in p.operations)
    investments = tuple(
        Investment(
            id=ids.InvestmentId(f"more-{r.id}"), resource=r.id, hours=plain(0.3 * r.hours[0].hours.value, Per.WEEK),
            days=plain(dice.randint(40, 90)), cost=plain(dice.randint(800, 2500)),
            ramp=(Ramp(weeks=0, share=plain(0.4)), Ramp(weeks=6, share=plain(0.8)), Ramp(weeks=12, share=plain(1))),
        )
        for r in p.resources
    )  # fmt: skip
    project = PaysFor(activities=tuple(a.id for a in activities), investments=tuple(v.id for v in investments))
    tranches = tuple(
        Fund(
            id=ids.FundId(f"tranche-{n}"), amount=plain(amount), pays_for=project,
            effective_start=START + dt.timedelta(days=91 * n),
        )
        for n, amount in enumerate((5000, 7000, 7000, 5000))
    )  # fmt: skip
    own = Fund(
        id=ids.FundId("own means"),
        pays_for=PaysFor(
            operations=tuple(o.id for o in operations),
            supplies=tuple(s.id for s in p.supplies),
            lanes=tuple(x.id for x in p.lanes),
        ),
    )
    return dataclasses.replace(
        p,
        activities=(*p.activities, *activities),
        gates=(*p.gates, *gates),
        operations=operations,
        investments=investments,
        funds=(*tranches, own),
    )


def _second(o: Operation, line: dict[ids.SiteId, ids.GateId], seen: set[str]) -> Operation:
    """A product's second site waits for its line; the first can make it from the start."""
    item = next(iter(o.makes))
    second = item in seen
    seen.add(item)
    return dataclasses.replace(o, needs=(line[o.site],) if second else o.needs)


def compare(model: Model, problem: Problem) -> None:
    """Solve one problem in every way, and print a table."""
    asked = [g.objective for g in goals(model) if g.name in {"late, priority 1", "late, priority 2"}]
    goal = fresh(
        np.concatenate([o.columns for o in asked]),
        np.concatenate([o.weights for o in asked]),
        sum(o.constant for o in asked),
    )
    idle = not_asked_for(model, 2)
    assert idle is not None
    upper = problem.upper.copy()
    upper[idle] = 0.0
    indexed = np.zeros_like(problem.integer)
    indexed[model.columns.further[STARTS].cells] = True
    helpers = np.zeros(problem.matrix.shape[0], dtype=bool)
    for name in HELPERS:
        first, rows = problem.rows[name]
        helpers[first : first + rows.grid.size] = True
    for formulation, whole in (("cumulative", problem.integer), ("time-indexed", indexed)):
        for kept, row_lower, row_upper in (
            ("plain", np.where(helpers, -np.inf, problem.row_lower), np.where(helpers, np.inf, problem.row_upper)),
            ("helped", problem.row_lower, problem.row_upper),
        ):
            asked_for = dataclasses.replace(
                problem, upper=upper, integer=whole, row_lower=row_lower, row_upper=row_upper
            )
            for solver, solve in (("HiGHS", highs), ("SCIP", scip)):
                cpu = time.process_time()
                value, bound = solve(asked_for, goal)
                gap = 100 * (value - bound) / max(abs(value), 1e-9)
                spent = time.process_time() - cpu
                print(
                    f"{formulation:13}{kept:8}{solver:6} value {value:12.1f}  bound {bound:12.1f}  "
                    f"gap {gap:6.2f} %  {spent:5.1f} CPU s",
                    flush=True,
                )


def bare(problem: Problem, goal: Objective) -> highspy.Highs:
    """The problem as HiGHS takes it."""
    solver, matrix = highspy.Highs(), problem.matrix
    solver.setOptionValue("output_flag", False)  # noqa: FBT003
    cost = np.zeros(matrix.shape[1])
    np.add.at(cost, goal.columns, goal.weights)
    solver.passModel(
        matrix.shape[1], matrix.shape[0], matrix.nnz, 1, 1, goal.constant, cost, problem.lower, problem.upper,
        problem.row_lower, problem.row_upper, matrix.indptr.astype(np.int32), matrix.indices.astype(np.int32),
        matrix.data, problem.integer.astype(np.int32),
    )  # fmt: skip
    return solver


def highs(problem: Problem, goal: Objective) -> tuple[float, float]:
    """Value and bound that HiGHS reaches."""
    solver = bare(problem, goal)
    for name, value in (("mip_rel_gap", GAP), ("time_limit", SECONDS), ("mip_lp_solver", "ipm")):
        solver.setOptionValue(name, value)
    solver.run()
    info = solver.getInfo()
    return info.objective_function_value, info.mip_dual_bound


def scip(problem: Problem, goal: Objective) -> tuple[float, float]:
    """Value and bound that SCIP reaches; not a number where it cannot be imported."""
    if importlib.util.find_spec("pyscipopt") is None:
        return math.nan, math.nan
    solver = importlib.import_module("pyscipopt").Model()
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/problem.mps"
        bare(problem, goal).writeModel(path)
        solver.hideOutput()
        solver.readProblem(path)
    solver.setParam("limits/gap", GAP)
    solver.setParam("limits/time", SECONDS)
    solver.optimize()
    return (solver.getObjVal() if solver.getNSols() else math.inf), solver.getDualbound()


def counted(nodes: list[int]) -> None:
    """Write down the nodes of every search from now on."""
    plainly = Tree.search

    def search(tree: Tree) -> Found:
        found = plainly(tree)
        nodes.append(found.nodes)
        return found

    Tree.search = search  # type: ignore[method-assign]


def main() -> None:
    """Decide and plan, and print what it came to."""
    calendar = SMALL.calendar if "weekly" in sys.argv else Calendar(weeks=8, months=23)
    older = {"cells", "weekly", "compare"} & {*sys.argv}
    p = with_project(programme(dataclasses.replace(SMALL, calendar=calendar), 1), 1) if older else with_transfers(1)
    found = prepared(p, p.start)
    assert found is not None
    model, problem, _ = found
    print(
        f"{problem.integer.sum()} whole-number columns of {problem.matrix.shape[1]}, {problem.matrix.shape[0]} rows, "
        f"{len(model.shrunk.periods)} periods"
    )
    if "compare" in sys.argv:
        compare(model, problem)
        return
    nodes: list[int] = []
    counted(nodes)
    began, cpu = time.perf_counter(), time.process_time()

    def say(what: str) -> None:
        print(f"  {time.process_time() - cpu:6.1f} CPU s, {sum(nodes):4} nodes so far: {what}", flush=True)

    plan = make_plan(p, say=say)
    print(f"{time.perf_counter() - began:.1f} s, {time.process_time() - cpu:.1f} CPU s; by phase: {plan.seconds}")
    for goal in plan.goals:
        print(f"  {goal.name}: {goal.value:.6g}, bound {goal.bound:.6g}, gap {100 * goal.gap:.2f} %")
    print(
        {s.mode: sum(x.mode == s.mode for x in plan.activities) for s in plan.activities},
        len(plan.investments),
        "investments",
    )


if __name__ == "__main__":
    main()
