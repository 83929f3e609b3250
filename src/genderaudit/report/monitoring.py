"""Page of a follow-up between audits, for the steering committee: late actions first, then those due next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from genderaudit.conclusions.actions import Action
from genderaudit.conclusions.monitoring import OWN, PLACES, Monitoring, Place, counts, counts_by_owner
from genderaudit.foundations.language import Language
from genderaudit.methodology.method import Methodology
from genderaudit.report.document import Block, Document, Heading, Paragraph, Points, Table
from genderaudit.report.followup import standing_sentence
from genderaudit.report.tables import Cell
from genderaudit.report.writers.layout import words

TEXTS = "monitoring"
AHEAD = dt.timedelta(days=183)
"""Actions due within half a year are listed; later ones are counted."""
Column = tuple[str, Sequence[str]]


def document(monitoring: Monitoring, organisation: str, method: Methodology, language: Language) -> Document:
    """Return the page as a document in one language."""
    day = language.date(monitoring.on)
    title = language.text(f"{TEXTS}.title", name=organisation, round=monitoring.round)
    running = language.text(f"{TEXTS}.running", day=day)
    blocks = [
        Heading(title, 1, above=running),
        *_standing_blocks(monitoring, language),
        *_changes_since(monitoring, language),
        *_late(monitoring, language),
        *_ahead(monitoring, language),
        *_done(monitoring, language),
        *_dropped(monitoring, language),
        *_unanswered(monitoring, method, language),
        *_tables(monitoring, method, language),
    ]
    return Document(title, language, running, "", blocks, footer=language.text(f"{TEXTS}.footer"))


def _standing_blocks(monitoring: Monitoring, language: Language) -> list[Block]:
    blocks: list[Block] = [Paragraph(words(standing_sentence(monitoring.standing, None, language)), "lead")]
    blocks += [] if monitoring.actions else [Paragraph(language.text(f"{TEXTS}.nothing_answered"))]
    return blocks


def _changes_since(monitoring: Monitoring, language: Language) -> list[Block]:
    """Return the actions whose state has changed since the previous follow-up; a note if there was none."""
    if monitoring.before is None:
        return [Paragraph(language.text(f"{TEXTS}.first"), "small")]
    moved = monitoring.moved()
    since = language.date(monitoring.before.on)
    title = Heading(language.text(f"{TEXTS}.moved", since=since), 2)
    if not moved:
        return [title, Paragraph(language.text(f"{TEXTS}.nothing_moved"))]
    names = {f"{OWN}{action.text}": action for action in monitoring.actions if not action.recommendation}
    lines = []
    for key, (then, now) in sorted(moved.items(), key=lambda item: PLACES.index(item[1][1])):
        what = _action_text(names.get(key, Action(recommendation=key)), language)
        places = {"then": language.text(f"{TEXTS}.places.{then}"), "now": language.text(f"{TEXTS}.places.{now}")}
        lines.append(language.text(f"{TEXTS}.move", what=what, **places))
    return [title, Points(tuple(lines))]


def _late(monitoring: Monitoring, language: Language) -> list[Block]:
    late = monitoring.at("late")
    days = [language.figure((monitoring.on - action.due).days if action.due else None, "count") for action in late]
    return _actions_table("late", late, language, [*_owner_and_due(late, language), ("days", days)])


def _ahead(monitoring: Monitoring, language: Language) -> list[Block]:
    """Return actions under way: due within half a year, later ones (counted), and those without a date."""
    going_on = monitoring.at("under_way")
    ahead = [action for action in going_on if action.due and action.due <= monitoring.on + AHEAD]
    later = [action for action in going_on if action.due and action.due > monitoring.on + AHEAD]
    open_ended = [action for action in going_on if action.due is None]
    blocks = _actions_table("ahead", ahead, language, [*_owner_and_due(ahead, language), _status(ahead, language)])
    blocks += [Paragraph(language.text(f"{TEXTS}.later", number=len(later)))] if later else []
    if open_ended:
        blocks += _actions_table("undated", open_ended, language, [_owner(open_ended), _status(open_ended, language)])
    return blocks


def _done(monitoring: Monitoring, language: Language) -> list[Block]:
    done = monitoring.at("done")
    seen = [action.evidence or language.text(f"{TEXTS}.no_evidence") for action in done]
    return _actions_table("done", done, language, [_owner(done), ("seen", seen)])


def _dropped(monitoring: Monitoring, language: Language) -> list[Block]:
    dropped = [*monitoring.at("abandoned"), *monitoring.at("rejected")]
    places = ["rejected" if action.state is None else "abandoned" for action in dropped]
    where = [language.text(f"{TEXTS}.places.{place}") for place in places]
    why = [action.note or language.text(f"{TEXTS}.no_reason") for action in dropped]
    return _actions_table("dropped", dropped, language, [("state", where), ("why", why)])


def _unanswered(monitoring: Monitoring, method: Methodology, language: Language) -> list[Block]:
    """Return recommendations without an answer, one row per key area."""
    if not monitoring.unanswered:
        return []
    area = {entry.id: entry.area for entry in method.recommendations}
    by_area: dict[str, list[str]] = {}
    for name in monitoring.unanswered:
        by_area.setdefault(area.get(name, ""), []).append(_action_text(Action(recommendation=name), language))
    title = language.text(f"{TEXTS}.unanswered", number=len(monitoring.unanswered))
    rows = [(Cell(_area(name, language)), Cell(language.listed(names))) for name, names in sorted(by_area.items())]
    header = (language.text(f"{TEXTS}.columns.by_area"), language.text(f"{TEXTS}.columns.action"))
    return [Table(title, header, tuple(rows))]


def _tables(monitoring: Monitoring, method: Methodology, language: Language) -> list[Block]:
    """Return the number of actions by state, per key area and per owner."""
    by_area = {_area(name, language): row for name, row in counts(monitoring, method).items()}
    nobody = language.text(f"{TEXTS}.nobody")
    by_owner = {name or nobody: row for name, row in counts_by_owner(monitoring).items()}
    blocks: list[Block] = []
    for name, rows in (("by_area", by_area), ("by_owner", by_owner)):
        blocks += [_counts_table(name, rows, language)] if rows else []
    return blocks


def _counts_table(name: str, rows: Mapping[str, Mapping[Place, int]], language: Language) -> Table:
    used = [place for place in PLACES if any(row[place] for row in rows.values())]
    header = [language.text(f"{TEXTS}.columns.{name}")]
    header += [language.text(f"{TEXTS}.places.{place}") for place in used]
    cells = [
        (Cell(label), *(Cell(language.figure(row[place], "count"), number=True) for place in used))
        for label, row in rows.items()
    ]
    return Table(language.text(f"{TEXTS}.{name}"), tuple(header), tuple(cells))


def _actions_table(name: str, actions: Sequence[Action], language: Language, columns: Iterable[Column]) -> list[Block]:
    """Return a table with one row per action, its caption with their number; empty without actions."""
    if not actions:
        return []
    heads, cells = [language.text(f"{TEXTS}.columns.action")], [[_action_text(one, language) for one in actions]]
    for column, texts in columns:
        heads.append(language.text(f"{TEXTS}.columns.{column}"))
        cells.append(list(texts))
    rows = tuple(tuple(map(Cell, row)) for row in zip(*cells, strict=True))
    return [Table(language.text(f"{TEXTS}.{name}", number=len(actions)), tuple(heads), rows)]


def _owner_and_due(actions: Sequence[Action], language: Language) -> list[Column]:
    return [_owner(actions), ("due", [language.date(one.due) if one.due else "–" for one in actions])]


def _owner(actions: Sequence[Action]) -> Column:
    return "owner", [one.owner or "–" for one in actions]


def _status(actions: Sequence[Action], language: Language) -> Column:
    return "state", [language.text(f"workbook.status.{one.status or 'planned'}") for one in actions]


def _action_text(action: Action, language: Language) -> str:
    """Return an action in few words: the short title of a recommendation, or the organisation's text."""
    if action.recommendation:
        key = f"recommendations.{action.recommendation}.short"
        return language.text(key) if language.has(key) else action.recommendation
    return action.text or language.text("followup.own_action")


def _area(name: str, language: Language) -> str:
    return f"{name} · {language.text(f'areas.{name}.name')}" if name else language.text(f"{TEXTS}.own_actions")
