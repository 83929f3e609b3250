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
    label_keys,
    neutral_labels,
    others_behind,
    others_having,
    runs_over,
    statement,
    without_sex,
)
from genderaudit.disclosure.demands import demands_on
from genderaudit.disclosure.editions import Counts, Editions, counts_of, figure_name
from genderaudit.disclosure.knowledge import Knowledge
from genderaudit.disclosure.numbers import PART, PARTS, PEOPLE, Number, counted, is_of_women, numbers_of
from genderaudit.disclosure.offers import Offer, Offers, Protection
from genderaudit.disclosure.rules import (
    DIFFERS,
    FOLLOWS,
    NEARLY_ALL,
    NEARLY_NONE,
    ONE_DOMINATES,
    PAY_OF_FEW,
    SMALL_BASE,
    SMALL_CELL,
)
from genderaudit.disclosure.suppression import Row, complement
from genderaudit.disclosure.tables import STAFF, Limits, Table
from genderaudit.measures.result import Result

Rules = list[str | None]
NOT_PUBLIC = ", not public"
"""Ends the name of a figure of seats for what is left of it without those of public bodies."""
FEWEST_RANKED = 200
"""Paid people, among them few of another gender, of whom the shares of women in whole per cent leave their number
open: of 140 those of one in eight organisations did not."""


