"""Reports of an invented cooperative, made by hand from the report's own parts, for the browser to look at.

They hold one of each thing that reports are made of: key messages, a chart, short, wide and folded tables,
ratings, hidden and missing values, a recommendation, voices, method and provenance.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output

from genderaudit import plots
from genderaudit.conclusions.findings import Finding, Interval, TargetRange
from genderaudit.foundations.language import Language, languages
from genderaudit.foundations.workspace import ANNEX, BRIEF, PHASES, REPORT, TEMPLATES, report_name
from genderaudit.foundations.yamlfile import load
from genderaudit.measures.result import Result
from genderaudit.methodology.models import Indicator
from genderaudit.report.document import Beside, Decision, Fact, Heading, Paragraph, Picture, Points, Quote, Table
from genderaudit.report.export import export_joined, export_stage, index_page
from genderaudit.report.sections import Section, heading, indicator_section, paragraph
from genderaudit.report.tables import Cell, rating_cell, table
from genderaudit.report.writers.page import sections

ABOUT = {
    "name": "Coopérative d’épargne « Sigida » <& amis>",
    "round": "2025",
    "kind": "cooperative",
    "invented": True,
    "date": "2025-06-30T10:00:00+00:00",
    "organisation": "cooperative_sigida",
}
NAMES = {
    "level": "Women by level",
    "branch": "Women among members by branch",
    "committee": "Women on the committees",
}


def texts(code: str) -> Language:
    """A language with its real texts and the sample's titles; Arabic borrows the texts of English."""
    borrowed = code not in languages()
    found: dict[str, Any] = {}
    for path in sorted((TEMPLATES / "language" / ("en" if borrowed else code)).glob("*.yml")):
        found |= load(path)[0]
    if borrowed:
        found["locale"] = code
    names = {f"{phase}_{name}": title for phase in PHASES for name, title in NAMES.items()}
    indicators = {
        name: {
            "title": f"{title} ({name.rpartition('_')[0].replace('_', ' ')})",
            "overall": "Women are {women:count} of {n:count}, that is {value:share}.",
            "range": "The shares run from {lowest_value} ({lowest}) to {highest_value} ({highest}){scope}.",
            "reading": "Read from left to right: the dark part of a bar is women.",
        }
        for name, title in names.items()
    }
    return Language(code, {**found, "indicators": indicators})


def pages(code: str) -> dict[str, str]:
    """File name and HTML of every page in one language."""
    language = texts(code)
    notebooks = {phase: _notebook(phase, language) for phase in PHASES}
    made = {ANNEX: export_joined(notebooks, language, ABOUT), "index": index_page(_rows(), language)}
    for stage, notebook in (*notebooks.items(), (REPORT, _report(language))):
        made |= export_stage(notebook, stage, language, ABOUT)
    return {f"{name}.html": html for name, html in made.items()}


def _rows() -> list[Mapping[str, Any]]:
    whole = {
        "files": {name: f"{name}.html" for name in (REPORT, BRIEF, ANNEX)},
        "phases": {phase: f"{report_name(phase)}.html" for phase in PHASES},
    }
    one = {"name": ABOUT["name"], "invented": True, "round": "2025", "language": "fr", "date": ABOUT["date"]}
    return [
        one | whole | {"status": "done"},
        one | whole | {"status": "stale", "round": "2022"},
        one | {"name": "Federation of Workers of Djeliba", "status": "failed", "files": {}, "phases": {}},
        one | {"name": "Northmere", "invented": False, "status": "missing", "date": None, "language": "en"},
    ]


def _notebook(phase: str, language: Language) -> NotebookNode:
    slug = phase.replace("_", "-")
    return new_notebook(
        cells=[
            _cell([heading("Who decides", f"{slug}-who", 2, "Women and men at each level, and in each committee.")]),
            _cell([_indicator(phase, "level", _levels(phase), language)]),
            _cell([_indicator(phase, "branch", _branches(phase), language)]),
            _cell([heading("What follows", f"{slug}-what", 2), _glance(slug, language), _wide(slug, language)]),
            _cell([_card(slug), _voices(), paragraph("Groups below five people are hidden.", "note")]),
            _cell([_messages(slug)], "lead"),
            _cell([heading("Method", f"{slug}-method", 2), _settings(slug, language)], "appendix"),
        ]
    )


