"""The command that lays out an organisation's folder: ``genderaudit new``."""

from __future__ import annotations

import argparse

from genderaudit.cli.options import DONE, Commands, add_workspace


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
