"""Response to the survey: response rate, representativeness, and weights that correct for non-response.

``headcounts`` is the survey population: a frame with columns ``sex`` (F, M, X), ``count`` and, where known,
``level``. A row without a level is the total of its sex; without such a row the levels are added up, and a total
smaller than the sum of its levels is taken as people of unknown level and added to it.
A respondent who opened the questionnaire and ticked nothing does not count as an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from genderaudit.foundations.errors import wrong_call
from genderaudit.measures.answers import Item, asked, read_codes, row_weights
from genderaudit.measures.counting import NOT_STATED, Group, labels
from genderaudit.measures.inference import Floats, wilson
from genderaudit.measures.requirements import requires
from genderaudit.measures.result import Part, Result, by_sex
from genderaudit.measures.results import Results


@requires("sex", headcounts=("sex", "count"))
def response(
    survey: pd.DataFrame,
    items: Sequence[Item],
    headcounts: pd.DataFrame | None,
    *,
    order: Iterable[str] = (),
) -> Results:
    """Response rate: people who ticked something, as a share of the headcount. A full count, so no interval.

    First women and men together (everybody where nobody states a sex), then each sex (``{"sex": "F"}``), then each sex
    at every level (``{"sex": "F", "level": …}``), levels in ``order``. ``n``, ``women``, ``men`` are the headcount;
    ``details``: answers = complete (every item asked was ticked, *do not know* too) + partial, and empty (nothing
    ticked: not in the rate). Reasons: no_headcount, not_asked (the survey has no item), more_answers_than_people.
    """
    population = _Population(headcounts)
    ticked = _ticked(survey, items)
    sex, level = _labels_of(survey, "sex"), _labels_of(survey, "level")
    named = [name for name in population.sexes if name in ("F", "M")]
    groups: list[Group] = [{}, *({"sex": name} for name in named)]
    groups += [{"sex": name, "level": where} for where in population.levels(order) for name in named]
    both = np.isin(sex, named)
    both = both if both.any() else np.ones(len(sex), dtype=bool)
    results = []
    for group in groups:
        rows = (sex == group["sex"] if "sex" in group else both) & (level == group.get("level", level))
        answers = _counts_of_answers(ticked[rows])
        results.append(_response_rate(answers, population, group, bool(asked(survey, items))))
    return Results(results)


@requires("sex", headcounts=("sex", "count"))
def representativeness(
    survey: pd.DataFrame,
    items: Sequence[Item],
    headcounts: pd.DataFrame | None,
    *,
    order: Iterable[str] = (),
    level: float = 0.95,
) -> Results:
    """Share among respondents minus share in the headcount: of women, then of each level.

    Women are a share of women and men; a level (``{"level": …}``) is a share of all people at a level of the
    headcounts. The interval is Wilson's of the share among respondents. ``n`` is the respondents compared; ``details``:
    share_answers, share_headcount, left_out (respondents who have no place in the comparison). Reasons: no_headcount,
    no_answers.
    """
    population = _Population(headcounts)
    took_part = _ticked(survey, items).any(axis=1)
    everybody = float(took_part.sum())
    sex = _labels_of(survey, "sex")[took_part]
    levels = _labels_of(survey, "level")[took_part & population.has(survey)]
    count = population.count
    both = np.isin(sex, ["F", "M"])
    results = [_share_difference((sex == "F")[both], count("F"), count("F") + count("M"), everybody, {}, level)]
    names = population.levels(order)
    whole = sum(count(None, name) for name in names)
    placed = levels[np.isin(levels, names)]
    results += [
        _share_difference(placed == name, count(None, name), whole, everybody, {"level": name}, level) for name in names
    ]
    return Results(results)


@requires("sex", headcounts=("sex", "count"))
def refusals(
    survey: pd.DataFrame,
    items: Sequence[Item],
    headcounts: pd.DataFrame | None,
    *,
    minimum_answers: int = 10,
    minimum_of_a_sex: int = 5,
    minimum_rate: float = 0.30,
) -> list[str]:
    """Return the reasons why the survey may only be described, not concluded from; empty if conclusions are allowed.

    too_few_answers (people who ticked something), too_few_in_a_sex (women or men among them),
    response_rate_too_low (only where there is a headcount; the rate of :func:`response`).
    """
    population = _Population(headcounts)
    took_part = _ticked(survey, items).any(axis=1)
    sex = _labels_of(survey, "sex")[took_part]
    asked_and_answered = (took_part & population.has(survey)).sum()
    checks = {
        "too_few_answers": sex.size < minimum_answers,
        "too_few_in_a_sex": min((sex == "F").sum(), (sex == "M").sum()) < minimum_of_a_sex,
        "response_rate_too_low": population.count() > 0 and asked_and_answered < minimum_rate * population.count(),
    }
    return [reason for reason, holds in checks.items() if holds]


@dataclass(frozen=True, slots=True)
class Raking:
    """Weights, one per row of the survey (same index; NaN if there are none), and their cost as Kish's effective n."""

    weights: pd.Series
    quality: Results


