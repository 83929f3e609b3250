"""Checks of a canonical table's rows; unusable ones are set aside and reported."""

from __future__ import annotations

import pandas as pd

from genderaudit.foundations.cleared import LONGEST
from genderaudit.intake import about
from genderaudit.intake.checks import consistency, printed_text
from genderaudit.intake.files.readers import one_line
from genderaudit.intake.list_file import ListFile
from genderaudit.intake.vocabulary.cell_words import marked
from genderaudit.methodology.method import methodology

PLACED = ("services", "bodies", "attendance", "recruitment", "budget", "activities")
"""Lists in which many rows without a required name are an error; the suite's forms may have empty rows."""
MOST_UNPLACED = 0.1  # share of a list's rows
FEWEST_UNPLACED = 3  # rows


def usable_rows(file: ListFile, frame: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that have every required name (body, event, line); the others are noted, an error if many."""
    names = [c.name for c in file.table.columns if c.required and c.kind == "text"]
    if file.table.name == "documents":
        check_evidence(file, frame)
        names.remove("evidence")
    usable = frame[names].notna().all(axis=1) if names else pd.Series(True, frame.index)
    if not usable.all():
        text_values = {"columns": ", ".join(map(file.header_of, names)), "all": cells.index.nunique()}
        bare = cells.index[pd.concat([cells[name].isna() | marked(cells[name]) for name in names], axis=1).any(axis=1)]
        if file.table.name in PLACED and bare.nunique() > max(
            MOST_UNPLACED * cells.index.nunique(), FEWEST_UNPLACED - 1
        ):
            file.problem("error", "rows_unplaced", rows=bare.unique(), values=text_values)
        else:
            file.problem("warning", "row_set_aside", rows=frame.index[~usable], values=text_values)
    if file.table.name == "members":
        usable &= ~not_members(file, frame)
    return frame[usable]


def not_members(file: ListFile, frame: pd.DataFrame) -> pd.Series:
    """Return which rows are of people who had left by the round's date or joined after it; they are noted."""
    date = file.organisation.date_of(file.round)
    day = pd.Timestamp(date) if date else pd.NaT
    away = (frame["left_on"] <= day) | (frame["joined_on"] > day)
    if away.any():
        file.problem("warning", "row_not_member", rows=frame.index[away])
    return away


def check_evidence(file: ListFile, frame: pd.DataFrame) -> None:
    """Note ratings of documents that name no evidence."""
    bare = frame["rating"].notna() & (frame["rating"] != "not_applicable") & frame["evidence"].isna()
    if bare.any():
        file.problem("error", "rating_without_evidence", column="evidence", rows=frame.index[bare])


def check_answers(file: ListFile, frame: pd.DataFrame) -> None:
    """Note answers to amend or reject without a reason, and recommendations with two answers."""
    bare = frame["decision"].isin(["amend", "reject"]) & frame["note"].isna()
    if bare.any():
        file.problem("warning", "without_reason", column="note", rows=frame.index[bare])
    twice = consistency.answered_twice(frame, file.round)
    if twice.any():
        file.problem("error", "answered_twice", column="recommendation", rows=frame.index[twice])


def check_loans(file: ListFile, frame: pd.DataFrame) -> None:
    """Note rows with more loans in arrears than loans, amounts of women and men together, and what no figure uses."""
    above = frame["in_arrears"] > frame["count"]
    if above.any():
        file.problem("error", "arrears_above_count", column="in_arrears", rows=frame.index[above])
    for name in ("amount", "in_arrears"):
        both = frame.index.duplicated(keep=False) & frame[name].notna()
        if both.any():
            file.problem("error", "of_both_sexes", column=name, rows=frame.index[both].unique())
    other = frame.loc[frame["service"].isin(["savings", "insurance"]), ["amount", "in_arrears"]]
    if other.notna().any(axis=None):
        file.problem("warning", "only_of_loans")


def without_faults(file: ListFile, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows about the audit without those whose answer cannot be read; they are noted."""
    frame = frame.assign(text=frame["text"].map(one_line, na_action="ignore"))
    wrong = list(about.faults(frame))
    for one in wrong:
        file.note_remark(one)
    return frame.drop(index=[row for one in wrong for row in one.rows])


def without_unprintable(file: ListFile, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with texts left out that must not be printed; an error where a text was cleared for print."""
    arguments = (frame, file.table.name, file.names, file.options.confirmed)
    for rule, column, rows in list(printed_text.refused(*arguments)):
        text_values = {"longest": float(LONGEST), "list": file.table.name, "name": column}
        file.problem("error", rule, column=column, rows=rows, values=text_values)
        place, value = ("cleared", False) if "cleared" in frame else (column, None)
        frame.loc[rows, place] = value
    for rule, column, rows in list(printed_text.left_out(*arguments)):
        text_values = {"list": file.table.name, "name": column}
        file.problem("warning", rule, column=column, rows=rows, values=text_values)
        place, value = ("cleared", False) if column in printed_text.CLEARED else (column, None)
        frame.loc[rows, place] = value
    return frame


def check_references(file: ListFile, frame: pd.DataFrame) -> None:
    """Note unknown levels, key areas and criteria, as measures would ignore them."""
    method = methodology()
    known = {"area": {area.id for area in method.areas}, "criterion": {c.id for c in method.criteria}}
    known["what"] = set(about.rows_asked(1))
    if file.table.name in ("staff", "survey") and file.organisation.levels:
        known["level"] = set(file.organisation.levels)
    for name, values_known in known.items():
        if name not in frame:
            continue
        strange = frame[name].notna() & ~frame[name].isin(values_known)
        if strange.any():
            severity = "warning" if name == "level" else "error"
            file.problem(
                severity,
                f"unknown_{name}",
                column=name,
                rows=frame.index[strange],
                values={"known": ", ".join(sorted(values_known)[:60])},
            )
