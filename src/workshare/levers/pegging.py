"""Pegging both ways: what goes into a demand, and who would be hurt if something stopped.

Stocks are drawn oldest first (FIFO), so that every unit of a plan's tables can be followed from where it arrived to
where it went: the n-th unit that leaves a stock is the n-th that arrived there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

from workshare.levers.answers import Feed, Hurt
from workshare.levers.upstream import Subject, SubjectKind, commitment_or_demand
from workshare.model.network import Operation
from workshare.model.promises import Demand, Measure
from workshare.outcome.plan import Plan
from workshare.outcome.rows import Production

DUST = 1e-6

Place = tuple[str, str]
"""An item at a site."""


@dataclass(slots=True)
class Event:
    """Something in a plan that draws from stocks and brings into others; ``tags`` are all that it depends on."""

    section: str
    id: str
    item: str
    site: str
    period: int
    quantity: float
    draws: tuple[tuple[Place, float], ...] = ()
    gives: tuple[tuple[Place, int, float], ...] = ()
    tags: frozenset[str] = field(default=frozenset())


@dataclass(slots=True)
class Trail:
    """All events of a plan, and for each what it draws from which others: (event, place, quantity)."""

    events: list[Event]
    sources: list[list[tuple[int, Place, float]]]
    order: list[int]
    """Every event after those it draws from."""


def trail(plan: Plan) -> Trail:
    """The events of a plan, matched stock by stock, oldest first."""
    events = list(_events(plan))
    arrivals: dict[Place, list[tuple[int, int, float]]] = defaultdict(list)
    leavings: dict[Place, list[tuple[int, int, float]]] = defaultdict(list)
    for n, event in enumerate(events):
        for place, period, quantity in event.gives:
            arrivals[place].append((period, n, quantity))
        for place, quantity in event.draws:
            leavings[place].append((event.period, n, quantity))
    sources: list[list[tuple[int, Place, float]]] = [[] for _ in events]
    for place, leaving in leavings.items():
        for giver, taker, quantity in _matched(sorted(arrivals[place]), sorted(leaving)):
            sources[taker].append((giver, place, quantity))
    try:
        order = list(TopologicalSorter({n: {s for s, _, _ in mine} for n, mine in enumerate(sources)}).static_order())
    except CycleError:  # goods that go round within one period: time is the next best order
        order = sorted(range(len(events)), key=lambda n: events[n].period)
    return Trail(events, sources, order)


def _matched(
    arrivals: list[tuple[int, int, float]], leavings: list[tuple[int, int, float]]
) -> Iterator[tuple[int, int, float]]:
    """Giver, taker and quantity, both in their order."""
    waiting = iter(arrivals)
    giver, left = -1, 0.0
    for _, taker, wanted in leavings:
        missing = wanted
        while missing > DUST:
            while left <= DUST:
                following = next(waiting, None)
                if following is None:
                    return
                _, giver, left = following
            part = min(left, missing)
            yield giver, taker, part
            left -= part
            missing -= part


def _events(plan: Plan) -> Iterator[Event]:
    """Everything that moves goods in a plan."""
    country = {str(s.id): str(s.country) for s in plan.programme.sites}
    for row in plan.programme.stock:
        place = (row.item, row.site)
        yield Event(
            "stock", row.item, row.item, row.site, -1, row.quantity.value, (), ((place, -1, row.quantity.value),)
        )
    yield from _made(plan)
    for b in plan.purchases:
        gives = (((b.item, b.site), b.period, b.quantity),)
        tags = frozenset({b.supply, b.site, b.country, b.licence})
        yield Event("supplies", b.supply, b.item, b.site, b.period, b.quantity, (), gives, tags)
    for s in plan.shipments:
        arrives = plan.periods.day(s.arrives)
        into = plan.periods.counted_by(min(arrives, plan.periods.horizon))
        draws, gives = (((s.item, s.origin), s.quantity),), (((s.item, s.destination), into, s.quantity),)
        tags = frozenset(
            {s.lane, s.origin, s.destination, country[str(s.origin)], country[str(s.destination)], s.licence}
        )
        kept = gives if arrives <= plan.periods.horizon else ()
        yield Event("lanes", s.lane, s.item, s.destination, s.period, s.quantity, draws, kept, tags)
    for x in plan.flows.substitutions:
        draws, gives = (((x.item, x.site), x.quantity),), (((x.instead_of, x.site), x.period, x.quantity),)
        yield Event("substitutes", f"{x.item} for {x.instead_of}", x.item, x.site, x.period, x.quantity, draws, gives)
    for d in plan.deliveries:
        draws = (((d.item, d.site), d.quantity),)
        yield Event(
            "demands", d.demand, d.item, d.site, d.period, d.quantity, draws, (), frozenset({d.site, country[d.site]})
        )


def _made(plan: Plan) -> Iterator[Event]:
    """Runs, each with the outputs that come of it, in their order; and what was in progress before."""
    outputs: dict[tuple[str, str], dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for out in plan.flows.outputs:
        outputs[out.operation, out.item][out.period] += out.quantity
    runs: dict[str, list[Production]] = defaultdict(list)
    for made in plan.production:
        runs[made.operation].append(made)
    for operation in plan.programme.operations:
        gives: dict[int, list[tuple[Place, int, float]]] = defaultdict(list)
        for item, share in operation.makes.items():
            place, came = (str(item), str(operation.site)), outputs[operation.id, item]
            for period, quantity in _in_progress(plan, operation, share.value):
                came[period] -= quantity
                yield Event("operations", operation.id, *place, -1, quantity, (), ((place, period, quantity),))
            accepted = share.value * (operation.yield_share.value if operation.yield_share else 1.0)
            arrivals = [(period, period, quantity) for period, quantity in sorted(came.items()) if quantity > DUST]
            leavings = [(row.period, n, row.runs * accepted) for n, row in enumerate(runs[operation.id])]
            for period, n, quantity in _matched(arrivals, sorted(leavings)):
                gives[n].append((place, period, quantity))
        for n, row in enumerate(runs[operation.id]):
            draws = tuple(((str(i), str(operation.site)), used.value * row.runs) for i, used in operation.uses.items())
            tags = frozenset({operation.id, row.site, row.country, row.licence, *operation.time})
            item = next(iter(operation.makes))
            yield Event("operations", operation.id, item, row.site, row.period, row.runs, draws, tuple(gives[n]), tags)


def _in_progress(plan: Plan, operation: Operation, share: float) -> Iterator[tuple[int, float]]:
    for row in operation.in_progress:
        day = max(plan.periods.day(row.ready), plan.periods.day(plan.as_of), 0)
        if day <= plan.periods.horizon:
            yield plan.periods.counted_by(day), row.quantity.value * share


def feeds(plan: Plan, subject: Subject) -> tuple[Feed, ...]:
    """What goes into a subject, through all levels, in each entry's own unit, nearest first."""
    known = trail(plan)
    need = [0.0] * len(known.events)
    for n, share in _counted(plan, subject, known.events):
        need[n] = share
    depth = dict.fromkeys((n for n, share in enumerate(need) if share), 0)
    for n in reversed(known.order):
        event = known.events[n]
        if need[n] <= 0:
            continue
        for source, _, quantity in known.sources[n]:
            given = sum(q for _, _, q in known.events[source].gives)
            need[source] = min(1.0, need[source] + need[n] * quantity / given) if given else 0.0
            depth[source] = max(depth.get(source, 0), depth[n] + 1)
    totals: dict[tuple[str, str, str, str], float] = defaultdict(float)
    near: dict[tuple[str, str, str, str], int] = {}
    for n, event in enumerate(known.events):
        if need[n] > 0 and event.section != "demands":
            key = (event.section, event.id, event.item, event.site)
            totals[key] += need[n] * event.quantity
            near[key] = min(near.get(key, depth[n]), depth[n])
    order = sorted(totals, key=lambda key: (near[key], key))
    return tuple(
        Feed(section=a, id=b, item=c, site=d, quantity=round(totals[a, b, c, d], 6))
        for a, b, c, d in order
        if totals[a, b, c, d] > DUST
    )


