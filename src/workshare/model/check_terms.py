"""Checks of the terms on which things are done: what is paid when and by whom, licences, modes and investments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import pairwise

from workshare.model.figure import Figure
from workshare.model.money import Fund
from workshare.model.programme import Programme
from workshare.model.project import NORMAL
from workshare.model.references import Found, Unread, a_problem
from workshare.model.spare_checks import SPARE_MONEY
from workshare.problems import Code, Path, brief

ROUNDING = 1e-6
PAID = ("operations", "supplies", "activities", "investments")
"""The tables whose rows may say when they are paid."""
TRADED = (
    ("operations", "cost"),
    ("operations", "setup_cost"),
    ("supplies", "price"),
    ("lanes", "cost"),
    ("activities", "cost"),
    ("investments", "cost"),
)
"""What is paid on a day, so that its currency may be any that has rates."""
STANDARD = (("items", "cost"), ("licences", "value"), *SPARE_MONEY)
"""What has no day, and so is in the programme's own currency."""
OWN_MEANS = "add a fund without amount for own means, or widen pays_for:"


def span(name: str, path: Path, start: dt.date | None, end: dt.date | None) -> Found:
    """What ends does so after it starts."""
    if start and end and end < start:
        yield a_problem(Code.BAD_RANGE, path, f"{name} ends {end}, before it starts {start}", "swap the dates")


def in_unit(path: Path, figure: Figure | None, units: tuple[str, ...], why: str) -> Found:
    """A figure that names a unit names one of these."""
    if figure is not None and figure.unit and figure.unit not in units:
        name = " ".join(dict.fromkeys(step for step in path if isinstance(step, str)))
        message = f"{name} is given in {brief(figure.unit)}, but {why}"
        yield a_problem(Code.BAD_FIGURE, path, message, f"write it in {units[0]}, or without a unit")


def money_units(programme: Programme, unread: Unread) -> Found:
    """A price is in the programme's currency or in one that has rates; what has no day is in the programme's."""
    own = programme.currency
    known = (own, *(currency.id for currency in programme.currencies))
    for path, figure in _prices(programme):
        if figure is not None and not unread.may_define("currencies", figure.unit):
            others = f" and the others are {', '.join(known[1:])}" if known[1:] else ""
            yield from in_unit(path, figure, known, f"the currency is {own}{others}")
    for section, key in STANDARD:
        for row in getattr(programme, section):
            yield from in_unit((section, row.id, key), getattr(row, key), (own,), f"the currency is {own}")
    for fund in programme.funds:
        unit = fund.currency or own
        if unit in known:
            yield from in_unit(("funds", fund.id, "amount"), fund.amount, (unit,), f"the fund's currency is {unit}")
    for investment in programme.investments:
        path = ("investments", investment.id, "hours")
        yield from in_unit(path, investment.hours, ("h", "hour", "hours"), "capacity is in hours")


def _prices(programme: Programme) -> Iterator[tuple[Path, Figure | None]]:
    """Everything that is paid for on a day."""
    for section, key in TRADED:
        yield from (((section, row.id, key), getattr(row, key)) for row in getattr(programme, section))
    for activity in programme.activities:
        for name, mode in activity.modes.items():
            yield ("activities", activity.id, "modes", name, "cost"), mode.cost


def payment_shares(programme: Programme) -> Found:
    """What is paid in parts is paid in full, and no more."""
    for section in PAID:
        for row in getattr(programme, section):
            total = sum(part.share.value for part in row.payments)
            if row.payments and abs(total - 1) > ROUNDING:
                message = f"{section} {row.id}: the shares of its payments add up to {total:g}"
                hint = "write shares that add up to 1"
                yield a_problem(Code.BAD_RANGE, (section, row.id, "payments"), message, hint)


def portions(programme: Programme) -> Found:
    """A share of a whole is no more than the whole."""
    for path, share in _portions(programme):
        most = max(share.value, share.high or 0.0)
        if most > 1:
            name = " ".join(step for step in path if isinstance(step, str))
            message = f"{name} is {most:g}, more than the whole"
            yield a_problem(Code.BAD_RANGE, path, message, "write a share from 0 to 1, such as 0.5 for a half")


