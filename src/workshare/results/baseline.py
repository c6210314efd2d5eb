"""The last plan beside this one: what each partner makes and supplies, quarter by quarter."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from workshare.model.programme import Programme
from workshare.outcome.costs import Forecast
from workshare.outcome.last import Way, change_value, last_plan
from workshare.outcome.plan import Plan
from workshare.outcome.table import Table
from workshare.outcome.terms import Purpose

MONTHS = 3
DAY = dt.timedelta(days=1)


def forecasts(plan: Plan) -> Table[Forecast]:
    """The value, at standard costs, of what each country makes and supplies by quarter, in the last plan and in this.

    Both count from the plan's day to the horizon; a run counts with its outputs where it stands, a purchase where it
    comes from. Nothing where there is no last plan.
    """
    if plan.last is None:
        return Table(Forecast)
    countries, end = _countries(plan.programme), plan.periods.date(plan.periods.horizon)
    now = last_plan(plan.production, plan.purchases, (), (), ())
    found: dict[tuple[str, dt.date], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for n, amounts in enumerate((plan.last.amounts, now.amounts)):
        for way, by_date in amounts.items():
            if way in countries:
                value = change_value(plan.programme, way)
                for date, amount in by_date.items():
                    if plan.as_of <= date <= end:
                        found[countries[way], quarter_end(date)][n] += amount * value
    rows = [Forecast(country=c, date=d, baseline=a, current=b) for (c, d), (a, b) in sorted(found.items())]
    return Table(Forecast, rows)


def _countries(programme: Programme) -> dict[Way, str]:
    """Where everything is made that the programme knows, and where what is bought comes from."""
    site = {s.id: str(s.country) for s in programme.sites}
    found = {Way(Purpose.OPERATION, o.id): site[o.site] for o in programme.operations}
    return found | {Way(Purpose.SUPPLY, s.id): str(s.country or site[s.site]) for s in programme.supplies}


def quarter_end(day: dt.date) -> dt.date:
    """The last day of a day's calendar quarter."""
    month = (day.month - 1) // MONTHS * MONTHS + MONTHS + 1
    return dt.date(day.year + month // 13, month % 12, 1) - DAY
