"""A look back uses nothing that became known later."""

import dataclasses
import datetime as dt

import pytest

from workshare.model import ids
from workshare.model.figure import Figure, Text
from workshare.model.fleets import Actual, Happened
from workshare.model.known import known_later
from workshare.model.network import Item
from workshare.model.programme import Programme
from workshare.model.project import Activity
from workshare.problems import Code

DAY = dt.date(2024, 3, 1)
BEFORE, AFTER = DAY, DAY + dt.timedelta(days=1)


@pytest.fixture
def known() -> Programme:
    """One figure, of which the programme says the day."""
    return Programme(
        format=1,
        programme=Text(en="Pumps"),
        start=dt.date(2024, 1, 1),
        until=dt.date(2024, 12, 31),
        known_on=BEFORE,
        items=(Item(id=ids.ItemId("pump"), cost=Figure(value=3000.0)),),
    )


def codes(programme: Programme) -> list[tuple[Code, tuple[str | int, ...]]]:
    """What is refused, and where."""
    return [(problem.code, problem.path) for problem in known_later(programme, DAY)]


def test_what_was_known_that_day_is_used(known: Programme) -> None:
    """The day itself still counts."""
    assert codes(known) == []


def test_a_programme_known_later_is_refused(known: Programme) -> None:
    """The programme's day holds for its figures."""
    assert codes(dataclasses.replace(known, known_on=AFTER)) == [(Code.KNOWN_LATER, ("known_on",))]


def test_a_figure_known_later_is_refused(known: Programme) -> None:
    """A figure's own day comes before the programme's."""
    late = Item(id=ids.ItemId("pump"), cost=Figure(value=3000.0, known_on=AFTER))
    assert codes(dataclasses.replace(known, items=(late,))) == [(Code.KNOWN_LATER, ("items", "pump", "cost"))]


def test_a_figure_without_any_day_is_refused(known: Programme) -> None:
    """Nothing is taken to have been known for want of a day."""
    assert codes(dataclasses.replace(known, known_on=None)) == [(Code.MISSING_KEY, ("programme",))]


def test_facts_of_later_days_are_refused(known: Programme) -> None:
    """An activity that was done later, and an actual of a later day."""
    done = Activity(id=ids.ActivityId("licence"), days=Figure(value=30.0), done=AFTER)
    made = Actual(date=AFTER, what=Happened.PRODUCED, operation=ids.OperationId("build"), quantity=Figure(value=1.0))
    found = codes(dataclasses.replace(known, activities=(done,), actuals=(made,)))
    assert found == [(Code.KNOWN_LATER, ("actuals", 0)), (Code.KNOWN_LATER, ("activities", "licence", "done"))]
    then = (dataclasses.replace(done, done=BEFORE),), (dataclasses.replace(made, date=BEFORE),)
    assert codes(dataclasses.replace(known, activities=then[0], actuals=then[1])) == []
