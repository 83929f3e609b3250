"""Workbooks that people fill in: what they hold, what they refuse, and that intake reads them back as they are."""

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

from genderaudit.conclusions.findings import Finding, Rank, SelectedRecommendation
from genderaudit.conclusions.followup import FollowedAction, FollowUp
from genderaudit.foundations.cleared import LONGEST
from genderaudit.foundations.language import language
from genderaudit.intake import read_round
from genderaudit.methodology.method import methodology
from genderaudit.methodology.organisation import Organisation
from genderaudit.workbooks import action_plan, rating_sheet
from genderaudit.workbooks.plan_columns import PLACE

LABELS, FIRST = 4, 5  # rows of a list sheet, as a spreadsheet program numbers them
DUE = dt.datetime(2026, 9, 30)


def organisation(name: str = "Example Union") -> Organisation:
    return Organisation(name=name, kind="trade_union", languages=["en"])


def recommendation(name: str, evidence: tuple[str, ...] = ("gap_analysis/seats",)) -> SelectedRecommendation:
    entry = next(entry for entry in methodology().recommendations if entry.id == name)
    return SelectedRecommendation(
        recommendation=name,
        area=entry.area,
        rank=Rank(severity=2, breadth=2),
        place=24,
        evidence=list(evidence),
    )


SEATS = Finding(
    id="gap_analysis/seats",
    phase="gap_analysis",
    area="I",
    indicator="bodies_women_seats",
    group={"body": "=HYPERLINK(1)"},
    value=4,
    unit="seats",
    n=41,
    women=9,
    men=32,
    rating="approaches",
    status="calculated",
    details={"share": 9 / 41, "quota": 0.3},
)
CHOSEN = [recommendation(name) for name in ("quota_women_bodies", "attendance_lists", "equality_on_agenda")]


def plan(code: str = "en", name: str = "Example Union", first: int = 10) -> bytes:
    given = (CHOSEN, {SEATS.id: SEATS}, methodology(), organisation(name), "2025", language(code))
    return action_plan(*given, first=first)


def opened(content: bytes, sheet: str) -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(io.BytesIO(content))[sheet]


def column(sheet: openpyxl.worksheet.worksheet.Worksheet, label: str) -> int:
    """The column of a label, whether or not it adds that what stands there is printed."""
    marked = [f"{label} ({words})" for words in ("printed in the report", "imprimé dans le rapport")]
    return next(cell.column for cell in sheet[LABELS] if cell.value in (label, *marked))


