"""workshare record, as a user types it, and the sentences that it says."""

import ast
import contextlib
import io
import json
import os
import sqlite3
import string
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.exchange.licensed import EARLY, MIDDLE, PROJECTIONS, drawn, in_force

from workshare.answers.exchange import DUTIES, STATES, WHYS
from workshare.answers.record import FAULTS, REASONS
from workshare.cli.main import main
from workshare.exchange.licences import Status
from workshare.exchange.reasons import Why
from workshare.exchange.terms import Proviso
from workshare.record.findings import Fault
from workshare.record.log import Record
from workshare.record.refusal import Reason

SOURCE = Path(__file__).parents[2] / "src" / "workshare"
PARTS = [SOURCE / "record", SOURCE / "exchange", SOURCE / "cli"]


@dataclass
class Done:
    """How a command ended and what it said."""

    returncode: int
    stdout: str
    stderr: str


def run(*words: str, cwd: Path) -> Done:
    """The command line in this process: starting one for each would take most of the time."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    before = sys.argv
    sys.argv = ["workshare", *words]
    try:
        with contextlib.chdir(cwd), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(bool(end.code))
    finally:
        sys.argv = before
    return Done(code, out.getvalue(), err.getvalue())


def ok(*words: str, cwd: Path) -> str:
    """What a command that works prints."""
    done = run(*words, cwd=cwd)
    assert (done.returncode, done.stderr.count("failed")) == (0, 0), done.stderr
    return done.stdout


def refused(*words: str, cwd: Path, code: int = 2) -> str:
    """What a command says that does not work: a sentence, and no trace."""
    done = run(*words, cwd=cwd)
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert "it is not your input" not in done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A record with a partner's witness, both keys in files, and three events."""
    (tmp_path / "log.pub").write_text(
        ok("record", "init", "r.db", "--log", "records.example/pumps", "--key", "keys/log.key", cwd=tmp_path), "utf-8"
    )
    (tmp_path / "w.pub").write_text(
        ok("record", "witness", "new", "w", "--name", "partner.example/w1", cwd=tmp_path), "utf-8"
    )
    ok("record", "witness", "trust", "w", "log.pub", cwd=tmp_path)
    lines = [
        {"kind": "note", "who": "olena", "for": "ua", "happened": "2026-03-02T10:00:00+02:00", "payload": {"x": "ї"}},
        {"kind": "note", "who": "olena", "for": "ua", "happened": "2026-03-02T11:00:00Z"},
    ]
    (tmp_path / "e.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    ok("record", "append", "r.db", "e.jsonl", cwd=tmp_path)
    ok("record", "append", "r.db", "--kind", "note", "--who", "olena", "--for", "ua", cwd=tmp_path)
    return tmp_path


def test_from_the_first_event_to_a_receipt(here: Path) -> None:
    """Signed, cosigned by file, checked, and verified elsewhere from three small files."""
    assert ok("record", "append", "r.db", "e.jsonl", cwd=here).count("already") == 2
    signed = ok("record", "checkpoint", "r.db", "--key", "keys/log.key", cwd=here)
    assert signed.splitlines()[:2] == ["records.example/pumps", "3"]
    ok("record", "witness", "request", "r.db", "-o", "ask.txt", cwd=here)
    ok("record", "witness", "answer", "w", "ask.txt", "-o", "answer.txt", cwd=here)
    assert "partner.example/w1" in ok("record", "witness", "take", "r.db", "answer.txt", "--witness", "w.pub", cwd=here)
    ok("record", "receipt", "r.db", "0", "-o", "elsewhere/r.tlog-proof", cwd=here)
    ok("record", "checkpoint", "r.db", "-o", "elsewhere/kept", cwd=here)
    (here / "elsewhere" / "keys").write_text((here / "log.pub").read_text() + "# hers\n" + (here / "w.pub").read_text())
    words = ["record", "verify", "r.tlog-proof", "--keys", "keys", "--least", "1", "--checkpoint", "kept"]
    told = ok(*words, cwd=here / "elsewhere")
    assert "event 0 of 3 in the log records.example/pumps" in told
    assert "cosigned by partner.example/w1" in told
    [answer] = json.loads(ok(*words, "--json", cwd=here / "elsewhere"))
    assert (answer["proved"], answer["event"]["payload"]) == (True, {"x": "ї"})
    receipt = here / "elsewhere" / "r.tlog-proof"
    receipt.write_text(receipt.read_text("utf-8").replace("index 0", "index 1"), "utf-8")
    assert "нічого не доводить" in refused(*words, "--language", "uk", cwd=here / "elsewhere", code=4)
    assert "3 events, and nothing is wrong" in ok("record", "fsck", "r.db", cwd=here)
    ok("record", "witness", "kept", "w", "records.example/pumps", "-o", "kept", cwd=here)
    assert "up to 3 events" in ok("record", "fsck", "r.db", "--kept", "kept", cwd=here)
    assert "nothing stood otherwise" in ok("record", "rebuild", "r.db", cwd=here)
    assert [json.loads(x)["n"] for x in ok("record", "show", "r.db", "--json", cwd=here).splitlines()] == [0, 1, 2]
    assert json.loads(ok("record", "show", "r.db", "1", cwd=here))["who"] == "olena"


def test_what_is_wrong_is_told_in_a_sentence(here: Path) -> None:
    """No file, no key, no number, no record: each in a sentence of either language, with exit code 2."""
    (here / "keys" / "open.key").write_bytes((here / "keys" / "log.key").read_bytes())
    (here / "keys" / "open.key").chmod(0o644)
    for words, told in (
        (["show", "none.db"], "there is no record"),
        (["show", "none.db", "--language", "uk"], "журналу немає"),
        (["show", "r.db", "7"], "no event 7"),
        (["init", "r.db", "--log", "records.example/pumps", "--key", "keys/log.key"], "there is something already"),
        (["init", "n.db", "--log", "a b", "--key", "keys/n.key"], "cannot name a key"),
        (["checkpoint", "r.db"], "nothing was signed yet"),
        (["checkpoint", "r.db", "--key", "keys/none"], "keys/none"),
        (["checkpoint", "r.db", "--key", "log.pub"], "this is no secret key file"),
        (["checkpoint", "r.db", "--key", "keys/open.key"], "others can read"),
        (["receipt", "r.db", "0"], "nothing was signed yet"),
        (["witness", "ask", "r.db", "--to", "w", "--witness", "nonsense"], "a public key is written"),
        (["fsck", "r.db", "--kept", "log.pub"], "no signed note"),
        (["verify", "log.pub", "--keys", "none"], "a public key is written"),
        (["append", "r.db", "--kind", "note", "--who", "o", "--for", "u", "--payload", "{"], "no JSON"),
        (["append", "r.db", "--kind", "note"], "who is missing"),
        (["append", "r.db", "none.jsonl"], "none.jsonl"),
        (["append", "r.db", "--kind", "fund.released", "--who", "o", "--for", "u"], "date is missing"),
        (["show", "postgresql://u:secret-word@127.0.0.1:1/x"], "127.0.0.1"),
    ):
        said = refused("record", *words, cwd=here)
        assert told in said, said
        assert "secret-word" not in said
    moment = '"happened":"2026-03-02T10:00:00Z"'
    bad = ['{"kind":"note","who":"o","hapened":"x"}', "not json", '{"kind":"N","who":"o","for":"u",' + moment + "}"]
    (here / "bad.jsonl").write_text("\n".join(bad), "utf-8")
    said = refused("record", "append", "r.db", "bad.jsonl", cwd=here)
    assert [line.split(":")[:2] for line in said.splitlines()[:-1]] == [["bad.jsonl", n] for n in "11123"]
    assert "did you mean happened?" in said
    assert "5 problems; nothing was written" in said


def test_a_changed_record_is_told(here: Path) -> None:
    """The check names what is wrong, in words and as JSON, and ends with 4."""
    ok("record", "checkpoint", "r.db", "--key", "keys/log.key", cwd=here)
    ok("record", "witness", "ask", "r.db", "--to", "w", "--witness", "w.pub", cwd=here)
    ok("record", "witness", "kept", "w", "records.example/pumps", "-o", "kept", cwd=here)
    connection = sqlite3.connect(here / "r.db")
    connection.execute("UPDATE events SET body = replace(body, 'olena', 'ulena') WHERE n = 1")
    connection.commit()
    connection.close()
    said = refused("record", "fsck", "r.db", "--kept", "kept", cwd=here, code=4)
    assert "event 1 was changed" in said
    assert "3 is the smallest kept checkpoint that does not match" in said
    answer = json.loads(refused("record", "fsck", "r.db", "--kept", "kept", "--json", cwd=here, code=4))
    assert (answer["sound"], answer["diverges"]) == (False, 3)


def test_people_approve_and_are_erased(tmp_path: Path) -> None:
    """A request, an approval by another organisation's own key, one's own that is refused, and a name erased."""
    ok("record", "init", "r.db", "--log", "records.example/pumps", "--key", "keys/log.key", cwd=tmp_path)
    keys = {p: ok("record", "key", f"keys/{p}", "--who", p, cwd=tmp_path).strip() for p in ("ann", "eve")}
    founding = {
        "parties": [{"party": "works", "country": "UA"}, {"party": "bureau", "country": "PL"}],
        "persons": [
            {"person": "ann", "party": "works", "key": keys["ann"], "name": {"seal": "Анна Коваль"}},
            {"person": "eve", "party": "bureau", "key": keys["eve"], "name": {"seal": "Ева Новак"}},
        ],
    }
    said = ["--who", "ann", "--for", "works"]
    ok("record", "append", "r.db", "--kind", "record.founded", *said, "--payload", json.dumps(founding), cwd=tmp_path)
    shown = json.loads(ok("record", "show", "r.db", "0", cwd=tmp_path))
    assert "Коваль" not in json.dumps(shown, ensure_ascii=False)
    (tmp_path / "thing.json").write_text('{"quantity": "10"}', "utf-8")
    ok("record", "request", "r.db", "r1", "--thing", "thing.json", "--persons", "1", *said, cwd=tmp_path)
    words = ["record", "approve", "r.db", "r1", "--thing", "thing.json"]
    assert "cannot approve" in refused(*words, "--key", "keys/ann", *said, cwd=tmp_path)
    (tmp_path / "other.json").write_text('{"quantity": "11"}', "utf-8")
    other = ["record", "approve", "r.db", "r1", "--thing", "other.json", "--key", "keys/eve"]
    assert "not exactly" in refused(*other, "--who", "eve", "--for", "bureau", cwd=tmp_path)
    told = ok(*words, "--key", "keys/eve", "--who", "eve", "--for", "bureau", cwd=tmp_path)
    assert "r1 is approved" in told
    found = shown["payload"]["persons"][0]["name"]["sealed"]
    ok("record", "erase", "r.db", found, "--why", "asked for it", *said, cwd=tmp_path)
    assert "Коваль".encode() not in (tmp_path / "r.db").read_bytes()
    assert "already" in refused("record", "erase", "r.db", found, "--why", "again", *said, cwd=tmp_path)
    assert "nothing is wrong" in ok("record", "fsck", "r.db", cwd=tmp_path)


def test_licences_are_listed(tmp_path: Path) -> None:
    """A licence with its balance and duties, and the year's report, in both languages."""
    ok("record", "init", "r.db", "--log", "records.example/pumps", "--key", "keys/log.key", cwd=tmp_path)

    record = Record(tmp_path / "r.db", PROJECTIONS)
    record.append([e.draft for e in in_force(provisos=["annual-report"])], EARLY)
    record.append([drawn("a", "30", purchaser="bureau", country="PL").draft], MIDDLE)
    at = ["--at", "2024-06-08T22:00:00Z"]
    table = ok("exchange", "licences", "r.db", *at, cwd=tmp_path)
    assert "in force" in table
    assert "The holder reports every year" in table
    assert "Власник ліцензії щороку звітує" in ok("exchange", "licences", "r.db", *at, "--language", "uk", cwd=tmp_path)
    [row] = json.loads(ok("exchange", "licences", "r.db", *at, "--json", cwd=tmp_path))
    assert (row["licence"], row["quantity"], row["quantity_left"]) == ("l1", "30", "70")
    [row] = json.loads(ok("exchange", "transfers", "r.db", "--year", "2024", "--json", cwd=tmp_path))
    assert (row["item"], row["purchaser"], row["quantity"], row["draws"]) == ("pump", "bureau", "30", [6])
    assert "bureau" in ok("exchange", "transfers", "r.db", "--year", "2024", cwd=tmp_path)
    assert "Nothing was transferred" in ok("exchange", "transfers", "r.db", "--year", "2023", cwd=tmp_path)
    assert "no moment" in refused("exchange", "licences", "r.db", "--at", "today", cwd=tmp_path)


# ------------------------------------------------------------------ sentences


def test_every_reason_has_its_sentence() -> None:
    """Nothing is refused or found without words for it."""
    assert set(REASONS) == set(Reason)
    assert set(WHYS) == set(Why)
    assert set(FAULTS) == set(Fault)
    assert set(STATES) == set(Status)
    assert set(DUTIES) == set(Proviso)
    assert not set(Reason) & set(Why)


def raised() -> list[tuple[str, str, set[str]]]:
    """Each place of the source that gives a reason with its values by name: where, the reason, the names."""
    found = []
    for path in (p for part in PARTS for p in sorted(part.rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = _names(node)
            if names is not None:
                found.append((f"{path.name}:{node.lineno}", *names))  # type: ignore[attr-defined] # it is a call
    return found


def _names(node: ast.AST) -> tuple[str, set[str]] | None:
    if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Attribute):
        return None
    reason = node.args[0]
    if not isinstance(reason.value, ast.Name) or reason.value.id not in {"Reason", "Why", "Fault"}:
        return None
    table: Any = {"Reason": Reason, "Why": Why, "Fault": Fault}[reason.value.id]
    names = {k.arg for k in node.keywords}
    if len(node.args) > 1:
        values = node.args[1]
        if not isinstance(values, ast.Dict) or not all(isinstance(k, ast.Constant) for k in values.keys):
            return None
        names |= {k.value for k in values.keys if isinstance(k, ast.Constant)}
    return table[reason.attr], {str(n) for n in names}


def test_every_sentence_has_its_values() -> None:
    """Wherever a reason is given, it comes with all that its sentence names."""
    texts = {**REASONS, **WHYS, **FAULTS}
    checked = raised()
    assert len(checked) > 80
    for where, reason, names in checked:
        wanted = {name for _, name, _, _ in string.Formatter().parse(texts[reason]) if name}
        assert wanted <= names, f"{where}: {reason} lacks {wanted - names}"


def test_the_help_is_quick() -> None:
    """Help loads no database."""
    code = (
        "import sys, workshare.cli.main; print([m for m in ('sqlalchemy', 'cryptography', 'yaml') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    assert done.stdout.strip() == "[]"
