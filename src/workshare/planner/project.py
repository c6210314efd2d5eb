"""What a plan has to decide about the transfer project: modes, options, starts that wait for money, investments.

Few days can be the start of anything. Money only comes, on known days, and an earlier finish never does harm, so some
best plan starts every step on the first day allowed by what goes before it, or on a day when one of its payments falls
on the release of money, on another rate, or after the horizon. These candidate days replace a start variable for every
period.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from graphlib import TopologicalSorter

from workshare.gates import NEVER, Choices, Schedule
from workshare.model.calendar import Periods
from workshare.model.programme import Programme, by_id, days_from
from workshare.model.project import NORMAL, Activity, Investment
from workshare.outcome.terms import Purpose
from workshare.planner.prices import Price, Rates

MOST_DAYS = 40
"""So many candidate days are kept for a step: the first half as they are, the others thinned out evenly."""
CUTS = 8
"""So many candidate days of an activity that opens anything become the first day of a period of their own."""
CUTS_IN_ALL = 16
"""So many they are at most of all activities together, but one of each; with every period the problem grows."""


@dataclass(frozen=True, slots=True)
class Step:
    """A decision: an activity in one of its modes, or an investment; it may start on one of ``days``.

    ``lasts`` is its duration, ``most`` how often it may be taken, ``whole`` says that it is a decision of its own and
    does not merely follow from what goes before it.
    """

    purpose: Purpose
    id: str
    mode: str
    lasts: int
    price: Price
    days: tuple[int, ...]
    most: int
    whole: bool


@dataclass(frozen=True, slots=True)
class Deciding:
    """All decisions about a project, and the days on which each of its activities may be done."""

    steps: tuple[Step, ...] = ()
    free: frozenset[str] = frozenset()
    """The activities whose dates are decided."""
    modes: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """For each free activity the numbers of its steps."""
    finishes: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """For each free activity the days on which it may be done, in order."""
    anything: bool = False
    """Whether there is anything to decide, be it out of the programme's reach."""

    def done_by(self, activity: str, day: int) -> list[tuple[int, int]]:
        """The steps of a free activity, each with its last candidate that is done by a day."""
        found = []
        for n in self.modes[activity]:
            step = self.steps[n]
            j = bisect_right(step.days, day - step.lasts) - 1
            if j >= 0:
                found.append((n, j))
        return found


NOTHING_TO_DECIDE = Deciding()
"""Every date follows from the programme alone."""


def free_activities(programme: Programme) -> frozenset[str]:
    """The activities whose dates a plan decides.

    They are not begun, and have modes, are optional, or cost money while there are funds; or wait for one that is so.
    """
    paid = bool(programme.funds)
    found: set[str] = set()
    for name in _in_order(programme.activities):
        activity = by_id(programme.activities)[name]
        costs = any(mode.cost is not None and mode.cost.value > 0 for mode in activity.ways.values())
        own = bool(activity.modes) or activity.optional or (paid and costs)
        if not activity.begun and (own or found.intersection(activity.after)):
            found.add(name)
    return frozenset(found)


def fastest(programme: Programme) -> Choices:
    """Every activity in its shortest mode: no plan has it done earlier."""
    modes = {a.id: min(a.ways, key=lambda m: (a.ways[m].days.value, m != NORMAL)) for a in programme.activities}
    return Choices(modes={str(a): str(mode) for a, mode in modes.items()})


def deciding(programme: Programme, schedule: Schedule, rates: Rates, horizon: int) -> Deciding:
    """The decisions of a programme; ``schedule`` is that of the fastest choices."""
    free = free_activities(programme)
    if not free and not programme.investments:
        return NOTHING_TO_DECIDE
    finder = _Finder(programme, schedule, rates, horizon, free)
    finder.sweep()
    finder.sweep()  # money that waits for a free activity is known only after the first
    ours = [str(a.id) for a in programme.activities if a.id in free]
    steps = [step for name in ours for step in finder.activity(finder.table[name])]
    steps += [step for v in programme.investments for step in finder.investment(v)]
    modes = {a: tuple(n for n, s in enumerate(steps) if s.purpose is Purpose.ACTIVITY and s.id == a) for a in ours}
    return Deciding(tuple(steps), free, modes, {a: tuple(finder.finishes[a]) for a in ours}, anything=True)


