"""The action plan: the audit's proposals as a workbook that the organisation answers, its management response.

Below the proposals stand the actions of the round before that are under way, as they were answered, to be brought up to
date; then rows for actions of the organisation's own. What is typed is printed in the next report, and
every column to fill in says so; the hidden column ``cleared`` carries that into the table ``actions``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from genderaudit.actions import Action, standing
from genderaudit.findings import Finding, SelectedRecommendation
from genderaudit.followup import FollowUp
from genderaudit.intake.own_workbooks import mark
from genderaudit.language import Language
from genderaudit.methodology import Methodology, Recommendation
from genderaudit.organisation import Organisation
from genderaudit.report.edition import Stamp, draft
from genderaudit.report.evidence import evidence_sentence
from genderaudit.report.followup import again_sentence
from genderaudit.workbooks.style import LABEL_ROW, ROWS_ABOVE, Book, Column, WordList
from genderaudit.workbooks.validation_sheet import Offered, validation_sheet

TEXTS = "workbook.plan"
MOST_EVIDENCE = 3
DECISIONS = ("accept", "amend", "reject")
STATUSES = ("planned", "started", "done", "stopped")
WIDTHS = {
    "number": 4.5,
    "code": 9,
    "round": 9,
    "cleared": 9,
    "area": 11.5,
    "recommendation": 27,
    "why": 19,
    "evidence": 29,
    "role": 12.5,
    "months": 10,
    "decision": 11,
    "owner": 13,
    "due": 11,
    "budget": 11,
    "status": 11,
    "note": 20,
}
NAMES = {"code": "recommendation", "round": "round", "cleared": "cleared", "recommendation": "recommendation"} | {
    name: name for name in ("decision", "owner", "due", "budget", "status", "note")
}
"""Columns that intake reads: the contract's names for them. Where there is no code the words are an own action."""

BOLD = 0.75  # of the letters of running text that a line of bold ones has
OWN_ROWS = 15
OWN_HEIGHT = 32.0  # points: two lines

PLACE = {name: place for place, name in enumerate(WIDTHS)}
FIRST_ANSWER = PLACE["decision"]


def action_plan(
    selected: Sequence[SelectedRecommendation],
    findings: Mapping[str, Finding],
    method: Methodology,
    organisation: Organisation,
    round: str,
    language: Language,
    before: FollowUp | None = None,
    stamp: Stamp | None = None,
    offered: Sequence[Finding] = (),
) -> bytes:
    """The workbook of a round's recommendations, in the order and with the numbers of the report, as an .xlsx file.

    ``findings`` are all findings of the round by id, ``before`` is the follow-up on the round before; without a
    ``stamp`` it is of a draft. ``offered`` are the findings that the validation session may order. Filled in, it is
    read back as the tables ``actions`` and ``validation``.
    """
    title = language.text(f"{TEXTS}.title", name=organisation.name, round=round)
    book = Book(language, title, stamp or draft(language))
    decisions, statuses = _words("decision", "decisions", language), _words("status", "statuses", language)
    headings = [language.text(f"{TEXTS}.columns.{name}") for name in ("decision", "status")]
    steps = language.text(f"{TEXTS}.steps", round=round) + "\n" + language.text(f"{TEXTS}.unanswered")
    words = book.guide(steps, [WordList(headings[0], decisions), WordList(headings[1], statuses)])
    name = language.text(f"{TEXTS}.sheet")
    sheet = book.list_sheet(
        name, mark("actions"), language.text(f"{TEXTS}.about"), _columns(organisation.currency, language)
    )
    catalogue = {entry.id: entry for entry in method.recommendations}
    for number, one in enumerate(selected, start=1):
        printed = _printed(one, catalogue[one.recommendation], findings, method, round, language)
        if again := again_sentence(one, before, language):
            printed[PLACE["why"] - 1] += f"\n{again.striptags()}"
        _row(book, sheet, ROWS_ABOVE + number - 1, printed, number)
    last = ROWS_ABOVE + max(len(selected), 1) - 1
    sheet.autofilter(LABEL_ROW, 0, last, len(WIDTHS) - 1)
    actions = before.actions if before else []
    known = [action for action in actions if action.recommendation and action.is_under_way]
    if before and known:
        _band(book, sheet, last + 1, language.text(f"{TEXTS}.going_on", earlier=before.earlier))
        last = _going_on(book, sheet, last + 2, [(catalogue[one.recommendation], one) for one in known], round)
    own = [action for action in actions if action.text and action.state in ("under_way", "late")][:OWN_ROWS]
    _own_rows(book, sheet, last + 1, round, own, language)
    _validate(book, sheet, last, words, headings, language)
    counts = _counts(name, last, decisions, statuses, (len(selected), known, own), language)
    _summary(book, counts, organisation.currency, language)
    if offered:
        validation_sheet(book, Offered(offered, selected, round, organisation.languages), findings, method)
    return book.content()


