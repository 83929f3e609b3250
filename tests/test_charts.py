"""Charts: what is drawn is what was found, everything stands on the page, and text is measured as it is set."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_findings import finding
from matplotlib.font_manager import FontProperties, findfont, get_font
from pictures import texts

from genderaudit.findings import Finding
from genderaudit.language import language
from genderaudit.report.canvas import MEN, TARGET, WOMEN, width_of
from genderaudit.report.charts import draw


def test_bars_are_as_long_as_the_shares() -> None:
    svg = drawn(
        "shares",
        [share(0.25, level="Director"), share(0.75, level="Officer")],
    )
    women, men = widths(svg, WOMEN)[1:], widths(svg, MEN)[1:]  # the first of each is the legend's
    assert women[1] / women[0] == pytest.approx(3, abs=0.01)
    assert women[0] + men[0] == pytest.approx(women[1] + men[1], abs=0.02)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.text(alphabet="abcdefgh ÉàœW", min_size=1, max_size=60), min_size=2, max_size=25, unique=True))
def test_no_text_leaves_the_page(names: list[str]) -> None:
    found = [share(0.3, level=name) for name in names]
    for kind in ("shares", "pyramid", "values"):
        placed = texts(drawn(kind, found))
        assert all(text.left >= 0 and text.right <= 518.5 for text in placed)


def test_seats_that_are_missing_are_ringed() -> None:
    bodies = [seats("Board", women=2, all_seats=9, missing=1), seats("Council", women=4, all_seats=9, missing=0)]
    svg = drawn("seats", bodies)
    marks = re.findall(r"<use [^>]*>", svg)
    assert sum(WOMEN.lower() in mark for mark in marks) == 6
    assert sum(TARGET.lower() in mark for mark in marks) == 1
    assert len(marks) == 18


def test_the_same_findings_give_the_same_picture() -> None:
    found = [share(0.2, level="a"), share(0.4, level="b")]
    assert drawn("shares", found) == drawn("shares", found)


@pytest.mark.parametrize(
    "text", ["Women's share of 12 people, 12.5 %", "AVAVATo", "Fédération – 1 234 567,8", "l’écart… −5 €", ""]
)
@pytest.mark.parametrize("bold", [False, True])
def test_text_is_as_wide_as_the_font_sets_it(text: str, bold: bool) -> None:
    font = get_font(findfont(FontProperties(family=["DejaVu Sans"], weight="bold" if bold else "normal")))
    font.set_size(100, 72)
    font.set_text(text, 0.0)
    assert width_of(text, 100, bold) == pytest.approx(font.get_width_height()[0] / 64, rel=0.01, abs=1)


def test_letters_that_join_are_measured_joined() -> None:
    assert width_of("بب", 100) < 2 * width_of("ب", 100)


def drawn(kind: str, findings: list[Finding]) -> str:
    chart = draw(kind, findings, language("en"), "Title")
    assert chart is not None
    return chart.svg


def widths(svg: str, colour: str) -> list[float]:
    """Widths of the filled rectangles of a colour."""
    found = []
    for path, style in re.findall(r"<path d='([^']*)' style='([^']*)'", svg):
        if f"fill: {colour.lower()}" in style:
            xs = [float(x) for x, _ in re.findall(r"([-0-9.]+) ([-0-9.]+)", path)]
            found.append(max(xs) - min(xs))
    return found


def share(value: float, **group: str) -> Finding:
    return finding(
        "staff_women_by_level", "baseline", group=group, value=value, n=40, women=40 * value, men=40 * (1 - value)
    )


def seats(body: str, *, women: int, all_seats: int, missing: int) -> Finding:
    men = all_seats - women
    group = {"body": body}
    return finding("bodies_women_seats", "baseline", group=group, value=missing, n=all_seats, women=women, men=men)
