"""What is said of money, licences, modes and investments that cannot be."""

from collections.abc import Callable

import pytest

Spoil = Callable[..., list[str]]

TERMS = """\
currencies:
  USD: {rates: [{rate: 0.9}, {rate: 0.8, effective_start: 2024-06-01}]}
licences:
  tdp: {gates: [released], sites: [kharkiv], effective_start: 2024-02-01, effective_end: 2024-10-01, quantity: 80,
    value: 500000}
investments:
  second: {resource: line, hours: 40 per week, days: 90, cost: 20000 USD, at_most: 2,
    payments: [{share: 0.3}, {share: 0.7, days: 30}], ramp: [{weeks: 0, share: 0.5}, {weeks: 8, share: 1}]}
funds:
  grant: {amount: 50000 USD, currency: USD, effective_start: 2024-01-01, effective_end: 2024-12-31,
    pays_for: {families: [parts, pumps]}}
  own: {}
activities:
  agreement: {days: 30, cost: 1000, modes: {crash: {days: 10, cost: 1500 USD}}}
  signed: {days: 10, done: 2023-12-01}
"""
BASE = {"activities:\n  agreement: {days: 30}\n": TERMS, "motor: {cost: 900}": "motor: {cost: 900, family: parts}"}
BASE |= {"pump: {cost: 3000,": "pump: {family: pumps, cost: 3000,"}

CASES = (
    (
        "{share: 0.7, days: 30}",
        "{share: 0.6, days: 30}",
        "investments second: the shares of its payments add up to 0.9 (write shares that add up to 1) [bad-range]",
    ),
    (
        "share: 0.5}",
        "share: 50}",
        (
            "investments second ramp share is 50, more than the whole (write a share from 0 to 1, such as 0.5 for a "
            "half) [bad-range]"
        ),
    ),
    (
        "weeks: 8",
        "weeks: 0",
        (
            "investments second: the weeks of its ramp do not rise: 0, 0 (write the steps in order, from week 0 on or "
            "later, each once) [bad-range]"
        ),
    ),
    (
        "weeks: 0",
        "weeks: -1",
        (
            "investments second: the weeks of its ramp do not rise: -1, 8 (write the steps in order, from week 0 on or "
            "later, each once) [bad-range]"
        ),
    ),
    (
        "at_most: 2",
        "at_most: 0",
        "investments second may be made 0 times (write at_most: 1 or more, or take the row out) [bad-range]",
    ),
    (
        "hours: 40 per week",
        "hours: 0 per week",
        "investments second adds no hours (write hours: 40 per week) [negative]",
    ),
    (
        "hours: 40 per week",
        "hours: 40 t per week",
        (
            "investments second hours is given in 't', but capacity is in hours (write it in h, or without a unit) "
            "[bad-figure]"
        ),
    ),
    (
        "sites: [kharkiv], ",
        "",
        (
            "licences tdp names no party and no site, so that it covers nobody (add parties: [COUNTRY], or sites: "
            "[SITE]) [missing-key]"
        ),
    ),
    ("gates: [released]", "gates: []", "licences tdp opens no gate (add gates: [GATE]) [missing-key]"),
    (
        "effective_start: 2024-02-01, effective_end: 2024-10-01",
        "effective_start: 2024-11-01, effective_end: 2024-10-01",
        "licences tdp ends 2024-10-01, before it starts 2024-11-01 (swap the dates) [bad-range]",
    ),
    (
        "effective_start: 2024-01-01, effective_end: 2024-12-31",
        "effective_start: 2024-01-01, effective_end: 2023-12-31",
        "funds grant ends 2023-12-31, before it starts 2024-01-01 (swap the dates) [bad-range]",
    ),
    (
        "currency: USD, effective",
        "currency: USS, effective",
        (
            "funds grant names currency USS, which is not there (did you mean USD? or add it to currencies:) "
            "[dangling-reference]"
        ),
    ),
    (
        "50000 USD, currency: USD",
        "50000, currency: EUR",
        (
            "funds grant names currency EUR, which is not there (leave it out: it is the programme's own) "
            "[dangling-reference]"
        ),
    ),
    (
        "50000 USD",
        "50000 EUR",
        (
            "funds grant amount is given in 'EUR', but the fund's currency is USD (write it in USD, or without a unit) "
            "[bad-figure]"
        ),
    ),
    (
        "cost: 20000 USD",
        "cost: 20000 CHF",
        (
            "investments second cost is given in 'CHF', but the currency is EUR and the others are USD "
            "(write it in EUR, or without a unit) [bad-figure]"
        ),
    ),
    (
        "1500 USD",
        "1500 CHF",
        (
            "activities agreement modes crash cost is given in 'CHF', but the currency is EUR and the others are USD "
            "(write it in EUR, or without a unit) [bad-figure]"
        ),
    ),
    (
        "value: 500000",
        "value: 500000 USD",
        (
            "licences tdp value is given in 'USD', but the currency is EUR (write it in EUR, or without a unit) "
            "[bad-figure]"
        ),
    ),
    ("[{rate: 0.9}, {rate: 0.8, effective_start: 2024-06-01}]", "[]", "currencies USD has no rate (write rates: 0.9)"),
    (
        "rate: 0.8, effective_start: 2024-06-01",
        "rate: 0.8",
        (
            "currencies USD has two rates from the start (keep one of them, or give it another effective_start:) "
            "[bad-range]"
        ),
    ),
    (
        "currencies:\n",
        "currencies:\n  EUR: {rates: 1}\n",
        "currencies EUR is the programme's own currency (take it out: its rate is 1) [duplicate-id]",
    ),
    (
        "  own: {}\n",
        "  own: {pays_for: {investments: [second]}}\n",
        (
            "activities agreement costs money, and no fund may pay for it (add a fund without amount for own means, or "
            "widen pays_for:) [unfunded]"
        ),
    ),
    (
        "families: [parts, pumps]",
        "families: [parts, boats]",
        (
            "funds grant pays for the family 'boats', which no item has (add family: boats to an item, or name "
            "another: parts, pumps) [dangling-reference]"
        ),
    ),
    (
        "modes: {crash:",
        "modes: {normal:",
        (
            "activities agreement has a mode normal, which is its own days and cost already (give the mode another "
            "name, such as crash) [duplicate-id]"
        ),
    ),
    (
        "done: 2023-12-01}",
        "done: 2023-12-01, modes: {crash: {days: 2}}}",
        "activities signed is done, so that there is no other way to do it (take modes: out, or done:) [unknown-key]",
    ),
)
"""What the terms above say, what they say instead, and what is said of that."""


