"""Notes of the validation session: order of findings, those left out, titles, remarks.

The audit is participatory: after the session the team enters in the action plan workbook which findings come first,
which the report leaves out, how a title is worded, and which recommendations are printed. Numbers and verdicts stay
unchanged (:mod:`genderaudit.conclusions.claims`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property

import pandas as pd

from genderaudit.foundations.language import languages
from genderaudit.foundations.yamlfile import Record
from genderaudit.intake.contract import TITLE

"""Prefix of the title columns, before the code of the language."""


class SessionNote(Record):
    """The session's note on one finding or recommendation; ``subject`` is its id.

    ``order`` is its place among those with one; ``titles`` are by language.
    """

    subject: str
    order: float | None = None
    left_out: bool = False
    ticked: bool = False
    reason: str = ""
    said: str = ""
    titles: dict[str, str] = {}


class Session(Record):
    """All notes, one per subject; empty without a session."""

    notes: list[SessionNote] = []

    @cached_property
    def _by_subject(self) -> dict[str, SessionNote]:
        return {note.subject: note for note in self.notes}

    def of(self, subject: str) -> SessionNote:
        """Return the note on a subject; an empty one if there is none."""
        return self._by_subject.get(subject) or SessionNote(subject=subject)

    @property
    def left_out(self) -> list[str]:
        """Subjects that the report leaves out."""
        return [note.subject for note in self.notes if note.left_out]

    @property
    def ticked(self) -> list[str]:
        """Recommendations that are printed."""
        return [note.subject for note in self.notes if note.ticked]

    def placed(self, known: Collection[str]) -> list[str]:
        """Return those of ``known`` with a place, in their order; ties as in the sheet."""
        with_place = [
            note for note in self.notes if note.order is not None and not note.left_out and note.subject in known
        ]
        return [note.subject for note in sorted(with_place, key=lambda note: note.order or 0)]

    def told(self, known: Sequence[str]) -> list[str]:
        """Return ``known`` without what is left out."""
        return [subject for subject in known if not self.of(subject).left_out]


def session_of(table: pd.DataFrame, round: str) -> Session:
    """Return this round's notes in the table ``validation``; if a subject occurs twice, the last one."""
    notes = []
    for row in _of_round(table, round).to_dict("records"):
        cells = {str(name): None if pd.isna(cell) else cell for name, cell in row.items()}
        titles = {code: str(cells[TITLE + code]) for code in languages() if cells.get(TITLE + code)}
        flags = {name: bool(cells[name]) for name in ("left_out", "ticked")}
        words = {name: str(cells[name] or "") for name in ("subject", "reason", "said")}
        notes.append(SessionNote.model_validate({"order": cells["order"], "titles": titles, **flags, **words}))
    return Session(notes=notes)


def rows_of(table: pd.DataFrame, round: str) -> dict[str, int]:
    """Return subject → row in the sheet, for this round's notes."""
    of_round = _of_round(table, round)
    return dict(zip(of_round["subject"], map(int, of_round.index), strict=True))


def _of_round(table: pd.DataFrame, round: str) -> pd.DataFrame:
    return table[table["round"].isna() | (table["round"] == round)].drop_duplicates("subject", keep="last")
