"""``genderaudit follow-up``: the page for the steering committee between two audits."""

from __future__ import annotations

import argparse
import datetime as dt

from genderaudit.cli.options import DONE, FAILED, Commands, add_workspace, indented
from genderaudit.cli.words import say


def add_follow_up(commands: Commands) -> None:
    """Add ``genderaudit follow-up``."""
    follows = commands.add_parser("follow-up")
    follows.add_argument("organisation", metavar="ORGANISATION")
    follows.add_argument("--on", type=day, metavar="DATE")
    follows.add_argument("--language", metavar="L")
    add_workspace(follows)
    follows.set_defaults(command=follow_up)


def follow_up(arguments: argparse.Namespace) -> int:
    """Write the page, record the state of each action, and print where the page is."""
    from genderaudit.conclusions.monitoring import keep, monitor
    from genderaudit.foundations.errors import AuditError
    from genderaudit.foundations.files import write_atomically
    from genderaudit.foundations.language import language
    from genderaudit.foundations.workspace import Workspace
    from genderaudit.methodology.method import methodology
    from genderaudit.methodology.organisation import read_organisation
    from genderaudit.report.monitoring import document
    from genderaudit.report.writers.page import html

    workspace, name = Workspace.open(arguments.workspace), arguments.organisation
    about, method = read_organisation(workspace.raw(name)), methodology()
    texts = language(arguments.language or about.languages[0])
    on = arguments.on or dt.date.today()
    try:
        monitoring = monitor(workspace, name, about, method, on)
    except AuditError as error:  # the workbook has errors
        print(indented(error.sentence(texts)))
        return FAILED
    if monitoring is None:
        newest = (workspace.rounds(name) or ["…"])[-1]
        raise AuditError("no_plan", organisation=name, round=newest)
    path = workspace.follow_up(name, monitoring.round, on.isoformat(), texts.code)
    write_atomically(path, html(document(monitoring, about.name, method, texts)))
    keep(workspace, name, monitoring)
    print(path)
    return DONE


def day(given: str) -> dt.date:
    """Return the date given as an option; raises an argparse error if it is ambiguous or no date."""
    from genderaudit.foundations.days import written_day

    written = written_day(given)
    if written.ambiguous or not written.day_first:
        raise argparse.ArgumentTypeError(say("a_day"))
    return written.day_first
