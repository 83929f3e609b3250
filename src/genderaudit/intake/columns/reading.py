"""Cells of a column to values of its kind: codes, numbers, dates, booleans; unreadable ones are problems."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from genderaudit.intake.cells import counts, matching, pay, values
from genderaudit.intake.cells.amounts import read_numbers
from genderaudit.intake.cells.dates import is_open_end, read_dates
from genderaudit.intake.cells.numbers import marks_of
from genderaudit.intake.contract import SHARES, Column
from genderaudit.intake.list_file import ListFile, often_seen
from genderaudit.intake.survey.answers import empty_column
from genderaudit.intake.vocabulary.cell_words import marked

NUMBERS = ("number", "amount", "count", "year", "age")
"""Kinds of columns with numbers."""


def find_decimal_mark(file: ListFile, cells: pd.DataFrame) -> None:
    """Set the decimal mark of the file from the columns that show theirs, for those that do not."""
    numbers = [c.name for c in file.table.columns if c.kind in ("number", "amount") and c.name in cells]
    mark = None if file.options.decimal else marks_of(cells[name] for name in numbers).certain
    if mark and mark != file.raw.decimal:
        file.raw = replace(file.raw, decimal=mark)
        file.raw.detected["decimal"] = "comma" if mark == "," else "point"


def read_column(file: ListFile, column: Column, cells: pd.DataFrame) -> pd.Series:
    """Return a column of the contract as values of its kind."""
    if column.name not in cells:
        if column.kind == "count":
            return pd.Series(1, cells.index, dtype="int64")
        return empty_column(column).reindex(cells.index)
    if column.kind == "sex":
        check_initials(file, column, cells[column.name])
    decoded = file.declared(column.name, cells[column.name])
    if column.kind == "sex" or column.values:
        return checked_codes(file, column, decoded)
    if column.kind in ("date", "birth"):
        return within_bounds(file, column, decoded, read_date_column(file, column, decoded))
    if column.kind in NUMBERS:
        result = within_bounds(file, column, decoded, read_number_column(file, column, decoded, column.name))
        if column.name == "weight" and 0 < (blank := decoded.isna()).sum() < len(decoded):
            file.problem("error", "weight_blank", column=column.name, rows=decoded.index[blank])
        return whole_counts(file, column, decoded, result) if column.kind == "count" else result
    result = yes_no_or_text(column, decoded)
    unread = decoded.notna() & result.isna()
    if unread.any():
        severity = "error" if column.required else "warning"
        file.problem(severity, "not_yes_or_no", column=column.name, rows=decoded.index[unread])
    return result


def read_number_column(file: ListFile, column: Column, cells: pd.Series, name: str) -> pd.Series:
    """Return the numbers of a column, shares as parts of 1; ``name`` is how problems call the column."""
    blank = marked(cells) if column.kind != "count" else pd.Series(False, cells.index)
    if blank.any():
        file.problem("warning", "said_blank", column=name, rows=cells.index[blank])
    is_money, code = column.kind == "amount", file.organisation.currency
    nobody = marked(cells, unknown=False) if column.kind == "count" else blank & False
    if nobody.any():
        file.problem("warning", "said_nobody", column=name, rows=cells.index[nobody])
    parsed = read_numbers(
        cells.mask(blank).mask(nobody, 0), file.raw.decimal, file.options.decimal, unit=column.unit, currency=code
    )
    if is_money and file.currency() and parsed.named:
        text_values = {"said": parsed.named, "declared": file.currency()}
        file.problem("error", "currency_of_cells", column=name, values=text_values)
    numbers = values.shares(parsed.values) if column.name in SHARES else parsed.values
    hours = pay.hours_among(cells, parsed.values) if column.name == "fte" else pd.Index([])
    if len(hours):
        file.problem("error", "share_is_hours", column=name, rows=hours)
    needed = column.kind == "count" or column.required or column.strict
    for remark in parsed.remarks:
        if remark.rule == "number_other_unit":
            if len(hours):
                continue
            rule = "arrears_since" if column.name == "in_arrears" else remark.rule
            remark = replace(remark, rule=rule, values={**remark.values, "unit": column.unit})
        file.note_remark(replace(remark, severity="error") if needed and remark.rows else remark, name)
    if column.is_whole and file.table.name != "about":  # of its rows it is said there
        # Half a person is a mistake, not a number to be rounded.
        numbers = numbers.where(numbers.isna() | (numbers % 1 == 0))
        half = parsed.values.notna() & numbers.isna()
        if half.any():
            file.problem("error", "number_half", column=name, rows=cells.index[half])
    return numbers


def read_date_column(file: ListFile, column: Column, cells: pd.Series) -> pd.Series:
    """Return days, of births the year; days of birth are kept in ``file.born``."""
    blank = marked(cells)
    if blank.any():
        file.problem("warning", "said_blank", column=column.name, rows=cells.index[blank])
    is_birth = column.kind == "birth"
    if column.name == "left_on":
        far = is_open_end(cells)
        if far.any():
            file.problem("warning", "end_left_open", column=column.name, rows=cells.index[far])
        blank |= far
    parsed = read_dates(cells.mask(blank), file.options.dates, years=is_birth)
    for remark in parsed.remarks:
        file.note_remark(remark, column.name)
    if not is_birth:
        return parsed.days
    file.born = parsed.days
    years: pd.Series = parsed.days.dt.year.astype(float).fillna(parsed.years)
    return years


def within_bounds(file: ListFile, column: Column, cells: pd.Series, values_read: pd.Series) -> pd.Series:
    """Return the values inside the column's plausible range; others are noted and blank."""
    if not column.bounds or pd.api.types.is_bool_dtype(values_read):
        return values_read
    low, high = column.bounds
    outside = (values_read < low) | (values_read > high)
    if outside.any():
        limits = {"low": float(low), "high": float(high)}
        severity = "error" if column.strict else "warning"
        file.problem(severity, "out_of_range", column=column.name, rows=cells.index[outside], values=limits)
    return values_read.mask(outside)


