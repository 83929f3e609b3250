"""The command that writes something to fill in: ``genderaudit form``."""

from __future__ import annotations

import argparse

from genderaudit.cli.options import DONE, Commands, add_workspace


def add_form(commands: Commands) -> None:
    """``genderaudit form``."""
    forms = commands.add_parser("form", help="write a form to fill in: questionnaire, intake workbook, document review")
    forms.add_argument("organisation", metavar="ORGANISATION", help="whose levels, units and branches are asked for")
    forms.add_argument(
        "--format",
        required=True,
        choices=("xlsform", "xlsx", "html", "intake", "review"),
        help="questionnaire: xlsform for KoboToolbox and ODK, html for paper (A4), xlsx to type paper answers into; "
        "intake: the workbook for all lists; review: a further reviewer's sheet of the document review",
    )
    forms.add_argument("--short", action="store_true", help="the short form: two statements for each of seven areas")
    forms.add_argument("--round", metavar="R", help="round whose lists name units and branches (default: the newest)")
    forms.add_argument("--language", metavar="L", help="language of the form, not of xlsform (default: the first)")
    forms.add_argument("--output", metavar="FILE", help="file to write (default: in outputs/ORGANISATION/forms)")
    add_workspace(forms)
    forms.set_defaults(command=form)


def form(arguments: argparse.Namespace) -> int:
    """Write something to fill in: the questionnaire, the intake workbook, the sheet of the document review."""
    from pathlib import Path

    from genderaudit.files import write_atomically
    from genderaudit.forms import answer_workbook, form_of, paper_form, xlsform
    from genderaudit.language import language
    from genderaudit.methodology import methodology
    from genderaudit.workbooks import intake_workbook, rating_sheet
    from genderaudit.workspace import INTAKE_WORKBOOK, Workspace

    workspace = Workspace.open(arguments.workspace)
    asked = form_of(workspace, arguments.organisation, arguments.round, short=arguments.short)
    texts = language(arguments.language or asked.organisation.languages[0])
    content: str | bytes
    match arguments.format:
        case "xlsform":
            name, content = "survey_xlsform.xlsx", xlsform(asked)
        case "xlsx":
            name, content = f"survey_{texts.code}.xlsx", answer_workbook(asked, texts)
        case "intake":
            name, content = f"{INTAKE_WORKBOOK}_{texts.code}.xlsx", intake_workbook(asked.organisation, texts)
        case "review":
            content = rating_sheet(methodology(), asked.organisation, texts)
            name = f"document_review_{texts.code}.xlsx"
        case _:
            name, content = f"survey_{texts.code}.html", paper_form(asked, texts)
    path = Path(arguments.output) if arguments.output else workspace.form(arguments.organisation, name)
    write_atomically(path, content)
    print(path)
    return DONE
