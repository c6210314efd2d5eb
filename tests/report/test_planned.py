"""From a programme's text to its page."""

from pathlib import Path

from workshare.files.folder import load
from workshare.planner.make import make_plan as plan
from workshare.report.page import html

PROGRAMME = """
format: 1
programme: Pumps
start: 2024-01-01
until: 2024-06-30
calendar: {weeks: 8}
partners:
  UA: {name: Ukraine}
sites:
  works: {country: UA}
  hub: {country: UA, kind: customer}
items:
  pump: {family: pumps, cost: 10}
resources:
  line: {site: works, hours: 40 per week}
operations:
  build: {site: works, makes: {pump: 1}, time: {line: 4 h}, lead_time: 10 days}
lanes:
  out: {origin: works, destination: hub, lead_time: 3 days}
demands:
  spring: {item: pump, site: hub, quantity: 50, due: 2024-02-15}
commitments:
  first: {by: Minister, says: pumps by March, due: 2024-02-29, measure: {delivered: pump, quantity: 30}}
"""


def test_a_real_plan_is_reported(tmp_path: Path) -> None:
    """No activities, no ranges, and nothing breaks."""
    (tmp_path / "programme.yaml").write_text(PROGRAMME, encoding="utf-8")
    page = html(plan(load(tmp_path)), "uk")
    assert "Дотримано" in page
