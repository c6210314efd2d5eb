"""The charts of a look back: every forecast against what happened, and the calibration of all of them."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
from scipy.stats import kstwo

from workshare.outcome.hindcast import Hindcast
from workshare.report import marks, palette
from workshare.report.language import tongue
from workshare.report.layout import Form, Stack, frame
from workshare.report.marks import Layer, Spec

HEIGHTS = ((16.0, 0.25), (9.0, 0.45), (4.0, 0.9))
"""Height and opacity of the bar of each interval, the widest interval first."""
MOST = 2.5
"""Forecasts beyond so many times what happened are cut off."""
BAND = 0.9
"""The level of the band in which a calibrated forecaster's ranks stay."""
SIDE = 320


@marks.unchecked
def events(found: Hindcast, labels: Sequence[str], language: str, form: Form) -> Spec | None:
    """For each event the forecast's intervals and median, in proportion to what happened."""
    shown = [(label, e.scores) for label, e in zip(labels, found.events, strict=True) if e.scores.observed > 0]
    if not shown:
        return None
    speech, at = tongue(language), frame(form, left=390, row=30, lines=2)
    stack = Stack(at)
    ends = [high / s.observed for _, s in shown for _, high in s.intervals]
    top = min(MOST, max(1.25, *ends))
    scale = alt.Scale(domain=[0, top], nice=False, clamp=True)
    across = alt.X("x:Q", axis=None, scale=scale)
    bars: list[list[marks.Row]] = [[] for _ in HEIGHTS]
    medians: list[marks.Row] = []
    places = []
    for label, s in shown:
        place = stack.place(label, strong=not s.covered[-1])
        places.append(place)
        for n, (low, high) in enumerate(reversed(s.intervals)):
            row = {"x": low / s.observed, "x2": high / s.observed, "y": place.mark}
            bars[n].append(row | {"fill": palette.ACCENT.light, "opacity": HEIGHTS[n][1]})
        medians.append({"x": s.median / s.observed, "y": place.mark, "fill": palette.INK.light})
    ticks = [n * 0.5 for n in range(int(top / 0.5) + 1)]
    names = [{"x": t, "label": speech.percent(t), "fill": palette.SOFT.light} for t in ticks]
    bottom = alt.Y2Value(stack.height)
    fact = [{"x": 1.0, "label": speech.say("what happened"), "fill": palette.INK.light}]
    layers = [
        marks.layer(names, marks.drawn("rule", color=palette.LINE.light), x=across, y=marks.down(-6), y2=bottom),
        marks.text(names, x=across, y=marks.down(-15), align="left", dx=-1),
        *(marks.blocks(rows, height, across) for rows, (height, _) in zip(bars, HEIGHTS, strict=True)),
        marks.layer(
            fact, marks.drawn("rule", color=palette.INK.light, strokeWidth=1.8), x=across, y=marks.down(-6), y2=bottom
        ),
        marks.text(fact, x=across, y=marks.down(-35), align="left", dx=-1, fontWeight=600),
        marks.layer(
            medians,
            marks.drawn("point", shape="circle", filled=True, size=46, opacity=1),
            x=across,
            y=marks.DOWN,
            color=marks.FILL,
        ),
        *marks.labels(places, at),
    ]
    return marks.layered(layers, stack)


@marks.unchecked
def calibration(found: Hindcast, language: str, form: Form) -> Spec | None:
    """The ranks of what happened, in order, against the diagonal on which a calibrated forecaster's lie.

    The shaded band holds all of a calibrated forecaster's ranks nine times in ten if events are independent
    (Kolmogorov's distribution for so many events).
    """
    ranks = sorted(e.scores.rank for e in found.events)
    if not ranks:
        return None
    speech, side = tongue(language), SIDE if form is Form.WIDE else SIDE - 70
    width = float(kstwo.ppf(BAND, len(ranks)))
    unit = alt.Scale(domain=[0, 1], nice=False)
    x, y = alt.X("x:Q", axis=None, scale=unit), alt.Y("q:Q", axis=None, scale=unit)
    grid = [n / 100 for n in range(101)]
    band = [{"x": t, "q": max(0.0, t - width), "q2": min(1.0, t + width)} for t in grid]
    steps = [(n / len(ranks), rank) for n, rank in enumerate(ranks)]
    line = [{"x": 0.0, "q": 0.0}]
    for share, rank in steps:
        line += [{"x": rank, "q": share}, {"x": rank, "q": share + 1 / len(ranks)}]
    line.append({"x": 1.0, "q": 1.0})
    dots = [{"x": rank, "q": share + 1 / len(ranks), "fill": palette.ACCENT.light} for share, rank in steps]
    names = [{"x": t, "q": t, "label": speech.percent(t), "fill": palette.SOFT.light} for t in (0.0, 0.5, 1.0)]
    shade = marks.drawn("area", color=palette.ACCENT.light, opacity=0.14)
    layers: list[Layer] = [
        marks.layer(band, shade, x=x, y=y, y2=alt.Y2("q2")),
        marks.layer(
            [{"x": 0.0, "q": 0.0}, {"x": 1.0, "q": 1.0}],
            marks.drawn("line", color=palette.SOFT.light, strokeDash=[4, 4]),
            x=x,
            y=y,
        ),
        marks.layer(
            line,
            marks.drawn("line", color=palette.ACCENT.light, strokeWidth=2.2, interpolate="linear"),
            x=x,
            y=y,
            order=alt.value(0),
        ),
        marks.layer(
            dots, marks.drawn("point", shape="circle", filled=True, size=60, opacity=1), x=x, y=y, color=marks.FILL
        ),
        marks.text(names, x=x, y=marks.down(side + 14), align="center"),
        marks.text(names, x=marks.across(-8), y=y, align="right"),
        marks.text(
            [{"label": speech.say("where it lay in its forecast"), "fill": palette.SOFT.light}],
            x=marks.across(side / 2),
            y=marks.down(side + 34),
            align="center",
        ),
        marks.text(
            [{"label": speech.say("share of events up to there"), "fill": palette.SOFT.light}],
            x=marks.across(-44),
            y=marks.down(-16),
            align="left",
        ),
    ]
    return marks.spec(layers, side, side, {"left": 48, "right": 24, "top": 30, "bottom": 46})
