"""Which language to speak before anything is read whole: the system's, or that which an ``organisation.yml`` names."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Any

from genderaudit.foundations.workspace import TEMPLATES

FOLDER = TEMPLATES / "language"
USUAL = "en"
_NAMED = re.compile(r"^(?:languages?|langues?)[ \t]*:[ \t]*(.*(?:\n[ \t]*-.*)*)", re.MULTILINE)
_CODE = re.compile(r"\b[a-z]{2}\b")
_ENOUGH = 100_000
"""Characters of an ``organisation.yml`` that are looked at."""


def languages() -> list[str]:
    """Codes of the languages that reports can be written in, and messages be said in."""
    return sorted(path.stem for path in FOLDER.glob("[a-z][a-z].yml"))


def of_system() -> str:
    """The language that the system is set to, where there is such a one; else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if given := os.environ.get(name):
            return _known(given)
    return _known(_of_windows())


def of_settings(path: Path) -> str | None:
    """The first language of an ``organisation.yml`` that may be faulty; nothing where none can be found."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            named = _NAMED.search(file.read(_ENOUGH))
    except OSError:
        return None
    codes = _CODE.findall(named[1]) if named else []
    return next((code for code in codes if code in languages()), None)


def _known(name: str) -> str:
    code = name[:2].lower()
    return code if code in languages() else USUAL


def _of_windows() -> str:
    if sys.platform != "win32":
        return USUAL
    import ctypes
    import locale

    return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), USUAL)


def section(code: str, name: str) -> dict[str, Any]:
    """One section of a language file, parsed alone: the whole would keep who asks for help waiting."""
    import yaml

    text = (FOLDER / f"{code}.yml").read_text("utf-8")
    begin = text.index(f"\n{name}:\n") + len(name) + 3
    end = re.search(r"^[a-z]", text[begin:], re.MULTILINE)
    loaded = yaml.load(
        text[begin : begin + end.start()] if end else text[begin:], getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )
    return dict(loaded)
