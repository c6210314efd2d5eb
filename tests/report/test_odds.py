"""The page of the odds: what it says and draws of a small study."""

import datetime as dt
from dataclasses import replace

import pytest

from workshare.files.folder import load
from workshare.outcome.odds import CommitmentOdds, FanPoint, Hang, Odds
from workshare.outcome.plan import Plan
from workshare.outcome.table import Table
from workshare.planner.make import make_plan
from workshare.report.layout import Form
from workshare.report.odds import html
from workshare.report.odds_charts import Bar, dates, fan, three, tornado
from workshare.report.page import html as report

DUE = dt.date(2021, 12, 31)


@pytest.fixture(scope="module")
def plan() -> Plan:
    """A plan of a bundled case."""
    return make_plan(load("programmes/moderna-lonza-2020"), outlook=False)


@pytest.fixture
def odds(plan: Plan) -> Odds:
    """Odds of its promises: one likely, one not, one that nothing measures."""
    names = [str(c.id) for c in plan.programme.commitments]
    rows = [
        CommitmentOdds(
            id=names[0], due=DUE, planned=DUE, p_kept=0.9, low=0.88, high=0.92, p10=dt.date(2021, 6, 1),
            p50=dt.date(2021, 8, 1), p90=dt.date(2021, 12, 1), hindsight=0.95, from_known=0.7, to_known=1.0,
        ),
        CommitmentOdds(id=names[1], due=DUE, planned=None, p_kept=0.1, low=0.08, high=0.12, never=0.6),
        CommitmentOdds(id=names[2], due=DUE, planned=None, p_kept=None),
    ]  # fmt: skip
    hangs = [
        Hang(commitment=names[0], table="activities", id="visp-first-line", change=0.08, noise=0.01, scenarios=1024),
        Hang(commitment=names[0], table="resources", id="line-norwood", change=-0.02, noise=0.01, scenarios=1024),
    ]
    points = [
        FanPoint(commitment=names[1], date=dt.date(2021, m, 1), p10=m, p50=2.0 * m, p90=3.0 * m, planned=2.5 * m)
        for m in range(1, 13)
    ]
    return Odds(
        seed=1, scenarios=1000, level=0.9, sequential=False, commitments=Table(CommitmentOdds, rows),
        hangs=Table(Hang, hangs), fan=Table(FanPoint, points),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("language", "lead"),
    [
        ("en", "Of 2 promises that can be measured, 1 hold four times in five or more; 1 rather break."),
        ("uk", "Із 2 обіцянок, які можна виміряти, 1 виконуються щонайменше чотири рази з п’яти, 1 радше порушуються."),
    ],
)
def test_the_page_says_how_likely(plan: Plan, odds: Odds, language: str, lead: str) -> None:
    """Both languages are on the page, with the charts inside, and nothing from elsewhere."""
    page = html(plan, odds, language, "0.0")
    assert lead in page
    assert "70% to 100%" in page
    assert "http://" not in page.replace("http://www.w3.org", "")


def test_the_charts_show_what_they_should(plan: Plan, odds: Odds) -> None:
    """A share for each measured promise, bars from p10 to p90; the band of the fan; both signs."""
    rows = [(row.id, row) for row in odds.commitments]
    spec = dates(rows, plan.as_of, plan.programme.until, "en", Form.WIDE)
    assert spec is not None
    texts = [row["label"] for layer in spec["layer"] for row in layer["data"]["values"] if "label" in row]
    assert {"90%", "10%"} <= set(texts)
    band = fan(list(odds.fan), DUE, 20.0, "en")["layer"][1]["data"]["values"]
    assert [(row["q"], row["q2"]) for row in band][:2] == [(1, 3.0), (2, 6.0)]
    drawn = tornado([Bar(h.id, h.change, h.noise) for h in odds.hangs], "en", Form.NARROW)
    assert drawn is not None
    numbers = [row["label"] for layer in drawn["layer"] for row in layer["data"]["values"] if "label" in row]
    assert {"+8", "-2"} <= set(numbers)


def test_three_probabilities_stand_apart(plan: Plan, odds: Odds) -> None:
    """The plan as it stands, monthly planning with its interval, and hindsight: each has marks and words of its own."""
    first, *others = odds.commitments
    again = replace(
        first, hindsight=0.99, replanned=0.95, replanned_low=0.8, replanned_high=0.98, replanned_fixed=0.875
    )
    found = replace(odds, commitments=Table(CommitmentOdds, [again, *others]), replanned=40)
    drawn = three([(row.id, row) for row in found.commitments], "en", Form.WIDE)
    assert drawn is not None
    places = [[row["x"] for row in layer["data"]["values"] if "x" in row] for layer in drawn["layer"]]
    assert [0.95] in places
    assert [0.99] in places
    page = html(plan, found)
    assert "Planned again every month: 40 futures of these" in page
    assert "95% (80% to 98%; as it stands 88%)" in page
    assert "Planned again" not in html(plan, odds)
    whole = report(plan, "en", "", found)
    assert "Three probabilities that are not one another" in whole
    assert "90% of scenarios" in whole
    assert "of scenarios (" not in report(plan)


def test_nothing_to_draw(plan: Plan) -> None:
    """Promises that nothing measures have no chart, and what hangs on nothing neither."""
    row = CommitmentOdds(id="x", due=DUE, planned=None, p_kept=None)
    assert dates([("x", row)], plan.as_of, DUE, "en", Form.WIDE) is None
    assert tornado([], "en", Form.WIDE) is None
