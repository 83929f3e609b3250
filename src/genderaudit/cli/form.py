"""``genderaudit form``: writes forms and workbooks to fill in."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from genderaudit.cli.options import DONE, Commands, add_workspace

if TYPE_CHECKING:
    from genderaudit.forms import Form
    from genderaudit.foundations.language import Language


def add_form(commands: Commands) -> None:
    """Add ``genderaudit form``."""
    forms = commands.add_parser("form")
    forms.add_argument("organisation", metavar="ORGANISATION")
    forms.add_argument("--format", required=True, choices=("xlsform", "xlsx", "html", "intake", "review"))
    forms.add_argument("--short", action="store_true")
    forms.add_argument("--round", metavar="R")
    forms.add_argument("--language", metavar="L")
    forms.add_argument("--output", metavar="FILE")
    add_workspace(forms)
    forms.set_defaults(command=form)


def form(arguments: argparse.Namespace) -> int:
    """Write the questionnaire, the intake workbook or the sheet of the document review."""
    from genderaudit.forms import form_of
    from genderaudit.foundations.files import write_beside
    from genderaudit.foundations.language import language
    from genderaudit.foundations.workspace import Workspace

    workspace = Workspace.open(arguments.workspace)
    questionnaire_form = form_of(workspace, arguments.organisation, arguments.round, short=arguments.short)
    speaks = language(questionnaire_form.organisation.languages[0])
    name, content = _name_and_content(arguments.format, questionnaire_form, language(arguments.language or speaks.code))
    wanted = Path(arguments.output) if arguments.output else workspace.form(arguments.organisation, name)
    path, is_new = write_beside(wanted, content)
    print(path)
    if not is_new:
        print(speaks.text("form.written.there"))
    elif path != wanted:
        print(speaks.text("form.written.beside", name=wanted.name))
    folder = workspace.raw(arguments.organisation) / (questionnaire_form.round or speaks.text("form.written.round"))
    print(speaks.text(f"form.written.{arguments.format}", folder=folder))
    if arguments.format in ("xlsform", "html") and questionnaire_form.words(speaks) and not questionnaire_form.referral:
        print(speaks.text("form.written.no_referral"))
    return DONE


def _name_and_content(format: str, questionnaire_form: Form, texts: Language) -> tuple[str, str | bytes]:
    """Return name and content of the file."""
    from genderaudit.forms import answer_workbook, paper_form, xlsform
    from genderaudit.foundations.workspace import INTAKE_WORKBOOK
    from genderaudit.methodology.method import methodology
    from genderaudit.workbooks import intake_workbook, rating_sheet

    match format:
        case "xlsform":
            return "survey_xlsform.xlsx", xlsform(questionnaire_form)
        case "xlsx":
            return f"survey_{texts.code}.xlsx", answer_workbook(questionnaire_form, texts)
        case "intake":
            return f"{INTAKE_WORKBOOK}_{texts.code}.xlsx", intake_workbook(
                questionnaire_form.organisation, texts, questionnaire_form.known
            )
        case "review":
            return f"document_review_{texts.code}.xlsx", rating_sheet(
                methodology(), questionnaire_form.organisation, texts
            )
    return f"survey_{texts.code}.html", paper_form(questionnaire_form, texts)
