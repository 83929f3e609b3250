"""Oaxaca–Blinder decomposition of the gap in mean log pay, two-fold and three-fold.

Values are logarithmic points of pay, men − women, so that the components add up to the total exactly; a small
value reads as a share of pay (0.10 is about 10 %). People, factors and refusals as in
:mod:`genderaudit.measures.pay_models`. Intervals: seeded bootstrap of random blocks of people (of single people up to
1,000 per sex), which takes about a second for 100,000 people.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from genderaudit.measures.counting import is_sex, people, result_of
from genderaudit.measures.inference import SEED, Floats, percentile_interval
from genderaudit.measures.pay_models import MINIMUM_PEOPLE, PayModel, is_complete, pay_model
from genderaudit.measures.requirements import requires
from genderaudit.measures.result import Result
from genderaudit.measures.results import Results

DECOMPOSITION_DRAWS = 1_000

TWO_FOLD = ("total", "explained", "unexplained")
THREE_FOLD = ("total", "endowments", "coefficients", "interaction")

NO_GAP = 1e-9  # total gap that is 0 but for rounding: it has no shares
DEPENDENT = 1e-10  # singular values below this share of the largest are rounding: the factors repeat each other
_BLOCKS = 1_000  # blocks of people per sex
_BLOCK_CELLS = 10_000_000  # numbers in the moments of all blocks: fewer blocks where there are many factors


@requires("sex", counted="people")
def oaxaca_two_fold(
    staff: pd.DataFrame,
    pay: pd.Series,
    factors: pd.DataFrame,
    minimum: int = MINIMUM_PEOPLE,
    draws: int = DECOMPOSITION_DRAWS,
    seed: int = SEED,
    level: float = 0.95,
) -> Results:
    """Gap in mean log pay = explained by the factors + unexplained; group ``component`` names the component.

    Reference coefficients: the pooled regression with a dummy for sex (Jann 2008; Fortin 2008), so that
    unexplained is minus the coefficient of women in :func:`pay_models.adjusted_gap`.
    ``details``: part (share of the total, where that is not 0), left_out. Reasons as :func:`pay_models.adjusted_gap`.
    """
    model = pay_model(staff, pay, factors, minimum)
    return Results(_decompose_gap(model, TWO_FOLD, _two_fold, draws, seed, level))


@requires("sex", counted="people")
def oaxaca_three_fold(
    staff: pd.DataFrame,
    pay: pd.Series,
    factors: pd.DataFrame,
    minimum: int = MINIMUM_PEOPLE,
    draws: int = DECOMPOSITION_DRAWS,
    seed: int = SEED,
    level: float = 0.95,
) -> Results:
    """Gap in mean log pay = endowments + coefficients + interaction, from the women's side.

    endowments (x̄_M − x̄_F)'β_F, coefficients x̄_F'(β_M − β_F), interaction (x̄_M − x̄_F)'(β_M − β_F)
    (Winsborough and Dickinson 1971; Jann 2008). A text value held by one sex only has no coefficient
    in the other: these people are left out, and counted (``details`` alone_women, alone_men). Other ``details``
    and reasons as the two-fold.
    """
    alone = _without_counterpart(staff, pay, factors)
    model = pay_model(staff, pay.where(~alone), factors, minimum)
    components = _decompose_gap(model, THREE_FOLD, _three_fold, draws, seed, level)
    count = people(staff)
    alone_counts = {
        f"alone_{name}": float(count[alone & is_sex(staff, sex)].sum()) for name, sex in (("women", "F"), ("men", "M"))
    }
    return Results(replace(one, details={**one.details, **alone_counts}) for one in components)


def _decompose_gap(
    model: PayModel,
    names: Sequence[str],
    components: Callable[[Floats, Floats], Floats],
    draws: int,
    seed: int,
    confidence_level: float,
) -> list[Result]:
    details = {"left_out": model.left_out}
    if model.reason:
        return [result_of(model.count, None, "gap", {"component": name}, model.reason, details) for name in names]
    generator = np.random.default_rng(seed)
    women, men = (_block_moments(model, sex, generator) for sex in (1.0, 0.0))
    values = components(women.sum(axis=0), men.sum(axis=0))
    drawn = _bootstrap_components(women, men, components, draws, generator)
    results = []
    for name, value, column in zip(names, values, drawn.T, strict=True):
        low, high = percentile_interval(column, confidence_level)
        share_of_total = {"part": float(value / values[0])} if abs(values[0]) > NO_GAP else {}
        group = {"component": name}
        all_details = details | share_of_total
        results.append(
            result_of(
                model.count, float(value), "gap", group, None, all_details, low, high, confidence_level, model.parts
            )
        )
    return results


def _two_fold(women: Floats, men: Floats) -> Floats:
    mean_f, pay_f, spread_f, joint_f = _centred_moments(women)
    mean_m, pay_m, spread_m, joint_m = _centred_moments(men)
    # With a dummy for sex in the pooled regression, its slopes rest on the variation within each sex.
    slopes = _ols_slopes(spread_f + spread_m, joint_f + joint_m)
    total = pay_m - pay_f
    explained = ((mean_m - mean_f) * slopes).sum(axis=-1)
    return np.stack([total, explained, total - explained], axis=-1)


def _three_fold(women: Floats, men: Floats) -> Floats:
    mean_f, pay_f, spread_f, joint_f = _centred_moments(women)
    mean_m, pay_m, spread_m, joint_m = _centred_moments(men)
    slopes_f, slopes_m = _ols_slopes(spread_f, joint_f), _ols_slopes(spread_m, joint_m)
    total = pay_m - pay_f
    endowments = ((mean_m - mean_f) * slopes_f).sum(axis=-1)
    interaction = ((mean_m - mean_f) * (slopes_m - slopes_f)).sum(axis=-1)
    return np.stack([total, endowments, total - endowments - interaction, interaction], axis=-1)


def _centred_moments(moments: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Return means of factors and of log pay, and sums of squares about them, from sums of z·zᵀ, z = (1, x, y)."""
    n = moments[..., 0, 0]
    means = moments[..., 0, 1:] / n[..., None]
    squares = moments[..., 1:, 1:] - n[..., None, None] * means[..., :, None] * means[..., None, :]
    return means[..., :-1], means[..., -1], squares[..., :-1, :-1], squares[..., :-1, -1]


