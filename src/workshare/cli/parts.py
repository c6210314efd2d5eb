"""The parts whose rules hold for what is recorded on the command line, in the order in which they look at it."""

from __future__ import annotations

from workshare.exchange.agreements import AGREEMENTS
from workshare.exchange.draws import DRAWS
from workshare.exchange.licences import LICENCES
from workshare.record.approvals import APPROVALS
from workshare.record.facts import FACTS
from workshare.record.parties import PARTIES
from workshare.record.world import Projection

PROJECTIONS: tuple[Projection, ...] = (PARTIES, APPROVALS, FACTS, AGREEMENTS, LICENCES, DRAWS)
