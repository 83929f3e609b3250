"""The kinds of files: what is detected, and what the same table gives in each of them."""

from __future__ import annotations

import csv
import io
import re
import sys
import unicodedata
import zipfile
from functools import partial
from pathlib import Path
from unittest.mock import patch

import fastparquet
import openpyxl
import pandas as pd
import pyreadstat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genderaudit.intake.cells import values
from genderaudit.intake.cells.numbers import marks_of
from genderaudit.intake.files import statistics_process
from genderaudit.intake.files.readers import read_file
from genderaudit.methodology.organisation import TableFile

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))
from sample_ods import ods_bytes

ROWS = [["sex", "unit", "pay"], ["F", "Été; nord", 1500.5], ["M", None, 1200], ["F", "b\nc", 0.75]]
TEXT = (
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Zs", "Zl", "Zp"]), min_size=1, max_size=10
    )
    .map(partial(unicodedata.normalize, "NFC"))  # as it is read, however a file writes accents
    .filter(lambda text: not re.match(r"'[\w=+@-]|#.*[!?#DA]$", text))  # text marked as text, and errors
)


def _xlsx(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _file(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def _cells(path: Path, table: str = "staff", **options: object) -> list[list[object]]:
    cells = read_file(path, TableFile(**options), table).cells
    return [[None if pd.isna(cell) else cell for cell in row] for row in cells.to_numpy(dtype=object).tolist()]


@pytest.mark.parametrize(("name", "write"), [("staff.xlsx", _xlsx), ("staff.ods", ods_bytes)])
def test_workbooks_of_both_kinds_give_the_same_cells(tmp_path, name, write):
    assert _cells(_file(tmp_path, name, write(ROWS))) == ROWS[1:]


def test_parquet_gives_the_same_cells(tmp_path):
    frame = pd.DataFrame({"sex": ["F", "M"], "unit": ["é", None], "pay": [1.5, None]}).astype(
        {"sex": object, "unit": object}
    )
    fastparquet.write(str(tmp_path / "staff.parquet"), frame, object_encoding="utf8")
    assert _cells(tmp_path / "staff.parquet") == [["F", "é", 1.5], ["M", None, None]]


def test_spss_codes_are_read_by_their_labels(tmp_path, workspace):
    frame = pd.DataFrame({"sexe": [1.0, 2.0, 2.0], "pay": [10.0, 20.0, None]})
    pyreadstat.write_sav(frame, str(tmp_path / "x.sav"), variable_value_labels={"sexe": {1: "Homme", 2: "Femme"}})
    settings = "name: E\nkind: ngo\nlanguages: [fr]\ntables: {staff: {columns: {sexe: sex}, codes: {sex: %s}}}\n"
    content = (tmp_path / "x.sav").read_bytes()
    for codes in ("{Homme: M, Femme: F}", '{"1": M, "2": F}'):
        intake = workspace.read({"staff.sav": content}, settings % codes)
        assert intake.errors == ()
        assert intake.tables["staff"]["sex"].tolist() == ["M", "F", "F"]


def test_answers_with_labels_stay_numbers(tmp_path, workspace):
    frame = pd.DataFrame({"sex": ["F", "M"], "D1": [5.0, 1.0]})
    labels = {"D1": {1: "Strongly disagree", 5: "Strongly agree"}}
    pyreadstat.write_sav(frame.astype({"sex": object}), str(tmp_path / "x.sav"), variable_value_labels=labels)
    survey = workspace.read({"survey.sav": (tmp_path / "x.sav").read_bytes()}).tables["survey"]
    assert survey["D1"].tolist() == [5, 1]


def test_values_of_formulas_are_read_not_formulas(tmp_path):
    rows = [["sex", "pay"], ["F", "=1+1"]]
    assert _cells(_file(tmp_path, "staff.xlsx", _xlsx(rows))) == [["F", None]]  # no program has computed it yet


def test_header_below_a_title_is_found_where_it_is_certain(tmp_path):
    path = _file(tmp_path, "staff.csv", "Staff list\n30 June 2025\n\nname;sex\na;F\n")
    raw = read_file(path, TableFile(), "staff")
    assert raw.cells["sex"].tolist() == ["F"]
    assert raw.detected["header_row"] == "4"
    assert raw.cells.index.tolist() == [5]


def test_given_header_row_is_not_second_guessed(tmp_path):
    path = _file(tmp_path, "staff.csv", "sex;a\nsex;b\nF;c\n")
    assert read_file(path, TableFile(header_row=2), "staff").cells.columns.tolist() == ["sex", "b"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_are_found(tmp_path, encoding):
    assert _cells(_file(tmp_path, "staff.csv", "sex;unit\nF;Été œuvre\n".encode(encoding))) == [["F", "Été œuvre"]]


def test_separator_line_of_excel_is_understood(tmp_path):
    assert _cells(_file(tmp_path, "staff.csv", "sep=|\nsex|unit\nF|a;b\n")) == [["F", "a;b"]]


@settings(max_examples=12, deadline=None)
@given(
    rows=st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=6),
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    titles=st.integers(0, 3),
)
def test_table_in_any_dialect_is_read_back_equal(tmp_path_factory, rows, delimiter, encoding, end, quoting, titles):
    stream = io.StringIO(newline="")
    stream.write(f"A title{end}" * titles)
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerows([("sex", "unit", "function"), *(("F", *row) for row in rows)])
    path = tmp_path_factory.mktemp("dialect") / "staff.csv"
    path.write_bytes(stream.getvalue().encode(encoding))
    assert _cells(path) == [["F", *row] for row in rows]


NUMBER = st.one_of(st.none(), st.integers(-(10**9), 10**9), st.floats(-1e9, 1e9).map(lambda x: round(x, 3)))
RECORDS = st.lists(st.tuples(st.sampled_from("FMX"), st.none() | TEXT, NUMBER), min_size=1, max_size=6)
HEADER = ("sex", "unit", "pay")


@settings(max_examples=8, deadline=None)
@given(
    records=RECORDS,
    titles=st.lists(TEXT, max_size=3),
    before=st.integers(0, 2),
    after=st.integers(0, 2),
    claim=st.sampled_from([None, "A1:A1", "A1:XFD1048576"]),
)
def test_table_in_any_workbook_is_read_back_equal(tmp_path_factory, records, titles, before, after, claim):
    book = openpyxl.Workbook()
    sheets = [book.active, *(book.create_sheet() for _ in range(before + after))]
    for sheet in sheets:
        sheet.append(["notes"])
    sheets[before].delete_rows(1)
    for row in (*([title] for title in titles), HEADER, *records):
        sheets[before].append(row)
        for cell in sheets[before][sheets[before].max_row]:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type  # "=1" was typed as text
    path = tmp_path_factory.mktemp("xlsx") / "staff.xlsx"
    book.save(path)
    if claim:
        _claim(path, f"xl/worksheets/sheet{before + 1}.xml", claim)
    assert _cells(path) == [list(record) for record in records]


def _claim(path: Path, sheet: str, size: str) -> None:
    """Have a sheet say that it is so large."""
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    parts[sheet] = re.sub(rb'<dimension ref="[^"]*"', f'<dimension ref="{size}"'.encode(), parts[sheet])
    with zipfile.ZipFile(path, "w") as target:
        for name, content in parts.items():
            target.writestr(name, content)


@settings(max_examples=8, deadline=None)
@given(records=RECORDS, titles=st.lists(TEXT, max_size=3), again=st.integers(1, 3))
def test_table_in_any_ods_is_read_back_equal(tmp_path_factory, records, titles, again):
    content = ods_bytes([*([title] for title in titles), HEADER, *records])
    path = tmp_path_factory.mktemp("ods") / "staff.ods"
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(path, "w") as target:
        for name in ("mimetype", "META-INF/manifest.xml"):
            target.writestr(name, source.read(name))
        text = source.read("content.xml").decode()
        # Equal rows that follow each other are written once, with their number: here the last record.
        head, row, tail = text.rpartition(_LAST_ROW.findall(text)[-1])
        repeated = row.replace("<table:table-row", f'<table:table-row table:number-rows-repeated="{again}"')
        target.writestr("content.xml", head + repeated + tail)
    assert _cells(path) == [list(record) for record in [*records, *[records[-1]] * (again - 1)]]


def _cells_at_once(path: Path) -> list[list[object]]:
    """``_cells`` of a data file without a process of its own, which takes a second."""
    limits = dict.fromkeys(("rows", "columns", "cells", "letters"), 10**9)
    read = partial(statistics_process.main, limits=limits, memory=-1)
    with patch("genderaudit.intake.files.statistics_files._read_apart", lambda path: read(str(path))):
        return _cells(path)


_LAST_ROW = re.compile(r"<table:table-row>.*?</table:table-row>", re.DOTALL)
LABELS = {"F": "Femme", "M": "Homme", "X": "Autre"}


@settings(max_examples=8, deadline=None)
@given(
    records=RECORDS,
    codes=st.permutations([1, 2, 9]).map(lambda numbers: dict(zip("FMX", numbers, strict=True))),
    compress=st.booleans(),
    missing=st.booleans(),
)
def test_table_in_spss_is_read_back_equal_by_its_labels(tmp_path_factory, records, codes, compress, missing):
    path = tmp_path_factory.mktemp("sav") / "staff.sav"
    frame = pd.DataFrame(
        {
            "sex": [float(codes[sex]) for sex, _, _ in records],
            "unit": [unit or "" for _, unit, _ in records],
            "pay": [pay for _, _, pay in records],
        }
    ).astype({"unit": object, "pay": float})
    if missing:
        frame["pay"] = frame["pay"].fillna(-99)
    pyreadstat.write_sav(
        frame,
        str(path),
        compress=compress,
        variable_value_labels={"sex": {code: LABELS[sex] for sex, code in codes.items()}},
        missing_ranges={"pay": [-99]} if missing else None,
    )
    blanked = [None if missing and pay == -99 else pay for _, _, pay in records]
    wanted = [[LABELS[sex], unit, pay] for (sex, unit, _), pay in zip(records, blanked, strict=True)]
    assert _cells_at_once(path) == wanted


@settings(max_examples=8, deadline=None)
@given(
    records=RECORDS,
    compression=st.sampled_from([None, "GZIP", "SNAPPY", "ZSTD"]),
    parts=st.integers(1, 3),
    words=st.booleans(),
)
def test_table_in_any_parquet_is_read_back_equal(tmp_path_factory, records, compression, parts, words):
    path = tmp_path_factory.mktemp("parquet") / "staff.parquet"
    frame = pd.DataFrame(records, columns=list(HEADER)).astype({"sex": object, "unit": object, "pay": float})
    if words:
        frame["sex"] = frame["sex"].astype("category")
    offsets = list(range(0, len(frame), max(1, len(frame) // parts)))
    fastparquet.write(str(path), frame, compression=compression, row_group_offsets=offsets, object_encoding="utf8")
    assert _cells_at_once(path) == [list(record) for record in records]


@settings(max_examples=40, deadline=None)
@given(
    numbers=st.lists(st.integers(0, 10**9), min_size=1, max_size=8),
    mark=st.sampled_from([",", "."]),
    group=st.sampled_from(["", " ", "\u00a0"]),
)
def test_numbers_are_read_back_equal_whatever_the_decimal_mark(numbers, mark, group):
    written = [f"{n / 100:,.2f}".replace(".", "#").replace(",", group).replace("#", mark) for n in numbers]
    cells = pd.Series(written, dtype=object)
    marks = marks_of([cells])
    assert (marks.certain, marks.both) == (mark, False)
    assert values.numbers(cells, mark).tolist() == [n / 100 for n in numbers]


def test_both_decimal_marks_in_a_column_are_said(workspace):
    intake = workspace.read({"staff.csv": "sex;variable_pay\nF;1500,5\nM;1500.5\n"})
    assert [problem.rule for problem in intake.problems] == ["two_decimal_marks"]
    assert intake.tables["staff"]["variable_pay"].tolist() == [1500.5, 1500.5]
