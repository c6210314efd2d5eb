"""The charts of the odds: when each promise is met, how much comes by when, and what each promise hangs on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from workshare.outcome.odds import CommitmentOdds, FanPoint
from workshare.report import marks, palette
from workshare.report.charts import PANEL
from workshare.report.language import tongue
from workshare.report.layout import Axis, Form, Stack, frame, milliseconds, round_levels
from workshare.report.marks import Spec
from workshare.report.palette import Shade

BAR = 13
SHARE = 58
"""What is kept free beside the bars on a phone, for the shares."""
LIKELY, UNLIKELY = 0.8, 0.5


def shade(p_kept: float | None) -> Shade:
    """The colour of a probability: the number beside it says the rest."""
    if p_kept is None:
        return palette.OPEN
    return palette.KEPT if p_kept >= LIKELY else palette.SOFT if p_kept >= UNLIKELY else palette.BROKEN


@marks.unchecked
def dates(
    rows: Sequence[tuple[str, CommitmentOdds]], as_of: dt.date, until: dt.date, language: str, form: Form
) -> Spec | None:
    """For each promise when it is met: the middle 80 % of scenarios, the median, the plan's date, and the due date."""
    shown = [(label, row) for label, row in rows if row.p_kept is not None]
    if not shown:
        return None
    at = frame(form, left=390, right=70, row=34, lines=3, beside=54)
    days = [d for _, r in shown for d in (r.due, r.planned, r.p10, r.p90) if d]
    ends = [until] if any(r.p90 is None for _, r in shown) else []
    width = at.plot - (SHARE if at.narrow else 0)
    axis, stack = Axis(tongue(language), min([as_of, *days]), max([*days, *ends]), width), Stack(at)
    bars: list[marks.Row] = []
    medians: list[marks.Row] = []
    due: list[marks.Row] = []
    planned: list[marks.Row] = []
    shares: list[marks.Row] = []
    places = []
    for label, row in shown:
        place = stack.place(label, strong=True)
        places.append(place)
        fill = {"y": place.mark, "fill": shade(row.p_kept).light}
        if row.p10:
            bars.append(fill | {"x": milliseconds(row.p10), "x2": milliseconds(row.p90 or axis.last)})
        if row.p50:
            medians.append(fill | {"x": milliseconds(row.p50), "fill": palette.INK.light})
        if row.planned:
            planned.append(fill | {"x": milliseconds(row.planned), "fill": palette.INK.light})
        due.append(fill | {"x": milliseconds(row.due)})
        shares.append(fill | {"label": axis.speech.percent(row.p_kept or 0.0)})
    x = marks.over_time(axis)
    opaque = [row | {"opacity": 0.35} for row in map(dict, bars)]
    style = {"align": "left", "fontWeight": 700, "fontSize": 15}
    layers = [
        *marks.time(axis, as_of, stack),
        marks.blocks(opaque, BAR, x, cornerRadius=3),
        marks.layer(due, marks.hollow(), x=x, y=marks.DOWN, stroke=marks.STROKE),
        marks.layer(
            planned,
            marks.drawn("point", shape="stroke", angle=90, size=150, strokeWidth=2, opacity=1),
            x=x,
            y=marks.DOWN,
            stroke=marks.STROKE,
        ),
        marks.layer(
            medians,
            marks.drawn("point", shape="circle", filled=True, size=52, opacity=1),
            x=x,
            y=marks.DOWN,
            color=marks.FILL,
        ),
        marks.text(shares, x=alt.XValue(width + 12), **style),
        *marks.labels(places, at),
    ]
    return marks.layered([layer for layer in layers if layer.rows], stack)


@marks.unchecked
def fan(points: Sequence[FanPoint], due: dt.date, amount: float, language: str) -> Spec:
    """How much counts by when: the middle 80 % of scenarios, the median, the plan, and what was promised."""
    width, height = PANEL
    axis = Axis(tongue(language), points[0].date, max(points[-1].date, due), width, room=0.02)
    top = max(amount, *(p.p90 for p in points), *(p.planned for p in points))
    y = marks.level(top * 1.12)
    x = marks.over_time(axis)
    band = [{"x": milliseconds(p.date), "q": p.p10, "q2": p.p90} for p in points]
    lines = {name: [{"x": milliseconds(p.date), "q": getattr(p, name)} for p in points] for name in ("p50", "planned")}
    levels = [{"q": q, "label": axis.speech.compact(q), "fill": palette.SOFT.light} for q in round_levels(top)]
    promise = [{"x": milliseconds(due), "q": amount, "fill": palette.INK.light}]
    names = marks.named(axis)
    layers = [
        marks.layer(levels, marks.drawn("rule", color=palette.LINE.light), y=y),
        marks.layer(
            band,
            marks.drawn("area", color=palette.ACCENT.light, opacity=0.22, interpolate="step-after"),
            x=x,
            y=y,
            y2=alt.Y2("q2"),
        ),
        marks.layer(
            lines["planned"],
            marks.drawn("line", color=palette.INK.light, strokeWidth=1.3, strokeDash=[4, 3], interpolate="step-after"),
            x=x,
            y=y,
        ),
        marks.layer(
            lines["p50"],
            marks.drawn("line", color=palette.ACCENT.light, strokeWidth=2.4, interpolate="step-after"),
            x=x,
            y=y,
        ),
        marks.layer(promise, marks.hollow(), x=x, y=y, stroke=marks.STROKE),
        marks.layer([{"q": 0}], marks.drawn("rule", color=palette.SOFT.light), y=y),
        marks.text(levels, x=marks.across(-5), y=y, align="right", fontSize=11.5),
        marks.text(names, x=x, y=marks.down(height + 13), align="left", fontSize=11.5),
    ]
    return marks.spec(
        [layer for layer in layers if layer.rows], width, height, {"left": 40, "right": 12, "top": 8, "bottom": 24}
    )


