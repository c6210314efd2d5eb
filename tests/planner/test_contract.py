"""Each reduction of the network: where it is made, what is left, and every condition that keeps it off.

Things move in whole weeks here, so that what is merged can be written down.
"""

import textwrap
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest

from workshare.files.folder import load
from workshare.gates import schedule
from workshare.model.programme import Programme
from workshare.planner.contract import Contracted, contract, may_contract, served
from workshare.planner.contract.steps import Pushed
from workshare.planner.contract.supplies import Supplied
from workshare.planner.decide import calendar_of
from workshare.planner.make import make_plan
from workshare.planner.settings import Settings, Strategy
from workshare.planner.shrink import shrink
from workshare.planner.stocks import Stock
from workshare.planner.transfer import allowed

HEAD = """\
format: 1
programme: A case
start: 2024-01-01
until: 2024-02-25
calendar: {weeks: 8}
partners: {UA: {name: Ukraine}, PL: {name: Poland}}
"""

CHAIN = """\
sites: {works: {country: UA}, hub: {country: UA, kind: customer}}
items: {pump: {}, tested: {}, motor: {}, scrap: {}}
resources: {line: {site: works, hours: 10 per week}}
operations:
  build: {site: works, makes: {pump: 1}, uses: {motor: 2}, time: {line: 5 h}, lead_time: 7 days}
  test: {site: works, kind: test, makes: {tested: 0.5}, uses: {pump: 1}, lead_time: 7 days}
supplies:
  motors: {item: motor, site: works, quantity: 99 per day}
lanes:
  road: {origin: works, destination: hub, items: [tested], lead_time: 7 days}
demands:
  first: {item: tested, site: hub, quantity: 2, due: 2024-02-04}
  second: {item: tested, site: hub, quantity: 2, due: 2024-02-18}
"""
"""Bought without limit, built on a line, tested without hours, driven to the hub."""

FAN = """\
sites: {depot: {country: UA}, works: {country: UA}, annex: {country: UA}}
items: {pump: {}, drill: {}, motor: {}}
resources: {line: {site: works, hours: 10 per week}, cell: {site: annex, hours: 10 per week}}
operations:
  build: {site: works, makes: {pump: 1}, uses: {motor: 2}, time: {line: 5 h}, lead_time: 0 days}
  drill: {site: annex, makes: {drill: 1}, uses: {motor: 1}, time: {cell: 5 h}, lead_time: 0 days}
supplies:
  motors: {item: motor, site: depot, quantity: 1 per day}
lanes:
  to-works: {origin: depot, destination: works, items: [motor], lead_time: 7 days}
  to-annex: {origin: depot, destination: annex, items: [motor], lead_time: 14 days}
demands:
  pumps: {item: pump, site: works, quantity: 4, due: 2024-02-18}
  drills: {item: drill, site: annex, quantity: 4, due: 2024-02-18, priority: 2}
"""
"""One stock from which two lines draw, each by a lane of its own."""

WIND = "operations:\n  wind: {site: works, makes: {motor: 1}, time: {line: 9 h}, lead_time: 90 days"
"""Somebody who makes motors too, though none in time."""
MONTHS = {"calendar: {weeks: 8}": "calendar: {months: 2}"}

Words = Mapping[str, str]
HUB, WORKS = Stock("tested", "hub"), Stock("tested", "works")
PUMP, MOTOR = Stock("pump", "works"), Stock("motor", "works")


def programme(text: str, words: Words | None = None, more: str = "") -> Programme:
    """The programme of a text with some of its words changed, and with more; 99 a day means no limit."""
    text = HEAD + text + textwrap.dedent(more)
    for old, new in (words or {}).items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    with TemporaryDirectory() as folder:
        Path(folder, "programme.yaml").write_text(text, encoding="utf-8")
        read = load(Path(folder))
    plenty = (s.quantity is not None and s.quantity.value == 99 for s in read.supplies)
    supplies = (replace(s, quantity=None) if free else s for s, free in zip(read.supplies, plenty, strict=True))
    return replace(read, supplies=tuple(supplies))


def contracted(
    text: str, words: Words | None = None, more: str = "", *, priced: bool = True, weights: Any = None
) -> Contracted:
    """The contracted network of a programme."""
    made = programme(text, words, more)
    project = schedule(made, made.start)
    calendar = calendar_of(made, project, (), made.start)
    shrunk = shrink(made, allowed(made, project, made.start), calendar)
    return contract(made, shrunk, priced=priced, weights=weights)


