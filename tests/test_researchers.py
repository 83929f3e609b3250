"""docs/researchers.md as it is written: every block of code in it is run."""

from __future__ import annotations

import csv
import inspect
import pydoc
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pandas as pd
import pytest
from at_length import at_length
from in_process import AuditedPhase, audit
from nbformat.v4 import new_code_cell

from genderaudit import load, measures
from genderaudit.conclusions.findings import COLUMNS, NUMBERS
from genderaudit.conclusions.frames import frame
from genderaudit.conclusions.recording import finding
from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.language import language
from genderaudit.foundations.workspace import PHASES, Workspace, notebook
from genderaudit.measures.pay import parts_of_sums
from genderaudit.measures.result import by_sex
from genderaudit.report.export import export_joined, export_phase

REPOSITORY = Path(__file__).parents[1]
PAGE = (REPOSITORY / "docs" / "researchers.md").read_text("utf-8")
MEASURES_PAGE = (REPOSITORY / "docs" / "measures.md").read_text("utf-8")
AGENCY = ("agency_northmere", "2025")
TITLE = {"en": "Women among those who manage people", "fr": "Femmes parmi les personnes qui encadrent"}


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


OPEN, FRAME, CHART, IN_A_CELL, OWN_FORMULA, OWN_PAY, IN_A_NOTEBOOK, PANDAS = blocks("python")
INDICATOR, *TEXTS = blocks("yaml")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("researchers")
    shutil.copytree(REPOSITORY / "data" / "raw" / AGENCY[0], place / "data" / "raw" / AGENCY[0])
    return place


@pytest.fixture(scope="module", params=at_length(["en", "fr"]))
def phases(request, root: Path) -> tuple[str, dict[str, AuditedPhase]]:
    """The phases of the agency when the cells of the page stand in the notebook of the baseline."""
    book = nbformat.read(notebook("baseline"), 4)
    end = next(i for i, cell in enumerate(book.cells) if "show.messages" in cell.source)
    book.cells[end:end] = [new_code_cell(cell) for cell in (IN_A_CELL, OWN_FORMULA, OWN_PAY)]
    nbformat.write(book, root / "mine.ipynb")
    return request.param, audit(
        root, *AGENCY, request.param, notebooks={"baseline": root / "mine.ipynb"}, pictures=True
    )


@pytest.mark.slow
class TestOwnIndicatorInACell:
    """Table, chart, findings, gap list, later phases and report, as for any other indicator."""

    def test_figure_is_that_of_the_list(self, phases):
        found = phases[1]["baseline"].one("women_who_manage")
        staff = pd.read_csv(REPOSITORY / "data" / "raw" / AGENCY[0] / "2025" / "staff.csv")
        managers = staff[staff["manages_people"].eq("yes") & staff["left_on"].isna()]["sex"].dropna()
        assert (found["women"], found["n"]) == (managers.eq("F").sum(), len(managers))
        assert found["value"] == round(managers.eq("F").mean(), 3)

    def test_is_protected(self, phases):
        units = phases[1]["baseline"].of("women_who_manage")[1:]
        assert {"suppressed", "calculated"} <= {unit["status"] for unit in units}
        assert [unit["id"] for unit in units if unit["status"] == "suppressed" and unit["women"] is not None] == []

    def test_has_title_table_and_chart_in_the_language(self, phases):
        code, done = phases
        html = next(bundle["text/html"] for bundle in done["baseline"].shown if TITLE[code] in bundle["text/html"])
        assert f">{TITLE[code]}</h3>" in html
        assert "<img" in html
        assert "<table" in html

    def test_stands_in_the_gap_list(self, phases):
        code, done = phases
        rated = done["gap_analysis"].one("women_who_manage")
        assert rated["rating"] is not None
        assert rated["target"]["source"] == "etuc"
        assert TITLE[code] in done["gap_analysis"].html

    def test_is_in_the_reports(self, phases):
        code, done = phases
        about = {"name": "A", "round": "2025", "kind": "public_body", "invented": True, "date": "2026-01-31"}
        for phase in ("baseline", "gap_analysis"):
            assert TITLE[code] in export_phase(done[phase].notebook, phase, language(code), about)
        notebooks = {phase: one.notebook for phase, one in done.items()}
        assert TITLE[code] in export_joined(notebooks, language(code), about)

    def test_formula_of_ones_own_is_recorded(self, phases):
        found = phases[1]["baseline"].one("women_training_hours")
        assert found["status"] == "calculated"
        assert 0 < found["value"] < 1

    def test_formula_of_pay_that_tells_its_parts_is_shown(self, phases):
        found = phases[1]["baseline"].one("pay_of_managers")
        assert found["status"] == "calculated"
        assert 0.5 < found["value"] < 1.5
        assert found["details"] == {}

    def test_every_phase_hands_it_on(self, phases):
        done = phases[1]
        assert {one["definition"]["id"] for one in done["gap_analysis"].findings["own"]} == {
            "women_who_manage",
            "women_training_hours",
            "pay_of_managers",
        }


