"""Red flags: for each rule a contract that raises it, with the rows, and one a step away that does not."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.register.test_standings import ONE, register

from workshare.files.contracts import load_contracts, read_contracts
from workshare.model.figure import Text
from workshare.register.contracts import (
    Acceptance,
    Bid,
    BidStatus,
    CallOff,
    Contract,
    Contracts,
    Organisation,
    PaymentKind,
    Transaction,
)
from workshare.register.flags import Flag, Rule, flags, rungs
from workshare.register.iati import transactions
from workshare.register.model import Money, Rung
from workshare.register.ocds import missing, release_package
from workshare.report.flags import sentence
from workshare.report.language import tongue

TRANSFORMERS = Path(__file__).parents[2] / "programmes" / "transformers"
DUE = dt.date(2024, 6, 30)
TODAY = dt.date(2024, 7, 10)
MAKER = Organisation(id="maker", name=Text(en="Maker"), owners=("a family",))
OTHER = Organisation(id="other", name=Text(en="Other"), owners=("a town",), country="PL", identifier="XX-REG:7")
CONTRACT = Contract(
    id="C", title=Text(en="Pumps"), buyer="office", supplier="maker", value=Decimal(1000), currency="EUR",
    signed=dt.date(2024, 1, 5), start=dt.date(2024, 1, 5), end=dt.date(2024, 12, 31), ceiling=Decimal(10),
    advance=Decimal(300), advance_due=DUE, remedies=Text(en="one percent a week"),
)  # fmt: skip
SOUND = Contracts(
    format=1, procurement=Text(en="Pumps"), publisher="Office", uri="https://example.org/r.json", ocid_prefix="ocds-x",
    organisations=(Organisation(id="office", name=Text(en="Office"), owners=("a state",)), MAKER, OTHER),
    contracts=(CONTRACT,),
    bids=(
        Bid(id="B1", contract="C", bidder="maker", value=Decimal(1000), on=dt.date(2023, 12, 1)),
        Bid(id="B2", contract="C", bidder="other", value=Decimal(1100), on=dt.date(2023, 12, 2)),
    ),
    call_offs=(
        CallOff(id="O1", contract="C", on=dt.date(2024, 2, 1), quantity=Decimal(6)),
        CallOff(id="O2", contract="C", on=dt.date(2024, 3, 1), quantity=Decimal(4)),
    ),
    acceptances=(Acceptance(id="D1", contract="C", on=dt.date(2024, 5, 1), value=Decimal(300)),),
    transactions=(
        Transaction(id="T1", contract="C", kind=PaymentKind.ADVANCE, on=dt.date(2024, 1, 10), value=Decimal(300)),
        Transaction(id="T2", contract="C", on=dt.date(2024, 6, 1), value=Decimal(700)),
    ),
)  # fmt: skip


def with_row(table: str, row: Any) -> Contracts:
    """The sound contracts with one row in the place of that with its id, or added."""
    rows = {r.id: r for r in getattr(SOUND, table)} | {row.id: row}
    changed: dict[str, Any] = {table: tuple(rows.values())}
    return replace(SOUND, **changed)


def test_the_sound_contract_raises_nothing() -> None:
    """What the pairs spoil raises no flag, on its day and long after."""
    assert flags(SOUND, TODAY) == []
    assert flags(SOUND, dt.date(2026, 1, 1)) == []


D1, T1 = SOUND.acceptances[0], SOUND.transactions[0]
PAIRS = [
    (
        "advance-overdue",
        with_row("acceptances", replace(D1, value=Decimal(299))),
        with_row("acceptances", replace(D1, on=DUE)),
        {("transactions", "T1"), ("acceptances", "D1")},
    ),
    (
        "above-ceiling",
        with_row("call_offs", CallOff(id="O3", contract="C", on=TODAY, quantity=Decimal("0.5"))),
        with_row("call_offs", CallOff(id="O3", contract="C", on=TODAY + dt.timedelta(1), quantity=Decimal("0.5"))),
        {("call_offs", "O3")},
    ),
    (
        "not-lowest",
        with_row("bids", Bid(id="B2", contract="C", bidder="other", value=Decimal(999))),
        with_row("bids", Bid(id="B2", contract="C", bidder="other", value=Decimal(1000))),
        {("bids", "B1"), ("bids", "B2")},
    ),
    (
        "no-remedy",
        with_row("contracts", replace(CONTRACT, remedies=None)),
        with_row("contracts", replace(CONTRACT, remedies=Text(en="any"))),
        set(),
    ),
    (
        "single-bid",
        with_row("bids", replace(SOUND.bids[1], status=BidStatus.WITHDRAWN)),
        replace(SOUND, bids=()),
        {("bids", "B1")},
    ),
    (
        "unknown-owner",
        with_row("organisations", replace(MAKER, owners=())),
        with_row("organisations", replace(OTHER, owners=())),
        {("organisations", "maker")},
    ),
    (
        "intermediary",
        with_row("organisations", replace(MAKER, intermediary=True)),
        replace(with_row("organisations", replace(MAKER, intermediary=True)), transactions=SOUND.transactions[1:]),
        {("organisations", "maker"), ("transactions", "T1")},
    ),
    (
        "paid-above-value",
        with_row("transactions", replace(SOUND.transactions[1], value=Decimal(701))),
        replace(
            SOUND,
            transactions=(
                T1,
                replace(SOUND.transactions[1], value=Decimal(701)),
                Transaction(id="T3", contract="C", kind=PaymentKind.REFUND, on=TODAY, value=Decimal(1)),
            ),
        ),
        {("transactions", "T1"), ("transactions", "T2")},
    ),
]


@pytest.mark.parametrize(("rule", "raises", "does_not", "rows"), PAIRS, ids=[pair[0] for pair in PAIRS])
def test_each_rule(rule: str, raises: Contracts, does_not: Contracts, rows: set[tuple[str, str]]) -> None:
    """A rule raises the contract that breaks it, with the rows that do, and not the one that just does not."""
    [flag] = flags(raises, TODAY)
    assert (flag.rule, flag.of, set(flag.rows)) == (rule, "C", {("contracts", "C"), *rows})
    assert flags(does_not, TODAY) == []


def test_every_rule_has_its_pair() -> None:
    """No rule is added without a pair; that of money's ladder stands below."""
    assert {pair[0] for pair in PAIRS} | {"rungs"} == {rule.value for rule in Rule}