def ids(found: Contracted) -> list[str]:
    """The ids of what is left."""
    return [flow.id for flow in found.shrunk.flows]


def merged(found: Contracted, kind: type) -> list[str]:
    """The ids of what was taken out by a kind of reduction."""
    return [found.net.shrunk.flows[made.flow].id for made in found.made if isinstance(made, kind)]


def into(found: Contracted, flow: int) -> list[int]:
    """In which week a flow brings what is begun in each one; -1 where it does not."""
    lag = found.shrunk.tables[found.shrunk.lags[flow]]
    weeks = np.full(len(found.shrunk.periods), -1)
    weeks[np.diff(lag.begin) == 1] = lag.into
    return weeks.tolist()


# -------------------------------------------------------------------- what is left


def test_a_chain_becomes_one_flow() -> None:
    """Motors have no balance; a pump begun in a week is half a tested one at the hub three weeks later; one backlog."""
    found = contracted(CHAIN)
    assert found.fired == {"supplies": 1, "steps before": 2, "steps after": 0, "demands": 1}
    [flow] = found.shrunk.flows
    assert (flow.id, flow.takes, flow.gives, flow.hours) == ("build", ((MOTOR, 2.0),), ((HUB, 0.5),), (("line", 5.0),))
    assert into(found, 0) == [3, 4, 5, 6, 7, -1, -1, -1]
    assert dict(found.shrunk.stocks) == {HUB: (3, 7)}
    assert found.flows == (0,)
    assert found.demands == ()
    [backlog] = found.shrunk.backlogs
    assert (backlog.stock, backlog.priority, backlog.members, backlog.first) == (HUB, 1, (0, 1), 4)
    assert backlog.due.tolist() == [0, 0, 0, 0, 2, 0, 2, 0]
    assert not backlog.guarded
    assert (backlog.fresh, backlog.late_days) == ((), 0.0)


def test_a_chain_is_given_back() -> None:
    """Two a week are built from the first week on; all that is begun goes on at once, and motors come when needed.

    8 pumps make 4 tested ones: 2 due at the end of the fifth week, which need the builds of the first two weeks, and 2
    due at the end of the seventh and last, which need those of the next two.
    """
    seven = {"until: 2024-02-25": "until: 2024-02-18", "weeks: 8": "weeks: 7"}
    plan = make_plan(programme(CHAIN, seven), settings=Settings(weights={1: 1.0}, strategy=Strategy.EXACT))
    assert plan.strategy == "exact"
    assert plan.goals.rows[0].value == 0
    runs = {o: {r.period: r.runs for r in plan.production if r.operation == o} for o in ("build", "test")}
    near = pytest.approx
    assert runs == {"build": near({0: 2, 1: 2, 2: 2, 3: 2}), "test": near({1: 2, 2: 2, 3: 2, 4: 2})}
    assert {r.period: r.quantity for r in plan.purchases} == near({0: 4, 1: 4, 2: 4, 3: 4})
    assert {r.period: r.quantity for r in plan.shipments} == near({2: 1, 3: 1, 4: 1, 5: 1})
    assert {(r.demand, r.period): r.quantity for r in plan.deliveries} == near({("first", 4): 2, ("second", 6): 2})
    assert {(r.item, r.site, r.period): r.quantity for r in plan.stock} == near(
        {("tested", "hub", 3): 1, ("tested", "hub", 5): 1}
    )


def test_opening_stock_goes_on_by_itself() -> None:
    """Pumps that lie there at the start are tested in the first week, and half as many come to the hub in the third."""
    found = contracted(CHAIN, more="stock: [{item: pump, site: works, quantity: 3}]")
    assert found.fired["steps before"] == 1  # the road waits for what comes by itself
    arriving = [
        (stock, found.shrunk.periods.counted_by(day), n) for stock, day, n in found.shrunk.network.facts.arriving
    ]
    assert arriving == [(WORKS, 1, 1.5)]
    assert PUMP not in found.shrunk.stocks
    assert PUMP not in found.shrunk.network.opening


def test_a_step_that_begins_late_lets_things_wait() -> None:
    """What is built before the fourth week waits for the test to be allowed, and all of it comes at once."""
    found = contracted(CHAIN, {"uses: {pump: 1},": "uses: {pump: 1}, effective_start: 2024-01-22,"})
    assert into(found, 0) == [5, 5, 5, 6, 7, -1, -1, -1]


