"""From a chart's spec to SVG that takes its colours and its type from the page around it."""

from __future__ import annotations

import html
import re
from typing import Any

import vl_convert

from workshare.report import palette

_SHADES = {shade.light: f"var(--{shade.name})" for shade in palette.ALL}
_COLOUR = re.compile("|".join(map(re.escape, _SHADES)))
_OPENING = re.compile(r"<svg [^>]*?width=\"(?P<width>[\d.]+)\" height=\"(?P<height>[\d.]+)\"[^>]*>")
_NOISE = re.compile(
    r" (?:class|role|aria-roledescription|aria-hidden|pointer-events|stroke-miterlimit)=\"[^\"]*\""
    r"| font-family=\"[^\"]*\""
    r"| opacity=\"1\"|<path[^>]*? d=\"\"[^>]*/>"
)
_LONG = re.compile(r"(\d+\.\d\d)\d+")


def svg(spec: dict[str, Any], label: str) -> str:
    """A chart as inline SVG: colours as the page's variables, no address, no id; ``label`` is read aloud."""
    drawn = str(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))
    opening = _OPENING.match(drawn)
    assert opening is not None, "vl_convert writes an svg element first"
    size = f"{opening['width']} {opening['height']}"
    inside = "".join(_tidied(part) for part in re.split(r"(<[^>]*>)", drawn[opening.end() :]))
    return f'<svg viewBox="0 0 {size}" role="img" aria-label="{html.escape(label)}">{inside}'


def _tidied(part: str) -> str:
    """A tag without what the page does not need; text between tags is left as it is."""
    if not part.startswith("<"):
        return part
    return _COLOUR.sub(lambda found: _SHADES[found[0]], _LONG.sub(r"\1", _NOISE.sub("", part)))
