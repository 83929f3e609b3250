"""The findings file: the contract between phases and with other programs (docs/findings.md)."""

from __future__ import annotations

import csv
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_findings import finding, findings

from genderaudit.audit.rules import own_target
from genderaudit.conclusions import findings as records
from genderaudit.conclusions import findings_file, recording
from genderaudit.conclusions.findings import Finding
from genderaudit.conclusions.ratings import lower_median, lowest
from genderaudit.conclusions.recording import finding_id
from genderaudit.conclusions.recording import rated as rated_by
from genderaudit.disclosure import HIDDEN, MARK
from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.language import language
from genderaudit.foundations.precision import DECIMALS, printed
from genderaudit.measures.result import Result
from genderaudit.methodology.method import methodology
from genderaudit.methodology.models import Indicator, Target

LEADERSHIP = methodology().targets["leadership_minimum"]
EQUAL_PAY = methodology().targets["equal_pay"]
FLOWS = methodology().targets["four_fifths"]
GAP = methodology().indicators["pay_gap_mean"]


def rated(found: Finding, target: Target) -> Finding:
    return rated_by(found, target, methodology())


class TestRecords:
    """A result becomes a record."""

    @pytest.mark.parametrize(
        ("reason", "status", "n", "given"),
        [
            ("one_sex_only", "not_calculable", 12, "one_sex_only"),
            *((rule, "suppressed", None, "hidden") for rule in HIDDEN),
        ],
    )
    def test_status_follows_from_the_reason_and_no_rule_of_the_ledger_is_told(self, reason, status, n, given):
        found = recording.finding(GAP, "baseline", Result(value=None, unit="gap", n=12, reason=reason))
        assert (found.status, found.reason, found.n, found.value) == (status, given, n, None)

    def test_a_file_of_an_earlier_version_does_not_tell_the_rule_either(self):
        found = recording.finding(GAP, "baseline", Result(value=None, unit="gap", n=12, reason=MARK))
        old = found.model_dump() | {"status": "suppressed", "reason": HIDDEN[0]}
        assert records.Finding.model_validate(old).reason == MARK

    @pytest.mark.parametrize(
        ("n", "numbers"), [(199, (0.33, 0.12, 0.43, 0.35)), (200, (0.333, 0.123, 0.433, 0.346))], ids=["few", "many"]
    )
    def test_pay_gap_is_in_whole_per_cent_below_200_people(self, n, numbers):
        definition = methodology().indicators["pay_gap_explained"]
        result = Result(
            value=1 / 3, unit="gap", n=n, low=0.1234, high=0.4333, details={"part": 0.3456, "mean_men": 9.5}
        )
        found = recording.finding(definition, "baseline", result)
        assert (found.value, found.interval.low, found.interval.high, found.details["part"]) == numbers
        assert found.details.keys() == {"part"}  # what the indicator does not declare does not pass

    def test_column_has_the_digits_that_its_indicator_declares(self):
        """Others, and other indicators' columns of the same name, those of their unit."""
        details = {"mean": 3.456, "do_not_know_share": 0.1234, "neutral_share": 0.1234}
        result = Result(value=0.4567, unit="share", n=50, details=details)
        of_item, of_area = (
            recording.finding(methodology().indicators[f"{name}_favourable"], "staff_perception", result)
            for name in ("item", "area")
        )
        assert of_item.details == {"mean": 3.46, "do_not_know_share": 0.12, "neutral_share": 0.123}
        assert of_area.details == {"mean": 3.5, "do_not_know_share": 0.12}
        assert of_item.value == of_area.value == 0.457

    @pytest.mark.parametrize("digits", [{"mean": 2}, {"mean": -1}, {"median": 1}])
    def test_digits_are_fewer_than_usual_and_of_a_column(self, digits):
        known = {"id": "mine", "area": "K", "unit": "share", "columns": {"mean": "score"}}
        assert Indicator.model_validate({**known, "digits": {"mean": 1}}).digits == {"mean": 1}
        with pytest.raises(ValueError, match="digits"):
            Indicator.model_validate({**known, "digits": digits})

    @given(st.integers(1, 4000), st.integers(0, 4000), st.sampled_from([0.0, 0.2, 0.25, 0.5, 0.75]))
    def test_quarters_of_pay_are_of_whole_people_that_add_up(self, women, men, part):
        quarter = methodology().indicators["pay_quartiles"]
        women, men = women / 4, men / 4 + part
        n = women + men
        result = Result(value=women / n, unit="share", n=n, women=women, men=men, group={"quartile": "1"})
        found = recording.finding(quarter, "baseline", result)
        assert found.women + found.men == found.n
        assert max(abs(found.n - n), abs(found.women - women), abs(found.men - men)) <= 1
        assert found.value == round(women / n, 2 if found.n < 200 else 3)
        assert recording.as_printed(found, quarter) == found  # as it is written, so it is read

    @pytest.mark.parametrize("indicator", methodology().indicators.values(), ids=lambda one: one.id)
    def test_men_stand_beside_women_in_figures_of_pay_and_answers_only(self, indicator):
        """Whoever is missing from women and men, of a known number of people, would be named by it."""
        given = Result(value=0.4, unit=indicator.unit, n=10, women=4, men=5, other=1)
        found = recording.finding(indicator, "baseline", given)
        compared = indicator.protection in ("pay", "answers")
        assert (found.women, found.n, found.men) == (4, 10, 5 if compared else None)
        assert "other" not in found.model_dump()

    @given(
        st.floats(-3, 3), st.sampled_from(sorted(set(DECIMALS) | {"amount", "count", "number"})), st.sampled_from("ef")
    )
    def test_what_is_recorded_is_printed_as_what_was_measured(self, value, unit, first):
        words = language({"e": "en", "f": "fr"}[first])
        assert words.figure(printed(value, unit), unit) == words.figure(value, unit)
        assert printed(printed(value, unit), unit) == printed(value, unit)

    def test_file_of_an_earlier_version_is_read_in_the_precision_of_today_and_without_pay(self, tmp_path):
        """Its figures may stand in a new edition."""
        old = finding("pay_gap_mean", value=0.123456789012, n=40, details={"mean_women": 17.3456})
        findings_file.write(findings(old), tmp_path / "gap_analysis.json")
        (read,) = findings_file.read(tmp_path / "gap_analysis.json", "example", "2025", "gap_analysis").findings
        assert (read.value, read.details) == (0.12, {})

    def test_interval_needs_both_ends(self):
        assert recording.finding(GAP, "baseline", Result(value=0.1, unit="gap", n=12, low=0.05)).interval is None

    def test_id_names_phase_indicator_and_group(self):
        assert (
            finding_id("baseline", "step_ratio", {"level": "A", "below": "B"}) == "baseline/step_ratio[level=A,below=B]"
        )
        assert finding_id("baseline", "pay_gap_mean", {}) == "baseline/pay_gap_mean"

    def test_indicator_without_data_is_no_evidence(self):
        found = recording.no_evidence(GAP, "baseline", "no_table")
        assert (found.status, found.reason, found.value, found.table) == ("no_evidence", "no_table", None, "staff")


