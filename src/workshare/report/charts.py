"""The charts of a report as Vega-Lite specs, each in a wide form and in a narrow one for phones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from workshare.outcome.plan import Plan
from workshare.report import marks, money, palette, panels
from workshare.report.language import Tongue, tongue
from workshare.report.layout import (
    LINE,
    Axis,
    Colours,
    Form,
    Frame,
    Place,
    Stack,
    frame,
    milliseconds,
    round_levels,
    shade_of,
    wrapped,
)
from workshare.report.marks import Layer, Layers, Row, Spec
from workshare.report.palette import Shade
from workshare.report.panels import LoadRow, OutputPanel, PromiseRow, RowKind, ShareRow, TimelineRow

BAR = 11
DOT = 4
"""A bar of fewer pixels becomes a dot."""
PANEL = (256, 150)
"""Width and height of one of the small panels of output."""
GUTTER = 46
"""Room beside a panel for the names of its levels, such as 100 million."""
WRITTEN = {Form.WIDE: 0.05, Form.NARROW: 0.13}
"""The least share of a bar that has room for its number."""


@marks.unchecked
def gantt(plan: Plan, language: str, form: Form = Form.WIDE) -> Spec | None:
    """Steps, gates and the chief production over time, with today and every promise's two dates."""
    shown = panels.timeline(plan, language)
    if shown is None:
        return None
    speech, at = tongue(language), frame(form, left=320, lines=2)
    axis, stack = Axis(speech, shown.first, shown.last, at.plot), Stack(at)
    heads: list[Place] = []
    steps: list[tuple[Place, TimelineRow]] = []
    for kinds, name in (
        ({RowKind.STEP, RowKind.GATE}, speech.say("Steps and gates")),
        ({RowKind.INVESTMENT}, speech.say("Investments, from decision to readiness")),
        ({RowKind.LICENCE}, speech.say("Licences, while in force")),
        ({RowKind.WORK}, speech.say("Production behind the first promises")),
    ):
        rows = [row for row in shown.rows if row.kind in kinds]
        heads += [stack.place(name.upper())] if rows else []
        steps += [(stack.place(r.label, _ink(strong=r.strong), strong=r.strong), r) for r in rows]
    heads += [stack.place(speech.say("Promises").upper())] if shown.promises else []
    due = [(stack.place(r.label, strong=True), r) for r in shown.promises]
    layers = marks.time(axis, plan.as_of, stack) + _bars(steps, axis, Colours(plan)) + marks.promises(due, axis)
    layers += marks.labels([place for place, _ in (*steps, *due)], at)
    return marks.layered([*layers, marks.heads(heads, at)], stack)


def _ink(*, strong: bool) -> Shade:
    return palette.INK if strong else palette.SOFT


@marks.unchecked
def overview(plan: Plan, language: str, form: Form = Form.WIDE) -> Spec | None:
    """Every promise: its due date, its date in the plan, and how far the ranges move that date."""
    rows = panels.promises(plan, language)
    if not rows:
        return None
    at = frame(form, left=390, right=180, row=38, lines=3)
    days = [plan.as_of] + [d for r in rows for d in (r.due, r.date, r.good, r.bad) if d]
    axis, stack = Axis(tongue(language), min(days), max(days), at.plot), Stack(at)
    placed = [(stack.place(row.label), row) for row in rows]
    layers = marks.time(axis, plan.as_of, stack) + _ranges(placed, axis) + marks.promises(placed, axis)
    layers += marks.labels([place for place, _ in placed], at)
    if not at.narrow:
        layers.append(_verdicts(placed, at))
    return marks.layered(layers, stack)


def _verdicts(rows: Sequence[tuple[Place, PromiseRow]], at: Frame) -> Layer:
    """The verdicts in words, right of the plot."""
    heads = []
    for place, row in rows:
        lines = wrapped(row.head, at.right - 14, 2, strong=True)
        top = place.mark - LINE * (len(lines) - 1) / 2
        heads.append({"y": top, "label": "\n".join(lines), "fill": shade_of(row.verdict).light})
    style = {"align": "left", "fontWeight": 600, "lineBreak": "\n", "lineHeight": LINE}
    return marks.text(heads, x=alt.XValue(at.plot + 14), **style)


