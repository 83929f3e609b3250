"""The example rows of the intake workbook, and the workbook beside other files."""

from __future__ import annotations

import pytest
from at_length import at_length
from entry_sheets import ENTRY, EXAMPLE, FIRST, HIDDEN, SETTINGS, empty, filled, opened, places, rules, saved

from genderaudit.foundations.language import language, languages


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
