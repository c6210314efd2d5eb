"""How reality runs a plan, in plain Python, one scenario at a time: the policy that ``kernel`` must follow exactly.

Period by period, and line by line in the execution's order: what should have begun by now and has not, begins now, as
far as gates, dates, goods, hours, caps, money and outages allow. Nothing runs ahead of the plan.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from workshare.gates import NEVER
from workshare.risk.draws import Draws, first_uses
from workshare.risk.lines import Bill, Execution, Line, lag_of
from workshare.risk.order import share_open

TINY = 1e-12
"""What remains to be done is nothing below this."""
NEARLY = 1e-6
"""So much may be missing of a whole unit through rounding."""


@dataclass(slots=True)
class Run:
    """What happened in one scenario: [line][period] what began, [goal][period] what counted, and when tasks ended."""

    began: list[list[float]]
    counted: list[list[float]]
    finish: list[int]


def carry_out(made: Execution, draws: Draws, scenario: int) -> Run:
    """Carry out a plan in one scenario."""
    state = _State(made, draws, scenario)
    for p in range(len(made.periods)):
        state.begin(p)
        for _ in range(made.passes[p]):
            if not sum(state.line(n, p) for n in made.order[p]):
                break
    return Run(state.began, state.counted, state.finish)


@dataclass(slots=True)
class _State:
    """Where one scenario stands."""

    made: Execution
    draws: Draws
    s: int
    finish: list[int] = field(default_factory=list)
    release: list[int] = field(default_factory=list)
    ready: list[int] = field(default_factory=list)
    opens: list[int] = field(default_factory=list)
    level: list[float] = field(default_factory=list)
    coming: list[list[float]] = field(default_factory=list)
    began: list[list[float]] = field(default_factory=list)
    done: list[float] = field(default_factory=list)
    counted: list[list[float]] = field(default_factory=list)
    left: list[float] = field(default_factory=list)
    room: list[float] = field(default_factory=list)
    set_up: set[int] = field(default_factory=set)
    balance: list[float] = field(default_factory=list)
    bespoken: list[float] = field(default_factory=list)
    marked: list[list[float]] = field(default_factory=list)
    first_use: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        made, draws, s, count = self.made, self.draws, self.s, len(self.made.periods)
        self.finish, self.release = self.project()
        for n, build in enumerate(made.builds):
            decided = [build.decided, *(self.finish[t] for t in build.after), *self.money_days(build.funds)]
            self.ready.append(min(NEVER, max(decided) + int(draws.build[n, s])))
        self.opens = [self.opening_day(n, line) for n, line in enumerate(made.lines)]
        self.level = [float(made.opening[i] * draws.opening[i, s]) for i in range(len(made.stocks))]
        self.coming = [[float(x) for x in row] for row in made.coming]
        self.began = [[0.0] * count for _ in made.lines]
        self.done = [0.0] * len(made.lines)
        self.counted = [[float(x) for x in goal.before] for goal in made.goals]
        self.room = [cap.most * float(draws.cap[n, s]) - cap.drawn for n, cap in enumerate(made.caps)]
        self.balance = [fund.amount * float(draws.amount[k, s]) - fund.spent for k, fund in enumerate(made.funds)]
        self.bespoken = [0.0] * len(made.funds)
        for purse in made.purses:
            self.marked.append([row.amount for row in purse.earmarks])
            for row in purse.earmarks:
                self.bespoken[row.fund] += row.amount / float(made.funds[row.fund].rate[row.period])
        self.first_use = first_uses(made)

    # ------------------------------------------------------------ the project

    def project(self) -> tuple[list[int], list[int]]:
        """The day on which each task is done, and the day on which each fund is released."""
        made, finish = self.made, [NEVER] * len(self.made.tasks)
        release = [NEVER] * len(made.funds)
        for _ in range(len(made.funds) + 1):  # a fund may wait for a task that another fund pays for
            for n in range(len(made.tasks)):
                finish[n] = self.task_done(n, finish, release)
            for k, fund in enumerate(made.funds):
                release[k] = max([fund.opens, *(finish[t] for t in fund.waits)])
        for n in range(len(made.tasks)):
            finish[n] = self.task_done(n, finish, release)
        return finish, release

    def task_done(self, n: int, finish: list[int], release: list[int]) -> int:
        """The day on which a task is done: after its days, which begin when all that it waits for is there."""
        task, days = self.made.tasks[n], int(self.draws.days[n, self.s])
        if task.done is not None:
            return task.done
        if days >= NEVER:
            return NEVER
        if task.begun is not None:
            return max(self.made.today, task.begun + days)
        funds = [release[k] - first for k, first in task.funds if release[k] > self.made.funds[k].planned]
        begin = max([task.earliest, *(finish[t] for t in task.after), *funds])
        return min(NEVER, begin + days)

    def money_days(self, funds: tuple[tuple[int, int], ...]) -> list[int]:
        """The days from which late money allows a start."""
        return [self.release[k] - first for k, first in funds if self.release[k] > self.made.funds[k].planned]

    def opening_day(self, n: int, line: Line) -> int:
        """The first day on which a line may begin."""
        lead = int(self.draws.lead[n, self.s])
        found = max([line.dated, *(self.finish[t] + days for t, days in line.waits)])
        if line.notice:
            found = max(found, max([self.made.today, *(self.finish[t] for t in line.ordered)]) + lead)
        return found

    # ------------------------------------------------------------ a period

    def begin(self, p: int) -> None:
        """What comes by itself comes, and limits have what they have in the period."""
        made, draws, s = self.made, self.draws, self.s
        for i in range(len(made.stocks)):
            self.level[i] += self.coming[i][p] + float(made.grain[i, p])
        self.left = [0.0] * len(made.limits)
        for k, source in enumerate(made.sources):
            amount = float(source.amount[p]) * float(draws.supply[k, s])
            for stop in source.stops:
                amount *= float(draws.runs[stop, p, s])
            self.left[source.limit] += amount
        for n, build in enumerate(made.builds):
            if self.ready[n] < len(build.hours):
                self.left[build.limit] += float(build.hours[self.ready[n], p])
        self.set_up = set()

    def wanted(self, n: int, p: int) -> float:
        """What should have begun by the end of a period, and has not."""
        line, late = self.made.lines[n], int(self.draws.late[n, self.s])
        by = self.made.periods.last(p) - late
        planned: float = sum(x for q, x in enumerate(line.plan.tolist()) if self.made.periods.last(q) <= by)
        return float(planned * self.draws.want[n, self.s]) - self.done[n]

    def line(self, n: int, p: int) -> bool:
        """Begin as much of a line as is wanted and possible; says whether anything began."""
        line = self.made.lines[n]
        want = self.wanted(n, p)
        late = int(self.draws.late[n, self.s])
        share = share_open(self.made, p, self.opens[n], line.closes + late)
        if want <= TINY or share <= 0 or p > line.last:
            return False
        x = self.possible(n, p, want, share)
        if line.bill:
            x = self.affordable(line.bill, n, p, x)
        x = _in_lots(line, x, want)
        if x > TINY:
            if line.bill:
                self.pay(line.bill, n, p, x)
            self.take(n, p, x, share)
            self.give(n, p, x)
        return x > TINY

    def possible(self, n: int, p: int, want: float, share: float) -> float:
        """What goods, limits, caps and outages allow."""
        line, x = self.made.lines[n], want
        for stop in line.stops:
            x = min(x, want * float(self.draws.runs[stop, p, self.s]))
        for stock, per in line.takes:
            x = min(x, self.level[stock] / per)
        fresh = line.lot not in self.set_up
        for j, (limit, per) in enumerate(line.uses):
            hours = per * float(self.draws.hours[self.first_use[n] + j, self.s])
            setup = sum(h for r, h in line.setup if r == limit) if fresh else 0.0
            x = min(x, (self.left[limit] * share - setup) / hours)
        for cap, per in line.caps:
            if per > 0:
                x = min(x, self.room[cap] / per)
        return max(0.0, x)

    def take(self, n: int, p: int, x: float, share: float) -> None:
        """Take goods, hours and room under caps for what begins."""
        line = self.made.lines[n]
        self.began[n][p] += x
        self.done[n] += x
        for stock, per in line.takes:
            self.level[stock] -= per * x
        for j, (limit, per) in enumerate(line.uses):
            self.left[limit] -= per * float(self.draws.hours[self.first_use[n] + j, self.s]) * x / share
        if line.lot >= 0 and line.lot not in self.set_up:
            for limit, hours in line.setup:
                self.left[limit] -= hours / share
            self.set_up.add(line.lot)
        for cap, per in line.caps:
            self.room[cap] -= per * x
        for goal in line.counted:
            self.counted[goal][p] += x

    def give(self, n: int, p: int, x: float) -> None:
        """Bring what begins to where it arrives, and when."""
        line, made = self.made.lines[n], self.made
        lead, coarse = (0, -1) if line.notice else (int(self.draws.lead[n, self.s]), line.coarse)
        if self.opens[n] > made.periods.first(p):
            coarse = -1
        lag, out = lag_of(made.periods, lead, coarse), x * float(self.draws.give[n, self.s])
        for k in range(lag.begin[p], lag.begin[p + 1]):
            q, amount = int(lag.into[k]), out * float(lag.share[k])
            for give in line.gives:
                if give.stock >= 0 and q == p:
                    self.level[give.stock] += give.per * amount
                elif give.stock >= 0:
                    self.coming[give.stock][q] += give.per * amount
                for goal in give.counted:
                    self.counted[goal][q] += give.per * amount

    # ------------------------------------------------------------ money

    def offers(self, bill: Bill, n: int, q: int) -> list[float]:
        """What each fund of a purse can pay in a period at planned prices.

        What the plan bespeaks of it for this, by then, and what nobody has bespoken.
        """
        made, purse, found = self.made, self.made.purses[bill.purse], []
        dearer, last = float(self.draws.cost[n, self.s]), self.made.periods.last(q)
        for k in purse.funds:
            fund = made.funds[k]
            if not self.release[k] <= last <= fund.closes:
                found.append(0.0)
                continue
            marked = 0.0
            for row, rest in zip(purse.earmarks, self.marked[bill.purse], strict=True):
                if row.fund == k and row.period <= q:
                    marked += rest
            rate = float(fund.rate[q])
            free = max(0.0, self.balance[k] - self.bespoken[k])
            found.append(max(0.0, min(self.balance[k] * rate / dearer, marked + free * rate / dearer)))
        return found

    def affordable(self, bill: Bill, n: int, p: int, x: float) -> float:
        """As much of what may begin as can be paid, every payment by itself."""
        for q, amount in bill.payments[p]:
            x = min(x, sum(self.offers(bill, n, q)) / amount)
        return x

    def pay(self, bill: Bill, n: int, p: int, x: float) -> None:
        """Pay for what begins, fund by fund: what is bespoken first, the latest of it before what was left over."""
        purse, dearer = self.made.purses[bill.purse], float(self.draws.cost[n, self.s])
        for q, amount in bill.payments[p]:
            rest = amount * x
            for k, offer in zip(purse.funds, self.offers(bill, n, q), strict=True):
                part = min(rest, offer)
                rest -= part
                if part <= 0 or math.isinf(self.made.funds[k].amount):
                    continue
                self.balance[k] -= part * dearer / float(self.made.funds[k].rate[q])
                self.draw(bill.purse, k, q, part)

    def draw(self, purse: int, fund: int, q: int, part: float) -> None:
        """Take from what is bespoken of a fund."""
        for j, row in enumerate(self.made.purses[purse].earmarks):
            if row.fund == fund and row.period <= q and part > 0:
                drawn = min(part, self.marked[purse][j])
                self.marked[purse][j] -= drawn
                self.bespoken[fund] -= drawn / float(self.made.funds[fund].rate[row.period])
                part -= drawn


def _in_lots(line: Line, x: float, want: float) -> float:
    """Whole units, and whole lots where less than all is possible."""
    if line.whole:
        return float(math.floor(x + NEARLY))
    if x < want * (1 - TINY):
        if line.multiple:
            x = line.multiple * math.floor(x / line.multiple + NEARLY)
        if x < line.least * (1 - TINY):
            return 0.0
    return x
