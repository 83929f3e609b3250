"""Whether a finding says what was recomputed, in the precision in which docs/findings.md says that figures are printed.

Nothing here is imported from the suite.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from recomputed_figure import Figure, wilson

DIGITS = {
    "share": 3,
    "gap": 3,
    "difference": 3,
    "ratio": 2,
    "index": 2,
    "score": 2,
    "hours": 1,
    "years": 1,
    "amount": 2,
}
DETAILS = {
    **dict.fromkeys(("categories", "bodies", "short", "points", "left_out"), 0),
    **dict.fromkeys(("women_before", "n_before", "women_after"), 0),
    **dict.fromkeys(("mean_women", "mean_men"), 1),
    **dict.fromkeys(("median_random", "cliffs_delta", "design_effect", "mean"), 2),
}
AREA_MEAN, UNSAID = 1, 2
"""The mean of an area, and the share of *do not know*, have fewer digits than are usual: a statement's would follow."""
OF_HOURS = ("training_hours_parity",)
WHOLE_PER_CENT_BELOW = 200
"""People whose pay is compared: of fewer it is in whole per cent."""
WHOLE_FROM = 10  # from here on amounts of a budget have no cents
STEP = 10.0
"""To which a base is rounded where few other people could be counted: then the figure is in whole per cent."""
BANDS, SMALLEST_CELL = (0.1, 0.2, 0.3, 0.4, 0.5), 5
BAND = 0.05
"""Between such bounds of an interval the exact ones lie."""


def disagreements(finding: dict[str, Any], figure: Figure, of_pay: bool, later: bool = False) -> Iterator[str]:
    """Fields of the finding that are not what was recomputed, each with what it should be.

    ``later``: an earlier round has shown such figures, so that those of pay and hours are rounded to a step.
    """
    if (
        later
        and finding["women"] is not None
        and (finding["unit"] in ("gap", "hours") or finding["indicator"] in OF_HOURS)
    ):
        figure = _by_steps(finding, figure)
    if figure.value is None:
        yield f"value {finding['value']}, and there is none"
        return
    if finding["status"] == "banded":
        yield from _outside(finding["band"], figure)
        return
    digits = DIGITS.get(finding["unit"], 1)
    if finding["unit"] == "count" or (finding["unit"] == "amount" and finding["value"] >= WHOLE_FROM):
        digits = 0
    if of_pay and (finding["n"] or 0) < WHOLE_PER_CENT_BELOW:
        digits = min(digits, 2)
    coarse = finding["women"] is None and figure.women is not None
    digits = min(digits, 2) if coarse else digits
    whole = finding["unit"] == "count" and finding["n"] != figure.n  # a number of answers beside a rounded base
    if not (whole and finding["value"] == finding["n"] < figure.value):
        yield from _differs("value", finding["value"], figure, digits)
    yield from _base(finding, figure, coarse or whole)
    if finding["interval"]:
        yield from _interval(finding, figure, digits, coarse)
    for name, said in finding["details"].items():
        yield from _detail(finding, name, said, figure)


def _by_steps(finding: dict[str, Any], figure: Figure) -> Figure:
    """The figure with what a step leaves open: a fifth of a mean by the people in it; of an interval, outwards."""
    people = {"women": figure.women, "men": figure.men}
    step = _step(0.2 * (figure.value if finding["unit"] == "hours" else 1.0) / min(people.values()))
    near = {"value": step / 2, "low": step, "high": step}
    for name, number in figure.details.items():
        near[name] = (
            _step(0.2 * number / people[name.removeprefix("mean_")]) / 2 if name.startswith("mean_") else step / 2
        )
    return replace(figure, near={name: near.get(name, 0) + figure.near.get(name, 0) for name in {*near, *figure.near}})


def _step(least: float) -> float:
    """The smallest of 1, 2, 5, 10 … that is not below."""
    power = 10.0 ** math.floor(math.log10(abs(least)))
    return next(one * power for one in (1, 2, 5, 10) if one * power >= abs(least) * (1 - 1e-9))


def _outside(band: dict[str, float], figure: Figure) -> Iterator[str]:
    """A band holds the value, and is the narrowest that leaves so many numbers of people as the smallest cell."""
    width = round(band["high"] if band["low"] == 0 else 1 - band["low"], 2)
    inside = figure.value < band["high"] if band["low"] == 0 else figure.value > band["low"]
    numbers = {one: sum(k < one * figure.n - 1e-9 for k in range(int(figure.n) + 1)) for one in BANDS}
    if not inside or width not in [next(one for one in BANDS if numbers[one] >= SMALLEST_CELL)]:
        yield f"band {band}, recomputed {figure.value:.5f} of {figure.n:g}"


def _base(finding: dict[str, Any], figure: Figure, coarse: bool) -> Iterator[str]:
    yield from _differs("n", finding["n"], figure, 1, STEP / 2 if coarse and finding["n"] % STEP == 0 else 0)
    for sex in ("women", "men"):
        if finding[sex] is not None:
            yield from _differs(sex, finding[sex], figure, 1)


def _interval(finding: dict[str, Any], figure: Figure, digits: int, coarse: bool) -> Iterator[str]:
    low, high = finding["interval"]["low"], finding["interval"]["high"]
    if coarse and figure.low is not None and figure.high is not None:
        of_printed = wilson(finding["value"], finding["n"]) if finding["unit"] == "share" else (math.nan, math.nan)
        if max(abs(low - of_printed[0]), abs(high - of_printed[1])) < 0.006:
            return
        if low <= figure.low < low + BAND and high - BAND < figure.high <= high:
            return
    yield from _differs("low", low, figure, digits)
    yield from _differs("high", high, figure, digits)


def _detail(finding: dict[str, Any], name: str, said: float, figure: Figure) -> Iterator[str]:
    digits = DETAILS.get(name, 3)
    if name == "do_not_know_share":
        digits = UNSAID
    if name == "mean" and "area" in finding["group"]:
        digits = AREA_MEAN
    if name == "part" and finding["n"] < WHOLE_PER_CENT_BELOW:
        digits = UNSAID
    if name == "p_adjusted":  # rounded up: what is at most 0.05 stays so
        exact = figure.details[name]
        if not (exact <= said + 1e-9 < exact + 0.01 or said == 0.001 >= exact):
            yield f"p_adjusted {said}, recomputed {exact:.5f}"
        return
    if name == "design_effect":  # of the two rounded numbers beside it
        if abs(said - finding["n"] / finding["value"]) > 0.005 + 1e-9:
            yield f"design_effect {said} beside {finding['n']} and {finding['value']}"
        return
    yield from _differs(name, said, figure, digits)


def _differs(name: str, said: float | None, figure: Figure, digits: int, besides: float = 0) -> Iterator[str]:
    exact = getattr(figure, name) if hasattr(figure, name) and name != "details" else figure.details.get(name)
    if said is None and exact is None:
        return
    within = 0.5 * 10.0**-digits + 1e-9 + figure.near.get(name, 0) + besides
    if name in ("p_value",) and exact is not None:
        exact = max(exact, 0.001)
    if said is None or exact is None or not abs(said - exact) <= within:
        yield f"{name} {said}, recomputed {exact if exact is None else format(exact, '.6g')}"
