"""The charts of a comparison: promises, running totals and shares, plan by plan."""

from __future__ import annotations

import datetime as dt

from workshare.outcome.comparison import Comparison, Curve
from workshare.outcome.rows import CommitmentAccount
from workshare.report import marks, palette
from workshare.report.causes import outcome_words
from workshare.report.charts import PANEL, share_bars
from workshare.report.compare_tables import Sides
from workshare.report.language import tongue
from workshare.report.layout import Axis, Colours, Form, Place, Stack, frame, milliseconds, round_levels
from workshare.report.marks import Spec
from workshare.report.panels import FAMILIES, PANELS, PROMISES, PromiseRow, ShareRow, Steps

LINES = (palette.INK, palette.ACCENT, palette.COUNTRIES[1], palette.COUNTRIES[2], palette.COUNTRIES[3])
DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 4])
"""The colour and the dashes of each plan's line; from the sixth on they begin again."""


@marks.unchecked
def promises(comparison: Comparison, language: str, form: Form) -> Spec | None:
    """The promises that turn out otherwise: due date and date in each plan."""
    differing = [p for p in comparison.promises if p.differs][:PROMISES]
    if not differing:
        return None
    sides, at = Sides(comparison, language), frame(form, left=390, row=24, lines=3)
    days = [d for p in differing for a in p.accounts if a for d in (a.due, a.date) if d]
    axis, stack = Axis(sides.speech, min(days), max(days), at.plot), Stack(at)
    placed: list[tuple[Place, PromiseRow]] = []
    places: list[Place] = []
    for promise in differing:
        places.append(stack.place(sides.promise(promise.id), strong=True))
        for n, account in enumerate(promise.accounts):
            words = outcome_words(comparison, n, promise.id, language)
            place = stack.place(f"{sides.letters[n]}: {words}", palette.SOFT)
            places.append(place)
            if account:
                placed.append((place, _row(account)))
    layers = marks.time(axis, None, stack) + marks.promises(placed, axis) + marks.labels(places, at)
    return marks.layered(layers, stack)


def _row(account: CommitmentAccount) -> PromiseRow:
    return PromiseRow(label="", head="", verdict=account.verdict, due=account.due, date=account.date)


@marks.unchecked
def curves(comparison: Comparison, language: str) -> list[tuple[Curve, Spec]]:
    """For each item whose running total differs from plan to plan: all of them in one small chart."""
    differing = [curve for curve in comparison.curves if len(set(curve.totals)) > 1]
    return [(curve, _curve(curve, comparison, language)) for curve in differing[:PANELS]]


def _curve(curve: Curve, comparison: Comparison, language: str) -> Spec:
    width, height = PANEL
    days = [d for total in curve.totals for d, _ in total]
    first = min([*(e.plan.as_of for e in comparison.entrants), *days])
    axis = Axis(tongue(language), first, max(days), width, room=0.05)
    top = max(q for total in curve.totals for _, q in total)
    y = marks.level(top * 1.12)
    levels = [{"q": q, "label": axis.speech.compact(q), "fill": palette.SOFT.light} for q in round_levels(top)]
    layers = [
        marks.layer(levels, marks.drawn("rule", color=palette.LINE.light), y=y),
        marks.text(levels, x=marks.across(0), y=y, align="left", dy=-8, fontSize=11.5),
        marks.layer([{"q": 0}], marks.drawn("rule", color=palette.SOFT.light), y=y),
        marks.text(marks.named(axis), x=marks.over_time(axis), y=marks.down(height + 13), align="left", fontSize=11.5),
    ]
    for n, total in enumerate(curve.totals):
        colour, dashes = LINES[n % len(LINES)].light, DASHES[n % len(DASHES)]
        line = marks.drawn("line", color=colour, strokeDash=dashes, strokeWidth=2.2, interpolate="step-after")
        layers.append(marks.layer(marks.stairs(total, axis), line, x=marks.over_time(axis), y=y))
    layers.append(_letters(curve.totals, comparison, axis, y))
    place = {"left": 2, "right": 22, "top": 8, "bottom": 24}
    return marks.spec([layer for layer in layers if layer.rows], width, height, place)


def _letters(totals: tuple[Steps, ...], comparison: Comparison, axis: Axis, y: object) -> marks.Layer:
    """Each plan's letter at the end of its line; those that end together share a place."""
    ends: dict[float, list[int]] = {}
    for n, total in enumerate(totals):
        ends.setdefault(round(total[-1][1], 6) if total else 0.0, []).append(n)
    last: dt.date = axis.last
    rows = [
        {
            "x": milliseconds(last), "q": q, "fill": LINES[these[0] % len(LINES)].light,
            "label": ",".join(comparison.entrants[n].letter for n in these),
        }
        for q, these in ends.items()
    ]  # fmt: skip
    return marks.text(rows, x=marks.over_time(axis), y=y, align="left", dx=4, fontWeight=700)


@marks.unchecked
def shares(comparison: Comparison, language: str, form: Form) -> Spec | None:
    """Each family's value by country, a bar for each plan."""
    order = {str(p.id): n for e in comparison.entrants for n, p in enumerate(e.plan.programme.partners)}
    none = tongue(language).say("without a family")
    families = list(dict.fromkeys(row.family for row in comparison.shares))[:FAMILIES]
    rows = []
    for family in families:
        mine = sorted((r for r in comparison.shares if r.family == family), key=lambda r: order.get(r.country, 99))
        for n, entrant in enumerate(comparison.entrants):
            parts = tuple((r.country, r.shares[n]) for r in mine if r.shares[n] > 0)
            rows.append(ShareRow(family=f"{family or none} · {entrant.letter}", parts=parts))
    return share_bars(rows, Colours(comparison.entrants[0].plan), language, form)
