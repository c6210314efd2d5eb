"""Money in words and tables: what funds pay and what lapses, who is paid for what, and what a delivered unit costs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from workshare.model.rules import RuleKind
from workshare.outcome.costs import By, FundAccount
from workshare.outcome.plan import Plan
from workshare.outcome.terms import Purpose
from workshare.report.facts import in_force
from workshare.report.language import Tongue, mark, tongue
from workshare.report.listing import Listing, listing
from workshare.report.names import Names
from workshare.report.panels import FAMILIES, ShareRow
from workshare.results.costs import crossed, fund_accounts, paid, paid_later, totals

PURPOSES = {
    Purpose.OPERATION: mark("Runs of operations"),
    Purpose.SUPPLY: mark("Purchases"),
    Purpose.LANE: mark("Shipments"),
    Purpose.ACTIVITY: mark("Steps"),
    Purpose.INVESTMENT: mark("Investments"),
}

BREAKDOWNS = {
    By.FUND: mark("Fund"),
    By.PURPOSE: mark("Purpose"),
    By.COUNTRY: mark("Country"),
    By.FAMILY: mark("Family"),
    By.SITE: mark("Site"),
}

RULES = {
    RuleKind.WORKSHARE: mark("least share of the value"),
    RuleKind.LOCAL_CONTENT: mark("least share of the inputs"),
    RuleKind.NO_TRANSFER: mark("no transfer"),
    RuleKind.SINGLE_SITE: mark("most from one site"),
}

LADDER = {
    "pledged": mark("pledged"),
    "agreed": mark("agreed"),
    "allocated": mark("allocated"),
    "contracted": mark("contracted"),
}


def money_sentence(plan: Plan, language: str) -> str:
    """What is spent of what there is in funds, what lapses and what is not released; nothing where there is no fund."""
    accounts, speech = list(fund_accounts(plan)), tongue(language)
    limited = [a for a in accounts if a.amount is not None]
    free = sum(a.spent for a in accounts if a.amount is None)
    parts = []
    if limited:
        spent, there = _sum(limited, lambda a: a.spent), _sum(limited, lambda a: a.amount or 0.0)
        pairs = [
            speech.say(
                "{spent} of {amount} {currency}", spent=speech.number(spent[c]), amount=speech.number(n), currency=c
            )
            for c, n in there.items()
        ]
        parts.append(speech.say("{amounts} spent", amounts=speech.listed(pairs)))
    if free:
        parts.append(
            speech.say(
                "{amount} {currency} spent from funds without limit", amount=speech.number(free),
                currency=plan.programme.currency,
            )
        )  # fmt: skip
    lapsed, held = _sum(limited, lambda a: a.lapsed), _sum(limited, lambda a: a.held)
    parts += [speech.say("{amounts} lapses", amounts=_amounts(lapsed, speech))] if any(lapsed.values()) else []
    parts += [speech.say("{amounts} is not released", amounts=_amounts(held, speech))] if any(held.values()) else []
    return speech.say("Money: {parts}.", parts="; ".join(parts)) if parts else ""


def _sum(accounts: Iterable[FundAccount], value: Callable[[FundAccount], float]) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    for account in accounts:
        found[account.currency] += value(account)
    return found


def _amounts(sums: dict[str, float], speech: Tongue) -> str:
    return speech.listed(f"{speech.number(n)}\u00a0{currency}" for currency, n in sums.items() if n)


def paid_sentence(plan: Plan, language: str) -> str:
    """All that is paid within the plan, and what of its cost comes later."""
    speech, later = tongue(language), paid_later(plan)
    values = {"paid": speech.number(paid(plan)), "currency": plan.programme.currency}
    if later > max(1.0, paid(plan)) * 1e-6:
        text = mark("{paid} {currency} is paid within the plan, {later} {currency} after its end.")
        return speech.say(text, later=speech.number(later), **values)
    return speech.say("{paid} {currency} is paid within the plan.", **values)


def spending(plan: Plan, language: str) -> tuple[ShareRow, ...]:
    """What is paid for each family, and for the project, by country in the partners' order; the dearest first."""
    speech = tongue(language)
    order = {str(p.id): n for n, p in enumerate(plan.programme.partners)}
    rows: dict[str, dict[str, float]] = defaultdict(dict)
    for (family, country), amount in crossed(plan.payments, By.FAMILY, By.COUNTRY).items():
        rows[family][country] = amount
    found = []
    for family, parts in sorted(rows.items(), key=lambda row: (-sum(row[1].values()), row[0]))[:FAMILIES]:
        total = sum(parts.values())
        name = speech.say(
            "{what}: {amount}", what=family or speech.say("the project, and what has no family"),
            amount=f"{speech.number(total)}\u00a0{plan.programme.currency}",
        )  # fmt: skip
        ranked = sorted(parts.items(), key=lambda part: (order.get(part[0], len(order)), part[0]))
        found.append(ShareRow(family=name, parts=tuple((c, amount / total) for c, amount in ranked)))
    return tuple(found)


