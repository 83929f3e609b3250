"""The middle of many organisations stands once in a report, below the figure of the organisation's own."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from invented_findings import finding
from materials import of

from genderaudit.conclusions.benchmarks import Benchmark
from genderaudit.foundations.language import language
from genderaudit.report.document import Paragraph
from genderaudit.report.writers.page import page
from genderaudit.reporting.report import decision_page, report, section


def middle(value: float, indicator: str = "staff_women_share", kind: str = "", last: int = 2025) -> Benchmark:
    day = dt.date(2026, 2, 1)
    return Benchmark(indicator=indicator, kind=kind, middle=value, audits=14, first=2024, last=last, date=day)


STAFF = finding("staff_women_share", value=0.474, n=19, women=9, rating="meets")


def test_stands_once_below_its_figure_without_a_rank() -> None:
    material = replace(of(STAFF), benchmarks={"staff_women_share": middle(0.31)})
    blocks = [one for one in section("J", material) if isinstance(one, Paragraph)]
    said = "Middle of 14 audited organisations (2024–2025): 31%."
    assert [one.text for one in blocks][1] == said
    assert page(report(material).blocks, material.language).count("31%") == 1
    assert "31%" not in page(decision_page(material), material.language)


def test_in_french_of_the_same_kind() -> None:
    own = middle(0.31, kind="trade_union", last=2024)
    material = replace(of(STAFF), benchmarks={"staff_women_share": own}, language=language("fr"))
    said = "Milieu de 14 organisations auditées du même type (2024)\u00a0: 31\u00a0%."
    assert said in page(section("J", material), material.language)


def test_of_a_figure_that_another_one_stands_for_with_its_name_and_value() -> None:
    adjusted = finding("pay_gap_adjusted", value=0.07, n=60, women=30, rating="approaches")
    pay = finding("pay_gap_mean", value=0.12, n=60, women=30, rating="missing")
    material = replace(of(adjusted, pay), benchmarks={"pay_gap_mean": middle(0.09, "pay_gap_mean")})
    said = "Mean pay gap: 12%. Middle of 14 audited organisations (2024–2025): 9%."
    assert page(section("J", material), material.language).count(said) == 1


def test_with_its_name_where_another_figure_is_told_after_it() -> None:
    pay = finding("pay_gap_mean", value=0.12, n=60, women=30, rating="missing")
    like = finding("pay_gap_factor_weighted", value=0.02, n=60, women=30, rating="meets")
    material = replace(of(pay, like), benchmarks={"pay_gap_mean": middle(0.09, "pay_gap_mean")})
    assert "Mean pay gap: 12%. Middle of 14 audited" in page(section("J", material), material.language)


def test_not_of_a_figure_that_the_report_does_not_show() -> None:
    hidden = finding("pay_gap_mean", status="suppressed")
    shown = {"pay_gap_mean": middle(0.09, "pay_gap_mean"), "members_women_share": middle(0.2)}
    material = of(STAFF, hidden)
    assert report(replace(material, benchmarks=shown)).blocks == report(material).blocks
