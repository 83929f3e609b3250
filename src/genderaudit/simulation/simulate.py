"""``genderaudit simulate``: organisations, each from its own stream of random numbers.

Organisation k depends on the seed, k and the order, not on the number of organisations.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, cast, get_args

import numpy as np
import pandas as pd
import yaml

from genderaudit.foundations.errors import AuditError, known_names
from genderaudit.foundations.files import temporary_folder
from genderaudit.foundations.workspace import Workspace
from genderaudit.foundations.yamlfile import load
from genderaudit.methodology.organisation import Kind
from genderaudit.simulation.design import actions_design, round_design
from genderaudit.simulation.evidence import figures_of
from genderaudit.simulation.expectation import expected_figures
from genderaudit.simulation.facts import facts, patterns
from genderaudit.simulation.figures import Tables
from genderaudit.simulation.scenarios import chosen_scenarios, model, parameters, round_dates, scenarios
from genderaudit.simulation.setting import Setting
from genderaudit.simulation.survey import questionnaire
from genderaudit.simulation.tables import Design, drawn, stream
from genderaudit.simulation.truth import RoundTruth, Truth, write_truth
from genderaudit.simulation.writing import write_organisation

WORDS = Path(__file__).parent / "words"
LANGUAGES = ("en", "fr")


@dataclass(frozen=True)
class SimulationOrder:
    """The requested kinds, scenarios, size and languages; raises ``AuditError`` for unknown or incompatible ones."""

    seed: int
    kinds: Sequence[str] = ()
    scenarios: Sequence[str] = ()
    size: str = "medium"
    languages: Sequence[str] = ()
    people: int = field(init=False)

    def __post_init__(self) -> None:
        for given, known, what in ((self.kinds, get_args(Kind), "kind"), (self.languages, LANGUAGES, "language")):
            unknown = [name for name in given if name not in known]
            if unknown:
                raise AuditError(f"no_{what}", **{what: unknown[0]}, near=known_names(unknown[0], known))
        if self.seed < 0:
            raise AuditError("seed")
        object.__setattr__(self, "scenarios", chosen_scenarios(self.scenarios))
        object.__setattr__(self, "people", _people(self.size))


@dataclass(frozen=True)
class Simulated:
    """A simulated organisation: its settings, the tables of each round as written, and the truth."""

    settings: dict[str, Any]
    rounds: dict[str, Tables]
    truth: Truth


def simulate(workspace: Workspace, organisations: int, order: SimulationOrder) -> Iterator[str]:
    """Write so many organisations below ``data/raw``; yield each name when it is complete."""
    for number in range(1, organisations + 1):
        name = f"simulated_{number:04d}"
        target = workspace.new_raw(name)
        made = simulated(name, number, order)
        with temporary_folder(target.parent) as stage:
            folder = stage / name
            _write(folder, made)
            shutil.move(folder, target)
        yield name


def simulated(name: str, number: int, order: SimulationOrder) -> Simulated:
    """Return organisation ``number`` of the order."""
    random = np.random.default_rng([order.seed, number])
    kind = _one_of(order.kinds or get_args(Kind), random)
    language = _one_of(order.languages or LANGUAGES, random)
    planted = tuple(order.scenarios) or (_one_of([*scenarios()], random),)
    words = words_of(language, kind)
    setting = _setting(kind, words, order.people, random)
    title = _one_of(words["names"], random).format(place=_one_of(words["places"], random))
    settings = _settings(words["invented"].format(name=title), language, setting)
    design: Design = {"seed": [order.seed, number], "blanks": model()["missing"], "rounds": {}}
    rounds: dict[str, Tables] = {}
    complete: dict[str, Tables] = {}
    truths: dict[str, RoundTruth] = {}
    for round, date in round_dates().items():
        given = parameters(planted, round)
        parts = round_design(setting, given, date, stream([order.seed, number, int(round)], "design"))
        design["rounds"][round] = parts | ({"actions": actions_design(setting, date)} if rounds else {})
        made = drawn(design, round)
        headcounts = _headcounts(made.complete["staff"], words["levels"])
        settings["rounds"][round] = {"date": date, "headcounts": headcounts}
        settings |= _declared(given["further"], words)
        before = [parameters(planted, earlier) for earlier in complete]
        expected = expected_figures(setting, given, [*setting.attitudes], before)
        drawn_figures = figures_of(made.complete, settings, round, made.answers, complete)
        written_figures = figures_of(made.written, settings, round, None, rounds)
        asked = sum(headcount["count"] for headcount in headcounts)
        truths[round] = RoundTruth(
            staff=asked,
            asked=asked,
            answered=len(made.written["survey"]),
            facts=facts(planted, round, expected, drawn_figures, written_figures),
            patterns=patterns(planted, round),
        )
        rounds[round], complete[round] = made.written, made.complete
    truth = Truth(
        format="genderaudit/truth/1", organisation=name, seed=order.seed, number=number, kind=cast("Kind", kind),
        language=language, size=order.people, scenarios=list(planted), rounds=truths,
    )  # fmt: skip
    return Simulated(settings, rounds, truth)


def _declared(further: Mapping[str, Any], words: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings that the ``further`` parameters of a round declare: targets, and the further group."""
    targets = model()["targets"] if further["targets"] else {}
    return targets | ({"also_by": words["also"]["by"]} if further["also"] else {})


