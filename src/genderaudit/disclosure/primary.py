"""What is hidden on its own account: the primary rules of the method (section 8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from genderaudit.disclosure.cells import cells_behind, others_behind, others_having
from genderaudit.disclosure.numbers import is_of_women
from genderaudit.disclosure.offers import Protection
from genderaudit.disclosure.rules import (
    FOLLOWS,
    NEARLY_ALL,
    NEARLY_NONE,
    ONE_DOMINATES,
    PAY_OF_FEW,
    SMALL_BASE,
    SMALL_CELL,
    UNTOLD,
    Limits,
)
from genderaudit.measures.result import Result

Seats = tuple[str, float, float, float]
"""A body, with its women, men and people of another gender."""
NO_SUMS = {"median_women", "component", "receivers_women", "quartile"}
"""Details and groups of figures of pay that are no sums of amounts: medians, models of its logarithm, counts, ranks."""
FEWEST_RANKED = 200
"""Paid people, among them few of another gender, of whom the shares of women in whole per cent leave their number
open: of 140 those of one in eight organisations did not."""


def primary_rule(result: Result, protection: Protection, limits: Limits, part: bool = False) -> str | None:
    """The rule that hides this result on its own account; what does not tell what it takes to judge it is unsafe."""
    if protection in ("none", "seats"):
        return None
    if result.value is not None and not (result.n and (protection != "pay" or _tells_of_pay(result))):
        return UNTOLD
    if not result.n:
        return None
    cells = [cell for cell in (result.women, result.men) if cell is not None]
    if protection == "pay" and (any(cell < limits.pay for cell in cells) or result.n < limits.base):
        return PAY_OF_FEW
    if any(result.details.get(f"remainder_{sex}", 1.0) < limits.dominance for sex in ("women", "men")):
        return ONE_DOMINATES
    # That a gap is shown says that there are so many women and men.
    heads = cells if protection in ("people", "pay") else []
    few = others_behind(result) < limits.base or "women_known" in result.details  # shown in round numbers
    others = [] if few else others_having(result)
    if result.details.get("answers", 1.0) == 0:  # nobody answered: the mark is the same for none and for few
        return SMALL_CELL
    if any(0 < cell < limits.cell for cell in (*heads, *cells_behind(result), *others)):
        return SMALL_CELL
    alone = [result.details.get(f"alone_{sex}", 0.0) for sex in ("women", "men")]
    if result.n < limits.base or any(0 < few < limits.base for few in alone):
        return SMALL_BASE  # beside the gap of all, one without these people would tell what they are paid
    if protection == "answers" and result.value is not None:
        return _of_answers(result, cells, limits)
    # Whom a share of such people counts, unless women, is not known: they may be few. So may those in a count.
    if part and result.unit == "count" and 0 < (result.value or 0.0) < limits.cell:
        return SMALL_CELL
    return _nearly_alike(result, limits.cell) if part and not is_of_women(result) else None


def _tells_of_pay(result: Result) -> bool:
    """Whether a figure of pay tells of how many women and men it is, and whether one of them dominates a sum."""
    if result.women is None or result.men is None:
        return False
    summed = {f"remainder_{sex}" for sex, heads in (("women", result.women), ("men", result.men)) if heads}
    return summed <= result.details.keys() or bool(NO_SUMS & (result.details.keys() | result.group.keys()))


def _of_answers(result: Result, cells: Sequence[float], limits: Limits) -> str | None:
    """Answers of few women or men, and answers that (nearly) all agree."""
    beside = len(result.group) > 1 and "sex" not in result.group  # the value is of all in the group
    if not beside and any(0 < cell < limits.base for cell in cells):
        return SMALL_BASE if "sex" in result.group else FOLLOWS  # those of all, for the sake of a few women or men
    # Of a key area the value is a mean of people's own shares: only 0 and 1 say what everyone answered.
    return _nearly_alike(result, limits.cell if "item" in result.group else 1e-9 * result.n)


def _nearly_alike(result: Result, least: float) -> str | None:
    """A share of nearly all, or of next to nobody: fewer than ``least``."""
    if result.unit != "share" or result.value is None:
        return None
    if result.value * result.n < least:
        return NEARLY_NONE
    return NEARLY_ALL if (1 - result.value) * result.n < least else None


def quarters_tell_others(results: Sequence[Result], limits: Limits) -> bool:
    """Whether women's shares of the quarters of the pay scale fit but few numbers of people of another gender."""
    quarters = [result for result in results if result.unit == "share"]
    few = any(0 < (result.other or 0.0) < limits.base for result in quarters)
    return few and sum(result.n for result in quarters) < FEWEST_RANKED


def rule_of_few(women: float, men: float, limits: Limits, base: float | None = None) -> str | None:
    """The rule that hides a group of these people."""
    if any(0 < cell < limits.cell for cell in (women, men)):
        return SMALL_CELL
    return SMALL_BASE if 0 < women + men < (limits.base if base is None else base) else None


def rule_of_seats(in_group: Sequence[Seats], whole: Mapping[str, tuple[float, float]], limits: Limits) -> str | None:
    """The rule that hides seats of several bodies, of which those ``in_group`` are not public.

    ``whole``: women and men of each body that is not public.
    """

    def few(rows: Sequence[Seats], base: float | None = None) -> str | None:
        return rule_of_few(sum(row[1] for row in rows), sum(row[2] for row in rows), limits, base)

    hidden = [row for row in in_group if rule_of_few(*whole[row[0]], limits)]
    return few(in_group, base=0) or (FOLLOWS if len(hidden) == 1 or few(hidden) else None)