def fill(content: bytes, sheet_name: str, path: Path, rows: dict[int, dict[str, object]]) -> Path:
    """Save the workbook with answers: row (from 0) → label → answer."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book[sheet_name]
    for row, answers in rows.items():
        for label, answer in answers.items():
            sheet.cell(FIRST + row, column(sheet, label)).value = answer
    book.save(path)
    return path


ENGLISH = {
    0: {"Decision": "accepted", "Owner": "Board", "Due date": DUE, "Budget": 1250.5, "Status": "started"},
    2: {"Decision": "rejected", "Note": "Done already since 2024."},
}


def actions(folder: Path) -> list[dict[str, object]]:
    intake = read_round(folder, organisation(), "2026", only=("actions",))
    assert not intake.problems
    return intake.tables["actions"].to_dict("records")


def test_a_filled_plan_is_read_as_the_table_of_actions_without_any_mapping(tmp_path: Path) -> None:
    fill(plan(), "Action plan", tmp_path / "actions.xlsx", ENGLISH)
    first, second = actions(tmp_path)
    assert first["recommendation"] == "quota_women_bodies"
    assert (first["decision"], first["status"], first["owner"]) == ("accept", "started", "Board")
    assert (first["due"], first["budget"], first["round"]) == (DUE, 1250.5, "2025")
    assert (second["recommendation"], second["decision"]) == ("equality_on_agenda", "reject")


def test_a_plan_may_keep_its_own_name(tmp_path: Path) -> None:
    fill(plan(), "Action plan", tmp_path / "action_plan.xlsx", ENGLISH)
    assert [one["decision"] for one in actions(tmp_path)] == ["accept", "reject"]


def test_a_plan_in_french_is_understood_by_an_audit_in_english(tmp_path: Path) -> None:
    given = {"Décision": "modifiée", "Responsable": "Bureau exécutif", "Échéance": DUE, "État": "arrêtée"}
    answers = {1: given | {"Note": "Par section."}}
    fill(plan("fr"), "Plan d’action", tmp_path / "action_plan.xlsx", answers)
    (one,) = actions(tmp_path)
    assert (one["recommendation"], one["decision"], one["status"]) == ("attendance_lists", "amend", "stopped")


def test_a_mapping_of_the_organisations_own_list_does_not_disturb_a_plan(tmp_path: Path) -> None:
    fill(plan(), "Action plan", tmp_path / "action_plan.xlsx", ENGLISH)
    mapped = Organisation.model_validate(
        organisation().model_dump() | {"tables": {"actions": {"columns": {"Massnahme": "recommendation"}}}}
    )
    intake = read_round(tmp_path, mapped, "2026", only=("actions",))
    assert not intake.problems
    assert len(intake.tables["actions"]) == 2


def test_a_plan_stands_beside_the_list_of_earlier_actions(tmp_path: Path) -> None:
    fill(plan(), "Action plan", tmp_path / "action_plan.xlsx", ENGLISH)
    (tmp_path / "actions.csv").write_text("recommendation,decision,status\nattendance_lists,accept,done\n")
    assert [one["recommendation"] for one in actions(tmp_path)] == [
        "attendance_lists",
        "quota_women_bodies",
        "equality_on_agenda",
    ]


def test_an_answer_that_is_not_in_the_list_is_an_error_with_the_visible_column(tmp_path: Path) -> None:
    fill(plan(), "Action plan", tmp_path / "action_plan.xlsx", {0: {"Decision": "perhaps"}})
    problems = read_round(tmp_path, organisation(), "2026", only=("actions",)).errors
    assert [(one.rule, one.column, one.rows) for one in problems] == [
        ("unknown_word", "Decision (printed in the report)", (FIRST,))
    ]


OWN = len(CHOSEN) + 1  # the first row below the line that opens them
WORDS = {"Recommendation": "Hold a day of listening in each branch.", "Owner": "Women’s committee", "Due date": DUE}


def test_an_action_of_ones_own_is_read_with_its_words_and_may_be_printed(tmp_path: Path) -> None:
    fill(
        plan(),
        "Action plan",
        tmp_path / "action_plan.xlsx",
        ENGLISH | {OWN: WORDS | {"Status": "done"}, OWN + 3: WORDS},
    )
    *_, one, other = actions(tmp_path)
    assert (one["recommendation"], one["owner"], one["due"]) == (WORDS["Recommendation"], WORDS["Owner"], DUE)
    assert (one["status"], one["round"], one["cleared"]) == ("done", "2025", True)
    assert other["recommendation"] == WORDS["Recommendation"]


def test_an_own_action_below_the_rows_for_it_counts_too(tmp_path: Path) -> None:
    fill(plan(), "Action plan", tmp_path / "action_plan.xlsx", {OWN + 40: WORDS})
    (one,) = actions(tmp_path)
    assert (one["recommendation"], one["round"], one["cleared"]) == (WORDS["Recommendation"], "2025", True)


def test_an_own_action_without_words_is_set_aside_and_said(tmp_path: Path) -> None:
    fill(plan(), "Action plan", tmp_path / "action_plan.xlsx", {OWN: {"Owner": "Board"}})
    intake = read_round(tmp_path, organisation(), "2026", only=("actions",))
    assert [(one.rule, one.count) for one in intake.problems] == [("row_set_aside", 1)]
    assert intake.tables["actions"].empty


def test_what_must_not_be_printed_is_refused_with_its_place_and_without_its_words(tmp_path: Path) -> None:
    texts = {
        "text_formula": "'=HYPERLINK(1)",
        "text_markup": "<img src=x onerror=evil()>",
        "text_long": "x" * 301,
        "text_contact": "Call 76 12 34 56.",
    }
    labels = ("Recommendation", "Owner", "Note")
    rows = {
        OWN + 3 * place + column: WORDS | {label: text}
        for place, text in enumerate(texts.values())
        for column, label in enumerate(labels)
    }
    path = fill(plan(), "Action plan", tmp_path / "action_plan.xlsx", rows | {0: {"Decision": "accepted"}})
    intake = read_round(path.parent, organisation(), "2026", only=("actions",))
    found = {(one.rule, one.column.split(" (")[0]): one.rows for one in intake.errors}
    assert found == {
        (rule, label): (FIRST + OWN + 3 * place + column,)
        for place, rule in enumerate(texts)
        for column, label in enumerate(labels)
    }
    said = " ".join(one.sentence(language(code)) for one in intake.errors for code in ("en", "fr"))
    assert not any(text[1:10] in said for text in texts.values())
    assert intake.tables["actions"]["cleared"].tolist() == [True] + [False] * len(rows)


def test_two_answers_to_one_recommendation_are_an_error(tmp_path: Path) -> None:
    path = fill(plan(), "Action plan", tmp_path / "action_plan.xlsx", ENGLISH)
    book = openpyxl.load_workbook(path)
    sheet = book["Action plan"]
    for place in range(1, sheet.max_column + 1):
        sheet.cell(FIRST + 1, place).value = sheet.cell(FIRST, place).value
    book.save(path)
    errors = read_round(tmp_path, organisation(), "2026", only=("actions",)).errors
    assert [(one.rule, one.rows) for one in errors] == [("answered_twice", (FIRST + 1,))]


def test_two_plans_that_answer_one_recommendation_are_an_error_that_names_them(tmp_path: Path) -> None:
    for name in ("action_plan.xlsx", "action_plan_copy.xlsx"):
        fill(plan(), "Action plan", tmp_path / name, ENGLISH)
    (problem,) = read_round(tmp_path, organisation(), "2026", only=("actions",)).errors
    for code in ("en", "fr"):
        assert all(name in problem.sentence(language(code)) for name in ("action_plan.xlsx", "action_plan_copy.xlsx"))


def test_what_is_amended_or_rejected_without_a_reason_is_said(tmp_path: Path) -> None:
    answers = {0: {"Decision": "amended"}, 1: {"Decision": "accepted"}, 2: {"Decision": "rejected"}}
    fill(plan(), "Action plan", tmp_path / "action_plan.xlsx", answers)
    (problem,) = read_round(tmp_path, organisation(), "2026", only=("actions",)).problems
    assert (problem.severity, problem.rule, problem.rows) == ("warning", "without_reason", (FIRST, FIRST + 2))


def split(path: Path, first: dict[int, dict[str, object]], others: dict[int, dict[str, object]]) -> Path:
    """A plan of two proposals, and the third on the sheet of the others, with answers to both sheets."""
    fill(plan(first=2), "Action plan", path, first)
    return fill(path.read_bytes(), "Other proposals", path, others)


def test_the_first_proposals_stand_on_the_first_list_and_the_others_go_on_counting_on_the_second() -> None:
    book = openpyxl.load_workbook(io.BytesIO(plan(first=2)))
    assert book.sheetnames == ["How to fill in", "Action plan", "Other proposals", "Summary"]
    rows = [[row[:2] for row in book[name].iter_rows(min_row=FIRST, values_only=True)] for name in book.sheetnames[1:3]]
    assert rows[0][:2] == [(1, "quota_women_bodies"), (2, "attendance_lists")]
    assert rows[1] == [(3, "equality_on_agenda")]
    assert "“Other proposals”" in book["Action plan"]["A2"].value


@pytest.mark.parametrize("first", [3, 10])
def test_a_plan_of_no_more_than_the_first_proposals_has_one_list(first: int) -> None:
    book = openpyxl.load_workbook(io.BytesIO(plan(first=first)))
    assert book.sheetnames == ["How to fill in", "Action plan", "Summary"]
    assert "Other proposals" not in book["Action plan"]["A2"].value


def test_answers_on_either_list_are_read_and_own_actions_with_them(tmp_path: Path) -> None:
    split(tmp_path / "action_plan.xlsx", {1: ENGLISH[0], 3: WORDS}, {0: ENGLISH[2]})
    first, own, third = actions(tmp_path)
    assert (first["recommendation"], first["decision"]) == ("attendance_lists", "accept")
    assert (own["recommendation"], own["round"]) == (WORDS["Recommendation"], "2025")
    assert (third["recommendation"], third["decision"], third["note"]) == (
        "equality_on_agenda",
        "reject",
        "Done already since 2024.",
    )


@pytest.mark.parametrize(("first", "others"), [({1: ENGLISH[0]}, {}), ({}, {0: ENGLISH[0]})])
def test_a_plan_may_be_answered_on_one_of_its_lists_only(tmp_path: Path, first: dict, others: dict) -> None:
    split(tmp_path / "action_plan.xlsx", first, others)
    (one,) = actions(tmp_path)
    assert one["recommendation"] == ("attendance_lists" if first else "equality_on_agenda")


def test_an_answer_that_is_not_understood_is_said_with_its_list(tmp_path: Path) -> None:
    split(tmp_path / "action_plan.xlsx", {0: ENGLISH[0]}, {0: {"Decision": "perhaps"}})
    (problem,) = read_round(tmp_path, organisation(), "2026", only=("actions",)).errors
    assert (problem.rule, problem.sheet, problem.rows) == ("unknown_word", "Other proposals", (FIRST,))


def test_a_list_that_somebody_copied_within_the_plan_answers_twice_and_its_lists_are_named(tmp_path: Path) -> None:
    path = split(tmp_path / "action_plan.xlsx", {}, {0: ENGLISH[2]})
    book = openpyxl.load_workbook(path)
    book.copy_worksheet(book["Other proposals"]).title = "Copy"
    book.save(path)
    (problem,) = read_round(tmp_path, organisation(), "2026", only=("actions",)).errors
    assert problem.rule == "answered_in_two"
    assert problem.sheet == "Action plan, Other proposals, Copy"
    assert all("action_plan.xlsx" in problem.sentence(language(code)) for code in ("en", "fr"))


def test_answers_on_a_list_that_somebody_hid_are_asked_about(tmp_path: Path) -> None:
    path = split(tmp_path / "action_plan.xlsx", {0: ENGLISH[0]}, {0: ENGLISH[2]})
    book = openpyxl.load_workbook(path)
    book["Other proposals"].sheet_state = "hidden"
    book.save(path)
    (problem,) = read_round(tmp_path, organisation(), "2026", only=("actions",)).errors
    assert (problem.rule, problem.values["sheets"]) == ("sheet_hidden", "Other proposals")


def test_a_plan_that_nobody_answered_gives_no_actions(tmp_path: Path) -> None:
    (tmp_path / "action_plan.xlsx").write_bytes(plan())
    assert actions(tmp_path) == []


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_plan_saved_by_libreoffice_is_read_the_same(tmp_path: Path) -> None:
    own = {"Recommandation": "Une garderie au congrès.", "Budget": 450000, "Note": "Essai réussi."}
    answers = {0: {"Décision": "acceptée", "Échéance": DUE}, OWN + 1: own}
    filled = fill(plan("fr"), "Plan d’action", tmp_path / "filled.xlsx", answers)
    office = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path / 'profile'}", "--convert-to", "ods"]
    subprocess.run([*office, "--outdir", tmp_path, filled], check=True, capture_output=True, timeout=120)
    back = [*office[:-1], "xlsx", "--outdir", tmp_path / "round", tmp_path / "filled.ods"]
    subprocess.run(back, check=True, capture_output=True, timeout=120)
    (tmp_path / "round" / "filled.xlsx").rename(tmp_path / "round" / "action_plan.xlsx")
    one, added = actions(tmp_path / "round")
    assert (one["recommendation"], one["decision"], one["due"]) == ("quota_women_bodies", "accept", DUE)
    assert (added["recommendation"], added["budget"], added["note"]) == tuple(own.values())
    assert (added["round"], added["cleared"]) == ("2025", True)


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
    assert all(cell.protection.locked for cell in formulas)


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


def test_a_filled_rating_sheet_is_read_as_the_document_review(tmp_path: Path) -> None:
    sheet = rating_sheet(methodology(), organisation(), language("fr"))
    given = {"Appréciation": "exigences remplies", "Preuve (obligatoire)": "Statuts, article 4", "Relu par": "R1"}
    answers = {1: given}
    fill(sheet, "Revue documentaire", tmp_path / "document_review.xlsx", answers)
    intake = read_round(tmp_path, organisation(), "2026", only=("documents",))
    assert not intake.problems
    (one,) = intake.tables["documents"].to_dict("records")
    assert (one["area"], one["criterion"], one["rating"]) == ("A", "A1", "meets")
    assert (one["evidence"], one["reviewer"]) == ("Statuts, article 4", "R1")


def test_the_sheets_of_two_reviewers_become_one_table(tmp_path: Path) -> None:
    sheet = rating_sheet(methodology(), organisation(), language("en"))
    for name, rating in (("document_review.xlsx", "requirements met"), ("document_review_2.xlsx", "missing")):
        answers = {1: {"Rating": rating, "Evidence (required)": "Statutes, article 4", "Reviewer": name[-6]}}
        fill(sheet, "Document review", tmp_path / name, answers)
    documents = read_round(tmp_path, organisation(), "2026", only=("documents",)).tables["documents"]
    assert list(documents["rating"]) == ["meets", "missing"]


def test_a_rating_without_evidence_in_the_sheet_is_an_error(tmp_path: Path) -> None:
    sheet = rating_sheet(methodology(), organisation(), language("en"))
    answers = {1: {"Rating": "missing"}}
    fill(sheet, "Document review", tmp_path / "document_review.xlsx", answers)
    errors = read_round(tmp_path, organisation(), "2026", only=("documents",)).errors
    assert [one.rule for one in errors] == ["rating_without_evidence"]


def test_the_rating_sheet_has_a_row_for_every_criterion() -> None:
    sheet = opened(rating_sheet(methodology(), organisation(), language("en")), "Document review")
    codes = [cell.value for cell in sheet["C"][FIRST - 1 :] if cell.value]
    assert codes == [criterion.id for criterion in methodology().criteria]
