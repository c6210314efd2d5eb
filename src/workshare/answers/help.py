"""Answers to "why" and "what would help" as sentences, in either language."""

from __future__ import annotations

import datetime as dt

from workshare.answers.changes import change_words, changes_words
from workshare.levers.answers import Cause, Feed, Hurt, Lever, Levers, Need, Position, Why
from workshare.levers.upstream import Subject, SubjectKind
from workshare.model.programme import Programme
from workshare.model.promises import Demand
from workshare.outcome.rows import Link, LinkKind, Verdict
from workshare.report.language import mark, tongue
from workshare.report.names import Names

UNITS = {
    LinkKind.RESOURCE: mark("each further hour takes off up to {value}"),
    LinkKind.LANE: mark("each further unit of its limit takes off up to {value}"),
    LinkKind.SUPPLY: mark("each further unit takes off up to {value}"),
    LinkKind.STOCK: mark("each further unit takes off up to {value}"),
}
FEEDS = {
    "operations": mark("{quantity} of {item} made by “{name}”"),
    "supplies": mark("{quantity} of {item} from “{name}”"),
    "lanes": mark("{quantity} of {item} by “{name}” to {site}"),
    "stock": mark("{quantity} of {item} in stock at {site}"),
    "substitutes": mark("{quantity} of {item} instead ({name})"),
}

WHY_HEADS = (mark("Each suspect gone, alone"), mark("It buys"), mark("Then"))
LEVER_HEADS = (mark("Lever"), mark("It buys"), mark("Then"), mark("Cost"))
HURT_HEADS = (mark("Who would be hurt"), mark("At least"), mark("Of"), mark("From"))
NEED_HEADS = (mark("Awaited"), mark("Comes"), mark("Needed by"), mark("To spare"), mark("Then harmed"))
CHAIN, FEED = mark("What it hangs on, the last link first"), mark("What goes into it in this plan")
NOBODY = mark("Nobody: nothing that is delivered in this plan passes through it.")
ANY_DAY = mark("any day")
"""What stands over and in the tables that the command line prints."""


