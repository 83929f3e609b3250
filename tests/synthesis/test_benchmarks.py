"""The middles that a synthesis tells are kept, and make the reports of organisations out of date that show them."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from confederation import confederation
from released import draft, share

from genderaudit.conclusions.benchmarks import Benchmark, benchmarks_of, keep_benchmarks, read_benchmarks
from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.language import language
from genderaudit.foundations.workspace import Workspace
from genderaudit.methodology.method import methodology
from genderaudit.methodology.organisation import Organisation
from genderaudit.report.writers.page import page
from genderaudit.reporting.notebook import material_of, open_report
from genderaudit.runner.status import status
from genderaudit.synthesis import Synthesis
from genderaudit.synthesis.audits import AuditSelection, Chosen
from genderaudit.synthesis.material import Material
from genderaudit.synthesis.pages import PARTS
from genderaudit.synthesis.together import Counting, read_register

DAY = dt.date(2026, 2, 1)
AUDITS = confederation(14)
UNION = Organisation(name="Example Union", kind="trade_union", languages=["en"])


def middle(value: float, indicator: str = "staff_women_share", kind: str = "", last: int = 2025) -> Benchmark:
    return Benchmark(indicator=indicator, kind=kind, middle=value, audits=14, first=2024, last=last, date=DAY)


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    return Workspace.open(tmp_path)


def synthesis(place: Workspace, size: int = 14, organisations: str = "", is_release: bool = True) -> Synthesis:
    counting = Counting(read_register(place).told())
    material = Material(Chosen(AUDITS[:size]), "", "", counting, methodology(), language("en"))
    return Synthesis(place, AuditSelection.of("", organisations), material, is_release)


class TestKept:
    def test_what_the_page_tells_and_nothing_else(self, place: Workspace) -> None:
        made = synthesis(place)
        made.close()
        kept = read_benchmarks(place)
        shown = page(PARTS["indicators"](made.material), made.material.language)
        told = made.material.language.text("synthesis.quarters_table")
        after = shown[shown.index(told) :]
        assert {one.indicator for one in kept} == {"bodies_women_share", "members_women_share", "pay_gap_mean"}
        for one in kept:
            assert (one.audits, one.first, one.last) == (14, 2025, 2025)
            assert f">{one.middle:.0%}<" in after
        assert "union" not in place.benchmarks().read_text("utf-8").lower()

    @pytest.mark.parametrize(("organisations", "size"), [("a b", 14), ("federation:a", 14), ("", 11)])
    def test_nothing_of_a_list_a_federation_eleven_or_a_draft(
        self, place: Workspace, organisations: str, size: int
    ) -> None:
        synthesis(place, size, organisations).close()
        synthesis(place, is_release=False).close()
        assert not place.benchmarks().exists()

    def test_where_protected_figures_may_not_be_counted_only_open_ones_and_the_earlier_ones_stay(
        self, place: Workspace
    ) -> None:
        synthesis(place, 13).close()
        before = {one.indicator: one.audits for one in read_benchmarks(place)}
        synthesis(place).close()
        after = {one.indicator: one.audits for one in read_benchmarks(place)}
        assert (before["pay_gap_mean"], after["pay_gap_mean"]) == (13, 13)
        assert (before["bodies_women_share"], after["bodies_women_share"]) == (13, 14)

    def test_the_same_once_more_changes_no_byte(self, place: Workspace) -> None:
        keep_benchmarks(place, [middle(0.3)])
        before = place.benchmarks().read_bytes()
        keep_benchmarks(place, [middle(0.3).model_copy(update={"date": dt.date(2026, 3, 1)})])
        assert place.benchmarks().read_bytes() == before

    def test_a_damaged_file_says_what_to_do(self, place: Workspace) -> None:
        place.benchmarks().parent.mkdir()
        place.benchmarks().write_bytes(b'{"benchmarks": [{"middle": "NaN", "name": "Awa"}]}')
        with pytest.raises(AuditError, match=r"data/releases/benchmarks\.json .*genderaudit synthesis") as caught:
            read_benchmarks(place)
        assert "Awa" not in str(caught.value)


@pytest.mark.parametrize(
    ("round", "expected"),
    [("2025", 0.4), ("2024", 0.2), ("2023", None), ("spring", 0.6)],
    ids=["its own kind first", "of no later year", "of none before", "the newest of a round without a date"],
)
def test_which_benchmark_a_round_shows(place: Workspace, round: str, expected: float | None) -> None:
    kept = [middle(0.2, last=2024), middle(0.3), middle(0.4, kind="trade_union"), middle(0.5, kind="ngo")]
    keep_benchmarks(place, [*kept, middle(0.6, kind="trade_union", last=2027)])
    found = benchmarks_of(place, UNION, round).get("staff_women_share")
    assert (found and found.middle) == expected


class TestOfARound:
    """A draft that a synthesis has overtaken is made again from its report on; earlier rounds stay as they are."""

    def states(self, place: Workspace) -> dict[str, dict[str, str]]:
        return {row.round: row.steps for row in status(place) if row.language == "en"}

    def test_only_the_report_is_out_of_date(self, tmp_path: Path) -> None:
        for round in ("2024", "2025"):
            place = draft(tmp_path, share(5, 10), round=round)
        keep_benchmarks(place, [middle(0.3)])
        states = self.states(place)
        assert set(states["2024"].values()) == {"done"}
        assert [name for name, state in states["2025"].items() if state == "stale"] == ["report", "annex"]
        assert material_of(place, "example", "2025", "en").benchmarks["staff_women_share"].middle == 0.3

    def test_nothing_is_where_the_benchmarks_are_of_another_kind_or_were_made_again(self, tmp_path: Path) -> None:
        place = draft(tmp_path, share(5, 10))
        keep_benchmarks(place, [middle(0.3, kind="trade_union")])
        assert set(self.states(place)["2025"].values()) == {"done"}
        content = json.loads(place.benchmarks().read_text("utf-8"))
        content["benchmarks"][0]["date"] = "2026-06-01"
        place.benchmarks().write_text(json.dumps(content))
        assert set(self.states(place)["2025"].values()) == {"done"}

    def test_a_damaged_file_stops_the_report_in_its_language_and_no_list_of_rounds(self, tmp_path: Path) -> None:
        place = draft(tmp_path, share(5, 10))
        place.benchmarks().parent.mkdir(exist_ok=True)
        place.benchmarks().write_text('{"benchmarks": [')
        assert set(self.states(place)["2025"].values()) == {"done"}
        with pytest.raises(AuditError) as caught:
            open_report("example", "2025", "fr", str(tmp_path))
        assert str(caught.value).startswith("Impossible de lire data/releases/benchmarks.json.")
