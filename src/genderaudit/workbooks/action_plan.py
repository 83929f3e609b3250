"""The action plan: recommendations as a workbook for the organisation's answers (management response).

The first list has the recommendations that the report prints in full, a second one the others, if any. Below the first
stand the earlier round's actions that are under way, with their answers, to be updated; then rows for the
organisation's own actions. Answers are printed in the next report; each column says so, and the hidden column
``cleared`` records it in the table ``actions``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from genderaudit.conclusions.actions import Action
from genderaudit.conclusions.findings import Finding, SelectedRecommendation
from genderaudit.conclusions.followup import FollowUp
from genderaudit.conclusions.publication import Publication
from genderaudit.conclusions.recommendations import MOST_FIRST
from genderaudit.foundations.cleared import LONGEST
from genderaudit.foundations.language import Language
from genderaudit.intake.files.own_workbooks import mark
from genderaudit.methodology.method import Methodology
from genderaudit.methodology.organisation import Organisation
from genderaudit.report.edition import Stamp, draft
from genderaudit.report.evidence import evidence_sentence
from genderaudit.report.followup import again_sentence
from genderaudit.workbooks.plan_columns import (
    FIRST_ANSWER,
    NAMES,
    PLACE,
    TEXTS,
    WIDTHS,
    PlanRows,
    in_currency,
    letter_of,
)
from genderaudit.workbooks.plan_summary import add_summary, summary_lines
from genderaudit.workbooks.style import BOLD, LABEL_ROW, ROWS_ABOVE, Book, Column, WordList
from genderaudit.workbooks.validation_sheet import Offered, validation_sheet

MOST_EVIDENCE = 3
DECISIONS = ("accept", "amend", "reject")
STATUSES = ("planned", "started", "done", "stopped")
LONGEST_NOTE = LONGEST // 5 * "note "  # rows of proposals have room for it
OWN_ROWS = 15
OWN_ROOM = 5 * "\n"  # lines


def action_plan(
    selected: Sequence[SelectedRecommendation],
    findings: Mapping[str, Finding],
    method: Methodology,
    organisation: Organisation,
    round: str,
    language: Language,
    before: FollowUp | None = None,
    stamp: Stamp | None = None,
    first: int = MOST_FIRST,
    offered: Sequence[Finding] = (),
    published: Publication | None = None,
) -> bytes:
    """Return the workbook of a round's recommendations as .xlsx bytes, in the order and numbering of the report.

    ``findings`` are all findings of the round by id, ``before`` is the follow-up of the earlier round; without a
    ``stamp`` it is a draft. The ``first`` recommendations have a sheet of their own; ``offered`` are the findings that
    the validation session may order; ``published`` has earlier answers and session notes, which are filled in. The
    workbook is read back as the tables ``actions`` and ``validation``.
    """
    title = language.text(f"{TEXTS}.title", name=organisation.name, round=round)
    book = Book(language, title, stamp or draft(language))
    decisions, statuses = _choices("decision", "decisions", language), _choices("status", "statuses", language)
    words = _add_guide(book, round, {"decision": decisions, "status": statuses})
    printed = [_texts_of_row(recommendation, findings, method, round, before, language) for recommendation in selected]
    published = published or Publication()
    answered = _Answered.of(before, published)
    plan = _add_list(book, "sheet", organisation.currency, is_continued=len(printed) > first)
    last = _write_proposals(book, plan, printed[:first], 1, answered.by_recommendation)
    if before and answered.going_on:
        _write_band(book, plan, last + 1, language.text(f"{TEXTS}.going_on", earlier=before.earlier))
        last = _write_earlier(book, plan, last + 2, answered.going_on, method, round)
    proposed = [PlanRows(plan, ROWS_ABOVE, last)]
    own = _own_rows(book, plan, last + 1, round, answered.own)
    if others := printed[first:]:
        sheet = _add_list(book, "others", organisation.currency)
        last = _write_proposals(book, sheet, others, first + 1, answered.by_recommendation)
        proposed.append(PlanRows(sheet, ROWS_ABOVE, last))
    for rows in proposed:
        _limit_cells(book, rows, words)
    _limit_cells(book, own, {"status": words["status"]})
    counts = summary_lines(proposed, own, decisions, statuses, answered.prefilled(selected), language)
    add_summary(book, counts, organisation.currency, language)
    if offered:
        what = Offered(offered, selected, round, organisation.languages, published.session)
        validation_sheet(book, what, findings, method)
    return book.content()


@dataclass(frozen=True, slots=True)
class _Answered:
    """Actions that are in the workbook with their answers."""

    by_recommendation: Mapping[str, Action]
    going_on: Sequence[Action]
    """Those of the earlier round's recommendations that are under way, as last answered."""
    own: Sequence[Action]
    """The organisation's own, of both rounds, as many as have room."""

    @classmethod
    def of(cls, before: FollowUp | None, published: Publication) -> _Answered:
        """Return the actions of the earlier round that go on, and those answered in this round."""
        answers = {action.recommendation: action for action in published.response if action.recommendation}
        going_on, own_before = _under_way(before)
        own = list({action.text: action for action in (*own_before, *published.response) if action.text}.values())
        return cls(answers, [answers.get(action.recommendation, action) for action in going_on], own[:OWN_ROWS])

    def prefilled(self, selected: Sequence[SelectedRecommendation]) -> tuple[int, Sequence[Action], Sequence[Action]]:
        """Return how many proposals have no answer, the recommended actions that have one, and the own ones."""
        replied = [
            self.by_recommendation[one.recommendation]
            for one in selected
            if one.recommendation in self.by_recommendation
        ]
        return len(selected) - len(replied), [*self.going_on, *replied], self.own


