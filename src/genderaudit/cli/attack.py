"""``genderaudit attack``: tests before release whether published figures could reveal information on a person."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import TYPE_CHECKING

from genderaudit.cli.options import DONE, FAILED, Commands, add_workspace

if TYPE_CHECKING:
    from genderaudit.foundations.language import Language


def add_attack(commands: Commands) -> None:
    """Add ``genderaudit attack``."""
    attacks = commands.add_parser("attack")
    attacks.add_argument("organisation", metavar="ORGANISATION")
    attacks.add_argument("round", metavar="ROUND")
    attacks.add_argument("--leave-out", action="store_true")
    attacks.add_argument("--language", metavar="L")
    add_workspace(attacks)
    attacks.set_defaults(command=attack)


def attack(arguments: argparse.Namespace) -> int:
    """Print what could be inferred, from which figures, and the remedy; no name and no value of a person is printed."""
    from genderaudit.foundations.language import language
    from genderaudit.foundations.workspace import Workspace
    from genderaudit.methodology.organisation import read_organisation
    from genderaudit.runner.passing import judge, leave_out

    workspace = Workspace.open(arguments.workspace)
    about = read_organisation(workspace.raw(arguments.organisation, arguments.round).parent)
    speaks = language(arguments.language or about.languages[0])
    where = {"organisation": about.name, "round": arguments.round}
    judgement = judge(workspace, arguments.organisation, arguments.round)
    narrowed = dict.fromkeys((case.tables, case.insider) for case in judgement.verdict.narrowed)
    if not narrowed and not judgement.changed:
        print(speaks.text("attack.nothing", **where))
        return DONE
    print(speaks.text("attack.found", number=len(narrowed) + bool(judgement.changed), **where))
    for tables, insider in narrowed:
        titles = speaks.listed(_titles(tables, speaks))
        print(f"- {speaks.text('attack.insider' if insider else 'attack.everybody', tables=titles)}")
    if judgement.changed:
        print(f"- {speaks.text('attack.changed', tables=speaks.listed(_titles(judgement.changed, speaks)))}")
    print(speaks.text("attack.remedy"))
    for table in _titles(judgement.leave_out, speaks):
        print(f"- {speaks.text('attack.leave_out', table=table)}")
    if arguments.leave_out:
        leave_out(workspace, arguments.organisation, arguments.round, judgement.leave_out)
        print(speaks.text("attack.left_out", organisation=arguments.organisation, round=arguments.round))
    return FAILED


def _titles(tables: Iterable[str], language: Language) -> list[str]:
    """Return the titles of figures, each once, with the columns, statements or key areas concerned."""
    parts: dict[str, dict[str, None]] = {}
    for table in tables:
        whole, _, part = table.partition("/")
        parts.setdefault(whole, {}).update({part: None} if part else {})
    return [_title(whole, list(of), language) for whole, of in parts.items()]


def _title(whole: str, parts: list[str], language: Language) -> str:
    name, _, detail = whole.partition(".")
    if name == "answered":
        return language.text("attack.answered")
    key, column = f"indicators.{name}.title", f"columns.{detail}"
    parts += [language.text(column) if language.has(column) else detail] if detail else []
    title = language.text(key) if language.has(key) else name
    return language.text("attack.part", title=title, part=", ".join(parts)) if parts else title
