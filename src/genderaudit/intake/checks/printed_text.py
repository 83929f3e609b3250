"""Texts of lists that reports print, and the rules of ``foundations.cleared`` for each list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import pandas as pd

from genderaudit.foundations.cleared import RULES, People, has_contact
from genderaudit.intake.checks.violence_texts import tells_of_violence
from genderaudit.intake.contract import TITLE
from genderaudit.intake.raw import distinct_texts

COLUMNS = {
    "actions": ("recommendation", "owner", "note", "evidence"),
    "validation": ("reason", "said"),
    "about": ("text",),
}
"""Columns meant for print; in ``actions`` only if ``cleared``."""
FREE = {
    **{rule: ["referral"] for rule in ("text_formula", "text_contact", "text_violence")},
    "text_name": ["team", "referral"],
}
"""Rows of ``about`` exempt from a rule: names of the team, contacts of those who help."""
TOLD = {"interviews": ("text", "group"), "workshops": ("item", "question", "group"), "documents": ("document",)}
"""Columns of other lists that are printed."""
CLEARED = ("text", "item", "question")
"""Those printed only if ``cleared``."""
NOTES = (*CLEARED, "group")
"""Those in people's own words; others are titles."""
Confirmed = Mapping[str, Sequence[int]]
"""Column → rows whose text on violence or harassment may be printed, from ``confirmed`` of the list."""


def refused(
    frame: pd.DataFrame, table: str, names: Callable[[], Iterable[str]], confirmed: Confirmed
) -> Iterator[tuple[str, str, pd.Index]]:
    """Yield rule, column and rows of texts meant for print that must not be printed.

    ``names`` returns the names of people in the lists.
    """
    printed = frame[frame["cleared"].fillna(False).astype(bool)] if "cleared" in frame else frame
    columns = [name for name in map(str, frame) if name in COLUMNS.get(table, ()) or name.startswith(TITLE)]
    texts = {column: printed[column].dropna().astype(str) for column in columns}
    if not any(map(len, texts.values())):
        return
    people = People(names(), (text for cells in texts.values() for text in cells))
    for column, cells in texts.items():
        for rule, breaks in (*RULES.items(), ("text_name", people.named_in), ("text_violence", _is_case)):
            bound = cells[~frame.loc[cells.index, "what"].isin(FREE.get(rule, []))] if table == "about" else cells
            rows = bound.index[bound.map(breaks).astype(bool)]
            if rule == "text_violence":
                rows = rows[~rows.isin(list(confirmed.get(column, ())))]
            if len(rows):
                yield rule, column, rows


def left_out(
    frame: pd.DataFrame, table: str, names: Callable[[], Iterable[str]], confirmed: Confirmed
) -> Iterator[tuple[str, str, pd.Index]]:
    """Yield rule, column and rows of notes, items and document titles that are left out.

    They contain a contact or a person's name, or report violence or harassment without being ``confirmed``.
    """
    texts = {column: frame[column].dropna().astype(str) for column in TOLD.get(table, ())}
    for name in (cleared_column for cleared_column in CLEARED if cleared_column in texts):
        texts[name] = texts[name][frame.loc[texts[name].index, "cleared"].fillna(False).astype(bool)]
    if not any(map(len, texts.values())):
        return
    people = People(names(), (text for cells in texts.values() for text in cells.unique()))
    for column, cells in texts.items():
        not_printable = {text for text in cells.unique() if has_contact(text) or people.named_in(text)}
        if not_printable:
            yield "not_printed", column, cells.index[cells.isin(not_printable)]
        cases = {text for text in cells.unique() if tells_of_violence(text, is_note=column in NOTES)} - not_printable
        rows = cells.index[cells.isin(cases)]
        if len(rows := rows[~rows.isin(list(confirmed.get(column, ())))]):
            yield "case_of_violence", column, rows


def _is_case(text: str) -> bool:
    """Return True if a sentence reports violence; a single word is a recommendation's id (*violence_mechanism*)."""
    return " " in text.strip() and tells_of_violence(text, is_note=False)


def people_in(cells: pd.DataFrame, headers: Iterable[str]) -> set[str]:
    """Return the names in these columns; those of one row are joined."""
    columns = [cells[header].fillna("").astype(str) for header in headers if header in cells]
    if not columns:
        return set()
    return set(distinct_texts([" ".join(parts) for parts in zip(*columns, strict=True)]))
