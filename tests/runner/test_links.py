"""The links at the top of a report: only to what is there, or is made by the same run."""

from __future__ import annotations

from pathlib import Path

from genderaudit.foundations.workspace import Workspace
from genderaudit.runner.links import links_of, links_of_draft


def test_an_edition_links_to_what_is_in_it() -> None:
    found = links_of("fr", ["action_plan.xlsx"], ["en"])
    assert [(one.text, one.address, one.language) for one in found] == [
        ("Plan d’action", "action_plan.xlsx", "fr"),
        ("English", "../en/report.html", "en"),
    ]


def test_a_draft_links_to_what_is_there_and_to_the_languages_of_its_run(tmp_path: Path) -> None:
    for folder in ("data/raw/union/2022", "data/raw/union/2025", "outputs/union/2022/en", "outputs/union/2025/en"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "data/raw/union/organisation.yml").touch()
    place = Workspace(tmp_path)
    assert links_of_draft(place, "union", "2025", "en", ["en"]) == []
    (tmp_path / "outputs/union/2022/en/report.html").touch()
    (tmp_path / "outputs/union/2025/en/gender_inequality_map.pdf").touch()
    addresses = [one.address for one in links_of_draft(place, "union", "2025", "en", ["en", "fr"])]
    assert addresses == ["gender_inequality_map.pdf", "../fr/report.html", "../../2022/en/report.html"]
