"""The sample organisations audited: the gaps planted in them come out, and every record is sound."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from at_length import at_length
from examples import SAMPLES

from genderaudit.disclosure import MARK
from genderaudit.foundations.precision import printed
from genderaudit.methodology.method import methodology

PLANTED = yaml.safe_load((Path(__file__).parents[1] / "data" / "raw" / "planted.yml").read_text("utf-8"))
PHASES = dict.fromkeys(["response_rate", "area_favourable", "item_favourable"], "staff_perception")
PHASES["texts_meeting"] = "gap_analysis"

# Planted gaps of which a band is shown: one to four women answered favourably (organisation, round, indicator, group).
BANDED_GAPS = {
    *(("federation_djeliba", "2022", "item_favourable", item, "F") for item in ("I1", "I2", "I3", "I4", "I5")),
    *(("federation_djeliba", "2025", "item_favourable", item, "F") for item in ("I1", "I2")),
}
# Planted gaps of levels that are shown together with a neighbour, for women in them are too few.
MERGED_GAPS = {
    ("agency_northmere", "2025", "pay_gap_by_category", "Director"),
    ("agency_northmere", "2025", "pay_gap_by_category", "Senior manager"),
    ("cooperative_sigida", "2025", "pay_gap_by_category", "Cadre"),
    ("cooperative_sigida", "2025", "pay_gap_by_category", "Direction et chefs d'agence"),
}
# Of an odd number the gap of the middle three is published, not that of the medians.
ROUNDED = {(name, "2025", "pay_gap_median"): 0.011 for name in ("agency_northmere", "cooperative_sigida")}
BARE = re.compile(r'<h2 [^>]*>[^<]*</h2>\s*(<p class="intro">((?!</p>).)*</p>)?\s*', re.DOTALL)
"""A heading with its introduction, and nothing else."""


@pytest.mark.parametrize(("organisation", "round"), at_length([sample[:2] for sample in SAMPLES]))
def test_no_heading_stands_over_nothing(audited, organisation, round):
    for phase, done in audited(organisation, round).items():
        shown = [*done.html_shown, "<h2 "]
        over_nothing = [html for html, after in pairwise(shown) if after.startswith("<h2 ") and BARE.fullmatch(html)]
        assert over_nothing == [], phase


@pytest.mark.parametrize(
    ("organisation", "table", "most"),
    at_length(
        [
            ("cooperative_sigida", "staff", 0.02),
            ("agency_northmere", "staff", 0.02),
            ("agency_northmere", "survey", 0.05),
        ]
    ),
)
def test_most_figures_of_organisations_that_are_not_tiny_are_shown(audited, organisation, table, most):
    indicators = methodology().indicators
    found = [one for done in audited(organisation, "2025").values() for one in done.findings["findings"]]
    of_table = [one["status"] for one in found if indicators[one["indicator"]].table == table]
    hidden, shown = of_table.count("suppressed"), of_table.count("calculated")
    assert hidden <= most * (hidden + shown)


def planted() -> Iterator[Any]:
    for organisation, rounds in PLANTED.items():
        for round, gaps in rounds.items():
            for gap in gaps:
                group = gap.get("group", {})
                name = "-".join([organisation, round, gap["indicator"], gap.get("detail", ""), *group.values()])
                later = () if organisation == SAMPLES[0][0] else pytest.mark.slow
                yield pytest.param(organisation, round, gap, id=name, marks=later)


@pytest.mark.parametrize(("organisation", "round", "gap"), planted())
def test_planted_gap_is_found(audited, organisation, round, gap):
    indicator, group = gap["indicator"], gap.get("group", {})
    phase = audited(organisation, round)[PHASES.get(indicator, "baseline")]
    if (organisation, round, indicator, *group.values()) in MERGED_GAPS:
        assert [one for one in phase.of(indicator) if group["level"] in one["group"]["level"].split(" + ")]
        assert not [one for one in phase.of(indicator) if one["group"] == group]
        return
    found = phase.one(indicator, **group)
    if (organisation, round, indicator, *group.values()) in BANDED_GAPS:
        assert (found["status"], found["value"]) == ("banded", None)
        assert found["band"]["low"] <= gap["value"] < found["band"]["high"]
        return
    assert found["status"] == "calculated", found["reason"]
    value, unit = (found["details"][gap["detail"]], "share") if "detail" in gap else (found["value"], found["unit"])
    in_whole = 2 if methodology().indicators[indicator].protection == "answers" else None
    expected = printed(gap["value"], unit, found["n"] if unit == "gap" else None, in_whole)
    near = 0.05 if found.get("about") else 1e-8  # made of a band by its middle
    assert value == pytest.approx(expected, abs=ROUNDED.get((organisation, round, indicator), near))


@pytest.mark.parametrize(("organisation", "round", "language"), at_length(SAMPLES))
class TestFindingsFiles:
    """What holds for every record of every phase."""

    def test_value_stands_exactly_where_the_status_says_calculated(self, audited, organisation, round, language):
        for found in records(audited(organisation, round)):
            assert (found["value"] is not None) == (found["status"] == "calculated"), found["id"]
            assert (found["reason"] is None) == (found["status"] == "calculated"), found["id"]

    def test_suppressed_finding_holds_no_number_at_all(self, audited, organisation, round, language):
        suppressed = [f for f in records(audited(organisation, round)) if f["status"] == "suppressed"]
        assert suppressed or organisation != "federation_djeliba"
        numbers = ("value", "n", "women", "men", "interval", "rating", "target", "distinguishable")
        for found in suppressed:
            assert [name for name in numbers if found[name] is not None] == [], found["id"]
            assert found["details"] == {}, found["id"]
            assert found["reason"] == MARK, found["id"]

    def test_ids_are_unique_in_a_phase_and_begin_with_it(self, audited, organisation, round, language):
        for name, phase in audited(organisation, round).items():
            ids = [found["id"] for found in phase.findings["findings"]]
            assert len(set(ids)) == len(ids)
            assert not [one for one in ids if not one.startswith(f"{name}/")]

    def test_every_finding_belongs_to_a_key_area_and_a_defined_indicator(self, audited, organisation, round, language):
        areas = {area.id for area in methodology().areas}
        for found in records(audited(organisation, round)):
            assert found["area"] in areas, found["id"]
            assert found["indicator"] in methodology().indicators, found["id"]

    def test_files_are_strict_json_without_nan(self, audited, organisation, round, language):
        def refuse(constant: str) -> None:
            raise AssertionError(f"{constant} stands in a findings file")

        for phase in audited(organisation, round).values():
            json.loads(phase.raw, parse_constant=refuse)

    def test_details_are_only_those_that_the_indicator_declares(self, audited, organisation, round, language):
        for found in records(audited(organisation, round)):
            declared = methodology().indicators[found["indicator"]].columns
            assert set(found["details"]) <= set(declared), found["id"]

    def test_shares_lie_between_none_and_all(self, audited, organisation, round, language):
        for found in records(audited(organisation, round)):
            if found["unit"] == "share" and found["value"] is not None and found["indicator"] != "pay_gap_explained":
                assert 0 <= found["value"] <= 1, found["id"]

    def test_intervals_hold_their_value(self, audited, organisation, round, language):
        held = 0
        for found in records(audited(organisation, round)):
            if found["interval"]:
                held += 1
                assert found["interval"]["low"] <= found["value"] <= found["interval"]["high"], found["id"]
        assert held > 10

    def test_evidence_of_patterns_and_recommendations_are_ids_of_findings(self, audited, organisation, round, language):
        phases = audited(organisation, round)
        known = {found["id"] for found in records(phases)} | {f"pattern/{area.id}" for area in methodology().areas}
        last = phases["recommendations"].findings
        assert len(last["patterns"]) == len(methodology().areas)
        assert last["recommendations"]
        for one in [*last["patterns"], *last["recommendations"]]:
            assert set(one["evidence"]) <= known
        assert {m["finding"] for m in last["messages"] if m["finding"]} <= known


@pytest.mark.parametrize(("organisation", "round", "language"), at_length(SAMPLES))
class TestReports:
    """What holds for what every phase displays."""

    def test_every_phase_says_that_the_organisation_is_invented(self, audited, organisation, round, language):
        name = "invented" if language == "en" else "fictive"
        for phase in audited(organisation, round).values():
            assert name in phase.shown[0]["text/html"]

    def test_no_number_that_is_not_one_and_no_python_value_is_shown(self, audited, organisation, round, language):
        for name, phase in audited(organisation, round).items():
            text = re.sub(r"<[^>]+>", " ", phase.html)
            strange = re.findall(r"\b(?:nan|NaN|None|NaT|True|False|inf)\b|<NA>|\{[a-z_:]+\}", text)
            assert strange == [], name

    def test_every_chart_has_an_alternative_text(self, audited, organisation, round, language):
        charts = [
            tag for phase in audited(organisation, round).values() for tag in re.findall(r"<img [^>]*>", phase.html)
        ]
        assert charts
        assert [tag for tag in charts if not re.search(r'alt="[^"]{20,}"', tag)] == [], (
            "give these charts an alternative text that says what they show"
        )

    def test_anchors_are_unique_over_the_phases(self, audited, organisation, round, language):
        anchors = [
            a for phase in audited(organisation, round).values() for a in re.findall(r' id="([^"]+)"', phase.html)
        ]
        assert [anchor for anchor in set(anchors) if anchors.count(anchor) > 1] == [], (
            "give these sections ids of their own: a link finds the first only"
        )

    def test_links_lead_to_an_anchor(self, audited, organisation, round, language):
        html = "".join(phase.html for phase in audited(organisation, round).values())
        targets = set(re.findall(r'href="#([^"]+)"', html))
        assert targets
        assert targets <= set(re.findall(r' id="([^"]+)"', html))


def records(phases: dict[str, Any]) -> list[dict[str, Any]]:
    return [found for phase in phases.values() for found in phase.findings["findings"]]
