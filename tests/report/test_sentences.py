"""A verdict and its reason in words."""

from dataclasses import replace

import pytest

from workshare.outcome.plan import Plan
from workshare.outcome.rows import Link, LinkKind
from workshare.report.language import tongue
from workshare.report.names import units
from workshare.report.sentences import (
    assumed_sentence,
    basis_sentence,
    bottleneck_sentence,
    chain_sentence,
    outlook_sentence,
    summary_sentence,
    verdict_sentence,
)

VERDICTS = {
    (
        "first",
        "en",
    ): "Late by 23 days: 1 unit of “pumps” delivered to the hub on 24 March 2024, promised by 1 March 2024.",
    ("first", "uk"): (
        "Запізнення на 23 дні: поставка «Помпа», 1 одиниця (отримувач: Вузол) — 24 березня 2024 року, "
        "обіцяно до 1 березня 2024 року."
    ),
    ("more", "en"): (
        "Kept, with 49 days to spare: 130 units of “pumps” delivered to the hub on 12 May 2024, "
        "promised by 30 June 2024."
    ),
    ("many", "en"): (
        "Short by 480 units: 520 of the 1,000 promised (“pumps”) are there by the end of the plan on 31 December 2024, "
        "270 by the promised day, 30 September 2024."
    ),
    ("oil", "en"): (
        "Missed: nothing that counts is there by the end of the plan on 31 December 2024; "
        "promised by 30 September 2024: 0.5\u00a0kg of “oil” made at lublin."
    ),
    ("unity", "en"): (
        "Not measurable: the promise, due on 1 December 2024, names nothing that a plan could be held against."
    ),
    ("unity", "uk"): (
        "Не вимірюється: обіцянка зі строком 1 грудня 2024 року не називає нічого, з чим можна звірити план."
    ),
}


@pytest.mark.parametrize(("name", "language"), VERDICTS)
def test_verdict(plan: Plan, name: str, language: str) -> None:
    """Each verdict says what, when, and against which promise."""
    assert verdict_sentence(plan.commitment(name), plan, language) == VERDICTS[name, language]


def test_a_promise_met_on_its_last_day_is_just_kept(plan: Plan) -> None:
    """Nothing to spare is not mentioned."""
    account = plan.commitment("more")
    assert verdict_sentence(replace(account, date=account.due), plan, "en").startswith("Kept: 130 units of “pumps”")


def test_chain(plan: Plan) -> None:
    """The last link comes first, and what limits the quantity last; names are in the language."""
    account = plan.commitment("first")
    assert chain_sentence(account, plan, "en") == (
        "It hangs on: shipment to-hub (3 days) ← Assembly (20 days) ← gate “drawings are there” ← Drawings (30 days) "
        "← agree (10 days); what limits it: line at Kharkiv works."
    )
    assert chain_sentence(account, plan, "uk") == (
        "Тримається на: перевезення to-hub (3 дні) ← Складання (20 днів) ← умова «креслення готові» ← "
        "Креслення (30 днів) ← agree (10 днів); обмежує: line (Харківський завод)."
    )


def test_a_long_run_of_activities_is_shortened(plan: Plan) -> None:
    """Only its first and last are named."""
    links = tuple(Link(kind=LinkKind.ACTIVITY, id=f"a{n}", days=n) for n in range(1, 9))
    account = replace(plan.commitment("first"), hangs_on=links)
    assert chain_sentence(account, plan, "en") == "It hangs on: a1 (1 day) ← 6 more steps (27 days) ← a8 (8 days)."


def test_what_a_promise_hangs_on_besides(plan: Plan) -> None:
    """Stock is named by item and site; goals that come first in words."""
    links = (
        Link(kind=LinkKind.STOCK, id="oil at kharkiv"),
        Link(kind=LinkKind.DEMAND, id="late, priority 1", binding=True),
        Link(kind=LinkKind.DEMAND, id="commitment first", binding=True),
    )
    account = replace(plan.commitment("first"), hangs_on=links)
    assert chain_sentence(account, plan, "en") == (
        "It hangs on: stock of oil at Kharkiv works; what limits it: the demands of priority 1, which come first and "
        "the promise “first pumps by spring”, which comes first."
    )


