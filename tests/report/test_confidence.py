"""One confidence level an audit: every measure takes it, every interval is at it, and every word says which it is."""

from __future__ import annotations

import inspect

import pandas as pd
import pytest
from examples import Builder
from invented_findings import finding
from pictures import texts_of

from genderaudit import measures, open_audit
from genderaudit.audit.notebook import Audit
from genderaudit.conclusions.findings import Interval
from genderaudit.conclusions.followup import compare
from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.language import language
from genderaudit.measures.counting import Headcount
from genderaudit.methodology.method import methodology
from genderaudit.report.charts import draw
from genderaudit.report.tables import findings_table

STAFF = pd.DataFrame({"sex": ["F"] * 12 + ["M"] * 18})
WITHOUT_INTERVAL = {
    *(
        "appointments_needed",
        "budget_by_marker",
        "budget_by_objective",
        "budget_spent",
        "budget_for_equality",
        "budget_per_head",
        "column_availability",
    ),
    *(
        "data_availability",
        "childcare_at_events",
        "activities_for_equality",
        "activity_budget_for_equality",
        "for_equality",
        "duncan_index",
        "focal_point_coverage",
        "in_service",
        "karmel_maclachlan_index",
    ),
    *("observed_flows", "open_answers", "parity_index", "pay_basis", "pay_quartiles", "pay_regression"),
    *("change_of_counts", "path_to_target", "quota_compliance", "speaking_turns", "under_quota"),
    *("raking_weights", "refusals", "response", "seats", "standard_factors", "training_hours", "youth_seats"),
}
"""Measures of whole counts, of tables, and of indices whose chance is given in another way."""


@pytest.fixture
def audit(workspace: Builder) -> Audit:
    workspace.organisation({"staff.csv": "sex\n" + "F\n" * 12 + "M\n" * 18})
    return open_audit("baseline", "example", "2025", "en", str(workspace.root), confidence_level=0.9)


def test_every_measure_that_gives_an_interval_takes_a_level():
    functions = {name for name in measures.__all__ if inspect.isfunction(getattr(measures, name))}
    without = {name for name in functions if "level" not in inspect.signature(getattr(measures, name)).parameters}
    assert without == WITHOUT_INTERVAL & functions


def test_a_measure_alone_takes_a_level():
    (wide,), (narrow,) = measures.share_of_women(STAFF), measures.share_of_women(STAFF, level=0.8)
    assert (wide.level, narrow.level) == (0.95, 0.8)
    assert wide.low < narrow.low < narrow.high < wide.high


def test_the_measures_of_an_audit_are_at_its_level(audit: Audit):
    (own,) = audit.measures.share_of_women(STAFF)
    assert own == measures.share_of_women(STAFF, level=0.9)[0]
    assert audit.measures.share_of_women(STAFF, level=0.8)[0].level == 0.8
    assert audit.measures.Result is measures.Result
    assert "Wilson" in (audit.measures.share_of_women.__doc__ or "")


def test_the_results_of_an_audits_measures_show_themselves_in_its_language(workspace: Builder):
    workspace.organisation({"staff.csv": "sex\n" + "F\n" * 12 + "M\n" * 18})
    audit = open_audit("baseline", "example", "2025", "fr", str(workspace.root))
    assert "Intervalle" in audit.measures.share_of_women(STAFF)._repr_html_()
    quality = audit.measures.raking_weights(STAFF.assign(A1=4.0), [measures.Item("A1", "A")], None).quality
    assert (quality.name, quality.language) == ("raking_weights", "fr")


def test_a_report_refuses_intervals_at_another_level(audit: Audit):
    with pytest.raises(AuditError, match=r"confidence level of 0\.95, those of this audit at 0\.9"):
        audit.report("staff_women_share", measures.share_of_women(STAFF))
    audit.own_indicator("sample", "Women in a sample", area="J", table="staff", unit="share", chance=True)
    audit.report("sample", audit.measures.share_of_women(STAFF))
    (found,) = audit.found
    assert found.interval is not None
    assert found.interval.level == 0.9


@pytest.mark.parametrize(("code", "words"), [("en", "Interval (90%)"), ("fr", "Intervalle (à 90\N{NO-BREAK SPACE}%)")])
def test_tables_name_the_level_of_their_intervals(code: str, words: str):
    shares = [finding("staff_women_by_level", group={"level": name}, interval=at(0.9)) for name in "AB"]
    assert words in findings_table(methodology().indicators["staff_women_by_level"], shares, language(code))
    assert words in measures.share_of_women(STAFF, level=0.9).speaking(code)._repr_html_()


def test_figures_of_an_earlier_round_keep_their_level_in_the_header():
    mixed = [finding("staff_women_by_level", group={"level": str(level)}, interval=at(level)) for level in (0.9, 0.95)]
    table = findings_table(methodology().indicators["staff_women_by_level"], mixed, language("en"))
    assert "Interval (90%; 95%)" in table


@pytest.mark.parametrize(("level", "words"), [(0.9, "90%"), (0.975, "97.5%"), (0.999, "99.9%")])
def test_charts_name_the_level_below_the_axis_and_in_words(level: float, words: str):
    gaps = [finding("pay_gap_by_category", group={"level": name}, interval=at(level)) for name in "AB"]
    chart = draw("intervals", gaps, language("en"), "Gap")
    assert chart is not None
    assert words in chart.alternative
    assert any(f"{words} intervals" in text for text in texts_of(chart.wide))


def test_the_smallest_visible_change_is_at_the_level_of_the_audit():
    before, after = (
        finding("area_favourable", group={"area": "K", "sex": "F"}, value=share, women=100, men=None, n=100)
        for share in (0.30, 0.46)
    )
    change = compare(before, after, methodology(), 0.8)
    expected = measures.change_between(Headcount(women=30, men=70), Headcount(women=46, men=54), 0.8)
    assert change.detectable == pytest.approx(expected.details["detectable"])
    assert (change.verdict, compare(before, after, methodology()).verdict) == ("changed", "cannot_tell")


def at(level: float) -> Interval:
    return Interval(low=0.4, high=0.6, level=level)
