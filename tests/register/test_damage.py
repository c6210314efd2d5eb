"""Whatever is in a register, contracts or a record, reading ends in what they say or in problems with their places."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.files.test_mutations import mutations
from tests.register.small import SOUND, write

from workshare.files.contracts import read_contracts
from workshare.files.folder import load
from workshare.files.known import read_accounts, read_facts, read_odds
from workshare.files.register import read_register
from workshare.problems import BadInput, Problem
from workshare.register.flags import flags
from workshare.register.spans import check_spans
from workshare.register.store import Store
from workshare.units import iso_day

PROGRAMME = load(Path(__file__).parents[2] / "programmes" / "transformers")
CONTRACTS = (Path(__file__).parents[2] / "programmes" / "transformers" / "contracts.yaml").read_text(encoding="utf-8")
DAY = iso_day("2026-12-31")
EVENT = json.dumps(
    {
        "event": 1, "kind": "output.delivered", "who": "o", "for": "UA", "happened": "2024-05-01T10:00:00Z",
        "recorded": "2024-05-02T10:00:00Z", "key": "k", "payload": {"demand": "winter", "quantity": "2"},
    }
)  # fmt: skip
slow = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=3 * settings().max_examples)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the examples use one after another."""
    return tmp_path_factory.mktemp("damage")


def told_well(problems: list[Problem], raw: bytes) -> None:
    """Every problem has a message, a hint and a line within the file."""
    for problem in problems:
        assert problem.message
        assert problem.hint
        assert str(problem).isprintable()
        assert 1 <= problem.line <= len(re.findall(rb"\r\n?|\n", raw)) + 1


@slow
@given(data=st.data())
def test_registers(place: Path, data: st.DataObject) -> None:
    """A damaged register is read, or told what is wrong with it; its spans can be checked all the same."""
    texts = write(place)
    raw = data.draw(mutations(SOUND))
    (place / "register.yaml").write_bytes(raw)
    reading = read_register(place)
    assert reading.problems or reading.register is not None
    told_well(list(reading.problems), raw)
    if reading.register is not None:
        found = check_spans(reading.register.sources, reading.register.statements, Store(texts))
        told_well([reading.place(problem) for problem in found], raw)


@slow
@given(data=st.data())
def test_contracts(place: Path, data: st.DataObject) -> None:
    """A damaged contracts file is read, or told what is wrong with it; what is sound can be flagged."""
    raw = data.draw(mutations(CONTRACTS))
    (place / "contracts.yaml").write_bytes(raw)
    contracts, problems = read_contracts(place)
    assert problems or contracts is not None
    told_well(problems, raw)
    if contracts is not None and not problems:
        flags(contracts, DAY)


@slow
@given(data=st.data())
def test_records_plans_and_odds(place: Path, data: st.DataObject) -> None:
    """Damaged events, plans and odds are read, or refused with a line."""
    odds = '{"seed": 1, "commitments": [{"id": "first", "p_kept": 0.2, "interval": [0.1, 0.3]}]}'
    plan = '{"as_of": "2024-01-01", "commitments": []}'
    for name, text in (("record.jsonl", f"{EVENT}\n{EVENT}\n"), ("odds.json", odds), ("plan.json", plan)):
        raw = data.draw(mutations(text))
        (place / name).write_bytes(raw)
        try:
            if name == "record.jsonl":
                read_facts(place / name, DAY, PROGRAMME)
            elif name == "odds.json":
                read_odds(place / name)
            else:
                read_accounts(place / name)
        except BadInput as bad:
            told_well(list(bad.problems), raw)
