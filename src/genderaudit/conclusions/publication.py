"""Published content beside figures: how the audit was made, documents, quotations, workshops, answers.

It is recorded with the findings, so that a report reads no rows. Words of people are included only if cleared for print
(``cleared``) or written to be printed (``audit`` in ``organisation.yml``, titles of documents).
"""

from __future__ import annotations

from typing import Literal, get_args

import pandas as pd

from genderaudit.conclusions.actions import Action
from genderaudit.conclusions.session import Session
from genderaudit.foundations.yamlfile import Record
from genderaudit.methodology.about_audit import AboutAudit
from genderaudit.methodology.questionnaire import AreaId

NoteKind = Literal["strength", "challenge", "good_practice", "suggestion"]


class ReviewedDocument(Record):
    """A document of the review with the number of criteria examined in it."""

    title: str
    criteria: int


class Quotation(Record):
    """A cleared quotation; ``group`` only if enough people of it were heard."""

    area: AreaId
    kind: NoteKind
    text: str
    group: str | None = None


class Item(Record):
    """An entry of a group in an exercise; ``points`` are beans, dots or mentions."""

    text: str
    side: str | None = None
    points: int | None = None


class Exercise(Record):
    """The cleared content of a workshop exercise, most points first.

    Group and points are given only if enough people took part.
    """

    area: AreaId
    exercise: str
    group: str | None = None
    question: str | None = None
    """The question put to the group, if the list has it."""
    participants: int | None = None
    items: list[Item]


class Heard(Record):
    """A group of which enough people were heard, with its number of notes by kind."""

    group: str
    notes: dict[NoteKind, int]


class Publication(Record):
    """All published content; only the phase of recommendations records it, in other phases it is empty."""

    audit: AboutAudit = AboutAudit()
    currency: str | None = None
    documents: list[ReviewedDocument] = []
    """As in the list, each once."""
    quotations: list[Quotation] = []
    heard: list[Heard] = []
    workshops: list[Exercise] = []
    """Workshop results in the order of the list."""
    followed: list[Action] = []
    """Answers to the earlier round's recommendations as of this round, and its own actions."""
    session: Session = Session()
    """Notes of the validation session."""
    response: list[Action] = []
    """Answers to this round's recommendations, if any."""


def reviewed(documents: pd.DataFrame) -> list[ReviewedDocument]:
    """Return the documents of the table ``documents``."""
    criteria = documents.groupby("document", sort=False)["criterion"].nunique()
    return [ReviewedDocument(title=str(title), criteria=number) for title, number in criteria.items()]


def groups_heard(notes: pd.DataFrame, minimum_cell: int) -> set[str]:
    """Return the groups that may be named with a quotation: at least ``minimum_cell`` people were heard.

    A source is an interview or workshop with at least one person, so the number of sources is a lower bound of people.
    """
    known = notes.dropna(subset=["group", "source"])
    sources = known.groupby("group")["source"].nunique()
    return set(sources[sources >= minimum_cell].index)


def heard(notes: pd.DataFrame, minimum_cell: int) -> list[Heard]:
    """Return the groups of :func:`groups_heard`, in the order of the notes."""
    groups, groups_with_counts = groups_heard(notes, minimum_cell), []
    for group in (name for name in notes["group"].dropna().unique() if name in groups):
        counts = notes.loc[notes["group"] == group, "kind"].value_counts()
        groups_with_counts.append(
            Heard(group=group, notes={kind: int(counts.get(kind, 0)) for kind in get_args(NoteKind)})
        )
    return groups_with_counts


def exercises(workshops: pd.DataFrame, minimum_cell: int) -> list[Exercise]:
    """Return the cleared exercises of the table ``workshops``.

    Groups of fewer than ``minimum_cell`` people, or of unknown size, are not named and have no points: of four women,
    one bean identifies somebody.
    """
    cleared = workshops[workshops["cleared"].fillna(False).astype(bool)]
    exercises_cleared = []
    for _, rows in cleared.groupby(["area", "exercise", "group", "question"], sort=False, dropna=False):
        area, exercise, group, question = (rows[name].iloc[0] for name in ("area", "exercise", "group", "question"))
        size = rows["participants"].max()
        is_named = pd.notna(group) and pd.notna(size) and size >= minimum_cell
        rows = rows.sort_values("points", ascending=False, kind="stable", na_position="last")
        items = [
            Item(
                text=str(item),
                side=None if pd.isna(side) else str(side),
                points=round(points) if is_named and pd.notna(points) else None,
            )
            for item, side, points in zip(rows["item"], rows["side"], rows["points"], strict=True)
        ]
        about = {"group": str(group), "participants": int(size)} if is_named else {}
        about |= {"question": str(question)} if pd.notna(question) else {}
        exercises_cleared.append(Exercise.model_validate({"area": area, "exercise": exercise, "items": items, **about}))
    return exercises_cleared


def quotations(notes: pd.DataFrame, minimum_cell: int) -> list[Quotation]:
    """Return the cleared notes of the table ``interviews``; ``minimum_cell`` as for :func:`groups_heard`."""
    groups = groups_heard(notes, minimum_cell)
    cleared = notes[notes["cleared"].fillna(False).astype(bool)]
    columns = (cleared[name] for name in ("area", "kind", "text", "group"))
    return [
        Quotation(area=area, kind=kind, text=text, group=group if group in groups else None)
        for area, kind, text, group in zip(*columns, strict=True)
    ]
