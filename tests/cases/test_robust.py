"""Plans for several futures at once, worked out by hand."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from tests.cases.conftest import Planner, Told, near

from workshare.planner.robust import robust_plan
from workshare.planner.together import Worst

Robust = Callable[..., tuple[Told, Mapping[str, float]]]
OUT = "line-a: {site: works-a, hours: 0 per week}"
LINE = "line-a: {site: works-a, hours: 40 per week}"


def runs(told: Told) -> Mapping[str, float]:
    """All runs of each operation."""
    totals: dict[str, float] = {}
    for row in told.plan.production:
        totals[row.operation] = totals.get(row.operation, 0.0) + row.runs
    return totals


@pytest.fixture
def robust(plan: Planner) -> Robust:
    """Plans a case for itself with some of its words changed, one set of changes for each future."""

    def planned(
        changes: Mapping[str, str], *futures: Mapping[str, str], worst: Worst | None = None
    ) -> tuple[Told, Any]:
        programmes = [plan({**changes, **future}).plan.programme for future in futures]
        found = robust_plan(plan(changes).plan.programme, programmes, worst=worst)
        return Told(found.plan), {goal.name: near(goal.value) for goal in found.over}

    return planned


def test_second_site_for_an_outage(plan: Planner, robust: Robust) -> None:
    """What could be made more cheaply at a fragile site is booked at a second one too.

    Eight pumps are due on the 28th, in four weeks of 40 hours, 10 to a pump: works A makes them for nothing, works B
    for 5 each. Planned as it stands, A makes all. In one of four futures A stands still: unless the plan has eight
    pumps at B too, 8 · 28 unit-days are late there, to the horizon's end; with them nothing is late in any future.
    In the other three A makes them; so over the futures the cost is 40 / 4.

        start: 2024-01-01
        until: 2024-02-25
        calendar: {weeks: 8}
        sites: {works-a: {country: UA}, works-b: {country: PL}, hub: {country: UA}}
        items: {pump: {}}
        resources:
          line-a: {site: works-a, hours: 40 per week}
          line-b: {site: works-b, hours: 40 per week}
        operations:
          build-a: {site: works-a, makes: {pump: 1}, time: {line-a: 10 h}, lead_time: 0 days}
          build-b: {site: works-b, makes: {pump: 1}, time: {line-b: 10 h}, lead_time: 0 days, cost: 5}
        lanes:
          road: {origin: [works-a, works-b], destination: hub, lead_time: 0 days}
        demands:
          orders: {item: pump, site: hub, quantity: 8, due: 2024-01-28}
    """
    assert runs(plan()) == {"build-a": near(8)}
    told, over = robust({}, {}, {}, {}, {LINE: OUT})
    assert runs(told) == {"build-a": near(8), "build-b": near(8)}
    assert over["late, priority 1"] == 0
    assert over["cost"] == 10
    assert told.goals["late, priority 1"] == 0
    assert told.goals["cost"] == 40


def test_the_worst_share_is_weighed(robust: Robust) -> None:
    """Mean and worst share, by hand, where nothing can be done.

    Two pumps are due on the 7th and A, the only works, stands still in one of four futures: they are late to the
    horizon's end, the 28th, so 2 · 21 unit-days in it and none in the others. The mean is 10.5; the worst quarter is
    that future alone, 42; the worst half is 21.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works-a: {country: UA}}
        items: {pump: {}}
        resources:
          line-a: {site: works-a, hours: 40 per week}
        operations:
          build-a: {site: works-a, makes: {pump: 1}, time: {line-a: 10 h}, lead_time: 0 days}
        demands:
          orders: {item: pump, site: works-a, quantity: 2, due: 2024-01-07}
    """
    futures: tuple[Mapping[str, str], ...] = ({}, {}, {}, {LINE: OUT})
    for share, weight, value in ((0.25, 1.0, 52.5), (0.5, 1.0, 31.5), (0.1, 0.5, 31.5), (0.25, 0.0, 10.5)):
        _, over = robust({}, *futures, worst=Worst(share=share, weight=weight))
        assert over["late, priority 1"] == value


def test_nothing_runs_ahead_of_the_plan(robust: Robust) -> None:
    """A future with more hours than planned makes no more than the plan has.

    The plan makes 4 pumps a week; a future with twice the hours could make all 8 in the first, but follows the plan:
    4 are a week late in it too.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works-a: {country: UA}}
        items: {pump: {}}
        resources:
          line-a: {site: works-a, hours: 40 per week}
        operations:
          build-a: {site: works-a, makes: {pump: 1}, time: {line-a: 10 h}, lead_time: 0 days}
        demands:
          orders: {item: pump, site: works-a, quantity: 8, due: 2024-01-07}
    """
    _, over = robust({}, {LINE: LINE.replace("40", "80")}, worst=Worst(weight=0))
    assert over["late, priority 1"] == 28


def test_an_investment_for_all_futures(plan: Planner, robust: Robust) -> None:
    """An investment that the plan alone would not make is made for the futures, once for all.

    Four pumps are due on the 28th; works A can make them in time. In one of two futures it stands still; B has a line
    only if one is bought for 100, ready after 7 days. Planned alone nothing is bought.

        start: 2024-01-01
        until: 2024-02-25
        calendar: {weeks: 8}
        sites: {works-a: {country: UA}, works-b: {country: UA}}
        items: {pump: {}}
        resources:
          line-a: {site: works-a, hours: 40 per week}
          line-b: {site: works-b, hours: 0 per week}
        operations:
          build-a: {site: works-a, makes: {pump: 1}, time: {line-a: 10 h}, lead_time: 0 days}
          build-b: {site: works-b, makes: {pump: 1}, time: {line-b: 10 h}, lead_time: 0 days}
        investments:
          second: {resource: line-b, hours: 40 per week, days: 7, cost: 100}
        lanes:
          road: {origin: works-b, destination: works-a, lead_time: 0 days}
        demands:
          orders: {item: pump, site: works-a, quantity: 4, due: 2024-01-28}
    """
    assert plan().investments == {}
    told, over = robust({}, {}, {LINE: OUT})
    assert list(told.investments) == ["second"]
    assert over["late, priority 1"] == 0
    assert runs(told)["build-b"] == near(4)