def _add_guide(book: Book, round: str, lists: Mapping[str, Sequence[tuple[str, str]]]) -> dict[str, str]:
    """Add the sheet of instructions; return the cell ranges of the drop-down words by column."""
    language = book.language
    steps = language.text(f"{TEXTS}.steps", round=round) + "\n" + language.text(f"{TEXTS}.unanswered")
    headings = {name: language.text(f"{TEXTS}.columns.{name}") for name in lists}
    ranges = book.guide(steps, [WordList(headings[name], words) for name, words in lists.items()])
    return {name: ranges[heading] for name, heading in headings.items()}


def _add_list(book: Book, name: str, currency: str | None, *, is_continued: bool = False) -> Any:
    """Add an empty sheet for proposals; ``is_continued`` adds a note that a second sheet follows."""
    language = book.language
    about = language.text(f"{TEXTS}.about.{name}")
    if is_continued:
        about += " " + language.text(f"{TEXTS}.about.continued")
    return book.list_sheet(language.text(f"{TEXTS}.{name}"), mark("actions"), about, _columns(currency, language))


def _write_proposals(
    book: Book, sheet: Any, printed: Sequence[Sequence[str]], number: int, answers: Mapping[str, Action]
) -> int:
    """Write proposals numbered from ``number``, with existing answers; return the last row."""
    for place, texts in enumerate(printed):
        _write_row(book, sheet, ROWS_ABOVE + place, texts, number + place, answers.get(texts[0]))
    last = ROWS_ABOVE + max(len(printed), 1) - 1
    sheet.autofilter(LABEL_ROW, 0, last, len(WIDTHS) - 1)
    return last


def _under_way(before: FollowUp | None) -> tuple[Sequence[Action], Sequence[Action]]:
    """Return the earlier round's actions that continue: those of its recommendations, and the organisation's own."""
    actions = before.actions if before else []
    recommended = [action for action in actions if action.recommendation and action.is_under_way]
    return recommended, [action for action in actions if action.text and action.state in ("under_way", "late")][
        :OWN_ROWS
    ]


