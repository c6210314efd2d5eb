"""The register's commands, as a user runs them."""

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.record.conftest import LOG
from tests.register.small import SOUND, TEXTS, write

from workshare.cli import main
from workshare.cli.parts import PROJECTIONS
from workshare.record.create import create
from workshare.record.event import Draft
from workshare.record.log import Record

PROGRAMME = """\
format: 1
programme: Pumps
start: 2024-01-01
until: 2024-12-31
activities: {trial: {days: 3}}
commitments:
  first: {by: Ivan Example, says: first pumps, due: 2024-06-01, measure: {done: trial}, source: S1-01}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A programme with a register, in the present folder, and no store."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WORKSHARE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("LC_ALL", "C")
    write(tmp_path)
    (tmp_path / "programme.yaml").write_text(PROGRAMME, encoding="utf-8")
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """The exit code of a command."""
    monkeypatch.setattr(sys, "argv", ["workshare", "register", *words])
    with pytest.raises(SystemExit) as left:
        main()
    return int(left.value.code or 0)


def event(kind: str, when: str, **payload: Any) -> str:
    """A line of a record."""
    row = {"event": 1, "kind": kind, "who": "o", "for": "UA", "happened": f"{when}T10:00:00Z", "key": when}
    return json.dumps(row | {"recorded": f"{when}T10:00:01Z", "payload": payload}) + "\n"


def shown(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str) -> dict[str, Any]:
    """The one promise as `show --json` has it."""
    assert run(monkeypatch, "show", ".", "--json", *words) == 0, capsys.readouterr().err
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    [promise] = document["promises"]
    return {"as_of": document["as_of"], **promise}


def test_show(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A promise is announced, kept once the record says that its step is finished, and missed if it does not."""
    said = shown(capsys, monkeypatch)
    assert (said["as_of"], said["standing"], said["p_kept"]) == ("2024-05-01", "announced", None)
    record, odds = folder / "record.jsonl", folder / "odds.json"
    record.write_text(
        event("licence.granted", "2024-02-01") + event("activity.finished", "2024-05-20", activity="trial")
    )
    late = shown(capsys, monkeypatch, "--record", "record.jsonl", "--as-of", "2024-05-19")
    assert late["standing"] == "announced"
    lines = record.read_text().splitlines()
    numbered = [json.dumps({"n": n, "event": json.loads(line)}) for n, line in enumerate(lines)]
    record.write_text("\n".join(numbered) + "\n")
    kept = shown(capsys, monkeypatch, "--record", "record.jsonl", "--as-of", "2024-05-20")
    assert (kept["standing"], kept["events"], kept["readings"][0]["day"]) == ("kept", [1], "2024-05-20")
    record.write_text(event("licence.granted", "2024-02-01"))
    assert shown(capsys, monkeypatch, "--record", "record.jsonl", "--as-of", "2024-06-02")["standing"] == "missed"
    rows = [{"id": "first", "p_kept": 0.2, "interval": [0.1, 0.3]}, {"id": "vague", "p_kept": None, "interval": None}]
    odds.write_text(json.dumps({"seed": 1, "commitments": rows}))
    risky = shown(capsys, monkeypatch, "--odds", "odds.json")
    assert (risky["standing"], risky["readings"][0]["p_kept"]) == ("at risk", 0.2)
    assert run(monkeypatch, "show", ".") == 0
    assert "1 promise is registered: 1 announced." in capsys.readouterr().out
    assert run(monkeypatch, "show", ".", "--language", "uk") == 0
    assert "Зареєстровано 1 обіцянку: 1 оголошено." in capsys.readouterr().out