def test_lines_draw_through_their_lanes() -> None:
    """Each line draws motors at the depot, a week and two weeks before it begins, and may begin no sooner than that."""
    found = contracted(FAN)
    assert found.fired == {"supplies": 0, "steps before": 0, "steps after": 2, "demands": 0}
    assert ids(found) == ["build", "drill", "motors"]
    depot = Stock("motor", "depot")
    assert [flow.takes for flow in found.shrunk.flows] == [((depot, 2.0),), ((depot, 1.0),), ()]
    draws = {found.shrunk.flows[n].id: found.shrunk.tables[t] for (n, _), t in found.shrunk.draws.items()}
    assert draws["build"].into.tolist() == [0, 1, 2, 3, 4, 5, 6]
    assert draws["drill"].into.tolist() == [0, 1, 2, 3, 4, 5]
    windows = [(w.first, w.last) for w in found.shrunk.windows]
    assert windows[:2] == [(1, 7), (2, 7)]
    assert sorted(found.shrunk.stocks) == [Stock("drill", "annex"), depot, PUMP]


def test_a_supply_that_comes_late_leaves_the_time_before() -> None:
    """Before the third week the motors that lie there must do; from then on there are all that is wanted."""
    found = contracted(
        CHAIN, {"quantity: 99 per day": "quantity: 99 per day, effective_start: 2024-01-15"},
        more="stock: [{item: motor, site: works, quantity: 3}]",
    )  # fmt: skip
    assert found.fired["supplies"] == 1
    assert found.shrunk.stocks[MOTOR] == (0, 1)
    assert found.shrunk.network.opening == {MOTOR: 3.0}


def test_a_stock_of_plenty_is_no_place_to_merge() -> None:
    """Motors come in crates, one a week, and any number from the third week on.

    What is left of the crates' flows brings one a week, and not all that there is: unpacking does not become part of
    them. It may become part of building, which then draws crates. Either way the plan is the same.
    """
    crates = CHAIN.replace("motors: {item: motor,", "crates: {item: crate,").replace("99 per day", "1 per week")
    crates = crates.replace("scrap: {}", "crate: {}")
    unpack = "operations:\n  unpack: {site: works, makes: {motor: 1}, uses: {crate: 1}, lead_time: 0 days}\n"
    crates = crates.replace("operations:\n", unpack)
    more = {"lanes:": "  more: {item: crate, site: works, quantity: 99 per day, effective_start: 2024-01-15}\nlanes:"}
    assert "unpack" in merged(contracted(crates), Pushed)
    found = contracted(crates, more)
    assert found.fired["supplies"] == 1
    assert "unpack" not in merged(found, Pushed)
    assert late(crates, more, Strategy.EXACT) == pytest.approx(late(crates, more, Strategy.PLAIN))
    assert late(crates, more, Strategy.EXACT) < late(crates, {}, Strategy.PLAIN) - 1


def late(text: str, words: Words, strategy: Strategy) -> float:
    """Late quantity-days of a programme's plan."""
    settings = Settings(weights={1: 1.0}, strategy=strategy)
    return make_plan(programme(text, words), settings=settings).goals.rows[0].value


# -------------------------------------------------------------------- what keeps it off