def test_sound_terms(spoil: Spoil) -> None:
    """What the other tests spoil is sound."""
    assert spoil(BASE) == []


@pytest.mark.parametrize(("old", "new", "told"), CASES)
def test_terms_that_cannot_be(spoil: Spoil, old: str, new: str, told: str) -> None:
    """One thing that is wrong is told, with what to write instead."""
    assert TERMS.count(old) == 1
    [line] = spoil({**BASE, "activities:\n  agreement: {days: 30}\n": TERMS.replace(old, new)})
    assert told in line


def test_yield_and_payments_of_an_operation(spoil: Spoil) -> None:
    """Shares of an operation are shares, and its payments are paid in full."""
    found = spoil({**BASE, "    lead_time: 10 days\n": "    lead_time: 10 days\n    yield_share: 1.2\n"})
    assert ["operations build yield_share is 1.2, more than the whole" in line for line in found] == [True]
    found = spoil({**BASE, "    lead_time: 10 days\n": "    lead_time: 10 days\n    payments: [{share: 0.5}]\n"})
    assert ["operations build: the shares of its payments add up to 0.5" in line for line in found] == [True]


def test_gate_that_nothing_opens(spoil: Spoil) -> None:
    """A gate without activities is one that a licence opens."""
    waits_for_nothing = {"released: {needs: [drawings]}": "released: {}"}
    [told] = spoil(waits_for_nothing)
    assert "gates released waits for no activity, and no licence opens it (add needs: [ACTIVITY]" in told
    assert spoil({**BASE, **waits_for_nothing}) == []


def test_who_may_pay(spoil: Spoil) -> None:
    """A cost is unfunded only where no fund agrees with it in every line."""
    priced = {"lead_time: 3 days}": "lead_time: 3 days, cost: 5}"}

    def told(pays_for: str) -> bool:
        found = spoil({**priced, "demands:\n": f"funds:\n  grant: {{pays_for: {{{pays_for}}}}}\ndemands:\n"})
        assert all("lanes road costs money, and no fund may pay for it" in line for line in found)
        return bool(found)

    assert not told("")
    assert not told("sites: hub")
    assert not told("partners: UA")
    assert not told("lanes: road")
    assert not told("lanes: road, sites: hub")
    assert told("sites: kharkiv")
    assert told("partners: NO")
    assert told("lanes: sea")
    assert told("operations: build")
    assert told("lanes: road, sites: bergen")
