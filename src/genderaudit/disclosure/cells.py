"""What the disclosure ledger reads from a result: the people behind it, the groups it belongs to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from genderaudit.measures.counting import NOT_STATED
from genderaudit.measures.result import Result

Key = frozenset[tuple[str, str]]

NEUTRAL = "hidden_group_"
"""Begins the neutral name of a group; the language files say it as ``hidden_group``."""

_LEVELS = ("level", "below")
# Dimensions whose labels are the suite's. All others, a researcher's own too, come from files where people write names.
_OWN_LABELS = frozenset(
    ("sex", "item", "area", "quartile", "component", "model", "indicator", "gender_marker", "stage", "from", "to",
     "criterion", "question", "age")
)  # fmt: skip
_NOT_COUNTS = ("share", "rate", "mean", "median", "value", "four_fifths", "remainder")
CHOSEN = ("selected", "receivers", "leavers")
"""Begin the names of details that count some of the women or men of the base."""


def cells_behind(result: Result) -> list[float]:
    """Counts of women and men that the figure is made of besides its base, e.g. those promoted, and those not."""
    cells = []
    if "answers" in result.details:  # of a rate of response; how few did not answer follows from bases in any case
        cells.append(result.details["answers"])
    shares = {sex: result.details.get(f"share_{sex}") for sex in ("women", "men")}
    if result.unit == "share" and None not in shares.values() and "women_known" not in result.details:
        for having, share in ((result.women, shares["women"]), (result.men, shares["men"])):
            if having and share:  # those of a sex who do not have it
                cells.append(round(having / share - having, 6))
    for name, number in result.details.items():
        what, _, sex = name.rpartition("_")
        base = {"women": result.women, "men": result.men}.get(sex)
        if sex in ("women", "men") and what not in _NOT_COUNTS:
            cells.append(number)
            if what in CHOSEN and base is not None:
                cells.append(base - number)
        if what in ("women", "men") and sex == "known":  # youth: those who are older
            cells.append(number - (getattr(result, what) or 0))
    return cells


def others_behind(result: Result) -> float:
    """People of the base who are neither women nor men, or did not say; 0 where the result has no sexes."""
    if result.women is None or result.men is None or "sex" in result.group:
        return 0.0
    women, men = result.women, result.men
    shares = [result.details.get(f"share_{sex}") for sex in ("women", "men")]
    if result.unit == "share" and None not in shares:  # women and men are those who have something, not the base
        if not all(shares):
            return 0.0
        women, men = (count / (share or 1) for count, share in zip((women, men), shares, strict=True))
    elif "women_known" in result.details:  # women and men are the young ones
        women, men = result.details["women_known"], result.details["men_known"]
    elif "youth" in result.details:
        return 0.0
    return max(0.0, round(result.n - women - men, 6))


def others_having(result: Result) -> list[float]:
    """Of the people who are neither women nor men: those who have what is counted, and those who do not."""
    if result.unit != "share" or not {"share_women", "women_known"} & result.details.keys():
        return []
    have = round((result.value or 0.0) * result.n - (result.women or 0.0) - (result.men or 0.0), 6)
    return [have, others_behind(result) - have]


def runs_over(result: Result) -> set[str]:
    """Dimensions over whose groups a figure runs, so that with the groups that are shown it would tell the others."""
    of = {"over_levels": "level", "alone_women": "level", "alone_men": "level", "over_events": "event"}
    return {dimension for name, dimension in of.items() if result.details.get(name)}


def groupings(result: Result) -> set[str]:
    """Dimensions by which people are put into the groups that a figure is of, or runs over."""
    found = {*result.group, *runs_over(result)}
    if "below" in result.group or "top_women" in result.details:
        found.add("level")
    if smallest_group(result):  # an index does not say over which groups it runs
        found |= {"level", "unit", "function"}
    return found


def smallest_group(result: Result) -> float:
    """Fewest women or men, but for nobody, in a group that an index runs over; 0: not an index, or nobody."""
    return result.details.get("smallest", 0.0)


def people_of(result: Result) -> float:
    """Everybody in the group, as far as the result knows."""
    return result.n + (result.other or 0) + result.details.get("not_stated", 0.0)


def families(results: Sequence[Result]) -> list[tuple[str, list[int]]]:
    """Groups that add up to a whole, since they differ in one dimension only, and not in sex: that and their positions.

    One alone is a family too, where there is nobody in the others.
    """
    found: defaultdict[tuple[str, tuple[tuple[str, str], ...]], list[int]] = defaultdict(list)
    for i, result in enumerate(results):
        if (
            not result.n and "answers" not in result.details
        ):  # of rates of response nobody is somebody: a row of no women
            continue
        for varying in result.group:
            rest = tuple(pair for pair in result.group.items() if pair[0] != varying)
            if varying != "sex":
                found[varying, rest].append(i)
    return [(varying, family) for (varying, _), family in found.items()]


def is_split(result: Result) -> bool:
    """Whether the figure is of one sex, or sets women against men."""
    return "sex" in result.group or result.unit == "difference"


def without_sex(result: Result) -> Key:
    """The group, women and men together."""
    return frozenset(pair for pair in result.group.items() if pair[0] != "sex")


def statement(result: Result) -> Key:
    """The statement or key area that the result is about, without the group that answered."""
    return frozenset(pair for pair in result.group.items() if pair[0] in ("item", "area"))


def label_keys(group: Mapping[str, str]) -> set[tuple[str, str]]:
    """The labels of a group that other tables may have as well."""
    return {
        ("level" if name in _LEVELS else name, label)
        for name, label in group.items()
        if name not in _OWN_LABELS and label != NOT_STATED
    }


def neutral_labels(
    results: Sequence[Result], rules: Sequence[str | None], smallest: float, declared: Collection[str] | None
) -> dict[tuple[str, str], str]:
    """Dimension and label → neutral name, for labels that may be a person's name: hidden, and of very few people.

    Where one of fewer than ``smallest`` loses its name all hidden ones of the dimension do, or the others' names
    would say which of the hidden are few.
    """
    most: dict[tuple[str, str], float] = {}
    shown: set[tuple[str, str]] = set()
    for result, rule in zip(results, rules, strict=True):
        for pair in result.group.items():
            most[pair] = max(most.get(pair, 0.0), people_of(result))
            if rule is None and result.n:
                shown.add(pair)
    hidden = [pair for pair in most if pair not in shown and _may_be_a_person(*pair, declared)]
    tiny = {name for name, label in hidden if most[name, label] < smallest}
    neutral = sorted(pair for pair in hidden if pair[0] in tiny)  # not as they come: often by size
    return {pair: f"{NEUTRAL}{number}" for number, pair in enumerate(neutral, start=1)}


def _may_be_a_person(name: str, label: str, declared: Collection[str] | None) -> bool:
    if label == NOT_STATED or label in (declared or ()):
        return False
    if name == "age_band":
        return not re.fullmatch(r"\d{1,3}(-\d{1,3}|\+)", label)
    return name not in _OWN_LABELS and (declared is not None or name not in _LEVELS)
