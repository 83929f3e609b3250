"""Workbooks as people keep them: sheets, merged and hidden cells, errors, formulas. Read right, or asked."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet
from spreadsheet import Rows, book

from genderaudit.foundations.language import language, languages

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))
from sample_ods import ods_bytes

SETTINGS = """name: Example
kind: trade_union
languages: [fr]
tables:
  {table}:
    columns: {columns}
    codes: {{sex: {{F: F, H: M}}}}
{more}"""
COLUMNS = "{Sexe: sex, Service: unit, Salaire: pay}"
HEADER = ["Sexe", "Service", "Salaire"]
PEOPLE = [["F", "Terrain", 100], ["H", "Terrain", 110], ["F", "Siège", 120]]


def settings(more: str = "", table: str = "staff", columns: str = COLUMNS) -> str:
    more = "\n    ".join(part for part in (more, "values: {pay_period: month}" if table == "staff" else "") if part)
    return SETTINGS.format(table=table, columns=columns, more=f"    {more}\n" if more else "")


def rules(intake) -> list[str]:
    return [problem.rule for problem in intake.problems]


def _content(ods: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(ods)) as source:
        return source.read("content.xml")


def _with_content(ods: bytes, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(ods)) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            target.writestr(name, content if name == "content.xml" else source.read(name))
    return stream.getvalue()


def merged_ods(rows: Rows, merged: dict[int, int], hidden: int = 0) -> bytes:
    """An ODS file in which cells of the first column (by row) span so many rows, and a row is filtered out."""
    ods = ods_bytes(rows)
    before, *lines = _content(ods).split(b"<table:table-row>")
    for row, spanned in merged.items():
        span = f'<table:table-cell table:number-rows-spanned="{spanned}" '.encode()
        lines[row - 1] = lines[row - 1].replace(b"<table:table-cell ", span, 1)
    starts = [b"<table:table-row>"] * len(lines)
    starts[hidden - 1] = b'<table:table-row table:visibility="filter">' if hidden else starts[-1]
    return _with_content(ods, before + b"".join(start + line for start, line in zip(starts, lines, strict=True)))


def hide(*names: str, state: str = "hidden") -> Callable[[openpyxl.Workbook], None]:
    def hidden(made: openpyxl.Workbook) -> None:
        for name in names:
            made[name].sheet_state = state

    return hidden


class TestSheets:
    """Which sheet a list stands on."""

    @pytest.mark.parametrize("state", ["hidden", "veryHidden"])
    def test_a_hidden_sheet_is_not_read_but_said(self, workspace, state):
        content = book({"2024": [HEADER, *PEOPLE, *PEOPLE], "2025": [HEADER, *PEOPLE]}, hide("2024", state=state))
        intake = workspace.read({"staff.xlsx": content}, settings())
        assert len(intake.tables["staff"]) == 3
        assert rules(intake) == ["hidden_sheets"]
        assert "2024" in intake.problems[0].sentence(language("fr"))

    def test_a_list_on_a_hidden_sheet_only_is_asked(self, workspace):
        content = book({"Liste": [HEADER, *PEOPLE], "Notes": [["À faire"]]}, hide("Liste"))
        assert [problem.rule for problem in workspace.read({"staff.xlsx": content}, settings()).errors] == [
            "sheet_hidden"
        ]
        asked = workspace.read({"staff.xlsx": content}, settings("sheet: Liste"))
        assert (len(asked.tables["staff"]), rules(asked)) == (3, [])

    def test_several_sheets_that_fit_are_named_and_settled(self, workspace):
        content = book({"Old": [["x"]], "Nord": [HEADER, *PEOPLE], "Sud": [HEADER, *PEOPLE[:2]]}, hide("Old"))
        [problem] = workspace.read({"staff.xlsx": content}, settings()).errors
        assert problem.rule == "several_sheets"
        for code in languages():
            assert "Nord, Sud" in problem.sentence(language(code))
            assert "from_sheet: {event: name}" in problem.sentence(language(code))
        for more, people in [("sheet: Sud", 2), ("sheet: 1", 3), ("sheets: all", 5), ("sheets: [Sud, Nord]", 5)]:
            assert len(workspace.read({"staff.xlsx": content}, settings(more)).tables["staff"]) == people

    @pytest.mark.parametrize("name", ["Synthèse", "Récapitulatif 2025", "TOTAL", "Summary", "Resumen"])
    def test_a_sheet_that_sums_up_the_others_is_no_meeting(self, workspace, name):
        rows = [["Sexe"], ["F"], ["H"]]
        given = settings("sheets: all\n    from_sheet: {event: name}", "attendance", "{Sexe: sex}")
        intake = workspace.read({"attendance.xlsx": book({"AG": rows, "Bureau": rows, name: rows})}, given)
        assert rules(intake) == ["sheets_sum_up"]
        assert intake.tables["attendance"]["event"].unique().tolist() == ["AG", "Bureau"]
        intake = workspace.read({"attendance.xlsx": book({name: rows})}, given)
        assert intake.tables["attendance"]["event"].unique().tolist() == [name]

    def test_hidden_sheet_is_said_whatever_its_row_of_names(self, workspace):
        lists = {"2025": [["Personnel"], HEADER, *PEOPLE], "2024": [HEADER, *PEOPLE]}
        intake = workspace.read({"staff.xlsx": book(lists, hide("2024"))}, settings("header_row: 2"))
        assert "hidden_sheets" in rules(intake)
        assert len(intake.tables["staff"]) == 3

    def test_stacked_sheets_are_meetings_by_name_and_cell(self, workspace):
        meetings = {
            f"AG {year}": [["Assemblée du", dt.date(year, 3, 5)], ["Sexe"], *[["F"]] * women, ["H"]]
            for year, women in ((2024, 2), (2025, 3))
        }
        given = "sheets: all\n    from_sheet: {event: name, date: B1}"
        content = book({"Lisez-moi": [["Mode d’emploi"]], **meetings})
        intake = workspace.read({"attendance.xlsx": content}, settings(given, "attendance", "{Sexe: sex}"))
        attendance = intake.tables["attendance"]
        assert attendance.groupby("event")["count"].sum().to_dict() == {"AG 2024": 3, "AG 2025": 4}
        assert attendance["date"].dt.year.tolist() == [2024] * 3 + [2025] * 4
        assert {"sheets_without_list"} == set(rules(intake)) - {"rows_twice"}

    def test_a_list_on_a_sheet_that_no_table_names_is_said_with_its_rows(self, workspace):
        refunds = [["Remboursements, état au 30/06"], [], ["Date", "Carte", "Acte", "Montant"]]
        refunds += [["12/03/2026", f"BK{row}", "Consultation", 4500] for row in range(140)]
        notes = [["Établi par", "Comptabilité"], ["Version", 3], ["Feuilles", 5], ["Source", "Caisse"]]
        lists = {"Personnel": [HEADER, *PEOPLE], "Adhérents": [HEADER, *PEOPLE], "Remboursements 2026": refunds}
        guide = [["Mode d’emploi : " + "remplissez chaque ligne ; " * 4, "page 2", "fin"] for _ in range(8)]
        content = book({**lists, "Notes": notes, "Guide": guide, "Vide": [], "Vieux": refunds}, hide("Vieux"))
        given = settings("file: fichier.xlsx\n    sheet: Personnel")
        found = workspace.read({"fichier.xlsx": content}, given)
        [said] = [problem for problem in found.problems if problem.rule == "sheets_not_read"]
        assert said.values == {"sheets": {"Adhérents": 3, "Remboursements 2026": 140}}
        assert "« Remboursements 2026 » (140 lignes)" in said.what(language("fr")).replace("\u00a0", " ")

    def test_sheets_may_have_their_own_names_for_a_column(self, workspace):
        meetings = {"AG 1": [["Sexe"], ["F"], ["H"]], "AG 2": [["Genre"], ["F"], ["F"]]}
        given = settings("sheets: all\n    from_sheet: {event: name}", "attendance", "{Sexe: sex, Genre: sex}")
        intake = workspace.read({"attendance.xlsx": book(meetings)}, given)
        assert intake.errors == ()
        assert intake.tables["attendance"]["sex"].tolist() == ["F", "M", "F", "F"]
        both = book({**meetings, "AG 3": [["Sexe", "Genre"], ["F", "F"]]})
        assert [p.rule for p in workspace.read({"attendance.xlsx": both}, given).errors][:1] == ["headers_of_one"]
        neither = book({"AG 1": [["Sex"], ["F"]]})
        assert "header_missing" in [p.rule for p in workspace.read({"attendance.xlsx": neither}, given).errors]

    def test_a_blank_cell_that_should_name_the_meeting_is_an_error(self, workspace):
        content = book({"AG": [[None], ["Sexe"], ["F"]]})
        given = settings("sheets: all\n    from_sheet: {event: A1}", "attendance", "{Sexe: sex}")
        assert [p.rule for p in workspace.read({"attendance.xlsx": content}, given).errors] == ["cell_of_sheet_blank"]

    def test_a_name_of_no_column_that_a_sheet_should_give_is_an_error(self, workspace):
        given = settings("sheets: all\n    from_sheet: {evnt: name}", "attendance", "{Sexe: sex}")
        errors = workspace.read({"attendance.xlsx": book({"AG": [["event", "Sexe"], ["AG", "F"]]})}, given).errors
        assert [problem.rule for problem in errors] == ["unknown_name"]

    def test_one_list_in_several_files(self, workspace):
        files = {"nord.xlsx": book({"a": [HEADER, *PEOPLE]}), "sud.csv": "Sexe;Service;Salaire\nH;Port;90\n"}
        intake = workspace.read(files, settings("files: [nord.xlsx, sud.csv]"))
        assert intake.tables["staff"]["unit"].tolist() == ["Terrain", "Terrain", "Siège", "Port"]
        assert rules(intake) == []
        missing = workspace.read(files, settings("files: [nord.xlsx, est.csv]") + "ignore: [sud.csv]\n")
        assert [(p.rule, p.file) for p in missing.errors] == [("file_missing", "est.csv")]

    def test_what_holds_no_list_is_said_as_what_it_is(self, workspace):
        assert rules(workspace.read({"staff.xlsx": book({"a": [], "b": []})}, settings())) == ["sheets_blank"]
        assert rules(workspace.read({"staff.xlsx": book({"a": [HEADER]})}, settings())) == ["list_empty"]
        half = book({"a": [HEADER], "b": [HEADER, *PEOPLE]})  # a form that nobody has filled in is no second list
        assert len(workspace.read({"staff.xlsx": half}, settings()).tables["staff"]) == 3


class TestCells:
    """What stands beside the cells of a sheet."""

    @pytest.mark.parametrize("ranges", [["B2:B4"], ["B2:B3", "A3:A4"]])
    def test_merged_cells_are_filled_down_and_said(self, workspace, ranges):
        def merge(made: openpyxl.Workbook) -> None:
            for one in ranges:
                made["a"].merge_cells(one)

        intake = workspace.read({"staff.xlsx": book({"a": [HEADER, *PEOPLE, ["H", "Port", 90]]}, merge)}, settings())
        assert intake.tables["staff"]["unit"].tolist()[:2] == ["Terrain", "Terrain"]
        assert intake.tables["staff"]["sex"].notna().all()
        assert rules(intake) == ["merged_filled"] * len(ranges)

    def test_blank_rows_within_merged_cells_are_no_people(self, workspace):
        def merge(made: openpyxl.Workbook) -> None:
            made["a"].merge_cells("B2:B9")

        intake = workspace.read({"staff.xlsx": book({"a": [HEADER, *PEOPLE]}, merge)}, settings())
        assert intake.tables["staff"]["unit"].tolist() == ["Terrain"] * 3

    def test_rows_that_hold_nothing_but_spaces_are_no_people(self, workspace):
        """Whichever column is blank in a row that is an entry."""
        rows = [
            HEADER,
            ["F", None, 1],
            [None, " ", None],
            [" ", None, "\u00a0"],
            [None, "Siège", None],
            ["H", "Siège", 2],
        ]
        intake = workspace.read({"staff.xlsx": book({"a": rows})}, settings())
        assert intake.tables["staff"]["sex"].tolist() == ["F", "M"]
        assert [(p.rule, p.rows) for p in intake.problems] == [("row_alone", (5,))]

    def test_a_number_for_several_rows_is_never_spread(self, workspace):
        rows = [["Sexe", "Effectif"], ["F", 30], ["H", None]]
        content = book({"a": rows}, lambda made: made["a"].merge_cells("B2:B3"))
        intake = workspace.read({"members.xlsx": content}, settings("", "members", "{Sexe: sex, Effectif: count}"))
        assert [problem.rule for problem in intake.errors] == ["merged_amount"]

    def test_an_ods_is_seen_as_an_xlsx_is(self, workspace):
        rows = [["Organe", "Sexe"], ["Bureau", "F"], ["", "H"], ["", "H"], ["Comité", "F"], ["", "H"], ["", "H"]]
        content = merged_ods(rows, {2: 3, 5: 2}, hidden=3)
        intake = workspace.read({"bodies.ods": content}, settings("", "bodies", "{Organe: body, Sexe: sex}"))
        assert intake.tables["bodies"]["body"].tolist() == ["Bureau"] * 3 + ["Comité"] * 2
        found = {problem.rule: problem.rows for problem in intake.problems}
        assert found == {"merged_filled": (3, 4, 6), "hidden_rows": (3,), "row_set_aside": (7,)}
        staff = [["Sexe", "Salaire"], ["F", 100], ["H", ""]]
        amounts = merged_ods([[b, a] for a, b in staff], {2: 2})
        errors = workspace.read({"staff.ods": amounts}, settings(columns="{Sexe: sex, Salaire: pay}")).errors
        found = [(problem.rule, problem.column) for problem in errors if problem.table == "staff"]
        assert found == [("merged_amount", "Salaire")]

    def test_rows_struck_through_are_read_and_said(self, workspace):
        """Two of them; the third has one cell that was corrected."""

        def strike(made: openpyxl.Workbook) -> None:
            for cell in [*made["a"][3], *made["a"][5], made["a"].cell(2, 3)]:
                cell.font = Font(strike=True)

        rows = [HEADER, *PEOPLE, ["H", "Siège", 130]]
        intake = workspace.read({"staff.xlsx": book({"a": rows}, strike)}, settings())
        assert [(problem.rule, problem.rows) for problem in intake.problems] == [("struck_rows", (3, 5))]
        assert len(intake.tables["staff"]) == 4

    @pytest.mark.parametrize("line", ["solid", "none"])
    def test_rows_struck_through_in_an_ods_are_read_and_said(self, workspace, line):
        """By the style of their cells or of all their text; the last has one such cell, and one such word."""
        rows = [HEADER, *PEOPLE, ["H", "Siège", 130]]
        before, *lines = _content(ods_bytes(rows)).split(b"<table:table-row>")
        style = (
            '<style:style style:name="{}" style:family="{}"><style:text-properties style:text-line-through-style="{}"/>'
        )
        styles = "".join(style.format(*one, line) + "</style:style>" for one in (("ce1", "table-cell"), ("T1", "text")))
        before = before.replace(
            b"<office:body>", b"<office:automatic-styles>%s</office:automatic-styles><office:body>" % styles.encode(), 1
        )
        before = before.replace(
            b"<office:document-content",
            b'<office:document-content xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"',
            1,
        )
        cell, span = b"<table:table-cell ", b'<text:span text:style-name="T1">'
        lines[1] = lines[1].replace(cell, cell + b'table:style-name="ce1" ')
        lines[2] = lines[2].replace(b"<text:p>", b"<text:p>" + span).replace(b"</text:p>", b"</text:span></text:p>")
        lines[4] = (
            lines[4]
            .replace(cell, cell + b'table:style-name="ce1" ', 1)
            .replace(b"<text:p>S", b"<text:p>S" + span + b"x</text:span>")
        )
        content = _with_content(ods_bytes(rows), b"<table:table-row>".join([before, *lines]))
        intake = workspace.read({"staff.ods": content}, settings())
        assert [(p.rule, p.rows) for p in intake.problems] == ([("struck_rows", (2, 3))] if line == "solid" else [])
        assert len(intake.tables["staff"]) == 4

    @pytest.mark.parametrize("filtered", [True, False])
    def test_hidden_rows_are_read_and_said(self, workspace, filtered):
        def hide_rows(made: openpyxl.Workbook) -> None:
            sheet: Worksheet = made["a"]
            for row in (3, 4, 9):  # the last holds nothing
                sheet.row_dimensions[row].hidden = True
            if filtered:
                sheet.auto_filter.ref = "A1:C4"

        intake = workspace.read({"staff.xlsx": book({"a": [HEADER, *PEOPLE]}, hide_rows)}, settings())
        assert len(intake.tables["staff"]) == 3
        assert [(problem.rule, problem.rows, problem.count) for problem in intake.problems] == [
            ("hidden_rows", (3, 4), 2)
        ]

    @pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"])
    def test_error_cells_are_blank_and_said(self, workspace, error):
        content = book({"a": [HEADER, ["F", error, error], *PEOPLE]})
        intake = workspace.read({"staff.xlsx": content}, settings())
        assert intake.tables["staff"].loc[0, ["unit", "pay"]].isna().all()
        said = [(problem.rule, problem.column, problem.rows) for problem in intake.problems]
        assert said == [("error_cells", "Service", (2,)), ("error_cells", "Salaire", (2,))]

    @pytest.mark.parametrize("error", ["#N/D", "#VALEUR!", "#NOM?", "#¡DIV/0!", "#¿NOMBRE?", "Err:502", "########"])
    def test_errors_that_became_text_are_blank_and_said(self, workspace, error):
        intake = workspace.read(
            {"staff.csv": f"Sexe;Service\nF;{error}\nH;#1 Terrain\n"},
            settings("", "staff", "{Sexe: sex, Service: unit}"),
        )
        assert intake.tables["staff"]["unit"].isna().tolist() == [True, False]
        assert rules(intake) == ["error_cells"]

    def test_formulas_that_no_program_has_computed_are_an_error(self, workspace):
        content = book({"a": [[*HEADER, "Note"], ["F", "Port", "=50+50", "=1"], ["H", "Port", 3, "=2"]]})
        intake = workspace.read({"staff.xlsx": content}, settings())
        assert [(p.rule, p.column, p.rows) for p in intake.errors] == [("formulas_not_computed", "Salaire", (2,))]

    @pytest.mark.parametrize(
        "cell",
        [
            b'<c r="C2"><f>1+1</f></c>',
            b'<c r="C2"><f t="shared" si="0"/></c>',
            b"<c r='C2'><f>1+1</f><v></v></c>",
            b'<c r="C2"><f/><v/></c>',
        ],
    )
    def test_formulas_without_a_value_however_they_are_written(self, workspace, cell):
        assert rules(workspace.read({"staff.xlsx": _with_cell(cell)}, settings())) == ["formulas_not_computed"]

    @pytest.mark.parametrize(
        "cell", [b'<c r="C2"><f>50+50</f><v>100</v></c>', b'<c r="C2" t="str"><f>""</f><v></v></c>']
    )
    def test_formulas_with_a_value_are_values(self, workspace, cell):
        assert rules(workspace.read({"staff.xlsx": _with_cell(cell)}, settings())) == []

    def test_apostrophes_that_mark_text_are_dropped(self, workspace):
        intake = workspace.read(
            {"staff.csv": "Sexe;Service;Salaire\n'F;'Port;'100\nH;'s-Hertogenbosch;90\n"}, settings()
        )
        assert intake.tables["staff"]["unit"].tolist() == ["Port", "'s-Hertogenbosch"]
        assert intake.tables["staff"]["pay"].tolist() == [100, 90]

    def test_strict_open_xml_is_read(self, workspace):
        content = book({"a": [HEADER, *PEOPLE]})
        strict = {
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        }
        stream = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(stream, "w") as target:
            for name in source.namelist():
                part = source.read(name)
                for old, new in strict.items():
                    part = part.replace(old, new)
                target.writestr(name, part)
        intake = workspace.read({"staff.xlsx": stream.getvalue()}, settings())
        assert (intake.tables["staff"]["pay"].tolist(), rules(intake)) == ([100, 110, 120], [])


def _with_cell(cell: bytes) -> bytes:
    """A sheet of two people in which a cell is written in this way."""
    content = book({"a": [HEADER, ["F", "Port", 77], ["H", "Port", 110]]})
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            target.writestr(name, part.replace(b'<c r="C2" t="n"><v>77</v></c>', cell))
    return stream.getvalue()


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.parametrize(("ending", "said"), [("xls", ["not_all_seen"]), ("ods", []), ("xlsx", [])])
def test_what_libreoffice_saves_is_read_in_every_format(workspace, tmp_path, ending, said):
    day = dt.date(2020, 4, 5)
    rows = [[*HEADER, "Embauche"], *([*person, day] for person in PEOPLE)]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "staff.xlsx").write_bytes(book({"2024": rows[:2], "2025": rows}, hide("2024")))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", ending]
    subprocess.run([*command, "--outdir", tmp_path, tmp_path / "in" / "staff.xlsx"], check=True, capture_output=True)
    columns = COLUMNS.replace("}", ", Embauche: hired_on}")
    content = (tmp_path / f"staff.{ending}").read_bytes()
    intake = workspace.read({f"staff.{ending}": content}, settings("", "staff", columns))
    staff = intake.tables["staff"]
    assert staff["pay"].tolist() == [100, 110, 120]
    assert staff["hired_on"].dt.date.tolist() == [day] * 3
    assert rules(intake) == ["hidden_sheets", *said]
