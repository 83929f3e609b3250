"""A column that a list does not have is no group of people, and a list that was not given one line."""

from __future__ import annotations

import pytest
from examples import Builder

from genderaudit import measures, open_audit
from genderaudit.conclusions.findings import Finding
from genderaudit.foundations.workspace import PHASES

SETTINGS = "name: Example\nkind: enterprise\ninvented: true\nlanguages: [en]\nlevels: [Top, Base]\n"
BLANK = "not_stated"


def staff(columns: str, *rows: str) -> str:
    return "\n".join([f"sex,pay,pay_period,weekly_hours{columns}", *rows]) + "\n"


def people(number: int, *groups: str) -> list[str]:
    """Women with two thirds of men's pay, so that every gap is short, in each of these groups in turn."""
    tail = [f",{group}" if groups else "" for group in groups or ("",)]
    return [f"{'FM'[i % 2]},{(2000, 3000)[i % 2] + 10 * i},month,40{tail[(i // 2) % len(tail)]}" for i in range(number)]


@pytest.fixture
def found(tmp_path, monkeypatch):
    """What both phases record of a staff list by contract, and its pay as a whole and by level."""
    monkeypatch.setattr("IPython.display.display", lambda *_, **__: None)

    def audited(text: str) -> list[Finding]:
        Builder(tmp_path).organisation({"staff.csv": text}, SETTINGS)
        baseline, gaps = (open_audit(phase, "example", "2025", "en", str(tmp_path)) for phase in PHASES[:2])
        staff = baseline.data.current_staff()
        pay = measures.pay_basis(staff).pay
        levels = measures.category_pay_gaps(staff, pay, by="level", order=baseline.data.levels)
        baseline.report("staff_women_by_contract", measures.share_of_women(staff, by="contract"))
        baseline.report("pay_gap_mean", measures.mean_pay_gap(staff, pay))
        baseline.report("pay_gap_by_category", levels)
        baseline.close()
        return [*baseline.found, *gaps.conclude.rate(gaps.findings("baseline"))]

    return audited


def test_no_table_no_rating_of_a_column_that_is_not_there(found):
    every = found(staff("", *people(80)))
    assert [one.id for one in every if BLANK in one.group.values()] == []
    for name in ("staff_women_by_contract", "pay_gap_by_category"):
        (only,) = [one for one in every if one.indicator == name]
        assert (only.status, only.reason) == ("no_evidence", "no_column")
    assert [one.rating for one in every if one.indicator == "pay_gap_mean" and one.rating] == ["missing"]


def test_those_of_whom_it_is_blank_are_shown_and_not_rated(found):
    every = found(staff(",contract", *people(120, "Permanent", "")))
    shares = [one for one in every if one.indicator == "staff_women_by_contract"]
    rated = [one.group["contract"] for one in shares if one.rating]
    assert {one.group["contract"] for one in shares} == {"Permanent", BLANK}
    assert rated == ["Permanent"]


def test_lists_that_were_not_given_are_one_line_and_only_those_that_such_an_organisation_has(tmp_path, monkeypatch):
    shown: list[str] = []
    monkeypatch.setattr("IPython.display.display", lambda bundle, **_: shown.append(bundle["text/html"]))
    Builder(tmp_path).organisation({"staff.csv": staff("", *people(20))}, SETTINGS)
    audit = open_audit("recommendations", "example", "2025", "en", str(tmp_path))
    audit.show.recommendations([], 10)
    (line,) = [html for html in shown if "Not given" in html]
    assert ("Budget" in line, "Survey" in line, "Member" in line, "Staff" in line) == (True, True, False, False)
