"""What things are called: the names of a programme's entries in a language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workshare.model.figure import Text
from workshare.model.network import title
from workshare.model.programme import Programme, by_id
from workshare.outcome.rows import LinkKind
from workshare.report.language import Tongue, mark, tidy

SECTIONS = {
    LinkKind.ACTIVITY: "activities",
    LinkKind.GATE: "gates",
    LinkKind.OPERATION: "operations",
    LinkKind.LANE: "lanes",
    LinkKind.SUPPLY: "supplies",
    LinkKind.RESOURCE: "resources",
    LinkKind.LICENCE: "licences",
    LinkKind.FUND: "funds",
    LinkKind.RULE: "rules",
    LinkKind.LOT: "operations",
}

BARE = {
    LinkKind.OPERATION: mark("operation {name}"),
    LinkKind.LANE: mark("shipment {name}"),
    LinkKind.SUPPLY: mark("supply {name}"),
    LinkKind.SUBSTITUTE: mark("substitute {name}"),
    LinkKind.LICENCE: mark("licence {name}"),
    LinkKind.FUND: mark("fund {name}"),
    LinkKind.RULE: mark("rule {name}"),
    LinkKind.LOT: mark("lots of {name}"),
}
"""How an entry without a name of its own is introduced by its id."""


GOALS = {
    "late": mark("late quantity-days of the demands of priority {priority}"),
    "short": mark("quantity never delivered to the demands of priority {priority}"),
    "lacking": mark("unit-days that the fleets of priority {priority} lack"),
    "stock below its minimum": mark("stock below its minimum, in quantity-days"),
    "promises before they are due": mark("days that the promises wait, before and after they are due"),
    "activities not done": mark("steps that are not done"),
    "project cost": mark("cost of the project’s own decisions, in {currency}"),
    "decisions changed": mark("decisions on the project that are not as in the last plan"),
    "activities early": mark("days by which steps are done later than they could be"),
    "change from the last plan": mark("change from the last plan, in value at standard costs, {currency}"),
    "cost": mark("cost of runs, shipments and purchases, in {currency}"),
    "stock that waits": mark("stock that waits, in value-days"),
}
PROMISE_DATE = mark("days late of the promise “{promise}”")
PROMISE_WHOLE = mark("quantity missing of the promise “{promise}”")
"""What the planner's goals minimise, by the names that it gives them."""


class Names:
    """The names of a programme's entries in one language."""

    def __init__(self, programme: Programme, speech: Tongue) -> None:
        self.programme, self.speech = programme, speech
        self._tables: dict[str, Mapping[str, Any]] = {}

    def entry(self, section: str, name: str) -> object | None:
        """An entry of a table by its id, or None."""
        if section not in self._tables:
            rows = getattr(self.programme, section)
            self._tables[section] = by_id(row for row in rows if hasattr(row, "id"))
        return self._tables[section].get(name)

    def of(self, section: str, name: str) -> str:
        """The name of an entry, or its id."""
        found = self.entry(section, name)
        return title(found, self.speech.code) if found is not None else name

    def mode(self, activity: str, mode: str) -> str:
        """The name of a mode of an activity, or its id."""
        found = getattr(self.entry("activities", activity), "modes", {}).get(mode)
        return found.name.in_(self.speech.code) if found is not None and found.name else mode

    def link(self, kind: LinkKind, name: str) -> str:
        """The name of what a commitment hangs on."""
        if kind is LinkKind.STOCK:
            return self._stock(name)
        if kind is LinkKind.RESOURCE:
            return self.resource(name)
        if kind is LinkKind.DEMAND:
            return self.claim(name)
        section = SECTIONS.get(kind)
        named = section is not None and getattr(self.entry(section, name), "name", None) is not None
        if section is not None and (named or kind not in BARE):
            return self.of(section, name)
        return self.speech.say(BARE[kind], name=name)

    def resource(self, name: str) -> str:
        """A resource and where it stands."""
        site = getattr(self.entry("resources", name), "site", None)
        if site is None:
            return name
        return self.speech.say("{resource} at {site}", resource=self.of("resources", name), site=self.of("sites", site))

    def _stock(self, name: str) -> str:
        item, _, site = name.partition(" at ")
        if self.entry("items", item) is None or self.entry("sites", site) is None:
            return name
        item, site = self.of("items", item), self.of("sites", site)
        return self.speech.say("stock of {item} at {site}", item=item, site=site)

    def goal(self, name: str) -> str:
        """What a goal of the plan minimises; an unknown one stands as the planner calls it."""
        kind, _, priority = name.partition(", priority ")
        if kind in GOALS:
            return self.speech.say(GOALS[kind], priority=priority, currency=self.programme.currency)
        promise = name.removeprefix("commitment ")
        if promise == name:
            return name
        short = promise.removesuffix(", short")
        text = PROMISE_DATE if short == promise else PROMISE_WHOLE
        return self.speech.say(text, promise=self.promise(short))

    def claim(self, name: str) -> str:
        """Whose goal comes first where it limits a promise: other demands, or another promise."""
        _, _, priority = name.partition(", priority ")
        if priority:
            return self.speech.say("the demands of priority {priority}, which come first", priority=priority)
        promise = name.removeprefix("commitment ").removesuffix(", short")
        return self.speech.say("the promise “{promise}”, which comes first", promise=self.promise(promise))

    def promise(self, name: str) -> str:
        """The words of a commitment."""
        found = self.entry("commitments", name)
        says: Text | None = getattr(found, "says", None)
        return says.in_(self.speech.code) if says is not None else name

    def amount(self, quantity: float, item: str | None) -> str:
        """A quantity of an item with its unit, such as "130 units"."""
        unit = str(getattr(self.entry("items", item or ""), "unit", "unit"))
        return units(self.speech, quantity, unit)


def units(speech: Tongue, quantity: float, unit: str) -> str:  # noqa: PLR0911 - one line per unit
    """A quantity with its unit; common units are counted as the language does, others stand as written."""
    n = tidy(quantity)
    whole = float(n).is_integer()
    match unit:
        case "unit" if whole:
            return speech.count("{n} unit", "{n} units", n)
        case "unit":
            return speech.say("{fraction} units", fraction=speech.number(n))
        case "round" if whole:
            return speech.count("{n} round", "{n} rounds", n)
        case "set" if whole:
            return speech.count("{n} set", "{n} sets", n)
        case "dose" if whole:
            return speech.count("{n} dose", "{n} doses", n)
        case "vial" if whole:
            return speech.count("{n} vial", "{n} vials", n)
        case "thousand" if whole:
            return speech.count("{n} thousand", "{n} thousand", n)
        case "piece" if whole:
            return speech.count("{n} piece", "{n} pieces", n)
        case _:
            return f"{speech.number(n)}\u00a0{unit}"
