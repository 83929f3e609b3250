"""Files that hosting sites, editors and citation programs read."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))


def test_the_version_to_cite_is_the_one_that_is_here() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert (citation["version"], citation["license"]) == (project["version"], project["license"])
    assert re.search(
        rf"^## {re.escape(project['version'])}\b", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE
    )


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_asks_in_both_languages_and_for_no_real_list(path: Path) -> None:
    form = yaml.safe_load(path.read_text("utf-8"))
    fields = [one for one in form["body"] if one["type"] != "markdown"]
    assert {"name", "description", "body"} <= set(form)
    assert len({one["id"] for one in fields}) == len(fields) > 0
    assert not [
        one for one in fields if one["id"] not in ("version", "format") and " · " not in one["attributes"]["label"]
    ]
    if path.stem != "wording":
        assert any("liste" in one["attributes"].get("value", "") for one in form["body"])


def test_the_workflow_runs_what_the_readme_names() -> None:
    jobs = yaml.safe_load((ROOT / ".github" / "workflows" / "tests.yml").read_text("utf-8"))["jobs"]
    commands = {step["run"] for job in jobs.values() for step in job["steps"] if "run" in step}
    assert {"make test", ".ci/run"} <= commands
