"""Display of findings in a cell: tables with base and reason, in the language of the audit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup
from pydantic import PrivateAttr

from genderaudit.conclusions.findings import Finding, Findings
from genderaudit.foundations.language import Language
from genderaudit.guard.origin import MARK
from genderaudit.measures.results import Results
from genderaudit.report.accessors import header_of, rows_of
from genderaudit.report.tables import Cell, rating_cell, table


class ShownFindings(Findings):
    """Findings that a cell shows as a table in the language of the audit that read them.

    They are protected, so saving the notebook keeps the table like a section of the report. The language is stored here
    and not in the kernel, so audits in two languages can be used side by side.
    """

    _language: Language = PrivateAttr()

    @classmethod
    def speaking(cls, found: Findings, language: Language) -> ShownFindings:
        """Return the same findings for display in a language."""
        shown = cls.model_construct(**dict(found))
        shown._language = language
        return shown

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, str], dict[str, Any]]:
        """Return IPython's display data, and the mark by which saving keeps it."""
        caption = self._language.text("lab.findings")
        data = {"text/html": str(html_of(self, self._language)), "text/plain": caption}
        return data, {MARK: {"heading": caption, "anchor": "", "level": 0}}


def html_of(findings: Findings | Sequence[Finding], language: Language) -> Markup:
    """Return a table with one row per finding: indicator, group, women, base, value and interval or reason, rating."""
    rows_given = list(findings.findings if isinstance(findings, Findings) else findings)
    names = {finding.indicator for finding in rows_given}
    results = Results([finding.result() for finding in rows_given], name=names.pop() if len(names) == 1 else "")
    header = [language.text("columns.indicator"), *header_of(results, language), language.text("columns.rating")]
    header[1] = language.text("tables_text.group")  # of several indicators: groups of any dimension
    texts = rows_of(results, language)
    rows = [_row(finding, row, language) for finding, row in zip(rows_given, texts, strict=True)]
    return table(language.text("lab.findings"), header, rows, language)


def _row(finding: Finding, texts: Sequence[str], language: Language) -> list[Cell]:
    key = f"indicators.{finding.indicator}.title"
    title = language.text(key) if language.has(key) else finding.indicator
    group, *numbers = texts
    cells = [Cell(text, number=True) for text in numbers]
    return [Cell(title), Cell(group), *cells, rating_cell(finding.rating, language, finding.distinguishable)]
