"""Lists in separate files or sheets that form one table: each a meeting named after its file, or a service.

One set of settings must read all of them; columns and codes of each are merged and tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from genderaudit.foundations.language import Language
from genderaudit.intake.cells.values import code
from genderaudit.intake.files.book import WORKBOOKS
from genderaudit.intake.files.headers import header_key
from genderaudit.intake.files.readers import UnreadableError, read_lists
from genderaudit.intake.proposals.model import Choice, Draft, Line, Place, Question, settings_of
from genderaudit.intake.proposals.names import can_be_named, services_in
from genderaudit.intake.proposals.recognise import Listed
from genderaudit.intake.raw import one_line
from genderaudit.intake.rows.presence import marks_of
from genderaudit.intake.vocabulary.dictionaries import Words, bare_words
from genderaudit.intake.vocabulary.file_names import subject
from genderaudit.methodology.organisation import TableFile

SAID_BY_NAME = {"attendance": "event", "services": "service"}
"""Table → column given by the name of a file or sheet."""
_OF_ONE_SERVICE, _NOTHING = ("product", "branch"), "nothing"
_SETTLED_FOR_ALL = ("codes", "keep", "dates")
"""Settings that are open for all lists if open for one."""
Propose = Callable[[Listed, TableFile, Draft], Mapping[str, str]]
"""Adds the lines for one list to a draft and returns its headers → columns."""


class ApartError(Exception):
    """The lists cannot be one table; ``rule`` is a key of ``suggest.apart``."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


def together(
    table: str,
    read: Sequence[Listed],
    new: Sequence[Listed],
    options: TableFile,
    names: Sequence[str],
    former: Draft,
    propose: Propose,
) -> Draft:
    """Return lines and questions that add ``new`` lists of a table to those read by ``options`` and ``former``.

    ``names`` are the table's files so far, in all rounds. Raises ``ApartError`` if no single set of settings reads all.
    """
    lists, column, place = [*read, *new], SAID_BY_NAME[table], ("tables", table)
    in_one = len({one.path for one in lists}) == 1 and all(can_be_named(one.sheet) for one in lists)
    source = "name" if in_one else "file"
    if options.from_sheet.get(column, source) != source or not (
        in_one or len({one.path for one in lists}) == len(lists)
    ):
        raise ApartError("sheets")
    drafts, unnamed = [], [one for one in read if not _has(one, column, options)]
    for one in new:
        draft = Draft(former.answers)
        if column not in propose(one, _alone(one, column, options), draft).values():
            unnamed.append(one)
        drafts.append(draft)
    called = {one: one.sheet if in_one else subject(one.path.stem) for one in unnamed}
    if len(set(map(bare_words, called.values()))) < len(unnamed):
        raise ApartError("names")
    files = dict.fromkeys([*(names or [one.path.name for one in read]), *(one.path.name for one in new)])
    lines = [Line((*place, "file"), next(iter(files))) if in_one else Line((*place, "files"), list(files))]
    if in_one:
        stacked = options.sheets if isinstance(options.sheets, list) else [one.sheet for one in read]
        lines.append(Line((*place, "sheets"), [*stacked, *(one.sheet for one in new)]))
    if unnamed:
        lines.append(Line((*place, "from_sheet"), {**options.from_sheet, column: source}))
    lines += _encoding(place, lists, options)
    merged = _merged(place, column, [former.lines, *(draft.lines for draft in drafts)], options)
    lines += _kept(merged, lists, options)
    lines += _men(place, lines, lists, options)
    if column == "service":
        lines += _codes(place, [*((one, None) for one in read), *zip(new, drafts, strict=True)], called, options)
    _insist_on_presence(zip(new, drafts, strict=True), read, options)
    lines[1:1] = _sheet(place, lines, lists, options)
    return Draft(former.answers, lines, [question for draft in drafts for question in draft.questions])


def name_says(table: str, found: Sequence[Listed], dictionary: Words, declared: object = None) -> bool:
    """Return True if the name of each list gives its meeting; for services, if there are several.

    ``declared`` is the service set for the list already read.
    """
    if table != "services":
        return table in SAID_BY_NAME
    services = {declared} - {None}
    for one in found:
        known = services_in([one.sheet], dictionary) or services_in([one.path.stem], dictionary)
        services |= known.keys() if len(known) == 1 else set()
    return len(services) > 1


