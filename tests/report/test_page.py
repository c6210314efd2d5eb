"""The page: complete, self-contained, well-formed, the same every time, and safe with hostile names."""

import re
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from typing import Any

import pytest

from workshare.model.figure import Text
from workshare.outcome.plan import Plan
from workshare.outcome.table import Table
from workshare.report.page import html

VOID = {"meta", "input", "br", "hr", "img", "link"}


class Reader(HTMLParser):
    """Reads a page and notes what is wrong with its tags."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(page: str) -> Reader:
    """A page as its tags and text."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader


@pytest.fixture(scope="module")
def page(plan: Plan) -> str:
    """The report of the small plan."""
    return html(plan, "en", "9.9.9")


def test_it_is_well_formed(page: str) -> None:
    """Every tag is closed where it belongs, and no id comes twice."""
    reader = read(page)
    assert reader.faults == []
    assert reader.open == []
    ids = [attrs["id"] for _, attrs in reader.tags if "id" in attrs]
    assert len(ids) == len(set(ids))


def test_it_needs_nothing_else(page: str) -> None:
    """No address of any kind, no script, and links within the page only; they all lead somewhere."""
    assert not re.search(r"https?:|//[a-z]|url\(|@import|<script|javascript:", page)
    tags = read(page).tags
    assert {tag for tag, _ in tags}.isdisjoint({"script", "link", "img", "iframe", "object", "form"})
    links = [attrs["href"] or "" for tag, attrs in tags if tag == "a"]
    ids = {attrs["id"] for _, attrs in tags if "id" in attrs}
    assert links
    assert all(link.startswith("#") and link[1:] in ids for link in links)


def test_both_languages_are_there(plan: Plan, page: str) -> None:
    """The page holds both, each marked as such, and opens in the one asked for."""
    for words in ("Late by 23 days", "Запізнення на 23 дні", "Pumps, made together", "Помпи, зроблені разом"):
        assert words in page
    assert {attrs.get("lang") for tag, attrs in read(page).tags if attrs.get("class") == "page"} == {"en", "uk"}
    for language in ("en", "uk"):
        tags = read(html(plan, language)).tags
        assert [attrs["id"] for _, attrs in tags if attrs.get("name") == "language" and "checked" in attrs] == [
            f"in-{language}"
        ]
        assert ("html", {"lang": language}) in tags


def test_it_says_all(plan: Plan, page: str) -> None:
    """Every promise with its sentence and source, every demand, every figure, the goals, the digest and the version."""
    text = " ".join(" ".join(read(page).text).split())
    for words in (
        "Of 5 promises, 1 is kept",
        "“first pumps by spring”",
        "4 of the 7 figures on this chain are assumed.",
        "characters 5 to 20",
        "Outlet not disclosed",
        "The bottleneck is line at Kharkiv works",
        "days late of the promise “first pumps by spring”",
        "a goal of tomorrow",
        "60–90 h per week",
        "working hours, from 1 Jan 2024",
        "hours per run: line",
        "oil at Kharkiv works",
        plan.programme.digest,
        "Workshare 9.9.9",
    ):
        assert words in text, words


def test_every_chart_and_table_has_words(page: str) -> None:
    """A chart can be read aloud, a table has a caption, and each page one first heading."""
    tags = read(page).tags
    assert all(a.get("aria-label") or a.get("aria-hidden") for tag, a in tags if tag == "svg")
    assert sum(tag == "table" for tag, _ in tags) == sum(tag == "caption" for tag, _ in tags)
    assert sum(tag == "h1" for tag, _ in tags) == 2


def test_the_same_plan_gives_the_same_bytes(plan: Plan, page: str) -> None:
    """Nothing in it is random, and no clock is read."""
    assert html(plan, "en", "9.9.9") == page


EVIL = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'&amp;"


def poisoned(thing: Any) -> Any:
    """The same thing with a hostile text in every name, note and word."""
    if isinstance(thing, Text):
        return Text(en=f"{thing.en}{EVIL}", uk=f"{thing.uk}{EVIL}")
    if isinstance(thing, tuple):
        return tuple(poisoned(part) for part in thing)
    if is_dataclass(thing) and not isinstance(thing, type):
        names = {"by", "note", "speaker", "outlet", "report", "said", "family", "unit", "currency", "text"}
        changed = {
            f.name: f"{getattr(thing, f.name)}{EVIL}" if f.name in names else poisoned(getattr(thing, f.name))
            for f in fields(thing)
        }
        return replace(thing, **changed)
    return thing


def test_hostile_names_stay_text(plan: Plan) -> None:
    """No name, note, unit or family can become a tag, in the page or in a chart."""
    hostile = replace(
        plan,
        programme=poisoned(plan.programme),
        workshare=Table(plan.workshare.record, [replace(w, family=EVIL) for w in plan.workshare]),
        commitments=Table(plan.commitments.record, [replace(a, by=EVIL, text=EVIL) for a in plan.commitments]),
    )
    page = html(hostile, "en", EVIL)
    reader = read(page)
    assert reader.faults == []
    assert "<script" not in page
    assert "<img" not in page
    assert not any(name.startswith("on") for _, attrs in reader.tags for name in attrs)
