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
from genderaudit.intake.proposals.model import AnswerOption, Draft, OpenQuestion, Place, SettingLine, settings_of
from genderaudit.intake.proposals.names import can_be_named, services_in
from genderaudit.intake.proposals.recognise import Listed
from genderaudit.intake.raw import one_line
from genderaudit.intake.rows.presence import marks_of
from genderaudit.intake.vocabulary.dictionaries import HeaderWords, bare_words
from genderaudit.intake.vocabulary.file_names import subject
from genderaudit.methodology.organisation import TableFile

COLUMN_BY_NAME = {"attendance": "event", "services": "service"}
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


def merge_lists(
    table: str,
    lists_read: Sequence[Listed],
    new: Sequence[Listed],
    options: TableFile,
    names: Sequence[str],
    former: Draft,
    propose: Propose,
) -> Draft:
    """Return lines and questions that add ``new`` lists of a table to those read by ``options`` and ``former``.

    ``names`` are the table's files so far, in all rounds. Raises ``ApartError`` if no single set of settings reads all.
    """
    lists, column, place = [*lists_read, *new], COLUMN_BY_NAME[table], ("tables", table)
    source = _source_of_names(lists, options.from_sheet.get(column))
    in_one = source == "name"
    drafts, unnamed = [], [listed for listed in lists_read if not _has_column(listed, column, options)]
    for listed in new:
        draft = Draft(former.answers)
        if column not in propose(listed, _settings_alone(listed, column, options), draft).values():
            unnamed.append(listed)
        drafts.append(draft)
    subjects = {listed: listed.sheet if in_one else subject(listed.path.stem) for listed in unnamed}
    if len(set(map(bare_words, subjects.values()))) < len(unnamed):
        raise ApartError("names")
    files = list(dict.fromkeys([*(names or map(_file_name, lists_read)), *map(_file_name, new)]))
    lines = (
        _sheet_lines(place, files[0], lists_read, new, options) if in_one else [SettingLine((*place, "files"), files)]
    )
    if unnamed:
        lines.append(SettingLine((*place, "from_sheet"), {**options.from_sheet, column: source}))
    lines += _encoding_line(place, lists, options)
    merged = _merged_lines(place, column, [former.lines, *(draft.lines for draft in drafts)], options)
    lines += _merged_marks(merged, lists, options)
    lines += _code_for_men(place, lines, lists, options)
    if column == "service":
        lines += _codes_of_services(
            place, [*((listed, None) for listed in lists_read), *zip(new, drafts, strict=True)], subjects, options
        )
    _insist_on_presence(zip(new, drafts, strict=True), lists_read, options)
    lines[1:1] = _sheet_line(place, lines, lists, options)
    return Draft(former.answers, lines, [question for draft in drafts for question in draft.questions])


def _file_name(listed: Listed) -> str:
    return listed.path.name


def _source_of_names(lists: Sequence[Listed], declared: str | None) -> str:
    """Return what names the lists: ``name`` (of their sheets, in one workbook) or ``file``.

    Raises ``ApartError`` if both would be needed, or another than ``declared``.
    """
    files = {listed.path for listed in lists}
    source = "name" if len(files) == 1 and all(can_be_named(listed.sheet) for listed in lists) else "file"
    if declared not in (None, source) or (source == "file" and len(files) < len(lists)):
        raise ApartError("sheets")
    return source


def _sheet_lines(
    place: Place, file: str, lists_read: Sequence[Listed], new: Sequence[Listed], options: TableFile
) -> list[SettingLine]:
    """Return the lines for a workbook and those of its sheets that are one list."""
    sheets = options.sheets if isinstance(options.sheets, list) else [listed.sheet for listed in lists_read]
    return [
        SettingLine((*place, "file"), file),
        SettingLine((*place, "sheets"), [*sheets, *(listed.sheet for listed in new)]),
    ]


def named_by_subject(table: str, lists: Sequence[Listed], dictionary: HeaderWords, declared: object = None) -> bool:
    """Return True if the name of each list gives its meeting; for services, if there are several.

    ``declared`` is the service set for the list already read.
    """
    if table != "services":
        return table in COLUMN_BY_NAME
    services = {declared} - {None}
    for listed in lists:
        in_name = services_in([listed.sheet], dictionary) or services_in([listed.path.stem], dictionary)
        services |= in_name.keys() if len(in_name) == 1 else set()
    return len(services) > 1


def ask_column_of_names(
    chosen: Sequence[Listed], dictionary: HeaderWords, language: Language, draft: Draft
) -> str | None:
    """Ask which column the names of sheets or files of one service give, if none of their columns does."""
    columns_there = {dictionary.column("services", header, _OF_ONE_SERVICE) for header in chosen[0].headers}
    columns = [one for one in _OF_ONE_SERVICE if one not in columns_there]
    choices = [AnswerOption(one, language.text(f"suggest.named_after.{one}")) for one in (*columns, _NOTHING)]
    names = ", ".join(one_line(one.key) for one in chosen)
    text = language.text("suggest.questions.named_after", files=names)
    answer = draft.ask(OpenQuestion(f"services|{names}|named", text, tuple(choices))) if columns else None
    return None if answer == _NOTHING else answer


