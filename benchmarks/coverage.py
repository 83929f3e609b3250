"""Whether 95 % intervals hold the truth in 93 to 97 % of draws: the truth is planted, samples are drawn from it.

Each case draws 2,000 samples from a population whose true figure is known, lets the measure calculate its
interval and counts how often the truth lies inside. Prints the table and writes docs/coverage.md.

    python benchmarks/coverage.py
"""

from __future__ import annotations

import math
import textwrap
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats

from genderaudit import measures
from genderaudit.measures.counting import Headcount
from genderaudit.measures.inference import wilson

SEED = 20260101
DRAWS = 2_000
LOWEST, HIGHEST = 0.93, 0.97
TABLE = Path(__file__).parents[1] / "docs" / "coverage.md"

Draw = np.random.Generator
Sample = Callable[[Draw], tuple[measures.Result, float]]
"""One sample of the population: the measure's result, and the truth that its interval should hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A measure, the population that its samples come from, and what is to be known of the result."""

    measure: str
    population: str
    sample: Sample
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Share of intervals that hold the truth, that lie below or above it, and that there are at all."""

    inside: float
    below: float  # the whole interval is too low
    above: float
    without: float  # samples whose result has no interval; not in the base

    @property
    def is_right(self) -> bool:
        """Within the band that is asked for."""
        return LOWEST <= self.inside <= HIGHEST


def main() -> None:
    """Run every case, print the table, write it as documentation."""
    rows = []
    for name, case in CASES.items():
        start = time.perf_counter()
        rows.append((case, coverage(name, DRAWS)))
        print(f"{rows[-1][1].inside:.3f}  {case.measure}: {case.population} ({time.perf_counter() - start:.0f} s)")
    TABLE.write_text(document(rows), encoding="utf-8")
    print(f"cases: {len(rows)}")
    print(f"cases_within_93_to_97_percent: {sum(found.is_right for _, found in rows)}")
    print(f"lowest_coverage: {min(found.inside for _, found in rows):.4f}")
    print(f"highest_coverage: {max(found.inside for _, found in rows):.4f}")


def coverage(name: str, draws: int, seed: int = SEED) -> Coverage:
    """Coverage of a case over so many samples; each case has random numbers of its own."""
    draw = np.random.default_rng([seed, *name.encode()])
    bounds = []
    for _ in range(draws):
        result, truth = CASES[name].sample(draw)
        if result.low is not None and result.high is not None:
            bounds.append((result.low, truth, result.high))
    low, truth, high = np.array(bounds).T
    slack = 1e-12  # an interval that ends at the truth holds it
    below, above = float(np.mean(high < truth - slack)), float(np.mean(low > truth + slack))
    return Coverage(inside=1 - below - above, below=below, above=above, without=1 - len(bounds) / draws)


def document(rows: Iterable[tuple[Case, Coverage]]) -> str:
    """The table as a Markdown document."""
    rows = list(rows)
    right = sum(found.is_right for _, found in rows)
    lines = [INTRODUCTION.format(draws=DRAWS, seed=SEED, right=right, rows=len(rows))]
    lines.append("| measure | population | inside | too low | too high | in the band |")
    lines.append("|---|---|---:|---:|---:|---|")
    notes = []
    for case, found in rows:
        parts = " | ".join(f"{100 * part:.2f} %" for part in (found.inside, found.below, found.above))
        lines.append(f"| {case.measure} | {case.population} | {parts} | {'yes' if found.is_right else '**no**'} |")
        without = f" {100 * found.without:.1f} % of the samples had no interval." if found.without else ""
        if case.note or without:
            notes += textwrap.wrap(f"- **{case.measure}**, {case.population}: {case.note}{without}", 118)
    return "\n".join([*lines, "", "## Notes", "", *notes, ""])


INTRODUCTION = """# Do the intervals keep their promise?

A 95 % interval should hold the true figure in 95 of 100 samples. Here the truth is planted: each row draws
{draws:,} samples from a population whose figure is known and counts how many of the measure's intervals hold
it. 93 to 97 % is asked for; the chance of {draws:,} draws alone moves a figure by about ±1 point. "Too low" are
intervals that lie wholly below the truth, "too high" wholly above it.

