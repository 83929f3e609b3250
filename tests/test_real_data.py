"""Files of other people, with nothing but an organisation.yml each, through all four phases.

Figures and their sources: README.md beside the data. "published" and "computed" are its words.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from in_process import AuditedPhase, audit

from genderaudit.foundations.workspace import PHASES

pytestmark = pytest.mark.slow  # whole audits; the measures meet the same published figures in tests/measures

SETTINGS = Path(__file__).parent / "real_data"
FILES = {
    "salaries_professors": ("Salaries.csv", "2009", "en"),
    "bank_employees": ("Employee_data.csv", "1995", "en"),
    "logib": ("Exemple_feuille_de_donnees_M1.xlsx", "2019", "fr"),
}
Phases = dict[str, AuditedPhase]


@pytest.fixture(scope="module")
def phases(shared, tmp_path_factory) -> Callable[[str], Phases]:
    """The phases of one of these organisations; executed once."""
    root = tmp_path_factory.mktemp("real_data")
    done: dict[str, Phases] = {}

    def phases_of(name: str) -> Phases:
        if name not in done:
            file, round, language = FILES[name]
            folder = root / "data" / "raw" / name / round
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(shared(f"{name}/{file}"), folder / file)
            shutil.copy(SETTINGS / f"{name}.organisation.yml", folder.parent / "organisation.yml")
            done[name] = audit(root, name, round, language)
        return done[name]

    return phases_of


@pytest.fixture
def professors(phases) -> AuditedPhase:
    return phases("salaries_professors")["baseline"]


@pytest.fixture
def bank(phases) -> AuditedPhase:
    return phases("bank_employees")["baseline"]


@pytest.fixture
def swiss_firm(phases) -> AuditedPhase:
    return phases("logib")["baseline"]


class TestProfessors:
    """397 professors of one college in the United States (R package carData)."""

    def test_women_and_men(self, professors):
        found = professors.one("staff_women_share")  # published
        assert (found["women"], found["men"], found["n"]) == (39, None, 397)

    # Computed. Of 39 women the median is one woman's pay, and the gap 0.0397: published is that of the middle three.
    @pytest.mark.parametrize(("indicator", "gap"), [("pay_gap_mean", 0.1224), ("pay_gap_median", 0.0394)])
    def test_pay_gap(self, professors, indicator, gap):
        assert professors.one(indicator)["value"] == round(gap, 3)

    def test_gap_is_that_of_the_published_means(self, professors):
        gap = 1 - 101_002.4 / 115_090.4
        assert professors.one("pay_gap_mean")["value"] == round(gap, 3)  # published means of the salaries

    @pytest.mark.parametrize(
        ("rank", "women", "men", "gap"),
        [("AsstProf", 11, 56, 0.0401), ("AssocProf", 10, 54, 0.0670), ("Prof", 18, 248, 0.0405)],
    )
    def test_pay_gap_of_a_rank(self, professors, rank, women, men, gap):
        found = professors.one("pay_gap_by_category", level=rank)  # computed
        assert (found["women"], found["men"], found["value"]) == (women, men, pytest.approx(gap, abs=5e-3))

    def test_glass_ceiling_index(self, professors):
        assert professors.one("glass_ceiling_index")["value"] == round(1.4517, 2)  # computed


class TestBank:
    """474 employees of a bank in the United States (SPSS sample file)."""

    def test_women_and_men(self, bank):
        found = bank.one("staff_women_share")  # published
        assert (found["women"], found["n"]) == (216, 474)

    @pytest.mark.parametrize(("indicator", "gap"), [("pay_gap_mean", 0.3718), ("pay_gap_median", 0.2603)])
    def test_pay_gap(self, bank, indicator, gap):
        assert bank.one(indicator)["value"] == round(gap, 3)  # computed

    def test_gap_is_that_of_the_published_means(self, bank):
        gap = 1 - 26_031.92 / 41_441.78
        assert bank.one("pay_gap_mean")["value"] == round(gap, 3)  # published means of the salaries

    @pytest.mark.parametrize(
        ("category", "women", "people"), [("Clerical", 206, 363), ("Custodial", 0, 27), ("Manager", 10, 84)]
    )
    def test_women_and_people_of_a_job_category(self, bank, category, women, people):
        found = bank.one("staff_women_by_level", level=category)  # computed
        assert (found["women"], found["n"]) == (women, people)

    def test_duncan_index(self, bank):
        assert bank.one("duncan_index")["value"] == round(0.3452, 2)  # computed


class TestSwissFirm:
    """The fictional firm of the Swiss federal equal-pay tool, its French workbook as it is."""

    def test_the_population_of_the_tool_is_read_from_the_second_sheet(self, swiss_firm):
        # 285 staff, of whom the sheet's own column Population leaves out five
        assert swiss_firm.one("staff_women_share")["n"] == 280

    def test_standard_model_is_near_that_of_the_tool(self, swiss_firm):
        # Published in its own tests: Kennedy −0.026, with its factors (tests/measures/test_pay_regression.py). An audit
        # compares like with like in contract and part of full time, too, where the list knows them.
        assert swiss_firm.one("pay_gap_adjusted")["value"] == pytest.approx(0.026, abs=0.0015)


@pytest.mark.parametrize(("name", "most"), [("salaries_professors", 0.0), ("bank_employees", 0.15), ("logib", 0.40)])
def test_most_figures_are_shown(phases, name, most):
    """Of the Swiss firm 16 of 42 are hidden: one to four women or men work at its two highest levels."""
    found = [finding for phase in phases(name).values() for finding in phase.findings["findings"]]
    hidden, shown = (sum(one["status"] == status for one in found) for status in ("suppressed", "calculated"))
    assert hidden <= most * (hidden + shown)


@pytest.mark.parametrize("name", FILES)
class TestPhasesWithoutData:
    """A staff list alone: everything else is a finding of its own."""

    def test_every_phase_is_written_and_shown(self, phases, name):
        assert list(phases(name)) == list(PHASES)
        assert not [phase for phase in phases(name).values() if not phase.shown]

    def test_members_bodies_and_budget_have_no_evidence_because_there_is_no_list(self, phases, name):
        baseline = phases(name)["baseline"]
        for indicator in ("members_women_share", "bodies_women_seats", "budget_gender_share"):
            found = baseline.one(indicator)
            assert (found["status"], found["reason"]) == ("no_evidence", "no_table")

    def test_perceptions_have_no_evidence_and_the_report_says_why(self, phases, name):
        perceptions = phases(name)["staff_perception"]
        statuses = {finding["status"] for finding in perceptions.findings["findings"]}
        assert statuses == {"no_evidence"}
        assert ("cette liste n’a pas été fournie" if name == "logib" else "no such list was given") in perceptions.html

    def test_no_document_is_rated(self, phases, name):
        reviewed = phases(name)["gap_analysis"].of("document_rating")
        assert len(reviewed) > 40
        assert {(finding["status"], finding["rating"]) for finding in reviewed} == {("no_evidence", None)}

    def test_recommendations_rest_on_what_there_is(self, phases, name):
        last = phases(name)["recommendations"].findings
        assert {pattern["pattern"] for pattern in last["patterns"]} == {"insufficient_evidence"}
        assert last["recommendations"]
