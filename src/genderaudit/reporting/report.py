"""The report as a document: decision page, method, key areas in their order, recommendations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from genderaudit.conclusions.choice import choice
from genderaudit.conclusions.findings import EvidencePattern, Finding
from genderaudit.conclusions.messages import leading
from genderaudit.conclusions.ratings import ORDER
from genderaudit.methodology.models import DIMENSIONS
from genderaudit.report.document import (
    Beside,
    Block,
    Document,
    Fact,
    Heading,
    Paragraph,
    Picture,
    Points,
    Table,
)
from genderaudit.report.sections import sentences
from genderaudit.report.tables import Cell, rating_cell
from genderaudit.reporting import chosen, pictures, views
from genderaudit.reporting.asked import decision, recommendations
from genderaudit.reporting.benchmarked import benchmarked
from genderaudit.reporting.followed import what_changed
from genderaudit.reporting.heard import practice, quotations, workshops
from genderaudit.reporting.material import Material
from genderaudit.reporting.method import how_we_worked
from genderaudit.reporting.unsaid import unsaid
from genderaudit.reporting.violence import violence
from genderaudit.reporting.words import (
    answer,
    answered,
    area_name,
    ended,
    is_left_out,
    number,
    of_the_session,
    own_title,
    parted,
    small,
    stated,
    statement,
    title,
    told,
    view,
    without_tags,
    worded,
)

KINDS = ("facts", "documents", "women", "men")


def report(material: Material) -> Document:
    """Return the report; sections without content are left out."""
    language = material.language
    blocks = [
        *decision_page(material),
        *how_we_worked(material),
        *scorecard(material),
        *inequality_map(material),
        *sections([area.id for area in material.method.areas], material),
        *what_changed(material),
        *recommendations(material),
        *unsaid(material),
    ]
    name = language.text("page.report_title")
    return document(name, blocks, material)


def document(name: str, blocks: Sequence[Block], material: Material) -> Document:
    """Return a document with the line and marks that stand on each of its pages."""
    round_text = material.language.text("page.round", round=material.round)
    running = f"{material.organisation.name} · {name} · {round_text}"
    return Document(name, material.language, running, material.stamp.word, tuple(blocks), material.stamp.lines)


def decision_page(material: Material) -> list[Block]:
    """Return the first page: main findings and decisions."""
    language, findings = material.language, chosen.facts(material)
    if not findings:
        return [Heading(language.text("report.nothing"), 2, "decisions")]
    facts = [fact(item, material) for item in findings]
    head = Heading(facts[0].title, 2, "decisions", above=language.text("report.found"))
    blocks: list[Block] = [head, replace(facts[0], title=""), *facts[1:], *arranged(findings, material)]
    if not material.before:
        blocks.append(Paragraph(language.text("report.first_round"), "small"))
    asked = chosen.decisions(material)
    if asked:
        blocks.append(Heading(language.text("report.asked_for"), 3, "asked"))
        blocks += [decision(place, item, material) for place, item in enumerate(asked, start=1)]
    quote, good = quotations(findings[0].area, material, most=1), works(material)
    blocks += [Beside(tuple(quote), tuple(good))] if quote and good else [*quote, *good]
    return blocks


def fact(finding: Finding, material: Material) -> Fact:
    """Return a finding for the first page."""
    if view(finding) and (statements := views.telling(finding.area, material)):
        return _of_statement(finding, statements[0], material)
    figure, words = number(finding, material)
    definition = material.method.indicators[finding.indicator]
    bodies = definition.made_of if definition.made_of and not definition.young else None
    picture = pictures.of_indicator(bodies, material, most=choice().seats) if bodies else None
    picture = replace(picture, title="", subtitle="") if picture else None
    heading = title(finding, material)
    text = " ".join(filter(None, (stated(finding, material, heading), of_the_session(finding, material))))
    return Fact(figure, words, heading, text, picture=picture, findings=(finding.id,))


def _of_statement(finding: Finding, statement_view: views.View, material: Material) -> Fact:
    language = material.language
    women, men = answered(statement_view.women, material), answered(statement_view.men, material)
    words = language.text(
        "report.women_agree" if men else "report.women_agree_only",
        men=men,
        answer=answer(statement_view.item, material),
    )
    text = language.text("report.area", letter=finding.area, name=area_name(finding.area, material))
    said_by = views.source([statement_view], material), views.chance(statement_view, material)
    quoted = language.text("report.quoted", statement=statement(statement_view.item, material))
    heading = worded(finding, material) or quoted
    parts = (quoted if heading != quoted else "", text, of_the_session(finding, material))
    return Fact(women, words, heading, ended(parts), " ".join(filter(None, said_by)), findings=(finding.id,))


def arranged(findings: Sequence[Finding], material: Material) -> list[Block]:
    """Return notes that the session ordered or left out findings, and why the highest-ranking one is missing."""
    language, session = material.language, material.session
    lines = [language.text("report.session.ordered")] if session.placed([finding.id for finding in findings]) else []
    if material.left_out:
        lines.append(language.text("report.session.left_out", number=len(material.left_out)))
    for finding in material.left_out:
        if finding.id in leading(*material.ranked)[:1]:
            values = {"title": own_title(finding, material), "reason": session.of(finding.id).reason}
            lines.append(language.text("report.session.because", **values))
    return [Paragraph(" ".join(lines), "small")] if lines else []


def scorecard(material: Material) -> list[Block]:
    """Return the key areas by facts, documents, women, men, voices and conclusion; empty columns are left out."""
    language = material.language
    if all(pattern_of_area.pattern == "insufficient_evidence" for pattern_of_area in material.patterns.values()):
        return []
    verdicts = {
        kind: [_evidence_cell(pattern_of_area, kind, material) for pattern_of_area in material.patterns.values()]
        for kind in KINDS
    }
    kinds = [kind for kind in KINDS if any(cell.look != "none" for cell in verdicts[kind])]
    rows = []
    for place, pattern in enumerate(material.patterns.values()):
        cells = [verdicts[kind][place] for kind in kinds]
        notes = sum(pattern.voices.values())
        voices = Cell(language.figure(notes, "count") if notes else "–", number=True)
        name = Cell(f"{pattern.area} · {area_name(pattern.area, material)}")
        conclusion = Cell(language.text(f"patterns.{pattern.pattern}.name"), look=f"pattern {pattern.pattern}")
        rows.append((name, conclusion, *cells, voices))
    names_of = {"women": "women_say", "men": "men_say"}
    names = ("area", "pattern", *(names_of.get(kind, kind) for kind in kinds), "voices")
    header = tuple(language.text(f"columns.{name}") for name in names)
    short = sum(pattern_of_area.pattern == "confirmed_gap" for pattern_of_area in material.patterns.values())
    apart = sum(pattern_of_area.pattern == "divided" for pattern_of_area in material.patterns.values())
    heading = language.text("report.scorecard_title", number=short, n=len(rows))
    if not short:
        heading = language.text("report.scorecard")
    elif apart:
        heading = language.text("report.scorecard_apart", title=heading, number=apart)
    return [
        Heading(heading, 2, "scorecard"),
        Table(language.text("report.scorecard"), header, tuple(rows)),
        Paragraph(_by_dimension(material), "small"),
        Paragraph(_scorecard_key(kinds, material), "small"),
    ]


def _by_dimension(material: Material) -> str:
    """Return a sentence on the number of confirmed gaps per dimension."""
    language, method = material.language, material.method
    parts = []
    for dimension in DIMENSIONS:
        in_dimension = [
            pattern for pattern in material.patterns.values() if method.dimension_of(pattern.area) == dimension
        ]
        values: dict[str, object] = {
            "number": sum(pattern.pattern == "confirmed_gap" for pattern in in_dimension),
            "n": len(in_dimension),
        }
        values |= {"areas": ", ".join(pattern.area for pattern in in_dimension)}
        name = language.text(f"dimensions.{dimension}")
        parts.append(language.text("report.scorecard_dimensions.one_of", dimension=small(name), **values))
    return language.text("report.scorecard_dimensions.all", listed=language.list(parts))


def _scorecard_key(kinds: Sequence[str], material: Material) -> str:
    """Return the legend of the scorecard's columns that are present."""
    language, patterns = material.language, material.patterns.values()
    read = language.list([pattern.area for pattern in patterns if pattern.from_documents])
    about = any(pattern.about and pattern.value is not None for pattern in material.answers if view(pattern))
    present = {
        "facts": "facts" in kinds,
        "from_documents": bool(read),
        "documents": "documents" in kinds,
        "women": "women" in kinds,
        "men": "men" in kinds,
        "voices": True,
        "about": about,
        "signs": True,
    }
    return " ".join(
        language.text(f"report.scorecard_key.{name}", areas=read) for name, shown in present.items() if shown
    )


