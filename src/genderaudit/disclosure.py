"""Disclosure control: no figure is shown or written unless it has passed the ledger.

Two regimes. *Seats* of bodies that the organisation declares public are shown as they are. Everything else
is protected: small cells, small bases, pay of few people and answers that all agree are hidden, and further
cells are hidden where they would give a hidden one away: by its total, by women and men side by side, by the
same group in another table. What is hidden keeps its row and says why; a group so small that its name may be
a person's loses the name too.
Source: the project's method, after the rules of thumb of the ESSnet handbook on statistical disclosure control.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from genderaudit.disclosure_cells import (
    Key,
    cells_behind,
    families,
    is_split,
    label_keys,
    neutral_labels,
    others_behind,
    statement,
    without_sex,
)
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
FOLLOWS = "hidden_follows_from_total"
Rules = list[str | None]


@dataclass(slots=True)
class Ledger:
    """Decides what may be shown, and counts what was hidden by which rule."""

    minimum_cell: int
    minimum_base: int
    minimum_pay_each_sex: int
    declared: Collection[str] | None = None
    """Labels that the organisation names itself in ``organisation.yml`` (its levels); ``None``: any level is one."""
    hidden: Counter[str] = field(default_factory=Counter)
    shown: int = 0
    _closed: set[Key] = field(default_factory=set)
    """Statements, areas and groups of which one sex is hidden."""
    _closed_wholes: set[Key] = field(default_factory=set)
    """Statements and areas of which all minus women minus men would be a few people's answers."""
    _closed_labels: set[tuple[str, str]] = field(default_factory=set)
    """Levels, units … that are hidden in a table of people: dimension and label."""
    _closed_cells: set[tuple[float, float]] = field(default_factory=set)
    """Women and men of these groups."""
    _few_others: bool = False
    """Whether the survey's population has few people who are neither women nor men."""

    def protect(
        self, results: Sequence[Result], protection: Protection, details: Mapping[str, str] | None = None
    ) -> list[Result]:
        """The results, with those hidden that would tell about few people.

        The results of one call are one table: groups that add up to the overall result, if it is there.
        Of a result's details only those named in ``details`` (name → unit) pass, and no small count among them.
        """
        rules = [self._primary(result, protection) for result in results]
        if protection in ("people", "pay"):
            if protection == "people":
                self._same_elsewhere(results, rules)
            self._complement(results, rules, protection)
            if protection == "people":
                self._close(results, rules)
        elif protection == "answers":
            self._answers(results, rules)
        return self._outcome(results, rules, protection, details or {})

    def protect_seats(
        self,
        results: Sequence[Result],
        details: Mapping[str, str] | None,
        protected_seats: Callable[[Mapping[str, str]], Sequence[tuple[str, float, float]]],
    ) -> list[Result]:
        """Seats where not every body is public: the others are protected like any group of people.

        ``protected_seats`` gives for a group (of level, role; empty: the whole) the bodies in it that are not
        public, each with its women and men there: what remains when the public ones are taken off.
        """
        whole = {body: (women, men) for body, women, men in protected_seats({})}
        hidden_bodies = {body for body, cells in whole.items() if self._small(*cells) is not None}
        rules: Rules = []
        for result in results:
            body = result.group.get("body")
            if body is not None:
                counted = self._small(result.women or 0.0, result.men or 0.0, base=0)  # of youth seats: the youth
                rules.append(self._small(*whole[body]) or counted if body in whole else None)
                continue
            rest = [row for row in protected_seats(result.group) if row[0] in hidden_bodies]
            few = self._small(sum(row[1] for row in rest), sum(row[2] for row in rest))
            rules.append(FOLLOWS if len(rest) == 1 or few else None)
        return self._outcome(results, rules, "seats", details or {})

    def recall(self, hidden: Iterable[Mapping[str, str]]) -> None:
        """Groups that an earlier phase hid in a table of people are hidden in this phase too."""
        for group in hidden:
            self._closed_labels |= label_keys(group)

    # What is hidden on its own account

    def _primary(self, result: Result, protection: Protection) -> str | None:
        """The rule that hides this result on its own account."""
        if protection in ("none", "seats") or not result.n:
            return None
        cells = [cell for cell in (result.women, result.men) if cell is not None]
        if protection == "pay" and (
            any(cell < self.minimum_pay_each_sex for cell in cells) or result.n < self.minimum_base
        ):
            return "hidden_pay_of_few"
        # A share of pay (a quartile) with its base is a count of people.
        counted = cells if protection == "people" or (protection == "pay" and result.unit == "share") else []
        if any(0 < cell < self.minimum_cell for cell in (*counted, *cells_behind(result))):
            return "hidden_small_cell"
        if result.n < self.minimum_base:
            return "hidden_small_base"
        return self._of_answers(result, cells) if protection == "answers" and result.value is not None else None

    def _of_answers(self, result: Result, cells: Sequence[float]) -> str | None:
        """Answers of few women or men, and answers that (nearly) all agree."""
        beside = len(result.group) > 1 and "sex" not in result.group  # the value is of all in the group
        if not beside and any(0 < cell < self.minimum_base for cell in cells):
            return "hidden_small_base"
        if result.unit != "share" or result.value is None:
            return None
        # Of a key area the value is a mean of people's own shares: only 0 and 1 say what everyone answered.
        least = self.minimum_cell if "item" in result.group else 1e-9 * result.n
        if result.value * result.n < least:
            return "hidden_nearly_none"
        return "hidden_nearly_all" if (1 - result.value) * result.n < least else None

    def _small(self, women: float, men: float, base: float | None = None) -> str | None:
        """The rule that hides a group of these people."""
        if any(0 < cell < self.minimum_cell for cell in (women, men)):
            return "hidden_small_cell"
        return "hidden_small_base" if 0 < women + men < (self.minimum_base if base is None else base) else None

    # What is hidden because it would give something else away

    def _same_elsewhere(self, results: Sequence[Result], rules: Rules) -> None:
        """A level or unit that is hidden in one table of people is hidden in all of them."""
        for i, result in enumerate(results):
            top = result.details.get("top_women", -1.0), result.details.get("top_men", -1.0)
            if result.n and (label_keys(result.group) & self._closed_labels or top in self._closed_cells):
                rules[i] = rules[i] or FOLLOWS

    def _complement(self, results: Sequence[Result], rules: Rules, protection: Protection) -> None:
        """Hide the smallest shown groups while the hidden ones together could be told from the total."""
        smallest = self.minimum_pay_each_sex if protection == "pay" else self.minimum_cell
        tables = families(results)
        before = -1
        while before != (before := sum(rule is not None for rule in rules)):  # a cell may lie in several families
            for family in tables:
                self._complement_family([results[i] for i in family], family, rules, smallest)

    def _complement_family(
        self, family: Sequence[Result], places: Sequence[int], rules: Rules, smallest: float
    ) -> None:
        for result, place in sorted(zip(family, places, strict=True), key=lambda pair: pair[0].n):
            hidden = [one for one, i in zip(family, places, strict=True) if rules[i] is not None]
            if not hidden or self._enough(hidden, smallest):
                return
            if rules[place] is None and result.n:
                rules[place] = FOLLOWS

    def _enough(self, hidden: Sequence[Result], smallest: float) -> bool:
        """Whether the hidden groups are several, and what their total tells is not about few people."""
        sums = [sum(cell or 0 for cell in cells) for cells in zip(*((r.women, r.men) for r in hidden), strict=True)]
        few = any(0 < cell < smallest for cell in sums)
        return len(hidden) > 1 and sum(r.n for r in hidden) >= self.minimum_base and not few

    def _close(self, results: Sequence[Result], rules: Rules) -> None:
        """Hide what both sexes have where one is hidden; remember what is hidden for later tables."""
        for result, rule in zip(results, rules, strict=True):
            if rule is not None and result.group.get("sex") in ("F", "M"):
                self._closed.add(without_sex(result))
        for i, result in enumerate(results):
            if "sex" not in result.group and without_sex(result) in self._closed and result.n:
                rules[i] = rules[i] or FOLLOWS
            if rules[i] is not None and len(result.group) == 1:
                self._closed_labels |= label_keys(result.group)
                if result.women is not None and result.men is not None:
                    self._closed_cells.add((result.women, result.men))

    def _answers(self, results: Sequence[Result], rules: Rules) -> None:
        """What the answers of all, of groups, and differences, would give away of a hidden sex is hidden too.

        The same holds where so few people of another or undisclosed gender answered that all minus women
        minus men would be the answers of fewer people than may be shown.
        """
        split = {without_sex(result) for result in results if "sex" in result.group}
        for i, result in enumerate(results):
            if "sex" in result.group and rules[i] is not None:
                self._closed.add(without_sex(result))
            elif without_sex(result) in split and 0 < others_behind(result) < self.minimum_base:
                self._closed_wholes.add(without_sex(result))
        for i, result in enumerate(results):
            if "sex" in result.group or result.value is None or result.unit == "index":
                continue
            key = without_sex(result)
            closed = key in self._closed or frozenset(key) - statement(result) in self._closed_groups()
            if closed or (key in self._closed_wholes and result.unit == "share"):
                rules[i] = rules[i] or FOLLOWS
        self._complement_answers(results, rules)

    def _closed_groups(self) -> set[frozenset[tuple[str, str]]]:
        return {frozenset(key) for key in self._closed if key}

    def _complement_answers(self, results: Sequence[Result], rules: Rules) -> None:
        """No group follows from the answers of all, and those of all, where hidden, not from the groups."""
        tables: defaultdict[frozenset[tuple[str, str]], list[int]] = defaultdict(list)
        for i, result in enumerate(results):
            if "sex" not in result.group and result.n and frozenset(result.group.items()) > statement(result):
                tables[statement(result)].append(i)
        for key, rows in tables.items():
            whole_hidden = any(frozenset(closed) == key for closed in (*self._closed, *self._closed_wholes))
            while True:
                hidden = [results[i].n for i in rows if rules[i] is not None]
                shown = sorted((i for i in rows if rules[i] is None), key=lambda i: results[i].n)
                enough = sum(hidden) >= self.minimum_base and len(hidden) > (0 if whole_hidden else 1)
                if not shown or enough or not (hidden or (key and whole_hidden)):
                    break
                rules[shown[0]] = FOLLOWS

    # What passes of a result

    def _outcome(
        self, results: Sequence[Result], rules: Rules, protection: Protection, details: Mapping[str, str]
    ) -> list[Result]:
        protected = []
        neutral = {} if protection == "none" else neutral_labels(results, self.minimum_cell, self.declared)
        split = any("sex" in result.group for result in results)
        for result, rule in zip(results, rules, strict=True):
            group = result.group
            if rule is not None or protection != "seats":
                group = {name: neutral.get((name, label), label) for name, label in group.items()}
            if rule is None:
                self.shown += result.value is not None
                protected.append(replace(self._trimmed(result, protection, details, split), group=group))
            else:
                self.hidden[rule] += 1
                protected.append(Result(value=None, unit=result.unit, n=0, group=group, reason=rule))
        return protected

    def _trimmed(self, result: Result, protection: Protection, details: Mapping[str, str], split: bool) -> Result:
        """The result with its declared details, without small counts of people in it.

        People of another or undisclosed gender are few: their number is shown only where it is not small,
        and neither is a nought, which beside other groups would say where they are.
        """
        kept = {name: number for name, number in result.details.items() if name in details}
        if protection in ("seats", "none"):
            return replace(result, details=kept)
        if result.other is not None and result.other < self.minimum_cell:
            result = replace(result, other=None)
        few_others = 0 < others_behind(result) < self.minimum_cell
        if protection == "answers" and few_others:  # n − women − men would count them
            return replace(result, details=self._details(result, kept, details), women=None, men=None, other=None)
        cells = [cell for cell in (result.women, result.men) if cell is not None]
        if protection == "answers" and not is_split(result) and any(0 < c < self.minimum_cell for c in cells):
            return replace(result, details=self._details(result, kept, details), women=None, men=None, other=None)
        if protection == "pay" and (
            any(0 < cell < self.minimum_cell for cell in cells) or label_keys(result.group) & self._closed_labels
        ):  # the gap may be shown; counts, and means that with the whole's mean give the counts, may not
            return replace(result, details={}, women=None, men=None, other=None)
        fewest = self.minimum_base if split else self.minimum_cell
        if protection == "people" and 0 < others_behind(result) < fewest and result.value is not None:
            self._few_others = True
            return self._coarse(replace(result, details={}))
        if protection == "answers" and result.unit == "difference" and result.women is None and self._few_others:
            return self._coarse(replace(result, details={}))
        return replace(result, details=self._details(result, kept, details))

    def _coarse(self, result: Result) -> Result:
        """In whole per cent and on a rounded base: with the exact base the few others could be counted."""
        value, low, high = (None if x is None else round(x, 2) for x in (result.value, result.low, result.high))
        n = float(self.minimum_cell * round(result.n / self.minimum_cell))
        return replace(result, value=value, n=n, women=None, men=None, other=None, low=low, high=high)

    def _details(self, result: Result, kept: Mapping[str, float], units: Mapping[str, str]) -> dict[str, float]:
        """The details that do not stand for a few people."""
        passed = dict(kept)
        for name, number in kept.items():
            people = [{"count": number, "share": number * result.n}.get(units[name], 0.0)]
            if name == "neutral_share" and result.value is not None:
                people.append(round((1 - result.value - number) * result.n, 6))  # those who do not agree
            if name in ("at_present", "share_if_all"):  # counts of the appointments so far, carried forward
                present = result.details.get("at_present", 0.0)
                people += [present, result.n - present]
            if any(0 < count < self.minimum_cell for count in people):
                del passed[name]
        return passed
