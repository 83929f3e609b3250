"""Writing of a contract table in an organisation's own form: headers, codes, encoding, workbook.

The inverse of intake's ``columns`` and ``codes`` of ``organisation.yml``.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd

from genderaudit.simulation.figures import Tables
from genderaudit.simulation.survey import questionnaire

# A workbook has the time of saving in its properties and in its zip directory.
WRITTEN = datetime.datetime(2025, 6, 30)
PLAIN = (str, int)
TIME = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text with line feeds on every system."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))


def write_organisation(folder: Path, text: str, settings: dict[str, Any], rounds: Mapping[str, Tables]) -> None:
    """Write an organisation: ``text`` is its ``organisation.yml``, ``settings`` its content, and its tables."""
    write_text(folder / "organisation.yml", text)
    for round, tables in rounds.items():
        for name, table in tables.items():
            write_table(folder / round, name, table, settings)


def write_table(folder: Path, name: str, table: pd.DataFrame, settings: dict[str, Any]) -> None:
    """Write a table with the contract's headers and codes in the form given by ``settings`` (organisation.yml)."""
    form = settings.get("tables", {}).get(name, {})
    own = _own_headers(_own_codes(table, form.get("codes", {})), form.get("columns", {}))
    path = folder / form.get("file", f"{name}.csv")
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".xlsx":
        path.write_bytes(_workbook(own, form, settings["name"]))
    else:
        path.write_bytes(_csv(own, form))


def _own_codes(table: pd.DataFrame, codes: dict[str, dict[Any, Any]]) -> pd.DataFrame:
    """Return the table with the organisation's codes; of two spellings, every ninth row has the second."""
    own = table.astype(object) if codes else table
    for name, mapping in codes.items():
        spellings: dict[Any, list[Any]] = {}
        for theirs, ours in mapping.items():
            spellings.setdefault(ours, []).append(theirs)
        # Codes of "items" apply to every item of a survey; numbers of the scale are written unchanged.
        columns = [item["id"] for item in questionnaire()] if name == "items" else [name]
        for column in own.columns.intersection(columns):
            own[column] = [_spelled(value, spellings, row) for row, value in enumerate(own[column])]
    return own


def _spelled(value: Any, spellings: dict[Any, list[Any]], row: int) -> Any:
    if _blank(value) or value not in spellings:
        return value
    return spellings[value][-1 if row % 9 == 8 else 0]


def _own_headers(table: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    return table.rename(columns={ours: theirs for theirs, ours in columns.items()})


def _csv(table: pd.DataFrame, form: dict[str, Any]) -> bytes:
    decimal = form.get("decimal", ".")
    text = io.StringIO(newline="")
    # A spreadsheet on Windows ends lines with carriage return and line feed and puts a mark before UTF-8.
    ending, utf8 = ("\r\n", "utf-8-sig") if form else ("\n", "utf-8")
    writer = csv.writer(text, delimiter=form.get("delimiter", ","), lineterminator=ending)
    writer.writerow(table.columns)
    columns = [[_cell(value, decimal) for value in table.iloc[:, i].tolist()] for i in range(table.shape[1])]
    writer.writerows(zip(*columns, strict=True))
    encoding = form.get("encoding", "utf-8")
    return text.getvalue().encode(utf8 if encoding == "utf-8" else encoding)


def _cell(value: Any, decimal: str) -> str:
    if type(value) in PLAIN:  # most cells, and asking pandas whether they are blank takes time
        return str(value)
    if _blank(value):
        return ""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, datetime.date):
        return value.strftime("%d/%m/%Y") if decimal == "," else value.isoformat()
    if isinstance(value, float):
        text = f"{value:,.2f}" if value >= 1000 else f"{value:g}"
        # French spreadsheets separate thousands with a no-break space.
        return text.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",") if decimal == "," else text
    return str(value)


def _workbook(table: pd.DataFrame, form: dict[str, Any], title: str) -> bytes:
    """Return a workbook with a title above the header row, and a cover sheet if the data are on a later sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    for _ in range(1, int(form.get("sheet", 1))):
        sheet.append([title])
        sheet = book.create_sheet()
    for _ in range(1, form.get("header_row", 1)):
        sheet.append([title])
        title = ""
    sheet.append(list(table.columns))
    for row in table.itertuples(index=False):
        sheet.append([None if _blank(value) else value for value in row])
    raw = io.BytesIO()
    book.save(raw)
    return _without_times(raw.getvalue())


def _without_times(workbook: bytes) -> bytes:
    """Return the workbook with fixed times, uncompressed, as packing differs between zlib versions."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(packed, "w") as target:
        for item in source.infolist():
            content = source.read(item)
            if item.filename == "docProps/core.xml":
                content = TIME.sub(WRITTEN.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), content)
            target.writestr(zipfile.ZipInfo(item.filename, WRITTEN.timetuple()[:6]), content)
    return packed.getvalue()


def _blank(value: Any) -> bool:
    return value is None or bool(pd.isna(value))
