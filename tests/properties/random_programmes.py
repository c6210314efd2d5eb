"""Random small programmes, whole and sound, in which the rules of a plan bind often.

Everything is drawn from one ``random.Random``, so that a seed is a programme; hypothesis draws from its own.
Capacities, rates, totals and limits are set around what the demands need, from well below to above.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TypeVar

from hypothesis import strategies as st

from workshare.model.calendar import Calendar
from workshare.model.check import check
from workshare.model.figure import Figure, Text, plain
from workshare.model.network import (
    CapacityStep,
    InProgress,
    Item,
    Lane,
    Operation,
    OperationKind,
    Partner,
    Resource,
    Site,
    SiteKind,
    Stock,
    Substitute,
    Supply,
)
from workshare.model.programme import FORMAT, Programme
from workshare.model.project import Activity, Gate
from workshare.model.promises import Commitment, Demand, DemandStatus, Measure
from workshare.units import Per

CALENDARS = ("days", "weeks", "weeks", "mixed", "mixed", "mixed", "months", "quarters")
COARSE = ("months", "quarters")
LEADS = (0, 1, 3, 5, 7, 10, 14, 21, 30)
WEEK = 7

T = TypeVar("T")


@dataclass(frozen=True)
class Taste:
    """What random programmes may contain."""

    calendars: tuple[str, ...] = CALENDARS
    whole: float = 0.4
    """How often some items are counted in whole units; such a programme has fewer periods."""
    least_shipments: bool = True
    ranges: bool = False
    """Whether some figures have a range."""


def random_programme(rng: random.Random, taste: Taste | None = None) -> Programme:
    """A random programme without problems."""
    made = _Builder(rng, taste or Taste()).build()
    problems = check(made)
    assert not problems, "\n".join(map(str, problems))
    return made


def programmes(taste: Taste | None = None) -> st.SearchStrategy[Programme]:
    """Random programmes for hypothesis, which then makes them simpler where a property fails."""
    return st.randoms(use_true_random=False).map(lambda rng: random_programme(rng, taste))


def random_as_of(rng: random.Random, programme: Programme) -> dt.date:
    """A day in the first fifth of a programme, mostly its first."""
    days = (programme.until - programme.start).days // 5
    return programme.start + dt.timedelta(days=rng.randint(0, days) if rng.random() < 0.25 else 0)


@dataclass
class _Builder:
    """A programme while it is drawn; tables grow from items to operations, demands, and what they need."""

    rng: random.Random
    taste: Taste
    start: dt.date = dt.date(2024, 1, 1)
    days: int = 0
    whole: bool = False
    calendar: Calendar = field(default_factory=Calendar)
    partners: list[Partner] = field(default_factory=list)
    sites: list[Site] = field(default_factory=list)
    items: dict[str, Item] = field(default_factory=dict)
    raws: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    products: list[str] = field(default_factory=list)
    operations: list[Operation] = field(default_factory=list)
    resources: list[Resource] = field(default_factory=list)
    supplies: list[Supply] = field(default_factory=list)
    lanes: list[Lane] = field(default_factory=list)
    stock: list[Stock] = field(default_factory=list)
    substitutes: list[Substitute] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    gates: list[Gate] = field(default_factory=list)
    demands: list[Demand] = field(default_factory=list)
    commitments: list[Commitment] = field(default_factory=list)

    def build(self) -> Programme:
        self.draw_time()
        self.draw_places()
        self.draw_project()
        self.draw_items()
        self.draw_operations()
        self.draw_demands()
        self.draw_substitutes()
        runs, need = self.needed()
        self.draw_resources(runs)
        self.draw_supplies(need)
        self.draw_stock(need)
        self.draw_lanes(need)
        self.draw_commitments()
        whole = self.programme()
        return self.thinned(whole)

    # ---------------------------------------------------------------- drawing

    def maybe(self, share: float) -> bool:
        return self.rng.random() < share

    def choice(self, options: list[T] | tuple[T, ...]) -> T:
        return options[self.rng.randrange(len(options))]

    def some(self, options: list[T], most: int) -> list[T]:
        return self.rng.sample(options, self.rng.randint(1, min(most, len(options))))

    def date(self, day: int) -> dt.date:
        return self.start + dt.timedelta(days=day)

    def day(self, low: float, high: float) -> int:
        """A day between two shares of the programme's length."""
        return self.rng.randint(int(low * (self.days - 1)), int(high * (self.days - 1)))

    def lead(self) -> Figure:
        fitting = [n for n in LEADS if n <= max(3, self.days // 8)]
        days = self.choice(fitting)
        if self.taste.ranges and self.maybe(0.15):
            return Figure(value=float(days), low=float(days // 2), high=float(2 * days + 1))
        return plain(days)

    def tight(self, needed: float) -> float:
        """Around what is needed: a third of the time far less, or more."""
        factor = self.choice((0.4, 0.7, 0.9, 1.1, 1.5, 2, 3, 5))
        return round(max(needed, 0.5) * factor, 1)

    def rate(self, amount: float) -> Figure:
        """So much over the whole programme, as a rate."""
        per = self.choice((Per.WEEK, Per.WEEK, Per.DAY, Per.MONTH))
        value = round(amount / self.days * per.days, 3)
        if self.taste.ranges and self.maybe(0.15):
            return Figure(value=value, low=value / 2, high=value * 1.5, per=per)
        return plain(value, per)

    # ---------------------------------------------------------------- tables

    def draw_time(self) -> None:
        kind = self.choice(self.taste.calendars)
        self.whole = self.maybe(self.taste.whole)
        long = not self.whole
        self.start = dt.date(2024, 1, 1) + dt.timedelta(days=self.choice((0, 0, 31, 44, 60, 100, 200, 305)))
        match kind:
            case "days":
                self.days = self.rng.randint(15, 35 if long else 20)
                self.calendar = Calendar(days=self.days)
            case "weeks":
                weeks = self.rng.randint(8, 40 if long else 12)
                self.days = weeks * WEEK - self.choice((0, 0, 1, 3))
                self.calendar = Calendar(weeks=weeks)
            case "mixed":
                self.days = self.rng.randint(20, 78) * WEEK
                days, weeks = self.choice((0, 0, 5)), self.rng.randint(2, 12 if long else 4)
                months = self.rng.randint(0, 8 if long else 4)
                self.calendar = Calendar(days=days, weeks=weeks, months=months)
            case "months":
                self.days = self.rng.randint(90, 548 if long else 300)
                self.calendar = Calendar(months=18)
            case _:
                self.days = self.rng.randint(180, 548)
                self.calendar = Calendar()

    def draw_places(self) -> None:
        countries = ["UA", "PL", "DE"][: self.rng.randint(2, 3)]
        self.partners = [Partner(id=c, name=Text(en=c)) for c in countries]
        plants = self.rng.randint(1, 3)
        for n in range(plants):
            country = countries[n % len(countries)]
            self.sites.append(Site(id=f"plant-{n}", country=country, kind=SiteKind.PLANT))
        self.sites.append(Site(id="hub", country=countries[0], kind=SiteKind.CUSTOMER))

    @property
    def plants(self) -> list[str]:
        return [s.id for s in self.sites if s.kind is SiteKind.PLANT]

    def draw_project(self) -> None:
        for n in range(self.choice((0, 1, 2, 3, 4))):
            before = [a.id for a in self.activities if self.maybe(0.5)]
            days = float(self.rng.randint(0, max(2, self.days // 6)))
            spread = self.taste.ranges and self.maybe(0.3)
            self.activities.append(
                Activity(
                    id=f"step-{n}",
                    days=Figure(value=days, low=days // 2, high=days * 2) if spread else plain(days),
                    after=tuple(before),
                    not_before=self.date(self.day(0, 0.3)) if self.maybe(0.2) else None,
                    done=self.date(-self.rng.randint(0, 30)) if not before and self.maybe(0.15) else None,
                )
            )
        if self.activities:
            for n in range(self.rng.randint(1, 2)):
                needs = self.some([a.id for a in self.activities], 2)
                self.gates.append(Gate(id=f"gate-{n}", needs=tuple(needs)))

    def gated(self, share: float) -> tuple[str, ...]:
        return tuple(self.some([g.id for g in self.gates], 2)) if self.gates and self.maybe(share) else ()

    def dated(self, share: float) -> tuple[dt.date | None, dt.date | None]:
        """The first and the last day on which something may start, often open."""
        first = self.date(self.day(0, 0.4)) if self.maybe(share) else None
        last = self.date(self.day(0.5, 1)) if self.maybe(share / 2) else None
        return first, last

    def draw_items(self) -> None:
        for layer, most, whole in ((self.raws, 3, 0.0), (self.parts, 2, 0.4), (self.products, 2, 0.7)):
            name = "raw" if layer is self.raws else "part" if layer is self.parts else "product"
            for n in range(self.rng.randint(0 if layer is self.parts else 1, most)):
                cost = plain(self.choice((1, 5, 20, 100))) if self.maybe(0.5) else None
                discrete = self.whole and self.maybe(whole)
                item = Item(id=f"{name}-{n}", family=name, discrete=discrete, cost=cost)
                self.items[item.id] = item
                layer.append(item.id)

    def draw_operations(self) -> None:
        for item in self.parts + self.products:
            below = self.raws + (self.parts if item in self.products else [])
            for _ in range(self.choice((1, 1, 2))):
                if len(self.operations) < 8:
                    self.operations.append(self.operation(item, below))

    def operation(self, item: str, below: list[str]) -> Operation:
        number, site = len(self.operations), self.choice(self.plants)
        uses = {i: plain(self.choice((0.5, 1, 1, 2, 3))) for i in self.some(below, 2)}
        machines = self.some([f"line-{site}-{n}" for n in range(2)], 2 if self.maybe(0.2) else 1)
        first, last = self.dated(0.3)
        running = ()
        if self.maybe(0.2):
            ready = self.date(self.rng.randint(-3, self.days // 3))
            running = (InProgress(quantity=plain(self.rng.randint(1, 4)), ready=ready),)
        makes = {item: plain(self.choice((1, 1, 1, 2)))}
        if self.maybe(0.08) and self.raws[0] not in uses:
            makes[self.raws[0]] = plain(0.5)
        return Operation(
            id=f"op-{number}", site=site, kind=self.choice(list(OperationKind)), makes=makes,
            uses={} if self.maybe(0.05) else uses,
            time={m: plain(self.choice((1, 2, 4, 8))) for m in machines},
            lead_time=self.lead(), cost=plain(self.choice((1, 10))) if self.maybe(0.4) else None,
            needs=self.gated(0.3), effective_start=first, effective_end=last, in_progress=running,
        )  # fmt: skip

    def draw_demands(self) -> None:
        demanded = self.some(self.products + self.parts[:1] if self.maybe(0.3) else self.products, 2)
        demanded += [i for i in self.products if i not in demanded]
        scale, lumps = self.choice((3, 6, 12, 40, 200)), self.choice((0, 1, 1, 2))
        lumps = lumps if self.taste.least_shipments and not self.calendar.days else 0
        for n in range(self.rng.randint(2, 8)):
            item = demanded[n % len(demanded)]
            made_at = [o.site for o in self.operations if item in o.makes]
            site = self.choice(made_at) if self.maybe(0.2) else "hub"
            whole = self.items[item].discrete
            quantity = self.rng.randint(1, min(scale, 6)) if whole else round(self.rng.uniform(0.2, 1) * scale, 1)
            due = self.day(0.2, 1) if self.maybe(0.8) else self.day(0.05, 0.4)
            lump = n < lumps
            begin = max(0, due - 20) if lump else due // 2
            self.demands.append(
                Demand(
                    id=f"order-{n}", item=item, site=site, quantity=plain(quantity), due=self.date(due),
                    priority=self.rng.randint(1, 3),
                    earliest=self.date(self.rng.randint(begin, due)) if lump or self.maybe(0.25) else None,
                    max_lateness=plain(self.choice((0, 3, 10, 30, 60))) if lump or self.maybe(0.15) else None,
                    min_shipment=plain(self.least(quantity)) if lump else None,
                    status=DemandStatus.INQUIRY if n > 1 and self.maybe(0.05) else DemandStatus.OPEN,
                )
            )  # fmt: skip

    def least(self, quantity: float) -> float:
        return max(1.0, round(quantity * self.choice((0.3, 0.5, 0.7, 1.2))))

    def draw_substitutes(self) -> None:
        if self.maybe(0.45):
            served = self.choice(self.choice((self.raws, self.products)))
            name = f"{served}-alike"
            self.items[name] = replace(self.items[served], id=name)
            self.raws.append(name)
            self.substitutes.append(Substitute(item=name, instead_of=served))

    def needed(self) -> tuple[dict[str, float], dict[str, float]]:
        """The runs of each operation and the amount of each item that serve all demands, alternates alike."""
        need: dict[str, float] = defaultdict(float)
        runs: dict[str, float] = defaultdict(float)
        for d in self.demands:
            need[d.item] += d.quantity.value if d.quantity else 0.0
        for item in self.products + self.parts:
            makers = [o for o in self.operations if next(iter(o.makes)) == item]
            for o in makers:
                runs[o.id] = need[item] / len(makers) / o.makes[item].value
                for i, n in o.uses.items():
                    need[i] += runs[o.id] * n.value
        for s in self.substitutes:
            need[s.item] = need[s.instead_of] / 2
        return runs, need

    def draw_resources(self, runs: dict[str, float]) -> None:
        hours: dict[str, float] = defaultdict(float)
        home: dict[str, str] = {}
        for o in self.operations:
            for name, time in o.time.items():
                hours[name] += runs[o.id] * time.value
                home[name] = o.site
        for name in sorted(hours):
            amount = self.tight(hours[name] * 1.3)
            self.resources.append(Resource(id=name, site=home[name], hours=self.steps(amount)))

    def steps(self, amount: float) -> tuple[CapacityStep, ...]:
        if self.maybe(0.7):
            return (CapacityStep(hours=self.rate(amount)),)
        change = self.date(self.day(0.2, 0.6))
        low, high = self.rate(amount * self.choice((0, 0.5))), self.rate(amount * 1.5)
        if self.maybe(0.5):
            return (CapacityStep(hours=low), CapacityStep(hours=high, effective_start=change))
        before = change - dt.timedelta(days=1)
        return (CapacityStep(hours=high, effective_end=before), CapacityStep(hours=low, effective_start=change))

    def draw_supplies(self, need: dict[str, float]) -> None:
        for item in self.raws:
            for n in range(self.choice((1, 1, 2))):
                amount = self.tight(need[item])
                first, last = self.dated(0.35)
                capped = self.maybe(0.4)
                self.supplies.append(
                    Supply(
                        id=f"offer-{item}-{n}", item=item, site=self.choice(self.plants),
                        country=self.choice(self.partners).id if self.maybe(0.3) else None,
                        quantity=None if capped and self.maybe(0.3) else self.rate(amount * 1.3),
                        total=plain(self.tight(need[item] * 0.4)) if capped else None,
                        lead_time=self.lead() if self.maybe(0.5) else None,
                        price=plain(self.choice((1, 7, 30))) if self.maybe(0.5) else None,
                        needs=self.gated(0.15), effective_start=first, effective_end=last,
                    )
                )  # fmt: skip

    def draw_stock(self, need: dict[str, float]) -> None:
        places = [(i, s.id) for i in self.items for s in self.sites if s.id != "hub" or i in self.products]
        for item, site in self.rng.sample(places, min(len(places), self.choice((0, 1, 2, 3)))):
            quantity = round(need[item] * self.choice((0, 0.1, 0.3)))
            least = plain(round(max(1.0, need[item] * self.choice((0.05, 0.2))))) if self.maybe(0.5) else None
            self.stock.append(Stock(item=item, site=site, quantity=plain(quantity), minimum=least))

    def draw_lanes(self, need: dict[str, float]) -> None:
        """A lane for every pair of sites between which something useful can move, some joined into one."""
        there: dict[str, set[str]] = defaultdict(set)
        wanted: dict[str, set[str]] = defaultdict(set)
        for o in self.operations:
            there[o.site] |= set(o.makes)
            wanted[o.site] |= set(o.uses)
        for row in (*self.supplies, *self.stock):
            there[row.site].add(row.item)
        for d in self.demands:
            wanted[d.site].add(d.item)
        for s in self.substitutes:
            for site in self.sites:
                wanted[site.id] |= {s.item} if s.instead_of in wanted[site.id] else set()
        for site in self.sites:
            for item in sorted(there[site.id]):
                ways = [s.id for s in self.sites if s.id != site.id and item in wanted[s.id]]
                if ways:
                    self.lanes.append(self.lane(site.id, ways, item, need))

    def lane(self, origin: str, ways: list[str], item: str, need: dict[str, float]) -> Lane:
        first, last = self.dated(0.2)
        return Lane(
            id=f"way-{len(self.lanes)}", origin=(origin,), destination=tuple(ways),
            items=() if self.maybe(0.05) else (item,), lead_time=self.lead(),
            limit=self.rate(self.tight(need[item])) if self.maybe(0.3) else None,
            cost=plain(self.choice((1, 3))) if self.maybe(0.4) else None,
            needs=self.gated(0.1), effective_start=first, effective_end=last,
        )  # fmt: skip

    def draw_commitments(self) -> None:
        for n in range(self.rng.randint(0, 3)):
            due = self.date(self.day(0.1, 0.95))
            measure = self.choice((self.delivered, self.delivered, self.made, self.done, self.nothing))()
            self.commitments.append(
                Commitment(id=f"word-{n}", by="Minister", says=Text(en="it will come"), due=due, measure=measure,
                           priority=self.rng.randint(1, 3))
            )  # fmt: skip

    def delivered(self) -> Measure:
        order = self.choice([d for d in self.demands if d.status is DemandStatus.OPEN])
        asked = sum(d.quantity.value for d in self.demands if d.item == order.item and d.quantity)
        return Measure(delivered=order.item, at=(order.site,) if self.maybe(0.4) else (), quantity=self.promised(asked))

    def made(self) -> Measure:
        operation = self.choice(self.operations)
        item = next(iter(operation.makes))
        asked = sum(d.quantity.value for d in self.demands if d.item == item and d.quantity)
        return Measure(
            made=item, at=(operation.site,) if self.maybe(0.3) else (), quantity=self.promised(max(1.0, asked))
        )

    def promised(self, asked: float) -> Figure | None:
        return None if self.maybe(0.3) else plain(max(1.0, round(asked * self.choice((0.2, 0.5, 0.8, 1.0)))))

    def done(self) -> Measure | None:
        return Measure(done=self.choice(self.activities).id) if self.activities else self.delivered()

    def nothing(self) -> None:
        return None

    # ---------------------------------------------------------------- the whole

    def programme(self) -> Programme:
        return Programme(
            format=FORMAT, programme=Text(en="Random"), start=self.start, until=self.date(self.days - 1),
            calendar=self.calendar, partners=tuple(self.partners), sites=tuple(self.sites),
            items=tuple(self.items.values()), resources=tuple(self.resources),
            operations=tuple(self.operations), supplies=tuple(self.supplies), lanes=tuple(self.lanes),
            stock=tuple(self.stock), substitutes=tuple(self.substitutes), activities=tuple(self.activities),
            gates=tuple(self.gates), demands=tuple(self.demands), commitments=tuple(self.commitments),
        )  # fmt: skip

    def thinned(self, programme: Programme) -> Programme:
        """Without some of the lanes, if everything asked for is still within reach."""
        for lane in programme.lanes:
            if self.maybe(0.15):
                fewer = replace(programme, lanes=tuple(x for x in programme.lanes if x.id != lane.id))
                programme = programme if check(fewer) else fewer
        return programme
