"""Texts reduced for comparison: each way ignores other differences (``foundations.plaintext`` says which to use)."""

from __future__ import annotations

import pytest

from genderaudit.foundations import plaintext
from genderaudit.foundations.plaintext import folded
from genderaudit.intake.cells.matching import word_key
from genderaudit.intake.files.headers import header_key
from genderaudit.intake.survey.wordings import wording_key
from genderaudit.intake.vocabulary.cell_words import squeezed
from genderaudit.intake.vocabulary.dictionaries import bare_words, with_signs

WAYS = {f.__name__: f for f in (folded, bare_words, with_signs, squeezed, word_key, header_key, wording_key)}


@pytest.mark.parametrize("name", WAYS)
def test_the_table_of_ways_to_compare_shows_what_each_gives(name):
    lines = (plaintext.__doc__ or "").splitlines()
    line = next(line for line in lines if line.startswith("``") and f"{name}``" in line)
    assert f" {WAYS[name]('N° C.D.I. Été')}  " in line, f"the table does not say what {name} gives"


@pytest.mark.parametrize(
    ("name", "one", "other", "alike"),
    [
        ("squeezed", "n. a.", "NA", True),
        ("squeezed", "n. a.", "N/A", False),
        ("with_signs", "N °", "N", False),
        ("word_key", "C D I", "CDI", True),
        ("header_key", "Âge", "Age", False),
        ("wording_key", "<b>Sexe :</b>", "sexe", True),
    ],
)
def test_pairs_that_are_alike_or_must_stay_apart(name, one, other, alike):
    way = WAYS[name]
    assert (way(one) == way(other)) is alike, f"{name} gives {way(one)!r} and {way(other)!r}"
