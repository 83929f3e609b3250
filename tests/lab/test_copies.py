"""The copies of the notebooks that ``make lab`` opens."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.workspace import NOTEBOOKS, Workspace, suite_notebooks
from genderaudit.lab import __main__ as lab
from genderaudit.runner.copies import code_hash, copy_notebooks, is_edited


def ran(notebook: Path) -> bytes:
    """The notebook with an output, as Run All leaves it."""
    content = json.loads(notebook.read_text("utf-8"))
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"execution_count": 1, "outputs": [{"output_type": "stream", "name": "stdout", "text": ["1"]}]}
    return json.dumps(content).encode()


def test_all_notebooks_are_copied(tmp_path):
    assert copy_notebooks(tmp_path) == []
    copies = {path.relative_to(tmp_path): json.loads(path.read_bytes()) for path in tmp_path.rglob("*.ipynb")}
    assert sorted(copies) == suite_notebooks()
    for name, copy in copies.items():
        assert copy["metadata"].pop("genderaudit") == {"copy_of": code_hash(NOTEBOOKS / name)}
        assert copy == json.loads((NOTEBOOKS / name).read_bytes())
    assert {name.parent.as_posix() for name in copies} == {".", "training/en", "training/fr"}


@pytest.mark.parametrize("edited", ["a cell of the user's own", "no notebook"])
def test_a_copy_that_was_edited_stays_and_is_named(tmp_path, edited):
    copy_notebooks(tmp_path)
    copy = tmp_path / "1_baseline.ipynb"
    content = json.loads(copy.read_text("utf-8"))
    content["cells"][1]["source"] = ["my own text"]
    copy.write_text(json.dumps(content) if edited == "a cell of the user's own" else "{", "utf-8")
    before = copy.read_bytes()
    assert copy_notebooks(tmp_path) == [copy]
    assert copy.read_bytes() == before


def test_a_copy_that_was_only_run_stays_and_is_not_named(tmp_path):
    copy_notebooks(tmp_path)
    copy = tmp_path / "1_baseline.ipynb"
    copy.write_bytes(ran(copy))
    before = copy.read_bytes()
    assert copy_notebooks(tmp_path) == []
    assert copy.read_bytes() == before


def test_when_the_suite_has_another_only_who_has_edited_the_copy_has_an_edited_one(tmp_path):
    copy_notebooks(tmp_path)
    copy, newer = tmp_path / "1_baseline.ipynb", tmp_path / "newer.ipynb"
    content = json.loads(copy.read_bytes())
    content["cells"].pop()
    newer.write_text(json.dumps(content), "utf-8")
    assert not is_edited(copy, newer)
    content["cells"].pop()
    copy.write_text(json.dumps(content), "utf-8")
    assert is_edited(copy, newer)


def test_what_was_deleted_comes_back(tmp_path):
    copy_notebooks(tmp_path)
    (tmp_path / "1_baseline.ipynb").unlink()
    copy_notebooks(tmp_path)
    assert (tmp_path / "1_baseline.ipynb").is_file()


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(AuditError, match="notebooks cannot be copied to"):
        copy_notebooks(tmp_path / "file" / "my_notebooks")


class TestCommand:
    """``python -m genderaudit.lab``, without the server that it starts."""

    @pytest.fixture
    def opened(self, tmp_path, monkeypatch) -> list[str]:
        given: list[str] = []
        monkeypatch.setattr("genderaudit.foundations.workspace.SUITE", tmp_path)
        monkeypatch.setattr(lab.LabApp, "launch_instance", given.extend)
        return given

    def test_opens_the_copies_and_says_where_they_are(self, opened, workspace, capsys):
        lab.main(["--no-browser"])
        folder = Workspace(workspace.root).own_notebooks()
        assert opened[-2:] == [str(folder), "--no-browser"]
        assert str(folder) in capsys.readouterr().out
        (folder / "2_gap_analysis.ipynb").write_text("{}", "utf-8")
        lab.main([])
        assert str(folder / "2_gap_analysis.ipynb") in capsys.readouterr().out

    def test_opens_the_folder_that_is_named_as_it_is(self, opened, workspace):
        lab.main([str(workspace.root)])
        assert opened[-1] == str(workspace.root)
        assert not Workspace(workspace.root).own_notebooks().exists()

    def test_without_a_workspace_is_a_sentence(self, opened, tmp_path):
        with pytest.raises(SystemExit, match="genderaudit: There is no folder data/raw"):
            lab.main([])
        assert opened == []
