"""The report on paper: pages are full, no table is cut, no heading stands alone; measured on the PDF of each sample."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import in_process
import paper
import pytest
from in_process import AuditedPhase

from genderaudit.foundations.language import language
from genderaudit.foundations.workspace import REPORT, notebook
from genderaudit.methodology.organisation import read_organisation
from genderaudit.report.export import export_stage

MOST_UNFILLED = 0.10
"""Of all pages but the last, which ends where the report does."""
LEAST_FILLED = 1 / 3
PRINTED = 657  # CSS pixels: A4 less the margins of document.css at the sides
LONG = 40
"""Rows of a table that no page can hold."""
LAID_OUT = """<!doctype html><html lang="en"><style>
@page { size: A4; margin: 17mm 18mm 15mm; @top-left { content: "running" } }
body { margin: 0; font: 10pt/12pt sans-serif; } div { height: 130mm; } h2, p { margin: 0; break-after: auto; }
div + h2 { margin-top: 115mm; } .page { break-before: page; } td { height: 9mm; }
</style><body><h2>Full but for its end</h2><div>half</div><h2 style="margin-top: 110mm">Alone</h2>
<p class="page">After it</p><table class="page">%s</table></body></html>"""


def test_what_is_wrong_on_paper_is_seen(browser: Any) -> None:
    rows = "".join(f"<tr><td>{number}</td><td>row</td></tr>" for number in range(35))
    with browser.new_context(offline=True) as context:
        page = context.new_page()
        page.set_content(LAID_OUT % rows)
        read = paper.read(page.pdf(prefer_css_page_size=True, tagged=True))
    assert read.filled == pytest.approx([0.94, 0.02, 0.98, 0.32], abs=0.04)
    assert read.unfilled == pytest.approx(0.35, abs=0.03)
    assert read.lone == [1]
    assert [(one.rows, one.pages) for one in read.cut("Table")] == [(35, {3, 4})]
    assert read.cut("TR") == []


@pytest.mark.slow
@pytest.mark.parametrize("code", ["fr", "en"])
@pytest.mark.parametrize("organisation", ["federation_djeliba", "agency_northmere", "cooperative_sigida"])
def test_pages_of_a_report_are_full(
    browser: Any, audited: Callable[[str, str], dict[str, AuditedPhase]], organisation: str, code: str, tmp_path: Path
) -> None:
    read = _printed(browser, audited(organisation, "2025")["baseline"].root, organisation, code, tmp_path)
    assert read.unfilled < MOST_UNFILLED, read.filled
    assert min(read.filled[:-1]) > LEAST_FILLED, read.filled
    assert read.lone == []
    assert [one for one in read.cut("Table") if one.rows < LONG] == []
    assert read.cut("TR") == read.cut("Figure") == []


def _printed(browser: Any, root: Path, organisation: str, code: str, folder: Path) -> paper.Paper:
    """The report of a sample, made by its notebook from what the phases found, and read back from its PDF."""
    given = {"organisation": organisation, "round": "2025", "language": code, "workspace": str(root)}
    book = in_process.executed(notebook(REPORT), given)
    about = read_organisation(root / "data" / "raw" / organisation)
    facts = {"name": about.name, "round": "2025", "kind": about.kind, "invented": True, "date": "2026-01-31"}
    path = folder / "report.html"
    path.write_text(export_stage(book, REPORT, language(code), facts)[REPORT], "utf-8")
    with browser.new_context(offline=True) as context:
        page = context.new_page()
        page.goto(path.as_uri())
        page.set_viewport_size({"width": PRINTED, "height": 990})
        page.emulate_media(media="print")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= PRINTED, "Chromium would print all of it smaller"
        return paper.read(page.pdf(prefer_css_page_size=True, tagged=True))
