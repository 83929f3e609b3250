"""The intake workbook is read as it was meant, without any mapping, whoever saved it."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from at_length import at_length
from entry_sheets import ALSO_BY, ENTRY, FIRST, LABELS, SETTINGS, empty, filled, opened, places, rules, saved
from office import convert, needs_office, typed

from genderaudit.foundations.language import language, languages
from genderaudit.intake import TABLES
from genderaudit.intake.vocabulary import drop_downs
from genderaudit.methodology.method import methodology
from genderaudit.methodology.organisation import Organisation
from genderaudit.workbooks import rating_sheet

DAY = dt.datetime(2024, 2, 29)


def one_of_everything(table: str, code: str) -> tuple[dict[str, object], dict[str, object]]:
    """A row with a cell in every column, and what the canonical table must hold of it."""
    written: dict[str, object] = {}
    wanted: dict[str, object] = {}
    for column in TABLES[table].columns:
        words = drop_downs.words_of(table, column, language(code))
        value: object
        if words:
            cell, value = list(words.items())[-1]
        elif column.kind == "date":
            # Who has left at the date of the round is no member.
            cell = value = DAY.replace(year=2096) if column.name == "left_on" else DAY
        elif column.kind == "text":
            cell = value = "Cadre" if column.name == "level" else "2-3 = é"
        else:
            low = column.bounds[0] if column.bounds else 0.0
            number = 1.0 if column.is_whole else (low + 1) / 2
            cell = value = {"birth": 1980.0, "age": 40.0, "year": 2024.0, "count": 7.0}.get(column.kind, number)
        written[column.name], wanted[column.name] = cell, value
    if table == "staff":
        wanted["pay"] = float(str(wanted["pay"])) / float(str(wanted["paid_share"]))  # compared as full pay
    if table == "survey":
        answers = drop_downs.answer_words(language(code))
        special = {"do_not_know": -1.0, "prefer_not_to_say": -2.0}
        for number, item in enumerate(methodology().questionnaire.items):
            word, answer = list(answers.items())[number % len(answers)]
            written[item.id] = word
            wanted[item.id] = special[str(answer)] if str(answer) in special else float(str(answer))
        for name in methodology().questionnaire.open:
            written[name], wanted[name] = "Oui, =1+1", True
    return written, wanted


class TestReadBack:
    """Whatever is chosen and typed comes back under the contract's names and codes."""

    @pytest.mark.parametrize("code", at_length(languages()))
    @pytest.mark.parametrize("table", ENTRY)
    def test_every_column_of_every_sheet_is_read_without_any_mapping(self, workspace, table, code):
        written, wanted = one_of_everything(table, code)
        settings = SETTINGS + f"also_by: {ALSO_BY}\n"
        intake = workspace.read(
            {"intake_workbook.xlsx": filled(empty(code, also_by=ALSO_BY), {table: [written]})}, settings
        )
        assert {p.rule for p in intake.problems} <= {
            "headcount_level_unknown",
            "leave_not_taken",  # "no" is chosen, and half a day written
            "also_nowhere",
            "also_rare",
            "only_of_loans",
            "pay_reduced",
            "sampling_unsaid",
            "survey_without_referral",
            *(["no_list"] if table in ("actions", "validation", "about") else []),
        }
        [row] = intake.tables[table].to_dict("records")
        assert {name: row[name] for name in wanted} == wanted
        assert intake.present == {table}
        assert intake.sources[table] == {"intake_workbook.xlsx"}

    def test_empty_workbook_holds_nothing_and_has_nothing_wrong(self, workspace):
        intake = workspace.read({"intake_workbook.xlsx": empty()}, SETTINGS)
        assert ([one.rule for one in intake.problems], intake.present) == (["no_list"], frozenset())
        assert not [frame for frame in intake.tables.values() if not frame.empty]

    def test_criteria_are_rated_in_the_workbook_and_by_a_second_reviewer_in_a_sheet_of_their_own(self, workspace):
        book = opened(empty())["documents"].parent
        second = openpyxl.load_workbook(io.BytesIO(rating_sheet(methodology(), _about(), language("fr"))))
        for sheet, rating in ((opened(saved(book))["documents"], "meets"), (second["Revue documentaire"], "missing")):
            at = places(sheet)
            sheet.cell(6, at["rating"]).value = language("fr").text(f"ratings.{rating}")
            sheet.cell(6, at["evidence"]).value = "Statuts, article 4"
            if rating == "meets":
                content = saved(sheet.parent)
        files = {"intake_workbook.xlsx": content, "document_review_2.xlsx": saved(second)}
        intake = workspace.read(files, SETTINGS)
        assert intake.problems == ()
        assert intake.tables["documents"][["criterion", "rating"]].to_numpy().tolist() == [
            ["A1", "missing"],
            ["A1", "meets"],
        ]

    def test_copy_of_a_sheet_in_the_workbook_is_read_too(self, workspace):
        content = filled(empty(), {"members": [{"sex": "Femme", "count": 3}]})
        sheet = opened(content)["members"]
        copy = sheet.parent.copy_worksheet(sheet)
        copy.title = "Membres de Kayes"
        copy.cell(FIRST, places(copy)["count"]).value = 40
        intake = workspace.read({"intake_workbook.xlsx": saved(sheet.parent)}, SETTINGS)
        assert intake.tables["members"]["count"].tolist() == [3, 40]
        assert intake.detected["members"]["sheet"] == "Membres, Membres de Kayes"

    def test_column_that_somebody_has_added_is_said_not_passed_over(self, workspace):
        sheet = opened(filled(empty(), {"members": [{"sex": "Femme"}]}))["members"]
        last = sheet.max_column + 1
        sheet.cell(LABELS, last).value, sheet.cell(FIRST, last).value = "Remarque", "x"
        intake = workspace.read({"intake_workbook.xlsx": saved(sheet.parent)}, SETTINGS)
        assert [p.rule for p in intake.problems] == ["columns_not_used"]

    def test_word_that_is_not_in_the_list_is_an_error_that_names_sheet_row_and_visible_column(self, workspace):
        content = filled(empty(), {"staff": [{"sex": "Femme"}, {"sex": "Dame"}]})
        [problem] = workspace.read({"intake_workbook.xlsx": content}, SETTINGS).problems
        assert (problem.rule, problem.sheet, problem.rows, problem.column) == (
            "unknown_word",
            "Personnel",
            (7,),
            "Sexe *",
        )
        assert "liste déroulante" in problem.sentence(language("fr"))

    def test_all_sheets_are_checked_in_one_pass(self, workspace):
        content = filled(
            empty(),
            {
                "staff": [{"sex": "Femme", "hired_on": "bientôt"}],
                "budget": [{"amount": 5}],
                "recruitment": [{"stage": "candidature", "sex": "Homme"}],
            },
        )
        found = rules(workspace.read({"intake_workbook.xlsx": content}, SETTINGS).problems)
        assert found == [
            ("not_a_date", "Personnel", (FIRST,)),
            ("count_missing", "Recrutement", (FIRST,)),
            ("row_set_aside", "Budget", (FIRST,)),
        ]

    def test_blank_number_is_one_person_and_is_said_where_others_have_a_number(self, workspace):
        rows = [{"body": "Bureau", "sex": "Femme"}, {"body": "Bureau", "sex": "Homme"}]
        intake = workspace.read({"intake_workbook.xlsx": filled(empty(), {"bodies": rows})}, SETTINGS)
        assert (intake.problems, intake.tables["bodies"]["count"].tolist()) == ((), [1, 1])
        rows[0]["count"] = 4
        intake = workspace.read({"intake_workbook.xlsx": filled(empty(), {"bodies": rows})}, SETTINGS)
        assert rules(intake.problems) == [("count_blank", "Instances", (FIRST + 1,))]
        assert intake.tables["bodies"]["count"].tolist() == [4, 1]


