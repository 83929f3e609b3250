"""Protection of one figure: shown as it is, rounded, as a band, or suppressed with a reason.

A figure is judged by its ``parts`` and by no other figure; the exception is a survey statement shown as a band, which
also suppresses or approximates the figures that add up to it. What follows from several figures together is checked
by the gate, before a release. Groups are assumed large enough already: notebooks take them from ``audit.grouped``.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from genderaudit.foundations.errors import wrong_call
from genderaudit.foundations.precision import Band, band_of
from genderaudit.measures.result import Kind, Result

Protection = Literal["observable", "sensitive", "pay", "answers", "none"]
"""Rule by which an indicator's figures are protected: ``observable`` and ``none`` are shown as they are."""
TOO_FEW = "hidden_too_few"
FEW_ON_ONE_SIDE = "hidden_few_on_one_side"
MEDIAN_ONLY = "hidden_median_only"
ONE_DOMINATES = "hidden_one_dominates"
FOLLOWS = "hidden_follows"
WITHHELD = "hidden_withheld"
HIDDEN = (TOO_FEW, FEW_ON_ONE_SIDE, MEDIAN_ONLY, ONE_DOMINATES, FOLLOWS, WITHHELD)
"""Reasons of suppressed figures; :meth:`genderaudit.audit.notebook.Audit.why` explains them to the auditor."""
MARK = "hidden"
"""The one reason that findings and reports give for all of ``HIDDEN``, since the true reason would itself disclose."""
IN_A_BAND = "in_a_band"
"""Reason of a share of answers that is shown as a band only: ``low`` and ``high`` are the bounds of the band."""
APPROXIMATE = "about"
"""Detail that marks an approximate figure, calculated from printed figures with bands at their middle."""
SMALLEST_DISTRIBUTION = 30
"""Fewest people of whom a distribution of answers may be shown."""
SMALLEST_MEAN_OF_PAY = 30
"""Fewest people of whom a gap of mean pay may be shown; of fewer only the median gap."""
STEP = 0.05
"""Step to which pay gaps are rounded where the pay scale is public."""
MEANS = ("hours", "amount", "score", "gap", "years")
"""Units of figures to which each person contributes an own number."""
SIDES: tuple[Kind, ...] = ("chosen", "receivers", "young", "answering")
"""Kinds of parts that count the people of the base who have something (the others have not)."""
ROUNDING = 1e-6
"""Difference of two counts of people that is due to weights or floating point."""
NO_SUMS: tuple[Kind, ...] = ("middle", "log_pay", "receivers")
"""Kinds of parts of pay figures that are no sums of amounts: medians, models of the logarithm, counts."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Fewest people of a sensitive figure.

    ``minimum_cell``: on either side of a count; ``minimum_base``: women, and men, of a mean or a rate. ``dominance``:
    pay is suppressed if all but the two best paid have less than this share of the best paid person's pay.
    ``pay_scale_public``: everybody knows the pay scale, so that exact gaps would reveal which amounts are paid.
    """

    minimum_cell: int
    minimum_base: int
    dominance: float = 0.1
    pay_scale_public: bool = False


@dataclass(frozen=True, slots=True)
class Statements:
    """The printed figure of each statement of a survey, by statement and sex: the share, a band, or nothing."""

    printed: Mapping[tuple[str, str], float | Band | None]
    areas: Mapping[str, str]
    """Key area by statement, for the statements that were asked."""
    details_printed: Mapping[tuple[str, str], Collection[str]]
    """The details that are printed beside a share."""

    @classmethod
    def of(cls, results: Iterable[Result], areas: Mapping[str, str], limits: Limits) -> Statements:
        """Build from the results of each statement by sex (:func:`genderaudit.measures.item_results`)."""
        of_a_sex = {(one.group["item"], one.group["sex"]): one for one in results if "sex" in one.group and one.n}
        printed = {key: _printed_share(one, limits) for key, one in of_a_sex.items()}
        details_printed = {key: _without_small_counts(one, limits).details.keys() for key, one in of_a_sex.items()}
        items_with_results = {item for item, _ in printed}
        return cls(printed, {item: area for item, area in areas.items() if item in items_with_results}, details_printed)

    def is_exact(self, item: str) -> bool:
        """Return true if the shares of both sexes are printed."""
        return all(isinstance(self.printed.get((item, sex)), float) for sex in ("F", "M"))

    def of_area(self, area: str, sex: str) -> list[float | Band | None]:
        """Return what is printed of each statement of a key area, for one sex."""
        return [self.printed.get((item, sex)) for item, its in self.areas.items() if its == area]


