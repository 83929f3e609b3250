"""Bands of answers: which they are, and that with all that stands beside them a hidden number of people stays open."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import CELL, answers, new_ledger

from genderaudit.disclosure import IN_A_BAND
from genderaudit.findings import finding
from genderaudit.language import language
from genderaudit.methodology import methodology
from genderaudit.precision import Band, band_of, numbers_in
from genderaudit.report.labels import reason_of

AREAS = {"C1": "C", "C2": "C"}
PEOPLE = 14
"""Women, and men, who answered both statements."""
PAIRS = list(product(range(PEOPLE + 1), repeat=2))


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
        assert all(k / n < band.high if band.low == 0 else k / n > band.low for k in range(int(low), int(high) + 1))


def statement(favourable, n, item, sex):
    women, men = (n, 0) if sex == "F" else (0, n)
    return answers(favourable / n, women, men, item=item, sex=sex)


def published(women, men):
    """What is shown of two statements of a key area, of which all women and all men answered both, and of the area."""
    ledger = new_ledger(areas=AREAS)
    people = {"F": (women, PEOPLE), "M": (men, PEOPLE)}
    of_area = [
        answers(sum(numbers) / (2 * n), *((n, 0) if sex == "F" else (0, n)), area="C", sex=sex)
        for sex, (numbers, n) in people.items()
    ]
    both = [answers((sum(women) + sum(men)) / (4 * PEOPLE), PEOPLE, PEOPLE, area="C")]
    areas = ledger.protect([*both, *of_area], "answers", {}, "survey", "area_favourable")
    items = [
        statement(numbers[i], n, item, sex) for sex, (numbers, n) in people.items() for i, item in enumerate(AREAS)
    ]
    whole = [answers((women[i] + men[i]) / (2 * PEOPLE), PEOPLE, PEOPLE, item=item) for i, item in enumerate(AREAS)]
    return [*areas, *ledger.protect([*whole, *items], "answers", {}, "survey", "item_favourable")]


def fits(results, numbers, sex=None):
    """Whether these numbers of favourable answers fit what is shown of one sex, or of all."""
    people = PEOPLE if sex else 2 * PEOPLE
    for one in results:
        if one.group.get("sex") != sex:
            continue
        place = list(AREAS).index(one.group["item"]) if "item" in one.group else None
        value = sum(numbers) / (2 * people) if place is None else numbers[place] / people
        if one.value is not None and abs(one.value - value) > 1e-9:
            return False
        if one.reason == IN_A_BAND and not (value < one.high if one.low == 0 else value > one.low):
            return False
    return True


def possible(results):
    """All numbers of women and men that fit everything that is shown."""
    each = {sex: [pair for pair in PAIRS if fits(results, pair, sex)] for sex in ("F", "M")}
    return [
        (women, men)
        for women, men in product(each["F"], each["M"])
        if fits(results, [w + m for w, m in zip(women, men, strict=True)])
    ]


@settings(max_examples=25)
@given(st.tuples(*[st.integers(0, PEOPLE)] * 4))
def test_no_number_in_a_band_follows_from_what_is_shown_beside_it(numbers):
    results = published(numbers[:2], numbers[2:])
    banded = [one for one in results if one.reason == IN_A_BAND]
    left = possible(results) if banded else []
    for one in banded:
        sex, place = one.group["sex"], list(AREAS).index(one.group["item"])
        area = next(r for r in results if r.group == {"area": "C", "sex": sex})
        agree = None if area.value is None else area.value * 2 * PEOPLE
        near = CELL if agree is None else min(agree, 2 * PEOPLE - agree) + 1  # an area is shown however near 0 or 1
        assert len({(women, men)[sex == "M"][place] for women, men in left}) >= min(CELL, round(near))


def test_the_band_goes_into_the_findings_and_is_said():
    results = [statement(3, 46, "C1", "F"), statement(30, 46, "C1", "M"), answers(33 / 92, 46, 46, item="C1")]
    shown = new_ledger().protect(results, "answers", {}, "survey", "item_favourable")
    found = [finding(methodology().indicators["item_favourable"], "staff_perception", one) for one in shown]
    assert [one.status for one in found] == ["banded", "calculated", "suppressed"]
    women = found[0]
    assert (women.value, women.n, women.band.low, women.band.high, women.interval) == (None, 46, 0, 0.1, None)
    assert women.result().reason == IN_A_BAND
    assert reason_of(women, language("en")) == reason_of(women.result(), language("en")) == "below 10%"
    assert reason_of(women, language("fr")).startswith("moins de 10")
