"""Disclosure control: no figure is shown or written unless it has passed the ledger.

Two regimes. *Seats* of bodies that the organisation declares public are shown as they are. Everything else
is protected: small cells, small bases, pay of few people and answers that all agree are hidden, and a
further cell is hidden where one alone would follow from its total. What is hidden keeps its row and says why.
Source: the project's method, after the rules of thumb of the ESSnet handbook on statistical disclosure control.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from genderaudit.measures.result import Result

Protection = Literal["people", "pay", "answers", "seats", "none"]
HIDDEN = (
    "hidden_small_cell",
    "hidden_small_base",
    "hidden_pay_of_few",
    "hidden_nearly_none",
    "hidden_nearly_all",
    "hidden_follows_from_total",
)


@dataclass(slots=True)
class Ledger:
    """Decides what may be shown, and counts what was hidden by which rule."""

    minimum_cell: int
    minimum_base: int
    minimum_pay_each_sex: int
    hidden: Counter[str] = field(default_factory=Counter)
    shown: int = 0
    _closed: set[tuple[tuple[str, str], ...]] = field(default_factory=set)
    """Statements and areas of which one sex is hidden."""

    def protect(
        self, results: Sequence[Result], protection: Protection, details: Mapping[str, str] | None = None
    ) -> list[Result]:
        """The results, with those hidden that would tell about few people.

        The results of one call are one table: groups that add up to the overall result, if it is there.
        Of a result's details only those named in ``details`` (name → unit) pass, and no small count among them.
        """
        rules = [self._primary(result, protection) for result in results]
        if protection in ("people", "pay"):
            self._complement(results, rules)
        elif protection == "answers":
            self._answers(results, rules)
        protected = []
        for result, rule in zip(results, rules, strict=True):
            if rule is None:
                self.shown += result.value is not None
                protected.append(self._trimmed(result, protection, details or {}))
            else:
                self.hidden[rule] += 1
                protected.append(Result(value=None, unit=result.unit, n=0, group=result.group, reason=rule))
        return protected

    def _primary(self, result: Result, protection: Protection) -> str | None:
        """The rule that hides this result on its own account."""
        if protection in ("none", "seats") or not result.n:
            return None
        cells = [cell for cell in (result.women, result.men) if cell is not None]
        if protection == "pay" and (
            any(cell < self.minimum_pay_each_sex for cell in cells) or result.n < self.minimum_base
        ):
            return "hidden_pay_of_few"
        counted = cells if protection == "people" else []
        if any(0 < cell < self.minimum_cell for cell in (*counted, *_cells_behind(result))):
            return "hidden_small_cell"
        if result.n < self.minimum_base:
            return "hidden_small_base"
        if protection == "answers" and result.value is not None:
            if any(0 < cell < self.minimum_base for cell in cells):
                return "hidden_small_base"
            if result.unit == "share" and "item" in result.group:
                if result.value * result.n < self.minimum_cell:
                    return "hidden_nearly_none"
                if (1 - result.value) * result.n < self.minimum_cell:
                    return "hidden_nearly_all"
        return None

    def _complement(self, results: Sequence[Result], rules: list[str | None]) -> None:
        """Hide the smallest shown groups while the hidden ones could be told from the total."""
        groups = [i for i, result in enumerate(results) if result.group and result.n]
        while True:
            hidden = [i for i in groups if rules[i] is not None]
            shown = sorted((i for i in groups if rules[i] is None), key=lambda i: results[i].n)
            enough = len(hidden) > 1 and sum(results[i].n for i in hidden) >= self.minimum_base
            if not hidden or enough or not shown:
                return
            rules[shown[0]] = "hidden_follows_from_total"

    def _answers(self, results: Sequence[Result], rules: list[str | None]) -> None:
        """What the answers of all, and differences, would give away of a hidden sex is hidden too.

        The same holds where so few people of another or undisclosed gender answered that all minus women
        minus men would be their answers.
        """
        split = {_without_sex(result) for result in results if "sex" in result.group}
        for i, result in enumerate(results):
            one_hidden = "sex" in result.group and rules[i] in HIDDEN
            if one_hidden or (_without_sex(result) in split and self._few_others(result)):
                self._closed.add(_without_sex(result))
        for i, result in enumerate(results):
            comparable = "sex" not in result.group and result.value is not None and result.unit != "index"
            if comparable and _without_sex(result) in self._closed:
                rules[i] = rules[i] or "hidden_follows_from_total"

    def _few_others(self, result: Result) -> bool:
        """Whether the base holds a few people who are neither women nor men, or did not say."""
        both = (result.women or 0) + (result.men or 0)
        return "sex" not in result.group and 0 < result.n - both < self.minimum_cell

    def _trimmed(self, result: Result, protection: Protection, details: Mapping[str, str]) -> Result:
        """The result with its declared details, without small counts of people in it.

        People of another or undisclosed gender are few: their number is shown only where it is not small.
        """
        kept = {name: number for name, number in result.details.items() if name in details}
        if protection in ("seats", "none"):
            return replace(result, details=kept)
        if protection == "answers" and self._few_others(result):  # n − women − men would count them
            return replace(result, details=kept, women=None, men=None, other=None)
        for name in list(kept):
            people = {"count": kept[name], "share": kept[name] * result.n}.get(details[name])
            if people is not None and 0 < people < self.minimum_cell:
                del kept[name]
        small = result.other is not None and 0 < result.other < self.minimum_cell
        return replace(result, details=kept, other=None if small else result.other)


def _cells_behind(result: Result) -> list[float]:
    """Counts of women and men that the figure is made of besides its base, e.g. those promoted, those on top."""
    cells = []
    for name, number in result.details.items():
        what, _, sex = name.rpartition("_")
        if sex in ("women", "men") and what not in _NOT_COUNTS:
            cells.append(number)
    return cells


_NOT_COUNTS = ("share", "rate", "mean", "median", "value", "four_fifths")


def _without_sex(result: Result) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in result.group.items() if pair[0] != "sex")
