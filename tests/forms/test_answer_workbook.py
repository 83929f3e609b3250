"""The workbook for paper answers: what people type is read as it was meant, without any mapping."""

from __future__ import annotations

import io

import openpyxl
import pytest

from genderaudit.cli import main
from genderaudit.forms import answer_workbook, form_of
from genderaudit.foundations.language import language
from genderaudit.foundations.workspace import Workspace
from genderaudit.intake.survey import wordings
from genderaudit.methodology.method import methodology

SETTINGS = "name: Example\nkind: trade_union\nlanguages: [fr, en]\nlevels: [Direction, R_D]\n"
STAFF = {"staff.csv": "sex,unit\nF,R_D\nM,Mines et énergie\n"}


@pytest.fixture
def form(workspace):
    workspace.organisation(STAFF, SETTINGS)
    return form_of(Workspace.open(workspace.root), "example")


def name_of(header: str) -> str:
    """The name of the column: the code before a statement, or that of the question."""
    known = wordings.Wordings(methodology().questionnaire).questions
    return known.get(wordings.wording_key(header)) or header.split(".")[0]


def filled(content: bytes, *people: dict[str, object]) -> bytes:
    """The workbook with a row a person; columns are named by their codes."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    columns = {name_of(cell.value): cell.column for cell in sheet[1]}
    for row, person in enumerate(people, start=2):
        for name, value in person.items():
            sheet.cell(row, columns[name]).value = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def choices_of(content: bytes, name: str) -> list[object]:
    """What the drop-down of a column offers."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    letter = next(cell.column_letter for cell in sheet[1] if name_of(cell.value) == name)
    rule = next(rule for rule in sheet.data_validations.dataValidation if f"{letter}2" in rule.sqref)
    title, cells = rule.formula1.lstrip("=").split("!")
    return [cell.value for (cell,) in book[title.strip("'")][cells.replace("$", "")]]


@pytest.mark.parametrize("code", ["en", "fr"])
def test_words_from_the_drop_downs_are_read_as_codes(form, workspace, code):
    content = answer_workbook(form, language(code))
    person = {name: choices_of(content, name)[0] for name in ("sex", "age_band", "level", "unit", "D1")}
    person |= {
        "sheet_number": 1,
        "D4": choices_of(content, "D4")[5],
        "K1": choices_of(content, "K1")[4],
        "open_best": "Rien",
    }
    intake = workspace.read({**STAFF, "survey.xlsx": filled(content, person)}, SETTINGS)
    [row] = intake.tables["survey"].to_dict("records")
    assert not intake.errors
    assert (row["sex"], row["age_band"], row["level"], row["unit"]) == ("F", "16-25", "Direction", "Mines et énergie")
    assert (row["D1"], row["D4"], row["K1"], row["open_best"]) == (1, -1, 5, True)


def test_points_may_be_typed_instead_of_words(form, workspace):
    content = answer_workbook(form, language("fr"))
    assert choices_of(content, "D1")[-5:] == [1, 2, 3, 4, 5]
    survey = workspace.read({"survey.xlsx": filled(content, {"sex": "Un homme", "D1": 4})}, SETTINGS).tables["survey"]
    assert survey["D1"].tolist() == [4]


def test_a_sheet_number_alone_is_no_answer_and_is_never_read(form, workspace):
    content = filled(
        answer_workbook(form, language("fr")), {"sheet_number": 1, "sex": "Une femme"}, {"sheet_number": 2}
    )
    intake = workspace.read({"survey.xlsx": content}, SETTINGS)
    assert len(intake.tables["survey"]) == 1
    assert "sheet_number" not in intake.tables["survey"]
    assert {p.rule for p in intake.problems} >= {"survey_without_answers"}


def test_questions_are_locked_and_answers_are_not(form):
    sheet = openpyxl.load_workbook(io.BytesIO(answer_workbook(form, language("fr")))).worksheets[0]
    assert sheet.protection.sheet
    assert sheet["B1"].protection.locked
    assert not sheet.column_dimensions["B"].protection.locked


@pytest.mark.parametrize(
    ("kind", "start"),
    [*((kind, b"PK") for kind in ("xlsform", "xlsx", "intake", "review")), ("html", b"<!doctype html>")],
)
def test_the_command_writes_each_format(workspace, capsys, tmp_path, kind, start):
    workspace.organisation(STAFF, SETTINGS)
    target = tmp_path / "out" / "form.file"
    status = main(["form", "example", "--format", kind, "--workspace", str(workspace.root), "--output", str(target)])
    assert status == 0
    assert target.read_bytes().startswith(start)
    said = capsys.readouterr().out.splitlines()
    assert said[0] == str(target)
    assert kind == "html" or str(workspace.root / "data" / "raw" / "example" / "2025") in said[1]


def test_a_form_that_was_filled_in_is_never_overwritten(workspace, capsys):
    workspace.organisation(STAFF, SETTINGS)
    command = ["form", "example", "--format", "xlsx", "--workspace", str(workspace.root)]
    folder = workspace.root / "outputs" / "example" / "forms"
    main(command)
    capsys.readouterr()
    main(command)
    assert "Exactement le même formulaire" in capsys.readouterr().out
    (folder / "survey_fr.xlsx").write_bytes(b"filled in")
    for _ in range(2):
        main(command)
    assert "survey_fr.xlsx existe déjà" in capsys.readouterr().out
    assert sorted(path.name for path in folder.iterdir()) == ["survey_fr.xlsx", "survey_fr_2.xlsx"]
    assert (folder / "survey_fr.xlsx").read_bytes() == b"filled in"


def test_the_command_writes_into_the_workspace_unless_told_otherwise(workspace, capsys):
    workspace.organisation(STAFF, SETTINGS)
    main(["form", "example", "--format", "html", "--short", "--workspace", str(workspace.root)])
    path = workspace.root / "outputs" / "example" / "forms" / "survey_fr.html"
    assert capsys.readouterr().out.splitlines()[0] == str(path)
    assert path.read_text("utf-8").count('<span class="code">') == 14


def test_an_unknown_organisation_or_round_is_an_error(workspace, capsys):
    workspace.organisation(STAFF, SETTINGS)
    root = str(workspace.root)
    assert main(["form", "nobody", "--format", "html", "--workspace", root]) == 2
    assert main(["form", "example", "--format", "html", "--round", "1999", "--workspace", root]) == 2
    assert "1999" in capsys.readouterr().err
