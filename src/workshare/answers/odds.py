"""How likely each promise is, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from workshare.model.programme import Programme
from workshare.outcome.odds import Ask, CommitmentOdds, Hang, Odds
from workshare.report.language import mark, tongue
from workshare.report.names import Names
from workshare.report.odds_words import THREE, between, figure, hanging, points, replanned, sample

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

    def details(self, row: CommitmentOdds, odds: Odds) -> Iterator[str]:
        """What a promise hangs on, and which figure is worth asking about first; nothing where nothing is clear."""
        hangs = [self.hang(h) for h in odds.hangs if h.commitment == row.id]
        asks = [self.ask(a) for a in odds.asks if a.commitment == row.id]
        if hangs:
            yield self.speech.say("{promise} hangs on {things}", promise=row.id, things="; ".join(hangs[:NAMED]))
        if asks:
            text = mark("{promise}: ask first about {things}")
            yield self.speech.say(text, promise=row.id, things="; ".join(asks[:NAMED]))

    def hang(self, hang: Hang) -> str:
        """What a promise hangs on, and by how many points its probability would change without it."""
        name, noise = hanging(self.names, self.speech, hang), self.speech.number(100 * hang.noise)
        text = mark("{name}: {points} ±{noise} points")
        return self.speech.say(text, name=name, points=points(self.speech, hang.change), noise=noise)

    def ask(self, ask: Ask) -> str:
        """A figure, and by how many points the probability would move on average if it were known."""
        moves, noise = (self.speech.number(100 * x) for x in (ask.moves, ask.noise))
        text = mark("{figure} moves it by {points} ±{noise} points")
        return self.speech.say(text, figure=figure(self.names, self.speech, ask), points=moves, noise=noise)

    def summary(self, odds: Odds) -> Iterator[str]:
        """What the numbers are: the sample, and what tells the probabilities apart."""
        yield from sample(self.speech, odds)
        for n, text in enumerate(THREE):
            if odds.replanned or n != 1:
                yield self.speech.say(text)

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
