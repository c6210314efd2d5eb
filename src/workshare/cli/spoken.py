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


def read_weights(text: str | None) -> dict[int, float] | None:
    """Weights by priority, written PRIORITY:WEIGHT and parted by commas; None where there are none."""
    if text is None:
        return None
    try:
        pairs = [part.split(":") for part in text.split(",")]
        found = {int(priority): float(weight) for priority, weight in pairs}
    except ValueError:
        raise typer.BadParameter("write PRIORITY:WEIGHT,… like 1:9,2:3,3:1", param_hint="--weights") from None
    if len(found) < len(pairs) or not all(0 < weight < float("inf") for weight in found.values()):
        raise typer.BadParameter("each priority once, each weight above 0", param_hint="--weights")
    return found