def _portions(programme: Programme) -> Iterator[tuple[Path, Figure]]:
    for section in PAID:
        for row in getattr(programme, section):
            yield from (((section, row.id, "payments", n, "share"), p.share) for n, p in enumerate(row.payments))
    for investment in programme.investments:
        steps = enumerate(investment.ramp)
        yield from ((("investments", investment.id, "ramp", n, "share"), step.share) for n, step in steps)
    for operation in programme.operations:
        if operation.yield_share:
            yield ("operations", operation.id, "yield_share"), operation.yield_share
    for fleet in programme.fleets:
        if fleet.availability:
            yield ("fleets", fleet.id, "availability"), fleet.availability
        if fleet.lost:
            yield ("fleets", fleet.id, "lost"), fleet.lost


def investments(programme: Programme) -> Found:
    """An investment may be made at least once, adds hours, and runs up from week to week."""
    for investment in programme.investments:
        name, path = f"investments {investment.id}", ("investments", investment.id)
        if investment.at_most < 1:
            message = f"{name} may be made {investment.at_most} times"
            yield a_problem(
                Code.BAD_RANGE, (*path, "at_most"), message, "write at_most: 1 or more, or take the row out"
            )
        if investment.hours.value == 0:
            yield a_problem(Code.NEGATIVE, (*path, "hours"), f"{name} adds no hours", "write hours: 40 per week")
        weeks = [step.weeks for step in investment.ramp]
        wrong = [n for n, (before, after) in enumerate(pairwise([-1, *weeks])) if after <= before]
        if wrong:
            message = f"{name}: the weeks of its ramp do not rise: {', '.join(map(str, weeks))}"
            hint = "write the steps in order, from week 0 on or later, each once"
            yield a_problem(Code.BAD_RANGE, (*path, "ramp", wrong[0]), message, hint)


def licences(programme: Programme) -> Found:
    """A licence opens a gate for somebody, and does not end before it starts."""
    for licence in programme.licences:
        name, path = f"licences {licence.id}", ("licences", licence.id)
        if not (licence.parties or licence.sites):
            message = f"{name} names no party and no site, so that it covers nobody"
            yield a_problem(Code.MISSING_KEY, path, message, "add parties: [COUNTRY], or sites: [SITE]")
        if not licence.gates:
            yield a_problem(Code.MISSING_KEY, (*path, "gates"), f"{name} opens no gate", "add gates: [GATE]")
        yield from span(name, (*path, "effective_end"), licence.effective_start, licence.effective_end)


def modes(programme: Programme) -> Found:
    """A mode is another way to do what is not begun yet, and nothing is done before it is begun."""
    for activity in programme.activities:
        name, path = f"activities {activity.id}", ("activities", activity.id, "modes")
        if NORMAL in activity.modes:
            message = f"{name} has a mode {NORMAL}, which is its own days and cost already"
            hint = "give the mode another name, such as crash"
            yield a_problem(Code.DUPLICATE_ID, (*path, NORMAL), message, hint)
        if activity.begun and activity.modes:
            key, state = ("done", "done") if activity.done else ("started", "under way")
            message = f"{name} is {state}, so that there is no other way to do it"
            yield a_problem(Code.UNKNOWN_KEY, path, message, f"take modes: out, or {key}:")
        if activity.started and activity.done and activity.done < activity.started:
            message = f"{name} is done {activity.done}, before it was started {activity.started}"
            yield a_problem(Code.BAD_RANGE, (*path[:2], "done"), message, "swap the dates, or correct one")


def currencies(programme: Programme) -> Found:
    """A currency is another one than the programme's, and has rates, each from a day of its own."""
    for currency in programme.currencies:
        name, path = f"currencies {currency.id}", ("currencies", currency.id)
        if currency.id == programme.currency:
            message = f"{name} is the programme's own currency"
            yield a_problem(Code.DUPLICATE_ID, path, message, "take it out: its rate is 1")
        if not currency.rates:
            yield a_problem(Code.MISSING_KEY, (*path, "rates"), f"{name} has no rate", "write rates: 0.9")
        seen: set[dt.date | None] = set()
        for n, step in enumerate(currency.rates):
            if step.effective_start in seen:
                message = f"{name} has two rates from {step.effective_start or 'the start'}"
                hint = "keep one of them, or give it another effective_start:"
                yield a_problem(Code.BAD_RANGE, (*path, "rates", n), message, hint)
            seen.add(step.effective_start)


