"""The charts of a report as Vega-Lite specs, each in a wide form and in a narrow one for phones."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from workshare.outcome.plan import Plan
from workshare.outcome.rows import Verdict
from workshare.report import palette
from workshare.report.language import Tongue, tongue
from workshare.report.layout import Axis, Colours, Form, Frame, frame, milliseconds, round_levels, shortened
from workshare.report.palette import Shade
from workshare.report.panels import (
    LoadRow,
    OutputPanel,
    PromiseRow,
    RowKind,
    Steps,
    TimelineRow,
    loads,
    outputs,
    promises,
    shares,
    timeline,
)

Spec = dict[str, Any]
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Layer:
    """One kind of mark and its rows; they meet only in the spec, for Altair copies all that it holds."""

    chart: alt.Chart
    rows: tuple[Row, ...]


Layers = list[Layer]

FONT = "system-ui"
TEXT = 12.5
BAR = 11
DIAMOND = 110
PANEL = (300, 150)
"""Width and height of one of the small panels of output."""
WRITTEN = {Form.WIDE: 0.05, Form.NARROW: 0.13}
"""The least share of a bar that has room for its number."""

_Y = alt.Y("y:O", axis=None, sort=None)
_X2 = alt.X2("x2")
_FILL = alt.Color("fill:N", scale=None)
_STROKE = alt.Stroke("fill:N", scale=None)
_LABEL = alt.Text("label:N")


def gantt(plan: Plan, language: str, form: Form = Form.WIDE) -> Spec | None:
    """Steps, gates and the chief production over time, with today and every promise's two dates."""
    shown = timeline(plan, language)
    if shown is None:
        return None
    speech, at = tongue(language), frame(form, left=280)
    axis = Axis(speech, shown.first, shown.last, at.plot)
    work = [row for row in shown.rows if row.kind is RowKind.WORK]
    steps = [row for row in shown.rows if row.kind is not RowKind.WORK]
    parts: list[tuple[str, Sequence[TimelineRow | PromiseRow]]] = [
        (speech.say("Steps and gates"), steps),
        (speech.say("Production behind the first promises"), work),
        (speech.say("Promises"), shown.promises),
    ]
    heads = {f"h{n}": name for n, (name, rows) in enumerate(parts) if rows}
    rows = {f"h{n}r{k}": row for n, (_, found) in enumerate(parts) for k, row in enumerate(found)}
    keys = sorted([*heads, *rows], key=lambda key: [int(n) for n in re.findall(r"\d+", key)])
    layers = _time(axis, plan.as_of, bottom=len(keys) * at.row)
    layers += _bars({k: r for k, r in rows.items() if isinstance(r, TimelineRow)}, axis, at, Colours(plan))
    layers += _marks({k: r for k, r in rows.items() if isinstance(r, PromiseRow)}, axis, at)
    labels = {k: _timeline_label(row) for k, row in rows.items()}
    return _layered([*layers, *_labels(labels, at), _heads(heads, at)], at, keys)


def _timeline_label(row: TimelineRow | PromiseRow) -> tuple[str, bool, Shade]:
    strong = isinstance(row, PromiseRow) or row.strong
    return row.label, strong, palette.INK if strong else palette.SOFT


def overview(plan: Plan, language: str, form: Form = Form.WIDE) -> Spec | None:
    """Every promise: its due date, its date in the plan, and how far the ranges move that date."""
    rows = promises(plan, language)
    if not rows:
        return None
    at = frame(form, left=320, right=190, row=38)
    days = [plan.as_of] + [d for r in rows for d in (r.due, r.date, r.good, r.bad) if d]
    axis = Axis(tongue(language), min(days), max(days), at.plot)
    keyed = {f"r{n}": row for n, row in enumerate(rows)}
    layers = _time(axis, plan.as_of, bottom=len(rows) * at.row)
    layers += _ranges(keyed, axis, at)
    layers += _marks(keyed, axis, at)
    layers += _labels({k: (r.label, True, palette.INK) for k, r in keyed.items()}, at)
    if not at.narrow:
        heads = [{"y": k, "label": r.head, "fill": shade_of(r.verdict).light} for k, r in keyed.items()]
        heads = [row | {"label": shortened(row["label"], 27)} for row in heads]
        layers.append(_text(heads, x=alt.XValue(at.plot + 14), align="left", fontWeight=600))
    return _layered(layers, at, list(keyed))


