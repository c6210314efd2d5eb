"""Small programmes, and what becomes of them when they are changed."""

import inspect
import textwrap
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from tests.cases.conftest import HEAD

from workshare.files.folder import load
from workshare.model.programme import Programme
from workshare.outcome.plan import Plan
from workshare.planner.make import make_plan

PUMPS = """\
format: 1
id: pumps
programme: Pumps
start: 2024-01-01
until: 2024-12-30
calendar: {weeks: 52}
partners: {UA: {name: Ukraine}, PL: {name: Poland}}
sites: {works: {country: UA}, annex: {country: PL}, hub: {country: UA, kind: customer}}
items: {pump: {family: pumps, cost: 100}, seal: {cost: 5}}
resources: {line: {site: works, hours: 80 per week}, second: {site: annex, hours: 80 per week}}
operations:
  build: {site: works, makes: {pump: 1}, uses: {seal: 1}, time: {line: 8 h}, lead_time: 7 days}
supplies: {seals: {item: seal, site: works, country: PL, total: 500, price: 5}}
lanes: {road: {origin: works; annex, destination: hub, lead_time: 7 days, cost: 1}}
demands: {order: {item: pump, site: hub, quantity: 40, due: 2024-03-31}}
commitments: {first: {by: Minister, says: ten by February, due: 2024-01-31, measure: {delivered: pump, quantity: 10}}}
"""
"""80 h a week make 10 pumps, begun until Sunday 7 January, ready on the 14th, at the hub on the 21st."""

Make = Callable[..., Programme]
Reader = Callable[..., Programme]


@pytest.fixture
def pumps(tmp_path: Path) -> Make:
    """The programme with some of its words changed."""

    def made(changes: Mapping[str, str] | None = None) -> Programme:
        text = PUMPS
        for old, new in (changes or {}).items():
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
            text = text.replace(old, new)
        (tmp_path / "programme.yaml").write_text(text, encoding="utf-8")
        return load(tmp_path)

    return made


@pytest.fixture
def planned(pumps: Make) -> Callable[..., Plan]:
    """The plan of the programme with some of its words changed."""
    return lambda changes=None: make_plan(pumps(changes), outlook=False)


@pytest.fixture
def programme(request: pytest.FixtureRequest, tmp_path: Path) -> Reader:
    """Reads the programme in the test's docstring; each key of ``changes`` there gives way to its value."""
    text = inspect.cleandoc(request.function.__doc__)
    body = textwrap.dedent(text[text.rindex("\n", 0, text.index("start: ")) + 1 :])

    def read(changes: Mapping[str, str] | None = None) -> Programme:
        written = HEAD + body
        for old, new in (changes or {}).items():
            assert written.count(old) == 1, f"{old!r} stands {written.count(old)} times in the programme"
            written = written.replace(old, new)
        (tmp_path / "programme.yaml").write_text(written + "\n", encoding="utf-8")
        return load(tmp_path)

    return read


@pytest.fixture(scope="session")
def case() -> Programme:
    """The bundled Ukraine-US case."""
    return load(Path(__file__).parents[2] / "programmes" / "ukraine-us-2023")