TYPED = {
    "fr": [
        ("Personnel", {"sex": "Femme", "level": "Cadre", "unit": "=1+1", "fte": "80 %", "birth_year": "1985"}),
        ("Personnel", {"sex": "Homme", "fte": "0,5", "hired_on": "01/09/2015", "pay": "350000,50"}),
        ("Membres", {"sex": "Femme", "count": "1 234", "joined_on": "31/12/2020"}),
        ("Instances", {"body": "Bureau exécutif", "sex": "Femme", "quota_women": "30 %", "count": "3"}),
    ],
    "en": [
        ("Staff", {"sex": "Woman", "level": "Cadre", "unit": "=1+1", "fte": "80%", "birth_year": "1985"}),
        ("Staff", {"sex": "Man", "fte": "0.5", "hired_on": "01/09/2015", "pay": "350000.50"}),
        ("Members", {"sex": "Woman", "count": "1,234", "joined_on": "31/12/2020"}),
        ("Bodies", {"body": "Bureau exécutif", "sex": "Woman", "quota_women": "30%", "count": "3"}),
    ],
}


@pytest.mark.slow
@needs_office
@pytest.mark.parametrize(("code", "ending"), [("fr", ".ods"), ("en", ".xlsx")])
def test_what_is_typed_in_libreoffice_is_read_as_it_was_meant(tmp_path, workspace, code, ending):
    source = tmp_path / "empty.xlsx"
    source.write_bytes(empty(code))
    target = typed(source, tmp_path / f"intake_workbook{ending}", _keys(source, TYPED[code]), code)
    intake = workspace.read({target.name: target.read_bytes()}, SETTINGS)
    assert [problem.rule for problem in intake.problems] == ["pay_without_period"]
    staff, members, bodies = (intake.tables[name] for name in ("staff", "members", "bodies"))
    assert staff[["sex", "fte"]].to_numpy().tolist() == [["F", 0.8], ["M", 0.5]]
    assert (staff["level"][0], staff["unit"][0], staff["birth_year"][0]) == ("Cadre", "=1+1", 1985)
    assert (staff["hired_on"][1], staff["pay"][1]) == (pd.Timestamp(2015, 9, 1), 350000.5)
    assert members[["sex", "count", "joined_on"]].to_numpy().tolist() == [["F", 1234, pd.Timestamp(2020, 12, 31)]]
    assert bodies[["body", "sex", "quota_women", "count"]].to_numpy().tolist() == [["Bureau exécutif", "F", 0.3, 3]]


