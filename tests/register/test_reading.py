"""Reading a source: what is proposed, where it stands, who says it, when and how much."""

import datetime as dt
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workshare.model.figure import Text
from workshare.model.statements import Entity, EntityKind
from workshare.register.reading.amounts import find_amounts
from workshare.register.reading.dates import UNKNOWN, Own, find_dates, own_date
from workshare.register.reading.kinds import Kind, Stance
from workshare.register.reading.known import Acquaintance
from workshare.register.reading.periods import day
from workshare.register.reading.places import find_places
from workshare.register.reading.read import Proposal, read_text

ROOT = Path(__file__).parents[2]
TODAY = dt.date(2023, 12, 6)  # a Wednesday
INVENTED = sorted((Path(__file__).parent / "invented").glob("*.txt"))


@pytest.fixture(scope="module")
def scoring() -> ModuleType:
    """The scoring command, as a module."""
    spec = importlib.util.spec_from_file_location("reading_scores", ROOT / "benchmarks" / "reading.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def dates(text: str, today: dt.date | None = TODAY, lean: int = 0) -> list[tuple[str, str | None]]:
    """The expressions of time in a text and what they come to."""
    own = Own(day(today), "today") if today else UNKNOWN
    found = find_dates(text, 0, len(text), own, lambda _: lean)
    return [(text[d.start : d.end], d.iso) for d in found]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("6 December 2023", "2023-12-06"),
        ("Dec. 6, 2023", "2023-12-06"),
        ("06.12.2023", "2023-12-06"),
        ("December 6-7", "2023-12-06/2023-12-07"),
        ("in November", "2023-11"),
        ("by the end of this year", "2023-12-31"),
        ("by year's end", "2023-12-31"),
        ("by the winter", "2023-12-01"),
        ("this winter", "2023-12-01/2024-02-29"),
        ("next spring", "2024-03-01/2024-05-31"),
        ("last winter", "2022-12-01/2023-02-28"),
        ("early 2024", "2024-01-01/2024-04-30"),
        ("by mid-2024", "2024-05-01"),
        ("late next year", "2024-09-01/2024-12-31"),
        ("at the beginning of December", "2023-12-01/2023-12-10"),
        ("the third quarter of 2024", "2024-07-01/2024-09-30"),
        ("in the second half of next year", "2024-07-01/2024-12-31"),
        ("Q3 2024", "2024-07-01/2024-09-30"),
        ("by March", "2024-03-01"),
        ("no later than 1 July 2024", "2024-07-01"),
        ("before the end of the calendar year", "2023-12-31"),
        ("two weeks ago", "2023-11-22"),
        ("in two weeks", "2023-12-20"),
        ("last week", "2023-11-27/2023-12-03"),
        ("last Friday", "2023-12-01"),
        ("yesterday", "2023-12-05"),
        ("from March to May 2024", "2024-03-01/2024-05-31"),
        ("2024-2026", "2024-01-01/2026-12-31"),
        ("the 2030s", "2030-01-01/2039-12-31"),
        ("since February 2022", "2022-02"),
        ("6 грудня 2023 року", "2023-12-06"),
        ("6–7 грудня", "2023-12-06/2023-12-07"),
        ("до кінця року", "2023-12-31"),
        ("на початку 2024", "2024-01-01/2024-04-30"),
        ("наприкінці року", "2023-12-31"),
        ("до зими", "2023-12-01"),
        ("взимку 2023–2024 років", "2023-12-01/2024-02-29"),
        ("наступного тижня", "2023-12-11/2023-12-17"),
        ("минулої п’ятниці", "2023-12-01"),
        ("до кінця першого кварталу 2025 року", "2025-03-31"),
        ("у січні–лютому 2024 року", "2024-01-01/2024-02-29"),
        ("у грудні цього року", "2023-12"),
        ("торік", "2022"),
        ("рік тому", "2022"),
        ("за два тижні", "2023-12-20"),
        ("1 грудня ц.р.", "2023-12-01"),
        ("не пізніше 1 липня", "2024-07-01"),
        ("до середини 2024 року", "2024-05-01"),
        ("у\u00a02024\u00a0році", "2024"),
    ],
)
def test_an_expression_of_time_comes_to(text: str, iso: str) -> None:
    """Each of these is one date, seen from 6 December 2023, whatever stands around it."""
    assert dates(text) == [(text, iso)]
    assert [found for _, found in dates(f"That was {text}, said X.")] == [iso]