def output(plan: Plan, language: str) -> list[tuple[OutputPanel, Spec]]:
    """For each item asked for or promised: what is there so far against what was asked for so far."""
    return [(panel, _panel(panel, tongue(language))) for panel in outputs(plan, language)]


def load(plan: Plan, language: str, form: Form = Form.WIDE) -> Spec | None:
    """How full every resource is in every period; underlined where an hour more would help."""
    rows = loads(plan, language)
    if not rows:
        return None
    speech, at = tongue(language), frame(form, left=280, right=60, row=32)
    first = min(cell[0] for r in rows for cell in r.cells)
    axis = Axis(speech, first, max(cell[1] for r in rows for cell in r.cells), at.plot, room=0)
    keyed = {f"r{n}": row for n, row in enumerate(rows)}
    layers = _time(axis, None, bottom=len(rows) * at.row) + _cells(keyed, axis, at)
    layers += _labels({k: (r.label, r.bottleneck, palette.INK) for k, r in keyed.items()}, at)
    place = {"align": "right", "dy": _above(at)} if at.narrow else {"align": "right"}
    for bold in (False, True):
        means = [
            {"y": k, "label": speech.percent(r.mean), "fill": palette.INK.light}
            for k, r in keyed.items() if r.bottleneck is bold
        ]  # fmt: skip
        x = alt.XValue(at.plot + (0 if at.narrow else 52))
        layers.append(_text(means, x=x, fontWeight=700 if bold else 400, **place))
    return _layered(layers, at, list(keyed))


def workshare(plan: Plan, language: str, form: Form = Form.WIDE) -> Spec | None:
    """Each family's value by country, in shares of all."""
    rows, colours = shares(plan, language), Colours(plan)
    if not rows:
        return None
    speech, at = tongue(language), frame(form, left=200, right=4, row=40)
    parts: list[dict[str, Any]] = []
    for n, row in enumerate(rows):
        begin = 0.0
        for country, share in row.parts:
            label = speech.percent(share) if share >= WRITTEN[form] else ""
            place = {"y": f"r{n}", "x": begin, "x2": begin + share, "middle": begin + share / 2}
            parts.append(place | {"label": label, "fill": colours.of(country).light})
            begin += share
    scale = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, 1], nice=False))
    bar = _mark("bar", height=24, stroke=palette.PAPER.light, strokeWidth=2, yOffset=at.shift)
    inside = [part | {"fill": palette.ON_FILL.light} for part in parts if part["label"]]
    middle = alt.X("middle:Q", axis=None)
    layers = [
        _layer(parts, bar, x=scale, x2=_X2, y=_Y, color=_FILL),
        *_labels({f"r{n}": (row.family, True, palette.INK) for n, row in enumerate(rows)}, at),
        _text(inside, x=middle, align="center", fontWeight=600, dy=at.shift),
    ]
    return _layered(layers, at, [f"r{n}" for n in range(len(rows))], top=2)


def shade_of(verdict: Verdict) -> Shade:
    """A verdict's colour; its words say the rest."""
    return {Verdict.KEPT: palette.KEPT, Verdict.UNMEASURED: palette.OPEN}.get(verdict, palette.BROKEN)


def _layer(rows: Iterable[Row], mark: alt.MarkDef, **channels: object) -> Layer:
    given: dict[str, Any] = dict(channels)
    return Layer(alt.Chart(mark=mark).encode(**given), tuple(rows))


def _mark(kind: str, **style: object) -> alt.MarkDef:
    given: dict[str, Any] = {"type": kind, **style}
    return alt.MarkDef(**given)


def _x(axis: Axis, field: str = "x") -> alt.X:
    domain = [milliseconds(axis.first), milliseconds(axis.last)]
    return alt.X(f"{field}:T", axis=None, scale=alt.Scale(type="utc", domain=domain, nice=False))


def _text(rows: Iterable[Row], *, x: object, y: object = _Y, **style: object) -> Layer:
    mark = {"font": FONT, "fontSize": TEXT, "baseline": "middle", **style}
    return _layer(rows, _mark("text", **mark), x=x, y=y, text=_LABEL, color=_FILL)


def _point(rows: Iterable[Row], axis: Axis, at: Frame, shape: str) -> Layer:
    mark = _mark("point", shape=shape, filled=True, size=DIAMOND, opacity=1, yOffset=at.shift)
    return _layer(rows, mark, x=_x(axis), y=_Y, color=_FILL)


def _hollow(shift: int = 0) -> alt.MarkDef:
    style = {"shape": "diamond", "filled": True, "size": DIAMOND, "opacity": 1, "yOffset": shift}
    return _mark("point", fill=palette.PAPER.light, strokeWidth=1.8, **style)


