"""Every parameter of every notebook: another value changes what it names, or is refused with the values that there are.

The parameters are read from the notebooks, so one that no test knows fails.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from examples import MINIMAL, Builder
from in_process import AuditedPhase, executed
from invented_findings import findings

from genderaudit import choose, open_audit
from genderaudit.conclusions import findings_file
from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.workspace import (
    NOTEBOOKS,
    PHASES,
    REPORT,
    STAGES,
    Workspace,
    notebook,
    training_notebooks,
    training_workspace,
)
from genderaudit.methodology.settings import Settings, check
from genderaudit.runner import parameters
from genderaudit.training import open_course

REPOSITORY = Path(__file__).parents[1]

SAMPLE, COPY, ROUND = "agency_northmere", "1919", "2025"
COURSE = [path for code in ("en", "fr") for path in training_notebooks(code)]
EXPLORE = NOTEBOOKS / "explore.ipynb"
OF_AUDITS = [(stage, name) for stage in STAGES for name in parameters.parameters_of(notebook(stage))]


@dataclass(frozen=True)
class Case:
    """Another value, where it shows (what to look at before and after), and values that are refused."""

    other: Any
    shows: Callable[[AuditedPhase], Any]
    refused: tuple[Any, ...] = ()
    says: str = ""
    phases: dict[str, Callable[[AuditedPhase], Any]] = field(default_factory=dict)
    """Where it shows in a phase in which that is elsewhere."""


def _values(*indicators: str) -> Callable[[AuditedPhase], Any]:
    """Values and bases without intervals, so that no other parameter of this test can have changed them."""

    def shows(phase: AuditedPhase) -> Any:
        found = [finding for name in indicators for finding in phase.of(name)]
        assert found
        return [(one["group"], one["value"], one["n"], one["women"], one["details"]) for one in found]

    return shows


def _levels(phase: AuditedPhase) -> set[float]:
    return {finding["interval"]["level"] for finding in phase.findings["findings"] if finding["interval"]}


def _of_file(name: str) -> Callable[[AuditedPhase], Any]:
    return lambda phase: phase.findings[name]


def _of_place(part: int) -> dict[str, Callable[[AuditedPhase], Any]]:
    """The report notebook writes no findings: a folder of its Word file, from ``outputs`` on."""
    return {REPORT: lambda phase: _folders(phase.root)[part]}


def _folders(root: Path) -> tuple[str, ...]:
    (path,) = (root / "outputs").rglob("report.docx")
    return path.relative_to(root / "outputs").parts


CASES = {
    "organisation": Case(1919, _of_file("organisation"), ("nobody", "../x", None), "organisation", _of_place(0)),
    "round": Case(2024, _of_file("round"), ("1999", 7, "../x", 2025.5, None), "round", _of_place(1)),
    "language": Case(
        "fr", lambda phase: "Confidence level of" in phase.html, ("xx", 1, True), "language", _of_place(2)
    ),
    "workspace": Case("", lambda phase: phase.root, ("nowhere", 1), "data/raw"),
    "youth_age_limit": Case(25, _values("members_youth_share"), (14, 61, -1, 30.5, True), "from 15 to 60"),
    "confidence_level": Case(
        0.8,
        _levels,
        (95, 1.0, 0.0, -0.9, float("nan"), "0.9", True),
        "from 0.5 to 0.999",
        {"recommendations": lambda phase: re.findall(r"(?:des intervalles|of the intervals)\W+(\d+)", phase.html)},
    ),
    "flow_years": Case(
        1, _values("promotion_ratio", "exit_ratio"), (0, -1, 99, 2.5, "3"), "from 1 to 10",
        {"gap_analysis": _values("appointments_needed")},
    ),
    "target_year": Case(2028, _values("appointments_needed"), (-1, 28, 2.5), "a year after"),
    "targets": Case(
        "staff_women_share: 0.9, members_women_share: 1",
        lambda phase: [(one["id"], one["rating"]) for one in phase.findings["findings"] if one["rating"]],
        ("nobody: 0.3", "staff_women_share: 2", "staff_women_share", 0.3, "pay_gap_mean: 0.3"), "indicator",
    ),
    "minimum_answers": Case(5000, lambda phase: {one["rating"] for one in phase.of("area_favourable")},
        (9, 0, 10.5), "from 10"),
    "significance": Case(0.01, _of_file("messages"), (0, 0.2, "0.05", True), "from 0.001 to 0.1",
        {"recommendations": _of_file("patterns")}),
    "most_recommendations": Case(1, lambda phase: phase.html.count('<div class="card">'), (0, -1, 1.5), "from 1"),
}  # fmt: skip


def test_every_parameter_has_a_case():
    assert {name for _, name in OF_AUDITS} == set(CASES)


def test_every_setting_is_a_parameter_and_is_passed_on():
    for stage in STAGES:
        names = set(parameters.parameters_of(notebook(stage))) - set(parameters.STANDARD)
        opening = next(
            cell.source for cell in nbformat.read(notebook(stage), 4).cells if re.search(r"= open_\w+\(", cell.source)
        )
        assert ", ".join(parameters.STANDARD) in " ".join(opening.split())
        assert {name for name in names if f"{name}={name}" not in opening} == set(), (
            "pass these on in the cell that opens the audit"
        )
    assert {name for _, name in OF_AUDITS} - set(parameters.STANDARD) == set(Settings.__annotations__)


@pytest.mark.parametrize(
    ("phase", "name", "value"), [(phase, name, value) for phase, name in OF_AUDITS for value in CASES[name].refused]
)
def test_what_cannot_be_is_refused_with_what_can(workspace: Builder, phase: str, name: str, value: Any):
    workspace.organisation({"staff.csv": "sex\nF\n"})
    if phase == REPORT:  # which reads findings
        path = Workspace.open(workspace.root).findings("example", ROUND, "baseline")
        findings_file.write(findings(phase="baseline", organisation="example", round=ROUND), path)
    given = {"organisation": "example", "round": ROUND, "language": "en", "workspace": str(workspace.root)}
    with pytest.raises(AuditError) as caught:
        executed(notebook(phase), given | {name: value})
    assert CASES[name].says in str(caught.value)


@pytest.mark.parametrize("line", ["flow_years=0", "confidence_level=95", "most_recommendations=-1", "target_year=3"])
def test_a_run_refuses_it_before_a_kernel_starts(line: str):
    known = {stage: parameters.parameters_of(notebook(stage)) for stage in STAGES}
    with pytest.raises(AuditError, match=line.partition("=")[0]):
        parameters.parse_values([line], known)


@pytest.mark.parametrize(("year", "fits"), [(2025, False), (2026, True), (2075, True), (2076, False), (1999, False)])
def test_a_target_year_lies_ahead_of_the_round(workspace: Builder, year: int, fits: bool):
    workspace.organisation({"staff.csv": "sex\nF\n"})
    audit = open_audit("gap_analysis", "example", ROUND, "en", str(workspace.root), target_year=year)
    if fits:
        assert audit.data.year_ahead(year) == year
    else:
        with pytest.raises(AuditError, match="from 2026 to 2075"):
            audit.data.year_ahead(year)


def test_a_setting_that_no_notebook_has_is_refused():
    with pytest.raises(AuditError, match="parameter pay_bases"):
        check("pay_bases", "hour")


def test_a_name_may_come_as_a_number(workspace: Builder):
    """``papermill -p round 2025`` gives a number."""
    workspace.organisation({"staff.csv": "sex\nF\n"}, MINIMAL, name=COPY)
    choose(int(COPY), int(ROUND), "en", str(workspace.root))
    audit = open_audit("baseline", int(COPY), int(ROUND), "en", workspace.root)
    assert (audit.data.name, audit.data.round) == (COPY, ROUND)


@pytest.mark.slow
class TestEachChangesWhatItNames:
    """One audit with other values of all parameters, and what each of them names."""

    @pytest.fixture(scope="class")
    def before(self, tmp_path_factory: pytest.TempPathFactory) -> dict[str, AuditedPhase]:
        return _audited(tmp_path_factory.mktemp("here"), SAMPLE, {"organisation": SAMPLE, "language": "en"})

    @pytest.fixture(scope="class")
    def after(self, tmp_path_factory: pytest.TempPathFactory) -> dict[str, AuditedPhase]:
        return _audited(tmp_path_factory.mktemp("there"), COPY, {name: case.other for name, case in CASES.items()})

    @pytest.mark.parametrize(("phase", "name"), OF_AUDITS)
    def test_another_value_shows(self, before, after, phase: str, name: str):
        shows = CASES[name].phases.get(phase, CASES[name].shows)
        assert shows(before[phase]) != shows(after[phase])

    @pytest.mark.parametrize("name", ["flow_years", "target_year"])
    def test_alone_it_shows_in_what_both_of_them_change(self, before, name: str):
        phase, root = "gap_analysis", before["gap_analysis"].root
        given = {"organisation": SAMPLE, "language": "en", name: CASES[name].other}
        changed = _executed(root, SAMPLE, phase, given)
        shows = _values("appointments_needed")
        assert shows(before[phase]) != shows(changed)

    @pytest.mark.parametrize("phase", PHASES)
    def test_every_interval_is_at_the_level(self, after, phase: str):
        assert _levels(after[phase]) <= {0.8}

    @pytest.mark.parametrize("phase", STAGES)
    def test_the_report_names_no_other_level(self, after, phase: str):
        assert re.search(r"80\s%", after[phase].html)
        assert not re.search(r"95\s%", after[phase].html)

    @pytest.mark.parametrize("phase", PHASES)
    def test_the_findings_name_the_settings(self, after, phase: str):
        names = set(parameters.parameters_of(notebook(phase))) - set(parameters.STANDARD)
        assert after[phase].findings["parameters"] == {name: CASES[name].other for name in names}


class TestTraining:
    """The notebooks of a course have a language and a workspace."""

    @pytest.mark.parametrize("path", COURSE, ids=lambda path: f"{path.parent.name}-{path.stem}")
    def test_its_parameters_are_known_and_passed_on(self, path: Path):
        cells = [cell for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]
        tagged = next(cell.source for cell in cells if "parameters" in cell.metadata.get("tags", []))
        assert [line.partition(":")[0] for line in tagged.splitlines()] == ["language", "workspace"]
        assert "language, workspace)" in next(cell.source for cell in cells if "open_course(" in cell.source)

    @pytest.mark.parametrize("language", ["xx", 1, "../en"])
    def test_a_language_that_is_none_is_refused_before_anything_is_made(self, tmp_path: Path, language: Any):
        with pytest.raises(AuditError, match="language"):
            open_course("baseline", language, str(tmp_path))
        assert list(tmp_path.iterdir()) == []

    def test_another_workspace_is_another_place(self, tmp_path: Path):
        assert training_workspace("en", str(tmp_path)) == tmp_path / "en"
        assert training_workspace("en") != tmp_path / "en"


def _audited(root: Path, name: str, given: dict[str, Any]) -> dict[str, AuditedPhase]:
    """All phases of a copy of the sample that has members with their ages, and staff enough for flows to be shown."""
    raw, round = root / "data" / "raw" / name, str(given.get("round", ROUND))
    shutil.copytree(REPOSITORY / "data" / "raw" / SAMPLE / ROUND, raw / round)
    about = (REPOSITORY / "data" / "raw" / SAMPLE / "organisation.yml").read_text("utf-8")
    (raw / "organisation.yml").write_text(about.replace(f'"{ROUND}": {{date', f'"{round}": {{date'), "utf-8")
    rows = "".join(f"{sex},{age},30\n" for age in (20, 30, 40, 50) for sex in "FM")
    (raw / round / "members.csv").write_text(f"sex,age,count\n{rows}", "utf-8")
    survey = pd.read_csv(
        raw / round / "survey.csv", dtype=str
    )  # without the areas that are far apart, whatever the rate
    survey.drop(columns=survey.filter(regex="^[CIK][0-9]").columns).to_csv(raw / round / "survey.csv", index=False)
    header, *people = (raw / round / "staff.csv").read_text("utf-8").splitlines()
    (raw / round / "staff.csv").write_text("\n".join([header, *people * 5]), "utf-8")
    return {stage: _executed(root, name, stage, given) for stage in STAGES}


def _executed(root: Path, name: str, phase: str, given: dict[str, Any]) -> AuditedPhase:
    book = executed(notebook(phase), given | {"workspace": str(root)})
    path = root / "data" / "processed" / name / str(given.get("round", ROUND)) / f"{phase}.json"
    return AuditedPhase("{}" if phase == REPORT else path.read_text("utf-8"), book, root)


def test_all_notebooks_with_parameters_are_tested():
    found = [path for path in NOTEBOOKS.rglob("*.ipynb") if '"parameters"' in path.read_text("utf-8")]
    stages = [notebook(stage) for stage in STAGES]
    own = NOTEBOOKS / "synthesis.ipynb"  # of many organisations: its parameters are those of its command
    assert sorted(found) == sorted([*stages, *COURSE, EXPLORE, own])


def test_what_explores_takes_the_parameters_of_every_notebook():
    """And those of its own; ``tests/test_notebooks.py`` runs it."""
    assert set(parameters.parameters_of(EXPLORE)) - set(parameters.STANDARD) == {"other", "public_data"}
