"""Follow-up in the report: what became of the last round, what has changed, and the answer to this round."""

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
"""What page one has room for."""
FEW = 2
"""Figures of a success indicator that stand as they are; of more it is counted how many went which way."""


def follow_up_section(found: FollowUp, currency: str | None, language: Language, phase: str) -> Section:
    """The earlier round's actions with their state and success indicator, the organisation's own among them."""
    title = language.text(f"{TEXTS}.title", earlier=found.earlier)
    opening = heading(title, anchor_of(phase, "follow-up"), 2, language.text(f"{TEXTS}.intro"))
    html = opening.html + Markup("<p>{}</p>\n").format(standing_sentence(found.standing, found.earlier, language))
    if found.actions:
        caption = language.text(f"{TEXTS}.actions_table", earlier=found.earlier)
        success = [_success(one.success, language) if one.recommendation else "–" for one in found.actions]
        html += _actions_table(found.actions, caption, currency, language, success)
    if found.unanswered:
        actions = (language.text(f"recommendations.{name}.action") for name in found.unanswered)
        said = language.text(f"{TEXTS}.unanswered", number=len(found.unanswered))
        html += _folded(said, actions)
    return Section(html, title, opening.anchor, 2)


def changes_sections(found: FollowUp, language: Language, phase: str, currency: str | None = None) -> list[Section]:
    """What improved, what got worse, what stayed short, what cannot be told; then the rule by which that is said."""
    sections = []
    verdicts: tuple[Verdict, ...] = ("improved", "worsened", "mixed", "off_target", "changed", "cannot_tell")
    for verdict in verdicts:
        shown = [change for change in found.of(verdict) if change.before is not None]
        if shown or verdict in ("improved", "worsened"):
            sections.append(_changes(shown, verdict, found, language, phase, currency))
    counts = {"on_target": len(found.of("on_target")), "unchanged": len(found.of("unchanged"))}
    counts |= {why: sum(one.reason == why for one in found.changes) for why in ("does_not_conclude", "hidden")}
    said = [language.html(f"{TEXTS}.{name}", number=number) for name, number in counts.items() if number]
    if said:
        sections.append(paragraph(Markup(" ").join(said)))
    return [*sections, paragraph(language.text(f"{TEXTS}.rule"), "reading")]


def response_section(
    actions: Sequence[Action], proposed: Sequence[str], currency: str | None, language: Language, phase: str
) -> Section:
    """What the organisation answered to this round's plan, of these recommendations, and what it added."""
    title = language.text(f"{TEXTS}.response.title")
    opening = heading(title, anchor_of(phase, "response"), 2, language.text(f"{TEXTS}.response.intro"))
    if not actions:
        none = Markup("<p>{}</p>\n").format(language.text(f"{TEXTS}.response.none"))
        return Section(opening.html + none, title, opening.anchor, 2)
    said = standing_sentence(standing(proposed, actions), None, language)
    html = opening.html + Markup("<p>{}</p>\n").format(said)
    html += _actions_table(actions, language.text(f"{TEXTS}.response.table"), currency, language)
    return Section(html, title, opening.anchor, 2)


def standing_sentence(sums: Standing, earlier: str | None, language: Language) -> Markup:
    """How many recommendations were answered in which way, and how far the actions are, so that the sums can be read.

    ``earlier`` is the round of the plan, ``None`` for this one.
    """
    taken = sum(sums.taken.values())
    numbers: dict[str, int] = {"proposed": sums.proposed, "open": sums.open, "taken": taken}
    numbers.update((name, number) for part in (sums.decided, sums.taken) for name, number in part.items())
    said = [language.html(f"{TEXTS}.sums.{'earlier' if earlier else 'this'}", earlier=earlier, **numbers)]
    if taken:
        said.append(language.html(f"{TEXTS}.sums.taken", **numbers))
    if own := sum(sums.own.values()):
        said.append(language.html(f"{TEXTS}.sums.own", own=own, **sums.own))
    return Markup(" ").join(said)


def progress_section(found: FollowUp, method: Methodology, language: Language, phase: str) -> Section:
    """Page one of a later round: what full counts were and are, how far the actions are, and what was done."""
    title = language.text(f"{TEXTS}.progress.title", earlier=found.earlier)
    opening = heading(title, anchor_of(phase, "progress"), 2)
    rounds = {"earlier": found.earlier, "round": found.round}
    items = []
    for change in _main_counts(found, method)[:MOST_COUNTS]:
        before, after = _both(change, language)
        figures = {"label": _label(change, language), "before": before, "after": after}
        items.append(language.html(f"{TEXTS}.progress.figure", **figures, **rounds))
    items.append(standing_sentence(found.standing, found.earlier, language))
    done = [action for action in found.actions if action.state == "done"]
    for action in done[:MOST_DONE]:
        made = language.html(f"{TEXTS}.progress.done", action=_what(action, language))
        items.append(Markup(" ").join(filter(None, (made, _reviewed(action, language)))))
    if len(done) > MOST_DONE:
        items.append(language.html(f"{TEXTS}.progress.more_done", number=len(done) - MOST_DONE))
    listed = Markup().join(Markup("<li>{}</li>\n").format(item) for item in items)
    return Section(opening.html + Markup("<ul>{}</ul>\n").format(listed), title, opening.anchor, 2)


