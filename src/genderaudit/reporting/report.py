"""The report as a document: the decision page, how it was done, the key areas in their order, what is asked."""

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
    plain,
    small,
    stated,
    statement,
    title,
    told,
    view,
    worded,
)

KINDS = ("facts", "documents", "women", "men")


def report(material: Material) -> Document:
    """The report; sections for which there is nothing are not there."""
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
    """A document with what stands on each of its pages."""
    round_text = material.language.text("page.round", round=material.round)
    running = f"{material.organisation.name} · {name} · {round_text}"
    return Document(name, material.language, running, material.stamp.word, tuple(blocks), material.stamp.lines)


def decision_page(material: Material) -> list[Block]:
    """What was found and what is asked, on the first page."""
    language, found = material.language, chosen.facts(material)
    if not found:
        return [Heading(language.text("report.nothing"), 2, "decisions")]
    facts = [fact(one, material) for one in found]
    head = Heading(facts[0].title, 2, "decisions", above=language.text("report.found"))
    blocks: list[Block] = [head, replace(facts[0], title=""), *facts[1:], *arranged(found, material)]
    if not material.before:
        blocks.append(Paragraph(language.text("report.first_round"), "small"))
    asked = chosen.decisions(material)
    if asked:
        blocks.append(Heading(language.text("report.asked_for"), 3, "asked"))
        blocks += [decision(place, one, material) for place, one in enumerate(asked, start=1)]
    quote, good = quotations(found[0].area, material, most=1), works(material)
    blocks += [Beside(tuple(quote), tuple(good))] if quote and good else [*quote, *good]
    return blocks


def fact(one: Finding, material: Material) -> Fact:
    """A finding of the first page."""
    if view(one) and (said := views.telling(one.area, material)):
        return _of_statement(one, said[0], material)
    figure, words = number(one, material)
    definition = material.method.indicators[one.indicator]
    bodies = definition.made_of if definition.made_of and not definition.young else None
    picture = pictures.of_indicator(bodies, material, most=choice().seats) if bodies else None
    picture = replace(picture, title="", subtitle="") if picture else None
    heading = title(one, material)
    text = " ".join(filter(None, (stated(one, material, heading), of_the_session(one, material))))
    return Fact(figure, words, heading, text, picture=picture, findings=(one.id,))


def _of_statement(one: Finding, said: views.View, material: Material) -> Fact:
    language = material.language
    women, men = answered(said.women, material), answered(said.men, material)
    words = language.text(
        "report.women_agree" if men else "report.women_agree_only", men=men, answer=answer(said.item, material)
    )
    text = language.text("report.area", letter=one.area, name=area_name(one.area, material))
    said_by = views.source([said], material), views.chance(said, material)
    quoted = language.text("report.quoted", statement=statement(said.item, material))
    heading = worded(one, material) or quoted
    parts = (quoted if heading != quoted else "", text, of_the_session(one, material))
    return Fact(women, words, heading, ended(parts), " ".join(filter(None, said_by)), findings=(one.id,))


def arranged(found: Sequence[Finding], material: Material) -> list[Block]:
    """That the order of the first page is the session's, how much it left out, and why what ranks first."""
    language, session = material.language, material.session
    lines = [language.text("report.session.ordered")] if session.placed([one.id for one in found]) else []
    if material.left_out:
        lines.append(language.text("report.session.left_out", number=len(material.left_out)))
    for one in material.left_out:
        if one.id in leading(*material.ranked)[:1]:
            values = {"title": own_title(one, material), "reason": session.of(one.id).reason}
            lines.append(language.text("report.session.because", **values))
    return [Paragraph(" ".join(lines), "small")] if lines else []


def scorecard(material: Material) -> list[Block]:
    """The twelve key areas: facts, documents, women, men, voices, conclusion; no column where there is nothing."""
    language = material.language
    if all(one.pattern == "insufficient_evidence" for one in material.patterns.values()):
        return []
    verdicts = {kind: [_verdict(one, kind, material) for one in material.patterns.values()] for kind in KINDS}
    kinds = [kind for kind in KINDS if any(cell.look != "none" for cell in verdicts[kind])]
    rows = []
    for place, pattern in enumerate(material.patterns.values()):
        cells = [verdicts[kind][place] for kind in kinds]
        heard = sum(pattern.voices.values())
        voices = Cell(language.figure(heard, "count") if heard else "–", number=True)
        name = Cell(f"{pattern.area} · {area_name(pattern.area, material)}")
        conclusion = Cell(language.text(f"patterns.{pattern.pattern}.name"), look=f"pattern {pattern.pattern}")
        rows.append((name, conclusion, *cells, voices))
    said = {"women": "women_say", "men": "men_say"}
    names = ("area", "pattern", *(said.get(kind, kind) for kind in kinds), "voices")
    header = tuple(language.text(f"columns.{name}") for name in names)
    short = sum(one.pattern == "confirmed_gap" for one in material.patterns.values())
    apart = sum(one.pattern == "divided" for one in material.patterns.values())
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
    """The scorecard rolled up: which key areas each dimension has, and how many of them have a confirmed gap."""
    language, method = material.language, material.method
    parts = []
    for dimension in DIMENSIONS:
        own = [one for one in material.patterns.values() if method.dimension_of(one.area) == dimension]
        values: dict[str, object] = {"number": sum(one.pattern == "confirmed_gap" for one in own), "n": len(own)}
        values |= {"areas": ", ".join(one.area for one in own)}
        name = language.text(f"dimensions.{dimension}")
        parts.append(language.text("report.scorecard_dimensions.one_of", dimension=small(name), **values))
    return language.text("report.scorecard_dimensions.all", listed=language.list(parts))


