"""Checks of a whole programme: what its rows say about each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

from workshare.model.figure import Basis, figures_of
from workshare.model.ids import ItemId, SiteId
from workshare.model.programme import Programme, Requirement
from workshare.model.promises import DemandStatus
from workshare.model.references import references
from workshare.problems import Code, Path, Problem, did_you_mean

Place = tuple[ItemId, SiteId]


def check(programme: Programme, mentioned: Collection[str] = ()) -> list[Problem]:
    """Every problem between the rows of a programme, rule by rule.

    ``mentioned`` are the words in rows that could not be read: what they may have defined is not reported again.
    """
    found = [problem for rule in _RULES for problem in rule(programme)]
    silent = {Code.DANGLING_REFERENCE, Code.UNSUPPLIED_ITEM, Code.CANNOT_START, Code.UNREACHABLE}
    return [p for p in found if p.code not in silent or not mentioned or not _speaks_of(p, mentioned)]


def _speaks_of(problem: Problem, mentioned: Collection[str]) -> bool:
    subject = problem.message.split(" names ")[-1] if problem.code is Code.DANGLING_REFERENCE else problem.message
    return any(word in mentioned for word in subject.replace(",", " ").split())


def _problem(code: Code, path: Path, message: str, hint: str) -> Problem:
    return Problem(code=code, message=message, hint=hint, path=path)


def duplicate_ids(programme: Programme) -> Iterator[Problem]:
    """An id stands once in its table, and a stock row once for its item and site."""
    for section in ("partners", "sites", "items", "resources", "operations", "supplies", "lanes", "activities",
                    "gates", "demands", "commitments", "agreements", "statements"):  # fmt: skip
        for name, count in Counter(row.id for row in getattr(programme, section)).items():
            if count > 1:
                yield _problem(Code.DUPLICATE_ID, (section, name), f"{section} {name} is defined {count} times", "rename one")
    places = Counter((row.item, row.site) for row in programme.stock)
    for n, row in enumerate(programme.stock):
        if places[row.item, row.site] > 1 and (row.item, row.site) in {(r.item, r.site) for r in programme.stock[:n]}:
            message = f"stock of {row.item} at {row.site} is given more than once"
            yield _problem(Code.DUPLICATE_ID, ("stock", n), message, "keep one row for an item at a site")


def dangling_references(programme: Programme) -> Iterator[Problem]:
    """Every name used is the name of something defined."""
    for path, table, name in references(programme):
        known = {row.id for row in getattr(programme, table)}
        if name not in known:
            message = f"{path[0]} {path[1]} names {table.removesuffix('s')} {name}"
            yield _problem(Code.DANGLING_REFERENCE, path, message, f"{did_you_mean(name, known)} or add it to {table}:")


def dates_in_order(programme: Programme) -> Iterator[Problem]:
    """The programme ends after it starts, its calendar counts up, and every span of dates is a span."""
    if programme.until <= programme.start:
        yield _problem(Code.BAD_CALENDAR, ("until",), f"until {programme.until} is not after start {programme.start}", "swap them")
    calendar = programme.calendar
    if min(calendar.days, calendar.weeks, calendar.months) < 0:
        yield _problem(Code.BAD_CALENDAR, ("calendar",), "the calendar counts below 0", "write 0 or more")
    if (programme.until - programme.start).days > 50 * 366:
        yield _problem(Code.BAD_CALENDAR, ("until",), "the programme is longer than 50 years", "end it earlier")
    for section in ("operations", "supplies", "lanes"):
        for row in getattr(programme, section):
            if row.effective_start and row.effective_end and row.effective_end < row.effective_start:
                message = f"{section} {row.id} ends {row.effective_end}, before it starts {row.effective_start}"
                yield _problem(Code.BAD_RANGE, (section, row.id, "effective_end"), message, "swap them")


def activity_cycles(programme: Programme) -> Iterator[Problem]:
    """No activity waits for itself."""
    after = {a.id: set(a.after) & {b.id for b in programme.activities} for a in programme.activities}
    for cycle in _cycles(after):
        message = f"activities wait for each other: {' -> '.join(cycle)}"
        yield _problem(Code.ACTIVITY_CYCLE, ("activities", cycle[0], "after"), message, "take one of them out of after:")


def _cycles(before: Mapping[Any, set[Any]]) -> Iterator[list[Any]]:
    """Cycles of a graph, each cut once it is found, until none is left."""
    graph = {node: set(others) for node, others in before.items()}
    while True:
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as bad:
            ring = bad.args[1][::-1]
            start = min(range(len(ring) - 1), key=lambda n: list(graph).index(ring[n]))
            ring = [*ring[start:-1], *ring[:start], ring[start]]
            graph[ring[0]] = graph[ring[0]] - {ring[1]}
            yield ring
        else:
            return


def lanes_to_themselves(programme: Programme) -> Iterator[Problem]:
    """A lane leads somewhere else."""
    for lane in programme.lanes:
        if set(lane.origin) & set(lane.destination):
            site = sorted(set(lane.origin) & set(lane.destination))[0]
            message = f"lane {lane.id} leads from {site} to itself"
            yield _problem(Code.LANE_TO_ITSELF, ("lanes", lane.id, "destination"), message, "name another site")


def capacity_gaps(programme: Programme) -> Iterator[Problem]:
    """A capacity calendar covers the programme: it begins in time, and one step begins where the last ends."""
    for resource in programme.resources:
        path = ("resources", resource.id, "hours")
        steps = sorted(resource.hours, key=lambda s: s.effective_start or programme.start)
        covered = programme.start.toordinal()
        for step in steps:
            start = (step.effective_start or programme.start).toordinal()
            if start > covered:
                day = programme.start.fromordinal(covered)
                yield _problem(Code.CAPACITY_GAP, path, f"resource {resource.id} has no hours given from {day}",
                               "say 0 per week where it does not work")  # fmt: skip
            later = [s for s in steps if (s.effective_start or programme.start).toordinal() > start]
            following = later[0].effective_start if later else None
            end = step.effective_end or following or programme.until
            covered = max(covered, end.toordinal() + (1 if step.effective_end or not following else 0))
        if steps and covered <= programme.until.toordinal():
            day = programme.start.fromordinal(covered)
            yield _problem(Code.CAPACITY_GAP, path, f"resource {resource.id} has no hours given from {day}",
                           "say 0 per week where it does not work")  # fmt: skip
        if not steps:
            yield _problem(Code.CAPACITY_GAP, path, f"resource {resource.id} has no hours", "write hours: 40 per week")


def outside_horizon(programme: Programme) -> Iterator[Problem]:
    """What is asked for or promised is due within the programme's dates."""
    for section in ("demands", "commitments"):
        for row in getattr(programme, section):
            if not programme.start <= row.due <= programme.until:
                message = f"{section} {row.id} is due {row.due}, outside {programme.start} to {programme.until}"
                yield _problem(Code.OUTSIDE_HORIZON, (section, row.id, "due"), message, "move until:, or the date")
    for demand in programme.demands:
        if demand.earliest and demand.earliest > demand.due:
            message = f"demands {demand.id} takes deliveries from {demand.earliest}, after it is due {demand.due}"
            yield _problem(Code.BAD_RANGE, ("demands", demand.id, "earliest"), message, "earliest is the due date or before")


