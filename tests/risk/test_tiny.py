"""Probabilities worked out by hand, and what the simulation makes of them, within four standard errors.

Every case is planned and carried out in 20,480 scenarios.
"""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
from scipy.special import betainc
from tests.risk.conftest import Planner, near, shares

from workshare.risk.dice import pert


def test_one_exponential_outage(plan: Planner) -> None:
    """A line that is busy to its last hour keeps its promise only if no outage begins in its week.

    Outages begin at 26 a year, 26 / 365.25 a day, and last 3 days on average: P = exp(-7 · 26 / 365.25) = 0.6076.

        start: 2024-01-01
        until: 2024-02-25
        calendar: {weeks: 8}
        sites: {works: {country: UA}}
        items: {pump: {}}
        resources: {line: {site: works, hours: 70 per week}}
        operations:
          build: {site: works, makes: {pump: 1}, time: {line: 10 h}, lead_time: 0 days}
        demands:
          orders: {item: pump, site: works, quantity: 7, due: 2024-01-07}
        commitments:
          first: {by: M, says: seven, due: 2024-01-07, measure: {made: pump, quantity: 7}}
        hazards:
          power: {kind: outage, sites: [works], rate: 26 per year, length: 3 days}
    """
    kept = math.exp(-7 * 26 / 365.25)
    assert shares(plan())["first"] == near(kept)
    # An outage of the line itself comes to the same; one that takes nothing harms nobody.
    assert shares(plan({"sites: [works], rate": "resources: [line], rate"}))["first"] == near(kept)
    assert shares(plan({"length: 3 days": "length: 3 days, size: 0"}))["first"] == 1
    # Out of season there are none.
    assert shares(plan({"length: 3 days": "length: 3 days, months: [2, 3]"}))["first"] == 1


def test_an_outage_that_can_be_made_good(plan: Planner) -> None:
    """With half of its hours to spare, a line catches up unless it stands for more than half of the week.

    An outage of just 5 days begins at 26 a year, of which the week has 2 days left: too few hours for seven pumps
    if it begins in the first 5 days less what is needed: hours left are 20 · (7 - overlap), and 70 are needed, so that
    the overlap may be 3.5 days. One that begins on day t overlaps min(5, 7 - t): more than 3.5 for t < 3.5. Two outages
    that only touch the end are left aside where the first begins after 3.5 days. P = exp(-3.5 · 26 / 365.25) = 0.7795.

        start: 2024-01-01
        until: 2024-02-25
        calendar: {weeks: 8}
        sites: {works: {country: UA}}
        items: {pump: {}}
        resources: {line: {site: works, hours: 140 per week}}
        operations:
          build: {site: works, makes: {pump: 1}, time: {line: 10 h}, lead_time: 0 days}
        demands:
          orders: {item: pump, site: works, quantity: 7, due: 2024-01-07}
        commitments:
          first: {by: M, says: seven, due: 2024-01-07, measure: {made: pump, quantity: 7}}
        hazards:
          power: {kind: outage, sites: [works], rate: 26 per year, length: 5 days, shape: triangular}
    """
    assert shares(plan())["first"] == near(math.exp(-3.5 * 26 / 365.25))


def test_two_sites_and_a_common_cause(plan: Planner) -> None:
    """Two lines, both busy to the last hour, fail apart; a common cause makes them fail together.

    Each stands through its week with q = exp(-7 · 13 / 365.25) = 0.7795, both with q². A bad winter, which comes with
    0.4, makes outages three times as likely: q³ for one, q⁶ for both. All seven pumps of one site: 0.6 q + 0.4 q³;
    all fourteen: 0.6 q² + 0.4 q⁶ = 0.4543, where independent sites with the same odds would have 0.4374.

        start: 2024-01-01
        until: 2024-02-25
        calendar: {weeks: 8}
        sites: {works: {country: UA}, mill: {country: UA}}
        items: {pump: {}}
        resources: {line: {site: works, hours: 70 per week}, bench: {site: mill, hours: 70 per week}}
        operations:
          build: {site: works, makes: {pump: 1}, time: {line: 10 h}, lead_time: 0 days}
          fit: {site: mill, makes: {pump: 1}, time: {bench: 10 h}, lead_time: 0 days}
        demands:
          here: {item: pump, site: works, quantity: 7, due: 2024-01-07}
          there: {item: pump, site: mill, quantity: 7, due: 2024-01-07}
        commitments:
          one: {by: M, says: seven, due: 2024-01-07, measure: {made: pump, at: works, quantity: 7}}
          both: {by: M, says: fourteen, due: 2024-01-07, measure: {made: pump, quantity: 14}}
        causes:
          winter: {probability: 0.4, months: [12, 1, 2]}
        hazards:
          power: {kind: outage, sites: [works, mill], rate: 13 per year, length: 3 days, causes: {winter: 3}}
    """
    q = math.exp(-7 * 13 / 365.25)
    found = shares(plan())
    assert found["one"] == near(0.6 * q + 0.4 * q**3)
    assert found["both"] == near(0.6 * q**2 + 0.4 * q**6)
    # Without the cause the sites fail independently; a winter that is no winter month changes nothing.
    assert shares(plan({"probability: 0.4": "probability: 0"}))["both"] == near(q**2)
    assert shares(plan({"months: [12, 1, 2]": "months: [7]"}))["both"] == near(q**2)
    # Once everything is in the cause, the two fail together or not at all.
    certain = {"probability: 0.4": "probability: 1", "causes: {winter: 3}": "causes: {winter: 0}"}
    assert shares(plan(certain))["both"] == 1


