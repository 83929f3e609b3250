"""What may be shown of a figure: as it is what everybody there can see, and what is sensitive only of enough people.

A figure is judged by the parts that it is made of, and by no other figure; only a statement of which a band is shown
takes with it what adds up to it. What follows from several figures together is judged by the gate, before a release.
Groups are large enough already where a notebook takes them from ``audit.grouped``.
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
"""How an indicator's figures are protected: ``observable`` and ``none`` are shown as they are."""
TOO_FEW = "hidden_too_few"
FEW_ON_ONE_SIDE = "hidden_few_on_one_side"
MEDIAN_ONLY = "hidden_median_only"
ONE_DOMINATES = "hidden_one_dominates"
FOLLOWS = "hidden_follows"
WITHHELD = "hidden_withheld"
HIDDEN = (TOO_FEW, FEW_ON_ONE_SIDE, MEDIAN_ONLY, ONE_DOMINATES, FOLLOWS, WITHHELD)
"""Reasons of figures that are known and not shown; :meth:`genderaudit.audit.protection.Protected.why` says which."""
MARK = "hidden"
"""The reason that findings and reports give."""
IN_A_BAND = "in_a_band"
"""The reason of a share of answers of which only a band is shown: ``low`` and ``high`` are its bounds."""
ABOUT = "about"
"""The detail that marks a figure made of others as they are printed, bands by their middle."""
SMALLEST_DISTRIBUTION = 30
"""People of whom a distribution of answers may be shown."""
SMALLEST_MEAN_OF_PAY = 30
"""People of whom a gap of mean pay may be shown; of fewer the median gap only."""
STEP = 0.05
"""Steps in which gaps in pay are shown where everybody knows the scale that people are paid by."""
MEANS = ("hours", "amount", "score", "gap", "years")
"""Units of figures to which everybody adds a number of their own."""
SIDES: tuple[Kind, ...] = ("chosen", "receivers", "young", "answering")
"""Parts that count those of the base who have something; the others have not."""
NO_SUMS: tuple[Kind, ...] = ("middle", "log_pay", "receivers")
"""Parts of figures of pay that are no sums of amounts: medians, models of its logarithm, counts."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Fewest people of a sensitive figure.

    ``cell``: on either side of a count; ``base``: women, and men, of a mean or a rate. ``dominance``: pay is one
    person's if all but the two best paid have less than this part of what the best paid gets. ``pay_scale_public``:
    whether everybody knows the scale, so that few amounts are possible.
    """

    cell: int
    base: int
    dominance: float = 0.1
    pay_scale_public: bool = False


@dataclass(frozen=True, slots=True)
class Statements:
    """What is printed of each statement of a survey, by statement and sex: the share, a band, or nothing."""

    printed: Mapping[tuple[str, str], float | Band | None]
    areas: Mapping[str, str]
    """The key area of each statement that was asked."""
    beside: Mapping[tuple[str, str], Collection[str]]
    """The details that are printed beside a share."""

    @classmethod
    def of(cls, results: Iterable[Result], areas: Mapping[str, str], limits: Limits) -> Statements:
        """From the results of each statement by sex (:func:`genderaudit.measures.item_results`)."""
        of_a_sex = {(one.group["item"], one.group["sex"]): one for one in results if "sex" in one.group and one.n}
        printed = {key: _printed(one, limits) for key, one in of_a_sex.items()}
        beside = {key: _with_distribution(one, limits).details.keys() for key, one in of_a_sex.items()}
        there = {item for item, _ in printed}
        return cls(printed, {item: area for item, area in areas.items() if item in there}, beside)

    def is_exact(self, item: str) -> bool:
        """Whether the shares of both sexes are printed."""
        return all(isinstance(self.printed.get((item, sex)), float) for sex in ("F", "M"))

    def of_area(self, area: str, sex: str) -> list[float | Band | None]:
        """What is printed of the statements of a key area."""
        return [self.printed.get((item, sex)) for item, its in self.areas.items() if its == area]


def shown(result: Result, protection: Protection, limits: Limits, statements: Statements | None = None) -> Result:
    """The result as it may be shown, or hidden with the reason.

    ``statements``: of answers, what is printed of the statements of the same survey. Which details of it are printed,
    and with how many digits, the indicator says (``precision.py``); answers are in whole per cent.
    """
    if result.value is None or protection in ("observable", "none"):
        return result
    if reason := _too_few(result, protection, limits):
        return hidden(result, reason)
    if protection == "pay":
        return _of_pay(result, limits)
    if protection != "answers":
        return replace(result, other=None)
    of = _of_statement if "item" in result.group else _of_area
    return _in_whole_per_cent(of(result, limits, statements))


