"""workshare register read, as a user types it."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from workshare.files.register import load_register
from workshare.register.spans import faults

TEXT = "Lviv, 6 May 2024\r\n\r\nThe pumps will be delivered by the end of May, Minister Olena Bondar told Reuters.\r\n"
CLAIM = "The pumps will be delivered by the end of May"
START = TEXT.index(CLAIM)


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own."""
    command = [sys.executable, "-c", "from workshare.cli import main; main()", "register", "read", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=300)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "news.txt").write_bytes(TEXT.encode())
    return tmp_path


def answer(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    """The command with a file of yeses."""
    (folder / "yes.yaml").write_text(text, encoding="utf-8")
    return run("news.txt", "--accept", "yes.yaml", cwd=folder)


def test_json(folder: Path) -> None:
    """The list that is printed has exactly the fields that are documented, and spans of the file's own text."""
    done = run("news.txt", "--json", cwd=folder)
    assert done.returncode == 0, done.stderr
    due = TEXT.index("by the end of May")
    assert json.loads(done.stdout) == [
        {
            "start": START,
            "end": START + len(CLAIM),
            "kind": "commitment",
            "speaker": "Olena Bondar",
            "reported_by": "Reuters",
            "dates": [
                {
                    "start": due,
                    "end": START + len(CLAIM),
                    "iso": "2024-05-31",
                    "derived_from": "by the end of May, seen from the text's own date 2024-05-06",
                }
            ],
            "amounts": [],
            "places": [],
            "stance": "said",
        }
    ]


def test_in_words(folder: Path) -> None:
    """Without --json a person reads it, in their language."""
    done = run("news.txt", "--language", "uk", cwd=folder)
    assert "зобов’язання, сказано" in done.stdout
    assert "хто каже: Olena Bondar" in done.stdout
    assert "Запропоновано 1 твердження" in done.stdout


def test_what_is_no_text(folder: Path) -> None:
    """Every file that cannot be read is named with its line, and the exit code is 2."""
    (folder / "old.txt").write_bytes("перший рядок\n".encode() + "другий".encode("cp1251"))
    done = run("old.txt", "gone.txt", "news.txt", cwd=folder)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "old.txt:2: byte 0xe4" in done.stderr
    assert "[not-utf8]" in done.stderr
    assert "gone.txt:1: it is not a file" in done.stderr


def test_an_empty_file_says_nothing(folder: Path) -> None:
    """No text, no statements."""
    (folder / "empty.txt").write_bytes(b"")
    assert run("empty.txt", "--json", cwd=folder).stdout == "[]\n"


def test_accepted_proposals_become_rows(folder: Path) -> None:
    """A yes with a fact in one's own words is a row with the span's hash; a commitment is a promise too."""
    done = answer(
        folder,
        "format: 1\nsource: R4\nentities: {Olena Bondar: minister, Reuters: reuters}\n"
        f"yes:\n  - {{start: {START}, end: {START + len(CLAIM)}, fact: {{en: Delivery in May}}, status: promised}}\n",
    )
    assert done.returncode == 0, done.stderr
    rows = yaml.safe_load(done.stdout)
    statement = rows["statements"]["S4-01"]
    assert statement["sha256"] == hashlib.sha256(CLAIM.encode()).hexdigest()
    assert (statement["speaker"], statement["reported_by"]) == ("minister", ["reuters"])
    assert (statement["stance"], statement["status"]) == ("said", "promised")
    assert [str(d["iso"]) for d in statement["dates"]] == ["2024-05-31"]
    promise = rows["promises"]["P-S4-01"]
    assert (promise["by"], promise["statements"], str(promise["due"])) == ("minister", ["S4-01"], "2024-05-31")


def test_nothing_enters_without_a_yes_to_what_was_proposed(folder: Path) -> None:
    """A span not proposed, a fact that is missing, a name without an entity: all are named, nothing is written."""
    done = answer(folder, "format: 1\nsource: R4\nyes:\n  - {start: 3, end: 9, fact: {uk: Слова}}\n")
    assert (done.returncode, done.stdout) == (2, "")
    assert "yes.yaml:4: fact.en is missing" in done.stderr
    done = answer(
        folder,
        "format: 1\nsource: R4\nyes:\n"
        "  - {start: 3, end: 9, fact: {en: A}}\n"
        f"  - {{start: {START}, end: {START + len(CLAIM)}, fact: {{en: B}}}}\n",
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert f"yes.yaml:4: nothing is proposed at 3 to 9 (the nearest is {START} to {START + len(CLAIM)})" in done.stderr
    assert "yes.yaml:5: no entity is given for Olena Bondar" in done.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[1]", "the file has no keys"),
        ("format: 2\nsource: R1\nyes: []", "names no format"),
        ("format: 1\nyes: []", "source: is missing"),
        ("format: 1\nsource: R1\nyess: []", "unknown key 'yess'"),
        ("format: 1\nsource: R1\nyes:\n- {start: x, end: 1, fact: {en: A}}", "start: 'x' is no place"),
        ("format: 1\nsource: R1\nyes: [", "broken YAML"),
    ],
)
def test_a_faulty_answer(folder: Path, text: str, said: str) -> None:
    """What is wrong with a file of yeses is said, with its line."""
    done = answer(folder, text)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


