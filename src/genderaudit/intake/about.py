"""Table ``about``: how the audit was made, from the sheet of the intake workbook with one row per item.

``what`` of a row is a key of ``audit`` in ``organisation.yml`` (``methodology.organisation.AboutAudit``); for roles it
is ``roles.`` and the role; ``sampling`` belongs to ``survey``, ``in_time`` to ``violence``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, cast, get_args

import pandas as pd

from genderaudit.foundations.language import language, languages
from genderaudit.intake.cells import matching
from genderaudit.intake.problems import Remark
from genderaudit.intake.raw import one_line
from genderaudit.methodology.about_audit import FEWEST_PEOPLE, FEWEST_YEARS, AboutAudit, InTime, Recorded
from genderaudit.methodology.method import methodology
from genderaudit.methodology.organisation import Sampling

_PEOPLE = ("women", "men")
NEEDED: dict[str, tuple[str, ...]] = {
    "team": ("text",),
    "from": ("date",),
    "to": ("date",),
    "invited": ("text",),
    "sampling": ("text",),
    "units": ("text",),
    "workshops": ("text", *_PEOPLE),
    "interviews": ("text", *_PEOPLE),
    "validation": ("date", *_PEOPLE),
    "referral": ("text",),
    "violence": ("text", *_PEOPLE, "number"),
    "in_time": ("text",),
    "roles": ("text",),
}
"""Items of the sheet, and the cells without which a row is incomplete."""
MAY_HAVE = {"workshops": ("number", "date"), "interviews": ("number", "date")}
MOST = {"team": 50, "units": 200, "workshops": 200, "interviews": 200}
"""Maximum number of rows per item; one for items not listed."""
_COLUMNS = ("text", *_PEOPLE, "number", "date")
_WHOLE = (*_PEOPLE, "number")


def rows_asked(several: int) -> list[str]:
    """Return ``what`` of all rows in order; items that may be repeated occur ``several`` times."""
    roles = dict.fromkeys(f"roles.{entry.role}" for entry in methodology().recommendations)
    plain = [key for key in NEEDED if key != "roles" for _ in range(several if key in MOST else 1)]
    return [*plain, *roles]


def key_of(what: str) -> str:
    """Return the key of ``audit`` that a row belongs to."""
    return what.partition(".")[0]


def cells_asked(what: str) -> tuple[str, ...]:
    """Return the columns that a row may fill."""
    return (*NEEDED[key_of(what)], *MAY_HAVE.get(key_of(what), ()))


def faults(table: pd.DataFrame) -> Iterator[Remark]:
    """Yield the errors in rows of the table with known items."""
    known = table[table["what"].isin(rows_asked(1))]
    for column in _COLUMNS:
        is_filled = known[column].notna()
        needed = known["what"].map(lambda what, one=column: one in NEEDED[key_of(what)]).astype(bool)
        may_fill = known["what"].map(lambda what, one=column: one in cells_asked(what)).astype(bool)
        yield from _remarks("about_incomplete", known, needed & ~is_filled, column)
        yield from _remarks("about_not_asked", known, is_filled & ~may_fill, column)
        if column in _WHOLE:
            yield from _remarks("about_not_whole", known, is_filled & (known[column] % 1 != 0), column)
    for what, (_, _, rule) in CHOSEN.items():
        unknown = (known["what"] == what) & known["text"].notna() & ~known["text"].map(_key).isin(words_of(what))
        yield from _remarks(rule, known, unknown, "text")
    yield from _faults_of_violence(known)
    place = known.groupby("what").cumcount()
    most = known["what"].map(lambda what: MOST.get(key_of(what), 1)).astype(int)
    yield from _remarks("about_too_often", known, place >= most, "what")
    last = known["what"] == "to"
    first = known.loc[known["what"] == "from", "date"].min()
    yield from _remarks("about_order", known, last & (known["date"] < first), "date")


def _faults_of_violence(rows_known: pd.DataFrame) -> Iterator[Remark]:
    """Return errors on recorded cases: too few years or people, or a rate of settling for ten cases and more."""
    cases = rows_known["what"] == "violence"
    few = (rows_known["number"] < FEWEST_YEARS) | (rows_known["women"] + rows_known["men"] < FEWEST_PEOPLE)
    yield from _remarks("violence_few", rows_known, cases & few, "text")
    many = rows_known.loc[cases, "text"].dropna().map(_key).map(words_of("violence")).eq("10_and_more").any()
    yield from _remarks(
        "violence_in_time",
        rows_known,
        (rows_known["what"] == "in_time") & rows_known["text"].notna() & (not many),
        "text",
    )


CHOSEN: dict[str, tuple[str, tuple[str, ...], str]] = {
    "sampling": ("sampling.words", get_args(Sampling), "about_unknown_sampling"),
    "violence": ("violence.recorded", get_args(Recorded), "about_unknown_violence"),
    "in_time": ("violence.in_time", get_args(InTime), "about_unknown_in_time"),
}
"""Rows with a text chosen from a list: section of the language files, codes, and the rule that another word breaks."""


@cache
def words_of(what: str) -> dict[str, str]:
    """Return word → code for a row: the words of every language, and the codes of ``organisation.yml``."""
    place, codes, _ = CHOSEN[what]
    spoken = {_key(language(name).text(f"{place}.{code}")): code for name in languages() for code in codes}
    return spoken | {code: code for code in codes}


def sampling_in(table: pd.DataFrame) -> Sampling | None:
    """Return how survey respondents were chosen, if the table says so."""
    texts = table.loc[table["what"] == "sampling", "text"].dropna()
    return next((cast("Sampling", words_of("sampling").get(_key(text))) for text in texts), None)


def _key(text: object) -> str:
    return matching.word_key(one_line(str(text)))


def _remarks(rule: str, table: pd.DataFrame, wrong: pd.Series, column: str) -> list[Remark]:
    rows = tuple(map(int, table.index[wrong]))
    return [Remark("error", rule, rows, column)] if rows else []


def about_audit_in(table: pd.DataFrame) -> AboutAudit:
    """Return the content of the table; incomplete rows are skipped."""
    content: dict[str, Any] = {}
    items = [what for what in rows_asked(1) if what != "sampling"]
    for row in table[table["what"].isin(items)].to_dict("records"):
        key, _, role = str(row["what"]).partition(".")
        cells = {name: row[name] for name in cells_asked(key) if pd.notna(row[name])}
        if not set(NEEDED[key]) <= set(cells):
            continue
        cells |= {name: one_line(cells[name]) for name in cells if name == "text"}
        cells |= {name: cells[name].date() for name in cells if name == "date"}
        if key in MAY_HAVE:
            content.setdefault(key, []).append({"group": cells.pop("text"), **cells})
        elif key in ("violence", "in_time"):
            content.setdefault("violence", {}).update(_coded_violence(key, cells))
        elif key == "roles":
            content.setdefault(key, {})[role] = cells["text"]
        elif key in MOST:
            content.setdefault(key, []).append(cells["text"])
        else:
            content[key] = cells if key == "validation" else next(iter(cells.values()))
    if "recorded" not in content.get("violence", {"recorded": ""}):
        del content["violence"]  # the row on the cases themselves is faulty
    return AboutAudit.model_validate(content)


def _coded_violence(what: str, cells: dict[str, Any]) -> dict[str, Any]:
    """Return a row on cases of violence in the form of ``organisation.yml``."""
    coded = words_of(what).get(_key(cells.pop("text")))
    if what == "in_time":
        return {"in_time": coded}
    return {"recorded": coded, "years": cells.pop("number"), **cells}


def merge_sheet_and_file(sheet: AboutAudit, file: AboutAudit) -> tuple[AboutAudit, list[str]]:
    """Return the sheet's content, completed from ``organisation.yml``, and the keys that both give."""
    fields = type(sheet).model_fields
    of_sheet = {name: getattr(sheet, name) for name in fields if getattr(sheet, name)}
    both = [fields[name].alias or name for name in of_sheet if getattr(file, name)]
    return file.model_copy(update=of_sheet), both
