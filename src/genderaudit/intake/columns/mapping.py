"""From the headers of a file to the names of the contract: which columns are read, summed, left aside or missing."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from genderaudit.intake.cells import amount_words, matching, values
from genderaudit.intake.columns import repeated_people
from genderaudit.intake.columns.reading import read_number_column
from genderaudit.intake.contract import SAFE_TO_SHOW, Column
from genderaudit.intake.files import headers
from genderaudit.intake.files.readers import one_line
from genderaudit.intake.list_file import ListFile, often_seen, some_of
from genderaudit.intake.rows import presence
from genderaudit.intake.survey.answers import answer_columns
from genderaudit.intake.vocabulary import states
from genderaudit.intake.vocabulary.cell_words import marked
from genderaudit.intake.vocabulary.row_words import total_label_kind


def with_contract_names(file: ListFile) -> pd.DataFrame | None:
    """Return the cells under the names of the contract; ``None`` if required columns are missing."""
    cells = file.raw.cells
    mapping = {one_line(header): name for header, name in file.options.columns.items()}
    person_headers = [one_line(header) for header in file.options.person if header not in file.options.columns]
    amounts = {column.name for column in file.table.columns if column.kind == "amount"}
    # Each part of a sum is required.
    columns_found = {mapping[header] for header in mapping if header in cells.columns} - amounts
    stacked = bool(file.options.sheets or file.options.files)  # a sheet may have its own name for a column
    lost = [
        header
        for header in (*mapping, *file.counted_headers(), *map(one_line, file.options.turns), *person_headers)
        if header not in cells.columns and not (stacked and mapping.get(header) in columns_found)
    ]
    elsewhere = headers_elsewhere(file, lost) if stacked else set()
    lost = [header for header in lost if header not in elsewhere]
    for header in lost:
        file.note_missing_header(header)
    cells = with_sums(file, kept_rows(file, cells), mapping).rename(columns=mapping)
    headers_by_lower_case = {name.lower(): name for name in cells.columns}
    for column in file.table.columns:
        if column.name not in cells and column.name in headers_by_lower_case:
            cells = cells.rename(columns={headers_by_lower_case[column.name]: column.name})
    twice = cells.columns[cells.columns.duplicated()]
    if len(twice):  # never guess which of the two is meant
        file.problem("error", "header_twice", values={"headers": some_of(twice)})
        cells = cells.loc[:, ~cells.columns.duplicated()]
    for name, value in file.options.values.items():
        if name not in file.options.from_sheet or name not in cells:
            cells[name] = value
    columns_given = {*cells.columns, *(("sex", "count") if file.options.counts else ())}
    misnamed = {mapping[header] for header in lost if header in mapping}
    missing = [c.name for c in file.table.columns if c.required and c.name not in columns_given]
    crossed = note_presence(file) == "people_by_meetings"
    for name in (name for name in missing if name not in misnamed):
        file.problem("error", "column_missing", column=name, values={"row": file.raw.header_row})
    if not missing and not lost:  # otherwise the "header" may be a row of people
        note_unused(file, cells, person_headers)
    return None if missing or crossed or set(lost) & set(file.counted_headers()) else cells


def note_presence(file: ListFile) -> str | None:
    """Note a column of signatures or marks of presence, or people by meetings; return the rule of what was noted."""
    remark = presence.presence_problem(file.raw.cells, file.options, file.table.name) if file.is_listed() else None
    if remark:
        file.note_remark(remark)
    return remark.rule if remark else None


def note_unused(file: ListFile, cells: pd.DataFrame, person_headers: list[str]) -> None:
    """Note columns that nothing reads, and what they tell of the rows (several periods, ids that repeat).

    ``person_headers``: columns by which people are compared.
    """
    columns_known = {column.name for column in file.table.columns}
    if file.table.open_ended:
        questionnaire = file.wordings.questionnaire
        columns_known |= {*answer_columns(questionnaire), *(one.id for one in questionnaire.several)}
    columns_known |= {
        *person_headers,
        *file.counted_headers(),
        *map(one_line, (*file.options.turns, *file.options.keep)),
    }
    columns_known |= {name for name in map(str, cells) if file.options.counts and total_label_kind(name)}
    unused = [str(name) for name in cells.columns if name not in columns_known]
    if not unused:
        return
    file.problem("warning", "columns_not_used", values={"columns": some_of(unused)})
    if not file.is_listed():
        return
    if file.table.name in states.TABLES_WITH_STATES:
        note_states(file, cells[unused])
    for header in repeated_people.periods(cells[unused], file.table.name):
        shown, rare = often_seen(cells[header].dropna(), SAFE_TO_SHOW)
        text_values = {"seen": shown, "rare": rare, "header": header, "last": shown[-1][0] if shown else "…"}
        file.problem("error", "several_periods", column=header, values=text_values)
    if "count" not in cells and not file.options.counts and not person_headers:
        for header, rows in repeated_people.repeated(cells[unused], file.table.name):
            file.problem("warning", "id_repeats", column=header, rows=rows, values={"header": header})


def note_states(file: ListFile, unused: pd.DataFrame) -> None:
    """Note rows that an unused column marks as refused, closed or left."""
    for header in (one for one in map(str, unused) if states.says_state(one)):
        filled = unused[header].dropna()
        ended = filled[filled.map(values.code).map(states.is_ended).astype(bool)]
        if len(ended):
            shown, rare = often_seen(ended, SAFE_TO_SHOW)
            file.problem(
                "warning", "state_not_used", column=header, rows=ended.index, values={"seen": shown, "rare": rare}
            )


def headers_elsewhere(file: ListFile, lost: list[str]) -> set[str]:
    """Return those of ``lost`` that one of several files may lack; each is noted."""
    optional = {one_line(header) for header in headers.optional_headers(file.options, file.table.name)}
    for header in lost:
        others = headers.headers_of_amount(header, file.options, file.table.name) - {header}
        optional |= {header} if others & set(map(str, file.raw.cells)) else set()
    are_separate = file.options.files or isinstance(file.options.sheets, list)
    names = {one_line(header) for header in file.options.person if are_separate} - optional
    optional |= names
    absent_keep_headers = [one for one in map(one_line, file.options.keep) if one not in file.raw.cells]
    lacking_allowed = [header for header in dict.fromkeys((*lost, *absent_keep_headers)) if header in optional]
    has_names = not names.isdisjoint(file.raw.cells)  # other columns of names suffice to compare people
    for header in (one for one in lacking_allowed if not (has_names and one in names)):
        file.note_missing_header(header, "warning", "header_elsewhere")
    return set(lacking_allowed)


def kept_rows(file: ListFile, cells: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that ``keep`` of organisation.yml names; the others are noted."""
    all_cells = cells
    for header, wanted in file.options.keep.items():
        name = one_line(header)
        if name not in cells.columns:
            if header not in headers.optional_headers(file.options, file.table.name):
                file.note_missing_header(name)
            continue
        kept = {matching.word_key(value) for value in wanted}
        belongs = cells[name].where(cells[name].notna(), "").map(matching.word_key).isin(kept)
        if presence.is_signed(name):
            came = presence.signed(cells[name])
            belongs |= (came & (presence.SIGNED in kept)) | (~came & (presence.UNSIGNED in kept))
        if not belongs.all():
            shown, rare = often_seen(cells.loc[~belongs, name].dropna(), SAFE_TO_SHOW)
            blank = int(cells.loc[~belongs, name].isna().sum())
            text_values = {"seen": shown, "rare": rare, "blank": blank}
            file.problem("warning", "row_not_kept", column=name, rows=cells.index[~belongs], values=text_values)
        cells = cells.loc[belongs]
    gone = sexes_in(file, all_cells) - sexes_in(file, cells)
    for sex in sorted(gone) if file.table.name != "attendance" else ():  # a meeting may have been of women only
        file.problem("warning", "keep_without_women" if sex == "F" else "keep_without_men")
    return cells


