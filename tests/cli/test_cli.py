"""The command line: what it does, says and returns."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import get_args

import openpyxl
import pytest

from genderaudit import runner
from genderaudit.cli import DONE, FAILED, INTERRUPTED, USAGE, main
from genderaudit.cli import run as command
from genderaudit.intake import read_round
from genderaudit.methodology.organisation import Kind, read_organisation
from genderaudit.runner import Outcome
from genderaudit.runner.record import Failure

OPTIONAL = [
    *("country", "youth_age_limit", "currency", "minimum_cell", "levels"),
    *("public_bodies", "targets", "headcounts", "rounds", "tables"),
]
HEAVY = ("pandas", "numpy", "matplotlib", "nbformat", "nbconvert", "papermill", "pydantic", "babel")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    said = "new example --kind ngo --language en --round 2025"
    assert main([*said.split(), f"--workspace={tmp_path}"]) == 0
    return tmp_path


@pytest.fixture
def outcomes(monkeypatch) -> list[Outcome]:
    """What a run gives instead of starting one."""
    given: list[Outcome] = []
    monkeypatch.setattr(runner, "run", lambda tasks, **how: iter([(task, given) for task in tasks]))
    return given


def test_help_loads_no_library():
    script = (
        "import sys\nfrom genderaudit.cli import main\n"
        "try:\n    main(['run', '--help'])\nexcept SystemExit:\n    print(*sys.modules, file=sys.stderr)\n"
    )
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stderr.split()
    assert not set(HEAVY) & set(loaded)


@pytest.mark.parametrize("command", ["run", "check", "new", "status"])
def test_every_command_has_a_help(command, capsys):
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])
    assert left.value.code == 0
    assert "--workspace DIR" in capsys.readouterr().out


class TestRun:
    """``genderaudit run``."""

    def test_without_a_name_it_says_what_to_write(self, capsys):
        assert main(["run"]) == USAGE
        assert "genderaudit run --all" in capsys.readouterr().err

    @pytest.mark.parametrize(
        "wrong",
        [
            ["nobody"],
            ["example", "--all"],
            ["example", "--round", "1999"],
            ["example", "--language", "xx"],
            ["example", "--parameter", "confidence=0.9"],
            ["example", "--parameter", "confidence_level=high"],
        ],
    )
    def test_what_is_not_known_is_refused(self, workspace, outcomes, wrong, capsys):
        assert main(["run", *wrong, f"--workspace={workspace}"]) == USAGE
        assert capsys.readouterr().err.startswith("genderaudit: ")

    def test_a_line_a_round_and_language_and_a_sum(self, workspace, outcomes, capsys):
        outcomes += [
            Outcome("example", "2024", "en", "current"),
            Outcome("example", "2025", "en", "done", phases=4, seconds=21.3),
        ]
        assert main(["run", "--all", f"--workspace={workspace}"]) == DONE
        lines = capsys.readouterr().out.splitlines()[-3:]
        assert lines[:2] == ["example 2024 en: up to date", "example 2025 en: done (4 phases, 21 s)"]
        assert lines[2].startswith("1 organisation: 1 done, 0 failed")

    def test_a_failure_names_phase_and_cell_and_sets_the_exit_status(self, workspace, outcomes, capsys):
        failure = Failure(phase="staff_perception", cell=7, error="AuditError", message="One.\nTwo.")
        outcomes += [Outcome("example", "2025", "en", "failed", failure=failure)]
        assert main(["run", "example", f"--workspace={workspace}"]) == FAILED
        printed = capsys.readouterr().out
        assert "example 2025 en: stopped in “Perceptions”, cell 7\n" in printed
        assert "\n  One.\n  Two.\n  Do what is said above" in printed

    def test_every_run_writes_the_index(self, workspace, outcomes):
        main(["run", "--all", f"--workspace={workspace}"])
        assert "2025" in (workspace / "outputs" / "index.html").read_text()

    def test_with_release_an_older_round_is_released_before_a_later_one_runs(self, workspace, monkeypatch):
        (workspace / "data" / "raw" / "example" / "2024").mkdir()
        order = []
        run = lambda tasks, **how: iter([(task, order.append(task.rounds) or []) for task in tasks])  # noqa: E731
        monkeypatch.setattr(runner, "run", run)
        monkeypatch.setattr(command, "release_after_run", lambda *_, round, **more: order.append(round) or "")
        assert main(["run", "--all", "--release", f"--workspace={workspace}"]) == DONE
        assert order == [("2024",), "2024", ("2025",), "2025"]

    def test_a_round_that_cannot_be_released_fails_with_its_reason(self, workspace, outcomes, capsys):
        outcomes += [Outcome("example", "2025", "en", "done")]
        assert main(["run", "--all", "--release", f"--workspace={workspace}"]) == FAILED
        printed = capsys.readouterr().out
        assert "example 2025: not released\n  The draft of example 2025 is not complete" in printed
        assert '"refused": "The draft of example 2025' in (workspace / "outputs" / "run.jsonl").read_text()

    def test_an_interrupt_is_said(self, workspace, monkeypatch, capsys):
        def interrupted(tasks, **how):
            raise KeyboardInterrupt

        monkeypatch.setattr(runner, "run", interrupted)
        assert main(["run", "--all", f"--workspace={workspace}"]) == INTERRUPTED
        assert "run the same command again" in capsys.readouterr().err


class TestCheck:
    """``genderaudit check``."""

    def test_every_problem_is_a_sentence_and_errors_set_the_exit_status(self, workspace, capsys):
        folder = workspace / "data" / "raw" / "example" / "2025"
        (folder / "staff.csv").write_text("sex,level\nwoman?,Officer\n")
        (folder / "budget.csv").write_text("line,amount\nRent,many\n")
        assert main(["check", f"--workspace={workspace}"]) == FAILED
        printed = capsys.readouterr().out
        assert "example 2025: 2 errors" in printed
        assert "staff.csv" in printed
        assert "budget.csv" in printed

    def test_a_broken_organisation_file_is_named_with_its_line(self, workspace, capsys):
        (workspace / "data" / "raw" / "example" / "organisation.yml").write_text("name: Example\nkind: club\n")
        assert main(["check", f"--workspace={workspace}"]) == FAILED
        assert "organisation.yml, line 2: kind" in capsys.readouterr().out

    def test_what_new_laid_out_lacks_lists_and_nothing_else(self, workspace, capsys):
        assert main(["check", "example", f"--workspace={workspace}"]) == FAILED
        printed = capsys.readouterr().out
        assert "example 2025: 1 error" in printed
        assert "There is no list in the folder of this round" in printed


class TestNew:
    """``genderaudit new``."""

    @pytest.mark.parametrize("language", ["en", "fr"])
    def test_it_lays_out_one_workbook_of_which_only_the_content_lacks(self, tmp_path, language):
        given = ["new", "example", "--kind", "ngo", "--language", language, "--round", "2026"]
        assert main([*given, f"--workspace={tmp_path}"]) == DONE
        folder = tmp_path / "data" / "raw" / "example" / "2026"
        assert [path.name for path in folder.iterdir()] == ["intake_workbook.xlsx"]
        intake = read_round(folder, read_organisation(folder.parent), "2026")
        assert [(problem.severity, problem.rule) for problem in intake.problems] == [("error", "no_list")]

    def test_levels_stand_in_the_settings_and_in_the_workbook(self, tmp_path):
        levels = ["Direction", "Cadre: sup", "=1+1"]
        given = ["new", "example", "--kind", "ngo", "--language", "fr", "--round", "2026", "--levels", *levels]
        main([*given, f"--workspace={tmp_path}"])
        folder = tmp_path / "data" / "raw" / "example"
        assert read_organisation(folder).levels == levels
        lists = openpyxl.load_workbook(folder / "2026" / "intake_workbook.xlsx")["Listes"]
        assert levels in [[cell.value for cell in column[:3]] for column in lists.iter_cols()]

    @pytest.mark.parametrize("language", ["en", "fr"])
    def test_every_comment_taken_as_a_line_is_a_valid_organisation(self, tmp_path, language):
        said = f"new example --kind ngo --language {language} --name"
        main([*said.split(), "Nom: «x» #1", f"--workspace={tmp_path}"])
        path = tmp_path / "data" / "raw" / "example" / "organisation.yml"
        text = path.read_text("utf-8")
        for key in OPTIONAL:
            text = text.replace(f"\n# {key}: ", f"\n{key}: ", 1)
        path.write_text(text, "utf-8")
        about = read_organisation(path.parent)
        assert about.name == "Nom: «x» #1"
        assert about.model_fields_set == {"name", "kind", "languages", *OPTIONAL}

    @pytest.mark.parametrize(
        "wrong",
        [
            ["example", "--kind", "ngo", "--language", "en"],
            ["../other", "--kind", "ngo", "--language", "en"],
            ["other", "--kind", "club", "--language", "en"],
            ["other", "--kind", "ngo", "--language", "xx"],
            ["other", "--kind", "ngo", "--language", "en", "--round", "../2025"],
        ],
    )
    def test_what_is_taken_or_not_known_is_refused(self, workspace, wrong):
        before = sorted(workspace.rglob("*"))
        assert main(["new", *wrong, f"--workspace={workspace}"]) == USAGE
        assert sorted(workspace.rglob("*")) == before

    def test_the_help_names_every_kind(self, capsys):
        with pytest.raises(SystemExit):
            main(["new", "--help"])
        printed = capsys.readouterr().out
        assert [kind for kind in get_args(Kind) if kind not in printed] == []


def test_status_lists_every_phase_of_every_round(workspace, capsys):
    assert main(["status", f"--workspace={workspace}"]) == DONE
    header, line = capsys.readouterr().out.splitlines()[-2:]
    phases = ["baseline", "gap_analysis", "staff_perception", "recommendations"]
    assert header.split()[3:] == [*phases, "report", "annex", "released"]
    assert line.split() == ["example", "2025", "en", *["missing"] * 6, "no"]


def test_a_folder_that_is_no_workspace_is_refused(tmp_path, capsys):
    assert main(["status", f"--workspace={tmp_path}"]) == USAGE
    assert "data/raw" in capsys.readouterr().err


@pytest.mark.parametrize("options", [["--language", "fr"], ["--language", "fr", "--parameter", "youth_age_limit=30"]])
def test_names_after_the_values_of_an_option_are_organisations(workspace, outcomes, capsys, options):
    status = main(["run", f"--workspace={workspace}", *options, "nobody"])
    said = capsys.readouterr().err
    assert status == USAGE
    assert "nobody" in said, f"run took 'nobody' for a value of {options[-2]}: {said}"
