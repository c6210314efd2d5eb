"""What is said of a record of what has happened that cannot be."""

from collections.abc import Callable

import pytest

from workshare.files.folder import Reading

Spoil = Callable[..., list[str]]
Read = Callable[..., Reading]

ACTUALS = """\
actuals:
  - {what: received, date: 2024-02-01, supply: motors, quantity: 30}
  - {what: shipped, date: 2024-02-03, lane: sea, item: motor, origin: bergen, destination: kharkiv, quantity: 30}
  - {what: produced, date: 2024-03-01, operation: build, quantity: 35}
  - {what: shipped, date: 2024-03-20, lane: road, item: pump, origin: kharkiv, destination: hub, quantity: 34}
  - {what: delivered, date: 2024-04-02, demand: winter, quantity: 30}
demands:
"""
WITH = {"demands:\n": ACTUALS}

CASES = (
    (
        ", supply: motors",
        "",
        "programme.yaml:43: what was received on 2024-02-01 does not say its supply (add supply:)",
    ),
    ("lane: sea, item: motor", "lane: sea", "what was shipped on 2024-02-03 does not say its item (add item:)"),
    (", operation: build", "", "what was produced on 2024-03-01 does not say its operation (add operation:)"),
    (", demand: winter", "", "what was delivered on 2024-04-02 does not say its demand (add demand:)"),
    (
        "supply: motors,",
        "supply: motors, lane: sea,",
        "programme.yaml:43: what was received on 2024-02-01 has no lane (take lane: out) [unknown-key]",
    ),
    (
        "demand: winter,",
        "demand: wintr,",
        "a row of actuals names demand wintr, which is not there (did you mean winter?",
    ),
    ("origin: bergen, ", "origin: hub, ", "programme.yaml:44: lane sea has no origin hub (write one of bergen)"),
    ("destination: hub", "destination: bergen", "lane road has no destination bergen (write one of hub) [unreachable]"),
    ("item: motor, origin", "item: pump, origin", "lane sea does not take pump (write one of motor) [unreachable]"),
    (
        "2024-02-01, supply",
        "2023-12-30, supply",
        "programme.yaml:43: an actual of 2023-12-30 is outside 2024-01-01 to 2024-12-31 (put what was there at the",
    ),
    (
        "demand: winter, quantity: 30",
        "demand: winter, item: motor, quantity: 30",
        "programme.yaml:47: demands winter asks for pump, for which motor may not serve",
    ),
    ("quantity: 35}", "quantity: -35}", "[negative]"),
    (
        "quantity: 35}",
        "quantity: 36}",
        "programme.yaml:45: by 2024-03-01 1 more of motor had left kharkiv than there had been",
    ),
    (
        "2024-03-20, lane",
        "2024-03-10, lane",
        "programme.yaml:46: by 2024-03-10 34 more of pump had left kharkiv than there had been",
    ),
    (
        "quantity: 34}",
        "quantity: 29}",
        "programme.yaml:47: by 2024-04-02 1 more of pump had left hub than there had been",
    ),
)


def test_a_sound_record(spoil: Spoil) -> None:
    """A record that agrees with itself and with the programme is fine."""
    assert spoil(WITH) == []


@pytest.mark.parametrize(("old", "new", "told"), CASES)
def test_what_cannot_be(spoil: Spoil, old: str, new: str, told: str) -> None:
    """Each fault of the record is told once, at its line."""
    assert ACTUALS.count(old) == 1
    [line] = spoil({"demands:\n": ACTUALS.replace(old, new)})
    assert told in line


def test_more_than_asked(spoil: Spoil) -> None:
    """No demand was given more than it asks for, whatever it was given on each day."""
    [line] = spoil({**WITH, "quantity: 120": "quantity: 29"})
    assert "demands winter asks for 29, and 30 were delivered" in line


def test_unclear_licence(spoil: Spoil) -> None:
    """Where two licences cover what happened, it says under which it ran."""
    licences = "licences:\n  a: {gates: [released], sites: [kharkiv]}\n  b: {gates: [released], parties: [UA]}\n"
    [line] = spoil({"demands:\n": licences + ACTUALS})
    assert "what was produced on 2024-03-01 may have run under a or b (gate released) (add licences: [a]" in line
    named = ACTUALS.replace("operation: build,", "operation: build, licences: [b],")
    assert spoil({"demands:\n": licences + named}) == []


def test_started_activities(spoil: Spoil) -> None:
    """What is under way has no other way, and nothing is done before it is begun."""
    assert spoil({"agreement: {days: 30}": "agreement: {days: 30, started: 2024-01-05}"}) == []
    [line] = spoil({"agreement: {days: 30}": "agreement: {days: 30, started: 2024-01-05, done: 2024-01-03}"})
    assert "activities agreement is done 2024-01-03, before it was started 2024-01-05" in line
    [line] = spoil({"agreement: {days: 30}": "agreement: {days: 30, started: 2024-01-05, modes: {crash: {days: 2}}}"})
    assert "activities agreement is under way, so that there is no other way to do it" in line


def test_a_table(read_text: Read, sound: str) -> None:
    """The record may be a table beside the programme, and its problems are told at the table's lines."""
    table = "what,date,operation,supply,quantity\nreceived,2024-02-01,,motors,30\nproduced,2024-03-01,build,,6\n"
    [problem] = read_text(sound, actuals=table).problems
    assert str(problem).startswith("actuals.csv:3: by 2024-03-01 1 more of motor had left kharkiv than there had been")
    assert not read_text(sound, actuals=table.replace("build,,6", "build,,5")).problems
