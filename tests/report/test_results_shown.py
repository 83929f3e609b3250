"""Results as people see them: a table in a cell, in a paper, in a workbook; several organisations side by side."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from invented_findings import finding

from genderaudit import compare, measures
from genderaudit.conclusions.findings import Findings, Synthesis
from genderaudit.conclusions.findings_file import write
from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.workspace import Workspace
from genderaudit.measures import Result
from genderaudit.measures.results import Results

SHARES = Results(
    [
        Result(value=0.25, unit="share", n=8, women=2, men=6, low=0.071, high=0.591, group={"level": "=Top"}),
        Result(value=None, unit="share", n=0, group={"level": "Office & yard"}, reason="hidden"),
    ],
    name="by_level",
    protected=True,
)


class TestTable:
    def test_has_the_precision_and_the_marks_of_a_report(self):
        assert SHARES.table().iloc[0].tolist() == ["=Top", "2", "6", "8", "25.0%", "7.1% to 59.1%"]
        assert SHARES.table().iloc[1, 4] == "hidden to protect people"

    def test_speaks_the_language_of_the_results_or_the_one_asked_for(self):
        assert SHARES.table("fr").columns[1] == "Femmes"
        assert Results(SHARES, language="fr").table().columns[1] == "Femmes"

    def test_names_the_level_of_the_intervals(self):
        assert "95" in SHARES.table().columns[-1]


class TestInACell:
    def test_results_of_a_measure_say_that_they_are_not_protected(self):
        assert "not yet protected" in Results(SHARES)._repr_html_()

    def test_protected_results_do_not(self):
        assert "not yet protected" not in SHARES._repr_html_()

    def test_labels_from_files_are_escaped(self):
        hostile = Results([Result(value=0.5, unit="share", n=4, group={"level": "<script>alert(1)</script>"})])
        assert "<script>" not in hostile._repr_html_()

    def test_measures_alone_are_enough(self):
        program = (
            "import pandas as pd, sys\n"
            "from genderaudit import measures\n"
            "from genderaudit.measures.results import Results\n"
            "shown = Results(measures.share_of_women(pd.DataFrame({'sex': ['F', 'M']})))\n"
            "assert '<table' in shown._repr_html_()\n"
            "assert 'matplotlib' not in sys.modules"
        )
        subprocess.run([sys.executable, "-c", program], check=True)

    def test_wherever_results_come_from(self):
        """From ``compare`` or ``load`` alone, without the measures; what there is not is still said."""
        program = (
            "from genderaudit.measures.results import Results\n"
            "assert not hasattr(Results(), 'plott') and callable(Results().plot)"
        )
        subprocess.run([sys.executable, "-c", program], check=True)


class TestPapers:
    def test_latex_has_base_and_notes_and_escapes_what_people_wrote(self):
        text = SHARES.to_latex(caption="Women by level", label="tab:levels")
        assert r"Office \& yard" in text
        assert r"25.0\%" in text
        assert r"\caption{Women by level}" in text
        assert "Base: the people" in text
        assert text.count(r"\begin{table}") == text.count(r"\end{table}") == 1

    def test_workbook_holds_table_notes_and_numbers_and_no_formula(self, tmp_path: Path):
        SHARES.to_excel(tmp_path / "levels.xlsx")
        book = openpyxl.load_workbook(tmp_path / "levels.xlsx")
        table, numbers = book.worksheets
        assert table["A2"].value == "=Top"
        assert table["A2"].data_type == "s"
        assert "Base: the people" in [row[0].value for row in table.iter_rows(min_row=4)][1]
        assert numbers["B2"].value == 0.25
        assert numbers["B3"].value is None


class TestCompare:
    @pytest.fixture
    def place(self, tmp_path: Path) -> Workspace:
        for name in ("one", "other"):
            folder = tmp_path / "data" / "raw" / name
            (folder / "2025").mkdir(parents=True)
            (folder / "organisation.yml").write_text(
                f"name: {name}\nkind: ngo\nlanguages: [en]\nnamed_in_syntheses: true\n", "utf-8"
            )
        return Workspace.open(tmp_path)

    @staticmethod
    def audited(place: Workspace, name: str, value: float) -> None:
        found = [finding("staff_women_share", value=value, women=40.0, men=60.0, n=100.0)]
        whole = Findings(
            organisation=name,
            round="2025",
            phase="baseline",
            synthesis=Synthesis(named=False, minimum_ranked=10),
            findings=found,
        )
        write(whole, place.findings(name, "2025", "baseline"))

    def test_puts_the_recorded_figures_side_by_side(self, place):
        self.audited(place, "one", 0.4)
        self.audited(place, "other", 0.5)
        both = compare(["one", "other"], "staff_women_share", workspace=str(place.root))
        assert both.by_group.to_dict() == {"one": 0.4, "other": 0.5}
        assert both.difference == pytest.approx(0.1)
        assert both.protected

    def test_of_who_may_not_be_named_it_is_for_the_screen(self, place):
        self.audited(place, "one", 0.4)
        self.audited(place, "other", 0.5)
        path = place.raw("other") / "organisation.yml"
        path.write_text(path.read_text("utf-8").replace("named_in_syntheses: true", ""), "utf-8")
        assert not compare(["one", "other"], "staff_women_share", workspace=str(place.root)).protected

    def test_says_which_organisation_has_no_findings(self, place):
        self.audited(place, "one", 0.4)
        with pytest.raises(AuditError, match="other has no findings yet"):
            compare(["one", "other"], "staff_women_share", workspace=str(place.root))

    def test_names_the_closest_indicator(self, place):
        self.audited(place, "one", 0.4)
        with pytest.raises(AuditError, match="staff_women_share"):
            compare(["one", "one"], "staff_woman_share", workspace=str(place.root))

    def test_needs_two(self, place):
        with pytest.raises(AuditError, match="two or more"):
            compare("one", "staff_women_share", workspace=str(place.root))


def test_a_frame_and_its_table_have_the_same_rows():
    staff = pd.DataFrame({"sex": ["F", "M", "M"], "unit": ["a", "a", "b"]})
    by_unit = Results(measures.share_of_women(staff, by="unit"))
    assert len(by_unit.frame) == len(by_unit.table()) == 2


class TestAmounts:
    """What women and men are paid: in the list's unit and currency on a researcher's screen, and nowhere else."""

    @staticmethod
    def gaps(hours: float | None):
        people = {"sex": ["F"] * 5 + ["M"] * 5, "pay": [1500.5] * 5 + [2000.25] * 5, "pay_period": ["month"] * 10}
        staff = pd.DataFrame(people | {"weekly_hours": [hours] * 10, "fte": [None] * 10})
        return measures.mean_pay_gap(staff, measures.pay_basis(staff).pay).speaking("en", "GBP")

    @pytest.mark.parametrize(
        ("hours", "unit"), [(None, "monthly pay of the list"), (35.0, "monthly pay at full-time equivalent")]
    )
    def test_on_the_screen_with_unit_and_currency(self, hours, unit):
        shown = self.gaps(hours)._repr_html_()
        assert f"Women’s mean pay ({unit}, GBP)" in shown
        assert "1,500" in shown or "1,501" in shown
        assert "2,000" in shown

    def test_in_no_table_to_be_handed_out(self):
        found = self.gaps(None)
        for text in (str(found.table()), found.to_latex(), str(found.frame)):
            assert "1,5" not in text
            assert "1500" not in text
        protected = Results(found, protected=True, currency="GBP")
        assert "GBP" not in protected._repr_html_()
