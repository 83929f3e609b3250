"""Files that would do harm are refused with a rule of their own, quickly; text that would is only text."""

from __future__ import annotations

import importlib
import io
import itertools
import pickle
import pkgutil
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import fastparquet
import numpy as np
import openpyxl
import pandas as pd
import pyreadstat
import pytest
from at_length import at_length

import genderaudit.intake
from genderaudit.audit.notebook import open_audit
from genderaudit.cli import main
from genderaudit.foundations import limits
from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.language import language
from genderaudit.foundations.workspace import Workspace
from genderaudit.intake.files import statistics_process
from genderaudit.methodology.organisation import read_organisation
from genderaudit.report.quality import quality_page
from genderaudit.runner import plan
from genderaudit.runner.execute import run_task
from genderaudit.runner.known import Known
from genderaudit.runner.status import status

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))
from sample_ods import ods_bytes

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


def _ods(change: Callable[[bytes], bytes] = bytes, **parts: bytes) -> bytes:
    """The same list as an ODS file, with its content changed and parts added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(ods_bytes([["sex", "unit"], ["F", "a"]]))) as source:
        plain = {name: source.read(name) for name in source.namelist()}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, part in {**plain, "content.xml": change(plain["content.xml"]), **parts}.items():
            target.writestr(name, part)
    return stream.getvalue()


def _with_password(content: bytes) -> bytes:
    """The archive's parts marked as encrypted."""
    return content.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")


def _data_file(ending: str, frame: pd.DataFrame) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"list{ending}"
        if ending == ".sav":
            pyreadstat.write_sav(frame, str(path), compress=True)
        else:
            fastparquet.write(str(path), frame, object_encoding="utf8", compression="ZSTD")
        return path.read_bytes()


def _in_table(content: bytes, element: bytes) -> bytes:
    return re.sub(rb"(<table:table [^>]*>)", rb"\g<1>" + element, content)


def _repeated(content: bytes, element: bytes, what: bytes) -> bytes:
    """The first cell or row a thousand million times over."""
    start = b"<table:table-" + element
    return content.replace(start, start + b" table:number-" + what + b'-repeated="1000000000"', 1)


WIDE = pd.DataFrame({"sex": ["F"], **{f"c{i}": [1.0] for i in range(limits.MOST_COLUMNS)}}).astype({"sex": object})
REFUSED = {
    "bomb": ("staff.xlsx", lambda: _workbook(lambda sheet: sheet + b" " * 150_000_000), "packed_too_strongly"),
    "many bombs": ("staff.xlsx", _packed_with_itself, "unpacks_too_large"),
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
    "cell of 10 MB": ("staff.csv", lambda: b"sex,unit\nF," + b"x" * 10_000_000 + b"\nM,b\n", "cell_too_long"),
    "quoted cell of 10 MB": ("staff.csv", lambda: b'sex,unit\nF,"' + b"x\n" * 5_000_000 + b'"\n', "cell_too_long"),
    "open quotation mark far above": ("staff.csv", lambda: b'sex,unit\nF,"a\n' + b"M,b\n" * 1_000_000, "broken_csv"),
    "hundreds of digits": (
        "staff.xlsx",
        lambda: _workbook(lambda s: s.replace(b'r="2"', b'r="' + b"9" * 5000 + b'"')),
        "broken_workbook",
    ),
    "endless index": (
        "staff.xlsx",
        lambda: _workbook(**{"x" * 60_000 + str(i): b"" for i in range(20)}),
        "packed_too_strongly",
    ),
    "password": ("staff.xlsx", lambda: _with_password(_workbook()), "workbook_with_password"),
    "ODS bomb": ("staff.ods", lambda: _ods(lambda content: content + b" " * 150_000_000), "packed_too_strongly"),
    "ODS with macros": ("staff.ods", lambda: _ods(**{"Basic/Standard/Module1.xml": b"x"}), "workbook_with_macros"),
    "ODS with links": (
        "staff.ods",
        lambda: _ods(lambda c: _in_table(c, b"<table:table-source/>")),
        "workbook_with_links",
    ),
    "ODS entities": (
        "staff.ods",
        lambda: _ods(lambda c: c.replace(b"?>", b"?><!DOCTYPE x [<!ENTITY a 'b'>]>", 1)),
        "broken_workbook",
    ),
    "ODS cell repeated": ("staff.ods", lambda: _ods(lambda c: _repeated(c, b"cell", b"columns")), "too_many_columns"),
    "ODS cut off": ("staff.ods", lambda: _ods()[:-300], "broken_workbook"),
    "wide SPSS": ("staff.sav", lambda: _data_file(".sav", WIDE), "too_many_columns"),
    "wide Parquet": ("staff.parquet", lambda: _data_file(".parquet", WIDE), "too_many_columns"),
    "SPSS cut off": ("staff.sav", lambda: _data_file(".sav", WIDE)[:-40_000], "broken_data_file"),
    "broken SPSS": ("staff.sav", lambda: b"$FL2" + b"\0" * 300, "broken_data_file"),
    "broken Parquet": ("staff.parquet", lambda: b"PAR1" + b"\0" * 300 + b"PAR1", "broken_data_file"),
}


