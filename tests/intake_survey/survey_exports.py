"""Writes answers as the survey tools export them, from the XLSForm alone, as a tool that has imported it would."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Sequence
from dataclasses import dataclass

import openpyxl
import xlsxwriter

Answers = dict[str, str]
"""Question → code of the chosen answer, or what was written; a question without an answer is left out."""

OPEN_ANSWERS = [
    "We have a crèche; it helps.",
    'She said "no", twice',
    "Première ligne\nseconde ligne",
    "=1+1",
    "#1 here",
]
TEST_DATE = "2025-05-{day:02d} 09:30:00"


@dataclass(frozen=True)
class Question:
    name: str
    group: str
    label: str
    group_label: str
    choices: dict[str, str]
    """Code → label, in the form's order; empty where people write."""


def questions_of(form: bytes, language: str) -> list[Question]:
    """The questions of an XLSForm with their labels in one language, ``Français (fr)``."""
    book = openpyxl.load_workbook(io.BytesIO(form))
    survey, choices = (_records(book[name]) for name in ("survey", "choices"))
    label = f"label::{language}"
    lists: dict[str, dict[str, str]] = {}
    for row in choices:
        lists.setdefault(row["list_name"], {})[row["name"]] = row[label]
    found, group = [], ("", "")
    for row in survey:
        kind, _, name = row["type"].partition(" ")
        if kind == "begin_group":
            group = (row["name"], row[label])
        elif kind == "end_group":
            group = ("", "")
        elif kind in ("select_one", "text"):
            found.append(Question(row["name"], group[0], row[label], group[1], lists.get(name, {})))
    return found


def random_answers(questions: Sequence[Question], people: int, seed: int) -> list[Answers]:
    """Answers of so many people, each question left out now and then; everybody answers the first statement."""
    chance = random.Random(seed)
    everybody = []
    for _ in range(people):
        answers = {"taking_part": "yes", "D1": str(chance.randint(1, 5))}
        for question in questions:
            if question.name not in answers and chance.random() < 0.8:
                answers[question.name] = chance.choice(list(question.choices) or OPEN_ANSWERS)
        everybody.append(answers)
    return everybody


def kobo(
    questions: Sequence[Question],
    everybody: Sequence[Answers],
    *,
    labels: bool,
    groups: bool = False,
    hxl: bool = False,
    delimiter: str = ";",
    workbook: bool = False,
) -> bytes:
    """An export of KoboToolbox: ``labels`` or XML names as headers and values, all quoted, with its own columns."""
    headers = ["start", "end"]
    for question in questions:
        head, group = (question.label, question.group_label) if labels else (question.name, question.group)
        headers.append(f"{group}/{head}" if groups and group else head)
    headers += ["note_thanks", "__version__", "_id", "_uuid", "_submission_time", "_validation_status", "_notes"]
    headers += ["_status", "_submitted_by", "_tags", "_index"]
    rows = [headers]
    if hxl:
        rows.append(["", "", *(f"#q+{question.name}" for question in questions), *[""] * 11])
    for number, answers in enumerate(everybody, start=1):
        day = number % 28 + 1
        given = [_given(question, answers, labels) for question in questions]
        date = f"2025-05-{day:02d}"
        begun = [f"{date}T09:30:00.000+00:00", f"{date}T09:45:00.000+00:00"]
        known = [
            str(number),
            f"uuid-{number}",
            f"{date}T09:46:00",
            "",
            "",
            "submitted_via_web",
            "amina",
            "",
            str(number),
        ]
        rows.append([*begun, *given, "", "v1", *known])
    return _workbook(rows) if workbook else _csv(rows, delimiter, csv.QUOTE_ALL)


METADATA = {
    "code": ["id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp", "ipaddr"],
    "text": [
        "Response ID",
        "Date submitted",
        "Last page",
        "Start language",
        "Seed",
        "Date started",
        "Date last action",
        "IP address",
    ],
}


def limesurvey(
    questions: Sequence[Question],
    everybody: Sequence[Answers],
    *,
    headings: str,
    labels: bool,
    broken_off: Sequence[Answers] = (),
    workbook: bool = False,
) -> bytes:
    """An export of LimeSurvey. ``headings``: ``code``, ``text`` or ``both`` (``code. text``); ``labels``: full answers.

    Statements are array questions, one an area. ``broken_off`` people have no date of sending.
    """
    metadata = METADATA["text" if headings == "text" else "code"]
    if headings == "both":
        metadata = [f"{code}. {text}" for code, text in zip(metadata, METADATA["text"], strict=True)]
    rows = [[*metadata, *(_heading(question, headings) for question in questions)]]
    for number, answers in enumerate([*everybody, *broken_off], start=1):
        date = TEST_DATE.format(day=number % 28 + 1)
        sent = date if number <= len(everybody) else ""
        given = [_lime(question, answers, labels) for question in questions]
        rows.append([str(number), sent, "3", "en", "12345", date, date, "192.0.2.7", *given])
    return _workbook(rows) if workbook else _csv(rows, ",", csv.QUOTE_ALL)


def _heading(question: Question, headings: str) -> str:
    statement = question.group.startswith("group_") and len(question.group) == len("group_D")
    area = question.group[-1:]
    code = f"{area}[{question.name}]" if statement else question.name.replace("_", "")
    text = f"How far do you agree? [{question.label}]" if statement else question.label
    return {"code": code, "text": text, "both": f"{code}. {text}"}[headings]


def _lime(question: Question, answers: Answers, labels: bool) -> str:
    code = answers.get(question.name, "")
    if not code or not question.choices or labels:
        return _given(question, answers, labels)
    if question.name == "sex":
        return code
    if question.name == "unit":  # a question to write in: codes of five characters have no room for names
        return question.choices[code]
    if question.name == "taking_part":
        return code[0].upper()
    return f"A{list(question.choices).index(code) + 1}"


def _given(question: Question, answers: Answers, labels: bool) -> str:
    code = answers.get(question.name, "")
    return question.choices.get(code, code) if labels else code


def _records(sheet) -> list[dict[str, str]]:
    rows = list(sheet.iter_rows(values_only=True))
    return [{h: v for h, v in zip(rows[0], row, strict=True) if v is not None} for row in rows[1:]]


def _csv(rows: list[list[str]], delimiter: str, quoting: int) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, quoting=quoting, lineterminator="\r\n").writerows(rows)
    return stream.getvalue().encode("utf-8")


def _workbook(rows: list[list[str]]) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    for line, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell:
                sheet.write_string(line, column, cell)
    book.close()
    return stream.getvalue()