MOTORS_OF = "{item: motor, site: works, quantity: 99 per day"
SUPPLIES_STAY: Mapping[str, tuple[Words, str]] = {
    "a rate": ({"quantity: 99 per day": "quantity: 50 per day"}, ""),
    "a total": ({"quantity: 99 per day": "quantity: 99 per day, total: 50"}, ""),
    "a price": ({"quantity: 99 per day": "quantity: 99 per day, price: 1"}, ""),
    "a least lot": ({"quantity: 99 per day": "quantity: 99 per day, size_minimum: 4"}, ""),
    "lots in multiples": ({"quantity: 99 per day": "quantity: 99 per day, size_multiple: 4"}, ""),
    "a licence": (
        {"quantity: 99 per day": "quantity: 99 per day, needs: [free]"},
        """
        gates: {free: {needs: []}}
        licences: {paper: {gates: [free], parties: [UA]}}
        """,
    ),
    "a firm order": ({}, "orders: {sure: {supply: motors, date: 2024-01-10, quantity: 1}}"),
    "its end": ({"quantity: 99 per day": "quantity: 99 per day, effective_end: 2024-01-10"}, ""),
    "a minimum stock": ({}, "stock: [{item: motor, site: works, quantity: 0, minimum: 1}]"),
    "a demand for it": (
        {"demands:\n": "demands:\n  motors: {item: motor, site: works, quantity: 1, due: 2024-02-04}\n"}, "",
    ),
    "work in progress": (
        {
            "operations:\n": WIND + ", in_progress: [{quantity: 1, ready: 2024-01-10}]}\n"
        },
        "",
    ),
    "a fleet that takes it": (
        {}, "fleets: {lorries: {item: motor, site: works, quantity: 1, failures: 0.1 per month}}",
    ),
    "a promise of its making": (
        {"operations:\n": WIND + "}\n"},
        "commitments: {word: {by: Minister, says: soon, due: 2024-02-04, measure: {made: motor}}}",
    ),
    "what spoils, be it elsewhere": ({"scrap: {}": "scrap: {shelf_life: 30 days}"}, ""),
    "a line that may not run too slowly": ({"time: {line: 5 h}": "time: {line: 5 h}, minimum_rate: 0.1 per week"}, ""),
}  # fmt: skip


@pytest.mark.parametrize("why", SUPPLIES_STAY)
def test_a_supply_stays(why: str) -> None:
    """A supply stays, and its stock's balance with it, because of one thing."""
    words, more = SUPPLIES_STAY[why]
    found = contracted(CHAIN, words, more)
    assert found.fired["supplies"] == 0
    assert "motors" in ids(found)
    assert merged(found, Supplied) == []


def test_a_price_counts_only_where_money_does() -> None:
    """A price keeps a supply where cost is a goal or money is limited; elsewhere it does not."""
    priced = {"quantity: 99 per day": "quantity: 99 per day, price: 1"}
    assert contracted(CHAIN, priced, priced=False).fired["supplies"] == 1
    assert contracted(CHAIN, priced, "funds: {purse: {amount: 9}}", priced=False).fired["supplies"] == 0


TEST_STAYS: Mapping[str, tuple[Words, str]] = {
    "hours": ({"uses: {pump: 1},": "uses: {pump: 1}, time: {line: 1 h},"}, ""),
    "a cost": ({"uses: {pump: 1},": "uses: {pump: 1}, cost: 1,"}, ""),
    "a least lot": ({"uses: {pump: 1},": "uses: {pump: 1}, size_minimum: 2,"}, ""),
    "a set-up": ({"uses: {pump: 1},": "uses: {pump: 1}, setup: {line: 1 h},"}, ""),
    "what setting up costs": ({"uses: {pump: 1},": "uses: {pump: 1}, setup_cost: 1,"}, ""),
    "a licence": (
        {"uses: {pump: 1},": "uses: {pump: 1}, needs: [free],"},
        """
        gates: {free: {needs: []}}
        licences: {paper: {gates: [free], parties: [UA]}}
        """,
    ),
    "a licence of what comes before": (
        {"uses: {motor: 2},": "uses: {motor: 2}, needs: [free],"},
        """
        gates: {free: {needs: []}}
        licences: {paper: {gates: [free], parties: [UA], quantity: 5}}
        """,
    ),
    "a firm order": ({}, "orders: {sure: {operation: test, date: 2024-01-20, quantity: 1}}"),
    "a minimum of what it takes": ({}, "stock: [{item: pump, site: works, quantity: 0, minimum: 1}]"),
    "a minimum of what it gives": ({}, "stock: [{item: tested, site: works, quantity: 0, minimum: 1}]"),
    "a promise of what it takes": (
        {}, "commitments: {word: {by: Minister, says: soon, due: 2024-02-04, measure: {made: pump}}}",
    ),
    "a promise of what it gives": (
        {}, "commitments: {word: {by: Minister, says: soon, due: 2024-02-04, measure: {made: tested}}}",
    ),
    "a second input": ({"uses: {pump: 1},": "uses: {pump: 1, motor: 1},"}, ""),
    "a second output": ({"makes: {tested: 0.5},": "makes: {tested: 0.5, scrap: 1},"}, ""),
    "a second output of what comes before": ({"makes: {pump: 1},": "makes: {pump: 1, scrap: 1},"}, ""),
    "another who takes it": (
        {
            "operations:\n": "operations:\n  refit: {site: works, makes: {tested: 1}, uses: {pump: 2},"
            " time: {line: 1 h}, lead_time: 0 days}\n"
        },
        "",
    ),
    "what a fleet sends back": (
        {}, "fleets: {cars: {item: motor, site: works, quantity: 9, failures: 0.1 per week, returns: pump}}",
    ),
    "a ring": (
        {
            "operations:\n": "operations:\n  rework: {site: works, makes: {pump: 1}, uses: {tested: 1},"
            " time: {line: 1 h}, lead_time: 0 days}\n"
        },
        "",
    ),
    "a demand for what it takes": (
        {"demands:\n": "demands:\n  raw: {item: pump, site: works, quantity: 1, due: 2024-02-04}\n"}, "",
    ),
    "work in progress": (
        {"time: {line: 5 h},": "time: {line: 5 h}, in_progress: [{quantity: 1, ready: 2024-01-10}],"}, "",
    ),
    "what spoils": ({"tested: {}": "tested: {shelf_life: 60 days}"}, ""),
    "a line that may not run too slowly": ({"time: {line: 5 h}": "time: {line: 5 h}, minimum_rate: 0.1 per week"}, ""),
}  # fmt: skip