def _main_counts(found: FollowUp, method: Methodology) -> list[Change]:
    """Full counts by core and headline figures: of women before the young, of seats before people."""
    counted = [one for one in found.changes if one.part_before is not None and one.part_after is not None]
    known = [(method.indicators[one.indicator], one) for one in counted]
    main = [pair for pair in known if pair[0].weight > 1 and pair[0].stands_for_it(pair[1].group)]
    main = [pair for pair in main if pair[0].base in ("seats", "people", "attendances")]
    main.sort(key=lambda pair: (pair[0].young, pair[0].base != "seats", -pair[0].weight))
    return [change for _, change in main]


def not_again_section(actions: Sequence[str], language: Language, phase: str) -> Section:
    """Recommendations that the findings call for, and that are followed up instead."""
    said = language.text(f"{TEXTS}.not_again", number=len(actions))
    return Section(_folded(said, actions))


def again_sentence(one: SelectedRecommendation, before: FollowUp | None, language: Language) -> Markup | None:
    """What became of a recommendation of the round before that comes again; ``None`` of a new one."""
    if before is None or not one.again:
        return None
    said = language.html(f"{TEXTS}.again.{one.again}", earlier=before.earlier)
    action = before.answer(one.recommendation)
    if action is not None and action.note:
        said += " " + _in_words(action.note, language)
    if one.again == "rejected":
        worse = [_then_now(change, language) for change in before.worse(one.recommendation)]
        said += " " + language.html(f"{TEXTS}.again.worse", figures=language.listed(worse))
    return said


def not_run_section(earlier: str, language: Language) -> Section:
    """Said where there is an earlier round without findings."""
    return paragraph(language.text(f"{TEXTS}.not_run", earlier=earlier), "note")


def _folded(summary: str, items: Iterable[str]) -> Markup:
    listed = Markup().join(Markup("<li>{}</li>\n").format(item) for item in items)
    return Markup("<details><summary>{}</summary><ul>{}</ul></details>\n").format(summary, listed)


def _actions_table(
    actions: Sequence[Action], caption: str, currency: str | None, language: Language, success: Sequence[str] = ()
) -> Markup:
    """A row an action; columns that no action fills are left out."""
    columns: dict[str, list[str]] = {
        "decision": [language.text(f"workbook.decision.{one.decision}") if one.decision else "–" for one in actions],
        "owner": [one.owner or "–" for one in actions],
        "due": [language.date(one.due) if one.due else "–" for one in actions],
        "budget": [language.money(one.budget, currency) for one in actions],
        "state": [_state(one, language) for one in actions],
        "success": list(success),
    }
    used = {name: cells for name, cells in columns.items() if set(cells) - {"–"}}
    header = [language.text("columns.action"), *(language.text(f"{TEXTS}.columns.{name}") for name in used)]
    numbers = [name == "budget" for name in used]
    rows = [
        [Cell(_words(one, language)), *map(Cell, cells, numbers)]
        for one, cells in zip(actions, zip(*used.values(), strict=True), strict=True)
    ]
    return table(caption, header, rows, language)


def _state(action: Action, language: Language) -> str:
    """How far it is, and what the document review says against it."""
    if action.state is None:
        return "–"
    return " ".join(filter(None, (language.text(f"{TEXTS}.states.{action.state}"), _reviewed(action, language))))


def _reviewed(action: Action, language: Language) -> str:
    """What the document review says against the state: a criterion not met though done, or all met though late."""
    documents = action.documents if isinstance(action, FollowedAction) else {}
    short = [name for name, rating in documents.items() if is_short(rating)]
    if short and action.state == "done":
        return language.text(f"{TEXTS}.reviewed.not_met", code=language.listed(short))
    if documents and not short and action.state == "late":
        return language.text(f"{TEXTS}.reviewed.met", code=language.listed(documents))
    return ""


def _words(action: Action, language: Language) -> Markup:
    """What an action is, and what the organisation says about it."""
    said = [_what(action, language)]
    if action.note:
        said.append(_in_words(action.note, language))
    return Markup("<br>").join(said)


def _what(action: Action, language: Language) -> Markup:
    if action.recommendation:
        return language.html(f"recommendations.{action.recommendation}.action")
    if not action.text:
        return language.html(f"{TEXTS}.own_action")
    return language.html(f"{TEXTS}.own", text=_ended(action.text))


def _in_words(note: str, language: Language) -> Markup:
    return language.html(f"{TEXTS}.in_words", note=_ended(note))


def _ended(words: str) -> str:
    """Words of the organisation with the full stop that they may lack: more is said after them."""
    words = words.rstrip()
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


