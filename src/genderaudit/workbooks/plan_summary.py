"""The summary sheet of the action plan: sums that the workbook counts from the answers by formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from genderaudit.conclusions.actions import Action, standing
from genderaudit.foundations.language import Language
from genderaudit.workbooks.plan_columns import TEXTS, Condition, PlanRows
from genderaudit.workbooks.style import Book


@dataclass(frozen=True, slots=True)
class Count:
    """A line of the summary: label, formula, and the value that it has before new answers."""

    label: str
    formula: str
    value: float = 0


def summary_lines(
    proposed: Sequence[PlanRows],
    own: PlanRows,
    decisions: Sequence[tuple[str, str]],
    statuses: Sequence[tuple[str, str]],
    prefilled: tuple[int, Sequence[Action], Sequence[Action]],
    language: Language,
) -> dict[str, list[Count]]:
    """Return the lines of the summary by heading: decisions, states of accepted actions, own actions, budgets.

    ``there`` has the number of open proposals, the earlier actions and the organisation's own actions that are already
    in the workbook. Each part adds up to its last line, as in the report (:mod:`genderaudit.conclusions.actions`).
    """
    proposals, going_on, own_going_on = prefilled
    decided = standing((), going_on).decided
    text = {name: language.text(f"{TEXTS}.{name}") for name in ("open", "proposals", "late", "under_way", "all")}
    words = [f'"{word}"' for word, _ in (*decisions, *statuses)]
    accept, amend, reject, _, _, done, stopped = words
    taken: list[Condition] = [("decision", accept), ("decision", amend)]
    answered = ["+".join(rows.count(("decision", word)) for rows in proposed) for word in (accept, amend, reject)]
    everything = "+".join(f"COUNTA({rows.range('code')})" for rows in proposed)
    money = [
        f"SUMIFS({rows.range('budget')},{rows.range(column)},{word})" for rows in proposed for column, word in taken
    ]
    return {
        "by_decision": [
            *(Count(decisions[i][0], answered[i], number) for i, number in enumerate(decided.values())),
            Count(text["open"], f"{everything}-({'+'.join(answered)})", proposals),
            Count(text["proposals"], everything, proposals + len(going_on)),
        ],
        "by_status": _progress(proposed, taken, done, stopped, statuses, text, going_on),
        "own": _progress([own], [("recommendation", '"<>"')], done, stopped, statuses, text, own_going_on),
        "money": [
            Count(language.text(f"{TEXTS}.budget_total"), "+".join(money), _budget(going_on)),
            Count(language.text(f"{TEXTS}.budget_own"), f"SUM({own.range('budget')})", _budget(own_going_on)),
        ],
    }


def _progress(
    parts: Sequence[PlanRows],
    which: Sequence[Condition],
    done: str,
    stopped: str,
    statuses: Sequence[tuple[str, str]],
    text: Mapping[str, str],
    prefilled: Sequence[Action],
) -> list[Count]:
    """Return the number of actions that meet one of the conditions: done, under way, late, abandoned, and all."""
    is_late = [("due", '"<"&TODAY()'), ("status", f'"<>"&{done}'), ("status", f'"<>"&{stopped}')]
    everything, finished, late, given_up = (
        "+".join(rows.count(condition, *more) for rows in parts for condition in which)
        for more in ([], [("status", done)], is_late, [("status", stopped)])
    )
    on_time = sum(action.state == "under_way" for action in prefilled)
    return [
        Count(statuses[2][0], finished),
        Count(text["under_way"], f"({everything})-({finished})-({late})-({given_up})", on_time),
        Count(text["late"], late, len(prefilled) - on_time),
        Count(statuses[3][0], given_up),
        Count(text["all"], everything, len(prefilled)),
    ]


def _budget(actions: Sequence[Action]) -> float:
    return sum(action.budget or 0 for action in actions)


def add_summary(book: Book, counts: Mapping[str, Sequence[Count]], currency: str | None, language: Language) -> None:
    """Add a sheet of locked formulas: numbers of actions, then amounts."""
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
