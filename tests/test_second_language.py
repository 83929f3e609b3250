"""A second language costs little because kernels of a round share what they computed; the results stay the same."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from in_process import audit
from test_runner import _here

from genderaudit.disclosure import read_kept, write_kept
from genderaudit.disclosure.editions import Kept
from genderaudit.runner import plan, run, warm
from genderaudit.workspace import PHASES, Workspace

ORGANISATION, ROUND = "agency_northmere", "2025"
SAMPLE = Path(__file__).parents[1] / "data" / "raw" / ORGANISATION
SALT = bytes(range(16))


@pytest.mark.skipif(not warm.available(), reason="kernels share a memory where they are forked")
def test_a_run_that_remembers_finds_and_hides_the_same_as_one_that_computes_everything(tmp_path):
    remembering, computing = _workspace(tmp_path / "remembering"), _workspace(tmp_path / "computing")
    ((_, outcomes),) = run(plan(remembering, in_languages=["en", "fr"]), 1, _here)
    assert [outcome.state for outcome in outcomes] == ["done", "done"]
    for code in ("en", "fr"):
        audit(computing.root, ORGANISATION, ROUND, code)
        assert code == "fr" or _hidden(computing)  # there is something to decide
    assert _processed(remembering) == _processed(computing)


def test_two_languages_agree_in_every_finding_and_in_what_is_hidden(tmp_path):
    workspace = _workspace(tmp_path)
    phases = {code: audit(workspace.root, ORGANISATION, ROUND, code) for code in ("en", "fr")}
    assert [phases["fr"][name].raw for name in PHASES] == [phases["en"][name].raw for name in PHASES]


def test_what_the_ledger_has_decided_is_not_decided_again(tmp_path, monkeypatch):
    workspace = _workspace(tmp_path)
    first = audit(workspace.root, ORGANISATION, ROUND, "en")
    monkeypatch.setattr("genderaudit.disclosure.suppression._decide", _decided_again)
    second = audit(workspace.root, ORGANISATION, ROUND, "fr")
    assert [second[name].raw for name in PHASES] == [first[name].raw for name in PHASES]


def _decided_again(*given):
    raise AssertionError("decided again")


def _workspace(root: Path) -> Workspace:
    """A copy of the sample organisation, with a ledger that has a salt and nothing else yet."""
    shutil.copytree(SAMPLE, root / "data" / "raw" / ORGANISATION)
    workspace = Workspace.open(root)
    path = workspace.ledger(ORGANISATION, ROUND)
    path.parent.mkdir(parents=True)
    write_kept(path, Kept(SALT))
    return workspace


def _processed(workspace: Workspace) -> dict[str, bytes]:
    """The files of findings and the ledger."""
    paths = [workspace.ledger(ORGANISATION, ROUND)]
    paths += [workspace.findings(ORGANISATION, ROUND, phase) for phase in PHASES]
    return {path.name: path.read_bytes() for path in paths}


def _hidden(workspace: Workspace) -> list[dict[str, str]]:
    phases = read_kept(workspace.ledger(ORGANISATION, ROUND)).phases
    return [one for phase in phases.values() for one in phase["hidden"]]
