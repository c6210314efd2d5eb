"""The charts: valid specs, and pictures that take their colours from the page."""

import re
from dataclasses import replace

import altair as alt
import pytest

from workshare.outcome.plan import Plan
from workshare.outcome.table import Table
from workshare.report import charts, palette
from workshare.report.language import tongue
from workshare.report.layout import Axis, Form, round_levels, wrapped
from workshare.report.palette import Shade
from workshare.report.panels import chief_links, loads, outputs, timeline
from workshare.report.render import svg

MAKERS = [charts.gantt, charts.overview, charts.load, charts.workshare]


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("make", MAKERS)
def test_specs_are_valid(plan: Plan, make: type, form: Form) -> None:
    """Every chart is what Vega-Lite's schema allows, in both forms."""
    alt.Chart.from_dict(make(plan, "uk", form), validate=True)


def test_panels_are_valid(plan: Plan) -> None:
    """So are the small panels of output."""
    for _, spec in charts.output(plan, "en"):
        alt.Chart.from_dict(spec, validate=True)


@pytest.mark.parametrize("make", MAKERS)
def test_pictures_take_their_colours_from_the_page(plan: Plan, make: type) -> None:
    """No colour, font, id or address is left in a picture."""
    picture = svg(make(plan, "en", Form.WIDE), "what is seen")
    assert not re.search(r'"#[0-9a-f]{3,6}"|font-family|https?:| id=|url\(', picture)
    assert picture.startswith('<svg viewBox="0 0 960 ')
    assert 'aria-label="what is seen"' in picture
    assert picture == svg(make(plan, "en", Form.WIDE), "what is seen")


def test_a_narrow_chart_fits_a_phone(plan: Plan) -> None:
    """Its picture is 340 pixels wide, so that its letters stay as large as the page's."""
    for make in MAKERS:
        assert svg(make(plan, "en", Form.NARROW), "").startswith('<svg viewBox="0 0 340 ')


def test_a_label_is_text_and_never_markup(plan: Plan) -> None:
    """Names cannot break out of a picture, whether as its text or as what is read aloud."""
    step = replace(plan.activities[0], activity='<script>alert("1")</script>')
    hostile = replace(plan, activities=Table(type(step), [step]))
    picture = svg(charts.gantt(hostile, "en", Form.WIDE) or {}, '"><script>')
    assert "<script" not in picture
    assert "&lt;script&gt;" in picture


def test_a_name_that_looks_like_a_colour_stays_a_name(plan: Plan) -> None:
    """Colours are replaced in tags only."""
    step = replace(plan.activities[0], activity=palette.INK.light)
    named = replace(plan, activities=Table(type(step), [step]))
    assert f">{palette.INK.light}</text>" in svg(charts.gantt(named, "en", Form.WIDE) or {}, "")


def test_countries_keep_their_colours(plan: Plan) -> None:
    """A country has the same colour in the timeline and in the shares."""
    ukraine, poland = palette.COUNTRIES[:2]
    for make in (charts.gantt, charts.workshare):
        text = str(make(plan, "en", Form.WIDE))
        assert ukraine.light in text
        assert poland.light in text


def test_the_chain_of_the_chief_promise_is_strong(plan: Plan) -> None:
    """What the promises of the highest priority hang on stands out; the rest does not."""
    shown = timeline(plan, "en")
    assert shown is not None
    assert {row.label: row.strong for row in shown.rows} == {
        "agree": True,
        "fair": False,
        "Drawings": True,
        "gate “drawings are there”": True,
        "Assembly": True,
        "shipment to-hub": True,
    }
    assert len(chief_links(plan)) == 5


def test_running_totals(plan: Plan) -> None:
    """What is there and what was asked add up over time; each measure of an item has its own panel."""
    pumps, oil = outputs(plan, "en")
    assert [q for _, q in pumps.there] == [120, 390, 520]
    assert [q for _, q in pumps.asked] == [120, 520]
    assert [q for _, q, _ in pumps.promises] == [1, 130, 1000]
    assert (oil.title, oil.made, oil.there) == ("oil at lublin", True, ())


