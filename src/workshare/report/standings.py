"""How a promise stands, in sentences of both languages."""

from __future__ import annotations

from babel.dates import format_interval, format_skeleton

from workshare.model.promises import Measure
from workshare.model.statements import Entity, Stance, Statement, interval
from workshare.register.model import Register, Rung
from workshare.register.standings import Chance, Reason, Standing, Word
from workshare.report.language import Tongue, mark
from workshare.report.names import Names

WORDS = {
    Word.ANNOUNCED: mark("announced"),
    Word.AGREED: mark("agreed"),
    Word.FUNDED: mark("funded"),
    Word.IN_PLAN: mark("in plan"),
    Word.AT_RISK: mark("at risk"),
    Word.KEPT: mark("kept"),
    Word.MISSED: mark("missed"),
    Word.WITHDRAWN: mark("withdrawn"),
}
MEANINGS = {
    Word.ANNOUNCED: mark("It was said in public."),
    Word.AGREED: mark("Those who must keep it agreed to it or signed it."),
    Word.FUNDED: mark("Money is set aside for it."),
    Word.IN_PLAN: mark("A plan keeps it in time, and it is at least as likely kept as broken."),
    Word.AT_RISK: mark("A plan keeps it late or not at all, or it is more likely broken than kept."),
    Word.KEPT: mark("By its day the record held what its measure asks for: accepted deliveries, a finished step."),
    Word.MISSED: mark("Its day has passed, and the record did not hold that."),
    Word.WITHDRAWN: mark("Those who made it took it back."),
}
"""What each word means, for those who read it for the first time."""

REASONS = {
    Reason.MET: mark("The record held what the measure asks for on {day}."),
    Reason.MET_LATE: mark("The record held what the measure asks for only on {day}, after the promised day."),
    Reason.NOT_MET: mark("The promised day, {day}, has passed, and the record does not hold what is asked for."),
    Reason.OVERDUE: mark("No date was named; the day that the programme holds it to, {day}, has passed without it."),
    Reason.PLAN_KEEPS: mark("The plan keeps it on {day}."),
    Reason.PLAN_LATE: mark("The plan keeps it only on {day}, after the promised day."),
    Reason.PLAN_SHORT: mark("The plan does not keep it within its horizon."),
    Reason.UNLIKELY: mark("It is more likely broken than kept."),
    Reason.MONEY: mark("Money is set aside for it; no plan here measures it."),
    Reason.PAPER: mark("It is said to be agreed or signed; no plan here measures it."),
    Reason.SAID: mark("It was said; no plan and no record read here measures it."),
    Reason.TAKEN_BACK: mark("It was taken back."),
    Reason.EVERY: mark("It is so by every reading of its words."),
    Reason.READINGS: mark("It stands differently by each reading of its words."),
}

DELIVERED = mark("{item}: {amount}, delivery accepted"), mark("{item}: {amount}, delivery accepted by: {places}")
MADE = mark("{item}: {amount}, made and accepted"), mark("{item}: {amount}, made and accepted at: {places}")
"""What a measure asks for, anywhere and at places."""

STANCES = {
    Stance.SAID: mark("said"),
    Stance.DENIED: mark("denied"),
    Stance.DECLINED: mark("declined to say"),
    Stance.EXPECTED: mark("expected"),
    Stance.POSSIBLE: mark("called possible"),
}

RUNGS = {
    Rung.PLEDGED: mark("pledged"),
    Rung.AGREED: mark("agreed"),
    Rung.ALLOCATED: mark("allocated"),
    Rung.CONTRACTED: mark("contracted"),
    Rung.PAID: mark("paid"),
    Rung.DELIVERED: mark("delivered"),
}


def word(standing: Standing, speech: Tongue) -> str:
    """The standing in one word."""
    return speech.say(WORDS[standing.word])


def reason(standing: Standing, speech: Tongue) -> str:
    """Why it stands so, and by which events of the record."""
    day = speech.date(standing.day) if standing.day else "–"
    told = speech.say(REASONS[standing.reason], day=day)
    if standing.events:
        numbers = ", ".join(map(str, standing.events))
        told += " " + speech.count("Event of the record: {numbers}.", "Events of the record: {numbers}.",
                                   len(standing.events), numbers=numbers)  # fmt: skip
    return told


def probability(chance: Chance | None, speech: Tongue) -> str:
    """The probability that it is kept with its interval, or that none was computed."""
    if chance is None:
        return speech.say("not computed")
    ends = {"low": speech.percent(chance.low), "high": speech.percent(chance.high)}
    return speech.say("{p} (between {low} and {high})", p=speech.percent(chance.p), **ends)


def definition(measure: Measure | None, names: Names) -> str:
    """What decides a reading: so much of what accepted where, or which step finished."""
    speech = names.speech
    if measure is None:
        return speech.say("nothing that could be measured was named")
    if measure.done is not None:
        return speech.say("this step is finished: {step}", step=names.of("activities", measure.done))
    item, amount = names.of("items", str(measure.item)), names.amount(measure.amount, str(measure.item))
    places = speech.listed(names.of("sites", site) for site in measure.at)
    anywhere, there = DELIVERED if measure.delivered is not None else MADE
    return speech.say(there if places else anywhere, amount=amount, item=item, places=places)


def when(text: str | None, speech: Tongue) -> str:
    """A day, a month, a year or an interval of them as people write it; nothing for nothing."""
    if not text:
        return ""
    first, last = interval(text)
    if "/" in text:
        return format_interval(first, last, "yMMMMd", locale=speech.locale)
    match text.count("-"):
        case 0:
            return str(first.year)
        case 1:
            return format_skeleton("yMMMM", first, locale=speech.locale)
    return speech.date(first)


class Persons:
    """The entities of a register by their names in one language."""

    def __init__(self, register: Register, speech: Tongue) -> None:
        self.speech = speech
        self.entities: dict[str, Entity] = {str(entity.id): entity for entity in register.entities}
        self.outlets = {source.id: source.outlet for source in register.sources}

    def of(self, name: str) -> str:
        """The name of an entity, or its id."""
        entity = self.entities.get(name)
        return entity.name.in_(self.speech.code) if entity else name

    def role(self, name: str) -> str:
        """What an entity is called besides its name: its role, or nothing."""
        entity = self.entities.get(name)
        return entity.role.in_(self.speech.code) if entity and entity.role else ""

    def all_of(self, names: tuple[str, ...]) -> str:
        """Several entities in a row, or that they are not disclosed."""
        return self.speech.listed(map(self.of, names)) if names else self.speech.say("not disclosed")

    def chain(self, statement: Statement) -> str:
        """By whom a statement came to us, from its speaker to the outlet."""
        outlet = self.outlets.get(statement.source)
        steps = [self.of(name) for name in (*statement.reported_by, *([outlet] if outlet else []))]
        return " → ".join([self.all_of(statement.speaker), *steps])


def summary(words: list[Word], speech: Tongue) -> str:
    """How many promises there are, and how many stand how."""
    total = speech.count("{n} promise is registered", "{n} promises are registered", len(words))
    parts = [f"{words.count(w)} {speech.say(WORDS[w])}" for w in Word if w in words]
    return f"{total}: {', '.join(parts)}." if parts else f"{total}."
