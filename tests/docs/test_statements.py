"""The register that docs/statements.md shows is sound, and both pages name what there is."""

import re
from pathlib import Path

from workshare.files.contracts import load_contracts
from workshare.files.register import load_register, read_register
from workshare.model.statements import Stance
from workshare.register.facts import EVENTS
from workshare.register.flags import Rule, flags
from workshare.register.model import LinkKind, Rung
from workshare.register.standings import Word
from workshare.units import iso_day

ROOT = Path(__file__).parents[2]
STATEMENTS = (ROOT / "docs" / "statements.md").read_text(encoding="utf-8")
CONTRACTS = (ROOT / "docs" / "contracts.md").read_text(encoding="utf-8")


def test_the_sample_register_is_sound(tmp_path: Path) -> None:
    """The register that the page shows is read without a problem."""
    [sample] = re.findall(r"```yaml\n(.*?)```", STATEMENTS, re.DOTALL)
    (tmp_path / "register.yaml").write_text(sample, encoding="utf-8")
    assert [str(p) for p in read_register(tmp_path).problems] == []


def test_the_counts_are_those_of_the_case() -> None:
    """As many statements, promises and links as the page says."""
    register = load_register(ROOT / "programmes" / "ukraine-us-2023")
    counts = len(register.statements), len(register.promises), len(register.links)
    assert "{} statements, {} promises, {} links".format(*counts) in " ".join(STATEMENTS.split())


def test_every_word_is_told() -> None:
    """Standings, stances, rungs, links and the record's kinds stand on the page; so do the rules on the other."""
    table = re.findall(r"^\| ([a-z ]+) \|", STATEMENTS, re.MULTILINE)
    assert [word.value for word in Word] == [word for word in table if word in {w.value for w in Word}]
    for word in (*Stance, *Rung, *LinkKind, *EVENTS):
        assert str(word) in STATEMENTS
    rules = CONTRACTS[CONTRACTS.index("## Red flags") : CONTRACTS.index("## OCDS")]
    assert re.findall(r"^\| `([a-z-]+)` \|", rules, re.MULTILINE) == [rule.value for rule in Rule]


def test_the_sample_contracts_raise_flags() -> None:
    """The contracts to start from have something to look at on the day that the page names."""
    [day] = set(re.findall(r"flags programmes/transformers --as-of (\S+)", CONTRACTS))
    found = flags(load_contracts(ROOT / "programmes" / "transformers"), iso_day(day))
    assert len({flag.rule for flag in found}) == 7
