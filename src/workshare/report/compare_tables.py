"""The tables of a comparison: each a heading, its columns and its cells, all in words."""

from __future__ import annotations

from collections.abc import Callable

from workshare.outcome.comparison import Choice, Comparison, DecisionKind
from workshare.outcome.rows import DemandAccount
from workshare.report.causes import outcome_words
from workshare.report.differences import Differences
from workshare.report.language import Tongue, mark, tongue
from workshare.report.listing import Listing, listing
from workshare.report.names import Names

DECISIONS = {
    DecisionKind.ACTIVITY: mark("Steps with other dates"),
    DecisionKind.PRODUCTION: mark("Who makes what, in runs"),
    DecisionKind.PURCHASE: mark("What is bought"),
    DecisionKind.SHIPMENT: mark("What is moved"),
}

HOMES = {
    DecisionKind.ACTIVITY: "activities",
    DecisionKind.PRODUCTION: "operations",
    DecisionKind.PURCHASE: "supplies",
    DecisionKind.SHIPMENT: "lanes",
}

MONEY = {
    "runs": (mark("Runs of operations"), "operations"),
    "shipments": (mark("Shipments"), "lanes"),
    "purchases": (mark("Purchases"), "supplies"),
    "activities": (mark("Steps"), "activities"),
    "investments": (mark("Investments"), "investments"),
    "funds": (mark("Paid from funds"), "funds"),
}


class Sides:
    """The names of several programmes in one language: whichever has a thing names it."""

    def __init__(self, comparison: Comparison, language: str) -> None:
        self.speech: Tongue = tongue(language)
        self.names = [Names(e.plan.programme, self.speech) for e in comparison.entrants]
        self.letters = [e.letter for e in comparison.entrants]

    def of(self, section: str, name: str) -> str:
        """The name of an entry, from the first programme that has it."""
        return next((n.of(section, name) for n in self.names if n.entry(section, name) is not None), name)

    def promise(self, name: str) -> str:
        """The words of a commitment."""
        return next((n.promise(name) for n in self.names if n.entry("commitments", name) is not None), name)

    def listing(self, caption: str, head: list[str], rows: list[tuple[str, ...]], *, numbers: bool = True) -> Listing:
        """A table with a column for each plan after those of ``head``."""
        columns = [*head, *self.letters]
        return listing(caption, columns, set(range(len(head), len(columns)) if numbers else ()), rows)


def verdicts(comparison: Comparison, language: str) -> Listing:
    """Every promise and how it turns out in each plan."""
    sides = Sides(comparison, language)
    every = range(len(comparison.entrants))
    rows = [
        (
            sides.promise(p.id),
            next(sides.speech.short_date(a.due) for a in p.accounts if a).replace(" ", "\u00a0"),
            *(outcome_words(comparison, n, p.id, language) for n in every),
        )
        for p in comparison.promises
    ]
    say = sides.speech.say
    head = [say("Promise"), say("Due")]
    return sides.listing(say("Every promise, and how it turns out"), head, rows, numbers=False)


def inputs(comparison: Comparison, letter: str, language: str) -> Listing:
    """What differs in the input of a plan from that of the first."""
    words = Differences(comparison, language)
    say, first = words.speech.say, comparison.entrants[0].letter
    rows = [(t.what, t.before, t.after) for t in map(words.told, words.of(letter))]
    caption = say("Where the input of {letter} differs from that of {first}", letter=letter, first=first)
    return listing(caption, [say("What"), first, letter], set(), rows)


def needs(comparison: Comparison, language: str) -> Listing:
    """The demands that are served otherwise: on time, late and missing, and the quantity-days of lateness."""
    sides = Sides(comparison, language)
    say = sides.speech.say
    rows = [
        (sides.of("demands", need.id), *(_served(a, sides.speech) for a in need.accounts))
        for need in comparison.needs
        if need.differs
    ]
    caption = say("Demands that are served otherwise: on time / late / missing (late quantity-days)")
    return sides.listing(caption, [say("Demand")], rows)


def _served(account: DemandAccount | None, speech: Tongue) -> str:
    if account is None:
        return "–"
    told = " / ".join(speech.number(n) for n in (account.on_time, account.late, account.short))
    return f"{told} ({speech.number(account.late_quantity_days)})" if account.late_quantity_days else told


def goals(comparison: Comparison, language: str) -> Listing:
    """What every goal came to."""
    sides = Sides(comparison, language)
    say, number = sides.speech.say, sides.speech.number
    rows = [
        (sides.names[0].goal(goal.name), *("–" if v is None else number(v) for v in goal.values))
        for goal in comparison.goals
    ]
    return sides.listing(
        say("The goals, each met as well as those before it allow"), [say("Goal, the most important first")], rows
    )


def money(comparison: Comparison, language: str) -> Listing:
    """Money by what it is for: the total of every kind, and below it what differs."""
    sides = Sides(comparison, language)
    say, number = sides.speech.say, sides.speech.number
    rows: list[tuple[str, ...]] = []
    for row in comparison.amounts:
        title, section = MONEY.get(row.table, (row.table, row.table))
        name = say("{kind}: {name}", kind=say(title), name=sides.of(section, row.key)) if row.key else say(title)
        rows.append((name, *(number(total) for total in row.totals)))
    caption = say("Money by what it is for, {currency}", currency=sides.names[0].programme.currency)
    return sides.listing(caption, [say("What")], rows)


def workshare(comparison: Comparison, language: str) -> Listing:
    """The value that each country adds to each family, and its share."""
    sides = Sides(comparison, language)
    speech = sides.speech
    rows = [
        (
            row.family or "–",
            sides.of("partners", row.country),
            *(f"{speech.number(v)} ({speech.percent(s)})" for v, s in zip(row.values, row.shares, strict=True)),
        )
        for row in comparison.shares
    ]
    return sides.listing(speech.say("Value added by country"), [speech.say("Family"), speech.say("Country")], rows)


def decisions(comparison: Comparison, language: str) -> list[Listing]:
    """The decisions that are not the same in every plan, a table for each kind."""
    sides = Sides(comparison, language)
    found = []
    for kind, caption in DECISIONS.items():
        tell = _words(kind, sides.speech)
        rows = [
            (sides.of(HOMES[kind], d.id), *(tell(choice) for choice in d.choices))
            for d in comparison.decisions
            if d.kind is kind
        ]
        if rows:
            found.append(sides.listing(sides.speech.say(caption), [sides.speech.say("What")], rows))
    return found


def _words(kind: DecisionKind, speech: Tongue) -> Callable[[Choice | None], str]:
    """How a decision of a kind is told."""

    def tell(choice: Choice | None) -> str:
        if choice is None:
            return "–"
        first, last = speech.short_date(choice.first), speech.short_date(choice.last)
        dates = first if first == last else f"{first} – {last}"
        return dates if kind is DecisionKind.ACTIVITY else f"{speech.number(choice.quantity)}; {dates}"

    return tell
