"""Every figure of every table can be told, whatever a programme holds."""

import datetime as dt
import re
import types
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import pytest

from workshare.model.figure import Basis, Dimension, Figure, Kind, Text, figures_of
from workshare.model.programme import Programme
from workshare.outcome.plan import Plan
from workshare.report.assumptions import assumptions
from workshare.report.fields import FIELDS, MEASURED, SECTIONS, Measured
from workshare.report.language import tongue
from workshare.report.page import html

DAY = dt.date(2024, 3, 5)
NAME = "x"


def filled(hint: Any) -> Any:  # noqa: PLR0911 - one line per sort of type
    """A value of a type with everything set in it that can be: every table has one row, every mapping one entry."""
    origin, args = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return filled(args[0])
    if origin in {Union, types.UnionType}:
        return filled(next(arg for arg in args if arg is not type(None)))
    if origin is tuple:
        return (filled(args[0]),)
    if origin is Mapping:
        return {NAME: filled(args[1])}
    if hint is Figure:
        return Figure(value=0.25, low=0.125, high=0.5, basis=Basis.ASSUMED)
    if hint is Text:
        return Text(en="words", uk="слова")
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint))
    if isinstance(hint, type) and is_dataclass(hint):
        hints = get_type_hints(hint, include_extras=True)
        return hint(**{f.name: filled(hints[f.name]) for f in fields(hint)})
    return {dt.date: DAY, int: 1, float: 1.0, bool: True}.get(hint, NAME)


@pytest.fixture(scope="module")
def full() -> Programme:
    """A programme with a row in every table and every field set."""
    made: Programme = filled(Programme)
    return replace(made, currency="EUR")


@pytest.mark.parametrize("language", ["en", "uk"])
def test_every_figure_has_its_row(full: Programme, language: str) -> None:
    """Each in words: no section or field stands under the name that it has in the code."""
    found = figures_of(full)
    rows = assumptions(full, tongue(language), found)
    assert len(rows) == len(found)
    assert {str(path[0]) for path, _ in found} == set(SECTIONS)
    for (path, _), row in zip(found, rows, strict=True):
        assert row.field, path
        assert row.value, path
        assert "–" in row.range, path
        assert "_" not in row.field, path
        if language == "uk":
            assert not re.search("[a-z]{2}", row.section + row.field.replace(NAME, "")), path


def test_the_page_shows_them_all(plan: Plan, full: Programme) -> None:
    """A plan of such a programme is reported whole."""
    page = html(replace(plan, programme=full), "en")
    for words in ("duration, if done “words”", "share of its hours, 1 week after it is ready", "12.5%–50%",
                  "time in which nothing of the last plan changes"):  # fmt: skip
        assert words in page, words


def test_a_field_measures_what_the_model_says(full: Programme) -> None:
    """What is kept in days is told in days, and money as money."""
    said = {Dimension.DURATION: Measured.DAYS, Dimension.MONEY: Measured.MONEY, Dimension.HOURS: Measured.HOURS}
    told = [
        (name, kind.dimension)
        for record in records(full)
        for name, hint in get_type_hints(record, include_extras=True).items()
        for kind in kinds(hint)
    ]
    assert {("days", Dimension.DURATION), ("amount", Dimension.MONEY), ("setup", Dimension.HOURS)} <= set(told)
    for name, dimension in told:
        assert dimension not in said or MEASURED.get(name) is said[dimension], name
        assert name in {*FIELDS, "rate"}


def records(thing: Any) -> set[type]:
    """The records inside a value."""
    inside: Iterable[Any] = ()
    if isinstance(thing, Mapping):
        inside = thing.values()
    elif isinstance(thing, tuple):
        inside = thing
    elif is_dataclass(thing) and not isinstance(thing, Figure | Text | type):
        inside = (type(thing), *(getattr(thing, f.name) for f in fields(thing)))
    return {part for part in inside if isinstance(part, type)}.union(*map(records, inside))


def kinds(hint: Any) -> list[Kind]:
    """The kinds of figure that a field holds."""
    found = [k for k in getattr(hint, "__metadata__", ()) if isinstance(k, Kind)]
    return found + [k for part in get_args(hint) for k in kinds(part)]


def test_money_stands_in_its_currency(full: Programme) -> None:
    """That in which its author wrote it, where the programme knows it."""
    foreign = replace(full.funds[0], amount=Figure(value=5, unit=NAME))
    own = replace(full.funds[0], amount=Figure(value=5))
    told = [assumptions(p, tongue("en"), figures_of(p.funds[0], ("funds", NAME)))[0].value
            for p in (replace(full, funds=(foreign,)), replace(full, funds=(own,)))]  # fmt: skip
    assert told == ["5\u00a0x", "5\u00a0EUR"]
