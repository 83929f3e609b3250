"""``truth.json``: the true values of a simulated organisation (docs/simulation.md explains every field)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from genderaudit.foundations.errors import AuditError, wrong_call
from genderaudit.foundations.workspace import Workspace
from genderaudit.foundations.yamlfile import Record
from genderaudit.methodology.models import Pattern, Rating
from genderaudit.methodology.organisation import Kind

FORMAT = "genderaudit/truth/1"


class Expected(Record):
    """The expected result of a scenario: ratings, or a bound above or below the value."""

    ratings: list[Rating] = []
    below: float | None = None
    above: float | None = None
    where_short: bool = False
    """True if the result is expected only where the data fall short, which depends on levels and size."""


class TrueFigure(Record):
    """One figure: in the model, in the complete data and in the files as written.

    ``indicator``, ``group`` and ``detail`` are those of the corresponding finding (``detail``: a key of the finding's
    ``details``, or its value if empty); the unit is the finding's.
    """

    area: str
    indicator: str
    group: dict[str, str] = {}
    detail: str | None = None
    parameter: float | None
    realised: float | None
    recorded: float | None
    scenario: str | None = None
    expected: Expected | None = None


class PlantedPattern(Record):
    """The pattern of evidence that a scenario plants in a key area."""

    area: str
    pattern: Pattern
    scenario: str


class RoundTruth(Record):
    """One round: staff, people asked, answers received, facts and patterns."""

    staff: int
    asked: int
    answered: int
    facts: list[TrueFigure]
    patterns: list[PlantedPattern]

    def fact(self, indicator: str, detail: str | None = None, /, **group: str) -> TrueFigure:
        """Return the fact of this indicator and group; raises a wrong-call error if there is none."""
        found = [f for f in self.facts if (f.indicator, f.detail, f.group) == (indicator, detail, group)]
        if not found:
            named = ", ".join(f"{name}={value}" for name, value in group.items()) or "the whole"
            raise wrong_call(f"The truth file has no {indicator} of {named}. docs/simulation.md lists what it has.")
        return found[0]

    def planted(self) -> list[TrueFigure]:
        """Return the facts caused by a scenario."""
        return [fact for fact in self.facts if fact.scenario]


class Truth(Record):
    """The content of ``truth.json``."""

    format: Literal["genderaudit/truth/1"]
    organisation: str
    seed: int
    number: int
    kind: Kind
    language: str
    size: int
    scenarios: list[str]
    rounds: dict[str, RoundTruth]


def read_truth(workspace: Workspace, organisation: str) -> Truth:
    """Return the truth about a simulated organisation; raises ``AuditError`` for others."""
    path = workspace.truth(organisation)
    if not path.is_file():
        raise AuditError("no_truth", organisation=organisation)
    try:
        return Truth.model_validate_json(path.read_bytes())
    except ValidationError:
        raise AuditError("truth_format", organisation=organisation, format=FORMAT) from None


def truth_text(truth: Truth) -> str:
    """Return the file with one fact per line, readable and with short differences."""
    whole = truth.model_dump(mode="json")
    rounds = whole.pop("rounds")
    parts = [json.dumps(whole, ensure_ascii=False)[1:-1]]
    texts = []
    for name, about in rounds.items():
        facts = ",\n  ".join(json.dumps(fact, ensure_ascii=False, allow_nan=False) for fact in about.pop("facts"))
        texts.append(f'"{name}": {json.dumps(about, ensure_ascii=False)[:-1]}, "facts": [\n  {facts}]}}')
    return "{" + parts[0] + ', "rounds": {\n ' + ",\n ".join(texts) + "}}\n"


def write_truth(truth: Truth, path: Path) -> None:
    """Write the file, with line feeds on every system."""
    path.write_bytes(truth_text(truth).encode("utf-8"))
