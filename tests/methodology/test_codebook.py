"""The codebook is made from the questionnaire file; the committed one is the one that it makes today."""

from pathlib import Path

import pytest

from genderaudit.cli.codebook import codebook
from genderaudit.foundations.language import language, languages
from genderaudit.methodology.method import methodology

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("code", languages())
def test_the_committed_codebook_is_that_of_the_questionnaire(code):
    made = codebook(methodology(), language(code))
    assert (DOCS / f"codebook.{code}.md").read_text("utf-8") == made, "run: make codebook"


@pytest.mark.parametrize("code", languages())
def test_every_statement_has_a_row_with_its_words_and_direction(code):
    words = language(code)
    rows = [line for line in codebook(methodology(), words).splitlines() if line.startswith("| `")]
    for item in methodology().questionnaire.items:
        row = next(row for row in rows if row.startswith(f"| `{item.id}` |"))
        assert words.text(f"items.{item.id}") in row
        assert (words.text("codebook.reverse") in row.split(" | ")[3]) == item.reverse
