"""The options that several groups of commands share."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import Annotated, Optional

import typer


class Language(StrEnum):
    """The languages that reports and verdicts are written in."""

    EN = "en"
    UK = "uk"


def spoken() -> Language:
    """The user's language, from the environment."""
    return Language.UK if os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("uk") else Language.EN


LanguageOption = Annotated[Optional[Language], typer.Option(help="Language of verdicts: en or uk.")]  # noqa: UP045
JsonOption = Annotated[bool, typer.Option("--json", help="Print the answer as JSON and nothing else.")]
