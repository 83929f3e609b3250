"""Which folder is worked in where none is named."""

from __future__ import annotations

import pytest

from genderaudit.foundations import workspace as places
from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.workspace import SUITE, Workspace, training_workspace


@pytest.fixture
def installed(monkeypatch) -> None:
    monkeypatch.setattr(places, "INSTALLED", True)


def test_in_a_clone_it_is_the_clone_wherever_one_is(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert Workspace.open().root == Workspace.made().root == SUITE
    assert training_workspace("en").is_relative_to(SUITE)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("installed")
class TestInstalled:
    def test_it_is_the_current_folder(self, workspace, monkeypatch):
        monkeypatch.chdir(workspace.root)
        assert Workspace.open().root == workspace.root

    def test_a_notebook_finds_the_workspace_that_it_lies_in(self, workspace, monkeypatch):
        workspace.organisation()
        notebooks = workspace.root / "my_notebooks" / "training" / "en"
        notebooks.mkdir(parents=True)
        monkeypatch.chdir(notebooks)
        assert Workspace.open().root == workspace.root
        assert training_workspace("en") == workspace.root / "outputs" / "training" / "organisations" / "en"

    def test_notebooks_of_a_course_share_the_organisation_of_its_folder(self, tmp_path, monkeypatch):
        (tmp_path / "outputs" / "training" / "organisations").mkdir(parents=True)
        assignment = tmp_path / "autograded" / "a_learner" / "1_baseline"
        assignment.mkdir(parents=True)
        monkeypatch.chdir(assignment)
        assert training_workspace("fr") == tmp_path / "outputs" / "training" / "organisations" / "fr"

    def test_a_new_workspace_is_made_in_the_current_folder_itself(self, workspace, monkeypatch):
        """Not in whatever folder data/raw some other project has above it."""
        workspace.organisation()
        below = workspace.root / "below"
        below.mkdir()
        monkeypatch.chdir(below)
        assert Workspace.made().root == below
        assert (below / "data" / "raw").is_dir()

    def test_where_there_is_none_it_is_said_how_to_name_or_make_one(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        with pytest.raises(AuditError, match=r"name it .*--workspace.* genderaudit new.* genderaudit samples"):
            Workspace.open()
        assert list(tmp_path.iterdir()) == []