@dataclass(frozen=True, slots=True)
class Bar:
    """A share of probability by which something counts, with its noise."""

    label: str
    value: float
    noise: float


@marks.unchecked
def three(rows: Sequence[tuple[str, CommitmentOdds]], language: str, form: Form) -> Spec | None:
    """Three probabilities of each promise: of the plan as it stands, with monthly planning, and with hindsight.

    The band is the range of the first over what is not known, the line the interval of the second.
    """
    shown = [(label, row) for label, row in rows if row.p_kept is not None]
    if not shown:
        return None
    speech, at = tongue(language), frame(form, left=390, right=40, row=34, lines=3, beside=10)
    stack = Stack(at)
    places = [stack.place(label, strong=True) for label, _ in shown]
    marked = [
        ({"y": place.mark, "fill": palette.INK.light}, row) for place, (_, row) in zip(places, shown, strict=True)
    ]
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, 1], range=[6, at.plot - 6], nice=False))
    grid = [{"x": share / 4, "label": speech.percent(share / 4), "fill": palette.SOFT.light} for share in range(5)]
    rule = marks.drawn("rule", color=palette.LINE.light)
    layers = [
        marks.layer(grid, rule, x=x, y=marks.down(-8), y2=alt.Y2Value(stack.height)),
        marks.text(grid, x=x, y=marks.down(-18), fontSize=11.5),
        *_probabilities(marked, x),
        *marks.labels(places, at),
    ]
    return marks.layered([layer for layer in layers if layer.rows], stack, top=30)


def _probabilities(rows: Sequence[tuple[marks.Row, CommitmentOdds]], x: alt.X) -> marks.Layers:
    """The band of what is not known, the interval of monthly planning, and the three probabilities."""
    tone = [(dict(at) | {"fill": shade(row.p_kept).light}, row) for at, row in rows]
    band = [{**at, "x": r.from_known, "x2": r.to_known, "opacity": 0.35} for at, r in tone if r.from_known is not None]
    again = [(dict(at), row) for at, row in rows if row.replanned is not None]
    line = [{**at, "x": r.replanned_low, "x2": r.replanned_high} for at, r in again]
    bound = [{**at, "x": row.hindsight} for at, row in rows if row.hindsight is not None]
    hollow = {"filled": False, "strokeWidth": 1.8, "opacity": 1, "size": 110}
    square, triangle = (marks.drawn("point", shape=shape, **hollow) for shape in ("square", "triangle-down"))
    dot = marks.drawn("point", shape="circle", filled=True, size=95, opacity=1)
    rule = marks.drawn("rule", strokeWidth=1.4)
    return [
        marks.blocks(band, BAR, x, cornerRadius=3),
        marks.layer(line, rule, x=x, x2=marks.X2, y=marks.DOWN, color=marks.FILL),
        marks.layer([{**at, "x": r.replanned} for at, r in again], square, x=x, y=marks.DOWN, stroke=marks.STROKE),
        marks.layer(bound, triangle, x=x, y=marks.DOWN, stroke=marks.STROKE),
        marks.layer([{**at, "x": r.p_kept} for at, r in tone], dot, x=x, y=marks.DOWN, color=marks.FILL),
    ]


@marks.unchecked
def tornado(rows: Sequence[Bar], language: str, form: Form, *, signed: bool = True) -> Spec | None:
    """By how many points a promise's probability hangs on each thing, and the noise; ``signed`` as ups and downs."""
    if not rows:
        return None
    speech, at = tongue(language), frame(form, left=390, right=90, row=26, lines=2, beside=60)
    stack = Stack(at)
    top = max(0.01, *(abs(bar.value) + bar.noise for bar in rows)) * (1.25 if at.narrow else 1.0)
    low = min(0.0, *(bar.value - bar.noise for bar in rows))
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[low, top], nice=False))
    bars, noise, numbers, places = [], [], [], []
    for bar in rows:
        place = stack.place(bar.label)
        places.append(place)
        fill = palette.ACCENT if bar.value >= 0 else palette.BROKEN
        bars.append({"x": 0.0, "x2": bar.value, "y": place.mark, "fill": fill.light, "opacity": 0.8})
        noise.append(
            {"x": bar.value - bar.noise, "x2": bar.value + bar.noise, "y": place.mark, "fill": palette.INK.light}
        )
        points = speech.number(100 * round(bar.value, 3))
        sign = "±" if not signed else "+" if bar.value > 0 else ""
        numbers.append({"y": place.mark, "label": sign + points, "fill": palette.INK.light})
    zero = [{"x": 0.0}]
    layers = [
        marks.blocks(bars, 12, x),
        marks.layer(noise, marks.drawn("rule", strokeWidth=1.4), x=x, x2=marks.X2, y=marks.DOWN, color=marks.FILL),
        marks.layer(
            zero, marks.drawn("rule", color=palette.SOFT.light), x=x, y=marks.down(-4), y2=alt.Y2Value(stack.height)
        ),
        marks.text(numbers, x=alt.XValue(at.plot + (10 if not at.narrow else -46)), align="left"),
        *marks.labels(places, at),
    ]
    return marks.layered(layers, stack, top=12)
