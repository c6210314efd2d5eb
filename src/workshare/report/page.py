"""The report of a plan as one self-contained HTML page, in both languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

from markupsafe import Markup

from workshare.model.figure import figures_of
from workshare.outcome.odds import Odds
from workshare.outcome.plan import Plan, Status
from workshare.report import charts, listing, money, shell, tracks
from workshare.report.assumptions import BASES, Found, assumptions
from workshare.report.cards import cards, cited
from workshare.report.decided import decisions_sentence
from workshare.report.language import LANGUAGES, Tongue, tongue
from workshare.report.layout import Colours, Form
from workshare.report.marks import Spec
from workshare.report.names import Names
from workshare.report.odds import told
from workshare.report.panels import OutputPanel, shares, timeline
from workshare.report.sentences import basis_sentence, bottleneck_sentence, summary_sentence
from workshare.report.shell import Drawing, drawing, picture

MOST = 600
"""The most figures that the page lists."""


def html(plan: Plan, language: str = "en", version: str = "", odds: Odds | None = None) -> str:
    """The report of a plan: one page that needs nothing else, in both languages, opening in ``language``.

    Where ``odds`` are known, it begins with them.
    """
    return shell.page(
        "body.html",
        lambda code: _content(plan, code, version) | _chances(plan, odds, code),
        plan.programme.programme.in_,
        language=language,
    )


def _chances(plan: Plan, odds: Odds | None, language: str) -> dict[str, Any]:
    """What the page says of the odds; None where nobody asked for them."""
    return {"odds": None if odds is None else told(plan, odds, language), "cards": cards(plan, language, odds)}


def get_ready() -> None:
    """Load what every page needs, so that the first is drawn as fast as the next: it takes a second."""
    for code in LANGUAGES:
        tongue(code)
    shell.get_ready()


def _content(plan: Plan, language: str, version: str) -> dict[str, Any]:
    """Everything that the page says in one language."""
    speech, programme = tongue(language), plan.programme
    names, figures = Names(programme, speech), figures_of(programme)
    return {
        "lang": language,
        "say": speech.say,
        "count": speech.count,
        "number": speech.number,
        "title": programme.programme.in_(language),
        "about": programme.about.in_(language) if programme.about else "",
        "as_of": speech.date(plan.as_of),
        "end": speech.date(plan.periods.date(plan.periods.horizon)),
        "summary": summary_sentence(plan, language) if plan.commitments else "",
        "basis": basis_sentence(plan, language),
        "shares_of_basis": _bases(figures, speech),
        "bottleneck": bottleneck_sentence(plan, language),
        "countries": _countries(plan, names),
        "joint": any(not step.country for step in plan.activities),
        "drawings": _drawings(plan, language),
        "outputs": [(panel, _panel(panel, spec, speech)) for panel, spec in charts.output(plan, language)],
        "decisions": decisions_sentence(plan, language),
        **_terms(plan, language),
        "listings": {
            name: getattr(listing, name)(plan, language) for name in ("demands", "steps", "loads", "shares", "goals")
        },
        "assumptions": assumptions(programme, speech, figures[:MOST]),
        "left_out": max(0, len(figures) - MOST),
        "sources": list(cited(plan, _sources(plan, figures), speech)),
        "optimal": plan.status is Status.OPTIMAL,
        "digest": programme.digest,
        "version": version,
    }


def _terms(plan: Plan, language: str) -> dict[str, Any]:
    """Money, licences, fleets and the last plan; None for what a plan has no rows of."""
    found: dict[str, Any] = dict.fromkeys(("money", "licences", "rules", "fleets", "baseline"))
    if len(plan.payments) or plan.programme.funds:
        sentence, paid = money.money_sentence(plan, language), money.paid_sentence(plan, language)
        bars = partial(charts.spending, plan, language)
        found["money"] = {
            "sentence": sentence,
            "paid": paid,
            "funds": _tracks(tracks.funds(plan, language), language),
            "accounts": money.funds(plan, language),
            "spending": drawing(bars, tongue(language).say("Chart: what is paid by family and country.") + " " + paid),
            "costs": money.costs(plan, language),
            "units": money.unit_costs(plan, language),
        }
    if plan.programme.licences:
        drawn = _tracks(tracks.licences(plan, language), language)
        found["licences"] = {"tracks": drawn, "listing": money.licences(plan, language)}
    if len(plan.rules):
        found["rules"] = money.rules(plan, language)
    if len(plan.fleets):
        kept = _tracks(tracks.fleets(plan, language), language)
        found["fleets"] = {"tracks": kept, "listing": money.fleets(plan, language)}
    if len(plan.forecasts):
        found["baseline"] = money.forecasts(plan, language)
    return found


def _tracks(found: list[tracks.Track], language: str) -> list[tuple[tracks.Track, Markup]]:
    """Panels with their drawings."""
    say = tongue(language).say
    return [
        (
            track,
            picture(
                charts.running(track.panel, language),
                say("Chart: {what} over time; {end}.", what=track.panel.title, end=track.told),
            ),
        )
        for track in found
    ]


def _bases(figures: Found, speech: Tongue) -> list[tuple[str, str, int, str]]:
    """For each basis its key, its word, its number of figures and their share."""
    counted = Counter(figure.basis for _, figure in figures)
    return [
        (basis or "none", speech.say(word), counted[basis], speech.percent(counted[basis] / len(figures)))
        for basis, word in BASES.items()
        if counted[basis]
    ]


def _countries(plan: Plan, names: Names) -> list[tuple[str, str]]:
    """The partners with the names of their colours."""
    colours = Colours(plan)
    return [(names.of("partners", p.id), colours.of(p.id).name) for p in plan.programme.partners]


def _sources(plan: Plan, figures: Found) -> set[str]:
    """The statements that the programme's figures, promises and steps rest on."""
    programme = plan.programme
    told = {c.source for c in programme.commitments} | {d.source for d in programme.demands}
    told |= {a.source for a in programme.activities} | {a.source for a in programme.agreements}
    tables = (programme.licences, programme.investments, programme.funds, programme.rules, programme.fleets)
    told |= {row.source for table in (*tables, programme.orders, programme.actuals) for row in table}
    return told | {figure.source for _, figure in figures}


