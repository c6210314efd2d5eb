"""workshare register read with a language model: never asked unless told to, marked, and believed in nothing unseen."""

import json
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from workshare.cli import main
from workshare.files.chat import Model
from workshare.problems import BadInput
from workshare.register.reading.model import proposed

TEXT = (
    "Lviv, 6 May 2024\n\nThe pumps will be delivered by the end of May, Minister Olena Bondar told Reuters.\n\n"
    "Seals for 3 million euros from Poland by June 2024\n\nIn the hall, by the way\n"
)
BY_RULES = "The pumps will be delivered by the end of May"
SEALS = "Seals for 3 million euros from Poland by June 2024"
KEY = "sk-not-to-be-told"


class Server:
    """A server in the format of chat completions that answers what it is told to, and keeps what it was asked."""

    def __init__(self) -> None:
        self.status, self.content, self.raw, self.to = 200, "[]", b"", ""
        self.asked: list[tuple[str, str, dict[str, Any]]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.asked.append((self.path, self.headers.get("Authorization", ""), json.loads(body)))
                message = {"role": "assistant", "content": outer.content}
                answer = outer.raw or json.dumps({"choices": [{"index": 0, "message": message}]}).encode()
                self.send_response(outer.status)
                if outer.to:
                    self.send_header("Location", outer.to)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's own name
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.http.server_port}/v1"

    def says(self, *rows: Any) -> None:
        """The rows of its next answers."""
        self.content = json.dumps(list(rows))


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on the loopback."""
    made = Server()
    thread = threading.Thread(target=made.http.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield made
    finally:
        made.http.shutdown()
        thread.join()
        made.http.server_close()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A text in the present folder, and a key in the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("WORKSHARE_MODEL_KEY", KEY)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    (tmp_path / "news.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


Run = Any


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command; gives its exit code, what it printed and what it complained of. The key is in neither."""

    def read(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["workshare", "register", "read", "news.txt", *words])
        with pytest.raises(SystemExit) as left:
            main()
        told = capsys.readouterr()
        assert KEY not in told.out + told.err
        return int(left.value.code or 0), told.out, told.err

    return read


def row(quote: str, /, **more: Any) -> dict[str, Any]:
    """A row as a model that counts well would give it."""
    start = TEXT.index(quote)
    said = {"quote": quote, "start": start, "end": start + len(quote), "kind": "commitment", "stance": "said"}
    return {**said, "speaker": None, "reported_by": None, **more}


def test_no_model_is_asked_unless_an_address_is_given(run: Run, server: Server) -> None:
    """Without --model-at nothing is sent anywhere, whatever the environment holds."""
    assert run("--json")[0] == 0
    assert server.asked == []


def test_its_proposals_are_marked(run: Run, server: Server) -> None:
    """What holds is listed with the model's name; dates, sums and places are our own rules' reading of its quote."""
    server.says(row(SEALS, speaker="Olena Bondar"), row(BY_RULES, kind="fact"))
    asked = ("--model-at", server.address, "--model", "small-one")
    code, out, err = run("--json", *asked)
    assert (code, err) == (0, "")
    rules, model = json.loads(out)
    assert TEXT[rules["start"] : rules["end"]] == BY_RULES
    assert "model" not in rules
    assert rules["kind"] == "commitment"  # of an assertion that both propose, the rules' reading counts
    june, sum_at, start = TEXT.index("by June"), TEXT.index("3 million"), TEXT.index(SEALS)
    dates = model.pop("dates")
    assert [(d["start"], d["iso"]) for d in dates] == [(june, "2024-06-01")]
    amounts = model.pop("amounts")
    assert [(a["start"], a["value"], a["currency"]) for a in amounts] == [(sum_at, 3_000_000, "EUR")]
    assert model == {
        "start": start, "end": start + len(SEALS), "kind": "commitment", "stance": "said", "places": ["PL"],
        "speaker": "Olena Bondar", "reported_by": None, "model": "small-one",
    }  # fmt: skip
    [(path, authorised, body)] = server.asked
    assert (path, authorised, body["model"]) == ("/v1/chat/completions", f"Bearer {KEY}", "small-one")
    assert [m["role"] for m in body["messages"]] == ["system", "user"]
    assert body["messages"][1]["content"] == TEXT
    assert "proposed by the model small-one, not by the rules" in run(*asked)[1]
    assert "запропонувала модель small-one" in run(*asked, "--language", "uk")[1]


def test_a_model_that_does_not_count(run: Run, server: Server) -> None:
    """A quote without a place is found where it alone stands; an answer may stand in a fence."""
    server.content = f"Here you are:\n```json\n{json.dumps([row(SEALS, start=None, end=None)])}\n```"
    _, out, err = run("--json", "--model-at", server.address, "--model", "m")
    assert (json.loads(out)[-1]["start"], err) == (TEXT.index(SEALS), "")


BAD_ROWS: list[tuple[Any, str]] = [
    (row(SEALS, start=0, end=len(SEALS)), f"what it quotes does not stand at 0 to {len(SEALS)}"),
    (row(SEALS, quote="Seals for 4 million euros from Poland by June 2024"), "what it quotes does not stand at"),
    (row(SEALS, end=TEXT.index(SEALS) + 5), "what it quotes does not stand at"),
    (row(SEALS, quote="Nobody wrote this", start=None, end=None), "stands 0 times in the text"),
    (row(SEALS, quote="by", start=None, end=None), "stands 3 times in the text"),
    (row(SEALS, start=-1), "its span is no part of the text"),
    (row(SEALS, end=10_000), "its span is no part of the text"),
    (row(SEALS, start="106"), "its span is no part of the text"),
    (row(SEALS, start=True), "its span is no part of the text"),
    (row(SEALS, quote=" "), "it quotes nothing"),
    (row(SEALS, quote=None), "it quotes nothing"),
    (row(SEALS, kind="promise"), "its kind is none of commitment, event, fact, view, silence"),
    (row(SEALS, stance="sure"), "its stance is none of said, denied, declined, expected, possible"),
    (row(SEALS, speaker="Petro Newman"), "its speaker is nobody whom the text names"),
    (row(SEALS, reported_by="The Times"), "its reported_by is nobody whom the text names"),
    (row(SEALS, speaker=["Olena"]), "its speaker is no name"),
    ("a text", "it is no object"),
]