def test_a_vote(plan: Planner) -> None:
    """What waits for a vote is done if the vote is won: P = 1 - 0.3; and so is what its money pays for.

    start: 2024-01-01
    until: 2024-02-25
    calendar: {weeks: 8}
    sites: {works: {country: UA}}
    items: {pump: {}}
    operations:
      build: {site: works, makes: {pump: 1}, lead_time: 0 days, cost: 10}
    activities:
      vote: {days: 10, never: 0.3}
      contract: {days: 5, after: [vote]}
    gates: {voted: {needs: [vote]}}
    funds:
      aid: {needs: [voted], amount: 100}
    demands:
      orders: {item: pump, site: works, quantity: 7, due: 2024-01-21}
    commitments:
      signed: {by: M, says: signed, due: 2024-01-16, measure: {done: contract}}
      made: {by: M, says: seven, due: 2024-01-21, measure: {made: pump, quantity: 7}}
    """
    found = shares(plan())
    assert found["signed"] == near(0.7)
    assert found["made"] == found["signed"]
    # Money that nobody votes on may pay instead.
    own = {"  aid: {needs: [voted], amount: 100}": "  aid: {needs: [voted], amount: 100}\n  own: {}"}
    assert shares(plan(own))["made"] == 1


def test_a_chain_of_pert_durations(plan: Planner) -> None:
    """Three steps in a row are done by the sum of their days, each a PERT duration rounded to whole days.

    P is found by adding up the exact probabilities of all sums of whole days: beta distribution functions at the
    halves between days, folded with each other. The modes add up to 60, but the plan's day is kept with less than one
    half: all three are skewed.

        start: 2024-01-01
        until: 2024-06-30
        calendar: {weeks: 26}
        activities:
          a: {days: {low: 10, mode: 15, high: 40}}
          b: {days: {low: 14, mode: 20, high: 30}, after: [a]}
          c: {days: {low: 20, mode: 25, high: 60}, after: [b]}
        commitments:
          mode: {by: M, says: on the plan's day, due: 2024-03-01, measure: {done: c}}
          later: {by: M, says: ten days later, due: 2024-03-11, measure: {done: c}}
    """
    total = np.ones(1)
    for low, mode, high in ((10, 15, 40), (14, 20, 30), (20, 25, 60)):
        edges = np.clip((np.arange(low, high + 2) - 0.5 - low) / (high - low), 0, 1)
        days = np.concatenate([np.zeros(low), np.diff(betainc(*pert(low, mode, high), edges))])
        total = np.convolve(total, days)
    by = np.cumsum(total)
    found = shares(plan())
    assert found["mode"] == near(float(by[60]))
    assert found["later"] == near(float(by[70]))
    assert by[60] < 0.5


def test_a_lognormal_duration(plan: Planner) -> None:
    """A lognormal duration has its mode and its 95th percentile where the author puts them.

    sigma² + 1.645 sigma = ln(high / mode), mu = ln(mode) + sigma²; what is below the low end counts there.

        start: 2024-01-01
        until: 2024-06-30
        calendar: {weeks: 26}
        activities:
          a: {days: {low: 5, mode: 20, high: 60}}
        commitments:
          mode: {by: M, says: on the plan's day, due: 2024-01-21, measure: {done: a}}
          high: {by: M, says: at the high end, due: 2024-03-01, measure: {done: a}}
        hazards:
          tail: {kind: duration, activities: [a], shape: lognormal}
    """
    z = NormalDist().inv_cdf(0.95)
    sigma = (math.sqrt(z * z + 4 * math.log(3)) - z) / 2
    log = NormalDist(math.log(20) + sigma * sigma, sigma)
    found = shares(plan())
    assert found["mode"] == near(log.cdf(math.log(20.5)))
    assert found["high"] == near(log.cdf(math.log(60.5)))
    # A triangle instead: F(20.5) = (20.5 - 5)² / (55 · 15) up to the mode, beyond it 1 - (60 - 20.5)² / (55 · 40).
    assert shares(plan({"lognormal": "triangular"}))["mode"] == near(1 - 39.5**2 / (55 * 40))


