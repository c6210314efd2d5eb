"""Figures, dates, ids and words as their authors write them."""

from collections.abc import Callable

import pytest

from workshare.files.folder import Reading
from workshare.model.figure import Basis
from workshare.units import Per

Reader = Callable[..., Reading]
Spoil = Callable[..., list[str]]


@pytest.mark.parametrize(
    ("written", "message", "code"),
    [
        ("-1", "'-1' must be 0 or more", "negative"),
        ("-0.5 pumps", "'-0.5 pumps' must be 0 or more", "negative"),
        ("nan", "'nan' is not a number", "not-a-number"),
        (".NaN", "'.NaN' is not a number", "not-a-number"),
        (".inf", "'.inf' is not a number", "not-a-number"),
        ("-inf", "'-inf' is not a number", "not-a-number"),
        ("1e400", "'1e400' is not a finite number", "not-a-number"),
        ("9" * 70 + "e250", f"'{'9' * 70}e250' is not a finite number", "not-a-number"),
        ("many", "'many' is not an amount such as 12, 6 h, 10 days or 80 per week", "bad-figure"),
        ("'1,000'", "'1,000' is not an amount such as 12, 6 h, 10 days or 80 per week", "bad-figure"),
        ("1 000", "'1 000' is not an amount such as 12, 6 h, 10 days or 80 per week", "bad-figure"),
        ("0x10", "'0x10' is not an amount such as 12, 6 h, 10 days or 80 per week", "bad-figure"),
        ("12 per week", "no period belongs here, but it says per week", "bad-figure"),
        ("80 per fortnight", "'80 per fortnight': a rate is per day, week, month, quarter or year", "bad-figure"),
        ("80 per Week", "'80 per Week': a rate is per day, week, month, quarter or year", "bad-figure"),
        ("[1]", "a figure is expected here", "wrong-type"),
        ("{low: 1, high: 2}", "a figure needs its value or mode", "missing-key"),
        ("{value: 1, mode: 2}", "both value and mode are given", "bad-range"),
        ("{low: 3, mode: 2}", "low 3, mode 2, high 2 are out of order", "bad-range"),
        ("{mode: 3, high: 2}", "low 3, mode 3, high 2 are out of order", "bad-range"),
        ("{mode: 3, hihg: 2}", "unknown key hihg", "unknown-key"),
        ("{value: 3, basis: guessed}", "'guessed' is not one of the known words", "wrong-type"),
        ("{value: [3]}", "\"['3']\" is not an amount such as 12, 6 h, 10 days or 80 per week", "bad-figure"),
        ("{basis: undisclosed}", "the figure is undisclosed", "undisclosed"),
        ("120 kg", "given in 'kg', but pump is counted in unit", "bad-figure"),
        ("x" * 100_000, f"'{'x' * 80}…' is not an amount", "bad-figure"),
        ("1" + " " * 50_000 + "y 1", "'1 y 1' is not an amount", "bad-figure"),
    ],
)
def test_quantities(spoil: Spoil, written: str, message: str, code: str) -> None:
    """A quantity is a number of 0 or more, alone or as a range, in its item's unit and without a period."""
    [line] = spoil({"quantity: 120": f"quantity: {written}"})
    assert line.startswith("programme.yaml:43: demands")
    assert message in line
    assert line.endswith(f"[{code}]")


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("10", "the unit of 10 is missing"),
        ("10 dyas", "'dyas' is no duration: write days, working days, weeks or months"),
        ("10 h", "'h' is no duration: write days, working days, weeks or months"),
        ("1e308 months", "1e+308 months is not a finite number of days"),
        ("10 days per week", "no period belongs here, but it says per week"),
        ("soon", "'soon' is not an amount such as 12, 6 h, 10 days or 80 per week"),
    ],
)
def test_lead_times(spoil: Spoil, written: str, message: str) -> None:
    """A lead time is a number of days, working days, weeks or months, and says which."""
    [line] = spoil({"lead_time: 10 days": f"lead_time: {written}"})
    assert line.startswith(f"programme.yaml:28: operations.build.lead_time: {message} (")


