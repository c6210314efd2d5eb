"""How fast the odds are: CPU seconds for 10,000 scenarios, and against the same policy written in SimPy.

Run: python benchmarks/odds.py. Compilation is kept out of the timings; planning too.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import simpy
from programmes import SMALL, programme

from workshare.files.folder import load
from workshare.model.figure import Figure, plain
from workshare.model.hazards import Hazard, HazardKind
from workshare.model.programme import Programme
from workshare.outcome.plan import Plan
from workshare.planner.make import make_plan
from workshare.risk.jobs import Job, Work
from workshare.risk.odds import draw_sample, work_of
from workshare.risk.oracle import _State
from workshare.units import Per
from workshare.work import each

SCENARIOS = 10_000
BY_SIMPY = 3


def risky(made: Programme) -> Programme:
    """A benchmark programme with ranges on all lead times and durations, and outages at two plants."""

    def spread(row: Any) -> Any:
        figure = row.lead_time
        return replace(row, lead_time=Figure(value=figure.value, low=figure.value // 2, high=figure.value * 2 + 1))

    return replace(
        made,
        operations=tuple(map(spread, made.operations)),
        lanes=tuple(map(spread, made.lanes)),
        activities=tuple(replace(a, days=Figure(value=45.0, low=30.0, high=90.0)) for a in made.activities),
        hazards=(
            Hazard(
                id="power", kind=HazardKind.OUTAGE, sites=("plant-0", "plant-1"), rate=plain(3, Per.YEAR),
                length=plain(10), months=(11, 12, 1, 2),
            ),
        ),
    )  # fmt: skip


def by_simpy(work: Work, scenarios: int) -> float:
    """CPU seconds per scenario of the same policy as processes of SimPy: a line each, which wait for their turn."""
    made, draws = work.study.made, work.study.draws(0)
    begin = time.process_time()
    for s in range(scenarios):
        env, state = simpy.Environment(), _State(made, draws, s)
        turns = [env.event() for _ in made.lines]

        def line(n: int, env: Any = env, state: _State = state, turns: list[Any] = turns) -> Any:
            while True:
                p = yield turns[n]
                turns[n] = env.event()
                state.line(n, p)

        def clock(env: Any = env, state: _State = state, turns: list[Any] = turns) -> Any:
            for p in range(len(made.periods)):
                state.begin(p)
                for _ in range(made.passes[p]):
                    for n in made.order[p]:
                        turns[n].succeed(p)
                        yield env.timeout(0)
                yield env.timeout(1)

        for n in range(len(made.lines)):
            env.process(line(n))
        env.process(clock())
        env.run()
    return (time.process_time() - begin) / scenarios


def measure(name: str, plan: Plan) -> None:
    """Print what one plan's odds cost."""
    begin = time.process_time()
    work = work_of(plan, 1)
    built = time.process_time() - begin
    work.do(Job(0))  # compiles, or loads what was compiled before
    begin = time.process_time()
    draw_sample(work, SCENARIOS, each(work.do), lambda _count, _shares: None)
    taken = time.process_time() - begin
    ratio = by_simpy(work, BY_SIMPY) / (taken / SCENARIOS)
    lines, periods = len(work.study.made.lines), len(plan.periods)
    print(
        f"{name}: {lines} lines, {periods} periods, {len(work.study.chances)} chances; built in {built:.2f} s; "
        f"{SCENARIOS} scenarios in {taken:.1f} CPU s; SimPy takes {ratio:.0f} times as long for each"
    )


def main() -> None:
    """Measure the bundled case and a programme of 60 items over 104 weeks."""
    case = load(Path(__file__).parents[1] / "programmes" / "ukraine-us-2023")
    measure("ukraine-us-2023", make_plan(case, outlook=False))
    large = risky(programme(SMALL, 1))
    measure("60 items x 104 weeks", make_plan(large, outlook=False))


if __name__ == "__main__":
    main()
