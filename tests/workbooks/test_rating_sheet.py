"""The sheet for rating documents: a row a criterion, read back as the document review."""

from pathlib import Path

from plans import FIRST, fill, opened, organisation

from genderaudit.foundations.language import language
from genderaudit.intake import read_round
from genderaudit.methodology.method import methodology
from genderaudit.workbooks import rating_sheet


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