def funds(programme: Programme, unread: Unread) -> Found:
    """A fund does not end before it starts, and the families that it pays for are some item's."""
    families = {str(item.family) for item in programme.items if item.family}
    for fund in programme.funds:
        name, path = f"funds {fund.id}", ("funds", fund.id)
        yield from span(name, (*path, "effective_end"), fund.effective_start, fund.effective_end)
        for n, family in enumerate(fund.pays_for.families):
            if family not in families and not unread.may_say("items", family):
                message = f"{name} pays for the family {brief(family)}, which no item has"
                known = ", ".join(sorted(families)[:5]) or "none is given"
                hint = f"add family: {family} to an item, or name another: {known}"
                where = (*path, "pays_for", "families", n)
                yield a_problem(Code.DANGLING_REFERENCE, where, message, hint)


def closed_gates(programme: Programme, unread: Unread) -> Found:
    """A gate waits for an activity, or is opened by a licence."""
    licensed = {gate for licence in programme.licences for gate in licence.gates}
    for gate in programme.gates:
        if not gate.needs and gate.id not in licensed and not unread.may_say("licences", gate.id):
            message = f"gates {gate.id} waits for no activity, and no licence opens it"
            hint = "add needs: [ACTIVITY], name it in a licence, or take it out"
            yield a_problem(Code.MISSING_KEY, ("gates", gate.id), message, hint)


Bill = tuple[Path, str, str, tuple[tuple[str, str, str], ...]]
"""What costs money: where it says so, its table and id, and each country, site and family for which it is paid."""


def unfunded(programme: Programme, unread: Unread) -> Found:
    """Once there are funds, whatever costs money may be paid by one of them."""
    lost = unread.lost | unread.nameless | {table for table, _ in unread.rows}
    if not programme.funds or "funds" in lost:
        return
    for path, table, name, places in _bills(programme):
        if not any(_may_pay(fund, table, name, place) for fund in programme.funds for place in places):
            message = f"{table} {name} costs money, and no fund may pay for it"
            yield a_problem(Code.UNFUNDED, path, message, OWN_MEANS)


def _bills(programme: Programme) -> Iterator[Bill]:
    """Everything that costs money."""
    country: dict[str, str] = {site.id: site.country for site in programme.sites}
    family: dict[str, str] = {item.id: item.family for item in programme.items}
    place: dict[str, str] = {resource.id: resource.site for resource in programme.resources}
    for operation in (o for o in programme.operations if _costs(o.cost, o.setup_cost)):
        key = "cost" if _costs(operation.cost) else "setup_cost"
        first = next(iter(operation.makes), "")
        where: tuple[str, str, str] = (country.get(operation.site, ""), operation.site, family.get(first, ""))
        yield ("operations", operation.id, key), "operations", operation.id, (where,)
    for supply in (s for s in programme.supplies if _costs(s.price)):
        where = (supply.country or country.get(supply.site, ""), supply.site, family.get(supply.item, ""))
        yield ("supplies", supply.id, "price"), "supplies", supply.id, (where,)
    for lane in (x for x in programme.lanes if _costs(x.cost)):
        items: tuple[str, ...] = lane.items or tuple(family)
        legs = tuple((country.get(to, ""), to, family.get(item, "")) for to in lane.destination for item in items)
        yield ("lanes", lane.id, "cost"), "lanes", lane.id, legs
    for activity in (a for a in programme.activities if a.done is None):
        if _costs(*(mode.cost for mode in activity.ways.values())):
            path = ("activities", activity.id, "cost" if _costs(activity.cost) else "modes")
            yield path, "activities", activity.id, ((activity.country or "", "", ""),)
    for investment in (i for i in programme.investments if _costs(i.cost)):
        at = place.get(investment.resource, "")
        yield (
            ("investments", investment.id, "cost"),
            "investments",
            investment.id,
            ((investment.country or "", at, ""),),
        )


def _costs(*prices: Figure | None) -> bool:
    return any(price and price.value > 0 for price in prices)


def _may_pay(fund: Fund, table: str, name: str, place: tuple[str, str, str]) -> bool:
    """Whether a fund may pay for a thing; a row that lies nowhere is paid for only where no place is asked for."""
    lines = fund.pays_for
    asked: tuple[tuple[Iterable[str], str], ...] = (
        (lines.partners, place[0]),
        (lines.sites, place[1]),
        (lines.families, place[2]),
    )
    single = (lines.operations, lines.supplies, lines.lanes, lines.activities, lines.investments)
    listed = name in getattr(lines, table) or not any(single)
    return listed and all(value in line for line, value in asked if line)


TERMS = (payment_shares, portions, investments, licences, modes, currencies)
"""Every rule above that asks the programme alone."""
AWARE_TERMS = (money_units, funds, closed_gates, unfunded)
"""And those that ask what could not be read, too."""
