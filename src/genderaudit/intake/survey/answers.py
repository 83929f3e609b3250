"""Survey answers as columns: statements, multiple-choice questions, open questions.

An answer is read by the codes of ``organisation.yml``, else by the words and codes of its statement's scale, else as a
number of that scale.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, partial

import pandas as pd

from genderaudit.intake.cells import matching, values
from genderaudit.intake.contract import Column, Table
from genderaudit.intake.survey.wordings import ITEMS, Wordings, wording_key
from genderaudit.intake.vocabulary.cell_words import no_words, yes_words
from genderaudit.measures.answers import DO_NOT_KNOW, PREFER_NOT_TO_SAY
from genderaudit.methodology.questionnaire import NOT_APPLICABLE, TICKED, UNSURE, Item, Questionnaire, Scale, Several

_SPECIAL = dict(zip(UNSURE, (DO_NOT_KNOW, PREFER_NOT_TO_SAY), strict=True))
_NUMBER = re.compile(r"([-+]?\d+)(?:[.,](\d+))?")
_DIGITS = re.compile(r"\d+")
_APART = re.compile(r"[;|\n]+")
Codes = Mapping[str, Mapping[str, object]]
Unknown = Callable[[str, pd.Series], None]


def answer_columns(questionnaire: Questionnaire) -> list[str]:
    """Return the names of the answer columns of the table ``survey``."""
    options = [column for asked in questionnaire.several for column in asked.columns]
    return [*questionnaire.ids, *options, *questionnaire.open]


def read_answers(cells: pd.DataFrame, wordings: Wordings, codes: Codes, unknown: Unknown) -> pd.DataFrame:
    """Return answers: statements 1 … maximum, -1 do not know, -2 prefer not to say; options 2 ticked, 1 not ticked.

    Columns that the file lacks are absent. ``codes`` are declared in ``organisation.yml``. ``unknown`` is called with
    column and cells that are no answer; they are NaN. For open questions only whether something was written is kept.
    People without any answer are treated as not asked about options.
    """
    questionnaire = wordings.questionnaire
    present = [item for item in questionnaire.items if item.id in cells]
    answers = {item.id: _answers_to_statement(item, cells, wordings, codes, unknown) for item in present}
    options = {
        name: ticks
        for question in questionnaire.several
        for name, ticks in _ticked_options(question, cells, wordings, unknown).items()
    }
    if options:
        ticked_or_answered = answers | {name: ticks.where(ticks == TICKED) for name, ticks in options.items()}
        took_part = pd.DataFrame(ticked_or_answered, index=cells.index).notna().any(axis=1)
        answers |= {name: ticks.where(took_part) for name, ticks in options.items()}
    for name in questionnaire.open:  # records that something was written, never the text
        if name in cells:
            wrote = cells[name].notna()
            answers[name] = pd.Series(wrote, dtype="boolean").where(wrote)
    return pd.DataFrame(answers, index=cells.index)


def not_in_file(survey: pd.DataFrame, questionnaire: Questionnaire) -> tuple[list[str], bool]:
    """Return own statements and questions that the file lacks, and whether it lacks all of them."""
    own_columns = {item.id: [item.id] for item in questionnaire.items if item.text}
    own_columns |= {question.id: question.columns for question in questionnaire.several}
    lost = [name for name, columns in own_columns.items() if not any(question in survey for question in columns)]
    return lost, bool(own_columns) and len(lost) == len(own_columns)


def questions_of_one_answer(survey: pd.DataFrame, questionnaire: Questionnaire) -> dict[str, list[str]]:
    """Return multiple-choice questions of which nobody ticked more than one option, with their columns.

    If shares add up to one, a hidden share could be computed.
    """
    present = {
        question.id: [column for column in question.columns if column in survey] for question in questionnaire.several
    }
    ticks = {name: survey[columns].eq(TICKED).sum(axis=1) for name, columns in present.items() if len(columns) > 1}
    return {name: present[name] for name, number in ticks.items() if number.max() == 1}


def statements_on_violence(survey: pd.DataFrame, questionnaire: Questionnaire) -> list[str]:
    """Return the statements on harassment and violence with answers, in the order of the questionnaire."""
    items = [item.id for item in questionnaire.items if item.sensitive == "violence"]
    return [name for name in items if name in survey and survey[name].notna().any()]


def _answers_to_statement(
    item: Item, cells: pd.DataFrame, wordings: Wordings, codes: Codes, unknown: Unknown
) -> pd.Series:
    declared = {**codes.get(ITEMS, {}), **codes.get(item.id, {})}
    codes_of_words = wordings.answers(item.id)
    coded = matching.with_codes(cells[item.id], declared, {})
    coded = coded.mask(coded.astype("string").eq(NOT_APPLICABLE).fillna(False).astype(bool))
    coded = coded.mask(
        values.map_distinct(coded, lambda cell: wording_key(values.code(cell)) == "" and "" not in codes_of_words).eq(
            True
        )
    )
    points = values.map_distinct(coded, lambda cell: _point(values.code(cell), item.scale, codes_of_words))
    answers = pd.to_numeric(points, errors="coerce").astype(float)
    wrong = coded.notna() & answers.isna()
    if wrong.any():
        unknown(item.id, coded[wrong])
    return answers


def _point(text: str, scale: Scale, codes_of_words: Mapping[str, str]) -> float | None:
    """Return the point that a cell means, or a special answer's code; None if it is neither."""
    if text in ("-1", "-2"):
        return float(text)
    number = _NUMBER.fullmatch(text)
    if number:  # 3.0 is 3; 1.5 is not an answer
        text = number[1] if not (number[2] or "").strip("0") and not number[1].startswith("-") else ""
    code = (
        text
        if text in scale.points and not scale.codes
        else codes_of_words.get(wording_key(text)) or _numbered(text, codes_of_words)
    )
    if code in _SPECIAL:
        return float(_SPECIAL[code])
    return 1.0 + scale.points.index(code) if code in scale.points else None