@pytest.mark.parametrize(
    "text",
    [
        "2024 pumps",
        "by 2000 units",
        "it may be",
        "the fall of the city",
        "for two years",
        "in the coming years",
        "will start soon",
        "60 in a year",
        "до 2000 насосів",
        "протягом року",
        "найближчим часом",
        "лютий вітер",
        "рівень 3.14",
    ],
)
def test_no_expression_of_time(text: str) -> None:
    """Counts, durations and vague words are no dates."""
    assert dates(text) == []


@pytest.mark.parametrize("text", ["this year", "in November", "27 September", "on Monday", "до зими", "вчора"])
def test_what_needs_a_day_of_writing_is_unknown_without(text: str) -> None:
    """Neither a date of the text nor one given: the expression is found, and its date is not made up."""
    assert [iso for _, iso in dates(text, today=None)] == [None]


def test_a_month_as_date_of_writing_fixes_what_all_its_days_agree_on() -> None:
    """In a text of December 2023, November and the year are known, and yesterday is not."""
    own = own_date("date 2023-12 The partners met")
    text = "in November and this year, yesterday"
    found = find_dates(text, 0, len(text), own, lambda _: -1)
    assert [d.iso for d in found] == ["2023-11", "2023", None]


@pytest.mark.parametrize(("lean", "iso"), [(1, "2024-10-04"), (-1, "2023-10-04"), (0, "2023-10-04")])
def test_a_day_without_a_year_leans_with_its_verb(lean: int, iso: str) -> None:
    """The next from today on where the claim looks ahead, the last where it looks back, else the nearest."""
    assert dates("4 October", lean=lean) == [("4 October", iso)]


@pytest.mark.parametrize(
    ("head", "iso"),
    [
        ("Kyiv, 6 December 2023\n\nText", "2023-12-06"),
        ("KYIV, December 6, 2023 (Reuters) - The plant", "2023-12-06"),
        ("Київ. 6 грудня 2023 року. УНН. Завод", "2023-12-06"),
        ("КИЇВ, 6 грудня 2023 р. /Укрінформ/. Завод", "2023-12-06"),
        ("06.12.2023 14:30\nТекст", "2023-12-06"),
        ("Title\nPublished: 6 December 2023\nText", "2023-12-06"),
        ("By staff writer, 20 August 2024\nText", "2024-08-20"),
        (" date 2023-12 Text goes on", "2023-12"),
        ("\ufeffWarsaw, 3 May 2024 – The agency", "2024-05-03"),
        ("On 6 December 2023 the ministry signed a paper", None),
        ("LVIV, Oct. 4 (AP) — The", None),
        ("", None),
    ],
)
def test_the_text_s_own_date(head: str, iso: str | None) -> None:
    """A date line or dateline with a year tells when a text was written; a date in a claim does not."""
    period = own_date(head).period
    assert (period.iso if period else None) == iso


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("$61.4 billion", [(61_400_000_000, "USD")]),
        ("близько 300 млн доларів США", [(300_000_000, "USD")]),
        ("€50m and €1,200,000", [(50_000_000, "EUR"), (1_200_000, "EUR")]),
        ("1,2 млрд грн", [(1_200_000_000, "UAH")]),
        ("1\u00a0200\u00a0000 гривень", [(1_200_000, "UAH")]),
        ("$3-5 million", [(3_000_000, "USD"), (5_000_000, "USD")]),
        ("від 3 до 5 млн євро", [(3_000_000, "EUR"), (5_000_000, "EUR")]),
        ("$61.4 billion, of which 22.9 billion goes home", [(61_400_000_000, "USD"), (22_900_000_000, "USD")]),
        ("half a billion euros", [(500_000_000, "EUR")]),
        ("мільярд доларів", [(1_000_000_000, "USD")]),
        ("500 million Norwegian kroner", [(500_000_000, "NOK")]),
        ("9 млн швейцарських франків", [(9_000_000, "CHF")]),
        ("C$20 million and 45 million doses", [(20_000_000, "CAD")]),
        ("1.234,56 euros", [(1234.56, "EUR")]),
        ("100 pumps, 5 percent, 50 thousand pounds of steel", []),
        ("a multimillion project", []),
    ],
)
def test_sums_of_money(text: str, sums: list[tuple[float, str]]) -> None:
    """A figure with a currency, its own or one that it shares; counts and weights are none."""
    assert [(a.value, a.currency) for a in find_amounts(text, 0, len(text))] == sums


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Kyiv and Washington met in the United States", ["Kyiv", "Washington", "US"]),
        ("joint production on Ukrainian territory with American parts", ["UA"]),
        ("у Києві, Сполучених Штатах, Польщі та Великій Британії", ["Kyiv", "US", "PL", "GB"]),
        ("в Одесі та на території України", ["Odesa", "UA"]),
        ("they told us", []),
    ],
)
def test_places(text: str, places: list[str]) -> None:
    """Countries by code, towns by their English name, in either script and any case."""
    assert find_places(text, 0, len(text)) == places


