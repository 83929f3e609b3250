"""The method as data: what one file names must stand in the other."""

from __future__ import annotations

import re
import shutil

import pytest

from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.language import language
from genderaudit.intake import TABLES
from genderaudit.methodology.method import Methodology, methodology
from genderaudit.methodology.models import FOLDER, Target, Trigger


@pytest.fixture
def changed(tmp_path):
    """What is said of the method with one replacement in one of its files."""

    def load_changed(file: str, old: str, new: str) -> list[str]:
        folder = tmp_path / "methodology"
        shutil.copytree(FOLDER, folder)
        text = (folder / file).read_text("utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), "utf-8")
        return [fault.sentence(language("en")) for fault in Methodology(tmp_path).faults]

    return load_changed


class TestReferences:
    """A name that is not there is an error that says which and where."""

    @pytest.mark.parametrize(
        ("file", "old", "new", "fault"),
        [
            (
                "indicators.yml",
                "target: parity_band",
                "target: parity",
                r"\.target: there is no target parity\. .*parity_band",
            ),
            (
                "targets.yml",
                "source: etuc",
                "source: hearsay",
                r"targets\.parity_band\.source: there is no source hearsay",
            ),
            (
                "recommendations.yml",
                "{criterion: A1,",
                "{criterion: A9,",
                r"context_analysis\.when\.0\.criterion: .*A9",
            ),
            (
                "recommendations.yml",
                "{indicator: budget_gender_share,",
                "{indicator: spending,",
                "no indicator spending",
            ),
            ("recommendations.yml", "success: A1", "success: A9", r"context_analysis\.success: .* criterion A9"),
            ("recommendations.yml", "source: ilo_pga_manual", "source: hearsay", "no source hearsay"),
            ("questionnaire.yml", "{id: B2,", "{id: B1,", r"questionnaire\.yml, line \d+: items\.B1\.id: the id B1"),
            ("documents.yml", "{id: A2,", "{id: A1,", "the id A1 stands twice"),
            ("areas.yml", "id: A\n", "id: Z\n", r"areas\.yml, line \d+: areas\.Z\.id: a key area is one capital"),
            (
                "targets.yml",
                "meets: [0.40, 0.60]",
                "meets: [0.40, 0.80]",
                r"line \d+: targets\.parity_band: the ranges",
            ),
            ("availability.yml", "table: budget", "table: purse", r"availability.yml, line \d+: expected\.0\.table"),
        ],
    )
    def test_broken_reference(self, changed, file, old, new, fault):
        assert [said for said in changed(file, old, new) if re.search(fault, said)]


class TestWholeMethod:
    """What the method of the suite must hold (methodology, sections 2 to 7)."""

    def test_twelve_key_areas_in_order(self):
        assert [area.id for area in methodology().areas] == list("ABCDEFGHIJKL")

    def test_areas_belong_to_the_dimensions_of_the_ilo_policy(self):
        dimensions = dict.fromkeys(("staffing", "substance", "structure"), "")
        for area in methodology().areas:
            dimensions[area.dimension] += area.id
        assert dimensions == {"staffing": "DJ", "substance": "ABCEGHL", "structure": "FIK"}

    def test_short_form_has_two_statements_an_area_one_in_each_direction(self):
        short = [item for item in methodology().questionnaire.items if item.short]
        assert sorted((item.area, item.reverse) for item in short) == [(a, r) for a in "DEFIJKL" for r in (False, True)]

    def test_every_area_that_is_surveyed_has_statements_and_no_other(self):
        surveyed = {area.id for area in methodology().areas if "survey" in area.evidence}
        assert {item.area for item in methodology().questionnaire.items} == surveyed

    def test_every_area_that_documents_feed_has_criteria_and_no_other(self):
        reviewed = {area.id for area in methodology().areas if "documents" in area.evidence}
        assert {criterion.area for criterion in methodology().criteria} == reviewed

    def test_every_area_has_a_recommendation(self):
        assert {entry.area for entry in methodology().recommendations} == set("ABCDEFGHIJKL")

    def test_recommendation_answers_evidence_of_its_own_area(self):
        criteria = {criterion.id: criterion.area for criterion in methodology().criteria}
        strange = [
            (entry.id, trigger.criterion)
            for entry in methodology().recommendations
            for trigger in entry.when
            if trigger.criterion and criteria[trigger.criterion] != entry.area
        ]
        assert strange == [], "give these recommendations triggers of their own key area in recommendations.yml"

    def test_no_share_can_be_asked_of_what_is_made_of_bodies(self):
        methodology().check_targets(["bodies_women_seats", "bodies_leading_share"])
        with pytest.raises(AuditError, match="bodies_seats_together"):
            methodology().check_targets(["bodies_seats_together"])

    def test_expected_columns_are_those_of_the_contract(self):
        own = {"gender_focal_point"}
        for entry in methodology().expected:
            known = {column.name for column in TABLES[entry.table].columns} | own
            assert set(entry.columns) <= known, entry

    def test_thresholds_protect_at_least_as_the_method_asks(self):
        # cells of 5 (never below 3), means, rates and pay of 10 women and men.
        limits = methodology().thresholds
        assert (limits.minimum_cell, limits.minimum_base) == (5, 10)


class TestModels:
    """Shapes that a file cannot have."""

    @pytest.mark.parametrize(
        "conditions",
        [
            {},
            {"indicator": "a", "criterion": "b", "rating": ["missing"]},
            {"indicator": "a"},
            {"pattern": "divided", "rating": ["missing"]},
        ],
    )
    def test_trigger_names_one_condition_with_ratings_where_there_are_any(self, conditions):
        with pytest.raises(ValueError, match="trigger_"):
            Trigger(**conditions)

    @pytest.mark.parametrize(
        ("exceeds", "meets"), [((0.2, None), (0.3, None)), ((None, 0.3), (0.2, 0.3)), ((0.4, 0.7), (0.3, 0.6))]
    )
    def test_target_ranges_are_nested(self, exceeds, meets):
        with pytest.raises(ValueError, match="not_nested"):
            Target(id="a", exceeds=exceeds, meets=meets, approaches=(0.1, None), source="own")
