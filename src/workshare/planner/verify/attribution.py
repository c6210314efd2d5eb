"""Which part of every row of a plan may be said to end in which deliveries: a small linear problem over the rows.

Each row has an amount for each class of deliveries; whatever a class brings to a place must leave it for a delivery
of that class, at no time more than what lies there, and nothing may be left. Only the tables are asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import scipy.sparse as sp
from scipy.optimize import linprog

from workshare.model.network import Operation
from workshare.planner.verify.books import Books, Floats
from workshare.planner.verify.dates import whole_days
from workshare.planner.verify.fault import SLACK

Spot = tuple[str, ...]
"""An item at a site, or an operation: its work."""
Line = dict[int, float]
"""Coefficients by the number of an amount."""


@dataclass(frozen=True, slots=True)
class Part:
    """An amount of a row, for one class: of what kind, whose row, where, and the most that it can be."""

    kind: str
    name: str
    item: str
    site: str
    most: float
    runs: float = 1.0
    """For an output: the runs behind one unit of it."""


@dataclass(slots=True)
class Attribution:
    """The amounts of all rows, alike for every class, and what each does to the places it touches."""

    parts: list[Part] = field(default_factory=list)
    moves: dict[Spot, list[tuple[int, int, float]]] = field(default_factory=lambda: defaultdict(list))
    """For each place (or the work of an operation): period, number of the part, what a unit of it brings."""
    levels: dict[Spot, tuple[Floats, Floats]] = field(default_factory=dict)
    """What lies there at the end of each period, and all that had come by then."""

    def add(self, part: Part, *moves: tuple[Spot, int, float]) -> None:
        """An amount with what it brings where and when."""
        for place, period, n in moves:
            self.moves[place].append((period, len(self.parts), n))
        self.parts.append(part)


def attribution(books: Books) -> Attribution:
    """The amounts of a plan's rows from its day on, of what lies there then and of what comes in by itself."""
    found = Attribution()
    for place, day, quantity in books.facts.lies:
        p = books.counted_in(day)
        if p < len(books.last):
            found.add(Part("stock", "", *place, quantity), (place, p, 1.0))
    for bought in books.planned.purchases:
        part = Part("purchase", bought.supply, bought.item, bought.site, bought.quantity)
        found.add(part, ((bought.item, bought.site), bought.period, 1.0))
    for swapped in books.planned.substitutions:
        part = Part("substitution", "", swapped.item, swapped.site, swapped.quantity)
        out, into = (swapped.item, swapped.site), (swapped.instead_of, swapped.site)
        found.add(part, (out, swapped.period, -1.0), (into, swapped.period, 1.0))
    _add_shipments(found, books)
    _add_works(found, books)
    for place, level in books.levels.items():
        found.levels[place] = level
    return found


def _add_shipments(found: Attribution, books: Books) -> None:
    """Each arrival of each shipment."""
    for sent in books.planned.shipments:
        lane = books.lanes[sent.lane]
        opens, lead = books.leaves(sent).opens, whole_days(lane.lead_time.value)
        first, shares = books.arrival(sent.period, lead, opens, rounded=books.rounds((sent.item,)))
        for q, share in enumerate(shares.tolist(), first):
            if share > 0:
                part = Part("shipment", sent.lane, sent.item, sent.destination, sent.quantity * share)
                out, into = (sent.item, sent.origin), (sent.item, sent.destination)
                found.add(part, (out, sent.period, -1.0), (into, q, 1.0))


def _add_works(found: Attribution, books: Books) -> None:
    """Each arrival of runs begun, into the work of their operation; each output, out of it or of work in progress."""
    arrived = _add_work_there(found, books)
    for begun in books.planned.production:
        operation, opens = books.operations[begun.operation], books.begins(begun).opens
        lead = whole_days(operation.lead_time.value)
        first, shares = books.arrival(begun.period, lead, opens, rounded=books.rounds(operation.makes))
        takes = [((item, operation.site), begun.period, -n.value) for item, n in operation.uses.items()]
        for q, share in enumerate(shares.tolist(), first):
            if share > 0:
                arrived[operation.id][q] += begun.runs * share
                part = Part("runs", operation.id, "", operation.site, begun.runs * share)
                found.add(part, ((operation.id,), q, 1.0), *takes)
    made: dict[tuple[str, str], Floats] = defaultdict(books.nothing)
    for row in books.planned.outputs:
        made[row.operation, row.item][row.period] += row.quantity
    for name, operation in books.operations.items():
        for item, p, quantity in books.comes_out(operation):
            part = Part("in progress", name, item, operation.site, quantity)
            found.add(part, ((item, operation.site), p, 1.0))
            made[name, item][p] -= quantity
        out = books.nothing()
        makes: dict[str, float] = {str(item): n for item, n in operation.accepted.items()}
        for item, weight in _weights(books, operation):
            of_one = makes[item]
            for p in np.flatnonzero(made[name, item] > 0).tolist():
                part = Part("output", name, item, operation.site, made[name, item][p], weight / of_one)
                found.add(part, ((item, operation.site), p, 1.0), ((name,), p, -weight / of_one))
            out += weight / of_one * made[name, item]
        total = np.cumsum(arrived[name])
        found.levels[name,] = total - np.cumsum(out), total