TALE = """Kyiv, 14 May 2024

The ministry plans to open a line in Lviv by the end of the year, Energy Minister Olena Bondar told Hrid News.

"We signed the contract last week. It costs €5m," she said.

The minister declined to name the supplier. According to Reuters, the first pumps may be delayed."""


def test_a_tale_in_full() -> None:
    """Every claim of a short text with all that is proposed of it."""
    found = read_text(TALE)
    assert [(TALE[p.start : p.end], p.kind, p.stance, p.speaker, p.reported_by) for p in found] == [
        (
            "The ministry plans to open a line in Lviv by the end of the year",
            Kind.COMMITMENT,
            Stance.SAID,
            "Olena Bondar",
            "Hrid News",
        ),
        ("We signed the contract last week", Kind.EVENT, Stance.SAID, "Olena Bondar", None),
        ("It costs €5m", Kind.FACT, Stance.SAID, "Olena Bondar", None),
        ("The minister declined to name the supplier", Kind.SILENCE, Stance.DECLINED, "Olena Bondar", None),
        ("the first pumps may be delayed", Kind.VIEW, Stance.POSSIBLE, None, "Reuters"),
    ]
    assert [[d.iso for d in p.dates] for p in found] == [["2024-12-31"], ["2024-05-06/2024-05-12"], [], [], []]
    assert [a.value for p in found for a in p.amounts] == [5_000_000]


def words(text: str, found: list[Proposal]) -> list[str]:
    """The words of the proposals, spaces as they come."""
    return [" ".join(text[p.start : p.end].split()) for p in found]


@pytest.mark.parametrize(
    "changed",
    [
        TALE.replace("\n", "\r\n"),
        "\ufeff" + TALE,
        TALE.replace(" ", "\u00a0"),
        TALE.replace('"We', "“We").replace('m,"', "m,”"),
    ],
    ids=["carriage returns", "byte order mark", "no-break spaces", "curly quotes"],
)
def test_spans_hold_in_other_dress(changed: str) -> None:
    """Line ends, a mark at the head, no-break spaces and curly quotes change no claim; spans count the file's own."""
    plain, found = read_text(TALE), read_text(changed)
    assert words(changed, found) == words(TALE, plain)
    assert [p.speaker for p in found] == [p.speaker for p in plain]
    assert [[d.iso for d in p.dates] for p in found] == [[d.iso for d in p.dates] for p in plain]


def test_a_given_date_goes_before() -> None:
    """What is told from outside is believed."""
    assert read_text(TALE, dt.date(2030, 1, 2))[0].dates[0].iso == "2030-12-31"


def entity(name: str, kind: EntityKind, uk: str = "", *aliases: str, country: str = "") -> Entity:
    """An entity of a register."""
    return Entity(id=name, name=Text(en=name, uk=uk), kind=kind, aliases=aliases, country=country)


KNOWN = Acquaintance(
    [
        entity("Olena Bondar", EntityKind.PERSON, "Олена Бондар", "Bondar", "Бондар", "Helen Bondar"),
        entity("Zeth Quill", EntityKind.PERSON, "Зет Квілл"),
        entity("Water Council", EntityKind.OFFICE, "Рада з води", "Councillors"),
        entity("Pump Post", EntityKind.OUTLET, "Вісник насосів"),
        entity("Plant No 3", EntityKind.PLACE, "Третій завод", "Lublin works"),
        entity("Poland", EntityKind.COUNTRY, "Польща", "the western neighbour", country="PL"),
    ]
)


