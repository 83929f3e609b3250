"""Who has the rows is told by which rule a figure is hidden; reports and findings never are."""

from __future__ import annotations

import pytest
from examples import Builder

from genderaudit.audit.notebook import Audit, open_audit
from genderaudit.foundations.errors import AuditError

SETTINGS = """\
name: Example (invented)
kind: ngo
languages: [en, fr]
levels: [Director, Officer]
rounds: {"2025": {date: 2025-06-30}}
"""
PEOPLE = [
    ("Director", "F", 3, 60_000),
    ("Director", "M", 9, 61_000),
    ("Officer", "F", 20, 30_000),
    ("Officer", "M", 18, 31_000),
]
STAFF = "sex,level,pay,pay_period\n" + "".join(
    f"{sex},{level},{pay + i},year\n" for level, sex, number, pay in PEOPLE for i in range(number)
)


@pytest.fixture
def audit(workspace: Builder):
    def opened(language: str = "en") -> Audit:
        workspace.organisation({"staff.csv": STAFF}, SETTINGS)
        audit = open_audit("baseline", "example", "2025", language, str(workspace.root))
        staff = audit.data.table("staff")
        pay = audit.measures.pay_basis(staff).pay
        audit.report("pay_gap_mean", audit.measures.mean_pay_gap(staff, pay))
        audit.report("pay_gap_by_category", audit.measures.category_pay_gaps(staff, pay, by="level"))
        return audit

    return opened


def test_says_the_rule_with_its_number(audit):
    assert audit().why("pay_gap_by_category", {"level": "Director"}).startswith("It is of fewer than 10 women")
    assert audit("fr").why("pay_gap_by_category", {"level": "Director"}).startswith("Il porte sur moins de 10 femmes")


def test_says_where_nothing_is_hidden(audit):
    assert audit().why("pay_gap_mean") == "This figure is shown, or there is none."


def test_asks_to_report_first(audit):
    with pytest.raises(AuditError, match="has not reported pay_gap_median"):
        audit().why("pay_gap_median")


def test_findings_do_not_say_it(audit):
    hidden = [one for one in audit().found if one.status == "suppressed"]
    assert {(one.reason, one.n) for one in hidden} == {("hidden", None)}
    assert [one.group["level"] for one in hidden] == ["Officer", "Director"]  # whole or not at all
