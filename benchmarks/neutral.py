"""The neutral yardstick, planned, and laid beside linear models by hand: python benchmarks/neutral.py [--help]

Each family and seed is planned by every strategy named, in a process of its own, so that its peak memory is its own:
CPU seconds by phase (without imports and compilation: a tiny instance is planned first), wall seconds, on-time
quantity by priority, late quantity-days, bound and gap. In the same run are measured the plain LP of n1000, and for
each instance the contracted LP (both by hand, ``reference.py``) and the bare solver on the calls that our plan made of
it. Figures are kept as JSON with the commit (--out), and two of them laid side by side (--compare).
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import reference
from running import Measured, apart, instance, peak_mib, printed, where
from solve import Recorder, replay

from workshare.files.neutral.programme import programme_of
from workshare.files.neutral.read import read_instance
from workshare.planner import lp
from workshare.planner.make import make_plan
from workshare.planner.settings import Settings, Strategy
from workshare.results.score import WEIGHTS, score

FAMILIES = {
    "tiny": ("4", "4", "6", "20", "0.9"),
    "n100": ("20", "20", "30", "100", "0.9"),
    "n1000": ("40", "40", "60", "1000", "0.9"),
    "n5000": ("100", "100", "150", "5000", "0.9"),
    "n20000": ("200", "200", "300", "20000", "0.9"),
}
COUNTED = ("network", "contract", "build", "solve", "expand")
"""The phases that a strategy is judged by: from the programme to a plan of all its flows."""
TIMED = ("read", *COUNTED, "tables", "verify")
LIMIT = 3000.0
"""Seconds after which a measurement is given up."""


def planned(path: Path, strategy: str, *, bare: bool) -> Measured:
    """What one strategy makes of an instance; with ``bare`` only what the bare solver takes for the same calls."""
    settings = Settings(weights=WEIGHTS, strategy=Strategy(strategy))
    with TemporaryDirectory() as folder:
        tiny = programme_of(read_instance(instance(FAMILIES["tiny"], 1, Path(folder) / "tiny.json")))
        make_plan(tiny, settings=settings, outlook=False)
    before = peak_mib()
    if bare:
        lp.highspy.Highs = Recorder  # type: ignore[assignment,misc]
    wall, begin = time.perf_counter(), time.process_time()
    programme = programme_of(read_instance(path))
    read = time.process_time() - begin
    plan = make_plan(programme, settings=settings, outlook=False)
    cpu = {"read": read, **plan.cpu_seconds}
    if bare:
        return {"bare": replay(Recorder.calls), "runs": sum(what == "run" for what, _ in Recorder.calls)}
    found, (goal,) = score(plan), plan.goals
    if abs(found.weighted - goal.value) > 1e-6 * max(1.0, goal.value):
        raise SystemExit(f"the score {found.weighted} is not the goal's value {goal.value}")
    return {
        "cpu": cpu,
        "counted": sum(cpu.get(phase, 0.0) for phase in COUNTED),
        "wall": time.perf_counter() - wall,
        "peak_mib": peak_mib(),
        "peak_before_mib": before,
        "on_time": found.on_time,
        "by_priority": found.by_priority,
        "late_quantity_days": found.late_quantity_days,
        "short": found.short,
        "value": goal.value,
        "bound": goal.bound,
        "gap": goal.gap,
        "asked": found.asked,
    }


def by_hand(path: Path, form: str) -> Measured:
    """What a linear model by hand takes and comes to: ``form`` is plain or contracted."""
    read = read_instance(path)
    begin = time.process_time()
    model = {"plain": reference.plain, "contracted": reference.contracted}[form](read)
    built = time.process_time() - begin
    value, x, solving = reference.solved(model)
    rows, columns = model.matrix.shape
    return {
        "cpu": {"build": built, "solve": solving},
        "counted": built + solving,
        "rows": rows,
        "columns": columns,
        "value": value,
        "peak_mib": peak_mib(),
        **reference.scored(model, x),
    }


def run(chosen: argparse.Namespace) -> Measured:
    """All measurements asked for, each in a process of its own."""
    results: list[Measured] = []
    kept: Measured = {**where(), "weights": {str(p): w for p, w in WEIGHTS.items()}, "results": results}
    with TemporaryDirectory() as folder:
        one = instance(FAMILIES["n1000"], 1, Path(folder) / "plain.json")
        plain = [apart(__file__, ["--by-hand", "plain", str(one)], LIMIT) for _ in range(chosen.rounds)]
        kept["plain"] = middle(plain)
        for family in chosen.families.split(","):
            for seed in map(int, chosen.seeds.split(",")):
                path = instance(FAMILIES[family], seed, Path(folder) / f"{family}-{seed}.json")
                reference_lp = middle([apart(__file__, ["--by-hand", "contracted", str(path)], LIMIT)])
                for strategy in chosen.strategies.split(","):
                    case: Measured = {"family": family, "seed": seed, "strategy": strategy, "lp": reference_lp}
                    once = ["--plan", strategy, str(path)]
                    case |= middle([apart(__file__, once, LIMIT) for _ in range(chosen.rounds)])
                    if not chosen.no_bare and "failed" not in case:
                        case |= apart(__file__, [*once, "--bare"], LIMIT)
                    results.append(case)
                    keep(kept, chosen.out)
                    print(f"{family} seed {seed} {strategy}: {case.get('failed') or format(case['counted'], '.2f')}")
    return kept


def keep(kept: Measured, out: Path | None) -> None:
    """Keep what is measured so far, lest a long run that is stopped be lost."""
    if out is not None:
        out.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def middle(rounds: list[Measured]) -> Measured:
    """Of several measurements of the same the one that took the middle time."""
    failed = [r for r in rounds if "failed" in r]
    if failed:
        return failed[0]
    time_of = median(sorted(r["counted"] for r in rounds)[: len(rounds) // 2 * 2 + 1])
    return min(rounds, key=lambda r: abs(float(r["counted"]) - time_of))


def table(kept: Measured) -> Iterator[str]:
    """The figures of a run as tables: what the plans come to, and what they took."""
    plain = kept["plain"]
    yield f"commit {kept['commit']}, {kept['processor']}"
    yield (
        f"plain LP of n1000 seed 1 by hand: {plain['rows']:,} rows × {plain['columns']:,} columns, "
        f"{plain['counted']:.1f} CPU s"
    )
    done = [case for case in kept["results"] if "failed" not in case]
    yield ""
    yield from printed([quality(case) for case in done])
    yield ""
    yield from printed([times(case, plain["counted"]) for case in done])
    for case in kept["results"]:
        if "failed" in case:
            yield f"{case['family']} seed {case['seed']}, {case['strategy']}: {case['failed']}"


def named(case: Measured) -> dict[str, str]:
    """What was measured."""
    return {"case": f"{case['family']} seed {case['seed']}", "strategy": case["strategy"]}


def quality(case: Measured) -> dict[str, str]:
    """How good a plan is, beside the contracted LP."""
    reference_lp = case["lp"]
    by_priority = " / ".join(f"{quantity:,.0f}" for quantity in case["by_priority"].values())
    cells = {
        **named(case),
        "asked": f"{case['asked']:,.0f}",
        "on time (1 / 2 / 3)": f"{case['on_time']:,.0f} ({by_priority})",
        "late qty-days": f"{case['late_quantity_days']:,.0f}",
        "weighted": f"{case['value']:,.0f}",
        "bound": f"{case['bound']:,.0f}",
        "gap": f"{case['gap']:.2%}",
    }
    if "failed" not in reference_lp:
        cells["on time ÷ LP"] = f"{case['on_time'] / max(reference_lp['on_time'], 1e-9):.3f}"
        optimum, late = max(reference_lp["value"], 1e-9), max(reference_lp["late_quantity_days"], 1e-9)
        cells["weighted ÷ LP"] = f"{case['value'] / optimum:.4f}"
        cells["bound ÷ LP"] = f"{case['bound'] / optimum:.4f}"
        if case["bound"] > optimum * (1 + 1e-5):
            cells["bound ÷ LP"] += " FALSE"
        cells["late ÷ LP"] = f"{case['late_quantity_days'] / late:.3f}"
    return cells


def times(case: Measured, plain: float) -> dict[str, str]:
    """What a plan took, in CPU seconds by phase, and its ratios."""
    cells = {**named(case), **{phase: f"{case['cpu'].get(phase, 0.0):.2f}" for phase in TIMED}}
    cells |= {"counted": f"{case['counted']:.2f}", "wall, all": f"{case['wall']:.1f}"}
    cells |= {"peak MiB": f"{case['peak_mib']:.0f}", "÷ plain n1000": f"{case['counted'] / plain:.3f}"}
    if "failed" not in case["lp"]:
        cells["÷ contracted LP"] = f"{case['counted'] / case['lp']['counted']:.3f}"
    if "bare" in case:
        cells["÷ bare solver"] = f"{case['counted'] / case['bare']:.2f}" if case["runs"] else "no solver"
    return cells


def compared(first: Measured, second: Measured) -> Iterator[str]:
    """Two runs side by side; times are set against each run's own plain LP, so that another load does not show."""
    cases = {(c["family"], c["seed"], c["strategy"]): c for c in first["results"] if "failed" not in c}
    rows = []
    for new in second["results"]:
        old = cases.get((new["family"], new["seed"], new["strategy"]))
        if old is None or "failed" in new:
            continue
        cells = named(new)
        for what, a, b in (
            ("time", old["counted"] / first["plain"]["counted"], new["counted"] / second["plain"]["counted"]),
            ("peak", old["peak_mib"], new["peak_mib"]),
            ("weighted", old["value"], new["value"]),
            ("on time", old["on_time"], new["on_time"]),
            ("late", old["late_quantity_days"], new["late_quantity_days"]),
        ):
            cells[what] = f"{a:.4g} → {b:.4g} (× {b / a:.3f})" if a else f"{a:.4g} → {b:.4g}"
        rows.append(cells)
    yield f"{first['commit']} → {second['commit']}; times as multiples of each run's own plain LP of n1000"
    yield from printed(rows)


