"""Follow-up in the report: what became of the last round, what has changed, and the answer to this round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from typing import Any, get_args

import pandas as pd
from markupsafe import Markup

from genderaudit.findings import SelectedRecommendation
from genderaudit.followup import Change, FollowedAction, FollowUp, State, Verdict
from genderaudit.language import Language
from genderaudit.ratings import ORDER
from genderaudit.report.confidence import at_level
from genderaudit.report.labels import group_label
from genderaudit.report.sections import Section, anchor_of, heading, paragraph
from genderaudit.report.tables import Cell, rating_cell, table

TEXTS = "followup"


def follow_up_section(found: FollowUp, language: Language, phase: str) -> Section:
    """The earlier round's actions with their state and success indicator."""
    title = language.text(f"{TEXTS}.title", earlier=found.earlier)
    opening = heading(title, anchor_of(phase, "follow-up"), 2, language.text(f"{TEXTS}.intro"))
    html = opening.html + Markup("<p>{}</p>\n").format(_standing(found, language))
    if found.actions:
        names = ("decision", "due", "status", "state", "success")
        header = [language.text("columns.action"), *(language.text(f"{TEXTS}.columns.{name}") for name in names)]
        rows = [_action_row(action, language) for action in found.actions]
        html += table(language.text(f"{TEXTS}.actions_table", earlier=found.earlier), header, rows, language)
    if found.unanswered:
        actions = (language.text(f"recommendations.{name}.action") for name in found.unanswered)
        listed = Markup().join(Markup("<li>{}</li>\n").format(action) for action in actions)
        said = language.text(f"{TEXTS}.unanswered", number=len(found.unanswered))
        html += Markup("<details><summary>{}</summary><ul>{}</ul></details>\n").format(said, listed)
    return Section(html, title, opening.anchor, 2)


def changes_sections(found: FollowUp, language: Language, phase: str) -> list[Section]:
    """What improved, what got worse, what cannot be told; then the rule by which that is said."""
    sections = []
    verdicts: tuple[Verdict, ...] = ("improved", "worsened", "changed", "cannot_tell")
    for verdict in verdicts:
        shown = [change for change in found.of(verdict) if change.before is not None]
        if shown or verdict in ("improved", "worsened"):
            sections.append(_changes(shown, verdict, found, language, phase))
    hidden = sum(change.reason == "hidden" for change in found.changes)
    kept = len(found.of("kept"))
    said = [language.html(f"{TEXTS}.{name}", number=n) for name, n in (("kept", kept), ("hidden", hidden)) if n]
    if said:
        sections.append(paragraph(Markup(" ").join(said)))
    return [*sections, paragraph(language.text(f"{TEXTS}.rule"), "reading")]


def response_section(
    answers: pd.DataFrame, chosen: Sequence[SelectedRecommendation], language: Language, phase: str
) -> Section:
    """What the organisation answered to this round's plan (``followup.responses``); owners and notes are not shown."""
    title = language.text(f"{TEXTS}.response.title")
    opening = heading(title, anchor_of(phase, "response"), 2, language.text(f"{TEXTS}.response.intro"))
    given = {row["recommendation"]: row for row in answers.to_dict("records")}
    answered = [one.recommendation for one in chosen if one.recommendation in given]
    rows = [_response_row(given[name], language) for name in answered]
    if not rows:
        none = Markup("<p>{}</p>\n").format(language.text(f"{TEXTS}.response.none"))
        return Section(opening.html + none, title, opening.anchor, 2)
    names = ("decision", "due", "budget", "status")
    header = [language.text("columns.action"), *(language.text(f"{TEXTS}.columns.{name}") for name in names)]
    html = opening.html + table(language.text(f"{TEXTS}.response.table"), header, rows, language)
    if len(rows) < len(chosen):
        said = language.text(f"{TEXTS}.response.open", number=len(chosen) - len(rows))
        html += Markup("<p>{}</p>\n").format(said)
    return Section(html, title, opening.anchor, 2)


