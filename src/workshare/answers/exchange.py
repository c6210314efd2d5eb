"""What licences say, in either language: states, duties, why a draw or a move is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workshare.answers.teller import Teller
from workshare.exchange.draws import Balance
from workshare.exchange.licences import Status
from workshare.exchange.reasons import Why
from workshare.exchange.terms import Proviso, written
from workshare.exchange.transfers import Transfer
from workshare.report.language import mark

WHYS: Mapping[str, str] = {
    Why.ALREADY_DRAWN: mark("{draw} was drawn of {licence} already; correct that event if it was wrong"),
    Why.BAD_MOVE: mark("{name} is {state}, and from there nothing leads to {to}"),
    Why.NO_AGREEMENT: mark("the agreement {agreement} is not finalized by both sides"),
    Why.NO_LICENCE: mark("there is no licence {licence}"),
    Why.NOT_COVERED: mark("{licence} does not cover the {what} {said}"),
    Why.NOT_IN_FORCE: mark(
        "{licence} is {status}, from {effective} up to {expires}; this happened at {happened}, told at {recorded}"
    ),
    Why.NOT_YOUR_MOVE: mark("it is not for {party} to bring {name} to {to}"),
    Why.OTHER_STATE: mark("{name} is {state} here, but you hold it to be {said}: compare with the other side first"),
    Why.OTHER_TERMS: mark("these are not the terms of {name} that the other side holds"),
    Why.OVER_CAP: mark("{licence} has {left} left; {asked} were asked for"),
    Why.THIRD_PARTY: mark("{licence} lets nothing go to third parties, and {party} is one"),
}

STATES: Mapping[Status, str] = {
    Status.DRAFT: mark("draft"),
    Status.REQUESTED: mark("requested"),
    Status.GRANTED: mark("granted"),
    Status.SIGNED: mark("signed"),
    Status.ACTIVE: mark("in force"),
    Status.SUSPENDED: mark("suspended"),
    Status.REVOKED: mark("revoked"),
    Status.EXPIRED: mark("expired"),
    Status.EXHAUSTED: mark("exhausted"),
}

DUTIES: Mapping[Proviso, str] = {
    Proviso.ANNUAL_REPORT: mark(
        "The holder reports every year what was sold or transferred: quantity, type, value and purchaser."
    ),
    Proviso.CONSENT_TO_RETRANSFER: mark("Nothing is passed on without the grantor's prior consent in writing."),
    Proviso.DATA_BACK_AT_END: mark(
        "When the licence ends, technical data are given back or destroyed, and that is shown."
    ),
    Proviso.INSPECTION: mark("The grantor may inspect where the work is done and where its products are kept."),
    Proviso.MARKING: mark("Every product bears a mark that names the licence."),
    Proviso.NO_SUBLICENCE: mark("The holder gives no licence of its own to anyone."),
    Proviso.NO_THIRD_PARTY: mark("Products go to the parties named in the licence and to nobody else."),
    Proviso.READ_AFTER_END: mark(
        "Data that were released before the licence ends may be read after it; making may not go on."
    ),
    Proviso.REPORT_LOSS: mark("Loss, theft or unauthorised access is reported to the grantor without delay."),
    Proviso.SCREENED_STAFF: mark("Only persons whose eligibility has been attested work with the data."),
    Proviso.SECURE_STORAGE: mark("Data and products are kept so that no unauthorised person reaches them."),
    Proviso.STATEMENT_ON_INVOICE: mark("Every invoice states that passing the goods on needs the grantor's consent."),
}

LICENCE_HEADS = (
    mark("Licence"),
    mark("State"),
    mark("From"),
    mark("Until"),
    mark("Drawn"),
    mark("Left"),
    mark("Value drawn"),
    mark("Value left"),
)
TRANSFER_HEADS = (
    mark("Licence"),
    mark("Item"),
    mark("Purchaser"),
    mark("Country"),
    mark("Quantity"),
    mark("Value"),
    mark("Events"),
)


def licence_row(teller: Teller, name: str, terms: Mapping[str, Any], stands: Balance) -> list[str]:
    """A licence as a row under LICENCE_HEADS."""
    left = ["–" if x is None else written(x) for x in (stands.quantity_left, stands.value_left)]
    state = teller.say(STATES[stands.status])
    times = [terms["effective"], terms["expires"]]
    return [name, state, *times, written(stands.quantity), left[0], written(stands.value), left[1]]


def transfer_row(row: Transfer) -> list[str]:
    """A transfer as a row under TRANSFER_HEADS."""
    value = f"{written(row.value)} {row.currency}".strip()
    return [
        row.licence,
        row.item,
        row.purchaser,
        row.country,
        written(row.quantity),
        value,
        ", ".join(map(str, row.draws)),
    ]


def duty(teller: Teller, proviso: str) -> str:
    """A proviso's sentence."""
    return teller.say(DUTIES[Proviso(proviso)])


def nothing_of(teller: Teller, year: int) -> str:
    """What a year without transfers is."""
    return teller.say(mark("Nothing was transferred in {year}."), year=year)
