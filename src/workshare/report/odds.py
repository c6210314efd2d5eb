"""The odds on a page, in both languages: a scoreboard, when promises are met, how much comes, and what they hang on.

They have a page of their own, and a place in a plan's report.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from markupsafe import Markup

from workshare.outcome.odds import CommitmentOdds, Odds
from workshare.outcome.plan import Plan
from workshare.report import odds_charts, shell
from workshare.report.language import mark, tongue
from workshare.report.listing import Listing, listing
from workshare.report.names import Names
from workshare.report.odds_charts import Bar
from workshare.report.odds_words import THREE, between, figure, replanned, sample, thing
from workshare.report.shell import Drawing, drawing, picture

NAMED = 8
"""So many things that a promise hangs on are drawn."""
HEADS = (mark("Promise"), mark("Due"), mark("Planned"), mark("Kept"), mark("Interval"), mark("Planned again"),
         mark("With hindsight"), mark("Over what is not known"), mark("1 in 10 by"), mark("Half by"),
         mark("9 in 10 by"), mark("Mean days late"), mark("In the worst tenth"))  # fmt: skip
AGAIN = 5
"""The column of monthly planning, which is there only where that was asked for."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A promise's running total, or what it hangs on."""

    title: str
    drawing: Markup | Drawing


def html(plan: Plan, odds: Odds, language: str = "en", version: str = "") -> str:
    """The odds of a plan: one page that needs nothing else, in both languages, opening in ``language``."""
    return shell.page(
        "odds.html",
        lambda code: _whole(plan, odds, code, version),
        lambda code: tongue(code).say("The odds: {title}", title=plan.programme.programme.in_(code)),
        language=language,
    )


def _whole(plan: Plan, odds: Odds, language: str, version: str) -> dict[str, Any]:
    speech = tongue(language)
    return {
        "lang": speech.code,
        "say": speech.say,
        "title": plan.programme.programme.in_(language),
        "as_of": speech.say("as of {date}", date=speech.date(plan.as_of)),
        "odds": told(plan, odds, language),
        "version": version,
    }


def told(plan: Plan, odds: Odds, language: str) -> dict[str, Any]:
    """All that a page says of odds in one language, as ``odds_parts.html`` wants it."""
    return _Told(plan, odds, language).content()


def chance(odds: Odds | None, commitment: str, language: str) -> str:
    """How likely a promise is, for its card: the share and its interval; nothing where nobody knows."""
    row = next((r for r in odds.commitments if r.id == commitment), None) if odds else None
    if row is None or row.p_kept is None:
        return ""
    speech = tongue(language)
    interval = between(speech, row.low, row.high)
    return speech.say("{share} of scenarios ({interval})", share=speech.percent(row.p_kept), interval=interval)


