"""``genderaudit check``: read and check data, print every problem, and say what is missing.

With ``--method`` no data are read: the method and its texts are checked.
"""

from __future__ import annotations

import argparse
import datetime as dt
from typing import TYPE_CHECKING

from genderaudit.cli.faulty import beside, print_faults, refuse_faulty_method, sound_settings, with_faults
from genderaudit.cli.options import DONE, FAILED, Commands, add_organisations, indented
from genderaudit.foundations.errors import AuditError, error_language, error_sentence, known_names

if TYPE_CHECKING:
    from genderaudit.foundations.language import Language
    from genderaudit.foundations.workspace import Workspace
    from genderaudit.intake import Intake
    from genderaudit.methodology.organisation import Organisation


def add_check(commands: Commands) -> None:
    """Add ``genderaudit check``."""
    checks = commands.add_parser("check")
    add_organisations(checks)
    checks.add_argument("--language", metavar="L")
    checks.add_argument("--suggest", action="store_true")
    checks.add_argument("--apply", action="store_true")
    checks.add_argument("--method", action="store_true")
    checks.set_defaults(command=check)


def check(arguments: argparse.Namespace) -> int:
    """Read and check data, and print every problem."""
    from genderaudit.foundations.workspace import Workspace
    from genderaudit.runner.planning import chosen

    workspace = Workspace.open(arguments.workspace)
    if arguments.method:
        return _check_method(workspace, arguments)
    refuse_faulty_method(workspace)
    languages_asked = [arguments.language] if arguments.language else []
    well = True
    for name, rounds in chosen(workspace, arguments.organisations, arguments.round, languages_asked).items():
        for round in rounds:
            well &= _check_round(workspace, name, round, arguments)
        if not rounds:
            well = False
            values = {"example": str(dt.datetime.now(dt.UTC).year), "folder": workspace.raw(name)}
            print(_speaks(workspace, name, languages_asked).text("readiness.no_round", organisation=name, **values))
    return DONE if well else FAILED


def _check_method(workspace: Workspace, arguments: argparse.Namespace) -> int:
    """Print every fault of the method and its texts, and what the workspace overrides; in the suite's own texts."""
    from genderaudit.foundations.language import suite_language
    from genderaudit.foundations.layers import laid_over
    from genderaudit.foundations.workspace import NOTEBOOKS
    from genderaudit.method_check import faults_of_method
    from genderaudit.runner.copies import notebooks_of

    if arguments.organisations or arguments.round or arguments.suggest or arguments.apply:
        raise AuditError("method_alone")
    speaks, own_templates = suite_language(arguments.language or error_language()), workspace.own_templates()
    for file, names in laid_over(own_templates).items():
        print(speaks.text("method_check.laid_over", file=file, number=len(names), names=", ".join(names)))
    faults = faults_of_method(notebooks_of(workspace, NOTEBOOKS), own_templates)
    for fault in faults:
        print(indented(fault.sentence(speaks)))
    print(speaks.text("method_check.faults", number=len(faults)) if faults else speaks.text("method_check.sound"))
    return FAILED if faults else DONE


def _check_round(workspace: Workspace, name: str, round: str, arguments: argparse.Namespace) -> bool:
    """Print the problems of a round and what it has; return True if it is ready."""
    from genderaudit.audit.prechecked import with_session
    from genderaudit.intake import read_round
    from genderaudit.intake.round.readiness import readiness
    from genderaudit.report.readiness import about_lists, verdict

    speaks = _speaks(workspace, name, [arguments.language] if arguments.language else [])
    try:
        about, faults = sound_settings(workspace.raw(name), speaks)
        if arguments.apply and not faults:
            about = _apply(workspace, about, speaks, name, round)
        intake = beside(faults, read_round(workspace.raw(name, round), about, round))
        intake = with_session(intake, workspace, name, round, speaks.code)
    except (AuditError, OSError) as error:
        print(f"{name} {round}\n{indented(error_sentence(error, speaks))}")
        why = speaks.text("readiness.why_settings")
        print(speaks.text("readiness.not_ready", organisation=name, round=round, why=why))
        return False
    print_faults(faults, name, round, speaks)
    if arguments.apply and faults:
        print(indented(speaks.text("faulty.not_applied")))
    _print_intake(intake, about, name, round, speaks)
    well = _write_page(workspace, intake, about, name, round, speaks)
    if arguments.suggest:
        _print_suggestions(workspace, about, speaks, name, round)
    state = with_faults(readiness(workspace.raw(name, round), intake, about), faults)
    print(speaks.text("readiness.title", organisation=name, round=round))
    print(indented("\n".join(about_lists(state, speaks))))
    if about.affiliated_to and about.affiliated_to not in workspace.organisations():
        others = [organisation for organisation in workspace.organisations() if organisation != name]
        near = known_names(about.affiliated_to, others).sentence(speaks)
        print(indented(speaks.text("readiness.no_federation", name=about.affiliated_to, near=near)))
    print(verdict(state, name, round, speaks))
    return well and state.ready


