"""The action plan: the audit's proposals as a workbook that the organisation answers, its management response."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from genderaudit.findings import Finding, SelectedRecommendation
from genderaudit.language import Language
from genderaudit.methodology import Methodology, Recommendation
from genderaudit.organisation import Organisation
from genderaudit.report.evidence import evidence_sentence
from genderaudit.workbooks.style import LABEL_ROW, ROWS_ABOVE, Book, Column

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
    "priority": 8,
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

FIRST_ANSWER = list(WIDTHS).index("decision")


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
    words = book.guide(steps, [(headings[0], decisions), (headings[1], statuses)])
    columns = [
        Column(
            language.text(f"{TEXTS}.columns.{name}"),
            width,
            NAMES.get(name, ""),
            answered=i >= FIRST_ANSWER,
            hidden=name in ("code", "round"),
        )
        for i, (name, width) in enumerate(WIDTHS.items())
    ]
    name = language.text(f"{TEXTS}.sheet")
    sheet = book.list_sheet(name, "actions", language.text(f"{TEXTS}.about"), columns)
    catalogue = {entry.id: entry for entry in method.recommendations}
    for number, one in enumerate(selected, start=1):
        row = ROWS_ABOVE + number - 1
        printed = _printed(one, catalogue[one.recommendation], findings, method, round, language)
        sheet.write_number(row, 0, number, book.number)
        for i, text in enumerate(printed, start=1):
            strong = WIDTHS_ORDER[i] == "recommendation"
            sheet.write_string(row, i, text, book.printed_strong if strong else book.printed)
        book.fit(sheet, row, zip(printed[2:], list(WIDTHS.values())[3:], strict=False))
        sheet.write_number(row, FIRST_ANSWER - 1, one.priority, book.number)
        for i in range(FIRST_ANSWER, len(WIDTHS)):
            look = {"due": book.answer_date, "budget": book.answer_amount}.get(WIDTHS_ORDER[i], book.answer)
            sheet.write_blank(row, i, None, look)
    last = ROWS_ABOVE + max(len(selected), 1) - 1
    _validate(book, sheet, last, words, headings, language)
    sheet.autofilter(LABEL_ROW, 0, last, len(WIDTHS) - 1)
    _summary(book, name, last, decisions, statuses, len(selected), language)
    return book.content()


WIDTHS_ORDER = list(WIDTHS)


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
    first = ROWS_ABOVE
    for name, heading in zip(("decision", "status"), headings, strict=True):
        column = WIDTHS_ORDER.index(name)
        book.choice(sheet, (first, column, last, column), words[heading], heading)
    due, budget = WIDTHS_ORDER.index("due"), WIDTHS_ORDER.index("budget")
    book.date_only(sheet, (first, due, last, due), language.text(f"{TEXTS}.due_error"))
    book.amount_only(sheet, (first, budget, last, budget), language.text(f"{TEXTS}.budget_error"))


def _summary(
    book: Book,
    plan: str,
    last: int,
    decisions: Sequence[tuple[str, str]],
    statuses: Sequence[tuple[str, str]],
    proposals: int,
    language: Language,
) -> None:
    """Counts of decisions, states and overdue actions as locked formulas."""
    sheet = book.sheet(language.text(f"{TEXTS}.summary"), landscape=False)
    sheet.set_column(0, 0, 60)
    sheet.set_column(1, 1, 16)
    quoted = plan.replace("'", "''")
    cells = {
        name: f"'{quoted}'!${letter}${ROWS_ABOVE + 1}:${letter}${last + 1}"
        for name in ("code", "decision", "status", "due", "budget")
        for letter in [chr(ord("A") + WIDTHS_ORDER.index(name))]
    }
    answered = f"COUNTA({cells['decision']})"
    accepted, amended, rejected = (f'"{word}"' for word, _ in decisions)
    done, stopped = f'"{statuses[2][0]}"', f'"{statuses[3][0]}"'
    late = f'COUNTIFS({cells["due"]},"<"&TODAY(),{cells["status"]},"<>"&{done},{cells["status"]},"<>"&{stopped},'
    late += f'{cells["decision"]},"<>"&{rejected})'
    money = "+".join(f"SUMIFS({cells['budget']},{cells['decision']},{word})" for word in (accepted, amended))
    blocks = [
        (
            "by_decision",
            [(word, f'COUNTIF({cells["decision"]},"{word}")') for word, _ in decisions]
            + [("none", f"COUNTA({cells['code']})-{answered}"), ("proposals", f"COUNTA({cells['code']})")],
        ),
        (
            "by_status",
            [(word, f'COUNTIF({cells["status"]},"{word}")') for word, _ in statuses]
            + [("no_status", f"COUNTA({cells['code']})-COUNTA({cells['status']})")],
        ),
        ("watch", [("overdue", late), ("budget_total", money)]),
    ]
    sheet.write_string(0, 0, language.text(f"{TEXTS}.summary"), book.title)
    row = 2
    own = ("none", "no_status", "proposals", "overdue", "budget_total")
    for heading, lines in blocks:
        sheet.write_string(row, 0, language.text(f"{TEXTS}.{heading}"), book.label)
        sheet.write_string(row, 1, language.text(f"{TEXTS}.number"), book.label)
        for i, (name, formula) in enumerate(lines, start=row + 1):
            label = language.text(f"{TEXTS}.{name}") if name in own else name
            sheet.write_string(i, 0, label, book.printed)
            unanswered = proposals if name in ("none", "no_status", "proposals") else 0
            sheet.write_formula(i, 1, f"={formula}", book.number, unanswered)
        row += len(lines) + 2
    sheet.write_string(row, 0, language.text(f"{TEXTS}.overdue_means"), book.plain_wrapped)
