"""Disclosure control: no figure is shown or written unless it has passed the ledger.

Two regimes. *Seats* of bodies that the organisation declares public are shown as they are. Everything else
is protected: small cells, small bases, pay of few people and answers that all agree are hidden, and further
cells are hidden where they would give a hidden one away: by its total, by women and men side by side, by the
same group in another table. What is hidden keeps its row and says why; a group so small that its name may be
a person's loses the name too.
Source: the project's method, after the rules of thumb of the ESSnet handbook on statistical disclosure control.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from secrets import token_bytes

from genderaudit.disclosure.cells import (
    Key,
    cells_behind,
    elsewhere,
    label_keys,
    neutral_labels,
    others_behind,
    runs_over,
    statement,
    without_sex,
)
from genderaudit.disclosure.demands import demands_on
from genderaudit.disclosure.knowledge import Knowledge
from genderaudit.disclosure.numbers import PART, counted
from genderaudit.disclosure.offers import Offer, Offers, Protection
from genderaudit.disclosure.primary import (
    Seats,
    primary_rule,
    quarters_tell_others,
    refuse_untold,
    rule_of_few,
    rule_of_seats,
)
from genderaudit.disclosure.rules import DIFFERS, FOLLOWS, IN_A_BAND, NEARLY_ALL, NEARLY_NONE, SMALL_CELL, Limits
from genderaudit.disclosure.subsets import are_all, near_parts, note_parts
from genderaudit.disclosure.suppression import Row, complement
from genderaudit.disclosure.tables import Table
from genderaudit.measures.result import Result
from genderaudit.precision import Band, band_of, numbers_in

Rules = list[str | None]


@dataclass(slots=True)
class _Call:
    """One table on its way through the ledger: its results, the rule that hides each, and what it would show."""

    table: str
    figure: str
    protection: Protection
    results: Sequence[Result]
    rules: Rules
    offered: Sequence[Offer]
    own: bool = False
    """Whether they are a researcher's own, so that they may be of some of the list whom no other table counts."""
    bands: dict[int, Band] = field(default_factory=dict)
    """Shares of answers on which nearly all agree, to statements, of which a band is shown."""