def would_rename_meeting(names: Iterable[str], options: TableFile) -> bool:
    """Return True if a meeting with its own name would be renamed after its file."""
    declared = options.values.get("event")
    if declared is None or options.from_sheet.get("event"):
        return False
    return any(bare_words(str(declared)) != bare_words(subject(Path(name).stem)) for name in names)


def _settings_alone(listed: Listed, column: str, options: TableFile) -> TableFile:
    """Return the settings of a list without those for other lists."""
    values = {name: value for name, value in options.values.items() if name != column}
    own_settings: dict[str, object] = {
        "file": listed.path.name,
        "files": [],
        "sheet": listed.options.sheet,
        "sheets": None,
        "from_sheet": {},
    }
    return options.model_copy(
        update={**own_settings, "encoding": listed.options.encoding, "values": values, "person": [], "keep": {}}
    )


def _has_column(listed: Listed, column: str, options: TableFile) -> bool:
    return any(header.lower() == column or options.columns.get(header) == column for header in listed.headers)


def _codes_of_services(
    place: Place, lists: Iterable[tuple[Listed, Draft | None]], subjects: Mapping[Listed, str], options: TableFile
) -> Iterable[SettingLine]:
    """Yield codes for the name of each list whose service is proposed or declared."""
    for listed, draft in lists:
        proposed = {line.place[-1]: line.value for line in draft.lines if line.place[2] == "values"} if draft else {}
        service = proposed.get("service") or (options.values.get("service") if draft is None else None)
        if listed in subjects and service:
            yield SettingLine((*place, "codes", "service", subjects[listed]), service)


def _encoding_line(place: Place, lists: Sequence[Listed], options: TableFile) -> list[SettingLine]:
    encodings = {one.options.encoding for one in lists if one.path.suffix.lower() not in WORKBOOKS}
    if len(encodings) > 1:
        raise ApartError("columns")
    return [SettingLine((*place, "encoding"), one) for one in encodings if one and not options.encoding]


def _merged_lines(
    place: Place, column: str, drafts: Iterable[Sequence[SettingLine]], options: TableFile
) -> list[SettingLine]:
    """Return the lines of all lists, each setting once; names differing in case and spaces are one."""
    spelled = {header_key(header): one_line(header) for header in (*options.columns, *options.counts, *options.keep)}
    merged: dict[tuple[Place, str], SettingLine] = {}
    for line in (_spelled(line, spelled) for lines in drafts for line in lines):
        if line.place in ((*place, "values", column), (*place, "encoding")):
            continue
        key = (line.place, "" if line.place[-1] else line.comment)
        merged[key] = _merged_line(merged[key], line) if key in merged else line
    declared = {("person",): options.person} | {("keep", header): words for header, words in options.keep.items()}
    for end, value in declared.items():
        key = ((*place, *end), "")
        if value and key in merged and merged[key].value is not None:
            merged[key] = _merged_line(SettingLine(key[0], value), merged[key])
    return list(merged.values())


def _spelled(line: SettingLine, spelled: dict[str, str]) -> SettingLine:
    if line.place[2:3] not in (("columns",), ("keep",)) or not line.place[-1]:
        return line
    header = spelled.setdefault(header_key(line.place[-1]), line.place[-1])
    return replace(line, place=(*line.place[:-1], header))


def _merged_line(first: SettingLine, second: SettingLine) -> SettingLine:
    """Return two lines for one setting as one; raises ``ApartError`` if they differ."""
    comment = first.comment if first.comment == second.comment else ""
    values = [line.value for line in (first, second) if line.value is not None]
    kind = first.place[2]
    if kind in ("person", "keep") and len(values) == 2:
        first_words, second_words = (value if isinstance(value, list) else [] for value in values)
        return replace(first, value=list(dict.fromkeys([*first_words, *second_words])), comment=comment)
    if len(values) == 2 and values[0] != values[1]:
        raise ApartError("columns")
    if len(values) == 1 and kind in _SETTLED_FOR_ALL:
        return first if first.value is None else second
    if len(values) == 1 and (first.aside or second.aside):
        raise ApartError("columns")
    if not values:
        return first
    return replace(first if first.value is not None else second, comment=comment)


def _code_for_men(
    place: Place, lines: Sequence[SettingLine], lists: Sequence[Listed], options: TableFile
) -> list[SettingLine]:
    """Return a code for M where a list has it beside F while another list has H for men."""
    settings = _settings_with(place, options, lines)
    declared = {word.lower() for word in settings.codes.get("sex", {})}
    sexes = {header_key(header) for header, name in settings.columns.items() if name == "sex"} | {"sex"}
    if "h" not in declared or "m" in declared:
        return []
    words_for_men: set[str] = set()
    for listed in lists:
        for header in (name for name in listed.headers if header_key(name) in sexes):
            words = {code(cell) for cell in listed.raw.cells[header].dropna()}
            small = {word.lower() for word in words}
            words_for_men |= {word for word in words if word.lower() == "m" and "f" in small and "h" not in small}
    return [SettingLine((*place, "codes", "sex", word), "M") for word in sorted(words_for_men)]


