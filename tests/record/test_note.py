"""Signed notes and cosignatures as C2SP writes them."""

from contextlib import suppress

import pytest

from workshare.record.note import PublicKey, SecretKey, Signature, Use, check, split
from workshare.record.refusal import Reason, Refused

PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
QUOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
LOG = SecretKey.from_seed("records.example/pumps", Use.NOTE, bytes(range(32)))
WITNESS = SecretKey.from_seed("partner.example/w1", Use.COSIGNATURE, bytes(range(1, 33)))


def test_a_note_that_others_signed() -> None:
    """The published example of the Go implementation is good, and its key keeps its text."""
    key = PublicKey.parse(PETER)
    assert str(key) == PETER
    assert check(QUOTE, [key])[1] == {key: 0}


@pytest.mark.parametrize("at", range(0, len(QUOTE), 3))
def test_a_changed_note_is_refused(at: int) -> None:
    """Another character anywhere, and nothing is signed any more."""
    changed = QUOTE[:at] + ("x" if QUOTE[at] != "x" else "y") + QUOTE[at + 1 :]
    with suppress(Refused):
        assert check(changed, [PublicKey.parse(PETER)])[1] == {}


def test_keys_keep_their_text() -> None:
    """Secret and public keys come back from their texts; a changed text is refused."""
    for key in (LOG, WITNESS):
        assert SecretKey.parse(key.secret_text()) == key
        assert PublicKey.parse(str(key.public)) == key.public
        assert str(key.seed) not in repr(key)
    for bad in (PETER[:-1], PETER.replace("Peter", "Pater"), "x", "a b+00000000+AA==", PETER.replace("c74f", "c74e")):
        with pytest.raises(ValueError, match=r"key|base 64"):
            PublicKey.parse(bad)
    text = LOG.secret_text()
    for bad in ("", text[:-5], text.replace("pumps", "pimps"), "PRIVATE+KEY+x+00000000+!!"):
        with pytest.raises(ValueError, match="secret key file") as told:
            SecretKey.parse(bad)
        assert "AAEC" not in str(told.value)


def test_names() -> None:
    """A name is one word."""
    for name in ("", "a b", "a+b", "a\nb", "a\u00a0b"):
        with pytest.raises(ValueError, match="cannot name a key"):
            SecretKey.from_seed(name, Use.NOTE, bytes(32))


def test_unknown_signatures_are_left_aside() -> None:
    """A note stays good with a stranger's line; a known key's bad line spoils it."""
    text = "records.example/pumps\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
    note = f"{text}\n{LOG.sign(text)}{WITNESS.sign(text, 1_700_000_000)}"
    assert check(note, [LOG.public])[1] == {LOG.public: 0}
    assert check(note, [LOG.public, WITNESS.public])[1] == {LOG.public: 0, WITNESS.public: 1_700_000_000}
    assert check(note, [])[1] == {}
    other = f"{text}\n{LOG.sign(text)}{WITNESS.sign(text + 'x', 1_700_000_000)}"
    assert check(other, [LOG.public])[1] == {LOG.public: 0}
    with pytest.raises(Refused) as told:
        check(other, [LOG.public, WITNESS.public])
    assert told.value.reason is Reason.BAD_SIGNATURE


def test_a_note_s_key_is_no_witness_s() -> None:
    """The same bytes sign notes and cosignatures under two ids, and neither passes for the other."""
    both = SecretKey.from_seed(LOG.name, Use.COSIGNATURE, LOG.seed)
    assert both.public.id != LOG.public.id
    text = "a\n"
    assert check(f"{text}\n{LOG.sign(text)}", [both.public])[1] == {}
    assert check(f"{text}\n{both.sign(text, 5)}", [LOG.public])[1] == {}


def test_the_text_ends_at_the_last_empty_line() -> None:
    """A text may hold empty lines itself."""
    text = "a\n\nb\n"
    found, signatures = split(f"{text}\n{LOG.sign(text)}")
    assert (found, [s.name for s in signatures]) == (text, [LOG.name])
    for bad in ("", "a\n", "a\n\n", "a\n\nb\n", "a\tb\n\n" + LOG.sign("a"), f"a\n\n{LOG.sign('a')}"[:-1]):
        with pytest.raises(ValueError, match=r"note|signature"):
            split(bad)
    with pytest.raises(ValueError, match="four bytes"):
        Signature.parse("— a AAAAAA==")