def _counted(plan: Plan, subject: Subject, events: Iterable[Event]) -> Iterator[tuple[int, float]]:
    """The events that are the subject itself, each with the share that counts for it; of a promise only its amount."""
    entry = commitment_or_demand(plan.programme, subject)
    if isinstance(entry, Demand):
        yield from ((n, 1.0) for n, e in enumerate(events) if e.section == "demands" and e.id == entry.id)
        return
    left = entry.measure.amount if entry.measure else 0.0
    mine = [(e.period, n, q) for n, e in enumerate(events) if entry.measure for q in [_counts(e, entry.measure)] if q]
    for _, n, quantity in sorted(mine):
        if left > DUST:
            yield n, min(1.0, left / quantity)
            left -= quantity


def _counts(event: Event, measure: Measure) -> float:
    """What of an event a measure counts."""
    if measure.at and event.site not in measure.at:
        return 0.0
    if measure.delivered is not None:
        return event.quantity if event.section == "demands" and event.item == measure.delivered else 0.0
    if measure.made is None or event.section != "operations":
        return 0.0
    return sum(q for (item, _), _, q in event.gives if item == measure.made)


def hurt(plan: Plan, name: str) -> tuple[Hurt, ...]:
    """Whom it would hurt if a site, country, resource, operation, supply, lane, licence or fund stopped.

    A unit is hurt if anything in it, or on its way, passed through what stops. Quantities are the least that is
    certain: of several inputs the one that is hit most counts.
    """
    known = trail(plan)
    paid = {(p.purpose.value, p.id, p.period) for p in plan.payments if p.fund == name}
    share = [0.0] * len(known.events)
    for n in known.order:
        event = known.events[n]
        if name in event.tags or (event.section.rstrip("s"), event.id, event.period) in paid:
            share[n] = 1.0
            continue
        hit: dict[Place, float] = defaultdict(float)
        for source, place, quantity in known.sources[n]:
            hit[place] += share[source] * quantity
        drawn = dict(event.draws)
        share[n] = min(1.0, max((q / drawn[place] for place, q in hit.items() if drawn[place] > 0), default=0.0))
    return (*_demands_hurt(plan, known, share), *_commitments_hurt(plan, known, share))


