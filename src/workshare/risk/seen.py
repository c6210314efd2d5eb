"""What the planner makes of a future so far: outages under way, and steps that will never be done."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from workshare.model.calendar import Periods
from workshare.model.figure import plain
from workshare.model.hazards import HazardKind
from workshare.model.network import Resource
from workshare.model.programme import Programme, by_id, days_from
from workshare.model.project import Activity
from workshare.outcome.plan import Plan
from workshare.planner.hours import step_hours
from workshare.risk.chances import Chance, Effect
from workshare.risk.dice import BLOCK
from workshare.risk.futures import cut_hours
from workshare.risk.known import Carried
from workshare.risk.limits import RESOURCES, SITES
from workshare.risk.lines import Execution, Source
from workshare.risk.sampling import Study


def as_seen(programme: Programme, c: Carried) -> Programme:
    """The programme as its planner takes it to be on the day, beyond what is known.

    An outage under way is planned to last for its usual length from now on. A step that may never be done is taken to
    be lost once it has been under way for longer than its range allows.
    """
    activities = tuple(_lost(a, programme, c) for a in programme.activities)
    return replace(programme, activities=activities, resources=_without_outages(programme, c))


def _lost(a: Activity, programme: Programme, c: Carried) -> Activity:
    if a.done is not None or a.started is None or not (a.never and a.never.value > 0):
        return a
    longest = a.days.value if a.days.high is None else a.days.high
    if c.day - days_from(programme.start, a.started, 0) <= longest:
        return a
    return replace(a, days=plain(float(days_from(programme.start, programme.until, 0) + 1)))


def _without_outages(programme: Programme, c: Carried) -> tuple[Resource, ...]:
    """The resources without the hours that outages under way are planned to take."""
    down = _down(c)
    rows = []
    for row in programme.resources:
        found = [down[key] for key in ((RESOURCES, str(row.id)), (SITES, str(row.site))) if key in down]
        for days, share in found:
            horizon = days_from(programme.start, programme.until, 0) + 1
            bounds = sorted({0, c.day, min(c.day + days, horizon), horizon})
            runs = np.array([share if begin == c.day else 1.0 for begin in bounds[:-1]])
            row = replace(row, hours=cut_hours(row, programme, Periods(programme.start, tuple(bounds)), runs))  # noqa: PLW2901
        rows.append(row)
    return tuple(rows)


def _down(c: Carried) -> dict[tuple[str, str], tuple[int, float]]:
    """What is down on the day, by table and id: for how long an outage there usually lasts, and the share that runs."""
    if not c.made.stops or c.day > c.made.periods.horizon:
        return {}
    made = replace(c.made, periods=c.made.periods.cut([c.day, c.day + 1]))
    chances = tuple(chance for chance in c.study.chances if chance.effect is Effect.RUNS)
    study = Study(made=made, chances=chances, causes=c.study.causes, seed=c.study.seed)
    runs = study.draws(c.number // BLOCK).runs[:, made.periods.counted_by(c.day), c.number % BLOCK]
    found = {}
    for n, stop in enumerate(made.stops):
        lengths = [
            h.length.value
            for h in c.plan.programme.hazards
            if h.kind is HazardKind.OUTAGE and h.length and stop in h.targets
        ]
        if float(runs[n]) < 1 and lengths:
            found[stop] = max(1, round(max(lengths))), float(runs[n])
    return found


def with_true_hours(made: Execution, truth: Programme, plan: Plan) -> Execution:
    """An execution with the hours that resources truly have, where the plan took them to be others."""
    other = _other_hours(truth, plan.programme)
    sources: list[Source] = []
    seen = set()
    for source in made.sources:
        table, name, _ = source.of
        if table != RESOURCES or name not in other:
            sources.append(source)
        elif name not in seen:
            seen.add(name)
            steps = step_hours(other[name], truth.start, made.periods)
            sources += [
                Source(source.limit, hours, (RESOURCES, name, k), source.stops) for k, hours in enumerate(steps)
            ]
    return replace(made, sources=tuple(sources))


def as_true(chance: Chance, truth: Programme, plan: Plan) -> Chance:
    """A chance with the true figure as its base where the plan took a resource's hours to be others."""
    table, name = chance.group
    changed = table == RESOURCES and chance.effect is Effect.SUPPLY and name in _other_hours(truth, plan.programme)
    return replace(chance, base=chance.size.mode) if changed else chance


def _other_hours(truth: Programme, planned: Programme) -> dict[str, Resource]:
    known = by_id(planned.resources)
    return {str(r.id): r for r in truth.resources if known[r.id].hours != r.hours}
