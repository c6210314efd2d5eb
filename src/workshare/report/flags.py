"""Red flags in sentences of both languages."""

from __future__ import annotations

from workshare.register.flags import Flag, Rule
from workshare.register.model import Rung
from workshare.report.language import Tongue, mark
from workshare.report.standings import RUNGS

SENTENCES = {
    Rule.ADVANCE_OVERDUE: mark("An advance of {sum} is not covered by accepted deliveries {days} days after {due}."),
    Rule.ABOVE_CEILING: mark("{ordered} {unit} were called off where {ceiling} is the most that the contract allows."),
    Rule.NOT_LOWEST: mark("The bid taken is {sum} above the lowest valid one, and no reason is given."),
    Rule.NO_REMEDY: mark("No clause says what follows from late or bad delivery."),
    Rule.SINGLE_BID: mark("A single valid bid was made."),
    Rule.UNKNOWN_OWNER: mark("Who owns the supplier in the end is not known."),
    Rule.INTERMEDIARY: mark("An advance of {sum} went to an intermediary."),
    Rule.PAID_ABOVE_VALUE: mark("{sum} more than the contract's value has been paid."),
    Rule.RUNGS: mark("{sum} more is {upper} than is {lower}."),
}


def sentence(flag: Flag, speech: Tongue) -> str:
    """What a flag raises, in a sentence."""
    values = dict(flag.values)
    for key in ("upper", "lower"):
        if key in values:
            values[key] = speech.say(RUNGS[Rung(values[key])])
    return speech.say(SENTENCES[flag.rule], **values)


def total(count: int, speech: Tongue) -> str:
    """How many flags were raised."""
    return speech.count("{n} red flag", "{n} red flags", count)