def funds(plan: Plan, language: str) -> Listing:
    """Every fund with what becomes of it."""
    t = tongue(language)
    names = Names(plan.programme, t)
    columns = [
        t.say("Fund"), t.say("Currency"), t.say("Amount"), t.say("Spent"), t.say("Left at the end"), t.say("Lapsed"),
        t.say("Not released"), t.say("Until"), t.say("Country"), t.say("Standing"),
    ]  # fmt: skip
    rows = []
    for fund, account in zip(plan.programme.funds, fund_accounts(plan), strict=True):
        limited = account.amount is not None
        rows.append((
            names.of("funds", fund.id), account.currency,
            t.number(account.amount or 0.0) if limited else t.say("no limit"), t.number(account.spent),
            t.number(account.left or 0.0) if limited else "–", t.number(account.lapsed), t.number(account.held),
            t.short_date(fund.effective_end) if fund.effective_end else "–",
            names.of("partners", fund.country) if fund.country else "–",
            t.say(LADDER[fund.status.value]) if fund.status else "–",
        ))  # fmt: skip
    return listing(t.say("Every fund, and what becomes of it by the end of the plan"), columns, set(range(2, 8)), rows)


def costs(plan: Plan, language: str) -> Listing:
    """All that is paid by fund, purpose, country, family and site; each breakdown comes to the same total."""
    t = tongue(language)
    names = Names(plan.programme, t)
    rows = []
    for by, heading in BREAKDOWNS.items():
        sums = totals(plan.costs, by)
        whole = sum(sums.values())
        for key, amount in sorted(sums.items(), key=lambda pair: (-pair[1], pair[0])):
            if by is not By.FUND or key:
                rows.append((t.say(heading), _key(names, by, key), t.number(amount), t.percent(amount / whole)))
    columns = [t.say("By"), t.say("What"), t.say("Paid, {currency}", currency=plan.programme.currency), t.say("Share")]
    return listing(t.say("All that is paid within the plan, by each of its keys in turn"), columns, {2, 3}, rows)


def _key(names: Names, by: By, key: str) -> str:
    if not key:
        return names.speech.say("none")
    match by:
        case By.PURPOSE:
            return names.speech.say(PURPOSES[Purpose(key)])
        case By.FUND | By.COUNTRY | By.SITE:
            return names.of({By.FUND: "funds", By.COUNTRY: "partners"}.get(by, "sites"), key)
        case By.FAMILY:
            return key


def unit_costs(plan: Plan, language: str) -> Listing:
    """What a unit of each delivered item costs, with its parts."""
    t = tongue(language)
    names = Names(plan.programme, t)
    columns = [
        t.say("Item"), t.say("Delivered"), t.say("To make"), t.say("To buy"), t.say("To move"), t.say("Project"),
        t.say("A unit costs, {currency}", currency=plan.programme.currency),
    ]  # fmt: skip
    rows = [
        (
            names.of("items", row.item),
            *map(t.number, (row.quantity, row.make, row.buy, row.move, row.project, row.unit)),
        )
        for row in plan.unit_costs
    ]
    return listing(t.say("What a delivered unit costs on average, and its parts"), columns, set(range(1, 7)), rows)


