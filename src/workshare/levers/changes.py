"""Single changes of a programme: what may be asked "and if this were otherwise?"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import Any

from workshare.model.figure import Figure
from workshare.model.ids import InvestmentId, ItemId, ModeId, OperationId, ResourceId, SiteId
from workshare.model.network import Lane, Operation, Substitute, Supply
from workshare.model.programme import Programme, by_id
from workshare.model.project import Activity, Licence
from workshare.model.promises import DemandStatus


class ChangeKind(StrEnum):
    """What is changed: first what is simply gone (relaxations), then what somebody could do (levers).

    A lane without limit, a lot or a rule dropped are both.
    """

    NO_GATE = "gate open from the start"
    NO_ACTIVITY = "activity takes no time"
    NO_LEAD = "operation takes no lead time"
    NO_RESOURCE_LIMIT = "resource without limit"
    NO_SUPPLY_LIMIT = "supply without limit"
    NO_STOCK_LIMIT = "stock without limit"
    NO_LICENCE_CAP = "licence without cap"
    NO_LICENCE_END = "licence without end"
    NO_LICENCE_WAIT = "licence in force from the start"
    NO_FUND_LIMIT = "fund without limit"
    NO_CLAIM = "what comes first left out"
    NO_LANE_TIME = "lane takes no time"
    NO_LANE_LIMIT = "lane without limit"
    NO_LOT = "no lots"
    NO_RULE = "rule dropped"
    SHORTER = "activity shorter"
    CRASH = "activity in another mode"
    LICENCE_EARLIER = "licence earlier"
    LICENCE_LONGER = "licence longer"
    LICENCE_LARGER = "licence for more"
    MORE_HOURS = "more hours"
    INVESTMENT = "one more of an investment"
    FUND_EARLIER = "money earlier"
    FUND_LARGER = "more money"
    SUPPLY_EARLIER = "supply earlier"
    SUPPLY_LARGER = "larger supply"
    SECOND_SITE = "second site"
    SUBSTITUTE = "substitute allowed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing changed: an entry of a table, by so much, at a cost where the programme knows it.

    ``amount`` is in days, or a share to be added, as the kind says; ``other`` is the mode, the site or the item that
    some kinds name besides. ``cost`` is in the programme's currency, None where nothing in the programme says.
    """

    kind: ChangeKind
    section: str
    id: str
    amount: float = 0.0
    other: str = ""
    cost: float | None = None

    def apply(self, programme: Programme) -> Programme:
        """The programme with this one thing changed."""
        return _APPLY[self.kind](programme, self)


ANY_DAY: Mapping[str, Any] = {"effective_start": None, "effective_end": None}
"""No dates of its own."""


def apply_all(programme: Programme, changes: Iterable[Change]) -> Programme:
    """The programme with several things changed."""
    for change in changes:
        programme = change.apply(programme)
    return programme


def _with(programme: Programme, change: Change, edit: Callable[[Any], Mapping[str, Any]]) -> Programme:
    """The programme with some fields of the changed entry replaced."""
    rows = getattr(programme, change.section)
    new: Any = tuple(replace(row, **edit(row)) if row.id == change.id else row for row in rows)
    return replace(programme, **{change.section: new})


def _fields(**fields: Any) -> Callable[[Programme, Change], Programme]:  # noqa: ANN401 - whatever the record holds
    return lambda programme, change: _with(programme, change, lambda _: fields)


def _no_resource(programme: Programme, change: Change) -> Programme:
    """Nobody counts its hours any more."""
    name = ResourceId(change.id)
    free = tuple(
        replace(o, time=_without(o.time, name), setup=_without(o.setup, name)) if name in {*o.time, *o.setup} else o
        for o in programme.operations
    )
    return replace(programme, operations=free)


def _no_activity(programme: Programme, change: Change) -> Programme:
    return _with(programme, change, lambda row: {"days": _none(row.days), "modes": {}, "not_before": None})


def _no_lead(programme: Programme, change: Change) -> Programme:
    return _with(programme, change, lambda row: {"lead_time": _none(row.lead_time), **ANY_DAY})


def _without(hours: Mapping[ResourceId, Figure], name: ResourceId) -> dict[ResourceId, Figure]:
    return {r: h for r, h in hours.items() if r != name}


def _no_stock(programme: Programme, change: Change) -> Programme:
    """More lies there than all demands together could use."""
    enough = _enough(programme)
    rows = tuple(
        replace(row, quantity=_moved(row.quantity, lambda value: max(value, enough)))
        if stock_id(row.item, row.site) == change.id
        else row
        for row in programme.stock
    )
    return replace(programme, stock=rows)


