"""Proposals for ``organisation.yml``: what unknown headers and codes most likely are, to paste and to check.

Nothing here changes how a file is read. What has several meanings is a comment that asks; a value seen
fewer times than ``SAFE_TO_SHOW`` could be a person's own word and is only counted.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from genderaudit.intake import letters, own_workbooks, values
from genderaudit.intake.book import WORKBOOKS
from genderaudit.intake.contract import SAFE_TO_SHOW, TABLES, Column, Table
from genderaudit.intake.counts import counted_by_sex, counts_a_sex, is_serial
from genderaudit.intake.dates import read_dates
from genderaudit.intake.dictionaries import Words, plain, words
from genderaudit.intake.presence import says_who_came
from genderaudit.intake.problems import Problem
from genderaudit.intake.raw import RawTable, UnreadableError
from genderaudit.intake.readers import ENDINGS, read_file
from genderaudit.intake.written import written
from genderaudit.language import Language
from genderaudit.methodology import methodology
from genderaudit.organisation import Organisation, TableFile
from genderaudit.questionnaire import UNSURE, Scale
from genderaudit.workspace import inside

MOST_SHOWN = 40  # headers or codes of one column; beyond that a list helps nobody
_LONGEST_SHOWN = 80  # characters of a header or code: a longer one is an answer in free text
_FEWEST_HEADERS = 2  # recognised headers from which on a file that no table uses is taken for a table
TEXTS = (".csv", ".tsv", ".txt")
OF_PEOPLE = ("staff", "members", "bodies", "attendance")
ROWS_TRIED, MOST_SHEETS = 10, 5  # where the row of column names is looked for
_HEADER_SEARCH = 2_000_000  # bytes; only smaller files are read again and again to find the header


def suggest(folder: Path, organisation: Organisation, language: Language) -> str:
    """Lines of YAML below ``tables:`` for the files of a round; empty if nothing is to be proposed."""
    dictionary = words(organisation.languages[0])
    blocks = []
    used: set[str] = set()
    passed: list[str] = []
    for name, table in TABLES.items():
        options = organisation.tables.get(name, TableFile())  # type: ignore[call-overload]
        for path in _files(folder, name, options)[:1]:
            used.add(path.name)
            blocks += _block(table, path, options, dictionary, language)
    given = {line.strip(" :") for line in blocks if line.startswith("  ") and line[2] != " "} | set(organisation.tables)
    for path in sorted(folder.iterdir()):
        if path.is_file() and not path.is_symlink() and path.name not in used and path.suffix.lower() in ENDINGS:
            found = _tables_of(path, dictionary)
            block = _block(found[0], path, TableFile(file=path.name), dictionary, language, new=True) if found else []
            if block and (len(found) > 1 or found[0].name in given):  # a key that stands twice is an error
                names = ", ".join(table.name for table in found)
                asked = language.text("suggest.which_table", file=path.name, tables=names)
                block = [f"  # {asked}", *(f"  # {line.removeprefix('  ')}" for line in block)]
            given |= {table.name for table in found[:1]}
            blocks += block
            own = any(map(path.match, [*own_workbooks.INTAKE_FILES, *own_workbooks.FILE_NAMES.values()]))
            passed += [] if block or own else [f"  # {language.text('suggest.not_proposed', file=path.name)}"]
    if not blocks:
        return ""
    blocks += passed
    opening = [f"# {line}" for line in language.text("suggest.opening").splitlines()]
    return "\n".join([*opening, *_without_empty(["tables:", *blocks])])


def _without_empty(lines: list[str]) -> list[str]:
    """Lines of which keys that have nothing but comments below them are comments too: no setting is blank."""
    kept: list[str] = []
    below = 0  # how far the next line that is no comment is indented
    for line in reversed(lines):
        text = line.lstrip()
        indent = len(line) - len(text)
        is_blank = text.split("  #")[0].endswith(":") and below <= indent
        if text.startswith("#") or is_blank:
            kept.append(line if text.startswith("#") else f"{line[:indent]}# {text}")
        else:
            kept.append(line)
            below = indent
    return kept[::-1]


def _files(folder: Path, table: str, options: TableFile) -> list[Path]:
    names = options.names or [table + ending for ending in ENDINGS]
    return [path for path in (inside(folder, name) for name in names) if path.is_file()]


def _tables_of(path: Path, dictionary: Words) -> list[Table]:
    """The table whose columns are most of the file's headers, if any table is; several where nothing tells them apart.

    A list of who was at a meeting, by its name or a column of signatures, is one of attendance and no other. Of tables
    that fit alike it is the one whose own words the headers are: a section is a branch of members.
    """
    try:
        raw = _read(path, _encoded(path, TableFile()), "", dictionary)
    except UnreadableError:
        return []
    headers = [str(header) for header in raw.cells.columns]
    if _is_of_meeting(path, raw, headers, dictionary):
        return [TABLES["attendance"]]
    fit = {name: _fits(table, headers, dictionary) for name, table in TABLES.items()}
    best = max(fit.values())
    return [TABLES[name] for name, one in fit.items() if one == best] if best[0] >= _FEWEST_HEADERS else []


def _is_of_meeting(path: Path, raw: RawTable, headers: list[str], dictionary: Words) -> bool:
    """Whether people are listed, or counted, who were at a meeting."""
    known = (_meant("attendance", header, ["sex"], dictionary) for header in headers)
    if not (any(known) or _beside(TABLES["attendance"], headers, TableFile(), dictionary)):
        return False
    if any(says_who_came(header, raw.cells[header]) for header in headers):
        return True
    named = {*plain(path.stem).split(), *plain(raw.detected.get("sheet", "")).split()}
    return bool(named & set(map(plain, written().meetings))) and not _own("staff", headers, dictionary)


def _meant(table: str, header: str, known: Sequence[str], dictionary: Words) -> str | None:
    """The column that a header most likely is; a numbering (N°) never counts people."""
    column = dictionary.column(table, header, known)
    return None if column == "count" and dictionary.is_serial(header) else column


def _fits(table: Table, headers: list[str], dictionary: Words) -> tuple[float, int, int]:
    """How well a table fits: by all columns, by those that it needs if they are there, by its own words."""
    fit = _fit(table, headers, dictionary)
    needed = sum(column.required for column in table.columns)
    return fit, needed if fit >= needed else 0, _own(table.name, headers, dictionary)


def _own(table: str, headers: list[str], dictionary: Words) -> int:
    return sum(plain(header) in dictionary.columns.get(table, {}) for header in headers)


def _fit(table: Table, headers: list[str], dictionary: Words) -> float:
    known = [column.name for column in table.columns]
    found = {_meant(table.name, header, known, dictionary) or (header if header in known else "") for header in headers}
    found |= {"sex", "count"} if _beside(table, headers, TableFile(), dictionary) else set()
    needed = [column.name for column in table.columns if column.required]
    return len(found - {""}) if set(needed) <= found else 0.5 * len(found - {""}) / (1 + len(needed))


def _read(path: Path, options: TableFile, table: str, dictionary: Words) -> RawTable:
    """The file with the row of column names in which most headers are recognised."""
    if "header_row" in options.model_fields_set or path.stat().st_size > _HEADER_SEARCH:
        return read_file(path, options, table)
    names = [table] if table else list(TABLES)
    best: RawTable | None = None
    most = -1
    for tried in _attempts(path, options):
        try:
            raw = read_file(path, tried, table)
        except UnreadableError as error:
            if tried == options:
                raise
            if error.rule == "no_such_sheet":
                break
            continue
        headers = [str(header) for header in raw.cells.columns]
        found = max(_recognised(TABLES[name], headers, options, dictionary) for name in names)
        if found > most:
            best, most = raw, found
        if raw.own or (tried == options and found >= _FEWEST_HEADERS and 2 * found >= len(headers)):
            break
    assert best is not None
    return best


def _attempts(path: Path, options: TableFile) -> Iterator[TableFile]:
    """As given; then each of the first sheets with each of its first rows as the row of column names."""
    yield options
    sheets: list[int | str | None] = [options.sheet]
    if path.suffix.lower() in WORKBOOKS and options.sheet is None:
        sheets = list(range(1, MOST_SHEETS + 1))
    for sheet in sheets:
        for row in range(1, ROWS_TRIED + 1):
            yield options.model_copy(update={"sheet": sheet, "header_row": row})


def _recognised(table: Table, headers: list[str], options: TableFile, dictionary: Words) -> int:
    known = [column.name for column in table.columns]
    found = sum(h in options.columns or h in known or bool(_meant(table.name, h, known, dictionary)) for h in headers)
    return found + len(_beside(table, headers, options, dictionary))


def _block(
    table: Table, path: Path, options: TableFile, dictionary: Words, language: Language, *, new: bool = False
) -> list[str]:
    told = _encoded(path, options)
    try:
        raw = _read(path, told, table.name, dictionary)
    except UnreadableError:
        return []  # `check` says what is wrong with it
    if raw.detected.get("workbook") == "own":
        return []
    settings = [f"    file: {_quoted(path.name)}"] if new else []
    settings += ["    encoding: mac_roman"] if told is not options else []
    options = told
    if raw.sheet > 1 and options.sheet is None:
        settings.append(f"    sheet: {raw.sheet}")
    beside = {} if options.counts else _beside(table, list(map(str, raw.cells.columns)), options, dictionary)
    mapping, columns = _columns(table, raw, options, {*beside, *options.counts}, dictionary, language)
    if raw.header_row > 1 and "header_row" not in options.model_fields_set:
        known = {"columns": {**options.columns, **mapping}, "counts": beside or options.counts}
        if not _is_found(raw, path, options.model_copy(update=known), table.name):
            settings.append(f"    header_row: {raw.header_row}")
    if beside:
        pairs = ", ".join(f"{_quoted(header)}: {sex}" for header, sex in beside.items())
        settings.append(f"    counts: {{{pairs}}}  # {language.text('suggest.counts')}")
    if table.name == "attendance" and "event" not in {*mapping.values(), *options.values, *options.from_sheet}:
        settings.append(f"    # values: {{event: ?}}  # {language.text('suggest.one_meeting')}")
    settings += _person(table, raw, mapping, options, {*beside, *options.counts}, dictionary)
    settings += _dates(table, raw, mapping, options, language)
    codes = list(_codes(table, raw, mapping, options, dictionary, language))
    lines = settings
    if columns:
        lines = [*lines, "    columns:", *columns]
    if codes:
        lines = [*lines, "    codes:", *codes]
    return [f"  {table.name}:", *lines] if columns or codes or settings else []


def _encoded(path: Path, options: TableFile) -> TableFile:
    """The options, with MacRoman where the letters of a text file show it, and are right once it is read so."""
    as_mac = options.model_copy(update={"encoding": "mac_roman"})
    if path.suffix.lower() not in TEXTS or options.encoding or path.stat().st_size > _HEADER_SEARCH:
        return options
    try:
        shown = letters.is_mac(read_file(path, options))
    except UnreadableError as error:
        shown = error.rule == "wrong_encoding"
    try:
        return as_mac if shown and not letters.is_mac(read_file(path, as_mac)) else options
    except UnreadableError:
        return options


def _person(
    table: Table,
    raw: RawTable,
    mapping: Mapping[str, str],
    options: TableFile,
    counts: Collection[str],
    dictionary: Words,
) -> list[str]:
    """The columns of names, by which people who stand twice are found; a list of numbers has none."""
    if options.person or table.name not in OF_PEOPLE or counts or "count" in mapping.values():
        return []
    names = [header for header in map(str, raw.cells.columns) if plain(header) in dictionary.person]
    names = [header for header in names if header not in mapping]
    return [f"    person: [{', '.join(map(_quoted, names))}]"] if names else []


def _dates(
    table: Table, raw: RawTable, mapping: Mapping[str, str], options: TableFile, language: Language
) -> Iterator[str]:
    """An open question for each column of dates that fits both orders of day and month, with what is seen there."""
    if options.dates is not None:
        return
    for header, name in mapping.items():
        column = table.column(name)
        if column is None or column.kind not in ("date", "birth"):
            continue
        for said in read_dates(raw.cells[header], None, years=column.kind == "birth").said:
            if said.rule == "dates_ambiguous":
                problem = Problem(severity="error", rule=said.rule, values=said.values)
                asked = language.text("suggest.dates", column=header[:_LONGEST_SHOWN])
                yield f"    # dates: ?  # {asked} {problem.what(language)}"


def _is_found(raw: RawTable, path: Path, options: TableFile, table: str) -> bool:
    """Whether the row of column names is found without being given, which would keep two rows from being joined."""
    try:
        read = read_file(path, options.model_copy(update={"sheet": raw.sheet} if raw.sheet > 1 else {}), table)
    except UnreadableError:
        return False
    return read.header_row >= raw.header_row and set(options.columns) | set(options.counts) <= set(read.cells.columns)


def _beside(table: Table, headers: list[str], options: TableFile, dictionary: Words) -> dict[str, str]:
    """Headers of a table of counts that each count one sex; none where a column of sexes is mapped or recognised."""
    sexes = [h for h in headers if dictionary.column(table.name, h, ["sex"]) or h.lower() == "sex"]
    if table.column("count") is None or "sex" in options.columns.values() or sexes:
        return {}
    return counted_by_sex(headers, dictionary)


def _columns(
    table: Table, raw: RawTable, options: TableFile, beside: set[str], dictionary: Words, language: Language
) -> tuple[dict[str, str], list[str]]:
    """Header → column as far as given or proposed, and the lines that propose it."""
    known = [column.name for column in table.columns]
    items = [item.id for item in methodology().questionnaire.items] if table.open_ended else []
    headers = [str(header) for header in raw.cells.columns]
    mapping = {header: options.columns[header] for header in headers if header in options.columns}
    mapping |= {h: h.lower() for h in headers if h not in mapping and h.lower() in known}
    taken = set(mapping.values()) | set(options.values)
    taken |= {"sex", "count"} if beside else set()
    lines, unknown = [], []
    for header in headers:
        column = dictionary.column(table.name, header, known)
        if header in mapping or header in items or header in beside or (beside and column == "count"):
            continue
        if beside and counts_a_sex(header, dictionary):
            lines.append(f"      # {_quoted(header)}: {language.text('suggest.second_pair')}")
        elif column == "count" and (
            dictionary.is_serial(header) or is_serial(header, values.numbers(raw.cells[header], raw.decimal))
        ):
            lines.append(f"      # {_quoted(header)}: {language.text('suggest.serial')}")
        elif column is None:
            unknown.append(header)
        elif column in taken:
            lines.append(f"      # {_quoted(header)}: {column}  # {language.text('suggest.taken')}")
        else:
            mapping[header] = column
            taken.add(column)
            lines.append(f"      {_quoted(header)}: {column}")
    incomplete = bool(beside) or any(column.required and column.name not in taken for column in table.columns)
    shown = [h for h in unknown if len(h) <= _LONGEST_SHOWN][:MOST_SHOWN] if lines or incomplete else []
    lines += [f"      # {_quoted(header)}: ?" for header in shown]
    if len(unknown) > len(shown) and shown:
        lines.append(f"      # {language.text('suggest.more_headers', number=len(unknown) - len(shown))}")
    return mapping, lines


def _codes(
    table: Table,
    raw: RawTable,
    mapping: Mapping[str, str],
    options: TableFile,
    dictionary: Words,
    language: Language,
) -> Iterator[str]:
    """A block for each column that has codes, and one for the questionnaire's items together."""
    for header, name in mapping.items():
        column = table.column(name)
        if column is None or not (column.kind in ("sex", "boolean") or column.values):
            continue
        seen = _seen(raw.cells[header], options.codes.get(name, {}))
        accepted = {value.lower() for value in column.values}
        if column.kind == "boolean":
            accepted = values.TRUE | values.FALSE
        shady = column.kind == "sex" and "h" in {word.lower() for word in seen}
        unknown = {
            word: n for word, n in seen.items() if word.lower() not in accepted or (shady and word.lower() == "m")
        }
        yield from _code_lines(name, column, unknown, dictionary, language)
    if table.open_ended:
        ids = [item.id for item in methodology().questionnaire.items if item.id in raw.cells]
        accepted = {*Scale().points, *UNSURE, "-1", "-2"}
        counts: dict[str, int] = {}
        for name in ids:
            for word, number in _seen(raw.cells[name], options.codes.get("items", {})).items():
                counts[word] = counts.get(word, 0) + number
        unknown = {word: number for word, number in counts.items() if word not in accepted}
        yield from _code_lines("items", None, unknown, dictionary, language)


