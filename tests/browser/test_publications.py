"""What a reader's browser makes of a publication: on a phone, on paper, with a screen reader, with hostile words."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from accessibility import violations
from at_length import at_length
from PIL import Image
from publications import FRENCH, decision_page, document, hostile, report
from said import said_in, words_of

from genderaudit.report.document import Document, Fact, Heading, Paragraph, Table
from genderaudit.report.tables import Cell
from genderaudit.report.writers.page import html
from genderaudit.report.writers.printing import browser as installed
from genderaudit.report.writers.printing import pdf_of, picture_of

PRINTED = 657  # CSS pixels: A4 less the margins of document.css at the sides
SMALLEST = 8.0  # points
SIZES = """all => all.map(one => one.getBoundingClientRect().width / one.naturalWidth)"""
POINTS = """() => [...document.querySelectorAll('.document p:not(.small):not(.count), .document li')]
    .filter(one => !one.closest('.decision ul')).map(one => parseFloat(getComputedStyle(one).fontSize) * 0.75)"""


def tables() -> Document:
    """Tables of which some do not fit on what is left of a page, and one on none."""

    def one(name: str, rows: int) -> Table:
        cells = ((Cell(f"{name} rang {i}"), Cell(f"{i}", number=True)) for i in range(rows))
        return Table(f"Légende {name}", ("nom", "nombre"), tuple(cells))

    blocks: list[Any] = [Heading("Tableaux", 1)]
    for number, rows in enumerate((20, 20, 15, 12, 90, 20)):
        blocks += [Heading(f"Partie {number}", 2), Paragraph("Avant."), one(f"t{number}", rows)]
    return document(blocks)


@pytest.fixture(params=at_length([decision_page, hostile, report, tables]))
def publication(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Each document in turn, as a file."""
    return written(request.param, tmp_path)


def written(made: Callable[[], Document], folder: Path) -> Path:
    path = folder / f"{made.__name__}.html"
    path.write_text(html(made(), contents=True), "utf-8")
    return path


@pytest.fixture
def page(browser: Any, publication: Path) -> Any:
    with browser.new_context(offline=True, viewport={"width": 1200, "height": 900}) as context:
        opened = context.new_page()
        opened.goto(publication.as_uri())
        yield opened


@pytest.mark.slow
def test_axe_finds_no_violation(page: Any) -> None:
    assert violations(page) == [], (
        "mend what is named in the writer of pages: people who read by ear or keyboard meet it"
    )


def test_it_asks_for_nothing_and_logs_nothing(browser: Any, publication: Path) -> None:
    requests, messages = [], []
    with browser.new_context(offline=True) as context:
        page = context.new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: messages.append(message.text))
        page.goto(publication.as_uri(), wait_until="networkidle")
    assert [url for url in requests if not url.startswith("data:")] == [publication.as_uri()]
    assert messages == []


@pytest.mark.parametrize("width", [320, 390])
def test_on_a_phone_everything_stands_in_one_column_and_nothing_is_lost(page: Any, width: int) -> None:
    before = page.inner_text("main").split()
    page.set_viewport_size({"width": width, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert sorted(page.inner_text("main").split()) == sorted(before)
    beside = page.eval_on_selector_all(
        ".beside > div, .fact > *, .decision > *", "all => all.map(one => one.getBoundingClientRect().width)"
    )
    assert min(beside, default=width) > width * 0.6


def test_body_is_10_points_on_paper_and_words_in_pictures_8(page: Any) -> None:
    page.set_viewport_size({"width": PRINTED, "height": 990})
    page.emulate_media(media="print")
    assert min(page.evaluate(POINTS), default=10) > 9.99
    scales = page.eval_on_selector_all("figure img", SIZES)
    assert all(8.5 * scale >= SMALLEST for scale in scales), scales


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext, which reads a PDF, is not installed")
@pytest.mark.skipif(installed() is None, reason="no Chromium is installed")
class TestPaper:
    """Read back from the PDF, page by page."""

    def pages(self, made: Callable[[], Document], folder: Path) -> list[str]:
        paper = folder / "paper.pdf"
        pdf_of(written(made, folder), paper, FRENCH)
        done = subprocess.run(["pdftotext", "-layout", paper, "-"], capture_output=True, check=True, timeout=60)
        return done.stdout.decode("utf-8").split("\f")[:-1]

    def test_no_table_that_fits_on_a_page_is_cut_and_a_longer_one_repeats_its_header(self, tmp_path: Path) -> None:
        pages = self.pages(tables, tmp_path)
        for name, rows in (("t0", 20), ("t1", 20), ("t2", 15), ("t3", 12), ("t5", 20)):
            on = {at for at, page in enumerate(pages) for i in range(rows) if re.search(rf"{name} rang {i}\b", page)}
            assert len(on) == 1, name
            assert f"Légende {name}" in pages[on.pop()]
        long = [page for page in pages if "t4 rang" in page]
        assert len(long) >= 2
        assert not [page for page in long if not re.search(r"nom +nombre", page)]

    def test_no_heading_stands_alone_at_the_foot_of_a_page(self, tmp_path: Path) -> None:
        for page in self.pages(tables, tmp_path):
            lines = [line.strip() for line in page.splitlines() if line.strip()]
            assert not lines[-2].startswith("Partie"), lines[-3:]  # the last one is the number of the page

    def test_a_section_begins_a_page_and_every_page_says_what_it_is_of(self, tmp_path: Path) -> None:
        pages = self.pages(report, tmp_path)
        (begins,) = (page for page in pages if "Domaine I · Décision" in page)
        assert begins.split("Domaine I · Décision")[0].split() == f"{report().running} {report().mark}".split()
        assert not [page for page in pages if not ("Fédération syndicale Djéliba" in page and "Édition 1" in page)]

    def test_all_words_are_on_paper(self, tmp_path: Path) -> None:
        paper = re.sub(r"[\s\u00ad-]+", "", "".join(self.pages(decision_page, tmp_path))).lower()
        blocks = [replace(one, picture=None) if isinstance(one, Fact) else one for one in decision_page().blocks]
        words = {word for text in words_of(blocks, FRENCH) for word in text.split()}
        said = {re.sub(r"[\s\u00ad-]+", "", word).lower() for word in words}
        assert {word for word in said if word not in paper} == set()


@pytest.mark.slow
@pytest.mark.skipif(installed() is None, reason="no Chromium is installed")
def test_a_picture_for_a_phone_holds_the_whole_page(tmp_path: Path) -> None:
    picture_of(written(decision_page, tmp_path), tmp_path / "brief.png", FRENCH)
    with Image.open(tmp_path / "brief.png") as made:
        assert made.width == 1080
        assert 3000 < made.height < 6500
    assert (tmp_path / "brief.png").stat().st_size < 600_000


@pytest.mark.parametrize("made", at_length([decision_page, report, hostile]))
def test_a_reader_sees_every_word(browser: Any, made: Callable[[], Document], tmp_path: Path) -> None:
    with browser.new_context(offline=True, viewport={"width": 1200, "height": 900}) as context:
        page = context.new_page()
        page.goto(written(made, tmp_path).as_uri())
        told = page.eval_on_selector_all("img", "all => all.map(one => one.alt)")
        read = page.evaluate("document.querySelector('main').textContent")
    assert said_in(words_of(made().blocks, FRENCH), "\n".join([read, *told])) == []
