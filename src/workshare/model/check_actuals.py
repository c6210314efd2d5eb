"""Checks of what has happened: each actual says all that it needs and no more, and none takes what was not there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from workshare.model.fleets import Actual, Happened
from workshare.model.happened import ROUNDING, Move, licences_of, moves, whole
from workshare.model.programme import Programme, by_id, days_from
from workshare.model.promises import DemandStatus
from workshare.model.references import Found, Unread, a_problem
from workshare.problems import Code, Path, Problem

NEEDS: dict[Happened, tuple[str, ...]] = {
    Happened.PRODUCED: ("operation",),
    Happened.RECEIVED: ("supply",),
    Happened.SHIPPED: ("lane", "item", "origin", "destination"),
    Happened.DELIVERED: ("demand",),
}
"""What each kind of actual says."""
MAY = {Happened.DELIVERED: ("item",)}
"""What it may say besides."""
KEYS = ("operation", "supply", "lane", "item", "origin", "destination", "demand")
TABLES = {"operation": "operations", "supply": "supplies", "lane": "lanes", "demand": "demands"}


def actuals(programme: Programme, unread: Unread) -> Found:
    """Each actual says what it needs, on a day of the programme, about a lane that leads there and a demand's item."""
    for n, actual in enumerate(programme.actuals):
        yield from _parts(("actuals", n), actual)
        if not unread.undated and not programme.start <= actual.date <= programme.until:
            message = f"an actual of {actual.date} is outside {programme.start} to {programme.until}"
            hint = "put what was there at the start into stock:, or correct the date"
            yield a_problem(Code.OUTSIDE_HORIZON, ("actuals", n, "date"), message, hint)
        yield from _leads(programme, ("actuals", n), actual)
        yield from _serves(programme, ("actuals", n), actual)


def _parts(path: Path, actual: Actual) -> Found:
    """What is missing, and what says nothing."""
    for key in KEYS:
        given = getattr(actual, key) is not None
        if key in NEEDS[actual.what] and not given:
            message = f"what was {actual.what} on {actual.date} does not say its {key}"
            yield a_problem(Code.MISSING_KEY, path, message, f"add {key}:")
        elif given and key not in (*NEEDS[actual.what], *MAY.get(actual.what, ())):
            message = f"what was {actual.what} on {actual.date} has no {key}"
            yield a_problem(Code.UNKNOWN_KEY, (*path, key), message, f"take {key}: out")


def _leads(programme: Programme, path: Path, actual: Actual) -> Found:
    """A lane leads from there to there, and takes the item."""
    lane = by_id(programme.lanes).get(actual.lane) if actual.lane else None
    if lane is None or actual.what is not Happened.SHIPPED:
        return
    for key, ends in (("origin", lane.origin), ("destination", lane.destination)):
        site = getattr(actual, key)
        if site is not None and site not in ends:
            message = f"lane {lane.id} has no {key} {site}"
            yield a_problem(Code.UNREACHABLE, (*path, key), message, f"write one of {', '.join(ends)}")
    if actual.item and lane.items and actual.item not in lane.items:
        message = f"lane {lane.id} does not take {actual.item}"
        yield a_problem(Code.UNREACHABLE, (*path, "item"), message, f"write one of {', '.join(lane.items)}")


def _serves(programme: Programme, path: Path, actual: Actual) -> Found:
    """A demand that is open was served with its item, or with one that may serve instead."""
    demand = by_id(programme.demands).get(actual.demand) if actual.demand else None
    if demand is None or actual.what is not Happened.DELIVERED:
        return
    if demand.status is DemandStatus.INQUIRY:
        message = f"demands {demand.id} is an inquiry, and something was delivered to it"
        yield a_problem(Code.BAD_RANGE, (*path, "demand"), message, "make it status: open, or name another demand")
    pairs = {(s.item, s.instead_of) for s in programme.substitutes}
    if actual.item and actual.item != demand.item and (actual.item, demand.item) not in pairs:
        message = f"demands {demand.id} asks for {demand.item}, for which {actual.item} may not serve"
        yield a_problem(Code.BAD_RANGE, (*path, "item"), message, "add it to substitutes:, or correct the item")