LARGE = {"wide SPSS", "wide Parquet", "SPSS cut off", "quoted cell of 10 MB", "open quotation mark far above"}


@pytest.mark.parametrize("case", at_length(sorted(REFUSED, key=lambda case: (case in LARGE, case[::-1])), 16))
def test_file_is_refused_with_a_sentence(workspace, case):
    name, content, rule = REFUSED[case]
    files = {name: content()}
    started = time.monotonic()
    errors = workspace.read(files).errors
    assert [problem.rule for problem in errors] == [rule]
    assert not [(problem, code) for problem in errors for code in ("en", "fr") if not problem.sentence(language(code))]
    assert time.monotonic() - started < 20


FRAME = pd.DataFrame({"sex": ["F"] * 50, "unit": [f"unit {i}" for i in range(50)]}).astype(object)


@pytest.mark.parametrize(
    ("limit", "value", "rule"),
    [
        ("MOST_ROWS", 40, "too_many_rows"),
        ("MOST_CELLS", 90, "too_many_cells"),
        ("LARGEST_FILE", 10_000, "unpacks_too_large"),
    ],
)
@pytest.mark.parametrize("ending", [".sav", ".parquet"])
def test_data_file_that_unpacks_to_more_than_the_limit(workspace, monkeypatch, ending, limit, value, rule):
    frame = FRAME.assign(unit=[f"{i}" + "x" * 250 for i in range(50)]) if limit == "LARGEST_FILE" else FRAME
    content = _data_file(ending, frame)
    for module in pkgutil.walk_packages(genderaudit.intake.__path__, "genderaudit.intake."):
        monkeypatch.setattr(importlib.import_module(module.name), limit, value, raising=False)
    assert [problem.rule for problem in workspace.read({f"staff{ending}": content}).errors] == [rule]


def test_data_file_that_takes_too_much_memory(workspace, monkeypatch):
    content = _data_file(".parquet", pd.DataFrame({"sex": np.zeros(1_900_000)}))
    assert len(content) < 100_000
    monkeypatch.setattr("genderaudit.intake.files.statistics_files.MOST_MEMORY", 1_000_000)
    assert [problem.rule for problem in workspace.read({"staff.parquet": content}).errors] == ["too_much_memory"]


def test_data_file_that_takes_too_long(workspace, monkeypatch):
    monkeypatch.setattr("genderaudit.intake.files.statistics_files.LONGEST_READING", 0.01)
    errors = workspace.read({"staff.parquet": _data_file(".parquet", FRAME)}).errors
    assert [problem.rule for problem in errors] == ["broken_data_file"]


def test_what_a_library_prints_of_a_damaged_file_is_no_part_of_the_answer(tmp_path):
    content = bytearray(_data_file(".parquet", FRAME))
    footer = len(content) - 8 - int.from_bytes(content[-8:-4], "little")
    content[footer] = 0x0F  # a type that Thrift does not have: fastparquet prints that on standard output
    (tmp_path / "list.parquet").write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-I", statistics_process.__file__, tmp_path / "list.parquet", *["1000000000"] * 5],
        capture_output=True,
        check=True,
    )
    assert b"Corrupted thrift data" in done.stderr
    assert pickle.loads(done.stdout) == ("broken_data_file", {})
    assert len(pickle.dumps(("broken_data_file", {}))) == len(done.stdout)


def test_ods_row_that_is_repeated_a_thousand_million_times(workspace, monkeypatch):
    monkeypatch.setattr("genderaudit.intake.files.book.MOST_ROWS", 1_000_000)
    content = _ods(lambda content: _repeated(content, b"row", b"rows"))
    assert [problem.rule for problem in workspace.read({"staff.ods": content}).errors] == ["too_many_rows"]


def test_workbook_of_two_cells_far_apart_takes_no_memory_of_ours(workspace):
    """Its reader makes room for all cells between them, and is ended by that (calamine, issue 693)."""
    corner = b'<row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData>'
    content = _workbook(lambda sheet: sheet.replace(b"</sheetData>", corner))
    assert [problem.rule for problem in workspace.read({"staff.xlsx": content}).errors] == ["too_much_memory"]


def test_workbook_that_takes_too_long(workspace, monkeypatch):
    monkeypatch.setattr("genderaudit.intake.files.book.LONGEST_READING", 0.01)
    assert [problem.rule for problem in workspace.read({"staff.xlsx": _workbook()}).errors] == ["broken_workbook"]


