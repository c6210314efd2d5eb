"""What a demand or a commitment can depend on at all: everything from which it can be reached."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from workshare.model.network import Operation
from workshare.model.programme import Programme
from workshare.model.promises import Commitment, Demand, Measure


class SubjectKind(StrEnum):
    """What is asked about."""

    COMMITMENT = "commitment"
    DEMAND = "demand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A demand or a commitment of a programme."""

    kind: SubjectKind
    id: str
    priority: int


def subject_of(programme: Programme, name: str) -> Subject:
    """The commitment of that id, or else the demand; raises KeyError if there is neither."""
    for c in programme.commitments:
        if c.id == name:
            return Subject(kind=SubjectKind.COMMITMENT, id=name, priority=c.priority)
    for d in programme.demands:
        if d.id == name:
            return Subject(kind=SubjectKind.DEMAND, id=name, priority=d.priority)
    raise KeyError(name)


def commitment_or_demand(programme: Programme, subject: Subject) -> Commitment | Demand:
    """The entry that is asked about."""
    table: Iterable[Commitment | Demand] = (
        programme.commitments if subject.kind is SubjectKind.COMMITMENT else programme.demands
    )
    return next(row for row in table if row.id == subject.id)


@dataclass(slots=True)
class Upstream:
    """The entries of each table from which a subject can be reached, and the stocks on the way (item, site)."""

    stocks: dict[tuple[str, str], None] = field(default_factory=dict)
    ids: dict[str, dict[str, None]] = field(default_factory=dict)

    def of(self, section: str) -> Collection[str]:
        """The ids of a table, nearest to the subject first."""
        return self.ids.get(section, {})

    def add(self, section: str, name: str) -> None:
        """One more entry."""
        self.ids.setdefault(section, {})[name] = None


def upstream(programme: Programme, subject: Subject) -> Upstream:
    """Everything that a subject can depend on, by walking its network back from what it counts."""
    found = Upstream()
    entry = commitment_or_demand(programme, subject)
    if isinstance(entry, Demand):
        _walk(programme, found, [(entry.item, entry.site)])
    elif entry.measure is not None:
        if entry.measure.done is not None:
            _steps(programme, found, [entry.measure.done])
        _walk(programme, found, _counted(programme, entry.measure))
    _money(programme, found)
    return found


def _counted(programme: Programme, measure: Measure) -> list[tuple[str, str]]:
    """The stocks in which what a measure counts arrives."""
    if measure.made is not None:
        sites = [o.site for o in programme.operations if measure.made in o.makes]
        return [(measure.made, s) for s in sites if not measure.at or s in measure.at]
    sites = [d.site for d in programme.demands if d.item == measure.delivered]
    return [(measure.delivered, s) for s in sites if not measure.at or s in measure.at] if measure.delivered else []


def _walk(programme: Programme, found: Upstream, stocks: Iterable[tuple[str, str]]) -> None:
    """Back from stocks through operations, supplies, lanes and substitutes to all that feeds them."""
    waiting = list(stocks)
    while waiting:
        stock = waiting.pop(0)
        if stock in found.stocks:
            continue
        found.stocks[stock] = None
        item, site = stock
        for o in programme.operations:
            if o.site == site and item in o.makes:
                _operation(found, o)
                _gates(programme, found, o.needs)
                waiting += [(i, site) for i in o.uses]
        for s in programme.supplies:
            if (s.item, s.site) == stock:
                found.add("supplies", s.id)
                _gates(programme, found, s.needs)
        for lane in programme.lanes:
            if site in lane.destination and (not lane.items or item in lane.items):
                found.add("lanes", lane.id)
                _gates(programme, found, lane.needs)
                waiting += [(item, origin) for origin in lane.origin]
        waiting += [(x.item, site) for x in programme.substitutes if x.instead_of == item]


def _operation(found: Upstream, operation: Operation) -> None:
    found.add("operations", operation.id)
    for resource in (*operation.time, *operation.setup):
        found.add("resources", resource)


def _gates(programme: Programme, found: Upstream, gates: Iterable[str]) -> None:
    """Gates, their steps, and the licences that stand before them."""
    table = {str(g.id): g for g in programme.gates}
    for gate in gates:
        found.add("gates", gate)
        _steps(programme, found, table[gate].needs)
        for licence in programme.licences:
            if gate in licence.gates:
                found.add("licences", licence.id)
                _steps(programme, found, licence.needs)


def _steps(programme: Programme, found: Upstream, activities: Iterable[str]) -> None:
    table: dict[str, tuple[str, ...]] = {a.id: a.after for a in programme.activities}
    waiting = list(activities)
    while waiting:
        name = waiting.pop(0)
        if name not in found.of("activities"):
            found.add("activities", name)
            waiting += table[name]


def _money(programme: Programme, found: Upstream) -> None:
    """Investments in what is used, rules on what is moved, and every fund, since anything may have to be paid."""
    for v in programme.investments:
        if v.resource in found.of("resources"):
            found.add("investments", v.id)
            _steps(programme, found, v.after)
    items = {item for item, _ in found.stocks}
    families = {i.family for i in programme.items if i.id in items}
    for rule in programme.rules:
        if (rule.item is None and rule.family is None) or rule.item in items or rule.family in families:
            found.add("rules", rule.id)
    for fund in programme.funds:
        found.add("funds", fund.id)
        _gates(programme, found, fund.needs)
