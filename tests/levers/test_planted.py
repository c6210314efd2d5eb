"""Causes planted in small programmes: each is named first, and is the only one that puts things right alone.

In every case what is planted stands among things that are tight as well, or nearly so.
"""

from tests.levers.conftest import Reader

from workshare.levers.changes import ChangeKind
from workshare.levers.why import why
from workshare.model.programme import Programme
from workshare.outcome.rows import Verdict
from workshare.planner.make import make_plan


def names(programme: Programme, kind: ChangeKind, planted: str, name: str = "orders") -> None:
    """The planted cause comes first, it alone restores, and a full plan without it says so too."""
    answer = why(programme, name, most=1000)
    assert answer.position.verdict is not Verdict.KEPT
    assert (answer.causes[0].change.kind, answer.causes[0].change.id) == (kind, planted)
    assert [c.change.id for c in answer.causes if c.restores] == [planted]
    restored = make_plan(answer.causes[0].change.apply(programme))
    assert all(d.late + d.short < 1e-6 for d in restored.demands if d.id == name)
    for cause in answer.causes[1:]:
        changed = make_plan(cause.change.apply(programme))
        assert any(d.late + d.short > 1e-6 for d in changed.demands if d.id == name)


def test_gate(programme: Reader) -> None:
    """Two steps of six weeks run side by side before a gate; either alone would still hold it.

    start: 2024-01-01
    until: 2024-03-31
    calendar: {weeks: 13}
    sites: {works: {country: UA}}
    items: {pump: {}}
    resources: {line: {site: works, hours: 40 per week}}
    operations:
      build: {site: works, makes: {pump: 1}, time: {line: 4 h}, lead_time: 7 days, needs: released}
    activities: {drawings: {days: 42}, tooling: {days: 42}}
    gates: {released: {needs: [drawings, tooling]}}
    demands: {orders: {item: pump, site: works, quantity: 5, due: 2024-01-28}}
    """
    names(programme(), ChangeKind.NO_GATE, "released")


def test_licence_cap(programme: Reader) -> None:
    """A licence for ten pumps, where twenty are asked for and hours are there for sixty.

    start: 2024-01-01
    until: 2024-02-25
    calendar: {weeks: 8}
    sites: {works: {country: UA}}
    items: {pump: {}}
    resources: {line: {site: works, hours: 40 per week}}
    operations:
      build: {site: works, makes: {pump: 1}, time: {line: 4 h}, lead_time: 7 days, needs: released}
    activities: {agreement: {days: 7}}
    gates: {released: {needs: agreement}}
    licences: {permit: {gates: released, parties: UA, quantity: 10, effective_end: 2024-02-18}}
    demands: {orders: {item: pump, site: works, quantity: 20, due: 2024-02-11}}
    """
    names(programme(), ChangeKind.NO_LICENCE_CAP, "permit")


def test_licence_expiry(programme: Reader) -> None:
    """A licence of four weeks, in which a press and a bench get twenty pumps done each; forty are asked for.

    start: 2024-01-01
    until: 2024-03-31
    calendar: {weeks: 13}
    sites: {works: {country: UA}}
    items: {body: {}, pump: {}}
    resources: {press: {site: works, hours: 5 per week}, bench: {site: works, hours: 5 per week}}
    operations:
      build: {site: works, makes: {body: 1}, time: {press: 1 h}, lead_time: 0 days, needs: released}
      test: {site: works, makes: {pump: 1}, uses: {body: 1}, time: {bench: 1 h}, lead_time: 0 days, needs: released}
    gates: {released: {}}
    licences: {permit: {gates: released, parties: UA, quantity: 90, effective_end: 2024-01-28}}
    demands: {orders: {item: pump, site: works, quantity: 40, due: 2024-03-10}}
    """
    names(programme(), ChangeKind.NO_LICENCE_END, "permit")


def test_resource(programme: Reader) -> None:
    """A line for five pumps a week, with parts for eight; thirty are asked for in four weeks.

    start: 2024-01-01
    until: 2024-03-31
    calendar: {weeks: 13}
    sites: {works: {country: UA}}
    items: {part: {}, pump: {}}
    resources: {line: {site: works, hours: 40 per week}, bench: {site: works, hours: 40 per week}}
    operations:
      build:
        site: works
        makes: {pump: 1}
        uses: {part: 1}
        time: {line: 8 h, bench: 5 h}
        lead_time: 0 days
    supplies: {parts: {item: part, site: works, quantity: 8 per week}}
    demands: {orders: {item: pump, site: works, quantity: 30, due: 2024-01-28}}
    """
    names(programme(), ChangeKind.NO_RESOURCE_LIMIT, "line")