@marks.unchecked
def output(plan: Plan, language: str) -> list[tuple[OutputPanel, Spec]]:
    """For each item asked for or promised: what is there so far against what was asked for so far."""
    return [(panel, running(panel, language)) for panel in panels.outputs(plan, language)]


@marks.unchecked
def running(panel: OutputPanel, language: str) -> Spec:
    """A small panel of running totals: what there is against what is asked for, or may be had."""
    return _panel(panel, tongue(language))


@marks.unchecked
def load(plan: Plan, language: str, form: Form = Form.WIDE) -> Spec | None:
    """How full every resource is in every period; underlined where an hour more would help."""
    rows = panels.loads(plan, language)
    if not rows:
        return None
    speech, at = tongue(language), frame(form, left=320, right=60, row=31, lines=2, beside=44)
    first, stack = min(cell.first for r in rows for cell in r.cells), Stack(at)
    axis = Axis(speech, first, max(cell.after for r in rows for cell in r.cells), at.plot, room=0)
    placed = [(stack.place(row.label, strong=row.bottleneck), row) for row in rows]
    layers = marks.time(axis, None, stack) + _cells(placed, axis) + marks.labels([place for place, _ in placed], at)
    for bold in (False, True):
        means = [
            {"y": p.last if at.narrow else p.mark, "label": speech.percent(r.mean), "fill": palette.INK.light}
            for p, r in placed
            if r.bottleneck is bold
        ]
        x = alt.XValue(at.plot + (0 if at.narrow else 52))
        layers.append(marks.text(means, x=x, align="right", fontWeight=700 if bold else 400))
    return marks.layered(layers, stack)


@marks.unchecked
def workshare(plan: Plan, language: str, form: Form = Form.WIDE) -> Spec | None:
    """Each family's value by country, in shares of all."""
    return share_bars(panels.shares(plan, language), Colours(plan), language, form)


@marks.unchecked
def spending(plan: Plan, language: str, form: Form = Form.WIDE) -> Spec | None:
    """What is paid for each family by country, in shares of all that is paid for it."""
    return share_bars(money.spending(plan, language), Colours(plan), language, form)


@marks.unchecked
def share_bars(rows: Sequence[ShareRow], colours: Colours, language: str, form: Form) -> Spec | None:
    """A bar for each row, divided by country; None where there is no row."""
    if not rows:
        return None
    speech, at = tongue(language), frame(form, left=200, right=4, row=40, lines=2)
    stack, places = Stack(at), []
    parts: list[dict[str, Any]] = []
    for row in rows:
        places.append(stack.place(row.family, strong=True))
        begin = 0.0
        for country, share in row.parts:
            label = speech.percent(share) if share >= WRITTEN[form] else ""
            place = {"y": places[-1].mark, "x": begin, "x2": begin + share, "middle": begin + share / 2}
            parts.append(place | {"label": label, "fill": colours.of(country).light})
            begin += share
    scale = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, 1], nice=False))
    inside = [part | {"fill": palette.ON_FILL.light} for part in parts if part["label"]]
    layers = [
        marks.blocks(parts, 22, scale, stroke=palette.PAPER.light, strokeWidth=2),
        *marks.labels(places, at),
        marks.text(inside, x=alt.X("middle:Q", axis=None), align="center", fontWeight=600),
    ]
    return marks.layered(layers, stack, top=2)


