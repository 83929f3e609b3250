"""The language to use before any file is read in full: the system's, or the first in an ``organisation.yml``."""

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
"""Characters of an ``organisation.yml`` that are searched."""


def languages() -> list[str]:
    """Return the codes of the languages of reports and messages."""
    return sorted(path.name for path in FOLDER.glob("[a-z][a-z]") if path.is_dir())


def system_language() -> str:
    """Return the code of the system's language if the suite has it, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if name_given := os.environ.get(name):
            return _code_if_known(name_given)
    return _code_if_known(_windows_language())


def settings_language(path: Path) -> str | None:
    """Return the first language of an ``organisation.yml``, which may be faulty; None if there is none."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            named = _NAMED.search(file.read(_ENOUGH))
    except OSError:
        return None
    codes = _CODE.findall(named[1]) if named else []
    return next((code for code in codes if code in languages()), None)


def _code_if_known(name: str) -> str:
    code = name[:2].lower()
    return code if code in languages() else USUAL


def _windows_language() -> str:
    if sys.platform != "win32":
        return USUAL
    import ctypes
    import locale

    return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), USUAL)


def section(code: str, name: str) -> dict[str, Any]:
    """Return one section of a language, parsed alone, so that ``--help`` need not wait for all of them."""
    import yaml

    texts = (path.read_text("utf-8") for path in sorted((FOLDER / code).glob("*.yml")))
    text = next(text for text in texts if re.search(rf"^{name}:$", text, re.MULTILINE))
    begin = re.search(rf"^{name}:\n", text, re.MULTILINE).end()  # type: ignore[union-attr]
    end = re.search(r"^[a-z]", text[begin:], re.MULTILINE)
    loaded = yaml.load(
        text[begin : begin + end.start()] if end else text[begin:], getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )
    return dict(loaded)
