"""A plan: what a programme comes to, as tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from workshare.model.calendar import Periods
from workshare.model.programme import Programme
from workshare.outcome.costs import Forecast, Outlay, UnitCost
from workshare.outcome.last import Bases, Last
from workshare.outcome.rows import (
    Aged,
    CommitmentAccount,
    Delivery,
    DemandAccount,
    GoalValue,
    Load,
    Opening,
    Output,
    Production,
    Purchase,
    Shipment,
    Step,
    StockLevel,
    Substitution,
    ValueShare,
    Waste,
)
from workshare.outcome.table import Table
from workshare.outcome.terms import Built, Cash, LicenceUse, Payment, RuleAccount, Service


class Status(StrEnum):
    """How the solver left a plan: proven best, or the best found within its limits."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flows:
    """The decisions of a plan: who makes, ships, buys, swaps, keeps, wastes and delivers what, when."""

    production: Table[Production]
    outputs: Table[Output]
    shipments: Table[Shipment]
    purchases: Table[Purchase]
    substitutions: Table[Substitution]
    stock: Table[StockLevel]
    deliveries: Table[Delivery]
    ages: Table[Aged] = field(default_factory=lambda: Table(Aged))
    waste: Table[Waste] = field(default_factory=lambda: Table(Waste))


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything a programme comes to; made by ``workshare.planner``, read by reports and pages."""

    programme: Programme
    as_of: dt.date
    periods: Periods
    status: Status
    flows: Flows
    goals: Table[GoalValue]
    demands: Table[DemandAccount]
    commitments: Table[CommitmentAccount]
    activities: Table[Step]
    gates: Table[Opening]
    resources: Table[Load]
    workshare: Table[ValueShare]
    payments: Table[Payment] = field(default_factory=lambda: Table(Payment))
    cash: Table[Cash] = field(default_factory=lambda: Table(Cash))
    investments: Table[Built] = field(default_factory=lambda: Table(Built))
    licences: Table[LicenceUse] = field(default_factory=lambda: Table(LicenceUse))
    fleets: Table[Service] = field(default_factory=lambda: Table(Service))
    rules: Table[RuleAccount] = field(default_factory=lambda: Table(RuleAccount))
    costs: Table[Outlay] = field(default_factory=lambda: Table(Outlay))
    unit_costs: Table[UnitCost] = field(default_factory=lambda: Table(UnitCost))
    forecasts: Table[Forecast] = field(default_factory=lambda: Table(Forecast))
    last: Last | None = None
    weights: Mapping[int, float] | None = None
    """By priority, where late quantity-days counted by weight, as the only goal."""
    strategy: str = "plain"
    """How it was solved."""
    bases: Bases = field(default_factory=dict, compare=False)
    """Where its linear problems ended, for the next plan to begin there; only of large ones."""
    seconds: Mapping[str, float] = field(default_factory=dict, compare=False)
    """Seconds that passed, by phase."""
    cpu_seconds: Mapping[str, float] = field(default_factory=dict, compare=False)
    """Seconds that the process worked, in all its threads, by phase."""

    @property
    def production(self) -> Table[Production]:
        """Who makes what, where and when."""
        return self.flows.production

    @property
    def deliveries(self) -> Table[Delivery]:
        """What is handed over to whom, and when."""
        return self.flows.deliveries

    @property
    def shipments(self) -> Table[Shipment]:
        """What moves between sites."""
        return self.flows.shipments

    @property
    def purchases(self) -> Table[Purchase]:
        """What is taken from supplies."""
        return self.flows.purchases

    @property
    def stock(self) -> Table[StockLevel]:
        """What lies where at the end of each period."""
        return self.flows.stock

    def commitment(self, name: str) -> CommitmentAccount:
        """The account of one commitment; raises KeyError if there is none of that id."""
        for account in self.commitments:
            if account.id == name:
                return account
        raise KeyError(name)
