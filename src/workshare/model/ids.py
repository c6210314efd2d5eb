"""Names of things, each with its own type."""

from __future__ import annotations

from typing import NewType

PartnerId = NewType("PartnerId", str)
SiteId = NewType("SiteId", str)
ItemId = NewType("ItemId", str)
ResourceId = NewType("ResourceId", str)
OperationId = NewType("OperationId", str)
SupplyId = NewType("SupplyId", str)
LaneId = NewType("LaneId", str)
ActivityId = NewType("ActivityId", str)
GateId = NewType("GateId", str)
DemandId = NewType("DemandId", str)
CommitmentId = NewType("CommitmentId", str)
AgreementId = NewType("AgreementId", str)
StatementId = NewType("StatementId", str)
