"""Slides and handouts of the training edition in a browser: no request, slides that turn, sheets that print."""

from __future__ import annotations

from pathlib import Path

import pytest
from at_length import at_length

from genderaudit.foundations.language import language, languages
from genderaudit.foundations.workspace import training_handouts, training_notebooks
from genderaudit.training.publish import handout, slides

pytestmark = pytest.mark.slow  # the course is simulated and audited

NOTEBOOKS = [(code, path) for code in languages() for path in training_notebooks(code)]


@pytest.fixture(scope="module", params=at_length(languages()))
def show(request, solved, tmp_path_factory) -> Path:
    """The slides of the first notebook."""
    notebook = solved(request.param, training_notebooks(request.param)[0])
    path = tmp_path_factory.mktemp("slides") / "slides.html"
    path.write_text(slides(notebook, language(request.param)), "utf-8")
    return path


@pytest.fixture
def page(browser):
    """A page that writes down what it asks for and what it complains about."""
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.asked, page.faults = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: page.faults.append(message.text))
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    yield page
    page.close()


def test_slides_ask_for_nothing(page, show):
    page.goto(show.as_uri())
    assert [address for address in page.asked if not address.startswith("data:")] == [show.as_uri()]
    assert page.faults == []


def test_arrow_keys_turn_the_slides(page, show):
    from playwright.sync_api import expect  # there, or the fixture has skipped the test

    page.goto(show.as_uri())
    first, second = (page.locator(".slide").nth(number) for number in (0, 1))
    page.keyboard.press("ArrowRight")
    expect(second).to_be_in_viewport(ratio=0.95)
    page.keyboard.press("ArrowLeft")
    expect(first).to_be_in_viewport(ratio=0.95)


@pytest.mark.parametrize(("code", "source"), NOTEBOOKS, ids=lambda value: getattr(value, "stem", value))
def test_every_slide_fits_its_screen(page, solved, tmp_path, code, source):
    path = tmp_path / "slides.html"
    path.write_text(slides(solved(code, source), language(code)), "utf-8")
    page.goto(path.as_uri())
    heights = page.evaluate("[...document.querySelectorAll('.slide')].map(one => one.getBoundingClientRect().height)")
    assert [round(height) for height in heights if height > 721] == []


def test_slides_print_one_a_page(page, show):
    page.goto(show.as_uri())
    number = page.locator(".slide").count()
    assert pages_of(page.pdf(prefer_css_page_size=True)) == number


@pytest.mark.parametrize("code", languages())
def test_handouts_print_a_sheet_for_each_part(page, code, tmp_path):
    for source in training_handouts(code):
        path = tmp_path / f"{source.name}.html"
        text = source.read_text("utf-8")
        path.write_text(handout(text, language(code)), "utf-8")
        page.goto(path.as_uri())
        assert pages_of(page.pdf(prefer_css_page_size=True)) >= 1 + sum(line == "---" for line in text.splitlines())
    assert page.faults == []


def pages_of(pdf: bytes) -> int:
    """The number of pages: Chromium writes the objects of pages uncompressed."""
    return pdf.count(b"/Type /Page\n") or pdf.count(b"/Type /Page ")
