"""Pages of ``templates/report`` without a notebook; made without importing nbconvert."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from genderaudit.foundations.language import Language
from genderaudit.foundations.workspace import TEMPLATES


def bare_page(template: str, language: Language, title: str, **values: Any) -> str:
    """Return the HTML file of a template, with ``values`` added to its ``page``."""
    return rendered(template, frame(language, title) | values)


def rendered(template: str, page: Mapping[str, Any]) -> str:
    """Return a rendered template; everything that is not ``Markup`` is escaped."""
    return _environment().get_template(template).render(page=page).lstrip()


def part(template: str, macro: str, *arguments: Any) -> Markup:
    """Return the output of a template's macro called with ``arguments``.

    Everything that is not ``Markup`` is escaped.
    """
    markup: Markup = getattr(_environment().get_template(template).module, macro)(*arguments)
    return markup


def frame(language: Language, title: str) -> dict[str, Any]:
    """Return the values that every page prints around its content."""
    texts = {name: language.text(f"page.{name}") for name in ("skip", "footer", "invented_mark")}
    columns = {name: language.text(f"page.overview.{name}") for name in language.keys("page.overview")}
    return {"lang": language.code, "dir": language.direction, "title": title, "overview": columns, **texts}


def css_text(text: str) -> Markup:
    """Return a quoted CSS string that cannot end the text or the style element."""
    plain = "".join(c if c.isalnum() or c == " " else f"\\{ord(c):06x} " for c in text)
    return Markup(f'"{plain}"')


@cache
def _environment() -> Environment:
    environment = Environment(loader=FileSystemLoader(TEMPLATES / "report"), autoescape=True)
    environment.filters["css_text"] = css_text
    return environment