@pytest.mark.parametrize(
    ("text", "speaker", "reporter", "places"),
    [
        ("Бондар заявила, що лінію відкриють.", "Olena Bondar", None, ()),
        ("«Лінію відкриють у травні», – повідомила Олена Бондар.", "Olena Bondar", None, ()),
        ("За словами Олени Бондар, лінію відкриють у травні.", "Olena Bondar", None, ()),
        ("Helen Bondar said that the line would open.", "Olena Bondar", None, ()),
        ("Minister Bondar said that the line would open.", "Olena Bondar", None, ()),
        ("Minister Petro Bondar said that the line would open.", "Petro Bondar", None, ()),
        ("Quentin Bondar said that the line would open.", "Quentin Bondar", None, ()),
        ("Василь Бондар сказав, що лінію відкриють.", "Василь Бондар", None, ()),
        ("Zeth Quill said that the line would open.", "Zeth Quill", None, ()),
        ("Зет Квілл сказав, що лінію відкриють.", "Zeth Quill", None, ()),
        ("Councillors said that the line would open.", "Water Council", None, ()),
        ("У Раді з води заявили, що лінію відкриють.", "Water Council", None, ()),
        ("The Pump Post reported that the line would open.", None, "Pump Post", ()),
        ("Olena Bondar said that pumps from the Lublin works would come.", "Olena Bondar", None, ("Plant No 3",)),
        ("Бондар заявила, що на Третьому заводі відкриють лінію.", "Olena Bondar", None, ("Plant No 3",)),
        ("Бондар заявила, що лінію відкриють у Польщі.", "Olena Bondar", None, ("PL",)),
        ("Earlier Bondar said that Lublin would get a line.", "Olena Bondar", None, ("Lublin",)),
    ],
)
def test_known_entities(text: str, speaker: str | None, reporter: str | None, places: tuple[str, ...]) -> None:
    """Spellings of the register, in either script and any case, name one and the same; a namesake is another."""
    claim = read_text(text, known=KNOWN)[-1]
    assert (claim.speaker, claim.reported_by, claim.places) == (speaker, reporter, places)


PIECES = st.sampled_from(
    [
        *("said that ", "X ", "Kyiv ", '"', "“", "”", "«", "»", ", ", ". ", "\n", "\r\n", "\n\n", "– ", ": ", "; "),
        *("will ", "and ", "the plant ", "$5m ", "by 2025 ", "last week ", "що ", "сказав ", "буде ", "до кінця року "),
        *(
            "Олена Бондар ",
            "(",
            ")",
            "31 February ",
            "99.99.9999 ",
            "0000-00 ",
            "\u00a0",
            "\ufeff",
            "’",
            "😀",
            "-",
            "1,2",
        ),
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=200))
@example("¹")
def test_any_text_is_read(text: str) -> None:
    """Nothing makes the reader fail; spans lie in the text, in order, and a second reading is the same."""
    found = read_text(text)
    assert found == read_text(text)
    for proposal in found:
        assert 0 <= proposal.start < proposal.end <= len(text)
        inner = (*proposal.dates, *proposal.amounts)
        assert all(0 <= x.start < x.end <= len(text) for x in inner)
        assert not text[proposal.start : proposal.end][0].isspace()
    assert [p.start for p in found] == sorted(p.start for p in found)


def floors(scores: dict[str, object]) -> dict[str, tuple[float, float]]:
    """Precision and recall of every measure."""
    return {m: (s.hits / max(s.proposed, 1), s.hits / max(s.labelled, 1)) for m, s in scores.items()}  # type: ignore[attr-defined]


def test_invented_texts(scoring: ModuleType) -> None:
    """The texts that the reader was made on stay read as well as they are: docs/register.md has the figures."""
    assert len(INVENTED) >= 20
    total = {m: scoring.Score() for m in scoring.MEASURES}
    for path in INVENTED:
        for measure, score in scoring.score(next(scoring.load(path))).scores.items():
            total[measure] += score
    assert {m: pair for m, pair in floors(total).items() if min(pair) < 0.95} == {}


@pytest.mark.sources
@pytest.mark.parametrize("name", ["000", "002"])
def test_the_two_labelled_reports(scoring: ModuleType, reports: Path, name: str) -> None:
    """The two reports that the reader was made on: their lists are of the texts as they lie there, and are found."""
    scoring.REPORTS = reports
    labels = next(scoring.load(Path(__file__).parent / "labels" / f"{name}.json"))
    found = floors(scoring.score(labels).scores)
    assert all(0 <= a["start"] < a["end"] <= len(labels.text) for a in labels.assertions)
    assert {m: pair for m, pair in found.items() if m != "amounts" and min(pair) < 0.9} == {}
    assert found["amounts"] == (0, 0)  # neither names a sum