@pytest.mark.parametrize("why", TEST_STAYS)
def test_a_step_stays_after_what_comes_before(why: str) -> None:
    """The test is not merged with the building before it because of one thing; with the road after it, it may be."""
    words, more = TEST_STAYS[why]
    found = contracted(CHAIN, words, more)
    assert PUMP in found.shrunk.stocks
    assert "test" not in merged(found, Pushed)


LANE_STAYS: Mapping[str, tuple[Words, str]] = {
    "a limit": ({"items: [tested],": "items: [tested], limit: 9 per week,"}, ""),
    "a cost": ({"items: [tested],": "items: [tested], cost: 1,"}, ""),
    "days that spread over long periods": ({**MONTHS, "[tested], lead_time: 7": "[tested], lead_time: 3"}, ""),
}  # fmt: skip


@pytest.mark.parametrize("why", LANE_STAYS)
def test_a_lane_stays_after_what_comes_before(why: str) -> None:
    """The road is not merged with the test before it because of one thing; the test is merged all the same."""
    words, more = LANE_STAYS[why]
    found = contracted(CHAIN, words, more)
    assert "road" in ids(found)
    assert WORKS in found.shrunk.stocks


def test_a_cost_counts_only_where_money_does() -> None:
    costly = {"items: [tested],": "items: [tested], cost: 1,"}
    assert "road" not in ids(contracted(CHAIN, costly, priced=False))
    assert "road" in ids(contracted(CHAIN, costly, "funds: {purse: {amount: 9}}", priced=False))


