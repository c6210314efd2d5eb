"""What would bring a promise forward: levers found by dates and dual values, each confirmed by planning again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from workshare.gates import NEVER
from workshare.levers.answers import Lever, Levers, Position, gain_days, gain_quantity
from workshare.levers.catalogue import levers as catalogue
from workshare.levers.changes import Change, ChangeKind, apply_all
from workshare.levers.judge import THREADS, Case, case_of, explained, judged, stands
from workshare.levers.reach import reach
from workshare.levers.upstream import Subject, commitment_or_demand, subject_of, upstream
from workshare.levers.why import SECTIONS, links_of
from workshare.model.programme import Programme
from workshare.outcome.plan import Plan
from workshare.outcome.rows import Link
from workshare.planner.make import tell
from workshare.planner.objective import NoPlan
from workshare.planner.settings import Settings
from workshare.work import Told, Workers, collected

MOST, PAIRS = 16, 8
"""So many levers, and pairs of them, are tried unless the caller says otherwise."""

PROMISING = (
    ChangeKind.CRASH,
    ChangeKind.INVESTMENT,
    ChangeKind.FUND_EARLIER,
    ChangeKind.FUND_LARGER,
    ChangeKind.LICENCE_EARLIER,
    ChangeKind.LICENCE_LONGER,
    ChangeKind.LICENCE_LARGER,
    ChangeKind.MORE_HOURS,
    ChangeKind.NO_LOT,
    ChangeKind.NO_LANE_LIMIT,
    ChangeKind.NO_RULE,
    ChangeKind.SUPPLY_EARLIER,
    ChangeKind.SUPPLY_LARGER,
    ChangeKind.SHORTER,
    ChangeKind.SECOND_SITE,
    ChangeKind.SUBSTITUTE,
)
"""The order in which levers are tried that neither the chain nor a dual value speaks for."""


def levers(
    asked: Plan | Programme,
    name: str,
    *,
    as_of: dt.date | None = None,
    settings: Settings | None = None,
    most: int = MOST,
    told: Told | None = None,
    workers: Workers = THREADS,
) -> Levers:
    """What would help a commitment or a demand most; raises KeyError where there is none of that id.

    At most ``most`` single changes are planned, the likeliest first, then some pairs of them. Every gain is that of
    the plan of the changed programme, which one of the ``workers`` makes; one of zero is listed too.
    """
    case = case_of(asked, as_of, settings)
    subject = subject_of(case.programme, name)
    drafted = explained(case, subject)
    plan = tell(case.programme, case.as_of, drafted)
    position = stands(plan, subject)
    changes = _likely(case, subject, links_of(drafted, plan, subject, late=any(position.harm)))
    tries = [(change,) for change in changes[:most]]
    total = len(tries) + min(PAIRS, len(tries) * (len(tries) - 1) // 2)
    with workers(_Try(case, subject, position)) as do:
        found = collected(do, tries, lambda n, _: told(n, total) if told else None)
        pairs = _pairs(case, subject, position, found)
        both = collected(do, pairs, lambda n, _: told(len(tries) + n, total) if told else None)
    return Levers(
        subject=subject, due=commitment_or_demand(case.programme, subject).due, position=position,
        levers=tuple(ranked(found)), pair=next(iter(ranked(both)), None), left_out=max(0, len(changes) - most),
    )  # fmt: skip


def ranked(found: Iterable[Lever]) -> list[Lever]:
    """The most days first, then the most units, then the least money."""
    return sorted(found, key=lambda x: (-x.gain_days, -x.gain_quantity, x.cost if x.cost is not None else float("inf")))


def _likely(case: Case, subject: Subject, links: Sequence[Link]) -> list[Change]:
    """All levers upstream: first those that move the earliest date, then those on the chain or with a price."""
    changes = catalogue(case.programme, upstream(case.programme, subject))
    rank = {(SECTIONS.get(link.kind, ""), link.id): n for n, link in reversed(list(enumerate(links)))}
    now = reach(case, subject, case.programme)

    def key(change: Change) -> tuple[float, bool, int, int]:
        then = reach(case, subject, change.apply(case.programme))
        gained = 0 if min(now, then) >= NEVER else now - then
        far = change.kind in {ChangeKind.SECOND_SITE, ChangeKind.SUBSTITUTE}
        return -gained, far, rank.get((change.section, change.id), len(links)), PROMISING.index(change.kind)

    return sorted(changes, key=key)


@dataclass(frozen=True, slots=True)
class _Try:
    """Tries changes on a case, of which a subject now has this position."""

    case: Case
    subject: Subject
    position: Position

    def __call__(self, changes: tuple[Change, ...]) -> Lever:
        """Plan with some changes, and say what they gain."""
        try:
            after = judged(self.case, self.subject, apply_all(self.case.programme, changes))
        except NoPlan:  # nothing is gained where there is no plan
            after = self.position
        costs = [change.cost for change in changes if change.cost is not None]
        return Lever(
            changes=changes,
            after=after,
            gain_days=gain_days(self.position, after),
            gain_quantity=gain_quantity(self.position, after),
            cost=sum(costs) if len(costs) == len(changes) else None,
        )


def _pairs(case: Case, subject: Subject, position: Position, found: Sequence[Lever]) -> list[tuple[Change, ...]]:
    """The pairs worth planning: by what each buys alone, or by how far both together move the earliest date.

    Two steps that run side by side may each buy nothing, and both together much.
    """
    now = reach(case, subject, case.programme)

    def promise(pair: tuple[Lever, Lever]) -> float:
        one, other = pair
        then = reach(case, subject, apply_all(case.programme, (*one.changes, *other.changes)))
        gained = 0 if min(now, then) >= NEVER else now - then
        alone = [x.gain_days + (x.gain_quantity / position.lack if position.lack else 0.0) for x in pair]
        return max(gained, sum(alone))

    pairs = [(a, b) for a, b in combinations(found, 2) if _id(a) != _id(b)]
    best = sorted(pairs, key=lambda pair: -promise(pair))[:PAIRS]
    return [(*a.changes, *b.changes) for a, b in best]


def _id(lever: Lever) -> tuple[str, str]:
    return lever.changes[0].section, lever.changes[0].id
