"""The commands before a run: lay out a folder, write forms, invent organisations."""

from __future__ import annotations

import argparse

from genderaudit.cli.options import DONE, HERE, Commands, add_workspace, positive


def add_new(commands: Commands) -> None:
    """``genderaudit new``."""
    lays = commands.add_parser("new", help="lay out the folder of a new organisation")
    lays.add_argument("organisation", metavar="ORGANISATION", help="name of its folder: small letters, digits, - and _")
    kinds = "trade_union, cooperative, mutual, ngo, public_body or enterprise"
    lays.add_argument("--kind", required=True, metavar="KIND", help=kinds)
    lays.add_argument("--language", required=True, metavar="L", help="language of the organisation, en for example")
    lays.add_argument("--name", help="its name as reports show it (default: ORGANISATION)")
    lays.add_argument("--round", metavar="R", help="name of the first round (default: this year)")
    lays.add_argument("--levels", nargs="+", default=[], metavar="LEVEL", help="staff levels, from top to bottom")
    add_workspace(lays)
    lays.set_defaults(command=new)


def new(arguments: argparse.Namespace) -> int:
    """Lay out a folder that can be filled in."""
    from genderaudit.files import write_atomically
    from genderaudit.intake.layout import lay_out
    from genderaudit.language import language
    from genderaudit.organisation import read_organisation
    from genderaudit.workbooks import intake_workbook
    from genderaudit.workspace import INTAKE_WORKBOOK

    folder = lay_out(
        arguments.workspace,
        arguments.organisation,
        kind=arguments.kind,
        code=arguments.language,
        name=arguments.name,
        round=arguments.round,
        levels=arguments.levels,
    )
    content = intake_workbook(read_organisation(folder), language(arguments.language))
    for round in (path for path in folder.iterdir() if path.is_dir()):
        write_atomically(round / f"{INTAKE_WORKBOOK}.xlsx", content)
    print(f"{folder}\nFill in organisation.yml and the workbook, then: genderaudit check {arguments.organisation}")
    return DONE


def add_samples(commands: Commands) -> None:
    """``genderaudit samples``."""
    lays = commands.add_parser("samples", help="lay out the three sample organisations, which are invented")
    lays.add_argument("folder", nargs="?", default="", metavar="DIR", help="workspace to lay them out in" + HERE)
    lays.set_defaults(command=samples)


def samples(arguments: argparse.Namespace) -> int:
    """Lay out the sample organisations; what is there stays."""
    from genderaudit.simulation.samples import lay_out_samples
    from genderaudit.workspace import Workspace

    workspace = Workspace.made(arguments.folder)
    for path, new in lay_out_samples(workspace):
        print(path if new else f"{path} is there already and stays as it is")
    where = f' --workspace "{arguments.folder}"' if arguments.folder else ""
    print(f"Then: genderaudit run --all{where}")
    return DONE


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


def add_simulate(commands: Commands) -> None:
    """``genderaudit simulate``."""
    makes = commands.add_parser("simulate", help="write invented organisations of which the truth is known")
    makes.add_argument("--organisations", type=positive, default=1, metavar="N", help="how many (default: 1)")
    makes.add_argument("--seed", type=int, required=True, metavar="S", help="the same seed gives the same files")
    makes.add_argument(
        "--scenario",
        action="extend",
        nargs="+",
        default=[],
        metavar="NAME",
        help="what is planted, glass_ceiling for example (default: one drawn for each; docs/simulation.md lists them)",
    )
    makes.add_argument(
        "--kind", action="extend", nargs="+", default=[], metavar="KIND", help="kinds to draw from (default: all six)"
    )
    makes.add_argument(
        "--size", default="medium", metavar="SIZE", help="people: small, medium, large or a number (default: medium)"
    )
    makes.add_argument(
        "--language",
        action="extend",
        nargs="+",
        default=[],
        metavar="L",
        help="languages to draw from (default: en fr)",
    )
    add_workspace(makes)
    makes.set_defaults(command=simulate)


def simulate(arguments: argparse.Namespace) -> int:
    """Write invented organisations of which the truth is known."""
    from genderaudit.simulation.simulate import Order
    from genderaudit.simulation.simulate import simulate as write
    from genderaudit.workspace import Workspace

    order = Order(arguments.seed, arguments.kind, arguments.scenario, arguments.size, arguments.language)
    for name in write(Workspace.made(arguments.workspace), arguments.organisations, order):
        print(name, flush=True)
    return DONE
