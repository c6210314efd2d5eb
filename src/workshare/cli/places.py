"""What commands fall back on where no programme is named: the bundled case."""

from __future__ import annotations

from pathlib import Path

CASE = "ukraine-us-2023"


def bundled() -> Path:
    """The folder of the bundled case, in an installed package or in a checkout."""
    here = Path(__file__).resolve().parent.parent
    places = [here / "programmes", here.parent.parent / "programmes"]
    return next((p / CASE for p in places if (p / CASE).is_dir()), places[-1] / CASE)
