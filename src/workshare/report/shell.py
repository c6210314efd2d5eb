"""The frame of every page: its style and colours, its two languages, and charts in both their forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from workshare.report import palette
from workshare.report.language import LANGUAGES, tongue
from workshare.report.layout import Form
from workshare.report.marks import Spec, spec
from workshare.report.render import svg

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart in both its forms."""

    wide: Markup
    narrow: Markup


def page(
    template: str, content: Callable[[str], Mapping[str, Any]], title: Callable[[str], str], *, language: str
) -> str:
    """A page that needs nothing else, in both languages, opening in ``language``; ``content`` is told the language."""
    shown, environment = tongue(language).code, _environment()
    body = environment.get_template(template)
    bodies = [Markup(body.render(content(code))) for code in LANGUAGES]  # noqa: S704 - rendered escaped
    colours = Markup(  # noqa: S704 - our own colours
        f":root {{ {palette.variables(dark=False)} }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {palette.variables(dark=True)} }} }}"
    )
    style = Markup((TEMPLATES / "style.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file
    frame = environment.get_template("page.html")
    return frame.render(language=shown, title=title(shown), bodies=bodies, colours=colours, style=style) + "\n"


def get_ready() -> None:
    """Load the templates and start what draws."""
    environment = _environment()
    for name in environment.list_templates(["html"]):
        environment.get_template(name)
    picture(spec([], 1, 1, {}), "")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def drawing(make: Callable[[Form], Spec | None], spoken: str) -> Drawing | None:
    """A chart in both its forms, read aloud as ``spoken``; None where there is nothing to show."""
    wide, narrow = make(Form.WIDE), make(Form.NARROW)
    if wide is None or narrow is None:
        return None
    return Drawing(picture(wide, spoken), picture(narrow, spoken))


def picture(spec: Spec, spoken: str) -> Markup:
    """A chart as it stands on the page."""
    return Markup(svg(spec, spoken))  # noqa: S704 - drawn by ourselves
