"""A publication as slides, read back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from at_length import at_length
from publications import DECISIONS, FACTS, TABLE, document, hostile, report
from read_slides import deck_of, frames, texts_of
from said import numbers_of, said_in, words_of

from genderaudit.report.document import Document, Paragraph, Points, Slide, Table
from genderaudit.report.plots.style import wrapped
from genderaudit.report.tables import Cell
from genderaudit.report.writers.slides import slides


@cache
def deck(made: Callable[[], Document]) -> Any:
    """The slides of one of the documents, made once."""
    return deck_of(slides(made()))


def of(*blocks: Any, title: str = "Titre") -> Any:
    return deck_of(slides(document([], [Slide(title, tuple(blocks))])))


def sizes(slide: Any) -> list[float]:
    """Points of all runs, but for the line at the foot."""
    shapes = [shape for shape in slide.placeholders if shape.placeholder_format.idx < 10]
    return [run.font.size.pt for shape in shapes for one in shape.text_frame.paragraphs for run in one.runs]


@pytest.mark.parametrize("made", at_length([report, hostile]))
def test_all_words_and_numbers_are_on_them_or_in_the_notes(made) -> None:
    whole = made()
    found = texts_of(deck(made))
    said = words_of([block for slide in whole.slides for block in slide.blocks], whole.language)
    cells = {text for slide in whole.slides for block in slide.blocks if isinstance(block, Table) for text in
             words_of([block], whole.language) if len(text) > 200}  # fmt: skip
    ranks = {f"{block.number}" for block in DECISIONS}
    assert said_in([text for text in said if text not in cells | ranks], found) == []
    assert numbers_of(" ".join(said)) <= numbers_of(found)


def test_the_title_is_the_titles_placeholder_and_the_text_that_of_the_layout() -> None:
    for slide, given in zip(deck(report).slides, report().slides, strict=True):
        assert slide.shapes.title.text_frame.text == given.title
        assert slide.slide_layout.name in ("Title and Content", "Title Only")


@pytest.mark.parametrize("made", at_length([report, hostile]))
def test_no_frame_holds_more_than_fits(made) -> None:
    for number, slide in enumerate(deck(made).slides):
        for frame, width, height in frames(slide):
            needed = 0.0
            for paragraph in frame.paragraphs:
                size = max((run.font.size.pt for run in paragraph.runs if run.font.size), default=12.0)
                indent = float(paragraph._p.pPr.get("marL", 0)) / 12700 if paragraph._p.pPr is not None else 0
                weight = "bold" if any(run.font.bold for run in paragraph.runs) else "normal"
                lines = wrapped(paragraph.text, width - indent, size, weight)
                needed += len(lines) * size * 1.2 + (paragraph.space_before.pt if paragraph.space_before else 0)
            assert needed <= height + 1, (number, frame.text[:60])


@pytest.mark.parametrize("made", at_length([report, hostile]))
def test_nothing_leaves_the_slide(made) -> None:
    whole = deck(made)
    for slide in whole.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= whole.slide_width
            assert shape.top + shape.height <= whole.slide_height


def test_text_is_at_least_20_points_and_a_large_number_40() -> None:
    assert min(size for slide in deck(report).slides for size in sizes(slide)) >= 20
    (fact,) = (slide for slide in deck(report).slides if slide.shapes.title.text_frame.text == FACTS[1].title)
    (number,) = (run for one in fact.placeholders[1].text_frame.paragraphs for run in one.runs if run.text == "62 %")
    assert number.font.size.pt >= 40


def test_sources_stand_in_the_notes() -> None:
    (slide,) = of(FACTS[1], Paragraph("Une source.", "small")).slides
    assert slide.notes_slide.notes_text_frame.text == f"{FACTS[1].source}\nUne source."


def test_what_does_not_fit_goes_on_under_the_same_title() -> None:
    found = of(Points(tuple(f"point {i}" for i in range(40)))).slides
    titles = [slide.shapes.title.text_frame.text for slide in found]
    assert titles == [f"Titre ({i}/{len(titles)})" for i in range(1, len(titles) + 1)]
    assert 2 <= len(titles) <= 4


def test_a_long_table_has_its_header_on_every_slide() -> None:
    long = Table("c", ("a", "b"), tuple((Cell(f"r{i}"), Cell(f"{i}", number=True)) for i in range(30)))
    tables = [shape.table for slide in of(long).slides for shape in slide.shapes if shape.has_table]
    assert [[cell.text for cell in one.rows[0].cells] for one in tables] == [["a", "b"]] * len(tables)
    names = [row.cells[0].text for one in tables for row in list(one.rows)[1:]]
    assert names == [f"r{i}" for i in range(30)]
    assert not [one for one in tables if not one.first_row]


def test_a_short_table_stands_below_its_text() -> None:
    (slide,) = of(Paragraph("Avant"), TABLE).slides
    table = next(shape for shape in slide.shapes if shape.has_table)
    assert table.top >= slide.placeholders[1].top + slide.placeholders[1].height
    assert table._element.nvGraphicFramePr.cNvPr.get("descr") == TABLE.caption


def test_every_slide_says_what_it_is_of_and_its_number() -> None:
    for slide in deck(report).slides:
        foot = {shape.placeholder_format.idx: shape.text_frame.text for shape in slide.placeholders}
        assert foot[11] == f"{report().mark} · {report().running}"
        assert 12 in foot


def test_every_shape_of_a_slide_has_a_number_of_its_own() -> None:
    for slide in deck(report).slides:
        numbers = [shape.shape_id for shape in slide.shapes]
        assert len(numbers) == len(set(numbers))


def test_language_and_title_are_those_of_the_document_and_nobody_is_named() -> None:
    about = deck(report).core_properties
    assert (about.title, about.author, about.last_modified_by) == ("Rapport d’audit de genre", "", "")
    runs = [run for slide in deck(report).slides for frame, _, _ in frames(slide) for one in frame.paragraphs
            for run in one.runs]  # fmt: skip
    assert {run._r.rPr.get("lang") for run in runs} == {"fr-FR"}


def test_the_same_document_gives_the_same_bytes_with_no_day_in_them() -> None:
    first = slides(report())
    assert first == slides(report())
    packed = zipfile.ZipFile(io.BytesIO(first))
    assert {one.date_time for one in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert not [name for name in packed.namelist() if "thumbnail" in name]
