"""The intake workbook: what it offers, and that it is read as it was meant, whoever saved it, without any mapping."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from at_length import at_length
from office import convert, needs_office, typed

from genderaudit.foundations.language import language, languages
from genderaudit.intake import TABLES, Problem
from genderaudit.intake.files import own_workbooks
from genderaudit.intake.vocabulary import drop_downs
from genderaudit.methodology.method import methodology
from genderaudit.methodology.organisation import Organisation
from genderaudit.workbooks import intake_workbook, rating_sheet

SETTINGS = "name: Example\nkind: trade_union\nlanguages: [fr]\nlevels: [Direction, Cadre, Agent]\n"
ALSO_BY = "Milieu"
HIDDEN, LABELS, EXAMPLE, FIRST = 3, 4, 5, 6  # rows of an entry sheet, as a spreadsheet program numbers them
ENTRY = [name for name in TABLES if name not in ("documents", "validation", "about")]
DAY = dt.datetime(2024, 2, 29)
Entries = Mapping[str, Sequence[Mapping[str, object]]]
"""Table → rows of column → cell."""


@cache
def empty(
    code: str = "fr",
    name: str = "Example",
    levels: tuple[str, ...] = ("Direction", "Cadre", "Agent"),
    also_by: str | None = None,
) -> bytes:
    about = Organisation(name=name, kind="trade_union", languages=[code], levels=list(levels), also_by=also_by)
    return intake_workbook(about, language(code))


def opened(content: bytes) -> dict[str, openpyxl.worksheet.worksheet.Worksheet]:
    """The sheets of a workbook by table."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    marks = {own_workbooks.mark(name, prepared): name for name in TABLES for prepared in (True, False)}
    return {marks[sheet.cell(HIDDEN, 1).value]: sheet for sheet in book if sheet.cell(HIDDEN, 1).value in marks}


def places(sheet: openpyxl.worksheet.worksheet.Worksheet) -> dict[str, int]:
    """Column of the contract → number of the column in the sheet."""
    return {cell.value: cell.column for cell in sheet[HIDDEN][1:] if cell.value}


def filled(content: bytes, entries: Entries, first: int = FIRST) -> bytes:
    sheets = opened(content)
    for table, rows in entries.items():
        at = places(sheets[table])
        for number, row in enumerate(rows, start=first):
            for column, value in row.items():
                sheets[table].cell(number, at[column]).value = value
    return saved(sheets["staff"].parent)


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def rules(problems: Sequence[Problem]) -> list[tuple[str, str, tuple[int, ...]]]:
    return [(problem.rule, problem.sheet, problem.rows) for problem in problems]


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
        assert all(frame.empty for frame in intake.tables.values())

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


class TestExampleRow:
    """It shows how to fill in, and is never counted."""

    @pytest.mark.parametrize("code", at_length(languages()))
    @pytest.mark.parametrize("table", at_length(list(ENTRY), 3))
    def test_every_entry_sheet_has_one_that_is_a_valid_row(self, workspace, table, code):
        content = empty(code)
        sheet = opened(content)[table]
        assert sheet.cell(EXAMPLE, 1).value == language(code).text("intake_workbook.example")
        row = {name: sheet.cell(EXAMPLE, at).value for name, at in places(sheet).items()}
        changed = {name: value for name, value in row.items() if value is not None}
        real = dict(list(changed.items())[:-1])  # one cell fewer, so that it is no copy of the example
        settings = SETTINGS.replace("Cadre", "Cadre, Manager")
        intake = workspace.read({"intake_workbook.xlsx": filled(content, {table: [real]})}, settings)
        assert [one.rule for one in intake.errors] == (["no_list"] if table == "actions" else [])
        assert len(intake.tables[table]) == 1

    def test_example_that_was_written_over_is_an_error_not_a_lost_row(self, workspace):
        content = filled(empty(), {"members": [{"sex": "Homme", "count": 999}]}, first=EXAMPLE)
        intake = workspace.read({"intake_workbook.xlsx": content}, SETTINGS)
        assert [(p.severity, *rules([p])[0]) for p in intake.problems] == [
            ("error", "example_changed", "Membres", (EXAMPLE,))
        ]

    def test_rows_around_it_are_read_and_it_is_not_wherever_it_is_moved_to(self, workspace):
        sheet = opened(filled(empty(), {"members": [{"sex": "Femme", "count": 3}]}))["members"]
        sheet.move_range(f"A{EXAMPLE}:L{FIRST}", rows=2)
        for column in range(1, 13):  # the example comes below a real row
            above, below = sheet.cell(EXAMPLE + 2, column), sheet.cell(FIRST + 2, column)
            above.value, below.value = below.value, above.value
        intake = workspace.read({"intake_workbook.xlsx": saved(sheet.parent)}, SETTINGS)
        assert (intake.problems, intake.tables["members"]["count"].tolist()) == ((), [3])

    def test_copy_of_it_without_its_mark_is_set_aside_and_said(self, workspace):
        sheet = opened(empty())["members"]
        row = {name: sheet.cell(EXAMPLE, at).value for name, at in places(sheet).items()}
        content = filled(empty(), {"members": [row, {"sex": "Femme", "count": 3}]})
        intake = workspace.read({"intake_workbook.xlsx": content}, SETTINGS)
        assert rules(intake.problems) == [("example_copied", "Membres", (FIRST,))]
        assert intake.tables["members"]["count"].tolist() == [3]


