"""What passes of a result that may be shown: its value, base and details without those that stand for few people."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from genderaudit.disclosure.cells import (
    Key,
    count_of,
    has_kind,
    is_split,
    others_behind,
    others_having,
    smallest_group,
    without_sex,
)
from genderaudit.disclosure.rules import Limits
from genderaudit.measures.result import Result
from genderaudit.measures.statistics import wilson

Protection = Literal["people", "pay", "answers", "seats", "none"]
Details = Mapping[str, str]
"""The details of a table that are shown, each with its unit."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A result as it would be shown. ``step``: to which its base is rounded; 0: it is exact, even if round."""

    result: Result
    step: float = 0.0


@dataclass(slots=True)
class Offers:
    """Trims the results of one round."""

    limits: Limits
    round_bases: float = 0
    _few_others: bool = False
    """Whether few people who are neither women nor men stand in bases: then where they are not is no more said."""

    def of(
        self,
        results: Sequence[Result],
        rules: Sequence[str | None],
        protection: Protection,
        details: Details,
    ) -> list[Offer]:
        """The results of one table as they would be shown; those that a rule hides as they are."""
        split = any("sex" in result.group for result in results)
        crowded = any(self._tells_others(result, protection, split) for result in results)
        self._few_others = self._few_others or crowded
        blank = protection == "answers" and any(self._tells_few(result) for result in results)
        offers = [
            Offer(result) if rule else self._trimmed(result, protection, details, crowded=crowded, blank=blank)
            for result, rule in zip(results, rules, strict=True)
        ]
        if protection == "answers":
            return _alike(results, offers, details)
        ranked = [result for result in results if protection == "pay" and result.unit == "share"]
        if any(0 < (result.other or 0.0) < self.limits.base for result in ranked):
            quarter = sum(result.n for result in ranked) / len(ranked)  # its own would say where the others are paid
            return [offer if rule else self._quarter(offer, quarter) for offer, rule in zip(offers, rules, strict=True)]
        return offers

    def _tells_others(self, result: Result, protection: Protection, split: bool) -> bool:
        """Whether the few people of another or undisclosed gender could be counted from a result."""
        if protection == "answers":
            return 0 < others_behind(result) < self.limits.base and result.unit != "difference"
        if protection != "people" or result.value is None:
            return False
        having = result.unit == "share" and has_kind(result, "chosen", "young")
        fewest = self.limits.base if split or having else self.limits.cell
        young = others_having(result) if has_kind(result, "young") else []
        return 0 < others_behind(result) < fewest or any(0 < cell < self.limits.cell for cell in young)

    def _tells_few(self, result: Result) -> bool:
        """Whether a few women or men stand beside the answers of all."""
        return not is_split(result) and any(0 < (cell or 0.0) < self.limits.cell for cell in (result.women, result.men))

    def _trimmed(
        self, result: Result, protection: Protection, details: Details, *, crowded: bool, blank: bool
    ) -> Offer:
        """The result with its declared details, without small counts of people in it.

        People of another or undisclosed gender are few: their number is shown only where it is not small,
        and neither is a nought, which beside other groups would say where they are. ``crowded``: few of them
        stand in a base of the table. ``blank``: there are few women or men in a row of it.
        """
        kept = {name: number for name, number in result.details.items() if name in details}
        result = _of_middle_three(result)
        if has_kind(result, "weighted"):  # beside the unweighted share it would tell the weights, and these people
            return _coarse(result, 1.0)
        if result.unit == "count" and has_kind(result, "answers") and result.value is not None:
            n = self._step * round(result.n / self._step)  # less women and men who answered it would count the others
            value = float(min(round(result.value), n))
            # The effect is of the two rounded numbers beside it: exactly, it would tell the number of answers.
            effect = {"design_effect": n / value} if value and "design_effect" in kept else {}
            return Offer(replace(result, value=value, n=n, details=effect))
        if protection in ("seats", "none"):
            return Offer(replace(result, details=kept))
        if result.other is not None and result.other < self.limits.cell:
            result = replace(result, other=None)
        of_all = not is_split(result) and result.women is not None
        if of_all and (crowded or (protection == "answers" and self._few_others)):
            return _coarse(result, self._step)
        if blank and of_all:  # in every row: that they stand in some would say where they are few
            return Offer(
                replace(result, details=self._details(result, kept, details), women=None, men=None, other=None)
            )
        if any(part.kind == "alone" and part.number for part in result.parts):  # who has nobody beside them
            return _coarse(result, self._step)
        if 0 < smallest_group(result) < self.limits.cell:  # of groups that are not shown
            return _coarse(result, 1.0, _in_per_cent(kept))
        if protection == "answers" and result.unit == "difference" and result.women is None and self._few_others:
            return _coarse(result, self._step)
        kept = self._details(result, kept, details)
        if self.round_bases and result.n:  # where the organisation asks for it
            return _coarse(result, self.round_bases)
        return Offer(replace(result, details=kept))

    def _details(self, result: Result, kept: Mapping[str, float], units: Details) -> dict[str, float]:
        """The details that do not stand for a few people; how many digits of them are recorded the indicator says."""
        if any(part.kind == "apart" and 0 < part.number < self.limits.cell for part in result.parts):
            # Effect and test would count these few.
            return {}
        passed = dict(kept)
        for name, number in kept.items():
            people = [{"count": number, "share": number * result.n}.get(units[name], 0.0)]
            if name == "neutral_share" and result.value is not None:
                people.append(round((1 - result.value - number) * result.n, 6))  # those who do not agree
            if units[name] == "p" and has_kind(result, "answers"):
                passed[name] = _at_most(number)
            if name in ("at_present", "share_if_all"):  # counts of the appointments so far, carried forward
                present = result.details.get("at_present", 0.0)
                people += [present, result.n - present]
            if any(0 < count < self.limits.cell for count in people):
                del passed[name]
                if name == "neutral_share":  # the sum of all scores bounds what the few have answered
                    passed.pop("mean", None)
        return passed

    @property
    def _step(self) -> float:
        """To which bases are rounded where few others could be counted: the small cell lies well within."""
        return max(2.0 * self.limits.cell, self.round_bases)

    def _quarter(self, offer: Offer, n: float) -> Offer:
        """A quarter of the pay scale, on the base of all quarters: its own lies on either side of that."""
        return replace(_coarse(replace(offer.result, n=n), self._step), step=2 * self._step)


