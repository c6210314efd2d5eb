"""Checks of a whole programme: what its rows say about each other."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from workshare.model.check_actuals import ACTUALS
from workshare.model.check_ids import bad_id, bad_ids, dangling_references, duplicate_ids, is_id, named
from workshare.model.check_lots import DATED_LOT_RULES, LOT_RULES
from workshare.model.check_terms import AWARE_TERMS, TERMS, in_unit, span
from workshare.model.figure import Basis, Figure, figures_of
from workshare.model.hazard_checks import HAZARD_RULES
from workshare.model.ids import ItemId
from workshare.model.network import Resource
from workshare.model.programme import Programme, Requirement
from workshare.model.promises import DemandStatus
from workshare.model.references import (
    ALL_READ,
    Found,
    Place,
    Unread,
    a_problem,
    cycles,
    cycles_that_cannot_start,
    references,
    unreachable_places,
    unsupplied_items,
)
from workshare.model.rule_checks import AGREED, AGREED_AWARE
from workshare.model.spare_checks import SPARE_RULES
from workshare.problems import Code, Path, Problem, brief

LONGEST_YEARS = 50
LAST_YEAR = 9000


def check(programme: Programme, unread: Unread = ALL_READ) -> list[Problem]:
    """Every problem between the rows of a programme, rule by rule.

    Of rows with the same id only the first is checked further; what ``unread`` may explain is not reported.
    """
    problems = [*duplicate_ids(programme), *one_stock(programme), *bad_ids(programme)]
    if programme.id and not is_id(programme.id):
        problems.append(bad_id(("id",), f"{brief(programme.id)} is no id"))
    twice = {p.path for p in problems if p.code is Code.DUPLICATE_ID}
    if twice:
        names = references(programme)
        unread = unread.and_words((str(path[0]), name) for path, _, name in names if path[:2] in twice)
        programme = _firsts(programme)
    meant: dict[tuple[str, str], str] = {}
    dangling = list(dangling_references(programme, unread, meant))
    problems += (problem for problem, _ in dangling)
    broken = {p.path[:2] for p, table in dangling if table in {"items", "sites"}}
    if broken:
        said = [(str(path[0]), table, name) for path, table, name in references(programme) if path[:2] in broken]
        unread = unread.and_words((section, name) for section, _, name in said)
        unread = unread.and_words((section, meant.get((table, name), name)) for section, table, name in said)
    for rule in _RULES:
        problems += rule(programme)
    if not unread.undated and programme.start < programme.until:
        problems += [problem for dated in _DATED_RULES for problem in dated(programme)]
    return problems + [problem for aware in _AWARE_RULES for problem in aware(programme, unread)]


def _firsts(programme: Programme) -> Programme:
    """The programme without the rows whose id stands above already."""
    firsts: dict[str, Any] = {}
    for section in named(programme):
        rows = {row.id: row for row in reversed(getattr(programme, section))}
        firsts[section] = tuple(row for row in getattr(programme, section) if rows[row.id] is row)
    return dataclasses.replace(programme, **firsts)


def one_stock(programme: Programme) -> Found:
    """A stock row stands once for its item and site."""
    seen: set[Place] = set()
    for n, row in enumerate(programme.stock):
        if (row.item, row.site) in seen:
            message = f"stock of {row.item} at {row.site} is given more than once"
            yield a_problem(Code.DUPLICATE_ID, ("stock", n), message, "keep one row for an item at a site")
        seen.add((row.item, row.site))


def dates_in_order(programme: Programme) -> Found:
    """Every span of dates is a span, and the calendar counts no more than there is."""
    calendar = programme.calendar
    for unit, days in (("days", 1), ("weeks", 7), ("months", 28)):
        count = getattr(calendar, unit)
        if not 0 <= count <= LONGEST_YEARS * 366 / days:
            hint = "write how many are counted singly, 0 or more"
            yield a_problem(Code.BAD_CALENDAR, ("calendar", unit), f"the calendar counts {count} {unit}", hint)
    for section in ("operations", "supplies", "lanes"):
        for row in getattr(programme, section):
            path = (section, row.id, "effective_end")
            yield from span(f"{section} {row.id}", path, row.effective_start, row.effective_end)
    for demand in programme.demands:
        if demand.earliest and demand.earliest > demand.due:
            message = f"demands {demand.id} takes deliveries from {demand.earliest}, after it is due {demand.due}"
            hint = "write the due date or an earlier one"
            yield a_problem(Code.BAD_RANGE, ("demands", demand.id, "earliest"), message, hint)


def horizon(programme: Programme, unread: Unread) -> Found:
    """The programme ends after it starts, and not in a future that no plan is made for."""
    start, until = programme.start, programme.until
    if unread.undated:
        return
    if until <= start:
        message = f"until {until} is not after start {start}"
        yield a_problem(Code.BAD_CALENDAR, ("until",), message, "swap them, or move one")
    elif (until - start).days > LONGEST_YEARS * 366 or until.year > LAST_YEAR:
        message = f"from {start} until {until} is longer than {LONGEST_YEARS} years"
        yield a_problem(Code.BAD_CALENDAR, ("until",), message, "end it earlier")


def activity_cycles(programme: Programme) -> Found:
    """No activity waits for itself."""
    known: set[str] = {activity.id for activity in programme.activities}
    for cycle in cycles({a.id: known & set(a.after) for a in programme.activities}):
        message = f"activities wait for each other: {' -> '.join(cycle)}"
        path = ("activities", cycle[0], "after")
        yield a_problem(Code.ACTIVITY_CYCLE, path, message, f"take {cycle[1]} out of after:, or break it elsewhere")


def lanes_to_themselves(programme: Programme) -> Found:
    """A lane leads somewhere else."""
    for lane in programme.lanes:
        both = sorted(set(lane.origin) & set(lane.destination))
        if both:
            message = f"lane {lane.id} leads from {both[0]} to itself"
            path = ("lanes", lane.id, "destination")
            yield a_problem(Code.LANE_TO_ITSELF, path, message, "name another site, or two lanes")


def capacity_gaps(programme: Programme) -> Found:
    """A capacity calendar covers the programme: it begins in time, and each step where the last ends."""
    for resource in programme.resources:
        path = ("resources", resource.id, "hours")
        if not resource.hours:
            yield a_problem(Code.CAPACITY_GAP, path, f"resource {resource.id} has no hours", "write hours: 40 per week")
        for n, first, last in _holes(resource, programme.start.toordinal(), programme.until.toordinal()):
            days = f"from {dt.date.fromordinal(first)} to {dt.date.fromordinal(last)}"
            message = f"resource {resource.id} has no hours given {days}"
            yield a_problem(Code.CAPACITY_GAP, (*path, n), message, "say 0 per week where it does not work")


def _holes(resource: Resource, start: int, until: int) -> Iterator[tuple[int, int, int]]:
    """The days without capacity: the step before or after which they lie, and the first and last of them."""
    starts = [step.effective_start.toordinal() if step.effective_start else start for step in resource.hours]
    order = sorted(range(len(starts)), key=lambda n: starts[n])
    covered = start
    for n in order:
        if covered < min(starts[n], until + 1):
            yield n, covered, min(starts[n] - 1, until)
        end = resource.hours[n].effective_end
        following = min((other for other in starts if other > starts[n]), default=until + 1)
        covered = max(covered, end.toordinal() + 1 if end else following)
    if order and covered <= until:
        yield order[-1], covered, until


def capacity_steps(programme: Programme) -> Found:
    """Of a capacity calendar each step begins on a day of its own, and ends after it begins."""
    for resource in programme.resources:
        seen: set[dt.date | None] = set()
        for n, step in enumerate(resource.hours):
            path = ("resources", resource.id, "hours", n)
            yield from span(f"a step of resource {resource.id}", path, step.effective_start, step.effective_end)
            if step.effective_start in seen:
                message = f"resource {resource.id} has two steps from {step.effective_start or 'the start'}"
                yield a_problem(Code.BAD_RANGE, path, message, "keep one of them, or give it another effective_start:")
            seen.add(step.effective_start)


def outside_horizon(programme: Programme) -> Found:
    """What is asked for or promised is due within the programme's dates."""
    for section in ("demands", "commitments"):
        for row in getattr(programme, section):
            if not programme.start <= row.due <= programme.until:
                message = f"{section} {row.id} is due {row.due}, outside {programme.start} to {programme.until}"
                yield a_problem(Code.OUTSIDE_HORIZON, (section, row.id, "due"), message, "move until:, or the date")


