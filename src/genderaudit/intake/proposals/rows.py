"""Rows of a list that count, and the number of people in each, if a column of counts or states leaves it open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from genderaudit.foundations.language import Language
from genderaudit.intake.cells.values import code, map_distinct
from genderaudit.intake.contract import SAFE_TO_SHOW
from genderaudit.intake.proposals.kinds import FEWEST, are_names
from genderaudit.intake.proposals.recognise import Listed
from genderaudit.intake.vocabulary.cell_words import cell_words
from genderaudit.intake.vocabulary.dictionaries import HeaderWords, bare_words
from genderaudit.intake.vocabulary.states import is_ended, is_in_force, says_state


def is_of_single_rows(listed: Listed, dictionary: HeaderWords) -> bool:
    """Return True if each row is one person, loan or contract, as it has a name or a number of its own."""
    return any(
        (dictionary.is_person(header) and not _all_numbers(listed.raw.cells[header]))
        or are_names(listed.raw.cells[header])
        or _numbers_each(listed, header)
        for header in listed.headers
    )


def _all_numbers(cells: pd.Series) -> bool:
    """Return True if no cell has a letter: *Nombre* is a name in Spanish and a number in French."""
    return not cells.dropna().map(lambda cell: any(letter.isalpha() for letter in str(cell))).any()


def _numbers_each(listed: Listed, header: str) -> bool:
    words, filled = bare_words(header).split(), listed.raw.cells[header].dropna()
    named = len(words) > 1 and words[0] in map(bare_words, cell_words().numbered_headers)
    return named and len(filled) >= FEWEST and not filled.map(code).duplicated().any()


@dataclass(frozen=True, slots=True)
class States:
    """Words of a column of decisions or states with their number of rows; ``other`` is neither in force nor ended."""

    in_force: dict[str, int]
    ended: dict[str, int]
    other: dict[str, int]
    blank: int
    """Rows without a word."""

    @property
    def answers(self) -> list[str]:
        """Possible answers: only rows in force (if words say so), all rows that have not ended, or all rows."""
        other = self.other or self.blank or not self.in_force
        return [*(["in_force"] if self.in_force else []), *(["not_ended"] if other else []), "all"]

    def label(self, answer: str, language: Language) -> str:
        """Return the label of an answer, quoting frequent words of the column."""
        counts = {"in_force": self.in_force, "not_ended": self.ended, "all": {}}[answer]
        often = {word: number for word, number in counts.items() if number >= SAFE_TO_SHOW}
        shown = [language.text("problems_where.seen", word=word, count=number) for word, number in often.items()]
        shown += [language.text("suggest.rare", number=len(counts) - len(often))] if len(counts) > len(often) else []
        return language.text(f"suggest.states.{answer}", seen=", ".join(shown))

    def words_to_keep(self, answer: str) -> list[str]:
        """Return the words under ``keep`` for an answer; a blank cell is an empty string."""
        blank = [""] if self.blank else []
        chosen = {"in_force": [], "not_ended": [*self.other, *blank], "all": [*self.other, *blank, *self.ended]}
        return [*self.in_force, *chosen[answer]]


def states_of(header: str, cells: pd.Series) -> States | None:
    """Return the states in a column; None if its header names no state, or no row has ended."""
    if not says_state(header):
        return None
    seen = {str(word): int(number) for word, number in cells.dropna().map(code).value_counts().items()}
    ended = {word: number for word, number in seen.items() if is_ended(word)}
    in_force = {word: number for word, number in seen.items() if word not in ended and is_in_force(word)}
    other = {word: number for word, number in seen.items() if word not in ended and word not in in_force}
    return States(in_force, ended, other, int(cells.isna().sum())) if ended else None


def words_seen(cells: pd.Series, declared: Mapping[str, object]) -> dict[str, int]:
    """Return undeclared codes as written with their number of rows, the most frequent first."""
    counts = map_distinct(cells, code).dropna().value_counts()
    return {str(word): int(number) for word, number in counts.items() if word not in declared}