def _speaks(workspace: Workspace, name: str, asked: list[str]) -> Language:
    """Return the language of messages: as given, else the organisation's if it can be read, else the system's."""
    from genderaudit.foundations.language import language
    from genderaudit.foundations.spoken import settings_language

    return language((asked or [settings_language(workspace.settings(name)) or error_language()])[0])


def _print_intake(intake: Intake, about: Organisation, name: str, round: str, speaks: Language) -> None:
    """Print the problems, and list by list what was read."""
    from genderaudit.intake import lists_read
    from genderaudit.report.reading import sentences, title

    errors = speaks.text("readiness.errors", number=len(intake.errors))
    warnings = speaks.text("readiness.warnings", number=len(intake.problems) - len(intake.errors))
    print(f"{name} {round}: {speaks.text('readiness.found', errors=errors, warnings=warnings)}")
    for problem in sorted(intake.problems, key=lambda problem: problem.severity):
        print(indented(problem.sentence(speaks)))
    for read in lists_read(intake, about):
        print(indented(title(read, speaks)))
        print(indented("\n".join(f"  {sentence}" for sentence in sentences(read, speaks))))
    if missing := [speaks.text(f"about_audit.{key}") for key in intake.audit.missing]:
        print(indented(speaks.text("about_audit.missing", parts=", ".join(missing))))


def _write_page(
    workspace: Workspace, intake: Intake, about: Organisation, name: str, round: str, speaks: Language
) -> bool:
    """Write the page about the data; return False, with a message, if it cannot be written."""
    from genderaudit.report.quality import write_quality_page

    page = workspace.data_quality(name, round)
    try:
        write_quality_page(page, intake, about, round, speaks)
    except OSError as error:
        print(indented(error_sentence(error, speaks)))
        return False
    print(f"  {page}")
    return True


def _print_suggestions(workspace: Workspace, about: Organisation, speaks: Language, name: str, round: str) -> None:
    from genderaudit.intake.proposals import as_yaml, lists_of, propose

    proposal = propose(lists_of(workspace.raw(name, round), about), about, speaks)
    proposed = as_yaml(proposal, speaks)
    if proposed:
        print(speaks.text("suggest.title", organisation=name, round=round))
    print(proposed or indented("\n".join(proposal.remarks) or speaks.text("suggest.nothing")))


def _apply(workspace: Workspace, about: Organisation, speaks: Language, name: str, round: str) -> Organisation:
    """Ask the open questions, write what is settled into ``organisation.yml``, and return the new organisation."""
    from genderaudit.cli.asking import asker
    from genderaudit.intake.proposals import BEFORE, as_yaml, harmless, proposal_after_questions, write
    from genderaudit.methodology.organisation import read_organisation

    folder = workspace.raw(name)
    proposal = proposal_after_questions(folder / round, about, speaks, asker(speaks))
    proposal, kept = harmless(folder, round, about, proposal)
    if write(folder, proposal):
        print(speaks.text("apply.written", organisation=name, round=round, before=BEFORE))
        print(indented(as_yaml(proposal.closed, speaks, opening=False)))
    else:
        print(speaks.text("apply.nothing", organisation=name, round=round))
    for table in kept:
        print(speaks.text("apply.kept", table=speaks.text(f"tables.{table}")))
    if proposal.questions:
        print(speaks.text("apply.open", number=len(proposal.questions)))
        print(indented("\n".join(f"- {question.text}" for question in proposal.questions)))
    if aside := [line for line in proposal.lines if line.aside]:
        print(speaks.text("apply.aside", number=len(aside)))
        for line in aside:
            values = {"table": speaks.text(f"tables.{line.place[1]}"), "header": line.place[-1], "why": line.comment}
            print(indented(f"- {speaks.text('apply.aside_line', **values)}"))
    asked = {question.text for question in proposal.questions}
    if remarks := [text for text in proposal.remarks if text not in asked]:
        print(indented("\n".join(f"- {text}" for text in remarks)))
    return read_organisation(folder)
