"""A second language tells the same figures as the first, and a run the same as its notebooks one by one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from fixture_runs import here
from in_process import AuditedPhase, audit

from genderaudit.foundations.workspace import PHASES, Workspace
from genderaudit.runner import plan, run, warm

pytestmark = pytest.mark.slow  # two audits

ORGANISATION, ROUND = "agency_northmere", "2025"
SAMPLE = Path(__file__).parents[2] / "data" / "raw" / ORGANISATION


@pytest.fixture(scope="module")
def computed(tmp_path_factory) -> tuple[Workspace, dict[str, dict[str, AuditedPhase]]]:
    """The organisation audited in English, then in French, each by itself."""
    workspace = _workspace(tmp_path_factory.mktemp("computing"))
    english = audit(workspace.root, ORGANISATION, ROUND, "en")
    return workspace, {"en": english, "fr": audit(workspace.root, ORGANISATION, ROUND, "fr")}


@pytest.mark.skipif(not warm.available(), reason="kernels share the tables that were read where they are forked")
def test_a_run_in_two_languages_finds_and_hides_the_same_as_notebooks_run_one_by_one(tmp_path, computed):
    running = _workspace(tmp_path)
    ((_, outcomes),) = run(plan(running, in_languages=["en", "fr"]), 1, here)
    assert [outcome.state for outcome in outcomes] == ["done", "done"]
    assert _processed(running) == _processed(computed[0])


def test_a_second_language_agrees_in_every_finding(computed):
    _, phases = computed
    assert [phases["fr"][name].raw for name in PHASES] == [phases["en"][name].raw for name in PHASES]


def _workspace(root: Path) -> Workspace:
    """A copy of the sample organisation."""
    shutil.copytree(SAMPLE, root / "data" / "raw" / ORGANISATION)
    return Workspace.open(root)


def _processed(workspace: Workspace) -> dict[str, bytes]:
    """The files of findings and of what was merged."""
    paths = [workspace.groupings(ORGANISATION, ROUND)]
    paths += [workspace.findings(ORGANISATION, ROUND, phase) for phase in PHASES]
    return {path.name: path.read_bytes() for path in paths}