def _above(at: Frame) -> int:
    return 11 - at.row // 2


def _labels(labels: Mapping[str, tuple[str, bool, Shade]], at: Frame) -> Layers:
    """The rows' names, left of the plot or above their rows on the paper's colour; the strong ones bold."""
    place = {"dy": _above(at)} if at.narrow else {"dx": -at.left}
    layers = []
    if at.narrow:
        sheet = _mark("bar", height=20, color=palette.PAPER.light, yOffset=_above(at))
        row = {"x": alt.XValue(0), "x2": alt.X2Value(at.plot)}
        layers.append(_layer([{"y": key} for key in labels], sheet, **row, y=_Y))
    for bold in (False, True):
        rows = [
            {"y": key, "label": shortened(text, at.letters), "fill": shade.light}
            for key, (text, strong, shade) in labels.items()
            if strong is bold
        ]
        if rows:
            weight = 600 if bold else 400
            layers.append(_text(rows, x=alt.XValue(0), align="left", fontWeight=weight, **place))
    return layers


def _heads(heads: Mapping[str, str], at: Frame) -> Layer:
    """Headings of groups of rows, small and in capitals."""
    rows = [{"y": key, "label": text.upper(), "fill": palette.SOFT.light} for key, text in heads.items()]
    place = {"dx": 0 if at.narrow else -at.left, "dy": 9 if at.narrow else 3}
    return _text(rows, x=alt.XValue(0), align="left", fontSize=10.5, fontWeight=600, **place)


def _time(axis: Axis, today: dt.date | None, bottom: int) -> Layers:
    """The lines and names of a time axis, and a line for today."""
    names = _named(axis)
    line = _mark("rule", color=palette.LINE.light, strokeWidth=1)
    layers = [
        _layer(names, line, x=_x(axis), y=alt.YValue(-6), y2=alt.Y2Value(bottom)),
        _text(names, x=_x(axis), y=alt.YValue(-15), align="left", dx=-1),
    ]
    if today is not None and axis.first <= today <= axis.last:
        label = axis.speech.say("as of {date}", date=axis.speech.short_date(today))
        row = [{"x": milliseconds(today), "label": label, "fill": palette.INK.light}]
        rule = _mark("rule", color=palette.INK.light, strokeWidth=1.2, strokeDash=[2, 3])
        left = axis.share(today) < 0.6  # noqa: PLR2004 - the side that has room
        place = {"align": "left", "dx": -1} if left else {"align": "right", "dx": 1}
        layers.append(_layer(row, rule, x=_x(axis), y=alt.YValue(-27), y2=alt.Y2Value(bottom)))
        layers.append(_text(row, x=_x(axis), y=alt.YValue(-35), fontWeight=600, **place))
    return layers


def _named(axis: Axis) -> list[Row]:
    return [{"x": milliseconds(d), "label": name, "fill": palette.SOFT.light} for d, name in axis.ticks()]


def _bars(rows: Mapping[str, TimelineRow], axis: Axis, at: Frame, colours: Colours) -> Layers:
    """Bars in their country's colour, pale where there is time to spare; that time as a thin line."""
    bars, slack, gates = [], [], []
    for key, row in rows.items():
        shade = palette.INK if row.kind is RowKind.GATE else colours.of(row.country)
        place = {"y": key, "x": milliseconds(row.start), "x2": milliseconds(row.finish), "fill": shade.light}
        if row.kind is RowKind.GATE:
            gates.append(place)
        else:
            bars.append(place | {"opacity": 1 if row.strong or row.critical else 0.4})
        if row.loose:
            until = milliseconds(min(row.loose, axis.last))
            slack.append(place | {"x": milliseconds(row.finish), "x2": until})
    layers = []
    if slack:
        thin = _mark("rule", strokeWidth=1.5, opacity=0.55, yOffset=at.shift)
        layers.append(_layer(slack, thin, x=_x(axis), x2=_X2, y=_Y, color=_FILL))
    if bars:
        thick = _mark("bar", height=BAR, cornerRadius=2, yOffset=at.shift)
        opacity = alt.Opacity("opacity:Q", scale=None)
        layers.append(_layer(bars, thick, x=_x(axis), x2=_X2, y=_Y, color=_FILL, opacity=opacity))
    return [*layers, _point(gates, axis, at, "triangle-right")] if gates else layers


