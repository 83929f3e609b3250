"""The kinds of files: what is detected, and what the same table gives in each of them."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

import fastparquet
import openpyxl
import pandas as pd
import pyreadstat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genderaudit.intake import values
from genderaudit.intake.readers import read_file
from genderaudit.organisation import TableFile

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))
from sample_ods import ods_bytes

ROWS = [["sex", "unit", "pay"], ["F", "Été; nord", 1500.5], ["M", None, 1200], ["F", "b\nc", 0.75]]
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), min_size=1, max_size=10)


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


@settings(max_examples=150, deadline=None)
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


@settings(max_examples=100, deadline=None)
@given(
    numbers=st.lists(st.integers(0, 10**9), min_size=1, max_size=8),
    mark=st.sampled_from([",", "."]),
    group=st.sampled_from(["", " ", "\u00a0"]),
)
def test_numbers_are_read_back_equal_whatever_the_decimal_mark(numbers, mark, group):
    written = [f"{n / 100:,.2f}".replace(".", "#").replace(",", group).replace("#", mark) for n in numbers]
    cells = pd.Series(written, dtype=object)
    found, both = values.decimal_mark([cells], ".")
    assert (found, both) == (mark, False)
    assert values.numbers(cells, found).tolist() == [n / 100 for n in numbers]


def test_both_decimal_marks_in_a_file_are_said(workspace):
    intake = workspace.read({"staff.csv": "sex;pay\nF;1500,5\nM;1500.5\n"})
    assert [problem.rule for problem in intake.problems] == ["two_decimal_marks"]