def delivered_too_much(programme: Programme, unread: Unread) -> Found:
    """No demand is given more than it asks for."""
    given: dict[str, float] = defaultdict(float)
    demands = by_id(programme.demands)
    for n, actual in enumerate(programme.actuals):
        demand = demands.get(actual.demand) if actual.demand else None
        if demand is None or demand.quantity is None or unread.may_define("demands", demand.id):
            continue
        before, asked = given[demand.id], demand.quantity.value
        given[demand.id] += actual.quantity.value
        most = asked + ROUNDING * max(1.0, asked)
        if before <= most < given[demand.id]:
            message = f"demands {demand.id} asks for {asked:g}, and {given[demand.id]:g} were delivered"
            hint = "correct a quantity, or raise the demand's"
            yield a_problem(Code.BAD_RANGE, ("actuals", n, "quantity"), message, hint)


def unclear_licences(programme: Programme, unread: Unread) -> Found:
    """Where several licences cover what happened, it says under which it ran."""
    for n, actual in enumerate(programme.actuals) if "licences" not in unread.lost else ():
        if not _is_whole(programme, actual):
            continue
        for gate, names in licences_of(programme, actual):
            if len(names) > 1:
                message = (
                    f"what was {actual.what} on {actual.date} may have run under {' or '.join(names)} (gate {gate})"
                )
                hint = f"add licences: [{names[0]}], or the one that it was"
                yield a_problem(Code.MISSING_KEY, ("actuals", n), message, hint)


def stocks_that_were_there(programme: Programme, unread: Unread) -> Found:
    """Nothing was used, sent or handed over that was not there at the end of that day; asked of a sound record only."""
    if programme.actuals and not unread.undated and not any(True for _ in actuals(programme, unread)):
        yield from _negative_stock(programme, unread)


def _negative_stock(programme: Programme, unread: Unread) -> Found:
    """Each place from which more had gone than had come, once."""
    rows = [(n, a) for n, a in enumerate(programme.actuals) if _is_whole(programme, a)]
    if len(rows) < len(programme.actuals) or unread.lost or unread.rows or unread.nameless:
        return
    changes = [*moves(programme, programme.actuals)]
    finished = [*whole(programme, (m for m in changes if m.work))]
    level: dict[tuple[str, str], float] = defaultdict(float)
    come: dict[tuple[str, str], float] = defaultdict(float)
    for row in programme.stock:
        level[row.item, row.site] = come[row.item, row.site] = row.quantity.value
    known = [*_in_progress(programme), *(m for m in changes if not m.work), *finished]
    by_day: dict[int, list[Move]] = defaultdict(list)
    for move in known:
        by_day[move.day].append(move)
    short: set[tuple[str, str]] = set()
    for day in sorted(by_day):
        for move in by_day[day]:
            level[move.item, move.site] += move.quantity
            come[move.item, move.site] += max(0.0, move.quantity)
        for move in by_day[day]:
            place = (move.item, move.site)
            lacks = -level[place]
            if move.quantity < 0 and place not in short and lacks > ROUNDING * max(1.0, come[place]):
                short.add(place)
                yield _short(programme, move, lacks)


def _short(programme: Programme, move: Move, lacks: float) -> Problem:
    """The problem of a place from which more went than had come."""
    date = programme.actuals[move.by].date
    message = f"by {date} {lacks:g} more of {move.item} had left {move.site} than there had been"
    hint = "add what had come there to stock: or actuals:, or correct a quantity or a date"
    return a_problem(Code.NEGATIVE, ("actuals", move.by), message, hint)


def _in_progress(programme: Programme) -> Iterator[Move]:
    """What work in progress brought, on the days on which it was ready."""
    for o in programme.operations:
        for wip in o.in_progress:
            day = max(0, days_from(programme.start, wip.ready, 0))
            for item, n in o.accepted.items():
                yield Move(day=day, item=item, site=o.site, quantity=wip.quantity.value * n, by=-1)


def _is_whole(programme: Programme, actual: Actual) -> bool:
    """Whether an actual says all that it needs, and all of it is known."""
    for key in NEEDS[actual.what]:
        name, table = getattr(actual, key), TABLES.get(key)
        if name is None or (table and name not in by_id(getattr(programme, table))):
            return False
    return True


ACTUALS = (actuals, delivered_too_much, unclear_licences, stocks_that_were_there)
"""Every rule above."""