def not_run_section(earlier: str, language: Language) -> Section:
    """Said where there is an earlier round without findings."""
    return paragraph(language.text(f"{TEXTS}.not_run", earlier=earlier), "note")


def _standing(found: FollowUp, language: Language) -> Markup:
    known = sum(bool(action.recommendation) for action in found.actions)
    numbers = {"proposed": known + len(found.unanswered), "earlier": found.earlier, "number": known}
    said = language.html(f"{TEXTS}.{'answered' if known else 'nothing_answered'}", **numbers)
    counts = Counter(action.state for action in found.actions)
    states = [
        language.text(f"{TEXTS}.state_count", state=language.text(f"{TEXTS}.states.{state}"), number=counts[state])
        for state in get_args(State)
        if counts[state]
    ]
    if states:
        said += " " + language.html(f"{TEXTS}.standing", states=", ".join(states))
    return said


def _action_row(action: FollowedAction, language: Language) -> list[Cell]:
    name = action.recommendation
    return [
        Cell(language.text(f"recommendations.{name}.action") if name else language.text(f"{TEXTS}.own_action")),
        Cell(language.text(f"workbook.decision.{action.decision}") if action.decision else "–"),
        Cell(language.date(action.due) if action.due else "–"),
        Cell(language.text(f"workbook.status.{action.status}") if action.status else "–"),
        Cell(language.text(f"{TEXTS}.states.{action.state}")),
        Cell(_success(action.success, language)),
    ]


def _response_row(row: Mapping[Hashable, Any], language: Language) -> list[Cell]:
    budget = None if pd.isna(row["budget"]) else row["budget"]
    return [
        Cell(language.text(f"recommendations.{row['recommendation']}.action")),
        Cell(language.text(f"workbook.decision.{row['decision']}")),
        Cell("–" if pd.isna(row["due"]) else language.date(row["due"].date())),
        Cell(language.figure(budget, "amount"), number=True),
        Cell("–" if pd.isna(row["status"]) else language.text(f"workbook.status.{row['status']}")),
    ]


def _success(changes: Sequence[Change], language: Language) -> str:
    """The success indicator in one line: then and now, or how many of its figures went which way."""
    known = [change for change in changes if change.before is not None]
    if not known:
        hidden = any(change.reason == "hidden" for change in changes)
        return language.text(f"{TEXTS}.reasons.hidden" if hidden else f"{TEXTS}.no_figure")
    if len(known) == 1:
        (one,) = known
        before, after = (_value(value, one, language) for value in (one.before, one.after))
        verdict = language.text(f"{TEXTS}.verdicts.{one.verdict}")
        criterion = one.indicator == "document_rating"
        label = language.text(f"{TEXTS}.criterion", code=one.group["criterion"]) if criterion else _label(one, language)
        return language.text(f"{TEXTS}.then_now", label=label, before=before, after=after, verdict=verdict)
    counts = Counter(change.verdict for change in known)
    verdicts = [
        language.text(f"{TEXTS}.verdict_count", verdict=language.text(f"{TEXTS}.verdicts.{name}"), number=counts[name])
        for name in get_args(Verdict)
        if counts[name]
    ]
    label = language.text(f"indicators.{known[0].indicator}.title")
    return language.text(f"{TEXTS}.several", label=label, verdicts=", ".join(verdicts))