def inequality_map(material: Material) -> list[Block]:
    """Return the gender inequality map with its heading, or nothing."""
    columns = pictures.of_map(material)
    if not columns:
        return []
    left, right = map(tuple, columns)
    return [Heading(material.language.text("map.title"), 2, "map"), Beside(left, right)]


def sections(areas: Sequence[str], material: Material) -> list[Block]:
    """Return one section per key area, in this order; those with little evidence share one."""
    blocks: list[Block] = []
    thin: list[Block] = []
    counted: list[Block] = []
    for area in areas:
        section_blocks = section(area, material)
        blocks += section_blocks
        label = material.language.text("report.label", label=area_name(area, material))
        if not section_blocks and (text := _documents(area, material, lacking=False)):
            thin.append(Paragraph(text, label=label))
        if not section_blocks:
            thin += [replace(text_block, label=label) for text_block in described(area, material)]
            thin += violence(area, material)
            prefix = f"{area_name(area, material)} · "
            counted += [
                replace(text_block, label=prefix + text_block.label) for text_block in workshops(area, material)
            ]
    if thin or counted:
        heading = material.language.text("report.little_said" if counted else "report.little")
        blocks += [Heading(heading, 2, "little"), *thin, *counted]
    return blocks


def section(area: str, material: Material) -> list[Block]:
    """Return the section of one key area; empty without figures and answers.

    Text and charts are in two columns, so that text fills a page that has no room for a chart.
    """
    language = material.language
    figures, statements = chosen.of_area(area, material), views.telling(area, material)
    if not figures and not statements:
        return []
    lead = figures[0] if figures else None
    leads = lead is not None and (material.ranking.leads(lead) or not statements)
    heading = title(lead, material) if leads and lead else _view_title(area, statements, material)
    above = language.text("report.area", letter=area, name=area_name(area, material))
    blocks: list[Block] = []
    for item in figures[: choice().figures]:
        blocks.append(Paragraph(stated(item, material, heading), findings=(item.id,)))
        theirs = of_the_session(item, material)
        blocks += [Paragraph(theirs, "small")] if theirs else []
        middles = benchmarked(item, material)
        blocks += [Paragraph(middles, "small")] if middles else []
    blocks += described(area, material)
    charts_or_none = pictures.of_facts(area, material), pictures.of_statements(statements, material)
    if statements and charts_or_none[1] is None:
        blocks.append(Points(tuple(views.title(item, material) for item in statements)))
        blocks.append(Paragraph(views.source(statements, material), "small"))
    documents = _documents(area, material)
    if documents:
        blocks.append(Paragraph(documents, label=language.text("report.documents")))
    blocks += violence(area, material)
    blocks += workshops(area, material)
    blocks += quotations(area, material, most=choice().quotations)
    blocks += _practice_and_references(area, material)
    charts = tuple(_untitled(item, heading) for item in charts_or_none if item is not None)
    beside = [Beside(tuple(blocks), charts)] if blocks and charts else [*blocks, *charts]
    return [Heading(heading, 2, f"area-{area.lower()}", above=above), *beside]