def missing_parts(programme: Programme) -> Found:
    """A demand and a supply say how much, an operation what, and a lane from where to where."""
    for demand in programme.demands:
        if demand.quantity is None and demand.status is DemandStatus.OPEN:
            yield _missing("demands", demand.id, "has no quantity", "add quantity:, or status: inquiry")
    for supply in programme.supplies:
        if supply.quantity is None and supply.total is None:
            yield _missing(
                "supplies",
                supply.id,
                "says neither a rate nor a total",
                "add quantity: 10 per week, or total: 100",
            )
    for operation in programme.operations:
        if not operation.makes:
            yield _missing("operations", operation.id, "makes nothing", "add makes: {ITEM: 1}")
    for lane in programme.lanes:
        if not (lane.origin and lane.destination):
            yield _missing("lanes", lane.id, "leads nowhere", "name its origin: and its destination:")


def _missing(section: str, name: str, what: str, hint: str) -> Problem:
    return a_problem(Code.MISSING_KEY, (section, name), f"{section} {name} {what}", hint)


def missing_basis(programme: Programme) -> Found:
    """Where the programme requires it, every figure says what it rests on."""
    if programme.basis is Requirement.OPTIONAL:
        return
    options = ", ".join(b for b in Basis if b is not Basis.UNDISCLOSED)
    for path, figure in figures_of(programme):
        if figure.basis is None:
            name = " ".join(dict.fromkeys(step for step in path if isinstance(step, str)))
            hint = f"write {{value: {figure.value:g}, basis: …}}: {options}"
            yield a_problem(Code.MISSING_BASIS, path, f"{name} says no basis", hint)


