"""Follow-up sections: what became of the last round's plan, what has changed, and the answer to this round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import get_args

from markupsafe import Markup

from genderaudit.conclusions.actions import Action, Standing, standing
from genderaudit.conclusions.findings import SelectedRecommendation
from genderaudit.conclusions.followup import Change, FollowedAction, FollowUp, Verdict
from genderaudit.conclusions.ratings import ORDER, is_short
from genderaudit.foundations.language import Language
from genderaudit.methodology.method import Methodology
from genderaudit.report.labels import group_label
from genderaudit.report.sections import Section, anchor_of, heading, paragraph
from genderaudit.report.tables import Cell, of_whole, rating_cell, table

TEXTS = "followup"
MOST_COUNTS, MOST_DONE = 4, 3
"""Figures and completed actions that page one has room for."""
FEW = 2
"""Figures of a success indicator that are shown one by one; of more, the directions of change are counted."""


def follow_up_section(follow_up: FollowUp, currency: str | None, language: Language, phase: str) -> Section:
    """Return the earlier round's actions with state and success indicator, including the organisation's own."""
    title = language.text(f"{TEXTS}.title", earlier=follow_up.earlier)
    opening = heading(title, anchor_of(phase, "follow-up"), 2, language.text(f"{TEXTS}.intro"))
    html = opening.html + Markup("<p>{}</p>\n").format(
        standing_sentence(follow_up.standing, follow_up.earlier, language)
    )
    if follow_up.actions:
        caption = language.text(f"{TEXTS}.actions_table", earlier=follow_up.earlier)
        success = [_success_text(one.success, language) if one.recommendation else "–" for one in follow_up.actions]
        html += _actions_table(follow_up.actions, caption, currency, language, success)
    if follow_up.unanswered:
        actions = (language.text(f"recommendations.{name}.action") for name in follow_up.unanswered)
        summary = language.text(f"{TEXTS}.unanswered", number=len(follow_up.unanswered))
        html += _folded(summary, actions)
    return Section(html, title, opening.anchor, 2)


def changes_sections(follow_up: FollowUp, language: Language, phase: str, currency: str | None = None) -> list[Section]:
    """Return sections on what improved, worsened, missed its target or is uncertain, and the rule for these words."""
    sections = []
    verdicts: tuple[Verdict, ...] = ("improved", "worsened", "mixed", "off_target", "changed", "cannot_tell")
    for verdict in verdicts:
        shown = [change for change in follow_up.of(verdict) if change.before is not None]
        if shown or verdict in ("improved", "worsened"):
            sections.append(_changes(shown, verdict, follow_up, language, phase, currency))
    counts = {"on_target": len(follow_up.of("on_target")), "unchanged": len(follow_up.of("unchanged"))}
    counts |= {
        why: sum(change.reason == why for change in follow_up.changes) for why in ("does_not_conclude", "hidden")
    }
    sentences = [language.html(f"{TEXTS}.{name}", number=number) for name, number in counts.items() if number]
    if sentences:
        sections.append(paragraph(Markup(" ").join(sentences)))
    return [*sections, paragraph(language.text(f"{TEXTS}.rule"), "reading")]


def response_section(
    actions: Sequence[Action], proposed: Sequence[str], currency: str | None, language: Language, phase: str
) -> Section:
    """Return the organisation's answer to this round's recommendations (``proposed``) and the actions it added."""
    title = language.text(f"{TEXTS}.response.title")
    opening = heading(title, anchor_of(phase, "response"), 2, language.text(f"{TEXTS}.response.intro"))
    if not actions:
        none = Markup("<p>{}</p>\n").format(language.text(f"{TEXTS}.response.none"))
        return Section(opening.html + none, title, opening.anchor, 2)
    sentences = standing_sentence(standing(proposed, actions), None, language)
    html = opening.html + Markup("<p>{}</p>\n").format(sentences)
    html += _actions_table(actions, language.text(f"{TEXTS}.response.table"), currency, language)
    return Section(html, title, opening.anchor, 2)


def standing_sentence(sums: Standing, earlier: str | None, language: Language) -> Markup:
    """Return sentences with the number of recommendations by answer and of actions by state.

    ``earlier`` is the round of the plan, or None for this round.
    """
    taken = sum(sums.taken.values())
    numbers: dict[str, int] = {"proposed": sums.proposed, "open": sums.open, "taken": taken}
    numbers.update((name, number) for counts in (sums.decided, sums.taken) for name, number in counts.items())
    sentences = [language.html(f"{TEXTS}.sums.{'earlier' if earlier else 'this'}", earlier=earlier, **numbers)]
    if taken:
        sentences.append(language.html(f"{TEXTS}.sums.taken", **numbers))
    if own := sum(sums.own.values()):
        sentences.append(language.html(f"{TEXTS}.sums.own", own=own, **sums.own))
    return Markup(" ").join(sentences)


def progress_section(follow_up: FollowUp, method: Methodology, language: Language, phase: str) -> Section:
    """Return the progress on page one: full counts before and after, actions by state, and actions done."""
    title = language.text(f"{TEXTS}.progress.title", earlier=follow_up.earlier)
    opening = heading(title, anchor_of(phase, "progress"), 2)
    rounds = {"earlier": follow_up.earlier, "round": follow_up.round}
    items = []
    for change in _main_counts(follow_up, method)[:MOST_COUNTS]:
        before, after = _figures_of_both_rounds(change, language)
        figures = {"label": _label_of(change, language), "before": before, "after": after}
        items.append(language.html(f"{TEXTS}.progress.figure", **figures, **rounds))
    items.append(standing_sentence(follow_up.standing, follow_up.earlier, language))
    done = [action for action in follow_up.actions if action.state == "done"]
    for action in done[:MOST_DONE]:
        made = language.html(f"{TEXTS}.progress.done", action=_action_text(action, language))
        items.append(Markup(" ").join(filter(None, (made, _review_against(action, language)))))
    if len(done) > MOST_DONE:
        items.append(language.html(f"{TEXTS}.progress.more_done", number=len(done) - MOST_DONE))
    listed = Markup().join(Markup("<li>{}</li>\n").format(item) for item in items)
    return Section(opening.html + Markup("<ul>{}</ul>\n").format(listed), title, opening.anchor, 2)


def _main_counts(follow_up: FollowUp, method: Methodology) -> list[Change]:
    """Return changes of full counts in headline figures: all women before young women, seats before people."""
    counted = [
        change for change in follow_up.changes if change.part_before is not None and change.part_after is not None
    ]
    with_indicator = [(method.indicators[change.indicator], change) for change in counted]
    main = [pair for pair in with_indicator if pair[0].weight > 1 and pair[0].represents_indicator(pair[1].group)]
    main = [pair for pair in main if pair[0].base in ("seats", "people", "attendances")]
    main.sort(key=lambda pair: (pair[0].young, pair[0].base != "seats", -pair[0].weight))
    return [change for _, change in main]


def not_again_section(actions: Sequence[str], language: Language, phase: str) -> Section:
    """Return the recommendations that the findings call for but that are followed up instead of repeated."""
    summary = language.text(f"{TEXTS}.not_again", number=len(actions))
    return Section(_folded(summary, actions))


def again_sentence(selected: SelectedRecommendation, previous: FollowUp | None, language: Language) -> Markup | None:
    """Return what became of a repeated recommendation in the round before; None if it is new."""
    if previous is None or not selected.again:
        return None
    sentence = language.html(f"{TEXTS}.again.{selected.again}", earlier=previous.earlier)
    action = previous.answer(selected.recommendation)
    if action is not None and action.note:
        sentence += " " + _in_words(action.note, language)
    if selected.again == "rejected":
        worse = [_change_sentence(change, language) for change in previous.worse(selected.recommendation)]
        sentence += " " + language.html(f"{TEXTS}.again.worse", figures=language.listed(worse))
    return sentence


def not_run_section(earlier: str, language: Language) -> Section:
    """Return the note that an earlier round exists but has no findings."""
    return paragraph(language.text(f"{TEXTS}.not_run", earlier=earlier), "note")


def _folded(summary: str, items: Iterable[str]) -> Markup:
    listed = Markup().join(Markup("<li>{}</li>\n").format(item) for item in items)
    return Markup("<details><summary>{}</summary><ul>{}</ul></details>\n").format(summary, listed)


def _actions_table(
    actions: Sequence[Action], caption: str, currency: str | None, language: Language, success: Sequence[str] = ()
) -> Markup:
    """Return a table with one row per action; columns without any entry are left out."""
    columns: dict[str, list[str]] = {
        "decision": [
            language.text(f"workbook.decision.{action.decision}") if action.decision else "–" for action in actions
        ],
        "owner": [action.owner or "–" for action in actions],
        "due": [language.date(action.due) if action.due else "–" for action in actions],
        "budget": [language.money(action.budget, currency) for action in actions],
        "state": [_state_text(action, language) for action in actions],
        "success": list(success),
    }
    used = {name: cells for name, cells in columns.items() if set(cells) - {"–"}}
    header = [language.text("columns.action"), *(language.text(f"{TEXTS}.columns.{name}") for name in used)]
    numbers = [name == "budget" for name in used]
    rows = [
        [Cell(_action_and_note(action, language)), *map(Cell, cells, numbers)]
        for action, cells in zip(actions, zip(*used.values(), strict=True), strict=True)
    ]
    return table(caption, header, rows, language)


def _state_text(action: Action, language: Language) -> str:
    """Return the state of an action, with what the document review says against it."""
    if action.state is None:
        return "–"
    return " ".join(filter(None, (language.text(f"{TEXTS}.states.{action.state}"), _review_against(action, language))))


def _review_against(action: Action, language: Language) -> str:
    """Return what the document review says against the state of an action.

    A criterion is not met though the action is reported done, or all are met though it is late; else empty.
    """
    documents = action.documents if isinstance(action, FollowedAction) else {}
    short = [name for name, rating in documents.items() if is_short(rating)]
    if short and action.state == "done":
        return language.text(f"{TEXTS}.reviewed.not_met", code=language.listed(short))
    if documents and not short and action.state == "late":
        return language.text(f"{TEXTS}.reviewed.met", code=language.listed(documents))
    return ""


def _action_and_note(action: Action, language: Language) -> Markup:
    """Return the action and the organisation's note on it."""
    lines = [_action_text(action, language)]
    if action.note:
        lines.append(_in_words(action.note, language))
    return Markup("<br>").join(lines)


