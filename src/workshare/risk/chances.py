"""Everything that chance may change in an execution: ranges of figures, and declared hazards, with what they touch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from workshare.model.figure import Figure
from workshare.model.hazards import Drawn, Hazard, HazardKind, Shape
from workshare.model.ids import ModeId
from workshare.model.programme import Programme, by_id
from workshare.model.project import NORMAL
from workshare.outcome.plan import Plan
from workshare.planner.network import FlowKind
from workshare.risk.build import choices_of
from workshare.risk.dice import Spread, spread
from workshare.risk.draws import first_uses
from workshare.risk.limits import LANES, RESOURCES, SUPPLIES
from workshare.risk.lines import DELIVER, Execution


class Effect(StrEnum):
    """What a draw changes; the names of the arrays of ``Draws``."""

    DAYS = "days"
    BUILD = "build"
    LEAD = "lead"
    LATE = "late"
    WANT = "want"
    GIVE = "give"
    COST = "cost"
    HOURS = "hours"
    SUPPLY = "supply"
    CAP = "cap"
    OPENING = "opening"
    AMOUNT = "amount"
    RUNS = "runs"


WHOLE = frozenset({Effect.DAYS, Effect.BUILD, Effect.LEAD, Effect.LATE})
"""Effects that are days, rounded to whole ones; all others are factors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """One thing that is drawn: its name, the group that it is taken out with, and what it changes.

    Of a range ``base`` is the planned value, so that the draw over it is the factor. It strikes with ``strikes``
    (None: always); ``hazard`` is what declares it. What does not come at all has ``never``. ``figure`` is the one whose
    range it is, or its probability of never.
    """

    name: str
    group: tuple[str, str]
    effect: Effect
    targets: tuple[int, ...]
    drawn: Drawn
    size: Spread
    base: float = 1.0
    strikes: Spread | None = None
    hazard: Hazard | None = None
    never: bool = False
    figure: Figure | None = None


def chances(plan: Plan, made: Execution, truth: Programme | None = None) -> tuple[Chance, ...]:
    """All that chance may change in the execution of a plan; what touches nothing is left out.

    Where the plan was made with other values than the modes of its figures, ``truth`` has the figures as they are.
    """
    found = _all(plan, made)
    if truth is not None:
        planned = {chance.name: chance.base for chance in found}
        true = _all(replace(plan, programme=truth), made)
        found = [replace(chance, base=planned.get(chance.name, chance.base)) for chance in true]
    return tuple(c for c in found if c.targets and (c.never or c.strikes or c.effect is Effect.RUNS or _open(c)))


def _all(plan: Plan, made: Execution) -> list[Chance]:
    finder = _Finder(plan, made)
    return [*finder.activities(), *finder.lines(), *finder.limits(), *finder.things(), *finder.hazards()]


def _open(chance: Chance) -> bool:
    """Whether a draw can differ from what is planned; nothing is no factor of anything."""
    if chance.effect not in WHOLE and chance.base <= 0:
        return False
    return not chance.size.fixed or chance.size.mode != chance.base