@pytest.mark.parametrize(
    ("written", "message"),
    [("6 kg", "'kg' is no working time: write h or min"), ("6", "the unit of 6 is missing")],
)
def test_working_times(spoil: Spoil, written: str, message: str) -> None:
    """A working time is in hours or minutes, and says which."""
    assert spoil({"time: {line: 6 h}": f"time: {{line: {written}}}"}) == [
        f"programme.yaml:27: operations.build.time.line: {message} (write for example 6 h) [bad-figure]"
    ]


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("80", "'80' says no period, but is a rate"),
        ("80 per fortnight", "'80 per fortnight': a rate is per day, week, month, quarter or year"),
        ("4800 min per week", "given in 'min', but capacity is in hours"),
        ("80 kg per week", "given in 'kg', but capacity is in hours"),
        ("{low: 1 per day, mode: 10 per week}", "its ends are rates over different periods"),
    ],
)
def test_rates(spoil: Spoil, written: str, message: str) -> None:
    """A capacity is in hours, and a rate says its period, which is one that is known."""
    [line] = spoil({"hours: 80 per week": f"hours: {written}"})
    assert line.startswith("programme.yaml:20: resources")
    assert message in line


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("cost: 900", "cost: 900 USD", "given in 'USD', but the currency is EUR"),
        ("agreement: {days: 30}", "agreement: {days: 30, cost: 9 USD}", "activities agreement cost is given in 'USD'"),
        ("demands:", "funds: {grant: {amount: 9 USD}}\ndemands:", "funds grant amount is given in 'USD'"),
        ("quantity: 15 per week", "quantity: 15 t per week", "given in 't', but motor is counted in unit"),
        ("makes: {pump: 1}", "makes: {pump: 1 t}", "given in 't', but pump is counted in unit"),
        ("makes: {pump: 1}", "makes: {pump: 0}", "'0' must be above 0"),
    ],
)
def test_units_of_other_figures(spoil: Spoil, old: str, new: str, message: str) -> None:
    """Money is in the programme's currency, and an item is counted in its own unit."""
    [line] = spoil({old: new})
    assert message in line


def test_units_that_fit(spoil: Spoil) -> None:
    """A unit may be written where it says what is so anyway."""
    changes = {
        "cost: 900": "cost: 900 EUR",
        "quantity: 120": "quantity: 120 pumps",
        "hours: 80 per week": "hours: 80 h per week",
        "uses: {motor: 1}": "uses: {motor: 1 unit}",
    }
    assert spoil(changes) == []


def test_money_of_other_currencies(spoil: Spoil) -> None:
    """What is paid may be in any currency of the programme; standard costs, and a fund's amount, have their own."""
    funded = "funds: {grant: {amount: 9 USD, currency: USD}}"
    dollars = {
        "demands:": f"currencies: {{USD: {{rates: 0.9}}}}\n{funded}\ndemands:",
        "{days: 30}": "{days: 30, cost: 9 USD}",
    }
    assert spoil(dollars) == []
    [line] = spoil({**dollars, "cost: 900": "cost: 900 USD"})
    assert "items motor cost is given in 'USD', but the currency is EUR" in line


def test_what_figures_become(read_text: Reader, sound: str) -> None:
    """Durations become whole days, working times hours; ranges, basis, source and note are kept."""
    text = sound.replace("{low: 20, mode: 30, high: 60}", "{low: 2 weeks, mode: 20 working days, high: 2 months}")
    text = text.replace("agreement: {days: 30}", "agreement: {days: 2.5}").replace("line: 6 h", "line: 90 min")
    text = text.replace(
        "cost: 3000", "cost: {low: 10, mode: 20, high: 30, basis: reported, source: S1, note: a list price}"
    )
    programme = read_text(text).programme
    assert programme is not None
    agreement, drawings = (activity.days for activity in programme.activities)
    assert (agreement.value, drawings.low, drawings.value, drawings.high) == (3, 14, 28, 61)
    assert [time.value for time in programme.operations[0].time.values()] == [1.5]
    cost = programme.items[0].cost
    assert cost is not None
    assert (cost.low, cost.value, cost.high) == (10, 20, 30)
    assert (cost.basis, cost.source, cost.note) == (Basis.REPORTED, "S1", "a list price")


def test_a_period_may_stand_beside_the_number(read_text: Reader, sound: str) -> None:
    """{value: 80, per: week} is 80 per week."""
    same = read_text(sound).programme
    for written in ("{value: 80, per: week}", "{mode: 80 per week}", "80/week", "80 per weeks"):
        assert read_text(sound.replace("hours: 80 per week", f"hours: {written}")).programme == same
    assert same is not None
    assert same.resources[0].hours[0].hours.per is Per.WEEK


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("2024-02-30", "'2024-02-30' is not a day of the calendar"),
        ("2023-02-29", "'2023-02-29' is not a day of the calendar"),
        ("2024-13-01", "'2024-13-01' is not a day of the calendar"),
        ("0000-01-01", "'0000-01-01' is not a day of the calendar"),
        ("30.06.2024", "'30.06.2024' is not a date"),
        ("2024-6-30", "'2024-6-30' is not a date"),
        ("20240630", "'20240630' is not a date"),
        ("2024-06-30T12:00", "'2024-06-30T12:00' is not a date"),
        ("٢٠٢٤-٠٦-٣٠", "'٢٠٢٤-٠٦-٣٠' is not a date"),
        ("[2024-06-30]", "a date is expected here"),
    ],
)
def test_dates(spoil: Spoil, written: str, message: str) -> None:
    """A date is a day of the calendar, written YYYY-MM-DD."""
    [line] = spoil({"due: 2024-09-30": f"due: {written}"})
    hint = "write it as YYYY-MM-DD, for example 2024-06-30"
    assert line == f"programme.yaml:48: commitments.first.due: {message} ({hint}) [bad-date]"


