"""The page's tables: each a heading, its columns and its cells, all in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workshare.outcome.plan import Plan
from workshare.report.decided import built_words, step_words
from workshare.report.facts import busy_load, by_resource
from workshare.report.language import tongue
from workshare.report.names import Names

MOST = 600
"""The most rows of a table on the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A table: its columns, which of them hold numbers, its rows, and how many rows it leaves out."""

    caption: str
    columns: tuple[str, ...]
    numbers: frozenset[int]
    rows: tuple[tuple[str, ...], ...]
    left_out: int = 0


def listing(caption: str, columns: list[str], numbers: set[int], rows: Sequence[tuple[str, ...]]) -> Listing:
    """A table of at most so many rows."""
    return Listing(
        caption=caption, columns=tuple(columns), numbers=frozenset(numbers), rows=tuple(rows[:MOST]),
        left_out=max(0, len(rows) - MOST),
    )  # fmt: skip


def demands(plan: Plan, language: str) -> Listing:
    """How each demand is served."""
    t = tongue(language)
    names = Names(plan.programme, t)
    columns = [
        t.say("Demand"), t.say("Due"), t.say("Asked"), t.say("On time"), t.say("Late"), t.say("Missing"),
        t.say("First delivery"), t.say("Last delivery"), t.say("Item"), t.say("Where"), t.say("Priority"),
    ]  # fmt: skip
    rows = [
        (
            names.of("demands", d.id), t.short_date(d.due), t.number(d.asked), t.number(d.on_time),
            t.number(d.late), t.number(d.short), t.short_date(d.first) if d.first else "–",
            t.short_date(d.last) if d.last else "–", names.of("items", d.item), names.of("sites", d.site),
            t.number(d.priority),
        )
        for d in sorted(plan.demands, key=lambda d: (d.priority, d.due, d.id))
    ]  # fmt: skip
    caption = t.say("Every demand: what is asked, what comes when")
    return listing(caption, columns, {*range(1, 8), 10}, rows)


def steps(plan: Plan, language: str) -> Listing:
    """The activities and the gates with their dates."""
    t = tongue(language)
    names = Names(plan.programme, t)
    columns = [t.say("Step"), t.say("Country"), t.say("Begins"), t.say("Done"), t.say("Days to spare")]
    rows: list[tuple[str, ...]] = [
        (
            step_words(names, s), names.of("partners", s.country), t.short_date(s.start),
            t.short_date(s.finish), t.say("already done") if s.done else t.number(s.slack_days),
        )
        for s in plan.activities
    ]  # fmt: skip
    rows += [
        (
            t.say("gate “{name}”", name=names.of("gates", g.gate)),
            "",
            t.short_date(g.date),
            t.short_date(g.date),
            "–",
        )
        for g in plan.gates
    ]
    rows += [(built_words(names, v), "", t.short_date(v.decided), t.short_date(v.ready), "–") for v in plan.investments]
    numbers = {2, 3, 4}
    if any(s.cost for s in plan.activities) or len(plan.investments):
        columns.append(t.say("Cost, {currency}", currency=plan.programme.currency))
        costs = [*(s.cost for s in plan.activities), *(0.0 for _ in plan.gates), *(v.cost for v in plan.investments)]
        rows = [(*row, t.number(cost) if cost else "–") for row, cost in zip(rows, costs, strict=True)]
        numbers.add(5)
    return listing(t.say("The steps and gates with their dates"), columns, numbers, rows)


def loads(plan: Plan, language: str) -> Listing:
    """Each resource with the hours that it has and uses."""
    t = tongue(language)
    names = Names(plan.programme, t)
    columns = [
        t.say("Capacity"),
        t.say("Load while in use"),
        t.say("Hours used"),
        t.say("Short of hours until"),
    ]
    rows = []
    for name, mine in by_resource(plan).items():
        tight = [x.date for x in mine if x.shadow_price > 0]
        used = sum(x.hours for x in mine)
        until = t.short_date(max(tight)) if tight else "–"
        rows.append((names.resource(name), t.percent(busy_load(mine)), t.number(used), until))
    return listing(t.say("Load of every resource"), columns, {1, 2, 3}, rows)


def shares(plan: Plan, language: str) -> Listing:
    """The value that each country adds to each family."""
    t = tongue(language)
    names = Names(plan.programme, t)
    value = t.say("Value, {currency}", currency=plan.programme.currency)
    rows = [
        (w.family or "–", names.of("partners", w.country), t.number(w.value), t.percent(w.share))
        for w in plan.workshare
    ]
    columns = [t.say("Family"), t.say("Country"), value, t.say("Share")]
    return listing(t.say("Value added by country"), columns, {2, 3}, rows)


def goals(plan: Plan, language: str) -> Listing:
    """The plan's goals in their order, with what they came to."""
    t = tongue(language)
    names = Names(plan.programme, t)
    columns = [
        t.say("Goal, the most important first"),
        t.say("Reached"),
        t.say("Cannot be less than"),
        t.say("Gap"),
    ]
    rows = [(names.goal(g.name), t.number(g.value), t.number(g.bound), t.percent(g.gap)) for g in plan.goals]
    return listing(t.say("The goals, each met as well as those before it allow"), columns, {1, 2, 3}, rows)
