"""What a reader's browser makes of a synthesis and of a follow-up: on a phone, on paper, with a screen reader."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import invented_synthesis
import paper
import pytest
from accessibility import unfold, violations
from at_length import at_length

from genderaudit.foundations.language import language
from genderaudit.methodology.method import methodology

CUT_OFF = """all => all.filter(one =>
    one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== "auto"
    ).map(one => one.outerHTML.slice(0, 120))"""
MOST_PAGES = 12
LONG = 25
"""Rows of a table that may begin where there is room, instead of on a page of its own."""
LOOKED_AT = ("fr", "follow_up_fr", "en", "follow_up_en", "federation", "few", "longest")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A page to look at by its name in ``LOOKED_AT``."""

    @cache
    def of(name: str) -> Path:
        folder = tmp_path_factory.mktemp("synthesis")
        (folder / "page.html").write_text(_html(name, folder), "utf-8")
        return folder / "page.html"

    return of


def _html(name: str, folder: Path) -> str:
    audits = invented_synthesis.confederation
    match name:
        case "follow_up_fr" | "follow_up_en":
            return invented_synthesis.follow_up(name[-2:])
        case "federation":
            return invented_synthesis.synthesis("fr", folder, audits(8), "federation:union_00")
        case "few":
            return invented_synthesis.synthesis("fr", folder, audits(3))
        case "longest":
            longest = [one.model_copy(update={"recommended": _longest("fr")}) for one in audits()]
            return invented_synthesis.synthesis("fr", folder, longest, release=True)
        case code:
            return invented_synthesis.synthesis(code, folder, audits())


def _longest(code: str) -> list[str]:
    """The five recommendations of the catalogue that take most words."""
    texts = language(code)

    def words(name: str) -> int:
        return len(texts.text(f"recommendations.{name}.action")) + len(texts.text(f"recommendations.{name}.short"))

    return sorted((one.id for one in methodology().recommendations), key=words)[-5:]


@pytest.fixture(params=at_length(LOOKED_AT, 2))
def page(browser: Any, made: Callable[[str], Path], request: pytest.FixtureRequest) -> Any:
    with browser.new_context(offline=True, viewport={"width": 1200, "height": 900}) as context:
        opened = context.new_page()
        opened.goto(made(request.param).as_uri())
        yield opened


@pytest.mark.slow
def test_axe_finds_no_violation(page: Any) -> None:
    assert violations(page) == [], (
        "mend what is named in the writer of pages: people who read by ear or keyboard meet it"
    )


def test_nothing_is_cut_off_on_a_phone(page: Any) -> None:
    """Tables that are wider scroll; everything else fits."""
    page.set_viewport_size({"width": 390, "height": 740})
    unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.eval_on_selector_all("main, main :not(.scroll *)", CUT_OFF) == []


def test_the_title_says_what_the_page_is(page: Any) -> None:
    assert page.inner_text("h1").endswith(page.title())
    assert page.eval_on_selector_all("header p, main p", "all => all.filter(one => !one.innerText.trim()).length") == 0


@pytest.mark.slow
class TestPaper:
    """Read back from the PDF."""

    def test_few_pages_and_no_heading_alone(self, page: Any) -> None:
        read = _printed(page)
        assert len(read.filled) <= MOST_PAGES
        assert min(read.filled[:-1]) > 1 / 3, read.filled
        assert read.lone == []
        assert not [one for one in read.cut("Table") if one.rows <= LONG]
        assert len(read.cut("TR")) == len(read.cut("Table"))  # the row of their headers, which is repeated

    @pytest.mark.parametrize("name", ["fr", "en", "longest"])
    def test_five_findings_and_five_decisions_stand_on_one_sheet(
        self, browser: Any, made: Callable[[str], Path], name: str
    ) -> None:
        with browser.new_context(offline=True) as context:
            page = context.new_page()
            page.goto(made(name).as_uri())
            assert page.locator(".lead .fact").count() == page.locator(".lead .decision").count() == 5
            read = _printed(page)
            first = [one for one in read.elements if one.tag == "H3" and 1 in one.pages]
            later = [one for one in read.elements if one.tag in ("H2", "Table") and 1 not in one.pages]
        assert len(first) == 10
        assert not [one for one in read.elements if one.tag == "H3" and one.pages != {1}]
        assert later
        assert not [one for one in read.elements if one.tag == "Table" and 1 in one.pages]


def _printed(page: Any) -> paper.Paper:
    return paper.read(page.pdf(prefer_css_page_size=True, tagged=True))
