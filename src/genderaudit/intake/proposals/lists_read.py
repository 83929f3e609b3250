"""Lists of a round as read, cached while questions are asked; the files and sheets that a table reads."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from genderaudit.foundations.workspace import inside
from genderaudit.intake.contract import TABLES
from genderaudit.intake.files.readers import ENDINGS
from genderaudit.intake.proposals.recognise import Listed, encoded, lists_in_file, read_best
from genderaudit.intake.raw import UnreadableError
from genderaudit.intake.vocabulary.dictionaries import HeaderWords, bare_words, words
from genderaudit.methodology.organisation import Organisation, TableFile


@dataclass(slots=True)
class Lists:
    """The lists read from a round's files, cached while questions are asked."""

    folder: Path
    dictionary: HeaderWords
    _in_files: dict[Path, list[Listed]] = field(default_factory=dict)
    _of_tables: dict[tuple[Path, str], Listed | None] = field(default_factory=dict)

    def in_file(self, path: Path) -> list[Listed]:
        """Return every list of a file."""
        if path not in self._in_files:
            self._in_files[path] = list(lists_in_file(path, self.dictionary))
        return self._in_files[path]

    def of_table(self, path: Path, table: str, options: TableFile) -> Listed | None:
        """Return the list that a table reads by the current settings; None if unreadable, which ``check`` reports."""
        if (path, table) not in self._of_tables:
            self._of_tables[path, table] = _read_list(path, table, encoded(path, options), self.dictionary)
        return self._of_tables[path, table]


def lists_of(folder: Path, organisation: Organisation) -> Lists:
    """Return the lists of the round in ``folder``; files are read on demand."""
    dictionary = words(organisation.languages[0])
    if organisation.also_by:
        labels = {
            table: {**dictionary.labels.get(table, {}), bare_words(organisation.also_by): "also"} for table in TABLES
        }
        dictionary = replace(dictionary, labels=labels)
    return Lists(folder, dictionary)


def _read_list(path: Path, table: str, options: TableFile, dictionary: HeaderWords) -> Listed | None:
    try:
        raw = read_best(path, options, table, dictionary)
    except UnreadableError:
        return None
    return Listed(path, raw, raw.detected.get("sheet", ""), False, options)


def sheet_names(options: TableFile) -> list[str]:
    """Return the sheets that the settings name; a single empty name for none, all, or numbers."""
    names = options.sheets if isinstance(options.sheets, list) else [options.sheet] if options.sheet else []
    return [str(one).strip() for one in names] if names and all(isinstance(one, str) for one in names) else [""]


def files_of_table(folder: Path, table: str, options: TableFile) -> list[Path]:
    """Return the existing files of a table: those named in the settings, or the one called after the table."""
    names = options.names or [table + ending for ending in ENDINGS]
    existing = [path for path in (inside(folder, name) for name in names) if path.is_file()]
    return existing if options.names else existing[:1]
