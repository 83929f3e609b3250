"""The page of a follow-up between audits, for the steering committee: what is late first, then what comes."""

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
"""Dates within half a year are ahead; the others are only counted."""
Column = tuple[str, Sequence[str]]


def document(found: Monitoring, organisation: str, method: Methodology, language: Language) -> Document:
    """The page, in one language."""
    day = language.date(found.on)
    title = language.text(f"{TEXTS}.title", name=organisation, round=found.round)
    running = language.text(f"{TEXTS}.running", day=day)
    blocks = [
        Heading(title, 1, above=running),
        *_standing(found, language),
        *_moved(found, language),
        *_late(found, language),
        *_ahead(found, language),
        *_done(found, language),
        *_dropped(found, language),
        *_unanswered(found, method, language),
        *_tables(found, method, language),
    ]
    return Document(title, language, running, "", blocks, footer=language.text(f"{TEXTS}.footer"))


def _standing(found: Monitoring, language: Language) -> list[Block]:
    blocks: list[Block] = [Paragraph(words(standing_sentence(found.standing, None, language)), "lead")]
    blocks += [] if found.actions else [Paragraph(language.text(f"{TEXTS}.nothing_answered"))]
    return blocks


def _moved(found: Monitoring, language: Language) -> list[Block]:
    """What stands elsewhere than at the follow-up before; of the first one nothing."""
    if found.before is None:
        return [Paragraph(language.text(f"{TEXTS}.first"), "small")]
    moved = found.moved()
    since = language.date(found.before.on)
    title = Heading(language.text(f"{TEXTS}.moved", since=since), 2)
    if not moved:
        return [title, Paragraph(language.text(f"{TEXTS}.nothing_moved"))]
    names = {f"{OWN}{action.text}": action for action in found.actions if not action.recommendation}
    lines = []
    for key, (then, now) in sorted(moved.items(), key=lambda item: PLACES.index(item[1][1])):
        what = _what(names.get(key, Action(recommendation=key)), language)
        places = {"then": language.text(f"{TEXTS}.places.{then}"), "now": language.text(f"{TEXTS}.places.{now}")}
        lines.append(language.text(f"{TEXTS}.move", what=what, **places))
    return [title, Points(tuple(lines))]


def _late(found: Monitoring, language: Language) -> list[Block]:
    late = found.at("late")
    days = [language.figure((found.on - one.due).days if one.due else None, "count") for one in late]
    return _listed("late", late, language, [*_who(late, language), ("days", days)])


def _ahead(found: Monitoring, language: Language) -> list[Block]:
    """What is under way: dates within half a year, later ones counted, those without a date named."""
    going_on = found.at("under_way")
    ahead = [one for one in going_on if one.due and one.due <= found.on + AHEAD]
    later = [one for one in going_on if one.due and one.due > found.on + AHEAD]
    open_ended = [one for one in going_on if one.due is None]
    blocks = _listed("ahead", ahead, language, [*_who(ahead, language), _status(ahead, language)])
    blocks += [Paragraph(language.text(f"{TEXTS}.later", number=len(later)))] if later else []
    if open_ended:
        blocks += _listed("undated", open_ended, language, [_owner(open_ended), _status(open_ended, language)])
    return blocks


def _done(found: Monitoring, language: Language) -> list[Block]:
    done = found.at("done")
    seen = [one.evidence or language.text(f"{TEXTS}.no_evidence") for one in done]
    return _listed("done", done, language, [_owner(done), ("seen", seen)])


def _dropped(found: Monitoring, language: Language) -> list[Block]:
    dropped = [*found.at("abandoned"), *found.at("rejected")]
    places = ["rejected" if one.state is None else "abandoned" for one in dropped]
    where = [language.text(f"{TEXTS}.places.{place}") for place in places]
    why = [one.note or language.text(f"{TEXTS}.no_reason") for one in dropped]
    return _listed("dropped", dropped, language, [("state", where), ("why", why)])


def _unanswered(found: Monitoring, method: Methodology, language: Language) -> list[Block]:
    """Recommendations without an answer, a row a key area."""
    if not found.unanswered:
        return []
    area = {entry.id: entry.area for entry in method.recommendations}
    by_area: dict[str, list[str]] = {}
    for name in found.unanswered:
        by_area.setdefault(area.get(name, ""), []).append(_what(Action(recommendation=name), language))
    title = language.text(f"{TEXTS}.unanswered", number=len(found.unanswered))
    rows = [(Cell(_area(name, language)), Cell(language.listed(names))) for name, names in sorted(by_area.items())]
    header = (language.text(f"{TEXTS}.columns.by_area"), language.text(f"{TEXTS}.columns.action"))
    return [Table(title, header, tuple(rows))]


def _tables(found: Monitoring, method: Methodology, language: Language) -> list[Block]:
    """How many stand where, by key area and by who is responsible."""
    by_area = {_area(name, language): row for name, row in counts(found, method).items()}
    nobody = language.text(f"{TEXTS}.nobody")
    by_owner = {name or nobody: row for name, row in counts_by_owner(found).items()}
    blocks: list[Block] = []
    for name, rows in (("by_area", by_area), ("by_owner", by_owner)):
        blocks += [_counts(name, rows, language)] if rows else []
    return blocks


def _counts(name: str, rows: Mapping[str, Mapping[Place, int]], language: Language) -> Table:
    used = [place for place in PLACES if any(row[place] for row in rows.values())]
    header = [language.text(f"{TEXTS}.columns.{name}")]
    header += [language.text(f"{TEXTS}.places.{place}") for place in used]
    cells = [
        (Cell(label), *(Cell(language.figure(row[place], "count"), number=True) for place in used))
        for label, row in rows.items()
    ]
    return Table(language.text(f"{TEXTS}.{name}"), tuple(header), tuple(cells))


def _listed(name: str, actions: Sequence[Action], language: Language, columns: Iterable[Column]) -> list[Block]:
    """A table with how many they are, a row an action; of none nothing."""
    if not actions:
        return []
    heads, cells = [language.text(f"{TEXTS}.columns.action")], [[_what(one, language) for one in actions]]
    for column, texts in columns:
        heads.append(language.text(f"{TEXTS}.columns.{column}"))
        cells.append(list(texts))
    rows = tuple(tuple(map(Cell, row)) for row in zip(*cells, strict=True))
    return [Table(language.text(f"{TEXTS}.{name}", number=len(actions)), tuple(heads), rows)]


def _who(actions: Sequence[Action], language: Language) -> list[Column]:
    return [_owner(actions), ("due", [language.date(one.due) if one.due else "–" for one in actions])]


def _owner(actions: Sequence[Action]) -> Column:
    return "owner", [one.owner or "–" for one in actions]


def _status(actions: Sequence[Action], language: Language) -> Column:
    return "state", [language.text(f"workbook.status.{one.status or 'planned'}") for one in actions]


def _what(action: Action, language: Language) -> str:
    """An action in few words: the short title of a recommendation, or what the organisation wrote."""
    if action.recommendation:
        key = f"recommendations.{action.recommendation}.short"
        return language.text(key) if language.has(key) else action.recommendation
    return action.text or language.text("followup.own_action")


def _area(name: str, language: Language) -> str:
    return f"{name} · {language.text(f'areas.{name}.name')}" if name else language.text(f"{TEXTS}.own_actions")