def test_yield(plan: Planner) -> None:
    """Nine good ones of ten: a yield between 0.5 and 1 that rises in a straight line.

    F(x) = ((x - 0.5) / 0.5)², P(yield >= 0.9) = 1 - 0.64.

        start: 2024-01-01
        until: 2024-02-25
        calendar: {weeks: 8}
        sites: {works: {country: UA}}
        items: {pump: {}}
        operations:
          build: {site: works, makes: {pump: 1}, lead_time: 0 days}
        demands:
          orders: {item: pump, site: works, quantity: 10, due: 2024-01-07}
        commitments:
          nine: {by: M, says: nine, due: 2024-01-07, measure: {made: pump, quantity: 9}}
        hazards:
          scrap: {kind: yield, operations: [build], size: {low: 0.5, mode: 1, high: 1}, shape: triangular}
    """
    assert shares(plan())["nine"] == near(0.36)


def test_late_and_short_supplies(plan: Planner) -> None:
    """Motors come late in two runs of five, or short in one of four; all seven are there with 0.6 · 0.75.

    start: 2024-01-01
    until: 2024-02-25
    calendar: {weeks: 8}
    sites: {works: {country: UA}}
    items: {motor: {}}
    supplies: {motors: {item: motor, site: works, quantity: 7 per week}}
    demands:
      orders: {item: motor, site: works, quantity: 7, due: 2024-01-14}
    commitments:
      all: {by: M, says: seven, due: 2024-01-14, measure: {delivered: motor, quantity: 7}}
      some: {by: M, says: five, due: 2024-02-18, measure: {delivered: motor, quantity: 5}}
    hazards:
      late: {kind: delay, supplies: [motors], length: 20 days, probability: 0.4}
      short: {kind: shortfall, supplies: [motors], size: 0.2, probability: 0.25}
    """
    found = shares(plan())
    assert found["all"] == near(0.6 * 0.75)
    assert found["some"] == 1


def test_a_surge_takes_from_others(plan: Planner) -> None:
    """In three runs of ten the foremost asks for twice as much, and the other gets nothing.

    start: 2024-01-01
    until: 2024-02-25
    calendar: {weeks: 8}
    sites: {works: {country: UA}, hub: {country: UA}}
    items: {motor: {}}
    supplies:
      motors: {item: motor, site: works, total: 14, effective_start: 2024-01-08, effective_end: 2024-01-14}
    lanes: {road: {origin: works, destination: hub, lead_time: 0 days}}
    demands:
      front: {item: motor, site: works, quantity: 7, due: 2024-01-14}
      rear: {item: motor, site: hub, quantity: 7, due: 2024-01-14, priority: 2}
    commitments:
      rear: {by: M, says: seven, due: 2024-01-14, measure: {delivered: motor, at: hub, quantity: 7}}
    hazards:
      alarm: {kind: surge, demands: [front], size: 2, probability: 0.3}
    """
    assert shares(plan())["rear"] == near(0.7)


def test_a_fund_that_falls_short(plan: Planner) -> None:
    """A fund with just enough loses a third of its money in one run of five; then seven cannot be paid.

    start: 2024-01-01
    until: 2024-02-25
    calendar: {weeks: 8}
    sites: {works: {country: UA}}
    items: {pump: {}}
    operations:
      build: {site: works, makes: {pump: 1}, lead_time: 0 days, cost: 10}
    funds:
      aid: {amount: 70}
    demands:
      orders: {item: pump, site: works, quantity: 7, due: 2024-01-07}
    commitments:
      all: {by: M, says: seven, due: 2024-01-07, measure: {made: pump, quantity: 7}}
      four: {by: M, says: four, due: 2024-01-07, measure: {made: pump, quantity: 4}}
    hazards:
      cut: {kind: shortfall, funds: [aid], size: 0.333, probability: 0.2}
    """
    found = shares(plan())
    assert found["all"] == near(0.8)
    assert found["four"] == 1
