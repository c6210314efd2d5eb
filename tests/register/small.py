"""A small register in which nothing is wrong, the texts that it rests on, and ways to spoil it."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from workshare.files.register import RegisterReading, read_register

MARCH = "The minister said: “We shall have the first pumps by summer.” The price is about 3 million euros.\n"
MAY = "Перші насоси прийдуть восени, — каже міністр.\nThey are made abroad.\n"
TEXTS = {"march.txt": MARCH, "may.txt": MAY}


def sha256(text: str) -> str:
    """The hash of a text's UTF-8 bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


def span(text: str, words: str) -> str:
    """The span of some words in a text, as a register has it."""
    start = text.index(words)
    return f"start: {start}, end: {start + len(words)}, sha256: {sha256(words)}"


SUMMER, PRICE = MARCH.index("summer"), MARCH.index("3 million")
SOUND = f"""\
format: 1
register: {{en: Pumps, uk: Насоси}}
sources:
  R1: {{file: march.txt, sha256: {sha256(MARCH)}, outlet: news, published: 2024-03-02}}
  R2: {{file: may.txt, sha256: {sha256(MAY)}, language: uk, published: 2024-05}}
entities:
  minister: {{name: {{en: Ivan Example, uk: Іван Приклад}}, kind: person, aliases: [Example, Приклад], of: ministry}}
  ministry: {{name: Ministry of Water, kind: office}}
  news: {{name: Utility News, kind: outlet}}
statements:
  S1-01:
    {{source: R1, {span(MARCH, "We shall have the first pumps by summer")}, fact: Pumps arrive ahead of summer.,
     speaker: minister, quoted: true, said: 2024-03-01, status: promised,
     dates: [{{start: {SUMMER}, end: {SUMMER + 6}, iso: 2024-06-01, derived_from: the year of the source}}]}}
  S1-02:
    {{source: R1, {span(MARCH, "The price is about 3 million euros")}, fact: They cost some three millions.,
     amounts: [{{start: {PRICE}, end: {PRICE + 15}, value: 3000000, currency: EUR, bound: about}}]}}
  S2-01:
    {{source: R2, {span(MAY, "Перші насоси прийдуть восени")}, fact: Pumps arrive in autumn.,
     speaker: minister, said: 2024-05}}
  S2-02:
    {{source: R2, {span(MAY, "They are made abroad")}, fact: They come from another country., stance: said}}
promises:
  first:
    {{says: The first pumps by summer, by: minister, statements: [S1-01], due: 2024-06-01, commitments: [first]}}
money:
  price:
    {{rung: pledged, value: 3000000, currency: EUR, on: 2024-03, giver: ministry, promise: first, statement: S1-02}}
links:
  later: {{kind: supersedes, note: Autumn takes the place of summer., statements: [S2-01, S1-01]}}
  when:
    kind: contradicts
    note: When.
    sides: [{{reading: summer, statements: S1-01}}, {{reading: autumn, statements: S2-01}}]
"""


def write(folder: Path, text: str = SOUND, texts: Mapping[str, str] = TEXTS) -> Path:
    """The register and the texts as files; the folder of the texts."""
    (folder / "register.yaml").write_text(text, encoding="utf-8")
    (folder / "texts").mkdir(exist_ok=True)
    for name, content in texts.items():
        (folder / "texts" / name).write_text(content, encoding="utf-8", newline="")
    return folder / "texts"


def spoilt(folder: Path, changes: Mapping[str, str]) -> RegisterReading:
    """The register with some parts, which stand in it once, changed."""
    text = SOUND
    for old, new in changes.items():
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    write(folder, text)
    return read_register(folder)
