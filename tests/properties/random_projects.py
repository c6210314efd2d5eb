"""Random transfer projects with few choices: modes, options, investments, and starts that wait for money.

A pump is built at one works or another out of motors that are bought; gates, licences and funds stand before
each step. Dates and durations are whole periods (``Grain.WEEKS``, ``Grain.DAYS``), or any days at all
(``Grain.ODD``) on a calendar of weeks.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from workshare.model.calendar import Calendar
from workshare.model.check import check
from workshare.model.figure import Figure, Text, plain
from workshare.model.money import Currency, Fund, Payment, PaysFor, Rate
from workshare.model.network import CapacityStep, Item, Lane, Operation, Partner, Resource, Site, SiteKind, Supply
from workshare.model.programme import FORMAT, Programme
from workshare.model.project import Activity, Counts, Gate, Investment, Licence, Mode, Ramp
from workshare.model.promises import Commitment, Demand, Measure
from workshare.units import Per

START = dt.date(2024, 1, 1)
T = TypeVar("T")


class Grain(StrEnum):
    """How finely a programme's dates are drawn, and in which periods it counts."""

    DAYS = "days"
    WEEKS = "weeks"
    ODD = "odd"


def random_project(rng: random.Random) -> Programme:
    """A random programme without problems whose project has something to decide."""
    made = _Builder(rng).build()
    problems = check(made)
    assert not problems, "\n".join(map(str, problems))
    return made