@dataclass(slots=True)
class _Call:
    """One table on its way through the ledger: its results, the rule that hides each, and what it would show."""

    table: str
    figure: str
    protection: Protection
    results: Sequence[Result]
    rules: Rules
    offered: Sequence[Offer]
    before: set[int] = field(default_factory=set)
    """Results that an earlier edition, or a near round, hid."""

    def name(self, i: int) -> str:
        """Under which editions know a result."""
        return figure_name(self.figure, self.results[i])

    def counts(self, i: int) -> Counts:
        """By which editions compare a result."""
        return counts_of(self.offered[i].result, self.results[i])


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
    editions: Editions = field(default_factory=Editions)
    """What earlier editions of the round, and earlier rounds, have shown."""
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
    _closed_cells: set[tuple[float, float]] = field(default_factory=set)
    """Women and men of these groups."""
    _offers: Offers = field(init=False)

    def __post_init__(self) -> None:
        self._offers = Offers(self.minimum_cell, self.minimum_base, self.round_bases)

    def protect(
        self,
        results: Sequence[Result],
        protection: Protection,
        details: Mapping[str, str] | None = None,
        table: str = "",
        figure: str = "",
        part: bool = False,
    ) -> list[Result]:
        """The results, with those hidden that would tell about few people.

        The results of one call are one table: groups that add up to the overall result, if it is there; all
        calls with the same ``table`` (of the data contract) are about the same people. ``figure`` names what is
        computed, the same in every edition; ``part`` that it may be of some of the list whom no other table counts.
        Of a result's details only those named in ``details`` (name → unit) pass, and no small count among them.
        Raises ``DisclosureError`` where nothing could be shown safely.
        """
        rules = [self._primary(result, protection, part) for result in results]
        if protection in ("people", "pay"):
            self._same_elsewhere(results, rules)
        elif protection == "answers":
            self._answers(results, rules)
        others = protection == "pay" and self._quarters_tell_others(results)
        rules = [
            rule or (FOLLOWS if others and result.n else None) for result, rule in zip(results, rules, strict=True)
        ]
        units = {name: "count" if part and unit == "number" else unit for name, unit in (details or {}).items()}
        offered = self._offers.of(results, rules, protection, units, self.editions.amounts_beside(table))
        call = _Call(table, figure, protection, results, rules, offered)
        if protection != "none":
            everything = range(len(results))
            self._compare(call, everything)
            self._compare_parts(call, part)
            self._complement(call, everything)
            if protection == "people":
                self._close(results, rules)
            if part:
                self._note_parts(call)
            self._note(call, everything)
        return self._outcome(call)

    def protect_seats(
        self,
        results: Sequence[Result],
        details: Mapping[str, str] | None,
        protected_seats: Callable[[Mapping[str, str]], Sequence[tuple[str, float, float]]],
        given: Rules,
        figure: str = "",
    ) -> list[Result]:
        """Seats where not every body is public: the others are protected like any group of people.

        ``protected_seats`` gives for a group (of level, role; empty: the whole) the bodies in it that are not
        public, each with its women and men there: what remains when the public ones are taken off. ``given``: the
        rule of each result that is hidden for what other tables say.
        """
        whole = {body: (women, men) for body, women, men in protected_seats({})}
        hidden_bodies = {body for body, cells in whole.items() if self._small(*cells) is not None}
        rules: Rules = []
        left: list[Result | None] = []  # when the public bodies are taken off, which everybody can
        for result, rule in zip(results, given, strict=True):
            body = result.group.get("body")
            in_group = protected_seats(result.group)
            women, men = sum(row[1] for row in in_group), sum(row[2] for row in in_group)
            left.append(_seats(women, men, result) if in_group and body is None else None)
            if rule is None and body is not None:
                rule = self._rule_of_body(body, whole[body], result) if body in whole else None
            elif rule is None:
                rest = [row for row in in_group if row[0] in hidden_bodies]
                few = self._small(sum(row[1] for row in rest), sum(row[2] for row in rest))
                rule = self._small(women, men, base=0) or (FOLLOWS if len(rest) == 1 or few else None)
            rules.append(rule)
        call = _Call("bodies", figure, "seats", results, rules, self._offers.of(results, rules, "seats", details or {}))
        private = [i for i, result in enumerate(results) if protected_seats(result.group)]
        self._compare(call, private)
        self._compare_seats(call, left)
        self._complement(call, private)
        for i, result in enumerate(results):
            if call.rules[i] is not None and result.group.get("body") in whole:
                self._closed_labels |= self._labels({"body": result.group["body"]})
            remaining = left[i]
            if call.rules[i] is None and remaining is not None:
                self.editions.note(f"{call.name(i)}{NOT_PUBLIC}", counts_of(remaining, remaining))
        self._note(call, range(len(results)))  # a body may be public no more
        return self._outcome(call)

    def _compare_seats(self, call: _Call, left: Sequence[Result | None]) -> None:
        """Hide seats of which those that are not public differ by few from those of an earlier edition or round."""
        for i, rest in enumerate(left):
            if call.rules[i] is None and rest is not None:
                name, limits = f"{call.name(i)}{NOT_PUBLIC}", (self.minimum_cell, self.minimum_base)
                counts = counts_of(rest, rest)
                shown = self.editions.has_shown(name, counts)
                if not shown and self.editions.differs_by_few(call.table, name, rest, counts, *limits):
                    call.rules[i] = DIFFERS

    def _rule_of_body(self, body: str, seats: tuple[float, float], result: Result) -> str | None:
        """The rule that hides a body that is not public; of youth seats young, older and others count too."""
        if self._labels({"body": body}) & self._closed_labels:
            return FOLLOWS
        cells = [result.women or 0.0, result.men or 0.0, result.other or 0.0, *cells_behind(result)]
        return self._small(*seats) or (SMALL_CELL if any(0 < cell < self.minimum_cell for cell in cells) else None)

    @property
    def closed(self) -> list[tuple[str, str]]:
        """Groups that are hidden in a table of people, for ``recall``."""
        return sorted(self._closed_labels)

    def recall(self, closed: Iterable[Sequence[str]]) -> None:
        """Groups that an earlier phase hid in a table of people are hidden in this phase too."""
        self._closed_labels |= {(dimension, label) for dimension, label in closed}

    def withhold(self, results: Sequence[Result], figure: str) -> list[Result]:
        """Everything hidden: the people differ by few from those of an earlier edition that lacks the figure."""
        rules: Rules = [DIFFERS if result.n else None for result in results]
        return self._outcome(_Call("", figure, "people", results, rules, [Offer(result) for result in results]))

    # What is hidden on its own account

    def _primary(self, result: Result, protection: Protection, part: bool = False) -> str | None:
        """The rule that hides this result on its own account."""
        if protection in ("none", "seats") or not result.n:
            return None
        cells = [cell for cell in (result.women, result.men) if cell is not None]
        if protection == "pay" and (
            any(cell < self.minimum_pay_each_sex for cell in cells) or result.n < self.minimum_base
        ):
            return PAY_OF_FEW
        if any(result.details.get(f"remainder_{sex}", 1.0) < self.dominance for sex in ("women", "men")):
            return ONE_DOMINATES
        # That a gap is shown says that there are so many women and men.
        counted = cells if protection in ("people", "pay") else []
        few = others_behind(result) < self.minimum_base or "women_known" in result.details  # shown in round numbers
        others = [] if few else others_having(result)
        if result.details.get("answers", 1.0) == 0:  # nobody answered: the mark is the same for none and for few
            return SMALL_CELL
        if any(0 < cell < self.minimum_cell for cell in (*counted, *cells_behind(result), *others)):
            return SMALL_CELL
        alone = [result.details.get(f"alone_{sex}", 0.0) for sex in ("women", "men")]
        if result.n < self.minimum_base or any(0 < few < self.minimum_base for few in alone):
            return SMALL_BASE  # beside the gap of all, one without these people would tell what they are paid
        if protection == "answers" and result.value is not None:
            return self._of_answers(result, cells)
        # Whom a share of such people counts, unless women, is not known: they may be few. So may those in a count.
        if part and result.unit == "count" and 0 < (result.value or 0.0) < self.minimum_cell:
            return SMALL_CELL
        return self._nearly_alike(result, self.minimum_cell) if part and not is_of_women(result) else None

    def _of_answers(self, result: Result, cells: Sequence[float]) -> str | None:
        """Answers of few women or men, and answers that (nearly) all agree."""
        beside = len(result.group) > 1 and "sex" not in result.group  # the value is of all in the group
        if not beside and any(0 < cell < self.minimum_base for cell in cells):
            return SMALL_BASE if "sex" in result.group else FOLLOWS  # those of all, for the sake of a few women or men
        # Of a key area the value is a mean of people's own shares: only 0 and 1 say what everyone answered.
        return self._nearly_alike(result, self.minimum_cell if "item" in result.group else 1e-9 * result.n)

    def _nearly_alike(self, result: Result, least: float) -> str | None:
        """A share of nearly all, or of next to nobody: fewer than ``least``."""
        if result.unit != "share" or result.value is None:
            return None
        if result.value * result.n < least:
            return NEARLY_NONE
        return NEARLY_ALL if (1 - result.value) * result.n < least else None

    def _quarters_tell_others(self, results: Sequence[Result]) -> bool:
        """Whether women's shares of the quarters of the pay scale fit but few numbers of people of another gender."""
        quarters = [result for result in results if result.unit == "share"]
        few = any(0 < (result.other or 0.0) < self.minimum_base for result in quarters)
        return few and sum(result.n for result in quarters) < FEWEST_RANKED

    def _small(self, women: float, men: float, base: float | None = None) -> str | None:
        """The rule that hides a group of these people."""
        if any(0 < cell < self.minimum_cell for cell in (women, men)):
            return SMALL_CELL
        return SMALL_BASE if 0 < women + men < (self.minimum_base if base is None else base) else None

    # What is hidden because it would give something else away

    def _same_elsewhere(self, results: Sequence[Result], rules: Rules) -> None:
        """A level or unit that is hidden in one table of people is hidden in all of them.

        So is an index over groups that are hidden: with the groups that are shown it would tell them.
        """
        closed = {name for name, _ in self._closed_labels}
        for i, result in enumerate(results):
            if runs_over(result) & closed:
                rules[i] = rules[i] or FOLLOWS
            top = result.details.get("top_women", -1.0), result.details.get("top_men", -1.0)
            elsewhere = self._labels(result.group) & self._closed_labels
            if elsewhere or (result.n and top in self._closed_cells):  # that there is nobody is no more said
                rules[i] = rules[i] or FOLLOWS

    def _compare(self, call: _Call, protected: Iterable[int]) -> None:
        """Hide what would tell about few who came or went since an earlier edition or round; mark what these hid."""
        for i in protected:
            offer, name, ruled = call.offered[i].result, call.name(i), call.rules[i] is not None
            if not ruled and (not call.results[i].n or self.editions.has_shown(name, call.counts(i))):
                continue
            if self.editions.was_hidden(call.table, name):
                call.before.add(i)
            elif not ruled and (
                self.editions.differs_by_few(
                    call.table, name, offer, call.counts(i), self.minimum_cell, self.minimum_base
                )
                or self._tells_staff(call.results[i])
            ):
                call.rules[i] = DIFFERS

    def _tells_staff(self, result: Result) -> bool:
        """Whether the base of a rate of response tells of few who came to the staff since its figures were shown."""
        if "answers" not in result.details:
            return False
        heads = {"F": (-1.0, result.n, -1.0), "M": (-1.0, -1.0, result.n)}
        counts = heads.get(result.group.get("sex", ""), (result.n, -1.0, -1.0))
        return self.editions.tells_change(STAFF, _heads(result), counts, self.minimum_cell)

    def _compare_parts(self, call: _Call, part: bool) -> None:
        """Hide what is of all but a few of the people of another figure, where one of them is of a part of the list.

        Nobody knows how a part that somebody has chosen, managers for example, relates to what the tables count:
        the whole less these may be a few people.
        """
        few = self.minimum_base if call.protection == "answers" else self.minimum_cell
        layers = (*PARTS, PEOPLE, PART) if part else (PART,)
        for i, result in enumerate(call.results):
            counts = [
                (number.value, shown)
                for number in numbers_of(result)
                for place in self._places(call.table, number, layers)
                for _, shown in self.knowledge.beside(self.knowledge.unknown(place, number.value))
            ]
            if any(0 < abs(one - other) < few for one, other in counts):
                call.rules[i] = call.rules[i] or DIFFERS

    def _note_parts(self, call: _Call) -> None:
        """Have other figures know of how many people of a part these are."""
        for result, rule in zip(call.results, call.rules, strict=True):
            for number in numbers_of(result) if rule is None else ():
                for place in self._places(call.table, number, (PART,)):
                    self.knowledge.publish(self.knowledge.unknown(place, number.value), (number.value, number.value))

    def _places(self, table: str, number: Number, layers: Iterable[str]) -> list[tuple[object, ...]]:
        """Where as many people would stand in these layers."""
        layer, sex, group = number.place
        return [(table, one, sex, *sorted(group)) for one in layers] if layer == PEOPLE else []

    def _note(self, call: _Call, protected: Iterable[int]) -> None:
        """Have later editions know what this one shows and hides."""
        for i in protected:
            if call.rules[i] is not None:
                self.editions.note_hidden(call.name(i))
                continue
            self.editions.note(call.name(i), call.counts(i))
            if call.table == STAFF and is_of_women(call.results[i]):
                self.editions.note(_heads(call.results[i]), call.counts(i))

    def _complement(self, call: _Call, protected: Sequence[int]) -> None:
        """Hide the fewest further results so that no hidden one can be derived from all that is published.

        ``protected``: those that may be hidden; of seats the others are public, and known.
        """
        results, rules = call.results, call.rules
        order = sorted(range(len(results)), key=lambda i: (results[i].n, sorted(results[i].group.items())))
        ordered, ruled = [results[i] for i in order], [rules[i] for i in order]
        limits = Limits(self.minimum_cell, self.minimum_base, self.minimum_pay_each_sex)
        who = counted(ordered, call.protection, call.figure)
        asked = Table(call.table, ordered, self.knowledge, limits, who, self.areas)
        asked.relate()
        asked.guard(ruled, [i in protected for i in order])
        closed = {frozenset(key) for key in (*self._closed, *self._closed_wholes)}
        demands = list(demands_on(ordered, call.protection, limits, closed))
        rows = dict(zip(order, asked.rows(ruled, [call.offered[i] for i in order]), strict=True))
        for i, row in rows.items():
            if i not in protected or self.editions.was_shown(call.table, call.name(i), call.counts(i)):
                self._publish(row)  # to hide it now would hide nothing
        asked_for = [i for i in order if i in protected]
        before = {place for place, i in enumerate(asked_for) if i in call.before}
        hidden = complement([rows[i] for i in asked_for], demands, self.knowledge, before)
        for place, i in enumerate(asked_for):
            if place not in hidden:
                self._publish(rows[i])
            elif results[i].n and rules[i] is None:
                rules[i] = FOLLOWS

    def _publish(self, row: Row) -> None:
        for unknown, bounds in row.shows.items():
            self.knowledge.publish(unknown, bounds)

    def _close(self, results: Sequence[Result], rules: Rules) -> None:
        """Hide what both sexes have where one is hidden; remember what is hidden for later tables."""
        for result, rule in zip(results, rules, strict=True):
            if rule is not None and result.group.get("sex") in ("F", "M"):
                self._closed.add(without_sex(result))
        for i, result in enumerate(results):
            if "sex" not in result.group and without_sex(result) in self._closed and result.n:
                rules[i] = rules[i] or FOLLOWS
            if rules[i] is not None and len(result.group) == 1 and result.n:
                self._closed_labels |= self._labels(result.group)
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

    def _labels(self, group: Mapping[str, str]) -> set[tuple[str, str]]:
        """What other tables may have too of a group's labels."""
        return {(dimension, self.knowledge.keyed(label)) for dimension, label in label_keys(group)}

    def _closed_groups(self) -> set[frozenset[tuple[str, str]]]:
        return {frozenset(key) for key in self._closed if key}

    def _outcome(self, call: _Call) -> list[Result]:
        protected, open_to_all = [], call.protection in ("none", "seats")
        neutral = neutral_labels(call.results, call.rules, self.minimum_cell, self.declared)
        for result, offer, rule in zip(call.results, call.offered, call.rules, strict=True):
            group = result.group
            if rule is not None or not open_to_all:
                group = {name: neutral.get((name, label), label) for name, label in group.items()}
            if rule is None:
                self.shown += result.value is not None
                protected.append(replace(offer.result, group=group))
            else:
                self.hidden[rule] += 1
                hidden = Result(value=None, unit=result.unit, n=0, group=group, reason=rule)
                self.log.append({"figure": figure_name(call.figure, hidden), "rule": rule})
                protected.append(hidden)
        return protected


def _seats(women: float, men: float, result: Result) -> Result:
    """Seats in the group of a result."""
    return Result(value=None, unit="seats", n=women + men, women=women, men=men, group=result.group, reason=FOLLOWS)


def _heads(result: Result) -> str:
    """Under which name editions know how many women and men of the staff are in a group."""
    return figure_name("heads", replace(result, group=dict(without_sex(result))))