def _no_supply_limit(programme: Programme, change: Change) -> Programme:
    """It gives at once more than all demands together could use."""
    enough = _enough(programme)

    def edit(row: Supply) -> Mapping[str, Any]:
        known = row.total or row.quantity
        total = replace(known, value=enough, low=None, high=None, per=None) if known else None
        return {"quantity": None, "total": total, "lead_time": None, **ANY_DAY}

    return _with(programme, change, edit)


def _enough(programme: Programme) -> float:
    asked = sum(d.quantity.value for d in programme.demands if d.quantity and d.status is DemandStatus.OPEN)
    return max(1.0, asked) * 100


def stock_id(item: str, site: str) -> str:
    """How a stock is called where an id is wanted."""
    return f"{item} at {site}"


def _no_claim(programme: Programme, change: Change) -> Programme:
    """Demands of a priority, or one promise, are left out; ``id`` is the name of the goal that they are."""
    _, _, priority = change.id.partition(", priority ")
    if priority:
        kept = tuple(d for d in programme.demands if str(d.priority) != priority)
        return replace(programme, demands=kept)
    promise = change.id.removeprefix("commitment ").removesuffix(", short")
    return replace(programme, commitments=tuple(c for c in programme.commitments if c.id != promise))


def _moved(figure: Figure, move: Callable[[float], float]) -> Figure:
    """A figure with its value and both ends of its range moved; what it rests on stays."""
    low, high = (move(end) if end is not None else None for end in (figure.low, figure.high))
    return replace(figure, value=move(figure.value), low=low, high=high)


def _none(figure: Figure) -> Figure:
    return _moved(figure, lambda _: 0.0)


def _sooner(figure: Figure, days: float) -> Figure:
    return _moved(figure, lambda value: max(0.0, value - days))


def _larger(figure: Figure | None, share: float) -> Figure | None:
    return _moved(figure, lambda value: value * (1 + share)) if figure else None


def _shorter(programme: Programme, change: Change) -> Programme:
    def edit(row: Activity) -> Mapping[str, Any]:
        modes = {name: replace(mode, days=_sooner(mode.days, change.amount)) for name, mode in row.modes.items()}
        return {"days": _sooner(row.days, change.amount), "modes": modes}

    return _with(programme, change, edit)


def _crash(programme: Programme, change: Change) -> Programme:
    def edit(row: Activity) -> Mapping[str, Any]:
        mode = row.modes[ModeId(change.other)]
        return {"days": mode.days, "cost": mode.cost, "modes": {}}

    return _with(programme, change, edit)


def _earlier(programme: Programme, change: Change) -> Programme:
    """Its first day comes so much sooner; what waits for steps waits for them still."""
    return _with(programme, change, lambda row: {"effective_start": _before(programme, row, change.amount)})


def _before(programme: Programme, row: Any, days: float) -> Any:  # noqa: ANN401 - any record with dates
    start = row.effective_start
    return max(programme.start, start - timedelta(days=int(days))) if start else None


def _longer(programme: Programme, change: Change) -> Programme:
    def edit(row: Licence) -> Mapping[str, Any]:
        end = row.effective_end
        return {"effective_end": end + timedelta(days=int(change.amount)) if end else None}

    return _with(programme, change, edit)


def _licence_larger(programme: Programme, change: Change) -> Programme:
    def edit(row: Licence) -> Mapping[str, Any]:
        return {"quantity": _larger(row.quantity, change.amount), "value": _larger(row.value, change.amount)}

    return _with(programme, change, edit)


def _more_hours(programme: Programme, change: Change) -> Programme:
    return _with(
        programme,
        change,
        lambda row: {"hours": tuple(replace(s, hours=_larger(s.hours, change.amount)) for s in row.hours)},
    )


def _supply_earlier(programme: Programme, change: Change) -> Programme:
    def edit(row: Supply) -> Mapping[str, Any]:
        start = _before(programme, row, change.amount)
        return {"effective_start": start, "lead_time": _sooner(row.lead_time, change.amount) if row.lead_time else None}

    return _with(programme, change, edit)


def _supply_larger(programme: Programme, change: Change) -> Programme:
    def edit(row: Supply) -> Mapping[str, Any]:
        return {"quantity": _larger(row.quantity, change.amount), "total": _larger(row.total, change.amount)}

    return _with(programme, change, edit)


