"""A publication as a Word file, read back."""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from at_length import at_length
from docx.oxml.ns import qn
from publications import DECISIONS, FACTS, TABLE, decision_page, document, hostile, report
from read_word import read, texts
from said import numbers_of, said_in, words_of

from genderaudit.report.document import Document, Heading, Paragraph, Points, Table
from genderaudit.report.tables import Cell
from genderaudit.report.writers.word import word
from genderaudit.report.writers.word_style import ORDER


@cache
def written(made: Callable[[], Document]) -> bytes:
    """The file of one of the documents, made once."""
    return word(made())


@pytest.mark.parametrize("made", at_length([decision_page, report, hostile]))
def test_all_words_and_numbers_are_in_it(made) -> None:
    whole = made()
    found = texts(read(written(made)))
    assert said_in(words_of(whole.blocks, whole.language), found) == []
    assert numbers_of(" ".join(words_of(whole.blocks, whole.language))) <= numbers_of(found)


def test_headings_are_styles_that_can_be_navigated_without_a_gap() -> None:
    file = read(written(report))
    named = [(one.style.name, one.text) for one in file.paragraphs if one.style.name.startswith(("Title", "Heading"))]
    assert named[:3] == [
        ("Title", report().blocks[0].text),
        ("Heading 1", "Ce que l’audit a trouvé"),
        ("Heading 2", FACTS[0].title),
    ]
    assert ("Heading 2", f"1\t{DECISIONS[0].title}") in named
    levels = [0 if name == "Title" else int(name[-1]) for name, _ in named]
    assert not [(before, after) for before, after in itertools.pairwise(levels) if after - before > 1]


def test_a_document_without_a_title_among_its_blocks_has_its_own() -> None:
    file = read(word(document([Paragraph("a")])))
    assert [one.text for one in file.paragraphs if one.style.name == "Title"] == ["Rapport d’audit de genre"]


def test_pictures_have_their_text_and_their_caption_above() -> None:
    file = read(written(report))
    told = [node.get("descr") for node in file.element.body.iter(qn("wp:docPr"))]
    assert told[0] == "Sièges : mine 0 sur 7."
    assert len(told) == 3
    captions = [one for one in file.paragraphs if one.style.name == "Caption"]
    assert captions[0].text.startswith("Trois sections n’ont aucune femme\nSièges des instances")
    assert not [
        one.text
        for one in captions
        if not (one.paragraph_format.keep_with_next or one.style.paragraph_format.keep_with_next)
    ]


def test_pictures_fit_the_column_that_they_stand_in() -> None:
    widths = [shape.width.mm for shape in read(written(report)).inline_shapes]
    assert [round(width) for width in sorted(widths)] == [83, 138, 173]


def table_in(file: Any, caption: str) -> Any:
    (found,) = (one for one in file.tables if one.rows[0].cells[0].text == caption)
    return found


def test_a_table_repeats_its_header_and_cuts_no_row() -> None:
    made = table_in(read(written(report)), "Instance")
    headers = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in made.rows]
    assert headers == [True, *[False] * 5]
    assert not [row for row in made.rows if row._tr.trPr.find(qn("w:cantSplit")) is None]
    assert [cell.text for cell in made.rows[4].cells] == [str(cell.text) for cell in TABLE.rows[3]]


def test_a_short_table_stays_on_one_page_and_a_long_one_goes_on() -> None:
    def together(rows: int) -> list[bool | None]:
        one = Table("c", ("a", "b"), tuple((Cell(f"{i}"), Cell("x")) for i in range(rows)))
        made = table_in(read(word(document([one]))), "a")
        return [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in made.rows]

    assert together(3) == [True, True, True, False]
    assert together(30) == [True, *[False] * 30]


def test_numbers_of_a_list_begin_anew() -> None:
    lists = [Points(("a", "b"), numbered=True), Points(("c",), numbered=True), Points(("d",))]
    file = read(word(document(lists)))
    ids = [one._p.pPr.numPr.numId.val for one in file.paragraphs if one.style.name == "List Number"]
    assert (ids[0] == ids[1], ids[1] == ids[2]) == (True, False)
    assert [one.text for one in file.paragraphs if one.style.name == "List Bullet"] == ["d"]


def test_every_page_says_what_it_is_of_and_its_number() -> None:
    section = read(written(decision_page)).sections[0]
    assert section.header.paragraphs[0].text == f"{decision_page().running}\t{decision_page().mark}"
    fields = [node.get(qn("w:instr")) for node in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    stops = section.header.paragraphs[0].paragraph_format.tab_stops
    assert [round(stop.position.mm) for stop in stops] == [174]
    assert list(section.header.paragraphs[0].style.paragraph_format.tab_stops) == []


def test_a_heading_is_a_place_that_links_can_lead_to() -> None:
    file = read(word(document([Heading("a", 2, "baseline-who-decides")])))
    assert [node.get(qn("w:name")) for node in file.element.iter(qn("w:bookmarkStart"))] == ["baseline_who_decides"]


def test_a_section_may_begin_a_page() -> None:
    file = read(word(document([Heading("a", 2, above="b", page=True), Heading("c", 2)])))
    begins = {one.text: one.paragraph_format.page_break_before for one in file.paragraphs}
    assert (begins["b"], bool(begins["a"]), bool(begins["c"])) == (True, False, False)


def test_language_and_title_are_those_of_the_document_and_nobody_is_named() -> None:
    file = read(written(decision_page))
    about = file.core_properties
    assert (about.title, about.language) == ("Rapport d’audit de genre", "fr-FR")
    assert (about.author, about.last_modified_by, about.comments, about.created) == ("", "", "", None)
    assert {node.get(qn("w:val")) for node in file.styles.element.iter(qn("w:lang"))} == {"fr-FR"}


def test_the_same_document_gives_the_same_bytes_with_no_day_in_them() -> None:
    first = written(report)
    assert first == word(report())
    packed = zipfile.ZipFile(io.BytesIO(first))
    assert {one.date_time for one in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert not [name for name in packed.namelist() if "thumbnail" in name]


@pytest.mark.parametrize("made", at_length([report, hostile]))
def test_properties_stand_in_the_order_that_word_asks_for(made) -> None:
    file = read(written(made))
    for root in (file.element, file.styles.element):
        for name, order in ORDER.items():
            places = [qn(f"w:{tag}") for tag in order.split()]
            for node in root.iter(qn(f"w:{name}")):
                found = [places.index(child.tag) for child in node]
                assert found == sorted(found), (name, [child.tag for child in node])


def test_two_tables_never_touch() -> None:
    file = read(word(replace(report(), blocks=(*DECISIONS, TABLE, *FACTS, report().blocks[-5]))))
    kinds = [node.tag for node in file.element.body]
    assert (qn("w:tbl"), qn("w:tbl")) not in list(itertools.pairwise(kinds))
