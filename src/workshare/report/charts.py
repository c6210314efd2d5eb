"""The charts of a report as Vega-Lite specs, each in a wide form and in a narrow one for phones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
from altair.utils.schemapi import debug_mode

from workshare.outcome.plan import Plan
from workshare.outcome.rows import Verdict
from workshare.report import palette, panels
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
from workshare.report.palette import Shade
from workshare.report.panels import LoadRow, OutputPanel, PromiseRow, RowKind, Steps, TimelineRow

Spec = dict[str, Any]
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Layer:
    """One kind of mark and its rows; they meet only in the spec, for Altair copies all that it holds."""

    unit: alt.UnitSpec
    rows: tuple[Row, ...]


Layers = list[Layer]

FONT = "system-ui"
TEXT = 12.5
BAR = 11
DIAMOND = 110
DOT = 4
"""A bar of fewer pixels becomes a dot."""
PANEL = (300, 150)
"""Width and height of one of the small panels of output."""
WRITTEN = {Form.WIDE: 0.05, Form.NARROW: 0.13}
"""The least share of a bar that has room for its number."""

_unchecked = debug_mode(arg=False)
"""Altair's own checks take longer than drawing; the tests run them on every chart."""

_Y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[0, 20_000], range=[0, 20_000], nice=False, zero=False))
"""Down the page by pixels: rows are as high as their labels need."""
_X2 = alt.X2("x2")
_Y2 = alt.Y2("y2")
_FILL = alt.Color("fill:N", scale=None)
_STROKE = alt.Stroke("fill:N", scale=None)
_LABEL = alt.Text("label:N")


@_unchecked
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
        ({RowKind.WORK}, speech.say("Production behind the first promises")),
    ):
        rows = [row for row in shown.rows if row.kind in kinds]
        heads += [stack.place(name.upper())] if rows else []
        steps += [(stack.place(r.label, _ink(strong=r.strong), strong=r.strong), r) for r in rows]
    heads += [stack.place(speech.say("Promises").upper())] if shown.promises else []
    due = [(stack.place(r.label, strong=True), r) for r in shown.promises]
    layers = _time(axis, plan.as_of, stack) + _bars(steps, axis, Colours(plan)) + _marks(due, axis)
    layers += _labels([place for place, _ in (*steps, *due)], at)
    return _layered([*layers, _heads(heads, at)], stack)


def _ink(*, strong: bool) -> Shade:
    return palette.INK if strong else palette.SOFT


@_unchecked
def overview(plan: Plan, language: str, form: Form = Form.WIDE) -> Spec | None:
    """Every promise: its due date, its date in the plan, and how far the ranges move that date."""
    rows = panels.promises(plan, language)
    if not rows:
        return None
    at = frame(form, left=390, right=180, row=38, lines=3)
    days = [plan.as_of] + [d for r in rows for d in (r.due, r.date, r.good, r.bad) if d]
    axis, stack = Axis(tongue(language), min(days), max(days), at.plot), Stack(at)
    placed = [(stack.place(row.label), row) for row in rows]
    layers = _time(axis, plan.as_of, stack) + _ranges(placed, axis) + _marks(placed, axis)
    layers += _labels([place for place, _ in placed], at)
    if not at.narrow:
        layers.append(_verdicts(placed, at))
    return _layered(layers, stack)


def _verdicts(rows: Sequence[tuple[Place, PromiseRow]], at: Frame) -> Layer:
    """The verdicts in words, right of the plot."""
    heads = []
    for place, row in rows:
        lines = wrapped(row.head, at.right - 14, 2, strong=True)
        top = place.mark - LINE * (len(lines) - 1) / 2
        heads.append({"y": top, "label": "\n".join(lines), "fill": shade_of(row.verdict).light})
    style = {"align": "left", "fontWeight": 600, "lineBreak": "\n", "lineHeight": LINE}
    return _text(heads, x=alt.XValue(at.plot + 14), **style)


