"""Shared by Word files and slides: colours, fonts, properties, and the same bytes for the same document."""

from __future__ import annotations

import io
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from genderaudit.foundations.language import Language

INK, QUIET, WOMEN, ACCENT, LINE, TINT = "222222", "5F584F", "4B2E83", "A8430F", "D9D3CA", "F6F2EC"
"""The colours of templates/report/document.css."""
RATINGS = {"missing": "8C1D18", "approaches": "6B4A00", "meets": "1D5A37", "exceeds": "174A7C"}
"""The colours of ratings in templates/report/style.css."""
BODY, SERIF = "Calibri", "Georgia"
"""Fonts of Office on every system; other programs substitute theirs."""
BEGINNING = (1980, 1, 1, 0, 0, 0)
"""Date of every entry of the archive, so that files are reproducible."""
_NO_NAMES = ("author", "last_modified_by", "comments", "keywords", "category", "subject")


def describe(file: Any, title: str, language: Language) -> None:
    """Set title and language of a file, and remove names, dates and the thumbnail."""
    about = file.core_properties
    for name in _NO_NAMES:
        setattr(about, name, "")
    about.title, about.language = title[:255], language.tag
    for node in list(about._element):
        if node.tag.rpartition("}")[2] in ("created", "modified", "lastPrinted", "revision"):
            about._element.remove(node)
    package = file.part.package
    rels = package.rels if hasattr(package, "rels") else package._rels
    for name in [name for name, one in rels.items() if one.reltype.endswith("/thumbnail")]:
        rels.pop(name)


def saved(file: Any) -> bytes:
    """Return the file as bytes, packed without the current time."""
    made, packed = io.BytesIO(), io.BytesIO()
    file.save(made)
    with ZipFile(made) as old, ZipFile(packed, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name, BEGINNING), old.read(name), ZIP_DEFLATED)
    return packed.getvalue()
