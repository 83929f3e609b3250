"""Intervals and tests against independent implementations (statsmodels, scipy)."""

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from genderaudit.measures import inference


@pytest.mark.parametrize(("k", "n"), [(0, 1), (1, 1), (4, 15), (0, 30), (30, 30), (500, 1200)])
@pytest.mark.parametrize("level", [0.9, 0.95])
def test_wilson_agrees_with_statsmodels(k: int, n: int, level: float) -> None:
    expected = proportion_confint(k, n, alpha=1 - level, method="wilson")
    assert inference.wilson(k, n, level) == pytest.approx(expected, abs=1e-12)


def test_wilson_of_4_of_15_seats() -> None:
    """A test vector with its result worked out by hand."""
    assert inference.wilson(4, 15) == pytest.approx((0.10897, 0.51950), abs=5e-6)


def test_wilson_of_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="n > 0"):
        inference.wilson(0, 0)


@pytest.mark.parametrize("counts", [(6, 40, 12, 50), (0, 10, 0, 20), (56, 70, 48, 80), (10, 10, 0, 20)])
def test_newcombe_agrees_with_statsmodels(counts: tuple[int, int, int, int]) -> None:
    expected = confint_proportions_2indep(*counts, compare="diff", method="newcomb")
    assert inference.newcombe_difference(*counts) == pytest.approx(expected, abs=1e-12)


def test_newcombe_of_the_published_example() -> None:
    """56/70 against 48/80, Newcombe (1998), table II: 0.0524 to 0.3339."""
    assert inference.newcombe_difference(56, 70, 48, 80) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_welch_interval_agrees_with_statsmodels() -> None:
    draw = np.random.default_rng(3)
    first, second = draw.normal(3, 1, 17), draw.normal(2, 4, 40)
    expected = CompareMeans(DescrStatsW(first), DescrStatsW(second)).tconfint_diff(usevar="unequal")
    assert inference.welch_interval(first, second) == pytest.approx(expected, abs=1e-10)


def test_welch_interval_without_variation_is_the_difference() -> None:
    assert inference.welch_interval([2, 2], [1, 1]) == (1.0, 1.0)


def test_fisher_is_two_sided() -> None:
    expected = stats.fisher_exact([[6, 34], [12, 38]])[1]
    assert inference.fisher_exact_p(6, 40, 12, 50) == pytest.approx(expected)


def test_benjamini_hochberg_agrees_with_statsmodels_and_keeps_the_order() -> None:
    p_values = np.random.default_rng(5).random(30) ** 3
    expected = multipletests(p_values, method="fdr_bh")[1]
    assert inference.benjamini_hochberg(p_values) == pytest.approx(expected, abs=1e-12)


def test_benjamini_hochberg_leaves_unknown_p_values_out_of_the_family() -> None:
    adjusted = inference.benjamini_hochberg([0.01, np.nan, 0.04])
    assert adjusted[[0, 2]] == pytest.approx([0.02, 0.04])
    assert np.isnan(adjusted[1])


@pytest.mark.parametrize("size", [1, 2, 7, 8, 151])
def test_bootstrap_medians_have_the_distribution_of_resampled_medians(size: int) -> None:
    sample = np.random.default_rng(size).lognormal(size=size)
    quick = inference.bootstrap_medians(sample, np.random.default_rng(1), draws=20_000)
    slow = inference.bootstrap_draws(lambda x: np.median(x, axis=1), sample, draws=20_000, seed=2)
    points = np.quantile(slow, [0.05, 0.25, 0.5, 0.75, 0.95])
    assert [np.mean(quick <= p) for p in points] == pytest.approx([np.mean(slow <= p) for p in points], abs=0.02)


def test_bootstrap_agrees_with_scipy() -> None:
    sample = np.random.default_rng(8).normal(size=60)
    drawn = inference.bootstrap_draws(lambda x: x.mean(axis=1), sample, draws=9_000)
    expected = stats.bootstrap((sample,), np.mean, method="percentile", random_state=4).confidence_interval
    assert inference.percentile_interval(drawn) == pytest.approx(tuple(expected), abs=0.02)


def test_bootstrap_of_the_same_seed_is_the_same() -> None:
    drawn = [inference.bootstrap_draws(lambda x: x.mean(axis=1), [1, 5, 9], seed=7) for _ in range(2)]
    assert (drawn[0] == drawn[1]).all()


def test_bootstrap_in_blocks_gives_every_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inference, "_CELLS_AT_ONCE", 50)
    assert inference.bootstrap_draws(lambda x: x.mean(axis=1), range(20), draws=11).shape == (11,)
