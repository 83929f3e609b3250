"""Which language a command speaks: that of ``--language``, else the organisation's, else the system's."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.spoken import languages, settings_language


def asked(argv: Sequence[str]) -> str | None:
    """The language that ``--language`` names first, where there is such a one; before the command line is parsed."""
    for i, given in enumerate(argv):
        option, _, code = given.partition("=")
        if option == "--language":
            code = code or next(iter(argv[i + 1 :]), "")
            return code if code in languages() else None
    return None


def of_organisations(arguments: argparse.Namespace) -> str | None:
    """The first language of the organisations that a command is about (named, or all), if it is the same of all."""
    from genderaudit.foundations.workspace import Workspace

    named = getattr(arguments, "organisation", None) or getattr(arguments, "organisations", None)
    if isinstance(named, int):  # so many that are to be invented
        return None
    try:
        workspace = Workspace.open(getattr(arguments, "workspace", ""))
        names = [named] if isinstance(named, str) else list(named or []) or workspace.organisations()
        found = {settings_language(workspace.raw(name) / "organisation.yml") for name in names}
    except (AuditError, OSError):
        return None
    return found.pop() if len(found) == 1 else None
