"""The sheet of the intake workbook on how the audit was made: filled in, read back, and what must not stand there."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Mapping, Sequence
from functools import cache

import openpyxl
import pandas as pd
import pytest
from examples import MINIMAL

from genderaudit.audit.notebook import open_audit
from genderaudit.cli import main
from genderaudit.conclusions.findings_file import read
from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.language import language, languages
from genderaudit.foundations.workspace import Workspace
from genderaudit.intake import about
from genderaudit.intake.files.own_workbooks import mark
from genderaudit.methodology.about_audit import AboutAudit
from genderaudit.methodology.organisation import Organisation
from genderaudit.workbooks import intake_workbook

Rows = Mapping[str, Sequence[Mapping[str, object]]]
HIDDEN, FIRST = 3, 5  # rows of the sheet, as a spreadsheet program numbers them
COLUMNS = ("what", "text", "women", "men", "number", "date")
DAY = dt.datetime(2025, 3, 3)
WHOLE: Rows = {
    "team": [{"text": "Aminata Traoré"}, {"text": "A facilitator"}],
    "from": [{"date": DAY}],
    "to": [{"date": dt.datetime(2025, 6, 20)}],
    "invited": [{"text": "All members,\nby their branch: 12 389 in 2024-2025."}],
    "sampling": [{"text": "everyone"}],
    "units": [{"text": "Total"}, {"text": "Siège (jour)"}],
    "workshops": [
        {"text": "women", "women": 14, "men": 0, "number": 2, "date": dt.datetime(2025, 4, 5)},
        {"text": "men", "women": 0, "men": 7},
    ],
    "interviews": [{"text": "officers", "women": 2, "men": 5}],
    "validation": [{"women": 12, "men": 15, "date": dt.datetime(2025, 6, 13)}],
    "referral": [{"text": "+223 76 12 34 56, Mme Traoré, a.b@example.org"}],
    "violence": [{"text": "10 et plus", "women": 90, "men": 60, "number": 2}],
    "in_time": [{"text": "fewer than half of them"}],
    "roles.leadership": [{"text": "General secretary"}],
    "roles.finance": [{"text": "Treasurer"}],
}
TOLD = AboutAudit.model_validate(
    {
        "team": ["Aminata Traoré", "A facilitator"],
        "from": "2025-03-03",
        "to": "2025-06-20",
        "invited": "All members, by their branch: 12 389 in 2024-2025.",
        "units": ["Total", "Siège (jour)"],
        "workshops": [
            {"group": "women", "women": 14, "men": 0, "number": 2, "date": "2025-04-05"},
            {"group": "men", "women": 0, "men": 7},
        ],
        "interviews": [{"group": "officers", "women": 2, "men": 5}],
        "validation": {"women": 12, "men": 15, "date": "2025-06-13"},
        "referral": "+223 76 12 34 56, Mme Traoré, a.b@example.org",
        "violence": {"recorded": "10_and_more", "years": 2, "women": 90, "men": 60, "in_time": "fewer_than_half"},
        "roles": {"leadership": "General secretary", "finance": "Treasurer"},
    }
)
LISTS = {"members.csv": "Nom et prénom,sex\nTraoré Aminata,F\nKonaté Moussa,M\n"}


def sheet_of(code: str) -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(io.BytesIO(alone(code))).active


@cache
def alone(code: str) -> bytes:
    """The workbook without its other sheets: a tenth of the time, for each of the tests."""
    made = intake_workbook(Organisation(name="Example", kind="trade_union", languages=[code]), language(code))
    book = openpyxl.load_workbook(io.BytesIO(made))
    for sheet in [sheet for sheet in book if sheet.cell(HIDDEN, 1).value != mark("about")]:
        book.remove(sheet)
    book.active = 0
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def filled(rows: Rows, code: str = "en", copies: int = 0) -> bytes:
    """The workbook with these cells, by ``what``; only where they are open."""
    sheet, left = sheet_of(code), {what: list(given) for what, given in rows.items()}
    at = {cell.value: cell.column for cell in sheet[HIDDEN][1:] if cell.value}
    assert tuple(at) == COLUMNS
    for row in range(FIRST, sheet.max_row + 1):
        for column, value in (left.get(sheet.cell(row, at["what"]).value) or [{}]).pop(0).items():
            cell = sheet.cell(row, at[column])
            assert not cell.protection.locked
            cell.value = value
    assert not any(left.values())
    for _ in range(copies):
        sheet.parent.copy_worksheet(sheet)
    stream = io.BytesIO()
    sheet.parent.save(stream)
    return stream.getvalue()


def canonical(*rows: Mapping[str, object]) -> pd.DataFrame:
    frame = pd.DataFrame([{**dict.fromkeys(COLUMNS), **row} for row in rows], columns=list(COLUMNS))
    return frame.assign(date=pd.to_datetime(frame["date"]), **{n: frame[n].astype(float) for n in COLUMNS[2:5]})


class TestReadBack:
    @pytest.mark.parametrize("code", languages())
    def test_everything_comes_back_as_it_was_filled_in(self, workspace, code):
        intake = workspace.read({**LISTS, "intake_workbook.xlsx": filled(WHOLE, code)})
        assert (intake.errors, intake.audit) == ((), TOLD)
        # The list has two members, and the question on violence is of 150 people.
        assert [one.rule for one in intake.problems if one.table == "about"] == ["violence_of_others"]
        assert TOLD.missing == []

    @pytest.mark.parametrize("code", languages())
    def test_an_empty_sheet_says_nothing(self, workspace, code):
        intake = workspace.read({**LISTS, "intake_workbook.xlsx": filled({}, code)})
        assert [one.rule for one in intake.problems if one.table == "about"] == []
        assert (intake.errors, intake.present, intake.audit) == ((), {"members"}, AboutAudit())

    @pytest.mark.parametrize("code", languages())
    def test_every_row_is_named_in_words_and_only_what_is_asked_is_open(self, code):
        sheet = sheet_of(code)
        labels = {sheet.cell(row, 2).value: sheet.cell(row, 1).value for row in range(FIRST, sheet.max_row + 1)}
        assert set(labels) - {None} == set(about.rows_asked(1))
        assert len(set(labels.values())) == len(labels)
        assert sheet.protection.sheet
        assert sheet.column_dimensions["B"].hidden
        for row in range(FIRST, sheet.max_row + 1):
            what = sheet.cell(row, 2).value
            open_cells = {name for place, name in enumerate(COLUMNS, 2) if not sheet.cell(row, place).protection.locked}
            assert open_cells == set(about.cells_asked(what) if what else ())


@pytest.mark.parametrize("code", languages())
def test_the_sheet_says_how_people_of_the_survey_were_chosen(workspace, code):
    survey, chosen = {"survey.csv": "sex,D1\nF,4\n"}, {"text": language(code).text("sampling.words.drawn")}
    book = {"intake_workbook.xlsx": filled({"sampling": [chosen]}, code)}
    intake = workspace.read(survey | book, MINIMAL)
    assert (intake.problems, about.sampling_in(intake.tables["about"])) == ((), "drawn")
    twice = workspace.read(survey | book, MINIMAL + "survey: {sampling: everyone}\n")
    assert [one.rule for one in twice.errors] == ["sampling_in_two"]


class TestRefused:
    @pytest.mark.parametrize("code", languages())
    @pytest.mark.parametrize(
        ("what", "cells", "rule"),
        [
            ("team", {"text": "Awa, 76 12 34 56"}, "text_contact"),
            ("invited", {"text": "Write to a.b@example.org."}, "text_contact"),
            ("invited", {"text": "Call 76   12   34   56."}, "text_contact"),
            ("invited", {"text": "x" * 301}, "text_long"),
            ("referral", {"text": "x" * 301}, "text_long"),
            ("referral", {"text": "<b>x</b>"}, "text_markup"),
            ("units", {"text": "@SUM(1)"}, "text_formula"),
            ("units", {"text": "Mme Traoré"}, "text_name"),
            ("workshops", {"text": "Konaté Moussa", "women": 0, "men": 1}, "text_name"),
            ("roles.leadership", {"text": "A. Traore"}, "text_name"),
            ("workshops", {"text": "women", "women": 3}, "about_incomplete"),
            ("workshops", {"women": 3, "men": 0}, "about_incomplete"),
            ("interviews", {"text": "women", "women": 2.5, "men": 0}, "about_not_whole"),
            ("validation", {"women": 3, "men": 0}, "about_incomplete"),
            ("sampling", {"text": "par tirage"}, "about_unknown_sampling"),
            ("violence", {"text": "3", "women": 90, "men": 60, "number": 2}, "about_unknown_violence"),
            ("violence", {"text": "fewer than 10", "women": 90, "men": 59, "number": 2}, "violence_few"),
            ("violence", {"text": "fewer than 10", "women": 90, "men": 60, "number": 1}, "violence_few"),
            ("in_time", {"text": "half of them or more"}, "violence_in_time"),
        ],
    )
    def test_what_cannot_be_printed_is_an_error_with_sheet_and_row(self, workspace, what, cells, rule, code):
        intake = workspace.read({**LISTS, "intake_workbook.xlsx": filled({what: [cells]}, code)})
        (problem,) = intake.errors
        name = language(code).text("intake_workbook.tables.about.sheet")
        assert (problem.rule, problem.sheet, len(problem.rows)) == (rule, name, 1)
        assert intake.audit == AboutAudit()
        sentence = problem.sentence(language(code))
        assert name in sentence
        assert str(problem.rows[0]) in sentence
        assert not re.search("traor|konat|76|example.org|x{99}", sentence, re.I)

    def test_an_end_before_the_beginning_is_refused_with_its_row(self, workspace):
        rows = {"from": [{"date": DAY}], "to": [{"date": DAY - dt.timedelta(days=1)}]}
        (problem,) = workspace.read({"intake_workbook.xlsx": filled(rows)}).errors
        assert (problem.rule, problem.sheet, len(problem.rows)) == ("about_order", "The audit", 1)

    def test_a_copy_of_the_sheet_is_refused(self, workspace):
        intake = workspace.read({"intake_workbook.xlsx": filled(WHOLE, copies=20)})
        assert [problem.rule for problem in intake.errors] == ["about_in_two"]


class TestTable:
    """What a file of one's own may hold and the sheet cannot."""

    @pytest.mark.parametrize(
        ("rows", "found"),
        [
            ([{"what": "team", "text": "x", "women": 3}], ("about_not_asked", (0,), "women")),
            ([{"what": "invited", "text": "x"}, {"what": "invited", "text": "y"}], ("about_too_often", (1,), "what")),
            ([{"what": "team", "text": "x"}] * 51, ("about_too_often", (50,), "what")),
            ([{"what": "units", "text": "x"}] * 200, None),
        ],
    )
    def test_rows_that_would_be_lost_are_faults(self, rows, found):
        said = [(one.rule, one.rows, one.column) for one in about.faults(canonical(*rows))]
        assert said == ([found] if found else [])

    def test_the_most_that_is_no_fault_can_be_told(self):
        every = [
            {"what": key, "text": "x", "women": 1, "men": 1} for key, most in about.MOST.items() for _ in range(most)
        ]
        told = about.about_audit_in(canonical(*every))
        assert {key: len(getattr(told, key)) for key in about.MOST} == about.MOST

    def test_what_is_not_asked_is_said_with_what_is(self, workspace):
        intake = workspace.read({"about.csv": "what,text\nroles.chair,Board\n"})
        assert [problem.rule for problem in intake.errors] == ["unknown_what"]
        assert "roles.leadership" in str(intake.errors[0].values["known"])