def _success(changes: Sequence[Change], language: Language) -> str:
    """The success indicator in one line: then and now, of the whole if it is there; else how many went which way."""
    known = [change for change in changes if change.before is not None]
    if not known:
        reasons = [str(change.reason) for change in changes]
        return language.text(f"{TEXTS}.reasons.{min(reasons)}" if reasons else f"{TEXTS}.no_figure")
    whole = [change for change in known if not change.group] or known
    if len(whole) <= FEW:
        return language.listed(_then_now(change, language) for change in whole)
    known.sort(key=lambda change: get_args(Verdict).index(change.verdict))
    counts = Counter(_verdict(change, language) for change in known)
    verdicts = [
        language.text(f"{TEXTS}.verdict_count", verdict=verdict, number=number) for verdict, number in counts.items()
    ]
    label = language.text(f"indicators.{known[0].indicator}.title")
    return language.text(f"{TEXTS}.several", label=label, verdicts=", ".join(verdicts))


def _then_now(change: Change, language: Language) -> str:
    before, after = _both(change, language)
    verdict = _verdict(change, language)
    criterion = change.indicator == "document_rating"
    code = change.group.get("criterion")
    label = language.text(f"{TEXTS}.criterion", code=code) if criterion else _label(change, language)
    return language.text(f"{TEXTS}.then_now", label=label, before=before, after=after, verdict=verdict)


def _verdict(change: Change, language: Language) -> str:
    """Which way it went; of what cannot be told, why."""
    said = language.text(f"{TEXTS}.verdicts.{change.verdict}")
    if change.verdict != "cannot_tell":
        return said
    reason = language.text(f"{TEXTS}.reasons.{change.reason}")
    return language.text(f"{TEXTS}.verdict_reason", verdict=said, reason=reason)


def _changes(
    shown: Sequence[Change], verdict: str, found: FollowUp, language: Language, phase: str, currency: str | None
) -> Section:
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
        parts["documents" if document else "counted" if change.detectable is None else ""].append(change)
    for name, part in parts.items():
        kind = language.text(f"{TEXTS}.{name}") if name else ""
        caption = language.text("charts.row", label=title, value=kind) if name else title
        html += _changes_table(part, verdict, caption, found, language, currency) if part else Markup()
    return Section(html, title, opening.anchor, 3)


def _changes_table(
    shown: Sequence[Change], verdict: str, caption: str, found: FollowUp, language: Language, currency: str | None
) -> Markup:
    by_chance = any(change.detectable is not None for change in shown)
    header = [language.text(f"{TEXTS}.columns.figure")]
    header.append(language.text(f"{TEXTS}.columns.before", round=found.earlier))
    header.append(language.text(f"{TEXTS}.columns.after", round=found.round))
    if verdict != "off_target":
        header.append(language.text(f"{TEXTS}.columns.change"))
    if by_chance:
        header.append(language.text(f"{TEXTS}.columns.detectable"))
    if verdict == "cannot_tell":
        header.append(language.text(f"{TEXTS}.columns.reason"))
    rows = []
    for change in shown:
        cells = [Cell(_label(change, language, currency)), *_then_and_now(change, language)]
        cells += [_difference(change, language)] if verdict != "off_target" else []
        cells += [_visible(change, language)] if by_chance else []
        if verdict == "cannot_tell":
            cells.append(Cell(language.text(f"{TEXTS}.reasons.{change.reason}")))
        rows.append(cells)
    return table(caption, header, rows, language)


def _then_and_now(change: Change, language: Language) -> list[Cell]:
    values = (change.before, change.after)
    if change.indicator == "document_rating":
        return [rating_cell(ORDER[int(value or 0)], language) for value in values]
    return [Cell(text, number=True) for text in _both(change, language)]


def _both(change: Change, language: Language) -> list[str]:
    """The figure of both rounds: of a full count people or seats of all, with the share."""
    rounds = (change.part_before, change.n_before, change.before), (change.part_after, change.n_after, change.after)
    if change.part_before is None or change.part_after is None:
        return [_value(value, change, language) for *_, value in rounds]
    if change.unit == "seats":
        words = [language.text(f"{TEXTS}.seats_missing", number=missing) for *_, missing in rounds]
        return [
            language.text(f"{TEXTS}.seats_held", number=part, n=n, missing=missing)
            for (part, n, _), missing in zip(rounds, words, strict=True)
        ]
    return [of_whole(part, n, share, language) for part, n, share in rounds]


def _difference(change: Change, language: Language) -> Cell:
    return Cell(_signed(change.change, change, language), number=True)


def _visible(change: Change, language: Language) -> Cell:
    """The smallest visible change, in the unit of the figure."""
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


def _value(value: float | None, change: Change, language: Language) -> str:
    if value is None:
        return "–"
    if change.indicator == "document_rating":
        return language.text(f"ratings_short.{ORDER[int(value)]}")
    if change.unit == "seats":
        return language.text(f"{TEXTS}.seats_missing", number=value)
    return language.figure(value, change.unit)


def _label(change: Change, language: Language, currency: str | None = None) -> str:
    if change.indicator == "document_rating":
        code = change.group["criterion"]
        return language.text("charts.row", label=code, value=language.text(f"criteria.{code}"))
    title = language.text(f"indicators.{change.indicator}.title")
    if change.unit == "amount" and currency:
        title = language.text("tables_text.in_currency", title=title, currency=language.currency(currency))
    if not change.group:
        return title
    return language.text("charts.row", label=title, value=group_label(change.group, language))
