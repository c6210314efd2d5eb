"""Every code of a problem, by the one line that causes it and the one line that is then said."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from workshare.cli.workers import workers_at
from workshare.files.chat import Model
from workshare.files.folder import Reading, read
from workshare.files.neutral.read import read_instance
from workshare.files.new import new
from workshare.files.register import read_register
from workshare.model.known import known_later
from workshare.problems import BadInput, Code
from workshare.register.spans import check_spans
from workshare.register.store import Store
from workshare.work import alone

DOCS = Path(__file__).parents[2] / "docs" / "problems.md"


@dataclass(frozen=True)
class Case:
    """Parts of the sound programme and what takes their place, tables beside it, and what is said."""

    code: Code
    changes: Mapping[str, str]
    told: str
    tables: Mapping[str, str] = field(default_factory=dict)


ID_HINT = "write letters, digits, . _ and -, without spaces, and put the rest in name:"

CASES = (
    Case(
        Code.ACTIVITY_CYCLE,
        {"agreement: {days: 30}": "agreement: {days: 30, after: [drawings]}"},
        "programme.yaml:38: activities wait for each other: agreement -> drawings -> agreement "
        "(take drawings out of after:, or break it elsewhere)",
    ),
    Case(
        Code.ALIAS_BOMB,
        {"{en: Pumps, uk: Насоси}": "&title {en: *title}"},
        "programme.yaml:3: *title stands inside &title: it contains itself (write the values out)",
    ),
    Case(
        Code.BAD_CALENDAR,
        {"until: 2024-12-31": "until: 2023-12-31"},
        "programme.yaml:5: until 2023-12-31 is not after start 2024-01-01 (swap them, or move one)",
    ),
    Case(
        Code.BAD_DATE,
        {"due: 2024-09-30": "due: 2024-09-31"},
        "programme.yaml:48: commitments.first.due: '2024-09-31' is not a day of the calendar "
        "(write it as YYYY-MM-DD, for example 2024-06-30)",
    ),
    Case(
        Code.BAD_FIGURE,
        {"lead_time: 10 days": "lead_time: 10 dyas"},
        "programme.yaml:28: operations.build.lead_time: 'dyas' is no duration: write days, working days, weeks or "
        "months (write for example 10 days)",
    ),
    Case(
        Code.BAD_ID,
        {"  pact: {": "  the pact: {"},
        f"programme.yaml:52: agreements: 'the pact' is no id ({ID_HINT})",
    ),
    Case(
        Code.BAD_RANGE,
        {"low: 20, mode: 30": "low: 40, mode: 30"},
        "programme.yaml:39: activities.drawings.days.low: low 40, mode 30, high 60 are out of order "
        "(write low <= mode <= high)",
    ),
    Case(
        Code.BAD_TABLE,
        {},
        "substitutes.csv:2: the row has 3 cells under 2 headings (quote a cell that contains a comma)",
        {"substitutes": "item,instead_of\nmotor,pump,1\n"},
    ),
    Case(
        Code.BROKEN_YAML,
        {"needs: [released]": "needs: [released"},
        "programme.yaml:30: broken YAML: did not find expected ',' or ']' while parsing a flow sequence that begins in "
        "line 29 (check indentation, colons, brackets and quotes; use spaces, not tabs)",
    ),
    Case(
        Code.CANNOT_START,
        {
            "  build:\n": "  wind: {site: bergen, makes: {motor: 1}, uses: {pump: 1}, lead_time: 1 day}\n  build:\n",
            "{item: motor, site: kharkiv, quantity: 5}": "{item: motor, site: kharkiv, quantity: 0}",
            "motors: {item: motor,": "pumps: {item: oil,",
            "motor: {cost: 900}": "motor: {cost: 900}\n  oil:",
        },
        "programme.yaml:23: motor needs pump needs motor: the cycle can never start "
        "(add opening stock, a supply, or another way to make one of them)",
    ),
    Case(
        Code.CAPACITY_GAP,
        {"hours: 80 per week": "hours: [{hours: 80 per week, effective_start: 2024-03-01}]"},
        "programme.yaml:20: resource line has no hours given from 2024-01-01 to 2024-02-29 "
        "(say 0 per week where it does not work)",
    ),
    Case(
        Code.DANGLING_REFERENCE,
        {"needs: [released]": "needs: [relaesed]"},
        "programme.yaml:29: operations build names gate relaesed, which is not there "
        "(did you mean released? or add it to gates:)",
    ),
    Case(
        Code.DUPLICATE_ID,
        {},
        "sites.csv:2: sites hub is defined 2 times (rename one, or take it out)",
        {"sites": "id,country\nhub,UA\n"},
    ),
    Case(
        Code.DUPLICATE_KEY,
        {"currency: EUR": "currency: EUR\ncurrency: UAH"},
        "programme.yaml:8: key currency is given twice; the first is in line 7 (keep one of them)",
    ),
    Case(
        Code.EMPTY_MEASURE,
        {"delivered: pump, at": "delivered: motor, at"},
        "programme.yaml:49: commitments first: nobody asks for motor there, so that nothing is counted "
        "(name another item or site, or add a demand)",
    ),
    Case(
        Code.LANE_TO_ITSELF,
        {"destination: hub": "destination: [hub, kharkiv]"},
        "programme.yaml:34: lane road leads from kharkiv to itself (name another site, or two lanes)",
    ),
    Case(
        Code.MISSING_BASIS,
        {
            "basis: optional": "basis: required",
            "cost: 3000": "cost: {value: 3000, basis: assumed}",
            "hours: 80 per week": "hours: {value: 80, per: week, basis: reported}",
            "makes: {pump: 1}": "makes: {pump: {value: 1, basis: derived}}",
            "uses: {motor: 1}": "uses: {motor: {value: 1, basis: derived}}",
            "time: {line: 6 h}": "time: {line: {value: 6, unit: h, basis: assumed}}",
            "lead_time: 10 days": "lead_time: {value: 10 days, basis: assumed}",
            "quantity: 15 per week, lead_time: 2 weeks": "total: {value: 15, basis: assumed}",
            "lead_time: 4 days": "lead_time: {value: 4 days, basis: assumed}",
            "lead_time: 3 days": "lead_time: {value: 3 days, basis: assumed}",
            "quantity: 5}": "quantity: {value: 5, basis: assumed}}",
            "days: 30": "days: {value: 30, basis: assumed}",
            "high: 60}": "high: 60, basis: assumed}",
            "quantity: 120": "quantity: {value: 120, basis: assumed}",
            "quantity: 1}": "quantity: {value: 1, basis: reported}}",
        },
        "programme.yaml:18: items motor cost says no basis (write {value: 900, basis: …}: reported, derived, assumed)",
    ),
    Case(
        Code.MISSING_FILE,
        {"hours: 80 per week": "hours: {table: hours.csv}"},
        "programme.yaml:20: table 'hours.csv' is not a file of the programme's folder "
        "(put the table into the folder, and write its name as it stands there)",
    ),
    Case(
        Code.MISSING_KEY,
        {"quantity: 120, due: 2024-11-01": "quantity: 120"},
        "programme.yaml:43: demands.winter.due is missing (add due:)",
    ),
    Case(
        Code.NEGATIVE,
        {"quantity: 120": "quantity: -120"},
        "programme.yaml:43: demands.winter.quantity: '-120' must be 0 or more (write a number 0 or more)",
    ),
    Case(
        Code.NOT_A_NUMBER,
        {"quantity: 120": "quantity: .nan"},
        "programme.yaml:43: demands.winter.quantity: '.nan' is not a number (write a finite number)",
    ),
    Case(
        Code.OUTSIDE_HORIZON,
        {"due: 2024-11-01": "due: 2025-11-01"},
        "programme.yaml:43: demands winter is due 2025-11-01, outside 2024-01-01 to 2024-12-31 "
        "(move until:, or the date)",
    ),
    Case(
        Code.UNDISCLOSED,
        {"cost: 3000": "cost: {basis: undisclosed}"},
        "programme.yaml:17: items.pump.cost.basis: the figure is undisclosed "
        "(leave it out, or write an assumed one with basis: assumed)",
    ),
    Case(
        Code.UNFUNDED,
        {"lead_time: 2 weeks}": "lead_time: 2 weeks, price: 900}\nfunds:\n  state: {pays_for: {partners: UA}}"},
        "programme.yaml:31: supplies motors costs money, and no fund may pay for it "
        "(add a fund without amount for own means, or widen pays_for:)",
    ),
    Case(
        Code.UNREACHABLE,
        {"destination: hub": "destination: bergen"},
        "programme.yaml:43: demands winter asks for pump at hub, but no lane brings it there from bergen, kharkiv "
        "(add a lane)",
    ),
    Case(
        Code.UNKNOWN_FORMAT,
        {"format: 1": "format: 2"},
        "programme.yaml:1: format '2' is not one that this release reads (write format: 1)",
    ),
    Case(
        Code.UNKNOWN_KEY,
        {"kharkiv: {country: UA}": "kharkiv: {contry: UA}"},
        "programme.yaml:13: unknown key sites.kharkiv.contry (did you mean country?)",
    ),
    Case(
        Code.UNSUPPLIED_ITEM,
        {
            "motor: {cost: 900}": "motor: {cost: 900}\n  seal:",
            "item: pump, site: hub": "item: seal, site: hub",
            "delivered: pump": "delivered: seal",
        },
        "programme.yaml:44: demands winter asks for seal, which nothing makes and nobody supplies "
        "(add an operation that makes it, a supply or stock)",
    ),
    Case(
        Code.WRONG_TYPE,
        {"kind: customer": "kind: costumer"},
        "programme.yaml:15: sites.hub.kind: 'costumer' is not one of the known words "
        "(write plant, depot, customer or supplier)",
    ),
)
SPECIAL: set[Code] = set()


def covers(code: Code) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Marks a test as the one of a code that has no line in CASES."""

    def marked(function: Callable[..., None]) -> Callable[..., None]:
        SPECIAL.add(code)
        return function

    return marked


