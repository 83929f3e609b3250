"""Page ``data_quality.html`` of a round: how its files were read, and every problem, errors first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup

from genderaudit.foundations.files import write_atomically
from genderaudit.foundations.language import Language
from genderaudit.intake import Intake, Problem, lists_read
from genderaudit.methodology.method import methodology
from genderaudit.methodology.organisation import Organisation
from genderaudit.report.frame import bare_page
from genderaudit.report.pages import files_read, set_aside
from genderaudit.report.reading import reading
from genderaudit.report.tables import Cell, table


def write_quality_page(path: Path, intake: Intake, organisation: Organisation, round: str, language: Language) -> None:
    """Write the page to ``path``."""
    write_atomically(path, quality_page(intake, organisation, round, language))


def quality_page(intake: Intake, organisation: Organisation, round: str, language: Language) -> str:
    """Return the HTML file; problems name rows, never the values in them."""
    warnings = [problem for problem in intake.problems if problem.severity == "warning"]
    opening = (language.text("data_quality_page.intro"), language.text("data_quality_page.for_whom"))
    body = Markup("<p>{} <strong>{}</strong></p>\n").format(*opening)
    minimum_cell = methodology().thresholds.minimum_cell_of(organisation)
    body += reading(lists_read(intake, organisation), language, minimum_cell)
    body += _problems_table("errors", intake.errors, language)
    body += _problems_table("warnings", warnings, language)
    body += set_aside(intake.problems, language)
    body += Markup("<h2>{}</h2>\n").format(language.text("data_quality_page.read"))
    body += files_read(intake.detected, language)
    body += _rows_by_list(intake, language)
    running = f"{organisation.name} · {language.text('page.round', round=round)}"
    title = language.text("data_quality_page.title")
    return bare_page("data_quality.html.j2", language, title, running=running, body=body)


def _problems_table(name: str, problems: Sequence[Problem], language: Language) -> Markup:
    """Return a heading with the number of problems, and a table of them."""
    title = language.text(f"data_quality_page.{name}", number=len(problems))
    heading = Markup("<h2>{}</h2>\n").format(title)
    if not problems:
        return heading + Markup("<p>{}</p>\n").format(language.text(f"data_quality_page.no_{name}"))
    rows = [[Cell(p.where(language)), Cell(p.what(language)), Cell(p.fix(language))] for p in problems]
    header = [language.text(f"columns.{column}") for column in ("where", "what", "fix")]
    return heading + table(title, header, rows, language)


def _rows_by_list(intake: Intake, language: Language) -> Markup:
    """Return a table of the rows by list; lists without a file have a dash."""
    rows = [
        [
            Cell(language.text(f"tables.{name}")),
            Cell(language.figure(len(frame), "count") if name in intake.present else "–", number=True),
        ]
        for name, frame in intake.tables.items()
    ]
    header = [language.text("columns.source"), language.text("data_quality_page.rows")]
    return table(language.text("data_quality_page.rows_caption"), header, rows, language)
