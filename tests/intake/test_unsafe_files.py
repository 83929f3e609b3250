"""Files that could harm or mislead are refused, each with a sentence that says what to do."""

from __future__ import annotations

import importlib
import io
import pkgutil
import zipfile

import pytest
from examples import MINIMAL
from spreadsheet import workbook

from genderaudit import intake as intake_package
from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.language import language, languages
from genderaudit.foundations.limits import LONGEST_TEXT, MOST_COLUMNS
from genderaudit.intake.problems import Problem


def with_entry(content: bytes, name: str) -> bytes:
    """The workbook with one more part."""
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(name, b"x")
    return stream.getvalue()


def set_limit(monkeypatch: pytest.MonkeyPatch, name: str, value: int) -> None:
    """Lower a limit of the contract wherever it is used, so that no huge file is needed to reach it."""
    for module in pkgutil.walk_packages(intake_package.__path__, "genderaudit.intake."):
        monkeypatch.setattr(importlib.import_module(module.name), name, value, raising=False)


SHEET = workbook([["sex"], ["F"]])


@pytest.mark.parametrize("name", ["../other/2025/members.csv", "/etc/passwd", "sub/members.csv", "..", "./members.csv"])
def test_path_that_leaves_the_folder(workspace, name):
    with pytest.raises(AuditError, match="must lie in the folder"):
        workspace.read({"members.csv": "sex\nF\n"}, MINIMAL + f"tables: {{members: {{file: {name}}}}}")


def test_link_to_a_file_elsewhere(workspace, tmp_path):
    folder = workspace.organisation()
    (tmp_path / "secret.csv").write_text("sex\nF\n")
    (folder / "members.csv").symlink_to(tmp_path / "secret.csv")
    with pytest.raises(AuditError, match="must lie in the folder"):
        workspace.read({})


@pytest.mark.parametrize(
    ("file", "content", "rule"),
    [
        ("members.xlsx", with_entry(SHEET, "xl/vbaProject.bin"), "workbook_with_macros"),
        ("members.xlsx", with_entry(SHEET, "xl/externalLinks/externalLink1.xml"), "workbook_with_links"),
        ("members.xlsx", SHEET[:200], "broken_workbook"),
        ("members.xlsx", b"sex\nF\n", "wrong_ending"),
        ("members.xlsx", with_entry(b"", "nothing.xml"), "broken_workbook"),
        ("members.csv", b"sex\nF\0\n", "not_text"),
        ("members.csv", b"", "no_header"),
        ("members.csv", b",,\nF,,\n", "no_header"),
        ("members.csv", b"sex,unit,unit\nF,a,b\n", "header_twice"),
        ("members.csv", b"sex,unit\nF," + b"x" * (LONGEST_TEXT + 1), "cell_too_long"),
        ("members.csv", b",".join([b"c%d" % i for i in range(MOST_COLUMNS + 1)]), "too_many_columns"),
        ("members.csv", b"sex\n\x81\n", "wrong_encoding"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_unreadable_file_is_an_error_of_its_own(workspace, file, content, rule):
    intake = workspace.read({file: content})
    assert [problem.rule for problem in intake.errors] == [rule]
    assert intake.tables["members"].empty


@pytest.mark.parametrize(
    ("limit", "value", "rule"), [("LARGEST_FILE", 5, "file_too_large"), ("MOST_ROWS", 2, "too_many_rows")]
)
@pytest.mark.parametrize("file", ["members.csv", "members.xlsx"])
def test_file_beyond_the_limits(workspace, monkeypatch, limit, value, rule, file):
    set_limit(monkeypatch, limit, value)
    content = workbook([["sex"], ["F"], ["M"], ["F"]]) if file.endswith("xlsx") else "sex\nF\nM\nF\n"
    assert [problem.rule for problem in workspace.read({file: content}).errors] == [rule]


def test_workbook_that_unpacks_to_more_than_the_limit(workspace, monkeypatch):
    stream = io.BytesIO(SHEET)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", b"0" * 1_000_000)
    packed = stream.getvalue()
    set_limit(monkeypatch, "LARGEST_FILE", 500_000)
    assert len(packed) < 500_000
    assert [problem.rule for problem in workspace.read({"members.xlsx": packed}).errors] == ["unpacks_too_large"]


def test_sheet_that_is_not_there_is_named_with_those_that_are(workspace):
    problem = workspace.read({"members.xlsx": SHEET}, MINIMAL + "tables: {members: {sheet: People}}").errors[0]
    assert problem.rule == "no_such_sheet"
    assert "Sheet 1" in problem.sentence(language("en"))


def test_formula_of_a_workbook_is_not_read_as_text(workspace):
    content = workbook([["branch", "sex"], ["=1+1", "F"]])  # never opened by a program, so without a value
    assert workspace.read({"members.xlsx": content}).tables["members"]["branch"].isna().all()


def test_file_named_in_the_settings_but_absent(workspace):
    settings = MINIMAL + "tables: {members: {file: people.csv}}"
    assert [(p.rule, p.file) for p in workspace.read({}, settings).errors] == [("file_missing", "people.csv")]


def test_format_that_is_not_known(workspace):
    settings = MINIMAL + "tables: {members: {file: people.pdf}}"
    assert [p.rule for p in workspace.read({"people.pdf": "x"}, settings).errors] == ["unknown_format"]


@pytest.mark.parametrize("code", languages())
@pytest.mark.parametrize("rule", language("en").keys("problems"))
def test_every_problem_says_what_is_wrong_and_what_to_do(code, rule):
    problem = Problem(severity="error", rule=rule, file="a.csv", rows=(2, 3), count=7)
    assert problem.what(language(code))
    assert problem.fix(language(code))
    assert problem.sentence(language(code)).count("a.csv") == 1