Written by `python benchmarks/coverage.py` (seed {seed}); `tests/measures/test_coverage_short.py` runs a short
version with every test.

**{right} of {rows} rows lie within 93 to 97 %.** The settings were fixed before the first run and none was dropped
after it; what lies outside is explained below the table.
"""


def staff(women: int, men: int, **columns: object) -> pd.DataFrame:
    """Women first, then men."""
    return pd.DataFrame({"sex": pd.array(["F"] * women + ["M"] * men, dtype="string"), **columns})


def share(people: int, truth: float | None) -> Sample:
    """A body of so many people; without a truth that is drawn anew each time, from 10 to 90 %."""

    def sample(draw: Draw) -> tuple[measures.Result, float]:
        planted = draw.uniform(0.1, 0.9) if truth is None else truth
        women = draw.binomial(people, planted)
        table = pd.DataFrame({"sex": ["F", "M"], "count": [women, people - women]})
        return measures.share_of_women(table)[0], planted

    return sample


def change(first: tuple[int, float], last: tuple[int, float]) -> Sample:
    """Two rounds, each with its people and its true share."""

    def sample(draw: Draw) -> tuple[measures.Result, float]:
        women = [draw.binomial(people, truth) for people, truth in (first, last)]
        rounds = [Headcount(women=w, men=people - w) for w, (people, _) in zip(women, (first, last), strict=True)]
        return measures.change_between(*rounds), last[1] - first[1]

    return sample


def selection(women: tuple[int, float], men: tuple[int, float]) -> Sample:
    """Eligible women and men, each with the true chance of being selected."""

    def sample(draw: Draw) -> tuple[measures.Result, float]:
        chosen = [draw.binomial(*side) for side in (women, men)]
        return measures.selection_ratio(chosen[0], women[0], chosen[1], men[0]), women[1] / men[1]

    return sample


def exits(draw: Draw) -> tuple[measures.Result, float]:
    """200 women and 250 men over a year; 12 % of the women leave and 9 % of the men, each replaced at once."""
    left = [draw.poisson(200 * 0.12), draw.poisson(250 * 0.09)]
    sexes, hired, gone = [], [], []
    for sex, people, number in zip("FM", (200, 250), left, strict=True):
        sexes += [sex] * (people + number)
        gone += ["2024-06-30"] * number + [None] * people
        hired += [None] * people + ["2024-06-30"] * number
    table = pd.DataFrame({"sex": sexes, "hired_on": pd.to_datetime(hired), "left_on": pd.to_datetime(gone)})
    return measures.exit_ratio(table, "2024-01-01", "2024-12-31")[0], 0.12 / 0.09


def ceiling(draw: Draw) -> tuple[measures.Result, float]:
    """300 people at a level with 60 % women, 100 at one with 45 %, 40 on top with 25 %."""
    levels = ["Top", "Middle", "Base"]
    people, truth = np.array([40, 100, 300]), np.array([0.25, 0.45, 0.60])
    women = draw.binomial(people, truth)
    table = pd.DataFrame({"level": levels * 2, "sex": ["F"] * 3 + ["M"] * 3, "count": [*women, *(people - women)]})
    return measures.glass_ceiling_index(table, levels), float(people @ truth / people.sum() / truth[0])


def pay_gap(gap: Callable[..., list[measures.Result]], women: int, men: int, step: float | None = None) -> Sample:
    """Lognormal pay (standard deviation 0.4 of the logarithm), women paid 10 % less."""
    table, level = staff(women, men), np.repeat([0.9, 1.0], [women, men])

    def sample(draw: Draw) -> tuple[measures.Result, float]:
        pay = 20 * np.exp(draw.normal(0, 0.4, women + men))
        # Steps of the men's scale; the women's pay is 10 % below a step, so that the gap stays 10 %.
        pay = pay if step is None else np.maximum(step, np.round(pay / step) * step)
        return gap(table, pd.Series(level * pay))[0], 0.1

    return sample


def regression(measure: str) -> Sample:
    """200 people; education and level differ by sex; women 0.06 log points below men at equal factors."""
    women, men = 80, 120
    table = staff(women, men)

    def sample(draw: Draw) -> tuple[measures.Result, float]:
        is_woman = np.repeat([1.0, 0.0], [women, men])
        education = draw.normal(13 - is_woman, 2)
        senior = draw.random(women + men) < np.where(is_woman == 1, 0.3, 0.45)
        log_pay = 2.5 + 0.05 * education + 0.3 * senior - 0.06 * is_woman + draw.normal(0, 0.2, women + men)
        factors = pd.DataFrame({"education_years": education, "level": np.where(senior, "senior", "junior")})
        pay = pd.Series(np.exp(log_pay))
        if measure == "adjusted_gap":
            return measures.adjusted_gap(table, pay, factors), -math.expm1(-0.06)
        parts = measures.oaxaca_two_fold(table, pay, factors, draws=500, seed=int(draw.integers(2**31)))
        # Expected mean factors: one year of education, and 15 points in the senior share.
        truths = {"total": 0.06 + 0.05 + 0.3 * 0.15, "explained": 0.05 + 0.3 * 0.15, "unexplained": 0.06}
        component = measure.removeprefix("oaxaca_")
        return next(part for part in parts if part.group["component"] == component), truths[component]

    return sample


def factor_weighted() -> Sample:
    """Four cells of (women, men): gaps of 4, 8, 12 and 6 %, weighed by people."""
    cells = {"a": (30, 20, 0.04), "b": (40, 50, 0.08), "c": (10, 30, 0.12), "d": (5, 4, 0.06)}
    table = pd.concat([staff(women, men, level=name) for name, (women, men, _) in cells.items()], ignore_index=True)
    relative = np.concatenate([np.repeat([1 - gap, 1], [women, men]) for women, men, gap in cells.values()])
    truth = sum(gap * (women + men) for women, men, gap in cells.values()) / len(table)

    def sample(draw: Draw) -> tuple[measures.Result, float]:
        pay = pd.Series(relative * np.exp(draw.normal(3, 0.3, len(table))))
        return measures.factor_weighted_gap(table, pay, "level"), truth

    return sample


def alpha(scale: int, people: int, items: int = 5, correlation: float = 0.4) -> Sample:
    """Parallel normal items read off on a scale of so many steps; the truth allows for the steps."""
    inside = np.linspace(-2, 2, scale - 1) if scale < 50 else np.linspace(-4, 4, scale - 1)
    names = [measures.Item(f"K{i}", "K", maximum=scale) for i in range(items)]
    read = _correlation_after_steps(inside, correlation)
    truth = items * read / (1 + (items - 1) * read)

    def sample(draw: Draw) -> tuple[measures.Result, float]:
        common = math.sqrt(correlation) * draw.normal(size=(people, 1))
        values = common + math.sqrt(1 - correlation) * draw.normal(size=(people, items))
        answers = (np.searchsorted(inside, values) + 1).astype(float)
        survey = pd.DataFrame(answers, columns=[item.id for item in names]).assign(sex="F")
        return measures.cronbach_alpha(survey, names), truth

    return sample


def area(people: int, of: str = "share", mean: float = 0.6) -> Sample:
    """Four items; each person favours with a chance of her own (beta distribution); a tenth stays blank."""
    names = [measures.Item(f"K{i}", "K") for i in range(4)]

    def sample(draw: Draw) -> tuple[measures.Result, float]:
        sex = np.repeat(["F", "M"], people // 2)
        centre = np.where(sex == "F", mean - 0.05, mean + 0.05) if of == "difference" else np.full(people, mean)
        own = draw.beta(3 * centre, 3 * (1 - centre))[:, None]
        answers = np.where(draw.random((people, 4)) < own, 4.0, 2.0)
        answers[draw.random((people, 4)) < 0.1] = np.nan
        survey = pd.DataFrame(answers, columns=[item.id for item in names]).assign(sex=sex)
        if of == "difference":
            return measures.area_differences(survey, names)[0], -0.1
        return measures.area_results(survey, names)[0], mean

    return sample


def item_difference(draw: Draw) -> tuple[measures.Result, float]:
    """60 women of whom 50 % favour, 45 men of whom 70 %."""
    favours = np.concatenate([draw.random(60) < 0.5, draw.random(45) < 0.7])
    survey = pd.DataFrame({"K0": np.where(favours, 4.0, 2.0), "sex": np.repeat(["F", "M"], [60, 45])})
    return measures.item_differences(survey, [measures.Item("K0", "K")])[0], -0.2


def weighted_share(draw: Draw) -> tuple[measures.Result, float]:
    """400 people, half women; 60 of the women answer and 20 of the men; 40 % and 70 % of them favour."""
    favours = np.concatenate([draw.random(60) < 0.4, draw.random(20) < 0.7])
    survey = pd.DataFrame({"K0": np.where(favours, 4.0, 2.0), "sex": np.repeat(["F", "M"], [60, 20])})
    items = [measures.Item("K0", "K")]
    weights = measures.raking_weights(survey, items, pd.DataFrame({"sex": ["F", "M"], "count": [200, 200]})).weights
    return measures.item_results(survey, items, weights=weights)[0], 0.55


def trend(draw: Draw) -> tuple[measures.Result, float]:
    """Six years with 200 people each; the share of women rises from 30 % by 2 points a year."""
    years = np.arange(2019, 2025)
    women = draw.binomial(200, 0.3 + 0.02 * np.arange(6))
    return measures.trend(pd.DataFrame({"year": years, "women": women, "people": 200})), 0.02


def _correlation_after_steps(steps: np.ndarray, correlation: float) -> float:
    """Correlation of two normal variables read off on a scale with boundaries at ``steps``."""
    if len(steps) > 50:
        return correlation
    # The covariance of two counts of boundaries passed is the sum, over pairs, of P(both) − P(one)·P(other).
    one = stats.norm.cdf(steps)
    normal = stats.multivariate_normal(cov=[[1, correlation], [correlation, 1]])
    joint = np.array([[float(normal.cdf([a, b])) for b in steps] for a in steps])
    variance = sum(min(a, b) - a * b for a in one for b in one)
    return float((joint - np.outer(one, one)).sum() / variance)


def exact_wilson(people: int, truth: float) -> float:
    """Coverage of Wilson's interval without chance: the binomial probabilities of the counts whose interval holds."""
    inside = [low <= truth <= high for low, high in (wilson(women, people) for women in range(people + 1))]
    return float(stats.binom.pmf(np.flatnonzero(inside), people, truth).sum())


