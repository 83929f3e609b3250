"""Display of ``Results``: in a notebook cell, as a chart, as a table of a paper.

The functions are registered on the class, as pandas accessors are. Numbers are rounded as in reports, and hidden values
are shown as hidden. matplotlib is imported only when a chart is drawn.
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
    """Return the results as texts for readers: group, women, base, value and interval, or the reason.

    Where women are compared with men (pay, answers), the men have a column of their own. ``language`` is a language
    code; the default is the language of the results. Use ``frame`` for numbers to compute with.
    """
    words = language_of(language or self.language)
    return pd.DataFrame(rows_of(self, words), columns=header_of(self, words))


@Results.register
def _repr_html_(self: Results) -> str:
    """Return the HTML that a notebook cell shows, with a caption that says whether disclosure rules were applied."""
    words = language_of(self.language)
    amounts = {} if self.protected else _pay_amounts(self, words)
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
    """Return IPython's display data; protected results are marked, so that saving the notebook keeps them."""
    saved_mark = {MARK: {"heading": language_of(self.language).text("lab.findings"), "anchor": "", "level": 0}}
    return {"text/html": self._repr_html_(), "text/plain": repr(self)}, saved_mark if self.protected else {}


@Results.register
def plot(
    self: Results, ax: Axes | None = None, title: str | None = None, kind: str = "", language: str = "", **options: Any
) -> Axes:
    """Draw a chart of the results on ``ax``, or on a new figure, and return the axes.

    ``kind`` names a function of ``genderaudit.plots``, for example ``shares``; the default is the chart of the
    indicator, or one that fits the unit. ``options`` are passed to that function. Raises a wrong-call error for an
    unknown ``kind``.
    """
    from genderaudit import plots

    chosen = kind or _chart_for(self)
    if chosen not in plots.__all__:
        raise wrong_call(f"There is no chart {chosen}. {known_names(chosen, plots.__all__)}")
    axes: Axes = getattr(plots, chosen)(self, ax=ax, title=title, language=language or self.language, **options)
    return axes


@Results.register
def to_latex(self: Results, caption: str = "", label: str = "", language: str = "") -> str:
    """Return the table as LaTeX (package booktabs), followed by notes on base, confidence level and disclosure."""
    words = language_of(language or self.language)
    shown: pd.DataFrame = table(self, language)
    body: str = shown.to_latex(index=False, escape=True, caption=caption or None, label=label or None)
    notes = " ".join(_escape_latex(note) for note in _notes(self, words))
    end = "\\end{table}\n"
    return body.removesuffix(end) + f"\\par\\footnotesize {notes}\n" + (end if body.endswith(end) else "")


@Results.register
def to_excel(self: Results, path: str | os.PathLike[str], language: str = "") -> None:
    """Write a workbook with the table and its notes on the first sheet and the numbers on the second."""
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
    """Return the column headers of ``table``."""
    units = {result.unit for result in results}
    of_young = _counts_young_women(results)
    men = ["men"] if _compares_women_with_men(results) else []
    value = f"value_{units.pop()}" if len(units) == 1 else "value"
    value = "value_share_young" if of_young and value == "value_share" else value
    names = ["women_young" if of_young else "women", *men, "n", value]
    groups = next((result.group for result in results if result.group), {})
    first = dimension_label(groups, language) if groups else language.text("tables_text.group")
    return [first, *(language.text(f"columns.{name}") for name in names), _interval_header(results, language)]


def _compares_women_with_men(results: Results) -> bool:
    """Return True if the results compare women with men."""
    return any(result.men is not None for result in results)


def _counts_young_women(results: Results) -> bool:
    """Return True if the women counted are young women only."""
    definition = methodology().indicators.get(results.name)
    by_parts = bool(len(results)) and all(any(part.kind == "young" for part in result.parts) for result in results)
    return by_parts or (definition is not None and definition.young)


def _interval_header(results: Results, language: Language) -> str:
    levels = sorted({result.level for result in results if result.value is not None and result.low is not None})
    return at_level(language.text("columns.interval"), levels, language)


def rows_of(results: Results, language: Language) -> list[list[str]]:
    """Return the rows of ``table``."""
    men = _compares_women_with_men(results)
    return [_row_of(result, language, men) for result in results]


def _row_of(result: Result, language: Language, men: bool) -> list[str]:
    base = None if result.value is None and result.women is None and not result.n else result.n
    interval = EMPTY
    if result.value is not None and result.low is not None and result.high is not None:
        ends = {"low": language.figure(result.low, result.unit), "high": language.figure(result.high, result.unit)}
        interval = language.text("tables_text.interval", **ends)
    counts = [language.figure(count, "count") for count in (result.women, *([result.men] if men else []), base)]
    return [group_label(result.group, language), *counts, _value_or_reason(result, language), interval]


def _pay_amounts(results: Results, language: Language) -> dict[str, list[str]]:
    """Return header → cells with the pay of women and of men, in the unit and currency of the list.

    For the screen only: the caller leaves them out of protected results.
    """
    columns: dict[str, list[str]] = {}
    for name in ("mean_women", "mean_men", "median_women", "median_men"):
        if any(name in result.details and "pay_unit" in result.details for result in results):
            unit = language.figure(
                next(result.details["pay_unit"] for result in results if "pay_unit" in result.details), "pay_unit"
            )
            header = language.text(
                f"lab.amounts.{name}", unit=", ".join(part for part in (unit, results.currency) if part)
            )
            columns[header] = [language.figure(result.details.get(name), "amount") for result in results]
    return columns


def _value_or_reason(result: Result, language: Language) -> str:
    if result.reason is None:
        return language.figure(result.value, result.unit)
    return reason_of(result, language)


def _notes(results: Results, language: Language) -> list[str]:
    levels = sorted({result.level for result in results if result.value is not None and result.low is not None})
    notes = [language.text("lab.notes.base")]
    notes += [language.text("lab.notes.level", level=level) for level in levels]
    return [*notes, language.text("lab.notes.protected" if results.protected else "lab.results")]


def _chart_for(results: Results) -> str:
    """Return the chart of the indicator, else one that fits dimension and unit."""
    definition = methodology().indicators.get(results.name)
    chart = definition.chart if definition else None
    if chart:
        return {"pairs": "dumbbell", "quartiles": "quarters"}.get(chart, chart)
    if any("sex" in result.group for result in results):
        return "dumbbell"
    units = {result.unit for result in results}
    if units <= {"gap", "ratio"} and any(result.low is not None for result in results):
        return "intervals"
    named: dict[str, str] = {"seats": "seats", "share": "shares", "difference": "intervals"}
    return named.get(next(iter(units)), "values") if len(units) == 1 else "values"


def _escape_latex(text: str) -> str:
    for mark in ("\\", "%", "&", "#", "_", "$", "{", "}"):
        text = text.replace(mark, "\\textbackslash " if mark == "\\" else f"\\{mark}")
    return text