def _add_work_there(found: Attribution, books: Books) -> dict[str, Floats]:
    """Runs that had been begun and are still to be made whole, in the work of their operation; what comes when."""
    arrived: dict[str, Floats] = defaultdict(books.nothing)
    for name, work in books.facts.work.items():
        share = books.operations[name].yield_share
        for day, accepted in work:
            p, runs = books.counted_in(day), accepted / (share.value if share else 1.0)
            if p < len(books.last):
                arrived[name][p] += runs
                found.add(Part("work", name, "", books.operations[name].site, runs), ((name,), p, 1.0))
    return arrived


def _weights(books: Books, operation: Operation) -> Iterator[tuple[str, float]]:
    """Each output's part in a run: by standard costs, or alike where none has one."""
    costs = {item: books.worth(item) * n for item, n in operation.accepted.items()}
    total = sum(costs.values())
    for item, cost in costs.items():
        yield item, cost / total if total > 0 else 1.0 / len(costs)


@dataclass(slots=True)
class Question:
    """A linear problem about the amounts of some classes: amounts of class k stand k times all parts further on."""

    parts: int
    classes: int
    rows: list[tuple[Line, float]] = field(default_factory=list)
    """Sums that are at most so much."""
    most: list[float] = field(default_factory=list)
    weight: list[float] = field(default_factory=list)

    def further(self, weight: float = 0.0) -> int:
        """One more amount, to be kept low with a weight."""
        self.most.append(np.inf)
        self.weight.append(weight)
        return len(self.most) - 1

    def at_most(self, line: Line, limit: float) -> None:
        """A sum is no more than a limit."""
        self.rows.append((line, limit))

    def answer(self) -> Floats | None:
        """Amounts that meet all of it at the least weight; None where there are none."""
        if not self.most:
            return np.zeros(0) if all(limit >= 0 for _, limit in self.rows) else None
        entries = [(r, c, v) for r, (line, _) in enumerate(self.rows) for c, v in line.items()]
        row, column, value = zip(*entries, strict=True) if entries else ((), (), ())
        matrix = sp.csr_array((value, (row, column)), shape=(len(self.rows), len(self.most)))
        limits = np.array([limit for _, limit in self.rows])
        bounds = [(0.0, None if np.isinf(m) else m) for m in self.most]
        found = linprog(self.weight, A_ub=matrix, b_ub=limits, bounds=bounds)  # type: ignore[call-overload]
        return np.asarray(found.x) if found.status == 0 else None


def question(found: Attribution, delivered: Iterable[Mapping[Spot, Floats]]) -> Question:
    """What each class may be said to be made of, given its deliveries by place and period.

    0 <= brought to a place by p - taken from it by p <= what lies there, and 0 in the end, but for rounding.
    """
    wanted = list(delivered)
    asked = Question(len(found.parts), len(wanted))
    for _ in wanted:
        asked.most += [part.most + _slack(part.most) for part in found.parts]
    asked.weight = [0.0] * len(asked.most)
    if len(wanted) > 1:
        for n, part in enumerate(found.parts):
            line: Line = {k * asked.parts + n: 1.0 for k in range(len(wanted))}
            asked.at_most(line, part.most + _slack(part.most))
    for place in dict.fromkeys([*found.moves, *(place for served in wanted for place in served)]):
        _balance(asked, found, wanted, place)
    return asked


def _balance(asked: Question, found: Attribution, wanted: list[Mapping[Spot, Floats]], place: Spot) -> None:
    """What the classes have at a place, at the end of each period in which anything comes or goes."""
    level, come = found.levels.get(place, (None, None))
    gone = [np.cumsum(served[place]) if place in served else None for served in wanted]
    moves = sorted(found.moves.get(place, ()))
    served = {int(p) for total in gone if total is not None for p in np.flatnonzero(np.diff(total, prepend=0.0))}
    periods = sorted({p for p, _, _ in moves} | served)
    for p in periods:
        slack = _slack(float(come[p]) if come is not None else 0.0)
        every: Line = {}
        left = float(level[p]) if level is not None else 0.0
        for k, total in enumerate(gone):
            line: Line = defaultdict(float)
            for q, n, v in moves:
                if q <= p:
                    line[k * asked.parts + n] += v
            out = float(total[p]) if total is not None else 0.0
            asked.at_most({n: -v for n, v in line.items()}, slack - out)
            if p == periods[-1]:
                asked.at_most(dict(line), slack + out)
            every |= line
            left += out
        asked.at_most(every, max(left, 0.0) + slack)


def _slack(size: float) -> float:
    return SLACK * max(1.0, abs(size))
