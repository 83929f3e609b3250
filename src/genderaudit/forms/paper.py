"""The questionnaire on paper: one HTML file for printing on A4, with a box for every answer."""

from __future__ import annotations

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from genderaudit.forms.content import Form, FormQuestion, area_title
from genderaudit.foundations.language import Language
from genderaudit.foundations.workspace import TEMPLATES

MOST_BOXES = 12  # most choices printed as boxes; beyond, people write the answer


def paper_form(form: Form, texts: Language) -> str:
    """Return the form in one language as an HTML document, without scripts or external resources."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES / "intake"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    background = [
        (
            question.text(texts),
            [choice.text(texts) for choice in question.choices] if len(question.choices) <= MOST_BOXES else [],
        )
        for question in form.background
    ]
    return environment.get_template("paper_form.html.j2").render(
        lang=texts.code,
        dir=texts.direction,
        text=lambda key: texts.text(f"form.{key}"),
        title=form.title(texts),
        about=form.about(texts),
        background=background,
        tables=_tables(form, texts),
        several=[(q.name, q.text(texts), [c.text(texts) for c in q.choices]) for q in form.questions if q.is_several],
        words=form.words(texts),
        open=[question.text(texts) for question in form.open],
        contact=form.contact(texts) if form.referral else "",
    )


def _tables(form: Form, texts: Language) -> list[tuple[str, list[str], list[tuple[str, list[tuple[str, str]]]]]]:
    """Return one table per scale: its instruction, its answers, and the key areas with their statements."""
    by_scale: dict[tuple[str, ...], dict[str, list[FormQuestion]]] = {}
    for area, questions in form.areas:
        for question in (one for one in questions if not one.is_several):
            answers = tuple(choice.text(texts) for choice in question.choices)
            by_scale.setdefault(answers, {}).setdefault(area, []).append(question)
    tables = []
    for answers, areas in by_scale.items():
        first_question = next(iter(areas.values()))[0]
        note = texts.text("form.statements_note" if first_question.is_agreement else "form.answers_note")
        rows = [(area_title(area, texts), [(q.name, q.text(texts)) for q in asked]) for area, asked in areas.items()]
        tables.append((note, list(answers), rows))
    return tables
