"""LibreOffice without a screen: files converted, and workbooks filled in by a macro as by hands on a keyboard."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
LOCALES = {"fr": ("fr", "ML"), "en": ("en", "GB")}
_MACRO = """
Dim doc
Dim place As New com.sun.star.lang.Locale

Sub Main
  Dim none()
  Dim how(0) As New com.sun.star.beans.PropertyValue
  On Error GoTo Over
  doc = StarDesktop.loadComponentFromURL("{source}", "_blank", 0, none())
  place.Language = "{language}"
  place.Country = "{country}"
{entries}
  how(0).Name = "FilterName"
  how(0).Value = "{filter}"
  doc.storeToURL("{target}", how())
Over:
  StarDesktop.terminate()
End Sub

Sub Enter(sheet, address, text)
  Dim cell
  cell = doc.Sheets.getByName(sheet).getCellRangeByName(address)
  cell.CharLocale = place
  cell.FormulaLocal = text
End Sub
"""
_FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".ods": "calc8"}
_MODULE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD '
    'OfficeDocument 1.0//EN" "module.dtd">\n<script:module xmlns:script="http://openoffice.org/2000/script" '
    'script:name="Module1" script:language="StarBasic">{}</script:module>'
)
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{}</value></prop>
</item></oor:items>"""


def convert(source: Path, ending: str, folder: Path) -> Path:
    """The file as LibreOffice saves it in another format."""
    kind = ending.removeprefix(".")
    _run(folder, "--convert-to", f"{kind}:{_FILTERS[ending]}", "--outdir", str(folder), str(source))
    return folder / f"{source.stem}{ending}"


def typed(source: Path, target: Path, entries: list[tuple[str, str, str]], language: str) -> Path:
    """The workbook with entries (sheet, cell, what is typed) as LibreOffice takes them in that language's locale."""
    folder = target.parent
    code, country = LOCALES[language]
    macro = _MACRO.format(
        source=source.as_uri(),
        target=target.as_uri(),
        entries="\n".join("  Enter({}, {}, {})".format(*map(_quoted, entry)) for entry in entries),
        language=code,
        country=country,
        filter=_FILTERS[target.suffix],
    )
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(_SETTINGS.format(f"{code}-{country}"), "utf-8")
    _run(folder, "--terminate_after_init")  # lays out the profile, with an empty module
    (user / "basic" / "Standard" / "Module1.xba").write_text(_MODULE.format(escape(macro)), "utf-8")
    _run(folder, "macro:///Standard.Module1.Main")
    return target


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _run(folder: Path, *arguments: str) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", "--headless", "--norestore", profile, *arguments]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