def sexes_in(file: ListFile, cells: pd.DataFrame) -> set[str]:
    """Return those of F and M that occur in the column of sex; empty without such a column."""
    mapping = {one_line(header): name for header, name in file.options.columns.items()}
    sex_headers = [name for name in map(str, cells) if mapping.get(name, name.lower()) == "sex"]
    return {"F", "M"} & {
        str(code).upper() for name in sex_headers for code in file.declared("sex", cells[name]).unique()
    }


def with_sums(file: ListFile, cells: pd.DataFrame, mapping: Mapping[str, str]) -> pd.DataFrame:
    """Return the cells with several headers of one amount summed under the first; of other columns that is an error."""
    for name in dict.fromkeys(mapping.values()):
        headers = [header for header in mapping if mapping[header] == name and header in cells.columns]
        if len(headers) < 2:
            continue
        column = file.table.column(name)
        if column is None or not column.adds_up:
            file.problem("error", "headers_of_one", column=name, values={"headers": some_of(headers)})
        elif column.kind == "boolean":
            cells[headers[0]] = yes_in_any(file, column, cells[headers])
            cells = cells.drop(columns=headers[1:])
        else:
            parts = pd.concat([read_number_column(file, column, cells[one], one) for one in headers], axis=1)
            parts = parts.set_axis(headers, axis=1)
            note_sum(file, name, parts)
            total = sum_of_parts(file, name, parts, cells)
            cells = cells.drop(columns=headers[1:])
            cells[headers[0]] = total
    return cells


