"""What odds are about, in words: what may go wrong, which figure is worth asking about, and three probabilities."""

from __future__ import annotations

from workshare.model.figure import Basis
from workshare.model.hazards import Drawn
from workshare.outcome.odds import Ask, CommitmentOdds, Odds
from workshare.report.assumptions import BASES
from workshare.report.fields import FIELDS
from workshare.report.language import Tongue, mark
from workshare.report.names import Names

THREE = (
    mark(
        "Kept: the share of scenarios in which the plan, carried out as it stands, keeps the promise. Nothing is "
        "planned anew."
    ),
    mark(
        "Planned again: the same with a new plan on the first of every month, by the same goals and with what is known "
        "by then; in a smaller sample, of which the plan as it stands is told beside."
    ),
    mark(
        "With hindsight: an upper bound, the share in which the promise, if nothing else were wanted, could have been "
        "kept by anybody who had known all in advance."
    ),
)
"""What the three probabilities are."""
HANGS = mark(
    "What it hangs on: by how many points the probability would change if this could not go wrong; after ± the noise "
    "that remains."
)
ASKS = mark(
    "What to ask about first: by how many points the probability would move, up or down, if this figure were "
    "known (one standard deviation); after ± the noise that remains."
)


def thing(names: Names, speech: Tongue, table: str, name: str) -> str:
    """The name of a row; of a stock, what lies where."""
    if table == "stock":
        item, _, site = name.partition(" ")
        return speech.say("stock of {item} at {site}", item=names.of("items", item), site=names.of("sites", site))
    return names.of(table, name)


def figure(names: Names, speech: Tongue, ask: Ask) -> str:
    """A figure that is worth asking about: of what, which, and what it rests on."""
    field, _, part = ask.field.partition("/")
    what = speech.say(FIELDS[field]) if field in FIELDS else field
    if field == "time" and part:
        what = f"{what}, {names.of('resources', part)}"
    basis = speech.say(BASES[Basis(ask.basis) if ask.basis else None])
    text = mark("{thing}: {figure} ({basis})")
    if ask.drawn == Drawn.VARIABLE:
        text = mark("{thing}: {figure} ({basis}; chance decides it)")
    return speech.say(text, thing=thing(names, speech, ask.table, ask.id), figure=what, basis=basis)


def points(speech: Tongue, share: float) -> str:
    """A change of a probability in points, with its sign."""
    told = speech.number(100 * share)
    return f"+{told}" if share > 0 else told.replace("-", "−")


def between(speech: Tongue, low: float | None, high: float | None) -> str:
    """A range of shares; a dash where there is none."""
    if low is None or high is None:
        return "–"
    return speech.say("{low} to {high}", low=speech.percent(low), high=speech.percent(high))


def replanned(speech: Tongue, row: CommitmentOdds) -> str:
    """The probability with monthly planning, its interval, and the plan as it stands in the same futures."""
    if row.replanned is None or row.replanned_fixed is None:
        return "–"
    text = mark("{share} ({interval}; as it stands {fixed})")
    interval = between(speech, row.replanned_low, row.replanned_high)
    return speech.say(
        text, share=speech.percent(row.replanned), interval=interval, fixed=speech.percent(row.replanned_fixed)
    )


def sample(speech: Tongue, odds: Odds) -> list[str]:
    """How many scenarios there were, from which seed, what their intervals are, and how many were planned again."""
    level = speech.percent(odds.level)
    n = speech.count("{n} scenario", "{n} scenarios", odds.scenarios)
    kind = mark("{n}, seed {seed}; the intervals hold with {level} confidence whenever one stops.")
    if not odds.sequential:
        kind = mark("{n}, seed {seed}; the intervals hold with {level} confidence for this number.")
    lines = [speech.say(kind, n=n, seed=str(odds.seed), level=level)]
    if odds.replanned:
        futures = speech.count("{n} future", "{n} futures", odds.replanned)
        text = mark("Planned again every month: {futures} of these, with intervals at {level} for their number.")
        lines.append(speech.say(text, futures=futures, level=level))
    return lines