@requires("sex", headcounts=("sex", "count"))
def raking_weights(
    survey: pd.DataFrame,
    items: Sequence[Item],
    headcounts: pd.DataFrame | None,
    *,
    cap: float = 5.0,
    iterations: int = 100,
    tolerance: float = 1e-6,
) -> Raking:
    """Weights that bring sex and level of the respondents to the headcounts (Deming and Stephan 1940).

    They start at the survey's own weights (column ``weight``: how many people of the list an answer stands for), or at
    1; without headcounts the result is these, scaled to a mean of 1. Each round scales both margins in turn and then
    cuts weights at ``cap`` times the mean of 1, until no margin's share is off by more than ``tolerance`` or after
    ``iterations``. Respondents without a place in a margin (sex or level not stated, X where the headcounts have none)
    form a category of their own that keeps its share of the answers. A category of the headcounts without any
    respondent is left out of its margin. Rows with nothing ticked weigh 1 and play no part.

    ``quality`` is Kish's effective n (:func:`effective_number`) of women and men; ``details`` add empty (rows with
    nothing ticked) and, with headcounts, capped (people at the cap), rounds, largest_deviation (of a margin's share)
    and headcount_without_answers. Without weights (all NaN) for the reasons no_headcount, no_answers.
    """
    took_part = np.asarray(_ticked(survey, items).any(axis=1), dtype=bool)
    population = _Population(headcounts)
    design = _design_weights(survey.loc[took_part])
    none = design is None and population.count() == 0
    reason = "no_headcount" if none else None if took_part.any() else "no_answers"
    if reason:
        return _no_weights(survey, took_part, reason)
    current = np.ones(int(took_part.sum())) if design is None else design
    details: dict[str, float] = {}
    if population.count():
        margins = _margins(survey, took_part, population, current)
        current, details = _rake_margins(margins, current, cap, iterations, tolerance)
    weight = np.ones(len(survey))
    weight[took_part] = current
    details["empty"] = float((~took_part).sum())
    both = np.isin(_labels_of(survey, "sex")[took_part], ["F", "M"])  # answers are published of women and men only
    quality = Results(effective_number(current[both] if both.any() else current, details), name="raking_weights")
    return Raking(pd.Series(weight, index=survey.index), quality)


def effective_number(weights: Floats, details: Mapping[str, float] | None = None) -> Result:
    """Kish's effective n = (Σw)²/Σw² of positive weights: the number of unweighted answers of equal precision.

    ``details``: design_effect (n / effective n), smallest_weight, largest_weight. Reason: no_answers.
    """
    n = float(len(weights))
    if not n:
        return Result(value=None, unit="count", n=0, reason="no_answers")
    value = float(weights.sum() ** 2 / (weights**2).sum())
    spread = {
        "design_effect": n / value,
        "smallest_weight": float(weights.min()),
        "largest_weight": float(weights.max()),
    }
    of = spread | dict(details or {})
    return Result(value=value, unit="count", n=n, details=of, parts=(Part("people", "", n),))