KNOWN = """\
format: 1
register: {en: Pumps, uk: Насоси}
sources: {}
entities:
  minister: {name: {en: O. Bondar-Lys, uk: О. Бондар-Лис}, kind: person, aliases: [Olena Bondar]}
  wire: {name: {en: The Wire, uk: Дріт}, kind: outlet, aliases: [Reuters]}
"""


def test_a_register_s_entities_are_known(folder: Path) -> None:
    """With --known they go by their names there, in what is printed and in what is accepted; a broken one is told."""
    (folder / "register.yaml").write_text(KNOWN, encoding="utf-8")
    [found] = json.loads(run("news.txt", "--json", "--known", "register.yaml", cwd=folder).stdout)
    assert (found["speaker"], found["reported_by"]) == ("O. Bondar-Lys", "The Wire")
    (folder / "yes.yaml").write_text(
        f"format: 1\nsource: R4\nyes:\n  - {{start: {START}, end: {START + len(CLAIM)}, fact: {{en: In May}}}}\n",
        encoding="utf-8",
    )
    done = run("news.txt", "--accept", "yes.yaml", "--known", "register.yaml", cwd=folder)
    assert done.returncode == 0, done.stderr
    statement = yaml.safe_load(done.stdout)["statements"]["S4-01"]
    assert (statement["speaker"], statement["reported_by"]) == ("minister", ["wire"])
    (folder / "register.yaml").write_text(KNOWN.replace("kind: person", "kind: persona"), encoding="utf-8")
    broken = run("news.txt", "--known", "register.yaml", cwd=folder)
    assert (broken.returncode, broken.stdout) == (2, "")
    assert "register.yaml:5:" in broken.stderr


def test_rows_are_added_to_a_register(folder: Path) -> None:
    """With --into, names that the register knows need no mapping, ids go on, and the register stays sound."""
    digest, place = (hashlib.sha256(words.encode()).hexdigest() for words in (TEXT, "Lviv"))
    register = folder / "register.yaml"
    register.write_text(
        "format: 1\nregister: {en: Pumps, uk: Насоси}\n"
        f"sources:\n  R4: {{file: news.txt, sha256: {digest}, published: 2024-05-06}}\n"
        "entities:\n"
        "  minister: {name: {en: Olena Bondar, uk: Олена Бондар}, kind: person}  # kept as it is\n"
        "  reuters: {name: Reuters, kind: outlet}\n"
        "statements:\n"
        f"  S4-01:\n    {{source: R4, start: 0, end: 4, sha256: {place}, fact: A place.}}\n",
        encoding="utf-8",
    )
    before = register.read_text(encoding="utf-8")
    (folder / "yes.yaml").write_text(
        f"format: 1\nsource: R4\nyes:\n  - {{start: {START}, end: {START + len(CLAIM)}, fact: {{en: In May}}}}\n",
        encoding="utf-8",
    )
    done = run("news.txt", "--accept", "yes.yaml", "--into", "register.yaml", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "register.yaml: added S4-02, P-S4-02\n"
    assert register.read_text(encoding="utf-8").startswith(before)
    held = load_register(register)
    added = held.statements[-1]
    assert (added.id, added.speaker, added.reported_by) == ("S4-02", ("minister",), ("reuters",))
    assert not list(faults(added, TEXT))
    assert held.promises[0].statements == ("S4-02",)
    again = run("news.txt", "--accept", "yes.yaml", "--into", "register.yaml", cwd=folder)
    assert again.returncode == 2
    assert "yes.yaml:4: S4-02 in the register stands at" in again.stderr
    assert load_register(register) == held