def _report(language: Language) -> NotebookNode:
    """One of each block of a publication, in the report; what opens it also in the brief."""
    opening = [
        Heading("Three boards of eleven have no woman", 2, "decisions", above="What the audit has found"),
        Fact("84", "seats are missing", "Eight of eleven boards are below their quota", "", "Seats of 2025.", _seats()),
        Fact("61 %", "of women", "Meetings are held when they cannot come", "Of men 12%.", "98 answered."),
        Heading("What is asked for", 3, "asked"),
        Decision(1, "Set a quota of 40%", "Begin with the regional boards.", ("General assembly, by June 2026", "0")),
    ]
    area = [
        Heading("Women enter the boards, not the branches", 2, "area-i", above="Area I"),
        Paragraph("Since 2022 their share has risen.", label="Good practice"),
        _seats(),
        Beside(
            (Quote("Les réunions finissent à la nuit.", "une femme"),), (Points(("First", "Second"), numbered=True),)
        ),
        Table("Seats", ("Board", "Women"), ((Cell("Comité directeur"), Cell("9", number=True)),)),
        Paragraph("All figures are in the annex.", "small"),
    ]
    return new_notebook(
        cells=[
            _cell(sections(opening, language, deepest=2), "lead"),
            _cell(sections(area, language, deepest=2)),
            _cell(sections(opening, language, deepest=2), BRIEF),
        ]
    )


def _seats() -> Picture:
    rows = [
        Result(value=0.0, unit="seats", n=n, women=women, men=n - women, group={"body": body})
        for body, women, n in (("Conseil d’administration national", 2, 12), ("Comité de surveillance", 0, 7))
    ]
    words = "Eight of eleven boards are below their quota"
    return Picture(words, "Seats of boards, 2025.", words, lambda figure: plots.seats(rows, ax=figure))


def _cell(sections: list[Section], *tags: str) -> NotebookNode:
    outputs = [
        new_output(
            "display_data",
            {"text/html": str(section.html), "text/plain": section.heading},
            metadata={"genderaudit": {"heading": section.heading, "anchor": section.anchor, "level": section.level}},
        )
        for section in sections
    ]
    return new_code_cell("audit.show()", metadata={"tags": list(tags)}, outputs=outputs)


def _messages(slug: str) -> Section:
    opening = heading(f"What this says first ({slug})", f"{slug}-messages", 2)
    said = (
        "Women are 142 of 420 staff, that is 33.8%; among directors they are 2 of 14.",
        "Six in ten women (61.2% of 98) say that meetings are held when they cannot come.",
        "The policy on violence and harassment is missing: write it and make it known within six months.",
    )
    link = Markup('<a href="#{}-level">See the table</a>').format(slug)
    items = Markup().join(Markup("<li>{} {}</li>\n").format(text, link) for text in said)
    return Section(
        opening.html + Markup('<ol class="messages">{}</ol>').format(items),
        opening.heading,
        opening.anchor,
        2,
    )


def _indicator(phase: str, name: str, found: list[Finding], language: Language) -> Section:
    definition = Indicator(id=f"{phase}_{name}", area="I", unit="share", chart="shares")
    section = indicator_section(definition, found, language)
    anchor = f"{phase.replace('_', '-')}-{name}"
    return Section(Markup(section.html.replace(section.anchor, anchor)), section.heading, anchor, 3)


