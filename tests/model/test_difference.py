"""What two programmes differ in, by their tables' rows and fields."""

import datetime as dt
from dataclasses import replace

import pytest

from workshare.files.folder import load
from workshare.model.calendar import Calendar
from workshare.model.check import check
from workshare.model.difference import applied, bundles, differences
from workshare.model.figure import Text, plain
from workshare.model.ids import GateId, LaneId, SiteId
from workshare.model.network import Lane
from workshare.model.programme import Programme


@pytest.fixture(scope="module")
def case() -> Programme:
    """The vaccine case, which has every table."""
    return load("programmes/vaccine-transfer")


def paths(before: Programme, after: Programme) -> list[str]:
    return [".".join(d.path) for d in differences(before, after)]


def changed(case: Programme) -> Programme:
    """A programme with another end, calendar, figure, input and step of a calendar, and rows that come and go."""
    first, *rest = case.operations
    item = next(iter(first.makes))
    first = replace(first, lead_time=plain(99), makes={**first.makes, item: plain(2)})
    stock = (replace(case.stock[0], quantity=plain(77)), *case.stock[1:]) if case.stock else ()
    return replace(
        case, until=case.until + dt.timedelta(days=10), calendar=Calendar(weeks=3), operations=(first, *rest),
        stock=stock, demands=case.demands[1:], currency="XXX",
    )  # fmt: skip


def test_a_programme_does_not_differ_from_itself(case: Programme) -> None:
    """Words, notes, sources and agreements plan nothing: they are no differences."""
    named = replace(case, id="x", programme=Text(en="x"), agreements=(), sites=tuple(
        replace(site, name=Text(en="x")) for site in case.sites
    ))  # fmt: skip
    assert differences(case, named) == ()


def test_each_difference_has_its_path(case: Programme) -> None:
    """Paths lead to a head key, a row that comes or goes, a field, or an entry of a mapping."""
    operation, demand = case.operations[0], case.demands[0]
    found = paths(case, changed(case))
    assert {"until", "calendar.weeks", "currency", f"demands.{demand.id}"} <= set(found)
    assert f"operations.{operation.id}.lead_time" in found
    assert f"operations.{operation.id}.makes.{next(iter(operation.makes))}" in found


def test_all_differences_together_are_the_other_programme(case: Programme) -> None:
    """Applying every difference leaves none, in either direction."""
    other = changed(case)
    assert differences(applied(case, differences(case, other)), other) == ()
    assert differences(applied(other, differences(other, case)), case) == ()


def test_one_difference_alone(case: Programme) -> None:
    """One of them changes that one thing."""
    one = next(d for d in differences(case, changed(case)) if d.path[-1] == "lead_time")
    assert differences(case, applied(case, [one])) == (one,)


def test_a_row_and_what_names_it_go_together(case: Programme) -> None:
    """A new site and the lane to it are one bundle, another figure is its own; each can be applied alone."""
    lane, site = case.lanes[0], case.sites[0]
    annex = replace(site, id=SiteId("annex"))
    more = Lane(id=LaneId("to-annex"), origin=lane.origin, destination=(annex.id,), lead_time=plain(3))
    other = replace(case, sites=(*case.sites, annex), lanes=(*case.lanes, more), currency="XXX")
    found = differences(case, other)
    groups = [[".".join(found[n].path) for n in group] for group in bundles(case, other, found)]
    assert sorted(map(sorted, groups)) == [["currency"], ["lanes.to-annex", "sites.annex"]]
    for group in bundles(case, other, found):
        fresh = check(applied(case, [found[n] for n in group]))
        assert [p for p in fresh if p.code == "dangling-reference"] == []


def test_a_gate_that_goes_takes_its_names_along(case: Programme) -> None:
    """A field that stops naming a removed row belongs to its removal."""
    gate = GateId("extra")
    gated = replace(case, gates=(*case.gates, replace(case.gates[0], id=gate)), operations=(
        replace(case.operations[0], needs=(*case.operations[0].needs, gate)), *case.operations[1:]
    ))  # fmt: skip
    found = differences(gated, case)
    assert bundles(gated, case, found) == ((0, 1),)


def test_stock_is_told_apart_by_item_and_site(case: Programme) -> None:
    """Rows without an id go by what they are about, not by their number."""
    first, *rest = case.stock
    other = replace(case, stock=(*rest, replace(first, quantity=plain(77))))
    assert paths(case, other) == [f"stock.{first.item} at {first.site}.quantity"]