def _bars(rows: Sequence[tuple[Place, TimelineRow]], axis: Axis, colours: Colours) -> Layers:
    """Bars in their country's colour, pale where there is time to spare; that time as a thin line.

    What takes no time is a dot, and a gate a triangle on the day on which it opens.
    """
    bars: list[Row] = []
    dots: list[Row] = []
    slack: list[Row] = []
    gates: list[Row] = []
    for place, row in rows:
        shade = palette.INK if row.kind is RowKind.GATE else colours.of(row.country)
        mark = {"y": place.mark, "x": milliseconds(row.start), "x2": milliseconds(row.finish), "fill": shade.light}
        mark |= {"opacity": 1 if row.strong or row.critical else 0.4}
        short = (row.finish - row.start).days * axis.width < DOT * (axis.last - axis.first).days
        (gates if row.kind is RowKind.GATE else dots if short else bars).append(mark)
        if row.loose:
            until = milliseconds(min(row.loose, axis.last))
            slack.append(mark | {"x": milliseconds(row.finish), "x2": until})
    thin = marks.drawn("rule", strokeWidth=1.5, opacity=0.55)
    layers = [
        marks.layer(slack, thin, x=marks.over_time(axis), x2=marks.X2, y=marks.DOWN, color=marks.FILL),
        marks.blocks(bars, BAR, marks.over_time(axis), cornerRadius=2),
        marks.point(dots, axis, "circle", 60),
        marks.point(gates, axis, "triangle-right", 80),
    ]
    return [layer for layer in layers if layer.rows]


def _ranges(rows: Sequence[tuple[Place, PromiseRow]], axis: Axis) -> Layers:
    """How far the ranges move a promise's date: a band, open to the right where it is not met."""
    bands = [
        {
            "y": place.mark, "x": milliseconds(row.good or axis.last), "x2": milliseconds(row.bad or axis.last),
            "fill": palette.RANGE.light,
        }
        for place, row in rows
        if row.ranged and (row.good or row.bad)
    ]  # fmt: skip
    return [marks.blocks(bands, BAR + 3, marks.over_time(axis), cornerRadius=3)] if bands else []


def _cells(rows: Sequence[tuple[Place, LoadRow]], axis: Axis) -> Layers:
    """A cell for each period of each resource, as wide as the period is long."""
    cells: list[Row] = []
    tight: list[Row] = []
    for place, row in rows:
        for cell in row.cells:
            mark = {"y": place.mark, "x": milliseconds(cell.first), "x2": milliseconds(cell.after)}
            cells.append(mark | {"fill": palette.heat(cell.load).light})
            if cell.binding:
                tight.append(mark | {"y": place.mark + 10.5, "fill": palette.BROKEN.light})
    layers = [
        marks.blocks(cells, 16, marks.over_time(axis), stroke=palette.PAPER.light, strokeWidth=0.6),
        marks.blocks(tight, 2.5, marks.over_time(axis)),
    ]
    return [layer for layer in layers if layer.rows]


def _panel(panel: OutputPanel, speech: Tongue) -> Spec:
    width, height = PANEL
    axis = Axis(speech, panel.first, panel.last, width, room=0.05)
    y = marks.level(panel.top * 1.12)
    levels = [{"q": q, "label": speech.compact(q), "fill": palette.SOFT.light} for q in round_levels(panel.top)]
    there, asked = marks.stairs(panel.there, axis), marks.stairs(panel.asked, axis) if panel.asked else []
    due = [{"x": milliseconds(d), "q": q, "fill": shade_of(v).light} for d, q, v in panel.promises]
    steps = {"interpolate": "step-after"}
    area = marks.drawn("area", color=palette.WASH.light, **steps)
    dashed = marks.drawn("line", color=palette.INK.light, strokeDash=[4, 3], strokeWidth=1.3, **steps)
    solid = marks.drawn("line", color=palette.ACCENT.light, strokeWidth=2.4, **steps)
    layers = [
        marks.layer(levels, marks.drawn("rule", color=palette.LINE.light), y=y),
        marks.layer(there, area, x=marks.over_time(axis), y=y),
        marks.text(levels, x=alt.XValue(-6), y=y, align="right", fontSize=11.5),
        marks.layer([{"q": 0}], marks.drawn("rule", color=palette.SOFT.light), y=y),
        marks.text(marks.named(axis), x=marks.over_time(axis), y=alt.YValue(height + 13), align="left", fontSize=11.5),
        marks.layer(asked, dashed, x=marks.over_time(axis), y=y),
        marks.layer(there, solid, x=marks.over_time(axis), y=y),
        marks.layer(due, marks.hollow(), x=marks.over_time(axis), y=y, stroke=marks.STROKE),
    ]
    place = {"left": GUTTER, "right": 8, "top": 8, "bottom": 24}
    return marks.spec([layer for layer in layers if layer.rows], width, height, place)