def _demands_hurt(plan: Plan, known: Trail, share: list[float]) -> Iterator[Hurt]:
    for demand in plan.programme.demands:
        mine = [(n, e) for n, e in enumerate(known.events) if e.section == "demands" and e.id == demand.id]
        yield from _losing(plan, "demand", demand.id, [(e.period, e.quantity, share[n]) for n, e in mine])


def _commitments_hurt(plan: Plan, known: Trail, share: list[float]) -> Iterator[Hurt]:
    """A promise loses what is hurt of the units that keep it."""
    for c in plan.programme.commitments:
        subject = Subject(kind=SubjectKind.COMMITMENT, id=c.id, priority=c.priority)
        events = known.events
        mine = list(_counted(plan, subject, events))
        rows = [(_there(events[n]), part * _counts(events[n], c.measure), share[n]) for n, part in mine if c.measure]
        yield from _losing(plan, "commitment", c.id, rows)


def _there(event: Event) -> int:
    """The period in which what an event counts for is there."""
    return max((period for _, period, _ in event.gives), default=event.period)


def _losing(plan: Plan, kind: str, name: str, rows: list[tuple[int, float, float]]) -> Iterator[Hurt]:
    lost = sum(quantity * hit for _, quantity, hit in rows)
    if lost > DUST:
        first = min(period for period, quantity, hit in rows if quantity * hit > DUST)
        given = sum(quantity for _, quantity, _ in rows)
        yield Hurt(kind=kind, id=name, quantity=round(lost, 6), given=given, first=plan.periods.ends(max(first, 0)))
