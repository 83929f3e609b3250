"""What the sheets of an action plan hold, lock, check and print, in a first and in a second round."""

import datetime as dt
import io
import re
import shutil
import subprocess
import unicodedata
from itertools import cycle, islice
from pathlib import Path

import openpyxl
import pytest
from invented_findings import criterion
from plans import (
    CHOSEN,
    FIRST,
    LABELS,
    OWN,
    SEATS,
    WORDS,
    actions,
    column,
    fill,
    opened,
    organisation,
    plan,
    recommendation,
)

from genderaudit.conclusions.followup import FollowedAction, FollowUp
from genderaudit.foundations.cleared import LONGEST
from genderaudit.foundations.language import language
from genderaudit.methodology.method import methodology
from genderaudit.workbooks import action_plan
from genderaudit.workbooks.plan_columns import PLACE


@pytest.mark.parametrize("first", [10, 2])
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_summary_counts_decisions_and_what_is_late(tmp_path: Path, first: int) -> None:
    late = dt.datetime(2020, 1, 31)
    answers = {
        0: {"Decision": "accepted", "Due date": late, "Budget": 300, "Status": "started"},
        1: {"Decision": "amended", "Due date": late, "Budget": 50, "Status": "done"},
        2: {"Decision": "amended", "Due date": late, "Budget": 7},
    }
    own = WORDS | {"Budget": 11, "Status": "stopped"}
    main = {place: answer for place, answer in answers.items() if place < first}
    main[min(len(CHOSEN), first) + 1] = own
    filled = fill(plan(first=first), "Action plan", tmp_path / "filled.xlsx", main)
    if len(CHOSEN) > first:
        others = {place - first: answer for place, answer in answers.items() if place >= first}
        fill(filled.read_bytes(), "Other proposals", filled, others)
    office = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path / 'profile'}", "--convert-to"]
    arguments = ["xlsx:Calc MS Excel 2007 XML", "--outdir", tmp_path / "out", filled]
    subprocess.run([*office, *arguments], check=True, capture_output=True, timeout=120)
    sheet = openpyxl.load_workbook(tmp_path / "out" / "filled.xlsx", data_only=True)["Summary"]
    counted = [row[1] for row in sheet.iter_rows(values_only=True) if isinstance(row[1], int | float)]
    decisions, taken, own, money = counted[:5], counted[5:10], counted[10:15], counted[15:]
    assert decisions == [1, 2, 0, 0, 3]  # accepted, amended, rejected, open, all
    assert taken == [1, 0, 2, 0, 3]  # done, under way, late, stopped, all
    assert own == [0, 0, 0, 1, 1]
    assert money == [357, 11]


def test_every_proposal_stands_in_a_row_with_its_evidence_in_words() -> None:
    sheet = opened(plan(), "Action plan")
    row = [cell.value for cell in sheet[FIRST]]
    assert row[1] == "quota_women_bodies"
    assert row[PLACE["recommendation"]] == language("en").text("recommendations.quota_women_bodies.action")
    assert "9 of 41 seats" in row[PLACE["evidence"]]


def test_every_number_of_the_evidence_is_one_of_the_finding() -> None:
    """The plan prints findings, so that the gate, which is given them, has seen all of it: 9 of 41 seats, 4 missing."""
    sheet = opened(plan(), "Action plan")
    said = str(sheet.cell(FIRST, PLACE["evidence"] + 1).value)
    assert set(re.findall(r"\d+(?:\.\d+)?", said)) <= {"9", "41", "4", "22.0", "30", "1"}  # the body is HYPERLINK(1)


LISTS = ("Action plan", "Other proposals")


def test_answers_are_open_and_everything_else_is_locked() -> None:
    for name in LISTS:
        sheet = opened(plan(first=1), name)
        assert sheet.protection.sheet
        first_answer = column(sheet, "Decision")
        for cell in sheet[FIRST]:
            assert cell.protection.locked == (cell.column < first_answer), cell.coordinate
    sheet = opened(plan(), "Action plan")
    words = column(sheet, "Recommendation")
    for cell in sheet[FIRST + OWN]:
        is_open = cell.column == words or cell.column > first_answer
        assert cell.protection.locked == (not is_open), cell.coordinate