@_unchecked
def output(plan: Plan, language: str) -> list[tuple[OutputPanel, Spec]]:
    """For each item asked for or promised: what is there so far against what was asked for so far."""
    return [(panel, _panel(panel, tongue(language))) for panel in panels.outputs(plan, language)]


@_unchecked
def load(plan: Plan, language: str, form: Form = Form.WIDE) -> Spec | None:
    """How full every resource is in every period; underlined where an hour more would help."""
    rows = panels.loads(plan, language)
    if not rows:
        return None
    speech, at = tongue(language), frame(form, left=320, right=60, row=31, lines=2, beside=44)
    first, stack = min(cell.first for r in rows for cell in r.cells), Stack(at)
    axis = Axis(speech, first, max(cell.after for r in rows for cell in r.cells), at.plot, room=0)
    placed = [(stack.place(row.label, strong=row.bottleneck), row) for row in rows]
    layers = _time(axis, None, stack) + _cells(placed, axis) + _labels([place for place, _ in placed], at)
    for bold in (False, True):
        means = [
            {"y": p.last if at.narrow else p.mark, "label": speech.percent(r.mean), "fill": palette.INK.light}
            for p, r in placed
            if r.bottleneck is bold
        ]
        x = alt.XValue(at.plot + (0 if at.narrow else 52))
        layers.append(_text(means, x=x, align="right", fontWeight=700 if bold else 400))
    return _layered(layers, stack)


@_unchecked
def workshare(plan: Plan, language: str, form: Form = Form.WIDE) -> Spec | None:
    """Each family's value by country, in shares of all."""
    rows, colours = panels.shares(plan, language), Colours(plan)
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
        _blocks(parts, 22, scale, stroke=palette.PAPER.light, strokeWidth=2),
        *_labels(places, at),
        _text(inside, x=alt.X("middle:Q", axis=None), align="center", fontWeight=600),
    ]
    return _layered(layers, stack, top=2)


def _layer(rows: Iterable[Row], mark: alt.MarkDef, **channels: object) -> Layer:
    given: dict[str, Any] = dict(channels)
    return Layer(alt.UnitSpec(mark=mark, encoding=alt.Encoding(**given)), tuple(rows))


def _mark(kind: str, **style: object) -> alt.MarkDef:
    given: dict[str, Any] = {"type": kind, **style}
    return alt.MarkDef(**given)


def _x(axis: Axis, field: str = "x") -> alt.X:
    domain = [milliseconds(axis.first), milliseconds(axis.last)]
    return alt.X(f"{field}:T", axis=None, scale=alt.Scale(type="utc", domain=domain, nice=False))


def _text(rows: Iterable[Row], *, x: object, y: object = _Y, **style: object) -> Layer:
    mark = {"font": FONT, "fontSize": TEXT, "baseline": "middle", **style}
    return _layer(rows, _mark("text", **mark), x=x, y=y, text=_LABEL, color=_FILL)


def _point(rows: Iterable[Row], axis: Axis, shape: str, size: int = DIAMOND) -> Layer:
    mark = _mark("point", shape=shape, filled=True, size=size, opacity=1)
    return _layer(rows, mark, x=_x(axis), y=_Y, color=_FILL)


def _hollow() -> alt.MarkDef:
    style = {"shape": "diamond", "filled": True, "size": DIAMOND, "opacity": 1}
    return _mark("point", fill=palette.PAPER.light, strokeWidth=1.8, **style)


def _blocks(rows: Iterable[Row], height: float, x: alt.X, **style: object) -> Layer:
    """Bars from x to x2, so many pixels high, each in its own fill and opacity."""
    spread = [row | {"y": row["y"] - height / 2, "y2": row["y"] + height / 2} for row in map(dict, rows)]
    opacity = alt.Opacity("opacity:Q", scale=None)
    shaded = {"opacity": opacity} if any("opacity" in row for row in spread) else {}
    return _layer(spread, _mark("rect", **style), x=x, x2=_X2, y=_Y, y2=_Y2, color=_FILL, **shaded)