@pytest.mark.slow
@needs_office
@pytest.mark.parametrize("code", languages())
def test_every_sheet_saved_by_libreoffice_as_ods_and_back_is_read_the_same(tmp_path, workspace, code):
    entries = {table: [one_of_everything(table, code)[0]] for table in ENTRY}
    entries["about"] = [{"text": "2-3 = é"}, {"text": "Awa Traoré"}]  # the first two of the team
    source = tmp_path / "intake_workbook.xlsx"
    source.write_bytes(filled(empty(code, also_by=ALSO_BY), entries))
    settings = SETTINGS + f"also_by: {ALSO_BY}\n"
    first = workspace.read({source.name: source.read_bytes()}, settings)
    as_ods = convert(source, ".ods", tmp_path)
    source.unlink()
    as_xlsx = convert(as_ods, ".xlsx", tmp_path)
    for path in (as_ods, as_xlsx):
        (workspace.root / "data" / "raw" / "example" / "2025" / "intake_workbook.xlsx").unlink(missing_ok=True)
        again = workspace.read({path.name: path.read_bytes()}, settings)
        (workspace.root / "data" / "raw" / "example" / "2025" / path.name).unlink()
        assert again.errors == ()
        for table in entries:
            pd.testing.assert_frame_equal(again.tables[table], first.tables[table])
        assert again.audit.team == ["2-3 = é", "Awa Traoré"]


def _about() -> Organisation:
    return Organisation(name="Example", kind="trade_union", languages=["fr"])


def _keys(source: Path, rows: Sequence[tuple[str, Mapping[str, str]]]) -> list[tuple[str, str, str]]:
    """Sheet, cell and what is typed there."""
    book = openpyxl.load_workbook(source)
    keys, next_row = [], dict.fromkeys(book.sheetnames, FIRST)
    for name, row in rows:
        at = places(book[name])
        letters = {column: openpyxl.utils.get_column_letter(at[column]) for column in row}
        keys += [(name, f"{letters[column]}{next_row[name]}", text) for column, text in row.items()]
        next_row[name] += 1
    return keys
