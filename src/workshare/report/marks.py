"""Marks of charts: bars, points, words and axes as layers of a Vega-Lite spec; what they show is in ``charts``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
from altair.utils.schemapi import debug_mode

from workshare.outcome.rows import Verdict
from workshare.report import palette
from workshare.report.layout import LINE, Axis, Frame, Place, Stack, milliseconds, shade_of
from workshare.report.panels import PromiseRow, Steps

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
DIAMOND = 110

unchecked = debug_mode(arg=False)
"""Altair's own checks take longer than drawing; the tests run them on every chart."""

DOWN = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[0, 20_000], range=[0, 20_000], nice=False, zero=False))
"""Down the page by pixels: rows are as high as their labels need."""
X2 = alt.X2("x2")
Y2 = alt.Y2("y2")
FILL = alt.Color("fill:N", scale=None)
STROKE = alt.Stroke("fill:N", scale=None)
LABEL = alt.Text("label:N")


def layer(rows: Iterable[Row], mark: alt.MarkDef, **channels: object) -> Layer:
    """Rows drawn with a mark, by what their fields mean."""
    given: dict[str, Any] = dict(channels)
    return Layer(alt.UnitSpec(mark=mark, encoding=alt.Encoding(**given)), tuple(rows))


def drawn(kind: str, **style: object) -> alt.MarkDef:
    """A kind of mark in a style."""
    given: dict[str, Any] = {"type": kind, **style}
    return alt.MarkDef(**given)


def over_time(axis: Axis, field: str = "x") -> alt.X:
    """Across the plot by date."""
    domain = [milliseconds(axis.first), milliseconds(axis.last)]
    return alt.X(f"{field}:T", axis=None, scale=alt.Scale(type="utc", domain=domain, nice=False))


def level(top: float) -> alt.Y:
    """Up the plot by quantity, from nothing to ``top``."""
    return alt.Y("q:Q", axis=None, scale=alt.Scale(domain=[0, top or 1], nice=False))


def across(pixels: float) -> alt.XValue:
    """So many pixels from the plot's left side."""
    return alt.XValue(pixels)


def down(pixels: float) -> alt.YValue:
    """So many pixels from the plot's upper side."""
    return alt.YValue(pixels)


def text(rows: Iterable[Row], *, x: object, y: object = DOWN, **style: object) -> Layer:
    """The rows' labels as words."""
    mark = {"font": FONT, "fontSize": TEXT, "baseline": "middle", **style}
    return layer(rows, drawn("text", **mark), x=x, y=y, text=LABEL, color=FILL)


def point(rows: Iterable[Row], axis: Axis, shape: str, size: int = DIAMOND) -> Layer:
    """A point for each row, of a shape."""
    mark = drawn("point", shape=shape, filled=True, size=size, opacity=1)
    return layer(rows, mark, x=over_time(axis), y=DOWN, color=FILL)


def hollow() -> alt.MarkDef:
    """The mark of what is due: a diamond that is not filled."""
    style = {"shape": "diamond", "filled": True, "size": DIAMOND, "opacity": 1}
    return drawn("point", fill=palette.PAPER.light, strokeWidth=1.8, **style)


def blocks(rows: Iterable[Row], height: float, x: alt.X, **style: object) -> Layer:
    """Bars from x to x2, so many pixels high, each in its own fill and opacity."""
    spread = [row | {"y": row["y"] - height / 2, "y2": row["y"] + height / 2} for row in map(dict, rows)]
    opacity = alt.Opacity("opacity:Q", scale=None)
    shaded = {"opacity": opacity} if any("opacity" in row for row in spread) else {}
    return layer(spread, drawn("rect", **style), x=x, x2=X2, y=DOWN, y2=Y2, color=FILL, **shaded)


def labels(places: Sequence[Place], at: Frame) -> Layers:
    """The rows' names, left of the plot or above their rows on the paper's colour; the strong ones bold."""
    layers = []
    if at.narrow:
        sheets = [{"y": p.first - 10, "y2": p.last + 9} for p in places]
        across = {"x": alt.XValue(0), "x2": alt.X2Value(at.plot)}
        layers.append(layer(sheets, drawn("rect", color=palette.PAPER.light), **across, y=DOWN, y2=Y2))
    for bold in (False, True):
        rows = [{"y": p.first, "label": p.label, "fill": p.shade.light} for p in places if p.strong is bold]
        style = {"align": "left", "dx": _margin(at), "lineBreak": "\n", "lineHeight": LINE}
        if rows:
            layers.append(text(rows, x=alt.XValue(0), fontWeight=600 if bold else 400, **style))
    return layers


def _margin(at: Frame) -> int:
    return 0 if at.narrow else -at.left


def heads(places: Sequence[Place], at: Frame) -> Layer:
    """Headings of groups of rows, small and in capitals."""
    rows = [{"y": p.mark + 2, "label": p.label, "fill": palette.SOFT.light} for p in places]
    return text(rows, x=alt.XValue(0), align="left", dx=_margin(at), fontSize=10.5, fontWeight=600)


def time(axis: Axis, today: dt.date | None, stack: Stack) -> Layers:
    """The lines and names of a time axis, and a line for today."""
    names, bottom = named(axis), alt.Y2Value(stack.height)
    line = drawn("rule", color=palette.LINE.light, strokeWidth=1)
    layers = [
        layer(names, line, x=over_time(axis), y=alt.YValue(-6), y2=bottom),
        text(names, x=over_time(axis), y=alt.YValue(-15), align="left", dx=-1),
    ]
    if today is not None and axis.first <= today <= axis.last:
        label = axis.speech.say("as of {date}", date=axis.speech.short_date(today))
        row = [{"x": milliseconds(today), "label": label, "fill": palette.INK.light}]
        rule = drawn("rule", color=palette.INK.light, strokeWidth=1.2, strokeDash=[2, 3])
        left = axis.share(today) < 0.6  # noqa: PLR2004 - the side that has room
        place = {"align": "left", "dx": -1} if left else {"align": "right", "dx": 1}
        layers.append(layer(row, rule, x=over_time(axis), y=alt.YValue(-27), y2=bottom))
        layers.append(text(row, x=over_time(axis), y=alt.YValue(-35), fontWeight=600, **place))
    return layers


def named(axis: Axis) -> list[Row]:
    """The names of a time axis as rows."""
    return [{"x": milliseconds(d), "label": name, "fill": palette.SOFT.light} for d, name in axis.ticks()]


def promises(rows: Sequence[tuple[Place, PromiseRow]], axis: Axis) -> Layers:
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
        layer(links, drawn("rule", strokeWidth=1.6), x=over_time(axis), x2=X2, y=DOWN, color=FILL),
        layer(due, hollow(), x=over_time(axis), y=DOWN, stroke=STROKE),
        point(met, axis, "diamond"),
        point(never, axis, "triangle-right"),
    ]
    return [layer for layer in layers if layer.rows]


def stairs(steps: Steps, axis: Axis) -> list[Row]:
    """A running total from the axis's first day to its last."""
    rows = [(axis.first, 0.0), *steps, (axis.last, steps[-1][1] if steps else 0.0)]
    return [{"x": milliseconds(day), "q": quantity} for day, quantity in rows]


def layered(layers: Layers, stack: Stack, top: int = 48) -> Spec:
    """Layers over the rows of a stack, in a picture of exactly the frame's width."""
    at = stack.at
    place = {"left": at.left, "right": at.right, "top": top, "bottom": 6}
    return spec(layers, at.plot, round(stack.height), place)


def spec(layers: Layers, width: int, height: int, padding: Mapping[str, int]) -> Spec:
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