def test_reasons_and_refunds_lower_flags() -> None:
    """A dearer bid with a reason raises nothing, nor does an advance that came back."""
    dearer = with_row("bids", Bid(id="B2", contract="C", bidder="other", value=Decimal(1)))
    assert flags(replace(dearer, contracts=(replace(CONTRACT, reason=Text(en="it is late")),)), TODAY) == []
    back = Transaction(id="T3", contract="C", kind=PaymentKind.REFUND, on=DUE, value=Decimal(300))
    assert flags(replace(with_row("transactions", back), acceptances=()), TODAY) == []
    half = replace(back, value=Decimal(100))
    [flag] = flags(replace(with_row("transactions", half), acceptances=()), TODAY)
    assert flag.values["sum"] == "200 EUR"
    assert sentence(flag, tongue("en")) == (
        "An advance of 200 EUR is not covered by accepted deliveries 10 days after 2024-06-30."
    )
    assert "10" in sentence(flag, tongue("uk"))


def test_the_ladder() -> None:
    """More paid than pledged to a promise is raised; in another currency, or up to the sum, it is not."""
    low = Money(id="M1", rung=Rung.PLEDGED, value=Decimal(10), currency="EUR", promise="P")
    high = Money(id="M2", rung=Rung.PAID, value=Decimal(11), currency="EUR", promise="P")
    assert list(rungs(register(ONE, low, high))) == [
        Flag(
            rule=Rule.RUNGS, of="P", rows=(("money", "M2"), ("money", "M1")),
            values={"upper": "paid", "lower": "pledged", "sum": "1 EUR"},
        )
    ]  # fmt: skip
    for other in (replace(high, currency="USD"), replace(high, value=Decimal(10)), replace(high, promise=None)):
        assert list(rungs(register(ONE, low, other))) == []