def named_after(chosen: Sequence[Listed], dictionary: Words, language: Language, draft: Draft) -> str | None:
    """Ask which column the names of sheets or files of one service give, if none of their columns does."""
    there = {dictionary.column("services", header, _OF_ONE_SERVICE) for header in chosen[0].headers}
    columns = [one for one in _OF_ONE_SERVICE if one not in there]
    choices = [Choice(one, language.text(f"suggest.named_after.{one}")) for one in (*columns, _NOTHING)]
    names = ", ".join(one_line(one.key) for one in chosen)
    text = language.text("suggest.questions.named_after", files=names)
    answer = draft.ask(Question(f"services|{names}|named", text, tuple(choices))) if columns else None
    return None if answer == _NOTHING else answer


def renames(names: Iterable[str], options: TableFile) -> bool:
    """Return True if a meeting with its own name would be renamed after its file."""
    own = options.values.get("event")
    if own is None or options.from_sheet.get("event"):
        return False
    return any(bare_words(str(own)) != bare_words(subject(Path(name).stem)) for name in names)


def _alone(one: Listed, column: str, options: TableFile) -> TableFile:
    """Return the settings of a list without those for other lists."""
    values = {name: value for name, value in options.values.items() if name != column}
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


def _has(one: Listed, column: str, options: TableFile) -> bool:
    return any(header.lower() == column or options.columns.get(header) == column for header in one.headers)


def _codes(
    place: Place, found: Iterable[tuple[Listed, Draft | None]], called: Mapping[Listed, str], options: TableFile
) -> Iterable[Line]:
    """Yield codes for the name of each list whose service is proposed or declared."""
    for one, draft in found:
        said = {line.place[-1]: line.value for line in draft.lines if line.place[2] == "values"} if draft else {}
        service = said.get("service") or (options.values.get("service") if draft is None else None)
        if one in called and service:
            yield Line((*place, "codes", "service", called[one]), service)


def _encoding(place: Place, lists: Sequence[Listed], options: TableFile) -> list[Line]:
    found = {one.options.encoding for one in lists if one.path.suffix.lower() not in WORKBOOKS}
    if len(found) > 1:
        raise ApartError("columns")
    return [Line((*place, "encoding"), one) for one in found if one and not options.encoding]


def _merged(place: Place, column: str, drafts: Iterable[Sequence[Line]], options: TableFile) -> list[Line]:
    """Return the lines of all lists, each setting once; names differing in case and spaces are one."""
    spelled = {header_key(header): one_line(header) for header in (*options.columns, *options.counts, *options.keep)}
    found: dict[tuple[Place, str], Line] = {}
    for line in (_spelled(line, spelled) for lines in drafts for line in lines):
        if line.place in ((*place, "values", column), (*place, "encoding")):
            continue
        known = (line.place, "" if line.place[-1] else line.comment)
        found[known] = _both(found[known], line) if known in found else line
    said = {("person",): options.person} | {("keep", header): words for header, words in options.keep.items()}
    for end, value in said.items():
        known = ((*place, *end), "")
        if value and known in found and found[known].value is not None:
            found[known] = _both(Line(known[0], value), found[known])
    return list(found.values())


def _spelled(line: Line, spelled: dict[str, str]) -> Line:
    if line.place[2:3] not in (("columns",), ("keep",)) or not line.place[-1]:
        return line
    header = spelled.setdefault(header_key(line.place[-1]), line.place[-1])
    return replace(line, place=(*line.place[:-1], header))


def _both(one: Line, other: Line) -> Line:
    """Return two lines for one setting as one; raises ``ApartError`` if they differ."""
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


