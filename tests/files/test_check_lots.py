"""What is said of yields, lots, orders and fleets that cannot be meant."""

from collections.abc import Callable

import pytest

Spoil = Callable[..., list[str]]

RATES = "quantity: 3, failures: 0.1 per week"


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ("yield_share: 1.2", "operations build yield_share is 1.2, more than the whole"),
        ("yield_share: 0", "operations.build.yield_share: '0' must be above 0"),
        ("size_minimum: 0", "operations.build.size_minimum: '0' must be above 0"),
        ("size_multiple: -1", "operations.build.size_multiple: '-1' must be above 0"),
        ("setup: {lathe: 3 h}", "operations build names resource lathe, which is not there"),
        ("setup_cost: 5 USD", "operations build setup_cost is given in 'USD', but the currency is EUR"),
        ("minimum_rate: 3", "operations.build.minimum_rate: '3' says no period, but is a rate"),
    ],
)
def test_operations(spoil: Spoil, new: str, told: str) -> None:
    """A yield is a share, sizes are above nothing, and a minimum rate has its period."""
    [line] = spoil({"kind: assemble": new})
    assert told in line


@pytest.mark.parametrize(
    ("order", "told"),
    [
        ("{date: 2024-05-01, quantity: 3}", "orders first names neither a supply nor an operation"),
        ("{supply: motors, operation: build, date: 2024-05-01, quantity: 3}",
         "orders first names both a supply and an operation (write one of supply: SUPPLY, operation: OPERATION)"),
        ("{supply: motors, date: 2025-05-01, quantity: 3}",
         "orders first is for 2025-05-01, outside 2024-01-01 to 2024-12-31"),
        ("{supply: motor, date: 2024-05-01, quantity: 3}", "orders first names supply motor, which is not there"),
    ],
)  # fmt: skip
def test_orders(spoil: Spoil, order: str, told: str) -> None:
    """A firm order is of one thing, on a day of the programme."""
    [line] = spoil({"activities:\n": f"orders:\n  first: {order}\nactivities:\n"})
    assert line.startswith("programme.yaml:38: ")
    assert told in line


@pytest.mark.parametrize(
    ("fleet", "told"),
    [
        (f"{{item: pump, site: hub, {RATES}, availability: 1.1}}", "fleets f availability is 1.1, more than"),
        (f"{{item: pump, site: hub, {RATES}, lost: 2}}", "fleets f lost is 2, more than the whole"),
        (f"{{item: pump, site: hub, {RATES}, returns: wreck}}", "fleets f names item wreck, which is not there"),
        (f"{{item: pump, site: hub, {RATES}, effective_start: 2024-03-01, effective_end: 2024-02-01}}",
         "fleets f ends 2024-02-01, before it starts 2024-03-01"),
        ("{item: pump, site: hub, quantity: 3 t, failures: 0.1 per week}", "fleets f quantity is given in 't'"),
    ],
)  # fmt: skip
def test_fleets(spoil: Spoil, fleet: str, told: str) -> None:
    """What a fleet wants is a share of it, between days in order, in units of its item."""
    [line] = spoil({"activities:\n": f"fleets:\n  f: {fleet}\nactivities:\n"})
    assert told in line


def test_a_fleet_is_a_source_of_what_it_returns(spoil: Spoil) -> None:
    """What comes back from a fleet may be used at its site, though nothing makes it."""
    changes = {
        "motor: {cost: 900}": "motor: {cost: 900}\n  wreck: {}",
        "uses: {motor: 1}": "uses: {motor: 1, wreck: 1}",
    }
    fleet = f"fleets:\n  f: {{item: pump, site: kharkiv, {RATES}, returns: wreck}}\nactivities:\n"
    assert "uses wreck, which nothing makes" in spoil(changes)[0]
    assert spoil(changes | {"activities:\n": fleet}) == []
