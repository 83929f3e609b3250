"""How ``Results`` look: in a cell, as a chart, as a table of a paper; registered on the class, as pandas accessors are.

What is shown has the precision of reports; what is hidden stands as the report shows it. Drawing is imported when
something is drawn.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pandas as pd
from markupsafe import Markup

from genderaudit.foundations.errors import known_names, wrong_call
from genderaudit.foundations.language import Language
from genderaudit.foundations.language import language as language_of
from genderaudit.guard.origin import MARK
from genderaudit.measures.result import Result
from genderaudit.measures.results import Results
from genderaudit.methodology.method import methodology
from genderaudit.report.confidence import at_level
from genderaudit.report.labels import dimension_label, group_label, reason_of
from genderaudit.report.tables import Cell
from genderaudit.report.tables import table as html_table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

EMPTY = "–"


@Results.register
def table(self: Results, language: str = "") -> pd.DataFrame:
    """The results as a reader sees them, as texts: group, women, base, value and interval, or the reason.

    Where women are set against men (pay, answers) these stand beside them.
    ``language``: its code; without one that of the results. For numbers to compute with take ``frame``.
    """
    words = language_of(language or self.language)
    return pd.DataFrame(rows_of(self, words), columns=header_of(self, words))


@Results.register
def _repr_html_(self: Results) -> str:
    """What a cell shows; results that have not passed the disclosure rules say so."""
    words = language_of(self.language)
    amounts = {} if self.protected else _amounts(self, words)
    rows = [
        [Cell(text, number=place > 0) for place, text in enumerate([*texts, *cells])]
        for texts, cells in zip(
            rows_of(self, words), zip(*amounts.values(), strict=True) if amounts else [()] * len(self), strict=True
        )
    ]
    caption, header = words.text("lab.findings" if self.protected else "lab.results"), header_of(self, words)
    return str(html_table(caption, [*header, *amounts], rows, words) if rows else Markup("<p>{}</p>").format(EMPTY))


@Results.register
def _repr_mimebundle_(self: Results, **_: Any) -> tuple[dict[str, str], dict[str, Any]]:
    """What IPython displays; protected results carry the mark by which saving keeps them."""
    kept = {MARK: {"heading": language_of(self.language).text("lab.findings"), "anchor": "", "level": 0}}
    return {"text/html": self._repr_html_(), "text/plain": repr(self)}, kept if self.protected else {}


@Results.register
def plot(
    self: Results, ax: Axes | None = None, title: str | None = None, kind: str = "", language: str = "", **options: Any
) -> Axes:
    """A chart of the results on ``ax``, or on a new figure; the axes are given back, to be changed as any others.

    ``kind`` names a function of ``genderaudit.plots``, ``shares`` for example; without one it is that of the
    indicator or what fits the unit. ``options`` go to that function.
    """
    from genderaudit import plots

    chosen = kind or _kind(self)
    if chosen not in plots.__all__:
        raise wrong_call(f"There is no chart {chosen}. {known_names(chosen, plots.__all__)}")
    axes: Axes = getattr(plots, chosen)(self, ax=ax, title=title, language=language or self.language, **options)
    return axes


@Results.register
def to_latex(self: Results, caption: str = "", label: str = "", language: str = "") -> str:
    """The table as LaTeX (needs the package booktabs), with its notes below: base, confidence level, protection."""
    words = language_of(language or self.language)
    shown: pd.DataFrame = table(self, language)
    body: str = shown.to_latex(index=False, escape=True, caption=caption or None, label=label or None)
    notes = " ".join(_escaped(note) for note in _notes(self, words))
    end = "\\end{table}\n"
    return body.removesuffix(end) + f"\\par\\footnotesize {notes}\n" + (end if body.endswith(end) else "")


@Results.register
def to_excel(self: Results, path: str | os.PathLike[str], language: str = "") -> None:
    """A workbook: the table as a reader sees it with its notes below, and the numbers on a second sheet."""
    words = language_of(language or self.language)
    shown: pd.DataFrame = table(self, language)
    text = {"options": {"strings_to_formulas": False, "strings_to_urls": False}}
    names = [words.text(f"lab.workbook.{name}") for name in ("table", "numbers")]
    with pd.ExcelWriter(path, engine="xlsxwriter", engine_kwargs=text) as book:
        shown.to_excel(book, sheet_name=names[0], index=False)
        pd.Series(_notes(self, words)).to_excel(
            book, sheet_name=names[0], index=False, header=False, startrow=len(shown) + 2
        )
        self.frame.to_excel(book, sheet_name=names[1], index=False)


def header_of(results: Results, language: Language) -> list[str]:
    """Headers of the columns of ``table``."""
    units = {one.unit for one in results}
    women = "women_young" if _are_of_young(results) else "women"
    men = ["men"] if _against_men(results) else []
    names = [women, *men, "n", f"value_{units.pop()}" if len(units) == 1 else "value"]
    groups = next((one.group for one in results if one.group), {})
    first = dimension_label(groups, language) if groups else language.text("tables_text.group")
    return [first, *(language.text(f"columns.{name}") for name in names), _interval_header(results, language)]


def _against_men(results: Results) -> bool:
    """Whether the figures set women against men."""
    return any(one.men is not None for one in results)


def _are_of_young(results: Results) -> bool:
    """Whether the women of the figures are the young ones only."""
    definition = methodology().indicators.get(results.name)
    by_parts = bool(len(results)) and all(any(part.kind == "young" for part in one.parts) for one in results)
    return by_parts or (definition is not None and definition.young)


def _interval_header(results: Results, language: Language) -> str:
    levels = sorted({one.level for one in results if one.value is not None and one.low is not None})
    return at_level(language.text("columns.interval"), levels, language)


def rows_of(results: Results, language: Language) -> list[list[str]]:
    """The rows of ``table``."""
    men = _against_men(results)
    return [_texts_of(one, language, men) for one in results]


def _texts_of(one: Result, language: Language, men: bool) -> list[str]:
    base = None if one.value is None and one.women is None and not one.n else one.n
    interval = EMPTY
    if one.value is not None and one.low is not None and one.high is not None:
        ends = {"low": language.figure(one.low, one.unit), "high": language.figure(one.high, one.unit)}
        interval = language.text("tables_text.interval", **ends)
    counts = [language.figure(count, "count") for count in (one.women, *([one.men] if men else []), base)]
    return [group_label(one.group, language), *counts, _value(one, language), interval]


def _amounts(results: Results, language: Language) -> dict[str, list[str]]:
    """Header → cells of what women and men are paid, in the unit and currency of the list: for the screen only."""
    found: dict[str, list[str]] = {}
    for name in ("mean_women", "mean_men", "median_women", "median_men"):
        if any(name in one.details and "pay_unit" in one.details for one in results):
            unit = language.figure(
                next(one.details["pay_unit"] for one in results if "pay_unit" in one.details), "pay_unit"
            )
            header = language.text(
                f"lab.amounts.{name}", unit=", ".join(part for part in (unit, results.currency) if part)
            )
            found[header] = [language.figure(one.details.get(name), "amount") for one in results]
    return found


def _value(one: Result, language: Language) -> str:
    if one.reason is None:
        return language.figure(one.value, one.unit)
    return reason_of(one, language)


def _notes(results: Results, language: Language) -> list[str]:
    levels = sorted({one.level for one in results if one.value is not None and one.low is not None})
    notes = [language.text("lab.notes.base")]
    notes += [language.text("lab.notes.level", level=level) for level in levels]
    return [*notes, language.text("lab.notes.protected" if results.protected else "lab.results")]


def _kind(results: Results) -> str:
    """The chart of the indicator, else what fits: women against men, seats, shares, or values."""
    definition = methodology().indicators.get(results.name)
    chart = definition.chart if definition else None
    if chart:
        return {"pairs": "dumbbell", "quartiles": "quarters"}.get(chart, chart)
    if any("sex" in one.group for one in results):
        return "dumbbell"
    units = {one.unit for one in results}
    if units <= {"gap", "ratio"} and any(one.low is not None for one in results):
        return "intervals"
    named: dict[str, str] = {"seats": "seats", "share": "shares", "difference": "intervals"}
    return named.get(next(iter(units)), "values") if len(units) == 1 else "values"


def _escaped(text: str) -> str:
    for mark in ("\\", "%", "&", "#", "_", "$", "{", "}"):
        text = text.replace(mark, "\\textbackslash " if mark == "\\" else f"\\{mark}")
    return text