def whole_or_none(results: Sequence[Result]) -> list[Result]:
    """Pay by groups that are not merged, whole or not at all: what one group hides would follow from the total.

    Of full-time people 35, and of all 42, are seven part-time people.
    """
    hides = any(one.reason in HIDDEN for one in results if one.group)
    return [hidden(one, FOLLOWS) if hides and one.group and one.value is not None else one for one in results]


def without(result: Result, indicator: str, withheld: Collection[str]) -> Result:
    """The result, hidden or without a detail of it where the gate's way out leaves these figures out.

    ``withheld``: names of figures as ``release.narrowing`` gives them: ``indicator``, ``indicator/part`` of a
    statement or key area, ``indicator.detail/part``.
    """
    part = result.group.get("item") or result.group.get("area")
    ends = [f"/{part}", ""] if part else [""]
    told = result.value is not None or result.reason == IN_A_BAND
    if told and any(f"{indicator}{end}" in withheld for end in ends):
        return hidden(result, WITHHELD)
    gone = {name for name in result.details if any(f"{indicator}.{name}{end}" in withheld for end in ends)}
    if not gone:
        return result
    return replace(result, details={name: one for name, one in result.details.items() if name not in gone})


def refuse_untold(figure: str, results: Iterable[Result], protection: Protection) -> None:
    """Raise ``AuditError`` where a sensitive figure lacks the parts by which it is judged."""
    if protection in ("observable", "none"):
        return
    for result in results:
        if result.value is None:
            continue
        if not _has(result, "people", "young") or not (result.n or not result.value):
            raise wrong_call(
                f"{figure} is about people and does not say whom it counts, so it cannot be protected. "
                'Give its Result parts, for example parts=by_sex("people", women, men) (docs/researchers.md).'
            )
        base = [part.number for part in result.parts if part.kind == "people"]
        if base and abs(sum(base) - result.n) > 1e-6:
            raise wrong_call(
                f"{figure} has parts that count other people than its n: the numbers of the parts of kind people, "
                "women, men and others, must add up to it."
            )
        if protection == "pay" and not (_has(result, "remainder", *NO_SUMS) or result.unit == "share"):
            raise wrong_call(
                f"{figure} is about pay and does not say whether one person gets most of it: it cannot be protected. "
                "Give its Result parts=parts_of_sums(pay_of_women, pay_of_men) (docs/researchers.md)."
            )


def _too_few(result: Result, protection: Protection, limits: Limits) -> str | None:
    """Why the people behind a figure are too few: women or men of a mean, or those who have something or not."""
    heads = {sex: _count(result, "people", sex) for sex in ("F", "M")}
    if protection in ("pay", "answers") or result.unit in MEANS:
        counted = protection == "pay" and result.unit == "share"  # who is in a quarter of the scale
        least = limits.cell if counted else limits.base
        if result.n < limits.base or any(0 < (number or 0) < least for number in heads.values()):
            return TOO_FEW
    on_a_side = [part for part in result.parts if part.kind in SIDES]
    for part in on_a_side:
        base = heads.get(part.sex)
        if _is_few(part.number, limits) or (base is not None and _is_few(base - part.number, limits)):
            return FEW_ON_ONE_SIDE
    if on_a_side:  # a rate
        return TOO_FEW if result.n < limits.base else None
    if protection in ("pay", "answers"):
        return None
    return FEW_ON_ONE_SIDE if any(_is_few(number or 0.0, limits) for number in heads.values()) else None


def _of_pay(result: Result, limits: Limits) -> Result:
    """A gap of means of thirty people or more, none of whom gets most of it; a median that is nobody's pay."""
    if any(part.number < limits.dominance for part in result.parts if part.kind == "remainder"):
        return hidden(result, ONE_DOMINATES)
    medians = {part.sex: part.number for part in result.parts if part.kind == "middle"}
    if result.unit == "gap" and result.n < SMALLEST_MEAN_OF_PAY and not medians:
        return hidden(result, MEDIAN_ONLY)
    result = replace(result, other=None)
    if medians.get("F") and medians.get("M") and result.value != 1:
        gap = 1 - medians["F"] / medians["M"]
        moved = (1 - gap) / (1 - (result.value or 0.0))  # of women's pay against men's, and of the bounds as well
        low, high = (None if bound is None else 1 - moved * (1 - bound) for bound in (result.low, result.high))
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