def _write_band(book: Book, sheet: Any, row: int, text: str) -> None:
    for column in range(len(WIDTHS)):
        sheet.write_blank(row, column, None, book.band)
    sheet.write_string(row, 0, text, book.band)


def _write_earlier(
    book: Book, sheet: Any, first: int, actions: Sequence[Action], method: Methodology, round: str
) -> int:
    """Write the earlier round's actions with their answers; return the last row."""
    language = book.language
    catalogue = {entry.id: entry for entry in method.recommendations}
    for row, action in enumerate(actions, start=first):
        entry = catalogue[action.recommendation]
        texts = {"code": entry.id, "round": round, "cleared": language.text("form.options.yes")}
        texts["area"] = f"{entry.area} · {language.text(f'areas.{entry.area}.name')}"
        texts["dimension"] = _dimension(entry.area, method, language)
        texts["recommendation"] = language.text(f"recommendations.{entry.id}.action")
        _write_row(book, sheet, row, [texts.get(name, "") for name in list(WIDTHS)[1:FIRST_ANSWER]], None, action)
    return first + len(actions) - 1


def _write_answer(book: Book, sheet: Any, row: int, name: str, action: Action | None, language: Language) -> None:
    """Write a cell to fill in, with an existing answer if there is one."""
    place, look, given = PLACE[name], _answer_format(book, name), _existing_answer(action, name)
    if given is None or given == "":
        sheet.write_blank(row, place, None, look)
    elif name == "due":
        sheet.write_datetime(row, place, given, look)
    elif name == "budget":
        sheet.write_number(row, place, given, look)
    else:
        words = language.text(f"workbook.{name}.{given}") if name in ("decision", "status") else given
        sheet.write_string(row, place, words, look)


def _existing_answer(action: Action | None, name: str) -> object:
    """Return the existing answer in a column, or None."""
    return getattr(action, "text" if name == "recommendation" else NAMES[name], None)


def _own_rows(book: Book, sheet: Any, row: int, round: str, going_on: Sequence[Action]) -> PlanRows:
    """Write a heading and rows for the organisation's own actions, with only the cells to fill in unlocked.

    The first rows hold its own actions that are under way.
    """
    language = book.language
    _write_band(book, sheet, row, language.text(f"{TEXTS}.own_rows"))
    prepared = {"round": round, "cleared": language.text("form.options.yes")}
    for number in range(OWN_ROWS):
        place = row + 1 + number
        action = going_on[number] if number < len(going_on) else None
        given = {name: _existing_answer(action, name) for name in ("recommendation", "owner", "seen", "note")}
        texts = {name: str(text or "") for name, text in given.items()}
        book.fit(sheet, place, [(OWN_ROOM, 1), *((text, WIDTHS[name]) for name, text in texts.items())])
        for column, name in enumerate(WIDTHS):
            if name in prepared:
                sheet.write_string(place, column, prepared[name], book.printed)
            elif name == "recommendation" or (column >= FIRST_ANSWER and name != "decision"):
                _write_answer(book, sheet, place, name, action, language)
            else:
                sheet.write_blank(place, column, None, book.printed)
    return PlanRows(sheet, row + 1, row + OWN_ROWS)


def _answer_format(book: Book, name: str) -> Any:
    """Return the format of a cell to fill in."""
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
    """Return the header of a column; those to fill in say that the answer is printed."""
    label = language.text(f"{TEXTS}.columns.{name}")
    label = in_currency(label, currency, language) if name == "budget" else label
    return language.text(f"{TEXTS}.printed", column=label) if PLACE[name] >= FIRST_ANSWER else label


