"""The document review: one rating a criterion."""

from __future__ import annotations

import pandas as pd
import pytest

from genderaudit.conclusions.documents import criterion_findings
from genderaudit.conclusions.findings import Finding
from genderaudit.methodology.method import methodology

CRITERIA = methodology().criteria


def review(*rows: tuple[str, str | None]) -> dict[str, Finding]:
    table = pd.DataFrame(rows, columns=["criterion", "rating"])
    return {f.group["criterion"]: f for f in criterion_findings(table, CRITERIA, "gap_analysis")}


@pytest.mark.parametrize(("word", "value"), [("missing", 0), ("approaches", 1), ("meets", 2), ("exceeds", 3)])
def test_rating_is_a_score_from_none_to_three(word, value):
    found = review(("A1", word))["A1"]
    assert (found.rating, found.value, found.status) == (word, value, "calculated")


def test_of_several_reviewers_the_lowest_leads_and_all_are_counted():
    found = review(("A1", "exceeds"), ("A1", "approaches"), ("A1", "meets"))["A1"]
    assert (found.rating, found.n) == ("approaches", 3)


def test_criterion_that_nobody_rated_is_no_evidence_and_never_missing():
    found = review(("A1", "meets"), ("A2", None))
    assert {f.status for name, f in found.items() if name != "A1"} == {"no_evidence"}
    assert {f.rating for name, f in found.items() if name != "A1"} == {None}
    assert found["A2"].reason == "not_rated"


def test_criterion_that_does_not_apply_says_so():
    found = review(("A1", "not_applicable"))["A1"]
    assert (found.status, found.reason, found.rating) == ("not_calculable", "not_applicable", None)


def test_reviewer_who_finds_it_applicable_decides():
    assert review(("A1", "not_applicable"), ("A1", "meets"))["A1"].rating == "meets"


def test_every_criterion_is_a_finding_of_its_area_in_the_order_of_the_method():
    found = list(review().values())
    assert [(f.group["criterion"], f.area) for f in found] == [(c.id, c.area) for c in CRITERIA]
