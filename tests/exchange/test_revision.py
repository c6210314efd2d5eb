"""The plan of what the record knows is the plan of the same facts written by hand."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.exchange.licensed import PROJECTIONS, STEPS, moved
from tests.record.conftest import LOG
from tests.record.people import event, founding

from workshare.cli.revise import run_revise
from workshare.files.folder import load, read
from workshare.files.plan_folder import write_plan
from workshare.files.plan_json import to_json
from workshare.planner.make import make_plan
from workshare.problems import BadInput
from workshare.record.create import create
from workshare.record.event import Event
from workshare.record.log import Record

PROGRAMME = """
format: 1
id: pumps
programme: Pumps
start: 2024-01-01
until: 2024-12-29
calendar: {weeks: 52}
currency: EUR
basis: required
partners: {UA: {name: Ukraine}, PL: {name: Poland}}
sites: {works: {country: UA}, lublin: {country: PL}, hub: {country: UA, kind: customer}}
items:
  pump: {discrete: true, cost: {value: 900, basis: assumed, note: a guess}}
  motor: {cost: {value: 300, basis: assumed, note: a guess}}
resources: {line: {site: works, hours: {value: 40, per: week, basis: assumed, note: one shift}}}
supplies:
  motors:
    item: motor
    site: lublin
    total: {value: 200, basis: assumed, note: enough}
    price: {value: 300, basis: assumed, note: a guess}
operations:
  build:
    site: works
    makes: {pump: {value: 1, basis: derived, note: one run is one pump}}
    uses: {motor: {value: 1, basis: derived, note: one in each}}
    time: {line: {value: 8, unit: h, basis: assumed, note: a day}}
    lead_time: {value: 7, unit: days, basis: assumed, note: a week}
    cost: {value: 200, basis: assumed, note: labour}
    needs: [make-open]
lanes:
  road:
    origin: lublin
    destination: works
    lead_time: {value: 3, unit: days, basis: assumed, note: by lorry}
    items: [motor]
  to-hub: {origin: works, destination: hub, lead_time: {value: 2, unit: days, basis: assumed, note: by lorry}}
activities:
  drawings:
    days: {low: 20, mode: 30, high: 60, basis: assumed, note: a guess}
    modes: {crash: {days: {value: 10, basis: assumed, note: nights}}}
  papers: {days: {value: 25, basis: assumed, note: a guess}}
  training: {days: {value: 14, basis: assumed, note: a guess}, after: [drawings]}
  vote: {days: {value: 90, basis: assumed, note: a guess}}
gates:
  make-open: {needs: [training]}
  voted: {needs: [vote]}
licences:
  l1:
    gates: [make-open]
    sites: [works]
    needs: [papers]
    quantity: {low: 20, mode: 60, high: 90, basis: assumed, note: a guess}
funds:
  loan: {amount: {value: 50000, basis: assumed, note: a guess}, needs: [voted], status: pledged}
  own: {amount: {value: 9000, basis: assumed, note: a guess}, effective_end: 2024-06-30}
demands:
  order: {item: pump, site: hub, quantity: {value: 70, basis: reported}, due: 2024-06-30, priority: 1}
commitments:
  first:
    by: Minister
    says: ten by June
    due: 2024-06-15
    measure: {delivered: pump, quantity: {value: 10, basis: reported}}
"""

ACTUALS = """
actuals:
  - {what: received, date: 2024-02-05, supply: motors, quantity: {value: 12, basis: reported}, fund: own}
  - what: shipped
    date: 2024-02-06
    lane: road
    item: motor
    origin: lublin
    destination: works
    quantity: {value: 12, basis: reported}
  - {what: produced, date: 2024-02-19, operation: build, quantity: {value: 5, basis: reported}, licences: [l1]}
  - what: shipped
    date: 2024-02-28
    lane: to-hub
    item: pump
    origin: works
    destination: hub
    quantity: {value: 4, basis: reported}
  - {what: delivered, date: 2024-03-01, demand: order, quantity: {value: 4, basis: reported}}
