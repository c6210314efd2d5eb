"""The odds as a page in both languages: a scoreboard, when promises are met, how much comes, and what they hang on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from markupsafe import Markup

from workshare.outcome.odds import CommitmentOdds, Hang, Odds
from workshare.outcome.plan import Plan
from workshare.report import odds_charts, shell
from workshare.report.language import Tongue, mark, tongue
from workshare.report.listing import Listing, listing
from workshare.report.names import Names
from workshare.report.shell import Drawing, drawing, picture

NAMED = 8
"""So many things that a promise hangs on are drawn."""
HEADS = (mark("Promise"), mark("Due"), mark("Planned"), mark("Kept"), mark("Interval"), mark("With hindsight"),
         mark("Over what is not known"), mark("1 in 10 by"), mark("Half by"), mark("9 in 10 by"),
         mark("Mean days late"), mark("In the worst tenth"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Panel:
    """A promise's running total, or what it hangs on."""

    title: str
    drawing: Markup | Drawing


def html(plan: Plan, odds: Odds, language: str = "en", version: str = "") -> str:
    """The odds of a plan: one page that needs nothing else, in both languages, opening in ``language``."""
    return shell.page(
        "odds.html",
        lambda code: _Page(plan, odds, code).content(version),
        lambda code: tongue(code).say("The odds: {title}", title=plan.programme.programme.in_(code)),
        language=language,
    )


class _Page:
    """Everything that the page says in one language."""

    def __init__(self, plan: Plan, odds: Odds, language: str) -> None:
        self.plan, self.odds, self.speech = plan, odds, tongue(language)
        self.names = Names(plan.programme, self.speech)
        self.says = {str(c.id): c.says.in_(language) for c in plan.programme.commitments}
        self.rows = sorted(odds.commitments, key=lambda r: (r.p_kept is None, r.p_kept or 0.0, r.due))

    def content(self, version: str) -> dict[str, Any]:
        """The values of the template."""
        say, speech, programme = self.speech.say, self.speech, self.plan.programme
        language = speech.code
        labelled = [(self.says[row.id], row) for row in self.rows]
        runs = speech.count("{n} scenario", "{n} scenarios", self.odds.scenarios)
        return {
            "lang": language,
            "say": say,
            "count": speech.count,
            "title": programme.programme.in_(language),
            "as_of": say("as of {date}", date=speech.date(self.plan.as_of)),
            "lead": self.lead(),
            "dates": drawing(
                partial(odds_charts.dates, labelled, self.plan.as_of, programme.until, language),
                say("Chart: when each promise is met.") + " " + self.lead(),
            ),
            "fans": self.fans(),
            "hangs": self.hangs(),
            "table": self.table(),
            "method": say(
                "{runs}, seed {seed}; intervals at {level} confidence.",
                runs=runs,
                seed=str(self.odds.seed),
                level=speech.percent(self.odds.level),
            ),
            "version": version,
        }

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
                told = self.speech.say(
                    "Chart: how much comes by when, for the promise “{promise}”.", promise=self.says[row.id]
                )
                found.append(Panel(self.says[row.id], picture(spec, told)))
        return found

    def hangs(self) -> list[Panel]:
        """For each promise what it hangs on, the heaviest first."""
        found = []
        for row in self.rows:
            mine = [h for h in self.odds.hangs if h.commitment == row.id]
            mine = sorted(mine, key=lambda h: -abs(h.change))[:NAMED]
            told = self.speech.say("Chart: what the promise “{promise}” hangs on.", promise=self.says[row.id])
            chart = drawing(
                partial(odds_charts.tornado, [(thing(self.names, self.speech, h), h) for h in mine], self.speech.code),
                told,
            )
            if chart:
                found.append(Panel(self.says[row.id], chart))
        return found

    def table(self) -> Listing:
        """Every promise with its probabilities and dates."""
        caption = self.speech.say("Every promise: its probability, its dates, its lateness")
        return listing(caption, [self.speech.say(h) for h in HEADS], {*range(1, 12)}, [self.row(r) for r in self.rows])

    def row(self, row: CommitmentOdds) -> tuple[str, ...]:
        """A promise in the table."""
        t = self.speech
        if row.p_kept is None or row.low is None or row.high is None:
            return (self.says[row.id], t.short_date(row.due), "–", t.say("not measured"), *["–"] * 8)
        day = [t.short_date(d) if d else t.say("later") for d in (row.p10, row.p50, row.p90)]
        known = self.between(row.from_known, row.to_known)
        hindsight = t.percent(row.hindsight) if row.hindsight is not None else "–"
        return (
            self.says[row.id], t.short_date(row.due), t.short_date(row.planned) if row.planned else "–",
            t.percent(row.p_kept), self.between(row.low, row.high), hindsight, known, *day,
            t.number(row.late_days), t.number(row.worst_late_days),
        )  # fmt: skip

    def between(self, low: float | None, high: float | None) -> str:
        """A range of shares."""
        if low is None or high is None:
            return "–"
        return self.speech.say("{low} to {high}", low=self.speech.percent(low), high=self.speech.percent(high))


def thing(names: Names, speech: Tongue, hang: Hang) -> str:
    """The name of what may go wrong."""
    if hang.table == "stock":
        item, _, site = hang.id.partition(" ")
        return speech.say("stock of {item} at {site}", item=names.of("items", item), site=names.of("sites", site))
    return names.of(hang.table, hang.id)
