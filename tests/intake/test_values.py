"""Cells as people write them, one cell at a time."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genderaudit.intake.cells.values import age_bounds, ages_at, booleans, numbers, shares


def column(*cells: object) -> pd.Series:
    return pd.Series(cells, dtype=object)


class TestNumbers:
    """Thousands marks, decimal marks, currencies, per cent."""

    @pytest.mark.parametrize(
        ("cell", "decimal", "number"),
        [
            ("1 234,56", ",", 1234.56),
            ("1.234,56", ",", 1234.56),
            ("1.234.567", ",", 1234567),
            ("0,5", ",", 0.5),
            ("$66,222.22", ".", 66222.22),
            ("66,222", ".", 66222),
            ("1'234.50", ".", 1234.5),
            ("1’234", ".", 1234),
            ("450 000 FCFA", ",", 450000),
            ("€ 12.50", ".", 12.5),
            ("-3", ".", -3),
            (".5", ".", 0.5),
            ("35 %", ".", 0.35),
            (12, ",", 12),
            (0.25, ",", 0.25),
        ],
    )
    def test_is_read(self, cell, decimal, number):
        assert numbers(column(cell), decimal)[0] == pytest.approx(number)

    @pytest.mark.parametrize(
        "cell", ["many", "n/a", "1,2,3", "12-14", "1.2.3", "--5", "–", "1e400", "5 or 6", "12 14", np.inf]
    )
    def test_is_no_number(self, cell):
        assert np.isnan(numbers(column(cell), ".")[0])

    @pytest.mark.parametrize(
        ("cell", "share"), [("0.35", 0.35), ("35", 0.35), ("35 %", 0.35), (1, 1), (100, 1), (1.2, 1.2), ("80", 0.8)]
    )
    def test_share_may_be_written_in_per_cent(self, cell, share):
        assert shares(numbers(column(cell), "."))[0] == pytest.approx(share)

    @given(
        st.integers(-(10**9), 10**9),
        st.integers(0, 99),
        st.sampled_from([(" ", ","), (".", ","), (",", "."), ("'", ".")]),
    )
    def test_number_written_with_thousands_marks_is_the_number(self, whole, hundredths, marks):
        group, decimal = marks
        written = f"{whole:,}".replace(",", group) + f"{decimal}{hundredths:02d}"
        sign = -1 if whole < 0 else 1
        assert numbers(column(written), decimal)[0] == pytest.approx(whole + sign * hundredths / 100)


class TestBooleans:
    """Yes and no in English and French, digits, a cross."""

    @pytest.mark.parametrize("cell", ["yes", "Oui", "TRUE", "vrai", "1", 1, 1.0, "x", True])
    def test_is_yes(self, cell):
        assert booleans(column(cell))[0] is np.True_ or booleans(column(cell))[0] is True

    @pytest.mark.parametrize("cell", ["no", "Non", "false", "faux", "0", 0, 0.0, False])
    def test_is_no(self, cell):
        assert not booleans(column(cell))[0]

    @pytest.mark.parametrize("cell", ["maybe", 2, "?"])
    def test_is_neither(self, cell):
        assert pd.isna(booleans(column(cell))[0])


class TestAgeBands:
    """Both ends of a band, in years that are included."""

    @pytest.mark.parametrize(
        ("band", "low", "high"),
        [
            ("25-34", 25, 34),
            ("25–34", 25, 34),
            ("25 à 34 ans", 25, 34),
            ("<25", 0, 24),
            ("moins de 25 ans", 0, 24),
            ("under 25", 0, 24),
            ("65+", 65, 110),
            ("56 ans et plus", 56, 110),
            ("over 60", 61, 110),
            ("60 and over", 60, 110),
            ("> 35", 36, 110),
            ("Plus de 35 ans", 36, 110),
            ("≥ 36", 36, 110),
            ("à partir de 56 ans", 56, 110),
            ("≤ 35 ans", 0, 35),
            ("35 ans et moins", 0, 35),
            ("jusqu’à 35 ans", 0, 35),
            ("up to 35", 0, 35),
            ("- de 25 ans", 0, 24),
            ("–25 ans", 0, 24),
            ("25 à moins de 35 ans", 25, 34),
            ("[25-35[", 25, 34),
            ("18‑25 ANS", 18, 25),
            ("42", 42, 42),
            ("42 ans", 42, 42),
        ],
    )
    def test_is_read(self, band, low, high):
        assert age_bounds(column(band)).iloc[0].tolist() == [low, high]

    @pytest.mark.parametrize("band", ["young", "34-25", "1985", "25-34-44", "vers 42", "42 quinquies", "< 0"])
    def test_is_no_band(self, band):
        assert age_bounds(column(band)).isna().all(axis=None)


@pytest.mark.parametrize(("born", "age"), [("1990-06-29", 35), ("1990-06-30", 35), ("1990-07-01", 34)])
def test_age_is_a_year_more_from_the_birthday_on(born, age):
    day = pd.Series(pd.to_datetime([born]))
    ages = ages_at(dt.date(2025, 6, 30), day, day.dt.year.astype(float))
    assert ages.to_numpy().tolist() == [[age, age]]


@pytest.mark.parametrize("parse", [lambda cells: numbers(cells, "."), booleans])
def test_blank_cells_stay_blank(parse):
    assert parse(column(None, np.nan, pd.NA)).isna().all()