def _of_statement(result: Result, limits: Limits, statements: Statements | None) -> Result:
    item, sex = result.group["item"], result.group.get("sex")
    if sex is None:
        if statements is None or not statements.is_exact(item):
            return hidden(result, FOLLOWS)
        # What is not printed of women or of men would follow from all; the p of a difference is that of both shares.
        told = {"p_value"}.union(set.intersection(*(set(statements.beside[item, one]) for one in ("F", "M"))))
        return replace(result, details={name: one for name, one in result.details.items() if name in told})
    match _printed(result, limits):
        case Band(low, high):
            return replace(hidden(result, IN_A_BAND), n=result.n, low=low, high=high)
        case None:
            return hidden(result, FEW_ON_ONE_SIDE)
    return _with_distribution(result, limits)


def _of_area(result: Result, limits: Limits, statements: Statements | None) -> Result:
    """A key area: exactly where its statements are, else of what is printed of them; of groups, by its own share."""
    area, sex = result.group.get("area"), result.group.get("sex")
    if area is None or statements is None or result.group.keys() - {"area", "sex"}:
        match _printed(result, limits) if result.unit == "share" else 0.0:
            case Band(low, high):
                return replace(hidden(result, IN_A_BAND), n=result.n, low=low, high=high)
            case None:
                return hidden(result, FEW_ON_ONE_SIDE)
        return result
    asked = [item for item, its in statements.areas.items() if its == area]
    if all(map(statements.is_exact, asked)):
        return result
    if abs(result.details.get("effective_n", result.n) - result.n) > 1e-6:
        return hidden(result, FOLLOWS)  # weighted: what is printed of statements is not
    about = {one: _about(statements.of_area(area, one)) for one in ("F", "M")}
    if sex is not None:
        return _made(result, about[sex])
    women, men = about["F"], about["M"]
    if women is None or men is None or result.unit not in ("share", "difference"):
        return hidden(result, FOLLOWS)
    if result.unit == "difference":
        return _made(result, women - men)
    heads = [_count(result, "people", one) or 0.0 for one in ("F", "M")]
    return _made(result, (women * heads[0] + men * heads[1]) / sum(heads) if sum(heads) else None)


def _about(printed: Iterable[float | Band | None]) -> float | None:
    """The mean of what is printed, bands by their middle; ``None`` where nothing is printed of one."""
    numbers = [(one.low + one.high) / 2 if isinstance(one, Band) else one for one in printed]
    known = [number for number in numbers if number is not None]
    return sum(known) / len(known) if known and len(known) == len(numbers) else None


def _made(result: Result, value: float | None) -> Result:
    """A figure made of printed ones: no interval and no test, which would tell the exact one."""
    if value is None:
        return hidden(result, FOLLOWS)
    return replace(result, value=value, low=None, high=None, details={ABOUT: 1.0}, parts=())


def _with_distribution(result: Result, limits: Limits) -> Result:
    """Without the undecided, the mean and those who do not know, where few people stand behind one of them."""
    details = dict(result.details)
    neutral, agree = details.get("neutral_share", 0.0), result.value or 0.0
    points = sum(name.startswith("answer_") for name in details)
    has_middle = not points or points % 2 == 1
    sides = (agree, neutral, 1 - agree - neutral) if has_middle else (agree, 1 - agree)
    if result.n < SMALLEST_DISTRIBUTION or any(round(side * result.n) < limits.cell for side in sides):
        for name in ("neutral_share", "mean") if has_middle else ("mean",):
            details.pop(name, None)
    unsure = details.get("do_not_know_share", 1.0)  # also where it is nobody: else leaving it out would say one to four
    if unsure < 1 and round(unsure * result.n / (1 - unsure)) < limits.cell:
        del details["do_not_know_share"]
    return replace(result, details=details)


def _printed(result: Result, limits: Limits) -> float | Band | None:
    """The share of answers as it is printed, or its band; ``None`` where too few answered for either."""
    if result.value is None or result.n < limits.base:
        return None
    agree = round(result.value * result.n)
    band = band_of(agree, result.n, limits.cell)
    return band if band or min(agree, result.n - agree) < limits.cell else round(result.value, 2)


def _count(result: Result, kind: str, sex: str) -> float | None:
    found = [part.number for part in result.parts if (part.kind, part.sex) == (kind, sex)]
    return sum(found) if found else None


def _has(result: Result, *kinds: Kind) -> bool:
    return any(part.kind in kinds for part in result.parts)


def _is_few(number: float, limits: Limits) -> bool:
    return 0 < round(number, 6) < limits.cell


def hidden(result: Result, reason: str) -> Result:
    """The result without its numbers, and why."""
    return Result(value=None, unit=result.unit, n=0, group=result.group, reason=reason)
