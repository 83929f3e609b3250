"""The command that lays out folders to be filled in: ``genderaudit new``, of an organisation or of its next round."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from genderaudit.cli.options import DONE, Commands, add_workspace
from genderaudit.foundations.errors import AuditError, known_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from genderaudit.foundations.language import Language
    from genderaudit.foundations.workspace import Workspace
    from genderaudit.intake.next_round import NextRound
    from genderaudit.methodology.organisation import Organisation


def add_new(commands: Commands) -> None:
    """``genderaudit new``."""
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
    """Lay out a folder that can be filled in; of an organisation that is there, that of its next round."""
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
    from genderaudit.intake.layout import lay_out
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
    from genderaudit.intake.next_round import lay_out_round
    from genderaudit.intake.own_workbooks import INTAKE_FILES
    from genderaudit.intake.used_names import names_used
    from genderaudit.workbooks import intake_workbook

    speaks = language(about.languages[0])
    laid = lay_out_round(workspace, organisation, about, round, speaks)
    if not any((laid.folder / name).exists() for name in INTAKE_FILES):
        rounds = [one for one in workspace.rounds(organisation) if one <= round]
        known = names_used(workspace, organisation, about, rounds)
        write_atomically(laid.folder / INTAKE_FILES[0], intake_workbook(about, speaks, known))
    print(laid.folder)
    plan = workspace.outputs(organisation, laid.former or round, speaks.code) / f"{ACTION_PLAN}.xlsx"
    said = {"round": round, "former": laid.former, "organisation": organisation, "where": where, "plan": plan}
    for sentence in _said(laid, said, speaks):
        print(sentence)
    return DONE


def _said(laid: NextRound, said: Mapping[str, object], speaks: Language) -> Iterator[str]:
    """What lies there, what a person must look at, and what comes next."""
    yield speaks.text("next_round.made" if laid.is_new else "next_round.there", **said)
    yield speaks.text("next_round.lists" if laid.names else "next_round.no_lists", **said)
    for table, names in laid.names.items():
        sheet = speaks.text(f"intake_workbook.tables.{table}.sheet")
        yield f"  {speaks.text('next_round.list', list=sheet, names=', '.join(names))}"
    if laid.to_look_at:
        yield speaks.text("next_round.years", **said)
        yield from (f"  {speaks.text('next_round.line', line=line, text=text)}" for line, text in laid.to_look_at)
    if laid.plans:
        yield speaks.text("next_round.plan", files=", ".join(path.name for path in laid.plans), **said)
    elif laid.former:
        yield speaks.text("next_round.no_plan", **said)
    yield speaks.text("next_round.settings", **said)
    yield speaks.text("next_round.then", **said)