def asked() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--families", default="n100,n1000", help=f"of {', '.join(FAMILIES)}; default n100,n1000")
    parser.add_argument("--seeds", default="1")
    parser.add_argument("--strategies", default="exact,fast")
    parser.add_argument("--rounds", type=int, default=1, help="measure so often and keep the middle")
    parser.add_argument("--no-bare", action="store_true", help="leave out the bare solver")
    parser.add_argument("--out", type=Path, help="keep all figures as JSON")
    parser.add_argument("--compare", nargs=2, type=Path, metavar=("A.json", "B.json"))
    parser.add_argument("--show", type=Path, help="print the tables of figures kept before")
    parser.add_argument("--plan", nargs=2, metavar=("STRATEGY", "FILE"), help="measure one plan and print it as JSON")
    parser.add_argument("--bare", action="store_true", help="with --plan: the bare solver on its calls")
    parser.add_argument("--by-hand", nargs=2, metavar=("FORM", "FILE"), help="measure one model by hand, as JSON")
    return parser.parse_args()


def main() -> None:
    """Measure, print, keep or compare."""
    chosen = asked()
    if chosen.plan:
        strategy, path = chosen.plan
        print(json.dumps(planned(Path(path), strategy, bare=chosen.bare)))
    elif chosen.by_hand:
        form, path = chosen.by_hand
        print(json.dumps(by_hand(Path(path), form)))
    elif chosen.compare:
        first, second = (json.loads(path.read_text(encoding="utf-8")) for path in chosen.compare)
        print("\n".join(compared(first, second)))
    elif chosen.show:
        print("\n".join(table(json.loads(chosen.show.read_text(encoding="utf-8")))))
    else:
        kept: dict[str, Any] = run(chosen)
        print("\n".join(table(kept)))
        keep(kept, chosen.out)


if __name__ == "__main__":
    main()