def test_supply(programme: Reader) -> None:
    """Parts for five pumps a week, with hours for eight; thirty are asked for in four weeks.

    start: 2024-01-01
    until: 2024-03-31
    calendar: {weeks: 13}
    sites: {works: {country: UA}}
    items: {part: {}, pump: {}}
    resources: {line: {site: works, hours: 40 per week}}
    operations:
      build: {site: works, makes: {pump: 1}, uses: {part: 1}, time: {line: 5 h}, lead_time: 0 days}
    supplies: {parts: {item: part, site: works, quantity: 5 per week}}
    demands: {orders: {item: pump, site: works, quantity: 30, due: 2024-01-28}}
    """
    names(programme(), ChangeKind.NO_SUPPLY_LIMIT, "parts")


def test_fund(programme: Reader) -> None:
    """Money for ten pumps, where twenty are asked for; the other fund may pay for transport alone.

    start: 2024-01-01
    until: 2024-03-31
    calendar: {weeks: 13}
    sites: {works: {country: UA}, hub: {country: UA, kind: customer}}
    items: {pump: {}}
    resources: {line: {site: works, hours: 40 per week}}
    operations:
      build: {site: works, makes: {pump: 1}, time: {line: 5 h}, lead_time: 7 days, cost: 10}
    lanes: {road: {origin: works, destination: hub, lead_time: 1 day, limit: 9 per week, cost: 1}}
    funds:
      grant: {amount: 100, pays_for: {operations: build}}
      freight: {amount: 20, pays_for: {lanes: road}}
    demands: {orders: {item: pump, site: hub, quantity: 20, due: 2024-02-25}}
    """
    names(programme(), ChangeKind.NO_FUND_LIMIT, "grant")


def test_rule(programme: Reader) -> None:
    """Castings come by way of a country that they may not cross.

    start: 2024-01-01
    until: 2024-03-31
    calendar: {weeks: 13}
    sites: {mine: {country: UA}, port: {country: PL}, works: {country: UA}}
    items: {casting: {}, pump: {}}
    resources: {line: {site: works, hours: 40 per week}}
    supplies: {castings: {item: casting, site: mine, quantity: 9 per week}}
    lanes:
      sea: {origin: mine, destination: port, items: casting, lead_time: 2 days, limit: 9 per week}
      rail: {origin: port, destination: works, items: casting, lead_time: 2 days, limit: 9 per week}
    operations:
      build: {site: works, makes: {pump: 1}, uses: {casting: 1}, time: {line: 5 h}, lead_time: 7 days}
    rules: {not-through: {kind: no-transfer, item: casting, country: PL}}
    demands: {orders: {item: pump, site: works, quantity: 20, due: 2024-02-25}}
    """
    names(programme(), ChangeKind.NO_RULE, "not-through")


def test_lane(programme: Reader) -> None:
    """A lane for five pumps a week, with hours for eight; thirty are asked for in four weeks.

    start: 2024-01-01
    until: 2024-03-31
    calendar: {weeks: 13}
    sites: {works: {country: UA}, hub: {country: UA, kind: customer}}
    items: {part: {}, pump: {}}
    resources: {line: {site: works, hours: 40 per week}}
    operations:
      build: {site: works, makes: {pump: 1}, uses: {part: 1}, time: {line: 5 h}, lead_time: 0 days}
    supplies: {parts: {item: part, site: works, quantity: 9 per week}}
    lanes: {road: {origin: works, destination: hub, lead_time: 0 days, limit: 5 per week}}
    demands: {orders: {item: pump, site: hub, quantity: 30, due: 2024-01-28}}
    """
    names(programme(), ChangeKind.NO_LANE_LIMIT, "road")


def test_lot(programme: Reader) -> None:
    """Lots of twenty at least, where a press and a bench get ten done a week each; ten are asked for.

    start: 2024-01-01
    until: 2024-03-31
    calendar: {weeks: 13}
    sites: {works: {country: UA}}
    items: {pump: {}}
    resources: {press: {site: works, hours: 10 per week}, bench: {site: works, hours: 10 per week}}
    operations:
      build: {site: works, makes: {pump: 1}, time: {press: 1 h, bench: 1 h}, lead_time: 0 days, size_minimum: 20}
    demands: {orders: {item: pump, site: works, quantity: 10, due: 2024-01-28}}
    """
    names(programme(), ChangeKind.NO_LOT, "build")
