"""The Ukrainian catalogue is complete."""

import re
import string
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from workshare import report

SOURCE = Path(report.__file__).parent
CATALOGUE = SOURCE.parent / "locale" / "uk" / "LC_MESSAGES" / "workshare.po"
KEYWORDS = {"say": None, "count": (1, 2), "mark": None}
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2.ext:babel_extract")]


@pytest.fixture(scope="module")
def used() -> set[str]:
    """Every text in the code and the templates, by its (first) English form."""
    options = {"templates/**.html": {"silent": "false"}}
    found = [
        row
        for part in (SOURCE, SOURCE.parent / "answers")
        for row in extract_from_dir(part, METHODS, options_map=options, keywords=KEYWORDS)
    ]
    return {text if isinstance(text, str) else text[0] for _, _, text, _, _ in found}


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    """The catalogue as it stands."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="uk")


def said(message: Message) -> tuple[str, ...]:
    """What a message says, in every plural form."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def english(message: Message) -> str:
    """A message's (first) English form."""
    return message.id if isinstance(message.id, str) else message.id[0]


def places(text: str) -> set[str]:
    """The places in a text that are filled when it is said."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_text_has_its_ukrainian(used: set[str], catalogue: Catalog) -> None:
    """No msgid of the code is missing, empty or fuzzy, and none is left over."""
    messages = [m for m in catalogue if m.id]
    assert {english(m) for m in messages} == used
    assert [english(m) for m in messages if not all(said(m))] == []
    assert [english(m) for m in messages if m.fuzzy] == []
    assert not catalogue.obsolete


def test_plural_forms_are_four(catalogue: Catalog) -> None:
    """One, few, many and other, wherever something is counted."""
    assert catalogue.num_plurals == 4
    assert {len(said(m)) for m in catalogue if isinstance(m.id, tuple)} == {4}


def test_every_place_is_kept(catalogue: Catalog) -> None:
    """A translation fills the same places as its English text."""
    for message in catalogue:
        if message.id:
            texts = (message.id,) if isinstance(message.id, str) else message.id
            wanted = places(texts[-1])
            assert all(places(form) == wanted for form in said(message)), english(message)


def test_it_is_ukrainian(catalogue: Catalog) -> None:
    """No text is left in English letters alone, except where it has no words."""
    for message in catalogue:
        for form in said(message) if message.id else ():
            words = re.sub(r"\{\w+\}", "", form)
            assert re.search("[а-яіїєґ]", words, re.IGNORECASE) or not re.search("[a-z]", words), form
