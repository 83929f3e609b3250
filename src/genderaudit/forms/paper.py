"""The questionnaire on paper: one HTML file that prints on A4, with a box for every answer."""

from __future__ import annotations

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from genderaudit.forms.content import Form, area_title
from genderaudit.language import Language
from genderaudit.workspace import TEMPLATES

FEW = 12  # choices that fit on paper as boxes; for more, people write


def paper_form(form: Form, texts: Language) -> str:
    """The form in one language as an HTML document: no script, nothing fetched."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES / "intake"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    background = [
        (asked.text(texts), [choice.text(texts) for choice in asked.choices] if len(asked.choices) <= FEW else [])
        for asked in form.background
    ]
    statements = [question for _, asked in form.areas for question in asked]
    return environment.get_template("paper_form.html.j2").render(
        lang=texts.code,
        dir=texts.direction,
        text=lambda key: texts.text(f"form.{key}"),
        title=form.title(texts),
        about=form.about(texts),
        background=background,
        answers=[choice.text(texts) for choice in statements[0].choices] if statements else [],
        areas=[(area_title(area, texts), [(q.name, q.text(texts)) for q in asked]) for area, asked in form.areas],
        words=form.words(texts),
        open=[asked.text(texts) for asked in form.open],
        contact=form.contact(texts) if form.referral else "",
    )
