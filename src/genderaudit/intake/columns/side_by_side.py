"""Women and men counted in separate columns become rows; rows of no person are set aside."""

from __future__ import annotations

import pandas as pd

from genderaudit.intake.cells import counts
from genderaudit.intake.contract import NO_PERSON, SAFE_TO_SHOW
from genderaudit.intake.list_file import ListFile, often_seen, some_of
from genderaudit.intake.raw import one_line


def rows_of_people(file: ListFile, cells: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of persons: ``codes`` may say that a loan is of a group, or a member a firm."""
    if "sex" not in cells or NO_PERSON not in file.options.codes.get("sex", {}).values():
        return cells
    aside = file.declared("sex", cells["sex"]).eq(NO_PERSON)
    if aside.any():
        shown, rare = often_seen(cells.loc[aside, "sex"], SAFE_TO_SHOW)
        text_values = {"seen": shown, "rare": rare}
        file.problem("warning", "row_of_no_person", column="sex", rows=cells.index[aside], values=text_values)
    return cells.loc[~aside]


def one_sex_a_row(file: ListFile, cells: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each sex where ``counts`` names columns of women and men; a total is compared with the sum."""
    sex_headers = file.counted_headers()
    if file.options.turns and not sex_headers:
        file.problem("error", "turns_without_counts", column="speaking_turns")
    if not sex_headers:
        return cells
    if "sex" in cells or file.table.column("count") is None:
        file.problem("error", "counts_beside_sex", column="sex")
        return cells
    for header in counts.totals_of_a_sex(sex_headers):
        file.problem("warning", "total_as_sex", column=header, values={"header": header, "sex": sex_headers[header]})
    if "all" in sex_headers.values():
        cells, sex_headers = rest_are_men(file, cells, sex_headers)
    if not sex_headers:
        return cells
    nobody = [header for header, code in sex_headers.items() if code == "none"]
    people = {header: code for header, code in sex_headers.items() if code != "none"}
    ticked = counts.ticks(cells, people)
    if ticked is not None:
        if file.options.turns:
            file.problem("error", "turns_without_counts", column="speaking_turns")
        if len(ticked.wrong):
            file.problem("error", "ticks_not_one", rows=ticked.wrong, values={"headers": some_of(people)})
        return cells.drop(columns=list(sex_headers)).assign(sex=ticked.sex)
    note_wrong_totals(file, cells, sex_headers)
    if nobody:
        text_values = {"headers": some_of(nobody), "left_out": counts.sum_of_columns(cells[nobody], file.raw.decimal)}
        file.problem("warning", "counts_nobody", values=text_values)
    blank = cells[list(people)].isna()
    if blank.any(axis=None):
        file.problem("warning", "blank_is_nobody", rows=cells.index[blank.any(axis=1)])
    filled = cells.assign(**{header: cells[header].where(~blank[header], 0) for header in people})
    return turns_of_each(file, counts.stacked_by_sex(filled.drop(columns=["count", *nobody], errors="ignore"), people))


def note_wrong_totals(file: ListFile, cells: pd.DataFrame, sex_headers: dict[str, str]) -> None:
    """Note rows whose total is not the sum of the columns of each sex (``sex_headers``: header → sex)."""
    for total in counts.totals_of(list(map(str, cells)), sex_headers):
        wrong = counts.rows_not_adding_up(cells, sex_headers, total, file.raw.decimal)
        if len(wrong):
            declared = [header for header, code in file.options.counts.items() if code == "all"]
            total_header = declared[0] if total == "count" and declared else total
            file.problem("error", "total_is_not_the_sum", column=total_header, rows=wrong)


def turns_of_each(file: ListFile, cells: pd.DataFrame) -> pd.DataFrame:
    """Return the rows, one sex each, with their speaking turns; a column of all or only some turns is an error.

    If several rows are of one sex (age groups), the first of them has its turns.
    """
    turns = {one_line(header): sex for header, sex in file.options.turns.items()}
    spoken = file.table.column("speaking_turns") is not None
    if spoken and "speaking_turns" in cells and cells["speaking_turns"].notna().any():
        file.problem("error", "turns_of_all", column="speaking_turns")
    elif turns and (not spoken or set(turns.values()) != set(cells["sex"]) or len(set(turns.values())) < len(turns)):
        file.problem("error", "turns_of_some", column="speaking_turns", values={"headers": some_of(turns)})
    elif turns:
        is_first_of_sex = ~pd.DataFrame({"row": cells.index, "sex": cells["sex"].to_numpy()}, cells.index).duplicated()
        turns_by_row = pd.Series(None, cells.index, dtype=object)
        for header, sex in turns.items():
            turns_by_row = turns_by_row.where(~(is_first_of_sex & cells["sex"].eq(sex)), cells[header])
        return cells.drop(columns=list(turns)).assign(speaking_turns=turns_by_row)
    return cells


def rest_are_men(
    file: ListFile, cells: pd.DataFrame, sex_headers: dict[str, str]
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Replace a total declared as ``all`` by the men where no column counts them; else keep it to be compared.

    Returns the cells and the headers of women and men.
    """
    total, *further_totals = [header for header, code in sex_headers.items() if code == "all"]
    parts = {header: code for header, code in sex_headers.items() if code != "all"}
    if further_totals or "F" not in parts.values():
        file.problem("error", "counts_of_all", column=total)
        return cells.drop(columns=[total, *further_totals]), parts
    if "M" in parts.values():
        return cells.rename(columns={total: "count"}), parts
    men, wrong = counts.total_minus_parts(cells, parts, total, file.raw.decimal)
    if len(wrong):
        file.problem("error", "total_below_parts", column=total, rows=wrong)
    return cells.assign(**{total: men}), {**parts, total: "M"}
