"""Whether a finding says what was recomputed, in the precision in which docs/findings.md says that figures are printed.

Nothing here is imported from the suite.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from recomputed_figure import Figure, narrowest

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
    **dict.fromkeys(("median_random", "cliffs_delta", "design_effect", "mean"), 2),
}
AREA_MEAN, UNSAID = 1, 2
"""The mean of an area, and the share of *do not know*, have fewer digits than are usual: a statement's would follow."""
WHOLE_PER_CENT_BELOW = 200
"""People whose pay is compared: of fewer it is in whole per cent."""
WHOLE_FROM = 10  # from here on amounts of a budget have no cents


def disagreements(finding: dict[str, Any], figure: Figure, of_pay: bool, of_answers: bool = False) -> Iterator[str]:
    """Fields of the finding that are not what was recomputed, each with what it should be."""
    if figure.value is None:
        yield f"value {finding['value']}, and there is none"
        return
    if finding["status"] == "banded":
        yield from _outside(finding["band"], figure)
        return
    if finding["about"] != figure.about:
        yield f"about {finding['about']}, and its statements are {'not all' if figure.about else 'all'} printed"
    digits = DIGITS.get(finding["unit"], 1)
    if finding["unit"] == "count" or (finding["unit"] == "amount" and finding["value"] >= WHOLE_FROM):
        digits = 0
    whole = of_answers and finding["unit"] in ("share", "difference")
    if whole or (of_pay and (finding["n"] or 0) < WHOLE_PER_CENT_BELOW):
        digits = min(digits, 2)
    for name in ("value", "n", "women", "men"):
        if name in ("value", "n") or finding[name] is not None:
            yield from _differs(name, finding[name], figure, digits if name == "value" else 1)
    if finding["interval"]:
        for name in ("low", "high"):
            yield from _differs(name, finding["interval"][name], figure, digits)
    for name, said in finding["details"].items():
        yield from _detail(finding, name, said, figure)


def _outside(band: dict[str, float], figure: Figure) -> Iterator[str]:
    """A band holds the value, and is the narrowest that leaves so many numbers of people as the smallest cell."""
    width = round(band["high"] if band["low"] == 0 else 1 - band["low"], 2)
    inside = figure.value < band["high"] if band["low"] == 0 else figure.value > band["low"]
    if not inside or width != narrowest(figure.n):
        yield f"band {band}, recomputed {figure.value:.5f} of {figure.n:g}"


def _detail(finding: dict[str, Any], name: str, said: float, figure: Figure) -> Iterator[str]:
    digits = DETAILS.get(name, 3)
    if name == "do_not_know_share":
        digits = UNSAID
    if name == "mean" and "area" in finding["group"]:
        digits = AREA_MEAN
    if name == "part" and finding["n"] < WHOLE_PER_CENT_BELOW:
        digits = UNSAID
    if name == "design_effect":  # of the two rounded numbers beside it
        if abs(said - finding["n"] / finding["value"]) > 0.005 + 1e-9:
            yield f"design_effect {said} beside {finding['n']} and {finding['value']}"
        return
    yield from _differs(name, said, figure, digits)


def _differs(name: str, said: float | None, figure: Figure, digits: int) -> Iterator[str]:
    exact = getattr(figure, name) if hasattr(figure, name) and name != "details" else figure.details.get(name)
    if said is None and exact is None:
        return
    within = 0.5 * 10.0**-digits + 1e-9 + figure.near.get(name, 0)
    if name in ("p_value", "p_adjusted") and exact is not None and said is not None:  # upwards
        exact, said = max(exact, 0.001), said - 0.5 * 10.0**-digits
    if said is None or exact is None or not abs(said - exact) <= within:
        yield f"{name} {said}, recomputed {exact if exact is None else format(exact, '.6g')}"
