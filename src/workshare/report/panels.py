"""What each chart shows, as rows with their words; how they are drawn is in ``charts``."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate

from workshare.model.promises import Measure
from workshare.outcome.plan import Plan
from workshare.outcome.rows import CommitmentAccount, LinkKind, Outlook, Verdict
from workshare.report.decided import built_words, step_words
from workshare.report.facts import Strain, bottleneck, busy_load, by_resource, in_force, load_of
from workshare.report.language import tongue
from workshare.report.names import Names
from workshare.report.sentences import gate_words, ranked, verdict_word

STEPS, GATES, TERMS, WORKS, PROMISES, PANELS, LOADS, FAMILIES = 40, 12, 16, 8, 16, 12, 16, 16
"""The most rows of each sort that a chart shows; the tables have all of them."""
DAY = dt.timedelta(days=1)


class RowKind(StrEnum):
    """The sorts of row of the timeline, in their order."""

    STEP = "step"
    GATE = "gate"
    INVESTMENT = "investment"
    LICENCE = "licence"
    WORK = "work"
    PROMISE = "promise"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """A bar or mark: ``strong`` on the way to a chief promise, ``loose`` how late it may end."""

    kind: RowKind
    label: str
    start: dt.date
    finish: dt.date
    country: str = ""
    strong: bool = False
    critical: bool = False
    done: bool = False
    loose: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseRow:
    """A promise: due and planned date, and those at the ends of all ranges (None: not within the plan)."""

    label: str
    head: str
    verdict: Verdict
    due: dt.date
    date: dt.date | None
    good: dt.date | None = None
    bad: dt.date | None = None
    ranged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The rows of the timeline in order, its span, and how many rows it leaves to the table."""

    rows: tuple[TimelineRow, ...]
    promises: tuple[PromiseRow, ...]
    first: dt.date
    last: dt.date
    hidden: int


Steps = tuple[tuple[dt.date, float], ...]
"""Dates with what there is from each of them on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputPanel:
    """An item's running totals: what there is and what was asked for, and the promises about it."""

    title: str
    made: bool
    there: Steps
    asked: Steps
    promises: tuple[tuple[dt.date, float, Verdict], ...]
    first: dt.date
    last: dt.date

    @property
    def top(self) -> float:
        """The largest quantity shown."""
        values = [q for _, q in (*self.there, *self.asked)] + [q for _, q, _ in self.promises]
        return max(values, default=0.0)


@dataclass(frozen=True, slots=True)
class Cell:
    """A period of a resource, until the day after it: the share of its hours used, and would an hour more help."""

    first: dt.date
    after: dt.date
    load: float
    binding: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadRow:
    """A resource with its load by period; idle periods in a row are one cell."""

    label: str
    cells: tuple[Cell, ...]
    mean: float
    bottleneck: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRow:
    """A family and each country's share of its value, in the partners' order."""

    family: str
    parts: tuple[tuple[str, float], ...]


def timeline(plan: Plan, language: str) -> Timeline | None:
    """The steps, gates, chief production and promises of a plan, or None if it has none."""
    names, chief = Names(plan.programme, tongue(language)), chief_links(plan)
    steps, gates = list(_steps(plan, names, chief)), list(_gates(plan, names, chief))
    shown_steps, shown_gates = _strongest(steps, STEPS), _strongest(gates, GATES)
    rows = sorted([*shown_steps, *shown_gates], key=lambda r: (r.start, r.finish, r.kind is RowKind.GATE))
    rows += [*_investments(plan, names), *_licences(plan, names, chief)][:TERMS]
    rows += list(_works(plan, names))[:WORKS]
    promised = promises(plan, language)
    if not rows and not promised:
        return None
    days = [plan.as_of] + [d for r in rows for d in (r.start, r.finish, r.loose) if d]
    days += [d for r in promised for d in (r.due, r.date) if d]
    hidden = len(steps) + len(gates) - len(shown_steps) - len(shown_gates)
    return Timeline(rows=tuple(rows), promises=promised, first=min(days), last=max(days), hidden=hidden)


def chief_links(plan: Plan) -> frozenset[tuple[LinkKind, str]]:
    """What the promises of the highest priority hang on."""
    return frozenset((link.kind, link.id) for account in _chief(plan) for link in account.hangs_on if not link.binding)


def _chief(plan: Plan) -> list[CommitmentAccount]:
    priority = {str(c.id): c.priority for c in plan.programme.commitments}
    known = [a for a in plan.commitments if a.hangs_on]
    first = min((priority.get(a.id, 0) for a in known), default=0)
    return [a for a in known if priority.get(a.id, 0) == first]


