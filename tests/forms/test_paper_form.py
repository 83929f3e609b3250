"""The questionnaire on paper: complete, safe, and confidential by its own words."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from genderaudit.forms import form_of, paper_form
from genderaudit.foundations.language import language
from genderaudit.foundations.workspace import Workspace
from genderaudit.methodology.method import methodology

SETTINGS = """name: Union <script>alert(1)</script>
kind: trade_union
languages: [fr, en]
minimum_cell: 7
levels: [Direction, Agent]
"""


@pytest.fixture
def form(workspace):
    branches = "\n".join(f"F,Branch {number},1" for number in range(30))
    workspace.organisation({"members.csv": f"sex,branch,count\n{branches}\n"}, SETTINGS)
    return form_of(Workspace.open(workspace.root), "example")


@pytest.mark.parametrize("code", ["en", "fr"])
def test_every_statement_has_a_box_for_every_answer(form, code):
    page = paper_form(form, language(code))
    items = methodology().questionnaire.items
    assert re.findall(r'<span class="code">(\w+)</span>', page) == [item.id for item in items]
    assert page.count('<span class="box" role="img"') == 7 * len(items)


@pytest.mark.parametrize("code", ["en", "fr"])
def test_people_are_told_first_that_it_is_voluntary_and_confidential(form, code):
    texts = language(code)
    page = paper_form(form, texts)
    about = [form.about(texts)[1], form.about(texts)[2]]
    assert "7" in about[1]
    assert not [part for part in about if not (0 < page.index(part) < page.index(texts.text("form.background")))]


def test_names_of_organisations_are_text_and_nothing_is_fetched(form):
    page = paper_form(form, language("en"))
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert not re.search(r"(?:src|href)=|url\(|@import|https?:", page)


def test_many_branches_are_written_rather_than_ticked(form):
    page = paper_form(form, language("en"))
    assert "Branch 7" not in page
    asked = page.index(language("en").text("background.unit.question"))
    assert '<p class="line"></p>' in page[asked : asked + 200]


def test_the_page_is_well_formed_and_says_its_language(form):
    page = paper_form(form, language("fr"))
    parser = _Tags()
    parser.feed(page)
    assert parser.open == []
    assert '<html lang="fr" dir="ltr">' in page


class _Tags(HTMLParser):
    """Tags that were opened and not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag
