"""Small programmes whose plans were worked out by hand.

A case's docstring says what must hold, then the arithmetic, and ends with the programme itself, indented. The
test plans it as it stands, or with a few of its words changed, and compares whole tables, to 1e-6.
"""

import datetime as dt
import inspect
from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest

from workshare.files.folder import load
from workshare.outcome.plan import Plan
from workshare.outcome.terms import Built
from workshare.planner.make import make_plan

HEAD = """\
format: 1
programme: A case
partners: {UA: {name: Ukraine}, PL: {name: Poland}}
"""
"""What is the same in every case."""

Planner = Callable[..., "Told"]


def near(value: float) -> Any:
    """The value, equal to whatever is within 1e-6 of it, or for large numbers within 1e-8 of its size."""
    return pytest.approx(value, rel=1e-8, abs=1e-6)


class Told:
    """A plan's tables as dicts, such as ``deliveries["winter"] == {"2024-01-14": 8, "2024-01-21": 2}``."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.deliveries = by_date(plan.deliveries, "demand")
        self.runs = by_date(plan.production, "operation", amount="runs")
        self.outputs = by_date(plan.flows.outputs, "item")
        self.shipments = by_date(plan.shipments, "lane", "item")
        self.purchases = by_date(plan.purchases, "supply")
        self.swaps = by_date(plan.flows.substitutions, "item")
        self.stock = by_date(plan.stock, "item", "site")
        self.hours = by_date(plan.resources, "resource", amount="hours")
        self.capacity = by_date(plan.resources, "resource", amount="capacity")
        self.goals = {goal.name: near(goal.value) for goal in plan.goals}
        self.short = {d.id: near(d.short) for d in plan.demands}
        self.ends = [str(plan.periods.ends(p)) for p in range(len(plan.periods))]
        self.gates = {g.gate: str(g.date) for g in plan.gates}
        self.steps = {s.activity: (str(s.start), str(s.finish)) for s in plan.activities}
        self.verdicts = {c.id: (str(c.verdict), str(c.date) if c.date else None, c.days_late) for c in plan.commitments}
        self.counted = {c.id: (near(c.by_due), near(c.in_the_end)) for c in plan.commitments}
        self.rules = {r.rule: (r.of, near(r.content), near(r.total)) for r in plan.rules}
        self.earliest = {c.id: str(c.earliest) for c in plan.commitments}
        self.modes = {s.activity: s.mode for s in plan.activities}
        self.payments = by_date(plan.payments, "fund", "id", amount="amount")
        self.released, self.spent, self.left = (
            by_date(plan.cash, "fund", amount=column) for column in ("released", "spent", "left")
        )
        self.investments = {v: [(str(b.decided), str(b.ready)) for b in rows] for v, rows in built(plan).items()}
        self.licences = by_date(plan.licences, "licence")

    def late(self, priority: int = 1) -> Any:
        """Late quantity-days of a priority, as the goal and as the accounts have them."""
        rows = [d.late_quantity_days for d in self.plan.demands if d.priority == priority]
        assert self.goals[f"late, priority {priority}"] == sum(rows)
        return near(sum(rows))


def by_date(rows: Iterable[Any], *keys: str, amount: str = "quantity") -> Mapping[Any, Mapping[str, Any]]:
    """The rows' amounts by some of their fields, then by their date."""
    name, value = attrgetter(*keys), attrgetter(amount)
    sums: dict[Any, dict[str, float]] = {}
    for row in rows:
        of = sums.setdefault(name(row), {})
        of[str(row.date)] = of.get(str(row.date), 0.0) + value(row)
    return {key: {date: near(total) for date, total in of.items()} for key, of in sums.items()}


def built(plan: Plan) -> Mapping[str, list[Built]]:
    """The investments that are made, by their ids."""
    return {v: [b for b in plan.investments if b.investment == v] for v in {b.investment for b in plan.investments}}


@pytest.fixture
def plan(request: pytest.FixtureRequest, tmp_path: Path) -> Planner:
    """Plans the programme in the test's docstring; each key of ``changes`` there gives way to its value."""
    text = inspect.cleandoc(request.function.__doc__)
    body = inspect.cleandoc("    " + text.partition("\n\n    ")[2])

    def planned(changes: Mapping[str, str] | None = None, *, as_of: str | None = None) -> Told:
        written = HEAD + body
        for old, new in (changes or {}).items():
            assert written.count(old) == 1, f"{old!r} stands {written.count(old)} times in the programme"
            written = written.replace(old, new)
        (tmp_path / "programme.yaml").write_text(written + "\n", encoding="utf-8")
        return Told(make_plan(load(tmp_path), as_of=dt.date.fromisoformat(as_of) if as_of else None))

    return planned