def _action_text(action: Action, language: Language) -> Markup:
    if action.recommendation:
        return language.html(f"recommendations.{action.recommendation}.action")
    if not action.text:
        return language.html(f"{TEXTS}.own_action")
    return language.html(f"{TEXTS}.own", text=_with_full_stop(action.text))


def _in_words(note: str, language: Language) -> Markup:
    return language.html(f"{TEXTS}.in_words", note=_with_full_stop(note))


def _with_full_stop(words: str) -> str:
    """Return the organisation's words with a final full stop if they have none."""
    words = words.rstrip()
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


def _success_text(changes: Sequence[Change], language: Language) -> str:
    """Return the success indicator in one line: the whole before and after, else groups by verdict."""
    known = [change for change in changes if change.before is not None]
    if not known:
        reasons = [str(change.reason) for change in changes]
        return language.text(f"{TEXTS}.reasons.{min(reasons)}" if reasons else f"{TEXTS}.no_figure")
    whole = [change for change in known if not change.group] or known
    if len(whole) <= FEW:
        return language.listed(_change_sentence(change, language) for change in whole)
    known.sort(key=lambda change: get_args(Verdict).index(change.verdict))
    counts = Counter(_verdict(change, language) for change in known)
    verdicts = [
        language.text(f"{TEXTS}.verdict_count", verdict=verdict, number=number) for verdict, number in counts.items()
    ]
    label = language.text(f"indicators.{known[0].indicator}.title")
    return language.text(f"{TEXTS}.several", label=label, verdicts=", ".join(verdicts))


