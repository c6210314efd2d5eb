"""Random small programmes in which every feature of a programme occurs, and much that nothing holds back.

They are ``random_programmes`` with some limits taken off, so that there is something to merge, and then each further
feature put on with a chance of its own. What is drawn for a seed there stays as it is.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import replace

from random_programmes import Taste, random_programme
from random_projects import random_project
from test_lots import in_lots
from test_rules import costed, random_rule
from test_shelf_life import spoiling

from workshare.model.check import check
from workshare.model.figure import Figure, plain
from workshare.model.fleets import Actual, Fleet, Happened, Order
from workshare.model.money import Fund, PaysFor
from workshare.model.network import Item, Lane, Operation, OperationKind, Stock, Substitute, Supply
from workshare.model.programme import Programme
from workshare.model.project import Counts, Gate, Investment, Licence
from workshare.model.promises import DemandStatus
from workshare.problems import Code
from workshare.units import Per

SMALL = Taste(calendars=("days", "weeks", "weeks", "mixed", "months", "quarters"), whole=0.15, least_shipments=False)

MOST_LOTS = 10
Change = Callable[[random.Random, Programme], Programme]


def random_with_features(rng: random.Random) -> Programme:
    """A random programme without problems, with a few of the features."""
    programme = random_project(rng) if rng.random() < 0.1 else random_programme(rng, SMALL)
    programme = freed(rng, programme)
    for change, share in (*FREE.items(), *FEATURES.items()):
        if rng.random() < share:
            changed = change(rng, programme)
            programme = changed if sound(changed) else programme
    assert sound(programme)
    return programme


def sound(programme: Programme) -> bool:
    """Whether nothing is wrong but that supplies have no limit, which files may not say and a planner may meet."""
    limitless = {("supplies", s.id) for s in programme.supplies if not (s.quantity or s.total)}
    return all(p.path in limitless and p.code is Code.MISSING_KEY for p in check(programme))


def with_actuals(rng: random.Random, programme: Programme, as_of: dt.date) -> Programme:
    """The programme with a few things received, and runs begun, before a day."""
    days = (as_of - programme.start).days
    rows = [Actual(what=Happened.RECEIVED, supply=s.id, date=as_of, quantity=plain(1)) for s in programme.supplies]
    rows += [
        Actual(what=Happened.PRODUCED, operation=o.id, date=as_of, quantity=plain(1)) for o in programme.operations
    ]
    for row in rng.sample(rows, min(3, len(rows))) if days else ():
        day = programme.start + dt.timedelta(days=rng.randrange(days))
        changed = replace(programme, actuals=(*programme.actuals, replace(row, date=day, quantity=some(rng, 1, 2, 5))))
        programme = changed if sound(changed) else programme
    return programme


def some(rng: random.Random, *amounts: float) -> Figure:
    return plain(rng.choice(amounts))


# -------------------------------------------------------------------- what takes limits off


def freed(rng: random.Random, programme: Programme) -> Programme:
    """Less money, hours, dates and limits; lead times that need not spread, and fewer promises."""
    rounded = rng.random() < 0.6
    made = replace(
        programme,
        supplies=tuple(_free_supply(rng, s) if rng.random() < 0.5 else s for s in programme.supplies),
        operations=tuple(_free_operation(rng, o) if rng.random() < 0.35 else o for o in programme.operations),
        lanes=tuple(_free_lane(lane) if rng.random() < 0.6 else lane for lane in programme.lanes),
        commitments=programme.commitments if rng.random() < 0.4 else (),
    )
    if not rounded:
        return made
    leads = (0, 0, 7)
    return replace(
        made,
        operations=tuple(replace(o, lead_time=some(rng, *leads)) for o in made.operations),
        lanes=tuple(replace(lane, lead_time=some(rng, *leads)) for lane in made.lanes),
    )


def _free_supply(rng: random.Random, s: Supply) -> Supply:
    dated = rng.random() < 0.3
    return replace(
        s, quantity=None, total=None, price=s.price if rng.random() < 0.2 else None, payments=(),
        lead_time=s.lead_time if dated else None, effective_start=s.effective_start if dated else None,
        effective_end=s.effective_end if rng.random() < 0.1 else None, needs=s.needs if dated else (),
    )  # fmt: skip


def _free_operation(rng: random.Random, o: Operation) -> Operation:
    dated = rng.random() < 0.4
    return replace(
        o, time={}, cost=None, needs=o.needs if dated else (),
        effective_start=o.effective_start if dated else None, effective_end=o.effective_end if dated else None,
    )  # fmt: skip


def _free_lane(lane: Lane) -> Lane:
    return replace(lane, limit=None, cost=None)


def with_tests(rng: random.Random, programme: Programme) -> Programme:
    """What some operations make is tested before it counts: steps without hours."""
    operations = []
    items = {i.id: i for i in programme.items}
    for o in programme.operations:
        item = next(iter(o.makes))
        if rng.random() < 0.6 and len(o.makes) == 1 and f"{item}-raw" not in items:
            raw = f"{item}-raw"
            items[raw] = Item(id=raw, family=items[item].family)
            operations.append(replace(o, makes={raw: o.makes[item]}))
            operations.append(
                Operation(
                    id=f"test-{o.id}", site=o.site, kind=OperationKind.TEST, makes={item: plain(1)},
                    uses={raw: some(rng, 1, 1, 2)}, lead_time=some(rng, 0, 0, 3, 7),
                )
            )  # fmt: skip
        else:
            operations.append(o)
    return replace(programme, operations=tuple(operations), items=tuple(items.values()))


def few_priorities(rng: random.Random, programme: Programme) -> Programme:
    """Demands that differ in little but quantity and date."""
    most = rng.choice((1, 2))
    return replace(
        programme,
        demands=tuple(
            replace(d, priority=min(d.priority, most), earliest=None, max_lateness=None) if rng.random() < 0.8 else d
            for d in programme.demands
        ),
    )


def stock_at_plants(rng: random.Random, programme: Programme) -> Programme:
    """More stock at the start, some of it to be kept up."""
    there = {(row.item, row.site) for row in programme.stock}
    places = [(i, o.site) for o in programme.operations for i in (*o.makes, *o.uses) if (i, o.site) not in there]
    places = sorted(set(places))
    more = tuple(
        Stock(item=i, site=s, quantity=some(rng, 1, 5, 20), minimum=some(rng, 1, 3) if rng.random() < 0.15 else None)
        for i, s in rng.sample(places, min(2, len(places)))
    )
    return replace(programme, stock=(*programme.stock, *more))


FREE: dict[Change, float] = {with_tests: 0.4, few_priorities: 0.5, stock_at_plants: 0.35}

# -------------------------------------------------------------------- what puts features on


def lots(rng: random.Random, programme: Programme) -> Programme:
    """Lots for some of what is done, where that is not much: each lot is a whole number in each period."""
    return in_lots(rng, programme) if len(programme.operations) + len(programme.supplies) < MOST_LOTS else programme


def yields(rng: random.Random, programme: Programme) -> Programme:
    operations = (replace(o, yield_share=some(rng, 0.5, 0.8, 0.95)) for o in programme.operations)
    return replace(programme, operations=tuple(operations))


def by_products(rng: random.Random, programme: Programme) -> Programme:
    """Some operation makes a second item besides."""
    n = rng.randrange(len(programme.operations))
    old = programme.operations[n]
    other = rng.choice([i.id for i in programme.items])
    new = replace(old, makes={**old.makes, other: some(rng, 0.2, 1)} if other not in old.uses else old.makes)
    return replace(programme, operations=(*programme.operations[:n], new, *programme.operations[n + 1 :]))


def substitutes(rng: random.Random, programme: Programme) -> Programme:
    pair = rng.sample([i.id for i in programme.items], 2)
    return replace(programme, substitutes=(*programme.substitutes, Substitute(item=pair[0], instead_of=pair[1])))


def orders(rng: random.Random, programme: Programme) -> Programme:
    """A firm order of something, or two."""
    rows = [
        Order(id=f"order-of-{s.id}", supply=s.id, date=programme.until, quantity=plain(1)) for s in programme.supplies
    ]
    rows += [
        Order(id=f"order-of-{o.id}", operation=o.id, date=programme.until, quantity=plain(1))
        for o in programme.operations
    ]
    span = (programme.until - programme.start).days
    chosen = rng.sample(rows, min(len(rows), rng.choice((1, 2))))
    dated = (
        replace(row, date=programme.start + dt.timedelta(days=rng.randint(span // 3, span)), quantity=some(rng, 0.5, 2))
        for row in chosen
    )
    return replace(programme, orders=tuple(dated))


def slow_lines(rng: random.Random, programme: Programme) -> Programme:
    """An operation that must not run too slowly."""
    n = rng.randrange(len(programme.operations))
    new = replace(programme.operations[n], minimum_rate=plain(rng.choice((0.01, 0.1)), Per.WEEK))
    return replace(programme, operations=(*programme.operations[:n], new, *programme.operations[n + 1 :]))


def fleets(rng: random.Random, programme: Programme) -> Programme:
    """Units in service of something demanded, which fail."""
    demand = rng.choice(programme.demands)
    raw = programme.items[0].id
    fleet = Fleet(
        id="fleet", item=demand.item, site=demand.site, quantity=some(rng, 3, 8), in_service=some(rng, 0, 3),
        failures=plain(rng.choice((0.02, 0.1)), Per.MONTH), lost=some(rng, 0, 0.5, 1), priority=rng.randint(1, 3),
        returns=raw if raw != demand.item and rng.random() < 0.7 else None,
    )  # fmt: skip
    return replace(programme, fleets=(fleet,))


def licences(rng: random.Random, programme: Programme) -> Programme:
    """A licence, or two, behind a gate of something."""
    gates = programme.gates or (Gate(id="licensed", needs=()),)
    gate = rng.choice(gates)
    n = rng.randrange(len(programme.operations))
    old = programme.operations[n]
    operations = (
        *programme.operations[:n], replace(old, needs=tuple(dict.fromkeys((*old.needs, gate.id)))),
        *programme.operations[n + 1 :],
    )  # fmt: skip
    found = tuple(
        Licence(
            id=f"licence-{k}", gates=(gate.id,), parties=tuple(p.id for p in programme.partners),
            counts=rng.choice(list(Counts)), quantity=some(rng, 3, 10, 50) if rng.random() < 0.5 else None,
            effective_end=programme.until - dt.timedelta(days=20) if rng.random() < 0.2 else None,
        )
        for k in range(rng.choice((1, 1, 2)))
    )  # fmt: skip
    return replace(programme, gates=gates, operations=operations, licences=(*programme.licences, *found))


def funds(rng: random.Random, programme: Programme) -> Programme:
    """Money for everything, of which there may be too little, or which comes late."""
    late = programme.start + dt.timedelta(days=rng.choice((0, 0, 15)))
    purse = Fund(id="purse", amount=some(rng, 50, 500, 5000) if rng.random() < 0.7 else None, effective_start=late)
    lanes = Fund(id="roads", pays_for=PaysFor(lanes=tuple(x.id for x in programme.lanes)))
    return replace(programme, funds=(purse, lanes) if rng.random() < 0.3 else (purse,))


def investments(rng: random.Random, programme: Programme) -> Programme:
    if not programme.resources:
        return programme
    press = Investment(
        id="press", resource=rng.choice(programme.resources).id, hours=plain(rng.choice((5, 20)), Per.WEEK),
        days=some(rng, 5, 20), cost=some(rng, 10, 200),
    )  # fmt: skip
    return replace(programme, investments=(*programme.investments, press))


def lumps(rng: random.Random, programme: Programme) -> Programme:
    """A demand that takes nothing small, nothing late, or nothing early."""
    n = rng.randrange(len(programme.demands))
    old = programme.demands[n]
    new = replace(
        old, min_shipment=some(rng, 1, 3) if rng.random() < 0.5 else None,
        max_lateness=some(rng, 0, 10, 40),
        earliest=max(programme.start, old.due - dt.timedelta(days=rng.choice((3, 10)))),
    )  # fmt: skip
    return replace(programme, demands=(*programme.demands[:n], new, *programme.demands[n + 1 :]))


def least_quantities(rng: random.Random, programme: Programme) -> Programme:
    n = rng.randrange(len(programme.demands))
    new = replace(programme.demands[n], minimum=some(rng, 0.1, 0.2))
    return replace(programme, demands=(*programme.demands[:n], new, *programme.demands[n + 1 :]))


def shares(rng: random.Random, programme: Programme) -> Programme:
    """A rule of shares, if anything is asked for."""
    if not any(d.status is DemandStatus.OPEN for d in programme.demands):
        return programme
    whole = costed(programme)
    return replace(whole, rules=(random_rule(rng, whole, "rule"),))


FEATURES: dict[Change, float] = {
    lots: 0.2, yields: 0.1, by_products: 0.15, substitutes: 0.15, orders: 0.08, slow_lines: 0.04, fleets: 0.08,
    licences: 0.12, funds: 0.1, investments: 0.06, lumps: 0.15, least_quantities: 0.03, spoiling: 0.04, shares: 0.03,
}  # fmt: skip
