"""What the disclosure ledger reads from a result: the people behind it, the groups it belongs to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from genderaudit.measures.counting import NOT_STATED
from genderaudit.measures.result import Kind, Part, Result

Key = frozenset[tuple[str, str]]

NEUTRAL = "hidden_group_"
"""Begins the neutral name of a group; the language files say it as ``hidden_group``."""

_LEVELS = ("level", "below")
# Dimensions whose labels are the suite's. All others, a researcher's own too, come from files where people write names.
_OWN_LABELS = frozenset(
    ("sex", "item", "area", "quartile", "component", "model", "indicator", "gender_marker", "stage", "from", "to",
     "criterion", "question", "age")
)  # fmt: skip
CHOSEN: tuple[Kind, ...] = ("chosen", "receivers", "young")
"""Kinds of parts that are some of the base: the others of it can be told as well."""
_RUN_OVER = ("level", "event")
"""Groups that are shown elsewhere, each with its people: a figure that runs over them would tell of a hidden one."""


def count_of(result: Result, kind: Kind, sex: str) -> float | None:
    """How many of a kind stand behind the figure, in its own group; ``None`` where the measure does not say."""
    found = [part.number for part in result.parts if (part.kind, part.sex, part.group) == (kind, sex, None)]
    return sum(found) if found else None


def counts_of_kind(result: Result, *kinds: Kind) -> list[float]:
    """Women and men of these kinds behind the figure."""
    return [part.number for part in result.parts if part.kind in kinds and part.sex in ("F", "M")]


def has_kind(result: Result, *kinds: Kind) -> bool:
    """Whether the figure is made of parts of one of these kinds."""
    return any(part.kind in kinds for part in result.parts)


def elsewhere(result: Result) -> list[Part]:
    """People of another group who stand behind the figure: those at the top, all women of the list."""
    return [part for part in result.parts if part.group is not None and part.kind != "spread"]


def cells_behind(result: Result) -> list[float]:
    """Counts of women and men that the figure is made of besides its base, e.g. those promoted, and those not."""
    # Of a rate of response; how few did not answer follows from bases in any case.
    cells = [part.number for part in [*elsewhere(result), *_of_kind(result, "answering")]]
    cells += counts_of_kind(result, "beside", "gone", "alone")
    for part in _of_kind(result, *CHOSEN):
        base = count_of(result, "people", part.sex)
        if part.sex in ("F", "M") and part.group is None:
            cells += [part.number] if base is None else [part.number, round(base - part.number, 6)]
    return cells


def others_behind(result: Result) -> float:
    """People of the base who are neither women nor men, or did not say; 0 where the result has no sexes."""
    return 0.0 if "sex" in result.group else count_of(result, "people", "X") or 0.0


def others_having(result: Result) -> list[float]:
    """Of the people who are neither women nor men: those who have what is counted, and those who do not."""
    if result.unit != "share" or not has_kind(result, *CHOSEN):
        return []
    have = sum(part.number for part in _of_kind(result, *CHOSEN) if part.sex == "X")
    return [have, others_behind(result) - have]


def runs_over(result: Result) -> set[str]:
    """Dimensions over whose groups a figure runs, so that with the groups that are shown it would tell the others."""
    found = {name for part in _of_kind(result, "spread") for name in part.group or {} if name in _RUN_OVER}
    return found | ({"level"} if any(counts_of_kind(result, "alone")) else set())


def smallest_group(result: Result) -> float:
    """Fewest women or men, but for nobody, in a group that an index runs over; 0: not an index, or nobody."""
    return min((number for number in counts_of_kind(result, "spread") if number), default=0.0)


def people_of(result: Result) -> float:
    """Everybody in the group, as far as the result knows."""
    return result.n + (result.other or 0)


def _of_kind(result: Result, *kinds: Kind) -> list[Part]:
    return [part for part in result.parts if part.kind in kinds]


def families(results: Sequence[Result]) -> list[tuple[str, list[int]]]:
    """Groups that add up to a whole, since they differ in one dimension only, and not in sex: that and their positions.

    One alone is a family too, where there is nobody in the others.
    """
    found: defaultdict[tuple[str, tuple[tuple[str, str], ...]], list[int]] = defaultdict(list)
    for i, result in enumerate(results):
        if not result.n and not has_kind(result, "answering"):  # of rates of response a row of no women is somebody
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