def _steps(plan: Plan, names: Names, chief: frozenset[tuple[LinkKind, str]]) -> Iterator[TimelineRow]:
    for step in plan.activities:
        slack = dt.timedelta(days=max(0, step.slack_days))
        yield TimelineRow(
            kind=RowKind.STEP, label=step_words(names, step), start=step.start,
            finish=step.finish, country=step.country,
            strong=(LinkKind.ACTIVITY, step.activity) in chief, critical=step.critical,
            done=step.done, loose=None if step.done or not slack else step.finish + slack,
        )  # fmt: skip


def _gates(plan: Plan, names: Names, chief: frozenset[tuple[LinkKind, str]]) -> Iterator[TimelineRow]:
    for gate in plan.gates:
        yield TimelineRow(
            kind=RowKind.GATE, label=gate_words(names, gate.gate), start=gate.date, finish=gate.date,
            strong=(LinkKind.GATE, gate.gate) in chief,
        )  # fmt: skip


def _investments(plan: Plan, names: Names) -> Iterator[TimelineRow]:
    """What is invested, from the decision to the day on which it is ready."""
    for built in plan.investments:
        resource = names.entry("resources", getattr(names.entry("investments", built.investment), "resource", ""))
        site = names.entry("sites", getattr(resource, "site", ""))
        country = getattr(names.entry("investments", built.investment), "country", None)
        yield TimelineRow(
            kind=RowKind.INVESTMENT, label=built_words(names, built), start=built.decided, finish=built.ready,
            country=str(country or getattr(site, "country", "")), strong=True,
        )  # fmt: skip


def _licences(plan: Plan, names: Names, chief: frozenset[tuple[LinkKind, str]]) -> Iterator[TimelineRow]:
    """The licences that are granted, while they are in force."""
    for licence in plan.programme.licences:
        span = in_force(plan, licence)
        if span is not None:
            yield TimelineRow(
                kind=RowKind.LICENCE, label=names.of("licences", licence.id), start=span[0], finish=span[1],
                country=str(licence.parties[0]) if len(licence.parties) == 1 else "",
                strong=(LinkKind.LICENCE, licence.id) in chief, critical=True,
            )  # fmt: skip


def _works(plan: Plan, names: Names) -> Iterator[TimelineRow]:
    """Operations, shipments and supplies on the way to the chief promises, the earliest first."""
    works = {LinkKind.OPERATION, LinkKind.LANE, LinkKind.SUPPLY}
    found: dict[tuple[LinkKind, str], TimelineRow] = {}
    for account in _chief(plan):
        for link in account.hangs_on:
            if link.kind in works and link.start and link.finish:
                found[link.kind, link.id] = TimelineRow(
                    kind=RowKind.WORK, label=names.link(link.kind, link.id), start=link.start,
                    finish=link.finish, country=_country(names, link.kind, link.id), strong=True,
                )  # fmt: skip
    yield from sorted(found.values(), key=lambda r: (r.start, r.finish, r.label))


def _country(names: Names, kind: LinkKind, name: str) -> str:
    """Where a link is done; a shipment is in no one country."""
    section = {LinkKind.OPERATION: "operations", LinkKind.SUPPLY: "supplies"}.get(kind)
    entry = names.entry(section, name) if section else None
    site = names.entry("sites", getattr(entry, "site", ""))
    return str(getattr(entry, "country", None) or getattr(site, "country", ""))


def _strongest(rows: list[TimelineRow], most: int) -> list[TimelineRow]:
    """At most so many rows: those on the way to a promise and critical ones first, then the longest."""
    if len(rows) <= most:
        return rows
    return sorted(rows, key=lambda r: (not r.strong, not r.critical, r.start - r.finish, r.label))[:most]


def promises(plan: Plan, language: str) -> tuple[PromiseRow, ...]:
    """The promises by due date, each with its verdict and its dates at the ends of all ranges."""
    names = Names(plan.programme, tongue(language))
    rows = [
        PromiseRow(
            label=names.promise(a.id), head=verdict_word(a, plan, language), verdict=a.verdict,
            due=a.due, date=a.date, good=_day(a.good), bad=_day(a.bad),
            ranged=a.good is not None and a.bad is not None and a.verdict is not Verdict.UNMEASURED,
        )
        for a in ranked(plan)
    ]  # fmt: skip
    return tuple(rows[:PROMISES])


def _day(outlook: Outlook | None) -> dt.date | None:
    return outlook.date if outlook else None


