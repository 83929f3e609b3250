"""``genderaudit new``: creates the folder of an organisation or of its next round."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from genderaudit.cli.options import DONE, Commands, add_workspace
from genderaudit.foundations.errors import AuditError, known_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from genderaudit.foundations.language import Language
    from genderaudit.foundations.workspace import Workspace
    from genderaudit.intake.round.next_round import NextRound
    from genderaudit.methodology.organisation import Organisation


def add_new(commands: Commands) -> None:
    """Add ``genderaudit new``."""
    lays = commands.add_parser("new")
    lays.add_argument("organisation", metavar="ORGANISATION")
    lays.add_argument("--kind", metavar="KIND")
    lays.add_argument("--language", metavar="L")
    lays.add_argument("--name")
    lays.add_argument("--round", metavar="R")
    lays.add_argument("--levels", nargs="+", default=[], metavar="LEVEL")
    add_workspace(lays)
    lays.set_defaults(command=new)


def new(arguments: argparse.Namespace) -> int:
    """Create the folder of a new organisation, or of the next round of an existing one."""
    from genderaudit.foundations.workspace import Workspace
    from genderaudit.methodology.organisation import read_organisation

    workspace = Workspace.made(arguments.workspace)
    where = f' --workspace "{arguments.workspace}"' if arguments.workspace else ""
    if arguments.organisation in workspace.organisations():
        if not arguments.round or arguments.kind or arguments.name or arguments.levels:
            raise AuditError("organisation_there", organisation=arguments.organisation, where=where)
        about = read_organisation(workspace.raw(arguments.organisation))
        return _next_round(workspace, arguments.organisation, about, arguments.round, where)
    if not (arguments.kind and arguments.language):
        near = known_names(arguments.organisation, workspace.organisations())
        raise AuditError("new_without_kind", organisation=arguments.organisation, near=near)
    return _organisation(arguments, where)


def _organisation(arguments: argparse.Namespace, where: str) -> int:
    from genderaudit.foundations.files import write_atomically
    from genderaudit.foundations.language import language
    from genderaudit.foundations.workspace import INTAKE_WORKBOOK
    from genderaudit.intake.round.layout import lay_out
    from genderaudit.methodology.organisation import read_organisation
    from genderaudit.workbooks import intake_workbook

    folder = lay_out(
        arguments.workspace,
        arguments.organisation,
        kind=arguments.kind,
        code=arguments.language,
        name=arguments.name,
        round=arguments.round,
        levels=arguments.levels,
    )
    texts = language(arguments.language)
    content = intake_workbook(read_organisation(folder), texts)
    for round in (path for path in folder.iterdir() if path.is_dir()):
        write_atomically(round / f"{INTAKE_WORKBOOK}.xlsx", content)
    print(f"{folder}\n{texts.text('next_round.first', organisation=arguments.organisation, where=where)}")
    return DONE


def _next_round(workspace: Workspace, organisation: str, about: Organisation, round: str, where: str) -> int:
    from genderaudit.foundations.files import write_atomically
    from genderaudit.foundations.language import language
    from genderaudit.foundations.workspace import ACTION_PLAN
    from genderaudit.intake.files.own_workbooks import INTAKE_FILES
    from genderaudit.intake.round.next_round import lay_out_round
    from genderaudit.intake.round.used_names import names_used
    from genderaudit.workbooks import intake_workbook

    speaks = language(about.languages[0])
    next_round = lay_out_round(workspace, organisation, about, round, speaks)
    if not any((next_round.folder / name).exists() for name in INTAKE_FILES):
        rounds = [earlier for earlier in workspace.rounds(organisation) if earlier <= round]
        known = names_used(workspace, organisation, about, rounds)
        write_atomically(next_round.folder / INTAKE_FILES[0], intake_workbook(about, speaks, known))
    print(next_round.folder)
    plan = workspace.outputs(organisation, next_round.former or round, speaks.code) / f"{ACTION_PLAN}.xlsx"
    values = {"round": round, "former": next_round.former, "organisation": organisation, "where": where, "plan": plan}
    for sentence in _messages(next_round, values, speaks):
        print(sentence)
    return DONE


def _messages(next_round: NextRound, values: Mapping[str, object], speaks: Language) -> Iterator[str]:
    """Yield messages: what the folder contains, what to check by hand, and the next step."""
    yield speaks.text("next_round.made" if next_round.is_new else "next_round.there", **values)
    yield speaks.text("next_round.lists" if next_round.names else "next_round.no_lists", **values)
    for table, names in next_round.names.items():
        sheet = speaks.text(f"intake_workbook.tables.{table}.sheet")
        yield f"  {speaks.text('next_round.list', list=sheet, names=', '.join(names))}"
    if next_round.to_look_at:
        yield speaks.text("next_round.years", **values)
        yield from (f"  {speaks.text('next_round.line', line=line, text=text)}" for line, text in next_round.to_look_at)
    if next_round.plans:
        yield speaks.text("next_round.plan", files=", ".join(path.name for path in next_round.plans), **values)
    elif next_round.former:
        yield speaks.text("next_round.no_plan", **values)
    yield speaks.text("next_round.settings", **values)
    yield speaks.text("next_round.then", **values)
