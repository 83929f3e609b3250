"""A second language costs little because kernels of a round share what they computed; the results stay the same."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from in_process import audit
from test_runner import _here

from genderaudit import memory
from genderaudit.disclosure import Ledger, read_kept, write_kept
from genderaudit.disclosure.editions import Kept
from genderaudit.disclosure.knowledge import Knowledge
from genderaudit.measures.result import Result
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


@pytest.mark.skipif(not warm.available(), reason="kernels share a memory where they are forked")
def test_what_the_ledger_decided_is_not_decided_again(monkeypatch):
    memory.share()
    try:
        first = _ledger(SALT).protect(_table(), "people")
        monkeypatch.setattr("genderaudit.disclosure.suppression._decide", _decided_again)
        assert _ledger(SALT[::-1]).protect(_table(), "people") == first
        assert any(result.reason == "hidden_follows_from_total" for result in first)
        with pytest.raises(AssertionError, match="decided again"):
            _ledger(SALT).protect(_table(men=41), "people")
    finally:
        memory.forget()


def _decided_again(*given):
    raise AssertionError("decided again")


def _ledger(salt: bytes) -> Ledger:
    return Ledger(minimum_cell=5, minimum_base=10, minimum_pay_each_sex=3, knowledge=Knowledge(salt))


def _table(men: int = 40) -> list[Result]:
    cells = {"a": (3, 20), "b": (30, men), "c": (25, 30)}
    total = [sum(pair[sex] for pair in cells.values()) for sex in (0, 1)]
    return [_people(*total), *(_people(*pair, unit=name) for name, pair in cells.items())]


def _people(women: int, men: int, **group: str) -> Result:
    share = women / (women + men)
    return Result(value=share, unit="share", n=women + men, women=women, men=men, other=0, group=group)


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
