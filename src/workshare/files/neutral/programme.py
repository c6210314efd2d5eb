"""A neutral instance as a programme: weeks become dates, and every table a table of the programme's own kind.

Week 0 begins on the start; a lead of n weeks is 7·n days; a delivery counts at the end of its week, so a demand is due
on the last day of its due week. Suppliers and lanes have no limit. Planned are the instance's weeks and 20 more.
"""

from __future__ import annotations

import datetime as dt

from workshare.files.neutral import instance as instances
from workshare.files.neutral.instance import Instance
from workshare.model import ids
from workshare.model.calendar import Calendar
from workshare.model.figure import Figure, Text, plain
from workshare.model.network import (
    CapacityStep,
    Item,
    Lane,
    Operation,
    Partner,
    Resource,
    Site,
    SiteKind,
    Stock,
    Supply,
)
from workshare.model.programme import FORMAT, Programme
from workshare.model.promises import Demand
from workshare.units import Per

BEYOND = 20
"""Weeks that are planned after the last of the instance."""
Placed = instances.Operation | instances.Supplier | instances.Stock | instances.Demand
PARTNER = ids.PartnerId("neutral")


def programme_of(instance: Instance) -> Programme:
    """The programme that an instance means."""
    weeks = instance.weeks + BEYOND
    placed: tuple[Placed, ...] = (*instance.operations, *instance.suppliers, *instance.stock, *instance.demands)
    ends = [end for lane in instance.lanes for end in (lane.origin, lane.destination)]
    sites = dict.fromkeys([*(row.location for row in placed), *ends])
    makers = {row.location for row in instance.operations}
    items = dict.fromkeys([*(row.item for row in placed), *(i for o in instance.operations for i in o.inputs)])
    return Programme(
        format=FORMAT,
        programme=Text(en="Neutral instance", uk="Нейтральний приклад"),
        start=instance.start,
        until=instance.start + dt.timedelta(days=7 * weeks - 1),
        calendar=Calendar(weeks=weeks),
        partners=(Partner(id=PARTNER, name=Text(en="All sites", uk="Усі майданчики")),),
        sites=tuple(
            Site(id=ids.SiteId(s), country=PARTNER, kind=SiteKind.PLANT if s in makers else SiteKind.CUSTOMER)
            for s in sites
        ),
        items=tuple(Item(id=ids.ItemId(i)) for i in items),
        resources=_resources(instance),
        operations=_operations(instance),
        supplies=tuple(
            Supply(
                id=ids.SupplyId(f"{s.item} to {s.location}, {n}"),
                item=ids.ItemId(s.item),
                site=ids.SiteId(s.location),
                lead_time=_lead(s.lead_weeks),
            )
            for n, s in enumerate(instance.suppliers)
        ),
        lanes=tuple(
            Lane(
                id=ids.LaneId(f"{x.item} from {x.origin} to {x.destination}, {n}"),
                origin=(ids.SiteId(x.origin),),
                destination=(ids.SiteId(x.destination),),
                items=(ids.ItemId(x.item),),
                lead_time=_lead(x.lead_weeks),
            )
            for n, x in enumerate(instance.lanes)
        ),
        stock=_stock(instance),
        demands=_demands(instance),
    )


def _resources(instance: Instance) -> tuple[Resource, ...]:
    """Every resource, at the location of the first operation that uses it."""
    home = {o.resource: o.location for o in reversed(instance.operations)}
    return tuple(
        Resource(
            id=ids.ResourceId(r.name),
            site=ids.SiteId(home[r.name]),
            hours=(CapacityStep(hours=plain(r.hours_per_week, Per.WEEK)),),
        )
        for r in instance.resources
        if r.name in home
    )


def _operations(instance: Instance) -> tuple[Operation, ...]:
    one = plain(1)
    return tuple(
        Operation(
            id=ids.OperationId(o.name),
            site=ids.SiteId(o.location),
            makes={ids.ItemId(o.item): one},
            uses={ids.ItemId(i): plain(n) for i, n in o.inputs.items()},
            time={ids.ResourceId(o.resource): plain(o.hours)} if o.hours else {},
            lead_time=_lead(o.lead_weeks),
        )
        for o in instance.operations
    )


def _stock(instance: Instance) -> tuple[Stock, ...]:
    """What lies where, rows of the same item and location added up."""
    lies: dict[tuple[str, str], float] = {}
    for row in instance.stock:
        lies[row.item, row.location] = lies.get((row.item, row.location), 0.0) + row.qty
    return tuple(Stock(item=ids.ItemId(i), site=ids.SiteId(s), quantity=plain(q)) for (i, s), q in lies.items())


def _demands(instance: Instance) -> tuple[Demand, ...]:
    due = [instance.start + dt.timedelta(days=7 * week + 6) for week in range(instance.weeks)]
    return tuple(
        Demand(
            id=ids.DemandId(d.name),
            item=ids.ItemId(d.item),
            site=ids.SiteId(d.location),
            quantity=plain(d.qty),
            due=due[d.due_week],
            priority=d.priority,
        )
        for d in instance.demands
    )


def _lead(weeks: int) -> Figure:
    return plain(7 * weeks)
