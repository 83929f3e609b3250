"""The JSON Schemas for editors: as the models are, and they take what the suite takes."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from genderaudit.cli.schemas import MODELS, schema
from genderaudit.foundations.workspace import TEMPLATES
from genderaudit.methodology.models import FOLDER

ROOT = Path(__file__).parents[2]
WRITTEN = ROOT / "docs" / "schemas"
FILES = [
    *((path.stem, path) for path in FOLDER.glob("*.yml")),
    *(("crosswalk", path) for path in (FOLDER / "crosswalks").glob("*.yml")),
    ("synthesis", TEMPLATES / "report" / "synthesis.yml"),
    *(("organisation", path) for path in (ROOT / "data" / "raw").glob("*/organisation.yml")),
]


def as_json(value: Any) -> Any:
    """YAML as an editor gives it to a schema: keys and days are texts."""
    if isinstance(value, dict):
        return {str(key): as_json(one) for key, one in value.items()}
    if isinstance(value, list):
        return [as_json(one) for one in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def faults(name: str, content: str) -> list[str]:
    return [error.message for error in Draft202012Validator(schema(name)).iter_errors(as_json(yaml.safe_load(content)))]


@pytest.mark.parametrize("name", MODELS)
def test_the_written_schema_is_that_of_the_model(name: str) -> None:
    path = WRITTEN / f"{name}.json"
    assert json.loads(path.read_text("utf-8")) == schema(name), "write them anew: make schemas"


@pytest.mark.parametrize(("name", "path"), FILES, ids=lambda one: getattr(one, "stem", one))
def test_what_the_suite_reads_is_valid(name: str, path: Path) -> None:
    assert faults(name, path.read_text("utf-8")) == [], "run make schemas, or mend the file where the fault is"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("organisation", "name: Union\nkind: club\nlanguages: [fr]\n"),
        ("organisation", "name: Union\nkind: ngo\nlanguages: [fr]\nlevells: [Chef]\n"),
        ("indicators", "indicators: [{id: one, area: Z, unit: share}]\n"),
    ],
)
def test_what_the_suite_refuses_is_marked(name: str, content: str) -> None:
    assert faults(name, content)
