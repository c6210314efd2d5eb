"""A witness, by file and over HTTP."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.record.conftest import LOG, NOW, draft, filled, refused

from workshare.record.checkpoint import Checkpoint, open_checkpoint
from workshare.record.keys import read_key, write_key
from workshare.record.log import Record
from workshare.record.note import SecretKey, Use
from workshare.record.refusal import Reason
from workshare.record.sealing import Answer, ask, request, sign, take
from workshare.record.wire import over_http, server
from workshare.record.witness import Witness

THEN = 1_700_000_000


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    """A partner's witness of the log."""
    made = Witness.create(tmp_path / "witness", "partner.example/w1", bytes(range(1, 33)))
    made.trust(LOG.public)
    return made


def test_she_cosigns_what_continues(witness: Witness, place: str) -> None:
    """From nothing to 3 to 3 again to 11; each is kept before it is cosigned."""
    record = filled(place, 3)
    for n, kept in ((0, 1), (0, 1), (8, 2)):
        size = record.size
        record.append([draft(i) for i in range(size, size + n)], NOW)
        sign(record, LOG)
        opened = ask(record, witness.key.public, lambda text: witness.answer(text, THEN))
        assert opened.cosigned == {"partner.example/w1": THEN}
        assert len(witness.kept(LOG.name)) == kept
    assert [open_checkpoint(n, LOG.public).checkpoint.size for n in witness.kept(LOG.name)] == [3, 11]


def test_what_she_answers(witness: Witness, place: str) -> None:
    """Each refusal has the status of the specification."""
    record = filled(place, 5)
    note = sign(record, LOG)
    good = request(record, 0)
    stranger = SecretKey.from_seed("other.example/log", Use.NOTE, bytes(32))
    forger = SecretKey.from_seed(LOG.name, Use.NOTE, bytes(32))
    root = open_checkpoint(note, LOG.public).checkpoint.root
    unknown = Checkpoint(stranger.name, 5, root).sign(stranger)
    forged = Checkpoint(LOG.name, 5, root).sign(forger)
    for text, status in (
        ("", 400),
        ("old x\n\n" + note, 400),
        ("old 00\n\n" + note, 400),
        ("old 0\nAAAA\n\n" + note, 400),
        ("old 0\n\n" + note[:-5], 400),
        ("old 6\n\n" + note, 400),
        ("old 0\n\n" + unknown, 404),
        ("old 0\n\n" + forged, 403),
        ("old 2\n\n" + note, 409),
        (good.replace("old 0\n", "old 0\n" + "A" * 43 + "=\n"), 422),
        (good, 200),
        (good, 409),
        ("old 5\n\n" + note, 200),
        ("old 5\n" + "A" * 43 + "=\n\n" + note, 422),
    ):
        assert witness.answer(text, THEN).status == status, text
    assert witness.answer(good, THEN).text == "5\n"


class Slow(Witness):
    """A witness whose requests all look at the last checkpoint before any of them goes on."""

    def __init__(self, folder: Path, meeting: threading.Barrier) -> None:
        super().__init__(folder)
        self.meeting, self.met = meeting, threading.local()

    def _latest(self, origin: str) -> Checkpoint:
        last = super()._latest(origin)
        if not hasattr(self.met, "yes"):
            self.met.yes = True
            self.meeting.wait(60)
        return last


def test_two_at_once(witness: Witness, place: str) -> None:
    """Of several continuations that are judged at the same moment, exactly one is cosigned."""
    record = filled(place, 4)
    sign(record, LOG)
    ask(record, witness.key.public, lambda text: witness.answer(text, THEN))
    requests = []
    for size in range(5, 9):
        record.append([draft(size - 1)], NOW)
        sign(record, LOG)
        requests.append(request(record, 4))
    slow = Slow(witness.folder, threading.Barrier(4))
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda text: slow.answer(text, THEN), requests))
    assert sorted(a.status for a in answers) == [200] + [409] * 3
    kept = witness.kept(LOG.name)
    assert len(kept) == 2
    size = open_checkpoint(kept[1], LOG.public).checkpoint.size
    assert {a.text for a in answers if a.status == 409} == {f"{size}\n"}


