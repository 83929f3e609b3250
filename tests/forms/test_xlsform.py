"""The XLSForm: accepted by the validators of ODK, whole in every language, and made for one organisation."""

from __future__ import annotations

import io
import shutil

import openpyxl
import pytest
from at_length import at_length

from genderaudit.forms import form_of, xlsform
from genderaudit.forms.xlsform import check_translations, columns_of, xlsform_sheets
from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.workspace import Workspace
from genderaudit.methodology.method import methodology

SETTINGS = """name: Union of <b>Invented</b> ${workers}
kind: trade_union
languages: [fr, en]
levels: [Direction, "Cadre supérieur", R_D]
"""
STAFF = 'sex,unit\nF,R_D\nM,"Finance & Co, North"\nM,x<y\nF,"${sex}"\nF,"The ""Hub"""\nM,A%B\n'


@pytest.fixture
def form(workspace):
    workspace.organisation({"staff.csv": STAFF, "members.csv": "sex,branch,count\nF,Mines,3\n"}, SETTINGS)
    return form_of(Workspace.open(workspace.root), "example")


def converted(content: bytes):
    """The form as ODK Validate accepts it; skipped where pyxform or Java is missing."""
    xls2xform = pytest.importorskip("pyxform.xls2xform")
    if shutil.which("java") is None:
        pytest.skip("ODK Validate needs Java")
    return xls2xform.convert(io.BytesIO(content), validate=True, file_type=".xlsx")


@pytest.mark.parametrize("short", at_length([True, False]))
def test_odk_validate_accepts_the_form_without_a_warning(form, workspace, short):
    asked = form_of(Workspace.open(workspace.root), "example", short=short)
    result = converted(xlsform(asked))
    assert result.warnings == []
    assert 'lang="Français (fr)" default="true()"' in result.xform
    assert 'lang="English (en)"' in result.xform


@pytest.mark.slow
@pytest.mark.parametrize("organisation", ["agency_northmere", "cooperative_sigida", "federation_djeliba"])
def test_odk_validate_accepts_the_forms_of_the_sample_organisations(organisation):
    assert converted(xlsform(form_of(Workspace.open(), organisation))).warnings == []


def test_odk_validate_is_really_asked(form):
    book = openpyxl.load_workbook(io.BytesIO(xlsform(form)))
    sheet = book["survey"]
    relevant = [cell.value for cell in sheet[1]].index("relevant") + 1
    row = next(row[0].row for row in sheet.iter_rows() if row[0].value == "begin_group")
    sheet.cell(row, relevant).value = "selected(${taking_part}, 'no'"
    stream = io.BytesIO()
    book.save(stream)
    with pytest.raises(Exception, match=r"(?i)xpath|validate|relevan"):
        converted(stream.getvalue())


def test_a_text_that_one_language_lacks_is_named_by_its_cell(form):
    sheets = xlsform_sheets(form)
    line = next(i for i, row in enumerate(sheets["survey"]) if row.get("name") == "D1")
    sheets["survey"][line]["label::English (en)"] = " "
    column = "ABCDEFGH"[columns_of(sheets["survey"]).index("label::English (en)")]
    with pytest.raises(AuditError, match=rf"sheet survey, cell {column}{line + 2} \(label::English \(en\) of D1\)"):
        check_translations(sheets)


def test_a_choice_without_any_text_is_named_by_its_cell(form):
    sheets = xlsform_sheets(form)
    sheets["choices"][0]["label::English (en)"] = sheets["choices"][0]["label::Français (fr)"] = ""
    with pytest.raises(AuditError, match="sheet choices, cell C2"):
        check_translations(sheets)


def test_names_are_those_of_the_data_contract_in_the_order_of_the_questionnaire(form):
    names = [row["name"] for row in xlsform_sheets(form)["survey"] if row["type"].startswith(("select", "text"))]
    questionnaire = methodology().questionnaire
    asked = ["taking_part", "sex", "age_band", "level", "unit", *(item.id for item in questionnaire.items)]
    assert names == [*asked, *questionnaire.open]


def test_the_short_form_has_two_statements_for_each_of_seven_areas(workspace):
    workspace.organisation({}, SETTINGS)
    short = form_of(Workspace.open(workspace.root), "example", short=True)
    assert [(area, len(statements)) for area, statements in short.areas] == [(area, 2) for area in "DEFIJKL"]


def test_units_of_the_staff_and_branches_of_the_members_can_be_chosen(form):
    unit = next(question for question in form.background if question.name == "unit")
    labels = [choice.label for choice in unit.choices]
    assert set(labels) == {"R_D", "Finance & Co, North", "x<y", "${sex}", 'The "Hub"', "A%B", "Mines"}


def test_without_lists_people_write_their_unit_and_without_levels_nobody_is_asked(workspace):
    workspace.organisation({}, "name: Example\nkind: ngo\nlanguages: [en]\n")
    form = form_of(Workspace.open(workspace.root), "example")
    assert [(question.name, len(question.choices)) for question in form.background] == [
        ("sex", 3),
        ("age_band", 5),
        ("unit", 0),
    ]


def test_no_question_is_required_and_who_declines_is_asked_nothing(form):
    rows = xlsform_sheets(form)["survey"]
    assert "required" not in columns_of(rows)
    opened = [row for row in rows if row["type"] == "begin_group"]
    assert {row["relevant"] for row in opened} == {"${taking_part} != 'no'"}


def test_nothing_records_the_person_or_the_device(form):
    types = {row["type"] for row in xlsform_sheets(form)["survey"]}
    assert not types & {
        "deviceid",
        "phonenumber",
        "username",
        "email",
        "geopoint",
        "audit",
        "simserial",
        "subscriberid",
    }


def test_the_same_questions_make_the_same_file(form):
    assert xlsform(form) == xlsform(form)
    assert xlsform_sheets(form)["settings"][0]["version"].isdigit()
    assert xlsform_sheets(form)["settings"][0]["default_language"] == "Français (fr)"
