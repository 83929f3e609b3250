"""Page, Word file and slides say the same numbers; those who only read a page load none of the others."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from markupsafe import Markup
from publications import DECISION_PAGE, FRENCH, SECTION, document, hostile
from read_slides import deck_of, texts_of
from read_word import read, texts
from said import numbers_of, said_in, words_of

from genderaudit.report.document import Slide
from genderaudit.report.writers.page import html
from genderaudit.report.writers.slides import slides
from genderaudit.report.writers.word import word

BLOCKS = [*DECISION_PAGE, *SECTION]
WRITTEN = [
    pytest.param(BLOCKS, id="report"),
    pytest.param(list(hostile().blocks), id="hostile", marks=pytest.mark.slow),
]


def on_the_page(made: str) -> str:
    """All words of a page, those for who does not see pictures too."""
    body = made.split("<main", 1)[1].split("</main>")[0]
    alternatives = re.findall(r'alt="([^"]*)"', body)
    kept = re.sub(r"<(?:img|source)[^>]*>", "", body)
    return Markup(re.sub(r"<[^>]*>", " ", kept) + " " + " ".join(alternatives)).unescape()


@pytest.mark.parametrize("blocks", WRITTEN)
def test_the_three_say_the_same_numbers(blocks) -> None:
    given = document(blocks, [Slide("Titre", tuple(blocks))])
    page, file = on_the_page(html(given)), texts(read(word(given)))
    shown = texts_of(deck_of(slides(given)))
    said = " ".join(words_of(blocks, FRENCH))
    wanted = numbers_of(said)
    assert wanted - numbers_of(page) == set()
    assert wanted - numbers_of(file) == set()
    assert wanted - numbers_of(shown) == set()
    assert numbers_of(page) - wanted == set()


@pytest.mark.parametrize("blocks", WRITTEN)
def test_every_text_is_on_the_page(blocks) -> None:
    texts = words_of(blocks, FRENCH)
    assert said_in(texts, on_the_page(html(document(blocks)))) == []


def test_a_page_is_written_without_loading_what_word_and_slides_need() -> None:
    code = (
        "import sys, genderaudit.report.writers.page; print(*(n for n in ('docx', 'pptx', 'lxml') if n in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [], "import these where they are used, not when the module is loaded"