def _coarse(result: Result, step: float, details: Mapping[str, float] | None = None) -> Offer:
    """In whole per cent and on a rounded base: with the exact base the few others could be counted."""
    value = None if result.value is None else round(result.value, 2)
    n = step * round(result.n / step)
    low, high = _interval(result, value, n) if step > 1 else (_round(result.low, 2), _round(result.high, 2))
    rounded = replace(
        result, value=value, n=n, women=None, men=None, other=None, low=low, high=high, details=details or {}
    )
    return Offer(rounded, step)


def _interval(result: Result, value: float | None, n: float) -> tuple[float | None, float | None]:
    """An interval that does not tell the exact base: that of the rounded one, or bounds five per cent apart."""
    if result.low is None or result.high is None or value is None or result.value is None:
        return None, None
    if result.unit == "share" and n and result.level:
        exact = wilson(result.value * result.n, result.n, result.level)
        if max(abs(exact[0] - result.low), abs(exact[1] - result.high)) < 1e-9:
            return wilson(value * n, n, result.level)
    return math.floor(20 * result.low) / 20, math.ceil(20 * result.high) / 20


def _of_middle_three(result: Result) -> Result:
    """A gap of medians that are no one person's pay: of an odd number the mean of the middle three stands for it."""
    women, men = count_of(result, "middle", "F"), count_of(result, "middle", "M")
    if women is None or not men or result.value is None or result.value == 1:
        return result
    gap = 1 - women / men
    moved = (1 - gap) / (1 - result.value)  # of women's pay against men's, and of the bounds as well
    low, high = (None if bound is None else 1 - moved * (1 - bound) for bound in (result.low, result.high))
    return replace(result, value=gap, low=low, high=high)


def _round(number: float | None, digits: int) -> float | None:
    return None if number is None else round(number, digits)


def _alike(results: Sequence[Result], offers: Sequence[Offer], details: Details) -> list[Offer]:
    """Of women, of men and of all the same details: of two the third would follow."""
    dropped: defaultdict[Key, set[str]] = defaultdict(set)
    for result, offer in zip(results, offers, strict=True):
        dropped[without_sex(result)] |= (result.details.keys() & details.keys()) - offer.result.details.keys()
    return [replace(offer, result=_without(offer.result, dropped[without_sex(offer.result)])) for offer in offers]


def _without(result: Result, gone: set[str]) -> Result:
    if not gone & result.details.keys():
        return result
    return replace(result, details={name: number for name, number in result.details.items() if name not in gone})


def _at_most(p: float) -> float:
    """A p value rounded up: what is at most 0.05 stays so."""
    return 0.001 if p <= 0.001 else math.ceil(round(100 * p, 6)) / 100


def _in_per_cent(details: Mapping[str, float]) -> dict[str, float]:
    return {name: round(number, 2) for name, number in details.items()}