class _Finder:
    """Finds candidate days, activity by activity in their order."""

    def __init__(
        self, programme: Programme, schedule: Schedule, rates: Rates, horizon: int, free: frozenset[str]
    ) -> None:
        self.programme, self.schedule, self.rates, self.horizon = programme, schedule, rates, horizon
        self.free = free
        self.table = by_id(programme.activities)
        self.order = [a for a in _in_order(programme.activities) if a in free]
        self.starts: dict[str, list[int]] = {a: [] for a in free}
        self.finishes: dict[str, list[int]] = {a: [] for a in free}

    def sweep(self) -> None:
        for name in self.order:
            activity = self.table[name]
            prices = [self._price(activity, mode) for mode in activity.ways]
            self.starts[name] = self._days(activity, self.schedule.activities[name].start, prices)
            ends = {day + int(mode.days.value) for day in self.starts[name] for mode in activity.ways.values()}
            self.finishes[name] = sorted(day for day in ends if day <= self.horizon)

    def _price(self, activity: Activity, mode: str) -> Price:
        return self.rates.price(dict(activity.ways)[mode].cost, activity.payments)  # type: ignore[index]

    def _days(self, row: Activity | Investment, earliest: int, prices: Iterable[Price]) -> list[int]:
        """The candidate days of a step that may start on ``earliest`` at the soonest."""
        days = {earliest}
        days |= {day for b in row.after if b in self.free for day in self.finishes[b]}
        for price in (p for p in prices if p.value > 0):
            days |= {day - after for day in self._turns(price) for _, after in price.milestones}
        return _thinned(sorted(day for day in days if earliest <= day <= self.horizon))

    def _turns(self, price: Price) -> set[int]:
        """The days from which a payment may be easier to make: money is released, rates change, the plan is over."""
        funds = self.programme.funds
        currencies = {price.currency, *(str(f.currency or "") for f in funds)} - {""}
        turns = {day for currency in currencies for day in self.rates.steps[currency][0]}
        return self._releases() | turns | ({self.horizon + 1} if funds else set())

    def _releases(self) -> set[int]:
        """The days on which money may be released."""
        found = set()
        gates = by_id(self.programme.gates)
        for fund in self.programme.funds:
            needs = [a for g in fund.needs for a in gates[g].needs]
            known, _ = self.schedule.done([a for a in needs if a not in self.free])
            first = max(days_from(self.programme.start, fund.effective_start, 0), known)
            found |= {first, *(max(first, day) for a in needs if a in self.free for day in self.finishes[a])}
        return found - {NEVER}

    def activity(self, activity: Activity) -> list[Step]:
        """The steps of an activity, one for each mode in which it can be done."""
        prices = {mode: self._price(activity, mode) for mode in activity.ways}
        paid = bool(self.programme.funds) and any(p.value > 0 for p in prices.values())
        foreign = any(p.currency and p.value > 0 for p in prices.values())
        whole = bool(activity.modes) or activity.optional or paid or foreign
        return [
            Step(
                purpose=Purpose.ACTIVITY,
                id=activity.id,
                mode=mode,
                lasts=int(way.days.value),
                price=prices[mode],
                days=tuple(self.starts[activity.id]),
                most=1,
                whole=whole,
            )
            for mode, way in activity.ways.items()
            if self.starts[activity.id]
        ]

    def investment(self, investment: Investment) -> list[Step]:
        """The step of an investment, if it can be decided within the horizon."""
        price = self.rates.price(investment.cost, investment.payments)
        start = self.programme.start
        known, _ = self.schedule.done(investment.after)
        first = max(self.rates.today, days_from(start, investment.not_before, 0), known)
        days = tuple(self._days(investment, first, [price])) if first <= self.horizon else ()
        step = Step(
            purpose=Purpose.INVESTMENT, id=investment.id, mode="", lasts=int(investment.days.value), price=price,
            days=days, most=investment.at_most, whole=True,
        )  # fmt: skip
        return [step] if days else []


def _in_order(activities: Iterable[Activity]) -> list[str]:
    return list(TopologicalSorter({str(a.id): {str(b) for b in a.after} for a in activities}).static_order())


def _thinned(days: list[int]) -> list[int]:
    if len(days) <= MOST_DAYS:
        return days
    first, rest = days[: MOST_DAYS // 2], days[MOST_DAYS // 2 :]
    room = MOST_DAYS - len(first)
    return [*first, *(rest[n * len(rest) // room] for n in range(room))]


def cuts(programme: Programme, decisions: Deciding, waits: Iterable[tuple[str, int]]) -> set[int]:
    """The days on which what is decided may open anything: the first of each activity that something waits for.

    ``waits`` are the activities that flows wait for, each with the days that pass until the first start.
    """
    gates = {(str(a), 0) for g in programme.gates for a in g.needs}
    deciding = {(a, after) for a, after in {*gates, *waits} if a in decisions.free}
    each = max(1, min(CUTS, CUTS_IN_ALL // max(1, len(deciding))))
    return {day + after for a, after in deciding for day in decisions.finishes[a][:each]}


def added_hours(investment: Investment, ready: int, periods: Periods) -> list[float]:
    """The hours that one investment adds in each period, once it is ready on a day and runs up from there.

    sum over days d of the period of hours per day · share of the last step of its ramp begun by d
    """
    ramp = sorted((ready + 7 * r.weeks, r.share.value) for r in investment.ramp) or [(ready, 1.0)]
    ends = [day for day, _ in ramp[1:]] + [NEVER]
    found = []
    for first, end in zip(periods.bounds[:-1], periods.bounds[1:], strict=True):
        days = sum(
            share * max(0, min(end, until) - max(first, day)) for (day, share), until in zip(ramp, ends, strict=True)
        )
        found.append(days * investment.hours.per_day)
    return found
