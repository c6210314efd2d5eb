"""What a study of chance says of things that nobody promised: the forecasts that a look back scores."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workshare.model import ids
from workshare.model.calendar import Periods
from workshare.model.figure import Text
from workshare.model.programme import Programme
from workshare.model.promises import Commitment, Measure
from workshare.outcome.happened import Outcome
from workshare.planner.lags import Floats
from workshare.risk.dice import BLOCK
from workshare.risk.draws import Days
from workshare.risk.jobs import Done, Job, Work
from workshare.work import Doer

Thing = tuple[str, str]
"""An item and a site ("": all sites), or an activity and ""."""


def things(happened: Sequence[Outcome]) -> tuple[Thing, ...]:
    """Everything that rows of what happened are about, each once."""
    return tuple(dict.fromkeys((row.item, row.site) for row in happened))


def watched(programme: Programme, about: Sequence[Thing]) -> tuple[Commitment, ...]:
    """A goal for each thing, so that a study looks at it; nobody promised it."""
    activities = {str(a.id) for a in programme.activities}
    found = []
    for n, (item, site) in enumerate(about):
        at = (ids.SiteId(site),) if site else ()
        done = Measure(done=ids.ActivityId(item))
        measure = done if item in activities else Measure(delivered=ids.ItemId(item), at=at)
        name = ids.CommitmentId(f"{WATCHED}{n}")
        found.append(Commitment(id=name, by="", says=Text(en=item), due=programme.until, measure=measure))
    return tuple(found)


WATCHED = "watched "


@dataclass(frozen=True, slots=True)
class Scenarios:
    """All scenarios of a study, for some things and for its commitments: it is a Forecast."""

    periods: Periods
    goals: tuple[str, ...]
    about: tuple[Thing, ...]
    due: tuple[int, ...]
    day: Days
    """[goal, scenario] the day on which it is met."""
    counted: Floats
    """[goal, period, scenario] what counts by the end of each period."""

    def delivered(self, item: str, site: str, by: dt.date) -> Floats:
        """How much was handed over by the end of a day; what a period brings is spread evenly over its days."""
        rows, day = self.counted[self._number(item, site)], self.periods.day(by)
        p = self.periods.counted_by(min(max(day, 0), self.periods.horizon))
        first, last = self.periods.first(p), self.periods.last(p)
        before = rows[p - 1] if p else np.zeros(rows.shape[1])
        return np.asarray(before + (rows[p] - before) * (day - first + 1) / (last - first + 1))

    def done(self, activity: str) -> Floats:
        """On which day, counted from the start, an activity was done; infinite where not within the plan."""
        days = self.day[self._number(activity, "")].astype(float)
        return np.where(days > self.periods.horizon, np.inf, days)

    def p_kept(self, commitment: str) -> float:
        """The share of scenarios in which a commitment is kept."""
        n = self.goals.index(commitment)
        return float((self.day[n] <= self.due[n]).mean())

    def _number(self, item: str, site: str) -> int:
        return self.goals.index(f"{WATCHED}{self.about.index((item, site))}")


def scenarios(work: Work, about: Sequence[Thing], count: int, do: Doer[Job, Done]) -> Scenarios:
    """Run so many scenarios of a study whose watched goals are these things."""
    made = work.study.made
    done = list(do([Job(block, fan=True) for block in range(math.ceil(count / BLOCK))]))
    counted = [found.counted for found in done if found.counted is not None]
    return Scenarios(
        periods=made.periods,
        goals=tuple(goal.id for goal in made.goals),
        about=tuple(about),
        due=tuple(goal.due for goal in made.goals),
        day=np.concatenate([found.day for found in done], axis=1)[:, :count],
        counted=np.concatenate(counted, axis=2)[:, :, :count],
    )