PULL_STAYS: Mapping[str, tuple[Words, str]] = {
    "a limit": ({"to-works: {": "to-works: {limit: 9 per week, "}, ""),
    "a cost": ({"to-works: {": "to-works: {cost: 1, "}, ""),
    "a licence": (
        {"to-works: {": "to-works: {needs: [free], "},
        """
        gates: {free: {needs: []}}
        licences: {paper: {gates: [free], parties: [UA]}}
        """,
    ),
    "stock at the start": ({}, "stock: [{item: motor, site: works, quantity: 1}]"),
    "a minimum stock": ({}, "stock: [{item: motor, site: works, quantity: 0, minimum: 1}]"),
    "a demand for what it brings": (
        {"demands:\n": "demands:\n  motors: {item: motor, site: works, quantity: 1, due: 2024-02-11}\n"}, "",
    ),
    "a second way in": (
        {"supplies:\n": "supplies:\n  near: {item: motor, site: works, quantity: 1 per week, price: 9}\n"}, "",
    ),
    "work in progress": (
        {
            "operations:\n": WIND + ", in_progress: [{quantity: 1, ready: 2024-01-10}]}\n"
        },
        "",
    ),
    "a fleet that takes it": (
        {}, "fleets: {lorries: {item: motor, site: works, quantity: 1, failures: 0.1 per month}}",
    ),
    "a promise of what it brings": (
        {
            "operations:\n": WIND + "}\n"
        },
        "commitments: {word: {by: Minister, says: soon, due: 2024-02-04, measure: {made: motor}}}",
    ),
    "days that spread over long periods": (
        {**MONTHS, "[motor], lead_time: 7": "[motor], lead_time: 3"}, "",
    ),
    "what spoils": ({"motor: {}": "motor: {shelf_life: 60 days}"}, ""),
    "a line that may not run too slowly": (
        {"uses: {motor: 2}, time: {line: 5 h}": "uses: {motor: 2}, time: {line: 5 h}, minimum_rate: 0.1 per week"}, "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("why", PULL_STAYS)
def test_a_step_stays_before_what_comes_after(why: str) -> None:
    """The lane to the works is not merged with the building after it because of one thing."""
    words, more = PULL_STAYS[why]
    found = contracted(FAN, words, more)
    assert "to-works" in ids(found)
    assert MOTOR in found.shrunk.stocks


def test_who_takes_both_keeps_them_apart() -> None:
    """Packing takes a tested pump and one that was not: the test is no part of it."""
    pack = "operations:\n  pack: {site: works, makes: {tested: 1}, uses: {passed: 1, pump: 1}, lead_time: 0 days}\n"
    words = {"operations:\n": pack, "makes: {tested: 0.5}": "makes: {passed: 0.5}", "scrap: {}": "passed: {}"}
    found = contracted(CHAIN, words)
    assert "test" in ids(found)
    alone = contracted(CHAIN, {**words, "operations:\n": pack.replace("passed: 1, pump: 1", "passed: 1, motor: 1")})
    assert "test" not in ids(alone)


def test_many_inputs_for_many_takers_would_grow() -> None:
    """Kitting takes two things for two lines: merged it would be four entries instead of two and two."""
    kits = FAN.replace("{pump: {}, drill: {}, motor: {}}", "{pump: {}, drill: {}, motor: {}, kit: {}, bolt: {}}")
    kits = kits.replace(
        "site: annex, makes: {drill: 1}, uses: {motor: 1}", "site: works, makes: {drill: 1}, uses: {kit: 1}"
    )
    kits = kits.replace("uses: {motor: 2}", "uses: {kit: 2}").replace("cell: {site: annex,", "cell: {site: works,")
    kits = kits.replace("item: drill, site: annex", "item: drill, site: works").replace(
        "operations:\n",
        "operations:\n  kitting: {site: works, makes: {kit: 1}, uses: {motor: 1, bolt: 4}, lead_time: 0 days}\n",
    )
    kits = kits.replace("supplies:\n", "supplies:\n  bolts: {item: bolt, site: works, quantity: 9 per week}\n")
    assert "kitting" in ids(contracted(kits))
    found = contracted(kits, {"uses: {kit: 2}": "uses: {motor: 2}"})  # one line alone takes kits
    drill = found.shrunk.flows[ids(found).index("drill")]
    assert drill.takes == ((MOTOR, 1.0), (Stock("bolt", "works"), 4.0))


# -------------------------------------------------------------------- demands

ALONE: Mapping[str, tuple[Words, str]] = {
    "lateness limited": ({"quantity: 2, due: 2024-02-04": "quantity: 2, max_lateness: 9 days, due: 2024-02-04"}, ""),
    "a least shipment": (
        {"quantity: 2, due: 2024-02-04": "quantity: 2, min_shipment: 1, due: 2024-02-04"}, "",
    ),
    "a least quantity": ({"quantity: 2, due: 2024-02-04": "quantity: 2, minimum: 1, due: 2024-02-04"}, ""),
    "another priority": ({"quantity: 2, due: 2024-02-04": "quantity: 2, priority: 2, due: 2024-02-04"}, ""),
    "another site": (
        {
            "hub: {country: UA, kind: customer}": "hub: {country: UA}, camp: {country: UA}",
            "site: hub, quantity: 2, due: 2024-02-04": "site: camp, quantity: 2, due: 2024-02-04",
            "destination: hub": "destination: [hub, camp]",
        },
        "",
    ),
    "a promise that counts deliveries": (
        {}, "commitments: {word: {by: Minister, says: soon, due: 2024-02-04, measure: {delivered: tested}}}",
    ),
    "a promise that counts late deliveries": (
        {"due: 2024-02-04": "due: 2024-01-21", "due: 2024-02-18": "due: 2024-01-14"},
        "commitments: {word: {by: Minister, says: soon, due: 2024-02-11, measure: {delivered: tested}}}",
    ),
    "goods that spoil and cannot wait": ({"tested: {}": "tested: {shelf_life: 60 days}"}, ""),
}  # fmt: skip


@pytest.mark.parametrize("why", ALONE)
def test_demands_stay_by_themselves(why: str) -> None:
    """Two demands of one thing are not owed together because of one thing."""
    words, more = ALONE[why]
    found = contracted(CHAIN, words, more)
    assert found.fired["demands"] == 0


def test_what_falls_due_within_a_period_is_owed_apart() -> None:
    """Due on Wednesday of the week after the fifth: owed at the end of that week it is 4 days late, not 7.

    The first is due at the end of the fifth week; of both, what is late by less is served last.
    """
    found = contracted(CHAIN, {"due: 2024-02-18": "due: 2024-02-07"})
    [backlog] = found.shrunk.backlogs
    assert backlog.due.tolist() == [0, 0, 0, 0, 4, 0, 0, 0]
    assert backlog.fresh == ((4, 3, 2.0),)


def test_what_is_late_whatever_is_done() -> None:
    """Nothing can be at the hub before the end of the fourth week: what is due a week before is late by 7 days."""
    found = contracted(CHAIN, {"due: 2024-02-04": "due: 2024-01-21"})
    [backlog] = found.shrunk.backlogs
    assert (backlog.first, backlog.late_days) == (3, 2 * 7.0)
    assert backlog.due.tolist() == [0, 0, 0, 2, 0, 0, 2, 0]


def test_the_most_urgent_need_not_be_guarded() -> None:
    """Where deliveries are the only way out, all but the most urgent are guarded; else all of them."""
    other = {"quantity: 2, due: 2024-02-04": "quantity: 2, priority: 2, due: 2024-02-04"}
    assert guarded(contracted(CHAIN, other)) == {1: False, 2: True}
    assert guarded(contracted(CHAIN, other, weights={1: 1.0, 2: 5.0})) == {1: True, 2: False}
    further = """  back: {origin: hub, destination: works, items: [tested], lead_time: 0 days}
demands:
  third: {item: tested, site: works, quantity: 1, due: 2024-02-04}
"""
    assert guarded(contracted(CHAIN, {**other, "demands:\n": further})) == {1: True, 2: True}


def guarded(found: Contracted) -> dict[int, bool]:
    """Of each priority at the hub, whether it is guarded."""
    return {b.priority: b.guarded for b in found.shrunk.backlogs if b.stock == HUB}


def test_nothing_that_was_handed_over_is_taken_back() -> None:
    """The less urgent had 5 when the more urgent fell due: it keeps them, and the other waits for what comes."""
    asked = np.array([[0.0, 6.0, 6.0], [5.0, 5.0, 5.0]])
    owed = np.array([[0.0, 1.0, 0.0], [0.0, 5.0, 1.0]])
    held = np.zeros(3)
    assert served(owed, asked, held).tolist() == [[0, 0, 5], [5, 5, 5]]


# -------------------------------------------------------------------- as a whole

WHOLE: Mapping[str, tuple[Words, str]] = {
    "a rule of shares": (
        {"{pump: {}, tested: {}, motor: {}": "{pump: {cost: 5}, tested: {cost: 9}, motor: {cost: 1}"},
        "rules: {ours: {kind: workshare, item: tested, country: UA, share: 0.1, minimum: 1}}",
    ),
    "a least quantity": ({"quantity: 2, due: 2024-02-04": "quantity: 2, minimum: 1, due: 2024-02-04"}, ""),
}  # fmt: skip


@pytest.mark.parametrize("why", WHOLE)
def test_nothing_is_merged(why: str) -> None:
    """Rules follow goods through the network, and a least quantity may need what a later goal takes."""
    words, more = WHOLE[why]
    made = programme(CHAIN, words, more)
    assert not may_contract(made, early=False, last=False)
    assert make_plan(made, settings=Settings(weights={1: 1.0}, strategy=Strategy.EXACT)).strategy == "plain"


@pytest.mark.parametrize(("early", "last"), [(True, False), (False, True), (True, True)])
def test_nothing_is_merged_where_waiting_or_change_counts(early: bool, last: bool) -> None:
    assert not may_contract(programme(CHAIN), early=early, last=last)
    assert may_contract(programme(CHAIN), early=False, last=False)
    assert make_plan(programme(CHAIN), settings=Settings(strategy=Strategy.EXACT)).strategy == "plain"
