"""The register's public page: promise, source, definition, standing, probability, in two languages and one file."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from workshare.files.folder import load
from workshare.files.register import load_register
from workshare.model.statements import interval
from workshare.outcome.rows import CommitmentAccount, Verdict
from workshare.register.facts import Fact, FactKind
from workshare.register.standings import Chance, Known
from workshare.report.language import tongue
from workshare.report.register import html
from workshare.report.standings import when

CASE = Path(__file__).parents[2] / "programmes" / "ukraine-us-2023"
TAG = re.compile(r"<[^>]+>")


def words(page: str, language: str) -> str:
    """What a page says in one language, without its tags."""
    start = page.index(f'<div class="page register" lang="{language}">')
    end = page.find('<div class="page register"', start + 1)
    return " ".join(TAG.sub(" ", page[start:end]).split())


def account(name: str, verdict: Verdict, date: dt.date) -> CommitmentAccount:
    """What a plan makes of a commitment."""
    return CommitmentAccount(
        id=name, text="", by="", due=dt.date(2023, 12, 31), measure="", verdict=verdict, date=date, days_late=0,
        quantity=1, by_due=0, in_the_end=0,
    )  # fmt: skip


@pytest.fixture(scope="module")
def known() -> Known:
    """A record, a plan and odds for the bundled case."""
    unit = account("first-results-unit", Verdict.LATE, dt.date(2024, 2, 4))
    return Known(
        as_of=dt.date(2023, 12, 20), planned=dt.date(2023, 10, 2), accounts={unit.id: unit},
        facts=[
            Fact(kind=FactKind.FINISHED, day=dt.date(2023, 12, 7), of="conference", event=4),
            Fact(kind=FactKind.DELIVERED, day=dt.date(2023, 12, 9), of="SYS-R", quantity=Decimal(1), site="UA-1"),
        ],
        odds={"first-results-lot": Chance(p=0.044, low=0.03, high=0.06)},
    )  # fmt: skip


@pytest.fixture(scope="module")
def page(known: Known) -> str:
    """The bundled case's page."""
    return html(load_register(CASE), load(CASE), known, "en", "1")


def test_it_says_what_it_must(page: str) -> None:
    """A promise with its source and span, its definition, its standing and its probability; contradictions in pairs."""
    text = words(page, "en")
    assert "14 promises are registered: " in text
    assert "The first results of making air defences together will be there by the end of 2023" in text
    assert "Promised by Alexander Kamyshin (Minister of Strategic Industries) → Ukraine" in text
    assert "Measure: Retrofitted system, accepted: 1 unit, delivery accepted by: The Armed Forces" in text
    assert "The plan keeps it only on 4 February 2024, after the promised day." in text
    assert "It is more likely broken than kept. Probability: 4% (between 3% and 6%)" in text
    assert "outlet not disclosed, October 2023 · R000 , characters 85 to 216 · S000-02" in text
    assert "The record held what the measure asks for on 7 December 2023. Event of the record: 4." in text
    assert re.search(r"Already given .* S002-20 .*Still to be given .* S003-08", text)
    assert "Held against the plan of 2 October 2023." in text
    assert "22,900,000,000 USD" in text


def test_the_same_in_ukrainian(page: str) -> None:
    """All of it stands in Ukrainian too, down to remarks and probabilities."""
    text = words(page, "uk")
    assert "Зареєстровано 14 обіцянок: " in text
    assert "Хто обіцяє: Олександр Камишін (Міністр з питань стратегічних галузей промисловості)" in text
    assert "Ймовірність: 4% (від 3% до 6%)" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "видання не розкрито, жовтень 2023" in text
    known_latin = r"Workshare|OBOZREVATEL|OFP|NV|FrankenSAM|USD|EN|txt|[RSC]\d[\w-]*|\b[0-9a-f_]{6,}|X1|UA|US"
    left = re.sub(known_latin, "", text)
    assert re.findall(r"[A-Za-z]{4,}", left) == []


def test_without_record_plan_and_odds() -> None:
    """Nothing is then called kept or missed, probabilities are not computed, and the page says what was not read."""
    text = words(html(load_register(CASE), load(CASE), Known(as_of=dt.date(2025, 1, 1)), "en", "1"), "en")
    assert "No record of deliveries and signatures was read for this page" in text
    assert "No plan was read for this page." in text
    head = text[: text.index("What the words mean")]
    assert " kept It" not in head
    assert "Probability that it is kept not computed" in head
    assert "14 promises are registered: 12 announced, 2 agreed." in head


def test_it_is_one_file_and_the_same_each_time(page: str, known: Known) -> None:
    """The page asks for nothing from elsewhere, and is made alike, byte for byte."""
    assert not re.search(r"""(?:src|href)=["'](?!#)""", page)
    assert "http://" not in page
    assert "https://" not in page
    assert html(load_register(CASE), load(CASE), known, "en", "1") == page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in re.findall(r'href="([^"]+)"', page)} <= set(ids)


@pytest.mark.sources
def test_the_page_shows_no_source(page: str, reports: Path) -> None:
    """No eight words of a report stand on the page in a row: it tells facts, and where they stand."""
    shown = " ".join(words(page, language) for language in ("en", "uk")).casefold()
    for path in sorted(reports.glob("*.txt")):
        text = path.read_text(encoding="utf-8").casefold().split()
        assert [" ".join(text[n : n + 8]) for n in range(len(text) - 7) if " ".join(text[n : n + 8]) in shown] == []


@pytest.mark.parametrize(
    ("text", "english", "ukrainian"),
    [
        ("2023", "2023", "2023"),
        ("2023-12", "December 2023", "грудень 2023р."),
        ("2023-12-31", "31 December 2023", "31 грудня 2023 року"),
        ("2023-12-06/2023-12-07", "6–7 Dec 2023", "6–7 груд. 2023р."),
        (None, "", ""),
    ],
)
def test_dates_in_both_languages(text: str | None, english: str, ukrainian: str) -> None:
    """Days, months, years and intervals are written as people write them."""
    plain = [when(text, tongue(code)).replace("\N{NO-BREAK SPACE}", " ") for code in ("en", "uk")]
    assert [re.sub(r"[\u2009\u202f]", "", p) for p in plain] == [english, ukrainian]
    assert text is None or interval(text)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Chromium, with nothing but what the page brings."""
    arguments = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield browser
        browser.close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_it_fits_phone_and_desk(browser: Browser, page: str, tmp_path: Path, width: int, scheme: str) -> None:
    """In either language, with everything unfolded, nothing sticks out and one language is seen at a time."""
    path = tmp_path / "register.html"
    path.write_text(page, encoding="utf-8")
    with browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if scheme == "dark" else "light"
    ) as context:
        shown = context.new_page()
        complaints: list[str] = []
        shown.on("console", lambda message: complaints.append(message.text))
        shown.goto(path.as_uri())
        shown.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        for language in ("uk", "en"):
            shown.locator(f".page:visible label[for=in-{language}]").click()
            wide, inner = shown.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
            assert wide <= inner
            assert shown.locator(".page:visible").count() == 1
            assert shown.locator(f"#{language}-C05 .side:visible").count() == 2
        assert complaints == []
