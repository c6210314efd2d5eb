"""What a plan for many futures costs and buys, in words."""

from __future__ import annotations

from workshare.model.programme import Programme
from workshare.outcome.robust import Weighed, WeighedRow
from workshare.report.language import mark, tongue

HEADS = (mark("Promise"), mark("Kept: plain plan"), mark("for many futures"),
         mark("Days late in the worst tenth: plain plan"), mark("for many futures"))  # fmt: skip


class Weigher:
    """Says what a robust plan of one programme comes to, in one language."""

    def __init__(self, programme: Programme, language: str) -> None:
        self.programme, self.speech = programme, tongue(language)

    def title(self, weighed: Weighed) -> str:
        """What was compared on what."""
        futures = self.speech.count("{n} future", "{n} futures", weighed.futures)
        runs = self.speech.count("{n} scenario", "{n} scenarios", weighed.scenarios)
        text = mark("Planned for {futures}; held against the plain plan in {runs} that neither was made for:")
        return self.speech.say(text, futures=futures, runs=runs)

    def heads(self) -> tuple[str, ...]:
        """The headings of the table."""
        return tuple(self.speech.say(head) for head in HEADS)

    def row(self, row: WeighedRow) -> tuple[str, ...]:
        """A promise under both plans."""
        says = next(c.says for c in self.programme.commitments if c.id == row.commitment)
        shares = (row.plain.p_kept, row.robust.p_kept)
        days = (row.plain.worst, row.robust.worst)
        return (says.in_(self.speech.code), *map(self.speech.percent, shares), *map(self.speech.number, days))

    def candidates(self) -> str:
        """That it is the best of a few candidates, where the futures were too large for one problem."""
        text = mark(
            "Too large to plan all futures in one problem: this is the best of a few candidate plans (docs/robust.md)."
        )
        return self.speech.say(text)

    def price(self, weighed: Weighed) -> str:
        """What it costs."""
        more = weighed.robust_cost - weighed.plain_cost
        share = more / weighed.plain_cost if weighed.plain_cost else 0.0
        text = mark("Its price: {more} {currency} more than the plain plan ({share}).")
        if more < 0:
            text = mark("Its price: {more} {currency} less than the plain plan ({share}).")
        return self.speech.say(
            text,
            more=self.speech.number(abs(more)),
            currency=self.programme.currency,
            share=self.speech.percent(abs(share)),
        )
