"""An organisation's files as they come: read, mapped, checked, and every problem said at once."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from at_length import tried
from examples import MINIMAL, Builder
from hypothesis import assume
from hypothesis import strategies as st
from spreadsheet import workbook

from genderaudit.foundations.language import language, languages
from genderaudit.intake import TABLES, Problem
from genderaudit.measures import share_of_youth

STAFF = MINIMAL + "tables:\n  staff:\n"
CANARY = "Aïcha Canary"


def rules(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.rule for problem in problems]


class TestCanonicalTables:
    """What measures get, whatever the file looks like."""

    @pytest.mark.parametrize("name", TABLES)
    def test_absent_table_has_every_column_and_no_row(self, workspace, name):
        intake = workspace.read({})
        assert len(intake.tables[name]) == 0
        assert {column.name for column in TABLES[name].columns} <= set(intake.tables[name].columns)
        assert name not in intake.present

    def test_columns_that_the_file_lacks_are_blank(self, workspace):
        staff = workspace.read({"staff.csv": "sex,level\nF,Top\n"}).tables["staff"]
        assert staff.drop(columns=["sex", "count", "level"]).isna().all(axis=None)
        assert staff["hired_on"].dtype.kind == "M"

    def test_a_row_is_one_person_where_the_file_has_no_count(self, workspace):
        assert workspace.read({"members.csv": "sex\nF\nM\n"}).tables["members"]["count"].tolist() == [1, 1]

    def test_headers_of_the_contract_may_be_written_in_capitals(self, workspace):
        assert workspace.read({"members.csv": "SEX,Count\nf,3\n"}).tables["members"]["count"].tolist() == [3]

    def test_values_given_once_hold_for_every_row(self, workspace):
        text = STAFF + "    values: {pay_period: month}\n"
        assert (
            workspace.read({"staff.csv": "sex,pay\nF,1\nM,2\n"}, text).tables["staff"]["pay_period"].tolist()
            == ["month"] * 2
        )

    def test_headers_and_codes_are_mapped(self, workspace):
        text = STAFF + "    columns: {Genre: sex}\n    codes: {sex: {'1': M, '2': F}}\n"
        staff = workspace.read({"staff.xlsx": workbook([["Genre"], [1], [2.0], ["2"]])}, text).tables["staff"]
        assert staff["sex"].tolist() == ["M", "F", "F"]

    def test_header_with_line_breaks_is_mapped_as_one_line(self, workspace):
        text = STAFF + '    columns: {"Salaire (de base)": pay}\n'
        staff = workspace.read({"staff.xlsx": workbook([["sex", "Salaire\n(de  base)"], ["F", 7]])}, text).tables[
            "staff"
        ]
        assert staff["pay"].tolist() == [7]

    def test_blank_sex_is_kept_as_not_stated_with_a_warning(self, workspace):
        intake = workspace.read({"members.csv": "sex,count\nF,3\n,4\nX,5\n"})
        assert intake.tables["members"]["count"].tolist() == [3, 4, 5]
        assert intake.tables["members"]["sex"].isna().tolist() == [False, True, False]
        assert [(p.severity, p.rule, p.rows) for p in intake.problems] == [("warning", "sex_blank", (3,))]

    def test_ages_come_from_age_year_of_birth_or_band(self, workspace):
        text = MINIMAL + 'rounds: {"2025": {date: 2025-06-30}}\n'
        files = {"staff.csv": "sex,age,birth_year,age_band\nF,40,,\nF,,1985,\nF,,,26-35\nF,,,\n"}
        staff = workspace.read(files, text).tables["staff"]
        assert staff["age_low"].tolist()[:3] == [40, 39, 26]
        assert staff["age_high"].tolist()[:3] == [40, 40, 35]
        assert staff.iloc[3][["age_low", "age_high"]].isna().all()

    def test_full_date_of_birth_gives_the_years_completed(self, workspace):
        """Six of 35 or less at 31 August 2025; the year alone made five of them."""
        text = MINIMAL + 'rounds: {"2025": {date: 2025-08-31}}\n'
        born = ["1989-09-01", "1 December 1991", "1990-08-31", "1990-09-01", "1995-05-05", "2000-02-29", "1989-08-31"]
        file = "\n".join(["body,sex,birth_year", *(f"House,F,{day}" for day in born)])
        bodies = workspace.read({"bodies.csv": file}, text).tables["bodies"]
        assert bodies["age_low"].tolist() == bodies["age_high"].tolist() == [35, 33, 35, 34, 30, 25, 36]
        assert share_of_youth(bodies)[0].women == 6

    def test_year_of_birth_leaves_two_ages_open_but_on_the_last_day_of_the_year(self, workspace):
        file = {"bodies.csv": "body,sex,birth_year\nHouse,F,1989\nHouse,M,1990\nHouse,M,1988\n"}
        bounds = {}
        for day in ("2025-06-30", "2025-12-31"):
            bodies = workspace.read(file, MINIMAL + f'rounds: {{"2025": {{date: {day}}}}}\n').tables["bodies"]
            bounds[day] = bodies[["age_low", "age_high"]].to_numpy().tolist(), share_of_youth(bodies)[0]
        assert bounds["2025-06-30"][0] == [[35, 36], [34, 35], [36, 37]]
        assert bounds["2025-12-31"][0] == [[36, 36], [35, 35], [37, 37]]
        assert (bounds["2025-06-30"][1].n, bounds["2025-06-30"][1].details["unknown_age"]) == (2, 1)
        assert (bounds["2025-12-31"][1].n, bounds["2025-12-31"][1].value) == (3, 1 / 3)

    def test_tables_by_age_of_the_survey_know_ages_and_years_of_birth(self, workspace):
        """Asked by band, by age or by year of birth: one column of bands. 1989 may be 35 or 36: in no band."""
        text = MINIMAL + 'rounds: {"2025": {date: 2025-06-30}}\n'
        rows = ["F,26-35,,", "F,,41,", "M,,,1960", "M,,,1989", "M,,,1990-01-01", "F,,,", "M,own band,30,"]
        files = {"survey.csv": "\n".join(["sex,age_band,age,birth_year", *rows])}
        survey = workspace.read(files, text).tables["survey"]
        bands = survey["age_band"].fillna("").tolist()
        assert bands == ["26-35", "36-45", "56+", "", "26-35", "", "own band"]

    def test_part_of_a_post_may_be_given_in_per_cent(self, workspace):
        staff = workspace.read({"staff.csv": "sex,fte\nF,80\nM,100 %\nM,0.5\n"}).tables["staff"]
        assert staff["fte"].tolist() == [0.8, 1, 0.5]

    def test_answers_that_are_none_have_codes_of_their_own(self, workspace):
        files = {"survey.csv": "sex,I1,I2\nF,5,do_not_know\nM,prefer_not_to_say,\n"}
        survey = workspace.read(files).tables["survey"]
        assert survey["I1"].tolist() == [5, -2]
        assert survey["I2"].isna().tolist() == [False, True]
        assert survey["I2"][0] == -1

    def test_files_are_known_by_their_hash(self, workspace):
        # sha256 of "sex\nF\n", as sha256sum prints it
        assert list(workspace.read({"members.csv": "sex\nF\n"}).files.values()) == [
            "01a21146ab0eed70facbc7422fb9845d4d47ec2837706a480c26af1763f365ae"
        ]


def letters_of_utf8(content: bytes) -> str:
    """The letters beyond ASCII in these bytes if they are UTF-8: Windows-1252 text with such cannot be told from it."""
    return "".join(letter for letter in content.decode("utf-8", "ignore") if not letter.isascii())


class TestDialects:
    """Separators, encodings, quotes and line ends are found out."""

    CELLS = (
        st.text("abcXYZ019 éàçôœ’«»–-,;|\t\"'", min_size=1, max_size=8)
        .map(lambda text: text.strip().lstrip("'"))
        .map(str.strip)
        .filter(lambda text: any(map(str.isalnum, text)))  # of a survey a sign alone is no answer
    )

    @tried(
        15,
        60,
        st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5),
        st.sampled_from(",;\t|"),
        st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]),
        st.sampled_from(["\n", "\r\n"]),
        st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    )
    def test_table_written_in_any_dialect_is_the_same_table(self, rows, delimiter, encoding, end, quoting):
        stream = io.StringIO(newline="")
        writer = csv.writer(stream, delimiter=delimiter, lineterminator=end, quoting=quoting)
        writer.writerows([("sex", "level", "unit"), *(("F", *row) for row in rows)])
        content = stream.getvalue().encode(encoding)
        assume(encoding != "cp1252" or not letters_of_utf8(content))
        with tempfile.TemporaryDirectory() as folder:
            survey = Builder(Path(folder)).read({"survey.csv": content}).tables["survey"]
        assert list(zip(survey["level"], survey["unit"], strict=True)) == rows

    def test_letters_that_are_one_of_utf8_are_read_as_the_settings_say(self, workspace):
        content = "sex,level\nF,éœ’\n".encode("cp1252")  # the bytes of 霒
        assert workspace.read({"staff.csv": content}).tables["staff"]["level"].tolist() == ["霒"]
        said = MINIMAL + "tables: {staff: {encoding: cp1252}}\n"
        assert workspace.read({"staff.csv": content}, said).tables["staff"]["level"].tolist() == ["éœ’"]

    def test_decimal_comma_goes_with_the_semicolon(self, workspace):
        budget = workspace.read({"budget.csv": "line;amount\nA;1 234,50\n"}).tables["budget"]
        assert budget["amount"].tolist() == [1234.5]

    def test_line_break_in_quotes_belongs_to_the_cell(self, workspace):
        files = {"members.csv": 'branch,sex\n"Health\nand care",F\nx,Q\n'}
        intake = workspace.read(files)
        assert intake.tables["members"]["branch"][0] == "Health\nand care"
        assert intake.problems[0].rows == (4,)  # the line that a text editor shows

    def test_title_rows_and_a_second_sheet_are_passed_over(self, workspace):
        text = STAFF + "    sheet: 2\n    header_row: 3\n"
        content = workbook([["About"]], [["Our people"], [], ["sex", "level"], ["F", "Top"], ["Q", "Top"]])
        intake = workspace.read({"staff.xlsx": content}, text)
        assert intake.problems[0].rule == "unknown_code"
        assert (intake.problems[0].rows, intake.problems[0].sheet) == ((5,), "Sheet 2")
        assert intake.tables["staff"]["level"].tolist() == ["Top", "Top"]

    @pytest.mark.parametrize("total", ["Total", "TOTAL :", "Totaux", "Ensemble", "Sous-total"])
    def test_total_rows_are_set_aside_and_said(self, workspace, total):
        intake = workspace.read({"members.csv": f"branch,sex,count\nA,F,3\n{total},,3\n"})
        assert intake.tables["members"]["count"].sum() == 3
        assert ("total_row", (3,)) in [(p.rule, p.rows) for p in intake.problems]


class TestProblems:
    """All at once, with their place, in sentences, without a value of a person."""

    def test_unknown_code_lists_frequent_values_and_counts_rare_ones(self, workspace):
        rows = ["W"] * 4 + ["Frau"] * 3 + [CANARY, "femail"]
        problem = workspace.read({"staff.csv": "sex\n" + "\n".join(rows)}).errors[0]
        assert (problem.rule, problem.count, problem.rows) == ("unknown_code", 9, (2, 3, 4, 5, 6))
        said = problem.sentence(language("en"))
        assert "“W” (4), “Frau” (3)" in said
        assert "others, too rare to be shown: 2" in said
        assert "femail" not in said
        assert "«\u00a0W\u00a0» (4), «\u00a0Frau\u00a0» (3)" in problem.sentence(language("fr"))

    def test_several_problems_come_together_each_with_file_rows_and_header(self, workspace):
        text = STAFF + "    columns: {Genre: sex, Naissance: birth_year, Salaire: pay}\nlevels: [Top]\n"
        files = {
            "staff.csv": "Genre,Naissance,Salaire,level\nF,1985,10,Top\nQ,soon,lots,Cellar\n",
            "budget.csv": "line,amount\nA,much\n",
            "notes.txt": "x",
        }
        found = {(p.file, p.rule, p.column, p.rows) for p in workspace.read(files, text).problems}
        assert found == {
            ("staff.csv", "unknown_code", "Genre", (3,)),
            ("staff.csv", "not_a_birth_year", "Naissance", (3,)),
            ("staff.csv", "not_a_number", "Salaire", (3,)),
            ("staff.csv", "unknown_level", "level", (3,)),
            ("staff.csv", "pay_without_period", "Salaire", (2,)),
            ("budget.csv", "not_a_number", "amount", (2,)),
            ("notes.txt", "file_not_used", "", ()),
        }

    @pytest.mark.parametrize("code", languages())
    def test_no_value_of_a_person_is_in_a_sentence(self, workspace, code):
        lines = ["sex,birth_year,age_band,hired_on,pay,fte,manages_people,level", ",".join([CANARY] * 8), "F,,,,,9,,"]
        files = {
            "staff.csv": "\n".join(lines) + f",{CANARY}\n",
            "members.csv": f"sex,count\n{CANARY},{CANARY}\n",
            "interviews.csv": f"area,kind,text\n{CANARY},{CANARY},{CANARY}\n",
            "survey.csv": f"sex,I1\nF,{CANARY}\n",
            "documents.csv": f"area,criterion,rating,evidence\nA,{CANARY},meets,\n",
        }
        problems = workspace.read(files, MINIMAL + "levels: [Top]\n").problems
        assert len(problems) > 12
        for problem in problems:
            said = problem.sentence(language(code))
            assert "Canary" not in said
            assert "–" not in said or problem.rule == "unknown_code", said  # a placeholder without its value

    def test_headers_that_are_no_headers_are_not_repeated(self, workspace):
        # A list without header row: its first person stands where headers should be.
        intake = workspace.read({"staff.csv": f"{CANARY},F\nOther,M\n"})
        said = " ".join(problem.sentence(language("en")) for problem in intake.problems)
        assert "column_missing" in rules(intake.problems)
        assert "Canary" not in said

    def test_header_named_in_the_mapping_but_not_in_the_file(self, workspace):
        intake = workspace.read({"staff.csv": "sex\nF\n"}, STAFF + "    columns: {Salaire: pay}\n")
        assert [(p.rule, p.column) for p in intake.errors] == [("header_missing", "Salaire")]
        assert intake.tables["staff"]["sex"].tolist() == ["F"]  # so that what else is wrong is said, too

    def test_rating_needs_evidence(self, workspace):
        files = {
            "documents.csv": "area,criterion,rating,evidence\nA,A1,meets,\nA,A2,not_applicable,\nA,A3,meets,p. 3\n"
        }
        assert [(p.rule, p.rows) for p in workspace.read(files).errors] == [("rating_without_evidence", (2,))]

    def test_answer_outside_the_scale_is_an_error(self, workspace):
        assert rules(workspace.read({"survey.csv": "sex,I1\nF,6\n"}).errors) == ["unknown_answer"]

    def test_implausible_value_is_blanked_with_a_warning(self, workspace):
        intake = workspace.read({"staff.csv": "sex,age\nF,34\nM,340\n"})
        assert [(p.severity, p.rule, p.rows) for p in intake.problems] == [("warning", "out_of_range", (3,))]
        assert intake.tables["staff"]["age"].isna().tolist() == [False, True]

    def test_row_without_its_name_is_set_aside_and_counted(self, workspace):
        intake = workspace.read({"budget.csv": "line,amount\n,5\nA,6\n"})
        assert intake.tables["budget"]["amount"].tolist() == [6]
        assert [(p.rule, p.rows) for p in intake.problems] == [("row_set_aside", (2,))]

    def test_row_longer_than_the_header_is_said(self, workspace):
        assert "row_too_long" in rules(workspace.read({"members.csv": "sex,count\nF,3,4\n"}).problems)

    def test_columns_not_used_are_named(self, workspace):
        intake = workspace.read({"members.csv": "sex,Shoe size\nF,38\n"})
        assert "Shoe size" in intake.problems[0].sentence(language("en"))

    def test_two_files_for_one_table(self, workspace):
        files = {"members.csv": "sex\nF\n", "members.xlsx": workbook([["sex"], ["F"]])}
        assert rules(workspace.read(files).errors) == ["list_in_two_files"]


def test_read_values_are_equal_from_csv_and_workbook(workspace, tmp_path):
    rows = [["sex", "pay", "hired_on"], ["F", "1500.5", "2020-03-01"], ["M", "1200", "2019-12-31"]]
    text = "\n".join(",".join(row) for row in rows)
    from_csv = workspace.read({"staff.csv": text}).tables["staff"]
    other = Builder(tmp_path / "other").read({"staff.xlsx": workbook(rows)}).tables["staff"]
    pd.testing.assert_frame_equal(from_csv, other)
