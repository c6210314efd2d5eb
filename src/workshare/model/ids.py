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
SourceId = NewType("SourceId", str)
EntityId = NewType("EntityId", str)
PromiseId = NewType("PromiseId", str)
MoneyId = NewType("MoneyId", str)
LinkId = NewType("LinkId", str)
LicenceId = NewType("LicenceId", str)
InvestmentId = NewType("InvestmentId", str)
CurrencyId = NewType("CurrencyId", str)
FundId = NewType("FundId", str)
RuleId = NewType("RuleId", str)
FleetId = NewType("FleetId", str)
OrderId = NewType("OrderId", str)
ModeId = NewType("ModeId", str)
Family = NewType("Family", str)
SpareId = NewType("SpareId", str)
