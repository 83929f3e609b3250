"""How the audit was made, as the sheet of the intake workbook tells it: a row for each thing that is asked.

``what`` of a row is a key of ``audit`` in ``organisation.yml`` (``methodology.organisation.AboutAudit``); of roles
it is ``roles.`` and the role; ``sampling`` is that of ``survey``, ``in_time`` that of ``violence``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, cast, get_args

import pandas as pd

from genderaudit.foundations.language import language, languages
from genderaudit.intake import words
from genderaudit.intake.raw import Remark, one_line
from genderaudit.methodology.method import methodology
from genderaudit.methodology.organisation import FEWEST_PEOPLE, FEWEST_YEARS, AboutAudit, InTime, Recorded, Sampling

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
"""What is asked, and the cells without which a row says nothing."""
MAY_HAVE = {"workshops": ("number", "date"), "interviews": ("number", "date")}
MOST = {"team": 50, "units": 200, "workshops": 200, "interviews": 200}
"""Rows that there may be; one where nothing is said."""
_COLUMNS = ("text", *_PEOPLE, "number", "date")
_WHOLE = (*_PEOPLE, "number")


def rows_asked(several: int) -> list[str]:
    """``what`` of every row that is asked, in their order; those that may be several ``several`` times."""
    roles = dict.fromkeys(f"roles.{entry.role}" for entry in methodology().recommendations)
    plain = [key for key in NEEDED if key != "roles" for _ in range(several if key in MOST else 1)]
    return [*plain, *roles]


def key_of(what: str) -> str:
    """The key of ``audit`` that a row belongs to."""
    return what.partition(".")[0]


def cells_asked(what: str) -> tuple[str, ...]:
    """The columns that a row may fill."""
    return (*NEEDED[key_of(what)], *MAY_HAVE.get(key_of(what), ()))


def faults(table: pd.DataFrame) -> Iterator[Remark]:
    """What is wrong with rows of the canonical table that are asked."""
    known = table[table["what"].isin(rows_asked(1))]
    for column in _COLUMNS:
        given = known[column].notna()
        needed = known["what"].map(lambda what, one=column: one in NEEDED[key_of(what)]).astype(bool)
        asked = known["what"].map(lambda what, one=column: one in cells_asked(what)).astype(bool)
        yield from _said("about_incomplete", known, needed & ~given, column)
        yield from _said("about_not_asked", known, given & ~asked, column)
        if column in _WHOLE:
            yield from _said("about_not_whole", known, given & (known[column] % 1 != 0), column)
    for what, (_, _, rule) in CHOSEN.items():
        unknown = (known["what"] == what) & known["text"].notna() & ~known["text"].map(_key).isin(words_of(what))
        yield from _said(rule, known, unknown, "text")
    yield from _of_violence(known)
    place = known.groupby("what").cumcount()
    most = known["what"].map(lambda what: MOST.get(key_of(what), 1)).astype(int)
    yield from _said("about_too_often", known, place >= most, "what")
    last = known["what"] == "to"
    first = known.loc[known["what"] == "from", "date"].min()
    yield from _said("about_order", known, last & (known["date"] < first), "date")


def _of_violence(known: pd.DataFrame) -> Iterator[Remark]:
    """Cases of too few years or people; how many were settled in time, where fewer than ten were recorded."""
    cases = known["what"] == "violence"
    few = (known["number"] < FEWEST_YEARS) | (known["women"] + known["men"] < FEWEST_PEOPLE)
    yield from _said("violence_few", known, cases & few, "text")
    many = known.loc[cases, "text"].dropna().map(_key).map(words_of("violence")).eq("10_and_more").any()
    yield from _said(
        "violence_in_time", known, (known["what"] == "in_time") & known["text"].notna() & (not many), "text"
    )


CHOSEN: dict[str, tuple[str, tuple[str, ...], str]] = {
    "sampling": ("sampling.words", get_args(Sampling), "about_unknown_sampling"),
    "violence": ("violence.recorded", get_args(Recorded), "about_unknown_violence"),
    "in_time": ("violence.in_time", get_args(InTime), "about_unknown_in_time"),
}
"""Rows of which the text is chosen from a list: where the language files have its words, their codes, and the rule that
another word breaks."""


@cache
def words_of(what: str) -> dict[str, str]:
    """The words that a row may say, in every language, and as ``organisation.yml`` says it: the code of each."""
    place, codes, _ = CHOSEN[what]
    spoken = {_key(language(name).text(f"{place}.{code}")): code for name in languages() for code in codes}
    return spoken | {code: code for code in codes}


def sampling_in(table: pd.DataFrame) -> Sampling | None:
    """How the people of the survey were chosen, if a row of the canonical table tells it."""
    told = table.loc[table["what"] == "sampling", "text"].dropna()
    return next((cast("Sampling", words_of("sampling").get(_key(text))) for text in told), None)


def _key(text: object) -> str:
    return words.key(one_line(str(text)))


def _said(rule: str, table: pd.DataFrame, wrong: pd.Series, column: str) -> list[Remark]:
    rows = tuple(map(int, table.index[wrong]))
    return [Remark("error", rule, rows, column)] if rows else []


def told_in(table: pd.DataFrame) -> AboutAudit:
    """What the canonical table tells; rows without a cell that is needed tell nothing."""
    told: dict[str, Any] = {}
    asked = [what for what in rows_asked(1) if what != "sampling"]
    for row in table[table["what"].isin(asked)].to_dict("records"):
        key, _, role = str(row["what"]).partition(".")
        cells = {name: row[name] for name in cells_asked(key) if pd.notna(row[name])}
        if not set(NEEDED[key]) <= set(cells):
            continue
        cells |= {name: one_line(cells[name]) for name in cells if name == "text"}
        cells |= {name: cells[name].date() for name in cells if name == "date"}
        if key in MAY_HAVE:
            told.setdefault(key, []).append({"group": cells.pop("text"), **cells})
        elif key in ("violence", "in_time"):
            told.setdefault("violence", {}).update(_coded(key, cells))
        elif key == "roles":
            told.setdefault(key, {})[role] = cells["text"]
        elif key in MOST:
            told.setdefault(key, []).append(cells["text"])
        else:
            told[key] = cells if key == "validation" else next(iter(cells.values()))
    if "recorded" not in told.get("violence", {"recorded": ""}):
        del told["violence"]  # the row on the cases themselves is faulty
    return AboutAudit.model_validate(told)


def _coded(what: str, cells: dict[str, Any]) -> dict[str, Any]:
    """A row on cases of violence, as ``organisation.yml`` has it."""
    said = words_of(what).get(_key(cells.pop("text")))
    if what == "in_time":
        return {"in_time": said}
    return {"recorded": said, "years": cells.pop("number"), **cells}


def together(sheet: AboutAudit, file: AboutAudit) -> tuple[AboutAudit, list[str]]:
    """What the sheet says, and ``organisation.yml`` of what it does not say; with the keys that both give."""
    fields = type(sheet).model_fields
    own = {name: getattr(sheet, name) for name in fields if getattr(sheet, name)}
    both = [fields[name].alias or name for name in own if getattr(file, name)]
    return file.model_copy(update=own), both
