"""From the cells of one file to a canonical table: mapping, codes, values, ages, answers, and what is not usable."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd

from genderaudit.intake.cells import matching
from genderaudit.intake.checks import consistency, personal_names
from genderaudit.intake.columns.derived import (
    note_words_of_amounts,
    with_ages,
    with_comparable_pay,
    with_hiring_dates,
    with_named_texts,
)
from genderaudit.intake.columns.mapping import with_contract_names
from genderaudit.intake.columns.reading import (
    find_decimal_mark,
    read_column,
)
from genderaudit.intake.columns.side_by_side import one_sex_a_row, rows_of_people
from genderaudit.intake.columns.usable import (
    check_answers,
    check_loans,
    check_references,
    usable_rows,
    without_faults,
    without_unprintable,
)
from genderaudit.intake.contract import SAFE_TO_SHOW
from genderaudit.intake.files.readers import one_line
from genderaudit.intake.list_file import ListFile, often_seen
from genderaudit.intake.survey.answers import empty, not_in_file, questions_of_one_answer, read_answers

MOST_LOST = 15
"""Maximum number of own statements named when a file lacks them."""
ROWS_NAMED = ("validation",)
"""Tables indexed by the row of the file, as a later phase refers to rows."""


def canonical(file: ListFile) -> pd.DataFrame:
    """Return the canonical table of a file, empty where the file lacks what is required.

    The order matters: rows of people before counts, decimal mark before numbers, ages before the bands of the survey,
    names of people found before texts are cleared, and rows set aside last, so that every check sees every row.
    """
    cells = with_contract_names(file)
    if cells is None:
        return empty(file.table, file.wordings.questionnaire)
    cells = one_sex_a_row(file, rows_of_people(file, cells))
    if file.raw.longer:
        file.problem("warning", "row_too_long", rows=pd.Index(file.raw.longer))
    if cells.attrs.get("unnamed"):
        file.problem("warning", "columns_without_name", values={"number": cells.attrs["unnamed"]})
    frame = values_read(file, cells)
    frame = without_names(file, tidied(file, frame), cells)
    check_references(file, frame)
    if file.table.name == "about":
        frame = without_faults(file, frame)
    frame = without_unprintable(file, frame)
    if file.table.name == "actions":
        check_answers(file, frame)
    if file.table.name == "services":
        check_loans(file, frame)
    note_contradictions(file, frame, cells)
    return usable_rows(file, frame, cells)


def values_read(file: ListFile, cells: pd.DataFrame) -> pd.DataFrame:
    """Return the values read from the cells and those derived from them; for a survey, also its answers."""
    find_decimal_mark(file, cells)
    columns = {column.name: read_column(file, column, cells) for column in file.table.columns}
    frame = pd.DataFrame(columns, index=cells.index)
    note_words_of_amounts(file, frame)
    frame = with_comparable_pay(file, with_hiring_dates(file, with_ages(file, frame)))
    frame = with_named_texts(file, frame, cells)
    if file.table.open_ended:
        coded = read_answers(cells, file.wordings, file.options.codes, partial(note_answers, file))
        frame = pd.concat([frame, without_unasked(file, coded)], axis=1)
    return frame


def tidied(file: ListFile, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the table with one spelling of each level and group; merged spellings are noted."""
    levels = file.organisation.levels if file.table.name in ("staff", "survey") else []
    frame, remarks = matching.with_uniform_words(frame, levels, file.options.codes)
    for remark in remarks:
        file.note_remark(remark)
    return frame


def without_names(file: ListFile, frame: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Return the table without groups named after a person of the list; their number is noted."""
    frame, replaced = personal_names.without_people(frame, cells, [one_line(name) for name in file.options.person])
    for name, number in replaced.items():
        file.problem("warning", "called_after_person", column=name, values={"names": number, "field": name})
    return frame


def note_contradictions(file: ListFile, frame: pd.DataFrame, cells: pd.DataFrame) -> None:
    """Note values that contradict each other within a row, and people listed twice."""
    for remark in consistency.within_table(file.table.name, frame, cells):
        text_values = {n: file.header_of(str(v)) if n in ("earlier", "later") else v for n, v in remark.values.items()}
        file.note_remark(replace(remark, values=text_values))
    names = cells[[one_line(name) for name in file.options.person if one_line(name) in cells]]
    if len(names.columns):
        for remark in consistency.person_twice(file.table.name, names, cells):
            file.note_remark(remark)


def without_unasked(file: ListFile, answers: pd.DataFrame) -> pd.DataFrame:
    """Return the answers without questions that allow one answer only; statements that the file lacks are noted."""
    questionnaire = file.wordings.questionnaire
    lost, everything = not_in_file(answers, questionnaire)
    if lost:
        rule = "statements_none" if everything else "statements_lost"
        text_values = {"names": ", ".join(lost[:MOST_LOST]) + (" …" if len(lost) > MOST_LOST else "")}
        file.problem("error" if everything else "warning", rule, values=text_values | {"statements": len(lost)})
    for name, columns in questions_of_one_answer(answers, questionnaire).items():
        file.problem("warning", "one_answer_only", column=name)
        answers = answers.drop(columns=columns)
    return answers


def note_answers(file: ListFile, column: str, cells: pd.Series) -> None:
    """Note cells that are not valid answers: frequent ones with their counts, of others only their number."""
    shown, rare = often_seen(cells, SAFE_TO_SHOW)
    question = column.partition("/")[0]
    accepted = ", ".join(file.wordings.answer_codes(question) or file.wordings.options(question))
    text_values = {"seen": shown, "rare": rare, "accepted": accepted}
    file.problem("error", "unknown_answer", column=column, rows=cells.index, values=text_values)
