"""Cells of a notebook run again: until the phase is closed, what they record replaces what they recorded before."""

from __future__ import annotations

import shutil
from pathlib import Path
from unittest.mock import patch

import pandas as pd
import pytest

from genderaudit import measures, open_audit
from genderaudit.audit.notebook import Audit
from genderaudit.foundations.errors import AuditError

REPOSITORY = Path(__file__).parents[1]
ORGANISATION, ROUND = "cooperative_sigida", "2025"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("again")
    shutil.copytree(REPOSITORY / "data" / "raw" / ORGANISATION, place / "data" / "raw" / ORGANISATION)
    return place


@pytest.fixture
def audit(root: Path) -> Audit:
    return open_audit("baseline", ORGANISATION, ROUND, "fr", str(root))


def report_staff(audit: Audit, by: str = "level") -> None:
    staff, measures = audit.data.current_staff(), audit.measures
    audit.report("staff_women_share", measures.share_of_women(staff))
    audit.report(
        "staff_women_by_level",
        measures.share_of_women(staff, by=by, order=audit.data.levels if by == "level" else None),
    )
    audit.report("staff_women_by_unit", measures.share_of_women(staff, by="unit"))


class TestReport:
    def test_returns_what_it_has_shown(self, audit):
        shown = audit.report("staff_women_share", audit.measures.share_of_women(audit.data.current_staff()))
        assert shown.name == "staff_women_share"
        assert shown.value == audit.found[0].value
        assert list(shown.frame["n"]) == [audit.found[0].n]

    def test_says_in_its_result_that_there_are_no_data(self, audit):
        shown = audit.report("recruitment_ratio", [])
        assert shown.reason == "no_rows"
        assert pd.isna(shown.frame.loc[0, "n"])

    def test_the_same_cells_again_change_nothing(self, audit):
        report_staff(audit)
        once = audit.found
        report_staff(audit)
        assert audit.found == once

    def test_a_changed_cell_replaces_what_it_recorded(self, audit):
        report_staff(audit, by="contract")
        report_staff(audit)
        groups = [found.group for found in audit.found if found.indicator == "staff_women_by_level"]
        assert {tuple(group) for group in groups} == {("level",)}

    def test_a_closed_phase_takes_nothing_more(self, audit):
        report_staff(audit)
        audit.close()
        with pytest.raises(AuditError) as said:
            report_staff(audit)
        assert said.value.key == "phase_closed"


class TestOwnIndicator:
    @staticmethod
    def define(audit: Audit, title: str, unit: str = "share") -> None:
        audit.own_indicator("mine", title, area="J", table="staff", unit=unit)

    def test_a_second_definition_replaces_the_first(self, audit):
        self.define(audit, "First")
        self.define(audit, "Second", unit="ratio")
        assert audit.data.language.text("indicators.mine.title") == "Second"
        assert audit.indicators["mine"].unit == "ratio"
        assert [one.title["fr"] for one in audit.data.own] == ["Second"]

    def test_a_faulty_second_definition_leaves_the_first(self, audit):
        self.define(audit, "First")
        with pytest.raises(AuditError):
            self.define(audit, "Second", unit="furlongs")
        assert audit.data.language.text("indicators.mine.title") == "First"

    def test_one_of_the_method_is_not_replaced(self, audit):
        with pytest.raises(AuditError, match="already"):
            audit.own_indicator("staff_women_share", "Mine", area="J", table="staff", unit="share")


def test_a_phase_that_there_is_not_is_refused_with_those_that_there_are(root):
    with pytest.raises(AuditError, match=r"no phase base.*baseline"):
        open_audit("base", ORGANISATION, ROUND, "fr", str(root))


class TestCard:
    def test_names_the_organisation_its_lists_and_what_is_recorded(self, audit):
        report_staff(audit)
        html = audit._repr_html_()
        assert audit.data.organisation.name in html
        assert audit.data.language.text("tables.staff") in html
        assert str(audit.data.language.html("lab.card.a_row_is.person")) in html
        assert f"{len(audit.found)} chiffres" in html

    def test_as_text_is_a_line(self, audit):
        assert len(repr(audit)) < 200

    def test_says_where_rows_are_counts(self, root):
        file = root / "data" / "raw" / ORGANISATION / ROUND
        assert file.is_dir()
        audit = open_audit("baseline", "federation_djeliba", "2025", "fr", str(REPOSITORY))
        members = audit.data.table("members")
        assert len(members) < members["count"].sum()
        assert audit.data.language.text("lab.card.a_row_is.count") in audit._repr_html_()


class TestCatalogues:
    def test_a_wrong_name_gets_the_closest(self, audit):
        with pytest.raises(AuditError, match="staff_women_share"):
            audit.indicators["staff_woman_share"]

    def test_tables_are_read_by_name_and_shown_as_a_table(self, audit):
        assert audit.tables["staff"].equals(audit.data.table("staff"))
        assert "<table" in audit.tables._repr_html_()

    def test_areas_are_the_twelve_of_the_method(self, audit):
        assert list(audit.areas) == list("ABCDEFGHIJKL")
        assert audit.data.language.text("areas.I.name") in audit.areas._repr_html_()


class TestRefused:
    def test_a_cell_that_was_refused_can_be_changed_and_run_again(self, audit):
        whole = measures.share_of_women(audit.data.table("staff"))
        with (
            patch.object(type(audit), "_findings_of", side_effect=AuditError("no")),
            pytest.raises(AuditError, match="no"),
        ):
            audit.report("staff_women_share", whole)
        assert audit.report("staff_women_share", whole).value is not None

    def test_a_changed_cell_that_is_refused_leaves_what_stood(self, audit):
        staff = audit.data.table("staff")
        whole = measures.share_of_women(staff)
        audit.report("staff_women_share", whole)
        stood, decide = [one.value for one in audit.found], audit._findings_of

        def refuses_another(definition, given, rate):
            if given[0].n != whole.n:
                raise AuditError("no")
            return decide(definition, given, rate)

        with patch.object(audit, "_findings_of", refuses_another), pytest.raises(AuditError, match="no"):
            audit.report("staff_women_share", measures.share_of_women(staff.iloc[1:]))
        assert [one.value for one in audit.found] == stood

    def test_another_cell_cannot_replace_what_a_first_has_shown(self, audit):
        """Both would stand in the notebook: one person more or less would follow."""
        staff = audit.data.table("staff")
        with patch("genderaudit.audit.notebook.cell_id", return_value="a"):
            audit.report("staff_women_share", measures.share_of_women(staff))
            audit.report("staff_women_share", measures.share_of_women(staff))
        with patch("genderaudit.audit.notebook.cell_id", return_value="b"), pytest.raises(AuditError) as said:
            audit.report("staff_women_share", measures.share_of_women(staff.iloc[1:]))
        assert said.value.key == "indicator_of_another_cell"

    @pytest.mark.parametrize("given", [0.5, {"value": 0.5}, pd.DataFrame({"value": [0.5]}), ["a"]])
    def test_what_no_measure_gives(self, audit, given):
        with pytest.raises(AuditError, match="report takes what a measure gives"):
            audit.report("staff_women_share", given)

    def test_a_phase_that_there_is_not(self, audit):
        with pytest.raises(AuditError, match=r"There is no phase basline.*baseline"):
            audit.findings("basline")
