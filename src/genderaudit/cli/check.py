"""``genderaudit check``: read and check the data of organisations only, and print every problem."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from genderaudit.cli.options import DONE, FAILED, Commands, add_organisations, count, indented
from genderaudit.errors import AuditError, system_sentence

if TYPE_CHECKING:
    from pathlib import Path

    from genderaudit.language import Language
    from genderaudit.organisation import Organisation


def add_check(commands: Commands) -> None:
    """``genderaudit check``."""
    checks = commands.add_parser("check", help="read and check the data only; print every problem")
    add_organisations(checks, "organisations to check (default: all)")
    checks.add_argument("--language", metavar="L", help="language of the messages (default: the organisation's)")
    checks.add_argument(
        "--suggest", action="store_true", help="propose lines for organisation.yml for unknown columns and codes"
    )
    checks.set_defaults(command=check)


def check(arguments: argparse.Namespace) -> int:
    """Read and check data, and print every problem."""
    from genderaudit.intake import lists_read, read_round
    from genderaudit.language import language
    from genderaudit.methodology import methodology
    from genderaudit.organisation import read_organisation
    from genderaudit.prechecked import with_session
    from genderaudit.report.quality import write_quality_page
    from genderaudit.report.reading import sentences, title
    from genderaudit.runner.planning import chosen
    from genderaudit.workspace import Workspace

    workspace = Workspace.open(arguments.workspace)
    asked = [arguments.language] if arguments.language else []
    faulty = False
    for name, rounds in chosen(workspace, arguments.organisations, arguments.round, asked).items():
        for round in rounds:
            try:
                about = read_organisation(workspace.raw(name))
                methodology().check_targets(about.targets)
                methodology().check_roles(about)
                speaks = language((asked or about.languages)[0])
                intake = read_round(workspace.raw(name, round), about, round)
                intake = with_session(intake, workspace, name, round, speaks.code)
            except (AuditError, OSError) as error:
                said = system_sentence(error) if isinstance(error, OSError) else str(error)
                print(f"{name} {round}\n{indented(said)}")
                faulty = True
                continue
            errors, warnings = len(intake.errors), len(intake.problems) - len(intake.errors)
            print(f"{name} {round}: {count(errors, 'error')}, {count(warnings, 'warning')}")
            for problem in sorted(intake.problems, key=lambda problem: problem.severity):
                print(indented(problem.sentence(speaks)))
            for read in lists_read(intake, about):
                print(indented(title(read, speaks)))
                print(indented("\n".join(f"  {sentence}" for sentence in sentences(read, speaks))))
            if missing := [speaks.text(f"about_audit.{key}") for key in intake.audit.missing]:
                print(indented(speaks.text("about_audit.missing", parts=", ".join(missing))))
            page = workspace.data_quality(name, round)
            try:
                write_quality_page(page, intake, about, round, speaks)
                print(f"  {page}")
            except OSError as error:  # the problems are what was asked for
                print(indented(system_sentence(error)))
                faulty = True
            if arguments.suggest:
                _print_suggestions(workspace.raw(name, round), about, speaks, name, round)
            faulty |= errors > 0
        if not rounds:
            print(f"{name}: no round yet")
    return FAILED if faulty else DONE


def _print_suggestions(folder: Path, about: Organisation, speaks: Language, organisation: str, round: str) -> None:
    from genderaudit.intake.suggestions import suggest

    proposed = suggest(folder, about, speaks)
    if proposed:
        print(speaks.text("suggest.title", organisation=organisation, round=round))
    print(proposed or indented(speaks.text("suggest.nothing")))
