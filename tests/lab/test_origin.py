"""What a kernel of the guarded server has read, and what is kept of it: all of invented organisations, no other row."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from kernel import Session, started
from nbformat.v4 import new_code_cell, new_notebook, output_from_msg

from genderaudit.guard.origin import INVENTED, MARK, Origin
from genderaudit.guard.saved import keep_protected
from genderaudit.lab.server import WATCH

NAME = "Kanari"
SETTINGS = "name: {0}\nkind: ngo\nlanguages: [en]\n"
STAFF = f"person_id,sex,level\n1,F,{NAME}\n2,M,Officer\n"


def lay_out(root: Path) -> Path:
    """A workspace with two organisations of the same lists, one of them invented."""
    for name in ("sample", "own"):
        folder = root / "data" / "raw" / name / "2025"
        folder.mkdir(parents=True)
        settings = SETTINGS.format(name) + ("invented: true\n" if name == "sample" else "")
        (folder.parent / "organisation.yml").write_text(settings)
        (folder / "staff.csv").write_text(STAFF)
        pd.DataFrame({"sex": ["F"], "level": [NAME]}).to_excel(folder.parent / "staff.xlsx", index=False)
    return root


@pytest.fixture
def space(tmp_path: Path) -> Path:
    return lay_out(tmp_path)


@pytest.fixture
def origin(space: Path) -> Iterator[Origin]:
    """What this process reads while a test runs, from when the workspace is laid out."""
    found, heard = Origin(), True
    sys.addaudithook(lambda event, given: found.record_opening(event, given) if heard else None)
    yield found
    heard = False


WAYS: dict[str, Callable[[Path], Any]] = {
    "open": lambda folder: (folder / "2025" / "staff.csv").open().close(),
    "by its bytes": lambda folder: open(os.fsencode(folder / "2025" / "staff.csv")).close(),  # noqa: PTH123
    "by the system": lambda folder: os.close(os.open(folder / "2025" / "staff.csv", os.O_RDONLY)),
    "pandas, CSV": lambda folder: pd.read_csv(folder / "2025" / "staff.csv"),
    "pandas, Excel": lambda folder: pd.read_excel(folder / "staff.xlsx"),
    "its settings": lambda folder: (folder / "organisation.yml").read_text(),
    "from beside": lambda folder: (folder.parent / "sample" / ".." / folder.name / "2025" / "staff.csv").read_text(),
}


class TestHears:
    """Whatever Python opens, by whichever way."""

    @pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
    def test_an_invented_organisation(self, origin: Origin, space: Path, way: Callable[[Path], Any]) -> None:
        way(space / "data" / "raw" / "sample")
        assert origin.names() == ["sample"]

    @pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
    def test_another(self, origin: Origin, space: Path, way: Callable[[Path], Any]) -> None:
        (space / "data" / "raw" / "sample" / "2025" / "staff.csv").read_text()
        way(space / "data" / "raw" / "own")
        assert origin.names() == []

    def test_through_a_link(self, origin: Origin, space: Path) -> None:
        link = space / "mine.csv"
        link.symlink_to(space / "data" / "raw" / "own" / "2025" / "staff.csv")
        (space / "data" / "raw" / "sample" / "2025" / "staff.csv").read_text()
        link.read_text()
        assert origin.names() == []

    @pytest.mark.parametrize("folder", ["data/processed/own/2025", "outputs/own/2025/en/notebooks"])
    def test_findings_and_reports(self, origin: Origin, space: Path, folder: str) -> None:
        file = space / folder / "file"
        file.parent.mkdir(parents=True)
        file.write_text("")
        assert origin.names() == []
        (space / "data" / "raw" / "sample" / "2025" / "staff.csv").read_text()
        assert origin.names() == []

    def test_nothing_that_belongs_to_no_organisation(self, origin: Origin, space: Path) -> None:
        (space / "notes.csv").write_text("")
        assert origin.names() == []


class TestUnclear:
    """What is not clear is not invented."""

    def test_a_folder_without_settings(self, origin: Origin, space: Path) -> None:
        folder = space / "data" / "raw" / "sample"
        (folder / "organisation.yml").unlink()
        (folder / "2025" / "staff.csv").read_text()
        assert origin.names() == []

    @pytest.mark.parametrize("settings", ["invented: true", "name: [", SETTINGS.format("x") + "invented: perhaps\n"])
    def test_settings_that_cannot_be_read(self, origin: Origin, space: Path, settings: str) -> None:
        (space / "data" / "raw" / "sample" / "organisation.yml").write_text(settings)
        assert origin.names() == []

    def test_a_program_beside_lists_of_another_organisation(self, origin: Origin, space: Path) -> None:
        (space / "data" / "raw" / "sample" / "organisation.yml").read_text()
        assert origin.names() == ["sample"]
        os.system("true")
        assert origin.names() == []

    def test_a_program_where_all_are_invented(self, origin: Origin, space: Path) -> None:
        shutil.rmtree(space / "data" / "raw" / "own")
        (space / "data" / "raw" / "sample" / "organisation.yml").read_text()
        os.system("true")
        assert origin.names() == ["sample"]

    def test_another_organisation_that_calls_itself_invented_afterwards(self, origin: Origin, space: Path) -> None:
        settings = space / "data" / "raw" / "own" / "organisation.yml"
        (space / "data" / "raw" / "own" / "2025" / "staff.csv").read_text()
        assert origin.names() == []
        settings.write_text(SETTINGS.format("own") + "invented: true\n")
        assert origin.names() == []


SHOWS = {
    "rows": "table",
    "printed": "print(table)",
    "warned": "import warnings; warnings.warn(str(table))",
    "failed": 'raise ValueError(table["level"][0])',
    "drawn": 'import matplotlib.pyplot as plt; plt.title(table["level"][0]);',
    "displayed": "display(table)",
    "in a thread": "import threading; one = threading.Thread(target=lambda: display(table)); one.start(); one.join()",
}
UNMARKED = {"in a thread"}
"""Shown from where no mark is set: not kept, whatever it is of."""
AUDIT = (
    "from genderaudit import open_audit\n"
    'table = open_audit("baseline", "sample", "2025", "en", {root!r}).data.table("staff")'
)


@pytest.mark.slow
class TestKernel:
    """A session from its first cell: nothing read, a sample, the sample and another organisation."""

    @pytest.fixture(scope="class")
    def told(self, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, list[dict[str, Any]]]]:
        """Outputs of each cell, by what was read before it and what it does."""
        root = lay_out(tmp_path_factory.mktemp("origin"))
        with started(root, [WATCH]) as kernel:
            told = {"nothing": outputs_of(kernel, 'import pandas\ntable = pandas.DataFrame({{"level": ["Kanari"]}})')}
            told["sample"] = outputs_of(kernel, AUDIT)
            told["sample"]["handle"] = kernel.outputs('handle = display("begun", display_id=True)')
            told["sample"]["silent"] = kernel.outputs("x = 1")
            told["both"] = outputs_of(kernel, 'table = pandas.read_csv({root!r} + "/data/raw/own/2025/staff.csv")')
            told["both"]["handle"] = kernel.outputs("handle.update(table)")
            yield told

    @pytest.mark.parametrize("shown", sorted(SHOWS.keys() - UNMARKED))
    def test_of_a_sample_all_is_kept(self, told: Any, shown: str) -> None:
        outputs = told["sample"][shown]
        kept = saved(outputs)
        assert [one for one in kept if one["output_type"] != "display_data" or one["data"]] == [
            one for one in outputs if one["output_type"] != "display_data" or one["data"]
        ]
        assert len(kept) >= 1

    @pytest.mark.parametrize("read", ["nothing", "both"])
    @pytest.mark.parametrize("shown", SHOWS)
    def test_of_anything_else_nothing(self, told: Any, read: str, shown: str) -> None:
        kept = saved(told[read][shown])
        assert NAME not in str(kept)
        assert "not_kept" in str(kept)
        assert "image/png" not in str(kept)

    @pytest.mark.parametrize("shown", UNMARKED)
    def test_of_a_sample_what_has_no_mark_is_not_kept(self, told: Any, shown: str) -> None:
        assert NAME not in str(saved(told["sample"][shown]))

    def test_a_display_that_another_organisation_takes_over_is_not_kept(self, told: Any) -> None:
        (change,) = (one for one in told["both"]["handle"] if one["output_type"] == "update_display_data")
        assert MARK not in change["metadata"]
        assert NAME not in str(saved([change | {"output_type": "display_data"}]))

    def test_a_cell_that_shows_nothing_gets_no_output(self, told: Any) -> None:
        assert told["sample"]["silent"] == []

    def test_no_path_of_the_machine_is_in_a_mark(self, told: Any) -> None:
        marks = {str(one["metadata"][MARK]) for one in told["sample"]["rows"] if one.get("metadata")}
        assert marks == {str({INVENTED: ["sample"]})}


def outputs_of(kernel: Session, read: str) -> dict[str, list[dict[str, Any]]]:
    kernel.run(read)
    return {name: kernel.outputs(code) for name, code in SHOWS.items()}


def saved(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What a notebook keeps of a cell's outputs, after two savings."""
    made = [output_from_msg({"header": {"msg_type": one["output_type"]}, "content": one}) for one in outputs]
    book = new_notebook(cells=[new_code_cell("genderaudit", outputs=made)])
    keep_protected(book)
    once = list(book.cells[0].outputs)
    keep_protected(book)
    assert book.cells[0].outputs == once
    return once
