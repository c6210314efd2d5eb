"""Pegging: what goes into a demand, and whom it would hurt if something stopped, followed by hand."""

import pytest
from tests.levers.conftest import Reader

from workshare.levers.pegging import feeds, hurt
from workshare.levers.upstream import subject_of
from workshare.planner.make import make_plan


def test_oldest_first(programme: Reader) -> None:
    """The older order takes what lies in stock, the later one what is made; bolts go four to a pump.

    Three pumps lie at the hub: the first order takes them. Five more are made at the works, of four bolts each, and
    shipped; the bolts are twelve from stock, the oldest, and eight bought.

        start: 2024-01-01
        until: 2024-02-25
        calendar: {weeks: 8}
        sites: {works: {country: PL}, hub: {country: UA, kind: customer}}
        items: {bolt: {}, pump: {}}
        stock:
          - {item: pump, site: hub, quantity: 3}
          - {item: bolt, site: works, quantity: 12}
        operations:
          build: {site: works, makes: {pump: 1}, uses: {bolt: 4}, lead_time: 7 days}
        supplies: {bolts: {item: bolt, site: works, quantity: 8 per week, price: 1}}
        lanes: {road: {origin: works, destination: hub, items: pump, lead_time: 0 days}}
        demands:
          first: {item: pump, site: hub, quantity: 3, due: 2024-01-14}
          second: {item: pump, site: hub, quantity: 5, due: 2024-02-18}
    """
    made = make_plan(programme())
    first = feeds(made, subject_of(made.programme, "first"))
    assert [(f.section, f.id, f.quantity) for f in first] == [("stock", "pump", 3)]
    second = {(f.section, f.id): f.quantity for f in feeds(made, subject_of(made.programme, "second"))}
    assert second == {
        ("lanes", "road"): pytest.approx(5),
        ("operations", "build"): pytest.approx(5),
        ("stock", "bolt"): pytest.approx(12),
        ("supplies", "bolts"): pytest.approx(8),
    }
    assert [(h.id, h.quantity, h.given) for h in hurt(made, "works")] == [("second", pytest.approx(5), 5)]
    assert [(h.id, h.quantity) for h in hurt(made, "hub")] == [
        ("first", pytest.approx(3)),
        ("second", pytest.approx(5)),
    ]
    assert [(h.id, h.quantity) for h in hurt(made, "bolts")] == [("second", pytest.approx(2))]
    assert hurt(made, "UA") == hurt(made, "hub")
    assert hurt(made, "PL") == hurt(made, "works")


def test_work_in_progress_and_other_suppliers(programme: Reader) -> None:
    """Two pumps are in progress from before; whoever delivers the castings of the others can hurt only those.

    start: 2024-01-01
    until: 2024-02-25
    calendar: {weeks: 8}
    sites: {works: {country: PL}}
    items: {casting: {}, pump: {}}
    operations:
      build:
        site: works
        makes: {pump: 1}
        uses: {casting: 1}
        lead_time: 0 days
        in_progress: [{quantity: 2, ready: 2024-01-05}]
    supplies: {castings: {item: casting, site: works, quantity: 2 per week}}
    demands: {orders: {item: pump, site: works, quantity: 6, due: 2024-01-21}}
    commitments:
      begun: {by: A, says: two pumps, due: 2024-01-07, measure: {made: pump, quantity: 2}}
      all: {by: A, says: six pumps, due: 2024-01-21, measure: {delivered: pump, quantity: 6}}
    """
    made = make_plan(programme())
    assert {f.id: f.quantity for f in feeds(made, subject_of(made.programme, "orders"))} == {
        "build": pytest.approx(6),
        "castings": pytest.approx(4),
    }
    hit = {(h.kind, h.id): h.quantity for h in hurt(made, "castings")}
    assert hit["demand", "orders"] == pytest.approx(4)
    assert hit["commitment", "all"] == pytest.approx(4)
    assert ("commitment", "begun") not in hit