class TestOwnIndicatorRefused:
    """What indicators.yml would not take either, and what would go unprotected."""

    @pytest.fixture
    def opened(self, root, monkeypatch):
        monkeypatch.setattr("genderaudit.foundations.workspace.SUITE", root)
        names: dict[str, Any] = {}
        exec(OPEN, names)
        return names["audit"]

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"area": "J", "unit": "share", "protection": "none", "table": "staff"}, "protection cannot be none"),
            ({"area": "Z", "unit": "share"}, "area: a key area is one capital letter"),
            ({"area": "J"}, "unit: this line is missing"),
            ({"area": "J", "unit": "share", "colour": "red"}, "colour: there is no such key"),
            ({"area": "J", "unit": "share"}, "Name the list that the indicator mine is computed from"),
            (
                {"area": "J", "unit": "amount", "table": "staff", "protection": "pay"},
                "units are recorded: gap, ratio",
            ),
            ({"area": "J", "unit": "amount", "table": "staff"}, "give a gap or a ratio"),
            (
                {"area": "J", "unit": "gap", "table": "staff", "protection": "pay", "columns": {"mean": "amount"}},
                "give a gap or a ratio",
            ),
            ({"area": "J", "unit": "share", "target": "none_such"}, "There is no target none_such."),
            ({"area": "J", "unit": "share", "table": "staff", "part": False}, "part: there is no such key"),
            (
                {"area": "J", "unit": "gap", "table": "staff", "protection": "observable"},
                "Pay and answers are never observable",
            ),
        ],
    )
    def test_definition(self, opened, given, said):
        with pytest.raises(AuditError, match=re.escape(said)):
            opened.own_indicator("mine", "Mine", **given)

    @pytest.mark.parametrize("best", [1000.0, 900_000.0])
    @pytest.mark.parametrize("parts", [(), by_sex("people", 12, 12)])
    def test_pay_that_does_not_tell_its_parts_is_refused(self, opened, best, parts):
        """The mean of twelve women of whom one may be paid 900,000 beside eleven who earn 1,000."""
        value = (best + 11 * 1000.0) / 12 / 1000.0
        mine = measures.Result(value=value, unit="ratio", n=24, women=12, men=12, details={}, parts=parts)
        opened.own_indicator("mine", "Mine", area="J", table="staff", unit="ratio", protection="pay")
        with pytest.raises(AuditError, match=r"mine is about p.* cannot be protected"):
            opened.report("mine", mine)
        assert opened.found == []

    @pytest.mark.parametrize(("best", "status"), [(1000.0, "calculated"), (900_000.0, "suppressed")])
    def test_pay_that_tells_its_parts_is_shown_unless_it_is_one_persons(self, opened, best, status):
        women, men = np.array([1000.0] * 11 + [best]), np.full(12, 1000.0)
        value = women.mean() / men.mean()
        mine = measures.Result(value=value, unit="ratio", n=24, women=12, men=12, parts=parts_of_sums(women, men))
        opened.own_indicator("mine", "Mine", area="J", table="staff", unit="ratio", protection="pay")
        opened.report("mine", mine)
        assert [found.status for found in opened.found] == [status]

    @pytest.mark.parametrize("protection", ["sensitive", "answers"])
    def test_figure_about_people_without_parts_is_refused_and_the_cell_can_be_run_again(self, opened, protection):
        opened.own_indicator("mine", "Mine", area="J", table="staff", unit="share", protection=protection)
        with pytest.raises(AuditError, match="does not say whom it counts"):
            opened.report("mine", measures.Result(value=0.5, unit="share", n=40, women=20, men=20))
        opened.report("mine", measures.share_of_women(opened.data.table("staff")))
        assert [found.status for found in opened.found] == ["calculated"]

    def test_figure_about_people_is_not_recorded_past_the_rules(self, opened):
        """But what an earlier phase has recorded is, as phase 2 does with what it rates."""
        three = measures.Result(value=1.0, unit="share", n=3, women=3, men=0, parts=by_sex("people", 3, 0))
        found = finding(opened.rules.indicator("staff_women_share"), "baseline", three)
        with pytest.raises(AuditError, match="has not passed the disclosure rules"):
            opened.record([found])
        assert opened.found == []

    def test_a_few_are_hidden_unless_observable(self, opened):
        few = opened.data.current_staff().iloc[:3]
        for name, protection in (("mine", "sensitive"), ("seen", "observable")):
            opened.own_indicator(name, "Mine", area="J", table="staff", unit="share", protection=protection)
            opened.report(name, measures.share_of_women(few))
        assert [found.status for found in opened.found] == ["suppressed", "calculated"]

    def test_name_of_another(self, opened):
        with pytest.raises(AuditError, match="Give yours another name"):
            opened.own_indicator("staff_women_share", "Mine", area="J", table="staff", unit="share")

    def test_title_that_lacks_the_language(self, opened):
        with pytest.raises(AuditError, match="has no title in this language"):
            opened.own_indicator("mine", {"fr": "La mienne"}, area="J", table="staff", unit="share")

    def test_the_method_of_other_audits_stays_as_it_is(self, opened):
        opened.own_indicator("mine", "Mine {n} %", area="J", table="staff", unit="share")
        assert opened.data.language.text("indicators.mine.title") == "Mine {n} %"
        assert not language("en").has("indicators.mine.title")
        with pytest.raises(AuditError, match="There is no indicator mine"):
            exec(OPEN + "audit.rules.indicator('mine')", {})

    def test_figures_about_money_may_go_unprotected(self, opened):
        opened.own_indicator("mine", "Mine", area="B", unit="share", table="budget", protection="none")
        assert opened.rules.indicator("mine").protection == "none"

    def test_columns_of_ones_own_are_called_as_they_are(self, opened):
        shifts = opened.data.table("staff").assign(Shift="day")
        opened.own_indicator("by_shift", "Women by shift", area="J", table="staff", unit="share")
        opened.report("by_shift", measures.share_of_women(shifts, by="Shift"))
        assert opened.found[0].group == {"Shift": "day"}


