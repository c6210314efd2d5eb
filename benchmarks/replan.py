"""What planning again costs after one small change: python benchmarks/replan.py [seed]

The programme of ``transfers.py`` is planned and its plan written to a folder. Then one thing changes, and the changed
programme is planned twice: from nothing, and from the folder (``workshare plan --last``). Printed for each change: CPU
seconds of both and their ratio, side by side in one run, the goals of both, and the value by which each differs from
the plan in the folder.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from transfers import with_transfers

from workshare.files.last import read_last
from workshare.files.plan_folder import write_plan
from workshare.files.plan_json import to_json
from workshare.model.figure import plain
from workshare.model.programme import Programme
from workshare.outcome.last import Last
from workshare.outcome.plan import Plan
from workshare.planner.make import make_plan
from workshare.results.change import change as value_changed


def one_more(p: Programme) -> Programme:
    """One demand asks for one unit more."""
    first = p.demands[0]
    assert first.quantity is not None
    more = dataclasses.replace(first, quantity=plain(first.quantity.value + 1))
    return dataclasses.replace(p, demands=(more, *p.demands[1:]))


def a_week_later(p: Programme) -> Programme:
    """One demand is due a week later."""
    first = p.demands[0]
    later = dataclasses.replace(first, due=first.due + dt.timedelta(days=7))
    return dataclasses.replace(p, demands=(later, *p.demands[1:]))


def a_step_longer(p: Programme) -> Programme:
    """One qualification takes three days longer."""
    long = next(a for a in p.activities if a.id.startswith("qualification"))
    longer = dataclasses.replace(long, days=plain(long.days.value + 3))
    return dataclasses.replace(p, activities=tuple(longer if a is long else a for a in p.activities))


CHANGES: tuple[Callable[[Programme], Programme], ...] = (one_more, a_week_later, a_step_longer)


def planned(p: Programme, last: Last | None = None) -> tuple[Plan, float]:
    """A plan, and the CPU seconds that it took."""
    began = time.process_time()
    return make_plan(p, last=last), time.process_time() - began


def _rounded(plan: Plan) -> dict[str, float]:
    return {phase: round(seconds, 1) for phase, seconds in plan.cpu_seconds.items()}


def main() -> None:
    """Plan, change, plan again, and print what it came to."""
    before = with_transfers(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
    first, spent = planned(before)
    print(f"first plan: {spent:.1f} CPU s")
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "plan"
        write_plan(first, folder, {"plan.json": to_json(first, "0")}, {})
        for change in CHANGES:
            changed = change(before)
            cold, long = planned(changed)
            last = read_last(folder)
            again, short = planned(changed, last)
            print(f"{change.__doc__} cold {long:.1f} CPU s, again {short:.1f} CPU s, ratio {short / long:.2f}")
            print(f"  by phase: {_rounded(cold)}, again {_rounded(again)}")
            moved = value_changed(dataclasses.replace(cold, last=last))
            print(f"  value changed: cold {moved:.0f}, again {value_changed(again):.0f}")
            by_name = {goal.name: goal for goal in again.goals}
            for goal in cold.goals:
                mine = by_name[goal.name]
                print(
                    f"  {goal.name}: cold {goal.value:.6g} (gap {100 * goal.gap:.2f} %), "
                    f"again {mine.value:.6g} (gap {100 * mine.gap:.2f} %)"
                )


if __name__ == "__main__":
    main()