def _second_site(programme: Programme, change: Change) -> Programme:
    """The same operation at another site, on that site's hours; lanes to and from its own site serve the other too."""
    operation, site = by_id(programme.operations)[OperationId(change.id)], SiteId(change.other)
    copy = replace(
        operation,
        id=OperationId(f"{operation.id}-at-{site}"),
        site=site,
        time=hours_at(programme, operation, site, operation.time),
        setup=hours_at(programme, operation, site, operation.setup),
        in_progress=(),
        name=None,
    )
    lanes = tuple(_also(lane, operation, site) for lane in programme.lanes)
    return replace(programme, operations=(*programme.operations, copy), lanes=lanes)


def _also(lane: Lane, operation: Operation, site: SiteId) -> Lane:
    """A lane that brings what an operation uses, or takes away what it makes, goes to the other site as well."""
    carries = set(lane.items)
    origin, destination = lane.origin, lane.destination
    if operation.site in origin and site not in origin and (not carries or carries & operation.makes.keys()):
        origin = (*origin, site)
    if operation.site in destination and site not in destination and (not carries or carries & operation.uses.keys()):
        destination = (*destination, site)
    return replace(lane, origin=origin, destination=destination)


def hours_at(
    programme: Programme, operation: Operation, site: SiteId, hours: Mapping[ResourceId, Figure]
) -> dict[ResourceId, Figure]:
    """Hours of an operation on a resource of another site that does the same kind of work; empty if there is none."""
    does = {r.id: {o.kind for o in programme.operations if r.id in o.time} for r in programme.resources}
    alike = next((r.id for r in programme.resources if r.site == site and operation.kind in does[r.id]), None)
    total = sum(h.value for h in hours.values())
    if alike is None or not total:
        return {}
    return {alike: replace(next(iter(hours.values())), value=total, low=None, high=None)}


def _substitute(programme: Programme, change: Change) -> Programme:
    new = Substitute(item=ItemId(change.id), instead_of=ItemId(change.other))
    return replace(programme, substitutes=(*programme.substitutes, new))


def _one_more(programme: Programme, change: Change) -> Programme:
    assert change.section == "investments"
    count = by_id(programme.investments)[InvestmentId(change.id)].at_most
    return _with(programme, change, lambda _: {"at_most": count + 1})


_APPLY: Mapping[ChangeKind, Callable[[Programme, Change], Programme]] = {
    ChangeKind.NO_GATE: _fields(needs=()),
    ChangeKind.NO_ACTIVITY: _no_activity,
    ChangeKind.NO_LEAD: _no_lead,
    ChangeKind.NO_RESOURCE_LIMIT: _no_resource,
    ChangeKind.NO_SUPPLY_LIMIT: _no_supply_limit,
    ChangeKind.NO_STOCK_LIMIT: _no_stock,
    ChangeKind.NO_LICENCE_CAP: _fields(quantity=None, value=None),
    ChangeKind.NO_LICENCE_END: _fields(effective_end=None),
    ChangeKind.NO_LICENCE_WAIT: _fields(needs=(), effective_start=None),
    ChangeKind.NO_FUND_LIMIT: _fields(amount=None, needs=(), **ANY_DAY),
    ChangeKind.NO_CLAIM: _no_claim,
    ChangeKind.NO_LANE_TIME: _no_lead,
    ChangeKind.NO_LANE_LIMIT: _fields(limit=None),
    ChangeKind.NO_LOT: _fields(size_minimum=None, size_multiple=None),
    ChangeKind.NO_RULE: lambda programme, change: replace(
        programme, rules=tuple(r for r in programme.rules if r.id != change.id)
    ),
    ChangeKind.SHORTER: _shorter,
    ChangeKind.CRASH: _crash,
    ChangeKind.LICENCE_EARLIER: _earlier,
    ChangeKind.LICENCE_LONGER: _longer,
    ChangeKind.LICENCE_LARGER: _licence_larger,
    ChangeKind.MORE_HOURS: _more_hours,
    ChangeKind.INVESTMENT: _one_more,
    ChangeKind.FUND_EARLIER: _earlier,
    ChangeKind.FUND_LARGER: lambda programme, change: _with(
        programme, change, lambda row: {"amount": _larger(row.amount, change.amount)}
    ),
    ChangeKind.SUPPLY_EARLIER: _supply_earlier,
    ChangeKind.SUPPLY_LARGER: _supply_larger,
    ChangeKind.SECOND_SITE: _second_site,
    ChangeKind.SUBSTITUTE: _substitute,
}
