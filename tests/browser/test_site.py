"""The documentation as readers get it: built without a warning, whole, and opened from disk without a network."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

from genderaudit.cli import parser
from genderaudit.foundations.language import language
from genderaudit.methodology.method import methodology

pytestmark = pytest.mark.slow  # the whole site is built

pytest.importorskip("sphinx", reason="no tests of the documentation: Sphinx is not installed")
REPOSITORY = Path(__file__).parents[2]
MADE_BY_SPHINX = {"genindex.html", "search.html"}
ELISIONS = re.compile(r"\b[dl]’[a-zéêîœà]")
"""In French more than one word in fifty."""
PHONE, DESK = {"width": 375, "height": 760}, {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site, built as ``make docs`` builds it."""
    folder = tmp_path_factory.mktemp("site")
    options = ["-q", "-E", "-W", "--keep-going", "-c", "docs", "-d", str(folder.with_name("doctrees"))]
    command = [sys.executable, "-m", "sphinx", *options, ".", str(folder)]
    built = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=300, check=False)
    assert (built.returncode, built.stderr) == (0, "")
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, BeautifulSoup]:
    """Every page by its path in the site."""
    found = sorted(site.rglob("*.html"))
    return {str(path.relative_to(site)): BeautifulSoup(path.read_text("utf-8"), "html.parser") for path in found}


def links(page: str, soup: BeautifulSoup) -> set[tuple[str, str]]:
    """Page and anchor of every link within the site."""
    found = set()
    for element in soup.find_all(["a", "link"], href=True):
        address = urlsplit(str(element["href"]))
        target, anchor = unquote(address.path), unquote(address.fragment)
        if not address.scheme:
            path = (Path("/") / Path(page).parent / target).resolve().relative_to("/") if target else Path(page)
            found.add((str(path), anchor))
    return found


class TestWhole:
    """Nothing is lost, and no link leads nowhere."""

    def test_every_page_is_reached_from_the_front_page(self, pages):
        reached, left = set(), {"docs/index.html"}
        while left:
            page = left.pop()
            reached.add(page)
            left |= {target for target, _ in links(page, pages[page]) if target in pages} - reached
        assert set(pages) - reached - {"index.html"} - MADE_BY_SPHINX == set(), (
            "name these pages in docs/index.md or docs/accueil.md"
        )

    def test_every_link_leads_to_a_page_and_a_place_on_it(self, site, pages):
        broken = []
        for page, soup in pages.items():
            for target, anchor in links(page, soup):
                known = target in pages and (not anchor or pages[target].find(id=anchor) is not None)
                if not known and not (site / target).is_file():
                    broken.append((page, target, anchor))
        assert broken == [], "page, target and anchor of links that lead nowhere: correct them in docs/"

    def test_the_top_of_the_site_leads_to_the_front_page(self, pages):
        assert pages["index.html"].find("a")["href"] == "docs/index.html"

    def test_every_notebook_is_a_page_with_its_cells(self, pages):
        notebooks = [path.stem for path in (REPOSITORY / "notebooks").glob("*.ipynb")]
        assert notebooks
        assert [name for name in notebooks if not pages[f"notebooks/{name}.html"].select(".cell_input")] == []

    def test_pages_in_french_say_so_and_no_others(self, pages):
        texts = {page: soup.find("article").text for page, soup in pages.items() if page.startswith("docs/")}
        french = {page for page, text in texts.items() if len(ELISIONS.findall(text)) > len(text.split()) / 100}
        assert {page for page in texts if pages[page].html["lang"] == "fr"} == french