def _write_row(
    book: Book, sheet: Any, row: int, printed: Sequence[str], number: int | None, action: Action | None = None
) -> None:
    """Write a proposal or an earlier action: locked texts, and cells for the answer."""
    if number is None:
        sheet.write_blank(row, 0, None, book.number)
    else:
        sheet.write_number(row, 0, number, book.number)
    for place, text in enumerate(printed, start=1):
        sheet.write_string(row, place, text, book.printed_strong if place == PLACE["recommendation"] else book.printed)
    widths = WIDTHS | {"recommendation": BOLD * WIDTHS["recommendation"]}
    shown = list(widths.values())[PLACE["area"] : FIRST_ANSWER]
    texts = zip(printed[PLACE["area"] - 1 :], shown, strict=True)
    book.fit(sheet, row, [*texts, (LONGEST_NOTE, WIDTHS["note"])])
    for name in list(WIDTHS)[FIRST_ANSWER:]:
        _write_answer(book, sheet, row, name, action, book.language)


def _choices(choice: str, meanings: str, language: Language) -> list[tuple[str, str]]:
    names = DECISIONS if choice == "decision" else STATUSES
    return [(language.text(f"workbook.{choice}.{n}"), language.text(f"{TEXTS}.{meanings}.{n}")) for n in names]


def _texts_of_row(
    selected: SelectedRecommendation,
    findings: Mapping[str, Finding],
    method: Methodology,
    round: str,
    before: FollowUp | None,
    language: Language,
) -> list[str]:
    """Return the texts of a row, from code to proposed time frame."""
    entry = next(entry for entry in method.recommendations if entry.id == selected.recommendation)
    key = f"recommendations.{entry.id}"
    why, again = language.text(f"{key}.why"), again_sentence(selected, before, language)
    return [
        entry.id,
        round,
        language.text("form.options.yes"),
        f"{selected.area} · {language.text(f'areas.{selected.area}.name')}",
        _dimension(selected.area, method, language),
        language.text(f"{key}.action"),
        f"{why}\n{again.striptags()}" if again else why,
        _evidence(selected, findings, method, language),
        language.text(f"roles.{entry.role}"),
        language.text("recommend.months", number=entry.within_months),
    ]


def _dimension(area: str, method: Methodology, language: Language) -> str:
    """Return the dimension of the ILO policy that a key area belongs to."""
    return language.text(f"dimensions.{method.dimension_of(area)}")


def _evidence(
    selected: SelectedRecommendation, findings: Mapping[str, Finding], method: Methodology, language: Language
) -> str:
    """Return the first findings behind a recommendation, one per line, and how many more there are."""
    sentences = (evidence_sentence(identity, findings, method, language) for identity in selected.evidence)
    lines = list(dict.fromkeys(sentence.striptags() for sentence in sentences if sentence))
    more = len(lines) - MOST_EVIDENCE
    shown = [f"• {line}" for line in lines[:MOST_EVIDENCE]]
    if more > 0:
        shown.append(language.text(f"{TEXTS}.more_evidence", number=more))
    return "\n".join(shown) or language.text(f"areas.{selected.area}.name")


def _limit_cells(book: Book, rows: PlanRows, words: Mapping[str, str]) -> None:
    """Add drop-downs (``words``: cell ranges by column), limits for dates and amounts, and a mark for late actions."""
    language, sheet, due = book.language, rows.sheet, rows.cells("due")
    for name, choices in words.items():
        book.choice(sheet, rows.cells(name), choices, language.text(f"{TEXTS}.columns.{name}"))
    book.date_only(sheet, due, language.text(f"{TEXTS}.due_error"))
    book.number_only(sheet, rows.cells("budget"), (0, 1e15), language.text(f"{TEXTS}.budget_error"))
    cells = {name: f"${letter_of(name)}{rows.first + 1}" for name in ("due", "status", "decision")}
    closed = [f'{cells["status"]}<>"{language.text(f"workbook.status.{name}")}"' for name in ("done", "stopped")]
    closed.append(f'{cells["decision"]}<>"{language.text("workbook.decision.reject")}"')
    rule = f'=AND({cells["due"]}<>"",{cells["due"]}<TODAY(),{",".join(closed)})'
    sheet.conditional_format(*due, {"type": "formula", "criteria": rule, "format": book.missing})
