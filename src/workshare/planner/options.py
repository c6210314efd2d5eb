"""How the solver is set."""

from __future__ import annotations

from workshare.planner.model import Problem

MANY = 1_000
"""From so many whole numbers on they are counts of finished units, which round well by themselves."""


def options(problem: Problem, *, large: bool) -> dict[str, bool | int | float | str]:
    """The solver's options for a problem, by their names there."""
    found: dict[str, bool | int | float | str] = {
        "output_flag": False,
        "random_seed": 1,
        "mip_abs_gap": 1e-6,
        "mip_feasibility_tolerance": 1e-7,
        "mip_lp_solver": "ipm" if large else "choose",
    }
    # Searches near a plan find better decisions, but for counts of finished runs they cost more than they find.
    near = ("mip_heuristic_run_rins", "mip_heuristic_run_rens", "mip_heuristic_run_root_reduced_cost")
    found |= dict.fromkeys(near, bool(large and problem.integer.sum() < MANY))
    # Small searches end near their root: what looks for first plans, starts afresh or presolves again costs more there
    # than it saves.
    found |= dict.fromkeys(("mip_allow_restart", "mip_heuristic_run_feasibility_jump"), large)
    return found | {"mip_root_presolve_only": not large}
