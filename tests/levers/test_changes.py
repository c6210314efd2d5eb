"""Changes: every kind has its words and its place, and changes what it says and nothing else."""

import dataclasses

import pytest

from workshare.answers.changes import TEXTS, change_words
from workshare.levers.best import PROMISING
from workshare.levers.catalogue import levers, relaxations
from workshare.levers.changes import _APPLY, Change, ChangeKind
from workshare.levers.upstream import subject_of, upstream
from workshare.levers.why import NARROW
from workshare.model.check import check
from workshare.model.programme import Programme
from workshare.report.language import tongue
from workshare.report.names import Names


def test_every_kind_is_known_everywhere() -> None:
    """A new kind of change gets a way to apply it, words, and its rank among suspects or levers."""
    assert set(ChangeKind) == set(_APPLY) == set(TEXTS) == {*NARROW, *PROMISING}


def touched(before: Programme, after: Programme) -> set[str]:
    """The tables that differ."""
    return {f.name for f in dataclasses.fields(before) if getattr(before, f.name) != getattr(after, f.name)}


@pytest.mark.parametrize("name", ["first-results-unit", "first-results-lot", "spares-2025", "first-results-line"])
def test_changes_of_the_case(case: Programme, name: str) -> None:
    """Each change of the catalogue touches its own table (a resource: its users) and leaves a sound programme."""
    found = upstream(case, subject_of(case, name))
    other = {
        ChangeKind.NO_RESOURCE_LIMIT: {"operations"},
        ChangeKind.SECOND_SITE: {"operations", "lanes"},
        ChangeKind.SUBSTITUTE: {"substitutes"},
    }
    changes = relaxations(case, found) + levers(case, found)
    assert len(changes) > 8
    for change in changes:
        after = change.apply(case)
        assert touched(case, after), change
        assert touched(case, after) <= other.get(change.kind, {change.section}), change
        if change.kind is not ChangeKind.NO_GATE:  # a gate that waits for nothing, which nobody need write
            assert check(after) == check(case), change
        for language in ("en", "uk"):
            assert "{" not in change_words(change, Names(case, tongue(language)))


def test_words(case: Programme) -> None:
    """Days stand in the plural that the number asks for, shares in percent."""
    shorter = Change(kind=ChangeKind.SHORTER, section="activities", id="r-data", amount=7)
    more = Change(kind=ChangeKind.MORE_HOURS, section="resources", id="RET-UA", amount=0.5)
    english, ukrainian = (Names(case, tongue(language)) for language in ("en", "uk"))
    assert change_words(shorter, english) == "“Retrofit: technical data handed over” 7\u00a0days shorter".replace(
        "\u00a0", " "
    )
    assert change_words(shorter, ukrainian) == "«Переобладнання: передавання технічних даних» коротше на 7 днів"
    assert "50% more hours" in change_words(more, english)
