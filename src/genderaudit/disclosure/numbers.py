"""The numbers of people, answers and money behind a result, and what showing the result tells of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from genderaudit.disclosure.cells import count_of, elsewhere, has_kind, others_behind, others_having
from genderaudit.disclosure.knowledge import Bounds
from genderaudit.disclosure.offers import Offer
from genderaudit.measures.counting import NOT_STATED
from genderaudit.measures.result import Result

PEOPLE, ANSWERS, SUM, GAP = "people", "answers", "sum", "gap"
BOTH, WOMEN, MEN, OTHERS = "", "F", "M", "X"
Layer = str
Place = tuple[Layer, str, frozenset[tuple[str, str]]]
"""Layer, sex, and the group without the sex."""

QUESTIONS = ("item", "area")
RECEIVERS = "receivers"
ANSWERING = "answering"
HAVING = "having"
OF_FIGURES = ("chosen",)  # for a promotion, after a leave …
NOT = "not "
YOUNG = "young"
POPULATION = "population"
"""Those who could answer the survey: the staff, in so far as they are as many."""
PART = "part"
"""People of a figure that is of some of a list."""
HALF_PER_CENT = 0.005  # a value given in whole per cent lies so near
PAID, HOURS = "paid", "hours"
PARTS = (PAID, HOURS)
"""Those of whom pay, or hours, are known: of several figures the same people."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number behind a result: where it stands, how large it is, and which field of the result tells it."""

    place: Place
    value: float
    told_by: str
    ceiling: float = inf


def counted(results: Sequence[Result], protection: str, figure: str) -> Layer:
    """Who is counted as people: all of them, or those of whom what is computed is known."""
    if protection == "pay":
        return RECEIVERS if "variable_pay_gap" in figure else PAID
    units = {result.unit for result in results}
    if units == {"hours"}:
        return HOURS
    return PEOPLE if units <= {"share", "index", "seats"} or protection == "answers" else f"{PEOPLE} of {figure}"


def numbers_of(result: Result) -> Iterator[Number]:
    """The numbers of people, answers and money behind a result."""
    sex = result.group.get("sex", BOTH)
    group = frozenset(pair for pair in result.group.items() if pair[0] != "sex")
    if not result.n and not has_kind(result, "answering"):
        return
    if sex:
        yield Number((_everybody(result), sex, group), result.n, "n")
    elif count_of(result, "people", WOMEN) is not None and count_of(result, "people", MEN) is not None:
        yield from _heads(result, group)
    for part in elsewhere(result):
        layer = YOUNG if part.kind == "young" else PEOPLE
        yield Number((layer, part.sex, frozenset((part.group or {}).items())), part.number, "value")
    for part in result.parts:
        match part.kind:
            case "answering":
                yield Number((ANSWERING, sex, group), part.number, "value", result.n)
            case "answers" if result.unit == "share":
                yield Number((ANSWERS, sex, group), part.number, "value", result.n)
            case "gap":
                yield Number((GAP, BOTH, group), part.number, "gap")
            case "amount" if result.unit in ("gap", "hours") and count_of(result, "people", part.sex):
                yield Number((SUM, part.sex, group), part.number, "amount")
            case "chosen" | "receivers" if result.unit != "share" and part.sex in (WOMEN, MEN):
                heads = count_of(result, "people", part.sex)
                yield Number((part.kind, part.sex, group), part.number, "value")
                if heads is not None:
                    yield Number((f"{NOT}{part.kind}", part.sex, group), heads - part.number, "nothing")


def heads_of(result: Result) -> list[Number]:
    """How many people a result is of: women, men and all, or all of them where it does not know the sexes."""
    place = (PEOPLE, BOTH, frozenset(result.group.items()))
    heads = [number for number in numbers_of(result) if number.place[0] == PEOPLE]
    known = "sex" in result.group or any(number.place == place for number in heads)
    return heads if known or not result.n else [*heads, Number(place, result.n, "n")]


def _everybody(result: Result) -> Layer:
    return POPULATION if has_kind(result, "answering") else PEOPLE