def test_no_chain_no_sentence(plan: Plan) -> None:
    """A promise that hangs on nothing known says nothing."""
    assert chain_sentence(plan.commitment("unity"), plan, "en") == ""
    assert outlook_sentence(plan.commitment("unity"), plan, "en") == ""
    assert assumed_sentence(plan.commitment("unity"), plan, "en") == ""


def test_outlook(plan: Plan) -> None:
    """Both ends of all ranges, in one line where they agree."""
    account = plan.commitment("first")
    assert outlook_sentence(account, plan, "en") == (
        "If every range ends well: kept on 20 February 2024. If every range ends badly: missed."
    )
    assert outlook_sentence(replace(account, bad=account.good), plan, "uk") == (
        "Хоч би всі діапазони склалися на краще, хоч на гірше: дотримано 20 лютого 2024 року."
    )


@pytest.mark.parametrize(
    ("assumed", "figures", "sentence"),
    [
        (13, 15, "13 of the 15 figures on this chain are assumed."),
        (1, 15, "1 of the 15 figures on this chain is assumed."),
        (15, 15, "All 15 figures on this chain are assumed."),
        (1, 1, "The one figure on this chain is assumed."),
        (0, 1, "The one figure on this chain is not marked as assumed."),
        (0, 7, "None of the 7 figures on this chain is marked as assumed."),
    ],
)
def test_assumed(plan: Plan, assumed: int, figures: int, sentence: str) -> None:
    """How much of a verdict rests on assumptions."""
    account = replace(plan.commitment("first"), assumed=assumed, figures=figures)
    assert assumed_sentence(account, plan, "en") == sentence


@pytest.mark.parametrize(
    ("n", "words"),
    [(1, "1 день"), (2, "2 дні"), (5, "5 днів"), (11, "11 днів"), (21, "21 день"), (22, "22 дні"), (112, "112 днів")],
)
def test_ukrainian_counts_days(n: int, words: str) -> None:
    """One, few, many."""
    assert tongue("uk").days(n) == words


@pytest.mark.parametrize(
    ("quantity", "unit", "words"),
    [
        (1, "unit", "1 одиниця"),
        (129.999999, "unit", "130 одиниць"),
        (2.5, "unit", "2,5 одиниці"),
        (3, "dose", "3 дози"),
        (12.5, "kg", "12,5\u00a0kg"),
    ],
)
def test_ukrainian_counts_units(quantity: float, unit: str, words: str) -> None:
    """Common units are counted, fractions too; others stand as written."""
    assert units(tongue("uk"), quantity, unit) == words


def test_summary(plan: Plan) -> None:
    """How many promises fare how."""
    assert summary_sentence(plan, "en") == (
        "Of 5 promises, 1 is kept, 1 comes late, 1 falls short, 1 is missed and 1 cannot be measured."
    )
    assert summary_sentence(plan, "uk").startswith("Із 5 обіцянок: дотримано 1, виконано із запізненням 1,")


def test_bottleneck(plan: Plan) -> None:
    """Where an hour more helps, that resource and those days are named; else only the fullest."""
    assert bottleneck_sentence(plan, "en") == (
        "The bottleneck is line at Kharkiv works: from 29 January 2024 to 30 June 2024 it is 100% full, "
        "and every hour more would bring deliveries forward."
    )
    free = replace(plan, resources=type(plan.resources)(plan.resources.record, plan.resources.rows[3:]))
    assert bottleneck_sentence(free, "en") == (
        "No capacity alone holds back the first goal that falls short. The fullest is bench at lublin, 30% used "
        "from 29 January 2024 to 30 June 2024."
    )


def test_basis(plan: Plan) -> None:
    """The share of assumed figures."""
    assert basis_sentence(plan, "en") == "5 of the 16 figures behind this plan (31%) are marked as assumed."


def test_an_unknown_language_is_refused(plan: Plan) -> None:
    """Two languages are spoken."""
    with pytest.raises(ValueError, match="write en or uk"):
        verdict_sentence(plan.commitment("first"), plan, "fr")