@dataclass
class _Builder:
    rng: random.Random
    grain: Grain = Grain.WEEKS
    unit: int = 7
    count: int = 5
    funded: bool = False
    foreign: bool = False
    whole: bool = False
    activities: list[Activity] = field(default_factory=list)
    gates: list[Gate] = field(default_factory=list)

    def build(self) -> Programme:
        self.grain = self.choice((Grain.WEEKS, Grain.DAYS, Grain.ODD))
        self.unit = 7 if self.grain is Grain.WEEKS else 1
        self.count = self.rng.randint(7, 10) if self.grain is Grain.DAYS else self.rng.randint(4, 6)
        self.funded, self.foreign, self.whole = self.maybe(0.8), self.maybe(0.3), self.maybe(0.15)
        self.draw_activities()
        self.draw_gates()
        return Programme(
            format=FORMAT, programme=Text(en="Random"), start=START, until=self.date(self.days - 1),
            calendar=Calendar(days=self.count) if self.grain is Grain.DAYS else Calendar(weeks=self.count),
            partners=tuple(Partner(id=c, name=Text(en=c)) for c in ("UA", "PL")),
            sites=(
                Site(id="works", country="UA"), Site(id="plant", country="PL"),
                Site(id="hub", country="UA", kind=SiteKind.CUSTOMER),
            ),
            items=(Item(id="pump", family="pumps", cost=plain(9), discrete=self.whole), Item(id="motor")),
            resources=(self.line("line", "works"), self.line("cell", "plant")),
            operations=self.operations(), supplies=self.supplies(), lanes=self.lanes(),
            activities=tuple(self.activities), gates=tuple(self.gates), licences=self.licences(),
            investments=self.investments(), currencies=self.currencies(), funds=self.funds(),
            demands=self.demands(), commitments=self.commitments(),
        )  # fmt: skip

    # ---------------------------------------------------------------- drawing

    def maybe(self, share: float) -> bool:
        return self.rng.random() < share

    def choice(self, options: list[T] | tuple[T, ...]) -> T:
        return options[self.rng.randrange(len(options))]

    @property
    def days(self) -> int:
        return self.count * (1 if self.grain is Grain.DAYS else 7)

    @property
    def span(self) -> int:
        """The units of time in the programme."""
        return self.days // self.unit

    def date(self, day: int) -> dt.date:
        return START + dt.timedelta(days=day)

    def odd(self, days: int) -> int:
        """So many units of time where a unit is less than a period."""
        return days if self.grain is Grain.ODD else 1

    def lasting(self, low: float, high: float) -> Figure:
        """Days between two shares of the programme's length."""
        return plain(self.unit * self.rng.randint(round(low * self.span), max(1, round(high * self.span))))

    def someday(self, low: float, high: float) -> dt.date:
        """The first day of a unit of time between two shares of the programme's length."""
        return self.date(int(self.lasting(low, high).value))

    def due(self, low: float, high: float) -> dt.date:
        """The last day of a period."""
        length = 1 if self.grain is Grain.DAYS else 7
        last = self.rng.randint(max(1, round(low * self.count)), max(1, round(high * self.count)))
        return self.date(last * length - 1)

    def price(self, *amounts: float) -> Figure:
        return Figure(value=self.choice(amounts), unit="USD" if self.foreign and self.maybe(0.3) else "")

    def payments(self) -> tuple[Payment, ...]:
        if self.maybe(0.7):
            return ()
        later = self.choice((-self.unit, self.unit, 2 * self.unit))
        return (Payment(share=plain(0.5)), Payment(share=plain(0.5), days=later))

    # ---------------------------------------------------------------- tables

    def draw_activities(self) -> None:
        for n in range(self.rng.randint(1, 3)):
            before = [a.id for a in self.activities if self.maybe(0.4)]
            days = self.lasting(0.2, 0.5)
            modes, optional = {}, self.maybe(0.45)
            done = START - dt.timedelta(days=3) if not (before or optional) and self.maybe(0.05) else None
            if done is None and self.maybe(0.35):
                shorter = plain(max(0, days.value - self.unit * self.rng.randint(1, max(1, self.span // 3))))
                modes["crash"] = Mode(days=shorter, cost=self.price(20, 50))
            self.activities.append(
                Activity(
                    id=f"step-{n}", days=days, modes=modes, after=tuple(before), optional=optional,
                    cost=self.price(10, 30) if self.maybe(0.7) else None, payments=self.payments(),
                    not_before=self.someday(0, 0.3) if self.maybe(0.15) else None,
                    done=done,
                )
            )  # fmt: skip

    def draw_gates(self) -> None:
        names = [a.id for a in self.activities]
        for n in range(3):
            self.gates.append(Gate(id=f"gate-{n}", needs=tuple(self.rng.sample(names, 1))))

    def gated(self, share: float) -> tuple[str, ...]:
        return (self.choice(self.gates).id,) if self.maybe(share) else ()

    def line(self, name: str, site: str) -> Resource:
        hours = plain(self.choice((5, 10, 20)), Per.WEEK if self.grain is not Grain.DAYS else Per.DAY)
        return Resource(id=name, site=site, hours=(CapacityStep(hours=hours),))

    def operations(self) -> tuple[Operation, ...]:
        costs = [self.price(1, 5) if self.maybe(0.4) else None for _ in range(2)]
        lead = plain(self.choice((0, 0, self.unit * self.odd(4))))
        made = (
            Operation(
                id="build", site="works", makes={"pump": plain(1)}, uses={"motor": plain(1)},
                time={"line": plain(10)}, lead_time=lead, cost=costs[0], needs=self.gated(0.8),
            ),
            Operation(
                id="assemble", site="plant", makes={"pump": plain(1)}, time={"cell": plain(10)},
                lead_time=plain(0), cost=costs[1], needs=("gate-1",),
            ),
        )  # fmt: skip
        return made[:1] if self.whole else made

    def supplies(self) -> tuple[Supply, ...]:
        total = plain(self.choice((2, 5, 50)))
        return (
            Supply(
                id="motors", item="motor", site="works", total=total,
                price=self.price(1, 3) if self.maybe(0.5) else None, payments=self.payments(),
                lead_time=plain(self.unit * self.rng.randint(1, self.odd(6))) if self.maybe(0.4) else None,
                needs=self.gated(0.5),
            ),
        )  # fmt: skip

    def lanes(self) -> tuple[Lane, ...]:
        cost = self.price(1) if self.maybe(0.3) else None
        lead = plain(self.choice((0, 0, self.unit * self.odd(4))))
        return (
            Lane(id="road", origin=("works",), destination=("hub",), lead_time=plain(0), needs=self.gated(0.2)),
            Lane(id="rail", origin=("plant",), destination=("hub",), lead_time=lead, cost=cost),
        )

    def licences(self) -> tuple[Licence, ...]:
        if self.maybe(0.7):
            return ()
        gate, also = self.choice(self.gates).id, self.choice(self.activities).id
        first = Licence(
            id="first", gates=(gate,), parties=("UA",), needs=(also,) if self.maybe(0.6) else (),
            effective_end=self.due(0.5, 1) if self.maybe(0.3) else None,
            quantity=plain(self.choice((2, 4))) if self.maybe(0.4) else None,
            counts=self.choice((Counts.START, Counts.COMPLETION)),
        )  # fmt: skip
        second = Licence(id="second", gates=(gate,), sites=("plant", "hub"), effective_start=self.someday(0, 0.4))
        return (first, second) if self.maybe(0.6) else (first,)

    def investments(self) -> tuple[Investment, ...]:
        if self.maybe(0.25):
            return ()
        hours = plain(self.choice((10, 20)), Per.WEEK if self.grain is not Grain.DAYS else Per.DAY)
        ramp = (Ramp(weeks=0, share=plain(0.5)), Ramp(weeks=1, share=plain(1))) if self.maybe(0.3) else ()
        after = (self.choice(self.activities).id,) if self.maybe(0.4) else ()
        return (
            Investment(
                id="press", resource=self.choice(("line", "line", "cell")), hours=hours, days=self.lasting(0, 0.25),
                cost=self.price(10, 25) if self.maybe(0.8) else None, payments=self.payments(), ramp=ramp, after=after,
                at_most=self.choice((1, 1, 2)),
            ),
        )  # fmt: skip

    def currencies(self) -> tuple[Currency, ...]:
        if not self.foreign:
            return ()
        later = Rate(rate=plain(self.choice((0.8, 1.25))), effective_start=self.someday(0.2, 0.8))
        return (Currency(id="USD", rates=(Rate(rate=plain(1)), later)),)

    def funds(self) -> tuple[Fund, ...]:
        if not self.funded:
            return ()
        kinds = (PaysFor(), PaysFor(), PaysFor(activities=tuple(a.id for a in self.activities)))
        purse = Fund(
            id="purse", amount=plain(self.choice((5, 10, 20, 80))) if self.maybe(0.9) else None,
            effective_end=self.due(0.5, 1) if self.maybe(0.2) else None, pays_for=self.choice(kinds),
        )  # fmt: skip
        grant = Fund(
            id="grant", amount=plain(self.choice((50, 200))), effective_start=self.someday(0.1, 0.5),
            needs=self.gated(0.2), currency="USD" if self.foreign and self.maybe(0.5) else None,
        )  # fmt: skip
        return (grant,) if self.maybe(0.4) else (purse, grant)

    def demands(self) -> tuple[Demand, ...]:
        made = []
        for n in range(self.rng.randint(1, 2)):
            lump = self.maybe(0.2)
            due = self.due(0.3, 0.9)
            quantity = plain(1 if self.whole else self.rng.randint(1, 5))
            made.append(
                Demand(
                    id=f"order-{n}", item="pump", site="hub", quantity=quantity, due=due,
                    priority=self.rng.randint(1, 2), earliest=due if lump else None,
                    min_shipment=plain(self.choice((1, 2))) if lump else None,
                    max_lateness=plain(self.choice((0, 7))) if lump else None,
                )
            )  # fmt: skip
        return tuple(made)

    def commitments(self) -> tuple[Commitment, ...]:
        steps = [a.id for a in self.activities]
        measures = (
            Measure(delivered="pump", quantity=plain(1 if self.whole else self.choice((1, 3)))),
            Measure(made="pump", at=("works",) if self.whole else (self.choice(("works", "plant")),)),
            Measure(done=self.choice(steps)),
        )
        return tuple(
            Commitment(
                id=f"word-{n}", by="Minister", says=Text(en="It will come"), due=self.due(0.1, 0.8),
                measure=self.choice(measures), priority=self.rng.randint(1, 3),
            )
            for n in range(self.choice((0, 1, 1, 2)))
        )  # fmt: skip
