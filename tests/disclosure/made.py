"""What the tests of disclosure control make up: ledgers, and results as the measures give them."""

from __future__ import annotations

from collections.abc import Sequence

from genderaudit.disclosure import Ledger
from genderaudit.measures.result import Result

CELL, BASE, PAY = 5, 10, 3
FOLLOWS = "hidden_follows_from_total"
MEANS = {"mean_women": "amount", "mean_men": "amount"}
EVEN = {"remainder_women": 9.0, "remainder_men": 9.0}
"""Of a figure of pay: nobody is paid much more than the others."""


def new_ledger(**more: object) -> Ledger:
    """With the usual limits."""
    return Ledger(minimum_cell=CELL, minimum_base=BASE, minimum_pay_each_sex=PAY, **more)


def people(women: int, men: int, other: int = 0, **group: str) -> Result:
    """A share of women."""
    n = women + men
    value, reason = (women / n, None) if n else (None, "no_women_or_men")
    return Result(value=value, unit="share", n=n, women=women, men=men, other=other, group=group, reason=reason)


def rate(answered: int, women: int, men: int, other: int = 0, **group: str) -> Result:
    """A rate of response, or of another share of all."""
    n = women + men + other
    return Result(value=answered / n, unit="share", n=n, women=women, men=men, other=other, group=group)


def answers(value: float, women: int, men: int, others: int = 0, *, of: str = "share", **group: str) -> Result:
    """A share of favourable answers."""
    n = women + men + others
    return Result(value=value, unit=of, n=n, women=women, men=men, other=0, group=group)


def even_gap(women: int, men: int, value: float = 0.1, **group: str) -> Result:
    """A pay gap of so many people, none of whom is paid much more than the others."""
    return Result(value=value, unit="gap", n=women + men, women=women, men=men, group=group, details=EVEN)


def gap(women: Sequence[float], men: Sequence[float], **group: str) -> Result:
    """A pay gap of these amounts."""
    largest = {sex: sorted(pay, reverse=True) for sex, pay in (("women", women), ("men", men))}
    details = {f"mean_{sex}": sum(pay) / len(pay) for sex, pay in largest.items()}
    details |= {f"remainder_{sex}": sum(pay[2:]) / pay[0] for sex, pay in largest.items()}
    value = 1 - details["mean_women"] / details["mean_men"]
    n = len(women) + len(men)
    return Result(value=value, unit="gap", n=n, women=len(women), men=len(men), group=group, details=details)


def by_group(results: list[Result], name: str) -> dict[str, Result]:
    return {result.group[name]: result for result in results if name in result.group}
