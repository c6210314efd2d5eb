"""What commands fall back on: the bundled case, and the language of the user's environment."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path

CASE = "ukraine-us-2023"


class Language(StrEnum):
    """The languages that reports and verdicts are written in."""

    EN = "en"
    UK = "uk"


def spoken() -> Language:
    """The user's language, from the environment."""
    return Language.UK if os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("uk") else Language.EN


def bundled() -> Path:
    """The folder of the bundled case, in an installed package or in a checkout."""
    here = Path(__file__).resolve().parent.parent
    places = [here / "programmes", here.parent.parent / "programmes"]
    return next((p / CASE for p in places if (p / CASE).is_dir()), places[-1] / CASE)