def _no_weights(survey: pd.DataFrame, took_part: NDArray[np.bool_], reason: str) -> Raking:
    quality = Result(value=None, unit="count", n=float(took_part.sum()), reason=reason)
    return Raking(pd.Series(np.nan, index=survey.index), Results(quality, name="raking_weights"))


def _design_weights(survey: pd.DataFrame) -> Floats | None:
    """Return the survey's own weights, scaled to a mean of 1; ``None`` where it has none."""
    if "weight" not in survey or survey["weight"].isna().all():
        return None
    weights = row_weights(survey, survey["weight"])
    return None if weights is None else weights / weights.mean()


class _Population:
    """Headcounts by sex and level; people of unstated sex count in the total only."""

    def __init__(self, headcounts: pd.DataFrame | None) -> None:
        frame = pd.DataFrame({"sex": [], "count": []}) if headcounts is None else headcounts
        if frame["count"].isna().any():
            raise wrong_call("The headcounts hold blank counts. Give the number of people in each row.")
        level = labels(frame["level"]) if "level" in frame else [NOT_STATED] * len(frame)
        self._cells: dict[tuple[str, str], float] = {}
        for sex, where, count in zip(labels(frame["sex"]), level, frame["count"], strict=True):
            self._cells[sex, where] = self._cells.get((sex, where), 0.0) + float(count)
        self.sexes = [sex for sex in ("F", "M", "X") if any(key[0] == sex for key in self._cells)]

    def has(self, survey: pd.DataFrame) -> NDArray[np.bool_]:
        """Return a mask of respondents whose sex is in the headcounts or not stated."""
        return np.isin(_labels_of(survey, "sex").astype(str), [*self.sexes, NOT_STATED])

    def levels(self, order: Iterable[str] = ()) -> list[str]:
        """Return the levels in ``order``, then the others by name."""
        known = {level for _, level in self._cells} - {NOT_STATED}
        first = [level for level in order if level in known]
        return first + sorted(known - set(first))

    def count(self, sex: str | None = None, level: str | None = None) -> float:
        if sex is None:
            return sum((self.count(name, level) for name in (*self.sexes, NOT_STATED)), 0.0)
        if level is not None:
            return self._cells.get((sex, level), 0.0)
        whole = self._cells.get((sex, NOT_STATED), 0.0)
        of_levels = sum((self.count(sex, name) for name in self.levels()), 0.0)
        return whole if whole >= of_levels else whole + of_levels

    def margin(self, column: str) -> dict[str, float]:
        """Return the headcount of each sex, or of each level."""
        if column == "sex":
            return {sex: self.count(sex) for sex in self.sexes}
        return {level: self.count(None, level) for level in self.levels()}


@dataclass(frozen=True, slots=True)
class _Margin:
    member: NDArray[np.int64]  # position of each person's category in ``target``
    target: Floats  # shares of the categories that somebody answered from; last: those in none
    unreached: float  # headcount of the other categories

    @classmethod
    def of(cls, names: NDArray[np.object_], population: dict[str, float], weights: Floats) -> _Margin:
        reached = [name for name, count in population.items() if count > 0 and (names == name).any()]
        position = {name: i for i, name in enumerate(reached)}
        member = np.array([position.get(name, len(reached)) for name in names], dtype=np.int64)
        counts = np.array([population[name] for name in reached], dtype=float)
        inside = float(weights[member < len(reached)].sum() / weights.sum())
        target = np.append(counts * (inside / counts.sum() if reached else 0.0), 1 - inside)
        return cls(member, target, sum(population.values()) - float(counts.sum()))

    def scale(self, weights: Floats) -> None:
        sums = self._sums(weights)
        weights *= (self.target * weights.size / np.where(sums > 0, sums, 1.0))[self.member]

    def deviation(self, weights: Floats) -> float:
        return float(np.abs(self._sums(weights) / weights.sum() - self.target).max())

    def _sums(self, weights: Floats) -> Floats:
        return np.bincount(self.member, weights, self.target.size).astype(float)