def protect(result: Result, protection: Protection, limits: Limits, statements: Statements | None = None) -> Result:
    """Return the result as it may be shown: unchanged, rounded, as a band, or suppressed with the reason.

    ``statements``: for answers, what is printed of the statements of the same survey. Which details are printed,
    and with how many digits, is declared by the indicator (``precision.py``); answers are in whole per cent.
    """
    if result.value is None or protection in ("observable", "none"):
        return result
    if reason := _reason_too_few(result, protection, limits):
        return suppress(result, reason)
    if protection == "pay":
        return _protect_pay(result, limits)
    if protection != "answers":
        return replace(result, other=None)
    protect_answers = _protect_statement if "item" in result.group else _protect_area
    return _in_whole_per_cent(protect_answers(result, limits, statements))


def all_groups_or_none(results: Sequence[Result]) -> list[Result]:
    """Suppress pay of all groups if one group is suppressed, since it would follow from the total and the others.

    For groups that are not merged: 35 full-time people of 42 in all leave seven part-time people.
    """
    hides = any(one.reason in HIDDEN for one in results if one.group)
    return [suppress(one, FOLLOWS) if hides and one.group and one.value is not None else one for one in results]


def withhold(result: Result, indicator: str, withheld: Collection[str]) -> Result:
    """Return the result suppressed, or without those details, if they are among the ``withheld`` figures.

    ``withheld``: figures that the remedy of the gate leaves out, named as in ``release.narrowing``: ``indicator``,
    ``indicator/part`` of a statement or key area, ``indicator.detail/part``.
    """
    part = result.group.get("item") or result.group.get("area")
    suffixes = [f"/{part}", ""] if part else [""]
    is_shown = result.value is not None or result.reason == IN_A_BAND
    if is_shown and any(f"{indicator}{end}" in withheld for end in suffixes):
        return suppress(result, WITHHELD)
    withheld_details = {
        name for name in result.details if any(f"{indicator}.{name}{end}" in withheld for end in suffixes)
    }
    if not withheld_details:
        return result
    return replace(result, details={name: one for name, one in result.details.items() if name not in withheld_details})


def require_parts(figure: str, results: Iterable[Result], protection: Protection) -> None:
    """Raise ``AuditError`` for a sensitive figure without the parts by which it is judged."""
    if protection in ("observable", "none"):
        return
    for result in results:
        if result.value is None:
            continue
        if not _has_part(result, "people", "young") or not (result.n or not result.value):
            raise wrong_call(
                f"{figure} is about people and does not say whom it counts, so it cannot be protected. "
                'Give its Result parts, for example parts=by_sex("people", women, men) (docs/researchers.md).'
            )
        base = [part.number for part in result.parts if part.kind == "people"]
        if base and abs(sum(base) - result.n) > ROUNDING:
            raise wrong_call(
                f"{figure} has parts that count other people than its n: the numbers of the parts of kind people, "
                "women, men and others, must add up to it."
            )
        if protection == "pay" and not (_has_part(result, "remainder", *NO_SUMS) or result.unit == "share"):
            raise wrong_call(
                f"{figure} is about pay and does not say whether one person gets most of it: it cannot be protected. "
                "Give its Result parts=parts_of_sums(pay_of_women, pay_of_men) (docs/researchers.md)."
            )


