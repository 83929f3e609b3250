"""The numbers of people, answers and money behind a result, and what showing the result tells of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from genderaudit.disclosure.cells import CHOSEN, others_behind, others_having
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
OF_FIGURES = ("selected", "leavers")  # for a promotion, after a leave …
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
    if not result.n and "answers" not in result.details:
        return
    if sex:
        yield Number((_everybody(result), sex, group), result.n, "n")
    elif result.women is not None and result.men is not None:
        yield from _heads(result, result.women, result.men, group)
    if result.unit == "share" and result.value is not None and ("item" in result.group or "area" in result.group):
        yield Number((ANSWERS, sex, group), result.value * result.n, "value", result.n)
    if result.unit == "gap" and result.value is not None and (_is_category(result) or "cells" in result.details):
        yield Number((GAP, BOTH, group), result.value * result.n, "gap")
    if "heads_youth" in result.details:
        yield Number((YOUNG, BOTH, frozenset()), result.details["heads_youth"], "value")
    if "answers" in result.details:
        yield Number((ANSWERING, sex, group), result.details["answers"], "value", result.n)
    for name, number in result.details.items():
        what, _, suffix = name.rpartition("_")
        of = {"women": WOMEN, "men": MEN}.get(suffix)
        heads = result.women if of == WOMEN else result.men
        if of and what == "heads":
            yield Number((PEOPLE, of, frozenset()), number, "value")
        elif of and what in (*CHOSEN, "top"):
            yield Number((what, of, group), number, "value")
            if heads is not None and what != "top":
                yield Number((f"{NOT}{what}", of, group), heads - number, "nothing")
        elif of and what == "mean" and heads and result.unit in ("gap", "hours"):
            yield Number((SUM, of, group), number * heads, name)


def heads_of(result: Result) -> list[Number]:
    """How many people a result is of: women, men and all, or all of them where it does not know the sexes."""
    place = (PEOPLE, BOTH, frozenset(result.group.items()))
    heads = [number for number in numbers_of(result) if number.place[0] == PEOPLE]
    known = "sex" in result.group or any(number.place == place for number in heads)
    return heads if known or not result.n else [*heads, Number(place, result.n, "n")]


def _everybody(result: Result) -> Layer:
    return POPULATION if "answers" in result.details else PEOPLE


def _heads(result: Result, women: float, men: float, group: frozenset[tuple[str, str]]) -> Iterator[Number]:
    """Women, men and others: all of them, the young, or those who have something."""
    having = result.unit == "share" and "share_women" in result.details and "women_known" not in result.details
    young = "women_known" in result.details or "youth" in result.details
    layer = "having" if having else YOUNG if young else _everybody(result)
    yield Number((layer, WOMEN, group), women, "women")
    yield Number((layer, MEN, group), men, "men")
    if "women_known" in result.details:
        yield Number((PEOPLE, BOTH, group), result.n, "n")  # those of known age
        if result.value is not None:
            yield Number((layer, BOTH, group), result.value * result.n, "value")
            yield Number((f"{NOT}{layer}", BOTH, group), (1 - result.value) * result.n, "nothing")
        for sex, known, young_ones in ((WOMEN, "women_known", women), (MEN, "men_known", men)):
            yield Number((f"{NOT}{layer}", sex, group), result.details.get(known, 0.0) - young_ones, "nothing")
        for what, others in zip((layer, f"{NOT}{layer}"), others_having(result), strict=True):
            yield Number((what, OTHERS, group), others, "nothing")
    if layer == _everybody(result):
        yield Number((layer, BOTH, group), result.n, "n")
        if others := others_behind(result):  # part of the base; elsewhere they are counted beside it
            yield Number((layer, OTHERS, group), others, "nothing")
        elif result.other:
            yield Number((layer, OTHERS, group), result.other, "other")


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


def _is_category(result: Result) -> bool:
    """Whether it is the mean gap of a category, of which a weighted gap is made up."""
    return bool(result.group) and "mean_women" in result.details


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
            if offer.value is None or as_is:
                return exact if as_is else None
            is_part = abs((result.value or 0.0) * result.n - number.value) < 1e-6
            return _part(offer.value, base) if is_part else None
        case detail:
            return exact if detail in offer.details else None