def _margins(
    survey: pd.DataFrame, took_part: NDArray[np.bool_], population: _Population, weights: Floats
) -> list[_Margin]:
    """Return the margins of sex and level, of those who took part (``weights``: theirs)."""
    return [
        _Margin.of(_labels_of(survey, column)[took_part], population.margin(column), weights)
        for column in ("sex", "level")
    ]


def _rake_margins(
    margins: Sequence[_Margin], start: Floats, cap: float, iterations: int, tolerance: float
) -> tuple[Floats, dict[str, float]]:
    weights = start.copy()
    rounds, deviation = 0, max(margin.deviation(weights) for margin in margins)
    while rounds < iterations and deviation > tolerance:
        for margin in margins:
            margin.scale(weights)
        np.minimum(weights, cap, out=weights)
        deviation = max(margin.deviation(weights) for margin in margins)
        rounds += 1
    details = {
        "capped": float((weights >= cap).sum()),
        "rounds": float(rounds),
        "largest_deviation": deviation,
        "headcount_without_answers": max(margin.unreached for margin in margins),
    }
    return weights, details


def _response_rate(answers: dict[str, float], population: _Population, group: Group, is_asked: bool) -> Result:
    sex, level = group.get("sex"), group.get("level")
    women, men = (population.count(name, level) if sex in (None, name) else 0.0 for name in "FM")
    people = women + men or population.count(sex, level)
    reason = (
        "no_headcount" if population.count() == 0
        else "no_rows" if people == 0
        else "not_asked" if not is_asked
        else "more_answers_than_people" if answers["answers"] > people
        else None
    )  # fmt: skip
    return Result(
        value=None if reason else answers["answers"] / people, unit="share",
        n=people, women=women, men=men, group=group, reason=reason, details=answers,
        parts=(*by_sex("people", women, men, people - women - men), Part("answering", "", answers["answers"])),
    )  # fmt: skip


def _share_difference(
    belongs: NDArray[np.bool_], part: float, whole: float, everybody: float, group: Group, confidence_level: float
) -> Result:
    n, count = float(belongs.size), float(belongs.sum())
    left_out = {"left_out": everybody - n} if everybody > n else {}
    reason = "no_headcount" if whole == 0 else "no_answers" if n == 0 else None
    if reason:
        return Result(value=None, unit="difference", n=n, group=group, reason=reason, details=left_out)
    low, high = wilson(count, n, confidence_level)
    share, expected = count / n, part / whole
    return Result(
        value=share - expected, unit="difference", n=n, low=low - expected, high=high - expected,
        level=confidence_level,
        group=group, details={"share_answers": share, "share_headcount": expected, **left_out},
        parts=(Part("people", "", n),),
    )  # fmt: skip


def _counts_of_answers(ticked: NDArray[np.bool_]) -> dict[str, float]:
    some = ticked.any(axis=1)
    complete = some & ticked.all(axis=1)
    return {
        "answers": float(some.sum()),
        "complete": float(complete.sum()),
        "partial": float((some & ~complete).sum()),
        "empty": float((~some).sum()),
    }


def _ticked(survey: pd.DataFrame, items: Sequence[Item]) -> NDArray[np.bool_]:
    """Return where something was ticked, *do not know* included: shape (people, items asked)."""
    ticked: NDArray[np.bool_] = read_codes(survey, asked(survey, items)) > 0
    return ticked


def _labels_of(survey: pd.DataFrame, column: str) -> NDArray[np.object_]:
    if column not in survey:
        return np.full(len(survey), NOT_STATED, dtype=object)
    return labels(survey[column]).to_numpy(dtype=object)