@pytest.mark.parametrize("case", CASES, ids=[case.code.value for case in CASES])
def test_one_fault_is_told_in_one_line(case: Case, spoil: Callable[..., list[str]]) -> None:
    """A single fault is told once, with file, line, offender, what to write instead, and its code."""
    assert spoil(case.changes, **case.tables) == [f"{case.told} [{case.code}]"]


@covers(Code.NOT_UTF8)
def test_not_utf8(read_text: Callable[..., Reading], sound: str) -> None:
    """A byte that is not UTF-8 is told with its own line."""
    [problem] = read_text(sound.encode().replace("Насоси".encode(), "Насоси".encode("cp1251"))).problems
    assert str(problem) == ("programme.yaml:3: byte 0xcd at 47 is not UTF-8 (save the file as UTF-8) [not-utf8]")


@covers(Code.NO_MODEL)
def test_no_model() -> None:
    """An address that is none is told as the option that it is (tests/cli/test_register_model.py has more)."""
    with pytest.raises(BadInput) as told:
        Model(address="here", name="m")
    assert str(told.value) == (
        "--model-at: the model's address is no address (write https://HOST/v1, or http://localhost:PORT/v1) [no-model]"
    )


@covers(Code.TOO_LARGE)
def test_too_large(folder: Path) -> None:
    """A file of 100 MB is refused by its size, unread."""
    with (folder / "programme.yaml").open("wb") as file:
        file.truncate(100_000_000)
    [problem] = read(folder).problems
    assert str(problem) == (
        "programme.yaml:1: the file is larger than the 20 MB that are read "
        "(move long lists into CSV tables, or leave out what the plan does not need) [too-large]"
    )


