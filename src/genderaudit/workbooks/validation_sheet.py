"""Sheet of the validation session: findings to order, leave out and reword, recommendations to tick.

Filled in, it is read back as the table ``validation`` (``conclusions.session``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from genderaudit.conclusions.findings import Finding, SelectedRecommendation
from genderaudit.conclusions.session import Session, SessionNote
from genderaudit.foundations.language import Language
from genderaudit.foundations.language import language as language_of
from genderaudit.intake.contract import TITLE
from genderaudit.intake.files.own_workbooks import mark
from genderaudit.methodology.method import Methodology
from genderaudit.report.evidence import evidence_sentence
from genderaudit.workbooks.style import ROWS_ABOVE, Book, Column

TEXTS = "workbook.validation"
WIDTHS = {
    "number": 4.5,
    "subject": 9,
    "round": 9,
    "area": 14,
    "finding": 42,
    "order": 8,
    "left_out": 10,
    "reason": 26,
    "said": 32,
    "ticked": 11,
}
TITLE_WIDTH = 28
ROOM = 3 * "\n "
"""Empty lines below a finding, as room for remarks beside it: the row height is fixed."""
HIDDEN = ("subject", "round")
FOR_READING = ("number", "area", "finding")
OF_RECOMMENDATIONS = ("ticked",)


@dataclass(frozen=True, slots=True)
class Offered:
    """Findings and recommendations that the session may order, reword and tick, in the order of the audit."""

    findings: Sequence[Finding]
    recommendations: Sequence[SelectedRecommendation]
    round: str
    languages: Sequence[str]
    """Codes of the languages in which titles may be given."""
    session: Session
    """Existing notes of the session."""


def validation_sheet(book: Book, offered: Offered, known: Mapping[str, Finding], method: Methodology) -> None:
    """Add the sheet to ``book``; ``known`` are all findings of the round by id."""
    language = book.language
    titles = {f"{TITLE}{code}": TITLE_WIDTH for code in offered.languages}
    widths = {**WIDTHS, **titles}
    columns = [
        Column(
            _heading(name, book),
            width,
            "" if name in FOR_READING else name,
            answered=name not in (*FOR_READING, *HIDDEN),
            hidden=name in HIDDEN,
        )
        for name, width in widths.items()
    ]
    sheet = book.list_sheet(
        language.text(f"{TEXTS}.sheet"), mark("validation"), language.text(f"{TEXTS}.about"), columns
    )
    row = _row_of(book, sheet, widths, offered)
    last = ROWS_ABOVE - 1
    for number, finding in enumerate(offered.findings, start=1):
        last += 1
        sentence = evidence_sentence(finding.id, known, method, language)
        row(last, number, finding.id, finding.area, sentence.striptags() if sentence else finding.id, recommends=False)
    if offered.recommendations:
        last += 1
        for column in range(len(widths)):
            sheet.write_blank(last, column, None, book.band)
        sheet.write_string(last, 0, language.text(f"{TEXTS}.recommendations"), book.band)
    for number, advice in enumerate(offered.recommendations, start=1):
        last += 1
        short = language.text(f"recommendations.{advice.recommendation}.short")
        row(last, number, advice.recommendation, advice.area, short, recommends=True)
    _limit_cells(book, sheet, last, list(widths))


def _heading(name: str, book: Book) -> str:
    """Return the header of a column; those that are printed say so."""
    language = book.language
    if name.startswith(TITLE):
        label = language.text(
            f"{TEXTS}.columns.title", language=language_of(name.removeprefix(TITLE)).text("page.language_name")
        )
    else:
        label = language.text(f"{TEXTS}.columns.{name}")
    printed = name.startswith(TITLE) or name in ("reason", "said")
    return language.text("workbook.plan.printed", column=label) if printed else label


def _row_of(book: Book, sheet: Any, widths: Mapping[str, float], offered: Offered) -> Any:
    """Return a function that writes a row: text to read, and cells to fill in with existing notes."""
    language = book.language

    def write(row: int, number: int, subject: str, area: str, text: str, *, recommends: bool) -> None:
        area_text = f"{area} · {language.text(f'areas.{area}.name')}"
        printed = {"subject": subject, "round": offered.round, "area": area_text, "finding": text}
        notes = _notes_by_column(offered.session.of(subject), language)
        sheet.write_number(row, 0, number, book.number)
        for place, name in enumerate(widths):
            if name in printed:
                sheet.write_string(row, place, printed[name], book.printed)
            elif name != "number":
                is_open = (name in OF_RECOMMENDATIONS) == recommends
                sheet.write(row, place, notes.get(name) if is_open else None, book.answer if is_open else book.printed)
        book.fit(sheet, row, [(area_text, widths["area"]), (text if recommends else text + ROOM, widths["finding"])])

    return write


def _notes_by_column(note: SessionNote, language: Language) -> dict[str, str | float | None]:
    """Return the notes on a finding or recommendation by column."""
    yes = language.text("form.options.yes")
    flags = {name: yes for name in ("left_out", "ticked") if getattr(note, name)}
    texts = {name: text for name in ("reason", "said") if (text := getattr(note, name))}
    return {"order": note.order, **flags, **texts, **{f"{TITLE}{code}": text for code, text in note.titles.items()}}


def _limit_cells(book: Book, sheet: Any, last: int, names: Sequence[str]) -> None:
    """Restrict places to whole numbers, choices to yes or no."""
    language, first = book.language, ROWS_ABOVE
    words = [language.text(f"form.options.{name}") for name in ("yes", "no")]
    for name in ("left_out", "ticked"):
        place = names.index(name)
        book.choice(sheet, (first, place, last, place), words, language.text(f"{TEXTS}.columns.{name}"))
    place = names.index("order")
    message = language.text(f"{TEXTS}.order_error")
    book.number_only(sheet, (first, place, last, place), (1, 999), message, whole=True)
