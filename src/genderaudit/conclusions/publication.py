"""What a report tells besides figures: how the audit was made, what was read and heard, and what was answered.

It is recorded with the findings, so that a report needs no rows. Words of people are in it only where somebody cleared
them (``cleared``) or they were written to be printed (``audit`` in ``organisation.yml``, titles of documents).
"""

from __future__ import annotations

from typing import Literal, get_args

import pandas as pd

from genderaudit.conclusions.actions import Action
from genderaudit.conclusions.session import Session
from genderaudit.foundations.yamlfile import Record
from genderaudit.methodology.organisation import AboutAudit
from genderaudit.methodology.questionnaire import AreaId

NoteKind = Literal["strength", "challenge", "good_practice", "suggestion"]


class ReviewedDocument(Record):
    """A document of the review: its title, and how many criteria were examined in it."""

    title: str
    criteria: int


class Quotation(Record):
    """What somebody said and has cleared; ``group`` where enough people of it were heard to name it."""

    area: AreaId
    kind: NoteKind
    text: str
    group: str | None = None


class Item(Record):
    """What a group has put down in an exercise; ``points`` are beans, dots, mentions."""

    text: str
    side: str | None = None
    points: int | None = None


class Exercise(Record):
    """What a group has cleared of an exercise of a workshop, most points first.

    The group is named, and points are told, where enough people took part in it.
    """

    area: AreaId
    exercise: str
    group: str | None = None
    question: str | None = None
    """What the group was asked, where the list says it."""
    participants: int | None = None
    items: list[Item]


class Heard(Record):
    """A group of which enough people were heard: how many notes of each kind there are of it."""

    group: str
    notes: dict[NoteKind, int]


class Publication(Record):
    """All of it. Only the phase of recommendations records one; that of the other phases is empty."""

    audit: AboutAudit = AboutAudit()
    currency: str | None = None
    documents: list[ReviewedDocument] = []
    """As the list has them, each once."""
    quotations: list[Quotation] = []
    heard: list[Heard] = []
    workshops: list[Exercise] = []
    """What groups counted in workshops, in the order of the list."""
    followed: list[Action] = []
    """Answers to the recommendations of the round before as they stand at this one, and actions of its own."""
    session: Session = Session()
    """What the validation session made of the findings."""
    response: list[Action] = []
    """Answers to the recommendations of this round, if there are any yet."""


def reviewed(documents: pd.DataFrame) -> list[ReviewedDocument]:
    """The documents of the canonical table ``documents``."""
    criteria = documents.groupby("document", sort=False)["criterion"].nunique()
    return [ReviewedDocument(title=str(title), criteria=number) for title, number in criteria.items()]


def groups_heard(notes: pd.DataFrame, smallest: int) -> set[str]:
    """Groups that a quotation may be said to come from: those of which at least ``smallest`` people were heard.

    A source is an interview or a workshop, with one person at least: so many sources are so many people.
    """
    known = notes.dropna(subset=["group", "source"])
    sources = known.groupby("group")["source"].nunique()
    return set(sources[sources >= smallest].index)


def heard(notes: pd.DataFrame, smallest: int) -> list[Heard]:
    """The groups of :func:`groups_heard`, in the order of the notes."""
    groups, told = groups_heard(notes, smallest), []
    for group in (name for name in notes["group"].dropna().unique() if name in groups):
        counts = notes.loc[notes["group"] == group, "kind"].value_counts()
        told.append(Heard(group=group, notes={kind: int(counts.get(kind, 0)) for kind in get_args(NoteKind)}))
    return told


def exercises(workshops: pd.DataFrame, smallest: int) -> list[Exercise]:
    """The exercises of the canonical table ``workshops``, as far as they are cleared.

    ``smallest``: fewest people of a group that is named. A small group, or one of which nobody says how large it was,
    is *a group*, without points: of four women one bean is somebody's.
    """
    cleared = workshops[workshops["cleared"].fillna(False).astype(bool)]
    told = []
    for _, rows in cleared.groupby(["area", "exercise", "group", "question"], sort=False, dropna=False):
        area, exercise, group, question = (rows[name].iloc[0] for name in ("area", "exercise", "group", "question"))
        size = rows["participants"].max()
        named = pd.notna(group) and pd.notna(size) and size >= smallest
        rows = rows.sort_values("points", ascending=False, kind="stable", na_position="last")
        items = [
            Item(
                text=str(item),
                side=None if pd.isna(side) else str(side),
                points=round(points) if named and pd.notna(points) else None,
            )
            for item, side, points in zip(rows["item"], rows["side"], rows["points"], strict=True)
        ]
        about = {"group": str(group), "participants": int(size)} if named else {}
        about |= {"question": str(question)} if pd.notna(question) else {}
        told.append(Exercise.model_validate({"area": area, "exercise": exercise, "items": items, **about}))
    return told


def quotations(notes: pd.DataFrame, smallest: int) -> list[Quotation]:
    """The notes of the canonical table ``interviews`` that are cleared; ``smallest`` as for :func:`groups_heard`."""
    groups = groups_heard(notes, smallest)
    cleared = notes[notes["cleared"].fillna(False).astype(bool)]
    told = (cleared[name] for name in ("area", "kind", "text", "group"))
    return [
        Quotation(area=area, kind=kind, text=text, group=group if group in groups else None)
        for area, kind, text, group in zip(*told, strict=True)
    ]
