"""What leads from row to row: names, recipes, lanes; and what may stand in rows that were not read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

from workshare.model import ids
from workshare.model.figure import Figure, Text
from workshare.model.ids import ItemId, SiteId
from workshare.model.programme import Programme
from workshare.model.promises import DemandStatus
from workshare.problems import Code, Path, Problem

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Place = tuple[ItemId, SiteId]
Found = Iterator[Problem]

TABLE_OF: dict[Any, str] = {
    ids.PartnerId: "partners",
    ids.SiteId: "sites",
    ids.ItemId: "items",
    ids.ResourceId: "resources",
    ids.OperationId: "operations",
    ids.SupplyId: "supplies",
    ids.LaneId: "lanes",
    ids.ActivityId: "activities",
    ids.GateId: "gates",
    ids.DemandId: "demands",
    ids.CommitmentId: "commitments",
    ids.AgreementId: "agreements",
    ids.StatementId: "statements",
    ids.SourceId: "sources",
    ids.EntityId: "entities",
    ids.PromiseId: "promises",
    ids.MoneyId: "money",
    ids.LinkId: "links",
    ids.OrganisationId: "organisations",
    ids.ContractId: "contracts",
    ids.BidId: "bids",
    ids.CallOffId: "call_offs",
    ids.AcceptanceId: "acceptances",
    ids.TransactionId: "transactions",
    ids.LicenceId: "licences",
    ids.InvestmentId: "investments",
    ids.CurrencyId: "currencies",
    ids.FundId: "funds",
    ids.RuleId: "rules",
    ids.FleetId: "fleets",
    ids.OrderId: "orders",
    ids.SpareId: "spares",
    ids.CauseId: "causes",
    ids.HazardId: "hazards",
}
"""The table in which each type of id is defined, of a programme or of another document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """What of a programme could not be read: nothing is reported that it may explain.

    ``rows`` are tables and ids of rows left out, ``nameless`` tables of which rows without an id were left
    out, ``lost`` tables of which nobody knows what is missing; ``words`` are what the rows left out say, by
    table. If ``undated``, nobody knows when the programme starts or ends.
    """

    rows: frozenset[tuple[str, str]] = frozenset()
    nameless: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    undated: bool = False

    def may_define(self, table: str, name: str) -> bool:
        """Whether a row that was left out may have had this id."""
        return table in self.nameless or table in self.lost or (table, name) in self.rows

    def may_say(self, table: str, word: str) -> bool:
        """Whether a row that was left out may have had this word in it."""
        return table in self.lost or word in self.words.get(table, ())

    def and_words(self, more: Iterable[tuple[str, str]]) -> Unread:
        """The same with further words of rows that are left aside, each with its table."""
        words = {table: set(known) for table, known in self.words.items()}
        for table, word in more:
            words.setdefault(table, set()).add(word)
        return Unread(
            rows=self.rows,
            nameless=self.nameless,
            lost=self.lost,
            words={table: frozenset(known) for table, known in words.items()},
            undated=self.undated,
        )


ALL_READ = Unread()
"""Nothing was left out."""


def a_problem(code: Code, path: Path, message: str, hint: str) -> Problem:
    """A problem of a programme, of which the reader finds the line."""
    return Problem(code=code, message=message, hint=hint, path=path)


def references(document: DataclassInstance) -> Iterator[tuple[Path, str, str]]:
    """Each use of an id as (path, table, id); found from the types, so that no new field can be forgotten."""
    for section in fields(document):
        rows = getattr(document, section.name)
        if isinstance(rows, tuple):
            for n, row in enumerate(rows):
                yield from _in_record(row, (section.name, getattr(row, "id", n)))


@cache
def _fields(record: type) -> tuple[tuple[str, object], ...]:
    """The fields of a record in which ids may stand, with their types."""
    hints = get_type_hints(record)
    names = [entry.name for entry in fields(record) if entry.name == "source" or _leads(hints[entry.name])]
    return tuple((name, hints[name]) for name in names if name != "id")


def _leads(hint: object) -> bool:
    record = hint is not Text and isinstance(hint, type) and is_dataclass(hint)
    return hint in TABLE_OF or record or any(map(_leads, get_args(hint)))


def _in_record(record: object, path: Path) -> Iterator[tuple[Path, str, str]]:
    kind: type = type(record)
    for name, hint in _fields(kind):
        value, here = getattr(record, name), (*path, name)
        if name == "source" and hint is str:
            if value:
                yield here, "statements", value
        elif value is not None:
            yield from _in_value(value, hint, here)