def _changes(shown: Sequence[Change], verdict: str, found: FollowUp, language: Language, phase: str) -> Section:
    """Figures first, then the criteria of the document review, which are many."""
    title = language.text(f"{TEXTS}.{verdict}")
    opening = heading(title, anchor_of(phase, f"follow-up-{verdict}"), 3)
    if not shown:
        none = Markup("<p>{}</p>\n").format(language.text(f"{TEXTS}.none"))
        return Section(opening.html + none, title, opening.anchor, 3)
    html = opening.html
    parts: dict[str, list[Change]] = {"": [], "counted": [], "documents": []}
    for change in shown:
        document = change.indicator == "document_rating"
        parts["documents" if document else "counted" if change.low is None else ""].append(change)
    for name, part in parts.items():
        kind = language.text(f"{TEXTS}.{name}") if name else ""
        caption = language.text("charts.row", label=title, value=kind) if name else title
        html += _changes_table(part, verdict, caption, found, language) if part else Markup()
    return Section(html, title, opening.anchor, 3)


def _changes_table(shown: Sequence[Change], verdict: str, caption: str, found: FollowUp, language: Language) -> Markup:
    bounded = any(change.low is not None for change in shown)
    header = [language.text(f"{TEXTS}.columns.figure")]
    header.append(language.text(f"{TEXTS}.columns.before", round=found.earlier))
    header.append(language.text(f"{TEXTS}.columns.after", round=found.round))
    header.append(language.text(f"{TEXTS}.columns.change"))
    if bounded:
        levels = {change.level for change in shown if change.level is not None}
        header.append(at_level(language.text(f"{TEXTS}.columns.interval"), levels, language))
        header.append(language.text(f"{TEXTS}.columns.detectable"))
    if verdict == "cannot_tell":
        header.append(language.text(f"{TEXTS}.columns.reason"))
    rows = []
    for change in shown:
        cells = [Cell(_label(change, language)), *_then_and_now(change, language), _difference(change, language)]
        cells += _precision(change, language) if bounded else []
        if verdict == "cannot_tell":
            cells.append(Cell(language.text(f"{TEXTS}.reasons.{change.reason}")))
        rows.append(cells)
    return table(caption, header, rows, language)


def _then_and_now(change: Change, language: Language) -> list[Cell]:
    values = (change.before, change.after)
    if change.indicator == "document_rating":
        return [rating_cell(ORDER[int(value or 0)], language) for value in values]
    return [Cell(_value(value, change, language), number=True) for value in values]


def _difference(change: Change, language: Language) -> Cell:
    return Cell(_signed(change.change, change, language), number=True)


def _precision(change: Change, language: Language) -> list[Cell]:
    """Interval of the change, and the smallest change that could be seen."""
    if change.low is None:
        return [Cell("–", number=True), Cell("–", number=True)]
    low, high = (_signed(bound, change, language) for bound in (change.low, change.high))
    interval = language.text("tables_text.interval", low=low, high=high)
    least = "–" if change.detectable is None else language.figure(change.detectable, "difference").lstrip("+")
    return [Cell(interval, number=True), Cell(least, number=True)]


def _signed(number: float | None, change: Change, language: Language) -> str:
    if number is None:
        return "–"
    if change.indicator == "document_rating":
        sign = "+" if number > 0 else "\N{MINUS SIGN}"
        return language.text(f"{TEXTS}.steps", number=abs(number), sign=sign)
    if change.unit in ("share", "gap", "difference"):
        return language.figure(number, "difference")
    unit = "count" if change.unit == "seats" else change.unit
    return ("+" if number > 0 else "") + language.figure(number, unit)


def _value(value: float | None, change: Change, language: Language) -> str:
    if value is None:
        return "–"
    if change.indicator == "document_rating":
        return language.text(f"ratings_short.{ORDER[int(value)]}")
    if change.unit == "seats":
        return language.text(f"{TEXTS}.seats_missing", number=value)
    return language.figure(value, change.unit)


def _label(change: Change, language: Language) -> str:
    if change.indicator == "document_rating":
        code = change.group["criterion"]
        return language.text("charts.row", label=code, value=language.text(f"criteria.{code}"))
    title = language.text(f"indicators.{change.indicator}.title")
    if not change.group:
        return title
    return language.text("charts.row", label=title, value=group_label(change.group, language))
