"""The page of a comparison, and the sentences in it."""

import datetime as dt
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from workshare.model.difference import Difference, differences
from workshare.model.figure import Text, plain
from workshare.model.programme import Programme
from workshare.outcome.comparison import Cause, Comparison, Entrant, Part, Result
from workshare.outcome.plan import Plan
from workshare.outcome.rows import CommitmentAccount, Verdict
from workshare.outcome.table import Table
from workshare.report.causes import cause_sentence
from workshare.report.compare import compared_sentence, html
from workshare.report.compare_charts import LINES
from workshare.report.differences import told
from workshare.report.language import tongue
from workshare.report.names import Names
from workshare.results.compare import compare

LATER = dt.date(2024, 12, 24)


@pytest.fixture(scope="module")
def pair(plan: Plan) -> Comparison:
    """The small plan, and the same with another input and one promise later."""
    first, *rest = plan.commitments
    moved = replace(first, verdict=Verdict.LATE, date=LATER, days_late=(LATER - first.due).days)
    operation, *others = plan.programme.operations
    programme = replace(plan.programme, operations=(replace(operation, lead_time=plain(44)), *others), currency="XXX")
    after = replace(plan, programme=programme, commitments=Table(CommitmentAccount, [moved, *rest]))
    entrants = [
        Entrant(letter=x, title=Text(en=f"Plan {x} <b>", uk=f"План {x}"), note=Text(en="Why & how"), plan=p)
        for x, p in (("A", plan), ("B", after))
    ]
    early, late = (
        Result(verdict=first.verdict, date=first.date, in_the_end=1.0),
        Result(verdict=Verdict.LATE, date=LATER, in_the_end=1.0),
    )
    causes = [
        Cause(plan="B", commitment=first.id, bundle=n, part=part, alone=alone, without=without)
        for n, (part, alone, without) in enumerate([(Part.NONE, early, late), (Part.ALL, late, early)])
    ]
    return compare(entrants, causes)


def test_the_page_is_whole_in_both_languages(pair: Comparison) -> None:
    """Both bodies are there, what an author wrote is escaped, and nothing is loaded from elsewhere."""
    page = html(pair, "uk", "1")
    assert '<html lang="uk">' in page
    assert page.count('class="page"') == 2
    assert "Plan A &lt;b&gt;" in page
    assert "Why &amp; how" in page
    assert not re.search(r"(?:src|href)=\"(?!#)", page)
    assert "Where the inputs differ" in page
    assert "Чим відрізняються вихідні дані" in page
    HTMLParser().feed(page)


def test_the_cause_is_named(pair: Comparison) -> None:
    """What does all of it is named, what does nothing is not."""
    name = pair.promises[0].id
    english, ukrainian = (cause_sentence(pair, "B", name, language) for language in ("en", "uk"))
    assert english.endswith("44 days: this alone does it.")
    assert "currency" not in english
    assert "досить самого цього" in ukrainian
    assert cause_sentence(pair, "B", pair.promises[1].id, "en") == ""


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([Part.NONE, Part.NONE], "No single difference of the inputs does it; several together do."),
        ([Part.UNKNOWN, Part.UNKNOWN], "Not separated: the inputs differ in 2 things."),
        ([Part.ALL], "The only difference of the inputs: currency: EUR → XXX."),
    ],
)
def test_causes_that_are_not_single(pair: Comparison, parts: list[Part], said: str) -> None:
    """Together only, not separated, and the only difference are each said."""
    name = pair.promises[0].id
    rows = [
        Cause(plan="B", commitment=name, bundle=n, part=part, alone=None, without=None) for n, part in enumerate(parts)
    ]
    assert cause_sentence(replace(pair, causes=Table(Cause, rows)), "B", name, "en") == said


def test_it_counts_what_turns_out_otherwise(pair: Comparison) -> None:
    """The summary counts in the grammar of its language."""
    total = len(pair.promises)
    assert compared_sentence(pair, "en") == f"Of {total}, 1 promise turns out otherwise."
    assert compared_sentence(pair, "uk") == f"Із {total} інший наслідок має 1 обіцянка."


def words(before: Programme, after: Programme, language: str = "en") -> list[str]:
    """The differences of two programmes in words."""
    names = Names(before, tongue(language)), Names(after, tongue(language))
    return [told(difference, *names).line for difference in differences(before, after)]


def test_differences_in_words(plan: Plan) -> None:
    """Figures with their units, dates, names instead of ids, and rows that come or go."""
    programme = plan.programme
    lane, activity = programme.lanes[0], programme.activities[0]
    after = replace(
        programme,
        lanes=programme.lanes[1:],
        until=dt.date(2025, 3, 31),
        activities=(replace(activity, days=plain(9), not_before=dt.date(2024, 2, 1)), *programme.activities[1:]),
    )
    found = words(programme, after)
    assert any(line.startswith("last day of the plan: ") and line.endswith("→ 31 Mar 2025") for line in found)
    assert any(re.fullmatch(r"Step “.+”, duration: .+ → 9 days", line) for line in found)
    assert any(re.fullmatch(r"Step “.+”, not before: – → 1 Feb 2024", line) for line in found)
    names = Names(programme, tongue("en"))
    assert f"Shipment “{names.of('lanes', lane.id)}”: taken out" in found
    assert any(line.endswith(": вилучено") for line in words(programme, after, "uk"))


def test_a_difference_of_no_known_kind_is_told_too(plan: Plan) -> None:
    """A field without words of its own stands as the programme has it."""
    names = Names(plan.programme, tongue("en"))
    difference = Difference(path=("frozen_days",), before=3, after=5)
    assert told(difference, names, names).line == "frozen days: 3 → 5"
    difference = Difference(path=("calendar", "weeks"), before=3, after=5)
    assert told(difference, names, names).line == "weeks counted singly: 3 → 5"


def test_lines_can_be_told_apart() -> None:
    """The first five plans have lines of different colours."""
    assert len({shade.name for shade in LINES}) == len(LINES)