"""
BY_HAND: list[tuple[str, str]] = [
    ("    modes: {crash: {days: {value: 10, basis: assumed, note: nights}}}\n", "    done: 2024-01-22\n"),
    ("after: [drawings]}", "after: [drawings], started: 2024-01-29}"),
    ("    needs: [papers]\n", "    effective_start: 2024-02-05\n    effective_end: 2024-12-15\n"),
    ("{low: 20, mode: 60, high: 90, basis: assumed, note: a guess}", "{value: 65, basis: reported}"),
    ("amount: {value: 50000, basis: assumed, note: a guess}", "amount: {value: 45000.5, basis: reported}"),
    ("needs: [voted], status: pledged", "effective_start: 2024-02-12, status: allocated"),
    ("\ncommitments:", ACTUALS + "commitments:"),
]
"""The same facts, as an author would write them into the programme itself."""


def on(day: str, hour: int = 9) -> dt.datetime:
    """A moment of a day."""
    return dt.datetime.combine(dt.date.fromisoformat(day), dt.time(hour), dt.UTC)


def fact(kind: str, day: str, **said: Any) -> Event:
    """A fact, recorded on its day."""
    return event(kind, "cyd", {"date": day, **said}, on(day))


def licensed() -> list[Event]:
    """The licence, in force from 5 February to 15 December, for 65."""
    terms = {
        "licence": "l1",
        "grantor": "ministry",
        "holder": "plant",
        "kind": "manufacture",
        "effective": "2024-02-01T00:00:00Z",
        "expires": "2024-12-15T22:00:00Z",
        "zone": "Europe/Kyiv",
        "quantity": "65",
    }
    events = [event("licence.drafted", "fox", terms, on("2024-01-10"))]
    before = "draft"
    for to, who in STEPS:
        events.append(moved(who, before, to, on("2024-02-05" if to == "active" else "2024-01-20")))
        before = to
    return events


def happened() -> list[Event]:
    """All that happened, in the order in which it was recorded."""
    events = [
        event("record.founded", "fox", founding(), on("2024-01-02")),
        *licensed(),
        fact("activity.finished", "2024-01-22", activity="drawings"),
        fact("activity.started", "2024-01-29", activity="training"),
        fact("output.received", "2024-02-05", supply="motors", quantity="12", fund="own"),
        fact(
            "output.shipped",
            "2024-02-06",
            lane="road",
            item="motor",
            origin="lublin",
            destination="works",
            quantity="12",
        ),
        fact("fund.released", "2024-02-12", fund="loan", amount="45000.5", status="allocated"),
        fact("output.produced", "2024-02-19", operation="build", quantity="6", licences=["l1"]),
        fact("output.produced", "2024-02-20", operation="build", quantity="1"),
        fact(
            "output.shipped", "2024-02-28", lane="to-hub", item="pump", origin="works", destination="hub", quantity="4"
        ),
        fact("output.delivered", "2024-03-01", demand="order", quantity="4"),
    ]
    return sorted(events, key=lambda e: e.when)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The programme's folder."""
    folder = tmp_path / "pumps"
    folder.mkdir()
    (folder / "programme.yaml").write_text(PROGRAMME, encoding="utf-8")
    return folder


@pytest.fixture
def place(tmp_path: Path) -> str:
    """A record of all that happened; one lot was told wrongly, and one never was."""
    where = str(tmp_path / "record.db")
    create(where, LOG.public)
    record = Record(where, PROJECTIONS)
    for what in happened():
        record.append([what.draft], what.when)
    numbers = {e.payload.get("quantity"): n for n, e in record.events() if e.draft.kind == "output.produced"}
    later = on("2024-03-02")
    six = fact("output.produced", "2024-02-19", operation="build", quantity="5", licences=["l1"]).draft
    one = fact("output.produced", "2024-02-20", operation="build", quantity="1").draft
    record.append([replace(six, corrects=numbers["6"], key="less")], later)
    record.append([replace(one, kind="void", corrects=numbers["1"], key="never")], later)
    return where