def described(area: str, material: Material) -> list[Paragraph]:
    """Return the figures of a key area that are reported without a target, in one paragraph."""
    sentences_told, names = [], []
    for name in choice().described.get(area, []):
        findings = (
            [] if is_left_out(name, material) else [finding for finding in material.of(name) if finding.calculated]
        )
        whole = [finding for finding in findings if not finding.group]
        sentences_told += [told(finding, material) for finding in whole]
        if findings and not whole:
            about = sentences(material.method.indicators[name], findings, material.language)
            sentences_told.append(" ".join(map(without_tags, about)))
        names += [finding.id for finding in findings]
    text = " ".join(sentences_told)
    return [Paragraph(text, findings=tuple(names))] if text else []


def _view_title(area: str, statements: Sequence[views.View], material: Material) -> str:
    """Return the session's title of the area's views, or the statement with the widest gap."""
    session_titles = (worded(item, material) for item in material.answers if view(item) and item.area == area)
    return next(filter(None, session_titles), "") or views.title(max(statements, key=lambda item: item.gap), material)


def _untitled(picture: Picture, heading: str) -> Picture:
    """Return the picture without a title that is already in the heading."""
    return replace(picture, title=picture.subtitle, subtitle="") if picture.title == heading else picture


def works(material: Material) -> list[Block]:
    """Return one line on what works: an action done, else a good practice, else the best figure."""
    language, label = material.language, material.language.text("report.works")
    done = [
        item for item in material.told.followed if item.state == "done" and item.recommendation in material.catalogue
    ]
    if done:
        texts = [item.note or language.text(f"recommendations.{item.recommendation}.short") for item in done[:2]]
        return [Paragraph(" ".join(f"{text.rstrip('.')}." for text in texts), label=label)]
    good = next((item for item in material.told.quotations if item.kind == "good_practice"), None)
    if good is not None:
        return [Paragraph(practice(good, material), label=label)]
    item = chosen.strength(material)
    return [] if item is None else [Paragraph(told(item, material), label=label, findings=(item.id,))]


