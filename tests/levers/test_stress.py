"""What falls away, and what that does: small programmes worked out by hand, and the bundled ones for soundness."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from workshare.files.folder import load
from workshare.levers.stress import Shock, settled, shocks, stress, without
from workshare.levers.trials import SHORT, Trial, outcomes
from workshare.model.check import check
from workshare.model.ids import FundId, SupplyId
from workshare.model.money import Fund, PaysFor
from workshare.model.programme import Programme
from workshare.outcome.plan import Plan
from workshare.outcome.rows import Verdict
from workshare.outcome.stress import LossKind
from workshare.work import Processes, alone

Planned = Callable[..., Plan]
TWO = {
    "lead_time: 7 days}\nsupplies": "lead_time: 7 days}\n"
    "  build-too: {site: annex, makes: {pump: 1}, time: {second: 8 h}, lead_time: 7 days, needs: [open]}\n"
    "activities: {permit: {days: 0, country: PL}}\ngates: {open: {needs: permit}}\nsupplies",
    "due: 2024-01-31, measure: {delivered: pump, quantity: 10}": (
        "due: 2024-01-21, measure: {delivered: pump, quantity: 20}"
    ),
}
"""A second works across the border: together they make the 20 pumps promised by 21 January, each 10."""
PROGRAMMES = sorted((Path(__file__).parents[2] / "programmes").glob("*/programme.yaml"))


def test_the_worst_loss_comes_first(planned: Planned) -> None:
    """Without its seals or its only works nothing is ever made: 40 pumps short, the promise missed."""
    losses = stress(planned(), workers=alone)
    told = {(str(x.kind), x.id): ([p.after.verdict for p in x.promises], [d.short for d in x.demands]) for x in losses}
    nothing = ([Verdict.MISSED], [pytest.approx(40)])
    assert told == {
        ("nation", "UA"): nothing, ("nation", "PL"): nothing, ("site", "works"): nothing, ("site", "annex"): ([], []),
        ("supplier", "seals"): nothing,
    }  # fmt: skip
    assert losses[-1].id == "annex"
    [hit] = losses[0].promises
    assert (hit.days, hit.units, hit.worse) == (None, pytest.approx(40), True)


def test_a_second_works_loses_a_week(planned: Planned) -> None:
    """With two works either may fall away: the promise is then a week late, and nothing is short.

    Together they bring 10 each on 21 January; alone the other brings 10 on the 21st and 10 on the 28th.
    """
    losses = {(str(x.kind), x.id): x for x in stress(planned(TWO), workers=alone)}
    for key in (("site", "works"), ("site", "annex"), ("nation", "UA"), ("supplier", "seals")):
        [hit] = losses[key].promises
        assert (hit.before.verdict, hit.after.verdict, hit.days) == (Verdict.KEPT, Verdict.LATE, 7)
        assert [d for d in losses[key].demands if d.short] == []
    assert losses["nation", "PL"].promises[0].after.verdict is Verdict.MISSED, "its permit, works and seals all go"


def test_a_fund_that_falls_away_leaves_what_the_other_pays_for(planned: Planned) -> None:
    """A seal costs 5 and the road 1: with 180 for 30 pumps or 60 for 10, the other pumps never come.

    What no fund pays for does not happen, so the fund stays and has nothing: without it all would be free.
    """
    plan = planned({"demands:": "funds: {small: {amount: 60}, large: {amount: 180}}\ndemands:"})
    losses = {x.id: x for x in stress(plan, workers=alone) if x.kind is LossKind.FUND}
    assert {name: [d.short for d in x.demands] for name, x in losses.items()} == {
        "small": [pytest.approx(10)], "large": [pytest.approx(30)],
    }  # fmt: skip
    assert [x.promises for x in losses.values()] == [(), ()], "ten pumps come in time either way"


def test_a_fund_that_falls_away_has_paid_for_what_happened(planned: Planned) -> None:
    """After a purchase by the 3rd of January the fund ends with that day; one that begins later is empty."""
    fund = "funds: {aid: {amount: 900}, late: {amount: 9, effective_start: 2024-02-01}}\n"
    actuals = "actuals: [{what: received, supply: seals, date: 2024-01-03, quantity: 10}]\n"
    programme = planned({"demands:": f"{fund}{actuals}demands:"}).programme
    aid, late = (without(programme, Shock(LossKind.FUND, name)).funds for name in ("aid", "late"))
    assert str(aid[0].effective_end) == "2024-01-03"
    assert aid[0].amount is not None
    assert aid[0].amount.value == 900
    assert late[1].amount is not None
    assert late[1].amount.value == 0


def test_a_nation_keeps_its_customers_and_does_nothing(planned: Planned) -> None:
    """Customers still ask; works, stock, supplies and the ends of lanes go; steps not yet done are never done."""
    programme = planned(TWO).programme
    left = without(programme, Shock(LossKind.NATION, "PL"))
    assert [o.id for o in left.operations] == ["build"]
    assert left.supplies == ()
    assert [lane.origin for lane in left.lanes] == [("works",)]
    assert left.activities[0].not_before is not None
    assert left.activities[0].not_before > programme.until
    assert left.demands == programme.demands
    assert left.sites == programme.sites


def test_what_names_a_lost_row_is_settled(planned: Planned) -> None:
    """A name leaves its list; a list that would become empty, and so mean everything, takes its row along."""
    programme = planned().programme
    two, one = (
        Fund(id=FundId(name), pays_for=PaysFor(supplies=tuple(map(SupplyId, supplies))))
        for name, supplies in (("two", ("seals", "more")), ("one", ("seals",)))
    )
    more = replace(programme.supplies[0], id=SupplyId("more"))
    left = settled(replace(programme, funds=(two, one), supplies=(more,)))
    assert [(f.id, f.pays_for.supplies) for f in left.funds] == [("two", ("more",))]


@pytest.mark.parametrize("path", PROGRAMMES, ids=lambda p: p.parent.name)
def test_every_loss_leaves_a_sound_programme(path: Path) -> None:
    """Whatever falls away, nothing names what is gone; only shortages are left to report."""
    programme: Programme = load(path)
    tests = shocks(programme)
    expected = {LossKind.NATION, LossKind.SITE}
    expected |= {LossKind.SUPPLIER} if programme.supplies else set()
    expected |= {LossKind.FUND} if programme.funds else set()
    assert {shock.kind for shock in tests} == expected
    for shock in tests:
        left = without(programme, shock)
        assert left != programme
        assert [p for p in check(left) if p.code not in SHORT] == [], shock


def test_several_processes_say_the_same(planned: Planned) -> None:
    """Two processes give the same answers as one, in the same order."""
    plan = planned()
    trials = [Trial(without(plan.programme, shock), plan.as_of) for shock in shocks(plan.programme)[-2:]]
    done: list[int] = []
    assert outcomes(trials, workers=Processes(2), progress=lambda n, _: done.append(n)) == outcomes(
        trials, workers=alone
    )
    assert done == [0, 1, 2]