class Helper:
    """Says answers about one programme in one language."""

    def __init__(self, programme: Programme, language: str) -> None:
        self.programme, self.speech = programme, tongue(language)
        self.names = Names(programme, self.speech)

    def title(self, subject: Subject) -> str:
        """The words of a promise, or the name of a demand."""
        if subject.kind is SubjectKind.COMMITMENT:
            return self.names.promise(subject.id)
        return self.names.of("demands", subject.id)

    def where(self, subject: Subject, position: Position, due: dt.date) -> str:
        """How a subject stands, in one sentence."""
        say, speech = self.speech.say, self.speech
        date = speech.date(position.date) if position.date else ""
        lack = self._amount(subject, position.lack)
        values = {"due": speech.date(due), "date": date, "lack": lack, "days": speech.days(round(position.days))}
        match position.verdict, subject.kind:
            case Verdict.KEPT, _:
                return say("Kept: due on {due}, all there on {date}.", **values)
            case Verdict.LATE, SubjectKind.COMMITMENT:
                return say("Late by {days}: due on {due}, met on {date}.", **values)
            case Verdict.LATE, _:
                values["days"] = speech.number(position.days)
                return say("Late: due on {due}, all there on {date}; a unit waits {days} days on average.", **values)
            case Verdict.UNMEASURED, _:
                return say("The promise names nothing that could be counted.")
            case _:
                return say("Short: {lack} of what is due on {due} are not there by the end of the plan.", **values)

    def link(self, link: Link) -> str:
        """A link of the chain, with its dates, or what it limits and what more of it would be worth."""
        name = self.names.link(link.kind, link.id)
        if link.kind is LinkKind.GATE:
            name = self.speech.say("gate “{name}”", name=self.names.of("gates", link.id))
        span = self.span(link)
        if link.binding and link.marginal and link.kind in UNITS:
            worth = self.speech.say(UNITS[link.kind], value=self.speech.number(link.marginal))
            return ", ".join(part for part in (name, span, worth) if part)
        days = self.speech.days(link.days) if link.days else ""
        return ", ".join(part for part in (name, days, span) if part)

    def span(self, link: Link) -> str:
        """From when to when a link lasts or limits."""
        speech = self.speech
        if link.start and link.finish and link.start != link.finish:
            return speech.say(
                "{first} to {last}", first=speech.short_date(link.start), last=speech.short_date(link.finish)
            )
        day = link.finish or link.start
        return speech.short_date(day) if day else ""

    def verdict(self, why: Why) -> str:
        """Which suspect is the cause, in one sentence."""
        causes = [cause for cause in why.causes if cause.helps]
        if why.position.verdict is Verdict.KEPT or why.position.verdict is Verdict.UNMEASURED:
            return ""
        if not causes:
            return self.speech.say("No single thing that was relaxed brings it forward: several hold it back together.")
        first = causes[0]
        what, gain = change_words(first.change, self.names), self.gain(why.subject, first)
        if first.restores:
            others = sum(cause.restores for cause in causes) - 1
            if others:
                return self.speech.count(
                    "The main cause: {change} would put it right ({gain}); so would {n} other change alone.",
                    "The main cause: {change} would put it right ({gain}); so would {n} other changes, each alone.",
                    others, change=what, gain=gain,
                )  # fmt: skip
            return self.speech.say(
                "The cause: {change} would put it right ({gain}), and nothing else alone.", change=what, gain=gain
            )
        return self.speech.say(
            "The main cause: {change} would help most ({gain}), but does not put it right alone.",
            change=what, gain=gain,
        )  # fmt: skip

    def gain(self, subject: Subject, found: Cause | Lever) -> str:
        """What a change buys, in days, in units, or nothing."""
        parts = []
        if found.gain_days:
            parts.append(self._sooner(found.gain_days))
        if found.gain_quantity:
            more = "+" if found.gain_quantity > 0 else "−"
            parts.append(more + self._amount(subject, abs(found.gain_quantity)))
        return ", ".join(parts) or self.speech.say("nothing")

    def after(self, subject: Subject, position: Position) -> str:
        """Where that leaves the subject, in a few words."""
        speech = self.speech
        if position.verdict in {Verdict.KEPT, Verdict.LATE} and position.date:
            text = mark("kept on {date}") if position.verdict is Verdict.KEPT else mark("late, on {date}")
            return speech.say(text, date=speech.short_date(position.date))
        if position.verdict is Verdict.KEPT:
            return speech.say("Kept")
        return speech.say("Short by {amount}", amount=self._amount(subject, position.lack))

    def change(self, found: Cause | Lever) -> str:
        """The change or changes, from a capital letter on."""
        words = (
            change_words(found.change, self.names)
            if isinstance(found, Cause)
            else changes_words(found.changes, self.names)
        )
        return words[:1].upper() + words[1:]

    def cost(self, lever: Lever) -> str:
        """A lever's cost, or that the programme does not know it."""
        if lever.cost is None:
            return self.speech.say("not known")
        return f"{self.speech.number(lever.cost)} {self.programme.currency}"

    def best(self, found: Levers) -> str:
        """The best single lever and the best pair, in one or two sentences."""
        top = next((lever for lever in found.levers if lever.gain_days > 0 or lever.gain_quantity > 0), None)
        say = self.speech.say
        if top is None:
            first = say("No single lever that was tried brings it forward.")
        else:
            gain = self.gain(found.subject, top)
            first = say(
                "The best single lever: {change} ({gain}).", change=changes_words(top.changes, self.names), gain=gain
            )
        if found.pair is None or _none(found.pair):
            return first
        words, gain = changes_words(found.pair.changes, self.names), self.gain(found.subject, found.pair)
        second = say("The best pair that was tried: {changes} ({gain}).", changes=words, gain=gain)
        return f"{first} {second}"

    def feed(self, feed: Feed) -> str:
        """Something that goes into a subject."""
        unit = None if feed.section == "operations" else feed.item
        return self.speech.say(
            FEEDS[feed.section],
            quantity=self.names.amount(feed.quantity, unit or feed.item),
            item=self.names.of("items", feed.item),
            name=self.names.of(feed.section, feed.id) if feed.section != "substitutes" else feed.id,
            site=self.names.of("sites", feed.site),
        )

    def victim(self, hurt: Hurt) -> str:
        """A demand or promise that would be hurt."""
        return self.names.promise(hurt.id) if hurt.kind == "commitment" else self.names.of("demands", hurt.id)

    def need(self, need: Need) -> str:
        """A thing that is awaited, by its name."""
        return self.names.of(need.section, need.id)

    def _amount(self, subject: Subject, quantity: float) -> str:
        return self.names.amount(quantity, self._item(subject))

    def _item(self, subject: Subject) -> str | None:
        section = "commitments" if subject.kind is SubjectKind.COMMITMENT else "demands"
        entry = self.names.entry(section, subject.id)
        if isinstance(entry, Demand):
            return entry.item
        measure = getattr(entry, "measure", None)
        return measure.item if measure else None

    def _sooner(self, days: float) -> str:
        speech = self.speech
        if not float(days).is_integer():  # a mean over units
            text = mark("{n} days sooner on average") if days > 0 else mark("{n} days later on average")
            return speech.say(text, n=speech.number(abs(days)))
        if days > 0:
            return speech.count("{n} day sooner", "{n} days sooner", days)
        return speech.count("{n} day later", "{n} days later", -days)


def _none(lever: Lever) -> bool:
    return not (lever.gain_days or lever.gain_quantity)