EXACT_OF_20 = [exact_wilson(20, percent / 100) for percent in range(10, 91)]
DISCRETE = (
    "{people} people give only 21 different intervals, so coverage jumps with the truth. Calculated without chance "
    "it is {exact:.1f} % here; over all truths from 10 to 90 % it runs from {lowest:.1f} to {highest:.1f} %, "
    "{mean:.1f} % on average. No interval for a share escapes this."
)

CASES: Mapping[str, Case] = {
    "share_20": Case(
        measure="share of women (Wilson)", population="20 people, 30 %", sample=share(20, 0.3),
        note=DISCRETE.format(people=20, exact=100 * exact_wilson(20, 0.3), lowest=100 * min(EXACT_OF_20),
                             highest=100 * max(EXACT_OF_20), mean=100 * sum(EXACT_OF_20) / len(EXACT_OF_20)),
    ),
    "share_60": Case(measure="share of women (Wilson)", population="60 people, 40 %", sample=share(60, 0.4)),
    "share_300": Case(measure="share of women (Wilson)", population="300 people, 30 %", sample=share(300, 0.3)),
    "share_any": Case(measure="share of women (Wilson)", population="20 people, 10 to 90 %", sample=share(20, None)),
    "change": Case(
        measure="change between rounds (Newcombe)", population="30 % of 80, then 42 % of 120",
        sample=change((80, 0.3), (120, 0.42)),
    ),
    "item_difference": Case(
        measure="difference of an item (Newcombe)", population="50 % of 60 women, 70 % of 45 men",
        sample=item_difference,
    ),
    "selection": Case(
        measure="selection ratio (Katz)", population="25 % of 80 women, 35 % of 120 men",
        sample=selection((80, 0.25), (120, 0.35)),
    ),
    "selection_small": Case(
        measure="selection ratio (Katz)", population="20 % of 25 women, 25 % of 30 men",
        sample=selection((25, 0.20), (30, 0.25)),
        note="with about five women and seven men selected the interval on the log scale is too wide, so it errs on "
        "the side of caution; where nobody of a sex is selected there is none. Fisher's exact p stands beside it.",
    ),
    "exits": Case(measure="exit ratio (Poisson)", population="24 of 200 women, 22.5 of 250 men", sample=exits),
    "ceiling": Case(measure="glass-ceiling index", population="25, 45, 60 % of 40, 100, 300", sample=ceiling),
    "mean_gap": Case(
        measure="mean pay gap", population="10 %, 60 women, 81 men", sample=pay_gap(measures.mean_pay_gap, 60, 81)
    ),
    "mean_gap_small": Case(
        measure="mean pay gap", population="10 %, 10 women, 15 men", sample=pay_gap(measures.mean_pay_gap, 10, 15)
    ),
    "median_gap": Case(
        measure="median pay gap", population="10 %, 60 women, 81 men", sample=pay_gap(measures.median_pay_gap, 60, 81)
    ),
    "median_gap_small": Case(
        measure="median pay gap", population="10 %, 10 women, 15 men", sample=pay_gap(measures.median_pay_gap, 10, 15)
    ),
    "median_gap_steps": Case(
        measure="median pay gap", population="10 %, 60 women, 81 men, pay in steps of 1",
        sample=pay_gap(measures.median_pay_gap, 60, 81, 1.0),
    ),
    "factor_weighted": Case(
        measure="factor-weighted gap", population="four cells, 189 people, 7.7 %", sample=factor_weighted()
    ),
    "adjusted": Case(measure="adjusted gap", population="5.8 %, 200 people", sample=regression("adjusted_gap")),
    "oaxaca_unexplained": Case(
        measure="Oaxaca–Blinder, unexplained", population="0.06, 200 people", sample=regression("oaxaca_unexplained")
    ),
    "oaxaca_explained": Case(
        measure="Oaxaca–Blinder, explained", population="0.095, 200 people", sample=regression("oaxaca_explained")
    ),
    "alpha": Case(measure="Cronbach's α (Feldt)", population="5 items, fine scale, 60 people", sample=alpha(1000, 60)),
    "alpha_steps": Case(
        measure="Cronbach's α (Feldt)", population="5 items, 5 answers, 60 people", sample=alpha(5, 60)
    ),
    "area": Case(measure="favourable share of an area", population="60 %, 80 people, 4 items", sample=area(80)),
    "area_small": Case(measure="favourable share of an area", population="60 %, 20 people, 4 items", sample=area(20)),
    "area_high": Case(
        measure="favourable share of an area", population="90 %, 40 people, 4 items", sample=area(40, mean=0.9)
    ),
    "area_difference": Case(
        measure="difference of an area (Welch)", population="−10 points, 80 people", sample=area(80, "difference")
    ),
    "weighted": Case(
        measure="favourable share of an item, raked", population="55 %, 60 women and 20 men answer",
        sample=weighted_share,
        note="the interval counts Kish's effective number of answers. Weights that bring the sexes to their known "
        "parts also take away the chance in that mix, which the effective number does not credit: the more the sexes "
        "differ, the wider the interval is than it need be.",
    ),
    "trend": Case(measure="trend of the share of women", population="2 points a year, 6 years", sample=trend),
}  # fmt: skip


if __name__ == "__main__":
    main()
