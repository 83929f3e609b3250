"""``genderaudit synthesis``: the notebook over the audits of many organisations, and its pages."""

from __future__ import annotations

import argparse

from genderaudit.cli.options import DONE, FAILED, Commands, add_workspace


def add_synthesis(commands: Commands) -> None:
    """``genderaudit synthesis``."""
    makes = commands.add_parser("synthesis")
    makes.add_argument("organisations", nargs="*", metavar="ORGANISATION")
    makes.add_argument("--period", default="", metavar="YEARS")
    makes.add_argument("--language", nargs="+", default=["en"], metavar="L")
    makes.add_argument("--release", action="store_true")
    add_workspace(makes)
    makes.set_defaults(command=synthesis)


def synthesis(arguments: argparse.Namespace) -> int:
    """Run the notebook in each language, and say where the pages are."""
    from genderaudit.runner.synthesis import SynthesisFailedError, make_synthesis
    from genderaudit.workspace import Workspace

    workspace, status = Workspace.open(arguments.workspace), DONE
    chosen = " ".join(arguments.organisations)
    for code in arguments.language:
        try:
            print(make_synthesis(workspace, arguments.period, chosen, code, release=arguments.release))
        except SynthesisFailedError as error:
            print(error)
            status = FAILED
    return status