@pytest.mark.parametrize(("bad", "why"), BAD_ROWS)
def test_what_does_not_hold_is_refused(bad: Any, why: str) -> None:
    """Each such proposal is refused with its number and reason, and those beside it stand."""
    found, refused = proposed(TEXT, json.dumps([row(SEALS), bad, row(SEALS)]), "m")
    assert [(p.start, p.model) for p in found] == [(TEXT.index(SEALS), "m")]
    assert [r.number for r in refused] == [2, 3]
    assert why in refused[0].why
    assert refused[1].why == "the answer has the same span before"


def test_refusals_are_told(run: Run, server: Server) -> None:
    """On the side, one in a line; what stands is printed all the same."""
    server.says(*(bad for bad, _ in BAD_ROWS), row(SEALS))
    code, out, err = run("--json", "--model-at", server.address, "--model", "m")
    assert code == 0
    assert [p.get("model") for p in json.loads(out)] == [None, "m"]
    heads = [f"news.txt: proposal {n} of the model is refused: " for n in range(1, len(BAD_ROWS) + 1)]
    for line, head, (_, why) in zip(err.splitlines(), heads, BAD_ROWS, strict=True):
        assert line.startswith(head)
        assert why in line


@pytest.mark.parametrize(
    ("status", "answer", "told"),
    [
        (401, KEY.encode(), "answers with status 401 (check WORKSHARE_MODEL_KEY) [no-model]"),
        (500, KEY.encode(), "answers with status 500 (check --model-at and --model) [no-model]"),
        (200, b"<html>", "does not answer as chat completions do"),
        (200, b'{"choices": []}', "does not answer as chat completions do"),
        (200, b"[" * 100_000, "does not answer as chat completions do"),
        (200, "I would rather not.", "the model's answer is no JSON array"),
        (200, '{"quote": "x"}', "the model's answer is no JSON array"),
    ],
)
def test_no_good_answer(run: Run, server: Server, status: int, answer: bytes | str, told: str) -> None:
    """It is told in one line, the exit code is 2, and neither the key nor what the server said stands in it."""
    server.status = status
    if isinstance(answer, bytes):
        server.raw = answer
    else:
        server.content = answer
    code, out, err = run("--json", "--model-at", server.address, "--model", "m")
    assert (code, out) == (2, "")
    assert told in err
    assert err.splitlines()[1:] == ["1 problem; nothing was written"]


def test_nobody_is_followed_elsewhere(run: Run, server: Server) -> None:
    """An address that sends one on is told as it is: the key goes to nobody else."""
    server.status, server.to = 307, f"{server.address}/elsewhere"
    assert "answers with status 307" in run("--model-at", server.address, "--model", "m")[2]
    assert len(server.asked) == 1


def test_nobody_there(run: Run) -> None:
    """An address at which nothing answers is told."""
    code, _, err = run("--model-at", "http://127.0.0.1:9/v1", "--model", "m")
    assert (code, "cannot be asked" in err) == (2, True)


@pytest.mark.parametrize(
    "address",
    [
        *("", "here", "file:///etc/passwd", "ftp://x/v1", "https://", "http://[::1", "https://x:port/v1"),
        *(f"https://me:{KEY}@models.example/v1", f"https://models.example/v1?key={KEY}", "http://models.example/v1"),
    ],
)
def test_addresses_that_are_refused(address: str) -> None:
    """No address, a secret in it, or the key over an open line: refused before anything is sent, and not repeated."""
    with pytest.raises(BadInput) as told:
        Model(address=address, name="m", key=KEY)
    assert "[no-model]" in str(told.value)
    assert KEY not in str(told.value)


def test_a_key_is_never_shown() -> None:
    """Not even where a program prints the model; what is no key is refused."""
    assert KEY not in repr(Model(address="https://models.example/v1", name="m", key=KEY))
    with pytest.raises(BadInput) as told:
        Model(address="https://models.example/v1", name="m", key=f"{KEY}\n")
    assert KEY not in str(told.value)


def test_yes_to_what_it_said(run: Run, server: Server, folder: Path) -> None:
    """A yes is to an answer that is kept: it is asked once, and the same bytes count from then on."""
    server.says(row(SEALS))
    at = ("--model-at", server.address, "--model", "m")
    start = TEXT.index(SEALS)
    (folder / "yes.yaml").write_text(
        f"format: 1\nsource: R4\nyes:\n  - {{start: {start}, end: {start + len(SEALS)}, fact: {{en: In June}}}}\n",
        encoding="utf-8",
    )
    code, _, err = run(*at, "--accept", "yes.yaml")
    assert (code, "--model-said" in err) == (2, True)
    assert run(*at, "--model-said", "said.txt")[0] == 0
    server.says()
    code, out, _ = run("--model-said", "said.txt", "--accept", "yes.yaml")
    assert code == 0
    assert yaml.safe_load(out)["statements"]["S4-01"]["fact"] == {"en": "In June"}
    assert len(server.asked) == 1
    assert run("--model-said", "none.txt")[0] == 2
    assert run("--model-at", server.address)[0] == 2
