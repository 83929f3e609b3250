"""Pages of ``templates/report`` that hold no notebook, made without the libraries that notebooks need."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from genderaudit.foundations.language import Language
from genderaudit.foundations.workspace import TEMPLATES


def bare_page(template: str, language: Language, title: str, **values: Any) -> str:
    """The HTML file of a template with ``values`` as its ``page``."""
    return rendered(template, frame(language, title) | values)


def rendered(template: str, page: Mapping[str, Any]) -> str:
    """A template filled in; whatever is not marked as HTML is escaped."""
    return _environment().get_template(template).render(page=page).lstrip()


def part(template: str, macro: str, *given: Any) -> Markup:
    """What a macro of a template makes of what it is given; whatever is not marked as HTML is escaped."""
    made: Markup = getattr(_environment().get_template(template).module, macro)(*given)
    return made


def frame(language: Language, title: str) -> dict[str, Any]:
    """What every page says around its content."""
    texts = {name: language.text(f"page.{name}") for name in ("skip", "footer", "invented_mark")}
    columns = {name: language.text(f"page.overview.{name}") for name in language.keys("page.overview")}
    return {"lang": language.code, "dir": language.direction, "title": title, "overview": columns, **texts}


def css_text(text: str) -> Markup:
    """A quoted CSS text in which nothing can end the text or the style element."""
    plain = "".join(c if c.isalnum() or c == " " else f"\\{ord(c):06x} " for c in text)
    return Markup(f'"{plain}"')


@cache
def _environment() -> Environment:
    environment = Environment(loader=FileSystemLoader(TEMPLATES / "report"), autoescape=True)
    environment.filters["css_text"] = css_text
    return environment
