"""A programme with money, licences, an investment and decided activities, and a plan of it worked out by hand."""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_type_hints

from workshare.files.folder import load
from workshare.model.calendar import periods
from workshare.outcome.plan import Flows, Plan, Status
from workshare.outcome.rows import (
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
    Verdict,
)
from workshare.outcome.table import Table
from workshare.outcome.terms import Built, Cash, LicenceUse, Payment, Purpose

PROGRAMME = """\
format: 1
programme: Kits on terms
start: 2024-01-01
until: 2024-02-25
calendar: {weeks: 8}
currency: EUR
partners: {UA: {name: Ukraine}, PL: {name: Poland}}
sites: {works: {country: UA}, plant: {country: PL}}
items:
  kit: {family: kits, cost: 100}
  part: {family: parts, cost: 20}
resources:
  line: {site: works, hours: 10 per week}
operations:
  build: {site: works, makes: {kit: 2}, uses: {part: 1}, time: {line: 5 h}, lead_time: 7 days, cost: 30 USD,
      payments: [{share: 0.5, days: -10}, {share: 0.5, days: 14}], needs: [released, signed]}
  extra: {site: works, makes: {kit: 1}, uses: {part: 1}, lead_time: 1 day, needs: [trained]}
supplies:
  parts: {item: part, site: plant, total: 50, quantity: 14 per week, lead_time: 7 days, price: 10, needs: [export]}
lanes:
  road: {origin: plant, destination: works, items: [part], lead_time: 7 days, cost: 1, needs: [export, released]}
activities:
  talks: {days: 10, done: 2023-12-20}
  vote: {days: 14, after: [talks], cost: 100, country: UA, modes: {crash: {days: 7, cost: 250}},
      payments: [{share: 0.4, days: -10}, {share: 0.6}]}
  audit: {days: 7, after: [talks]}
  train: {days: 5, after: [vote], optional: true, cost: 40, country: UA}
gates:
  released: {needs: [audit]}
  export: {needs: [vote]}
  signed: {needs: [talks]}
  trained: {needs: [train]}
licences:
  tdp: {gates: [released], sites: [works], needs: [vote], effective_end: 2024-02-11, quantity: 20, drawn: 4}
  tdp-2: {gates: [released], parties: [UA], effective_start: 2024-02-12, counts: completion, value: 1000}
  out: {gates: [export], parties: [UA, PL]}
investments:
  second: {resource: line, hours: 20 per week, days: 10, cost: 200 USD, country: PL, after: [vote], at_most: 2,
      payments: [{share: 0.25}, {share: 0.75, days: 60}], ramp: [{weeks: 0, share: 0.5}, {weeks: 2, share: 1}]}
currencies:
  USD: {rates: [{rate: 0.9}, {rate: 0.8, effective_start: 2024-02-01}]}
funds:
  state: {amount: 300, pays_for: {partners: [UA]}}
  grant: {amount: 100, currency: USD, needs: [signed], effective_start: 2024-01-10, effective_end: 2024-02-18,
      pays_for: {sites: [works]}}
  own: {effective_start: 2024-01-15, pays_for: {supplies: [parts], investments: [second]}}
commitments:
  voted: {by: Minister, says: voted in a week, due: 2024-01-07, measure: {done: vote}}
"""
"""Periods are the weeks that end on 7, 14, 21 and 28 January, 4, 11, 18 and 25 February.

The vote is hurried: decided for day 2, done on day 9 (10 January), for 250. So the export gate opens on day 9, and
parts, ordered then, arrive from day 16 on (the third week, period 2); shipped from day 16, at works from day 23 on.
Licence tdp lets runs start from day 9 to day 41; tdp-2 lets them be completed from day 42, so started from day 35.
In period 3 one run has the 5 days from day 23: 5 · 7 / 5 = 7 of 10 hours. The second line, decided on day 25, is
ready on day 35: half its 20 hours for two weeks, then all.

A run costs 30 USD, half 10 days before the last day of its period, half 14 days after: in period 3 half on day 17 at
0.9 (13.50) and half on day 41 at 0.8 (12.00), 25.50 in all; in period 5 on days 31 and 55, 24; in period 6 on days 38
and 62, the latter after the end, 24 a run. The line costs 200 USD: 45 on day 25 and 120 on day 85, after the end.
The grant pays 13.50 / 0.9 = 15, 24 / 0.8 = 30 and 40 / 0.8 = 50 USD.
"""

