"""Values drawn once per simulated organisation, and values derived from them and a round's parameters."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from genderaudit.simulation.drawing import apportion
from genderaudit.simulation.scenarios import Parameters, model


@dataclass(frozen=True)
class Setting:
    """Values drawn once per organisation: the same in all its rounds."""

    kind: str
    words: dict[str, Any]
    """Words of the language, including those of the kind."""
    size: int
    women: float
    attitudes: dict[str, float]
    equality_budget: float

    @property
    def numbers(self) -> dict[str, Any]:
        """The kind's entry of ``kinds.yml``."""
        return dict(model("kinds")[self.kind])

    @property
    def members(self) -> int:
        """Number of members."""
        return max(60, self.size * int(self.numbers["members_a_head"]))


def shifted(share: float, log_odds: float) -> float:
    """Return the share with ``log_odds`` added to its log-odds."""
    odds = share / (1 - share) * math.exp(log_odds)
    return odds / (1 + odds)


def coming(setting: Setting, event: dict[str, Any]) -> dict[str, int]:
    """Return the number of people of each role at an event of base.yml."""
    attending = model()["attending"]
    came = min(setting.members // 2, 20 + round(event["people"] * math.sqrt(setting.members)))
    return dict(zip(attending, apportion(came, list(attending.values())), strict=True))


def also_design(setting: Setting, parameters: Parameters) -> dict[str, Any]:
    """Return the probabilities of the two further groups by sex, if requested."""
    if not parameters["further"]["also"]:
        return {}
    first, second = setting.words["also"]["names"]
    men = model()["also_part"]
    parts = {"F": shifted(men, parameters["also_women"]), "M": men}
    return {"also": {sex: {first: 1 - part, second: part} for sex, part in parts.items()}}


def equality_budget(setting: Setting, parameters: Parameters) -> float:
    """Return the share of the budget with marker 2 or 3."""
    planted: float | None = parameters["equality_budget"]
    return setting.equality_budget if planted is None else planted


def women_by_level(setting: Setting, parameters: Parameters) -> list[float]:
    """Return the probability of being a woman at each level, from the top."""
    n = len(setting.words["levels"])
    moved = [parameters["slope"] * (0.5 - i / (n - 1)) for i in range(n)]
    moved[0] += parameters["top"]
    moved[1] += parameters["below_top"]
    moved[-1] += parameters["floor"]
    return [shifted(setting.women, by) for by in moved]


def level_sizes(setting: Setting) -> list[int]:
    """Return the people at each level, from the top, at least one each."""
    weights = setting.numbers["levels"]["weight"]
    return [1 + count for count in apportion(setting.size - len(weights), weights)]


def leaning_weights(names: list[str], numbers: dict[str, list[float]], by: float) -> dict[str, dict[str, float]]:
    """Return probabilities of functions or units for women and men, from ``weight`` and ``leans``."""
    each = list(zip(names, numbers["weight"], numbers["leans"], strict=True))
    return {
        sex: {name: weight * math.exp(sign * by * lean) for name, weight, lean in each}
        for sex, sign in (("F", 1), ("M", -1))
    }
