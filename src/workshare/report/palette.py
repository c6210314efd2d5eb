"""Colours, each with a light and a dark value; charts use the light ones, the page puts variables there.

The countries' colours differ for the colour-blind too, and no meaning rests on colour alone: verdicts have
words and shapes, and every share is written out. Text has a contrast of at least 4.5 on the paper of its
theme, marks one of at least 3.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shade:
    """A colour of the page: its variable's name, its value in light and in dark."""

    name: str
    light: str
    dark: str


PAPER = Shade("paper", "#fdfdfb", "#12161c")
INK = Shade("ink", "#17191e", "#eceef2")
SOFT = Shade("soft", "#575c67", "#a9b1bd")
LINE = Shade("line", "#dddcd5", "#2f3742")
ON_FILL = Shade("on-fill", "#fefefe", "#0e1116")
ACCENT = Shade("accent", "#27446e", "#9fc2f4")
WASH = Shade("wash", "#dfe5ee", "#24334b")
RANGE = Shade("range", "#c9ccd3", "#4a5463")
KEPT = Shade("kept", "#08755a", "#55cba6")
BROKEN = Shade("broken", "#b3271f", "#ff8b7d")
OPEN = Shade("open", "#6b7079", "#9aa2ae")

COUNTRIES = (
    Shade("c1", "#1f5fa9", "#78b0f3"),
    Shade("c2", "#b06a00", "#e7ac4d"),
    Shade("c3", "#8a3f7d", "#d79ccf"),
    Shade("c4", "#23778f", "#6fc6dd"),
    Shade("c5", "#6f6427", "#cbbd77"),
    Shade("c6", "#5a4a8c", "#b3a6ea"),
)
NO_COUNTRY = Shade("c0", "#5d6673", "#a3adba")

HEAT = (
    Shade("h0", "#eeede8", "#1f262f"),
    Shade("h1", "#d3dfed", "#21364f"),
    Shade("h2", "#a6c1de", "#2b527c"),
    Shade("h3", "#6b97c7", "#3f78b2"),
    Shade("h4", "#35699f", "#6ba6e2"),
    Shade("h5", "#17396a", "#b9dcff"),
)

ALL = (
    PAPER, INK, SOFT, LINE, ON_FILL, ACCENT, WASH, RANGE, KEPT, BROKEN, OPEN, *COUNTRIES, NO_COUNTRY, *HEAT,
)  # fmt: skip


def variables(*, dark: bool) -> str:
    """The colours of a theme as CSS variables."""
    return " ".join(f"--{shade.name}: {shade.dark if dark else shade.light};" for shade in ALL)


def heat(load: float) -> Shade:
    """The shade of a load: the first for idle, the last for full."""
    if load <= 0.005:  # noqa: PLR2004 - half a percent is idle
        return HEAT[0]
    return HEAT[min(len(HEAT) - 1, 1 + int(load * (len(HEAT) - 1) - 1e-9))]