def _merged_marks(lines: Sequence[SettingLine], lists: Sequence[Listed], options: TableFile) -> list[SettingLine]:
    """Return the lines with the marks of lists where everybody was present, so that no list loses rows by another's."""
    merged = []
    for line in lines:
        if line.place[2] == "keep" and line.value is not None:
            header = line.place[-1]
            line = replace(line, value=_all_marks(header, list(line.value), lists))  # type: ignore[call-overload]
        merged.append(line)
    for header, declared in options.keep.items():
        if set(_all_marks(header, list(map(str, declared)), lists)) - set(map(str, declared)):
            raise ApartError("columns")
    return merged


def _all_marks(header: str, all_marks: list[str], lists: Sequence[Listed]) -> list[str]:
    for listed in lists:
        for name in (name for name in listed.headers if header_key(name) == header_key(header)):
            marks = marks_of(name, listed.raw.cells[name])
            if marks is None:  # signatures written as names
                raise ApartError("columns")
            all_marks += [] if marks.away else [word for word in marks.there if word not in all_marks]
    return all_marks


def _insist_on_presence(new: Iterable[tuple[Listed, Draft]], lists_read: Sequence[Listed], options: TableFile) -> None:
    """Raise ``ApartError`` if people who did not sign count in one list and not in another."""
    kept = [
        (listed, line.place[-1], line.value) for listed, draft in new for line in draft.lines if line.place[2] == "keep"
    ]
    kept += [
        (listed, header, words)
        for listed in lists_read
        for header, words in options.keep.items()
        if header in listed.headers
    ]
    absent_count: dict[str, set[bool]] = {}
    for listed, header, words in kept:
        marks = marks_of(header, listed.raw.cells[header])
        if marks and marks.away and isinstance(words, list):
            absent_count.setdefault(header_key(header), set()).add(not set(marks.away).isdisjoint(words))
    if any(len(answers) > 1 for answers in absent_count.values()):
        raise ApartError("columns")


def _sheet_line(
    place: Place, lines: Sequence[SettingLine], lists: Sequence[Listed], options: TableFile
) -> list[SettingLine]:
    """Return the line for the sheet of all workbooks, if needed; raises ``ApartError`` if none fits."""
    several_sheets = [one for one in lists if one.several]
    tries: list[list[SettingLine]] = [[]]
    stacked = any(line.place == (*place, "sheets") for line in lines)
    if several_sheets and not stacked and options.sheet is None and options.sheets is None:
        named_sheets = [one.sheet for one in several_sheets if one.sheet and one.sheet == one_line(one.sheet)]
        tries += [[SettingLine((*place, "sheet"), one)] for one in (*named_sheets[:1], several_sheets[0].options.sheet)]
    for tried in tries:
        settings = _settings_with(place, options, [*tried, *lines])
        if all(_finds_list(place[-1], one, settings) for one in lists):
            _insist_on_columns(lists, settings)
            return tried
    raise ApartError("sheets" if several_sheets else "columns")


def _settings_with(place: Place, options: TableFile, lines: Iterable[SettingLine]) -> TableFile:
    new: Mapping[str, object] = settings_of(lines)["tables"][place[-1]]  # type: ignore[index]
    settings = options.model_dump(exclude_unset=True, exclude={"file", *(["sheet"] if "sheets" in new else [])})
    for name, value in new.items():
        settings[name] = {**settings.get(name, {}), **value} if isinstance(value, dict) else value
    return TableFile.model_validate(settings)


def _finds_list(table: str, listed: Listed, settings: TableFile) -> bool:
    """Return True if the settings find this list in its file."""
    try:
        parts = read_lists(listed.path, settings, table)
    except UnreadableError:
        return False
    if listed.several or len(parts) > 1:
        parts = [part for part in parts if part.detected.get("sheet", "").strip() == listed.sheet]
    return len(parts) == 1 and set(map(header_key, map(str, parts[0].cells.columns))) == _keys(listed)


def _insist_on_columns(lists: Sequence[Listed], settings: TableFile) -> None:
    """Raise ``ApartError`` if a list has two names of one column, or lacks a count of people that others have."""
    for listed in lists:
        mapped = [name for header, name in settings.columns.items() if header_key(header) in _keys(listed)]
        if len(mapped) > len(set(mapped)) or not set(map(header_key, settings.counts)) <= _keys(listed):
            raise ApartError("columns")


def _keys(listed: Listed) -> set[str]:
    return set(map(header_key, map(str, listed.raw.cells.columns)))
