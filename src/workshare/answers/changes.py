"""Changes of a programme in words: "“Drawings” 7 days shorter"."""

from __future__ import annotations

from collections.abc import Iterable

from workshare.levers.changes import Change, ChangeKind
from workshare.outcome.rows import LinkKind
from workshare.report.language import mark
from workshare.report.names import Names

TEXTS = {
    ChangeKind.NO_GATE: mark("gate “{name}” open from the start"),
    ChangeKind.NO_ACTIVITY: mark("“{name}” done at once"),
    ChangeKind.NO_LEAD: mark("“{name}” without lead time"),
    ChangeKind.NO_RESOURCE_LIMIT: mark("{name}: any number of hours"),
    ChangeKind.NO_SUPPLY_LIMIT: mark("supply “{name}”: any quantity at once"),
    ChangeKind.NO_STOCK_LIMIT: mark("{name}: as much as is asked for"),
    ChangeKind.NO_LICENCE_CAP: mark("licence “{name}” without a cap"),
    ChangeKind.NO_LICENCE_END: mark("licence “{name}” without an end"),
    ChangeKind.NO_LICENCE_WAIT: mark("licence “{name}” in force from the start"),
    ChangeKind.NO_FUND_LIMIT: mark("fund “{name}”: any amount at once"),
    ChangeKind.NO_CLAIM: mark("without {name}"),
    ChangeKind.NO_LANE_TIME: mark("shipment “{name}” without travel time"),
    ChangeKind.NO_LANE_LIMIT: mark("shipment “{name}” without a limit"),
    ChangeKind.NO_LOT: mark("“{name}” without lot sizes"),
    ChangeKind.NO_RULE: mark("rule “{name}” dropped"),
    ChangeKind.SHORTER: mark("“{name}” {days} shorter"),
    ChangeKind.CRASH: mark("“{name}” in the mode “{other}”"),
    ChangeKind.LICENCE_EARLIER: mark("licence “{name}” {days} earlier"),
    ChangeKind.LICENCE_LONGER: mark("licence “{name}” {days} longer"),
    ChangeKind.LICENCE_LARGER: mark("licence “{name}” for {share} more"),
    ChangeKind.MORE_HOURS: mark("{name}: {share} more hours"),
    ChangeKind.INVESTMENT: mark("one more of the investment “{name}”"),
    ChangeKind.FUND_EARLIER: mark("money of the fund “{name}” {days} earlier"),
    ChangeKind.FUND_LARGER: mark("{share} more money in the fund “{name}”"),
    ChangeKind.SUPPLY_EARLIER: mark("supply “{name}” {days} earlier"),
    ChangeKind.SUPPLY_LARGER: mark("supply “{name}” {share} larger"),
    ChangeKind.SECOND_SITE: mark("“{name}” also done at {other}"),
    ChangeKind.SUBSTITUTE: mark("“{name}” accepted for “{other}”"),
}


def change_words(change: Change, names: Names) -> str:
    """One change in a few words, from a small letter on."""
    speech = names.speech
    return speech.say(
        TEXTS[change.kind],
        name=_name(change, names),
        days=speech.days(round(change.amount)),
        share=speech.percent(change.amount),
        other=_other(change, names),
    )


def changes_words(changes: Iterable[Change], names: Names) -> str:
    """Several changes together."""
    return names.speech.listed(change_words(change, names) for change in changes)


def _name(change: Change, names: Names) -> str:
    match change.section:
        case "resources":
            return names.resource(change.id)
        case "stock":
            return names.link(LinkKind.STOCK, change.id)
        case "demands":
            return names.claim(change.id)
        case _:
            return names.of(change.section, change.id)


def _other(change: Change, names: Names) -> str:
    match change.kind:
        case ChangeKind.SECOND_SITE:
            return names.of("sites", change.other)
        case ChangeKind.SUBSTITUTE:
            return names.of("items", change.other)
        case ChangeKind.CRASH:
            return names.mode(change.id, change.other)
        case _:
            return change.other
