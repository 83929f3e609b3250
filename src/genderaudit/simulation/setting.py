"""What is drawn once for a simulated organisation, and what follows from it with the parameters of a round."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from genderaudit.simulation.drawing import apportion
from genderaudit.simulation.scenarios import Parameters, model


@dataclass(frozen=True)
class Setting:
    """What is drawn once an organisation: the same in all its rounds."""

    kind: str
    words: dict[str, Any]
    """Words of the language, those of the kind among them."""
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
        """How many members there are."""
        return max(60, self.size * int(self.numbers["members_a_head"]))


def shifted(share: float, log_odds: float) -> float:
    """The share with its log-odds moved."""
    odds = share / (1 - share) * math.exp(log_odds)
    return odds / (1 + odds)


def coming(setting: Setting, event: dict[str, Any]) -> dict[str, int]:
    """How many people of each role come to an event of ``events`` in base.yml."""
    attending = model()["attending"]
    came = min(setting.members // 2, 20 + round(event["people"] * math.sqrt(setting.members)))
    return dict(zip(attending, apportion(came, list(attending.values())), strict=True))


def also_design(setting: Setting, given: Parameters) -> dict[str, Any]:
    """Chances of the two further groups by sex, where they are asked for."""
    if not given["further"]["also"]:
        return {}
    first, second = setting.words["also"]["names"]
    men = model()["also_part"]
    parts = {"F": shifted(men, given["also_women"]), "M": men}
    return {"also": {sex: {first: 1 - part, second: part} for sex, part in parts.items()}}


def equality_budget(setting: Setting, given: Parameters) -> float:
    """Share of the budget with marker 2 or 3."""
    planted: float | None = given["equality_budget"]
    return setting.equality_budget if planted is None else planted


def women_by_level(setting: Setting, given: Parameters) -> list[float]:
    """Chance of being a woman at each level, top first."""
    n = len(setting.words["levels"])
    moved = [given["slope"] * (0.5 - i / (n - 1)) for i in range(n)]
    moved[0] += given["top"]
    moved[1] += given["below_top"]
    moved[-1] += given["floor"]
    return [shifted(setting.women, by) for by in moved]


def level_sizes(setting: Setting) -> list[int]:
    """People at each level, top first; at least one at each."""
    weights = setting.numbers["levels"]["weight"]
    return [1 + count for count in apportion(setting.size - len(weights), weights)]


def leaning_weights(names: list[str], numbers: dict[str, list[float]], by: float) -> dict[str, dict[str, float]]:
    """Chances of functions or units for women and men, from their ``weight`` and how they lean."""
    each = list(zip(names, numbers["weight"], numbers["leans"], strict=True))
    return {
        sex: {name: weight * math.exp(sign * by * lean) for name, weight, lean in each}
        for sex, sign in (("F", 1), ("M", -1))
    }
