"""``genderaudit release``, and the release after a run (``run --release``)."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from genderaudit.cli.options import DONE, Commands, add_workspace
from genderaudit.cli.words import say
from genderaudit.foundations.errors import error_language

if TYPE_CHECKING:
    from pathlib import Path

    from genderaudit.conclusions.releases import Reader, Release
    from genderaudit.foundations.language import Language
    from genderaudit.foundations.workspace import Workspace

LONGEST = 300
"""Characters allowed in a receiver's name and in a reason."""


def add_release(commands: Commands) -> None:
    """Add ``genderaudit release``."""
    releases = commands.add_parser("release")
    releases.add_argument("organisation", metavar="ORGANISATION")
    releases.add_argument("round", metavar="ROUND")
    reader = releases.add_mutually_exclusive_group()
    reader.add_argument("--validation", action="store_true")
    reader.add_argument("--public", action="store_true")
    releases.add_argument("--to", type=text, default="", metavar="NAME")
    releases.add_argument("--because", type=text, default="", metavar="WHY")
    add_workspace(releases)
    releases.set_defaults(command=release)


def release(arguments: argparse.Namespace) -> int:
    """Release a round, and print where its pages are."""
    from genderaudit.foundations.workspace import Workspace
    from genderaudit.runner.lock import locked
    from genderaudit.runner.passing import gate_passes
    from genderaudit.runner.releasing import ReleaseOrder
    from genderaudit.runner.releasing import release as freeze
    from genderaudit.runner.status import status, write_index

    workspace = Workspace.open(arguments.workspace)
    reader: Reader = "validation" if arguments.validation else "public" if arguments.public else "organisation"
    order = ReleaseOrder(reader, arguments.to, arguments.because)
    with locked(workspace):
        edition = freeze(
            workspace, arguments.organisation, arguments.round, order, gate_passes, prints=write_printed_forms
        )
        write_index(workspace, status(workspace))
    print(edition_sentence(edition, workspace))
    return DONE


def release_after_run(workspace: Workspace, organisation: str, round: str, because: str) -> str:
    """Release a round for its organisation; return a message, or an empty text if nothing has changed."""
    from genderaudit.runner.passing import gate_passes
    from genderaudit.runner.releasing import ReleaseOrder, SameEditionError
    from genderaudit.runner.releasing import release as freeze

    try:
        return edition_sentence(
            freeze(
                workspace,
                organisation,
                round,
                ReleaseOrder(because=because, only_changed=True),
                gate_passes,
                prints=write_printed_forms,
            ),
            workspace,
        )
    except SameEditionError:
        return ""


def write_printed_forms(folder: Path, language: Language) -> None:
    """Write report and brief as PDF and the brief as a picture; without a browser, print what to install."""
    from genderaudit.foundations.workspace import BRIEF, REPORT
    from genderaudit.report.writers.printing import browser, pdf_of, picture_of

    if browser() is None:
        print(language.text("errors.no_browser", page=f"{REPORT}.html"))
        return
    for name in (REPORT, BRIEF):
        pdf_of(folder / f"{name}.html", folder / f"{name}.pdf", language)
    picture_of(folder / f"{BRIEF}.html", folder / f"{BRIEF}.png", language)


def edition_sentence(release: Release, workspace: Workspace) -> str:
    """Return a sentence with number, reader and folder of an edition."""
    from genderaudit.foundations.language import language

    words, languages = language(error_language()), list(release.made_from)
    folder = workspace.edition(release.organisation, release.round, release.number, languages[0]).parent
    values = {
        "where": f"{release.organisation} {release.round}",
        "number": release.number,
        "reader": words.text(f"printed.readers.{release.reader}"),
        "languages": ", ".join(languages),
        "folder": folder,
    }
    if release.because:
        return words.text("printed.edition_corrects", replaces=release.replaces, **values)
    return words.text("printed.edition", **values)


def text(given: str) -> str:
    """Return an option's text on one line; raises an argparse error if it is too long."""
    line = " ".join(given.split())
    if len(line) > LONGEST:
        raise argparse.ArgumentTypeError(say("at_most", most=LONGEST))
    return line
