"""Figures of the survey: response, favourable shares, reliability."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from genderaudit.simulation.figures import SEXES, ExpectedFigure, Floats, quotient
from genderaudit.simulation.survey import questionnaire

LOWEST_RESPONSE = 0.30


def response(survey: pd.DataFrame, asked: int) -> ExpectedFigure:
    """Return the response rate: women and men in the survey, partial answers included, of those asked."""
    answered = int(survey["sex"].isin(SEXES).sum())
    rate = quotient(answered, asked)
    refused = "" if (rate or 0) >= LOWEST_RESPONSE else " Too few to conclude from: the phase only describes."
    said = f"{answered} answers of {asked} women and men asked, partial ones included.{refused}"
    return ExpectedFigure("response_rate", {}, rate, said=said)


def perceptions(survey: pd.DataFrame) -> Iterator[ExpectedFigure]:
    """Yield for every area the favourable shares, those of its items, and its reliability."""
    answers = Answers.of(survey)
    for area in dict.fromkeys(item["area"] for item in questionnaire()):
        yield from area_favourable(answers, area)
        yield reliability(answers, area)
        for sex in SEXES:
            yield from item_favourable(answers, area, sex)


@dataclass(frozen=True)
class Answers:
    """A survey as arrays: sex of people, and people × items with NaN for answers off the scale."""

    sex: NDArray[Any]
    scores: Floats
    """Higher is better: for reversed statements, disagreement is favourable."""

    @classmethod
    def of(cls, survey: pd.DataFrame) -> Answers:
        """Return the answers of a survey table."""
        items = questionnaire()
        given = survey[[item["id"] for item in items]].to_numpy(dtype=float)
        given = np.where(given >= 1, given, np.nan)
        return cls(survey["sex"].to_numpy(), np.where([item["reverse"] for item in items], 6 - given, given))

    def area(self, area: str) -> Floats:
        """Return the scores of an area's items."""
        return self.scores[:, [item["area"] == area for item in questionnaire()]]


def area_favourable(answers: Answers, area: str) -> Iterator[ExpectedFigure]:
    """Yield the mean of people's shares of favourable answers, for women and men, and their difference.

    People who answered less than half of the area's items do not count.
    """
    given = answers.area(area)
    answered = np.isfinite(given).sum(axis=1)
    shares = (given >= 4).sum(axis=1) / np.maximum(answered, 1)
    counted = (answered > 0) & (2 * answered >= given.shape[1])
    means = [_mean(shares[counted & (answers.sex == one)]) for one in SEXES]
    for one, mean in zip(SEXES, means, strict=True):
        yield ExpectedFigure("area_favourable", {"area": area, "sex": one}, mean)
    women, men = means
    yield ExpectedFigure("area_difference", {"area": area}, None if women is None or men is None else women - men)


def item_favourable(answers: Answers, area: str, sex: str) -> Iterator[ExpectedFigure]:
    """Yield the share of favourable answers to each item of the area."""
    given = answers.area(area)[answers.sex == sex]
    for item, column in zip([one for one in questionnaire() if one["area"] == area], given.T, strict=True):
        share = quotient((column >= 4).sum(), np.isfinite(column).sum())
        yield ExpectedFigure("item_favourable", {"item": item["id"], "sex": sex}, share)


def reliability(answers: Answers, area: str) -> ExpectedFigure:
    """Return Cronbach's α of the area, of women and men who answered all items."""
    given = answers.area(area)[np.isin(answers.sex.astype(str), ["F", "M"])]
    given = given[np.isfinite(given).all(axis=1)]
    k = given.shape[1]
    alpha = None
    if len(given) > 1 and (total := given.sum(axis=1).var(ddof=1)) > 0:
        alpha = k / (k - 1) * (1 - float(given.var(axis=0, ddof=1).sum() / total))
    return ExpectedFigure("area_reliability", {"area": area}, alpha)


def _mean(values: Floats) -> float | None:
    kept = values[np.isfinite(values)]
    return float(kept.mean()) if kept.size else None