def licences(plan: Plan, language: str) -> Listing:
    """Every licence: while it is in force, what is drawn and what it allows."""
    t = tongue(language)
    names = Names(plan.programme, t)
    drawn = {row.licence: row.drawn for row in plan.licences}
    worth: dict[str, float] = defaultdict(float)
    for row in plan.licences:
        worth[row.licence] += row.value
    rows = []
    for licence in plan.programme.licences:
        span = in_force(plan, licence)
        start = licence.drawn.value if licence.drawn else 0.0
        rows.append((
            names.of("licences", licence.id), t.short_date(span[0]) if span else t.say("never granted"),
            t.short_date(span[1]) if span else "–", t.number(drawn.get(licence.id, start)),
            t.number(licence.quantity.value) if licence.quantity else t.say("no limit"),
            t.number(worth[licence.id]), t.number(licence.value.value) if licence.value else t.say("no limit"),
        ))  # fmt: skip
    columns = [
        t.say("Licence"), t.say("From"), t.say("Until"), t.say("Units drawn"), t.say("Units allowed"),
        t.say("Value drawn, {currency}", currency=plan.programme.currency), t.say("Value allowed"),
    ]  # fmt: skip
    return listing(t.say("Every licence: what is drawn and what it allows"), columns, set(range(1, 7)), rows)


def rules(plan: Plan, language: str) -> Listing:
    """Every rule of shares: what is delivered under it, and whose it is against what is asked."""
    t = tongue(language)
    names = Names(plan.programme, t)
    rows = [
        (
            names.of("rules", r.rule), t.say(RULES[RuleKind(r.kind)]),
            names.of("sites" if r.kind == RuleKind.SINGLE_SITE else "partners", r.of), t.percent(r.share),
            t.percent(r.asked), t.number(r.delivered), t.number(r.minimum) if r.minimum else "–",
        )
        for r in plan.rules
    ]  # fmt: skip
    columns = [
        t.say("Rule"), t.say("Kind"), t.say("Whose"), t.say("Share"), t.say("Asked"), t.say("Delivered"),
        t.say("At least"),
    ]  # fmt: skip
    return listing(t.say("Every rule of shares, as what is delivered keeps it"), columns, set(range(3, 7)), rows)


def fleets(plan: Plan, language: str) -> Listing:
    """Every fleet: what is wanted, and what is in service at its worst and at the end."""
    t = tongue(language)
    names = Names(plan.programme, t)
    rows = []
    for fleet in plan.programme.fleets:
        mine = [row for row in plan.fleets if row.fleet == fleet.id]
        if mine:
            worst = max(mine, key=lambda row: row.wanted - row.in_service)
            values = (mine[-1].wanted, mine[-1].in_service, worst.in_service)
            failed = t.number(sum(row.failed for row in mine))
            rows.append((names.of("fleets", fleet.id), *map(t.number, values), t.short_date(worst.date), failed))
    columns = [
        t.say("Fleet"), t.say("Wanted at the end"), t.say("In service at the end"), t.say("In service at its worst"),
        t.say("On"), t.say("Failed in all"),
    ]  # fmt: skip
    return listing(t.say("Every fleet: units wanted and in service"), columns, set(range(1, 6)), rows)


def forecasts(plan: Plan, language: str) -> Listing:
    """What each country makes and supplies by quarter in the last plan, in this one, and the difference."""
    t = tongue(language)
    names = Names(plan.programme, t)
    rows = [
        (
            names.of("partners", row.country), t.short_date(row.date), t.number(row.baseline), t.number(row.current),
            t.number(row.current - row.baseline),
        )
        for row in plan.forecasts
    ]  # fmt: skip
    columns = [t.say("Country"), t.say("Quarter to"), t.say("Last plan"), t.say("This plan"), t.say("Difference")]
    caption = t.say(
        "What each country makes and supplies, in value at standard costs, {currency}", currency=plan.programme.currency
    )
    return listing(caption, columns, {1, 2, 3, 4}, rows)