def undisclosed_quantities(programme: Programme) -> Iterator[Problem]:
    """A demand without a quantity is an inquiry; nothing else can be planned without one."""
    for demand in programme.demands:
        if demand.quantity is None and demand.status is DemandStatus.OPEN:
            message = f"demands {demand.id} has no quantity"
            yield _problem(Code.MISSING_KEY, ("demands", demand.id), message, "add quantity:, or status: inquiry")
    for supply in programme.supplies:
        if supply.quantity is None and supply.total is None:
            message = f"supplies {supply.id} says neither a rate nor a total"
            hint = "add quantity: 10 per week, or total: 100"
            yield _problem(Code.MISSING_KEY, ("supplies", supply.id), message, hint)


def unsupplied_items(programme: Programme) -> Iterator[Problem]:
    """What is demanded is made, supplied or in stock somewhere, can start, and has a way to where it is asked for."""
    reached = obtainable(programme)
    items = {item for item, _ in reached}
    sources = {i for o in programme.operations for i in o.makes} | {s.item for s in programme.supplies}
    sources |= {s.item for s in programme.stock} | {s.instead_of for s in programme.substitutes}
    defined = {item.id for item in programme.items} & sources
    sites = {site.id for site in programme.sites}
    for demand in programme.demands:
        if demand.status is not DemandStatus.OPEN or demand.item not in {i.id for i in programme.items}:
            continue
        path = ("demands", demand.id, "item")
        if demand.item not in defined:
            message = f"demands {demand.id} asks for {demand.item}, which nothing makes and nobody supplies"
            yield _problem(Code.UNSUPPLIED_ITEM, path, message, "add an operation, a supply or stock")
        elif demand.item in items and demand.site in sites and (demand.item, demand.site) not in reached:
            where = ", ".join(sorted(site for item, site in reached if item == demand.item))
            message = f"demands {demand.id} asks for {demand.item} at {demand.site}, but no lane brings it there from {where}"
            yield _problem(Code.UNREACHABLE, path, message, "add a lane")
    for operation in programme.operations:
        for item in operation.uses:
            if item not in sources and item in {i.id for i in programme.items}:
                message = f"operations {operation.id} uses {item}, which nothing makes and nobody supplies"
                path = ("operations", operation.id, "uses", item)
                yield _problem(Code.UNSUPPLIED_ITEM, path, message, "add an operation, a supply or stock")


