"""The gender inequality map: where women stand, as a poster (A3), in a report, on a phone.

It is made from published results only, so it shows nothing that the reports hide. Missing figures have a reason. Women
are dark and others light, so they can be told apart in grey print and without colour vision.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from genderaudit.foundations.language import Language
from genderaudit.measures.result import Result
from genderaudit.measures.results import Results
from genderaudit.methodology.organisation import Organisation
from genderaudit.report.plots.map.content import Content, alternative, fewest_seats
from genderaudit.report.plots.map.page import Page
from genderaudit.report.plots.map.panels import panels
from genderaudit.report.plots.seats import RING
from genderaudit.report.plots.style import LEADING, NARROW, WIDE, palette, styled, wrapped
from genderaudit.report.plots.words import Reference, in_language

Size = Literal["poster", "column", "phone"]

A3 = (1190.55, 841.89)  # points
MARGIN, GUTTER = 36.0, 26.0
POSTER_TEXT, SMALL_TEXT = 12.0, 8.5  # sizes of the text: read at arm's length, and as the charts of a report
COLUMNS: dict[Size, list[list[str]]] = {
    "poster": [["ladder", "training"], ["bodies"], ["staff", "pay"], ["attendance", "budget"]],
    "column": [["bodies"], ["ladder", "staff", "pay", "training", "attendance", "budget"]],
    "phone": [["ladder", "bodies", "staff", "pay", "training", "attendance", "budget"]],
}


def inequality_map(
    results: Iterable[Results],
    organisation: Organisation,
    round: str,
    language: str | Language = "en",
    targets: Mapping[str, Reference] | None = None,
    size: Size = "poster",
    mark: Sequence[str] = (),
) -> Figure:
    """Return the map of one round as a figure, from results named by indicator (``Results.name``).

    ``targets`` are marked for the indicators that have one. ``size``: A3 with title and method, or without them as wide
    as the text of a report (``column``) or of a phone. ``mark``: a word and a sentence on the poster's status.
    """
    wording = in_language(language)
    content = Content(results, wording)
    with styled(POSTER_TEXT if size == "poster" else SMALL_TEXT):
        if size == "poster":
            page = Page(*A3)
            names = [organisation.name, wording.text("map.round", round=round), *mark[:1]]
            top, bottom = (
                _header(page, content, names, organisation, wording),
                _footer(page, organisation, mark[1:], wording),
            )
            left, across = MARGIN, A3[0] - 2 * MARGIN
        else:
            page = Page(72 * (WIDE if size == "column" else NARROW))
            top, bottom, left, across = (
                page.legend(_legend_entries(organisation, wording), 4, 4, page.width - 8),
                None,
                4,
                page.width - 8,
            )
        by_name = panels(content, targets or {}, wording)
        width = (across - GUTTER * (len(COLUMNS[size]) - 1)) / len(COLUMNS[size])
        for number, names in enumerate(COLUMNS[size]):
            room = None if bottom is None else bottom - top
            page.column(left + number * (width + GUTTER), top, width, [by_name[name] for name in names], room, wording)
        return page.figure()


def map_text(results: Iterable[Results], organisation: Organisation, round: str, language: Language) -> str:
    """Return the text alternative of the map."""
    title = language.text("map.alternative.title", name=organisation.name, round=round)
    return alternative(Content(results, language), title, language)


def _header(
    page: Page, content: Content, names: Sequence[str], organisation: Organisation, language: Language
) -> float:
    """Draw title, ``names`` (organisation, round), headline and legend; return where the map begins, in points."""
    width = page.width - 2 * MARGIN
    y = page.paragraph(MARGIN, MARGIN, [language.text("map.title")], 28, weight="bold")
    lines = [line for name in names for line in wrapped(name, width * 0.55, 16, "bold")]
    page.paragraph(page.width - MARGIN, MARGIN + 2, lines, 16, weight="bold", ha="right")
    y = max(y, MARGIN + 2 + (len(lines) - 1) * 16 * LEADING) + 6
    text = _headline(content, language)
    if text:
        y = page.paragraph(MARGIN, y, wrapped(text, width, 16), 16, color=palette()["women"])
    return page.legend(_legend_entries(organisation, language), MARGIN, y + 4, width) + 4


def _headline(content: Content, language: Language) -> str:
    steps = _large_enough(content.ladder)
    steps = steps if len(steps) > 1 else _large_enough(content.staff)
    if len(steps) < 2:
        return ""
    top, bottom = steps[0], steps[-1]
    values = {
        "first": page_name(bottom.group), "first_value": language.figure(bottom.value, "share"),
        "last": page_name(top.group), "last_value": language.figure(top.value, "share"),
    }  # fmt: skip
    return language.text("map.headline", **values)


def _large_enough(steps: Iterable[Result]) -> list[Result]:
    """Return the steps with enough seats or people for a share."""
    return [one for one in steps if one.value is not None and one.n >= fewest_seats()]


def page_name(group: Mapping[str, str]) -> str:
    """Return the name of a step."""
    return ", ".join(group.values())


def _footer(page: Page, organisation: Organisation, status: Sequence[str], language: Language) -> float:
    """Draw the status of the poster, the note on invented samples and the method line.

    Return where the footer begins.
    """
    width = page.width - 2 * MARGIN
    lines = wrapped(language.text("map.method"), width)
    status = [*status, *([language.text("map.invented")] if organisation.invented else [])]
    bold = [line for text in status for line in wrapped(text, width, weight="bold")]
    height = (len(lines) + len(bold)) * POSTER_TEXT * LEADING
    top = A3[1] - MARGIN + 8 - height
    y = page.paragraph(MARGIN, top, bold, weight="bold", color=palette()["reference"])
    page.paragraph(MARGIN, y, lines, color=palette()["quiet"])
    return top - 8


def _legend_entries(organisation: Organisation, language: Language) -> list[Line2D]:
    """Return the legend entries of all panels."""
    looks = {
        "women": {"marker": "o", "color": palette()["women"]},
        "others": {"marker": "o", "color": palette()["men"]},
        "missing": {"marker": "o", "markerfacecolor": palette()["men"], "markeredgecolor": palette()["reference"],
                    "markeredgewidth": RING},
        "youth": {"marker": "^", "color": palette()["ink"]},
    }  # fmt: skip
    return [
        Line2D([], [], linestyle="none", markersize=7, **look,  # type: ignore[arg-type]
               label=language.text(f"map.legend.{name}", age=organisation.youth_age_limit))
        for name, look in looks.items()
    ]  # fmt: skip
