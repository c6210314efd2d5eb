"""How likely each promise is, in words."""

from __future__ import annotations

import datetime as dt

from workshare.model.programme import Programme
from workshare.outcome.odds import CommitmentOdds, Hang, Odds
from workshare.report.language import mark, tongue
from workshare.report.names import Names

HEADS = (mark("Promise"), mark("Due"), mark("Kept"), mark("Interval"), mark("1 in 10 by"), mark("Half by"),
         mark("9 in 10 by"), mark("Hangs on"))  # fmt: skip
NAMED = 3
"""So many things that a promise hangs on are named in a line."""


class Teller:
    """Says odds about one programme in one language."""

    def __init__(self, programme: Programme, language: str) -> None:
        self.speech = tongue(language)
        self.names = Names(programme, self.speech)

    def heads(self) -> tuple[str, ...]:
        """The headings of the table of odds."""
        return tuple(self.speech.say(head) for head in HEADS)

    def row(self, row: CommitmentOdds, hangs: list[Hang]) -> tuple[str, ...]:
        """A commitment by its id, its probability, its days, and what it hangs on."""
        say, speech = self.speech.say, self.speech
        if row.p_kept is None or row.low is None or row.high is None:
            return row.id, speech.short_date(row.due), say("not measured"), "", "", "", "", ""
        interval = say("{low} to {high}", low=speech.percent(row.low), high=speech.percent(row.high))
        days = (self.day(day) for day in (row.p10, row.p50, row.p90))
        names = "\n".join(self.hang(h) for h in hangs[:NAMED])
        return row.id, speech.short_date(row.due), speech.percent(row.p_kept), interval, *days, names

    def day(self, day: dt.date | None) -> str:
        """A day, or that it does not come within the plan."""
        return self.speech.short_date(day) if day else self.speech.say("later")

    def hang(self, hang: Hang) -> str:
        """What a promise hangs on, and by how many points its probability would change without it."""
        points = self.speech.number(100 * hang.change)
        signed = f"+{points}" if hang.change > 0 else points.replace("-", "−")
        noise = self.speech.number(100 * hang.noise)
        return self.speech.say("{name}: {points} ±{noise} points", name=self.thing(hang), points=signed, noise=noise)

    def thing(self, hang: Hang) -> str:
        """The name of what may go wrong."""
        if hang.table == "stock":
            item, _, site = hang.id.partition(" ")
            return self.speech.say(
                "stock of {item} at {site}", item=self.names.of("items", item), site=self.names.of("sites", site)
            )
        return self.names.of(hang.table, hang.id)

    def summary(self, odds: Odds) -> str:
        """How many scenarios there were, from which seed, and what the intervals are."""
        level = self.speech.percent(odds.level)
        n = self.speech.count("{n} scenario", "{n} scenarios", odds.scenarios)
        kind = mark("{n}, seed {seed}; the intervals hold with {level} confidence whenever one stops.")
        if not odds.sequential:
            kind = mark("{n}, seed {seed}; the intervals hold with {level} confidence for this number.")
        return self.speech.say(kind, n=n, seed=str(odds.seed), level=level)

    def running(self, count: int, shares: list[tuple[str, float]]) -> str:
        """A running estimate for the progress line: the promises that are most in doubt."""
        doubt = sorted(shares, key=lambda pair: (abs(pair[1] - 0.5), pair[0]))[:NAMED]
        told = "; ".join(f"{name} {self.speech.percent(share)}" for name, share in doubt)
        return f"{self.speech.count('{n} scenario', '{n} scenarios', count)}: {told}"