def _men(place: Place, lines: Sequence[Line], lists: Sequence[Listed], options: TableFile) -> list[Line]:
    """Return a code for M where a list has it beside F while another list has H for men."""
    settings = _settings(place, options, lines)
    declared = {word.lower() for word in settings.codes.get("sex", {})}
    sexes = {header_key(header) for header, name in settings.columns.items() if name == "sex"} | {"sex"}
    if "h" not in declared or "m" in declared:
        return []
    found: set[str] = set()
    for one in lists:
        for header in (name for name in one.headers if header_key(name) in sexes):
            words = {code(cell) for cell in one.raw.cells[header].dropna()}
            small = {word.lower() for word in words}
            found |= {word for word in words if word.lower() == "m" and "f" in small and "h" not in small}
    return [Line((*place, "codes", "sex", word), "M") for word in sorted(found)]


def _kept(lines: Sequence[Line], lists: Sequence[Listed], options: TableFile) -> list[Line]:
    """Return the lines with the marks of lists where everybody was present, so that no list loses rows by another's."""
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
        for name in (name for name in one.headers if header_key(name) == header_key(header)):
            marks = marks_of(name, one.raw.cells[name])
            if marks is None:  # signatures written as names
                raise ApartError("columns")
            wanted += [] if marks.away else [word for word in marks.there if word not in wanted]
    return wanted


def _insist_on_presence(new: Iterable[tuple[Listed, Draft]], read: Sequence[Listed], options: TableFile) -> None:
    """Raise ``ApartError`` if people who did not sign count in one list and not in another."""
    given = [(one, line.place[-1], line.value) for one, draft in new for line in draft.lines if line.place[2] == "keep"]
    given += [(one, header, words) for one in read for header, words in options.keep.items() if header in one.headers]
    found: dict[str, set[bool]] = {}
    for one, header, words in given:
        marks = marks_of(header, one.raw.cells[header])
        if marks and marks.away and isinstance(words, list):
            found.setdefault(header_key(header), set()).add(not set(marks.away).isdisjoint(words))
    if any(len(said) > 1 for said in found.values()):
        raise ApartError("columns")


def _sheet(place: Place, lines: Sequence[Line], lists: Sequence[Listed], options: TableFile) -> list[Line]:
    """Return the line for the sheet of all workbooks, if needed; raises ``ApartError`` if none fits."""
    there = [one for one in lists if one.several]
    tries: list[list[Line]] = [[]]
    stacked = any(line.place == (*place, "sheets") for line in lines)
    if there and not stacked and options.sheet is None and options.sheets is None:
        named = [one.sheet for one in there if one.sheet and one.sheet == one_line(one.sheet)]
        tries += [[Line((*place, "sheet"), one)] for one in (*named[:1], there[0].options.sheet)]
    for tried in tries:
        settings = _settings(place, options, [*tried, *lines])
        if all(_is_found(place[-1], one, settings) for one in lists):
            _insist_on_columns(lists, settings)
            return tried
    raise ApartError("sheets" if there else "columns")


def _settings(place: Place, options: TableFile, lines: Iterable[Line]) -> TableFile:
    new: Mapping[str, object] = settings_of(lines)["tables"][place[-1]]  # type: ignore[index]
    said = options.model_dump(exclude_unset=True, exclude={"file", *(["sheet"] if "sheets" in new else [])})
    for name, value in new.items():
        said[name] = {**said.get(name, {}), **value} if isinstance(value, dict) else value
    return TableFile.model_validate(said)


def _is_found(table: str, one: Listed, settings: TableFile) -> bool:
    """Return True if the settings find this list in its file."""
    try:
        parts = read_lists(one.path, settings, table)
    except UnreadableError:
        return False
    if one.several or len(parts) > 1:
        parts = [part for part in parts if part.detected.get("sheet", "").strip() == one.sheet]
    return len(parts) == 1 and set(map(header_key, map(str, parts[0].cells.columns))) == _keys(one)


def _insist_on_columns(lists: Sequence[Listed], settings: TableFile) -> None:
    """Raise ``ApartError`` if a list has two names of one column, or lacks a count of people that others have."""
    for one in lists:
        mapped = [name for header, name in settings.columns.items() if header_key(header) in _keys(one)]
        if len(mapped) > len(set(mapped)) or not set(map(header_key, settings.counts)) <= _keys(one):
            raise ApartError("columns")


def _keys(one: Listed) -> set[str]:
    return set(map(header_key, map(str, one.raw.cells.columns)))
