"""The command: the notebook through papermill over released rounds, its page, the register."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from released import draft, share

from genderaudit.cli import DONE, USAGE, main
from genderaudit.foundations.language import language
from genderaudit.foundations.workspace import Workspace
from genderaudit.report.document import Paragraph
from genderaudit.runner.releasing import ReleaseOrder, release
from genderaudit.runner.synthesis import make_synthesis
from genderaudit.synthesis import open_synthesis
from genderaudit.synthesis.pages import PARTS

DRAFT = language("en").text("edition.draft")


def released(root: Path, number: int) -> None:
    """A round of one organisation, released to it."""
    name = f"union_{number}"
    people = "".join(f"{'FM'[i % 2]},Officer,{1950 + 3 * i % 40 + number}\n" for i in range(24))
    place = draft(root, share(5 + number, 10), name=name, lists={"staff.csv": f"sex,level,birth_year\n{people}"})
    release(place, name, "2025", ReleaseOrder(), lambda *_: ())


@pytest.mark.slow
def test_the_page_says_what_was_released_and_what_was_not(tmp_path: Path, capsys) -> None:
    for number in range(2):
        released(tmp_path, number)
    draft(tmp_path, share(5, 10), name="union_9")
    assert main(["synthesis", "--language", "fr", "--workspace", str(tmp_path)]) == DONE
    path = Path(capsys.readouterr().out.strip())
    page = path.read_text("utf-8")
    assert "2 audits diffusés" in page
    assert "Une organisation n’a rien diffusé" in page
    assert "Example Union" not in page
    assert path.with_name("synthesis.ipynb").is_file()


@pytest.mark.slow
def test_a_release_of_it_is_no_draft_and_is_noted(tmp_path: Path) -> None:
    for number in range(6):
        released(tmp_path, number)
    noted = tmp_path / "data" / "releases" / "syntheses.json"
    place, chosen = Workspace.open(tmp_path), " ".join(f"union_{number}" for number in range(5))
    draft_page = make_synthesis(place, "", chosen, "en", release=False).read_text("utf-8")
    assert (DRAFT in draft_page, noted.exists()) == (True, False)
    page = make_synthesis(place, "", chosen, "en", release=True).read_text("utf-8")
    assert (DRAFT in page, noted.exists()) == (False, True)
    one_more = make_synthesis(place, "", "", "en", release=False).read_text("utf-8")
    assert language("en").text("synthesis.protected.differs") in one_more


@pytest.mark.parametrize("wrong", [["federation:example"], ["--period", "soon"], ["kind:club"], ["federation:nobody"]])
def test_what_is_not_known_is_refused_before_a_kernel_starts(tmp_path: Path, capsys, wrong: list[str]) -> None:
    draft(tmp_path, share(5, 10))
    assert main(["synthesis", *wrong, "--workspace", str(tmp_path)]) == USAGE
    assert capsys.readouterr().err


def test_a_release_that_was_changed_stops_itself_alone(tmp_path: Path) -> None:
    for number in range(2):
        released(tmp_path, number)
    path = next((tmp_path / "data" / "releases" / "union_0").rglob("baseline.json"))
    path.write_text(path.read_text("utf-8").replace("0.333", "0.9"), "utf-8")
    found = open_synthesis(workspace=str(tmp_path)).material.chosen
    assert ([one.slug for one in found.audits], found.unreadable) == (["union_1"], ["union_0"])


def test_a_confederation_needs_settings_and_releases_and_no_list(tmp_path: Path) -> None:
    released(tmp_path, 0)
    shutil.rmtree(tmp_path / "data" / "raw" / "union_0" / "2025")
    found = open_synthesis(workspace=str(tmp_path)).material.chosen
    assert ([one.round for one in found.audits], found.not_released) == (["2025"], [])


def test_of_nothing_only_what_to_do_is_said(tmp_path: Path) -> None:
    draft(tmp_path, share(5, 10))
    (only,) = PARTS["decisions"](open_synthesis(workspace=str(tmp_path)).material)
    assert isinstance(only, Paragraph)
    assert only.text == language("en").text("synthesis.none")