def _documents(area: str, material: Material, lacking: bool = True) -> str:
    """Return how many required elements the documents have and, if ``lacking``, which are missing."""
    language = material.language
    criteria = reviewed(area, material)
    if not criteria:
        return ""
    met = sum(criterion.rating in ("meets", "exceeds") for criterion in criteria)
    form = "documents_of" if met else "documents_none"
    missing = [criterion for criterion in criteria if criterion.rating == "missing"][: choice().criteria]
    text = language.text(f"report.{form}", number=len(criteria), met=met)
    if missing and lacking:
        requirements = [
            language.text(f"criteria.{criterion.group['criterion']}").strip().rstrip(".") for criterion in missing
        ]
        listed = parted(map(small, requirements), material)
        text += " " + language.text("report.documents_lack", listed=listed, number=len(requirements))
    return text


def _practice_and_references(area: str, material: Material) -> list[Block]:
    """Return a good practice and references to the report's recommendations on this area."""
    language = material.language
    all_quotations = material.told.quotations
    good = next((item for item in all_quotations if item.area == area and item.kind == "good_practice"), None)
    blocks: list[Block] = []
    if good is not None:
        blocks.append(Paragraph(practice(good, material), label=language.text("report.good")))
    places = [place for place, item in enumerate(chosen.first(material), start=1) if item.area == area]
    if places:
        numbers = language.list([str(place) for place in places])
        blocks.append(Paragraph(language.text("report.see", numbers=numbers, number=len(places)),
                                label=language.text("report.asked_label")))  # fmt: skip
    return blocks


def _evidence_cell(pattern: EvidencePattern, kind: str, material: Material) -> Cell:
    """Return the cell of one kind of evidence: rating, requirements met by documents, or share who agree."""
    word, language = pattern.word(kind), material.language
    if word == "no_facts" and (chosen.of_area(pattern.area, material) or described(pattern.area, material)):
        return Cell(language.text("report.facts_unrated"), look="none")
    if word not in ORDER:
        return Cell(language.text(f"ratings_short.{word}"), look="none")
    cell = rating_cell(word, language)
    if kind == "documents":
        criteria = reviewed(pattern.area, material)
        met = sum(finding.rating in ("meets", "exceeds") for finding in criteria)
        nearly = sum(finding.rating == "approaches" for finding in criteria)
        form = "report.of_nearly" if nearly else "report.of"
        return replace(cell, text=language.text(form, part=met, n=len(criteria), nearly=nearly))
    if kind in ("women", "men"):
        group = {"area": pattern.area, "sex": "F" if kind == "women" else "M"}
        answer_finding = next(
            (finding for finding in material.answers if view(finding) and finding.group == group), None
        )
        if answer_finding is None:
            return cell
        about = answer_finding.about and answer_finding.value is not None
        figure = language.figure(answer_finding.value, "whole") if about else answered(answer_finding, material)
        return replace(cell, text=language.text("report.about", figure=figure) if about else figure)
    return cell


def reviewed(area: str, material: Material) -> list[Finding]:
    """Return the criteria of a key area that were rated in the document review."""
    return [
        finding
        for finding in material.rated
        if finding.indicator == "document_rating" and finding.area == area and finding.rating
    ]
