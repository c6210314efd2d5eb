"""The hours that resources have, by their calendars and by the investments that are made."""

from __future__ import annotations

import datetime as dt

import numpy as np

from workshare.model.calendar import Periods
from workshare.model.network import Resource
from workshare.model.programme import by_id
from workshare.planner.lags import Floats
from workshare.planner.model import Model
from workshare.planner.project import added_hours


def step_hours(resource: Resource, start: dt.date, periods: Periods) -> list[Floats]:
    """The hours that each step of a resource's calendar gives in each period, in order of the steps' dates."""
    bounds = np.asarray(periods.bounds)
    steps = sorted(resource.hours, key=lambda s: s.effective_start or start)
    found = []
    for k, step in enumerate(steps):
        begin = periods.day(step.effective_start or start)
        end = periods.day(step.effective_end) + 1 if step.effective_end else periods.horizon + 1
        if k + 1 < len(steps):
            end = min(end, periods.day(steps[k + 1].effective_start or start))
        days = np.clip(bounds[1:], begin, max(end, begin)) - np.clip(bounds[:-1], begin, max(end, begin))
        found.append(days * step.hours.per_day)
    return found


def hours_available(model: Model, resources: tuple[str, ...]) -> Floats:
    """Hours of each resource in each period, from its calendar of steps and the investments decided."""
    programme, periods = model.programme, model.shrunk.periods
    table = by_id(programme.resources)
    have = np.zeros((len(resources), len(periods)))
    days = np.diff(np.asarray(periods.bounds))
    for n, name in enumerate(resources):
        steps = table[name].hours
        if len(steps) == 1 and not steps[0].effective_start and not steps[0].effective_end:
            have[n] = days * steps[0].hours.per_day  # the usual case, which need not look at dates
            continue
        for hours in step_hours(table[name], programme.start, periods):
            have[n] += hours
    row: dict[str, int] = {name: n for n, name in enumerate(resources)}
    investments = by_id(programme.investments)
    for name, decided in model.schedule.choices.investments.items():
        investment = investments[name]
        for day in decided if investment.resource in row else ():
            have[row[investment.resource]] += added_hours(investment, day + int(investment.days.value), periods)
    return have