UNDER_WAY = FollowedAction(
    recommendation="gender_policy",
    decision="amend",
    status="started",
    state="late",
    due=dt.date(2024, 6, 30),
    budget=500,
    owner="Board",
    note="A draft is there.",
)
LISTED = FollowedAction(text="Publish who was elected", status="planned", state="under_way")
REJECTED = FollowedAction(recommendation="attendance_lists", decision="reject", note="No time.")
OVER = [
    FollowedAction(recommendation="quota_rules", decision="accept", status="done", state="done"),
    FollowedAction(text="Given up", status="stopped", state="abandoned"),
]
BEFORE = FollowUp(earlier="2022", round="2025", actions=[UNDER_WAY, LISTED, REJECTED, *OVER], unanswered=[], changes=[])


def second(code: str = "en") -> bytes:
    again = [
        one.model_copy(update={"again": "rejected"}) if one.recommendation == "attendance_lists" else one
        for one in CHOSEN
    ]
    return action_plan(again, {SEATS.id: SEATS}, methodology(), organisation(), "2025", language(code), BEFORE)


@pytest.mark.parametrize("code", ["en", "fr"])
def test_the_plan_of_a_second_round_carries_on_what_is_under_way_and_nothing_else(tmp_path: Path, code: str) -> None:
    (tmp_path / "action_plan.xlsx").write_bytes(second(code))
    known, own = actions(tmp_path)
    assert (known["recommendation"], known["decision"], known["status"]) == ("gender_policy", "amend", "started")
    assert (known["due"], known["budget"]) == (dt.datetime(2024, 6, 30), 500)
    assert (known["owner"], known["note"], known["round"]) == ("Board", "A draft is there.", "2025")
    assert (own["recommendation"], own["status"], own["round"]) == ("Publish who was elected", "planned", "2025")


def test_a_recommendation_that_comes_again_says_why_in_the_workbook() -> None:
    sheet = opened(second(), "Action plan")
    why = [sheet.cell(row, PLACE["why"] + 1).value for row in (FIRST, FIRST + 1)]
    assert "Rejected after round 2022. The organisation says: “No time.”" in why[1]
    assert "2022" not in why[0]


def test_budgets_stand_in_the_organisations_currency() -> None:
    about = organisation().model_copy(update={"currency": "XOF"})
    book = openpyxl.load_workbook(io.BytesIO(action_plan(CHOSEN, {}, methodology(), about, "2025", language("fr"))))
    labels = [cell.value for cell in book["Plan d’action"][LABELS]]
    assert labels[PLACE["budget"]] == "Budget en XOF (imprimé dans le rapport)"
    assert ("Budget", "XOF") in [row[:2] for row in book["Synthèse"].iter_rows(values_only=True)]


def test_every_column_to_fill_in_says_that_it_is_printed() -> None:
    sheet = opened(plan(), "Action plan")
    first_answer = column(sheet, "Decision")
    for cell in sheet[LABELS]:
        assert cell.value.endswith("(printed in the report)") == (cell.column >= first_answer), cell.coordinate


@pytest.mark.parametrize("name", LISTS)
def test_decision_status_date_and_budget_refuse_what_they_cannot_be(name: str) -> None:
    sheet = opened(plan(first=1), name)
    kinds = {}
    for rule in sheet.data_validations.dataValidation:
        for cells in rule.sqref.ranges:
            if cells.min_row == FIRST:
                kinds[cells.min_col] = (rule.type, cells.max_row)
    wanted = {"Decision": "list", "Status": "list", "Due date": "date", "Budget": "decimal"}
    last = FIRST + (name == "Other proposals")  # of the three proposals, two are there
    assert kinds == {column(sheet, label): (kind, last) for label, kind in wanted.items()}