def yes_in_any(file: ListFile, column: Column, cells: pd.DataFrame) -> pd.Series:
    """Return yes where any of these columns says yes, no where none does and one says no, else blank."""
    file.problem("warning", "added_up", values={"column": column.name, "sum": " + ".join(map(str, cells))})
    for header in map(str, cells):
        check_booleans(file, column, cells[header], header)
    parsed = cells.apply(lambda one: values.booleans(file.declared(column.name, one)).astype(object))
    any_yes: pd.Series = parsed.eq(True).any(axis=1).astype(object)
    return any_yes.where(parsed.notna().any(axis=1))


def check_booleans(file: ListFile, column: Column, cells: pd.Series, name: str) -> None:
    """Note cells of ``name`` that are neither yes nor no."""
    unread = cells.notna() & values.booleans(file.declared(column.name, cells)).isna()
    if unread.any():
        file.problem("warning", "not_yes_or_no", column=name, rows=cells.index[unread])


def sum_of_parts(file: ListFile, name: str, parts: pd.DataFrame, cells: pd.DataFrame) -> pd.Series:
    """Return the sum of ``parts``, blank where a part cannot be read; of pay, also where the largest part is blank."""
    file.parts = parts if name == "pay" else file.parts
    unread = pd.concat([cells[one].notna() & ~marked(cells[one]) & parts[one].isna() for one in parts], axis=1)
    unknown = unread.any(axis=1) & parts.notna().any(axis=1)
    if unknown.any():
        file.problem("warning", "part_not_read", column=name, rows=parts.index[unknown])
    if name == "pay":
        main = str(parts.median().fillna(0).idxmax())
        bare = parts[main].isna() & parts.notna().any(axis=1) & ~unknown
        if bare.any():
            file.problem("warning", "main_part_blank", column=main, rows=parts.index[bare], values={"main": main})
        unknown |= bare
    total: pd.Series = parts.sum(axis=1, min_count=1).mask(unknown)
    return total


def note_sum(file: ListFile, name: str, parts: pd.DataFrame) -> None:
    """Note what is added up; an error where one of the parts is the total of the others."""
    file.problem("warning", "added_up", values={"column": name, "sum": " + ".join(parts.columns)})
    total = amount_words.total_among(parts)
    if total is not None:
        others = " + ".join(header for header in parts.columns if header != total)
        file.problem("error", "total_added_up", column=total, values={"total": total, "parts": others})
