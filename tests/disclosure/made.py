"""What the tests of disclosure control make up: ledgers, and results as the measures give them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from genderaudit.disclosure import Ledger
from genderaudit.findings import Finding, finding
from genderaudit.measures.pay import sums
from genderaudit.measures.result import Part, Result, by_sex
from genderaudit.methodology import methodology

CELL, BASE, PAY = 5, 10, 3
FOLLOWS = "hidden_follows_from_total"
MEANS = {"mean_women": "amount", "mean_men": "amount"}
EVEN = Part("remainder", "F", 9.0), Part("remainder", "M", 9.0)
"""Of a figure of pay: nobody is paid much more than the others."""


def new_ledger(**more: object) -> Ledger:
    """With the usual limits."""
    return Ledger(minimum_cell=CELL, minimum_base=BASE, minimum_pay_each_sex=PAY, **more)


def made_of(*parts: Part, **fields: Any) -> Result:
    """A result with its people as parts, and of a statement or key area the favourable answers; and with ``parts``."""
    result = Result(**fields)
    group, women, men, n = result.group, result.women, result.men, result.n
    if not any(part.kind == "people" and part.group is None for part in parts):
        if "sex" in group:
            parts += (Part("people", group["sex"], n),)
        elif women is None or men is None:
            parts += (Part("people", "", n),)
        else:
            parts += by_sex("people", women, men, round(n - women - men, 6))
    if {"item", "area"} & group.keys() and result.unit == "share" and result.value is not None:
        parts += (Part("answers", "", result.value * n),)
    return replace(result, parts=parts)


def people(women: int, men: int, other: int = 0, **group: str) -> Result:
    """A share of women."""
    n = women + men
    value, reason = (women / n, None) if n else (None, "no_women_or_men")
    return made_of(value=value, unit="share", n=n, women=women, men=men, other=other, group=group, reason=reason)


def rate(answered: int, women: int, men: int, other: int = 0, **group: str) -> Result:
    """A rate of response, or of another share of all."""
    n = women + men + other
    return made_of(value=answered / n, unit="share", n=n, women=women, men=men, other=other, group=group)


def answers(value: float, women: int, men: int, others: int = 0, *, of: str = "share", **group: str) -> Result:
    """A share of favourable answers."""
    n = women + men + others
    return made_of(value=value, unit=of, n=n, women=women, men=men, other=0, group=group)


def even_gap(women: int, men: int, value: float = 0.1, **group: str) -> Result:
    """A pay gap of so many people, none of whom is paid much more than the others."""
    return made_of(*EVEN, value=value, unit="gap", n=women + men, women=women, men=men, group=group)


def gap(women: Sequence[float], men: Sequence[float], **group: str) -> Result:
    """A pay gap of these amounts."""
    means = {"mean_women": float(np.mean(women)), "mean_men": float(np.mean(men))}
    value, n = 1 - means["mean_women"] / means["mean_men"], len(women) + len(men)
    parts = sums(np.array(women), np.array(men)) + ((Part("gap", "", value * n),) if group else ())
    return made_of(*parts, value=value, unit="gap", n=n, women=len(women), men=len(men), group=group, details=means)


def recorded(indicator: str, result: Result, ledger: Ledger | None = None) -> Finding:
    """What a phase records of a result of an indicator of the method."""
    definition = methodology().indicators[indicator]
    (shown,) = (ledger or new_ledger()).protect(
        [result], definition.protection, definition.columns, definition.table or ""
    )
    return finding(definition, "baseline", shown)


def by_group(results: list[Result], name: str) -> dict[str, Result]:
    return {result.group[name]: result for result in results if name in result.group}
