"""Slides read back."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pptx


def frames(slide: Any) -> Iterator[tuple[Any, float, float]]:
    """Every text frame with its width and height in points; cells of tables too."""
    for shape in slide.shapes:
        if shape.has_text_frame and shape.text_frame.text:
            yield shape.text_frame, shape.width.pt, shape.height.pt
        elif shape.has_table:
            for row in shape.table.rows:
                for cell, column in zip(row.cells, shape.table.columns, strict=True):
                    inner = column.width.pt - cell.margin_left.pt - cell.margin_right.pt
                    yield cell.text_frame, inner, row.height.pt - cell.margin_top.pt - cell.margin_bottom.pt


def texts(slide: Any) -> str:
    told = [shape._element.xpath(".//p:cNvPr/@descr") for shape in slide.shapes if not shape.is_placeholder]
    notes = [slide.notes_slide.notes_text_frame.text] if slide.has_notes_slide else []
    body = [frame.text for frame, _, _ in frames(slide)]
    return "\n".join([*body, *(text for some in told for text in some), *notes])


def deck_of(data: bytes) -> Any:
    """The slides of a file."""
    return pptx.Presentation(io.BytesIO(data))


def texts_of(whole: Any) -> str:
    """All words of slides and notes."""
    return "\n".join(map(texts, whole.slides))
