"""Dates: the order of a column from all its cells, what is no date said as what it is, never half a column read."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.language import language, languages
from genderaudit.intake.cells.dates import is_open_end, read_dates
from genderaudit.methodology.organisation import read_organisation

HEAD = "name: Example\nkind: ngo\nlanguages: [en]\n"
days = st.dates(dt.date(1950, 1, 1), dt.date(2049, 12, 31))


def column(*cells: object) -> pd.Series:
    return pd.Series(cells, dtype=object)


def rules(found) -> list[tuple[str, str]]:
    return [(one.severity, one.rule) for one in found.remarks]


class TestOneDate:
    """Every way to write a day that leaves no doubt."""

    @pytest.mark.parametrize(
        "cell",
        [
            *("2025-06-30", "2025/6/30", "20250630", "30/06/2025", "30.6.2025", "30-06-2025", "6/30/2025"),
            *("2025-06-30 14:05:00", "2025-06-30T14:05:00Z", "30 juin 2025", "30 Jun 2025", "June 30, 2025"),
            *("30-juin-2025", "lundi 30 juin 2025", "30 de junio de 2025", 20250630, 20250630.0),
            *(dt.date(2025, 6, 30), dt.datetime(2025, 6, 30), dt.datetime(2025, 6, 30, 14, 5)),
        ],
    )
    def test_is_read(self, cell):
        assert read_dates(column(cell), None).days[0] == pd.Timestamp(2025, 6, 30)

    @pytest.mark.parametrize(
        ("cell", "rule"),
        [
            ("2025", "date_without_day"),
            (2025, "date_without_day"),
            ("June 2025", "date_without_day"),
            ("06/2025", "date_without_day"),
            ("30/06/25", "date_two_digit_year"),
            ("5 mars 19", "date_two_digit_year"),
            ("31/02/2020", "date_impossible"),
            ("2025-02-30", "date_impossible"),
            ("00/01/1900", "date_impossible"),
            ("30/06/1025", "date_impossible"),
            (dt.datetime(1899, 12, 30), "date_impossible"),
            (45838, "date_day_count"),
            ("45838", "date_day_count"),
            ("soon", "not_a_date"),
            (True, "not_a_date"),
        ],
    )
    def test_is_none_and_said_as_what_it_is(self, cell, rule):
        found = read_dates(column("2020-01-31", cell), None)
        assert rules(found) == [("warning", rule)]
        assert found.days.isna().tolist() == [False, True]

    def test_blank_cells_stay_blank(self):
        found = read_dates(column(None, float("nan"), pd.NA), None)
        assert (found.remarks, found.days.isna().all()) == ((), True)


class TestOrder:
    """Day or month first: by all cells of the column, else asked."""

    @given(st.lists(days, min_size=1, max_size=30).filter(lambda d: any(day.day > 12 for day in d)), st.booleans())
    def test_any_column_with_one_late_day_is_read_as_it_was_written(self, written, month_first):
        form = "%m/%d/%Y" if month_first else "%d/%m/%Y"
        found = read_dates(column(*(day.strftime(form) for day in written)), None)
        assert found.days.dt.date.tolist() == written
        assert rules(found) == ([("warning", "dates_month_first")] if month_first else [])

    @pytest.mark.parametrize("cells", [("05/04/2020", "2019-01-31"), ("01/02/2020", "05.05.2020", "11/12/2019")])
    def test_column_that_fits_both_is_asked_and_not_read(self, cells):
        found = read_dates(column(*cells), None)
        assert rules(found) == [("error", "dates_ambiguous")]
        assert found.days.isna().all()

    @pytest.mark.parametrize(("order", "month"), [("day_first", 4), ("month_first", 5)])
    def test_settings_settle_it(self, workspace, order, month):
        about = HEAD + f"tables:\n  staff:\n    dates: {order}\n"
        intake = workspace.read({"staff.csv": "sex,hired_on\nF,05/04/2020\n"}, about)
        assert intake.problems == ()
        assert intake.tables["staff"]["hired_on"][0].month == month

    def test_day_that_is_its_own_month_needs_no_order(self):
        assert rules(read_dates(column("05/05/2020", "07/07/2021"), None)) == []

    def test_mixed_column_is_an_error_and_no_date_is_read(self):
        found = read_dates(column(*["25/12/2019", "12/25/2019"] * 3), None)
        assert (rules(found), found.days.notna().sum()) == ([("error", "dates_mixed")], 0)

    def test_single_stray_is_named_and_blank(self):
        found = read_dates(column(*["25/12/2019"] * 30, "12/26/2019", "05/04/2020"), None)
        assert rules(found) == [("warning", "date_other_order")]
        assert found.remarks[0].rows == (30,)
        assert found.days[31] == pd.Timestamp(2020, 4, 5)

    def test_dates_that_a_spreadsheet_converted_by_half_are_asked(self):
        turned = [dt.datetime(2020, 5, 4), dt.datetime(2020, 1, 12), dt.datetime(2019, 3, 11)]
        found = read_dates(column(*turned, "25/12/2019", "13/01/2020"), None)
        assert rules(found) == [("error", "dates_half_converted")]
        assert rules(read_dates(column(*turned, dt.datetime(2020, 1, 31), "25/12/2019"), None)) == []

    @pytest.mark.parametrize("code", languages())
    def test_question_shows_both_readings_but_no_whole_date(self, workspace, code):
        rows = "F,05/04/2020\nM,06/07/2021\nF,01/02/2019\nM,03/09/2018\n"
        problem = workspace.read({"staff.csv": "sex,hired_on\n" + rows}).errors[0]
        sentence = problem.sentence(language(code))
        assert not [word for word in ("05/04", "06/07", "01/02", "month_first") if word not in sentence]
        assert not [
            word
            for word in {"en": ("5 April", "May"), "fr": ("5 avril", "4 mai")}[code]
            if word.lower() not in sentence.lower()
        ]
        assert "03/09" not in sentence
        assert "20" not in sentence.replace("2025", "")


class TestColumnsNotUnderstood:
    """More than one cell in twenty (and than one): an error, never half of the column."""

    @pytest.mark.parametrize(("bad", "severity"), [(1, "warning"), (3, "warning"), (4, "error")])
    def test_limit(self, bad, severity):
        found = read_dates(column(*["2020-01-31"] * (60 - bad), *["30/06/20"] * bad), None)
        assert rules(found) == [(severity, "date_two_digit_year")]
        assert found.days.notna().sum() == (0 if severity == "error" else 60 - bad)

    def test_reasons_are_told_apart(self):
        found = read_dates(column("2019", "31/02/2020", "20/01/19", "x", 43831), None)
        assert {rule for _, rule in rules(found)} == {
            *("date_without_day", "date_impossible", "date_two_digit_year", "not_a_date", "date_day_count")
        }
        assert {severity for severity, _ in rules(found)} == {"error"}

    @pytest.mark.parametrize("word", ["-", "–", "néant", "n/a", "N.A.", "en poste", "?"])
    def test_dash_and_words_for_none_are_blank_and_said(self, workspace, word):
        intake = workspace.read({"staff.csv": f"sex,left_on\nF,{word}\nM,{word}\nF,2020-01-31\n"})
        assert [(p.severity, p.rule, p.count) for p in intake.problems] == [("warning", "said_blank", 2)]
        assert intake.tables["staff"]["left_on"].isna().tolist() == [True, True, False]

    @pytest.mark.parametrize(
        "end",
        [
            *(
                "31/12/9999",
                "9999-12-31",
                "2999-12-31",
                "12/31/9999",
                "31-DEC-4712",
                "9999-12-31 23:59:59",
                "01.01.3000",
            ),
            *("00/00/0000", "0000-00-00", "01/01/1900", "1900-01-01 00:00"),
        ],
    )
    @pytest.mark.parametrize("table", ["staff", "members"])
    def test_end_in_a_far_future_is_none_and_said(self, workspace, table, end):
        intake = workspace.read({f"{table}.csv": f"sex,left_on\nF,{end}\nM,{end}\nF,2020-01-31\n"})
        said = [(p.severity, p.rule, p.count) for p in intake.problems if p.rule != "row_not_member"]
        assert said == [("warning", "end_left_open", 2)]
        assert intake.tables[table]["left_on"].isna().tolist()[:2] == [True, True]

    @pytest.mark.parametrize(
        "end", [dt.datetime(9999, 12, 31), dt.date(2999, 12, 31), "99991231", 2958465, 9999, dt.datetime(1900, 1, 1)]
    )
    def test_end_in_a_far_future_is_found_in_cells_of_a_program(self, end):
        assert is_open_end(column(end, "31/12/2025", None, "31/03/2925", 2025, "01/01/2020")).tolist() == [
            True,
            *[False] * 5,
        ]

    def test_other_days_of_a_far_future_are_mistakes(self, workspace):
        found = workspace.read({"staff.csv": "sex,hired_on\nF,31/12/9999\nF,2020-01-31\n"}).problems
        assert [p.rule for p in found] == ["date_impossible"]


class TestBirths:
    """A year or a date; of a bare year two ages are possible."""

    @pytest.mark.parametrize(
        "cell", [1985, 1985.0, "1985", "13/05/1985", "5/13/1985", "1985-05-12", dt.datetime(1985, 5, 12)]
    )
    def test_is_read(self, workspace, cell):
        found = read_dates(column(cell), None, years=True)
        assert found.days.dt.year.fillna(found.years).tolist() == [1985]

    @pytest.mark.parametrize(
        ("cell", "rule"),
        [
            ("85", "not_a_birth_year"),
            ("born 1985", "not_a_birth_year"),
            ("12/05/85", "date_two_digit_year"),
            (1492, "not_a_birth_year"),
        ],
    )
    def test_is_no_year(self, cell, rule):
        found = read_dates(column(cell, 1985), None, years=True)
        assert rules(found) == [("warning", rule)]

    def test_month_first_births_give_the_right_ages(self, workspace):
        rows = "sex,birth_year\nF,12/25/1990\nM,01/10/1990\n"
        members = workspace.read({"members.csv": rows}, HEAD + 'rounds: {"2025": {date: 2025-06-30}}\n').tables[
            "members"
        ]
        assert members["age_low"].tolist() == [34, 35]


class TestSettings:
    """The date of a round as people write it."""

    @pytest.mark.parametrize("date", ["2025-06-30", "30/06/2025", "30 juin 2025", '"June 30, 2025"', "6/30/2025"])
    def test_is_read(self, workspace, date):
        folder = workspace.organisation({}, HEAD + f'rounds: {{"2025": {{date: {date}}}}}\n')
        assert read_organisation(folder.parent).date_of("2025") == dt.date(2025, 6, 30)

    @pytest.mark.parametrize(
        ("date", "said"),
        [
            ("05/04/2025", "2025-04-05 or 2025-05-04"),
            ("2025", "no day"),
            ("31/02/2025", "no such day"),
            ("30/06/25", "two digits"),
            ("soon", "no date"),
        ],
    )
    def test_is_asked(self, workspace, date, said):
        folder = workspace.organisation({}, HEAD + f'rounds: {{"2025": {{date: {date}}}}}\n')
        with pytest.raises(AuditError, match=rf"line 4: rounds\.2025\.date: .*{said}"):
            read_organisation(folder.parent)
