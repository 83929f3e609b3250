"""Survey answers as numbers: codes, scores, and counts of people by group, sex, item and answer.

An answer runs from 1 to the item's ``maximum``; further values are ``DO_NOT_KNOW``, ``PREFER_NOT_TO_SAY`` and blank.
A *score* is oriented so that high is favourable: the answer itself, or maximum + 1 − answer for an item declared
``reverse``. A score above the middle of the scale is *favourable* (4 and 5 of 5, 4 to 6 of 6, *yes*: 2 of 2).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from genderaudit.foundations.errors import wrong_call
from genderaudit.measures.counting import NOT_STATED, By, Group, columns_of, headcounts, labels, numbers
from genderaudit.measures.inference import Floats
from genderaudit.measures.requirements import check_numbers

DO_NOT_KNOW = -1
PREFER_NOT_TO_SAY = -2

SEXES = ("F", "M", "X", NOT_STATED)
"""Order of the sexes in every array of this module."""

Codes = NDArray[np.int64]
"""0 blank, 1 … top: the answer as given, top + 1 do not know, top + 2 prefer not to say.

``top`` is the highest answer of the longest scale.
"""


@dataclass(frozen=True, slots=True)
class Item:
    """A statement of the questionnaire: column, key area, whether disagreeing is favourable, and number of points.

    ``maximum``: the highest answer, at least 2; a yes/no item has 2 (*no* is 1, *yes* is 2). Raises ``AuditError`` for
    a scale of fewer points.
    """

    id: str
    area: str
    reverse: bool = False
    maximum: int = 5

    def __post_init__(self) -> None:
        if self.maximum < 2:
            raise wrong_call(f"Item {self.id} has a scale of {self.maximum} points. Give it 2 at least.")


def top_of(items: Iterable[Item]) -> int:
    """Return the highest answer of the longest scale."""
    return max((item.maximum for item in items), default=2)


def share_a_scale(items: Iterable[Item]) -> bool:
    """Return true if all items have the same number of points; only then is a mean over them meaningful."""
    return len({item.maximum for item in items}) <= 1


def read_codes(survey: pd.DataFrame, items: Sequence[Item]) -> Codes:
    """Return the codes of the answers, shape (people, items); an item without a column is blank for all.

    Raises ``AuditError`` for a value off the scale: intake sets such answers aside before.
    """
    codes = np.zeros((len(survey), len(items)), dtype=np.int64)
    top = top_of(items)
    for position, item in enumerate(items):
        if item.id not in survey.columns:
            continue
        check_numbers(survey[item.id], item.id)
        given = numbers(survey[item.id])
        blank = np.isnan(given)
        on_scale = (given >= 1) & (given <= item.maximum) & (given == np.floor(given))
        unsure, silent = given == DO_NOT_KNOW, given == PREFER_NOT_TO_SAY
        if not (blank | on_scale | unsure | silent).all():
            off = int((~(blank | on_scale | unsure | silent)).sum())
            raise wrong_call(
                f"Item {item.id} holds answers outside the scale of 1 to {item.maximum}: {off}. Set them aside."
            )
        codes[on_scale, position] = given[on_scale].astype(np.int64)
        codes[unsure, position] = top + 1
        codes[silent, position] = top + 2
    return codes


def scores_of(codes: Codes, items: Sequence[Item]) -> Floats:
    """Return scores, shape (people, items): high is favourable; NaN where there is no answer."""
    maximum = np.array([item.maximum for item in items], dtype=np.int64)
    reverse = np.array([item.reverse for item in items], dtype=bool)
    scored = np.where(reverse, maximum + 1 - codes, codes).astype(float)
    scored[(codes < 1) | (codes > maximum)] = np.nan
    return scored


def scores(survey: pd.DataFrame, items: Sequence[Item]) -> Floats:
    """Return scores straight from the survey, as :func:`scores_of`."""
    return scores_of(read_codes(survey, items), items)


def asked(survey: pd.DataFrame, items: Sequence[Item]) -> list[Item]:
    """Return the items whose column has any answer; if none has, all items that have a column.

    The short form asks two items per area; typed into a sheet of all items, the others are blank for everybody.
    """
    with_column = [item for item in items if item.id in survey.columns]
    return [item for item in with_column if survey[item.id].notna().any()] or with_column


def is_favourable(maximum: int) -> Floats:
    """Return 1.0 for each score from 1 to ``maximum`` above the middle of the scale, else 0.0."""
    return (np.arange(1, maximum + 1) > (maximum + 1) / 2).astype(float)


def without_weights(weights: ArrayLike | None) -> bool:
    """Return true if weights are given but all NaN: none could be calculated (:class:`.weighting.Raking`)."""
    return weights is not None and len(given := pd.Series(weights)) > 0 and bool(given.isna().all())


def row_weights(survey: pd.DataFrame, weights: ArrayLike | None) -> Floats | None:
    """Return the weights, one per row.

    Raises ``AuditError`` for a wrong number of weights or one that is not positive.
    """
    if weights is None:
        return None
    array = np.asarray(pd.to_numeric(pd.Series(weights), errors="coerce"), dtype=float)
    if array.shape != (len(survey),) or not (np.isfinite(array) & (array > 0)).all():
        raise wrong_call("Weights must be positive numbers, one for each row of the survey.")
    return array


@dataclass(frozen=True, slots=True)
class Layout:
    """The group of ``by`` and the sex of each row, and the cells to report in order.

    A cell is (position of the group, position in ``SEXES`` or None for all, names).
    """

    group: NDArray[np.int64]
    sex: NDArray[np.int64]
    cells: Sequence[tuple[int, int | None, Group]]

    @classmethod
    def of(cls, survey: pd.DataFrame, by: By = None, order: Iterable[str] | None = None) -> Layout:
        """Build the layout of everyone, women and men; or of the groups of ``by`` in the order of ``headcounts``."""
        sex = np.array([SEXES.index(name) for name in labels(survey["sex"])], dtype=np.int64)
        keys = columns_of(by)
        if not keys:
            return cls(np.zeros_like(sex), sex, [(0, None, {}), (0, 0, {"sex": "F"}), (0, 1, {"sex": "M"})])
        groups = [group for group, _ in headcounts(survey[list({"sex", *keys})], keys, order)]
        position = {tuple(group.values()): i for i, group in enumerate(groups)}
        names = zip(*(labels(survey[key]) for key in keys), strict=True)
        member = np.array([position[name] for name in names], dtype=np.int64)
        return cls(member, sex, [(i, None, group) for i, group in enumerate(groups)])

    def counted(self, sex: int | None) -> NDArray[np.bool_]:
        """Return a mask over ``SEXES`` of those that a cell counts.

        ``None`` (all) is women and men, unless no respondent is known to be either; then it is everybody.
        """
        each = np.arange(len(SEXES))
        chosen: NDArray[np.bool_] = each == sex if sex is not None else (each < 2) | (not (self.sex < 2).any())
        return chosen

    def rows(self, group: int, sex: int | None) -> NDArray[np.bool_]:
        """Return a mask of the rows of a cell."""
        inside: NDArray[np.bool_] = (self.group == group) & self.counted(sex)[self.sex]
        return inside

    def tally(self, codes: Codes, top: int, weight: Floats | None = None) -> Floats:
        """Return people, or the sum of their weights, by group, sex, item and code."""
        items = codes.shape[1]
        groups = 1 + max((group for group, _, _ in self.cells), default=-1)
        shape = (groups, len(SEXES), items, top + 3)
        first = (self.group * len(SEXES) + self.sex)[:, None] * items + np.arange(items)
        flat = (first * (top + 3) + codes).ravel()
        repeated = None if weight is None else np.repeat(weight, items)
        counts = np.bincount(flat, repeated, minlength=int(np.prod(shape)))
        return counts.astype(float).reshape(shape)
