"""The facts of ``truth.json``: each figure in the model, in the complete data and in the files as written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from genderaudit.methodology import methodology
from genderaudit.simulation import figures
from genderaudit.simulation.figures import Figure, Floats, Tables
from genderaudit.simulation.scenarios import Expectation, scenarios
from genderaudit.simulation.truth import Expected, Fact, PlantedPattern

Key = tuple[str, tuple[tuple[str, str], ...], str | None]
DECIMALS = 9


@dataclass(frozen=True)
class Evidence:
    """The tables of a round, and the survey as everybody asked would have answered it (or as it was answered)."""

    tables: Tables
    survey: pd.DataFrame
    asked: int
    """Women and men who were asked."""
    levels: Sequence[str]
    since: pd.Timestamp
    """First day of the three years before the round."""
    until: pd.Timestamp


def figures_of(evidence: Evidence, areas: Sequence[str]) -> Iterator[Figure]:
    """All figures that a truth file has."""
    yield from _staff_figures(evidence)
    members, bodies, attendance = (evidence.tables[name] for name in ("members", "bodies", "attendance"))
    yield Figure("members_women_share", {}, figures.women_share(members))
    yield Figure("members_youth_share", {}, figures.youth_share(members))
    yield Figure("bodies_women_share", {}, figures.women_share(bodies))
    yield from (figure for figure in figures.seats(bodies) if figure.detail == "share")
    for event in dict.fromkeys(attendance["event"]):
        yield from figures.attendance(attendance, {"event": event})
    yield figures.recruitment(evidence.tables["recruitment"])
    budget = evidence.tables["budget"]
    equal = budget["gender_marker"].astype(float).to_numpy() >= 2
    amounts = budget["amount"].to_numpy(dtype=float)
    yield Figure("budget_gender_share", {}, figures.quotient(amounts[equal].sum(), amounts.sum()))
    yield figures.response(evidence.tables["survey"], evidence.asked)
    answers = figures.Answers.of(evidence.survey)
    for area in areas:
        yield from figures.area_favourable(answers, area)
        yield figures.reliability(answers, area)


def _staff_figures(evidence: Evidence) -> Iterator[Figure]:
    everyone = evidence.tables["staff"]
    staff = everyone[everyone["left_on"].isna().to_numpy()]
    yield Figure("staff_women_share", {}, figures.women_share(staff))
    yield from figures.levels(staff, evidence.levels)
    yield figures.dissimilarity(staff, "function")
    yield from figures.careers(staff)
    yield _exits(everyone, evidence)
    pay = staff["pay"].to_numpy(dtype=float) / staff["weekly_hours"].to_numpy(dtype=float)
    yield from (f for f in figures.pay_gaps(staff, pay, evidence.levels) if f.indicator != "pay_gap_median")
    yield Figure("pay_gap_adjusted", {}, _adjusted_gap(staff, pay, evidence.until))


def _exits(everyone: pd.DataFrame, evidence: Evidence) -> Figure:
    """Leavers of the three years on the mean of the headcounts before and after, women to men."""
    hired, left = (pd.to_datetime(everyone[column]) for column in ("hired_on", "left_on"))
    day_before = evidence.since
    there_before = ((hired <= day_before) & (left.isna() | (left > day_before))).to_numpy()
    there_after = left.isna().to_numpy()
    rates = []
    for sex in figures.SEXES:
        of = (everyone["sex"] == sex).to_numpy()
        rates.append(figures.quotient((of & ~there_after).sum(), (of & there_before).sum() + (of & there_after).sum()))
    return Figure("exit_ratio", {}, figures.quotient(*rates))


def _adjusted_gap(staff: pd.DataFrame, pay: Floats, date: pd.Timestamp) -> float | None:
    """1 − exp of the coefficient of women: log pay on sex, level, service, education, age, hours and contract."""
    sex = staff["sex"].to_numpy()
    service = (date - pd.to_datetime(staff["hired_on"])).dt.days.to_numpy() / 365.25
    numbers = [staff[column].to_numpy(dtype=float) for column in ("education_years", "birth_year", "weekly_hours")]
    level, *others = (_indicators(staff[column].to_numpy()) for column in ("level", "function", "contract"))
    design = np.column_stack([sex == "F", service, *numbers, level, *(one[:, 1:] for one in others)]).astype(float)
    used = ((sex == "F") | (sex == "M")) & np.isfinite(design).all(axis=1) & np.isfinite(pay)
    if used.sum() <= design.shape[1] + 1 or len({*sex[used]}) < 2:
        return None
    design = design[used]
    design[:, 1:5] -= design[:, 1:5].mean(axis=0)
    coefficients, *_ = np.linalg.lstsq(design, np.log(pay[used]), rcond=None)
    return float(-np.expm1(coefficients[0]))


def _indicators(names: NDArray[Any]) -> Floats:
    """A column a name: 1 where it is the row's."""
    return np.column_stack([names == name for name in dict.fromkeys(names)]).astype(float)


def facts(
    names: Sequence[str],
    round: str,
    model_figures: Iterable[Figure],
    complete: Iterable[Figure],
    written: Iterable[Figure],
) -> list[Fact]:
    """One fact a figure of the complete data, with the scenario that makes it what it is."""
    expected = {_key(figure): figure.value for figure in model_figures}
    recorded = {_key(figure): figure.value for figure in written}
    whole = list(complete)
    lowest = [figure.group for figure in whole if figure.indicator == "step_ratio"][-1]
    made: list[Fact] = []
    for figure in whole:
        key = _key(figure)
        # The model says the same of every event.
        parameter = expected.get(key, expected.get((figure.indicator, (), figure.detail)))
        scenario, implied = _implied(names, round, figure, lowest)
        made.append(
            Fact(
                area=figure.group.get("area") or methodology().indicators[figure.indicator].area,
                indicator=figure.indicator,
                group=figure.group,
                detail=figure.detail,
                parameter=_rounded(parameter),
                realised=_rounded(figure.value),
                recorded=_rounded(recorded.get(key)),
                scenario=scenario,
                expected=implied,
            )
        )
    return made


def patterns(names: Sequence[str], round: str) -> list[PlantedPattern]:
    """The patterns that the scenarios plant in a round."""
    return [
        PlantedPattern(area=pattern.area, pattern=pattern.pattern, scenario=name)
        for name in names
        for change in scenarios()[name].in_round(round)
        for pattern in change.patterns
    ]


def _implied(
    names: Sequence[str], round: str, figure: Figure, lowest: dict[str, str]
) -> tuple[str | None, Expected | None]:
    for name in names:
        for change in scenarios()[name].in_round(round):
            for entry in change.expects:
                if _is_meant(entry, figure, lowest):
                    implied = {one: getattr(entry, one) for one in Expected.model_fields}
                    return name, Expected(**implied)
    return None, None


def _is_meant(entry: Expectation, figure: Figure, lowest: dict[str, Any]) -> bool:
    if entry.indicator != figure.indicator:
        return False
    if entry.group == "lowest_step":
        return figure.group == lowest
    if entry.group == "women" and figure.group.get("sex") != "F":
        return False
    named = figure.group.get("area")
    return named is None or entry.group == "every_area" or named == entry.area


def _key(figure: Figure) -> Key:
    return figure.indicator, tuple(figure.group.items()), figure.detail


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(float(value), DECIMALS)
