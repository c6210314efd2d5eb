"""Deciding a project on random programmes: what makes the search quicker changes no goal."""

import datetime as dt
import random
from collections.abc import Mapping
from dataclasses import replace

import pytest
from random_programmes import Taste, random_programme

from workshare.gates import Choices
from workshare.model.figure import plain
from workshare.model.money import Fund, PaysFor
from workshare.model.programme import Programme
from workshare.model.project import Activity, Gate, Investment, Mode
from workshare.planner import decide as deciding
from workshare.planner import lexico
from workshare.planner.decide import decide, prepared
from workshare.planner.goals import GoalKind
from workshare.planner.rules import RULES
from workshare.planner.settings import Settings
from workshare.units import Per

EXACT = Settings(gap=1e-9, tie_gap=1e-9, tie_nodes=20_000)
FURTHER = (GoalKind.PROMPT, GoalKind.AHEAD, GoalKind.COST)
HELPERS = ("served when open", "capacity when open")
CLOSE = 1e-4
"""Goals held as rows of a search give way by a thousandth of a percent."""


def with_project(programme: Programme, rng: random.Random) -> Programme:
    """The programme with two lines to open and an investment, for money that comes in two parts and is not enough."""
    lines = tuple(
        Activity(
            id=f"tool-{n}", days=plain(rng.randint(10, 30)), cost=plain(rng.randint(5, 10)),
            modes={"crash": Mode(days=plain(rng.randint(5, 9)), cost=plain(rng.randint(11, 15)))},
        )
        for n in range(2)
    )  # fmt: skip
    gates = tuple(Gate(id=f"line-{n}", needs=(f"tool-{n}",)) for n in range(2))
    operations = tuple(
        replace(o, needs=(*o.needs, f"line-{rng.randrange(2)}")) if rng.random() < 0.7 else o
        for o in programme.operations
    )
    more = tuple(
        Investment(id="more", resource=r.id, hours=plain(20, Per.WEEK), days=plain(14), cost=plain(8))
        for r in programme.resources[:1]
    )
    everything = PaysFor(
        activities=tuple(a.id for a in (*programme.activities, *lines)), investments=tuple(v.id for v in more)
    )
    later = programme.start + dt.timedelta(days=rng.randint(5, 40))
    funds = (
        Fund(id="first", amount=plain(rng.randint(5, 15)), pays_for=everything),
        Fund(id="second", amount=plain(rng.randint(5, 15)), pays_for=everything, effective_start=later),
        Fund(
            id="own",
            pays_for=PaysFor(
                operations=tuple(o.id for o in operations),
                supplies=tuple(s.id for s in programme.supplies),
                lanes=tuple(x.id for x in programme.lanes),
            ),
        ),
    )
    return replace(
        programme,
        activities=(*programme.activities, *lines),
        gates=(*programme.gates, *gates),
        operations=operations,
        investments=more,
        funds=funds,
    )


def random_project(seed: int) -> Programme:
    """A small programme in volumes, with a project to decide."""
    rng = random.Random(seed)  # noqa: S311 - it is to be repeated, not to be guessed
    return with_project(random_programme(rng, Taste(whole=0.0, least_shipments=False)), rng)


def values(programme: Programme, start: Choices | None = None) -> tuple[Mapping[str, float], Choices]:
    """What deciding comes to, goal by goal down to what the project costs, and the choices."""
    found = decide(programme, programme.start, EXACT, lambda _: None, FURTHER, start=start)
    return {v.name: v.value for v in found.values}, found.choices


@pytest.mark.parametrize("seed", range(20))
def test_what_helps_the_search_changes_no_goal(seed: int) -> None:
    asked = random_project(seed)
    quick, choices = values(asked)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deciding, "RULES", {name: rule for name, rule in RULES.items() if name not in HELPERS})
        patch.setattr(lexico, "not_asked_for", lambda *_: None)
        plainly, _ = values(asked)
    again, _ = values(asked, choices)
    assert quick == pytest.approx(plainly, rel=CLOSE, abs=CLOSE)
    assert again == pytest.approx(plainly, rel=CLOSE, abs=CLOSE)


@pytest.mark.parametrize("seed", range(20))
def test_choices_become_columns_and_choices_again(seed: int) -> None:
    asked, rng = random_project(seed), random.Random(seed)  # noqa: S311
    found = prepared(asked, asked.start)
    assert found is not None
    model = found[0]
    by_mode = {s.id: s for s in rng.sample(model.deciding.steps, len(model.deciding.steps)) if s.mode and s.whole}
    chosen = {name: s for name, s in by_mode.items() if rng.random() < 0.7}
    choices = Choices(
        modes={name: s.mode for name, s in chosen.items()},
        starts={name: rng.choice(s.days) for name, s in chosen.items()},
        left_out=frozenset(by_mode.keys() - chosen.keys()),
        investments={s.id: (rng.choice(s.days),) for s in model.deciding.steps if not s.mode},
    )
    assert deciding.chosen(model, deciding.columns_of(model, choices)) == choices