def _in_value(value: object, hint: object, path: Path) -> Iterator[tuple[Path, str, str]]:
    if isinstance(value, Figure):
        yield from [((*path, "source"), "statements", value.source)] if value.source else []
    elif isinstance(value, str):
        yield from ((path, table, value) for table in _tables(hint))
    elif isinstance(value, tuple):
        for n, part in enumerate(value):
            yield from _in_value(part, get_args(hint)[0], (*path, n))
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from (((*path, key), table, key) for table in _tables(hint))
            yield from _in_value(part, None, (*path, key))
    elif is_dataclass(value):
        yield from _in_record(value, path)


@cache
def _tables(hint: object) -> tuple[str, ...]:
    """The table that an id of this type belongs to, if it is one."""
    return tuple(TABLE_OF[part] for part in (hint, *get_args(hint)) if part in TABLE_OF)[:1]


SOURCES = ("operations", "supplies", "stock", "substitutes", "fleets")
"""The tables whose rows bring items into being."""


def provided(programme: Programme, unread: Unread = ALL_READ) -> set[ItemId]:
    """The items that anything makes, supplies or holds, or that another may serve for."""
    found = {item for operation in programme.operations for item in operation.makes}
    found |= {supply.item for supply in programme.supplies}
    found |= {stock.item for stock in programme.stock if stock.quantity.value > 0}
    found |= {fleet.returns for fleet in programme.fleets if fleet.returns}
    found |= {i.id for i in programme.items if any(unread.may_say(table, i.id) for table in SOURCES)}
    instead = {s.instead_of for s in programme.substitutes if s.item in found} - found
    while instead:
        found |= instead
        instead = {s.instead_of for s in programme.substitutes if s.item in found} - found
    return found


def _mentioned(programme: Programme, unread: Unread) -> set[Place]:
    """Where rows that were not read may bring items into being: at the sites they name, or anywhere."""
    places: set[Place] = set()
    for table in SOURCES:
        items = [item.id for item in programme.items if unread.may_say(table, item.id)]
        sites = [site.id for site in programme.sites if unread.may_say(table, site.id)]
        places |= {(item, site) for item in items for site in sites or [s.id for s in programme.sites]}
    return places


def obtainable(programme: Programme, unread: Unread = ALL_READ) -> set[Place]:
    """Where each item can ever be, dates and quantities left aside."""
    reached: set[Place] = {(s.item, s.site) for s in programme.stock if s.quantity.value > 0}
    reached |= {(s.item, s.site) for s in programme.supplies}
    reached |= {(f.returns, f.site) for f in programme.fleets if f.returns}
    reached |= {(i, o.site) for o in programme.operations if o.in_progress or not o.uses for i in o.makes}
    reached |= _mentioned(programme, unread)
    reach = _Reach(programme, {s.id for s in programme.sites if unread.may_say("lanes", s.id)})
    todo = list(reached)
    while todo:
        new = reach.following(*todo.pop()) - reached
        reached |= new
        todo += new
    return reached


class _Reach:
    """Which places an item leads to once it can be at a place; asked once for each."""

    def __init__(self, programme: Programme, anywhere: set[SiteId]) -> None:
        self.anywhere = anywhere
        self.lanes, self.users, self.instead = defaultdict(list), defaultdict(list), defaultdict(list)
        for lane in programme.lanes:
            for site in lane.origin:
                self.lanes[site].append(lane)
        for operation in programme.operations:
            for item in operation.uses:
                self.users[item, operation.site].append(operation)
        for substitute in programme.substitutes:
            self.instead[substitute.item].append(substitute.instead_of)
        self.waiting = {o.id: len(o.uses) for o in programme.operations}

    def following(self, item: ItemId, site: SiteId) -> set[Place]:
        """The places that open now that the item can be at the site."""
        new = {(item, there) for there in self.anywhere}
        new |= {(other, site) for other in self.instead[item]}
        for lane in self.lanes[site]:
            if not lane.items or item in lane.items:
                new |= {(item, there) for there in lane.destination}
        for operation in self.users[item, site]:
            self.waiting[operation.id] -= 1
            if not self.waiting[operation.id]:
                new |= {(made, site) for made in operation.makes}
        return new