def wrong_units(programme: Programme) -> Found:
    """Capacity is in hours, and a quantity in its item's unit."""
    for resource in programme.resources:
        for n, step in enumerate(resource.hours):
            place = ("resources", resource.id, "hours", n, "hours")
            yield from in_unit(place, step.hours, ("h", "hour", "hours"), "capacity is in hours")
    items = {item.id: item for item in programme.items}
    for path, name, figure in _quantities(programme):
        if name in items and figure is not None:
            unit = items[name].unit
            units = (unit, f"{unit}s", name, f"{name}s")
            yield from in_unit(path, figure, units, f"{name} is counted in {unit}")


def _quantities(programme: Programme) -> Iterator[tuple[Path, ItemId, Figure | None]]:
    """The figures that count units of an item."""
    keys = {
        "demands": ("quantity", "min_shipment", "minimum"),
        "fleets": ("quantity", "in_service"),
        "supplies": ("quantity", "total", "size_minimum", "size_multiple"),
        "stock": ("quantity", "minimum"),
    }
    for section, names in keys.items():
        for n, row in enumerate(getattr(programme, section)):
            yield from (((section, getattr(row, "id", n), key), row.item, getattr(row, key)) for key in names)
    for spare in programme.spares:
        yield from ((("spares", spare.id, "bases", site), spare.item, rate) for site, rate in spare.bases.items())
    for operation in programme.operations:
        for key in ("makes", "uses"):
            shares = getattr(operation, key).items()
            yield from ((("operations", operation.id, key, item), item, share) for item, share in shares)


def empty_measures(programme: Programme, unread: Unread) -> Found:
    """A measure names exactly one thing; what it counts is delivered to somebody, or made by an operation."""
    items, sites = {item.id for item in programme.items}, {site.id for site in programme.sites}
    asked, made = defaultdict(set), defaultdict(set)
    for demand in programme.demands:
        if demand.status is not DemandStatus.INQUIRY:
            asked[demand.item].add(demand.site)
    for operation in programme.operations:
        for item in operation.makes:
            made[item].add(operation.site)
    for commitment in programme.commitments:
        measure = commitment.measure
        if measure is None:
            continue
        path, who = ("commitments", commitment.id, "measure"), f"commitments {commitment.id}"
        named = [n for n in ("delivered", "made", "done") if getattr(measure, n) is not None]
        table, places = ("demands", asked) if measure.delivered else ("operations", made)
        if len(named) != 1:
            message = f"{who}: the measure names {' and '.join(named) or 'nothing'}"
            hint = "write one of delivered: ITEM, made: ITEM, done: ACTIVITY"
            yield a_problem(Code.EMPTY_MEASURE, path, message, hint)
        elif measure.item in items and sites.issuperset(measure.at) and not unread.may_say(table, measure.item):
            here = places[measure.item]
            if not (here & set(measure.at) if measure.at else here):
                nobody = "nobody asks for" if measure.delivered else "no operation makes"
                hint = "name another item or site" + (", or add a demand" if measure.delivered else "")
                message = f"{who}: {nobody} {measure.item} there, so that nothing is counted"
                yield a_problem(Code.EMPTY_MEASURE, (*path, named[0]), message, hint)


_RULES: tuple[Callable[[Programme], Found], ...] = (
    dates_in_order,
    activity_cycles,
    lanes_to_themselves,
    capacity_steps,
    missing_parts,
    missing_basis,
    wrong_units,
    *SPARE_RULES,
    *HAZARD_RULES,
    *LOT_RULES,
    *TERMS,
    *AGREED,
)
_DATED_RULES: tuple[Callable[[Programme], Found], ...] = (capacity_gaps, outside_horizon, *DATED_LOT_RULES)
_AWARE_RULES: tuple[Callable[[Programme, Unread], Found], ...] = (
    horizon,
    unsupplied_items,
    unreachable_places,
    cycles_that_cannot_start,
    empty_measures,
    *AWARE_TERMS,
    *ACTUALS,
    *AGREED_AWARE,
)