@dataclass(slots=True)
class Ledger:
    """Decides what may be shown, and counts what was hidden by which rule."""

    minimum_cell: int
    minimum_base: int
    minimum_pay_each_sex: int
    areas: Mapping[str, str] = field(default_factory=dict)
    """Key area of each statement of the questionnaire."""
    declared: Collection[str] | None = None
    """Labels that the organisation names itself in ``organisation.yml`` (its levels); ``None``: any level is one."""
    round_bases: float = 0
    """Step to which counts of people are rounded in everything protected; 0: they are exact."""
    dominance: float = 0.1
    """A sum of pay is of one person if all but the two best paid have less than this part of the best paid."""
    knowledge: Knowledge = field(default_factory=lambda: Knowledge(token_bytes(16)))
    """What earlier phases and this one have published, and what must not follow from it."""
    hidden: Counter[str] = field(default_factory=Counter)
    shown: int = 0
    log: list[dict[str, str]] = field(default_factory=list)
    """For the auditor: each hidden result, by the name under which it is shown, with its rule."""
    _closed: set[Key] = field(default_factory=set)
    """Statements, areas and groups of which one sex is hidden."""
    _closed_wholes: set[Key] = field(default_factory=set)
    """Statements and areas of which all minus women minus men would be a few people's answers."""
    _closed_labels: set[tuple[str, str]] = field(default_factory=set)
    """Levels, units … that are hidden in a table of people: dimension and keyed hash of the label."""
    _limits: Limits = field(init=False)
    _offers: Offers = field(init=False)

    def __post_init__(self) -> None:
        self._limits = Limits(self.minimum_cell, self.minimum_base, self.minimum_pay_each_sex, self.dominance)
        self._offers = Offers(self._limits, self.round_bases)

    def protect(
        self,
        results: Sequence[Result],
        protection: Protection,
        details: Mapping[str, str] | None = None,
        table: str = "",
        figure: str = "",
        own: bool = False,
    ) -> list[Result]:
        """The results, with those hidden that would tell about few people.

        The results of one call are one table: groups that add up to the overall result, if it is there; all
        calls with the same ``table`` (of the data contract) are about the same people. ``figure`` names what is
        computed; ``own`` that a researcher has defined it: it may be of some of the list
        whom no other table counts.
        Of a result's details only those named in ``details`` (name → unit) pass, and no small count among them.
        Raises ``DisclosureError`` where nothing could be shown safely, and ``AuditError`` where the results lack the
        parts by which they are judged.
        """
        refuse_untold(figure or "This figure", results, protection)
        rules = [primary_rule(result, protection, self._limits, own) for result in results]
        if protection in ("people", "pay"):
            self._same_elsewhere(results, rules)
        elif protection == "answers":
            self._answers(results, rules)
        others = protection == "pay" and quarters_tell_others(results, self._limits)
        rules = [
            rule or (FOLLOWS if others and result.n else None) for result, rule in zip(results, rules, strict=True)
        ]
        units = {name: "count" if own and unit == "number" else unit for name, unit in (details or {}).items()}
        offered = self._offers.of(results, rules, protection, units)
        call = _Call(table, figure, protection, results, rules, offered, own)
        if protection != "none":
            everything = range(len(results))
            self._compare_parts(call)
            call.bands = {i: band for i in everything if (band := self._band(results[i], rules[i]))}
            self._complement(call, everything)
            if protection == "people":
                self._close(results, rules)
            if own:
                note_parts(
                    self.knowledge, table, [one for one, rule in zip(results, rules, strict=True) if rule is None]
                )
        return self._outcome(call)

    def protect_seats(
        self,
        results: Sequence[Result],
        details: Mapping[str, str] | None,
        protected_seats: Callable[[Mapping[str, str]], Sequence[Seats]],
        given: Rules,
        figure: str = "",
    ) -> list[Result]:
        """Seats where not every body is public: the others are protected like any group of people.

        ``protected_seats`` gives for a group (of level, role, a body; empty: all that totals count) the bodies in it
        that are not public, each with its women and men there: what remains when the public ones are taken off.
        ``given``: the rule of each result that is hidden for what other tables say.
        """
        bodies = {body for body, *_ in protected_seats({})} | {one.group.get("body", "") for one in results}
        whole = {name: (women, men) for body in bodies for name, women, men, _ in protected_seats({"body": body})}
        results = self._without_others(results, protected_seats)
        rules: Rules = []
        for result, rule in zip(results, given, strict=True):
            body, in_group = result.group.get("body"), protected_seats(result.group)
            if body is None:
                rules.append(rule or rule_of_seats(in_group, whole, self._limits))
            else:
                rules.append(rule or (self._rule_of_body(body, whole[body], result) if body in whole else None))
        call = _Call("bodies", figure, "seats", results, rules, self._offers.of(results, rules, "seats", details or {}))
        private = [i for i, result in enumerate(results) if protected_seats(result.group)]
        self._complement(call, private)
        for i, result in enumerate(results):
            if call.rules[i] is not None and result.group.get("body") in whole:
                self._closed_labels |= self._labels({"body": result.group["body"]})
        return self._outcome(call)

    def _without_others(
        self, results: Sequence[Result], protected_seats: Callable[[Mapping[str, str]], Sequence[Seats]]
    ) -> list[Result]:
        """Seats of several bodies, not all public, without their people of another gender where these may be few."""
        few = any(0 < other < self.minimum_cell for *_, other in protected_seats({}))
        return [
            replace(one, other=None)
            if "body" not in one.group and protected_seats(one.group) and (few or (one.other or 0) < self.minimum_cell)
            else one
            for one in results
        ]

    def _rule_of_body(self, body: str, seats: tuple[float, float], result: Result) -> str | None:
        """The rule that hides a body that is not public; of youth seats young, older and others count too."""
        if self._labels({"body": body}) & self._closed_labels:
            return FOLLOWS
        cells = [result.women or 0.0, result.men or 0.0, result.other or 0.0, *cells_behind(result)]
        return rule_of_few(*seats, self._limits) or (
            SMALL_CELL if any(0 < cell < self.minimum_cell for cell in cells) else None
        )

    @property
    def closed(self) -> list[tuple[str, str]]:
        """Groups that are hidden in a table of people, for ``recall``."""
        return sorted(self._closed_labels)

    def recall(self, closed: Iterable[Sequence[str]]) -> None:
        """Groups that an earlier phase hid in a table of people are hidden in this phase too."""
        self._closed_labels |= {(dimension, label) for dimension, label in closed}

    # What is hidden because it would give something else away

    def _same_elsewhere(self, results: Sequence[Result], rules: Rules) -> None:
        """A level or unit that is hidden in one table of people is hidden in all of them.

        So is an index over groups that are hidden: with the groups that are shown it would tell them.
        """
        closed = {name for name, _ in self._closed_labels}
        for i, result in enumerate(results):
            if runs_over(result) & closed:
                rules[i] = rules[i] or FOLLOWS
            groups = [result.group, *(part.group or {} for part in elsewhere(result) if result.n)]
            if any(
                self._labels(group) & self._closed_labels for group in groups
            ):  # that there is nobody is no more said
                rules[i] = rules[i] or FOLLOWS

    def _compare_parts(self, call: _Call) -> None:
        """Hide what is of all but a few of the people of another figure, where one of them is of a part of the list."""
        few = self.minimum_base if call.protection == "answers" else self.minimum_cell
        near = near_parts(self.knowledge, call.table, call.results, few, call.own)
        for i in near:
            call.rules[i] = call.rules[i] or DIFFERS

    def _complement(self, call: _Call, protected: Sequence[int]) -> None:
        """Hide the fewest further results so that no hidden one can be derived from all that is published.

        ``protected``: those that may be hidden; of seats the others are public, and known.
        """
        results, rules = call.results, call.rules
        order = sorted(range(len(results)), key=lambda i: (results[i].n, sorted(results[i].group.items())))
        ordered, ruled = [results[i] for i in order], [rules[i] for i in order]
        who = counted(ordered, call.protection, call.figure)
        if call.own and not are_all(
            self.knowledge, call.table, results
        ):  # as many of two parts are not the same people
            who = f"{PART}, {call.figure}"
        asked = Table(call.table, ordered, self.knowledge, self._limits, who, self.areas)
        asked.relate()
        asked.guard(ruled, [i in protected for i in order])
        closed = self._closed | self._closed_wholes
        demands = list(demands_on(ordered, call.protection, self._limits, closed))
        rows = dict(zip(order, asked.rows(ruled, [call.offered[i] for i in order]), strict=True))
        for i, row in rows.items():
            if i not in protected:
                self._publish(row)
        asked_for = [i for i in order if i in protected]
        bands = [asked.band(order.index(i), numbers_in(band, results[i].n)) for i, band in call.bands.items()]
        hidden = complement([*(rows[i] for i in asked_for), *bands], demands, self.knowledge)
        for place, (i, row) in enumerate(zip(list(call.bands), bands, strict=True), start=len(asked_for)):
            if place in hidden:
                del call.bands[i]
            else:
                self._publish(row)
        for place, i in enumerate(asked_for):
            if place not in hidden:
                self._publish(rows[i])
            elif results[i].n and rules[i] is None:
                rules[i] = FOLLOWS

    def _band(self, result: Result, rule: str | None) -> Band | None:
        """The band of a share of answers to a statement that is hidden since nearly all, or nearly nobody, agrees."""
        if rule not in (NEARLY_NONE, NEARLY_ALL) or "item" not in result.group or "sex" not in result.group:
            return None
        return band_of(round((result.value or 0.0) * result.n), result.n, self.minimum_cell)

    def _publish(self, row: Row) -> None:
        for unknown, bounds in row.shows.items():
            self.knowledge.publish(unknown, bounds)

    def _close(self, results: Sequence[Result], rules: Rules) -> None:
        """Hide what both sexes have where one is hidden; remember what is hidden for later tables."""
        pairs = list(zip(results, rules, strict=True))
        split = {without_sex(one) for one, rule in pairs if rule is not None and one.group.get("sex") in ("F", "M")}
        self._closed |= split - {frozenset()}  # of the whole list only here: other figures of it are other figures
        for i, result in enumerate(results):
            if "sex" not in result.group and without_sex(result) in self._closed | split and result.n:
                rules[i] = rules[i] or FOLLOWS
            if rules[i] is not None and len(result.group) == 1 and result.n:
                self._closed_labels |= self._labels(result.group)

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
            closed = key in self._closed or key - statement(result) in self._closed - {frozenset()}
            if closed or (key in self._closed_wholes and result.unit == "share"):
                rules[i] = rules[i] or FOLLOWS

    def _labels(self, group: Mapping[str, str]) -> set[tuple[str, str]]:
        """What other tables may have too of a group's labels."""
        return {(dimension, self.knowledge.keyed(label)) for dimension, label in label_keys(group)}

    def _outcome(self, call: _Call) -> list[Result]:
        protected, open_to_all = [], call.protection in ("none", "seats")
        neutral = neutral_labels(call.results, call.rules, self.minimum_cell, self.declared)
        for i, (result, offer, rule) in enumerate(zip(call.results, call.offered, call.rules, strict=True)):
            group = result.group
            if rule is not None or not open_to_all:
                group = {name: neutral.get((name, label), label) for name, label in group.items()}
            if rule is None:
                self.shown += result.value is not None
                protected.append(replace(offer.result, group=group))
            else:
                self.hidden[rule] += i not in call.bands
                self.shown += i in call.bands
                hidden = Result(value=None, unit=result.unit, n=0, group=group, reason=rule)
                if band := call.bands.get(i):
                    low, high = band
                    hidden = replace(hidden, n=result.n, reason=IN_A_BAND, low=low, high=high)
                self.log.append({"figure": figure_name(call.figure, hidden), "rule": rule})
                protected.append(hidden)
        return protected


def figure_name(figure: str, result: Result) -> str:
    """What is computed and of which group, the same in every language."""
    return figure + "".join(f"[{name}={label}]" for name, label in sorted(result.group.items()))