@pytest.mark.parametrize(
    ("stream", "ending", "rule"),
    [
        ("EncryptedPackage", ".xlsx", "workbook_with_password"),
        ("_VBA_PROJECT_CUR", ".xls", "workbook_with_macros"),
        ("Workbook", ".xlsx", "old_workbook"),
        ("Workbook", ".xls", "broken_workbook"),
    ],
)
def test_old_workbooks_that_are_not_what_they_seem(workspace, stream, ending, rule):
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + stream.encode("utf-16-le") + b"\0" * 600
    assert [problem.rule for problem in workspace.read({f"staff{ending}": content}).errors] == [rule]


def test_numbers_of_thousands_of_digits_are_not_plausible_and_no_fault_of_the_program(workspace):
    names = ["birth_year", "age", "age_band", "hired_on", "pay", "fte", "service_years"]
    rows = f"sex,{','.join(names)}\nF,{','.join(['9' * 5000] * len(names))}\n"
    intake = workspace.read({"staff.csv": rows})
    assert len(intake.problems) == len(names)
    assert intake.tables["staff"][["pay", "age_low", "hired_on"]].isna().all(axis=None)


def test_control_characters_of_a_list_reach_no_table_and_no_sentence(workspace):
    intake = workspace.read({"staff.csv": "sex,unit,\x1b[2J\nF,a\x07b\x1b[31m\tc,1\n", "x\x1b[2Jy.csv": "a\n"})
    assert intake.tables["staff"]["unit"].tolist() == ["ab[31m\tc"]
    said = [problem.sentence(language("fr")) for problem in intake.problems]
    assert len(said) == 2
    assert not [sentence for sentence in said if "\x1b" in sentence]


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
        "\n".join(
            ["a: &a [x, x]", *(f"{c}: &{c} [*{p}, *{p}]" for p, c in itertools.pairwise("abcdefghijklmnopqrstuvw"))]
        ),
        "<<: {kind: ngo}",
        'levels: ["a\\u0007b"]',
        'levels: ["a\\ud800b"]',
        "a: !!python/object:os.system 1",
    ],
)
def test_tricks_in_organisation_yml_are_refused(workspace, text):
    started = time.monotonic()
    with pytest.raises(AuditError):
        workspace.read({}, MINIMAL + text + "\n")
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    "name", ["../other", "/etc", "..", "a/b", "a\\b", "A", "a b", "é", "a\0", "", ".hidden", "x" * 65]
)
def test_name_of_an_organisation_or_a_round_is_no_path(workspace, name):
    workspace.organisation()
    place = Workspace.open(workspace.root)
    uses = [
        place.raw,
        place.new_raw,
        lambda name: place.raw("example", name),
        lambda name: place.outputs("example", name, "en"),
    ]
    for use in uses:
        with pytest.raises(AuditError, match="cannot be the name of"):
            use(name)


def test_folder_of_a_round_that_is_a_link_is_refused(workspace):
    workspace.organisation({"staff.csv": "sex\nF\n"}, name="other")
    round = workspace.organisation()
    (round.parent / "2026").symlink_to(workspace.root / "data" / "raw" / "other" / "2025")
    with pytest.raises(AuditError, match="2026 of example is a link"):
        read_organisation(round.parent)
    [task] = plan(Workspace.open(workspace.root), ["example"])
    assert [(one.state, one.failure.error) for one in run_task(task)] == [("failed", "AuditError")]


def test_folder_of_an_organisation_that_is_a_link_is_refused_by_every_command(workspace, capsys):
    elsewhere = workspace.organisation({"staff.csv": "sex\nF\n"}, name="elsewhere").parent
    workspace.organisation({"staff.csv": "sex\nF\n"}, name="other")
    moved = elsewhere.rename(workspace.root / "elsewhere")
    (workspace.root / "data" / "raw" / "linked").symlink_to(moved)
    place = Workspace.open(workspace.root)
    for command in (["check", "linked"], ["form", "linked", "--format=html"]):
        assert main([*command, f"--workspace={workspace.root}"]) != 0
        captured = capsys.readouterr()
        assert "linked is a link" in captured.out + captured.err
        assert "--workspace" in captured.out + captured.err
    tasks = {task.organisation: task for task in plan(place, in_languages=["en"])}
    assert set(tasks) == {"linked", "other"}  # it fails alone, with its sentence
    [lost] = run_task(tasks["linked"])
    assert (lost.state, lost.failure.error) == ("failed", "AuditError")
    assert "linked is a link" in lost.failure.message
    assert [row.state for row in status(place)] == ["failed", "missing"]
    with pytest.raises(AuditError, match="linked is a link"):
        open_audit("baseline", "linked", "2025", "en", str(workspace.root))


def test_an_organisation_that_was_up_to_date_and_became_a_link_is_not(workspace):
    folder = workspace.organisation({"staff.csv": "sex\nF\n"}).parent
    place = Workspace.open(workspace.root)
    [task] = plan(place)
    before = Known(place).mark(task)
    folder.rename(workspace.root / "elsewhere")
    folder.symlink_to(workspace.root / "elsewhere")
    assert Known(place).mark(task) != before


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
    assert [p.rule for p in workspace.read({"members.csv": "sex,count\nF,2.5\n"}).errors] == ["number_half"]
