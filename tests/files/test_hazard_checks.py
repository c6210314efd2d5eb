"""What a hazard and a common cause must say, and what is told where they do not."""

from collections.abc import Callable

import pytest

Spoil = Callable[..., list[str]]


@pytest.mark.parametrize(
    ("hazard", "told"),
    [
        ("kind: outage, sites: [kharkiv], rate: 2 per year, length: 5 days, months: [11, 12], causes: {winter: 3}", []),
        (("kind: outage, resources: line, lanes: sea; road, rate: 2 per year, size: 0.5, "
          "length: {low: 1, mode: 3, high: 9, unit: d}"), []),
        ("kind: duration, activities: [drawings], shape: lognormal, drawn: uncertain", []),
        ("kind: delay, supplies: [motors], length: 10 days, probability: 0.3", []),
        ("kind: shortfall, supplies: [motors], size: 0.3", []),
        ("kind: yield, operations: [build], size: {low: 0.8, mode: 0.9, high: 1}", []),
        ("kind: surge, demands: [winter], size: 1.5, probability: 0.1", []),
        ("kind: outage, rate: 2 per year, length: 5 days",
         ["hazards h is an outage of nothing (add sites: [ID]) [missing-key]"]),
        ("kind: delay, sites: [kharkiv], length: 5 days",
         ["hazards h is a delay, which no sites have (name supplies, or another kind:) [unknown-key]"]),
        ("kind: outage, sites: [kharkiv], length: 5 days",
         ["hazards h is an outage that does not say its rate (add rate: 2 per year) [missing-key]"]),
        ("kind: yield, operations: [build]",
         ["hazards h is a yield that does not say its size (add size: 0.3) [missing-key]"]),
        ("kind: delay, supplies: [motors], length: 5 days, months: [1]",
         ["hazards h is a delay, which has no months (take months: out) [unknown-key]"]),
        ("kind: duration, activities: [drawings], shape: exponential",
         [("hazards h draws durations from an exponential distribution, which knows no range "
           "(write pert, triangular or lognormal) [bad-figure]")]),
        ("kind: delay, supplies: [motors], length: {low: 0 days, mode: 0 days, high: 5 days}, shape: lognormal",
         [("hazards h draws from a lognormal distribution what may be 0 "
           "(write pert or triangular, or a mode above 0) [bad-figure]")]),
        ("kind: shortfall, supplies: [motors], size: 30",
         ["hazards h: size is 30, more than 1 (write a share from 0 to 1, such as 0.2) [bad-range]"]),
        ("kind: delay, supplies: [motors], length: 5 days, probability: 1.5",
         ["hazards h: probability is 1.5, more than 1 (write a share from 0 to 1, such as 0.2) [bad-range]"]),
        ("kind: outage, sites: [kharkiv], rate: 2 per year, length: 5 days, months: [13]",
         ["hazards h: there is no month 13 (write months from 1 to 12) [bad-range]"]),
        ("kind: outage, sites: [karkiv], rate: 2 per year, length: 5 days",
         [("hazards h names site karkiv, which is not there "
           "(did you mean kharkiv? or add it to sites:) [dangling-reference]")]),
        ("kind: delay, supplies: [motors], length: 5 days, causes: {wynter: 2}",
         [("hazards h names cause wynter, which is not there "
           "(did you mean winter? or add it to causes:) [dangling-reference]")]),
    ],
)  # fmt: skip
def test_hazards(spoil: Spoil, hazard: str, told: list[str]) -> None:
    """Each kind of hazard says what it needs and nothing else, of things that are there."""
    text = f"causes:\n  winter: {{probability: 0.5, months: [11, 12, 1, 2]}}\nhazards:\n  h: {{{hazard}}}\ndemands:\n"
    found = spoil({"demands:\n": text})
    assert [line.partition(": ")[2] for line in found] == told
    assert all(line.startswith("programme.yaml:45: ") for line in found)


def test_causes_and_votes(spoil: Spoil) -> None:
    """Probabilities are at most 1; what is done is in no doubt; a duration has one shape."""
    hazards = "  a: {kind: duration, activities: [drawings], shape: triangular}\n"
    twice = hazards + hazards.replace("a:", "b:", 1)
    found = spoil(
        {
            "agreement: {days: 30}": "agreement: {days: 30, done: 2023-12-01, never: 0.2}",
            "demands:\n": f"causes:\n  winter: {{probability: 3, months: [0]}}\nhazards:\n{twice}demands:\n",
        }
    )
    assert [line.partition(": ")[2] for line in found] == [
        "activities agreement is done, so that it is not in doubt (take never: out) [unknown-key]",
        "causes winter: probability is 3, more than 1 (write a share from 0 to 1, such as 0.2) [bad-range]",
        "causes winter: there is no month 0 (write months from 1 to 12) [bad-range]",
        "hazards b gives drawings a shape, as a does already (keep it in one of them) [duplicate-id]",
    ]