class TestBesideOtherFiles:
    """A list that is in two places is never chosen from silently."""

    CONTENT = filled(empty(), {"members": [{"sex": "Femme", "count": 3}]})

    def test_list_in_the_workbook_and_in_a_file_is_an_error_that_names_both(self, workspace):
        files = {"intake_workbook.xlsx": self.CONTENT, "members.csv": "sex,count\nF,3\n"}
        [problem] = workspace.read(files, SETTINGS).errors
        assert (problem.rule, problem.file, problem.values["sheet"]) == ("also_in_workbook", "members.csv", "Membres")

    def test_other_lists_may_be_files(self, workspace):
        files = {"intake_workbook.xlsx": self.CONTENT, "staff.csv": "sex\nF\n", "members.csv": "sex,count\n"}
        intake = workspace.read(files, SETTINGS)
        assert (len(intake.tables["staff"]), len(intake.tables["members"])) == (1, 1)
        assert [(problem.rule, problem.file) for problem in intake.problems] == [("list_empty", "members.csv")]

    def test_settings_for_a_list_that_is_in_the_workbook_are_said_to_be_of_no_use(self, workspace):
        settings = SETTINGS + "tables: {members: {columns: {Genre: sex}}}\n"
        assert [p.rule for p in workspace.read({"intake_workbook.xlsx": self.CONTENT}, settings).problems] == [
            "settings_not_used"
        ]

    def test_workbook_named_in_the_settings_is_read_once(self, workspace):
        settings = SETTINGS + "tables: {members: {file: intake_workbook.xlsx}}\n"
        intake = workspace.read({"intake_workbook.xlsx": self.CONTENT}, settings)
        assert (intake.problems, len(intake.tables["members"])) == ((), 1)

    def test_copies_and_second_formats_are_said(self, workspace):
        files = {"intake_workbook.xlsx": self.CONTENT, "intake_workbook - Copie.xlsx": self.CONTENT}
        intake = workspace.read(files, SETTINGS)
        assert [(p.severity, p.rule, p.file) for p in intake.problems] == [
            ("warning", "workbook_copy", "intake_workbook - Copie.xlsx")
        ]
        assert len(intake.tables["members"]) == 1

    def test_workbook_without_its_hidden_rows_is_an_error(self, workspace):
        book = opened(self.CONTENT)["members"].parent
        for sheet in book:
            sheet.delete_rows(HIDDEN)
        intake = workspace.read({"intake_workbook.xlsx": saved(book)}, SETTINGS)
        assert [p.rule for p in intake.errors] == ["workbook_without_marks"]

    def test_damaged_workbook_is_one_error_not_ten(self, workspace):
        intake = workspace.read({"intake_workbook.xlsx": self.CONTENT[:-500]}, SETTINGS)
        assert [(p.rule, p.file) for p in intake.errors] == [("broken_workbook", "intake_workbook.xlsx")]