@given(
    advance=st.integers(0, 5), accepted=st.integers(0, 5), refunded=st.integers(0, 5), days=st.integers(-3, 3)
)  # fmt: skip
def test_an_advance_is_overdue_exactly_when_it_is(advance: int, accepted: int, refunded: int, days: int) -> None:
    """For any sums the flag is raised if and only if the day has passed and something of the advance is open."""
    rows = [(PaymentKind.ADVANCE, advance), (PaymentKind.REFUND, refunded)]
    paid = tuple(
        Transaction(id=kind.value, contract="C", kind=kind, on=DUE - dt.timedelta(5), value=Decimal(value))
        for kind, value in rows
        if value
    )
    taken = (Acceptance(id="D", contract="C", on=DUE - dt.timedelta(4), value=Decimal(accepted)),) if accepted else ()
    found = flags(replace(SOUND, transactions=paid, acceptances=taken), DUE + dt.timedelta(days))
    wanted = days > 0 and advance - accepted - refunded > 0
    assert (Rule.ADVANCE_OVERDUE in {flag.rule for flag in found}) == wanted


REQUIRED: Mapping[str, set[str]] = {
    "package": {"uri", "version", "publishedDate", "publisher", "releases"},
    "release": {"ocid", "id", "date", "tag", "initiationType"},
    "contract": {"id", "awardID"},
}
"""What OCDS 1.1.5 requires of each part, read from its schema."""
ROLES = {"buyer", "procuringEntity", "supplier", "tenderer", "payer", "payee", "funder", "enquirer", "reviewBody"}


def organisations(part: Any) -> list[dict[str, Any]]:
    """Every reference to an organisation inside a part of a release."""
    if isinstance(part, list):
        return [found for inner in part for found in organisations(inner)]
    if isinstance(part, dict):
        own = [part] if set(part) == {"id", "name"} else []
        return own + [found for key, inner in part.items() if key != "parties" for found in organisations(inner)]
    return []


@pytest.mark.parametrize("contracts", [SOUND, load_contracts(TRANSFORMERS)], ids=["small", "bundled"])
def test_the_release_package(contracts: Contracts) -> None:
    """Required fields are there, codes are of their lists, references resolve, dates are moments, nothing is null."""
    package = json.loads(json.dumps(release_package(contracts, TODAY)))
    assert package.keys() >= REQUIRED["package"]
    assert len({r["id"] for r in package["releases"]}) == len(package["releases"]) == len(contracts.contracts)
    assert "null" not in json.dumps(package)
    for release in package["releases"]:
        assert release.keys() >= REQUIRED["release"]
        assert set(release["tag"]) <= {"contract", "implementation"}
        assert release["initiationType"] == "tender"
        assert release["ocid"].startswith(contracts.ocid_prefix + "-")
        parties = {party["id"]: party for party in release["parties"]}
        assert all(set(party["roles"]) <= ROLES for party in parties.values())
        assert all(parties[o["id"]]["name"] == o["name"] for o in organisations(release))
        assert "buyer" in parties[release["buyer"]["id"]]["roles"]
        assert {award["id"] for award in release["awards"]} == {c["awardID"] for c in release["contracts"]}
        for contract in release["contracts"]:
            assert contract.keys() >= REQUIRED["contract"]
            assert contract["status"] in {"pending", "active", "cancelled", "terminated"}
            for moment in (contract["dateSigned"], *contract["period"].values(), release["date"]):
                assert dt.datetime.fromisoformat(moment).tzinfo is not None


