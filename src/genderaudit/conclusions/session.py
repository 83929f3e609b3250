"""What the validation session made of the findings: their order, what is left out, titles, what was said of them.

The audit is participatory: after the session the team says in the action plan workbook which findings come first, which
the report leaves out, how a title is worded, which recommendations are to be read. Numbers and verdicts stay as they
are (:mod:`genderaudit.conclusions.claims`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property

import pandas as pd

from genderaudit.foundations.language import languages
from genderaudit.foundations.yamlfile import Record
from genderaudit.intake.contract import TITLE

"""How the columns of titles begin; the code of their language follows."""


class SessionNote(Record):
    """What the session made of one finding or recommendation; ``subject`` is its id.

    ``order`` is its place among those that were given one; ``titles`` are by language.
    """

    subject: str
    order: float | None = None
    left_out: bool = False
    ticked: bool = False
    reason: str = ""
    said: str = ""
    titles: dict[str, str] = {}


class Session(Record):
    """All of it, a note a subject; empty where there was no session."""

    notes: list[SessionNote] = []

    @cached_property
    def _by_subject(self) -> dict[str, SessionNote]:
        return {one.subject: one for one in self.notes}

    def of(self, subject: str) -> SessionNote:
        """What was made of this one, if anything."""
        return self._by_subject.get(subject) or SessionNote(subject=subject)

    @property
    def left_out(self) -> list[str]:
        """What the report is not to tell."""
        return [one.subject for one in self.notes if one.left_out]

    @property
    def ticked(self) -> list[str]:
        """Recommendations that are to be read."""
        return [one.subject for one in self.notes if one.ticked]

    def placed(self, known: Collection[str]) -> list[str]:
        """Those of ``known`` that were given a place, in their order; of the same place as the sheet lists them."""
        given = [one for one in self.notes if one.order is not None and not one.left_out and one.subject in known]
        return [one.subject for one in sorted(given, key=lambda one: one.order or 0)]

    def told(self, known: Sequence[str]) -> list[str]:
        """``known`` without what is left out."""
        return [one for one in known if not self.of(one).left_out]


def session_of(table: pd.DataFrame, round: str) -> Session:
    """The notes of this round in the canonical table ``validation``; of a subject that stands twice the last."""
    notes = []
    for row in _of_round(table, round).to_dict("records"):
        said = {str(name): None if pd.isna(cell) else cell for name, cell in row.items()}
        titles = {code: str(said[TITLE + code]) for code in languages() if said.get(TITLE + code)}
        flags = {name: bool(said[name]) for name in ("left_out", "ticked")}
        words = {name: str(said[name] or "") for name in ("subject", "reason", "said")}
        notes.append(SessionNote.model_validate({"order": said["order"], "titles": titles, **flags, **words}))
    return Session(notes=notes)


def rows_of(table: pd.DataFrame, round: str) -> dict[str, int]:
    """Subject → row in the sheet of the notes of this round."""
    of_round = _of_round(table, round)
    return dict(zip(of_round["subject"], map(int, of_round.index), strict=True))


def _of_round(table: pd.DataFrame, round: str) -> pd.DataFrame:
    return table[table["round"].isna() | (table["round"] == round)].drop_duplicates("subject", keep="last")
