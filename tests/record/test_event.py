"""The bytes of events: canonical, and the same read back."""

import datetime as dt
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from tests.record.conftest import NOW, refused

from workshare.record.event import Draft, Event, canonical, moment, read, stamp
from workshare.record.refusal import Reason

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | texts
    | st.text("\x00\x1f\x7f\"\\/<'\u2028", max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(texts | st.text("aé\U0001f600\ufb33", max_size=2), inner, max_size=3)
    ),
    max_leaves=12,
)
payloads = st.dictionaries(texts, plain, max_size=4)


@given(plain)
def test_the_shorter_way_is_the_same(value: Any) -> None:
    """Whatever way is taken, the bytes are those of RFC 8785."""
    assert canonical(value) == rfc8785.dumps(value)


days = st.datetimes(dt.datetime(1, 1, 2), dt.datetime(9998, 1, 1))  # noqa: DTZ001 - the zone comes later


@given(payloads, days, st.none() | st.integers(0, 2**40))
def test_an_event_comes_back(payload: dict[str, Any], happened: dt.datetime, corrects: int | None) -> None:
    """What is written is read again as it was, to the second and to the byte."""
    when = happened.replace(microsecond=0, tzinfo=dt.UTC)
    draft = Draft(kind="a.b-c", who="олена", party="ua", happened=when, key="k", payload=payload, corrects=corrects)
    event = Event(draft=draft, when=when)
    assert read(event.body) == event


def test_known_bytes() -> None:
    """One event, written out by hand."""
    zone = dt.timezone(dt.timedelta(hours=2))
    draft = Draft(
        kind="note",
        who="olena",
        party="ua",
        happened=dt.datetime(2026, 3, 2, 12, tzinfo=zone),
        key="k1",
        payload={"b": [True, None, -7], "a": "ї"},
    )
    assert Event(draft=draft, when=NOW + dt.timedelta(seconds=1)).body.decode() == (
        '{"event":1,"for":"ua","happened":"2026-03-02T10:00:00Z","key":"k1","kind":"note",'
        '"payload":{"a":"ї","b":[true,null,-7]},"recorded":"2026-03-02T10:00:01Z","who":"olena"}'
    )


GOOD = (
    '{"event":1,"for":"ua","happened":"2026-03-02T10:00:00Z","key":"k1","kind":"note",'
    '"payload":{"x":1},"recorded":"2026-03-02T10:00:01Z","who":"olena"}'
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"event":1', '"event":2'),
        ('"event":1', '"event":true'),
        ('{"event"', '{ "event"'),
        ('"x":1', '"x":1.0'),
        ('"x":1', '"x":NaN'),
        ('"x":1', '"x":1,"x":1'),
        ('"payload":{"x":1}', '"payload":[]'),
        ('"who":"olena"', '"who":1'),
        (',"who":"olena"', ""),
        ('"who":"olena"', '"who":"olena","z":1'),
        ('"kind":"note"', '"kind":"Note"'),
        ("10:00:00Z", "10:00:00+00:00"),
        ("2026-03-02T10:00:00Z", "2026-02-30T10:00:00Z"),
        ('{"event":1,', '{"corrects":"0","event":1,'),
        ('{"event":1,', '{"corrects":true,"event":1,'),
        ('{"event":1,', '{"corrects":-1,"event":1,'),
        (GOOD, "[]"),
        (GOOD, "x"),
        (GOOD, "[" * 100_000),
    ],
)
def test_other_bytes_are_no_event(old: str, new: str) -> None:
    """Bytes that no event has are refused, however near."""
    assert read(GOOD.encode()).draft.key == "k1"
    assert refused(read, GOOD.replace(old, new, 1).encode()) in {Reason.BAD_EVENT, Reason.BAD_TIME, Reason.NO_EVENT}


def test_moments() -> None:
    """A leap second, a part of a second and a missing zone are no moments; a leap day is one."""
    assert stamp(moment("2028-02-29T23:59:59Z")) == "2028-02-29T23:59:59Z"
    for bad in ("2027-02-29T00:00:00Z", "2026-12-31T23:59:60Z", "2026-03-02T10:00:00", "2026-03-02 10:00:00Z", ""):
        assert refused(moment, bad) is Reason.BAD_TIME
    assert refused(stamp, dt.datetime(2026, 3, 2)) is Reason.BAD_TIME  # noqa: DTZ001 - that is what it is about
    assert refused(stamp, NOW.replace(microsecond=1)) is Reason.BAD_TIME