def _levels(phase: str) -> list[Finding]:
    groups = {"Direction générale": (2, 12), "Chefs de service et responsables régionaux": (9, 31)}
    groups |= {"Agents de crédit": (58, 120), "Personnel d’appui": (73, 115)}
    ratings = ("missing", "approaches", "meets", "exceeds")
    found = [_share(phase, "level", {}, 142, 278, "approaches")]
    for (level, (women, men)), rating in zip(groups.items(), ratings, strict=True):
        found.append(_share(phase, "level", {"level": level}, women, men, rating))
    hidden = {"status": "suppressed", "reason": "hidden", "unit": "share", "area": "I"}
    found.append(
        Finding(
            id=f"{phase}/hidden",
            phase=phase,
            indicator=f"{phase}_level",
            group={"level": "Stagiaires"},
            **hidden,
        )
    )
    return found


def _branches(phase: str) -> list[Finding]:
    return [_share(phase, "branch", {"branch": f"Agence {i}"}, 200 + 3 * i, 500 - 4 * i, None) for i in range(1, 41)]


def _share(phase: str, name: str, group: dict[str, str], women: int, men: int, rating: str | None) -> Finding:
    n = women + men
    share = women / n
    rated = {"target": TargetRange(low=0.4, high=0.6, source="etuc"), "distinguishable": rating == "missing"}
    return Finding(
        id=f"{phase}/{name}{group}",
        phase=phase,
        area="I",
        indicator=f"{phase}_{name}",
        group=group,
        value=share,
        unit="share",
        n=n,
        women=women,
        men=men,
        interval=Interval(low=max(0, share - 0.05), high=min(1, share + 0.05), level=0.95),
        **{"status": "calculated", "rating": rating, **(rated if rating else {})},
    )


def _glance(slug: str, language: Language) -> Section:
    areas = ("Prise de décision", "Personnel et ressources humaines", "Culture de l’organisation", "Suivi")
    ratings = ("missing", "approaches", "meets", "exceeds")
    rows = [
        [Cell(a), rating_cell(r, language), Cell("no evidence", look="none")]
        for a, r in zip(areas, ratings, strict=True)
    ]
    caption = f"Key areas at a glance ({slug})"
    return Section(table(caption, ["Area", "Facts", "Documents"], rows, language))


def _wide(slug: str, language: Language) -> Section:
    header = ["Area", "Facts", "Documents", "Women say", "Men say", "Voices", "Pattern"]
    ratings = [rating_cell(r, language) for r in ("missing", "approaches", "meets", "exceeds")]
    voices = Cell("3 strengths, 12 challenges, 4 suggestions")
    rows = [
        [
            Cell("I · Prise de décision"),
            *ratings,
            voices,
            Cell(Markup("<strong>Blind spot</strong>"), look="pattern"),
        ]
        for _ in range(4)
    ]
    return Section(table(f"What facts, documents and people say ({slug})", header, rows, language))


def _card(slug: str) -> Section:
    opening = heading("1. Set a quota of 40% for the boards", f"{slug}-advice", 3)
    facts = (
        ("Why", "Women hold 12 of 96 seats, and eight of eleven boards have none or one."),
        ("Responsible", "General assembly, on the proposal of the steering committee"),
        (
            "Evidence",
            Markup("<code>baseline/women_share_of_seats[level=Conseil d’administration national]</code>"),
        ),
    )
    listed = Markup().join(Markup("<dt>{}</dt><dd>{}</dd>\n").format(name, text) for name, text in facts)
    html = Markup('<div class="card">{}<p class="priority">Priority 18</p><dl>{}</dl></div>').format(
        opening.html, listed
    )
    return Section(html, opening.heading, opening.anchor, 3)


def _voices() -> Section:
    words = "Les réunions finissent à la nuit ; je ne peux pas rester."
    quote = f"<blockquote><p>{words}</p><footer>Difficulté</footer></blockquote>"
    return Section(Markup(quote))


def _settings(slug: str, language: Language) -> Section:
    rows = [[Cell("personnel.xlsx"), Cell(Markup("<code>9f86d081884c7d65</code>"))]]
    return Section(table(f"Files ({slug})", ["File", "SHA-256"], rows, language))
