"""A programme with twenty faults of twenty kinds: one reading tells them all, each at its line, and nothing else."""

import re
import sys
from pathlib import Path

import pytest

from workshare.cli import main
from workshare.files.folder import read

PROGRAMME = """\
# A fault is marked at the end of its line.
format: 1
programme: {en: Pumps with faults, uk: Насоси з вадами}
start: 2024-01-01
until: 2024-12-31
currency: EUR
currency: UAH                                              # fault: duplicate-key
partners:
  UA: {name: {en: Ukraine, uk: Україна}}
  PL: {name: {en: Poland, uk: Польща}}
sites:
  kharkiv: {country: UA}
  lublin: {contry: PL}                                     # fault: unknown-key
  hub: {country: UA, kind: costumer}                       # fault: wrong-type
  depot: {country: UA, kind: depot}
  old works: {country: PL}                                 # fault: bad-id
items:
  pump: {family: pumps, cost: 3000}
  motor: {family: parts, cost: 900}
  seal: {family: parts}
  rotor: {family: parts}
  stator: {family: parts}
resources:
  line: {site: kharkiv, hours: {table: line_hours.csv}}    # fault: missing-file
  crew:
    site: lublin
    hours:
      - {hours: 40 per week, effective_end: 2024-06-30}
      - {hours: 60 per week, effective_start: 2024-08-01}  # fault: capacity-gap
operations:
  build:
    site: kharkiv
    makes: {pump: 1}
    uses: {motor: 1}
    time: {line: 6 h, crew: 30 min}
    lead_time: 10 days
    needs:
      - released
      - tested                                             # fault: dangling-reference
  overhaul:
    site: kharkiv
    makes: {motor: 1}
    lead_time: 10 dyas                                     # fault: bad-figure
  wind:
    site: lublin
    makes: {rotor: 1}
    uses: {stator: 1}                                      # fault: cannot-start
    lead_time: 5 days
  unwind: {site: lublin, makes: {stator: 1}, uses: {rotor: 1}, lead_time: 5 days}
supplies:
  motors: {item: motor, site: lublin, quantity: 15 per week, price: 900}
lanes:
  east: {origin: lublin, destination: kharkiv, lead_time: 4 days, items: [motor]}
  round: {origin: [hub, kharkiv], destination: hub, lead_time: 3 days}  # fault: lane-to-itself
activities:
  agreement: {days: 30}
  drawings: {days: {low: 20, mode: 30, high: 25}, after: [agreement]}   # fault: bad-range
  tooling: {days: 10, after: [trial]}                      # fault: activity-cycle
  trial: {days: 5, after: [tooling]}
gates:
  released: {needs: [drawings]}
commitments:
  first:
    by: Minister
    says: the first pumps by spring
    due: 2025-03-31                                        # fault: outside-horizon
    measure: {delivered: pump, at: hub}
  second:
    by: Minister
    says: more pumps by autumn
    due: 2024-10-31
    measure: {delivered: pump, done: drawings, at: hub}    # fault: empty-measure
agreements:
  pact: {parties: [UA, PL], signed: 2024-02-30}            # fault: bad-date
"""

STOCK = """\
item,site,quantity,minimum
motor,kharkiv,5,1
motor,lublin,2,1,fault: bad-table
pump,kharkiv,1,
"""

DEMANDS = """\
id,item,site,quantity,due,name
winter,pump,hub,120,2024-11-01,"Pumps
for the winter"
spring,pump,hub,60,2024-04-01,
winter,pump,hub,10,2024-11-01,fault: duplicate-id
seals,seal,hub,400,2024-05-01,fault: unsupplied-item
west,pump,depot,10,2024-06-01,fault: unreachable
late,pump,hub,10,,fault: missing-key
"""

FILES = {"programme.yaml": PROGRAMME, "stock.csv": STOCK, "demands.csv": DEMANDS}


@pytest.fixture
def faulty(folder: Path) -> Path:
    """The folder with its three files."""
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def planted() -> list[tuple[str, int, str]]:
    """Every fault as it is marked: file, line and code, in the order of the files and lines."""
    return [
        (name, line, marked[1])
        for name, text in FILES.items()
        for line, words in enumerate(text.splitlines(), start=1)
        if (marked := re.search(r"fault: ([a-z-]+)", words))
    ]


def test_twenty_are_planted() -> None:
    """There are twenty faults, of twenty kinds."""
    assert len(planted()) == 20
    assert len({code for _, _, code in planted()}) == 20


def test_all_are_told_and_nothing_else(faulty: Path) -> None:
    """One reading tells every fault at its line, and none that only follows from another."""
    assert [(p.file, p.line, str(p.code)) for p in read(faulty).problems] == planted()


def test_the_command_line_tells_them(
    faulty: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Check lists them on stderr in the order of the files and lines, and exits with 2."""
    monkeypatch.setattr(sys, "argv", ["workshare", "check", str(faulty)])
    with pytest.raises(SystemExit) as left:
        main()
    told = capsys.readouterr()
    *lines, last = told.err.splitlines()
    assert left.value.code == 2
    assert told.out == ""
    assert [re.sub(r": .*\[", " ", line).rstrip("]") for line in lines] == [
        f"{name}:{line} {code}" for name, line, code in planted()
    ]
    assert last == "20 problems; nothing was written"


def test_mended_one_by_one(faulty: Path) -> None:
    """When one fault is mended, the others are told as before: none was hidden behind another."""
    mended = {
        "contry: PL": "country: PL",
        "kind: costumer": "kind: customer",
        "10 dyas": "10 days",
        "high: 25": "high: 45",
        "2024-02-30": "2024-02-28",
        "due: 2025-03-31": "due: 2024-03-31",
        "      - tested ": "      #",
        "old works:": "works:",
        "done: drawings, ": "",
        "stator: 1}   ": "motor: 1}   ",
    }
    for old, new in mended.items():
        assert PROGRAMME.count(old) == 1
        (faulty / "programme.yaml").write_text(PROGRAMME.replace(old, new), encoding="utf-8")
        line = PROGRAMME[: PROGRAMME.index(old)].count("\n") + 1
        left = [fault for fault in planted() if fault[:2] != ("programme.yaml", line)]
        assert [(p.file, p.line, str(p.code)) for p in read(faulty).problems] == left
