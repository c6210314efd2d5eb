"""A look back as words, tables and a page in both languages."""

from __future__ import annotations

from functools import partial
from typing import Any

from workshare.model.programme import Programme
from workshare.outcome.hindcast import ENOUGH, LEVELS, Event, Hindcast
from workshare.report import hindcast_charts, shell
from workshare.report.language import mark, tongue
from workshare.report.listing import Listing, listing
from workshare.report.names import Names
from workshare.report.shell import drawing

HEADS = (mark("What happened"), mark("By"), mark("In fact"), mark("Expected (half of the scenarios)"),
         mark("9 of 10 scenarios"), mark("Inside"), mark("CRPS"), mark("Source"))  # fmt: skip


class Looker:
    """Says what a look back at one programme came to, in one language."""

    def __init__(self, programme: Programme, language: str) -> None:
        self.programme, self.speech = programme, tongue(language)
        self.names = Names(programme, self.speech)
        self.activities = {str(a.id) for a in programme.activities}

    def title(self, found: Hindcast) -> str:
        """What is looked back at, and from when."""
        name = self.programme.programme.in_(self.speech.code)
        return self.speech.say("{name}: looking back from {date}", name=name, date=self.speech.date(found.as_of))

    def heads(self) -> tuple[str, ...]:
        """The headings of the table of events."""
        return tuple(self.speech.say(head) for head in HEADS)

    def thing(self, event: Event) -> str:
        """What an event is about."""
        if event.item in self.activities:
            return self.names.of("activities", event.item)
        item = self.names.of("items", event.item)
        if not event.site:
            return self.speech.say("{item}, everywhere", item=item)
        return self.speech.say("{item} at {site}", item=item, site=self.names.of("sites", event.site))

    def row(self, event: Event) -> tuple[str, ...]:
        """An event with what had been expected of it."""
        speech, scores = self.speech, event.scores
        low, high = scores.intervals[-1]
        held = [level for level, inside in zip(LEVELS, scores.covered, strict=True) if inside]
        inside = speech.percent(held[0]) if held else speech.say("outside")
        numbers = (scores.observed, scores.median)
        between = speech.say("{low} to {high}", low=speech.number(low), high=speech.number(high))
        return (
            self.thing(event), speech.short_date(event.date), *map(speech.number, numbers), between, inside,
            speech.number(scores.crps), event.source,
        )  # fmt: skip

    def promise(self, commitment: str) -> str:
        """A promise by what was said."""
        says = next(c.says for c in self.programme.commitments if c.id == commitment)
        return self.speech.say("“{promise}”", promise=says.in_(self.speech.code))

    def promises(self, found: Hindcast) -> list[str]:
        """The promises that can be judged, with their probability then; and those that cannot."""
        say, lines = self.speech.say, []
        for j in found.judged:
            name, share = self.promise(j.commitment), self.speech.percent(j.p_kept)
            kept, broken = mark("{name}: given {share}; it was kept."), mark("{name}: given {share}; it was not kept.")
            lines.append(say(kept if j.kept else broken, name=name, share=share))
        lines += [
            say("{name}: what happened does not tell whether it was kept.", name=self.promise(name))
            for name in found.undecided
        ]
        return lines

    def scores(self, found: Hindcast) -> list[str]:
        """The Brier score, the coverage, and what may be said of calibration."""
        speech, lines = self.speech, []
        if found.brier is not None:
            promises = speech.count("{n} promise", "{n} promises", len(found.judged))
            text = mark("Brier score {score} over {promises} (0 is perfect; always saying one half earns 0.25).")
            lines.append(speech.say(text, score=speech.number(found.brier), promises=promises))
        if found.coverage:
            pairs = zip(LEVELS, found.coverage, strict=True)
            parts = [
                speech.say("{level} interval: {share}", level=speech.percent(level), share=speech.percent(share))
                for level, share in pairs
            ]
            lines.append(speech.say("Events inside the intervals: {parts}.", parts=speech.listed(parts)))
        events = speech.count("{n} event", "{n} events", len(found.events))
        if not found.calibrated:
            text = mark(
                "{events} are no calibration: nothing is claimed under {enough}; running totals depend on each other."
            )
            lines.append(speech.say(text, events=events, enough=speech.number(ENOUGH)))
        else:
            lines.append(speech.say("{events} are the ground of the calibration chart.", events=events))
        return lines

    def summary(self, found: Hindcast) -> str:
        """How the forecasts were made."""
        speech = self.speech
        runs = speech.count("{n} scenario", "{n} scenarios", found.scenarios)
        if found.plan_at is None:
            return speech.say(
                "{runs}, seed {seed}; planned with the modes of all figures.", runs=runs, seed=str(found.seed)
            )
        text = mark("{runs}, seed {seed}; planned so that {share} of what chance may do turns out better than planned.")
        return speech.say(text, runs=runs, seed=str(found.seed), share=speech.percent(found.plan_at))

    def table(self, found: Hindcast) -> Listing:
        """The events as a table of the page."""
        caption = self.speech.say("What happened, and what had been expected; quantities are running totals")
        return listing(caption, list(self.heads()), {1, 2, 3, 4, 5, 6}, [self.row(e) for e in found.events])


def html(found: Hindcast, programme: Programme, language: str = "en", version: str = "") -> str:
    """A look back: one page that needs nothing else, in both languages, opening in ``language``."""
    return shell.page(
        "hindcast.html",
        lambda code: _content(found, programme, code, version),
        lambda code: Looker(programme, code).title(found),
        language=language,
    )


def _content(found: Hindcast, programme: Programme, language: str, version: str) -> dict[str, Any]:
    """Everything that the page says in one language."""
    looker = Looker(programme, language)
    say = looker.speech.say
    labels = [f"{looker.thing(e)}, {looker.speech.short_date(e.date)}" for e in found.events]
    scores = looker.scores(found)
    about = programme.about.in_(language) if programme.about else ""
    return {
        "lang": language,
        "say": say,
        "count": looker.speech.count,
        "title": programme.programme.in_(language),
        "as_of": say("looking back from {date}", date=looker.speech.date(found.as_of)),
        "about": about,
        "scores": scores,
        "promises": looker.promises(found),
        "events": drawing(
            partial(hindcast_charts.events, found, labels, language),
            say("Chart: what was expected of every event, against what happened.") + " " + " ".join(scores),
        ),
        "calibration": drawing(
            partial(hindcast_charts.calibration, found, language),
            say("Chart: where what happened lay in the forecasts.") + " " + scores[-1],
        ),
        "table": looker.table(found),
        "summary": looker.summary(found),
        "version": version,
    }
