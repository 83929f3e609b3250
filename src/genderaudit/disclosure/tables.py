"""A table of results as what a reader can know: its numbers, their equations, what must stay open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import inf

from genderaudit.disclosure.cells import count_of, families, statement
from genderaudit.disclosure.knowledge import Guard, Knowledge, Unknown
from genderaudit.disclosure.numbers import (
    ANSWERING,
    ANSWERS,
    BOTH,
    GAP,
    MEN,
    NOT,
    OF_FIGURES,
    OTHERS,
    PARTS,
    PEOPLE,
    POPULATION,
    QUESTIONS,
    SUM,
    WOMEN,
    YOUNG,
    Layer,
    Number,
    Place,
    age_of,
    is_not_stated,
    label_of,
    numbers_of,
    told,
)
from genderaudit.disclosure.offers import Offer
from genderaudit.disclosure.rules import DIFFERS, FOLLOWS, Limits
from genderaudit.disclosure.suppression import Row
from genderaudit.measures.counting import NOT_STATED
from genderaudit.measures.result import Kind, Result

_NOT_PARTS = frozenset(("below", "component", "model", "indicator", "from", "to", "question", "line"))
"""Names in a group whose values do not divide people: they compare, or name what is computed."""
_AGES = ("age", "age_band")
STAFF = "staff"
PAY_WIDTH = 0.2
"""Of what few people are paid together, or women's pay against men's, no reader comes closer than a tenth to a side."""


class Table:
    """The results of one call of the ledger, of one table of people, with the unknowns they stand for."""

    def __init__(
        self,
        name: str,
        results: Sequence[Result],
        knowledge: Knowledge,
        limits: Limits,
        counted: str = PEOPLE,
        areas: Mapping[str, str] | None = None,
    ) -> None:
        """``counted``: who is counted as people here, everybody or those of whom something is known.

        ``areas``: the key area of each statement of the questionnaire.
        """
        self._name = name
        self._areas = areas or {}
        self._counted = counted
        self._results = results
        self._knowledge = knowledge
        self._limits = limits
        self._numbers = [list(numbers_of(result)) for result in results]

    def rows(self, rules: Sequence[str | None], offered: Sequence[Offer]) -> list[Row]:
        """A row for each result: hidden if it has a rule, else showing what ``offered`` tells."""
        rows = []
        largest = max((result.n for result in self._results), default=0.0)
        cells = zip(self._results, self._numbers, rules, offered, strict=True)
        for result, numbers, rule, offer in cells:
            # Women and men are what an audit is about: rather than one of them the whole is hidden.
            row = Row(rule is not None, result.n + (largest if "sex" in result.group else 0.0))
            for number in numbers:
                unknown = self._unknown(number.place, number.value)
                row.values[unknown] = number.value
                if rule is None and (bounds := told(number, result, offer)):
                    row.shows[unknown] = bounds
            self._compare(result, offer.result if rule is None else None, row)
            rows.append(row)
        return rows

    def band(self, position: int, answers: tuple[float, float]) -> Row:
        """A row that shows how many answered, and between which numbers those lie who are in favour.

        It weighs next to nothing: rather than a figure the band is not shown.
        """
        row = Row(False, 1.0 / self._results[position].n)
        for number in self._numbers[position]:
            unknown = self._unknown(number.place, number.value)
            row.values[unknown] = number.value
            row.shows[unknown] = answers if number.place[0] == ANSWERS else (number.value, number.value)
        return row

    def relate(self) -> None:
        """Note the equations of the table: sexes and groups add up; what is left open by the rules."""
        for numbers in self._numbers:
            for number in numbers:
                unknown = self._unknown(number.place, number.value)
                if number.ceiling < inf:
                    self._knowledge.ceilings[unknown] = number.ceiling
        places = {number.place: number.value for numbers in self._numbers for number in numbers}
        self._sexes(places)
        self._chosen(places)
        for varying, family in families(self._results):
            self._family(varying, family)
        self._statements()

    def guard(self, rules: Sequence[str | None], protected: Sequence[bool]) -> None:
        """Note what must stay open of the results that are ``protected``: hidden ones, few people of another gender."""
        for result, numbers, rule, may_hide in zip(self._results, self._numbers, rules, protected, strict=True):
            for number in numbers if may_hide else ():
                guard = self._guard(number, result, rule)
                unknown = self._unknown(number.place, number.value)
                if guard and not self._knowledge.exact(unknown):  # what is shown elsewhere is no secret here
                    self._knowledge.guard(unknown, guard)

    def _guard(self, number: Number, result: Result, rule: str | None) -> Guard | None:
        if is_not_stated(number) or self._is_part_of_shown(number):
            return None
        layer, sex, _ = number.place
        smallest = self._limits.cell
        few, whole = 0 < number.value < smallest, float(number.value).is_integer()
        if layer == ANSWERS:
            few_answer = sex == OTHERS and number.ceiling < self._limits.base
            if few_answer or (rule is not None and _own(rule)):
                left = min(self._left_by_whole(result), self._left_by_area(number, result))
                width = min(smallest - 1, number.ceiling, left)
                return Guard(width) if width > 0 else None
            return None
        if layer == SUM:
            return Guard(PAY_WIDTH, relative=True) if rule is not None and _own(rule) and number.value else None
        if layer == GAP:
            return Guard(PAY_WIDTH * result.n) if rule is not None and _own(rule) else None
        if layer == ANSWERING:
            width = min(smallest - 1, number.ceiling)
            return Guard(width, count=True) if rule is not None and _own(rule) and number.value < smallest else None
        if sex == OTHERS:
            return Guard(smallest - 1, count=whole) if few else None
        if rule == DIFFERS:  # from its total and its siblings it must not follow either
            return Guard(smallest - 1, count=whole) if number.value else None
        if rule is None or not _own(rule):
            return None
        small_base = 0 < number.value <= result.n < self._limits.base and sex in (WOMEN, MEN) and layer != POPULATION
        return Guard(smallest - 1, count=whole) if few or small_base else None

    def _is_part_of_shown(self, number: Number) -> bool:
        """Of people who are shown, those of whom pay or hours are known: it tells only that entries are missing."""
        layer, sex, group = number.place
        people = self._knowledge.unknown((self._name, PEOPLE, sex, *sorted(group)), number.value)
        return layer == PEOPLE and self._counted in PARTS and bool(self._knowledge.beside(people))

    def _left_by_whole(self, result: Result) -> float:
        """Of a key area: what the answers of all leave open of any group in it; they are shown however near 0 or 1.

        A statement on which nearly all agree is hidden instead.
        """
        if "item" in result.group:
            return inf
        of_all = [one for one in self._results if statement(one) == statement(result) and one.value is not None]
        without_sex = [one for one in of_all if "sex" not in one.group]
        whole = [one for one in without_sex if one.group.items() == statement(one)] or without_sex or of_all
        agree, asked = sum((one.value or 0.0) * one.n for one in whole), sum(one.n for one in whole)
        return min(agree, asked - agree)

    def _left_by_area(self, number: Number, result: Result) -> float:
        """Of a statement: what its key area, which is shown however near 0 or 1, leaves open of it."""
        area = self._area_of(number, result)
        if area is None or not self._knowledge.beside(self._unknown(area, -1.0)):
            return inf
        asked = self._by_area()[area]
        agree = sum(one.value for one, _ in asked)
        return min(agree, sum(n for _, n in asked) - agree)

    def _area_of(self, number: Number, result: Result) -> Place | None:
        """Where the answers to the key area of a statement stand, of the same people."""
        layer, sex, group = number.place
        area = self._areas.get(result.group.get("item", ""))
        if layer != ANSWERS or area is None:
            return None
        return layer, sex, frozenset(pair for pair in group if pair[0] != "item") | {("area", area)}

    def _by_area(self) -> dict[Place, list[tuple[Number, float]]]:
        """The answers to the statements of each key area, with how many answered."""
        asked: defaultdict[Place, list[tuple[Number, float]]] = defaultdict(list)
        for result, numbers in zip(self._results, self._numbers, strict=True):
            for number in numbers:
                if (area := self._area_of(number, result)) is not None:
                    asked[area].append((number, result.n))
        return asked

    def _unknown(self, place: Place, value: float, signed: bool = False) -> Unknown:
        layer, sex, group = place
        named = [
            self._knowledge.unknown(place, value, signed or layer == GAP)
            for place in self._same_people(layer, sex, group)
        ]
        return next((unknown for unknown in named if self._knowledge.knows(unknown)), named[-1])

    def _same_people(self, layer: Layer, sex: str, group: frozenset[tuple[str, str]]) -> list[tuple[object, ...]]:
        """Where a number may stand already."""
        of = STAFF if layer == POPULATION else self._name
        return [(of, one, sex, *sorted(group)) for one in self._layers(layer)]

    def _layers(self, layer: Layer) -> tuple[Layer, ...]:
        """As many of a part of the people as there are people are the same; two parts of one size are not.

        Those with a known pay and those with known hours may be sixteen each, and not the same sixteen.
        """
        if layer.removeprefix(NOT) in OF_FIGURES:
            return (f"{layer} of {self._counted}",)
        if layer == POPULATION:
            return (PEOPLE,)
        if layer != PEOPLE:
            return (layer,)
        return (*PARTS, PEOPLE) if self._counted == PEOPLE else (PEOPLE, self._counted)

    def _sexes(self, places: Mapping[Place, float]) -> None:
        """Women, men and others add up to all."""
        for (layer, sex, group), everybody in places.items():
            women, men = places.get((layer, WOMEN, group)), places.get((layer, MEN, group))
            if sex != BOTH or women is None or men is None:
                continue
            equation = {
                self._unknown((layer, BOTH, group), everybody): 1.0,
                self._unknown((layer, WOMEN, group), women): -1.0,
                self._unknown((layer, MEN, group), men): -1.0,
            }
            others = round(everybody - women - men, 6)
            if others > 0:
                unknown = self._unknown((layer, OTHERS, group), others)
                equation[unknown] = -1.0
                of_people = places.get((PEOPLE, OTHERS, group))
                if layer == ANSWERS and of_people is not None:
                    self._knowledge.ceilings[unknown] = of_people
                    if of_people < self._limits.base:
                        self._knowledge.guard(unknown, Guard(min(self._limits.cell - 1, of_people)))
            if others >= 0:
                self._knowledge.add(equation)

    def _chosen(self, places: Mapping[Place, float]) -> None:
        """Those chosen and those not chosen add up to those who could have been."""
        for (layer, sex, group), others in places.items():
            if layer.startswith(NOT):
                chosen = layer, sex, group
                who = layer.removeprefix(NOT), sex, group
                everybody = places[who] + others
                self._knowledge.add(
                    {
                        self._unknown((PEOPLE, sex, group), everybody): 1.0,
                        self._unknown(who, places[who]): -1.0,
                        self._unknown(chosen, others): -1.0,
                    }
                )

    def _statements(self) -> None:
        """The statements of a key area add up to it, but for what some have not answered."""
        for (layer, sex, group), items in self._by_area().items():
            if len(items) < sum(area == dict(group)["area"] for area in self._areas.values()):
                continue
            agree, answered = sum(one.value for one, _ in items), sum(n for _, n in items)
            people = self._knowledge.beside(self._unknown((PEOPLE, sex, group), -1.0))
            for unknown, value in self._knowledge.beside(self._unknown((layer, sex, group), -1.0)):
                left = len(items) * value - agree
                most = max([left, 0.0, *(len(items) * n - answered for _, n in people)])
                slack = self._unknown((f"{ANSWERS} not given", sex, group), left, signed=True)
                self._knowledge.publish(slack, (min(left, 0.0), most))
                equation = {self._unknown(one.place, one.value): 1.0 for one, _ in items}
                self._knowledge.add(equation | {unknown: -float(len(items)), slack: 1.0})

    def _family(self, varying: str, family: Sequence[int]) -> None:
        """Groups that differ in one dimension add up to the group without it."""
        if varying in QUESTIONS or _NOT_PARTS & self._results[family[0]].group.keys():
            return
        parts: defaultdict[tuple[Layer, str], list[Number]] = defaultdict(list)
        for i in family:
            for number in self._numbers[i]:
                parts[number.place[:2]].append(number)
        for (layer, sex), numbers in parts.items():
            rest = frozenset(pair for pair in numbers[0].place[2] if pair[0] != varying)
            self._add_up(numbers, (layer, sex, rest), varying)
            stated = [number for number in numbers if label_of(number, varying) != NOT_STATED]
            known, everybody = (sum(number.value for number in some) for some in (stated, numbers))
            of_list = layer == PEOPLE and not {*QUESTIONS} & dict(rest).keys()
            if of_list and 0 < known < everybody:  # the base of figures of those of whom it is known
                base = self._knowledge.unknown((self._name, PEOPLE, sex, *sorted(rest)), known)
                self._are(stated, base)
            if varying in _AGES:
                stated.sort(key=lambda number: age_of(label_of(number, varying)))
                for youngest in range(1, len(stated) + 1):
                    young = (YOUNG, sex, rest)
                    total = sum(number.value for number in stated[:youngest])
                    if self._knowledge.knows(self._unknown(young, total)):
                        self._are(stated[:youngest], self._unknown(young, total))

    def _are(self, numbers: Sequence[Number], parent: Unknown) -> None:
        """The numbers add up to one that stands elsewhere."""
        equation = {self._unknown(number.place, number.value): 1.0 for number in numbers}
        if len(equation) == len(numbers) and parent not in equation:
            self._knowledge.add(equation | {parent: -1.0})

    def _add_up(self, numbers: Sequence[Number], whole: Place, dimension: str) -> None:
        total = sum(number.value for number in numbers)
        equation = {self._unknown(number.place, number.value): 1.0 for number in numbers}
        if len(equation) < len(numbers):
            return  # the same group twice: no division of people
        parent = self._unknown(whole, total)
        self._knowledge.add(equation | {parent: -1.0})
        layer, sex, group = whole
        same = [self._knowledge.unknown(place, total) for place in self._same_people(layer, sex, group)]
        for other, value in {pair: None for one in same for pair in self._knowledge.beside(one)}:
            if value > total:  # some people are in no group; how many is not known
                left_out = self._unknown((f"left out of {dimension}, {self._counted}", *whole[1:]), value - total)
                self._knowledge.add(equation | {other: -1.0, left_out: 1.0})

    def _compare(self, result: Result, offer: Result | None, row: Row) -> None:
        """A difference or gap ties women's number to men's."""
        heads = count_of(result, "people", WOMEN), count_of(result, "people", MEN)
        if result.value is None or not heads[0] or not heads[1]:
            return
        group = frozenset(result.group.items())
        kind: Kind = "answers" if result.unit == "difference" else "amount"
        of = count_of(result, kind, WOMEN), count_of(result, kind, MEN)
        if result.unit not in ("difference", "gap") or of[0] is None or of[1] is None:
            return
        layer, ratio = (ANSWERS, 1.0) if kind == "answers" else (SUM, 1.0 - result.value)
        tie = of[0] / heads[0] - ratio * of[1] / heads[1]
        # Two gaps of one group, of pay and of bonuses, are not one number, though of both the tie is nought.
        compared = self._unknown((f"{layer} compared, {ratio:.9g}, {result.n:g}", BOTH, group), tie, signed=True)
        row.values[compared] = tie
        self._knowledge.add(
            {
                compared: -1.0,
                self._unknown((layer, WOMEN, group), of[0]): 1.0 / heads[0],
                self._unknown((layer, MEN, group), of[1]): -ratio / heads[1],
            }
        )
        if offer is not None and offer.value is not None:
            row.shows[compared] = (tie, tie)


def _own(rule: str) -> bool:
    """Whether the rule hides something for its own sake."""
    return rule != FOLLOWS