class _Told:
    """Everything that a page says of odds in one language."""

    def __init__(self, plan: Plan, odds: Odds, language: str) -> None:
        self.plan, self.odds, self.speech = plan, odds, tongue(language)
        self.names = Names(plan.programme, self.speech)
        self.says = {str(c.id): c.says.in_(language) for c in plan.programme.commitments}
        self.rows = sorted(odds.commitments, key=lambda r: (r.p_kept is None, r.p_kept or 0.0, r.due))

    def content(self) -> dict[str, Any]:
        """The values of the template."""
        say, language = self.speech.say, self.speech.code
        labelled = [(self.says[row.id], row) for row in self.rows]
        lead = self.lead()
        return {
            "lead": lead,
            "dates": drawing(
                partial(odds_charts.dates, labelled, self.plan.as_of, self.plan.programme.until, language),
                say("Chart: when each promise is met.") + " " + lead,
            ),
            "three": drawing(
                partial(odds_charts.three, labelled, language),
                say("Chart: three probabilities of each promise. They are in the table below."),
            ),
            "replanned": self.odds.replanned,
            "meanings": self.meanings(),
            "fans": self.fans(),
            "hangs": self.hangs(),
            "asks": self.asks(),
            "table": self.table(),
            "method": " ".join(sample(self.speech, self.odds)),
        }

    def meanings(self) -> list[str]:
        """What the numbers are."""
        lines = [self.speech.say(text) for n, text in enumerate(THREE) if self.odds.replanned or n != 1]
        if any(row.from_known is not None for row in self.rows):
            lines.append(
                self.speech.say(
                    "Over what is not known: the middle 80 % of the probability when the figures that nobody knows are "
                    "drawn once for all scenarios."
                )
            )
        return lines

    def lead(self) -> str:
        """How many promises are likely, and how many are not."""
        known = [row.p_kept for row in self.rows if row.p_kept is not None]
        likely = sum(p >= odds_charts.LIKELY for p in known)
        unlikely = sum(p < odds_charts.UNLIKELY for p in known)
        text = mark(
            "Of {promises} that can be measured, {likely} hold four times in five or more; {unlikely} rather break."
        )
        promises = self.speech.count("{n} promise", "{n} promises", len(known))
        return self.speech.say(
            text, promises=promises, likely=self.speech.number(likely), unlikely=self.speech.number(unlikely)
        )

    def fans(self) -> list[Panel]:
        """For each promise of an amount how much comes by when."""
        found, measures = [], {str(c.id): c.measure for c in self.plan.programme.commitments}
        for row in self.rows:
            points, measure = [p for p in self.odds.fan if p.commitment == row.id], measures[row.id]
            if points and measure is not None:
                spec = odds_charts.fan(points, row.due, measure.amount, self.speech.code)
                spoken = self.speech.say(
                    "Chart: how much comes by when, for the promise “{promise}”.", promise=self.says[row.id]
                )
                found.append(Panel(self.says[row.id], picture(spec, spoken)))
        return found

    def hangs(self) -> list[Panel]:
        """For each promise what it hangs on, the heaviest first."""
        found: list[Panel] = []
        for row in self.rows:
            mine = sorted((h for h in self.odds.hangs if h.commitment == row.id), key=lambda h: -abs(h.change))
            bars = [Bar(thing(self.names, self.speech, h.table, h.id), h.change, h.noise) for h in mine]
            spoken = self.speech.say("Chart: what the promise “{promise}” hangs on.", promise=self.says[row.id])
            found += self.bars(row, bars, spoken, signed=True)
        return found

    def asks(self) -> list[Panel]:
        """For each promise the figures that are worth asking about, the first first."""
        found: list[Panel] = []
        for row in self.rows:
            mine = [a for a in self.odds.asks if a.commitment == row.id]
            bars = [Bar(figure(self.names, self.speech, a), a.moves, a.noise) for a in mine]
            spoken = self.speech.say(
                "Chart: which figures are worth asking about for the promise “{promise}”.", promise=self.says[row.id]
            )
            found += self.bars(row, bars, spoken, signed=False)
        return found

    def bars(self, row: CommitmentOdds, bars: list[Bar], spoken: str, *, signed: bool) -> Iterable[Panel]:
        """A promise's bars as a panel, if there are any."""
        chart = drawing(partial(odds_charts.tornado, bars[:NAMED], self.speech.code, signed=signed), spoken)
        return [Panel(self.says[row.id], chart)] if chart else []

    def table(self) -> Listing:
        """Every promise with its probabilities and dates."""
        caption = self.speech.say("Every promise: its probability, its dates, its lateness")
        heads = self.shown([self.speech.say(h) for h in HEADS])
        return listing(caption, heads, {*range(1, len(heads))}, [tuple(self.shown(self.row(r))) for r in self.rows])

    def shown(self, cells: Iterable[str]) -> list[str]:
        """The cells of a row without what was not asked for."""
        return [cell for n, cell in enumerate(cells) if self.odds.replanned or n != AGAIN]

    def row(self, row: CommitmentOdds) -> tuple[str, ...]:
        """A promise in the table."""
        t = self.speech
        if row.p_kept is None or row.low is None or row.high is None:
            return (self.says[row.id], t.short_date(row.due), "–", t.say("not measured"), *["–"] * 9)
        day = [t.short_date(d) if d else t.say("later") for d in (row.p10, row.p50, row.p90)]
        hindsight = t.percent(row.hindsight) if row.hindsight is not None else "–"
        return (
            self.says[row.id], t.short_date(row.due), t.short_date(row.planned) if row.planned else "–",
            t.percent(row.p_kept), between(t, row.low, row.high), replanned(t, row), hindsight,
            between(t, row.from_known, row.to_known), *day, t.number(row.late_days), t.number(row.worst_late_days),
        )  # fmt: skip
