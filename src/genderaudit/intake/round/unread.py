"""Files in a round's folder that no table reads: lists, documents, system files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from unicodedata import normalize

from genderaudit.foundations.workspace import INTAKE_WORKBOOK
from genderaudit.intake.files.book import WORKBOOKS
from genderaudit.intake.files.readers import ENDINGS, read_file
from genderaudit.intake.raw import RawTable, UnreadableError, one_line
from genderaudit.intake.survey.own_questionnaire import FILES
from genderaudit.methodology.organisation import TableFile

SYSTEM = (".*", "~*", "thumbs.db", "ehthumbs*.db", "desktop.ini", "icon\r", "__macosx")
"""Names of files created by systems and office programs."""
DOCUMENTS = (
    *(".pdf", ".doc", ".docx", ".odt", ".rtf", ".ppt", ".pptx", ".odp", ".mp3", ".m4a"),
    *(".jpg", ".jpeg", ".png", ".gif", ".heic", ".webp", ".bmp", ".tif", ".tiff", ".svg"),
)
OTHER_LISTS = (".xlsm", ".xltx", ".xltm", ".numbers", ".dta", ".por", ".zsav", ".dbf", ".accdb", ".mdb")
"""Endings of lists that are not read; their program can save them in another format."""
_FEWEST_ROWS = 2  # below the header row; fewer are not a table


@dataclass(frozen=True, slots=True)
class Unread:
    """Files and folders that nothing reads, sorted by name."""

    lists: tuple[Path, ...] = ()
    copies: tuple[Path, ...] = ()
    """Copies of the intake workbook under other names."""
    documents: tuple[Path, ...] = ()
    ignored: tuple[Path, ...] = ()
    """Files named by ``ignore`` in ``organisation.yml``."""
    others: tuple[Path, ...] = ()
    folders: tuple[Path, ...] = ()


@dataclass(slots=True)
class Sheets:
    """The sheets of a round's workbooks: those read for a table, and lists beside them."""

    _read: set[tuple[str, str]] = field(default_factory=set)
    _beside: dict[str, dict[str, int]] = field(default_factory=dict)

    def note(self, path: Path, found: Sequence[RawTable]) -> None:
        """Record what was read of a file for a table."""
        self._read |= {(path.name, raw.detected["sheet"]) for raw in found if "sheet" in raw.detected}
        self._beside.setdefault(path.name, {}).update(item for raw in found for item in raw.beside.items())

    def left(self) -> Iterator[tuple[str, dict[str, int]]]:
        """Yield by file the sheets that no table reads, with their rows."""
        for file, beside in sorted(self._beside.items()):
            sheets = {one_line(name): rows for name, rows in beside.items() if (file, name) not in self._read}
            if sheets:
                yield file, sheets


def unread(folder: Path, read: Collection[str], ignore: Iterable[str] = ()) -> Unread:
    """Return what is in ``folder`` besides the files ``read``; system files are skipped."""
    patterns = tuple(ignore)
    kinds: dict[str, list[Path]] = {name: [] for name in Unread.__dataclass_fields__}
    for path in sorted(folder.iterdir()):
        if path.name not in read and not _matches(path.name, SYSTEM):
            kinds[_kind(path, patterns)].append(path)
    return Unread(**{name: tuple(paths) for name, paths in kinds.items()})


def lists_in(folder: Path) -> list[Path]:
    """Return the lists directly in a folder that is not a round's."""
    return list(unread(folder, FILES).lists)


def _kind(path: Path, patterns: tuple[str, ...]) -> str:
    ending = path.suffix.lower()
    if _matches(path.name, patterns):
        return "ignored"
    if path.is_dir():
        return "folders"
    if path.name.startswith(INTAKE_WORKBOOK) and ending in WORKBOOKS:
        return "copies"
    if ending in DOCUMENTS:
        return "documents"
    return "lists" if _is_list(path, ending) else "others"


def _matches(name: str, patterns: Iterable[str]) -> bool:
    """Return True if a name equals or fits one of the patterns, regardless of case and Unicode composition."""
    plain = normalize("NFC", name).casefold()
    wanted = [normalize("NFC", pattern).casefold() for pattern in patterns]
    return plain in wanted or any(fnmatchcase(plain, pattern) for pattern in wanted)


def _is_list(path: Path, ending: str) -> bool:
    """Return True if a file is a list by its ending; a text file, if it is a table."""
    if ending != ".txt":
        return ending in ENDINGS or ending in OTHER_LISTS
    try:
        raw = read_file(path, TableFile())
    except UnreadableError:
        return False
    return len(raw.cells.columns) > 1 and len(raw.cells) >= _FEWEST_ROWS and not raw.longer