def _band(book: Book, sheet: Any, row: int, text: str) -> None:
    for column in range(len(WIDTHS)):
        sheet.write_blank(row, column, None, book.band)
    sheet.write_string(row, 0, text, book.band)


def _going_on(book: Book, sheet: Any, first: int, actions: Sequence[tuple[Recommendation, Action]], round: str) -> int:
    """Rows of actions of the round before, as they were answered; gives the last."""
    language = book.language
    for row, (entry, action) in enumerate(actions, start=first):
        texts = {"code": entry.id, "round": round, "cleared": language.text("form.options.yes")}
        texts["area"] = f"{entry.area} · {language.text(f'areas.{entry.area}.name')}"
        texts["recommendation"] = language.text(f"recommendations.{entry.id}.action")
        _row(book, sheet, row, [texts.get(name, "") for name in list(WIDTHS)[1:FIRST_ANSWER]], None, action)
    return first + len(actions) - 1


def _answer(book: Book, sheet: Any, row: int, name: str, action: Action | None, language: Language) -> None:
    """A cell to fill in; of an action that was answered before with that answer."""
    place, look, given = PLACE[name], _look(book, name), getattr(action, NAMES[name], None)
    if name == "recommendation":
        given = action.text if action else None
    if given is None or given == "":
        sheet.write_blank(row, place, None, look)
    elif name == "due":
        sheet.write_datetime(row, place, given, look)
    elif name == "budget":
        sheet.write_number(row, place, given, look)
    else:
        words = language.text(f"workbook.{name}.{given}") if name in ("decision", "status") else given
        sheet.write_string(row, place, words, look)


def _own_rows(book: Book, sheet: Any, row: int, round: str, going_on: Sequence[Action], language: Language) -> None:
    """Rows for what the organisation adds, below a line that says so; only what it is to fill in is open.

    The first are its own actions of the round before that are under way.
    """
    _band(book, sheet, row, language.text(f"{TEXTS}.own_rows"))
    prepared = {"round": round, "cleared": language.text("form.options.yes")}
    for number in range(OWN_ROWS):
        place = row + 1 + number
        sheet.set_row(place, OWN_HEIGHT)
        for column, name in enumerate(WIDTHS):
            if name in prepared:
                sheet.write_string(place, column, prepared[name], book.printed)
            elif name == "recommendation" or (column >= FIRST_ANSWER and name != "decision"):
                _answer(book, sheet, place, name, going_on[number] if number < len(going_on) else None, language)
            else:
                sheet.write_blank(place, column, None, book.printed)


def _look(book: Book, name: str) -> Any:
    """Format of a cell to fill in."""
    return {"due": book.answer_date, "budget": book.answer_amount}.get(name, book.answer)


def _columns(currency: str | None, language: Language) -> list[Column]:
    return [
        Column(
            _heading(name, currency, language),
            width,
            NAMES.get(name, ""),
            answered=PLACE[name] >= FIRST_ANSWER,
            hidden=name in ("code", "round", "cleared"),
        )
        for name, width in WIDTHS.items()
    ]


def _heading(name: str, currency: str | None, language: Language) -> str:
    """What stands above a column; of one to fill in that it is printed."""
    label = language.text(f"{TEXTS}.columns.{name}")
    label = _in_currency(label, currency, language) if name == "budget" else label
    return language.text(f"{TEXTS}.printed", column=label) if PLACE[name] >= FIRST_ANSWER else label