def planned(path: Path, out: Path) -> dict[str, bytes]:
    """The bytes of a plan: of plan.json all but the programme's names, and of each table everything."""
    plan = make_plan(load(path), as_of=dt.date(2024, 3, 4))
    document = json.loads(to_json(plan, "0"))
    del document["programme"]
    write_plan(plan, out, {}, {})
    tables = {table.name: table.read_bytes() for table in out.glob("*.csv")}
    assert {"production.csv", "deliveries.csv", "commitments.csv", "activities.csv"} <= tables.keys()
    return {"plan.json": json.dumps(document).encode(), **tables}


def test_the_revision_plans_like_the_facts_by_hand(home: Path, place: str, tmp_path: Path) -> None:
    """The two plans are the same to the byte, and another plan than that of the programme without facts."""
    run_revise(place, home, None, "en")
    hand = tmp_path / "hand"
    hand.mkdir()
    text = PROGRAMME
    for old, new in BY_HAND:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (hand / "programme.yaml").write_text(text, encoding="utf-8")
    [revision] = (home / "scenarios").glob("*.yaml")
    recorded = planned(revision, tmp_path / "recorded")
    assert recorded == planned(hand, tmp_path / "by-hand")
    without = planned(home, tmp_path / "without")
    assert without.keys() == recorded.keys()
    assert {name for name in without if without[name] != recorded[name]} >= {"plan.json", "deliveries.csv"}


def test_every_line_names_its_events(home: Path, place: str) -> None:
    """Corrected facts name all their events, the table has their hashes, and voided ones are gone."""
    run_revise(place, home, None, "en")
    [revision] = (home / "scenarios").glob("*.yaml")
    text = revision.read_text(encoding="utf-8")
    record = Record(place, PROJECTIONS)
    kinds = {n: e.draft for n, e in record.events()}
    [never] = [d.corrects for d in kinds.values() if d.kind == "void"]
    built = next(line for line in text.splitlines() if "produced" in line)
    numbers = [int(n) for n in built.partition("# events ")[2].split(", ")]
    assert [(kinds[n].kind, kinds[n].payload["quantity"]) for n in numbers] == [
        ("output.produced", "6"),
        ("output.produced", "5"),
    ]
    assert text.count("produced") == 1
    table = revision.with_suffix(".events.csv").read_text(encoding="utf-8").splitlines()
    assert table[0] == "path,event,hash"
    told = {int(line.split(",")[1]) for line in table[1:]}
    assert told == {n for n, draft in kinds.items() if draft.kind not in {"record.founded", "void"}} - {never}


def test_a_stopped_licence(home: Path, place: str) -> None:
    """A licence that is suspended is in force up to the day before."""
    record = Record(place, PROJECTIONS)
    stop = moved("fox", "active", "suspended", on("2024-03-03"))
    record.append([stop.draft], stop.when)
    run_revise(place, home, None, "en")
    [revision] = (home / "scenarios").glob("*.yaml")
    assert "licences.l1.effective_end: '2024-03-02'" in revision.read_text(encoding="utf-8")
    assert read(revision).problems == ()


def test_what_a_programme_cannot_take(home: Path, place: str) -> None:
    """A fact on a step that the programme has not is told at its line, and nothing is written."""
    record = Record(place, PROJECTIONS)
    strange = fact("activity.finished", "2024-03-03", activity="drawing")
    record.append([strange.draft], strange.when)
    with pytest.raises(BadInput) as told:
        run_revise(place, home, None, "en")
    assert "activities has no row 'drawing' (did you mean drawings?" in str(told.value)
    assert "record-18.yaml:" in str(told.value)
    assert not (home / "scenarios").exists()
