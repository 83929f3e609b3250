"""JSON Schemas with which editors complete and check settings: ``python -m genderaudit.cli.schemas FOLDER``."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from genderaudit.foundations.files import write_atomically
from genderaudit.foundations.yamlfile import Record
from genderaudit.methodology.method import FILES
from genderaudit.methodology.models import Crosswalk
from genderaudit.methodology.organisation import Organisation
from genderaudit.methodology.questionnaire import Questionnaire
from genderaudit.synthesis.audits import SynthesisSettings

MODELS: Mapping[str, type[Record]] = {
    "organisation": Organisation,
    "questionnaire": Questionnaire,
    **{name: model for path, model in FILES.items() for name in [Path(path).stem]},
    "crosswalk": Crosswalk,
    "synthesis": SynthesisSettings,
}
"""Name of a schema → model that reads such files."""


def schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of one kind of file."""
    model_schema = MODELS[name].model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **model_schema, "title": f"{name}.yml"}


def write(folder: Path) -> None:
    """Write each schema to a file."""
    for name in MODELS:
        write_atomically(folder / f"{name}.json", json.dumps(schema(name), indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
