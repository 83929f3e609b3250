"""Section on the validation session, for phase 4: all notes, and those that fit no finding."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from markupsafe import Markup

from genderaudit.conclusions.findings import Finding
from genderaudit.conclusions.session import Session, SessionNote
from genderaudit.foundations.language import Language
from genderaudit.methodology.method import Methodology
from genderaudit.report.evidence import evidence_sentence
from genderaudit.report.sections import Section, anchor_of, heading
from genderaudit.report.tables import Cell, table

TEXTS = "session"
COLUMNS = ("finding", "order", "left_out", "title", "said")


def session_section(
    session: Session,
    findings: Mapping[str, Finding],
    advice: Collection[str],
    method: Methodology,
    language: Language,
    phase: str,
) -> Section:
    """Return one row per finding with a note of the session, and the recommendations it ticked.

    ``findings`` are by id, ``advice`` are the round's recommendations. Notes on neither are counted.
    """
    title = language.text(f"{TEXTS}.title")
    opening = heading(title, anchor_of(phase, "session"), 2, language.text(f"{TEXTS}.intro"))
    html = opening.html
    rows = []
    for note in session.notes:
        if note.subject in findings:
            sentence = evidence_sentence(note.subject, findings, method, language)
            rows.append([Cell(sentence.striptags() if sentence else ""), *_note_cells(note, language)])
    if rows:
        header = [language.text(f"{TEXTS}.columns.{name}") for name in COLUMNS]
        html += table(language.text(f"{TEXTS}.table"), header, rows, language)
    ticked = [name for name in session.ticked if name in advice]
    if ticked:
        actions = language.listed(language.text(f"recommendations.{name}.short") for name in ticked)
        html += Markup("<p>{}</p>\n").format(language.text(f"{TEXTS}.ticked", actions=actions))
    lost = [note for note in session.notes if note.subject not in findings and note.subject not in advice]
    if lost:
        html += Markup('<p class="note">{}</p>\n').format(language.text(f"{TEXTS}.lost", number=len(lost)))
    return Section(html, title, opening.anchor, 2)


def _note_cells(note: SessionNote, language: Language) -> list[Cell]:
    """Return the cells of a note: place, whether left out and why, title in this language, remark."""
    place = Cell(language.figure(note.order, "count"), number=True)
    left_out = language.text(f"{TEXTS}.left_out", reason=note.reason) if note.left_out else "–"
    return [place, Cell(left_out), Cell(note.titles.get(language.code) or "–"), Cell(note.said or "–")]
