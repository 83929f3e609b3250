"""Lists of attendance in files of their own: together they are one table, each a meeting called as its file is.

One set of settings then reads all files: the columns and codes of each are put together, and it is tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from genderaudit.intake.book import WORKBOOKS
from genderaudit.intake.dictionaries import plain
from genderaudit.intake.file_names import subject
from genderaudit.intake.headers import key
from genderaudit.intake.presence import marks_of
from genderaudit.intake.proposals.model import Draft, Line, Place, settings_of
from genderaudit.intake.proposals.recognise import Listed
from genderaudit.intake.raw import one_line
from genderaudit.intake.readers import UnreadableError, read_lists
from genderaudit.intake.values import code
from genderaudit.methodology.organisation import TableFile

_PLACE: Place = ("tables", "attendance")
_SETTLED_FOR_ALL = ("codes", "keep", "dates")
"""Settings that are open for all lists while they are open for one."""
Propose = Callable[[Listed, TableFile, Draft], Mapping[str, str]]
"""Puts the lines for one list into a draft; gives its headers → columns."""


class ApartError(Exception):
    """The lists cannot be one table; ``rule`` is a key of ``suggest.apart``."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


def together(
    read: Sequence[Listed],
    new: Sequence[Listed],
    options: TableFile,
    names: Sequence[str],
    former: Draft,
    propose: Propose,
) -> Draft:
    """Lines and questions by which ``new`` lists are meetings beside those that ``options`` and ``former`` read.

    ``names`` are the files of the table so far, in all rounds. Raises ``ApartError`` where one set of settings cannot
    read them all.
    """
    lists = [*read, *new]
    if options.from_sheet.get("event", "file") != "file" or len({one.path for one in lists}) < len(lists):
        raise ApartError("sheets")
    drafts, unnamed = [], [one for one in read if not _names_meetings(one, options)]
    for one in new:
        draft = Draft(former.answers)
        if "event" not in propose(one, _alone(one, options), draft).values():
            unnamed.append(one)
        drafts.append(draft)
    if len({plain(subject(one.path.stem)) for one in unnamed}) < len(unnamed):
        raise ApartError("names")
    files = dict.fromkeys([*(names or [one.path.name for one in read]), *(one.path.name for one in new)])
    lines = [Line((*_PLACE, "files"), list(files))]
    if unnamed:
        lines.append(Line((*_PLACE, "from_sheet"), {**options.from_sheet, "event": "file"}))
    lines += _encoding(lists, options)
    lines += _kept(_merged([former.lines, *(draft.lines for draft in drafts)], options), lists, options)
    lines += _men(lines, lists, options)
    _insist_on_presence(zip(new, drafts, strict=True), read, options)
    lines[1:1] = _sheet(lines, lists, options)
    return Draft(former.answers, lines, [question for draft in drafts for question in draft.questions])


def renames(names: Iterable[str], options: TableFile) -> bool:
    """Whether a meeting that has a name of its own would be called as its file is."""
    own = options.values.get("event")
    if own is None or options.from_sheet.get("event"):
        return False
    return any(plain(str(own)) != plain(subject(Path(name).stem)) for name in names)


def _alone(one: Listed, options: TableFile) -> TableFile:
    """How a list is read without what the settings say of the others."""
    values = {name: value for name, value in options.values.items() if name != "event"}
    own: dict[str, object] = {
        "file": one.path.name,
        "files": [],
        "sheet": one.options.sheet,
        "sheets": None,
        "from_sheet": {},
    }
    return options.model_copy(
        update={**own, "encoding": one.options.encoding, "values": values, "person": [], "keep": {}}
    )


def _names_meetings(one: Listed, options: TableFile) -> bool:
    return any(header.lower() == "event" or options.columns.get(header) == "event" for header in one.headers)


def _encoding(lists: Sequence[Listed], options: TableFile) -> list[Line]:
    found = {one.options.encoding for one in lists if one.path.suffix.lower() not in WORKBOOKS}
    if len(found) > 1:
        raise ApartError("columns")
    return [Line((*_PLACE, "encoding"), one) for one in found if one and not options.encoding]


def _merged(drafts: Iterable[Sequence[Line]], options: TableFile) -> list[Line]:
    """The lines of all lists, each setting once; names that differ in capitals and spaces only are one."""
    spelled = {key(header): one_line(header) for header in (*options.columns, *options.counts, *options.keep)}
    found: dict[tuple[Place, str], Line] = {}
    for line in (_spelled(line, spelled) for lines in drafts for line in lines):
        if line.place in ((*_PLACE, "values", "event"), (*_PLACE, "encoding")):
            continue
        place = (line.place, "" if line.place[-1] else line.comment)
        found[place] = _both(found[place], line) if place in found else line
    said = {("person",): options.person} | {("keep", header): words for header, words in options.keep.items()}
    for end, value in said.items():
        place = ((*_PLACE, *end), "")
        if value and place in found and found[place].value is not None:
            found[place] = _both(Line(place[0], value), found[place])
    return list(found.values())


def _spelled(line: Line, spelled: dict[str, str]) -> Line:
    if line.place[2:3] not in (("columns",), ("keep",)) or not line.place[-1]:
        return line
    header = spelled.setdefault(key(line.place[-1]), line.place[-1])
    return replace(line, place=(*line.place[:-1], header))


