"""Rows are added to a file, and everything else stays as its author wrote it."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from workshare.files.edit import with_rows
from workshare.problems import BadInput

TEXT = """\
# mine
format: 1   # the first
statements:
    S1: {fact: One., source: R1}   # as said
    S2:
        fact: "Два: так"

# what follows
links:
  - id: L1
    kind: contradicts
"""


def test_rows_are_added_to_the_end_of_their_section() -> None:
    """They stand after the last row, set in as the others are; remarks and blank lines stay where they were."""
    assert with_rows(TEXT, "statements", {"S3": {"fact": {"en": "Three", "uk": "Три"}, "start": 5}}) == TEXT.replace(
        '        fact: "Два: так"\n',
        '        fact: "Два: так"\n    S3:\n      fact: {en: Three, uk: Три}\n      start: 5\n',
    )


def test_a_list_takes_rows_of_a_list() -> None:
    """Where rows are a list, a new one is of the list too; a file without a last line end gets one."""
    added = with_rows(TEXT.rstrip("\n"), "links", {"L2": {"kind": "supersedes"}})
    assert added == TEXT + "  - {id: L2, kind: supersedes}\n"


def test_a_new_section() -> None:
    """A section that is not there comes at the end, and nothing is written for no rows."""
    assert with_rows(TEXT, "money", {"M": {"rung": "paid"}}) == TEXT + "\nmoney:\n  M: {rung: paid}\n"
    assert with_rows(TEXT, "money", {}) == TEXT


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: [\n", "broken YAML"),
        ("", "it has no keys"),
        ("statements: {table: x.csv}\n", "not written with a row in a line of its own"),
        ("statements: {}\n", "not written with a row in a line of its own"),
        ("statements:\n", "stands there without rows"),
        (TEXT.replace("S2", "S9"), "statements S9 is there already"),
    ],
)
def test_what_cannot_be_added_to(text: str, told: str) -> None:
    """A file that is broken or written otherwise is told, and nothing is written."""
    with pytest.raises(BadInput, match=told):
        with_rows(text, "statements", {"S9": {"fact": "Nine"}})


@given(fact=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80), n=st.integers(0, 10**9))
def test_any_words_come_back(fact: str, n: int) -> None:
    """Whatever words are written are read again as they were, and so is everything else."""
    added = with_rows(TEXT, "statements", {"S3": {"fact": fact, "start": n}})
    found = yaml.load(added, Loader=yaml.BaseLoader)  # noqa: S506 - all of it stays text
    before = yaml.load(TEXT, Loader=yaml.BaseLoader)  # noqa: S506
    assert found["statements"].pop("S3") == {"fact": fact, "start": str(n)}
    assert found == before