TABLES: Mapping[type, str] = {
    Production: """
        build works UA 3 2024-01-24 1 25.5 tdp
        build works UA 5 2024-02-05 1 24 tdp
        build works UA 5 2024-02-05 1 24 tdp-2
        build works UA 6 2024-02-12 3 72 tdp-2
        """,
    Output: """
        build kit works 4 2
        build kit works 6 4
        build kit works 7 6
        """,
    Shipment: "road part plant works 2 2024-01-28 6 6 out;_tdp",
    Purchase: "parts part plant PL 2 2024-01-10 6 60 out",
    StockLevel: """
        part works 3 5
        part works 4 5
        part works 5 3
        kit works 4 2
        kit works 5 2
        kit works 6 6
        kit works 7 12
        """,
    Step: """
        talks - 2023-12-10 2023-12-20 14 no yes normal 0
        vote UA 2024-01-03 2024-01-10 0 yes no crash 250
        audit - 2024-01-01 2024-01-08 2 no no normal 0
        """,
    Opening: """
        released 2024-01-08 audit
        export 2024-01-10 vote
        signed 2023-12-20 talks
        """,
    Load: """
        line works 0 2024-01-01 0 10 0
        line works 1 2024-01-08 0 10 0
        line works 2 2024-01-15 0 10 0
        line works 3 2024-01-22 5 10 0
        line works 4 2024-01-29 0 10 0
        line works 5 2024-02-05 10 20 0
        line works 6 2024-02-12 15 20 0
        line works 7 2024-02-19 0 30 0
        """,
    GoalValue: """
        cost 626.5 626.5 0
        commitment_voted 3 3 0
        activities_not_done 0 0 0
        project_cost 415 415 0
        activities_early 2 2 0
        stock_that_waits 0 0 0
        """,
    ValueShare: """
        kits UA 1080 1
        parts PL 120 1
        """,
    Payment: """
        state activity vote UA - - 0 250
        grant operation build UA works kits 2 13.5
        own supply parts PL plant parts 2 60
        state lane road UA works parts 2 6
        own investment second PL works - 3 45
        grant operation build UA works kits 4 24
        grant operation build UA works kits 5 40
        state operation build UA works kits 5 8
        state operation build UA works kits 7 24
        """,
    Cash: """
        state 0 300 250 50
        state 1 300 250 50
        state 2 300 256 44
        state 3 300 256 44
        state 4 300 256 44
        state 5 300 264 36
        state 6 300 264 36
        state 7 300 288 12
        grant 0 0 0 0
        grant 1 100 0 100
        grant 2 100 15 85
        grant 3 100 15 85
        grant 4 100 45 55
        grant 5 100 95 5
        grant 6 100 95 5
        grant 7 100 95 0
        """,
    Built: "second 1 2024-01-26 2024-02-05 165",
    LicenceUse: """
        tdp 2 6 120 10 10
        tdp 3 2 200 12 8
        tdp 5 2 200 14 6
        tdp-2 5 2 200 2 none
        tdp-2 6 6 600 8 none
        out 2 12 240 12 none
        """,
}
"""The rows of the tables, column by column; a row with a period counts on its last day."""

WORDS: Mapping[str, Any] = {"-": "", "none": None, "yes": True, "no": False}


def written(word: str, hint: object) -> Any:
    """A word of a row above as the value of a column."""
    if word in WORDS:
        return WORDS[word]
    if hint is Purpose:
        return Purpose(word)
    if hint is dt.date:
        return dt.date.fromisoformat(word)
    if hint is int:
        return int(word)
    return word.replace("_", " ") if hint is str else float(word)


def made(text: str, tables: Mapping[type, str], *, as_of: str | None = None) -> Plan:
    """The plan of a programme that has these rows, and in its other tables none."""
    with TemporaryDirectory() as folder:
        Path(folder, "programme.yaml").write_text(text, encoding="utf-8")
        programme = load(folder)
    calendar = periods(programme.start, programme.until, programme.calendar)

    def table(record: Any) -> Table[Any]:
        hints, names = get_type_hints(record), [f.name for f in dataclasses.fields(record)]
        columns = [name for name in names if not (name == "date" and "period" in names)]
        rows = []
        for line in tables.get(record, "").strip().splitlines():
            row = {name: written(word, hints[name]) for name, word in zip(columns, line.split(), strict=False)}
            dated = {"date": calendar.ends(row["period"])} if "period" in names else {}
            rows.append(record(**row, **dated))
        return Table(record, rows)

    return Plan(
        programme=programme,
        as_of=dt.date.fromisoformat(as_of) if as_of else programme.start,
        periods=calendar,
        status=Status.OPTIMAL,
        flows=Flows(
            production=table(Production),
            outputs=table(Output),
            shipments=table(Shipment),
            purchases=table(Purchase),
            substitutions=table(Substitution),
            stock=table(StockLevel),
            deliveries=table(Delivery),
        ),
        goals=table(GoalValue),
        demands=table(DemandAccount),
        commitments=table(CommitmentAccount),
        activities=table(Step),
        gates=table(Opening),
        resources=table(Load),
        workshare=table(ValueShare),
        payments=table(Payment),
        cash=table(Cash),
        investments=table(Built),
        licences=table(LicenceUse),
    )


@cache
def plan() -> Plan:
    """The plan above, with the account of its one commitment."""
    voted = CommitmentAccount(
        id="voted",
        text="voted in a week",
        by="Minister",
        due=dt.date(2024, 1, 7),
        measure="vote done",
        verdict=Verdict.LATE,
        date=dt.date(2024, 1, 10),
        days_late=3,
        quantity=1.0,
        by_due=0.0,
        in_the_end=1.0,
        earliest=dt.date(2024, 1, 10),
    )
    return dataclasses.replace(made(PROGRAMME, TABLES), commitments=Table(CommitmentAccount, [voted]))
