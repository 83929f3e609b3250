"""Units and roles that are called after a person: no report prints the name, and `check` asks for another."""

from __future__ import annotations

import pytest

from genderaudit.audit.notebook import open_audit
from genderaudit.foundations.language import language, languages
from genderaudit.intake.checks.personal_names import CALLED
from genderaudit.report.labels import group_label

HEAD = "name: Example\nkind: ngo\nlanguages: [en]\nlevels: [A]\n"
PEOPLE = ["Awa Mariam Traoré", "Jean de la Tour", "Moussa Keïta", "Rokia Diallo"]


def staff(*units: str) -> str:
    rows = [f"{name},{'FM'[i % 2]},A,{units[i % len(units)]}" for i, name in enumerate(PEOPLE * 5)]
    return "Nom et prénom,sex,level,unit\n" + "\n".join(rows) + "\n"


def units_of(intake) -> set[str]:
    return {str(unit) for unit in intake.tables["staff"]["unit"].unique()}


@pytest.mark.parametrize(
    "unit",
    [
        "Cabinet Awa Traoré",
        "Équipe TRAORE Awa",
        "Service de Mme Coulibaly",
        "Dr Ba",
        "Secrétariat de M. Sy",
        "Mrs O’Neil",
    ],
)
def test_name_of_a_person_is_replaced_and_said(workspace, unit):
    intake = workspace.read({"staff.csv": staff("Finance", unit)}, HEAD)
    assert units_of(intake) == {"Finance", f"{CALLED}1"}
    (said,) = [one for one in intake.problems if one.rule == "called_after_person"]
    assert said.severity == "warning"
    for code in languages():
        told = said.sentence(language(code))
        assert "codes" in told
        assert unit not in told


@pytest.mark.parametrize(
    "unit",
    [
        "Section de la mairie",
        "SECTION DE LA MAIRIE",
        "Mines et énergie",
        "DR Kayes",
        "PR and Media",
        "MS Office",
        "Tour",
    ],
)
def test_other_names_stay(workspace, unit):
    intake = workspace.read({"staff.csv": staff("Finance", unit)}, HEAD)
    assert units_of(intake) == {"Finance", unit}
    assert "called_after_person" not in {one.rule for one in intake.problems}


def test_another_name_settles_it(workspace):
    head = HEAD + "tables:\n  staff:\n    codes: {unit: {Dr Ba: Clinic}}\n"
    intake = workspace.read({"staff.csv": staff("Finance", "Dr Ba")}, head)
    assert units_of(intake) == {"Finance", "Clinic"}
    assert "called_after_person" not in {one.rule for one in intake.problems}


@pytest.mark.parametrize(
    ("code", "first", "second"), [("en", "A unit", "A unit (2)"), ("fr", "Un service", "Un service (2)")]
)
def test_reports_say_what_it_is(code, first, second):
    words = language(code)
    assert group_label({"unit": f"{CALLED}1"}, words) == first
    assert group_label({"unit": f"{CALLED}2 + Finance"}, words) == f"{second} + Finance"


def test_findings_and_tables_hold_no_name(workspace):
    workspace.organisation({"staff.csv": staff("Finance", "Dr Ba")}, HEAD + 'rounds: {"2025": {date: 2025-06-30}}\n')
    audit = open_audit("baseline", "example", "2025", "en", str(workspace.root))
    audit.report("staff_women_by_unit", audit.measures.share_of_women(audit.data.current_staff(), by="unit"))
    said = " ".join(one.model_dump_json() for one in audit.found)
    assert CALLED in said
    assert "Ba" not in said.replace("Baseline", "")
