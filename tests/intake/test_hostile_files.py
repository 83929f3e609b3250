"""Files that would do harm are refused with a rule of their own, quickly; text that would is only text."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from genderaudit.errors import AuditError
from genderaudit.language import language
from genderaudit.organisation import read_organisation
from genderaudit.report.quality import quality_page

MINIMAL = "name: Example\nkind: ngo\nlanguages: [en]\n"
SHEET = "xl/worksheets/sheet1.xml"


def _workbook(change: Callable[[bytes], bytes] = bytes, **parts: bytes) -> bytes:
    """A list of one woman, with its sheet changed and parts added."""
    book = openpyxl.Workbook()
    book.active.append(["sex", "unit"])
    book.active.append(["F", "a"])
    plain, stream = io.BytesIO(), io.BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, change(content) if name == SHEET else content)
        for name, content in parts.items():
            target.writestr(name, content)
    return stream.getvalue()


def _packed_with_itself() -> bytes:
    """An archive of parts that claim more than they hold, as overlapping parts do."""
    return _workbook(**{f"part{i}": b" " * 60_000_000 for i in range(4)})


REFUSED = {
    "bomb": ("staff.xlsx", lambda: _workbook(lambda sheet: sheet + b" " * 150_000_000), "packed_too_strongly"),
    "many bombs": ("staff.xlsx", _packed_with_itself, "file_too_large"),
    "rows in the distance": (
        "staff.xlsx",
        lambda: _workbook(lambda s: s.replace(b'r="2"', b'r="99999999"')),
        "too_many_rows",
    ),
    "column XFD": ("staff.xlsx", lambda: _workbook(lambda s: s.replace(b'"B2"', b'"XFD2"')), "too_many_columns"),
    "macros": ("staff.xlsx", lambda: _workbook(**{"xl/vbaProject.bin": b"x"}), "workbook_with_macros"),
    "links": ("staff.xlsx", lambda: _workbook(**{"xl/externalLinks/externalLink1.xml": b"x"}), "workbook_with_links"),
    "entities": ("staff.xlsx", lambda: _workbook(lambda s: b'<!DOCTYPE x [<!ENTITY a "b">]>' + s), "broken_workbook"),
    "cut off": ("staff.xlsx", lambda: _workbook()[:-300], "broken_workbook"),
    "text as workbook": ("staff.xlsx", lambda: b"sex\nF\n", "wrong_ending"),
    "workbook as text": ("staff.csv", _workbook, "wrong_ending"),
    "old workbook": ("staff.csv", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_workbook"),
    "nothing": ("staff.xlsx", lambda: b"", "file_empty"),
    "null bytes": ("staff.csv", lambda: b"sex\nF\0\n", "not_text"),
    "two encodings": ("staff.csv", lambda: "sex,unit\nF,é\n".encode() + "M,é\n".encode("cp1252"), "mixed_encoding"),
    "open quotation mark": ("staff.csv", lambda: b'sex,unit\nF,"a\nM,b\n', "broken_csv"),
    "thousands of columns": (
        "staff.csv",
        lambda: b"sex" + b",".join(b"c%d" % i for i in range(3000)),
        "too_many_columns",
    ),
    "endless cell": ("staff.csv", lambda: b"sex,unit\nF," + b"x" * 20_000, "cell_too_long"),
    "broken SPSS": ("staff.sav", lambda: b"$FL2" + b"\0" * 300, "broken_data_file"),
    "broken Parquet": ("staff.parquet", lambda: b"PAR1" + b"\0" * 300 + b"PAR1", "broken_data_file"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_file_is_refused_with_a_sentence(workspace, case):
    name, content, rule = REFUSED[case]
    files = {name: content()}
    started = time.monotonic()
    errors = workspace.read(files).errors
    assert [problem.rule for problem in errors] == [rule]
    assert all(problem.sentence(language(code)) for problem in errors for code in ("en", "fr"))
    assert time.monotonic() - started < 20


@pytest.mark.parametrize("claim", [b"A1:XFD1048576", b"A1:A1"])
def test_what_a_sheet_claims_about_its_size_is_not_believed(workspace, claim):
    content = _workbook(lambda sheet: sheet.replace(b"A1:B2", claim))
    staff = workspace.read({"staff.xlsx": content}).tables["staff"]
    assert staff[["sex", "unit"]].to_numpy().tolist() == [["F", "a"]]


@pytest.mark.parametrize(
    "text",
    [
        "x: " + "[" * 100_000,
        "x: " + "{a: " * 3000 + "}" * 3000,
        "minimum_cell: " + "9" * 6000,
        'tables: {staff: {file: "a\\0b.csv"}}',
        'tables: {staff: {file: "' + "é" * 199 + '"}}',
        "tables: {staff: {file: ../../secret.csv}}",
        "tables: {staff: {file: /etc/passwd}}",
        "a: &a [1]\nb: *a",
        "a: !!python/object:os.system 1",
    ],
)
def test_tricks_in_organisation_yml_are_refused(workspace, text):
    started = time.monotonic()
    with pytest.raises(AuditError):
        workspace.read({}, MINIMAL + text + "\n")
    assert time.monotonic() - started < 5


def test_script_in_any_text_is_only_text_on_the_page(workspace):
    script = "<script>alert(1)</script>"
    settings = MINIMAL.replace("Example", f"'{script}'")
    files = {
        "bodies.csv": f"body,sex,quota_women,{script}\n{script},F,0.3,1\n{script},M,0.4,1\n",
        f"{'<b>'}.csv": "x\n",
    }
    intake = workspace.read(files, settings)
    about = read_organisation(workspace.root / "data" / "raw" / "example")
    page = quality_page(intake, about, "2025", language("en"))
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_half_a_person_is_an_error_not_rounded(workspace):
    assert [p.rule for p in workspace.read({"members.csv": "sex,count\nF,2.5\n"}).errors] == ["not_a_number"]
