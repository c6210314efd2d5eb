"""The money of an execution: who may pay for what, and what the plan bespeaks of each fund for it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping

import numpy as np

from workshare.gates import NEVER, Schedule
from workshare.model.programme import by_id, days_from
from workshare.outcome.plan import Plan
from workshare.outcome.terms import Payment, Purpose
from workshare.planner.lags import Floats
from workshare.planner.network import Flow, FlowKind, Network
from workshare.planner.prices import period_of
from workshare.planner.project import added_hours
from workshare.planner.spending import PURPOSES, Thing, Things
from workshare.risk.limits import RESOURCES, Limits
from workshare.risk.lines import Bill, Build, Earmark, Fund, Purse

PROJECT = (Purpose.ACTIVITY, Purpose.INVESTMENT)


class Money:
    """Numbers the purses from which the lines of a plan are paid."""

    def __init__(self, plan: Plan, project: Schedule, network: Network) -> None:
        self.plan, self.project, self.network = plan, project, network
        self.programme, self.rates = plan.programme, network.rates
        self.things = Things(plan.programme)
        self.fund: dict[str, int] = {str(f.id): n for n, f in enumerate(plan.programme.funds)}
        self.paid = [row for row in plan.payments if row.fund and row.date >= plan.as_of]
        self.number: dict[Thing, int] = {}
        self.marked: dict[tuple[str, ...], dict[tuple[int, int], float]] = defaultdict(lambda: defaultdict(float))
        for row in self.paid:
            self.marked[_key(row)][self.fund[row.fund], row.period] += row.amount
        self.owed: dict[int, Floats] = {}

    def bill(self, flow: Flow, plan: Floats) -> Bill | None:
        """How a unit of a flow is paid for; None where it is free, or nobody asks for money."""
        if not self.fund or flow.kind not in PURPOSES or flow.price.value == 0:
            return None
        thing = self._thing(flow)
        purse = self.number.setdefault(thing, len(self.number))
        owed = self.owed.setdefault(purse, np.zeros(len(self.plan.periods)))
        payments = []
        for p in range(len(self.plan.periods)):
            due: dict[int, float] = defaultdict(float)
            for day, amount in self.rates.paid(flow.price, self.plan.periods.last(p)):
                q = period_of(self.plan.periods, day)
                if q is not None and amount > 0:
                    due[q] += amount
            payments.append(tuple(sorted(due.items())))
            for q, amount in due.items():
                owed[q] += amount * plan[p]
        return Bill(purse, tuple(payments))

    def _thing(self, flow: Flow) -> Thing:
        if flow.kind is FlowKind.SHIP:
            return self.things.leg(flow.id, flow.gives[0][0].site, flow.gives[0][0].item)
        return self.things.known[PURPOSES[flow.kind], flow.id]

    @property
    def purses(self) -> tuple[Purse, ...]:
        """The purses in order of their numbers; what rounding took from the plan's payments is given back."""
        found = []
        closes = [days_from(self.programme.start, f.effective_end, NEVER) for f in self.programme.funds]
        for thing, purse in self.number.items():
            funds = tuple(sorted(self.things.payers(thing), key=lambda n: (closes[n], n)))
            marked = dict(self.marked[thing.purpose, thing.id, thing.country, thing.site, thing.family])
            for q, owed in enumerate(self.owed[purse].tolist()):
                lacking = owed - sum(amount for (_, p), amount in marked.items() if p == q)
                payers = [n for n in funds if (n, q) in marked] or [n for n in funds if self._is_open(n, q)]
                if lacking > 0 and payers:
                    marked[payers[0], q] = marked.get((payers[0], q), 0.0) + lacking * (1 + 1e-12)
            rows = [Earmark(n, q, amount) for (n, q), amount in marked.items()]
            rows.sort(key=lambda row: (funds.index(row.fund) if row.fund in funds else len(funds), -row.period))
            found.append(Purse(funds, tuple(rows)))
        return tuple(found)

    def _is_open(self, fund: int, period: int) -> bool:
        row, last = self.programme.funds[fund], self.plan.periods.last(period)
        return self._released(fund) <= last <= days_from(self.programme.start, row.effective_end, NEVER)

    def _known(self) -> int:
        return 0 if self.network.facts.actuals else self.network.today

    def _released(self, fund: int) -> int:
        row = self.programme.funds[fund]
        opened, _ = self.project.opens(row.needs)
        return max(self._known(), days_from(self.programme.start, row.effective_start, 0), opened)

    def funds(self, task: Mapping[str, int]) -> tuple[Fund, ...]:
        """The funds, with what of each is spent before the plan or bespoken for its project."""
        gates, periods, found = by_id(self.programme.gates), self.plan.periods, []
        planned = self._planned()
        for n, row in enumerate(self.programme.funds):
            rate = np.array([self.rates.at(str(row.currency or ""), periods.last(p)) for p in range(len(periods))])
            before = [p for p in self.plan.payments if p.fund == row.id and p.date < self.plan.as_of]
            project = [p for p in self.paid if p.fund == row.id and p.purpose in PROJECT]
            spent = sum(p.amount / float(rate[p.period]) for p in (*before, *project))
            needs = [str(a) for g in row.needs for a in gates[g].needs]
            lost = any(a not in task for a in needs)
            amount = max(row.amount.value, (planned[n] + spent) * (1 + 1e-12)) if row.amount else math.inf
            dated = max(self._known(), days_from(self.programme.start, row.effective_start, 0))
            found.append(
                Fund(
                    id=str(row.id),
                    amount=amount,
                    spent=spent,
                    opens=NEVER if lost else dated,
                    planned=self._released(n),
                    waits=tuple(sorted(task[a] for a in needs if a in task)),
                    closes=days_from(self.programme.start, row.effective_end, NEVER),
                    rate=rate,
                )
            )
        return tuple(found)

    def _planned(self) -> Floats:
        """What the purses are to draw from each fund, in its own currency."""
        periods, total = self.plan.periods, np.zeros(len(self.programme.funds))
        for purse in self.purses:
            for row in purse.earmarks:
                currency = str(self.programme.funds[row.fund].currency or "")
                total[row.fund] += row.amount / self.rates.at(currency, periods.last(row.period))
        return total

    def payers(self, purpose: Purpose, name: str) -> tuple[tuple[int, int], ...]:
        """The funds that pay for an activity or investment, and the days from its start to its first payment."""
        table = self.programme.activities if purpose is Purpose.ACTIVITY else self.programme.investments
        row = next(r for r in table if r.id == name)
        days = min((p.days for p in row.payments), default=0)
        funds = sorted({self.fund[p.fund] for p in self.paid if (p.purpose, p.id) == (purpose, name)})
        return tuple((n, days) for n in funds)

    def builds(self, limits: Limits, task: Mapping[str, int]) -> tuple[Build, ...]:
        """The investments of the plan that add hours which something uses."""
        investments, periods, found = by_id(self.programme.investments), self.plan.periods, []
        for row in self.plan.investments:
            v = investments[row.investment]
            if (RESOURCES, str(v.resource)) in limits.number:
                hours = np.array([added_hours(v, ready, periods) for ready in range(periods.horizon + 2)])
                found.append(
                    Build(
                        id=str(v.id),
                        limit=limits.number[RESOURCES, str(v.resource)],
                        decided=periods.day(row.decided),
                        days=int(v.days.value),
                        after=tuple(task[a] for a in map(str, v.after) if a in task),
                        hours=hours,
                        funds=self.payers(Purpose.INVESTMENT, str(v.id)),
                    )
                )
        return tuple(found)


def _key(row: Payment) -> tuple[str, ...]:
    return row.purpose, row.id, row.country, row.site, row.family