class TestMadeFromData:
    """Tables hold what the method and the program say today."""

    def test_every_command_and_option_is_there(self, pages):
        text = pages["docs/commands.html"].find("article").get_text()
        (commands,) = (action for action in parser()._actions if action.metavar == "COMMAND")
        for name, command in commands.choices.items():
            assert f"genderaudit {name}" in text
            section = pages["docs/commands.html"].find(id=f"genderaudit-{name}").get_text()
            options = {option for action in command._actions for option in action.option_strings} - {"-h", "--help"}
            assert {option for option in options if option not in section} == set(), (
                "run make pages: docs/commands.md is made from the parser"
            )

    @pytest.mark.parametrize(("page", "code"), [("method", "en"), ("methode", "fr")])
    def test_the_page_of_the_method_holds_all_of_it(self, pages, page, code):
        method, words = methodology(), language(code)
        cells = {cell.get_text().strip() for cell in pages[f"docs/{page}.html"].find_all("td")}
        wanted = {words.text(f"areas.{area.id}.question") for area in method.areas}
        wanted |= {f"{words.text(f'indicators.{name}.title')} ({name})" for name in method.indicators}
        wanted |= {*method.targets, *(words.text(f"criteria.{criterion.id}") for criterion in method.criteria)}
        wanted |= {words.text(f"recommendations.{entry.id}.action") for entry in method.recommendations}
        wanted |= {words.text(f"source_notes.{name}") for name in method.sources if name != "own"}
        assert {" ".join(text.split()) for text in wanted} - {" ".join(text.split()) for text in cells} == set(), (
            "run make pages: the page is made from templates/"
        )

    @pytest.mark.parametrize("page", ["method", "methode"])
    def test_numbers_are_those_of_the_method(self, pages, page):
        rows = {
            tuple(cell.get_text() for cell in row.find_all("td")) for row in pages[f"docs/{page}.html"].find_all("tr")
        }
        values = {row[2]: row[1] for row in rows if len(row) == 3}
        limits = methodology().thresholds.model_dump()
        assert {name: float(values[name].replace(",", ".")) for name in limits} == limits

    def test_an_indicator_links_to_the_formula_of_its_measure(self, pages):
        rows = pages["docs/method.html"].find_all("tr")
        row = next(row for row in rows if "(duncan_index)" in row.get_text())
        (link,) = [link["href"] for link in row.find_all("a")]
        section = pages["docs/measures.html"].find(id=link.partition("#")[2])
        assert "Formula:" in section.get_text()


class TestOpenedFromDisk:
    """Every page in a browser that has no network."""

    @pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
    def test_no_page_asks_for_anything_and_none_is_too_wide(self, site, pages, browser, size):
        asked, said, wide = [], [], []
        context = browser.new_context(viewport=size, offline=True)
        view = context.new_page()
        view.on("request", lambda request: asked.append(request.url))
        view.on("console", lambda message: said.append(message.text))
        view.on("pageerror", lambda error: said.append(str(error)))
        for page in sorted(set(pages) - {"index.html"}):  # which leads on at once
            view.goto((site / page).as_uri())
            if view.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wide.append(page)
        context.close()
        assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
        assert (said, wide) == ([], [])

    @pytest.mark.parametrize(("locale", "page"), [("fr-FR", "accueil"), ("en-GB", "index"), ("pt-BR", "index")])
    def test_the_top_leads_to_the_front_page_in_the_language_of_the_browser(self, site, browser, locale, page):
        context = browser.new_context(locale=locale, offline=True)
        view = context.new_page()
        view.goto((site / "index.html").as_uri())
        view.wait_for_url(f"**/docs/{page}.html", timeout=30_000)
        context.close()

    @pytest.mark.parametrize(("word", "page"), [("dissimilarity", "Glossary"), ("plafond", "Glossaire")])
    def test_the_search_finds_words_of_both_languages(self, site, browser, word, page):
        context = browser.new_context(viewport=DESK, offline=True)
        view = context.new_page()
        view.goto(f"{(site / 'search.html').as_uri()}?q={word}")
        view.wait_for_selector(f"#search-results li a:has-text('{page}')", timeout=120_000)
        view.click(f"#search-results li a:has-text('{page}')")
        view.wait_for_load_state()
        assert word in view.inner_text("article").lower()
        context.close()
