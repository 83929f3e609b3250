"""An action plan whose first proposals stand on one list and the others on a second."""

import io
from pathlib import Path

import openpyxl
import pytest
from plans import ENGLISH, FIRST, WORDS, actions, fill, organisation, plan

from genderaudit.foundations.language import language
from genderaudit.intake import read_round


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
    assert not [code for code in ("en", "fr") if "action_plan.xlsx" not in problem.sentence(language(code))]


def test_answers_on_a_list_that_somebody_hid_are_asked_about(tmp_path: Path) -> None:
    path = split(tmp_path / "action_plan.xlsx", {0: ENGLISH[0]}, {0: ENGLISH[2]})
    book = openpyxl.load_workbook(path)
    book["Other proposals"].sheet_state = "hidden"
    book.save(path)
    (problem,) = read_round(tmp_path, organisation(), "2026", only=("actions",)).errors
    assert (problem.rule, problem.values["sheets"]) == ("sheet_hidden", "Other proposals")
