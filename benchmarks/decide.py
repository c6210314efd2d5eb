"""What deciding a project costs: python benchmarks/decide.py [weekly]

The small programme of ``programmes.py`` (60 items, 104 weeks; telescoped to 26 weeks and months unless ``weekly``) with
a transfer project whose dates are decisions: every plant's line is licensed, supplied with data, tooled and qualified,
in normal or crash mode, for money that comes in four tranches; and every cell may be enlarged. Printed: the number of
whole-number columns, each goal with its value, bound and gap, and the seconds of deciding and of planning.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
import sys
import time

from programmes import SMALL, START, programme

from workshare.model import ids
from workshare.model.calendar import Calendar
from workshare.model.figure import plain
from workshare.model.money import Fund, PaysFor
from workshare.model.network import Operation
from workshare.model.programme import Programme
from workshare.model.project import Activity, Gate, Investment, Mode, Ramp
from workshare.planner.decide import prepared
from workshare.planner.lp import Settings
from workshare.planner.make import make_plan
from workshare.units import Per

GAP = 0.01


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
            crash = {ids.ModeId("crash"): Mode(days=plain(long * 2 // 3), cost=plain(1.6 * price))} if cost > 5 else {}
            activities.append(
                Activity(id=name, days=plain(long), cost=plain(price) if cost else None, modes=crash, after=before)  # type: ignore[arg-type]
            )
            before = (name,)
    gates = tuple(Gate(id=ids.GateId(f"line-{s}"), needs=(ids.ActivityId(f"qualification-{s}"),)) for s in plants)
    line = {s: ids.GateId(f"line-{s}") for s in plants}
    operations = tuple(
        dataclasses.replace(o, needs=(line[o.site],)) if o.id.startswith("make product") else o for o in p.operations
    )
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
    second = item in seen and len(seen) % 2 == 0
    seen.add(item)
    return dataclasses.replace(o, needs=(line[o.site],) if second else ())


def main() -> None:
    """Decide and plan, and print what it came to."""
    calendar = SMALL.calendar if "weekly" in sys.argv else Calendar(weeks=26, months=18)
    p = with_project(programme(dataclasses.replace(SMALL, calendar=calendar), 1), 1)
    settings = Settings(gap=GAP, tie_gap=GAP)
    found = prepared(p, p.start)
    assert found is not None
    _, problem, _ = found
    print(f"{problem.integer.sum()} whole-number columns of {problem.matrix.shape[1]}, {problem.matrix.shape[0]} rows")
    began, cpu = time.perf_counter(), time.process_time()
    say = lambda what: print(f"  {time.perf_counter() - began:6.1f} s  {what}", flush=True)  # noqa: E731
    plan = make_plan(p, settings=settings, say=say)
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