def test_by_hand(witness: Witness, place: str) -> None:
    """A request and an answer may travel as files; a stranger's answer is not taken, nor one to an older request."""
    record = filled(place, 4)
    sign(record, LOG)
    answer = witness.answer(request(record, 0), THEN)
    other = SecretKey.from_seed("partner.example/w1", Use.COSIGNATURE, bytes(32))
    assert refused(take, record, other.public, answer.text) is Reason.NOT_SIGNED
    assert refused(take, record, witness.key.public, "nothing\n") is Reason.NO_NOTE
    assert take(record, witness.key.public, answer.text).cosigned == {"partner.example/w1": THEN}
    record.append([draft(9)], NOW)
    sign(record, LOG)
    assert refused(take, record, witness.key.public, answer.text) is Reason.BAD_SIGNATURE


def test_another_key_for_a_watched_log(witness: Witness) -> None:
    """Whose log it is does not change."""
    witness.trust(LOG.public)
    other = SecretKey.from_seed(LOG.name, Use.NOTE, bytes(32)).public
    assert refused(witness.trust, other) is Reason.OTHER_KEY


def test_a_log_with_nothing_signed(witness: Witness, place: str) -> None:
    """There is nothing to cosign, and another's key signs nothing."""
    record = Record(place)
    assert refused(request, record, 0) is Reason.NOTHING_SIGNED
    assert refused(sign, record, SecretKey.from_seed(LOG.name, Use.NOTE, bytes(32))) is Reason.OTHER_KEY
    sign(record, LOG)
    empty = ask(record, witness.key.public, lambda text: witness.answer(text, THEN))
    assert empty.checkpoint.size == 0


@pytest.fixture
def address(witness: Witness) -> Iterator[str]:
    """The address of that witness, served."""
    http = server(witness, "127.0.0.1", 0)
    thread = threading.Thread(target=http.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{http.server_port}/"
    http.shutdown()
    thread.join()
    http.server_close()


def test_over_http(witness: Witness, address: str, place: str) -> None:
    """The same over HTTP; a conflict says the size, and the log asks again from there."""
    record = filled(place, 4)
    sign(record, LOG)
    assert list(ask(record, witness.key.public, over_http(address)).cosigned) == ["partner.example/w1"]
    record.append([draft(9)], NOW)
    sign(record, LOG)
    send = over_http(address)
    assert send(request(record, 0)) == Answer(409, "4\n")
    assert list(ask(record, witness.key.public, send).cosigned) == ["partner.example/w1"]
    assert send("nonsense").status == 400
    assert send("x" * ((1 << 20) + 1)).status == 413
    assert over_http(address + "elsewhere")("x").status == 404


def test_nobody_there(place: str, tmp_path: Path) -> None:
    """An address that leads nowhere is refused in a sentence, and so is one that is none."""
    record = filled(place, 1)
    sign(record, LOG)
    key = SecretKey.from_seed("w", Use.COSIGNATURE, bytes(32)).public
    assert refused(ask, record, key, over_http("http://127.0.0.1:1")) is Reason.UNREACHABLE
    assert refused(over_http, f"file://{tmp_path}") is Reason.UNREACHABLE
    assert refused(ask, record, key, lambda _: Answer(403, "no")) is Reason.WITNESS_REFUSED


def test_key_files(tmp_path: Path) -> None:
    """A key is its owner's alone, is never written over, nor into a repository."""
    path = tmp_path / "keys" / "log.key"
    write_key(path, LOG)
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_key(path) == LOG
    assert refused(write_key, path, LOG) is Reason.KEY_THERE
    path.chmod(0o640)
    assert refused(read_key, path) is Reason.KEY_OPEN
    path.chmod(0o600)
    path.write_text("PRIVATE+KEY+no", encoding="utf-8")
    assert refused(read_key, path) is Reason.BAD_KEY
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    assert refused(write_key, tmp_path / "repo" / "inside" / "log.key", LOG) is Reason.KEY_IN_REPOSITORY
    assert not (tmp_path / "repo" / "inside").exists()
