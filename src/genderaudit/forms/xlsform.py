"""The questionnaire as an XLSForm (xlsform.org), from which KoboToolbox, ODK and others make a survey.

Names are the data contract's, so that an export is read without mapping. No question is required, and nothing
that identifies a person or a device is asked or recorded.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping, Sequence

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from genderaudit.forms.content import Form, FormOption, FormQuestion, languages_of
from genderaudit.foundations.errors import wrong_call
from genderaudit.foundations.language import Language
from genderaudit.intake.survey.wordings import PARTICIPATION, shown
from genderaudit.workbooks.style import CREATED

Row = dict[str, str]
TRANSLATED = ("label", "hint")
SCALE = "scale"
MOST_AT_ONCE = 12  # most choices that a phone shows at once; longer lists are searched
_TAKES_PART = f"${{{PARTICIPATION}}} != 'no'"
_WIDTHS = {"type": 24, "name": 18, "relevant": 22, "appearance": 16, "list_name": 14}


def xlsform(form: Form) -> bytes:
    """Return the form as the bytes of an .xlsx file, in all languages of the organisation.

    Raises ``AuditError``, which names the cell, if a text is missing in one of them.
    """
    sheets = xlsform_sheets(form)
    check_translations(sheets)
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"title": form.title(languages_of(form)[0]), "created": CREATED})
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for column, header in enumerate(columns_of(rows)):
            sheet.set_column(column, column, _WIDTHS.get(header, 50 if "::" in header else 30))
            sheet.write_string(0, column, header, heading)
            for line, row in enumerate(rows, start=1):
                if row.get(header):
                    sheet.write_string(line, column, row[header], plain)
    book.close()
    return stream.getvalue()


def xlsform_sheets(form: Form) -> dict[str, list[Row]]:
    """Return the rows of the sheets ``survey``, ``choices`` and ``settings``."""
    languages = languages_of(form)
    survey, choices = _survey_rows(form, languages), _choice_rows(form, languages)
    content = json.dumps([survey, choices], ensure_ascii=False).encode()
    parts = ("genderaudit", form.name, form.round, "short" if form.short else "")
    settings = {
        "form_title": shown(form.title(languages[0])),
        "form_id": "_".join(part for part in parts if part),
        # A hash of the questions, so that the same questions have the same version whenever the form is made.
        "version": str(int(hashlib.sha256(content).hexdigest()[:8], 16)),
        "default_language": _language_name(languages[0]),
        "style": "pages",
    }
    return {"survey": survey, "choices": choices, "settings": [settings]}


def columns_of(rows: Sequence[Row]) -> list[str]:
    """Return the headers of a sheet, in order of their first use."""
    return list(dict.fromkeys(header for row in rows for header in row))


def check_translations(sheets: Mapping[str, Sequence[Row]]) -> None:
    """Raise ``AuditError`` for the first cell without text in some language, or without any text where one is required.

    Validators of XLSForms do not report such cells, and people would see an empty line.
    """
    for name, rows in sheets.items():
        headers = columns_of(rows)
        for line, row in enumerate(rows, start=1):
            for kind in TRANSLATED:
                cells = {header: row.get(header, "").strip() for header in headers if header.startswith(f"{kind}::")}
                needed = any(cells.values()) or (kind == "label" and _needs_label(name, row))
                empty = [header for header, text in cells.items() if not text]
                if needed and empty:
                    cell = xl_rowcol_to_cell(line, headers.index(empty[0]))
                    where = f"sheet {name}, cell {cell} ({empty[0]} of {row.get('name', 'a row')})"
                    raise wrong_call(f"The form has no text in {where}. Complete the language file.")


def _needs_label(sheet: str, row: Row) -> bool:
    return sheet == "choices" or row.get("type", "") not in ("", "start", "end", "end_group")


def _survey_rows(form: Form, languages: Sequence[Language]) -> list[Row]:
    rows: list[Row] = [{"type": "start", "name": "start"}, {"type": "end", "name": "end"}]
    about = {texts: "\n\n".join(form.about(texts)) for texts in languages}
    rows.append({"type": "note", "name": "note_about"} | _translated_cells("label", about))
    rows.append(
        {"type": f"select_one {PARTICIPATION}", "name": PARTICIPATION}
        | _translated_cells("label", {texts: form.wordings.question(PARTICIPATION, texts) for texts in languages})
    )
    rows += _group_opening("group_background", "form.background", languages)
    rows.append(_note_row("note_background", "form.background_note", languages))
    rows += [_question_row(question, languages) for question in form.background]
    rows.append({"type": "end_group"})
    words = {texts: form.words(texts) for texts in languages}
    for area, statements in form.areas:
        rows += _group_opening(f"group_{area}", f"areas.{area}.name", languages)
        note = "statements_note" if all(question.is_agreement for question in statements) else "answers_note"
        rows.append(_note_row(f"note_{area}", f"form.{note}", languages))
        for question in statements:
            rows += [_note_before(question.name, words)] if question.name in words[languages[0]] else []
            rows.append(_question_row(question, languages))
        rows.append({"type": "end_group"})
    rows += _group_opening("group_open", "form.own_words", languages)
    rows += [_question_row(question, languages) for question in form.open]
    rows += [{"type": "end_group"}, _note_row("note_thanks", "form.thanks", languages)]
    if form.referral:
        contact = {texts: form.contact(texts) for texts in languages}
        rows.append({"type": "note", "name": "note_contact"} | _translated_cells("label", contact))
    return rows


def _note_before(statement: str, words: Mapping[Language, Mapping[str, Sequence[str]]]) -> Row:
    """Return the note before a statement."""
    labels = {texts: "\n\n".join(texts_before[statement]) for texts, texts_before in words.items()}
    return {"type": "note", "name": f"note_before_{statement}"} | _translated_cells("label", labels)


def _group_opening(name: str, key: str, languages: Sequence[Language]) -> list[Row]:
    """Return the opening of a group: one screen, skipped for people who do not take part."""
    labels = _translated_cells("label", {texts: texts.text(key) for texts in languages})
    return [{"type": "begin_group", "name": name} | labels | {"relevant": _TAKES_PART, "appearance": "field-list"}]


def _note_row(name: str, key: str, languages: Sequence[Language]) -> Row:
    return {"type": "note", "name": name} | _translated_cells("label", {texts: texts.text(key) for texts in languages})


def _question_row(question: FormQuestion, languages: Sequence[Language]) -> Row:
    labels = _translated_cells("label", {texts: question.text(texts) for texts in languages})
    if not question.choices:
        return {"type": "text", "name": question.name} | labels
    kind = "select_multiple" if question.is_several else "select_one"
    row = {"type": f"{kind} {_list_name(question)}", "name": question.name} | labels
    return row | ({"appearance": "minimal autocomplete"} if len(question.choices) > MOST_AT_ONCE else {})


def _list_name(question: FormQuestion) -> str:
    """Return the name of the list of answers: one for all statements on the agreement scale, else one per question."""
    return SCALE if question.is_agreement else question.name


def _choice_rows(form: Form, languages: Sequence[Language]) -> list[Row]:
    """Return the rows of all lists of answers."""
    lists: dict[str, tuple[FormOption, ...]] = {}
    for question in form.questions:
        if question.choices:
            lists.setdefault(_list_name(question), question.choices)
    rows = [
        {"list_name": PARTICIPATION, "name": code}
        | _translated_cells("label", {texts: form.wordings.option(PARTICIPATION, code, texts) for texts in languages})
        for code in form.wordings.options(PARTICIPATION)
    ]
    for name, choices in lists.items():
        for choice in choices:
            labels = _translated_cells("label", {texts: choice.text(texts) for texts in languages})
            rows.append({"list_name": name, "name": choice.stored} | labels)
    return rows


def _translated_cells(column: str, words: Mapping[Language, str]) -> Row:
    return {f"{column}::{_language_name(texts)}": shown(text) for texts, text in words.items()}


def _language_name(texts: Language) -> str:
    """Return a language's name in XLSForms: ``Français (fr)``."""
    return f"{texts.text('page.language_name')} ({texts.code})"
