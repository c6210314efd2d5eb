"""How time and memory grow with demands, items and periods: python benchmarks/growth.py [--help]

Four sizes each, of instances of the neutral yardstick: more demands of the same items; more items for the same
demands; the same programme over more weeks, with its hours and due weeks stretched; and all of it together, up to the
family n20000. Printed are CPU seconds (network to expand), the memory beyond what a tiny plan holds, and the
exponent that fits each: the slope of a straight line through the logarithms.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from neutral import LIMIT
from running import Measured, apart, instance, printed, where

NEUTRAL = str(Path(__file__).with_name("neutral.py"))


@dataclass(frozen=True, slots=True)
class Point:
    """One size of a series: how large it is, and the generator's arguments."""

    size: float
    family: tuple[str, ...]
    stretch: int = 1


def family(products: int, demands: int) -> tuple[str, ...]:
    """The generator's arguments: as many subassemblies as products, half as many components again."""
    return str(products), str(products), str(3 * products // 2), str(demands), "0.9"


SERIES: dict[str, tuple[Point, ...]] = {
    "demands": tuple(Point(d, family(100, d)) for d in (2500, 5000, 10_000, 20_000)),
    "items": tuple(Point(3.5 * p, family(p, 5000)) for p in (25, 50, 100, 200)),
    "periods": tuple(Point(60 * k + 20, family(40, 1000), k) for k in (1, 2, 3, 4)),
    "all": tuple(Point(d, family(p, d)) for p, d in ((40, 1000), (100, 5000), (140, 10_000), (200, 20_000))),
}


def stretched(path: Path, times: int) -> None:
    """The same instance over so many times the weeks, with as much work in a week as there were hours for it."""
    content = json.loads(path.read_text(encoding="utf-8"))
    content["weeks"] *= times
    for resource in content["resources"]:
        resource["hours_per_week"] /= times
    for number, demand in enumerate(content["demands"]):
        demand["due_week"] = demand["due_week"] * times + number % times
    path.write_text(json.dumps(content), encoding="utf-8")


def exponent(points: list[tuple[float, float]]) -> float:
    """The slope of the straight line through the logarithms."""
    x, y = np.log(np.array(points, dtype=float)).T
    return float(np.polyfit(x, y, 1)[0])


def measured(point: Point, strategy: str, seed: int, folder: Path) -> Measured:
    """One size, planned in a process of its own."""
    path = instance(point.family, seed, folder / "instance.json")
    if point.stretch > 1:
        stretched(path, point.stretch)
    return apart(NEUTRAL, ["--plan", strategy, str(path)], LIMIT)


def series(name: str, strategy: str, seed: int, say: Callable[[str], None]) -> Measured:
    """All sizes of a series, and the exponents that fit them."""
    found = []
    with TemporaryDirectory() as folder:
        for point in SERIES[name]:
            one = measured(point, strategy, seed, Path(folder))
            say(f"{name} {point.size:,.0f} {strategy}: {one.get('failed') or format(one['counted'], '.2f')}")
            found.append({"size": point.size, **one})
    done = [one for one in found if "failed" not in one]
    fit: dict[str, float] = {}
    if len(done) == len(found):
        memory = [(one["size"], max(1.0, one["peak_mib"] - one["peak_before_mib"])) for one in done]
        fit = {
            "seconds": exponent([(one["size"], one["counted"]) for one in done]),
            "without the solver": exponent([(one["size"], one["counted"] - one["cpu"]["solve"]) for one in done]),
            "tables and verify": exponent([(o["size"], o["cpu"]["tables"] + o["cpu"]["verify"]) for o in done]),
            "memory": exponent(memory),
        }
    return {"series": name, "strategy": strategy, "seed": seed, "points": found, "exponents": fit}


def rows(found: Measured) -> list[dict[str, str]]:
    """A series as rows of the table, its exponents last."""
    shown = []
    for one in found["points"]:
        cells = {"series": f"{found['series']} {one['size']:,.0f}", "strategy": found["strategy"]}
        if "failed" not in one:
            cells |= {
                "counted, CPU s": f"{one['counted']:.2f}",
                "without the solver": f"{one['counted'] - one['cpu']['solve']:.2f}",
                "tables and verify": f"{one['cpu']['tables'] + one['cpu']['verify']:.2f}",
                "memory, MiB": f"{one['peak_mib'] - one['peak_before_mib']:.0f}",
                "gap": f"{one['gap']:.2%}",
            }
        shown.append(cells)
    fit = {what: value for what, value in found["exponents"].items() if not math.isnan(value)}
    if fit:
        shown.append({
            "series": f"{found['series']}: exponent",
            "strategy": found["strategy"],
            "counted, CPU s": f"{fit['seconds']:.2f}",
            "without the solver": f"{fit['without the solver']:.2f}",
            "tables and verify": f"{fit['tables and verify']:.2f}",
            "memory, MiB": f"{fit['memory']:.2f}",
        })  # fmt: skip
    return shown


def main() -> None:
    """Measure the series asked for and print them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--series", default=",".join(SERIES), help="default: all")
    parser.add_argument("--strategies", default="fast")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="keep the figures as JSON")
    chosen = parser.parse_args()
    results = [
        series(name, strategy, chosen.seed, print)
        for strategy in chosen.strategies.split(",")
        for name in chosen.series.split(",")
    ]
    print("\n".join(printed([row for found in results for row in rows(found)])))
    if chosen.out:
        chosen.out.write_text(json.dumps({**where(), "results": results}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