def _ols_slopes(spread: Floats, joint: Floats) -> Floats:
    """Return OLS slopes; factors that repeat each other share theirs (pseudo-inverse)."""
    if spread.shape[-1] == 0:
        return np.zeros(joint.shape)
    inverse = np.linalg.pinv(spread, rcond=DEPENDENT, hermitian=True)
    return np.asarray((inverse @ joint[..., None])[..., 0])


def _block_moments(model: PayModel, sex: float, generator: np.random.Generator) -> Floats:
    """Return sums of z·zᵀ over random blocks of the people of one sex: shape (blocks, k + 2, k + 2)."""
    rows = model.woman == sex
    z = np.column_stack([np.ones(int(rows.sum())), model.factors[rows], model.log_pay[rows]])
    z = z[np.lexsort(z.T)]  # blocks are drawn from sorted people, so that the order of rows in the file does not matter
    size = z.shape[1]
    blocks = min(len(z), _BLOCKS, max(100, _BLOCK_CELLS // size**2))
    parts = np.array_split(z[generator.permutation(len(z))], blocks)
    return np.stack([part.T @ part for part in parts])


def _bootstrap_components(
    women: Floats,
    men: Floats,
    components: Callable[[Floats, Floats], Floats],
    draws: int,
    generator: np.random.Generator,
) -> Floats:
    """Return components of resamples of blocks within each sex: shape (draws, components)."""
    shape = women.shape[1:]
    at_once = max(1, 2_000_000 // (shape[0] * shape[1]))
    drawn = []
    for start in range(0, draws, at_once):
        size = min(at_once, draws - start)
        resampled = []
        for moments in (women, men):
            blocks = len(moments)
            weights = generator.multinomial(blocks, np.full(blocks, 1 / blocks), size).astype(float)
            resampled.append((weights @ moments.reshape(blocks, -1)).reshape(size, *shape))
        drawn.append(components(*resampled))
    return np.concatenate(drawn)


def _without_counterpart(staff: pd.DataFrame, pay: pd.Series, factors: pd.DataFrame) -> NDArray[np.bool_]:
    """Return a mask of people with a text value that only one sex has.

    Repeated, since leaving people out may leave a further value with one sex only.
    """
    complete = is_complete(staff, pay, factors)
    woman = is_sex(staff, "F")
    text = factors.select_dtypes(exclude="number").astype("string")
    supported = complete.copy()
    while True:
        kept = supported.copy()
        for name in text:
            column = text[name].to_numpy(dtype=object)
            both = set(column[kept & woman]) & set(column[kept & ~woman])
            kept &= pd.Series(column).isin(both).to_numpy()
        if (kept == supported).all():
            break
        supported = kept
    return np.asarray(complete & ~supported)
