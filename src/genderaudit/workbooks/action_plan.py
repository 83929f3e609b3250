"""The action plan: the audit's proposals as a workbook that the organisation answers, its management response."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from genderaudit.findings import Finding, SelectedRecommendation
from genderaudit.intake.own_workbooks import mark
from genderaudit.language import Language
from genderaudit.methodology import Methodology, Recommendation
from genderaudit.organisation import Organisation
from genderaudit.report.evidence import evidence_sentence
from genderaudit.workbooks.style import LABEL_ROW, ROWS_ABOVE, Book, Column, WordList

TEXTS = "workbook.plan"
MOST_EVIDENCE = 3
DECISIONS = ("accept", "amend", "reject")
STATUSES = ("planned", "started", "done", "stopped")
WIDTHS = {
    "number": 4.5,
    "code": 9,
    "round": 9,
    "area": 11.5,
    "recommendation": 27,
    "why": 19,
    "evidence": 29,
    "role": 12.5,
    "months": 8.5,
    "place": 8,
    "decision": 10.5,
    "owner": 12.5,
    "due": 11,
    "budget": 10,
    "status": 11,
    "note": 18,
}
NAMES = {"code": "recommendation", "round": "round"} | {
    name: name for name in ("decision", "owner", "due", "budget", "status", "note")
}
"""Columns that intake reads: the contract's names for them."""

PLACE = {name: place for place, name in enumerate(WIDTHS)}
FIRST_ANSWER = PLACE["decision"]


def action_plan(
    selected: Sequence[SelectedRecommendation],
    findings: Mapping[str, Finding],
    method: Methodology,
    organisation: Organisation,
    round: str,
    language: Language,
) -> bytes:
    """The workbook of a round's recommendations, most urgent first, as the bytes of an .xlsx file.

    ``findings`` are all findings of the round by id. Filled in, it is read back as the table ``actions``.
    """
    book = Book(language, language.text(f"{TEXTS}.title", name=organisation.name, round=round))
    decisions, statuses = _words("decision", "decisions", language), _words("status", "statuses", language)
    headings = [language.text(f"{TEXTS}.columns.{name}") for name in ("decision", "status")]
    steps = language.text(f"{TEXTS}.steps", round=round) + "\n" + language.text(f"{TEXTS}.unanswered")
    words = book.guide(steps, [WordList(headings[0], decisions), WordList(headings[1], statuses)])
    name = language.text(f"{TEXTS}.sheet")
    sheet = book.list_sheet(name, mark("actions"), language.text(f"{TEXTS}.about"), _columns(language))
    catalogue = {entry.id: entry for entry in method.recommendations}
    for number, one in enumerate(selected, start=1):
        printed = _printed(one, catalogue[one.recommendation], findings, method, round, language)
        _row(book, sheet, number, printed, one.place)
    last = ROWS_ABOVE + max(len(selected), 1) - 1
    _validate(book, sheet, last, words, headings, language)
    sheet.autofilter(LABEL_ROW, 0, last, len(WIDTHS) - 1)
    _summary(book, _counts(name, last, decisions, statuses, len(selected), language), language)
    return book.content()


def _columns(language: Language) -> list[Column]:
    return [
        Column(
            language.text(f"{TEXTS}.columns.{name}"),
            width,
            NAMES.get(name, ""),
            answered=PLACE[name] >= FIRST_ANSWER,
            hidden=name in ("code", "round"),
        )
        for name, width in WIDTHS.items()
    ]


def _row(book: Book, sheet: Any, number: int, printed: Sequence[str], rank: int) -> None:
    """One proposal: its texts, locked, and the cells for the answer."""
    row = ROWS_ABOVE + number - 1
    sheet.write_number(row, 0, number, book.number)
    for place, text in enumerate(printed, start=1):
        sheet.write_string(row, place, text, book.printed_strong if place == PLACE["recommendation"] else book.printed)
    shown = list(WIDTHS.values())[PLACE["area"] : PLACE["place"]]
    book.fit(sheet, row, zip(printed[PLACE["area"] - 1 :], shown, strict=True))
    sheet.write_number(row, PLACE["place"], rank, book.number)
    for place in range(FIRST_ANSWER, len(WIDTHS)):
        look = {PLACE["due"]: book.answer_date, PLACE["budget"]: book.answer_amount}.get(place, book.answer)
        sheet.write_blank(row, place, None, look)


def _words(choice: str, meanings: str, language: Language) -> list[tuple[str, str]]:
    names = DECISIONS if choice == "decision" else STATUSES
    return [(language.text(f"workbook.{choice}.{n}"), language.text(f"{TEXTS}.{meanings}.{n}")) for n in names]


def _printed(
    one: SelectedRecommendation,
    entry: Recommendation,
    findings: Mapping[str, Finding],
    method: Methodology,
    round: str,
    language: Language,
) -> list[str]:
    """The texts of a row, from code to proposed time frame."""
    key = f"recommendations.{entry.id}"
    return [
        entry.id,
        round,
        f"{one.area} · {language.text(f'areas.{one.area}.name')}",
        language.text(f"{key}.action"),
        language.text(f"{key}.why"),
        _evidence(one, findings, method, language),
        language.text(f"roles.{entry.role}"),
        language.text("recommend.months", number=entry.within_months),
    ]