class TestRating:
    """A value against the nested ranges of its target."""

    @pytest.mark.parametrize(
        ("value", "rating"),
        [
            (0.19, "missing"),
            (0.20, "approaches"),
            (0.299, "approaches"),
            (3 / 10, "meets"),
            (0.40, "exceeds"),
            (0.7, "meets"),
        ],
    )
    def test_share_against_a_minimum(self, value, rating):
        assert rated(finding("attendance_women_share", value=value), LEADERSHIP).rating == rating

    @pytest.mark.parametrize(
        ("value", "rating"),
        [
            (0.0, "exceeds"),
            (-0.044, "meets"),
            (0.0494, "meets"),
            (-0.05, "approaches"),
            (0.0506, "approaches"),
            (-0.2, "missing"),
        ],
    )
    def test_pay_gap_either_way(self, value, rating):
        assert rated(finding("pay_gap_mean", value=value), EQUAL_PAY).rating == rating

    def test_a_figure_is_rated_as_it_is_printed(self):
        """29.96 % is printed as 30.0 %, and a third of the seats meets a quota of one third."""
        assert rated(finding("attendance_women_share", value=0.2996), LEADERSHIP).rating == "meets"
        seats = finding("bodies_women_seats", value=0, details={"share": 0.333, "quota": 0.333})
        assert rated(seats, own_target(1 / 3)).rating == "meets"

    def test_nothing_meets_while_seats_are_missing(self):
        seats = finding("bodies_women_seats", value=1, details={"share": 0.3, "quota": 0.3})  # 299 of 999
        assert rated(seats, own_target(0.3)).rating == "approaches"

    def test_seats_are_rated_by_their_share_not_by_the_seats_missing(self):
        seats = finding("bodies_women_seats", group={"body": "A"}, value=1, details={"share": 4 / 15, "quota": 0.3})
        assert rated(seats, own_target(0.3)).rating == "approaches"

    @pytest.mark.parametrize(
        ("low", "high", "distinct"),
        [(0.6, 0.9, False), (0.8, 0.9, False), (0.6, 0.8, False), (0.81, 0.9, True), (0.5, 0.79, True)],
    )
    def test_interval_of_a_flow_over_the_bound_is_not_distinguishable(self, low, high, distinct):
        interval = {"low": low, "high": high, "level": 0.95}
        assert rated(finding("promotion_ratio", value=0.7, interval=interval), FLOWS).distinguishable is distinct

    @pytest.mark.parametrize(("p", "distinct"), [(0.05, True), (0.06, False), (None, False)])
    def test_without_an_interval_the_test_says_whether_chance_would_do_it(self, p, distinct):
        """Nobody of five women and three of eleven men were promoted: no interval, p 0.5, and it led a report."""
        details = {} if p is None else {"p_value": p}
        assert rated(finding("promotion_ratio", value=0.0, details=details), FLOWS).distinguishable is distinct

    def test_what_is_counted_in_full_is_a_fact_whatever_its_interval(self):
        found = finding("attendance_women_share", value=0.35, interval={"low": 0.25, "high": 0.45, "level": 0.95})
        assert rated(found, LEADERSHIP).distinguishable is None

    @pytest.mark.parametrize(
        ("indicator", "n", "rating"),
        [
            ("attendance_women_share", 9, None),
            ("attendance_women_share", 10, "missing"),
            ("bodies_leading_share", 4, None),
            ("bodies_leading_share", 5, "missing"),
            ("budget_gender_share", 2, "missing"),  # lines, not people
        ],
    )
    def test_few_people_or_seats_are_shown_beside_the_target_and_not_rated(self, indicator, n, rating):
        found = rated(finding(indicator, value=0.0, n=n), LEADERSHIP)
        assert (found.rating, found.target is None) == (rating, False)

    def test_of_an_indicator_that_names_a_group_only_this_one_is_rated(self):
        delegates, guests = (
            finding("attendance_by_role", group={"role": role}, value=0.1) for role in ("delegate", "guest")
        )
        assert (rated(delegates, LEADERSHIP).rating, rated(guests, LEADERSHIP).rating) == ("missing", None)

    def test_target_and_its_source_go_along(self):
        target = rated(finding("attendance_women_share"), LEADERSHIP).target
        assert (target.low, target.high, target.source) == (0.30, None, "ituc_constitution")

    def test_figure_without_value_stays_unrated(self):
        assert rated(finding("pay_gap_mean", status="no_evidence"), EQUAL_PAY).rating is None

    @pytest.mark.parametrize(
        ("share", "rating"), [(0.19, "missing"), (0.2, "approaches"), (0.3, "meets"), (0.45, "exceeds")]
    )
    def test_own_quota_of_30_per_cent(self, share, rating):
        assert rated(finding("attendance_women_share", value=share), own_target(0.3)).rating == rating

    def test_parity_is_met_and_never_exceeded(self):
        band = methodology().targets["parity_band"]
        found = {rated(finding("staff_women_share", value=share / 100), band).rating for share in range(101)}
        assert found == {"missing", "approaches", "meets"}

    @pytest.mark.parametrize(("quota", "rating"), [(0.3, "exceeds"), (0.4, "meets"), (0.5, "meets")])
    def test_half_of_the_seats_exceeds_a_quota_below_parity_only(self, quota, rating):
        assert rated(finding("attendance_women_share", value=0.5), own_target(quota)).rating == rating

    @pytest.mark.parametrize("quota", [0.05, 0.3, 0.4, 0.5, 0.7, 1.0])
    def test_any_quota_makes_a_target(self, quota):
        assert isinstance(own_target(quota), Target)