def _numbered(text: str, codes_of_words: Mapping[str, str]) -> str:
    """Return the code of an answer written as number and words, «5 - tout à fait d'accord»; empty if they differ."""
    numbers = _DIGITS.findall(text)
    code = codes_of_words.get(wording_key(_DIGITS.sub("", text)), "")
    return code if numbers == [code] else ""


def _ticked_options(
    question: Several, cells: pd.DataFrame, wordings: Wordings, unknown: Unknown
) -> dict[str, pd.Series]:
    """Return ticked options by column; NaN for people who were not asked, as far as the file says so."""
    present = [option for option in question.options if question.column(option) in cells]
    if present:
        return _options_in_columns(question, present, cells, wordings, unknown)
    if question.id not in cells:
        return {}
    answered, codes_of_words = cells[question.id], wordings.answers(question.id)
    chosen = values.map_distinct(answered, lambda cell: _options_in_cell(values.code(cell), codes_of_words))
    wrong = answered.notna() & chosen.isna()
    if wrong.any():
        unknown(question.id, answered[wrong])
    ticked = {
        option: [options_chosen is not None and option in options_chosen for options_chosen in chosen]
        for option in question.options
    }
    return {
        question.column(option): pd.Series(ticks, cells.index).map({True: 2.0, False: 1.0}).mask(wrong)
        for option, ticks in ticked.items()
    }


def _options_in_columns(
    question: Several, present: list[str], cells: pd.DataFrame, wordings: Wordings, unknown: Unknown
) -> dict[str, pd.Series]:
    """Return the options if each has a column with a mark, its code or its words."""
    ticks_of_options: dict[str, pd.Series] = {}
    for option in present:
        option_cells = cells[question.column(option)]
        parse = partial(_tick, option=option, known=wordings.answers(question.id))
        ticks = pd.to_numeric(values.map_distinct(option_cells, parse), errors="coerce").astype(float)
        wrong = option_cells.notna() & ticks.isna()
        if wrong.any():
            unknown(question.column(option), option_cells[wrong])
        ticks_of_options[option] = ticks
    marks = pd.DataFrame(ticks_of_options)
    if marks.eq(1.0).any(axis=None):  # if the file marks options not ticked, a blank row was not asked
        marks = marks.mask(marks.isna() & marks.notna().any(axis=1).to_numpy()[:, None], 1.0)
    else:
        marks = marks.fillna(1.0)
    for option, column in ticks_of_options.items():
        marks[option] = marks[option].mask(cells[question.column(option)].notna() & column.isna())
    return {question.column(option): marks[option] for option in present}


def _tick(cell: object, option: str, known: Mapping[str, str]) -> float | None:
    text = values.code(cell)
    word = text.lower()
    if word in yes_words() or known.get(wording_key(text)) == option:
        return float(TICKED)
    return 1.0 if word in no_words() else None


def _options_in_cell(text: str, codes_of_words: Mapping[str, str]) -> frozenset[str] | None:
    """Return the options named in a cell: a single one, or several separated by semicolons, spaces or commas.

    Else None.
    """
    for parts in ([text], _APART.split(text), text.split(), text.split(",")):
        codes = [codes_of_words.get(wording_key(part)) for part in parts if part.strip()]
        if codes and None not in codes:
            return frozenset(code for code in codes if code is not None)
    return None


def empty(table: Table, questionnaire: Questionnaire) -> pd.DataFrame:
    """Return a table without rows; the survey has the columns of this questionnaire."""
    frame = _empty(table).copy()
    if table.open_ended:
        for name in answer_columns(questionnaire):
            frame[name] = pd.Series(dtype="boolean" if name in questionnaire.open else float)
    return frame


@cache
def _empty(table: Table) -> pd.DataFrame:
    frame = pd.DataFrame({column.name: empty_column(column) for column in table.columns})
    if "age" in frame:
        frame["age_low"] = frame["age_high"] = pd.Series(dtype=float)
    return frame


@cache
def empty_column(column: Column) -> pd.Series:
    """Return a column without rows, for reindexing; it is shared and must not be changed."""
    kinds = {"date": "datetime64[ns]", "boolean": "boolean", "count": "int64"}
    if column.kind in ("sex", "text", "age_band"):
        return pd.Series(dtype="str")
    return pd.Series(dtype=kinds.get(column.kind, "float64"))