Key = tuple[str, bool, tuple[str, ...]]
"""An item, whether it counts when made, and the sites where it counts (none: all)."""


def outputs(plan: Plan, language: str) -> tuple[OutputPanel, ...]:
    """Running totals for every item that is asked for or promised; the most urgent first."""
    accounts = {a.id: a for a in plan.commitments}
    priority: dict[Key, int] = {}
    promised: dict[Key, list[tuple[dt.date, float, Verdict]]] = defaultdict(list)
    for d in plan.demands:
        key: Key = (d.item, False, ())
        priority[key] = min(priority.get(key, d.priority), d.priority)
    for c in plan.programme.commitments:
        if c.measure and c.measure.item and c.id in accounts:
            key = _key(plan, c.measure)
            priority[key] = min(priority.get(key, c.priority), c.priority)
            promised[key].append((c.due, c.measure.amount, accounts[c.id].verdict))
    keys = sorted(priority, key=lambda k: (priority[k], k))
    return tuple(_panel(plan, language, key, promised[key]) for key in keys[:PANELS])


def _key(plan: Plan, measure: Measure) -> Key:
    asking = {d.site for d in plan.demands if d.item == measure.delivered}
    everywhere = measure.made is None and asking <= set(measure.at)
    return str(measure.item), measure.made is not None, () if everywhere else tuple(sorted(measure.at))


def _panel(plan: Plan, language: str, key: Key, promised: list[tuple[dt.date, float, Verdict]]) -> OutputPanel:
    item, made, sites = key
    speech = tongue(language)
    names = Names(plan.programme, speech)
    source = plan.flows.outputs if made else plan.deliveries
    there = _running((x.date, x.quantity) for x in source if x.item == item and (not sites or x.site in sites))
    asked = _running(
        (d.due, d.asked) for d in plan.demands if not made and d.item == item and (not sites or d.site in sites)
    )
    title = names.of("items", item)
    if sites:
        places = speech.listed(names.of("sites", s) for s in sites)
        title = speech.say("{item} at {sites}", item=title, sites=places)
    days = [d for d, _ in (*there, *asked)] + [d for d, _, _ in promised]
    return OutputPanel(
        title=title, made=made, there=there, asked=asked, promises=tuple(sorted(promised)),
        first=min([plan.as_of, *days]), last=max(days),
    )  # fmt: skip


def _running(events: Iterable[tuple[dt.date, float]]) -> Steps:
    by_day: dict[dt.date, float] = defaultdict(float)
    for day, quantity in events:
        by_day[day] += quantity
    days = sorted(by_day)
    return tuple(zip(days, accumulate(by_day[d] for d in days), strict=True))


def loads(plan: Plan, language: str) -> tuple[LoadRow, ...]:
    """The resources, the fullest first, with their load in every period until the last that is used."""
    names, worst = Names(plan.programme, tongue(language)), bottleneck(plan)
    used = [x.date for x in plan.resources if x.hours > 0]
    if not used:
        return ()
    last = max(used)
    rows = [
        LoadRow(
            label=names.resource(name), mean=busy_load(mine), bottleneck=_is(worst, name),
            cells=_merged(Cell(x.first, x.date + DAY, load_of(x), x.shadow_price > 0) for x in mine if x.date <= last),
        )
        for name, mine in by_resource(plan).items()
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda r: (not r.bottleneck, -r.mean, r.label))[:LOADS])


def _merged(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    found: list[Cell] = []
    for cell in cells:
        if found and found[-1].load == cell.load == 0 and not (found[-1].binding or cell.binding):
            found[-1] = replace(found[-1], after=cell.after)
        else:
            found.append(cell)
    return tuple(found)


def _is(worst: Strain | None, name: str) -> bool:
    return worst is not None and worst.resource == name


def shares(plan: Plan, language: str) -> tuple[ShareRow, ...]:
    """Each family's value by country; the family of the greatest value first."""
    order = {str(p.id): n for n, p in enumerate(plan.programme.partners)}
    families: dict[str, list[tuple[str, float]]] = defaultdict(list)
    worth: dict[str, float] = defaultdict(float)
    for row in plan.workshare:
        families[row.family].append((row.country, row.share))
        worth[row.family] += row.value
    none = tongue(language).say("without a family")
    return tuple(
        ShareRow(family=f or none, parts=tuple(sorted(families[f], key=lambda p: order.get(p[0], len(order)))))
        for f in sorted(families, key=lambda f: (-worth[f], f))[:FAMILIES]
    )
