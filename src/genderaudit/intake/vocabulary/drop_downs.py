"""Words of the drop-downs in the suite's own workbooks and forms, and their codes, in every language."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from genderaudit.foundations.language import Language, language, languages
from genderaudit.intake.contract import TABLES, Column
from genderaudit.methodology.method import methodology
from genderaudit.methodology.questionnaire import UNSURE, Scale

WORDS = {
    "pay_period": "intake_workbook.words.pay_period",
    "role": "intake_workbook.words.role",
    "stage": "stages",
    "service": "services",
    "text_kind": "text_kinds",
    "chosen": "intake_workbook.words.chosen",
    "gender_focus": "gender_focus",
    "kind": "interview_kinds",
    "exercise": "exercises",
    "side": "sides",
    "rating": "ratings",
    "decision": "workbook.decision",
    "status": "workbook.status",
}
"""Columns with a drop-down, and the section of the language files with its words."""
Code = str | int | float | bool


def words_of(table: str, column: Column, texts: Language) -> dict[str, Code]:
    """Return word → code of a column's drop-down in a language; empty if it has none."""
    if column.kind == "sex":
        return {texts.text(f"intake_workbook.words.sex.{code}"): code for code in column.values}
    if column.kind == "boolean":
        return {texts.text("form.options.yes"): True, texts.text("form.options.no"): False}
    if column.name in ("in_arrears", "meets"):  # yes or no for a single loan or text; a number for several
        return {texts.text("form.options.yes"): 1, texts.text("form.options.no"): 0}
    if column.name == "age_band":
        bands = methodology().questionnaire.age_bands
        return {texts.text(f"background.age_band.options.{band}"): band for band in bands}
    if column.name == "area":
        return {f"{area.id} – {texts.text(f'areas.{area.id}.name')}": area.id for area in methodology().areas}
    if column.name == "gender_marker":
        return {texts.text(f"markers.{score}"): score for score in range(4)}
    if column.name == "level" and table in ("bodies", "attendance"):
        return _section("intake_workbook.words.level", (), texts)
    if column.name == "role" and table != "attendance":
        return {}
    return _section(WORDS[column.name], column.values, texts) if column.name in WORDS else {}


def answer_words(texts: Language) -> dict[str, Code]:
    """Return the words for answers to the suite's statements in a language."""
    scale = Scale()
    return {scale.text(code, texts): code for code in (*scale.points, *UNSURE)}


def _section(section: str, only: Sequence[str], texts: Language) -> dict[str, Code]:
    return {texts.text(f"{section}.{name}"): name for name in only or texts.keys(section)}


@cache
def codes_of(table: str) -> dict[str, dict[str, Code]]:
    """Return column → word of any language → code, for the suite's own labels."""
    codes: dict[str, dict[str, Code]] = {column.name: {} for column in TABLES[table].columns}
    for texts in map(language, languages()):
        for column in TABLES[table].columns:
            words = words_of(table, column, texts)
            codes[column.name] |= {without_no_break_spaces(word): code for word, code in words.items()}
    return {name: known for name, known in codes.items() if known}


def without_no_break_spaces(word: str) -> str:
    """Return a word as the workbook reader gives it: no-break spaces are spaces."""
    return word.replace("\u00a0", " ").replace("\u202f", " ").strip()
