"""The options that several groups of commands share, and how they are read."""

from __future__ import annotations

import datetime as dt
import os
from enum import StrEnum
from typing import Annotated, Optional

import typer

from workshare.units import iso_day


class Language(StrEnum):
    """The languages that reports and verdicts are written in."""

    EN = "en"
    UK = "uk"


def spoken() -> Language:
    """The user's language, from the environment."""
    return Language.UK if os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("uk") else Language.EN


LanguageOption = Annotated[Optional[Language], typer.Option(help="Language of verdicts: en or uk.")]  # noqa: UP045
JsonOption = Annotated[bool, typer.Option("--json", help="Print the answer as JSON and nothing else.")]


def read_day(text: str | None, option: str = "--as-of") -> dt.date | None:
    """A day that an option names, None where it is not given; any other text is bad usage."""
    if text is None:
        return None
    try:
        return iso_day(text)
    except ValueError as bad:
        raise typer.BadParameter(f"{bad}: write YYYY-MM-DD", param_hint=option) from None