@pytest.mark.parametrize("name", LISTS)
def test_a_due_date_that_has_passed_is_marked(name: str) -> None:
    sheet = opened(plan(first=1), name)
    due = sheet.cell(FIRST, column(sheet, "Due date")).coordinate
    assert any(due in str(cells.sqref) for cells in sheet.conditional_formatting)


def test_text_from_files_never_becomes_a_formula_or_a_link() -> None:
    book = openpyxl.load_workbook(io.BytesIO(plan(name="=1+1")))
    for sheet in (book["Action plan"], book["How to fill in"]):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.coordinate
                assert cell.hyperlink is None


def test_formulas_of_the_summary_are_locked() -> None:
    formulas = [cell for row in opened(plan(), "Summary").iter_rows() for cell in row if cell.data_type == "f"]
    assert len(formulas) == 17
    assert not [cell for cell in formulas if not cell.protection.locked]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_prints_on_landscape_a4_one_page_wide_with_its_header_on_each_page(name: str) -> None:
    sheet = opened(plan(first=1), name)
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0  # as many pages as it takes; the width is one page by default
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.freeze_panes == "A5"


ARIAL = {
    222: "ijl’‘'",
    278: " .,:;/!|ftI[]·\N{NO-BREAK SPACE}",
    333: "()-r“”",
    350: "•",
    500: "ckvsxyzJ",
    556: "abdeghnopquL?_#$«»–0123456789",
    611: "FTZ",
    667: "ABEKPSVXY&",
    722: "wCDHNRU",
    778: "GOQ",
    833: "mM",
    889: "%",
    1000: "W…",
}
"""Width in thousandths of its size → letters."""
WIDE = {letter: width for width, letters in ARIAL.items() for letter in letters}
BOLD = 1.08  # as wide, nearly
DIGIT = WIDE["0"]


def _lines(text: str, width: float) -> int:
    """Lines that a text takes, word after word."""
    number = 0
    for line in text.split("\n"):
        number, at = number + 1, 0
        for word in line.split(" "):
            wide = sum(WIDE.get(unicodedata.normalize("NFD", letter)[0], 1000) for letter in word)
            at += wide + (WIDE[" "] if at else 0)
            if at > width:
                number, at = number + 1, wide
    return number


LONG_NOTE = ("Nous le ferons autrement, section par section, et le congrès en sera informé. " * 4)[:LONGEST]


@pytest.mark.parametrize("code", ["en", "fr"])
def test_no_row_is_too_low_for_what_stands_in_it_or_for_the_longest_note_that_is_printed(code: str) -> None:
    known = {one.id: one for one in (criterion(each.id, "approaches") for each in methodology().criteria)}
    evidence = [tuple(islice(cycle(known), 3 * place, 3 * place + 3)) for place in range(len(known))]
    entries = zip(methodology().recommendations, evidence, strict=False)
    chosen = [recommendation(entry.id, three) for entry, three in entries]
    given = (chosen, known, methodology(), organisation(), "2025", language(code), BEFORE)
    book = openpyxl.load_workbook(io.BytesIO(action_plan(*given)))
    for sheet in book.worksheets[1:3]:
        for row in sheet.iter_rows(min_row=LABELS):
            texts = [(cell.value, cell) for cell in row if cell.alignment.wrap_text and isinstance(cell.value, str)]
            texts += [(LONG_NOTE, row[PLACE["note"]])] if isinstance(row[0].value, int) else []
            for text, cell in texts:
                column = sheet.column_dimensions[cell.column_letter]
                width = DIGIT * (column.width - 0.7) / (BOLD if cell.font.b else 1)  # less the margins
                fits = sheet.row_dimensions[cell.row].height >= 15 * _lines(text, width)  # points
                assert fits or column.hidden, (sheet.title, cell.coordinate)


def test_a_columns_width_is_measured_in_digits_of_the_font_that_its_text_has() -> None:
    book = openpyxl.load_workbook(io.BytesIO(plan()))
    fonts = {(cell.font.name, cell.font.sz) for cell in book["Action plan"][FIRST]}
    assert fonts == {(book._fonts[0].name, book._fonts[0].sz)}


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert plan("fr") == plan("fr")
