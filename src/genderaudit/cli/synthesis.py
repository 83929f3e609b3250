"""``genderaudit synthesis``: the notebook over the audits of many organisations, and its pages."""

from __future__ import annotations

import argparse

from genderaudit.cli import speech
from genderaudit.cli.options import DONE, FAILED, Commands, add_workspace
from genderaudit.foundations.spoken import system_language


def add_synthesis(commands: Commands) -> None:
    """Add ``genderaudit synthesis``."""
    makes = commands.add_parser("synthesis")
    makes.add_argument("organisations", nargs="*", metavar="ORGANISATION")
    makes.add_argument("--period", default="", metavar="YEARS")
    makes.add_argument("--language", nargs="+", metavar="L")
    makes.add_argument("--release", action="store_true")
    add_workspace(makes)
    makes.set_defaults(command=synthesis)


def synthesis(arguments: argparse.Namespace) -> int:
    """Run the notebook in each language, and print where the pages are."""
    from genderaudit.foundations.language import language
    from genderaudit.foundations.workspace import Workspace
    from genderaudit.runner.synthesis import SynthesisFailedError, make_synthesis

    workspace, status = Workspace.open(arguments.workspace), DONE
    chosen = " ".join(arguments.organisations)
    codes = arguments.language or [_language(arguments)]
    for code in codes:
        language(code)  # a name after --language is no language: nothing is made then
    for code in codes:
        try:
            print(make_synthesis(workspace, arguments.period, chosen, code, release=arguments.release))
        except SynthesisFailedError as error:
            print(error)
            status = FAILED
    return status


def _language(arguments: argparse.Namespace) -> str:
    """Return the organisations' language if they share one, else the system's."""
    named = [name for name in arguments.organisations if ":" not in name]
    these = argparse.Namespace(workspace=arguments.workspace, organisations=named)
    return speech.of_organisations(these) or system_language()
