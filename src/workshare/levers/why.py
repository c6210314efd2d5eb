"""Why something is late or short: suspects are relaxed one by one, and each time the programme is planned again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from workshare.gates import NEVER
from workshare.levers.answers import Cause, Position, Why, gain_days, gain_quantity
from workshare.levers.catalogue import relaxations
from workshare.levers.changes import Change, ChangeKind, stock_id
from workshare.levers.judge import THREADS, Case, case_of, explained, judged, stands
from workshare.levers.pegging import feeds
from workshare.levers.reach import reach
from workshare.levers.upstream import Subject, SubjectKind, Upstream, commitment_or_demand, subject_of, upstream
from workshare.model.figure import Text
from workshare.model.ids import CommitmentId
from workshare.model.programme import Programme
from workshare.model.promises import Commitment, Demand, Measure
from workshare.outcome.plan import Plan
from workshare.outcome.rows import Link, LinkKind
from workshare.planner.hangs import chain, limits
from workshare.planner.make import Draft, tell
from workshare.planner.objective import NoPlan
from workshare.planner.settings import Settings
from workshare.work import Told, collected

MOST = 24
"""So many suspects are relaxed unless the caller says otherwise."""

SECTIONS = {
    LinkKind.ACTIVITY: "activities",
    LinkKind.GATE: "gates",
    LinkKind.OPERATION: "operations",
    LinkKind.LANE: "lanes",
    LinkKind.SUPPLY: "supplies",
    LinkKind.STOCK: "stock",
    LinkKind.RESOURCE: "resources",
    LinkKind.LICENCE: "licences",
    LinkKind.FUND: "funds",
    LinkKind.RULE: "rules",
}

NARROW = (
    ChangeKind.NO_ACTIVITY,
    ChangeKind.NO_LICENCE_CAP,
    ChangeKind.NO_LICENCE_END,
    ChangeKind.NO_LICENCE_WAIT,
    ChangeKind.NO_FUND_LIMIT,
    ChangeKind.NO_SUPPLY_LIMIT,
    ChangeKind.NO_LANE_LIMIT,
    ChangeKind.NO_LANE_TIME,
    ChangeKind.NO_LOT,
    ChangeKind.NO_RULE,
    ChangeKind.NO_RESOURCE_LIMIT,
    ChangeKind.NO_STOCK_LIMIT,
    ChangeKind.NO_LEAD,
    ChangeKind.NO_GATE,
    ChangeKind.NO_CLAIM,
)
"""Of two suspects that restore as much, the narrower is named first: a step before the gate that waits for it."""


def why(
    asked: Plan | Programme,
    name: str,
    *,
    as_of: dt.date | None = None,
    settings: Settings | None = None,
    most: int = MOST,
    told: Told | None = None,
) -> Why:
    """Why a demand or a commitment stands where it does; raises KeyError where there is none of that id.

    At most ``most`` suspects are relaxed, the likeliest first. What is kept has no causes.
    """
    case = case_of(asked, as_of, settings)
    subject = subject_of(case.programme, name)
    drafted = explained(case, subject)
    plan = tell(case.programme, case.as_of, drafted)
    position = stands(plan, subject)
    links = links_of(drafted, plan, subject, late=any(position.harm))
    entry = commitment_or_demand(case.programme, subject)
    causes: tuple[Cause, ...] = ()
    left_out = 0
    if any(position.harm):
        suspects = ordered(case, subject, suspected(case.programme, subject, links), links)
        causes = tried(case, subject, position, suspects[:most], told)
        left_out = max(0, len(suspects) - most)
    return Why(
        subject=subject, due=entry.due, position=position, links=links, causes=causes, left_out=left_out,
        feeds=feeds(plan, subject),
    )  # fmt: skip


def tried(
    case: Case, subject: Subject, position: Position, suspects: Sequence[Change], told: Told | None = None
) -> tuple[Cause, ...]:
    """What comes of relaxing each suspect alone, the one that restores most first."""

    def try_one(change: Change) -> Cause:
        try:
            after = judged(case, subject, change.apply(case.programme))
        except NoPlan:  # nothing is gained where there is no plan
            after = position
        return Cause(
            change=change,
            after=after,
            gain_days=gain_days(position, after),
            gain_quantity=gain_quantity(position, after),
        )

    with THREADS(try_one) as do:
        found = collected(do, suspects, told)
    return tuple(sorted(found, key=lambda cause: (*cause.after.harm, NARROW.index(cause.change.kind))))


def suspected(programme: Programme, subject: Subject, links: Iterable[Link]) -> list[Change]:
    """Everything upstream that may be to blame, and what comes first in the order of goals."""
    claims = [link for link in links if link.kind is LinkKind.DEMAND and link.id != f"commitment {subject.id}"]
    own = f"priority {subject.priority}"
    found = relaxations(programme, upstream(programme, subject))
    return found + [
        Change(kind=ChangeKind.NO_CLAIM, section="demands", id=link.id) for link in claims if not link.id.endswith(own)
    ]


def ordered(case: Case, subject: Subject, suspects: Iterable[Change], links: Sequence[Link]) -> list[Change]:
    """Suspects with the likeliest first: those that bring the earliest date forward, then those on the chain."""
    rank = {(SECTIONS.get(link.kind, "demands"), link.id): n for n, link in reversed(list(enumerate(links)))}
    now = reach(case, subject, case.programme)

    def likely(change: Change) -> tuple[float, int]:
        then = reach(case, subject, change.apply(case.programme))
        gained = 0 if now >= NEVER and then >= NEVER else now - then
        return -gained, rank.get((change.section, change.id), len(links))

    return sorted(suspects, key=likely)


def links_of(drafted: Draft, plan: Plan, subject: Subject, *, late: bool) -> tuple[Link, ...]:
    """The chain that makes up a subject's time, and, of what is late, what upstream limits its quantity."""
    if subject.kind is SubjectKind.COMMITMENT:
        return plan.commitment(subject.id).hangs_on
    entry = commitment_or_demand(plan.programme, subject)
    assert isinstance(entry, Demand)
    found = chain(drafted.model, drafted.schedule, _as_promise(entry))
    marginals = drafted.solution.short.get(f"late, priority {subject.priority}")
    if marginals is None or not late:
        return tuple(found)
    above = upstream(plan.programme, subject)
    binding = limits(drafted.model, drafted.problem, marginals)
    return (*(link for link in binding if _is_upstream(link, above)), *found)


def _is_upstream(link: Link, above: Upstream) -> bool:
    """Whether what limits the demands of a priority can limit this one of them."""
    if link.kind is LinkKind.STOCK:
        return any(stock_id(*stock) == link.id for stock in above.stocks)
    section = SECTIONS.get(link.kind)
    return section is None or link.id in above.of(section)


def _as_promise(demand: Demand) -> Commitment:
    """A demand as a promise of its first unit, which has the same chain."""
    measure = Measure(delivered=demand.item, at=(demand.site,))
    return Commitment(id=CommitmentId(demand.id), by="", says=Text(en=""), due=demand.due, measure=measure)