def _change_sentence(change: Change, language: Language) -> str:
    before, after = _figures_of_both_rounds(change, language)
    verdict = _verdict(change, language)
    criterion = change.indicator == "document_rating"
    code = change.group.get("criterion")
    label = language.text(f"{TEXTS}.criterion", code=code) if criterion else _label_of(change, language)
    return language.text(f"{TEXTS}.then_now", label=label, before=before, after=after, verdict=verdict)


def _verdict(change: Change, language: Language) -> str:
    """Return the verdict on a change; if it cannot be determined, with the reason."""
    verdict = language.text(f"{TEXTS}.verdicts.{change.verdict}")
    if change.verdict != "cannot_tell":
        return verdict
    reason = language.text(f"{TEXTS}.reasons.{change.reason}")
    return language.text(f"{TEXTS}.verdict_reason", verdict=verdict, reason=reason)


def _changes(
    shown: Sequence[Change], verdict: str, follow_up: FollowUp, language: Language, phase: str, currency: str | None
) -> Section:
    """Return the changes with one verdict: figures first, then full counts, then criteria of the document review."""
    title = language.text(f"{TEXTS}.{verdict}")
    opening = heading(title, anchor_of(phase, f"follow-up-{verdict}"), 3)
    if not shown:
        none = Markup("<p>{}</p>\n").format(language.text(f"{TEXTS}.none"))
        return Section(opening.html + none, title, opening.anchor, 3)
    html = opening.html
    parts: dict[str, list[Change]] = {"": [], "counted": [], "documents": []}
    for change in shown:
        document = change.indicator == "document_rating"
        parts["documents" if document else "counted" if change.detectable is None else ""].append(change)
    for name, part in parts.items():
        kind = language.text(f"{TEXTS}.{name}") if name else ""
        caption = language.text("charts.row", label=title, value=kind) if name else title
        html += _changes_table(part, verdict, caption, follow_up, language, currency) if part else Markup()
    return Section(html, title, opening.anchor, 3)