def _reason_too_few(result: Result, protection: Protection, limits: Limits) -> str | None:
    """Return the reason why too few people are behind a figure, or None.

    Women or men of a mean are too few, or the people who have something, or those who have not.
    """
    heads = {sex: _number_of_part(result, "people", sex) for sex in ("F", "M")}
    if protection in ("pay", "answers") or result.unit in MEANS:
        # Share of women in a pay quartile: a count, not a mean.
        counted = protection == "pay" and result.unit == "share"
        least = limits.minimum_cell if counted else limits.minimum_base
        if result.n < limits.minimum_base or any(0 < (number or 0) < least for number in heads.values()):
            return TOO_FEW
    on_a_side = [part for part in result.parts if part.kind in SIDES]
    for part in on_a_side:
        base = heads.get(part.sex)
        if _is_few(part.number, limits) or (base is not None and _is_few(base - part.number, limits)):
            return FEW_ON_ONE_SIDE
    if on_a_side:  # a rate
        return TOO_FEW if result.n < limits.minimum_base else None
    if protection in ("pay", "answers"):
        return None
    return FEW_ON_ONE_SIDE if any(_is_few(number or 0.0, limits) for number in heads.values()) else None


def _protect_pay(result: Result, limits: Limits) -> Result:
    """Protect a pay figure: suppress small or dominated means, replace a median that is one person's pay."""
    if any(part.number < limits.dominance for part in result.parts if part.kind == "remainder"):
        return suppress(result, ONE_DOMINATES)
    medians = {part.sex: part.number for part in result.parts if part.kind == "middle"}
    if result.unit == "gap" and result.n < SMALLEST_MEAN_OF_PAY and not medians:
        return suppress(result, MEDIAN_ONLY)
    result = replace(result, other=None)
    if medians.get("F") and medians.get("M") and result.value != 1:
        gap = 1 - medians["F"] / medians["M"]
        # Factor by which women's pay per men's pay changes; the bounds change with it.
        factor = (1 - gap) / (1 - (result.value or 0.0))
        low, high = (None if bound is None else 1 - factor * (1 - bound) for bound in (result.low, result.high))
        result = replace(result, value=gap, low=low, high=high)
    if limits.pay_scale_public:
        value, low, high = (
            None if one is None else round(STEP * to(one / STEP), 2)
            for one, to in ((result.value, round), (result.low, math.floor), (result.high, math.ceil))
        )
        result = replace(result, value=value, low=low, high=high, details={})
    return result


def _in_whole_per_cent(result: Result) -> Result:
    if result.unit not in ("share", "difference"):
        return result
    value, low, high = (None if one is None else round(one, 2) for one in (result.value, result.low, result.high))
    return replace(result, value=value, low=low, high=high)


def _protect_statement(result: Result, limits: Limits, statements: Statements | None) -> Result:
    item, sex = result.group["item"], result.group.get("sex")
    if sex is None:
        if statements is None or not statements.is_exact(item):
            return suppress(result, FOLLOWS)
        # A detail not printed of women or of men would follow from that of all. The p value of a difference follows
        # from both shares, which are printed here.
        printed_of_both = {"p_value"}.union(
            set.intersection(*(set(statements.details_printed[item, one]) for one in ("F", "M")))
        )
        return replace(result, details={name: one for name, one in result.details.items() if name in printed_of_both})
    match _printed_share(result, limits):
        case Band(low, high):
            return replace(suppress(result, IN_A_BAND), n=result.n, low=low, high=high)
        case None:
            return suppress(result, FEW_ON_ONE_SIDE)
    return _without_small_counts(result, limits)


