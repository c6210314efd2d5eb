"""The page in a browser: on a phone and on a desk, by day and by night."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from workshare.outcome.comparison import Entrant
from workshare.outcome.plan import Plan
from workshare.outcome.rows import CommitmentAccount, Verdict
from workshare.outcome.table import Table
from workshare.report.compare import html as comparison_html
from workshare.report.page import html
from workshare.results.compare import compare

pytestmark = pytest.mark.browser

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Chromium, with nothing but what the page brings."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def report(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the small plan as a file."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(html(plan, "en", "1"), encoding="utf-8")
    return path


@pytest.fixture(params=[(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")], ids=lambda p: f"{p[0]}-{p[1]}")
def page(request: pytest.FixtureRequest, browser: Browser, report: Path) -> Iterator[Page]:
    """The report, opened; closing it fails the test if anything was asked for or complained of."""
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    complaints: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda wanted: asked.append(wanted.url))
    page.goto(report.as_uri())
    yield page
    context.close()
    assert complaints == []
    assert asked == [report.as_uri()]


def test_nothing_sticks_out(page: Page) -> None:
    """The page scrolls down, never sideways, in either language, with everything unfolded."""
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    for language in ("uk", "en"):
        page.locator(f".page:visible label[for=in-{language}]").click()
        wide, inner = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert wide <= inner


def test_the_languages_switch(page: Page) -> None:
    """One language is seen at a time; the keyboard switches it too."""
    english, ukrainian = page.locator(".page[lang=en]"), page.locator(".page[lang=uk]")
    assert (english.is_visible(), ukrainian.is_visible()) == (True, False)
    page.locator("#in-en").focus()
    page.keyboard.press("ArrowDown")
    assert (english.is_visible(), ukrainian.is_visible()) == (False, True)


def test_charts_follow_theme_and_width(page: Page) -> None:
    """One form of a chart is seen, and its letters have the theme's ink and a readable size."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    seen = page.locator(".page[lang=en] #en-way").locator(".narrow svg" if width < 800 else ".wide svg")
    assert seen.is_visible()
    assert page.locator(".page[lang=en] #en-way svg[role=img]:visible").count() == 1
    ink = page.evaluate("getComputedStyle(document.body).color")
    letters = seen.locator("text").last
    drawn = seen.evaluate("s => s.getBoundingClientRect().width / s.viewBox.baseVal.width")
    fills = seen.evaluate("s => [...s.querySelectorAll('text')].map(t => getComputedStyle(t).fill)")
    assert ink in fills
    size = letters.evaluate("t => parseFloat(getComputedStyle(t).fontSize)")
    assert size * drawn >= 9.5


def test_the_figures_are_filtered(page: Page) -> None:
    """Choosing a basis leaves only the figures that rest on it."""
    rows = page.locator("#en-figures tbody tr:visible")
    every = rows.count()
    page.locator("label[for=en-pick-assumed]").click()
    assert 0 < rows.count() < every
    assert {row.get_attribute("class") for row in rows.all()} == {"b-assumed"}


@pytest.mark.parametrize("width", [360, 1280])
def test_money_fits_too(browser: Browser, funded: Plan, tmp_path: Path, width: int) -> None:
    """With funds, licences, fleets and a last plan, everything unfolded, the page never scrolls sideways either."""
    path = tmp_path / "report.html"
    path.write_text(html(funded, "en", "1"), encoding="utf-8")
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        for language in ("uk", "en"):
            page.locator(f".page:visible label[for=in-{language}]").click()
            wide, inner = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
            assert wide <= inner
        assert page.locator("#en-money .panel svg:visible").count() == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_comparison_fits_too(browser: Browser, plan: Plan, tmp_path: Path, width: int, scheme: str) -> None:
    """Four plans side by side, everything unfolded, never scroll sideways; the page asks for nothing else."""
    entrants = [Entrant(letter=x, title=plan.programme.programme, note=None, plan=plan) for x in "ACD"]
    programme = replace(plan.programme, currency="XXX")
    missed = [replace(a, verdict=Verdict.MISSED, date=None) for a in plan.commitments]
    other = replace(plan, programme=programme, commitments=Table(CommitmentAccount, missed))
    entrants.insert(1, replace(entrants[0], letter="B", plan=other))
    path = tmp_path / "comparison.html"
    path.write_text(comparison_html(compare(entrants), "en", "1"), encoding="utf-8")
    asked: list[str] = []
    with browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.on("request", lambda wanted: asked.append(wanted.url))
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        for language in ("uk", "en"):
            page.locator(f".page:visible label[for=in-{language}]").click()
            wide, inner = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
            assert wide <= inner
        seen = page.locator("#en-promises").locator(".narrow svg" if width < 800 else ".wide svg")
        ink = page.evaluate("getComputedStyle(document.body).color")
        assert ink in seen.evaluate("s => [...s.querySelectorAll('text')].map(t => getComputedStyle(t).fill)")
        assert page.locator("#en-promises tbody tr:visible").count() == len(plan.commitments)
    assert asked == [path.as_uri()]
