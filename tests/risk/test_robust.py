"""Plans for many futures: how the futures are drawn, and that such a plan stands up to those it never saw."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from workshare.files.folder import load
from workshare.model.calendar import periods
from workshare.model.programme import Programme
from workshare.planner.make import make_plan
from workshare.planner.robust import robust_plan
from workshare.risk.futures import futures
from workshare.risk.weigh import weigh

FRAGILE = """\
format: 1
programme: A fragile works
start: 2024-01-01
until: 2024-09-29
calendar: {weeks: 39}
partners: {UA: {name: Ukraine}, PL: {name: Poland}}
sites: {works-a: {country: UA}, works-b: {country: PL}, hub: {country: UA, kind: customer}}
items: {pump: {}}
resources:
  line-a: {site: works-a, hours: 40 per week}
  line-b: {site: works-b, hours: 40 per week}
operations:
  build-a: {site: works-a, makes: {pump: 1}, time: {line-a: 10 h}, lead_time: 0 days}
  build-b: {site: works-b, makes: {pump: 1}, time: {line-b: 10 h}, lead_time: 0 days, cost: 5}
lanes:
  road: {origin: [works-a, works-b], destination: hub, lead_time: 2 days}
demands:
  first: {item: pump, site: hub, quantity: 30, due: 2024-03-03}
  second: {item: pump, site: hub, quantity: 30, due: 2024-05-26}
  third: {item: pump, site: hub, quantity: 50, due: 2024-08-25}
commitments:
  word: {by: Minister, says: all by the end of August, due: 2024-08-31, measure: {delivered: pump, quantity: 110}}
hazards:
  outages: {kind: outage, sites: [works-a], rate: 0.4 per month, length: {low: 14 days, mode: 42 days, high: 90 days}}
"""
START = dt.date(2024, 1, 1)


@pytest.fixture
def fragile(tmp_path: Path) -> Programme:
    """Two works, of which the cheap one stands still for weeks, again and again."""
    return written(tmp_path, {})


def written(folder: Path, changes: Mapping[str, str]) -> Programme:
    """The fragile programme with some of its words changed."""
    text = FRAGILE
    for old, new in changes.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (folder / "programme.yaml").write_text(text, encoding="utf-8")
    return load(folder)


def hours(programme: Programme, resource: str) -> float:
    """All hours of a resource over the horizon."""
    calendar = periods(programme.start, programme.until, programme.calendar)
    days = 0.0
    for row in programme.resources:
        for step in row.hours if row.id == resource else ():
            first = calendar.day(step.effective_start or programme.start)
            last = calendar.day(step.effective_end or programme.until)
            days += (last - first + 1) * step.hours.per_day
    return days


def test_the_same_seed_gives_the_same_futures(fragile: Programme) -> None:
    """And of more futures the first are the same."""
    assert futures(fragile, START, 3, 7) == futures(fragile, START, 5, 7)[:3]
    assert futures(fragile, START, 3, 7) != futures(fragile, START, 3, 8)


def test_outages_take_their_share_of_hours(fragile: Programme) -> None:
    """The fragile line keeps the share of time that an alternating process is up; the other keeps all.

    Outages begin at 0.4 a month on any day and last 45.3 days in the mean (PERT of 14, 42, 90); those that overlap
    count once, so that it is up with exp(-rate · length) of the time in the long run, and more at the start:
    0.4 / 30.4 · 45.3 = 0.596, exp(-0.596) = 0.55. From the start on, the mean over 273 days is higher.
    """
    drawn = futures(fragile, START, 200, 1)
    whole = hours(fragile, "line-a")
    assert whole == pytest.approx(39 * 40)
    assert all(hours(f, "line-b") == pytest.approx(whole) for f in drawn)
    up = np.mean([hours(f, "line-a") / whole for f in drawn])
    assert 0.55 < up < 0.65


def test_figures_delays_and_what_never_comes(tmp_path: Path) -> None:
    """Ranges are drawn inside their ends, days are whole, and what is never done lasts beyond the horizon."""
    programme = written(
        tmp_path,
        {
            "demands:": "activities:\n  vote: {days: {low: 5, mode: 10, high: 30}, never: 0.5}\ndemands:",
            "lead_time: 2 days": "lead_time: {low: 1 day, mode: 2 days, high: 9 days}",
        },
    )
    drawn = futures(programme, START, 100, 1)
    days = [f.activities[0].days.value for f in drawn]
    beyond = [d for d in days if d > 30]
    assert 30 < len(beyond) < 70
    assert set(beyond) == {273}
    assert all(d >= 5 and d == round(d) for d in days)
    leads = {f.lanes[0].lead_time.value for f in drawn}
    assert leads <= set(range(1, 10))
    assert len(leads) > 3


def test_the_robust_plan_stands_where_the_plain_one_falls(fragile: Programme) -> None:
    """On scenarios that neither was made for, the worst tenth is better by weeks; and it says what that costs.

    The plain plan leaves to the fragile works what it can make for nothing; the robust one books the other as well.
    """
    plain = make_plan(fragile, outlook=False)
    found = robust_plan(fragile, futures(fragile, START, 12, 1))
    weighed = weigh(plain, found, 12, 2, 1000)
    [row] = weighed.rows
    assert row.robust.worst < row.plain.worst / 4
    assert row.robust.p_kept > row.plain.p_kept + 0.1
    assert weighed.robust_cost > weighed.plain_cost


def test_without_hazards_the_robust_plan_is_the_plain_one(tmp_path: Path) -> None:
    """Nothing to guard against costs nothing."""
    outages = FRAGILE[FRAGILE.index("hazards:") :]
    programme = written(tmp_path, {outages: ""})
    plain, found = make_plan(programme, outlook=False), robust_plan(programme, futures(programme, START, 3, 1))
    weighed = weigh(plain, found, 3, 2, 256)
    assert weighed.robust_cost == pytest.approx(weighed.plain_cost)
    assert weighed.rows[0].robust == weighed.rows[0].plain
