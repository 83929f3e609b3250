"""Export of executed notebooks to HTML files: display outputs only, in the templates of ``templates/report``.

Code, Markdown (guidance for researchers) and printed text stay in the notebook. Outputs that would make a report unsafe
or unreadable (an error, a picture without text alternative, a raw data frame) raise ``AuditError``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from nbconvert.exporters import TemplateExporter
from nbformat import NotebookNode, from_dict

from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.language import Language, language, languages
from genderaudit.foundations.workspace import (
    BRIEF,
    PHASES,
    POSTER,
    PUBLICATIONS,
    REPORT,
    SYNTHESIS,
    TEMPLATES,
    report_name,
)
from genderaudit.guard.origin import MARK
from genderaudit.guard.saved import NOT_KEPT
from genderaudit.report.corrections import ANCHOR as CORRECTIONS
from genderaudit.report.edition import draft
from genderaudit.report.frame import css_text, frame, rendered

LEAD, BODY, APPENDIX = "lead", "body", "appendix"
SUMMARY = "summary"  # the key areas at a glance: after the key messages, before the contents
GUIDANCE = "guidance"  # for who works in the notebook; never in a report
DOCUMENT = '<div class="document">'  # what report/writers/page.py makes: it has a style sheet of its own
FIRST = "recommendations"  # the phase whose key messages open the annex

_OPENING = re.compile(r"<(/?)h([2-5])(?=[ >])")
_IMAGE = re.compile(r"<img\b[^>]*>")
_ALTERNATIVE = re.compile(r'\balt="\s*[^"\s]')
_LINK = re.compile(r'href="#([a-z0-9-]+)"')
_CELL = {"cell_type": "code", "source": "", "execution_count": None}
_NO_DESCRIPTION = "No description has been provided for this image"


def export_phase(notebook: NotebookNode, phase: str, language: Language, about: Mapping[str, Any]) -> str:
    """Return the HTML file of one phase.

    ``about`` has name, round, kind, asked (survey respondents), invented, date (ISO text or a date), the ``links`` at
    the top of the report and, for an edition, its ``stamp``; without one it is a draft. Cells tagged ``lead`` come
    first, then the contents, then the other cells in order. Raises ``AuditError`` for outputs that no report may hold.
    """
    cells = _cells(notebook, phase)
    page = _page(language, _title(phase, language, about), about)
    page["lead"] = phase if any(cell.metadata.place == LEAD for cell in cells) else ""
    page["contents"] = _contents(cells, (BODY, APPENDIX), deepest=3)
    page["parts"] = [{"phase": phase, "title": "", "lead": False, "appendix": False}]
    return _linked(_render(cells, page), [phase])


def export_stage(notebook: NotebookNode, stage: str, language: Language, about: Mapping[str, Any]) -> dict[str, str]:
    """Return the HTML files of a stage by name: one of a phase, or each publication of the report."""
    if stage != REPORT:
        return {report_name(stage): export_phase(notebook, stage, language, about)}
    cells = _cells(notebook, stage)
    pages = {}
    for name in PUBLICATIONS:
        publication_cells = [cell for cell in cells if _publication(cell) == name]
        if not publication_cells and name != REPORT:
            continue
        page = _page(language, language.text(f"page.{name}_title"), about)
        page |= {"lead": "", "contents": [], "name": name, "running": f"{about['name']} · {page['facts'][1]}"}
        if name != REPORT:
            publication_cells = [
                from_dict({**cell, "metadata": {**cell.metadata, "place": BODY}}) for cell in publication_cells
            ]
        else:
            page["lead"] = stage if any(cell.metadata.place == LEAD for cell in publication_cells) else ""
            page["contents"] = _contents(publication_cells, (BODY, APPENDIX), deepest=2)
            page |= {"links": about.get("links", []), "links_title": language.text("page.links_title")}
            if page["stamp"].corrections:
                page["corrections"] = page["stamp"].corrections.html
                page["corrected_at"] = f"#{CORRECTIONS}"
                entry = {"anchor": CORRECTIONS, "heading": page["stamp"].corrections.heading, "parts": []}
                page["contents"].append(entry)
        page["parts"] = [{"phase": stage, "title": "", "lead": False, "appendix": False}]
        pages[name] = _linked(_render(publication_cells, page), [stage])
    return pages


def export_synthesis(
    notebook: NotebookNode, language: Language, title: str, of: str, date: dt.date, *, is_draft: bool
) -> str:
    """Return the HTML file of a synthesis over many audits: its displays, with links to its sections.

    ``of`` names the audits in a few words and is empty for all.
    """
    cells = _cells(notebook, SYNTHESIS)
    page = frame(language, title)
    page |= {"organisation": "", "running": title, "footer": language.text("synthesis.footer")}
    page |= {
        "facts": [*filter(None, [of]), language.text("page.date", date=date)],
        "invented": "",
        "stamp": draft(language) if is_draft else None,
        "name": SYNTHESIS,
        "appendix": language.text("page.appendix"),
    }
    page |= {"contents": _contents(cells, (BODY,), deepest=2), "contents_title": language.text("page.contents_title")}
    page["lead"] = SYNTHESIS if any(cell.metadata.place == LEAD for cell in cells) else ""
    page["parts"] = [{"phase": SYNTHESIS, "title": "", "lead": False, "appendix": False}]
    return _render(cells, page)


def _publication(cell: NotebookNode) -> str:
    """Return the publication that a cell of the report notebook belongs to."""
    place: str = cell.metadata.place
    return place if place in PUBLICATIONS else REPORT


def export_joined(notebooks: Mapping[str, NotebookNode], language: Language, about: Mapping[str, Any]) -> str:
    """Return one HTML file of all phases: key messages, contents, then one part per phase.

    ``notebooks`` are by phase and shown in the order of the method; ``about`` as for ``export_phase``.
    """
    page = _page(language, language.text("page.annex_title"), about)
    page |= {"lead": "", "contents": [], "parts": []}
    cells = []
    for phase in (phase for phase in PHASES if phase in notebooks):
        phase_cells = _cells(notebooks[phase], phase)
        places = {cell.metadata.place for cell in phase_cells}
        part = {
            "phase": phase,
            "anchor": phase.replace("_", "-"),
            "title": _title(phase, language, about),
            "lead": LEAD in places and phase != FIRST,
            "appendix": APPENDIX in places,
        }
        page["parts"].append(part)
        page["contents"].append(
            {"anchor": part["anchor"], "heading": part["title"], "parts": _contents(phase_cells, (BODY,), deepest=2)}
        )
        if phase == FIRST and LEAD in places:
            page["lead"] = phase
        cells += [cell if phase == FIRST and cell.metadata.place == LEAD else _deeper(cell) for cell in phase_cells]
    return _linked(_render(cells, page), [part["phase"] for part in page["parts"]])


def index_page(rows: Sequence[Mapping[str, Any]], language: Language, syntheses: Sequence[tuple[str, str]] = ()) -> str:
    """Return ``outputs/index.html``: one table row per organisation, round and language.

    A row has name, invented, round, language (code), status (done, stale, failed, missing), date (ISO text, a date or
    ``None``), phases of the draft (address by phase), files (address by name), error, and ``editions`` released (text
    and address, newest first). Addresses are relative to the page; missing files have no link. ``syntheses`` are names
    and addresses.
    """
    page = frame(language, language.text("page.overview.title"))
    page |= {"running": page["title"], "intro": language.text("page.overview.intro"), "rows": []}
    page["syntheses"] = [(language.text("synthesis.in_overview", name=name), link) for name, link in syntheses]
    for row in rows:
        phases, files = row.get("phases") or {}, row.get("files") or {}
        links = [(language.text("page.overview.error"), row.get("error"))]
        links += [(language.text(f"page.overview.{name}"), address) for name, address in files.items()]
        links += [(language.text(f"phases.{phase}.title"), phases.get(phase)) for phase in PHASES]
        page["rows"].append(
            {
                **{name: row[name] for name in ("name", "round", "status")},
                "invented": row.get("invented", False),
                "language": row["language"],
                "language_name": _language_name(row["language"]),
                "state": language.text(f"page.statuses.{row['status']}"),
                "date": language.date(_date(row["date"])) if row.get("date") else "–",
                "links": [(text, address) for text, address in links if address],
                "editions": row.get("editions") or [],
            }
        )
    return rendered("overview.html.j2", page)


def _title(phase: str, language: Language, about: Mapping[str, Any]) -> str:
    """Return the title of a phase; the one on perceptions is named after who was asked."""
    whose = f"phases.{phase}.of.{about.get('asked')}"
    return language.text(whose if language.has(whose) else f"phases.{phase}.title")


def _cells(notebook: NotebookNode, phase: str) -> list[NotebookNode]:
    """Return the displays of a notebook as cells without source; ``place`` is the part of the report they belong to."""
    cells: list[NotebookNode] = []
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        if cell.cell_type != "code" or GUIDANCE in tags:
            continue
        outputs = list(_displays(cell, phase))
        place = LEAD if SUMMARY in tags else next((tag for tag in (LEAD, APPENDIX, BRIEF, POSTER) if tag in tags), BODY)
        if outputs:
            origin = {"phase": phase, "place": place}
            made = from_dict({**_CELL, "metadata": origin, "outputs": outputs})
            cells.insert(0, made) if LEAD in tags else cells.append(made)
    return cells


def _displays(cell: NotebookNode, phase: str) -> Iterator[NotebookNode]:
    for output in cell.outputs:
        if output.output_type == "error":
            raise AuditError("phase_stopped", phase=phase)
        if output.output_type == "stream" or NOT_KEPT in (output.metadata.get(MARK) or {}):
            continue
        html = output.data.get("text/html", "")
        pictures = [kind for kind in output.data if kind.startswith("image/")]
        _refuse_unreadable(html, pictures, phase)
        if html:
            data = {"text/html": html}
            yield from_dict({"output_type": "display_data", "data": data, "metadata": output.metadata})


def _refuse_unreadable(html: str, pictures: Sequence[str], phase: str) -> None:
    images = _IMAGE.findall(html)
    if (pictures and not html) or _NO_DESCRIPTION in html or not all(map(_ALTERNATIVE.search, images)):
        raise AuditError("picture_undescribed", phase=phase)
    if 'class="dataframe"' in html:
        raise AuditError("data_frame_shown", phase=phase)


def _deeper(cell: NotebookNode) -> NotebookNode:
    """Return the cell with its headings one level lower; text from files is escaped, so only our own tags match."""
    for output in cell.outputs:
        html = output.data["text/html"]
        output.data["text/html"] = _OPENING.sub(lambda tag: f"<{tag[1]}h{int(tag[2]) + 1}", html)
    return cell


def _contents(cells: Sequence[NotebookNode], places: Sequence[str], deepest: int) -> list[dict[str, Any]]:
    """Return the table of contents: headings of level 2 and, in ``parts``, those of level 3."""
    entries: list[dict[str, Any]] = []
    for output in (o for cell in cells if cell.metadata.place in places for o in cell.outputs):
        heading = output.metadata.get("genderaudit") or {}
        level = heading.get("level", 0)
        if not heading.get("heading") or not 2 <= level <= deepest:
            continue
        entry = {"anchor": heading["anchor"], "heading": heading["heading"], "parts": []}
        (entries[-1]["parts"] if level == 3 and entries else entries).append(entry)
    return entries


def _linked(html: str, phases: Sequence[str]) -> str:
    """Return the HTML with links into other phases changed to the file that has them."""
    elsewhere = {phase.replace("_", "-"): phase for phase in PHASES if phase not in phases}

    def address(link: re.Match[str]) -> str:
        other = next((elsewhere[name] for name in elsewhere if link[1].startswith(f"{name}-")), None)
        return f'href="{report_name(other)}.html#{link[1]}"' if other else link[0]

    return _LINK.sub(address, html)


def _page(language: Language, title: str, about: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the template prints around the displays."""
    page = frame(language, title)
    round_text = language.text("page.round", round=about["round"])
    page |= {
        "organisation": about["name"],
        "running": f"{about['name']} · {title} · {round_text}",
        "facts": [
            language.text(f"kinds.{about['kind']}"),
            round_text,
            language.text("page.date", date=_date(about["date"])),
        ],
        "invented": language.text("page.invented") if about["invented"] else "",
        "stamp": about.get("stamp") or draft(language),
        "corrected_at": f"{REPORT}.html#{CORRECTIONS}",
    }
    for name in ("contents_title", "appendix"):
        page[name] = language.text(f"page.{name}")
    return page


def _language_name(code: str) -> str:
    """Return the name of a language in that language."""
    return language(code).text("page.language_name") if code in languages() else code


def _date(value: str | dt.date) -> dt.date:
    return value if isinstance(value, dt.date) else dt.datetime.fromisoformat(value)


def _render(cells: Sequence[NotebookNode], page: dict[str, Any]) -> str:
    displays = (output.data["text/html"] for cell in cells for output in cell.outputs)
    page["document"] = any(DOCUMENT in html for html in displays)
    notebook = from_dict({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": list(cells)})
    html, _ = _exporter().from_notebook_node(notebook, resources={"page": page})
    return str(html).lstrip()


@cache
def _exporter() -> TemplateExporter:
    """Return nbconvert's exporter with our template.

    Not ``HTMLExporter``, which parses every file a second time; without preprocessors, after each of which nbconvert
    would validate the notebook again.
    """
    exporter = TemplateExporter(
        template_name="report",
        extra_template_basedirs=[str(TEMPLATES)],
        file_extension=".html",
        default_preprocessors=[],
    )
    exporter.environment.autoescape = True
    exporter.register_filter("css_text", css_text)
    return exporter