def _row(
    book: Book, sheet: Any, row: int, printed: Sequence[str], number: int | None, action: Action | None = None
) -> None:
    """A proposal, or an action of the round before: its texts, locked, and the cells for the answer."""
    if number is None:
        sheet.write_blank(row, 0, None, book.number)
    else:
        sheet.write_number(row, 0, number, book.number)
    for place, text in enumerate(printed, start=1):
        sheet.write_string(row, place, text, book.printed_strong if place == PLACE["recommendation"] else book.printed)
    widths = WIDTHS | {"recommendation": BOLD * WIDTHS["recommendation"]}
    shown = list(widths.values())[PLACE["area"] : FIRST_ANSWER]
    book.fit(sheet, row, zip(printed[PLACE["area"] - 1 :], shown, strict=True))
    for name in list(WIDTHS)[FIRST_ANSWER:]:
        _answer(book, sheet, row, name, action, book.language)


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
        language.text("form.options.yes"),
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
    book: Book,
    sheet: Any,
    last: int,
    words: Mapping[str, str],
    headings: Sequence[str],
    language: Language,
) -> None:
    """Drop-downs for decision and status; dates and amounts only where they belong; what is late is marked.

    ``last`` is the row of the last proposal; rows of the organisation's own begin after the line below it.
    """
    first, due, budget, decision = ROWS_ABOVE, PLACE["due"], PLACE["budget"], PLACE["decision"]
    book.choice(sheet, (first, decision, last, decision), words[headings[0]], headings[0])
    for top, low in ((first, last), (last + 2, last + 1 + OWN_ROWS)):
        book.choice(sheet, (top, PLACE["status"], low, PLACE["status"]), words[headings[1]], headings[1])
        book.date_only(sheet, (top, due, low, due), language.text(f"{TEXTS}.due_error"))
        book.number_only(sheet, (top, budget, low, budget), (0, 1e15), language.text(f"{TEXTS}.budget_error"))
        cells = {name: f"${_letter(name)}{top + 1}" for name in ("due", "status", "decision")}
        closed = [f'{cells["status"]}<>"{language.text(f"workbook.status.{name}")}"' for name in ("done", "stopped")]
        closed.append(f'{cells["decision"]}<>"{language.text("workbook.decision.reject")}"')
        rule = f'=AND({cells["due"]}<>"",{cells["due"]}<TODAY(),{",".join(closed)})'
        sheet.conditional_format(top, due, low, due, {"type": "formula", "criteria": rule, "format": book.missing})


def _letter(name: str) -> str:
    return chr(ord("A") + PLACE[name])


@dataclass(frozen=True, slots=True)
class _Count:
    """A line of the summary: what is counted, the formula, and its value while nothing is answered."""

    label: str
    formula: str
    value: float = 0


def _counts(
    plan: str,
    last: int,
    decisions: Sequence[tuple[str, str]],
    statuses: Sequence[tuple[str, str]],
    there: tuple[int, Sequence[Action], Sequence[Action]],
    language: Language,
) -> dict[str, list[_Count]]:
    """The summary's lines by heading: decisions, how far what was accepted or amended is, own actions, budgets.

    ``there`` are the number of proposals, and what stands in the workbook before it is answered: actions of the round
    before, and those of the organisation's own. Each part adds up to its last line, as in the report
    (:mod:`genderaudit.actions`).
    """
    proposals, going_on, own_going_on = there
    decided = standing((), going_on).decided
    text = {name: language.text(f"{TEXTS}.{name}") for name in ("open", "proposals", "late", "under_way", "all")}
    proposed = _cells(plan, ROWS_ABOVE, last)
    own = _cells(plan, last + 2, last + 1 + OWN_ROWS)
    words = [f'"{word}"' for word, _ in (*decisions, *statuses)]
    accept, amend, reject, _, _, done, stopped = words
    answered = [f"COUNTIF({proposed['decision']},{word})" for word in (accept, amend, reject)]
    everything = f"COUNTA({proposed['code']})"
    taken = [[(proposed["decision"], word)] for word in (accept, amend)]
    added = [[(own["recommendation"], '"<>"')]]
    money = "+".join(f"SUMIFS({proposed['budget']},{proposed['decision']},{word})" for word in (accept, amend))
    return {
        "by_decision": [
            *(_Count(decisions[i][0], answered[i], number) for i, number in enumerate(decided.values())),
            _Count(text["open"], f"{everything}-{'-'.join(answered)}", proposals),
            _Count(text["proposals"], everything, proposals + len(going_on)),
        ],
        "by_status": _progress(taken, proposed, done, stopped, statuses, text, going_on),
        "own": _progress(added, own, done, stopped, statuses, text, own_going_on),
        "money": [
            _Count(language.text(f"{TEXTS}.budget_total"), money, _budget(going_on)),
            _Count(language.text(f"{TEXTS}.budget_own"), f"SUM({own['budget']})", _budget(own_going_on)),
        ],
    }


