"""A publication as HTML."""

from __future__ import annotations

import itertools
import re
from html.parser import HTMLParser

import pytest
from at_length import at_length
from markupsafe import Markup
from nbformat.v4 import new_code_cell, new_notebook, new_output
from publications import FACTS, FRENCH, VOICE, decision_page, document, hostile, report

from genderaudit.report.document import Beside, Decision, Fact, Heading, Paragraph, Quote
from genderaudit.report.export import export_phase
from genderaudit.report.writers.page import html, page, sections


class Page(HTMLParser):
    """Elements of a page and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def levels(self) -> list[int]:
        return [int(tag[1]) for tag, _ in self.elements if re.fullmatch("h[1-6]", tag)]


@pytest.mark.parametrize("made", at_length([decision_page, report, hostile]))
def test_headings_go_down_one_level_at_a_time_from_one_title(made) -> None:
    levels = Page(html(made())).levels()
    assert (levels[0], levels.count(1)) == (1, 1)
    assert not [(before, after) for before, after in itertools.pairwise(levels) if after - before > 1]


def test_a_document_without_a_title_among_its_blocks_has_its_own() -> None:
    assert "<h1>Rapport d’audit de genre</h1>" in html(document([Heading("Partie", 2)]))


def test_a_level_that_was_left_out_is_closed() -> None:
    assert Page(page([Heading("a", 1), Heading("b", 3), Fact("1", "w", "t", "x")], FRENCH)).levels() == [1, 2, 3]


def test_what_stands_right_above_facts_and_decisions_or_in_a_column_is_a_label() -> None:
    label = '<h2 class="label">a</h2>'
    asked = Decision(1, "t", "x", ())
    for blocks in ([Heading("a", 2), FACTS[1]], [Heading("a", 2), asked], [Beside((), (Heading("a", 2),))]):
        assert label in page(blocks, FRENCH)
    for blocks in ([Heading("a", 2), Paragraph("p")], [Heading("a", 2, above="b"), asked]):
        assert "label" not in page(blocks, FRENCH)


def test_every_finding_is_marked_on_the_words_about_it() -> None:
    made = page([Paragraph("Femmes : 3.", findings=("a[b=c d]", "e"))], FRENCH)
    assert '<span data-finding="a[b=c d]"><span data-finding="e">Femmes : 3.</span></span>' in made
    assert page([FACTS[0]], FRENCH).count('data-finding="gap_analysis/seats[body=Section de la mine]"') == 3


def test_quotations_have_the_marks_of_the_language_once() -> None:
    made = page([VOICE, Quote("“already”", "x")], FRENCH)
    assert "«\N{NO-BREAK SPACE}Le quota est écrit" in made
    assert ">“already”<" in made


def test_a_picture_is_drawn_for_wide_and_for_narrow_screens_with_its_text() -> None:
    found = Page(page([FACTS[0]], FRENCH)).elements
    (image,) = (attributes for tag, attributes in found if tag == "img")
    (narrow,) = (attributes for tag, attributes in found if tag == "source")
    assert image["alt"] == "Sièges : mine 0 sur 7."
    assert 'width="396pt"' in image["src"].replace("%20", " ")
    assert narrow["srcset"] != image["src"]


def test_the_words_above_a_picture_are_not_said_twice() -> None:
    assert page([FACTS[0]], FRENCH).count(FACTS[0].title) == 1


def test_hostile_text_is_text() -> None:
    found = Page(html(hostile(), contents=True))
    tags = [tag for tag, _ in found.elements]
    assert (tags.count("script"), tags.count("title"), tags.count("style")) == (0, 1, 1)
    assert not [name for _, attributes in found.elements for name in attributes if name.startswith(("on", "style"))]
    assert "evil()" in "".join(found.texts)
    assert "\x1b" not in "".join(found.texts)


def test_a_section_begins_with_each_heading_that_the_contents_list() -> None:
    found = sections([Paragraph("a"), Heading("b", 2, "bb"), Paragraph("c"), Heading("d", 3, "dd")], FRENCH)
    assert [(one.heading, one.anchor, one.level) for one in found] == [("", "", 0), ("b", "bb", 2), ("d", "dd", 3)]


def test_a_notebooks_page_has_the_style_sheet_only_where_there_is_a_document() -> None:
    about = {"name": "S", "round": "2025", "kind": "cooperative", "invented": False, "date": "2025-06-30"}

    def exported(shown: Markup) -> str:
        output = new_output("display_data", {"text/html": str(shown)}, metadata={"genderaudit": {}})
        return export_phase(new_notebook(cells=[new_code_cell("x", outputs=[output])]), "baseline", FRENCH, about)

    assert ".fact {" in exported(page([FACTS[1]], FRENCH))
    assert ".fact {" not in exported(Markup("<p>a</p>"))


def test_the_contents_lead_to_sections() -> None:
    made = html(report(), contents=True)
    assert '<a href="#decision">Les femmes entrent' in made
    assert 'id="decision"' in made
