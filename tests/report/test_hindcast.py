"""The page of a look back: its words in both languages, its table and its charts."""

import datetime as dt
from pathlib import Path

import pytest

from workshare.files.folder import load
from workshare.files.hindcast_json import hindcast_json
from workshare.model.programme import Programme
from workshare.outcome.hindcast import Event, Hindcast, Judged, Scored
from workshare.report.hindcast import Looker, html
from workshare.report.hindcast_charts import calibration, events
from workshare.report.layout import Form

CASE = Path(__file__).parents[2] / "programmes" / "moderna-lonza-2020"


@pytest.fixture(scope="module")
def programme() -> Programme:
    """The bundled case of a look back."""
    return load(CASE)


def event(observed: float, rank: float, *, inside: bool) -> Event:
    """An event with intervals around 50."""
    pairs = ((45.0, 55.0), (40.0, 60.0), (30.0, 70.0))
    scores = Scored(observed=observed, median=50.0, crps=abs(observed - 50), rank=rank, intervals=pairs)
    assert scores.covered[-1] is inside
    return Event(date=dt.date(2021, 1, 31), item="doses", site="us-government", source="A01", scores=scores)


@pytest.fixture
def back() -> Hindcast:
    """Two events, one inside its intervals; two promises judged, one not."""
    return Hindcast(
        as_of=dt.date(2020, 11, 20),
        seed=1,
        scenarios=2000,
        plan_at=None,
        events=(event(52.0, 0.6, inside=True), event(90.0, 1.0, inside=False)),
        judged=(Judged(commitment="year-2021", p_kept=0.2, kept=True),),
        undecided=("visp-december",),
        brier=0.64,
        coverage=(0.5, 0.5, 0.5),
    )


def test_scores_in_words(back: Hindcast, programme: Programme) -> None:
    """Each score with what it means, and that two events are no calibration."""
    told = Looker(programme, "en").scores(back)
    assert told == [
        "Brier score 0.64 over 1 promise (0 is perfect; always saying one half earns 0.25).",
        "Events inside the intervals: 50% interval: 50%, 80% interval: 50% and 90% interval: 50%.",
        "2 events are no calibration: nothing is claimed under 20; running totals depend on each other.",
    ]


def test_promises_in_words(back: Hindcast, programme: Programme) -> None:
    """What was given and what came; and what nobody can tell."""
    kept, unknown = Looker(programme, "en").promises(back)
    assert kept.endswith(": given 20%; it was kept.")
    assert unknown.endswith(": what happened does not tell whether it was kept.")


def test_rows_say_which_interval_held(back: Hindcast, programme: Programme) -> None:
    """The narrowest that did, or that none did."""
    rows = [Looker(programme, "en").row(e) for e in back.events]
    assert [row[5] for row in rows] == ["50%", "outside"]


@pytest.mark.parametrize("language", ["en", "uk"])
def test_the_page_needs_nothing_else(back: Hindcast, programme: Programme, language: str) -> None:
    """One file in both languages, with the charts inside."""
    page = html(back, programme, language, "0.0")
    assert page.count("<svg") >= 4
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "Hindcast" in page
    assert "Погляд назад" in page


def test_charts_are_sound(back: Hindcast) -> None:
    """What lies outside its intervals is in bold; ranks step up to the whole."""
    spec = events(back, ["inside", "outside"], "en", Form.WIDE)
    assert spec is not None
    bold = [layer for layer in spec["layer"] if layer.get("mark", {}).get("fontWeight") == 600]
    assert any(row["label"] == "outside" for layer in bold for row in layer["data"]["values"])
    ranks = calibration(back, "en", Form.NARROW)
    assert ranks is not None
    dots = ranks["layer"][3]["data"]["values"]
    assert [(row["x"], row["q"]) for row in dots] == [(0.6, 0.5), (1.0, 1.0)]


def test_json_has_every_score(back: Hindcast) -> None:
    """And says that two events are no calibration."""
    text = hindcast_json(back)
    assert '"calibrated": false' in text
    assert '"crps": 40.0' in text