MOST_CYCLES = 20
MANY = 5
SUPPLYING = {"lanes", *SOURCES}
"""The tables that say where items come from and get to."""


def unsupplied_items(programme: Programme, unread: Unread) -> Found:
    """What is demanded, or used to make anything, is made, supplied or in stock somewhere."""
    if unread.lost & SUPPLYING:
        return
    lacking = {item.id for item in programme.items} - provided(programme, unread)
    hint = "add an operation that makes it, a supply or stock"
    for demand in programme.demands:
        if demand.status is DemandStatus.OPEN and demand.item in lacking:
            message = f"demands {demand.id} asks for {demand.item}, which nothing makes and nobody supplies"
            yield a_problem(Code.UNSUPPLIED_ITEM, ("demands", demand.id, "item"), message, hint)
    for operation in programme.operations:
        for item in lacking & operation.uses.keys():
            message = f"operations {operation.id} uses {item}, which nothing makes and nobody supplies"
            yield a_problem(Code.UNSUPPLIED_ITEM, ("operations", operation.id, "uses", item), message, hint)


def unreachable_places(programme: Programme, unread: Unread) -> Found:
    """What is demanded has a way to where it is asked for, and so has all that it is made from."""
    if unread.lost & SUPPLYING:
        return
    reached = obtainable(programme, unread)
    where: dict[ItemId, list[str]] = {}
    for item, site in sorted(reached):
        where.setdefault(item, []).append(site)
    sites = {site.id for site in programme.sites}
    stuck: list[ItemId] = []
    for demand in programme.demands:
        if demand.status is DemandStatus.OPEN and demand.site in sites and (demand.item, demand.site) not in reached:
            if demand.item in where:
                asks = f"demands {demand.id} asks for {demand.item}"
                yield _unreachable(("demands", demand.id, "item"), asks, demand.site, where[demand.item])
            else:
                stuck.append(demand.item)
    seen = set(stuck)
    while stuck:
        item = stuck.pop()
        needed = [s.item for s in programme.substitutes if s.instead_of == item]
        for operation in (o for o in programme.operations if item in o.makes and o.site in sites):
            for part in operation.uses:
                if part in where and (part, operation.site) not in reached:
                    path = ("operations", operation.id, "uses", part)
                    yield _unreachable(path, f"operations {operation.id} uses {part}", operation.site, where[part])
            needed += [part for part in operation.uses if part not in where]
        stuck += [part for part in dict.fromkeys(needed) if part not in seen]
        seen.update(needed)


def _unreachable(path: Path, who: str, site: str, elsewhere: list[str]) -> Problem:
    places = ", ".join(elsewhere[:MANY]) + (", …" if len(elsewhere) > MANY else "")
    return a_problem(
        Code.UNREACHABLE, path, f"{who} at {site}, but no lane brings it there from {places}", "add a lane"
    )


def cycles_that_cannot_start(programme: Programme, unread: Unread) -> Found:
    """A ring of recipes, each waiting for the other's output, needs something from outside to begin with."""
    if unread.lost & SUPPLYING:
        return
    items = {item for item, _ in obtainable(programme, unread)}
    made = {item for operation in programme.operations for item in operation.makes} - items
    needs: dict[str, set[str]] = {}
    for operation in programme.operations:
        for item in made & operation.makes.keys():
            needs.setdefault(item, set()).update(made & operation.uses.keys())
    for cycle in cycles(needs):
        operation = next(o for o in programme.operations if cycle[0] in o.makes and cycle[1] in o.uses)
        message = f"{' needs '.join(cycle)}: the cycle can never start"
        path = ("operations", operation.id, "uses", cycle[1])
        hint = "add opening stock, a supply, or another way to make one of them"
        yield a_problem(Code.CANNOT_START, path, message, hint)


def cycles(before: Mapping[str, set[str]]) -> Iterator[list[str]]:
    """Cycles of a graph, each cut once it is found, until none is left or there are plenty."""
    graph = {node: sorted(others) for node, others in before.items()}
    order = {node: n for n, node in enumerate(graph)}
    for _ in range(MOST_CYCLES):
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as bad:
            ring = bad.args[1][::-1]
            start = min(range(len(ring) - 1), key=lambda n: order[ring[n]])
            ring = [*ring[start:-1], *ring[:start], ring[start]]
            graph[ring[0]].remove(ring[1])
            yield ring
        else:
            return