def test_show_by_a_record(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A record itself keeps a promise, without what was written past its rules; what is none is told."""
    create(folder / "record.db", LOG.public)
    record, noon = Record("record.db", PROJECTIONS), dt.datetime(2024, 5, 20, 12, tzinfo=dt.UTC)

    def finished(key: str, **payload: str) -> Draft:
        return Draft(kind="activity.finished", who="o", party="UA", happened=noon, key=key, payload=payload)

    Record("record.db").append([finished("forged", activity="trial", date="2024-05-02")], noon)
    asked = ("--record", "record.db", "--as-of", "2024-05-20")
    assert shown(capsys, monkeypatch, *asked)["standing"] == "announced"
    record.append([finished("told", activity="trial", date="2024-05-20")], noon)
    kept = shown(capsys, monkeypatch, *asked)
    assert (kept["standing"], kept["events"]) == ("kept", [1])
    assert run(monkeypatch, "show", ".", "--record", "none.db") == 2
    assert "none.db" in capsys.readouterr().err
    assert run(monkeypatch, "show", ".", "--record", "postgresql://o:hidden@127.0.0.1:1/none") == 2
    assert "hidden" not in capsys.readouterr().err
    delivered = Draft(
        kind="output.delivered", who="o", party="UA", happened=noon, key="d",
        payload={"demand": "at-sea", "quantity": "1", "date": "2024-05-20"},
    )  # fmt: skip
    record.append([delivered], noon)
    assert run(monkeypatch, "show", ".", *asked) == 2
    assert "event 2 (output.delivered) names demand at-sea" in capsys.readouterr().err


def test_check_and_keep(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Spans are proved on a folder of texts, or on one's own store once the texts are kept there."""
    assert run(monkeypatch, "check", ".") == 0
    assert "spans not checked" in capsys.readouterr().out
    assert run(monkeypatch, "check", ".", "--sources", "texts") == 0
    assert "every span and hash holds" in capsys.readouterr().out
    assert run(monkeypatch, "keep", *(f"texts/{name}" for name in TEXTS)) == 0
    assert run(monkeypatch, "check", ".") == 0
    assert "every span and hash holds" in capsys.readouterr().out.splitlines()[-1]
    (folder / "texts" / "may.txt").write_text("Not the same.", encoding="utf-8")
    assert run(monkeypatch, "check", ".", "--sources", "texts") == 2
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith("register.yaml:5: sources R2: 'may.txt' has changed")
    assert [line.rpartition("[")[2] for line in told[1:3]] == ["bad-span]", "bad-span]"]
    (folder / "programme.yaml").unlink()
    assert run(monkeypatch, "check", "register.yaml") == 0


def test_publish(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The page is written whole, in the language that was asked for; a broken register writes nothing."""
    assert run(monkeypatch, "publish", ".", "--out", "page.html", "--language", "uk") == 0
    assert 'id="in-uk" aria-label="Українська" lang="uk" autocomplete="off" checked' in (
        folder / "page.html"
    ).read_text(encoding="utf-8")
    (folder / "register.yaml").write_text(SOUND.replace("by: minister", "by: nobody"), encoding="utf-8")
    assert run(monkeypatch, "publish", ".", "--out", "other.html") == 2
    assert "names entity nobody, which is not there" in capsys.readouterr().err
    assert not (folder / "other.html").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        ("--plan", "{", "plan.json:1: this is not JSON"),
        ("--plan", '{"commitments": 3}', "plan.json:1: this is no plan.json of this release"),
        ("--record", "[]\n", "record.jsonl:1: this is JSON, but not an object"),
        ("--record", event("a.b", "2024-02-01") + "{}\n", "record.jsonl:2: this line is no event"),
        (
            "--record",
            event("activity.finished", "2024-02-01"),
            "record.jsonl:1: event 0 (activity.finished) does",
        ),
        ("--odds", '{"commitments": [{"id": "first"}]}', "odds.json:1: these are no odds"),
        ("--odds", '{"commitments": [{"id": "f", "p_kept": 2, "interval": [0, 1]}]}', "odds.json:1: these are no odds"),
    ],
)
def test_files_that_are_broken(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, wrong: tuple[str, str, str]
) -> None:
    """A plan, a record or odds that cannot be read are told with their line, and there is no traceback."""
    option, content, told = wrong
    name = {"--plan": "plan.json", "--record": "record.jsonl", "--odds": "odds.json"}[option]
    (folder / name).write_text(content, encoding="utf-8")
    assert run(monkeypatch, "show", ".", option, name) == 2
    assert told in capsys.readouterr().err
    (folder / name).unlink()
    assert run(monkeypatch, "show", ".", option, name) == 2