def cycles_that_cannot_start(programme: Programme) -> Iterator[Problem]:
    """A ring of recipes, each waiting for the other's output, needs something from outside to begin with."""
    items = {item for item, _ in obtainable(programme)}
    makers = {item: o for o in reversed(programme.operations) for item in o.makes if item not in items}
    needs: dict[ItemId, set[ItemId]] = {}
    for operation in programme.operations:
        for item in operation.makes:
            if item not in items:
                needs.setdefault(item, set()).update(i for i in operation.uses if i in makers)
    for cycle in _cycles(needs):
        operation = makers[cycle[0]]
        message = f"{' needs '.join(cycle)}: the cycle can never start"
        path = ("operations", operation.id, "uses", cycle[1])
        yield _problem(Code.CANNOT_START, path, message, "add opening stock, a supply, or another way to make one of them")


def obtainable(programme: Programme) -> set[Place]:
    """Where each item can ever be, dates and quantities left aside."""
    reached: set[Place] = {(s.item, s.site) for s in programme.stock if s.quantity.value > 0}
    reached |= {(s.item, s.site) for s in programme.supplies}
    reached |= {(i, o.site) for o in programme.operations if o.in_progress for i in o.makes}
    while True:
        new: set[Place] = set()
        for o in programme.operations:
            if all((i, o.site) in reached for i in o.uses):
                new |= {(i, o.site) for i in o.makes}
        for lane in programme.lanes:
            for item, site in reached:
                if site in lane.origin and (not lane.items or item in lane.items):
                    new |= {(item, there) for there in lane.destination}
        instead = {s.item: s.instead_of for s in programme.substitutes}
        new |= {(instead[item], site) for item, site in reached if item in instead}
        if new <= reached:
            return reached
        reached |= new


def empty_measures(programme: Programme) -> Iterator[Problem]:
    """A measure names exactly one thing, and a delivery that is measured is one that somebody asks for."""
    for commitment in programme.commitments:
        measure = commitment.measure
        if measure is None:
            continue
        path = ("commitments", commitment.id, "measure")
        named = [n for n in ("delivered", "made", "done") if getattr(measure, n)]
        if len(named) != 1:
            message = f"commitments {commitment.id}: the measure names {'nothing' if not named else ' and '.join(named)}"
            yield _problem(Code.EMPTY_MEASURE, path, message, "write one of delivered: ITEM, made: ITEM, done: ACTIVITY")
        elif measure.delivered and not any(
            d.item == measure.delivered and (not measure.at or d.site in measure.at) for d in programme.demands
        ):
            message = f"commitments {commitment.id}: nobody asks for {measure.delivered} there, so none is delivered"
            yield _problem(Code.EMPTY_MEASURE, path, message, "add a demand, or name another item or site")
        elif measure.made and not any(
            measure.made in o.makes and (not measure.at or o.site in measure.at) for o in programme.operations
        ):
            message = f"commitments {commitment.id}: no operation makes {measure.made} there"
            yield _problem(Code.EMPTY_MEASURE, path, message, "name another item or site")


def missing_basis(programme: Programme) -> Iterator[Problem]:
    """Where the programme requires it, every figure says what it rests on."""
    if programme.basis is Requirement.OPTIONAL:
        return
    options = ", ".join(b for b in Basis if b is not Basis.UNDISCLOSED)
    for path, figure in figures_of(programme):
        if figure.basis is None:
            name = " ".join(str(step) for step in path)
            yield _problem(Code.MISSING_BASIS, path, f"{name} says no basis", f"write {{value: …, basis: …}}: {options}")


_RULES: tuple[Callable[[Programme], Iterator[Problem]], ...] = (
    duplicate_ids,
    dangling_references,
    dates_in_order,
    activity_cycles,
    lanes_to_themselves,
    capacity_gaps,
    outside_horizon,
    undisclosed_quantities,
    unsupplied_items,
    cycles_that_cannot_start,
    empty_measures,
    missing_basis,
)
