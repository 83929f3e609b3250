"""Language of a command's messages: ``--language``, else the organisation's, else the system's."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.spoken import languages, settings_language


def asked(argv: Sequence[str]) -> str | None:
    """Return the first language after ``--language`` if it exists; called before the command line is parsed."""
    for i, given in enumerate(argv):
        option, _, code = given.partition("=")
        if option == "--language":
            code = code or next(iter(argv[i + 1 :]), "")
            return code if code in languages() else None
    return None


def of_organisations(arguments: argparse.Namespace) -> str | None:
    """Return the first language of the organisations concerned (named, or all), or None if they differ."""
    from genderaudit.foundations.workspace import Workspace

    named = getattr(arguments, "organisation", None) or getattr(arguments, "organisations", None)
    if isinstance(named, int):  # so many that are to be invented
        return None
    try:
        workspace = Workspace.open(getattr(arguments, "workspace", ""))
        names = [named] if isinstance(named, str) else list(named or []) or workspace.organisations()
        codes = {settings_language(workspace.raw(name) / "organisation.yml") for name in names}
    except (AuditError, OSError):
        return None
    return codes.pop() if len(codes) == 1 else None