def test_what_a_release_says() -> None:
    """Bids, payments and the milestone of the advance stand in the release as they do in the file."""
    [release] = release_package(SOUND, TODAY)["releases"]
    [contract] = release["contracts"]
    assert [(b["id"], b["value"]["amount"]) for b in release["bids"]["details"]] == [("B1", 1000), ("B2", 1100)]
    assert release["tender"]["numberOfTenderers"] == 2
    assert [(t["id"], t["value"]["amount"]) for t in contract["implementation"]["transactions"]] == [
        ("T1", 300),
        ("T2", 700),
    ]
    [milestone] = contract["milestones"]
    assert (milestone["status"], milestone["dateMet"]) == ("met", "2024-05-01T00:00:00Z")
    early = release_package(SOUND, dt.date(2024, 1, 1))["releases"][0]
    assert (early["tag"], early["contracts"][0]["status"]) == (["contract"], "pending")
    assert release_package(SOUND, dt.date(2025, 1, 1))["releases"][0]["contracts"][0]["status"] == "terminated"
    assert [problem.path for problem in missing(replace(SOUND, uri="", publisher=""))] == [("publisher",), ("uri",)]
    assert missing(SOUND) == []


def test_kinds_of_transactions() -> None:
    """Rungs have IATI's codes where IATI has one, refunds are negative, and what came later is left aside."""
    told = [Money(id=rung.value, rung=rung, value=Decimal(5), currency="EUR", on="2024-01") for rung in Rung]
    rows = {row["ref"]: row for row in transactions(register(ONE, *told), SOUND, TODAY)}
    codes = {ref: row["transaction-type"]["code"] if row["transaction-type"] else None for ref, row in rows.items()}
    assert codes == {
        "pledged": "12", "agreed": "2", "allocated": None, "contracted": "2", "paid": "3", "delivered": None,
        "T1": "4", "T2": "4",
    }  # fmt: skip
    refund = Transaction(id="T3", contract="C", kind=PaymentKind.REFUND, on=TODAY, value=Decimal("1.5"))
    back = {row["ref"]: row for row in transactions(None, with_row("transactions", refund), TODAY)}
    assert (back["T3"]["value"]["amount"], back["T3"]["provider-org"]) == (-1.5, "Office")
    assert "T3" not in {row["ref"] for row in transactions(None, with_row("transactions", refund), DUE)}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("value: 90000\n    currency: EUR", "value: 90000\n    currency: euro", "oil: 'euro' is no currency"),
        ("supplier: parts-de", "supplier: parts", "tap-changers names organisation parts, which is not there"),
        ("supplier: parts-de", "supplier: office", "tap-changers: office buys of itself"),
        ("    advance_due: 2027-02-28\n", "", "has an advance, but no day by which it is to be covered"),
        ("advance: 360000", "advance: 9360000", "tap-changers: an advance of 9360000 of 1200000"),
        ("end: 2027-06-30", "end: 2025-06-30", "tap-changers ends 2025-06-30, before it starts 2026-04-20"),
        ("value: 60000}\n\n", "value: -1}\n\n", "acceptances oil-july: value -1 must be above 0"),
        ("method: limited", "method: closed", "contracts.bushings.method: 'closed' is not one of the known words"),
        ("on: 2026-09-15", "on: 2026-09-31", "call_offs.oil-september.on: '2026-09-31' is not a day of the calendar"),
        ("format: 1", "format: 7", "format '7' is not one that this release reads"),
    ],
)
def test_faults_of_a_contracts_file(tmp_path: Path, old: str, new: str, told: str) -> None:
    """One fault is told once, with its line."""
    text = (TRANSFORMERS / "contracts.yaml").read_text(encoding="utf-8")
    assert text.count(old) == 1
    (tmp_path / "contracts.yaml").write_text(text.replace(old, new), encoding="utf-8")
    [problem] = read_contracts(tmp_path)[1]
    assert told in problem.message
    assert problem.line > 1


def test_contracts_serve_promises_of_the_register(tmp_path: Path) -> None:
    """A contract for a promise that the register does not have is told."""
    text = (TRANSFORMERS / "contracts.yaml").read_text(encoding="utf-8")
    (tmp_path / "contracts.yaml").write_text(
        text.replace("unit: tonne", "unit: tonne\n    promise: Q"), encoding="utf-8"
    )
    [problem] = read_contracts(tmp_path, register())[1]
    assert problem.message == "contracts oil names promise Q, which is not in the register"
    assert read_contracts(tmp_path)[1] == []
