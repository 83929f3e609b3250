"""What is run: parameters, names that are refused, the order of rounds, and ways in which a notebook fails."""

from __future__ import annotations

import nbformat
import pytest
from fixture_runs import FAILING, FIXTURES, outcomes_of, workspace_of

from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.workspace import NOTEBOOKS, STAGES, report_name
from genderaudit.runner import plan
from genderaudit.runner.keys import phase_keys
from genderaudit.runner.notebooks import PhaseFailedError, run_phase
from genderaudit.runner.parameters import parameters_of, parse_values

KNOWN = {"one": {"share": 0.5, "years": 3, "label": "x", "shown": True}, "other": {"share": 0.1}}


def test_rounds_run_oldest_first(tmp_path):
    workspace = workspace_of(tmp_path, "2025", "2022")
    assert plan(workspace, notebooks=FIXTURES)[0].rounds == ("2022", "2025")


def test_a_broken_organisation_file_and_a_missing_round_fail_with_what_to_do(tmp_path):
    workspace_of(tmp_path, "2025", organisation="broken")
    (tmp_path / "data/raw/broken/organisation.yml").write_text("name: Example\nkind: club\n")
    (tmp_path / "data/raw/empty").mkdir()
    workspace = workspace_of(tmp_path, organisation="empty")
    messages = {outcome.organisation: outcome.failure.message for outcome in outcomes_of(workspace)}
    assert "organisation.yml, line 2: kind" in messages["broken"]
    assert "data/raw/empty/" in messages["empty"]


class TestWaysOfFailing:
    """Each failing notebook ends in a failure that names its cell and says no more than is safe."""

    @pytest.mark.parametrize(
        ("name", "cell", "error", "message"),
        [
            ("raises", 4, "KeyError", ""),
            ("says_why", 4, "AuditError", "Give each level a rank."),
            ("exits", 4, "SystemExit", ""),
            ("dies", 4, "DeadKernelError", ""),
            ("hangs", 3, "CellTimeoutError", ""),
        ],
    )
    def test_failure(self, name, cell, error, message, capfd):
        given = {"organisation": "example", "round": "2025", "language": "en", "workspace": ""}
        with pytest.raises(PhaseFailedError) as caught:
            run_phase(FAILING / f"{name}.ipynb", given, "baseline", timeout=2 if name == "hangs" else 60)
        failure = caught.value.failure
        assert (failure.cell, failure.error, failure.message) == (cell, error, message)
        assert "12345678" not in "".join(capfd.readouterr())


class TestParameters:
    """A parameter is known to a notebook and of its type, or refused."""

    @pytest.mark.parametrize(
        ("given", "value"),
        [
            ("share=0.9", 0.9),
            ("years=-2", -2),
            ("label=a=b", "a=b"),
            ("shown=false", False),
            ("share=1", 1.0),
        ],
    )
    def test_a_value_has_the_type_of_the_default(self, given, value):
        (found,) = parse_values([given], KNOWN).values()
        assert (found, type(found)) == (value, type(value))

    @pytest.mark.parametrize(
        ("given", "what"),
        [
            (["shares=0.9"], "No notebook has a parameter shares. .*Known: label, share, shown, years"),
            (["share"], "NAME=VALUE"),
            (["share=many"], "a number with a decimal point"),
            (["share=nan"], "a number with a decimal point"),
            (["years=2.5"], "a whole number"),
            (["shown=maybe"], "true or false"),
            (["language=fr"], "its own place"),
            (["years=1", "years=2"], "twice"),
        ],
    )
    def test_anything_else_is_refused(self, given, what):
        with pytest.raises(AuditError, match=what):
            parse_values(given, KNOWN)

    @pytest.mark.parametrize(
        "line", ["years = max(3, 4)", "import os", "years: int", "years = None", "a, b = 1, 2", "years = ("]
    )
    def test_a_parameters_cell_holds_plain_lines_only(self, tmp_path, line):
        notebook = nbformat.read(FIXTURES / "1_baseline.ipynb", 4)
        notebook.cells[1].source += f"\n{line}"
        nbformat.write(notebook, tmp_path / "n.ipynb")
        with pytest.raises(AuditError, match=r"n\.ipynb"):
            parameters_of(tmp_path / "n.ipynb")

    @pytest.mark.parametrize("stage", STAGES)
    def test_every_notebook_of_the_suite_has_a_cell_that_can_be_read(self, stage):
        names = list(parameters_of(NOTEBOOKS / f"{report_name(stage)}.ipynb"))
        assert names[:4] == ["organisation", "round", "language", "workspace"]

    def test_only_the_phases_that_use_a_parameter_and_those_after_them_change(self, tmp_path):
        workspace = workspace_of(tmp_path, "2025")
        keys = [
            phase_keys(plan(workspace, notebooks=FIXTURES, given_parameters=given)[0], workspace, "2025", "en")
            for given in ([], ["most=0.6"])
        ]
        assert [name for name in keys[0] if keys[0][name] == keys[1][name]] == ["baseline", "gap_analysis"]


class TestRefusals:
    """Names that are not known stop a run before it starts."""

    @pytest.mark.parametrize(
        "wrong",
        [
            {"organisations": ["nobody"]},
            {"organisations": ["../example"]},
            {"organisations": ["example"], "round": "1999"},
            {"round": "1999"},
            {"in_languages": ["xx"]},
            {"given_parameters": ["nothing=1"]},
        ],
    )
    def test_refused(self, tmp_path, wrong):
        with pytest.raises(AuditError):
            plan(workspace_of(tmp_path, "2025"), notebooks=FIXTURES, **wrong)

    def test_a_round_that_some_organisations_lack_leaves_those_out(self, tmp_path):
        workspace_of(tmp_path, "2024", organisation="older")
        workspace = workspace_of(tmp_path, "2025")
        assert [task.organisation for task in plan(workspace, notebooks=FIXTURES, round="2025")] == ["example"]
