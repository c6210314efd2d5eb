"""What all tests share: how long hypothesis looks for trouble, and which tests run where."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]
REPORTS = Path(os.environ.get("WORKSHARE_REPORTS") or ROOT.parent / "shared" / "reports")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

settings.register_profile("default", max_examples=40, deadline=None, derandomize=True)
settings.register_profile("full", max_examples=1000, deadline=None, print_blob=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds --full, which WORKSHARE_FULL=1 asks for too."""
    parser.addoption("--full", action="store_true", help="run the long tests too, and look longer in each")


def pytest_configure(config: pytest.Config) -> None:
    """Chooses how long hypothesis looks."""
    settings.load_profile("full" if is_full(config) else "default")


def is_full(config: pytest.Config) -> bool:
    """Whether this is a full run."""
    return bool(config.getoption("--full")) or os.environ.get("WORKSHARE_FULL") == "1"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skips, with the reason, what cannot or need not run here."""
    reasons = {}
    if not is_full(config):
        reasons["full"] = "long: runs with --full"
    if CHROMIUM is None and not os.environ.get("CI"):
        reasons["browser"] = "needs Chromium"
    if not REPORTS.is_dir() and not os.environ.get("CI"):
        reasons["sources"] = "needs the source reports"
    for item in items:
        for marker, reason in reasons.items():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium, for tests marked `browser`."""
    assert CHROMIUM, "no Chromium on PATH; .ci/run installs it"
    return CHROMIUM


@pytest.fixture(scope="session")
def reports() -> Path:
    """The folder of the source reports, for tests marked `sources`."""
    return REPORTS