Conditions = Sequence[tuple[str, str]]
"""Ranges, and what their cells must be, as the formula ``COUNTIFS`` takes them."""


def _progress(
    which: Sequence[Conditions],
    cells: Mapping[str, str],
    done: str,
    stopped: str,
    statuses: Sequence[tuple[str, str]],
    text: Mapping[str, str],
    there: Sequence[Action],
) -> list[_Count]:
    """How far the actions are that meet one of these conditions: done, under way, late, abandoned, and all."""
    status = cells["status"]
    is_late = [(cells["due"], '"<"&TODAY()'), (status, f'"<>"&{done}'), (status, f'"<>"&{stopped}')]
    everything, finished, late, given_up = (
        "+".join(f"COUNTIFS({_conditions([*one, *more])})" for one in which)
        for more in ([], [(status, done)], is_late, [(status, stopped)])
    )
    on_time = sum(action.state == "under_way" for action in there)
    return [
        _Count(statuses[2][0], finished),
        _Count(text["under_way"], f"({everything})-({finished})-({late})-({given_up})", on_time),
        _Count(text["late"], late, len(there) - on_time),
        _Count(statuses[3][0], given_up),
        _Count(text["all"], everything, len(there)),
    ]


def _budget(actions: Sequence[Action]) -> float:
    return sum(action.budget or 0 for action in actions)


def _conditions(conditions: Conditions) -> str:
    return ",".join(f"{where},{what}" for where, what in conditions)


def _cells(plan: str, first: int, last: int) -> dict[str, str]:
    """The cells of each column from row to row (from 0), as formulas of another sheet name them."""
    quoted = plan.replace("'", "''")
    return {name: f"'{quoted}'!${_letter(name)}${first + 1}:${_letter(name)}${last + 1}" for name in PLACE}


def _in_currency(label: str, currency: str | None, language: Language) -> str:
    """What amounts are called, with the organisation's currency where it gives one."""
    return language.text(f"{TEXTS}.in_currency", label=label, currency=currency) if currency else label


def _summary(book: Book, counts: Mapping[str, Sequence[_Count]], currency: str | None, language: Language) -> None:
    """A sheet of locked formulas: numbers of actions, and at last amounts."""
    sheet = book.sheet(language.text(f"{TEXTS}.summary"), landscape=False)
    sheet.set_column(0, 0, 60)
    sheet.set_column(1, 1, 16)
    sheet.write_string(0, 0, book.stamped(language.text(f"{TEXTS}.summary")), book.title)
    row = 2
    for heading, lines in counts.items():
        title, unit = language.text(f"{TEXTS}.{heading}"), language.text(f"{TEXTS}.number")
        sheet.write_string(row, 0, title, book.label)
        sheet.write_string(row, 1, (currency or "") if heading == "money" else unit, book.label)
        for place, line in enumerate(lines, start=row + 1):
            sheet.write_string(place, 0, line.label, book.printed)
            sheet.write_formula(place, 1, f"={line.formula}", book.number, line.value)
        row += len(lines) + 2
    sheet.write_string(row, 0, language.text(f"{TEXTS}.late_means"), book.plain_wrapped)