class TestBesideOrganisationYml:
    """Each part is said in one place; the parts of both are put together."""

    def test_what_the_sheet_does_not_say_is_as_in_the_file(self, workspace):
        settings = MINIMAL + 'audit: {units: [Head office]}\nrounds: {"2025": {audit: {to: 2025-06-20}}}\n'
        rows = {"team": [{"text": "Awa"}], "from": [{"date": DAY}]}
        intake = workspace.read({**LISTS, "intake_workbook.xlsx": filled(rows)}, settings)
        assert intake.errors == ()
        assert (intake.audit.team, intake.audit.units) == (["Awa"], ["Head office"])
        assert (intake.audit.begins, intake.audit.ends) == (dt.date(2025, 3, 3), dt.date(2025, 6, 20))

    @pytest.mark.parametrize(
        ("settings", "line"),
        [
            ("audit:\n  units: [X]\n  from: 2025-03-03\n  team: [X]\n", 3),
            ('rounds:\n  "2025":\n    audit:\n      from: 2025-03-03\n      team: [X]\n', 4),
        ],
    )
    def test_what_both_say_is_an_error_that_names_both(self, workspace, settings, line):
        content = filled({"from": [{"date": DAY}], "invited": [{"text": "All"}]})
        (problem,) = workspace.read({**LISTS, "intake_workbook.xlsx": content}, MINIMAL + settings).errors
        assert (problem.rule, problem.file, problem.sheet) == (
            "about_in_organisation",
            "intake_workbook.xlsx",
            "The audit",
        )
        number = MINIMAL.count("\n") + line
        assert f"organisation.yml (line {number}) says what this sheet says, too: from;" in problem.sentence(
            language("en")
        )

    def test_dates_of_both_are_in_order(self, workspace):
        content = filled({"from": [{"date": DAY}]})
        settings = MINIMAL + "audit: {to: 2025-03-02}\n"
        (problem,) = workspace.read({**LISTS, "intake_workbook.xlsx": content}, settings).errors
        assert problem.rule == "about_order"


