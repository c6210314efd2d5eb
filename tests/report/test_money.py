"""Money, licences, decisions, fleets and the last plan: on the page and in the terminal's lines."""

import datetime as dt
from dataclasses import replace

import altair as alt
import pytest

from workshare.model.figure import Text
from workshare.outcome.plan import Plan
from workshare.outcome.table import Table
from workshare.outcome.terms import Cash, Payment
from workshare.report import charts, money, tracks
from workshare.report.decided import decisions_sentence
from workshare.report.layout import Form
from workshare.report.page import html
from workshare.report.panels import RowKind, timeline


def test_a_mode_goes_by_its_name(funded: Plan) -> None:
    """Where a mode has a name, that is said instead of its id: with the step, and with its figures."""
    name = Text(en="two groups", uk="дві групи")
    activities = tuple(
        replace(a, modes={mode: replace(row, name=name) for mode, row in a.modes.items()})
        for a in funded.programme.activities
    )
    plan = replace(funded, programme=replace(funded.programme, activities=activities))
    assert "training (mode “two groups”)" in decisions_sentence(plan, "en")
    page = html(plan, "en")
    for words in ("навчання (режим «дві групи»)", "if done “two groups”"):
        assert words in page
    assert "crash" not in page


def test_the_page_shows_all_of_it(funded: Plan) -> None:
    """Each section with its words, in both languages, every table with what it is about."""
    page = html(funded, "en")
    for section in ("money", "licences", "rules", "fleets", "baseline"):
        assert page.count(f'id="en-{section}"') == page.count(f'id="uk-{section}"') == 1
        assert f'href="#en-{section}"' in page
    for words in (
        "training (mode “crash”)", "навчання (режим «crash»)", "Licences, while in force".upper(),
        "licence for the drawings",
        "2,429\u00a0UAH lapses", "900\u00a0USD is not released", "250 of 250 drawn", "36 in service, 36 wanted",
        "What a delivered unit costs", "Left out: the fair.", "Quarter to", "least share of the value",
        "if done “crash”",
    ):  # fmt: skip
        assert words in page, words


def test_a_plan_without_them_has_none(plan: Plan) -> None:
    """No heading, no link and no empty table."""
    page = html(plan, "en")
    for section in ("money", "licences", "rules", "fleets", "baseline"):
        assert f"en-{section}" not in page
    assert "Decided" not in page
    assert decisions_sentence(plan, "en") == money.money_sentence(plan, "en") == ""


def test_the_lines_say_what_is_spent_and_decided(funded: Plan) -> None:
    """What is spent of what there is by currency, what lapses, what is never released; and what is decided."""
    assert money.money_sentence(funded, "en") == (
        "Money: 4,624 of 12,900 USD and 1,571 of 4,000 UAH spent; 2,429\u00a0UAH lapses; 900\u00a0USD is not released."
    )
    assert decisions_sentence(funded, "en") == (
        "Decided: training (mode “crash”), done on 15 January 2024; a second line, ready on 22 January 2024. "
        "Left out: the fair."
    )
    assert money.paid_sentence(funded, "en") == "5,410 USD is paid within the plan, 140 USD after its end."


def test_funds_without_a_limit_are_told_apart(funded: Plan) -> None:
    """They have no panel, and their spending is in the programme's currency."""
    treasury = replace(funded.programme.funds[0], amount=None)
    programme = replace(funded.programme, funds=(treasury, *funded.programme.funds[1:]))
    cash = Table(Cash, [row for row in funded.cash if row.fund != "treasury"])
    free = replace(funded, programme=programme, cash=cash)
    assert "4,624 USD spent from funds without limit" in money.money_sentence(free, "en")
    assert [track.panel.title for track in tracks.funds(free, "en")] == ["aid"]
    assert money.funds(free, "en").rows[0][2] == "no limit"


def test_panels_follow_the_tables(funded: Plan) -> None:
    """What may be spent falls to what is spent when a fund lapses; a licence allows from its grant on."""
    treasury, aid = tracks.funds(funded, "en")
    assert treasury.panel.asked == ((dt.date(2024, 1, 1), 12000.0),)
    assert aid.panel.asked[0] == (dt.date(2024, 1, 15), 4000.0)
    assert aid.panel.asked[-1][1] == pytest.approx(aid.panel.there[-1][1])
    (licence,) = tracks.licences(funded, "en")
    assert licence.panel.asked[0] == (dt.date(2024, 1, 15), 250.0)
    assert licence.panel.there[-1][1] == pytest.approx(250)
    (fleet,) = tracks.fleets(funded, "en")
    assert [q for _, q in fleet.panel.there] == [30, 33, 36]
    assert fleet.panel.asked == ((funded.as_of, 36.0),)


def test_the_timeline_has_investments_and_licences(funded: Plan) -> None:
    """From decision to readiness, and while in force; a licence that is never granted has no bar."""
    shown = timeline(funded, "en")
    assert shown is not None
    spans = {row.kind: (row.label, str(row.start), str(row.finish), row.country) for row in shown.rows}
    assert spans[RowKind.INVESTMENT] == ("a second line", "2024-01-01", "2024-01-22", "UA")
    assert spans[RowKind.LICENCE] == ("licence for the drawings", "2024-01-15", "2024-06-16", "UA")
    undone = replace(
        funded, activities=Table(funded.activities.record, [s for s in funded.activities if s.activity != "vote"])
    )
    later = timeline(undone, "en")
    assert later is not None
    assert RowKind.LICENCE not in {row.kind for row in later.rows}
    assert money.licences(undone, "en").rows[0][1] == "never granted"


@pytest.mark.parametrize("form", Form)
def test_specs_are_valid(funded: Plan, form: Form) -> None:
    """What is drawn is what Vega-Lite's schema allows."""
    for make in (charts.spending, charts.gantt):
        alt.Chart.from_dict(make(funded, "uk", form) or {}, validate=True)
    for track in (*tracks.funds(funded, "uk"), *tracks.licences(funded, "uk"), *tracks.fleets(funded, "uk")):
        alt.Chart.from_dict(charts.running(track.panel, "uk"), validate=True)


def test_tables_add_up(funded: Plan) -> None:
    """Each breakdown is told whole, and the bars of families are shares of what is paid for each."""
    rows = money.costs(funded, "en").rows
    for heading in ("Fund", "Purpose", "Country", "Family", "Site"):
        assert sum(float(r[2].replace(",", "")) for r in rows if r[0] == heading) == pytest.approx(5410, abs=3)
    for row in money.spending(funded, "en"):
        assert sum(share for _, share in row.parts) == pytest.approx(1)
    nothing = replace(funded, payments=Table(Payment), costs=Table(funded.costs.record))
    assert charts.spending(nothing, "en") is None
    assert money.costs(nothing, "en").rows == ()
    assert "Where the money goes" in html(nothing, "en")


def test_the_last_plan_stands_beside_this_one(funded: Plan) -> None:
    """Value of the last plan, of this one, and the difference, by quarter."""
    rows = {row[:2]: row[2:] for row in money.forecasts(funded, "en").rows}
    assert rows["Ukraine", "31 Mar 2024"][0] == "800"
    assert rows["Ukraine", "30 Jun 2024"][0] == "200"
    for baseline, current, difference in rows.values():
        values = [float(text.replace(",", "").replace("\u2212", "-")) for text in (baseline, current, difference)]
        assert values[2] == pytest.approx(values[1] - values[0], abs=1)
