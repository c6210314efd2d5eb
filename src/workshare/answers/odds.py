"""How likely each promise is, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from workshare.model.programme import Programme
from workshare.outcome.odds import CommitmentOdds, Odds
from workshare.report.language import mark, tongue
from workshare.report.names import Names
from workshare.report.odds_words import ASKS, HANGS, THREE, between, figure, points, replanned, sample, thing

HEADS = (mark("Promise"), mark("Due"), mark("Kept"), mark("Interval"), mark("With hindsight"), mark("Half by"),
         mark("9 in 10 by"))  # fmt: skip
NAMED = 3
"""So many things that a promise hangs on are named."""


class Teller:
    """Says odds about one programme in one language."""

    def __init__(self, programme: Programme, language: str) -> None:
        self.speech = tongue(language)
        self.names = Names(programme, self.speech)

    def heads(self) -> tuple[str, ...]:
        """The headings of the table of odds."""
        return tuple(self.speech.say(head) for head in HEADS)

    def row(self, row: CommitmentOdds) -> tuple[str, ...]:
        """A commitment by its id, its probabilities and its days."""
        say, speech = self.speech.say, self.speech
        if row.p_kept is None:
            return row.id, speech.short_date(row.due), say("not measured"), "", "", "", ""
        hindsight = "–" if row.hindsight is None else speech.percent(row.hindsight)
        interval = between(speech, row.low, row.high)
        days = (self.day(day) for day in (row.p50, row.p90))
        return row.id, speech.short_date(row.due), speech.percent(row.p_kept), interval, hindsight, *days

    def again(self, odds: Odds) -> Iterator[str]:
        """Each promise with monthly planning, where that was asked for."""
        for row in odds.commitments:
            if row.replanned is not None:
                text = mark("{promise}, planned again every month: {share}")
                yield self.speech.say(text, promise=row.id, share=replanned(self.speech, row))

    def day(self, day: dt.date | None) -> str:
        """A day, or that it does not come within the plan."""
        return self.speech.short_date(day) if day else self.speech.say("later")

    def title(self, row: CommitmentOdds) -> str:
        """A promise in its own words."""
        return self.names.promise(row.id)

    def details(self, row: CommitmentOdds, odds: Odds) -> Iterator[tuple[str, str, str]]:
        """What a promise hangs on, and which figure is worth asking about first: what, which, and the points."""
        speech = self.speech
        head = speech.say("hangs on")
        for hang in [h for h in odds.hangs if h.commitment == row.id][:NAMED]:
            change = self.points(points(speech, round(hang.change, 3)), hang.noise)
            yield head, thing(self.names, speech, hang.table, hang.id), change
            head = ""
        head = speech.say("ask first about")
        for ask in [a for a in odds.asks if a.commitment == row.id][:NAMED]:
            moves = self.points(speech.number(100 * round(ask.moves, 3)), ask.noise)
            yield head, figure(self.names, speech, ask), moves
            head = ""

    def points(self, told: str, noise: float) -> str:
        """Points of a probability, with their noise."""
        return self.speech.say("{points} ±{noise} points", points=told, noise=self.speech.number(100 * round(noise, 3)))

    def summary(self, odds: Odds) -> Iterator[str]:
        """What the numbers are: the sample, and what tells the probabilities apart."""
        yield from sample(self.speech, odds)
        for n, text in enumerate(THREE):
            if odds.replanned or n != 1:
                yield self.speech.say(text)
        if len(odds.hangs):
            yield self.speech.say(HANGS)
        if len(odds.asks):
            yield self.speech.say(ASKS)

    def running(self, count: int, shares: list[tuple[str, float]]) -> str:
        """A running estimate for the progress line: the promises that are most in doubt."""
        doubt = sorted(shares, key=lambda pair: (abs(pair[1] - 0.5), pair[0]))[:NAMED]
        told = "; ".join(f"{name} {self.speech.percent(share)}" for name, share in doubt)
        return f"{self.speech.count('{n} scenario', '{n} scenarios', count)}: {told}"

    def again_so_far(self, count: int, of: int, plans: int) -> str:
        """How many futures have been planned again, for the progress line."""
        text = mark("planning again every month: {count} of {of} futures, {plans} plans")
        number = self.speech.number
        return self.speech.say(text, count=number(count), of=number(of), plans=number(plans))
