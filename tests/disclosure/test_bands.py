"""Bands of answers: which they are, and how they are recorded and said."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genderaudit import measures
from genderaudit.conclusions.recording import finding
from genderaudit.disclosure import IN_A_BAND, Limits, Statements, protect
from genderaudit.foundations.language import language
from genderaudit.foundations.precision import Band, band_of
from genderaudit.measures.answers import Item
from genderaudit.methodology.method import methodology
from genderaudit.report.labels import reason_of

CELL = 5


def numbers_in(band: Band, n: float) -> tuple[float, float]:
    """The fewest and the most of ``n`` people whose share lies in a band."""
    most = math.ceil(round(max(band.high - band.low, 0.0) * n, 9)) - 1
    return (0.0, float(most)) if band.low == 0 else (n - most, float(n))


@pytest.mark.parametrize(
    ("favourable", "n", "band"),
    [
        (3, 46, Band(0, 0.1)),
        (0, 46, Band(0, 0.1)),
        (43, 46, Band(0.9, 1)),
        (4, 20, Band(0, 0.3)),
        (17, 20, Band(0.7, 1)),
        (3, 10, Band(0, 0.5)),
        (5, 46, None),
        (1, 8, None),
    ],
)
def test_worked_examples(favourable, n, band):
    assert band_of(favourable, n, CELL) == band


@given(st.integers(1, 300), st.integers(3, 10), st.data())
def test_a_band_holds_the_share_and_leaves_enough_numbers(n, least, data):
    favourable = data.draw(st.integers(0, n))
    band = band_of(favourable, n, least)
    if band is not None:
        low, high = numbers_in(band, n)
        assert low <= favourable <= high
        assert high - low + 1 >= least
        assert not [
            k for k in range(int(low), int(high) + 1) if not (k / n < band.high if band.low == 0 else k / n > band.low)
        ]


def test_the_band_goes_into_the_findings_and_is_said():
    rows = [{"sex": "F", "C1": 4 if place < 3 else 2} for place in range(46)]
    rows += [{"sex": "M", "C1": 4 if place < 30 else 2} for place in range(46)]
    results = measures.item_results(pd.DataFrame(rows), [Item("C1", "C")])
    limits = Limits(minimum_cell=CELL, minimum_base=10)
    statements = Statements.of(results, {"C1": "C"}, limits)
    seen = [protect(one, "answers", limits, statements) for one in results]
    found = [finding(methodology().indicators["item_favourable"], "staff_perception", one) for one in seen]
    assert [one.status for one in found] == ["suppressed", "banded", "calculated"]
    women = found[1]
    assert (women.value, women.n, women.band.low, women.band.high, women.interval) == (None, 46, 0, 0.1, None)
    assert women.result().reason == IN_A_BAND
    assert reason_of(women, language("en")) == reason_of(women.result(), language("en")) == "below 10%"
    assert reason_of(women, language("fr")).startswith("moins de 10")
