"""Looking back: what is scored, what is judged, and what is left open."""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from workshare.files.folder import load
from workshare.files.happened import read_happened
from workshare.model import ids
from workshare.model.figure import Figure, Text
from workshare.model.network import Item, Partner, Site, SiteKind
from workshare.model.programme import Programme
from workshare.model.project import Activity
from workshare.model.promises import Commitment, Measure
from workshare.outcome.happened import Outcome
from workshare.outcome.hindcast import Hindcast
from workshare.planner.lags import Floats
from workshare.problems import BadInput
from workshare.risk.hindcast import Looked, look_back

START, DAY = dt.date(2024, 1, 1), dt.date(2024, 1, 31)
CASE = Path(__file__).parents[2] / "programmes" / "moderna-lonza-2020"


@dataclass
class Guess:
    """A forecast of four runs: 10, 20, 30 and 40 pumps at any time; the licence on days 50 to 53 or never."""

    p: dict[str, float] = field(default_factory=lambda: {"pumps": 0.75, "licence": 0.5, "later": 0.1})

    def delivered(self, item: str, site: str, by: dt.date) -> Floats:
        assert item == "pump"
        assert by > DAY
        return np.array([10.0, 20.0, 30.0, 40.0]) * (2 if not site else 1)

    def done(self, activity: str) -> Floats:
        assert activity == "licence"
        return np.array([50.0, 51.0, 53.0, np.inf])

    def p_kept(self, commitment: str) -> float:
        return self.p[commitment]


@pytest.fixture
def pumps() -> Programme:
    """Three promises: 25 pumps by June, the licence by March, 60 pumps by December."""

    def promise(name: str, due: dt.date, measure: Measure) -> Commitment:
        return Commitment(id=ids.CommitmentId(name), by="somebody", says=Text(en=name), due=due, measure=measure)

    pump = ids.ItemId("pump")
    return Programme(
        format=1,
        programme=Text(en="Pumps"),
        start=START,
        until=dt.date(2024, 12, 31),
        known_on=DAY,
        partners=(Partner(id=ids.PartnerId("UA"), name=Text(en="Ukraine")),),
        sites=(Site(id=ids.SiteId("hub"), country=ids.PartnerId("UA"), kind=SiteKind.CUSTOMER),),
        items=(Item(id=pump),),
        activities=(Activity(id=ids.ActivityId("licence"), days=Figure(value=50.0)),),
        commitments=(
            promise("pumps", dt.date(2024, 6, 30), Measure(delivered=pump, quantity=Figure(value=25.0))),
            promise("licence", dt.date(2024, 3, 31), Measure(done=ids.ActivityId("licence"))),
            promise("later", dt.date(2024, 12, 31), Measure(delivered=pump, quantity=Figure(value=60.0))),
        ),
    )


def row(date: dt.date, item: str, quantity: float | None, site: str = "") -> Outcome:
    """A row of what happened."""
    amount = None if quantity is None else Figure(value=quantity)
    return Outcome(date=date, item=item, site=site, quantity=amount, source="a report")


HAPPENED = (
    row(dt.date(2024, 5, 31), "pump", 20, "hub"),
    row(dt.date(2024, 4, 15), "licence", None),
    row(dt.date(2024, 7, 31), "pump", 15),
)


@pytest.fixture
def back(pumps: Programme) -> Hindcast:
    """The look back from the end of January."""
    return look_back(pumps, Guess(), HAPPENED, Looked(as_of=DAY))


def test_quantities_are_scored_as_running_totals(back: Hindcast) -> None:
    """20 at the hub by May, 35 in all by July, in the order of time; the licence on day 105."""
    assert [(e.item, e.site, e.scores.observed) for e in back.events] == [
        ("licence", "", 105.0),
        ("pump", "hub", 20.0),
        ("pump", "", 35.0),
    ]


def test_scores_by_hand(back: Hindcast) -> None:
    """10, 20, 30, 40 against 20: mean distance 10, less half the mean distance inside, 6.25."""
    assert back.events[1].scores.crps == pytest.approx(10 - 6.25)
    assert back.events[1].scores.median == 20
    assert back.events[1].scores.rank == pytest.approx(0.25 + 0.125)


def test_never_counts_as_the_last_day(back: Hindcast) -> None:
    """So that the score of a licence that may never come is a number."""
    assert np.isfinite(back.events[0].scores.crps)
    assert back.events[0].scores.intervals[-1][1] == (dt.date(2024, 12, 31) - START).days


def test_promises_are_judged_where_rows_tell(back: Hindcast) -> None:
    """20 of 25 by June: broken. The licence in April instead of March: broken. December: rows end before."""
    assert [(j.commitment, j.kept) for j in back.judged] == [("pumps", False), ("licence", False)]
    assert back.undecided == ("later",)
    assert back.brier == pytest.approx((0.75**2 + 0.5**2) / 2)


def test_few_events_are_no_calibration(pumps: Programme) -> None:
    """Under 20 events nothing is claimed."""
    assert not look_back(pumps, Guess(), HAPPENED, Looked(as_of=DAY)).calibrated
    many = tuple(row(DAY + dt.timedelta(days=n), "pump", 1) for n in range(1, 21))
    assert look_back(pumps, Guess(), many, Looked(as_of=DAY)).calibrated


def test_the_bundled_table_is_read() -> None:
    """Its rows are five, and the last stands for all sites."""
    programme = load(CASE)
    rows = read_happened(CASE / "outcome.csv", programme, dt.date(2020, 11, 20))
    assert [(r.site, r.quantity.value if r.quantity else None) for r in rows][-2:] == [("us-government", 44), ("", 712)]


def test_every_fault_of_the_table_is_told(tmp_path: Path) -> None:
    """Each with its line, and nothing is scored."""
    table = tmp_path / "outcome.csv"
    table.write_text(
        "date,item,site,quantity,source\n"
        "2020-12-31,dose,us-government,16,A01\n"
        "2020-11-01,doses,us-goverment,18,A02\n"
        "2021-02-28,doses,us-government,,A03\n"
        "2021-02-31,doses,us-government,3,A03\n",
        encoding="utf-8",
    )
    with pytest.raises(BadInput) as caught:
        read_happened(table, load(CASE), dt.date(2020, 11, 20))
    told = [(p.line, p.code.value) for p in caught.value.problems]
    assert told == [
        (2, "dangling-reference"),
        (3, "dangling-reference"),
        (3, "outside-horizon"),
        (4, "missing-key"),
        (5, "bad-date"),
    ]


def test_an_empty_table_is_told(tmp_path: Path) -> None:
    """A heading alone says nothing."""
    table = tmp_path / "outcome.csv"
    table.write_text("date,item,site,quantity,source\n", encoding="utf-8")
    with pytest.raises(BadInput, match="no row says what happened"):
        read_happened(table, load(CASE), dt.date(2020, 11, 20))