@covers(Code.BROKEN_JSON)
def test_broken_json(folder: Path) -> None:
    """A neutral instance that is not JSON is told with line and column."""
    (folder / "instance.json").write_text('{"weeks": 60,\n}', encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read_instance(folder / "instance.json")
    [problem] = caught.value.problems
    assert str(problem) == (
        "instance.json:2: this is not JSON: a key in double quotes is expected (column 1) "
        "(write JSON: keys in double quotes, a comma between entries and none after the last) [broken-json]"
    )


@covers(Code.BAD_TARGET)
def test_bad_target(folder: Path) -> None:
    """A sample programme is not written over anything."""
    (folder / "mine").mkdir()
    (folder / "mine" / "notes.txt").touch()
    with pytest.raises(BadInput) as caught:
        new(Path("mine"))
    assert str(caught.value) == "mine:1: is there already (name a new or an empty folder) [bad-target]"


@covers(Code.BAD_SPAN)
@covers(Code.CHANGED_SOURCE)
def test_bad_span(read_text: Callable[..., Reading], folder: Path, sound: str) -> None:
    """A source that has changed is told at its hash, and a statement whose span has another hash at its own."""
    (folder / "r.txt").write_text("Pumps come.", encoding="utf-8")
    programme = read_text(sound).programme
    assert programme is not None
    changed, problem = map(read_text(sound).place, check_spans(programme.sources, programme.statements, Store(folder)))
    assert re.fullmatch(
        r"programme.yaml:56: sources R1: 'r.txt' has changed: its hash is not the one given "
        r"\(look at the spans below, then write [0-9a-f]{64}; or put the text back that was read\) \[changed-source\]",
        str(changed),
    )
    assert re.fullmatch(
        r"programme.yaml:54: statements S1: the span 0 to 5 has another hash than the one given "
        r"\(write [0-9a-f]{64} if the span is right\) \[bad-span\]",
        str(problem),
    )


@covers(Code.BAD_ADDRESS)
def test_bad_address() -> None:
    """An address where no scheduler runs is told as the user wrote it."""
    with pytest.raises(BadInput) as caught, workers_at("tcp://127.0.0.1:9", alone):
        pass
    assert re.fullmatch(
        r"tcp://127.0.0.1:9:1: no Dask scheduler answers: .* "
        r"\(write the address of a running scheduler with workers, such as tcp://localhost:8786\) \[bad-address\]",
        str(caught.value),
    )


@covers(Code.KNOWN_LATER)
def test_known_later(read_text: Callable[..., Reading], sound: str) -> None:
    """A look back refuses each figure that became known later, by its line."""
    text = sound.replace("format: 1", "format: 1\nknown_on: 2024-01-01")
    reading = read_text(text.replace("pump: {cost: 3000,", "pump: {cost: {value: 3000, known_on: 2024-05-01},"))
    assert reading.programme is not None
    [problem] = known_later(reading.programme, dt.date(2024, 3, 1))
    assert str(reading.place(problem)) == (
        "programme.yaml:18: items pump cost became known on 2024-05-01, after 2024-03-01 "
        "(write what was known by 2024-03-01, or look back from a later day) [known-later]"
    )


@covers(Code.AMBIGUOUS_NAME)
@covers(Code.BAD_LINK)
def test_faults_of_a_register(folder: Path) -> None:
    """A spelling of two entities is told at the second, a contradiction without sides at the link."""
    text = """\
format: 1
register: Pumps
entities:
  a: {name: Ann, kind: person}
  b: {name: Bob, kind: person, aliases: [ann]}
links:
  L1: {kind: contradicts, note: Where it is made.}
"""
    (folder / "register.yaml").write_text(text, encoding="utf-8")
    assert [str(problem) for problem in read_register(folder).problems] == [
        "register.yaml:5: entities b is spelt 'ann', and so is a (give the spelling to one of them) [ambiguous-name]",
        (
            "register.yaml:7: links L1 does not join what contradicts joins "
            "(write sides: [{reading: …, statements: […]}, …], two at least, and no statements:) [bad-link]"
        ),
    ]


SCENARIOS = (
    Case(
        Code.BAD_PATH,
        {"set": "{activities.agreement.days.mode: 40}"},
        "scenarios/late.yaml:2: set: activities.agreement.days.mode leads into '30', which has no mode "
        "(set: activities.agreement.days as a whole)",
    ),
    Case(
        Code.NOT_THERE,
        {"remove": "{lanes: [raod]}"},
        "scenarios/late.yaml:2: remove: lanes has no row 'raod' (did you mean road?)",
    ),
    Case(
        Code.THERE_ALREADY,
        {"add": "{lanes: {road: {origin: bergen, destination: hub, lead_time: 1 day}}}"},
        "scenarios/late.yaml:2: add: lanes has a row road already (give it another id, or set: lanes.road.FIELD)",
    ),
)


@covers(Code.BAD_PATH)
@covers(Code.NOT_THERE)
@covers(Code.THERE_ALREADY)
@pytest.mark.parametrize("case", SCENARIOS, ids=[case.code.value for case in SCENARIOS])
def test_one_fault_of_a_scenario(case: Case, read_scenario: Callable[..., Reading]) -> None:
    """A fault of a scenario is told once too, with the scenario's own line."""
    [(key, text)] = case.changes.items()
    reading = read_scenario(f"scenario: Late\n{key}: {text}\n")
    assert [str(problem) for problem in reading.problems] == [f"{case.told} [{case.code}]"]


@pytest.mark.parametrize("code", Code)
def test_every_code_has_a_test(code: Code) -> None:
    """No code is added without a test that causes it."""
    assert code in SPECIAL | {case.code for case in CASES}


@pytest.mark.parametrize("code", Code)
def test_every_code_is_documented(code: Code) -> None:
    """No code is added without a section that says what to write instead."""
    assert f"\n## {code}\n" in DOCS.read_text(encoding="utf-8")


def test_the_sections_are_in_order() -> None:
    """The page can be looked up like a dictionary, and has no section of a code that is no more."""
    found = re.findall(r"^## (.+)$", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    assert found == sorted(code.value for code in Code)


def test_the_sound_programme_has_no_problem(spoil: Callable[..., list[str]]) -> None:
    """What the other tests spoil is sound."""
    assert spoil({}) == []