class _Finder:
    """Walks over the figures and hazards of a programme."""

    def __init__(self, plan: Plan, made: Execution) -> None:
        self.programme, self.made = plan.programme, made
        self.modes = choices_of(plan).modes
        self.task = {task.id: n for n, task in enumerate(made.tasks)}
        self.of: dict[tuple[str, str], list[int]] = defaultdict(list)
        for n, line in enumerate(made.lines):
            self.of[line.kind, line.id].append(n)
        self.shapes: dict[str, Hazard] = {}
        for hazard in self.programme.hazards:
            if hazard.kind is HazardKind.DURATION:
                self.shapes |= {str(a): hazard for a in hazard.activities}

    def activities(self) -> Iterator[Chance]:
        """How long activities and investments take, and whether some are ever done."""
        for a in self.programme.activities:
            if a.id not in self.task or a.done is not None:
                continue
            days = a.days if a.started else a.ways[ModeId(self.modes.get(a.id, NORMAL))].days
            hazard, group, targets = self.shapes.get(a.id), ("activities", str(a.id)), (self.task[a.id],)
            size = spread(days, hazard.shape if hazard else None)
            drawn = hazard.drawn if hazard else Drawn.VARIABLE
            yield Chance(name=f"activities/{a.id}/days", group=group, effect=Effect.DAYS, targets=targets,
                         drawn=drawn, size=size, base=days.value, figure=days)  # fmt: skip
            if a.never and a.never.value > 0:
                yield Chance(name=f"activities/{a.id}/never", group=group, effect=Effect.DAYS, targets=targets,
                             drawn=drawn, size=spread(days), strikes=spread(a.never), never=True,
                             figure=a.never)  # fmt: skip
        investments = by_id(self.programme.investments)
        for n, build in enumerate(self.made.builds):
            days = investments[build.id].days
            yield self._range(("investments", build.id, "days"), days, (n,), Effect.BUILD)

    @staticmethod
    def _range(at: tuple[str, str, str], figure: Figure, targets: tuple[int, ...], effect: Effect) -> Chance:
        """The range of a figure: days are drawn by chance in every run, amounts are what we do not know."""
        table, name, key = at
        drawn = Drawn.VARIABLE if effect in WHOLE or effect is Effect.GIVE else Drawn.UNCERTAIN
        return Chance(
            name=f"{table}/{name}/{key}", group=(table, name), effect=effect, targets=targets, drawn=drawn,
            size=spread(figure), base=figure.value, figure=figure,
        )  # fmt: skip

    def lines(self) -> Iterator[Chance]:
        """Lead times, hours, yields and costs of what lines come from."""
        programme, first = self.programme, first_uses(self.made)
        rows: list[tuple[str, str, str, Figure | None, Figure | None]] = []
        rows += [("operations", FlowKind.MAKE, o.id, o.lead_time, o.cost) for o in programme.operations]
        rows += [("lanes", FlowKind.SHIP, x.id, x.lead_time, x.cost) for x in programme.lanes]
        rows += [("supplies", FlowKind.BUY, s.id, s.lead_time, s.price) for s in programme.supplies]
        for table, kind, name, lead, cost in rows:
            lines = tuple(self.of[kind, name])
            if lead is not None:
                yield self._range((table, name, "lead_time"), lead, lines, Effect.LEAD)
            if cost is not None:
                yield self._range((table, name, "cost"), cost, lines, Effect.COST)
        for o in programme.operations:
            lines = tuple(self.of[FlowKind.MAKE, o.id])
            if o.yield_share:
                yield self._range(("operations", o.id, "yield_share"), o.yield_share, lines, Effect.GIVE)
            for resource, hours in o.time.items():
                limit_name = f"{RESOURCES} {resource}"
                uses = tuple(
                    first[n] + j
                    for n in lines
                    for j, (limit, _) in enumerate(self.made.lines[n].uses)
                    if self.made.limits[limit] == limit_name
                )
                yield self._range(("operations", o.id, f"time/{resource}"), hours, uses, Effect.HOURS)

    def limits(self) -> Iterator[Chance]:
        """Hours of resources, what lanes carry and supplies give, and what licences allow."""
        programme, figures = self.programme, dict[tuple[str, str, int], tuple[str, Figure]]()
        for r in programme.resources:
            steps = sorted(r.hours, key=lambda step: step.effective_start or programme.start)
            figures |= {(RESOURCES, str(r.id), k): (f"hours/{k}", step.hours) for k, step in enumerate(steps)}
        figures |= {(LANES, str(x.id), 0): ("limit", x.limit) for x in programme.lanes if x.limit}
        figures |= {(SUPPLIES, str(s.id), 0): ("quantity", s.quantity) for s in programme.supplies if s.quantity}
        for n, source in enumerate(self.made.sources):
            if source.of in figures:
                key, figure = figures[source.of]
                yield self._range((*source.of[:2], key), figure, (n,), Effect.SUPPLY)
        for n, cap in enumerate(self.made.caps):
            table, name, key = cap.of
            yield self._range(cap.of, getattr(by_id(getattr(programme, table))[name], key), (n,), Effect.CAP)

    def things(self) -> Iterator[Chance]:
        """What lies in stock at the start, and what funds have."""
        stock = {(s.item, s.site): n for n, s in enumerate(self.made.stocks) if not s.stage}
        if not self.programme.actuals:
            for row in self.programme.stock:
                n = stock.get((row.item, row.site))
                if n is not None:
                    name = f"{row.item} {row.site}"
                    yield self._range(("stock", name, "quantity"), row.quantity, (n,), Effect.OPENING)
        for k, fund in enumerate(self.programme.funds):
            if fund.amount:
                yield self._range(("funds", str(fund.id), "amount"), fund.amount, (k,), Effect.AMOUNT)

    def hazards(self) -> Iterator[Chance]:
        """What is declared to go wrong, target by target."""
        for h in self.programme.hazards:
            for table, name in h.targets if h.kind is not HazardKind.DURATION else ():
                effect, targets = self._touched(h.kind, table, name)
                yield Chance(
                    name=f"hazards/{h.id}/{table}/{name}", group=("hazards", str(h.id)), effect=effect,
                    targets=targets, drawn=h.drawn, size=_size(h), base=0.0 if effect is Effect.LATE else 1.0,
                    strikes=spread(h.probability) if h.probability else None, hazard=h,
                )  # fmt: skip

    def _touched(self, kind: HazardKind, table: str, name: str) -> tuple[Effect, tuple[int, ...]]:
        """What a hazard changes of a target, and the numbers of what it strikes there."""
        if kind is HazardKind.OUTAGE:
            return Effect.RUNS, tuple(n for n, stop in enumerate(self.made.stops) if stop == (table, name))
        if table == "funds":
            return Effect.AMOUNT, tuple(k for k, fund in enumerate(self.made.funds) if fund.id == name)
        effect, flow = TOUCHED[kind]
        return effect, tuple(self.of[flow, name])


TOUCHED = {
    HazardKind.DELAY: (Effect.LATE, FlowKind.BUY),
    HazardKind.SHORTFALL: (Effect.WANT, FlowKind.BUY),
    HazardKind.YIELD: (Effect.GIVE, FlowKind.MAKE),
    HazardKind.SURGE: (Effect.WANT, DELIVER),
}
"""What each kind of hazard that strikes lines changes, and the kind of those lines."""


def _size(h: Hazard) -> Spread:
    """How badly a hazard strikes: days of delay, or a factor; of an outage the days that it lasts."""
    if h.kind in {HazardKind.OUTAGE, HazardKind.DELAY}:
        figure = h.length
        assert figure is not None
        alone = figure.low is None and figure.high is None and h.kind is HazardKind.OUTAGE
        return spread(figure, h.shape or (Shape.EXPONENTIAL if alone else None))
    assert h.size is not None
    return spread(h.size, h.shape)


def longest_leads(made: Execution, found: tuple[Chance, ...]) -> tuple[list[int], list[int]]:
    """The shortest and the longest lead that each line may draw."""
    low, high = [line.lead for line in made.lines], [line.lead for line in made.lines]
    for chance in found:
        if chance.effect is Effect.LEAD:
            for n in chance.targets:
                low[n] = min(low[n], round(chance.size.low))
                high[n] = max(high[n], round(chance.size.high))
    return low, high
