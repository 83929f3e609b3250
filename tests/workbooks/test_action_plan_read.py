"""Action plans that were filled in: intake reads them as they are, or says what is wrong with them."""

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
from plans import DUE, ENGLISH, FIRST, OWN, WORDS, actions, fill, organisation, plan

from genderaudit.foundations.language import language
from genderaudit.intake import read_round
from genderaudit.methodology.organisation import Organisation


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
    assert not [text for text in texts.values() if text[1:10] in said]
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
        assert not [
            name
            for name in ("action_plan.xlsx", "action_plan_copy.xlsx")
            if name not in problem.sentence(language(code))
        ]


def test_what_is_amended_or_rejected_without_a_reason_is_said(tmp_path: Path) -> None:
    answers = {0: {"Decision": "amended"}, 1: {"Decision": "accepted"}, 2: {"Decision": "rejected"}}
    fill(plan(), "Action plan", tmp_path / "action_plan.xlsx", answers)
    (problem,) = read_round(tmp_path, organisation(), "2026", only=("actions",)).problems
    assert (problem.severity, problem.rule, problem.rows) == ("warning", "without_reason", (FIRST, FIRST + 2))


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