def _labels(places: Sequence[Place], at: Frame) -> Layers:
    """The rows' names, left of the plot or above their rows on the paper's colour; the strong ones bold."""
    layers = []
    if at.narrow:
        sheets = [{"y": p.first - 10, "y2": p.last + 9} for p in places]
        across = {"x": alt.XValue(0), "x2": alt.X2Value(at.plot)}
        layers.append(_layer(sheets, _mark("rect", color=palette.PAPER.light), **across, y=_Y, y2=_Y2))
    for bold in (False, True):
        rows = [{"y": p.first, "label": p.label, "fill": p.shade.light} for p in places if p.strong is bold]
        style = {"align": "left", "dx": _margin(at), "lineBreak": "\n", "lineHeight": LINE}
        if rows:
            layers.append(_text(rows, x=alt.XValue(0), fontWeight=600 if bold else 400, **style))
    return layers


def _margin(at: Frame) -> int:
    return 0 if at.narrow else -at.left


def _heads(places: Sequence[Place], at: Frame) -> Layer:
    """Headings of groups of rows, small and in capitals."""
    rows = [{"y": p.mark + 2, "label": p.label, "fill": palette.SOFT.light} for p in places]
    return _text(rows, x=alt.XValue(0), align="left", dx=_margin(at), fontSize=10.5, fontWeight=600)


def _time(axis: Axis, today: dt.date | None, stack: Stack) -> Layers:
    """The lines and names of a time axis, and a line for today."""
    names, bottom = _named(axis), alt.Y2Value(stack.height)
    line = _mark("rule", color=palette.LINE.light, strokeWidth=1)
    layers = [
        _layer(names, line, x=_x(axis), y=alt.YValue(-6), y2=bottom),
        _text(names, x=_x(axis), y=alt.YValue(-15), align="left", dx=-1),
    ]
    if today is not None and axis.first <= today <= axis.last:
        label = axis.speech.say("as of {date}", date=axis.speech.short_date(today))
        row = [{"x": milliseconds(today), "label": label, "fill": palette.INK.light}]
        rule = _mark("rule", color=palette.INK.light, strokeWidth=1.2, strokeDash=[2, 3])
        left = axis.share(today) < 0.6  # noqa: PLR2004 - the side that has room
        place = {"align": "left", "dx": -1} if left else {"align": "right", "dx": 1}
        layers.append(_layer(row, rule, x=_x(axis), y=alt.YValue(-27), y2=bottom))
        layers.append(_text(row, x=_x(axis), y=alt.YValue(-35), fontWeight=600, **place))
    return layers


def _named(axis: Axis) -> list[Row]:
    return [{"x": milliseconds(d), "label": name, "fill": palette.SOFT.light} for d, name in axis.ticks()]


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
    thin = _mark("rule", strokeWidth=1.5, opacity=0.55)
    layers = [
        _layer(slack, thin, x=_x(axis), x2=_X2, y=_Y, color=_FILL),
        _blocks(bars, BAR, _x(axis), cornerRadius=2),
        _point(dots, axis, "circle", 60),
        _point(gates, axis, "triangle-right", 80),
    ]
    return [layer for layer in layers if layer.rows]


