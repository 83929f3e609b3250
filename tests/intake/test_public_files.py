"""Every folder of ../shared/data is read with an ``organisation.yml`` only. Figures: README.md beside the data."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from genderaudit.intake.cells import values
from genderaudit.intake.files.readers import read_file
from genderaudit.methodology.organisation import TableFile

HEAD = "name: Example\nkind: enterprise\nlanguages: [en]\ntables:\n  staff:\n"
RSE = '    columns: {"socio2. Please select your gender": sex}\n    codes: {sex: {Male: M, Female: F, Other: X}}\n'
GEAM = "    columns: {SDEM004: sex}\n    codes: {sex: {A woman: F, A man: M}}\n"
MEN_FIRST = "    columns: {gender: sex}\n    codes: {sex: {'1': M, '2': F}}\n"
WORDS = "    columns: {%s: sex}\n    codes: {sex: {Male: M, Female: F, male: M, female: F}}\n"
FRENCH = "    columns: {sexe: sex, qualif: level}\n    codes: {sex: {Homme: M, Femme: F}}\n"
LOGIB = "    sheet: 2\n    columns: {%s: sex}\n"


@pytest.mark.parametrize(
    ("file", "settings", "women", "men"),
    [
        ("salaries_professors/Salaries.csv", WORDS % "sex", 39, 358),
        ("bank_employees/Employee_data.csv", WORDS % "gender", 216, 258),
        ("cps1985/CPS1985.csv", WORDS % "gender", 245, 289),
        ("likert_pkg/mass.csv", WORDS % "Gender", 14, 6),
        ("rse_uk_2016/rse_2016_uk_public_data.csv", RSE, 30, 232),
        ("hdv2003_fr/hdv2003.csv", FRENCH, 1101, 899),
        ("hdv2003_fr/hdv2003_semicolon_decimalcomma_latin1.csv", FRENCH, 1101, 899),
        ("geam_example/geam_survey_477463_noIP.csv", GEAM, 5, 1),
    ],
)
def test_women_and_men_are_as_many_as_published(workspace, shared, file, settings, women, men):
    path = shared(file)
    settings = HEAD + f"    file: {path.name}\n" + settings
    intake = workspace.read({path.name: path.read_bytes()}, settings)
    assert intake.errors == ()
    sex = intake.tables["staff"]["sex"]
    assert ((sex == "F").sum(), (sex == "M").sum()) == (women, men)


def test_people_of_another_gender_and_blanks_are_kept(workspace, shared):
    path = shared("rse_uk_2016/rse_2016_uk_public_data.csv")
    sex = workspace.read({path.name: path.read_bytes()}, HEAD + f"    file: {path.name}\n" + RSE).tables["staff"]["sex"]
    assert ((sex == "X").sum(), sex.isna().sum()) == (1, 10)


def test_numeric_codes_of_sex_are_read_as_declared(workspace, shared):
    path = shared("bfi/bfi.csv")
    staff = workspace.read({path.name: path.read_bytes()}, HEAD + f"    file: {path.name}\n" + MEN_FIRST).tables[
        "staff"
    ]
    assert len(staff) == 2800
    agreeable = pd.read_csv(path)["A1"].notna()  # the mean by sex is checked in tests/measures
    assert staff["sex"].notna().all()
    assert agreeable.any()


@pytest.mark.parametrize(
    ("file", "header"), [("Example_data_sheet_M1.xlsx", "Gender"), ("Exemple_feuille_de_donnees_M1.xlsx", "Sexe")]
)
def test_second_sheet_of_the_swiss_tool_holds_285_people(workspace, shared, file, header):
    content = shared(f"logib/{file}").read_bytes()
    intake = workspace.read({file: content}, HEAD + f"    file: {file}\n" + LOGIB % header)
    assert len(intake.tables["staff"]) == 285
    assert intake.tables["staff"]["sex"].isin(["F", "M"]).all()


def test_sheet_that_alone_has_the_columns_is_found(workspace, shared):
    file = "Exemple_feuille_de_donnees_M1.xlsx"
    settings = HEAD + f"    file: {file}\n    columns: {{Sexe: sex}}\n"
    intake = workspace.read({file: shared(f"logib/{file}").read_bytes()}, settings)
    assert len(intake.tables["staff"]) == 285


def test_seventy_spellings_of_gender_are_errors_until_each_is_declared(workspace, shared):
    name = "mental-heath-in-tech-2016_20161114.csv"
    content = shared(f"osmi_2016/{name}").read_bytes()
    guess = HEAD + f'    file: {name}\n    columns: {{"What is your gender?": sex}}\n'
    assert [problem.rule for problem in workspace.read({name: content}, guess).errors] == ["unknown_code"]
    declared = Path(__file__).with_name("osmi_2016.organisation.yml").read_text("utf-8")
    intake = workspace.read({name: content}, declared)
    assert intake.errors == ()
    sex = intake.tables["staff"]["sex"]
    counts = {code: int((sex == code).sum()) for code in "FMX"}
    # Summed by hand over the spellings. Two people wrote «N/A», which pandas by itself takes for a blank cell.
    assert counts == {"F": 340, "M": 1058, "X": 34}
    assert sex.isna().sum() == 1


def test_average_of_median_gaps_of_british_employers_is_as_published(shared):
    path = shared("uk_paygap_2019_20/UK Gender Pay Gap Data - 2019 to 2020.csv")
    raw = read_file(path, TableFile())
    gaps = values.numbers(raw.cells["DiffMedianHourlyPercent"], raw.decimal)
    assert len(gaps) == 6031
    assert gaps.mean() == pytest.approx(12.81, abs=0.005)


@pytest.mark.parametrize(("sheet", "columns"), [("BDD REPONDANTS", 297), ("BDD UES", 522)])
def test_workbooks_of_the_french_index_are_read_with_all_columns(shared, sheet, columns):
    cells = read_file(shared("egapro_formats/solen.xlsx"), TableFile(sheet=sheet)).cells
    assert cells.shape == (1, columns)


def test_preamble_of_two_lines_is_passed_over_where_the_header_row_is_given(shared):
    path = shared("egapro_formats/gip-mds-edge-cases_EXCERPT_first_columns.csv")
    raw = read_file(path, TableFile(header_row=3))
    assert raw.cells.columns[0] == "SIREN"


def test_old_form_workbook_is_refused(workspace, shared, tmp_path):
    shutil.copy(shared("kobo_form/form.xls"), tmp_path / "form.xls")
    intake = workspace.read({"staff.csv": (tmp_path / "form.xls").read_bytes()})
    assert [problem.rule for problem in intake.errors] == ["old_workbook"]