@pytest.mark.parametrize("name", ["насос-1", "पंप", "ポンプ", "a.b_c-d", "0123", "é", "e\u0301", "NO"])
def test_ids_in_any_script(spoil: Spoil, name: str) -> None:
    """An id may be made of the letters, marks and digits of any script."""
    assert spoil({"  pact: {": f"  {name}: {{"}) == []


@pytest.mark.parametrize("name", ['"a b"', '""', '" "', "a/b", '"a:b"', "..", "-", "a;b", '"a\\nb"', "🔧", "<b>"])
def test_ids_that_are_none(spoil: Spoil, name: str) -> None:
    """An id is not empty, and holds neither spaces nor other signs than . _ and -."""
    [line] = spoil({"  pact: {": f"  {name}: {{"})
    assert line.startswith("programme.yaml:52: agreements: '")
    assert line.endswith("[bad-id]")


def test_an_id_without_value(spoil: Spoil) -> None:
    """A row of a list may not leave its id empty, and one under its id may not say another."""
    old = "agreements:\n  pact: {parties"
    assert spoil({old: "agreements:\n- {id: , parties"}) == [
        "programme.yaml:52: agreements.id has no value (write one, or leave the key out) [bad-id]"
    ]
    assert spoil({old: "agreements:\n  pact: {id: treaty, parties"}) == [
        "programme.yaml:52: the row stands under 'pact', but its id says 'treaty' (keep one of them) [bad-id]"
    ]
    assert spoil({"id: pumps": "id: my pumps"})[0].startswith("programme.yaml:2: 'my pumps' is no id (")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("discrete: true", "discrete: maybe", "17: items.pump.discrete: true or false is expected here, not 'maybe'"),
        ("due: 2024-11-01", "due: 2024-11-01, priority: 1.5",
         "43: demands.winter.priority: a whole number is expected here, not '1.5'"),
        ("due: 2024-11-01", f"due: 2024-11-01, priority: {'9' * 5000}",
         f"43: demands.winter.priority: a whole number is expected here, not '{'9' * 59}…'"),
        ("due: 2024-11-01", "due: 2024-11-01, name: [a]",
         "43: demands.winter.name: a group of keys is expected here, not a list"),
        ("by: Minister", "by: [a, b]", "46: commitments.first.by: a text is expected here, not a list"),
        ("by: Minister", "by:", "46: commitments.first.by has no value"),
        ("needs: [released]", "needs: {released: }", "29: operations.build.needs: a list is expected here"),
        ("makes: {pump: 1}", "makes: pump", "25: operations.build.makes: a group of keys is expected here, not 'pump'"),
        ("weeks: 10", "weeks: ten", "6: calendar.weeks: a whole number is expected here, not 'ten'"),
        ("basis: optional", "basis: sometimes", "8: basis: 'sometimes' is not one of the known words"),
        ("basis: optional", "basis:", "8: basis has no value"),
        ("country: NO}", "country: }", "14: sites.bergen.country has no value"),
        ("{country: NO}", "{}", "14: sites.bergen.country is missing"),
        ("id: pumps", "idd: pumps", "2: unknown key idd"),
        ("{weeks: 10,", "{wekes: 10,", "6: unknown key calendar.wekes"),
        ("uk: Україна", "ua: Україна", "10: unknown key partners.UA.name.ua"),
        ("at: hub,", "att: hub,", "49: unknown key commitments.first.measure.att"),
        ("    by: Minister", "    <<: {}\n    by: Minister", "46: unknown key commitments.first.<<"),
    ],
)  # fmt: skip
def test_keys_and_kinds_of_values(spoil: Spoil, old: str, new: str, told: str) -> None:
    """Each wrong key or value is told once, by its place in the programme and its line."""
    [line] = spoil({old: new})
    assert line.startswith(f"programme.yaml:{told}")