def test_the_bottleneck_leads(plan: Plan) -> None:
    """The resource that is short of hours comes first, and its short periods are marked."""
    first, second = loads(plan, "en")
    assert (first.label, first.bottleneck, first.mean) == ("line at Kharkiv works", True, 1.0)
    assert [cell.binding for cell in first.cells] == [False, True, False]
    assert (second.mean, second.bottleneck) == (0.3, False)


def test_a_plan_of_nothing_has_no_charts(plan: Plan) -> None:
    """Without activities, promises, resources and value there is nothing to draw."""
    empty = replace(
        plan, commitments=Table(plan.commitments.record), activities=Table(plan.activities.record),
        gates=Table(plan.gates.record), resources=Table(plan.resources.record),
        workshare=Table(plan.workshare.record), demands=Table(plan.demands.record),
    )  # fmt: skip
    assert [make(empty, "en", Form.WIDE) for make in MAKERS] == [None] * 4
    assert charts.output(empty, "en") == []


@pytest.mark.parametrize("shade", palette.ALL, ids=lambda shade: shade.name)
def test_every_shade_is_told_apart(shade: Shade) -> None:
    """A light value stands for one variable only."""
    assert [other.name for other in palette.ALL if other.light == shade.light] == [shade.name]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2 measures it."""

    def luminance(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_contrast(theme: str) -> None:
    """Text reaches 4.5 on its ground, marks 3."""
    paper = getattr(palette.PAPER, theme)
    for shade in (palette.INK, palette.SOFT, palette.ACCENT, palette.KEPT, palette.BROKEN, palette.OPEN):
        assert contrast(getattr(shade, theme), paper) >= 4.5, shade.name
    for shade in (*palette.COUNTRIES, palette.NO_COUNTRY):
        assert contrast(getattr(shade, theme), paper) >= 3, shade.name
        assert contrast(getattr(shade, theme), getattr(palette.ON_FILL, theme)) >= 4, shade.name


@pytest.mark.parametrize(
    ("top", "levels"),
    [(0, []), (1, [0.5, 1]), (35, [10, 20, 30]), (40, [20, 40]), (200_000, [50_000, 100_000, 150_000, 200_000])],
)
def test_levels_are_round(top: float, levels: list[float]) -> None:
    """The lines of a small chart stand at round quantities."""
    assert len(round_levels(top)) <= 4
    assert (
        set(round_levels(top)) <= {*levels, *[n * levels[0] for n in range(1, 5)]} if levels else not round_levels(top)
    )


def test_the_axis_names_what_fits(plan: Plan) -> None:
    """Two years are named by the quarter where there is room, by the half-year or year where there is less."""

    def names(language: str, width: int) -> list[str]:
        last = plan.as_of.replace(year=2026)
        return [name for _, name in Axis(tongue(language), plan.as_of, last, width, room=0).ticks()]

    assert names("en", 700) == ["Jan 2024", "Apr", "Jul", "Oct", "Jan 2025", "Apr", "Jul", "Oct"]
    assert names("uk", 320) == ["січ. 2024", "лип.", "січ. 2025", "лип."]
    assert names("uk", 200) == ["2024", "2025"]


def test_labels_are_wrapped_at_words() -> None:
    """A label takes the lines it may, then ends in an ellipsis; Cyrillic and bold letters need more room."""
    text = "a plan of joint production"
    assert wrapped(text, 200, 1) == [text]
    assert wrapped(text, 110, 2) == ["a plan of joint", "production"]
    assert wrapped(text, 110, 1) == ["a plan of joint…"]
    assert len(wrapped("план спільного виробництва", 170, 3)) == 2
    assert len(wrapped("plan about the manufacture", 170, 3)) == 1
    assert wrapped("", 100, 1) == [""]


def test_idle_periods_are_one_cell(plan: Plan) -> None:
    """Idle time is drawn once, and not by the week."""
    weeks = [replace(x, hours=0.0, shadow_price=0.0) for x in plan.resources[:2]]
    idle = replace(plan, resources=Table(plan.resources.record, [*weeks, plan.resources[2]]))
    assert [(c.first, c.load) for c in loads(idle, "en")[0].cells] == [
        (weeks[0].first, 0.0),
        (plan.resources[2].first, 1.0),
    ]
