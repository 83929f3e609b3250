"""How results look in a cell: as tables with base and reason, in the language of the audit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup
from pydantic import PrivateAttr

from genderaudit.findings import Finding, Findings, Interval
from genderaudit.frames import Shown, list_of
from genderaudit.lab.origin import MARK
from genderaudit.language import Language
from genderaudit.methodology import methodology
from genderaudit.report.confidence import at_level
from genderaudit.report.labels import group_label
from genderaudit.report.tables import Cell, rating_cell, table


class ShownFindings(Findings):
    """Findings that a cell shows as a table in the language of the audit that read them.

    They have passed the ledger, so the table is kept like a section of the report. Nothing of the kernel is told
    how to show them: audits in two languages stand beside each other.
    """

    _language: Language = PrivateAttr()

    @classmethod
    def speaking(cls, found: Findings, language: Language) -> ShownFindings:
        """The same findings."""
        shown = cls.model_construct(**dict(found))
        shown._language = language
        return shown

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, str], dict[str, Any]]:
        """What IPython displays, and the mark by which saving keeps it."""
        caption = self._language.text("lab.findings")
        data = {"text/html": str(html_of(self, self._language)), "text/plain": caption}
        return data, {MARK: {"heading": caption, "anchor": "", "level": 0}}


def html_of(results: Shown | Findings | Sequence[Shown], language: Language) -> Markup:
    """A table, a row each: group, people by sex, base, value and interval, or the reason why there is no value."""
    given = list_of(results)
    protected = all(isinstance(one, Finding) for one in given)
    units = {one.unit for one in given}
    sexes = ["women_young", "men_young"] if given and all(map(_of_young, given)) else ["women", "men"]
    names = [*sexes, "n", f"value_{units.pop()}" if len(units) == 1 else "value", "interval"]
    header = [language.text("tables_text.group"), *(language.text(f"columns.{name}") for name in names)]
    levels = {interval.level for interval in map(_bounds, given) if interval}
    header[-1] = at_level(header[-1], sorted(levels), language)
    if protected:
        header = [language.text("columns.indicator"), *header, language.text("columns.rating")]
    caption = language.text("lab.findings" if protected else "lab.results")
    return table(caption, header, [_row(one, language) for one in given], language)


def _row(one: Shown, language: Language) -> list[Cell]:
    counts = (one.women, one.men, one.n)
    row = [
        Cell(group_label(one.group, language)),
        *(Cell(language.figure(count, "count"), number=True) for count in counts),
        Cell(language.figure(one.value, one.unit), number=True) if one.reason is None else _why(one.reason, language),
        Cell(_interval(one, language), number=True),
    ]
    if isinstance(one, Finding):
        key = f"indicators.{one.indicator}.title"
        title = language.text(key) if language.has(key) else one.indicator
        row = [Cell(title), *row, rating_cell(one.rating, language, one.distinguishable)]
    return row


def _of_young(one: Shown) -> bool:
    """Whether the women and men of a figure are the young ones only."""
    if isinstance(one, Finding):
        return one.indicator in methodology().indicators and methodology().indicators[one.indicator].young
    return bool({"women_known", "youth"} & one.details.keys())


def _why(reason: str, language: Language) -> Cell:
    key = f"reasons.{reason}"
    return Cell(language.text(key) if language.has(key) else reason, look="none")


def _interval(one: Shown, language: Language) -> str:
    interval = _bounds(one)
    if interval is None:
        return "–"
    bounds = {"low": language.figure(interval.low, one.unit), "high": language.figure(interval.high, one.unit)}
    return language.text("tables_text.interval", **bounds)


def _bounds(one: Shown) -> Interval | None:
    if isinstance(one, Finding):
        return one.interval
    if one.low is None or one.high is None:
        return None
    return Interval(low=one.low, high=one.high, level=one.level)
