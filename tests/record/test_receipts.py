"""Receipts prove what they say and nothing else, without the record."""

import base64
import subprocess
import sys
from contextlib import suppress

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.record.conftest import LOG, WITNESS, draft, filled, refused

from workshare.record.checkpoint import Checkpoint, open_checkpoint
from workshare.record.create import create
from workshare.record.log import Record
from workshare.record.note import SecretKey, Use
from workshare.record.receipt import Receipt, verify
from workshare.record.refusal import Reason, Refused
from workshare.record.sealing import receipt, sign, take


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    """A record of 21 events, signed and cosigned."""
    place = str(tmp_path_factory.mktemp("receipts") / "record.db")
    create(place, LOG.public)
    record = filled(place, 21)
    note = sign(record, LOG)
    text = open_checkpoint(note, LOG.public).checkpoint.text
    take(record, WITNESS.public, WITNESS.sign(text, 1_700_000_000))
    return record


def test_a_receipt_proves_its_event(record: Record) -> None:
    """Every event's receipt holds after a trip through its text."""
    for n in range(21):
        given_out = receipt(record, n)
        parsed = Receipt.parse(given_out.text)
        assert parsed == given_out
        proved = verify(parsed, LOG.public, [WITNESS.public], least=1)
        assert (proved.index, proved.body) == (n, record.event(n).body)
        assert proved.opened.cosigned == {WITNESS.name: 1_700_000_000}


def test_the_text_is_that_of_the_specification(record: Record) -> None:
    """C2SP tlog-proof: its mark, extra, index, hashes, an empty line, the checkpoint."""
    lines = receipt(record, 6).text.split("\n")
    assert lines[0] == "c2sp.org/tlog-proof@v1"
    assert base64.b64decode(lines[1].removeprefix("extra ")) == record.event(6).body
    assert lines[2] == "index 6"
    assert [len(base64.b64decode(line)) for line in lines[3:8]] == [32] * 5
    assert lines[8:11] == ["", "records.example/pumps", "21"]


def test_what_a_receipt_does_not_prove(record: Record) -> None:
    """Another log's key, too few witnesses, another checkpoint than the partner's: each refused for its reason."""
    one = receipt(record, 3)
    other = SecretKey.from_seed(LOG.name, Use.NOTE, bytes(32)).public
    mine = open_checkpoint(one.note, LOG.public).checkpoint
    assert refused(verify, one, other) is Reason.NOT_SIGNED
    assert refused(verify, one, LOG.public, [], least=1) is Reason.TOO_FEW_WITNESSES
    assert verify(one, LOG.public, kept=[mine]).index == 3
    forked = Checkpoint(mine.origin, mine.size, bytes(32))
    assert refused(verify, one, LOG.public, kept=[forked]) is Reason.FORKED
    older = Checkpoint(mine.origin, mine.size - 1, mine.root)
    assert refused(verify, one, LOG.public, kept=[older]) is Reason.OTHER_CHECKPOINT


def test_a_receipt_under_a_kept_checkpoint(place: str) -> None:
    """A partner who kept an older checkpoint gets a receipt that fits it, as long as it covers the event."""
    record = filled(place, 5)
    kept = sign(record, LOG)
    record.append([draft(n) for n in range(5, 12)], record.event(0).when)
    assert refused(receipt, record, 8) is Reason.NOT_COVERED
    sign(record, LOG)
    mine = open_checkpoint(kept, LOG.public).checkpoint
    assert verify(receipt(record, 2, kept), LOG.public, kept=[mine]).index == 2
    assert refused(receipt, record, 8, kept) is Reason.NOT_COVERED


def test_the_size_is_never_the_prover_s(record: Record) -> None:
    """No other size makes an event's path lead to the signed root, and a checkpoint with another size is not signed."""
    one = receipt(record, 11)
    signed = open_checkpoint(one.note, LOG.public).checkpoint
    for size in [n for n in range(12, 70) if n != signed.size]:
        false = Checkpoint(signed.origin, size, signed.root).text
        note = false + one.note[len(signed.text) :]
        assert refused(verify, Receipt(one.body, one.index, one.path, note), LOG.public) is Reason.BAD_SIGNATURE


@given(st.data())
def test_no_changed_receipt_is_believed(record: Record, data: st.DataObject) -> None:
    """Whatever is done to a receipt's text: it is refused, or it proves the same event at the same place as before."""
    one = receipt(record, data.draw(st.integers(0, 20)))
    text = one.text
    spot = data.draw(st.integers(0, len(text) - 1))
    match data.draw(st.sampled_from(["put", "drop", "insert", "swap lines", "mix"])):
        case "put":
            changed = text[:spot] + data.draw(st.sampled_from("0123456789AZaz+/=\n —")) + text[spot + 1 :]
        case "drop":
            changed = text[:spot] + text[spot + data.draw(st.integers(1, 60)) :]
        case "insert":
            changed = text[:spot] + data.draw(st.text("0123456789AZaz+/=\n", min_size=1, max_size=50)) + text[spot:]
        case "swap lines":
            lines = text.split("\n")
            i, j = (data.draw(st.integers(0, len(lines) - 1)) for _ in range(2))
            lines[i], lines[j] = lines[j], lines[i]
            changed = "\n".join(lines)
        case _:
            other = receipt(record, data.draw(st.integers(0, 20)))
            keep = data.draw(st.tuples(st.booleans(), st.booleans(), st.booleans()))
            a, b, c = (one if k else other for k in keep)
            changed = Receipt(a.body, b.index, c.path, one.note).text
            one = receipt(record, b.index)
    assume(changed != text)
    with suppress(Refused):
        proved = verify(Receipt.parse(changed), LOG.public, [WITNESS.public])
        assert (proved.body, proved.index) == (one.body, one.index)
        assert proved.opened.checkpoint == open_checkpoint(one.note, LOG.public).checkpoint


def test_it_takes_no_database() -> None:
    """Verifying loads neither a database nor a planner."""
    heavy = ("sqlalchemy", "alembic", "orjson", "rfc8785", "numpy")
    code = f"import sys, workshare.record.receipt; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
