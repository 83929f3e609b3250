"""The command that writes something to fill in: ``genderaudit form``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from genderaudit.cli.options import DONE, Commands, add_workspace

if TYPE_CHECKING:
    from genderaudit.forms import Form
    from genderaudit.foundations.language import Language


def add_form(commands: Commands) -> None:
    """``genderaudit form``."""
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
    """Write something to fill in: the questionnaire, the intake workbook, the sheet of the document review."""
    from genderaudit.forms import form_of
    from genderaudit.foundations.files import write_beside
    from genderaudit.foundations.language import language
    from genderaudit.foundations.workspace import Workspace

    workspace = Workspace.open(arguments.workspace)
    asked = form_of(workspace, arguments.organisation, arguments.round, short=arguments.short)
    speaks = language(asked.organisation.languages[0])
    name, content = _made(arguments.format, asked, language(arguments.language or speaks.code))
    wanted = Path(arguments.output) if arguments.output else workspace.form(arguments.organisation, name)
    path, is_new = write_beside(wanted, content)
    print(path)
    if not is_new:
        print(speaks.text("form.written.there"))
    elif path != wanted:
        print(speaks.text("form.written.beside", name=wanted.name))
    folder = workspace.raw(arguments.organisation) / (asked.round or speaks.text("form.written.round"))
    print(speaks.text(f"form.written.{arguments.format}", folder=folder))
    if arguments.format in ("xlsform", "html") and asked.words(speaks) and not asked.referral:
        print(speaks.text("form.written.no_referral"))
    return DONE


def _made(format: str, asked: Form, texts: Language) -> tuple[str, str | bytes]:
    """Name and content of the file."""
    from genderaudit.forms import answer_workbook, paper_form, xlsform
    from genderaudit.foundations.workspace import INTAKE_WORKBOOK
    from genderaudit.methodology.method import methodology
    from genderaudit.workbooks import intake_workbook, rating_sheet

    match format:
        case "xlsform":
            return "survey_xlsform.xlsx", xlsform(asked)
        case "xlsx":
            return f"survey_{texts.code}.xlsx", answer_workbook(asked, texts)
        case "intake":
            return f"{INTAKE_WORKBOOK}_{texts.code}.xlsx", intake_workbook(asked.organisation, texts, asked.known)
        case "review":
            return f"document_review_{texts.code}.xlsx", rating_sheet(methodology(), asked.organisation, texts)
    return f"survey_{texts.code}.html", paper_form(asked, texts)
