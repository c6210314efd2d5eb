"""Rules of what is delivered: some way to tell what the deliveries are made of meets every rule of shares at once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from workshare.model.rules import Rule as Agreed
from workshare.model.rules import RuleKind
from workshare.outcome.terms import RuleAccount
from workshare.planner.verify.attribution import Attribution, Line, Part, Question, Spot, attribution, question
from workshare.planner.verify.books import Books, Floats
from workshare.planner.verify.dates import in_force
from workshare.planner.verify.fault import SLACK, Fault, Rule, at_most, near


def minimums(books: Books) -> Iterator[Fault]:
    """So much is delivered as a demand, or a rule of shares, asks for at least.

    sum of quantity >= minimum, over the deliveries of the demand, or those in the scope of the rule
    """
    delivered: dict[str, float] = defaultdict(float)
    for row in books.flows.deliveries:
        delivered[row.demand] += row.quantity
    for demand in books.demands.values():
        served = delivered[demand.id]
        if demand.minimum and not at_most(demand.minimum.value, served):
            message = f"{served:g} are delivered, and {demand.minimum.value:g} at least are asked for"
            yield Fault(Rule.MINIMUM, f"demand {demand.id}", message)
    for rule in _rules(books):
        before = (r for r in books.happened.deliveries if _names(books, rule, r.item) and in_force(rule, r.date))
        served = _served(books, rule) + sum(r.quantity for r in before)
        if rule.minimum and not at_most(rule.minimum.value, served):
            message = f"{served:g} are delivered under it, and {rule.minimum.value:g} at least are asked for"
            yield Fault(Rule.MINIMUM, f"rule {rule.id}", message)


def shares(books: Books) -> Iterator[Fault]:
    """Every rule of shares is met by one and the same way to tell what the deliveries are made of.

    workshare, local content: value of the country's >= share · all value;  single-site: units of each site (or the
    one named) <= share · units delivered. Value: of a run max(0, makes · cost - uses · cost), for local content none
    where it makes the item; of a purchase, of stock and of work in progress the item's cost.
    """
    rules = _rules(books)
    if not rules:
        return
    case = _Case(books, rules)
    if not _accounts_hold(books, case):
        lacks = case.lacks()
        if lacks is None:
            yield Fault(Rule.RULE_SHARE, "rules", "what is delivered cannot be told from where it came")
            return
        short = [n for n, lack in enumerate(lacks) if lack > 2 * SLACK]
        for n in short:
            message = f"it is {lacks[n]:.2%} of what is delivered short of its share, whatever way it is told"
            yield Fault(Rule.RULE_SHARE, f"rule {rules[n].id}", message)
        if not short:
            yield Fault(Rule.RULE_ACCOUNTS, "rules", "the accounts are no way to tell what the deliveries are made of")


def accounts(books: Books) -> Iterator[Fault]:
    """Each rule of shares has one account, with what it asks for, and its share is content / total and as asked."""
    rules = {str(rule.id): rule for rule in _rules(books)}
    rows = Counter(row.rule for row in books.plan.rules)
    for name in sorted({*rules, *rows}):
        if rows[name] != 1 or name not in rules:
            yield Fault(Rule.RULE_ACCOUNTS, f"rule {name}", f"has {rows[name]} accounts")
    for row in books.plan.rules:
        if row.rule in rules:
            yield from _account(books, row, rules[row.rule])


def _account(books: Books, row: RuleAccount, rule: Agreed) -> Iterator[Fault]:
    where = f"rule {rule.id}"
    share = rule.share.value if rule.share else 0.0
    least = rule.minimum.value if rule.minimum else 0.0
    if (row.kind, row.asked, row.minimum) != (str(rule.kind), share, least):
        yield Fault(Rule.RULE_ACCOUNTS, where, f"asks for {share:g} and {least:g} at least, as {rule.kind}")
    if row.of != (rule.site if rule.kind is RuleKind.SINGLE_SITE else rule.country) and not _of_any(books, row, rule):
        yield Fault(Rule.RULE_ACCOUNTS, where, f"is not about {row.of}")
    served = _served(books, rule)
    total = served if rule.kind is RuleKind.SINGLE_SITE else row.total
    for name, value in (("delivered", served), ("total", total)):
        if not near(getattr(row, name), value):
            yield Fault(Rule.RULE_ACCOUNTS, where, f"{name} is {value:g}, not {getattr(row, name):g}")
    told = row.content / row.total if row.total > 0 else 0.0
    if not near(row.share, told):
        yield Fault(Rule.RULE_ACCOUNTS, where, f"its share is {told:g}, not {row.share:g}")
    over = rule.kind is RuleKind.SINGLE_SITE
    if row.total > 0 and not (at_most(row.share, share) if over else at_most(share, row.share)):
        yield Fault(
            Rule.RULE_SHARE, where, f"asks for {share:g} {'at most' if over else 'at least'}, not {row.share:g}"
        )


def _of_any(books: Books, row: RuleAccount, rule: Agreed) -> bool:
    """Whether an account of any single site names one."""
    sites = {str(s.id) for s in books.programme.sites} | {""}
    return rule.kind is RuleKind.SINGLE_SITE and rule.site is None and row.of in sites


def _rules(books: Books) -> list[Agreed]:
    return [r for r in books.programme.rules if r.kind is not RuleKind.NO_TRANSFER]


def _in_scope(books: Books, rule: Agreed, item: str, period: int) -> bool:
    return _names(books, rule, item) and in_force(rule, books.ends[period])


def _names(books: Books, rule: Agreed, item: str) -> bool:
    return item == rule.item if rule.item else books.items[item].family == rule.family


def _served(books: Books, rule: Agreed) -> float:
    return sum(r.quantity for r in books.planned.deliveries if _in_scope(books, rule, r.item, r.period))


def _accounts_hold(books: Books, case: _Case) -> bool:
    """Whether the accounts are such a way; what else is wrong with them is said elsewhere."""
    told = {row.rule: row for row in books.plan.rules}
    if set(told) != {rule.id for rule in case.rules} or any(_account_faults(books, case, told)):
        return False
    return case.can_be([told[rule.id] for rule in case.rules])


def _account_faults(books: Books, case: _Case, told: dict[str, RuleAccount]) -> Iterator[Fault]:
    for rule in case.rules:
        yield from _account(books, told[rule.id], rule)


@dataclass(frozen=True, slots=True)
class _Shares:
    """What of a rule's deliveries is whose, and all of it, as sums over amounts."""

    whose: dict[str, Line]
    total: Line
    size: float


