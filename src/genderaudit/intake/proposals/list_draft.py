"""A list for which settings are proposed, with the draft that its lines and questions are added to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from genderaudit.foundations.language import Language
from genderaudit.intake.contract import SAFE_TO_SHOW, Table, column_label
from genderaudit.intake.proposals.model import AnswerOption, Draft, OpenQuestion
from genderaudit.intake.proposals.recognise import Listed
from genderaudit.intake.vocabulary.dictionaries import HeaderWords
from genderaudit.methodology.organisation import TableFile

MOST_SHOWN = 40  # maximum headers or codes shown
LONGEST_SHOWN = 80  # characters of a header or code: a longer one is an answer in free text


@dataclass(slots=True)
class ListDraft:
    """A list with its table, its settings so far (``options``), and the draft for its lines."""

    table: Table
    listed: Listed
    options: TableFile
    dictionary: HeaderWords
    language: Language
    draft: Draft

    @property
    def cells(self) -> pd.DataFrame:
        """The cells under the file's own headers."""
        return self.listed.raw.cells

    def _line(self, place: tuple[str, ...], value: object = None, comment: str = "") -> None:
        self.draft.add(("tables", self.table.name, *place), value, comment)

    def _leave_aside(self, header: str, why: str) -> None:
        self.draft.leave(("tables", self.table.name, "columns", header), why)

    def _ask(self, about: str, key: str, choices: Iterable[AnswerOption], **said: object) -> tuple[str, str | None]:
        text = self.language.text(f"suggest.questions.{key}", file=self.listed.key, **said)
        place = f"{self.listed.key}|{self.table.name}|{about}"
        return text, self.draft.ask(OpenQuestion(place, text, tuple(choices)))

    def _count_text(self, number: int) -> str:
        if number < SAFE_TO_SHOW:
            return self.language.text("suggest.few", number=SAFE_TO_SHOW)
        return self.language.text("suggest.seen", number=number)

    def _label(self, column: str) -> str:
        """Return the name of a column in the reader's language."""
        return column_label(self.table.name, column, self.language)
