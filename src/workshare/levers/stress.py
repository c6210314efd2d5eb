"""Stress tests: what becomes of a plan if a nation, a site, a supplier or a fund falls away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from workshare.levers.trials import PROCESSES, Outcome, Trial, outcomes
from workshare.model.difference import Difference, applied, row_name
from workshare.model.figure import Figure
from workshare.model.ids import SiteId
from workshare.model.money import Fund
from workshare.model.network import SiteKind
from workshare.model.programme import Programme
from workshare.model.references import references
from workshare.outcome.plan import Plan
from workshare.outcome.rows import CommitmentAccount
from workshare.outcome.stress import DemandHit, Loss, LossKind, PromiseHit
from workshare.outcome.table import Table
from workshare.results.compare import DUST, result_of, same
from workshare.work import Told, Workers

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shock:
    """One thing that falls away."""

    kind: LossKind
    id: str


def stress(plan: Plan, *, workers: Workers = PROCESSES, progress: Told | None = None) -> Table[Loss]:
    """Every single loss of a nation, site, supplier or fund, planned anew, the worst first."""
    tests = shocks(plan.programme)
    trials = [Trial(without(plan.programme, shock), plan.as_of) for shock in tests]
    found = outcomes(trials, workers=workers, progress=progress)
    losses = [_loss(plan, shock, outcome) for shock, outcome in zip(tests, found, strict=True)]
    return Table(Loss, sorted(losses, key=_weight))


def shocks(programme: Programme) -> tuple[Shock, ...]:
    """What may fall away: every nation with a part in it, every site but customers', every supply, every fund."""
    taking_part = {site.country for site in programme.sites if site.kind is not SiteKind.CUSTOMER}
    taking_part |= {supply.country for supply in programme.supplies if supply.country}
    taking_part |= {activity.country for activity in programme.activities if activity.country and not activity.done}
    nations = [Shock(LossKind.NATION, p.id) for p in programme.partners if p.id in taking_part]
    sites = [Shock(LossKind.SITE, s.id) for s in programme.sites if s.kind is not SiteKind.CUSTOMER]
    supplies = [Shock(LossKind.SUPPLIER, s.id) for s in programme.supplies]
    return (*nations, *sites, *supplies, *(Shock(LossKind.FUND, f.id) for f in programme.funds))


def without(programme: Programme, shock: Shock) -> Programme:
    """A programme in which something has fallen away.

    A site keeps its name, but nothing is made, kept or supplied there, and no lane leads from it or to it. A nation
    loses all its sites but those of customers, and its supplies; its steps that are not done yet are never done
    (they end after the programme). A fund pays nothing any more. What is then missing is short, for nothing is put in
    its place.
    """
    match shock.kind:
        case LossKind.NATION:
            kept = SiteKind.CUSTOMER
            sites = frozenset(s.id for s in programme.sites if s.country == shock.id and s.kind is not kept)
            never = programme.until + DAY
            programme = replace(
                programme,
                supplies=tuple(s for s in programme.supplies if s.country != shock.id),
                activities=tuple(
                    replace(a, not_before=never) if a.country == shock.id and a.done is None else a
                    for a in programme.activities
                ),
            )
            return settled(_without_sites(programme, sites))
        case LossKind.SITE:
            return settled(_without_sites(programme, frozenset({SiteId(shock.id)})))
        case LossKind.SUPPLIER:
            supplies = tuple(s for s in programme.supplies if s.id != shock.id)
            return settled(replace(programme, supplies=supplies))
        case LossKind.FUND:
            funds = tuple(_dry(fund, programme) if fund.id == shock.id else fund for fund in programme.funds)
            return replace(programme, funds=funds)


def _dry(fund: Fund, programme: Programme) -> Fund:
    """A fund that has paid for what has happened and pays nothing more; it stays, for what it pays for is not free."""
    last = max((row.date for row in programme.actuals), default=None)
    if last and (fund.effective_start is None or fund.effective_start <= last):
        return replace(fund, effective_end=min(last, fund.effective_end or last))
    amount = fund.amount or Figure(value=0.0)
    return replace(fund, amount=replace(amount, value=0.0, low=None, high=None))