def whole_counts(file: ListFile, column: Column, cells: pd.Series, numbers: pd.Series) -> pd.Series:
    """Return counts as whole numbers; a blank cell is one person where the count is optional."""
    if file.is_listed() and counts.is_serial(file.header_of(column.name), numbers):
        file.problem("error", "count_is_serial", column=column.name)
    blank = cells.isna()
    if blank.any() and (column.required or not blank.all()):
        severity, rule = ("error", "count_missing") if column.required else ("warning", "count_blank")
        file.problem(severity, rule, column=column.name, rows=cells.index[blank])
    return numbers.mask(blank, 1).fillna(0).round().astype("int64")


def checked_codes(file: ListFile, column: Column, cells: pd.Series) -> pd.Series:
    """Return the codes of a column; an unknown code is an error, never a guess."""
    accepted = {matching.word_key(value): value for value in column.values}
    result = values.map_distinct(cells, lambda cell: accepted.get(matching.word_key(cell)))
    unknown = cells.notna() & result.isna()
    if unknown.any():
        shown, rare = often_seen(cells[unknown], column.shown_from)
        file.problem(
            "error",
            "unknown_code" if file.is_listed() else "unknown_word",  # the suite's own sheets have drop-downs
            column=column.name,
            rows=cells.index[unknown],
            values={"seen": shown, "rare": rare, "accepted": ", ".join(column.values)},
        )
    blank = cells.isna()
    if column.kind == "sex" and blank.any():
        file.problem("warning", "sex_blank", column=column.name, rows=cells.index[blank])
    return result.astype("str").where(result.notna())


def check_initials(file: ListFile, column: Column, written: pd.Series) -> None:
    """Note M where only H is declared: beside H (*homme*, *hombre*) M may be *Madame* or *Mujer*."""
    codes = set(map(matching.word_key, file.options.codes.get(column.name, {})))
    if "h" in codes and "m" not in codes:
        undeclared = written.map(matching.word_key, na_action="ignore").eq("m")
        if undeclared.any():
            file.problem("error", "initial_not_declared", column=column.name, rows=written.index[undeclared])


def yes_no_or_text(column: Column, cells: pd.Series) -> pd.Series:
    """Return yes or no, or text, as the kind of the column asks."""
    if column.kind == "boolean":
        return values.booleans(cells)
    return values.map_distinct(cells, values.code).astype("str").where(cells.notna())