def _protect_area(result: Result, limits: Limits, statements: Statements | None) -> Result:
    """Protect a key area: exact if all its statements are, else approximated from what is printed of them.

    Groups are judged by their own share.
    """
    area, sex = result.group.get("area"), result.group.get("sex")
    if area is None or statements is None or result.group.keys() - {"area", "sex"}:
        match _printed_share(result, limits) if result.unit == "share" else 0.0:
            case Band(low, high):
                return replace(suppress(result, IN_A_BAND), n=result.n, low=low, high=high)
            case None:
                return suppress(result, FEW_ON_ONE_SIDE)
        return result
    items = [item for item, its in statements.areas.items() if its == area]
    if all(map(statements.is_exact, items)):
        return result
    if abs(result.details.get("effective_n", result.n) - result.n) > ROUNDING:
        return suppress(result, FOLLOWS)  # weighted, while printed statements are not
    approximate = {one: _mean_of_printed(statements.of_area(area, one)) for one in ("F", "M")}
    if sex is not None:
        return _computed_from_printed(result, approximate[sex])
    women, men = approximate["F"], approximate["M"]
    if women is None or men is None or result.unit not in ("share", "difference"):
        return suppress(result, FOLLOWS)
    if result.unit == "difference":
        return _computed_from_printed(result, women - men)
    heads = [_number_of_part(result, "people", one) or 0.0 for one in ("F", "M")]
    return _computed_from_printed(result, (women * heads[0] + men * heads[1]) / sum(heads) if sum(heads) else None)


def _mean_of_printed(printed: Iterable[float | Band | None]) -> float | None:
    """Return the mean of what is printed, bands at their middle; ``None`` if one of them is not printed."""
    numbers = [(one.low + one.high) / 2 if isinstance(one, Band) else one for one in printed]
    printed_numbers = [number for number in numbers if number is not None]
    return (
        sum(printed_numbers) / len(printed_numbers)
        if printed_numbers and len(printed_numbers) == len(numbers)
        else None
    )


def _computed_from_printed(result: Result, value: float | None) -> Result:
    """Return a figure calculated from printed ones, without interval and test, which would reveal the exact one."""
    if value is None:
        return suppress(result, FOLLOWS)
    return replace(result, value=value, low=None, high=None, details={APPROXIMATE: 1.0}, parts=())


def _without_small_counts(result: Result, limits: Limits) -> Result:
    """Remove neutral share, mean and *do not know* share where few people stand behind one of them."""
    details = dict(result.details)
    neutral_share, favourable_share = details.get("neutral_share", 0.0), result.value or 0.0
    points = sum(name.startswith("answer_") for name in details)
    has_middle = not points or points % 2 == 1
    sides = (
        (favourable_share, neutral_share, 1 - favourable_share - neutral_share)
        if has_middle
        else (favourable_share, 1 - favourable_share)
    )
    if result.n < SMALLEST_DISTRIBUTION or any(round(side * result.n) < limits.minimum_cell for side in sides):
        for name in ("neutral_share", "mean") if has_middle else ("mean",):
            details.pop(name, None)
    # Suppressed at 0 too: else its absence would mean one to four people.
    do_not_know_share = details.get("do_not_know_share", 1.0)
    if do_not_know_share < 1 and round(do_not_know_share * result.n / (1 - do_not_know_share)) < limits.minimum_cell:
        del details["do_not_know_share"]
    return replace(result, details=details)


def _printed_share(result: Result, limits: Limits) -> float | Band | None:
    """Return the share of answers as printed, or its band; ``None`` where too few answered for either."""
    if result.value is None or result.n < limits.minimum_base:
        return None
    favourable = round(result.value * result.n)
    band = band_of(favourable, result.n, limits.minimum_cell)
    return band if band or min(favourable, result.n - favourable) < limits.minimum_cell else round(result.value, 2)


def _number_of_part(result: Result, kind: str, sex: str) -> float | None:
    numbers = [part.number for part in result.parts if (part.kind, part.sex) == (kind, sex)]
    return sum(numbers) if numbers else None


def _has_part(result: Result, *kinds: Kind) -> bool:
    return any(part.kind in kinds for part in result.parts)


def _is_few(number: float, limits: Limits) -> bool:
    return 0 < round(number, 6) < limits.minimum_cell


def suppress(result: Result, reason: str) -> Result:
    """Return the result without its numbers, with the reason."""
    return Result(value=None, unit=result.unit, n=0, group=result.group, reason=reason)
