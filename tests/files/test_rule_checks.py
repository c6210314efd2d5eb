"""What a rule between partners must say, and what is told where it does not."""

from collections.abc import Callable

import pytest

Spoil = Callable[..., list[str]]

SOUND = "kind: workshare, item: pump, country: UA, share: 0.4, minimum: 5"


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (SOUND, []),
        ("kind: single-site, item: pump, site: kharkiv, share: 0.4, minimum: 5 pumps", []),
        ("kind: no-transfer, item: pump, country: NO", []),
        ("kind: workshare, country: UA, share: 0.4, minimum: 5",
         ["rules ours names neither an item nor a family (write one of item: pump, family: pumps) [missing-key]"]),
        ("kind: workshare, item: pump, family: x, country: UA, share: 0.4, minimum: 5",
         ["rules ours names both an item and a family (write one of item: pump, family: pumps) [missing-key]",
          "rules ours names family x, which no item has (nothing of that name is defined) [dangling-reference]"]),
        ("kind: workshare, item: pump, minimum: 5",
         ["rules ours says no country, which workshare needs (add country: UA) [missing-key]",
          "rules ours says no share, which workshare needs (add share: 0.4) [missing-key]"]),
        ("kind: local-content, item: pump, country: UA, share: 0.4",
         [("rules ours says no minimum, which local-content needs (add minimum: 100, so that nobody meets the rule by "
           "delivering nothing) [missing-key]")]),
        ("kind: no-transfer, item: pump, country: NO, share: 0.4",
         [("rules ours says share, which no-transfer does not know (take it out, or make a second rule of it) "
           "[unknown-key]")]),
        ("kind: workshare, item: pump, country: UA, share: 40, minimum: 5",
         ["rules ours asks for a share of '40' (write it from 0 to 1, such as 0.4 for 40 %) [bad-figure]"]),
        ("kind: workshare, item: pump, country: UA, share: {low: 0.5, mode: 0.9, high: 1.5}, minimum: 5",
         ["rules ours asks for a share of '0.9' (write it from 0 to 1, such as 0.4 for 40 %) [bad-figure]"]),
        ("kind: workshare, item: pump, country: UA, share: 0.4, minimum: 5 kg",
         [("rules ours has its minimum in 'kg', but pump is counted in unit (write it in unit, or without a unit) "
           "[bad-figure]")]),
        (f"{SOUND}, effective_start: 2024-05-01, effective_end: 2024-04-30",
         ["rules ours is in force from 2024-05-01 to 2024-04-30 (write the first day first) [bad-range]"]),
        ("kind: workshare, item: motor, country: UA, share: 0.4, minimum: 5",
         [("rules ours looks at deliveries of motor, which nobody asks for (name another one, or add a demand) "
           "[empty-measure]")]),
    ],
)  # fmt: skip
def test_rules(spoil: Spoil, rule: str, told: list[str]) -> None:
    """Each kind of rule says what it needs and nothing else, in figures that can be."""
    found = spoil({"demands:\n": f"rules:\n  ours: {{{rule}}}\ndemands:\n"})
    assert [line.partition(": ")[2] for line in found] == told
    assert all(line.startswith("programme.yaml:43: ") for line in found)


def test_value_needs_standard_costs(spoil: Spoil) -> None:
    """Where a rule looks at value, every item that goes into what is delivered has a cost."""
    rules = {"demands:\n": f"rules:\n  ours: {{{SOUND}}}\ndemands:\n"}
    found = spoil({**rules, "motor: {cost: 900}": "motor: {}"})
    assert len(found) == 1
    assert found[0] == (
        "programme.yaml:18: items motor has no cost, by which rules ours tells whose value is delivered "
        "(add cost: 900, the standard value of one (0 if it has none)) [missing-key]"
    )
    assert spoil({**rules, "motor: {cost: 900}": "motor: {cost: 0}"}) == []