def _heads(result: Result, group: frozenset[tuple[str, str]]) -> Iterator[Number]:
    """Women, men and others: all of them, the young, or those who have something."""
    if count_of(result, "young", WOMEN) is not None:
        yield from _young(result, group)
    elif has_kind(result, "chosen") and result.unit == "share":
        for sex, told_by in ((WOMEN, "women"), (MEN, "men")):
            yield Number((HAVING, sex, group), count_of(result, "chosen", sex) or 0.0, told_by)
    else:
        layer = _everybody(result)
        for sex, told_by in ((WOMEN, "women"), (MEN, "men")):
            yield Number((layer, sex, group), count_of(result, "people", sex) or 0.0, told_by)
        yield Number((layer, BOTH, group), result.n, "n")
        if others := others_behind(result):  # part of the base; elsewhere they are counted beside it
            yield Number((layer, OTHERS, group), others, "nothing")
        elif result.other:
            yield Number((layer, OTHERS, group), result.other, "other")


def _young(result: Result, group: frozenset[tuple[str, str]]) -> Iterator[Number]:
    """The young and the older of those whose age is known."""
    young = {sex: count_of(result, "young", sex) or 0.0 for sex in (WOMEN, MEN, OTHERS)}
    yield Number((YOUNG, WOMEN, group), young[WOMEN], "women")
    yield Number((YOUNG, MEN, group), young[MEN], "men")
    if result.unit != "share":  # seats: their base is not those whose age is known
        return
    yield Number((PEOPLE, BOTH, group), result.n, "n")
    yield Number((YOUNG, BOTH, group), sum(young.values()), "value")
    yield Number((f"{NOT}{YOUNG}", BOTH, group), result.n - sum(young.values()), "nothing")
    for sex in (WOMEN, MEN):
        older = (count_of(result, "people", sex) or 0.0) - young[sex]
        yield Number((f"{NOT}{YOUNG}", sex, group), older, "nothing")
    for what, others in zip((YOUNG, f"{NOT}{YOUNG}"), others_having(result), strict=True):
        yield Number((what, OTHERS, group), others, "nothing")


def _part(share: float, base: Bounds) -> Bounds:
    """Bounds of a part of the people, given in whole per cent."""
    return max(0.0, (share - HALF_PER_CENT) * base[0]), (share + HALF_PER_CENT) * base[1]


def is_not_stated(number: Number) -> bool:
    """How many women or men of a list are in no group: hidden like any few, but bases of figures may tell it.

    That an entry is missing says nothing of what it would be. Who leaves a question of a survey out is another matter.
    """
    layer, sex, group = number.place
    labels = dict(group)
    return layer == PEOPLE and sex != OTHERS and NOT_STATED in labels.values() and not labels.keys() & {*QUESTIONS}


def label_of(number: Number, dimension: str) -> str:
    """The label of a number's group in one dimension."""
    return dict(number.place[2])[dimension]


def age_of(label: str) -> int:
    """Where an age group begins."""
    begins = re.match(r"\d+", label)
    return int(begins[0]) if begins else 0 if label == "youth" else 999


def is_of_women(result: Result) -> bool:
    """Whether the value is women's share of the base, so that it tells women and men."""
    return result.unit == "share" and abs((result.value or 0.0) * result.n - (result.women or 0.0)) < 1e-6


def told(number: Number, result: Result, offered: Offer) -> Bounds | None:
    """What the offered result says of a number of the original; ``None``: nothing."""
    offer, step = offered.result, offered.step
    exact = (number.value, number.value)
    as_is = not step and offer.value is not None
    base = (max(0.0, offer.n - step / 2), offer.n + step / 2)
    match number.told_by:
        case "women" | "men":
            of_women = is_of_women(result)
            if (as_is and of_women) or getattr(offer, number.told_by) is not None:
                return exact
            if offer.value is None or not of_women or (result.women or 0.0) + (result.men or 0.0) != result.n:
                return None
            return _part(offer.value if number.told_by == "women" else 1 - offer.value, base)
        case "n":
            return base
        case "gap":
            return exact if offer.value is not None else None
        case "other":
            return exact if offer.other is not None else None
        case "value":
            if has_kind(result, "weighted"):  # another share than that of those who were counted
                return None
            if offer.value is None or as_is:
                return exact if as_is else None
            is_part = abs((result.value or 0.0) * result.n - number.value) < 1e-6
            return _part(offer.value, base) if is_part else None
        case "amount":  # means are details; of hours that of all tells them as well
            return exact if offer.details or (result.unit == "hours" and offer.value is not None) else None
        case _:
            return None