def _scorecard_key(kinds: Sequence[str], material: Material) -> str:
    """What the columns of the scorecard are: of those that are there."""
    language, patterns = material.language, material.patterns.values()
    read = language.list([one.area for one in patterns if one.from_documents])
    about = any(one.about and one.value is not None for one in material.answers if view(one))
    there = {
        "facts": "facts" in kinds,
        "from_documents": bool(read),
        "documents": "documents" in kinds,
        "women": "women" in kinds,
        "men": "men" in kinds,
        "voices": True,
        "about": about,
        "signs": True,
    }
    return " ".join(language.text(f"report.scorecard_key.{name}", areas=read) for name, shown in there.items() if shown)


def inequality_map(material: Material) -> list[Block]:
    """The map: where women stand in what the lists tell."""
    columns = pictures.of_map(material)
    if not columns:
        return []
    left, right = map(tuple, columns)
    return [Heading(material.language.text("map.title"), 2, "map"), Beside(left, right)]


def sections(areas: Sequence[str], material: Material) -> list[Block]:
    """A section a key area, in this order; those with little evidence share one."""
    blocks: list[Block] = []
    thin: list[Block] = []
    counted: list[Block] = []
    for area in areas:
        own = section(area, material)
        blocks += own
        label = material.language.text("report.label", label=area_name(area, material))
        if not own and (text := _documents(area, material, lacking=False)):
            thin.append(Paragraph(text, label=label))
        if not own:
            thin += [replace(one, label=label) for one in described(area, material)]
            thin += violence(area, material)
            named = f"{area_name(area, material)} · "
            counted += [replace(one, label=named + one.label) for one in workshops(area, material)]
    if thin or counted:
        heading = material.language.text("report.little_said" if counted else "report.little")
        blocks += [Heading(heading, 2, "little"), *thin, *counted]
    return blocks


def section(area: str, material: Material) -> list[Block]:
    """One key area; empty where there are no figures and no answers.

    Facts, documents, voices and what follows, beside them the charts: so text fills the foot of a page that has no
    room for a chart.
    """
    language = material.language
    figures, said = chosen.of_area(area, material), views.telling(area, material)
    if not figures and not said:
        return []
    lead = figures[0] if figures else None
    leads = lead is not None and (material.ranking.leads(lead) or not said)
    heading = title(lead, material) if leads and lead else _view_title(area, said, material)
    above = language.text("report.area", letter=area, name=area_name(area, material))
    blocks: list[Block] = []
    for one in figures[: choice().figures]:
        blocks.append(Paragraph(stated(one, material, heading), findings=(one.id,)))
        theirs = of_the_session(one, material)
        blocks += [Paragraph(theirs, "small")] if theirs else []
        middles = benchmarked(one, material)
        blocks += [Paragraph(middles, "small")] if middles else []
    blocks += described(area, material)
    drawn = pictures.of_facts(area, material), pictures.of_statements(said, material)
    if said and drawn[1] is None:
        blocks.append(Points(tuple(views.title(one, material) for one in said)))
        blocks.append(Paragraph(views.source(said, material), "small"))
    documents = _documents(area, material)
    if documents:
        blocks.append(Paragraph(documents, label=language.text("report.documents")))
    blocks += violence(area, material)
    blocks += workshops(area, material)
    blocks += quotations(area, material, most=choice().quotations)
    blocks += _follows(area, material)
    charts = tuple(_untitled(one, heading) for one in drawn if one is not None)
    beside = [Beside(tuple(blocks), charts)] if blocks and charts else [*blocks, *charts]
    return [Heading(heading, 2, f"area-{area.lower()}", above=above), *beside]