class _Case:
    """The deliveries by the rules that look at them, and what each rule counts in them."""

    def __init__(self, books: Books, rules: list[Agreed]) -> None:
        self.books, self.rules = books, rules
        self.found: Attribution = attribution(books)
        self.classes, self.delivered = self._classes()
        self.shares = [self._share(rule, n) for n, rule in enumerate(rules)]

    def _classes(self) -> tuple[list[frozenset[int]], list[dict[Spot, Floats]]]:
        """The sets of rules under which deliveries fall, and the deliveries of each."""
        found: dict[frozenset[int], dict[Spot, Floats]] = {}
        for row in self.books.planned.deliveries:
            scopes = (n for n, rule in enumerate(self.rules) if _in_scope(self.books, rule, row.item, row.period))
            key = frozenset(scopes)
            if key:
                served = found.setdefault(key, defaultdict(self.books.nothing))
                served[row.item, row.site][row.period] += row.quantity
        return list(found), list(found.values())

    def _share(self, rule: Agreed, number: int) -> _Shares:
        """What a rule counts, by whose it is."""
        whose: dict[str, Line] = defaultdict(dict)
        total: Line = {}
        for n, part in enumerate(self.found.parts):
            for k, rules in enumerate(self.classes):
                if number in rules:
                    each, owner = self._worth(rule, part)
                    total[k * len(self.found.parts) + n] = each
                    whose[owner][k * len(self.found.parts) + n] = each
        places = [
            (item, float(np.sum(quantity)))
            for rules, served in zip(self.classes, self.delivered, strict=True)
            if number in rules
            for (item, *_), quantity in served.items()
        ]
        units = rule.kind is RuleKind.SINGLE_SITE
        size = sum(quantity * (1.0 if units else self.books.worth(item)) for item, quantity in places)
        return _Shares(whose, total, size or 1.0)

    def _worth(self, rule: Agreed, part: Part) -> tuple[float, str]:
        """What a unit of a part adds under a rule, and to whose account."""
        books = self.books
        if rule.kind is RuleKind.SINGLE_SITE:
            new = part.kind in {"output", "purchase"} and part.item in _alike(books, str(rule.item))
            return float(new), part.site
        match part.kind:
            case "runs":
                operation = books.operations[part.name]
                inside = rule.kind is RuleKind.LOCAL_CONTENT and rule.item in operation.makes
                return 0.0 if inside else books.gain(operation), books.country[part.site]
            case "purchase":
                return books.worth(part.item), books.supplies[part.name].country or books.country[part.site]
            case "stock" | "in progress":
                return books.worth(part.item), ""
            case _:
                return 0.0, ""

    def _asked(self) -> Question:
        return question(self.found, self.delivered)

    def lacks(self) -> list[float] | None:
        """The least by which the rules are missed together, as shares of what is delivered under each."""
        asked = self._asked()
        lack = [asked.further(1.0) for _ in self.rules]
        for n, (rule, share) in enumerate(zip(self.rules, self.shares, strict=True)):
            part = rule.share.value if rule.share else 0.0
            if rule.kind is RuleKind.SINGLE_SITE:
                for site in self._sites(rule, share):
                    line = _scaled(share.whose[site], 1.0 / share.size)
                    asked.at_most({**line, lack[n]: -1.0}, part)
            else:
                line = _scaled(share.total, part / share.size)
                for column, value in share.whose.get(str(rule.country), {}).items():
                    line[column] -= value / share.size
                asked.at_most({**line, lack[n]: -1.0}, 0.0)
        answer = asked.answer()
        return None if answer is None else [float(answer[n]) for n in lack]

    def can_be(self, told: list[RuleAccount]) -> bool:
        """Whether some way to tell what the deliveries are made of comes to the accounts, of all rules together."""
        asked = self._asked()
        for rule, share, row in zip(self.rules, self.shares, told, strict=True):
            lines = [(share.whose.get(row.of, {}), row.content)]
            if rule.kind is RuleKind.SINGLE_SITE:
                for site in self._sites(rule, share):
                    asked.at_most(_scaled(share.whose[site], 1 / share.size), row.content / share.size + SLACK)
            else:
                lines.append((share.total, row.total))
            for line, value in lines:
                asked.at_most(_scaled(line, 1 / share.size), value / share.size + SLACK)
                asked.at_most(_scaled(line, -1 / share.size), SLACK - value / share.size)
        return asked.answer() is not None

    def _sites(self, rule: Agreed, share: _Shares) -> list[str]:
        return [site for site in share.whose if site and rule.site in {None, site}]


def _scaled(line: Line, by: float) -> Line:
    return {column: value * by for column, value in line.items()}


def _alike(books: Books, item: str) -> set[str]:
    """An item and all that may serve for it."""
    found = {item}
    for _ in books.programme.substitutes:
        found |= {s.item for s in books.programme.substitutes if s.instead_of in found}
    return found