def _drawings(plan: Plan, language: str) -> dict[str, Drawing | None]:
    """The charts by name; None where a plan has nothing to show in one."""
    spoken = _spoken(plan, language)
    makers: dict[str, Callable[[Plan, str, Form], Spec | None]] = {
        "overview": charts.overview,
        "gantt": charts.gantt,
        "load": charts.load,
        "workshare": charts.workshare,
    }
    return {name: drawing(partial(make, plan, language), spoken[name]) for name, make in makers.items()}


def _spoken(plan: Plan, language: str) -> dict[str, str]:
    """What each chart shows, for those who cannot see it."""
    speech, span = tongue(language), timeline(plan, language)
    names = Names(plan.programme, speech)
    over = speech.say("Chart: steps, gates and promises over time. The dates are in the table below.")
    if span is not None:
        first, last = speech.date(span.first), speech.date(span.last)
        over += " " + speech.say("It runs from {first} to {last}.", first=first, last=last)
    families = "; ".join(
        f"{row.family}: " + ", ".join(f"{names.of('partners', c)} {speech.percent(s)}" for c, s in row.parts)
        for row in shares(plan, language)
    )
    return {
        "overview": speech.say("Chart: due date and planned date of every promise.")
        + " "
        + summary_sentence(plan, language),
        "gantt": over,
        "load": speech.say("Chart: load of every resource over time.") + " " + bottleneck_sentence(plan, language),
        "workshare": speech.say("Chart: share of value by country.") + " " + families,
    }


def _panel(panel: OutputPanel, spec: Spec, speech: Tongue) -> Markup:
    there = speech.number(panel.there[-1][1] if panel.there else 0)
    asked = speech.number(panel.asked[-1][1] if panel.asked else 0)
    told = speech.say(
        "Chart: running total of {item}; {there} by the end of the plan, {asked} asked for.",
        item=panel.title, there=there, asked=asked,
    )  # fmt: skip
    return picture(spec, told)