def described(area: str, material: Material) -> list[Paragraph]:
    """The figures of a key area that have no target and are told all the same, in one paragraph."""
    told_of, names = [], []
    for name in choice().described.get(area, []):
        found = [] if is_left_out(name, material) else [one for one in material.of(name) if one.calculated]
        whole = [one for one in found if not one.group]
        told_of += [told(one, material) for one in whole]
        if found and not whole:
            about = sentences(material.method.indicators[name], found, material.language)
            told_of.append(" ".join(map(plain, about)))
        names += [one.id for one in found]
    text = " ".join(told_of)
    return [Paragraph(text, findings=tuple(names))] if text else []


def _view_title(area: str, said: Sequence[views.View], material: Material) -> str:
    """The statement on which women and men are furthest apart, or what the session calls the views of the area."""
    own = (worded(one, material) for one in material.answers if view(one) and one.area == area)
    return next(filter(None, own), "") or views.title(max(said, key=lambda one: one.gap), material)


def _untitled(one: Picture, heading: str) -> Picture:
    """The picture without a title that stands above it already."""
    return replace(one, title=one.subtitle, subtitle="") if one.title == heading else one


def works(material: Material) -> list[Block]:
    """What works, in a line: what was done since the round before, a good practice, else the best of the figures."""
    language, label = material.language, material.language.text("report.works")
    done = [one for one in material.told.followed if one.state == "done" and one.recommendation in material.catalogue]
    if done:
        said = [one.note or language.text(f"recommendations.{one.recommendation}.short") for one in done[:2]]
        return [Paragraph(" ".join(f"{text.rstrip('.')}." for text in said), label=label)]
    good = next((one for one in material.told.quotations if one.kind == "good_practice"), None)
    if good is not None:
        return [Paragraph(practice(good, material), label=label)]
    one = chosen.strength(material)
    return [] if one is None else [Paragraph(told(one, material), label=label, findings=(one.id,))]


def _documents(area: str, material: Material, lacking: bool = True) -> str:
    """What documents have and, where asked for, lack of what is required of this area."""
    language = material.language
    found = reviewed(area, material)
    if not found:
        return ""
    there = sum(one.rating in ("meets", "exceeds") for one in found)
    form = "documents_of" if there else "documents_none"
    missing = [one for one in found if one.rating == "missing"][: choice().criteria]
    text = language.text(f"report.{form}", number=len(found), met=there)
    if missing and lacking:
        said = [language.text(f"criteria.{one.group['criterion']}").strip().rstrip(".") for one in missing]
        listed = parted(map(small, said), material)
        text += " " + language.text("report.documents_lack", listed=listed, number=len(said))
    return text


def _follows(area: str, material: Material) -> list[Block]:
    """A good practice, and the recommendations of the report that are of this area."""
    language = material.language
    said = material.told.quotations
    good = next((one for one in said if one.area == area and one.kind == "good_practice"), None)
    blocks: list[Block] = []
    if good is not None:
        blocks.append(Paragraph(practice(good, material), label=language.text("report.good")))
    places = [place for place, one in enumerate(chosen.first(material), start=1) if one.area == area]
    if places:
        numbers = language.list([str(place) for place in places])
        blocks.append(Paragraph(language.text("report.see", numbers=numbers, number=len(places)),
                                label=language.text("report.asked_label")))  # fmt: skip
    return blocks


def _verdict(pattern: EvidencePattern, kind: str, material: Material) -> Cell:
    """What one kind of evidence says of a key area: documents how many requirements are met, views how many agree."""
    word, language = pattern.word(kind), material.language
    if word == "no_facts" and (chosen.of_area(pattern.area, material) or described(pattern.area, material)):
        return Cell(language.text("report.facts_unrated"), look="none")
    if word not in ORDER:
        return Cell(language.text(f"ratings_short.{word}"), look="none")
    cell = rating_cell(word, language)
    if kind == "documents":
        found = reviewed(pattern.area, material)
        met = sum(one.rating in ("meets", "exceeds") for one in found)
        nearly = sum(one.rating == "approaches" for one in found)
        form = "report.of_nearly" if nearly else "report.of"
        return replace(cell, text=language.text(form, part=met, n=len(found), nearly=nearly))
    if kind in ("women", "men"):
        group = {"area": pattern.area, "sex": "F" if kind == "women" else "M"}
        said = next((one for one in material.answers if view(one) and one.group == group), None)
        if said is None:
            return cell
        about = said.about and said.value is not None
        figure = language.figure(said.value, "whole") if about else answered(said, material)
        return replace(cell, text=language.text("report.about", figure=figure) if about else figure)
    return cell


def reviewed(area: str, material: Material) -> list[Finding]:
    """The requirements of a key area that reviewers have rated in documents."""
    return [one for one in material.rated if one.indicator == "document_rating" and one.area == area and one.rating]
