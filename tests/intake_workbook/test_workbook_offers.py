"""What the intake workbook offers: protection, drop-downs, texts."""

from __future__ import annotations

import io

import openpyxl
import pytest
from entry_sheets import ALSO_BY, ENTRY, EXAMPLE, FIRST, HIDDEN, LABELS, empty, opened, places
from office import needs_office, typed

from genderaudit.foundations.language import language, languages
from genderaudit.intake import TABLES
from genderaudit.intake.vocabulary import drop_downs


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
            assert not [row for row in (LABELS, EXAMPLE) if not sheet.cell(row, at).protection.locked]
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
                assert not [cell for cell in row if cell.data_type == "f" or cell.hyperlink is not None]

    def test_the_same_organisation_gets_the_same_bytes(self):
        assert empty.__wrapped__() == empty.__wrapped__()


@pytest.mark.slow
@needs_office
def test_locked_cells_cannot_be_typed_over_in_libreoffice(tmp_path):
    source = tmp_path / "empty.xlsx"
    source.write_bytes(empty())
    attempts = [("Membres", cell, "X") for cell in ("B1", "B3", "B4", "B5", "A6")]
    target = typed(source, tmp_path / "tried.xlsx", [*attempts, ("Membres", "B6", "Femme")], "fr")
    sheet = openpyxl.load_workbook(target)["Membres"]
    assert [sheet[cell].value for cell in ("B3", "B4", "B5", "A6", "B6")] == ["sex", "Sexe *", "Femme", None, "Femme"]


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