def _without_sites(programme: Programme, gone: frozenset[SiteId]) -> Programme:
    """A programme in which nothing happens at some sites any more."""
    lanes = []
    for lane in programme.lanes:
        origin = tuple(s for s in lane.origin if s not in gone)
        destination = tuple(s for s in lane.destination if s not in gone)
        if origin and destination:
            lanes.append(replace(lane, origin=origin, destination=destination))
    return replace(
        programme,
        lanes=tuple(lanes),
        operations=tuple(o for o in programme.operations if o.site not in gone),
        supplies=tuple(s for s in programme.supplies if s.site not in gone),
        stock=tuple(s for s in programme.stock if s.site not in gone),
    )


def settled(programme: Programme) -> Programme:
    """A programme without what names a row that is gone: it leaves a list, or takes its own row along.

    A list that would become empty takes its row along too, for an empty list may mean everything.
    """
    while True:
        known = {t: {row_name(r, n) for n, r in enumerate(getattr(programme, t))} for t in _tables(programme)}
        gone = next((path for path, table, name in references(programme) if name not in known[table]), None)
        if gone is None:
            return programme
        programme = applied(programme, [Difference(path=_what_goes(programme, gone), before=None, after=None)])


def _tables(programme: Programme) -> Iterator[str]:
    return (name for name in programme.__slots__ if isinstance(getattr(programme, name), tuple))


def _what_goes(programme: Programme, path: tuple[str | int, ...]) -> tuple[str, ...]:
    """The entry of a list, or else the row, that goes with a reference to something that is gone."""
    section, row, *rest = path
    rows = getattr(programme, str(section))
    here = rows[row] if isinstance(row, int) else next(r for r in rows if r.id == row)
    place = (str(section), row_name(here, row if isinstance(row, int) else 0))
    for step in rest[:-1]:
        here = getattr(here, str(step), None) if not isinstance(here, tuple | dict) else here[step]  # type: ignore[index]
    many = isinstance(here, tuple | dict) and len(here) > 1
    return (*place, *map(str, rest)) if many else place


def _loss(plan: Plan, shock: Shock, outcome: Outcome) -> Loss:
    if outcome.reason:
        return Loss(kind=shock.kind, id=shock.id, reason=outcome.reason)
    promises = (_promise_hit(account, outcome.commitment(account.id)) for account in plan.commitments)
    served = {d.id: d for d in plan.demands}
    pairs = ((served[d.id], d) for d in outcome.demands if d.id in served)
    demands = [
        DemandHit(demand=b.id, short=max(0.0, a.short - b.short), late=max(0.0, a.late - b.late)) for b, a in pairs
    ]
    return Loss(
        kind=shock.kind, id=shock.id, promises=tuple(hit for hit in promises if hit),
        demands=tuple(d for d in demands if d.short > DUST or d.late > DUST),
    )  # fmt: skip


def _promise_hit(before: CommitmentAccount, after: CommitmentAccount | None) -> PromiseHit | None:
    """How a promise turns out otherwise; None where it does not."""
    if after is None or same(result_of(before), result_of(after)):
        return None
    days = (after.date - before.date).days if before.date and after.date else None
    units = max(0.0, before.in_the_end - after.in_the_end)
    return PromiseHit(commitment=before.id, before=result_of(before), after=result_of(after), days=days, units=units)


def _weight(loss: Loss) -> tuple[float, ...]:
    """The worst first: promises with another verdict, promises never met, days lost, demands short, units short."""
    never = sum(p.after.date is None and p.before.date is not None for p in loss.promises)
    days = sum(p.days or 0 for p in loss.promises)
    short = [d.short for d in loss.demands if d.short > 0]
    return (-sum(p.worse for p in loss.promises), -never, -days, -len(short), -sum(short))