def _changes_table(
    shown: Sequence[Change], verdict: str, caption: str, follow_up: FollowUp, language: Language, currency: str | None
) -> Markup:
    by_chance = any(change.detectable is not None for change in shown)
    header = [language.text(f"{TEXTS}.columns.figure")]
    header.append(language.text(f"{TEXTS}.columns.before", round=follow_up.earlier))
    header.append(language.text(f"{TEXTS}.columns.after", round=follow_up.round))
    if verdict != "off_target":
        header.append(language.text(f"{TEXTS}.columns.change"))
    if by_chance:
        header.append(language.text(f"{TEXTS}.columns.detectable"))
    if verdict == "cannot_tell":
        header.append(language.text(f"{TEXTS}.columns.reason"))
    rows = []
    for change in shown:
        cells = [Cell(_label_of(change, language, currency)), *_value_cells(change, language)]
        cells += [_change_cell(change, language)] if verdict != "off_target" else []
        cells += [_detectable_cell(change, language)] if by_chance else []
        if verdict == "cannot_tell":
            cells.append(Cell(language.text(f"{TEXTS}.reasons.{change.reason}")))
        rows.append(cells)
    return table(caption, header, rows, language)


def _value_cells(change: Change, language: Language) -> list[Cell]:
    values = (change.before, change.after)
    if change.indicator == "document_rating":
        return [rating_cell(ORDER[int(value or 0)], language) for value in values]
    return [Cell(text, number=True) for text in _figures_of_both_rounds(change, language)]


def _figures_of_both_rounds(change: Change, language: Language) -> list[str]:
    """Return the figure of both rounds; of a full count, people or seats of all, with the share."""
    rounds = (change.part_before, change.n_before, change.before), (change.part_after, change.n_after, change.after)
    if change.part_before is None or change.part_after is None:
        return [_value_text(value, change, language) for *_, value in rounds]
    if change.unit == "seats":
        words = [language.text(f"{TEXTS}.seats_missing", number=missing) for *_, missing in rounds]
        return [
            language.text(f"{TEXTS}.seats_held", number=part, n=n, missing=missing)
            for (part, n, _), missing in zip(rounds, words, strict=True)
        ]
    return [of_whole(part, n, share, language) for part, n, share in rounds]


def _change_cell(change: Change, language: Language) -> Cell:
    return Cell(_signed(change.change, change, language), number=True)


def _detectable_cell(change: Change, language: Language) -> Cell:
    """Return the smallest detectable change, in the unit of the figure."""
    if change.detectable is None:
        return Cell("–", number=True)
    return Cell(_signed(change.detectable, change, language).lstrip("+"), number=True)


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


def _value_text(value: float | None, change: Change, language: Language) -> str:
    if value is None:
        return "–"
    if change.indicator == "document_rating":
        return language.text(f"ratings_short.{ORDER[int(value)]}")
    if change.unit == "seats":
        return language.text(f"{TEXTS}.seats_missing", number=value)
    return language.figure(value, change.unit)


def _label_of(change: Change, language: Language, currency: str | None = None) -> str:
    if change.indicator == "document_rating":
        code = change.group["criterion"]
        return language.text("charts.row", label=code, value=language.text(f"criteria.{code}"))
    title = language.text(f"indicators.{change.indicator}.title")
    if change.unit == "amount" and currency:
        title = language.text("tables_text.in_currency", title=title, currency=language.currency(currency))
    if not change.group:
        return title
    return language.text("charts.row", label=title, value=group_label(change.group, language))
