"""What is wrong with a neutral instance that can be read: numbers out of range, and names that nothing defines.

A message does not name its place; the reader puts that before it, as it stands in the file.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator

from workshare.files.neutral.instance import Instance, Operation, Stock, Supplier
from workshare.problems import Code, Path, Problem, brief, did_you_mean

LONGEST = 1000
"""The most weeks that are planned, and the longest lead."""
PRIORITIES = (1, 2, 3)
"""The priorities that the yardstick weighs."""
LAST_START = dt.date(9900, 1, 1)


def check_numbers(instance: Instance) -> Iterator[Problem]:
    """Numbers that no plan can be made of."""
    yield from _between(instance.weeks, 1, LONGEST, ("weeks",))
    if instance.start > LAST_START:
        yield _problem(Code.BAD_DATE, ("start",), f"{instance.start} is too late", "write a date before 9900")
    for path, quantity in _quantities(instance):
        if quantity < 0 or (quantity == 0 and path[0] == "demands"):
            yield _too_small(path, quantity)
    for section in ("operations", "lanes", "suppliers"):
        for n, row in enumerate(getattr(instance, section)):
            yield from _between(row.lead_weeks, 0, LONGEST, (section, n, "lead_weeks"))
    weeks = instance.weeks if 1 <= instance.weeks <= LONGEST else LONGEST
    for n, demand in enumerate(instance.demands):
        yield from _between(demand.due_week, 0, weeks - 1, ("demands", n, "due_week"))
        yield from _between(demand.priority, min(PRIORITIES), max(PRIORITIES), ("demands", n, "priority"))


def _quantities(instance: Instance) -> Iterator[tuple[Path, float]]:
    """Every quantity and every number of hours, with its place."""
    for n, resource in enumerate(instance.resources):
        yield ("resources", n, "hours_per_week"), resource.hours_per_week
    for n, operation in enumerate(instance.operations):
        yield ("operations", n, "hours"), operation.hours
        for item, quantity in operation.inputs.items():
            yield ("operations", n, "inputs", item), quantity
    for n, lot in enumerate(instance.stock):
        yield ("stock", n, "qty"), lot.qty
    for n, demand in enumerate(instance.demands):
        yield ("demands", n, "qty"), demand.qty


def check_names(instance: Instance) -> Iterator[Problem]:
    """Names that are given twice, or that nothing defines.

    An item is defined where it comes from (an operation, a supplier, stock), a location where something is or moves.
    """
    for section in ("resources", "operations", "demands"):
        counts = Counter(row.name for row in getattr(instance, section))
        for n, row in enumerate(getattr(instance, section)):
            if counts[row.name] > 1:
                message = f"{brief(row.name)} is given {counts[row.name]} times"
                yield _problem(Code.DUPLICATE_ID, (section, n, "name"), message, "give each its own name")
    resources = {row.name for row in instance.resources}
    for n, operation in enumerate(instance.operations):
        yield from _unknown(operation.resource, resources, "resource", ("operations", n, "resource"))
    sources: tuple[Operation | Supplier | Stock, ...] = (*instance.operations, *instance.suppliers, *instance.stock)
    items, there = {row.item for row in sources}, {row.location for row in sources}
    used: list[tuple[Path, str]] = [
        (("operations", n, "inputs", i), i) for n, o in enumerate(instance.operations) for i in o.inputs
    ]
    used += [(("lanes", n, "item"), lane.item) for n, lane in enumerate(instance.lanes)]
    used += [(("demands", n, "item"), demand.item) for n, demand in enumerate(instance.demands)]
    for path, item in used:
        yield from _unknown(item, items, "item", path)
    for n, lane in enumerate(instance.lanes):
        if lane.origin == lane.destination:
            message = f"it leads from {brief(lane.origin)} to itself"
            yield _problem(Code.LANE_TO_ITSELF, ("lanes", n), message, "leave the lane out")
    there |= {end for lane in instance.lanes for end in (lane.origin, lane.destination)}
    for n, demand in enumerate(instance.demands):
        yield from _unknown(demand.location, there, "location", ("demands", n, "location"))


def _unknown(name: str, known: Iterable[str], what: str, path: Path) -> Iterator[Problem]:
    if name not in known:
        message = f"there is no {what} {brief(name)}"
        yield _problem(Code.DANGLING_REFERENCE, path, message, did_you_mean(name, known))


def _between(value: int, least: int, most: int, path: Path) -> Iterator[Problem]:
    if not least <= value <= most:
        message = f"{value} is out of range"
        yield _problem(Code.BAD_RANGE, path, message, f"write a whole number from {least} to {most}")


def _too_small(path: Path, value: float) -> Problem:
    hint = "write a number above 0" if value == 0 else "write a number that is not below 0"
    return _problem(Code.NEGATIVE, path, f"{value:g} is too small", hint)


def _problem(code: Code, path: Path, message: str, hint: str) -> Problem:
    return Problem(code=code, message=message, hint=hint, path=path)
