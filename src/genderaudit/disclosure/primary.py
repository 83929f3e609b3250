"""What is hidden on its own account: the primary rules of the method (section 8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from genderaudit.disclosure.cells import cells_behind, count_of, counts_of_kind, has_kind, others_behind, others_having
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
    Limits,
)
from genderaudit.errors import AuditError
from genderaudit.measures.result import Kind, Result

Seats = tuple[str, float, float, float]
"""A body, with its women, men and people of another gender."""
NO_SUMS: tuple[Kind, ...] = ("middle", "log_pay", "receivers")
"""Parts of figures of pay that are no sums of amounts: medians, models of its logarithm, counts."""
FEWEST_RANKED = 200
"""Paid people, among them few of another gender, of whom the shares of women in whole per cent leave their number
open: of 140 those of one in eight organisations did not."""


def refuse_untold(figure: str, results: Sequence[Result], protection: Protection) -> None:
    """Raise ``AuditError`` where a figure about people lacks the parts by which it is judged."""
    if protection in ("none", "seats"):
        return
    for result in results:
        if result.value is None:
            continue
        of_nobody = not result.n and not result.value
        if not has_kind(result, "people", "young") or not (result.n or of_nobody):
            raise AuditError(
                f"{figure} is about people and does not say whom it counts, so it cannot be protected. "
                'Give its Result parts, for example parts=by_sex("people", women, men) (docs/researchers.md).'
            )
        base = [part.number for part in result.parts if part.kind == "people" and part.group is None]
        if base and abs(sum(base) - result.n) > 1e-6:
            raise AuditError(
                f"{figure} has parts that count other people than its n: the numbers of the parts of kind people, "
                "women, men and others, must add up to it."
            )
        if protection == "pay" and not _tells_of_pay(result):
            raise AuditError(
                f"{figure} is about pay and does not say whether one person gets most of it: it cannot be protected. "
                "Give its Result parts=parts_of_sums(pay_of_women, pay_of_men) (docs/researchers.md)."
            )


def primary_rule(result: Result, protection: Protection, limits: Limits, own: bool = False) -> str | None:
    """The rule that hides this result on its own account."""
    if protection in ("none", "seats"):
        return None
    if not result.n:
        return None
    cells = [cell for cell in (result.women, result.men) if cell is not None]
    if protection == "pay" and (any(cell < limits.pay for cell in cells) or result.n < limits.base):
        return PAY_OF_FEW
    if any(number < limits.dominance for number in counts_of_kind(result, "remainder")):
        return ONE_DOMINATES
    # That a gap is shown says that there are so many women and men.
    heads = cells if protection in ("people", "pay") else []
    few = others_behind(result) < limits.base or has_kind(result, "young")  # shown in round numbers
    others = [] if few else others_having(result)
    if count_of(result, "answering", "") == 0:  # nobody answered: the mark is the same for none and for few
        return SMALL_CELL
    if any(0 < cell < limits.cell for cell in (*heads, *cells_behind(result), *others)):
        return SMALL_CELL
    if result.n < limits.base or any(0 < few < limits.base for few in counts_of_kind(result, "alone")):
        return SMALL_BASE  # beside the gap of all, one without these people would tell what they are paid
    if protection == "answers" and result.value is not None:
        return _of_answers(result, cells, limits)
    # Whom a share of such people counts, unless women, is not known: they may be few. So may those in a count.
    if own and result.unit == "count" and 0 < (result.value or 0.0) < limits.cell:
        return SMALL_CELL
    return _nearly_alike(result, limits.cell) if own and not is_of_women(result) else None


def _tells_of_pay(result: Result) -> bool:
    """Whether a figure of pay tells of how many women and men it is, and whether one of them dominates a sum."""
    heads = {sex: count_of(result, "people", sex) for sex in ("F", "M")}
    if None in heads.values():
        return False
    if has_kind(result, *NO_SUMS) or (is_of_women(result) and not has_kind(result, "amount")):
        return True
    return all(count_of(result, "remainder", sex) is not None for sex, paid in heads.items() if paid)


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
