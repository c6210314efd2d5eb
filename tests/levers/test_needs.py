"""Need dates, worked out by hand."""

import datetime as dt

from tests.levers.conftest import Reader

from workshare.levers.needs import needs
from workshare.planner.make import make_plan


def test_a_chain_and_a_step_beside_it(programme: Reader) -> None:
    """What a promise bears is spread over the steps before it; a step that runs beside bears its own slack more.

    The gate opens on 22 January, when the tooling is done (7 + 14 days); the training is done on the 8th. Pumps of
    the week that begins then are ready a week later, on 4 February. They are promised by 18 February, two weeks
    later: begun by 11 February at the latest, in the week of the 5th. A gate that opens on the 11th still leaves that
    one day, on which pumps can be begun, as no hours are counted; one that opens on the 12th does not. So all steps
    before it bear 20 days; the training 14 more. The conference is promised for the 10th and is held on the 5th.

        start: 2024-01-01
        until: 2024-03-31
        calendar: {weeks: 13}
        sites: {works: {country: UA}}
        items: {pump: {}}
        operations:
          build: {site: works, makes: {pump: 1}, lead_time: 7 days, needs: ready}
        activities:
          agreement: {days: 7}
          tooling: {days: 14, after: agreement}
          training: {days: 7}
          conference: {days: 4}
          party: {days: 3}
        gates: {ready: {needs: [tooling, training]}}
        demands: {orders: {item: pump, site: works, quantity: 5, due: 2024-02-18}}
        commitments:
          pumps: {by: A, says: five pumps, due: 2024-02-18, measure: {delivered: pump, quantity: 5}}
          meeting: {by: B, says: the conference meets, due: 2024-01-10, measure: {done: conference}}
    """
    found = {need.id: need for need in needs(programme())}
    assert all(need.confirmed for need in found.values())
    assert {name: need.spare_days for name, need in found.items()} == {
        "agreement": 20,
        "tooling": 20,
        "training": 34,
        "conference": 5,
        "party": None,
    }
    assert found["tooling"].now == dt.date(2024, 1, 22)
    assert found["tooling"].latest == dt.date(2024, 2, 11)
    assert found["tooling"].harmed == ("pumps",)
    assert found["conference"].harmed == ("meeting",)
    for later, verdict in ((34, "kept"), (35, "late")):
        made = make_plan(programme({"{days: 14, after": f"{{days: {later}, after"}))
        assert made.commitment("pumps").verdict == verdict


def test_licences_funds_and_supplies(programme: Reader) -> None:
    """A licence, the money and the parts each bear as many days as the promise leaves.

    Ten pumps in the week of the first parts, which come on the 8th, ready on the 21st at the end of their second week;
    promised by 4 February. Begun in the week of 22 January at the latest: by the 28th. All three may come on that day.

        start: 2024-01-01
        until: 2024-03-31
        calendar: {weeks: 13}
        sites: {works: {country: UA}}
        items: {part: {}, pump: {}}
        operations:
          build: {site: works, makes: {pump: 1}, uses: {part: 1}, lead_time: 7 days, cost: 10, needs: permitted}
        gates: {permitted: {}}
        licences: {permit: {gates: permitted, parties: UA, effective_start: 2024-01-08}}
        funds: {grant: {amount: 1000, effective_start: 2024-01-01}}
        supplies: {parts: {item: part, site: works, total: 90, effective_start: 2024-01-08}}
        demands: {orders: {item: pump, site: works, quantity: 10, due: 2024-02-04}}
        commitments:
          pumps: {by: A, says: ten pumps, due: 2024-02-04, measure: {delivered: pump, quantity: 10}}
    """
    found = {need.id: need for need in needs(programme())}
    assert {name: need.spare_days for name, need in found.items()} == {"permit": 20, "parts": 20, "grant": 27}
    assert {need.latest for need in found.values()} == {dt.date(2024, 1, 28)}
    assert all(need.confirmed and need.harmed == ("pumps",) for need in found.values())