def _marks(rows: Sequence[tuple[Place, PromiseRow]], axis: Axis) -> Layers:
    """A hollow diamond where a promise is due, a full one where it is met, a line between them."""
    links: list[Row] = []
    due: list[Row] = []
    met: list[Row] = []
    never: list[Row] = []
    for place, row in rows:
        mark = {"y": place.mark, "fill": shade_of(row.verdict).light}
        due.append(mark | {"x": milliseconds(row.due)})
        open_end = row.date is None and row.verdict is not Verdict.UNMEASURED
        until = axis.last if open_end else row.date
        if until is not None:
            links.append(mark | {"x": milliseconds(row.due), "x2": milliseconds(until)})
            (never if open_end else met).append(mark | {"x": milliseconds(until)})
    layers = [
        _layer(links, _mark("rule", strokeWidth=1.6), x=_x(axis), x2=_X2, y=_Y, color=_FILL),
        _layer(due, _hollow(), x=_x(axis), y=_Y, stroke=_STROKE),
        _point(met, axis, "diamond"),
        _point(never, axis, "triangle-right"),
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
    return [_blocks(bands, BAR + 3, _x(axis), cornerRadius=3)] if bands else []


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
        _blocks(cells, 16, _x(axis), stroke=palette.PAPER.light, strokeWidth=0.6),
        _blocks(tight, 2.5, _x(axis)),
    ]
    return [layer for layer in layers if layer.rows]


def _panel(panel: OutputPanel, speech: Tongue) -> Spec:
    width, height = PANEL
    axis = Axis(speech, panel.first, panel.last, width, room=0.05)
    y = alt.Y("q:Q", axis=None, scale=alt.Scale(domain=[0, (panel.top or 1) * 1.12], nice=False))
    levels = [{"q": q, "label": speech.compact(q), "fill": palette.SOFT.light} for q in round_levels(panel.top)]
    there, asked = _stairs(panel.there, axis), _stairs(panel.asked, axis) if panel.asked else []
    due = [{"x": milliseconds(d), "q": q, "fill": shade_of(v).light} for d, q, v in panel.promises]
    steps = {"interpolate": "step-after"}
    area = _mark("area", color=palette.WASH.light, **steps)
    dashed = _mark("line", color=palette.INK.light, strokeDash=[4, 3], strokeWidth=1.3, **steps)
    solid = _mark("line", color=palette.ACCENT.light, strokeWidth=2.4, **steps)
    layers = [
        _layer(levels, _mark("rule", color=palette.LINE.light), y=y),
        _layer(there, area, x=_x(axis), y=y),
        _text(levels, x=alt.XValue(0), y=y, align="left", dy=-8, fontSize=11.5),
        _layer([{"q": 0}], _mark("rule", color=palette.SOFT.light), y=y),
        _text(_named(axis), x=_x(axis), y=alt.YValue(height + 13), align="left", fontSize=11.5),
        _layer(asked, dashed, x=_x(axis), y=y),
        _layer(there, solid, x=_x(axis), y=y),
        _layer(due, _hollow(), x=_x(axis), y=y, stroke=_STROKE),
    ]
    place = {"left": 2, "right": 8, "top": 8, "bottom": 24}
    return _spec([layer for layer in layers if layer.rows], width, height, place)


def _stairs(steps: Steps, axis: Axis) -> list[Row]:
    """A running total from the axis's first day to its last."""
    rows = [(axis.first, 0.0), *steps, (axis.last, steps[-1][1] if steps else 0.0)]
    return [{"x": milliseconds(day), "q": quantity} for day, quantity in rows]


def _layered(layers: Layers, stack: Stack, top: int = 48) -> Spec:
    """Layers over the rows of a stack, in a picture of exactly the frame's width."""
    at = stack.at
    place = {"left": at.left, "right": at.right, "top": top, "bottom": 6}
    return _spec(layers, at.plot, round(stack.height), place)


def _spec(layers: Layers, width: int, height: int, padding: Mapping[str, int]) -> Spec:
    """The layers with their rows as one spec."""
    config = alt.Config(aria=False, background="transparent", view=alt.ViewConfig(stroke=None))
    layered = alt.TopLevelLayerSpec(
        layer=[layer.unit for layer in layers], width=width, height=height, padding=dict(padding),
        config=config, autosize="none",
    )  # fmt: skip
    spec: Spec = {"$schema": alt.SCHEMA_URL, **layered.to_dict(validate=False)}
    for part, layer in zip(spec["layer"], layers, strict=True):
        part["data"] = {"values": [dict(row) for row in layer.rows]}
    return spec