def _evidence(
    one: SelectedRecommendation, findings: Mapping[str, Finding], method: Methodology, language: Language
) -> str:
    """The first findings behind a recommendation, a line each, and how many more there are."""
    sentences = (evidence_sentence(identity, findings, method, language) for identity in one.evidence)
    lines = list(dict.fromkeys(sentence.striptags() for sentence in sentences if sentence))
    more = len(lines) - MOST_EVIDENCE
    shown = [f"• {line}" for line in lines[:MOST_EVIDENCE]]
    if more > 0:
        shown.append(language.text(f"{TEXTS}.more_evidence", number=more))
    return "\n".join(shown) or language.text(f"areas.{one.area}.name")


def _validate(
    book: Book, sheet: Any, last: int, words: Mapping[str, str], headings: Sequence[str], language: Language
) -> None:
    """Drop-downs for decision and status; dates and amounts only where they belong; what is late is marked."""
    first, due, budget = ROWS_ABOVE, PLACE["due"], PLACE["budget"]
    for name, heading in zip(("decision", "status"), headings, strict=True):
        book.choice(sheet, (first, PLACE[name], last, PLACE[name]), words[heading], heading)
    book.date_only(sheet, (first, due, last, due), language.text(f"{TEXTS}.due_error"))
    book.number_only(sheet, (first, budget, last, budget), (0, 1e15), language.text(f"{TEXTS}.budget_error"))
    cells = {name: f"${_letter(name)}{first + 1}" for name in ("due", "status", "decision")}
    closed = [f'{cells["status"]}<>"{language.text(f"workbook.status.{name}")}"' for name in ("done", "stopped")]
    closed.append(f'{cells["decision"]}<>"{language.text("workbook.decision.reject")}"')
    rule = f'=AND({cells["due"]}<>"",{cells["due"]}<TODAY(),{",".join(closed)})'
    sheet.conditional_format(first, due, last, due, {"type": "formula", "criteria": rule, "format": book.missing})


def _letter(name: str) -> str:
    return chr(ord("A") + PLACE[name])


@dataclass(frozen=True, slots=True)
class _Count:
    """A line of the summary: what is counted, the formula, and its value while nothing is answered."""

    label: str
    formula: str
    value: int = 0


def _counts(
    plan: str,
    last: int,
    decisions: Sequence[tuple[str, str]],
    statuses: Sequence[tuple[str, str]],
    proposals: int,
    language: Language,
) -> dict[str, list[_Count]]:
    """The summary's lines by heading: decisions, states, and what to watch."""
    text = {name: language.text(f"{TEXTS}.{name}") for name in ("none", "proposals", "no_status", "overdue")}
    quoted = plan.replace("'", "''")
    cells = {name: f"'{quoted}'!${_letter(name)}${ROWS_ABOVE + 1}:${_letter(name)}${last + 1}" for name in PLACE}
    everything = f"COUNTA({cells['code']})"
    accepted, amended, rejected = (f'"{word}"' for word, _ in decisions)
    done, stopped = (f'"{word}"' for word, _ in statuses[2:])
    conditions = [(cells["due"], '"<"&TODAY()'), (cells["decision"], f'"<>"&{rejected}')]
    conditions += [(cells["status"], f'"<>"&{word}') for word in (done, stopped)]
    late = ",".join(f"{where},{what}" for where, what in conditions)
    money = "+".join(f"SUMIFS({cells['budget']},{cells['decision']},{word})" for word in (accepted, amended))
    return {
        "by_decision": [
            *(_Count(word, f'COUNTIF({cells["decision"]},"{word}")') for word, _ in decisions),
            _Count(text["none"], f"{everything}-COUNTA({cells['decision']})", proposals),
            _Count(text["proposals"], everything, proposals),
        ],
        "by_status": [
            *(_Count(word, f'COUNTIF({cells["status"]},"{word}")') for word, _ in statuses),
            _Count(text["no_status"], f"{everything}-COUNTA({cells['status']})", proposals),
        ],
        "watch": [
            _Count(text["overdue"], f"COUNTIFS({late})"),
            _Count(language.text(f"{TEXTS}.budget_total"), money),
        ],
    }


def _summary(book: Book, counts: Mapping[str, Sequence[_Count]], language: Language) -> None:
    """A sheet of locked formulas."""
    sheet = book.sheet(language.text(f"{TEXTS}.summary"), landscape=False)
    sheet.set_column(0, 0, 60)
    sheet.set_column(1, 1, 16)
    sheet.write_string(0, 0, language.text(f"{TEXTS}.summary"), book.title)
    row = 2
    for heading, lines in counts.items():
        sheet.write_string(row, 0, language.text(f"{TEXTS}.{heading}"), book.label)
        sheet.write_string(row, 1, language.text(f"{TEXTS}.number"), book.label)
        for place, line in enumerate(lines, start=row + 1):
            sheet.write_string(place, 0, line.label, book.printed)
            sheet.write_formula(place, 1, f"={line.formula}", book.number, line.value)
        row += len(lines) + 2
    sheet.write_string(row, 0, language.text(f"{TEXTS}.overdue_means"), book.plain_wrapped)
