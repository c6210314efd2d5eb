"""Exact contraction: what may be merged without loss is merged before the matrix is built, and given back afterwards.

Each reduction proves in its docstring that the best plan is worth the same, says what switches it off, and gives the
full plan back. None is made where stock that waits is a goal, or change from a last plan, or where rules of shares
follow goods through the network.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from workshare.model.programme import Programme
from workshare.planner.contract.demands import owe_together
from workshare.planner.contract.net import Net, bound
from workshare.planner.contract.steps import Pulled, Pushed, merge_steps
from workshare.planner.contract.supplies import Supplied, drop_supplies
from workshare.planner.lags import Floats
from workshare.planner.shelf import shelf_lives
from workshare.planner.shrink import Shrunk

Reduction = Supplied | Pushed | Pulled


@dataclass(frozen=True, slots=True)
class Contracted:
    """A smaller network; ``flows`` are the former numbers of its flows, ``demands`` those of demands by themselves."""

    shrunk: Shrunk
    flows: tuple[int, ...]
    demands: tuple[int, ...]
    net: Net
    made: tuple[Reduction, ...]

    @property
    def fired(self) -> Mapping[str, int]:
        """How often each reduction was made."""
        kinds = {"supplies": Supplied, "steps before": Pushed, "steps after": Pulled}
        found = {name: sum(isinstance(one, kind) for one in self.made) for name, kind in kinds.items()}
        together = sum(len(b.members) for b in self.shrunk.backlogs) - len(self.shrunk.backlogs)
        return {**found, "demands": together}

    def amounts(self, flows: Mapping[int, Floats]) -> dict[int, Floats]:
        """What is begun of every flow of the full network, from what is begun of those that are left."""
        found = {self.flows[k]: begun for k, begun in flows.items()}
        for one in reversed(self.made):
            one.give_back(self.net, found)
        return found


def contract(
    programme: Programme, shrunk: Shrunk, *, priced: bool, weights: Mapping[int, float] | None = None
) -> Contracted:
    """The network with everything merged that may be; ``priced`` says that cost is a goal.

    Shelf lives and lines that may not run too slowly look at single stocks, so in such programmes only demands merge.
    """
    net = Net(shrunk, bound(programme, shrunk, priced=priced))
    made: list[Reduction] = []
    if not shelf_lives(programme) and not any(o.minimum_rate for o in programme.operations):
        made += drop_supplies(net)
        made += merge_steps(net)
    backlogs, alone = owe_together(programme, net, weights)
    left, flows = net.contracted()
    left = replace(left, demands=tuple(shrunk.demands[n] for n in alone), backlogs=backlogs)
    return Contracted(left, flows, alone, net, tuple(made))


def may_contract(programme: Programme, *, early: bool, last: bool) -> bool:
    """Whether anything may be merged at all: neither waiting stock nor change is a goal, and no rule follows goods."""
    return not (early or last or programme.rules or any(d.minimum for d in programme.demands))


def served(owed: Floats, asked: Floats, held: Floats) -> Floats:
    """What each backlog of one stock has been handed by the end of each period, most urgent first.

    ``owed`` and ``asked`` have a row for each backlog. Where the solution would take something back from one to give
    it to another, the earlier gift stands, and the other waits: ``held`` is the stock that lies there besides.
    """
    wanted = asked - owed
    there = wanted.sum(axis=0) + held
    found = np.zeros_like(wanted)
    before = np.zeros(len(wanted))
    for p in range(wanted.shape[1]):
        if (wanted[:, p] >= before).all():
            before = wanted[:, p]
        else:
            rest = max(0.0, there[p] - before.sum())
            before = before.copy()
            for b in range(len(wanted)):
                more = min(rest, max(0.0, wanted[b, p] - before[b]))
                before[b] += more
                rest -= more
        found[:, p] = before
    return found