def test_check_counts_what_the_sheet_says(workspace, capsys):
    rows = {**WHOLE, "units": [], "referral": []}
    lists = {"members.csv": "sex,count\nF,30\nM,40\n"}  # nobody of it is named on the sheet
    workspace.organisation({**lists, "intake_workbook.xlsx": filled(rows)}, MINIMAL)
    assert main(["check", f"--workspace={workspace.root}"]) == 0
    assert "does not say yet: parts covered, contact after violence." in capsys.readouterr().out


class TestRecorded:
    """Phase 4 records what the sheet says, and stops at what must not be printed."""

    @staticmethod
    def recorded(workspace, rows: Rows) -> AboutAudit:
        workspace.organisation({**LISTS, "intake_workbook.xlsx": filled(rows)}, MINIMAL)
        audit = open_audit("recommendations", "example", "2025", "en", str(workspace.root))
        audit.conclude.record_publication()
        audit.close()
        path = Workspace.open(str(workspace.root)).findings("example", "2025", "recommendations")
        return read(path, "example", "2025", "recommendations").publication.audit

    def test_it_is_recorded(self, workspace):
        assert self.recorded(workspace, WHOLE) == TOLD

    def test_an_error_stops_it(self, workspace):
        with pytest.raises(AuditError, match=r"The audit.*telephone number"):
            self.recorded(workspace, {"invited": [{"text": "Call 76 12 34 56"}]})
