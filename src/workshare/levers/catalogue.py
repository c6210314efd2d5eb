"""The changes worth asking about: what a subject may suffer from, and what somebody could do for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from workshare.levers.changes import Change, ChangeKind, hours_at, stock_id
from workshare.levers.upstream import Upstream
from workshare.model.money import Fund
from workshare.model.network import Lane, Operation, Resource, Supply
from workshare.model.programme import Programme, by_id
from workshare.model.project import Activity, Gate, Investment, Licence
from workshare.model.rules import Rule

WEEK, MONTH, SEASON = 7, 30, 90
"""Days: a step sooner; money, supplies and licences earlier; a licence longer."""
HALF, QUARTER = 0.5, 0.25
"""Shares added: hours (half a shift), supplies and licences; money."""

MayChange = Mapping[str, Callable[[Any], Iterator[Change]]]


def relaxations(programme: Programme, found: Upstream) -> list[Change]:
    """Each thing upstream that may hold a subject back, simply gone."""
    return [*_of_rows(programme, found, _GONE), *_pools(programme, found)]


def levers(programme: Programme, found: Upstream) -> list[Change]:
    """Each thing upstream that somebody could change, by an amount that one can picture."""
    listed = _of_rows(programme, found, _BETTER)
    return [*listed, *_second_sites(programme, found), *_substitutes(programme, found)]


def _of_rows(programme: Programme, found: Upstream, table: MayChange) -> Iterator[Change]:
    """The changes of every entry upstream, table by table, nearest first."""
    for section, changes in table.items():
        rows = {row.id: row for row in getattr(programme, section)}
        for name in found.of(section):
            yield from changes(rows[name])


def _activity_gone(row: Activity) -> Iterator[Change]:
    if row.done is None and (row.days.value > 0 or row.not_before):
        yield Change(kind=ChangeKind.NO_ACTIVITY, section="activities", id=row.id, amount=row.days.value)


def _licence_gone(row: Licence) -> Iterator[Change]:
    if row.quantity or row.value:
        yield Change(kind=ChangeKind.NO_LICENCE_CAP, section="licences", id=row.id)
    if row.effective_end:
        yield Change(kind=ChangeKind.NO_LICENCE_END, section="licences", id=row.id)
    if row.needs or row.effective_start:
        yield Change(kind=ChangeKind.NO_LICENCE_WAIT, section="licences", id=row.id)


def _resource_gone(row: Resource) -> Iterator[Change]:
    yield Change(kind=ChangeKind.NO_RESOURCE_LIMIT, section="resources", id=row.id)


def _supply_gone(row: Supply) -> Iterator[Change]:
    if row.quantity or row.total or row.lead_time or row.effective_start or row.effective_end:
        yield Change(kind=ChangeKind.NO_SUPPLY_LIMIT, section="supplies", id=row.id)
    if row.size_minimum or row.size_multiple:
        yield Change(kind=ChangeKind.NO_LOT, section="supplies", id=row.id)


def _lane_gone(row: Lane) -> Iterator[Change]:
    if row.limit:
        yield Change(kind=ChangeKind.NO_LANE_LIMIT, section="lanes", id=row.id)
    if row.lead_time.value > 0 or row.effective_start or row.effective_end:
        yield Change(kind=ChangeKind.NO_LANE_TIME, section="lanes", id=row.id, amount=row.lead_time.value)


def _operation_gone(row: Operation) -> Iterator[Change]:
    if row.size_minimum or row.size_multiple:
        yield Change(kind=ChangeKind.NO_LOT, section="operations", id=row.id)
    if row.lead_time.value > 0 or row.effective_start or row.effective_end:
        yield Change(kind=ChangeKind.NO_LEAD, section="operations", id=row.id, amount=row.lead_time.value)


def _fund_gone(row: Fund) -> Iterator[Change]:
    if row.amount or row.needs or row.effective_start or row.effective_end:
        yield Change(kind=ChangeKind.NO_FUND_LIMIT, section="funds", id=row.id)


def _rule_gone(row: Rule) -> Iterator[Change]:
    yield Change(kind=ChangeKind.NO_RULE, section="rules", id=row.id)


def _gate_gone(row: Gate) -> Iterator[Change]:
    if row.needs:
        yield Change(kind=ChangeKind.NO_GATE, section="gates", id=row.id)


_GONE: MayChange = {
    "activities": _activity_gone,
    "licences": _licence_gone,
    "resources": _resource_gone,
    "supplies": _supply_gone,
    "lanes": _lane_gone,
    "operations": _operation_gone,
    "funds": _fund_gone,
    "rules": _rule_gone,
    "gates": _gate_gone,
}


def _activity_better(row: Activity) -> Iterator[Change]:
    if row.done is not None:
        return
    for name, mode in row.modes.items():
        dearer = mode.cost.value - (row.cost.value if row.cost else 0.0) if mode.cost else None
        yield Change(kind=ChangeKind.CRASH, section="activities", id=row.id, other=name, cost=dearer)
    if row.days.value > 0:
        days = min(float(WEEK), row.days.value)
        yield Change(kind=ChangeKind.SHORTER, section="activities", id=row.id, amount=days)


def _licence_better(row: Licence) -> Iterator[Change]:
    if row.effective_start:
        yield Change(kind=ChangeKind.LICENCE_EARLIER, section="licences", id=row.id, amount=MONTH)
    if row.effective_end:
        yield Change(kind=ChangeKind.LICENCE_LONGER, section="licences", id=row.id, amount=SEASON)
    if row.quantity or row.value:
        yield Change(kind=ChangeKind.LICENCE_LARGER, section="licences", id=row.id, amount=HALF)


def _resource_better(row: Resource) -> Iterator[Change]:
    yield Change(kind=ChangeKind.MORE_HOURS, section="resources", id=row.id, amount=HALF)


def _investment_better(row: Investment) -> Iterator[Change]:
    cost = row.cost.value if row.cost else None
    yield Change(kind=ChangeKind.INVESTMENT, section="investments", id=row.id, cost=cost)


def _supply_better(row: Supply) -> Iterator[Change]:
    if row.effective_start or row.lead_time:
        yield Change(kind=ChangeKind.SUPPLY_EARLIER, section="supplies", id=row.id, amount=MONTH)
    if row.quantity or row.total:
        yield Change(kind=ChangeKind.SUPPLY_LARGER, section="supplies", id=row.id, amount=HALF)
    if row.size_minimum or row.size_multiple:
        yield Change(kind=ChangeKind.NO_LOT, section="supplies", id=row.id)


def _lane_better(row: Lane) -> Iterator[Change]:
    if row.limit:
        yield Change(kind=ChangeKind.NO_LANE_LIMIT, section="lanes", id=row.id)


def _operation_better(row: Operation) -> Iterator[Change]:
    if row.size_minimum or row.size_multiple:
        yield Change(kind=ChangeKind.NO_LOT, section="operations", id=row.id)


def _fund_better(row: Fund) -> Iterator[Change]:
    if row.effective_start:
        yield Change(kind=ChangeKind.FUND_EARLIER, section="funds", id=row.id, amount=MONTH)
    if row.amount:
        yield Change(kind=ChangeKind.FUND_LARGER, section="funds", id=row.id, amount=QUARTER)


_BETTER: MayChange = {
    "activities": _activity_better,
    "licences": _licence_better,
    "resources": _resource_better,
    "investments": _investment_better,
    "supplies": _supply_better,
    "lanes": _lane_better,
    "operations": _operation_better,
    "funds": _fund_better,
    "rules": _rule_gone,
}


def _pools(programme: Programme, found: Upstream) -> Iterator[Change]:
    """Stocks that nothing refills: what lies there is all there ever is."""
    made = {(i, o.site) for o in programme.operations for i in o.makes}
    made |= {(s.item, s.site) for s in programme.supplies}
    for row in programme.stock:
        arrives = any(row.site in lane.destination and row.item in lane.items for lane in programme.lanes)
        if (row.item, row.site) in found.stocks and (row.item, row.site) not in made and not arrives:
            yield Change(kind=ChangeKind.NO_STOCK_LIMIT, section="stock", id=stock_id(row.item, row.site))


def _second_sites(programme: Programme, found: Upstream) -> Iterator[Change]:
    """Operations that another site with hours could do as well, where nothing there makes the same yet."""
    makes = {(item, o.site) for o in programme.operations for item in o.makes}
    operations: Mapping[str, Operation] = {o.id: o for o in programme.operations}
    for name in found.of("operations"):
        o = operations[name]
        for site in (s.id for s in programme.sites):
            already = any((item, site) in makes for item in o.makes)
            if site != o.site and not already and hours_at(programme, o, site, o.time):
                yield Change(kind=ChangeKind.SECOND_SITE, section="operations", id=o.id, other=site)


def _substitutes(programme: Programme, found: Upstream) -> Iterator[Change]:
    """Goods of one family and unit that are asked for side by side: one might serve for the other."""
    items = by_id(programme.items)
    asked = {d.item for d in programme.demands}
    known = {(s.item, s.instead_of) for s in programme.substitutes}
    wanted = {item for item, _ in found.stocks} & asked
    for item in sorted(asked):
        for other in sorted(wanted - {item}):
            alike = items[item].family == items[other].family and items[item].unit == items[other].unit
            if alike and items[item].family and (item, other) not in known:
                yield Change(kind=ChangeKind.SUBSTITUTE, section="items", id=item, other=other)
