"""Scenarios that can be planted (``model/scenarios.yml``), and the model parameters they change (``base.yml``)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from genderaudit.foundations.errors import AuditError, known_names
from genderaudit.foundations.yamlfile import Record, load, load_model
from genderaudit.methodology.models import Pattern
from genderaudit.simulation.truth import Expected

MODEL = Path(__file__).parent / "model"

Parameters = dict[str, Any]


class Expectation(Expected):
    """The expected result of an audit: an indicator (and group) with its ratings or bound."""

    indicator: str
    detail: str | None = None
    area: str | None = None
    group: str | None = None


class PatternExpectation(Record):
    """The pattern that an audit should find in a key area."""

    area: str
    pattern: Pattern


class ScenarioParameters(Record):
    """Parameters set by a scenario, and the expected results."""

    sets: dict[str, Any] = {}
    expects: list[Expectation] = []
    patterns: list[PatternExpectation] = []


class Scenario(ScenarioParameters):
    """An entry of ``scenarios.yml``."""

    alone: bool = False
    gives_way: bool = False
    """True if its parameters apply only where no other scenario sets the same."""
    rounds: dict[str, ScenarioParameters] = {}

    def in_round(self, round: str) -> list[ScenarioParameters]:
        """Return the changes in a round: the scenario's own, then those of the round."""
        return [self, *([self.rounds[round]] if round in self.rounds else [])]


class _Catalogue(Record):
    scenarios: dict[str, Scenario]


@cache
def scenarios() -> dict[str, Scenario]:
    """Return name → scenario, in the order of the file."""
    return load_model(MODEL / "scenarios.yml", _Catalogue).scenarios


@cache
def model(name: str = "base") -> dict[str, Any]:
    """Return the numbers of ``model/<name>.yml``."""
    return dict(load(MODEL / f"{name}.yml")[0])


def round_dates() -> dict[str, dt.date]:
    """Return round → date, the oldest first."""
    return {str(entry["name"]): dt.date.fromisoformat(str(entry["date"])) for entry in model()["rounds"]}


def chosen_scenarios(names: Sequence[str]) -> tuple[str, ...]:
    """Return ``names`` in the order of the catalogue; raises ``AuditError`` for unknown or incompatible ones."""
    known = scenarios()
    unknown = [name for name in names if name not in known]
    if unknown:
        raise AuditError("no_scenario", scenario=unknown[0], near=known_names(unknown[0], known))
    chosen = tuple(name for name in known if name in names)
    if len(chosen) > 1:
        alone = [name for name in chosen if known[name].alone]
        if alone:
            raise AuditError("scenario_alone", scenario=alone[0])
        for round in round_dates():
            parameters(chosen, round)
    return chosen


def parameters(names: Sequence[str], round: str) -> Parameters:
    """Return the parameters of a round with these scenarios; raises ``AuditError`` if two of them conflict."""
    planted: Parameters = {}
    by: dict[str, str] = {}
    for name in sorted(names, key=lambda name: scenarios()[name].gives_way):
        own: Parameters = {}
        for change in scenarios()[name].in_round(round):
            own = _merged(own, change.sets)
        for key, value in _leaves(own).items():
            if key in planted and scenarios()[name].gives_way:
                continue
            if key in planted and planted[key] != value:
                raise AuditError("scenarios_differ", one=by[key], other=name, key=key)
            planted[key], by[key] = value, name
    base = dict(model()["parameters"])
    if not planted.get("clean"):
        base |= model()["background"]
    for key, value in planted.items():
        head, _, area = key.partition(".")
        base[head] = {**base[head], area: value} if area else value
    return base


def _merged(first: Mapping[str, Any], second: Mapping[str, Any]) -> Parameters:
    both = dict(first)
    for key, value in second.items():
        both[key] = {**both.get(key, {}), **value} if isinstance(value, dict) else value
    return both


def _leaves(sets: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``attitudes: {K: …}`` as ``attitudes.K``, so that two scenarios can set two areas."""
    flat: dict[str, Any] = {}
    for key, value in sets.items():
        if isinstance(value, dict):
            flat |= {f"{key}.{area}": part for area, part in value.items()}
        else:
            flat[key] = value
    return flat