def _seen(cells: pd.Series, declared: Mapping[str, object]) -> dict[str, int]:
    """Codes as written, the most frequent first, without those that are declared."""
    counts = values.each(cells, values.code).dropna().value_counts()
    return {str(word): int(number) for word, number in counts.items() if word not in declared}


def _code_lines(
    name: str, column: Column | None, unknown: Mapping[str, int], dictionary: Words, language: Language
) -> Iterator[str]:
    if not unknown:
        return
    place = "boolean" if column is not None and column.kind == "boolean" else name
    known, asked = dictionary.codes.get(place, {}), dictionary.ask.get(place, {})
    yield f"      {name}:"
    rare = shown = 0
    for word, number in unknown.items():
        meaning = known.get(plain(word))
        options = asked.get(plain(word))
        if meaning is None and options is None and (number < SAFE_TO_SHOW or len(word) > _LONGEST_SHOWN):
            rare += 1
            continue
        shown += 1
        if shown > MOST_SHOWN:
            rare += 1
        elif options is not None:
            yield f"        # {_quoted(word)}: ?  # {_count(number, language)}. {_question(options, language)}"
        elif meaning is None:
            yield f"        # {_quoted(word)}: ?  # {_count(number, language)}"
        else:
            yield f"        {_quoted(word)}: {_quoted(meaning)}  # {_count(number, language)}"
    if rare:
        yield f"        # {language.text('suggest.rare', number=rare)}"


def _question(options: Mapping[str, object], language: Language) -> str:
    meanings = [f"{code} ({', '.join(map(str, words))})" for code, words in options.items()]  # type: ignore[call-overload]
    return language.text("suggest.ask", options=" / ".join(meanings))


def _count(number: int, language: Language) -> str:
    if number < SAFE_TO_SHOW:
        return language.text("suggest.few", number=SAFE_TO_SHOW)
    return language.text("suggest.seen", number=number)


def _quoted(word: str) -> str:
    """A JSON text is a YAML text, whatever is in it; plain words need no quotation marks."""
    return (
        word
        if word.isascii() and word.isalpha() and plain(word) not in _TRUTH
        else json.dumps(word, ensure_ascii=False)
    )


_TRUTH = {"true", "false", "yes", "no", "null", "on", "off", "y", "n"}
