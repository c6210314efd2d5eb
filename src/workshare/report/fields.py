"""The tables and fields of a programme in readable words, and how a field's figure is written."""

from __future__ import annotations

from enum import StrEnum

from workshare.model.figure import Figure
from workshare.report.language import Tongue, mark
from workshare.report.names import Names, units
from workshare.units import Per

SECTIONS = {
    "frozen": mark("Plan"),
    "items": mark("Item"),
    "resources": mark("Capacity"),
    "operations": mark("Operation"),
    "supplies": mark("Supply"),
    "lanes": mark("Shipment"),
    "stock": mark("Stock"),
    "activities": mark("Step"),
    "licences": mark("Licence"),
    "investments": mark("Investment"),
    "currencies": mark("Currency"),
    "funds": mark("Fund"),
    "rules": mark("Rule"),
    "fleets": mark("Fleet"),
    "orders": mark("Firm order"),
    "actuals": mark("What has happened"),
    "demands": mark("Demand"),
    "commitments": mark("Promise"),
    "spares": mark("Spare part"),
    "causes": mark("Common cause"),
    "hazards": mark("Hazard"),
}

FIELDS = {
    "amount": mark("amount"),
    "availability": mark("share that is to be in service"),
    "base_repair": mark("repair at the base"),
    "base_share": mark("share repaired at the base"),
    "bases": mark("failures"),
    "budget": mark("budget"),
    "causes": mark("so many times as likely"),
    "cost": mark("cost"),
    "days": mark("duration"),
    "depot_repair": mark("repair at the depot"),
    "drawn": mark("used before the plan"),
    "failures": mark("failures of a unit"),
    "frozen": mark("time in which nothing of the last plan changes"),
    "hours": mark("working hours"),
    "in_progress": mark("already in progress"),
    "in_service": mark("units in service at the start"),
    "lead_time": mark("lead time"),
    "length": mark("length"),
    "limit": mark("limit"),
    "lost": mark("share beyond repair"),
    "makes": mark("makes, per run"),
    "max_lateness": mark("latest delivery after its date"),
    "measure": mark("quantity promised"),
    "min_shipment": mark("least delivery"),
    "minimum": mark("least that stays"),
    "minimum_rate": mark("least rate once it runs"),
    "never": mark("probability that it is never done"),
    "order_and_ship": mark("order and shipment"),
    "payments": mark("share of the price that is paid"),
    "price": mark("price"),
    "probability": mark("probability"),
    "procurement": mark("procurement"),
    "quantity": mark("quantity"),
    "ramp": mark("share of its hours"),
    "rate": mark("how often"),
    "rates": mark("rate of exchange"),
    "serves": mark("units served"),
    "setup": mark("hours to set up"),
    "setup_cost": mark("cost to set up"),
    "share": mark("share"),
    "shelf_life": mark("shelf life"),
    "size": mark("factor or share lost"),
    "size_minimum": mark("least lot"),
    "size_multiple": mark("multiple of a lot"),
    "time": mark("hours per run"),
    "total": mark("most in all"),
    "uses": mark("uses, per run"),
    "value": mark("value at standard costs"),
    "yield_share": mark("share that is accepted"),
}

LEASTS = {"demands": mark("least that is delivered"), "rules": mark("least that is delivered")}
"""What a minimum is of, where it is no stock."""

RATES = {
    Per.DAY: mark("{amount} per day"),
    Per.WEEK: mark("{amount} per week"),
    Per.MONTH: mark("{amount} per month"),
    Per.QUARTER: mark("{amount} per quarter"),
    Per.YEAR: mark("{amount} per year"),
}

KEYED = {
    "makes": "items",
    "uses": "items",
    "time": "resources",
    "setup": "resources",
    "bases": "sites",
    "causes": "causes",
    "serves": "sites",
}
"""Fields with an entry for each row of a table."""


class Measured(StrEnum):
    """What the number of a figure counts."""

    DAYS = "days"
    HOURS = "hours"
    MONEY = "money"
    SHARE = "share"
    BARE = "bare"
    ITEMS = "items"


MEASURED = {
    "amount": Measured.MONEY,
    "availability": Measured.SHARE,
    "base_repair": Measured.DAYS,
    "base_share": Measured.SHARE,
    "budget": Measured.MONEY,
    "causes": Measured.BARE,
    "cost": Measured.MONEY,
    "days": Measured.DAYS,
    "depot_repair": Measured.DAYS,
    "failures": Measured.BARE,
    "frozen": Measured.DAYS,
    "hours": Measured.HOURS,
    "lead_time": Measured.DAYS,
    "length": Measured.DAYS,
    "lost": Measured.SHARE,
    "max_lateness": Measured.DAYS,
    "minimum_rate": Measured.BARE,
    "never": Measured.SHARE,
    "order_and_ship": Measured.DAYS,
    "price": Measured.MONEY,
    "probability": Measured.SHARE,
    "procurement": Measured.DAYS,
    "rate": Measured.BARE,
    "setup": Measured.HOURS,
    "setup_cost": Measured.MONEY,
    "share": Measured.SHARE,
    "shelf_life": Measured.DAYS,
    "size": Measured.BARE,
    "size_minimum": Measured.BARE,
    "size_multiple": Measured.BARE,
    "time": Measured.HOURS,
    "value": Measured.MONEY,
    "yield_share": Measured.SHARE,
}
"""What fields measure that do not count items."""


def word(speech: Tongue, field: str, section: str = "") -> str:
    """A field in words; one that has none stands as its author writes it."""
    if field == "minimum" and section in LEASTS:
        return speech.say(LEASTS[section])
    return speech.say(FIELDS[field]) if field in FIELDS else field.replace("_", " ")


def amount(names: Names, field: str, figure: Figure, item: str, value: float | None = None) -> str:
    """A figure of a field in words (or another ``value`` in its stead): days, hours, money, a share or items.

    Money stands in the currency that its author wrote, or the programme's.
    """
    speech, number = names.speech, figure.value if value is None else value
    match MEASURED.get(field, Measured.ITEMS):
        case Measured.DAYS if float(number).is_integer():
            return speech.days(int(number))
        case Measured.HOURS:
            return speech.say("{n} h", n=speech.number(number))
        case Measured.MONEY:
            return f"{speech.number(number)}\u00a0{currency(names, figure)}"
        case Measured.SHARE:
            return speech.share(number)
        case Measured.BARE:
            return speech.number(number)
        case _:
            return names.amount(number, item) if item else units(speech, number, "").strip()


def currency(names: Names, figure: Figure) -> str:
    """The currency of an amount of money."""
    known = names.entry("currencies", figure.unit) is not None
    return figure.unit if known else names.programme.currency


def rated(speech: Tongue, text: str, per: Per | None) -> str:
    """An amount per period."""
    return speech.say(RATES[per], amount=text) if per else text