def _marks(rows: Mapping[str, PromiseRow], axis: Axis, at: Frame) -> Layers:
    """A hollow diamond where a promise is due, a full one where it is met, a line between them."""
    links: list[Row] = []
    due: list[Row] = []
    met: list[Row] = []
    never: list[Row] = []
    for key, row in rows.items():
        shade = {"y": key, "fill": shade_of(row.verdict).light}
        due.append(shade | {"x": milliseconds(row.due)})
        open_end = row.date is None and row.verdict is not Verdict.UNMEASURED
        until = axis.last if open_end else row.date
        if until is not None:
            links.append(shade | {"x": milliseconds(row.due), "x2": milliseconds(until)})
            (never if open_end else met).append(shade | {"x": milliseconds(until)})
    layers = []
    if links:
        line = _mark("rule", strokeWidth=1.6, yOffset=at.shift)
        layers.append(_layer(links, line, x=_x(axis), x2=_X2, y=_Y, color=_FILL))
    layers.append(_layer(due, _hollow(at.shift), x=_x(axis), y=_Y, stroke=_STROKE))
    layers += [
        _point(found, axis, at, shape)
        for found, shape in ((met, "diamond"), (never, "triangle-right"))
        if found
    ]
    return layers


def _ranges(rows: Mapping[str, PromiseRow], axis: Axis, at: Frame) -> Layers:
    """How far the ranges move a promise's date: a band, open to the right where it is not met."""
    bands = [
        {"y": key, "x": milliseconds(row.good or axis.last), "x2": milliseconds(row.bad or axis.last)}
        for key, row in rows.items()
        if row.ranged and (row.good or row.bad)
    ]
    mark = _mark("bar", height=BAR + 3, cornerRadius=3, color=palette.RANGE.light, yOffset=at.shift)
    return [_layer(bands, mark, x=_x(axis), x2=_X2, y=_Y)] if bands else []


def _cells(rows: Mapping[str, LoadRow], axis: Axis, at: Frame) -> Layers:
    """A cell for each period of each resource, as wide as the period is long."""
    cells, tight = [], []
    for key, row in rows.items():
        for first, day, share, binding in row.cells:
            after = day + dt.timedelta(days=1)
            place = {"y": key, "x": milliseconds(first), "x2": milliseconds(after)}
            cells.append(place | {"fill": palette.heat(share).light})
            if binding:
                tight.append(place)
    cell = _mark("bar", height=16, stroke=palette.PAPER.light, strokeWidth=0.6, yOffset=at.shift)
    under = _mark("bar", height=2.5, color=palette.BROKEN.light, yOffset=at.shift + 11)
    layers = [_layer(cells, cell, x=_x(axis), x2=_X2, y=_Y, color=_FILL)]
    return [*layers, _layer(tight, under, x=_x(axis), x2=_X2, y=_Y)] if tight else layers


def _panel(panel: OutputPanel, speech: Tongue) -> Spec:
    width, height = PANEL
    axis = Axis(speech, panel.first, panel.last, width, room=0.05)
    y = alt.Y("q:Q", axis=None, scale=alt.Scale(domain=[0, (panel.top or 1) * 1.12], nice=False))
    levels = [
        {"q": q, "label": speech.compact(q), "fill": palette.SOFT.light} for q in round_levels(panel.top)
    ]
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


def _layered(layers: Layers, at: Frame, rows: list[str], top: int = 48) -> Spec:
    """Layers over one band per row, in a picture of exactly the frame's width."""
    bands = alt.Y("y:O", axis=None, sort=None, scale=alt.Scale(domain=rows, padding=0))
    base = _layer([{"y": key} for key in rows], _mark("point", opacity=0, size=0), y=bands)
    place = {"left": at.left, "right": at.right, "top": top, "bottom": 6}
    return _spec([base, *layers], at.plot, len(rows) * at.row, place)


def _spec(layers: Layers, width: int, height: int, padding: Mapping[str, int]) -> Spec:
    """The layers with their rows as one spec; Altair's checks, slower than drawing, run in the tests."""
    config = alt.Config(aria=False, background="transparent", view=alt.ViewConfig(stroke=None))
    chart = alt.LayerChart(
        layer=[layer.chart for layer in layers], width=width, height=height, padding=dict(padding),
        config=config, autosize="none",
    )  # fmt: skip
    spec: Spec = chart.to_dict(validate=False)
    for part, layer in zip(spec["layer"], layers, strict=True):
        part["data"] = {"values": [dict(row) for row in layer.rows]}
    return spec