class TestWhatItOffers:
    """Protection, drop-downs, texts."""

    @pytest.mark.parametrize("code", languages())
    def test_there_is_a_sheet_for_every_table_with_every_column_of_the_contract_under_labels_of_its_own(self, code):
        sheets = opened(empty(code, also_by=ALSO_BY))
        assert list(sheets) == [name for name in TABLES if name != "validation"]  # that one is in the action plan
        for table in ENTRY:
            names = places(sheets[table])
            assert [column.name for column in TABLES[table].columns] == list(names)[: len(TABLES[table].columns)]
            labels = [sheets[table].cell(LABELS, at).value for at in names.values()]
            assert len(set(labels)) == len(labels)
            assert (ALSO_BY in labels) == ("also" in names)
            assert "also" not in places(opened(empty(code))[table])

    @pytest.mark.parametrize("table", ENTRY)
    def test_headers_and_example_are_locked_and_rows_below_are_open(self, table):
        sheet = opened(empty())[table]
        assert sheet.protection.sheet
        for at in places(sheet).values():
            letter = openpyxl.utils.get_column_letter(at)
            assert all(sheet.cell(row, at).protection.locked for row in (LABELS, EXAMPLE))
            assert not sheet.column_dimensions[_group(sheet, letter)].protection.locked
        assert sheet.row_dimensions[HIDDEN].hidden

    @pytest.mark.parametrize("code", languages())
    @pytest.mark.parametrize("table", ENTRY)
    def test_coded_columns_have_a_list_of_words_that_are_all_understood(self, table, code):
        sheet = opened(empty(code))[table]
        at = places(sheet)
        for column in TABLES[table].columns:
            words = drop_downs.words_of(table, column, language(code))
            if column.values or column.kind == "boolean":
                assert set(words.values()) == set(column.values or (True, False)), column.name
            if words:
                assert _choices(sheet, at[column.name]) == list(words)

    def test_levels_are_those_of_the_organisation(self):
        sheets = opened(empty(levels=("Direction", "=1+1")))
        for table in ("staff", "members", "recruitment", "survey"):
            assert _choices(sheets[table], places(sheets[table])["level"]) == ["Direction", "=1+1"]

    def test_no_word_means_two_things_in_two_languages(self):
        for table in TABLES.values():
            for column in table.columns:
                meanings: dict[str, set[object]] = {}
                for code in languages():
                    for word, meaning in drop_downs.words_of(table.name, column, language(code)).items():
                        meanings.setdefault(word, set()).add(meaning)
                assert all(len(found) == 1 for found in meanings.values()), (table.name, column.name)

    def test_names_and_levels_never_become_formulas_or_links(self):
        content = empty(
            name='=HYPERLINK("http://example.org","x")', levels=("=1+1", "+cmd|'/c calc'!A0", "@SUM(1)", "-1")
        )
        for sheet in openpyxl.load_workbook(io.BytesIO(content)):
            for row in sheet.iter_rows():
                assert all(cell.data_type != "f" and cell.hyperlink is None for cell in row)

    def test_the_same_organisation_gets_the_same_bytes(self):
        assert empty.__wrapped__() == empty.__wrapped__()


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
def test_locked_cells_cannot_be_typed_over_in_libreoffice(tmp_path):
    source = tmp_path / "empty.xlsx"
    source.write_bytes(empty())
    attempts = [("Membres", cell, "X") for cell in ("B1", "B3", "B4", "B5", "A6")]
    target = typed(source, tmp_path / "tried.xlsx", [*attempts, ("Membres", "B6", "Femme")], "fr")
    sheet = openpyxl.load_workbook(target)["Membres"]
    assert [sheet[cell].value for cell in ("B3", "B4", "B5", "A6", "B6")] == ["sex", "Sexe *", "Femme", None, "Femme"]


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


def _choices(sheet: openpyxl.worksheet.worksheet.Worksheet, column: int) -> list[object]:
    """What the drop-down of a column offers."""
    cell = f"{openpyxl.utils.get_column_letter(column)}{FIRST}"
    rule = next(rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref and rule.type == "list")
    title, cells = rule.formula1.lstrip("=").split("!")
    found = sheet.parent[title.strip("'")][cells.replace("$", "")]
    return [one.value for (one,) in (found if isinstance(found, tuple) else ((found,),))]


def _group(sheet: openpyxl.worksheet.worksheet.Worksheet, letter: str) -> str:
    """openpyxl keeps equal neighbouring columns as one entry under the first of them."""
    number = openpyxl.utils.column_index_from_string(letter)
    return next(name for name, about in sheet.column_dimensions.items() if about.min <= number <= about.max)