@cache
def words_of(language: str, kind: str) -> dict[str, Any]:
    """Return the words of a language, including those of the kind."""
    words = dict(load(WORDS / f"{language}.yml")[0])
    return {**words, **words.pop("kinds")[kind]}


def _setting(kind: str, words: dict[str, Any], people: int, random: np.random.Generator) -> Setting:
    draws = model()["draws"]
    areas = dict.fromkeys(item["area"] for item in questionnaire())
    return Setting(
        kind=kind,
        words=words,
        size=people,
        women=float(random.uniform(*draws["women"])),
        attitudes={area: float(random.uniform(*draws["attitude"])) for area in areas},
        equality_budget=float(random.uniform(*draws["equality_budget"])),
    )


def _settings(name: str, language: str, setting: Setting) -> dict[str, Any]:
    """Return the content of ``organisation.yml``, without the rounds."""
    words = setting.words
    return {
        "name": name,
        "invented": True,
        "kind": setting.kind,
        "country": words["country"],
        "languages": [language],
        "youth_age_limit": 35,
        "currency": words["currency"],
        "minimum_cell": 5,
        "levels": list(words["levels"]),
        "public_bodies": "all",
        "survey": {"sampling": "everyone"},
        "audit": {"referral": words["referral"]},
        "committee_lines": {name: whom for whom, name in words["committees"].items()},
        "rounds": {},
    }


def _headcounts(staff: pd.DataFrame, levels: Sequence[str]) -> list[dict[str, Any]]:
    current = staff[staff["left_on"].isna()]
    counts = current.groupby(["sex", "level"]).size().to_dict()
    cells = [(sex, level) for level in levels for sex in ("F", "M", "X")]
    return [
        {"sex": sex, "level": level, "count": int(counts[sex, level])} for sex, level in cells if (sex, level) in counts
    ]


def _write(folder: Path, made: Simulated) -> None:
    text = yaml.dump(made.settings, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=110)
    write_organisation(folder, text, made.settings, made.rounds)
    write_truth(made.truth, folder / "truth.json")


class _Plain(yaml.SafeDumper):
    """YAML writer without anchors, which organisation.yml must not have."""

    def ignore_aliases(self, data: Any) -> bool:
        """Return True: repeated values are written in full."""
        return True


def _people(size: str) -> int:
    sizes, smallest = model()["sizes"], int(model()["smallest"])
    if size in sizes:
        return int(sizes[size])
    if size.isdecimal() and smallest <= int(size) <= 1_000_000:
        return int(size)
    raise AuditError("size", sizes=", ".join(sizes), smallest=smallest)


def _one_of(values: Sequence[str], random: np.random.Generator) -> str:
    return values[int(random.integers(len(values)))]