def _both(one: Line, other: Line) -> Line:
    """Two lines for one setting as one; raises ``ApartError`` where they say different things."""
    comment = one.comment if one.comment == other.comment else ""
    values = [line.value for line in (one, other) if line.value is not None]
    kind = one.place[2]
    if kind in ("person", "keep") and len(values) == 2:
        first, second = (value if isinstance(value, list) else [] for value in values)
        return replace(one, value=list(dict.fromkeys([*first, *second])), comment=comment)
    if len(values) == 2 and values[0] != values[1]:
        raise ApartError("columns")
    if len(values) == 1 and kind in _SETTLED_FOR_ALL:
        return one if one.value is None else other
    if len(values) == 1 and (one.aside or other.aside):
        raise ApartError("columns")
    if not values:
        return one
    return replace(one if one.value is not None else other, comment=comment)


def _men(lines: Sequence[Line], lists: Sequence[Listed], options: TableFile) -> list[Line]:
    """What M means in a list that has it beside F, where another list has H for men: in one table nothing shows it."""
    settings = _settings(options, lines)
    declared = {word.lower() for word in settings.codes.get("sex", {})}
    sexes = {key(header) for header, name in settings.columns.items() if name == "sex"} | {"sex"}
    if "h" not in declared or "m" in declared:
        return []
    found: set[str] = set()
    for one in lists:
        for header in (name for name in one.headers if key(name) in sexes):
            words = {code(cell) for cell in one.raw.cells[header].dropna()}
            small = {word.lower() for word in words}
            found |= {word for word in words if word.lower() == "m" and "f" in small and "h" not in small}
    return [Line((*_PLACE, "codes", "sex", word), "M") for word in sorted(found)]


def _kept(lines: Sequence[Line], lists: Sequence[Listed], options: TableFile) -> list[Line]:
    """The lines, with the marks of those lists in which everybody was there; no list may lose rows by another's."""
    found = []
    for line in lines:
        if line.place[2] == "keep" and line.value is not None:
            header = line.place[-1]
            line = replace(line, value=_marks(header, list(line.value), lists))  # type: ignore[call-overload]
        found.append(line)
    for header, wanted in options.keep.items():
        if set(_marks(header, list(map(str, wanted)), lists)) - set(map(str, wanted)):
            raise ApartError("columns")
    return found


def _marks(header: str, wanted: list[str], lists: Sequence[Listed]) -> list[str]:
    for one in lists:
        for name in (name for name in one.headers if key(name) == key(header)):
            marks = marks_of(name, one.raw.cells[name])
            if marks is None:  # signatures that are names
                raise ApartError("columns")
            wanted += [] if marks.away else [word for word in marks.there if word not in wanted]
    return wanted


def _insist_on_presence(new: Iterable[tuple[Listed, Draft]], read: Sequence[Listed], options: TableFile) -> None:
    """Raise ``ApartError`` where those count in one list who did not sign, and in another they do not."""
    given = [(one, line.place[-1], line.value) for one, draft in new for line in draft.lines if line.place[2] == "keep"]
    given += [(one, header, words) for one in read for header, words in options.keep.items() if header in one.headers]
    found: dict[str, set[bool]] = {}
    for one, header, words in given:
        marks = marks_of(header, one.raw.cells[header])
        if marks and marks.away and isinstance(words, list):
            found.setdefault(key(header), set()).add(not set(marks.away).isdisjoint(words))
    if any(len(said) > 1 for said in found.values()):
        raise ApartError("columns")


def _sheet(lines: Sequence[Line], lists: Sequence[Listed], options: TableFile) -> list[Line]:
    """The line for the sheet of all workbooks, where it must be said; ``ApartError`` where none fits."""
    there = [one for one in lists if one.several]
    tries: list[list[Line]] = [[]]
    if there and options.sheet is None and options.sheets is None:
        named = [one.sheet for one in there if one.sheet and one.sheet == one_line(one.sheet)]
        tries += [[Line((*_PLACE, "sheet"), one)] for one in (*named[:1], there[0].options.sheet)]
    for tried in tries:
        settings = _settings(options, [*tried, *lines])
        if all(_is_found(one, settings) for one in lists):
            _insist_on_columns(lists, settings)
            return tried
    raise ApartError("sheets" if there else "columns")


def _settings(options: TableFile, lines: Iterable[Line]) -> TableFile:
    said = options.model_dump(exclude_unset=True, exclude={"file"})
    new: Mapping[str, object] = settings_of(lines)["tables"]["attendance"]  # type: ignore[index]
    for name, value in new.items():
        said[name] = {**said.get(name, {}), **value} if isinstance(value, dict) else value
    return TableFile.model_validate(said)


def _is_found(one: Listed, settings: TableFile) -> bool:
    """Whether the settings find this list in its file."""
    try:
        parts = read_lists(one.path, settings, "attendance")
    except UnreadableError:
        return False
    if one.several and parts[0].detected.get("sheet", "").strip() != one.sheet:
        return False
    return len(parts) == 1 and set(map(key, map(str, parts[0].cells.columns))) == _keys(one)


def _insist_on_columns(lists: Sequence[Listed], settings: TableFile) -> None:
    """Raise ``ApartError`` where a list has two names of one column, or lacks a number of people that others have."""
    for one in lists:
        mapped = [name for header, name in settings.columns.items() if key(header) in _keys(one)]
        if len(mapped) > len(set(mapped)) or not set(map(key, settings.counts)) <= _keys(one):
            raise ApartError("columns")


def _keys(one: Listed) -> set[str]:
    return set(map(key, map(str, one.raw.cells.columns)))
