"""The JSON Schemas: exported as they are kept, and of one mind with the reader."""

import json
import re
from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml
from jsonschema import Draft202012Validator

from workshare.files.schema import (
    as_text,
    comparison_schema,
    contracts_schema,
    odds_schema,
    plan_schema,
    programme_schema,
    register_schema,
    stress_schema,
)

ROOT = Path(__file__).parents[2]
FILES = ROOT / "src" / "workshare" / "files"
PROGRAMMES = sorted(ROOT.glob("programmes/*/programme.yaml"))


class Loader(yaml.SafeLoader):
    """Reads YAML as an editor's language server does: numbers and true and false are typed, dates and NO are text."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


for tag, pattern, first in (
    ("bool", r"(?:true|false)$", "tf"),
    ("null", r"(?:~|null|)$", ["~", "n", ""]),
    ("int", r"-?[0-9]+$", "-0123456789"),
    ("float", r"-?[0-9]+\.[0-9]+$", "-0123456789"),
):
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))


def faults(text: str) -> list[str]:
    """What the schema finds wrong with a programme."""
    document = yaml.load(text, Loader=Loader)  # noqa: S506 - it makes nothing but plain values
    return [error.message for error in Draft202012Validator(programme_schema()).iter_errors(document)]


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("programme", programme_schema),
        ("plan", plan_schema),
        ("odds", odds_schema),
        ("register", register_schema),
        ("contracts", contracts_schema),
        ("comparison", comparison_schema),
        ("stress", stress_schema),
    ],
)
def test_the_kept_schemas_are_the_exported_ones(name: str, schema: Any) -> None:
    """A change of the model is not forgotten in the schema: `workshare schema NAME` writes it anew."""
    assert (FILES / f"{name}.schema.json").read_text(encoding="utf-8") == as_text(schema())
    Draft202012Validator.check_schema(json.loads(as_text(schema())))


@pytest.mark.parametrize("path", [FILES / "templates" / "programme.yaml", *PROGRAMMES], ids=lambda p: p.parent.name)
def test_our_programmes_fit_the_schema(path: Path) -> None:
    """The sample and every programme of the repository are valid."""
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("pattern", "schema"), [("register.yaml", register_schema), ("contracts.yaml", contracts_schema)]
)
def test_our_registers_and_contracts_fit_theirs(pattern: str, schema: Any) -> None:
    """Every register and contracts file of the repository is valid, and an unknown key is not."""
    paths = sorted(ROOT.glob(f"programmes/*/{pattern}"))
    assert paths
    for path in paths:
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=Loader)  # noqa: S506 - plain values
        validator = Draft202012Validator(schema())
        assert [error.message for error in validator.iter_errors(document)] == []
        assert list(validator.iter_errors(document | {"statment": 1}))


def test_the_ways_to_write_a_table_fit(sound: str) -> None:
    """A table may be a list, a mapping, a file or empty; a figure a number, a text or a range."""
    assert faults(sound.replace("sha256: 0000", "sha256: '00'")) == []
    assert (
        faults("format: 1\nprogramme: p\nstart: 2024-01-01\nuntil: 2024-02-01\nsites:\nitems: {table: i.csv}\n") == []
    )
    assert (
        faults(sound.replace("hours: 80 per week", "hours: {low: 1, mode: 2, per: week}").replace("0000", "'0'")) == []
    )
    assert faults(sound.replace("hours: 80 per week", "hours: {table: h.csv}").replace("0000", "'0'")) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("currency: EUR", "curency: EUR"),
        ("sites:\n", "sits:\n"),
        ("kind: customer", "kindd: customer"),
        ("kind: customer", "kind: costumer"),
        ("{country: NO}", "{contry: NO}"),
        ("{country: NO}", "{}"),
        ("{weeks: 10,", "{wekes: 10,"),
        ("low: 20, mode: 30", "lwo: 20, mode: 30"),
        ("hours: 80 per week", "hours: {low: 1, mode: 2, per: fortnight}"),
        ("at: hub, quantity: 1}", "att: hub, quantity: 1}"),
        ("uk: Насоси", "ua: Насоси"),
        ("discrete: true", "discrete: [1]"),
        ("stock:\n  - {item: motor,", "stock:\n  - {itm: motor,"),
    ],
)
def test_misspelt_keys_and_words_do_not_fit(sound: str, old: str, new: str) -> None:
    """What the reader refuses, an editor underlines."""
    assert sound.count(old) == 1
    assert faults(sound.replace("0000", "'0'").replace(old, new))