@pytest.mark.slow
def test_own_indicator_in_the_method(tmp_path):
    """In a copy of the suite, with the entries where the page says."""
    for folder in ("src", "templates", "notebooks"):
        shutil.copytree(REPOSITORY / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(REPOSITORY / "data" / "raw" / AGENCY[0], tmp_path / "data" / "raw" / AGENCY[0])
    append(tmp_path / "templates" / "methodology" / "indicators.yml", "indicators:\n", INDICATOR)
    for code, texts in zip(("en", "fr"), TEXTS, strict=True):
        append(tmp_path / "templates" / "language" / code / "indicators.yml", "indicators:\n", texts)
    script = OPEN + IN_A_NOTEBOOK + "print(audit.found)\naudit.close()\n"
    environment = {"PYTHONPATH": str(tmp_path / "src"), "PATH": "/usr/bin:/bin"}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    path = Workspace.open(tmp_path).findings(*AGENCY, "baseline").with_suffix(".csv")
    table = pd.read_csv(path)
    assert set(table["indicator"]) == {"managers_women_share"}
    assert "calculated" in set(table["status"])


def append(path: Path, below: str, text: str) -> None:
    before, mark, after = path.read_text("utf-8").partition(below)
    assert mark, path
    if text not in after:  # the page's example may be the suite's own by now
        path.write_text(before + mark + text + after, "utf-8")


@pytest.mark.slow
class TestReading:
    """The findings of a round as one table, and as files that any program reads."""

    @pytest.fixture
    def namespace(self, root, phases, monkeypatch, tmp_path) -> dict[str, Any]:
        monkeypatch.chdir(tmp_path)  # a chart is saved where one works
        monkeypatch.setattr("genderaudit.foundations.workspace.SUITE", root)
        names: dict[str, Any] = {}
        for block in (OPEN, FRAME, CHART, PANDAS):
            exec(block, names)
        return names

    def test_in_pandas(self, namespace, phases):
        found = namespace["found"]
        assert list(found.columns) == COLUMNS
        assert list(found["phase"].unique()) == [phase for phase in PHASES if phases[1][phase].findings["findings"]]
        assert {str(found[name].dtype) for name in NUMBERS} == {"float64"}

    def test_each_finding_comes_once_and_rated_where_it_is_rated(self, namespace, phases):
        found = namespace["found"]
        assert not found.duplicated(["indicator", "group"]).any()
        recorded = {
            (one["indicator"], str(one["group"])) for done in phases[1].values() for one in done.findings["findings"]
        }
        assert len(found) == len(recorded)
        rated = [one for one in phases[1]["gap_analysis"].findings["findings"] if one["rating"]]
        assert found.set_index("id")["rating"].loc[[one["id"] for one in rated]].notna().all()

    def test_the_example_has_one_row_a_level(self, namespace):
        shown = namespace["found"].query("indicator == 'staff_women_by_level'")
        assert sorted(shown["group"]) == sorted(f"level={name}" for name in namespace["audit"].data.levels)
        assert shown["rating"].notna().sum() == (shown["status"] == "calculated").sum() > 0

    def test_of_results(self, namespace):
        by_level = namespace["by_level"]
        assert list(by_level["level"]) == namespace["audit"].data.levels
        assert by_level["value"].between(0, 1).all()

    def test_the_files_are_strictly_csv_and_say_the_same(self, root, phases):
        loaded = load(*AGENCY, str(root))
        for phase in PHASES:
            path = Workspace.open(root).findings(*AGENCY, phase).with_suffix(".csv")
            text = path.read_bytes().decode("utf-8")
            assert not text.startswith("\ufeff")
            assert "\r" not in text
            header, *rows = list(csv.reader(text.splitlines(), strict=True))
            assert header == COLUMNS
            assert {len(row) for row in rows} <= {len(COLUMNS)}
            own = loaded[loaded["phase"] == phase]
            once = [row for row in rows if row[0] in set(own["id"])]
            assert [row[0] for row in once] == list(own["id"])
            again = [row for row in rows if row not in once]
            assert {phase for _ in again} <= {"baseline"}
            for name in NUMBERS:
                values = [float(row[COLUMNS.index(name)] or "nan") for row in once]
                assert values == pytest.approx(list(own[name]), nan_ok=True)

    def test_a_round_without_findings_says_what_to_run(self, workspace):
        workspace.organisation()
        with pytest.raises(AuditError, match="genderaudit run example --round 2025"):
            load("example", "2025", str(workspace.root))

    def test_only_results_and_findings_make_a_frame(self):
        with pytest.raises(AuditError, match="Give results"):
            frame(["x"])


MEASURES = [name for name in measures.__all__ if inspect.isfunction(getattr(measures, name))]


@pytest.mark.parametrize("name", MEASURES)
def test_help_says_what_a_measure_is(name):
    """The first line says what it gives; the page of the measures has formula, example and source."""
    said = pydoc.plain(pydoc.render_doc(getattr(measures, name)))
    summary = inspect.getdoc(getattr(measures, name)).split("\n")[0]
    assert summary in said
    assert len(summary) > 40
    assert summary.endswith((".", ";", ":"))
    assert f"`{name}" in MEASURES_PAGE