class TestOrderOfRatings:
    """Of documents the lower middle, of evidence the lowest."""

    @pytest.mark.parametrize(
        ("given", "middle"),
        [
            (["missing", "exceeds"], "missing"),
            (["missing", "meets", "exceeds"], "meets"),
            (["approaches", "approaches", "exceeds", "exceeds"], "approaches"),
            ([], None),
        ],
    )
    def test_lower_median(self, given, middle):
        assert lower_median(given) == middle

    def test_lowest_of_those_that_there_are(self):
        assert (lowest([None, "exceeds", "approaches"]), lowest([None])) == ("approaches", None)


class TestFiles:
    """JSON for programs, CSV for people."""

    FOUND = findings(
        finding("pay_gap_adjusted", n=240, value=-0.125, interval={"low": -0.2, "high": 0.1, "level": 0.95}),
        finding("staff_women_by_level", group={"level": '=HYPERLINK("x")'}, status="suppressed", reason="hidden"),
    )

    @pytest.fixture
    def path(self, tmp_path):
        path = tmp_path / "some" / "gap_analysis.json"
        findings_file.write(self.FOUND, path)
        return path

    def test_what_is_written_is_read_back(self, path):
        assert findings_file.read(path, "example", "2025", "gap_analysis") == self.FOUND

    def test_file_says_its_format(self, path):
        assert json.loads(path.read_text("utf-8"))["format"] == records.SCHEMA

    def test_file_says_what_a_synthesis_may_show(self, path):
        content = json.loads(path.read_text("utf-8"))
        assert content["synthesis"] == {"named": False, "minimum_ranked": 50}
        assert {found["regime"] for found in content["findings"]} == {"protected"}

    def test_table_holds_the_same_records(self, path):
        rows = list(csv.DictReader(path.with_suffix(".csv").read_text("utf-8").splitlines()))
        assert [row["id"] for row in rows] == [found.id for found in self.FOUND.findings]
        assert (rows[0]["value"], rows[0]["low"], rows[1]["value"], rows[1]["status"]) == (
            "-0.125",
            "-0.2",
            "",
            "suppressed",
        )

    def test_no_cell_of_the_table_is_a_formula(self, path):
        cells = [cell for row in csv.reader(path.with_suffix(".csv").read_text("utf-8").splitlines()) for cell in row]
        assert [cell for cell in cells if cell.startswith(("=", "@", "+"))] == []

    def test_phase_that_has_not_run_is_said_with_what_to_run(self, tmp_path):
        with pytest.raises(AuditError, match=r"what “Baseline” has found, .* genderaudit run example --round 2025"):
            findings_file.read(tmp_path / "baseline.json", "example", "2025", "baseline")

    @pytest.mark.parametrize("content", ["", "{", '{"findings": []}', "[]", '{"format": 1, "extra": 2}'])
    def test_damaged_file_is_said_with_what_to_do(self, tmp_path, content):
        path = tmp_path / "baseline.json"
        path.write_text(content)
        with pytest.raises(AuditError, match=r"damaged or of another version.*--force"):
            findings_file.read(path, "example", "2025", "baseline")

    def test_file_of_another_format_is_refused(self, path):
        path.write_text(path.read_text("utf-8").replace(records.SCHEMA, "genderaudit/findings/99"), "utf-8")
        with pytest.raises(AuditError, match="format genderaudit/findings/99"):
            findings_file.read(path, "example", "2025", "gap_analysis")

    def test_frame_has_a_row_a_finding(self):
        frame = self.FOUND.frame()
        assert frame["value"].isna().tolist() == [False, True]
        assert frame["group"].tolist()[0] == ""


@pytest.mark.parametrize(
    ("indicator", "kept"), [("staff_women_share", False), ("pay_gap_mean", False), ("pay_gap_adjusted", True)]
)
def test_a_full_count_has_no_interval(indicator, kept):
    definition = methodology().indicators[indicator]
    result = Result(value=0.3, unit=definition.unit, n=300, low=0.25, high=0.35)
    assert (recording.finding(definition, "baseline", result).interval is not None) is kept
