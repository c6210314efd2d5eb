"""A small programme in which nothing is wrong, and ways to spoil it."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from workshare.files.folder import Reading, read

SOUND = """\
format: 1
id: pumps
programme: {en: Pumps, uk: Насоси}
start: 2024-01-01
until: 2024-12-31
calendar: {weeks: 10, months: 6}
currency: EUR
basis: optional
partners:
  UA: {name: {en: Ukraine, uk: Україна}}
  NO: {name: Norway}
sites:
  kharkiv: {country: UA}
  bergen: {country: NO}
  hub: {country: UA, kind: customer}
items:
  pump: {cost: 3000, discrete: true}
  motor: {cost: 900}
resources:
  line: {site: kharkiv, hours: 80 per week}
operations:
  build:
    site: kharkiv
    kind: assemble
    makes: {pump: 1}
    uses: {motor: 1}
    time: {line: 6 h}
    lead_time: 10 days
    needs: [released]
supplies:
  motors: {item: motor, site: bergen, country: NO, quantity: 15 per week, lead_time: 2 weeks}
lanes:
  sea: {origin: bergen, destination: kharkiv, lead_time: 4 days, items: [motor]}
  road: {origin: kharkiv, destination: hub, lead_time: 3 days}
stock:
  - {item: motor, site: kharkiv, quantity: 5}
activities:
  agreement: {days: 30}
  drawings: {days: {low: 20, mode: 30, high: 60}, after: [agreement]}
gates:
  released: {needs: [drawings]}
demands:
  winter: {item: pump, site: hub, quantity: 120, due: 2024-11-01}
commitments:
  first:
    by: Minister
    says: the first pumps by autumn
    due: 2024-09-30
    measure: {delivered: pump, at: hub, quantity: 1}
    source: S1
agreements:
  pact: {parties: [UA, NO], signed: 2023-12-01, source: S1}
statements:
  S1: {fact: The first pumps come by autumn., source: R1, start: 0, end: 5, sha256: 0000}
sources:
  R1: {file: r.txt, sha256: '1111'}
"""


def changed(text: str, changes: Mapping[str, str]) -> str:
    """A text in which each of some parts, which stand in it once, is another."""
    for old, new in changes.items():
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    return text


@pytest.fixture
def sound() -> str:
    """The text of the sound programme."""
    return SOUND


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, which is the present one, so that problems name bare files."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def read_text(folder: Path) -> Callable[..., Reading]:
    """Reads a programme of this text or these bytes, with tables beside it."""

    def reading(text: str | bytes, **tables: str | bytes) -> Reading:
        (folder / "programme.yaml").write_bytes(text.encode() if isinstance(text, str) else text)
        for name, table in tables.items():
            (folder / f"{name}.csv").write_bytes(table.encode() if isinstance(table, str) else table)
        return read(folder)

    return reading


@pytest.fixture
def read_scenario(folder: Path, read_text: Callable[..., Reading]) -> Callable[..., Reading]:
    """Reads a scenario of this text over the sound programme, or over another with tables beside it."""

    def reading(text: str, over: str = SOUND, **tables: str) -> Reading:
        read_text(over, **tables)
        (folder / "scenarios").mkdir(exist_ok=True)
        (folder / "scenarios" / "late.yaml").write_text(text, encoding="utf-8")
        return read("scenarios/late.yaml")

    return reading


@pytest.fixture
def spoil(read_text: Callable[..., Reading]) -> Callable[..., list[str]]:
    """What is said of the sound programme with some parts changed, and tables beside it."""

    def spoilt(changes: Mapping[str, str], **tables: str | bytes) -> list[str]:
        return [str(problem) for problem in read_text(changed(SOUND, changes), **tables).problems]

    return spoilt
