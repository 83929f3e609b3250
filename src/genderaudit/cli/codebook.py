"""Codebook of the questionnaire: every column of the survey table with its question, codes and key area.

``python -m genderaudit.cli.codebook docs`` writes ``codebook.<language>.md`` for every language from the questionnaire
file, so the two cannot differ.
"""

from __future__ import annotations

import sys
from pathlib import Path

from genderaudit.foundations.files import write_atomically
from genderaudit.foundations.language import Language, language, languages
from genderaudit.methodology.method import Methodology, methodology
from genderaudit.methodology.questionnaire import UNSURE, Scale


def codebook(method: Methodology, language: Language) -> str:
    """Return the codebook in Markdown: background questions, statements in order, open questions."""
    text, questionnaire = language.text, method.questionnaire
    lines = [f"# {text('codebook.title')}", "", text("codebook.intro"), "", f"## {text('codebook.background')}", ""]
    lines += _table([text("codebook.column"), text("codebook.question"), text("codebook.codes")])
    for question in questionnaire.background:
        key = f"background.{question.id}"
        options = "; ".join(f"`{code}` {text(f'{key}.options.{code}')}" for code in question.options)
        lines.append(_row([f"`{question.id}`", text(f"{key}.question"), options or text("codebook.own_codes")]))
    lines += ["", f"## {text('codebook.statements')}", "", text("codebook.scale"), ""]
    scale = Scale()
    lines += [f"- `{code}` {scale.text(code, language)}" for code in (*scale.points, *UNSURE)] + [""]
    names = ("column", "statement", "area", "direction", "short_form")
    lines += _table([text(f"codebook.{name}") for name in names])
    for item in questionnaire.items:
        direction = text("codebook.reverse" if item.reverse else "codebook.straight")
        area = f"{item.area} · {text(f'areas.{item.area}.name')}"
        short = text("codebook.yes") if item.short else ""
        lines.append(_row([f"`{item.id}`", text(f"items.{item.id}"), area, direction, short]))
    lines += ["", f"## {text('codebook.open')}", "", text("codebook.open_intro"), ""]
    lines += [f"- `{name}` {text(f'open_questions.{name}')}" for name in questionnaire.open]
    return "\n".join(lines) + "\n"


def _table(header: list[str]) -> list[str]:
    return [_row(header), _row(["---"] * len(header))]


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    for code in languages():
        write_atomically(Path(sys.argv[1]) / f"codebook.{code}.md", codebook(methodology(), language(code)))
