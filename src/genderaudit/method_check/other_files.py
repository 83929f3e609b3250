"""Check the suite's word files for intake and rule files for reports: they load, and name only existing entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from genderaudit.conclusions.choice import PublicationChoice
from genderaudit.foundations.errors import HasSentence, known_names, text
from genderaudit.foundations.layers import Read, layered, read_layered
from genderaudit.foundations.yamlfile import Record
from genderaudit.intake import TABLES
from genderaudit.intake.rows.seats import SeatWords
from genderaudit.intake.survey.questionnaire_entries import SheetWords
from genderaudit.intake.survey.wordings import Tools
from genderaudit.intake.vocabulary.cell_words import CellWords
from genderaudit.intake.vocabulary.dictionaries import ANY, FOLDER, Dictionary
from genderaudit.intake.vocabulary.row_words import RowWords
from genderaudit.method_check.language_file import LanguageFile
from genderaudit.methodology.method import Methodology
from genderaudit.synthesis.audits import SynthesisSettings

INTAKE: Mapping[str, type[Record]] = {
    "totals.yml": RowWords,
    "seats.yml": SeatWords,
    "survey_tools.yml": Tools,
    "cells.yml": CellWords,
    "questionnaire_sheet.yml": SheetWords,
}
"""File of ``templates/intake`` → its model."""
KINDS_OF_CODES = ("boolean", "items")
"""Keys of ``codes`` in dictionaries that apply to many columns: yes and no, and the points of statements."""


def faults_of_other_files(method: Methodology, texts: Sequence[LanguageFile]) -> Iterator[HasSentence]:
    """Yield every fault of ``templates/intake`` and ``templates/report``."""
    for name, model in INTAKE.items():
        yield from read_layered(f"intake/{name}", model, None).faults
    yield from layered("intake/genders.yml", None).faults
    for path in sorted(FOLDER.glob("*.yml")):
        yield from _of_dictionary(read_layered(f"intake/dictionaries/{path.name}", Dictionary, None))
    yield from _of_publication(method, texts, read_layered("report/publication.yml", PublicationChoice, None))
    yield from _of_synthesis(method, read_layered("report/synthesis.yml", SynthesisSettings, None))


def _of_dictionary(read: Read[Dictionary]) -> Iterator[HasSentence]:
    """Yield tables and columns that the data contract does not have."""
    yield from read.faults
    if read.model is None:
        return
    columns = {name: [column.name for column in table.columns] for name, table in TABLES.items()}
    all_columns = list(dict.fromkeys(name for listed in columns.values() for name in listed))
    asked = partial(_unknown, read)
    for table, meanings in read.model.columns.items():
        yield from asked("table", ("columns", table), table, [ANY, *TABLES])
        known = all_columns if table == ANY else columns.get(table, list(meanings))
        for column in meanings:
            yield from asked("column", ("columns", table, column), column, known)
    for key in ("codes", "ask"):
        for column in getattr(read.model, key):
            yield from asked("column", (key, column), column, [*all_columns, *KINDS_OF_CODES])
    for table in read.model.names:
        yield from asked("table", ("names", table), table, list(TABLES))


def _of_publication(
    method: Methodology, texts: Sequence[LanguageFile], read: Read[PublicationChoice]
) -> Iterator[HasSentence]:
    """Yield unknown key areas, indicators and reasons."""
    yield from read.faults
    if read.model is None:
        return
    areas, indicators = method.names("area"), method.names("indicator")
    reasons = list(dict.fromkeys(name for file in texts for name in file.keys("reasons")))
    for key in ("charts", "described"):
        for area, names in getattr(read.model, key).items():
            yield from _unknown(read, "area", (key, area), area, areas)
            for at, name in enumerate(names):
                yield from _unknown(read, "indicator", (key, area, at), name, indicators)
    for key in ("instead", "beside"):
        for name, other in getattr(read.model, key).items():
            for one in (name, other):
                yield from _unknown(read, "indicator", (key, name), one, indicators)
    for kind, names in read.model.unsaid.items():
        for at, name in enumerate(names):
            yield from _unknown(read, "reason", ("unsaid", kind, at), name, reasons)


def _of_synthesis(method: Methodology, read: Read[SynthesisSettings]) -> Iterator[HasSentence]:
    """Yield unknown indicators and criteria."""
    yield from read.faults
    if read.model is None:
        return
    indicators = method.names("indicator")
    for key in ("women_of", "focal_points", "lines", "quarters"):
        for at, name in enumerate(getattr(read.model, key)):
            yield from _unknown(read, "indicator", (key, at), name, indicators)
    for key in ("by_level", "quotas"):
        yield from _unknown(read, "indicator", (key,), getattr(read.model, key), indicators)
    for at, name in enumerate(read.model.in_force):
        yield from _unknown(read, "criterion", ("in_force", at), name, method.names("criterion"))


def _unknown(
    read: Read[Any], kind: str, place: tuple[object, ...], name: str, known: list[str] | None
) -> Iterator[HasSentence]:
    if known is not None and name not in known:
        what = text(f"method_check.kinds.{kind}")
        yield read.layered.fault("no_such", place, what=what, name=name, near=known_names(name, known))
