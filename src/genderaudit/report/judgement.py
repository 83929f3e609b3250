"""Sections with the conclusions of an audit: gap tables, triangulation, recommendations, good practices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd
from markupsafe import Markup

from genderaudit.conclusions.findings import EvidencePattern, Finding, SelectedRecommendation
from genderaudit.conclusions.followup import FollowUp
from genderaudit.conclusions.publication import groups_heard
from genderaudit.conclusions.ratings import ORDER, Verdict
from genderaudit.foundations.language import Language
from genderaudit.foundations.precision import FEW_UNITS
from genderaudit.methodology.method import Methodology
from genderaudit.methodology.models import Indicator, Recommendation
from genderaudit.report.evidence import evidence_sentence
from genderaudit.report.followup import again_sentence
from genderaudit.report.labels import group_label, target_text
from genderaudit.report.pages import sentence_about
from genderaudit.report.sections import Section, anchor_of, heading, values_of
from genderaudit.report.tables import Cell, figure_rating, rating_cell, table

MOST_BODIES = 5
MOST_ROWS = 24
"""Groups of one figure above which the list of gaps counts ratings instead of listing the groups."""
PRACTICES = ("gender_training_share", "focal_point_coverage")
"""Indicators whose figure for the whole organisation counts as a practice."""
KINDS = ("facts", "documents", "women", "men")


def gap_table(gaps: Sequence[Finding], area: str, method: Methodology, language: Language, phase: str) -> Section:
    """Return the rated figures of one key area with their targets."""
    title = language.text("gaps.area", letter=area, name=language.text(f"areas.{area}.name"))
    opening = heading(title, anchor_of(phase, f"area-{area}"), 3, language.text(f"areas.{area}.question"))
    by_indicator: dict[str, list[Finding]] = {}
    for finding in gaps:
        if finding.area == area and finding.indicator in method.indicators:
            by_indicator.setdefault(finding.indicator, []).append(finding)
    rows = []
    for name, findings in by_indicator.items():
        many = len(findings) > MOST_ROWS
        definition = method.indicators[name]
        rows += (
            [_counted_row(findings, language)] if many else [_gap_row(one, definition, language) for one in findings]
        )
    header = [language.text(f"columns.{name}") for name in ("indicator", "value", "n", "target", "rating")]
    html = opening.html + table(title, header, rows, language)
    if any(f.distinguishable is False for f in gaps if f.area == area):
        html += Markup('<p class="reading">{}</p>\n').format(language.text("gaps.indistinct"))
    return Section(html, title, opening.anchor, 3)


def documents_section(findings: Sequence[Finding], method: Methodology, language: Language, phase: str) -> Section:
    """Return the document review: the rating of each criterion by area, and those not rated."""
    title = language.text("sections.documents.title")
    opening = heading(title, anchor_of(phase, "documents"), 2, language.text("sections.documents.intro"))
    html = opening.html
    rated = sum(f.rating is not None for f in findings)
    html += Markup("<p>{}</p>\n").format(language.html("gaps.documents_rated", number=rated, total=len(findings)))
    rows = []
    for finding in findings:
        criterion = finding.group["criterion"]
        words = (
            rating_cell(finding.rating, language)
            if finding.rating
            else Cell(language.text(f"reasons.{finding.reason}"), look="none")
        )
        rows.append([Cell(criterion, finding=finding.id), Cell(language.text(f"criteria.{criterion}")), words])
    header = [language.text(f"columns.{name}") for name in ("criterion", "requirement", "rating")]
    html += table(
        language.text("gaps.documents_table"),
        header,
        rows,
        language,
        name=anchor_of(phase, "document-rating"),
    )
    return Section(html, title, opening.anchor, 2)


def areas_at_a_glance(verdicts: Mapping[str, tuple[Verdict, Verdict]], language: Language, phase: str) -> Section:
    """Return one row per key area: the rating of facts and of documents, or why there is none."""
    title = language.text("sections.glance.title")
    opening = heading(title, anchor_of(phase, "glance"), 2, language.text("sections.glance.intro"))
    rows = []
    for area, of_area in verdicts.items():
        cells = [_verdict_cell(verdict.word, language) for verdict in of_area]
        rows.append([Cell(f"{area} · {language.text(f'areas.{area}.name')}"), *cells])
    header = [language.text(f"columns.{name}") for name in ("area", "facts", "documents")]
    return Section(opening.html + table(title, header, rows, language), title, opening.anchor, 2)


def triangulation_matrix(patterns: Sequence[EvidencePattern], language: Language, phase: str) -> Section:
    """Return facts, documents, women, men and voices side by side, and the pattern of each area."""
    title = language.text("sections.triangulation.title")
    opening = heading(title, anchor_of(phase, "triangulation"), 2, language.text("sections.triangulation.intro"))
    rows = []
    for pattern in patterns:
        ratings = [_verdict_cell(pattern.word(kind), language) for kind in KINDS]
        name = Markup("<strong>{}</strong>").format(language.text(f"patterns.{pattern.pattern}.name"))
        area = f"{pattern.area} · {language.text(f'areas.{pattern.area}.name')}"
        rows.append(
            [
                Cell(area),
                *ratings,
                Cell(_voices_text(pattern.voices, language)),
                Cell(name, look=f"pattern {pattern.pattern}"),
            ]
        )
    header = [
        language.text(f"columns.{name}")
        for name in ("area", "facts", "documents", "women_say", "men_say", "voices", "pattern")
    ]
    html = opening.html + table(title, header, rows, language)
    sentences = [
        Markup("<li>{}</li>\n").format(_pattern_sentence(p, language))
        for p in patterns
        if p.pattern != "insufficient_evidence"
    ]
    if sentences:
        html += Markup("<ul>{}</ul>\n").format(Markup().join(sentences))
    html += Markup('<p class="reading">{}</p>\n').format(language.text("triangulation.rule"))
    return Section(html, title, opening.anchor, 2)


def recommendations_section(
    chosen: Sequence[SelectedRecommendation],
    most: int,
    findings: Mapping[str, Finding],
    method: Methodology,
    language: Language,
    phase: str,
    follow_up: FollowUp | None = None,
) -> Section:
    """Return the first ``most`` recommendations in full and the others in a table, numbered as in the workbook."""
    catalogue = {entry.id: entry for entry in method.recommendations}
    title = language.text("sections.recommendations.title")
    opening = heading(title, anchor_of(phase, "recommendations"), 2, language.text("sections.recommendations.intro"))
    html = opening.html
    if not chosen:
        return Section(html + Markup("<p>{}</p>").format(language.text("recommend.none")), title, opening.anchor, 2)
    for number, selected in enumerate(chosen[:most], start=1):
        again = again_sentence(selected, follow_up, language)
        html += _recommendation_card(
            number, selected, catalogue[selected.recommendation], findings, method, language, phase, again
        )
    html += Markup('<p class="reading">{}</p>\n').format(language.text("recommend.rule"))
    html += _ranking_table(chosen, language)
    rest = chosen[most:]
    if rest:
        rows = [
            [
                Cell(language.figure(number, "count")),
                Cell(_anchored(selected, again_sentence(selected, follow_up, language), language, phase)),
                Cell(selected.area),
                Cell(language.text(f"roles.{catalogue[selected.recommendation].role}")),
            ]
            for number, selected in enumerate(rest, start=most + 1)
        ]
        header = [language.text(f"columns.{name}") for name in ("number", "action", "area", "responsible")]
        caption = language.text("recommend.others")
        html += Markup("<details><summary>{}</summary>{}</details>").format(
            language.text("recommend.others_count", number=len(rest)), table(caption, header, rows, language)
        )
    return Section(html, title, opening.anchor, 2)


def good_practices(
    gaps: Sequence[Finding],
    notes: pd.DataFrame,
    method: Methodology,
    language: Language,
    phase: str,
    minimum_cell: int,
) -> Section:
    """Return what was done and meets its requirement, and notes cleared as good practice.

    The composition of members or staff is no practice, nor is a small gap. Bodies count if they have a quota and are
    not all women. ``minimum_cell`` is as for :func:`groups_heard`.
    """
    title = language.text("sections.good_practices.title")
    opening = heading(title, anchor_of(phase, "good-practices"), 2, language.text("sections.good_practices.intro"))
    strong = [f for f in gaps if f.rating in ("meets", "exceeds") and f.distinguishable is not False]
    figures = [f for f in strong if f.indicator != "document_rating" and (not f.group or f.unit == "seats")]
    papers = [f for f in strong if f.indicator == "document_rating"]
    bodies = [f for f in figures if f.group and 0 < f.details.get("quota", 0) < 1 and f.details["share"] < 1]
    whole = [f for f in figures if not f.group and (f.indicator in PRACTICES or "quota" in f.details)]
    items = [sentence_about(f, method, language) for f in whole + bodies[:MOST_BODIES]]
    for name, young in (("more_bodies", False), ("more_bodies_youth", True)):
        rest = sum(method.indicators[f.indicator].young == young for f in bodies[MOST_BODIES:])
        items += [language.html(f"good.{name}", number=rest)] if rest else []
    for finding in papers:
        if finding.rating == "exceeds":
            criterion = language.text(f"criteria.{finding.group['criterion']}")
            items.append(language.html("good.document", criterion=criterion))
    met = sum(finding.rating == "meets" for finding in papers)
    items += [language.html("good.documents_met", number=met)] if met else []
    quotable = notes[notes["cleared"].fillna(False).astype(bool) & (notes["kind"] == "good_practice")]
    groups = groups_heard(notes, minimum_cell)
    for text, group in zip(quotable["text"], quotable["group"], strict=True):
        words = "good.voice_of" if group in groups else "good.voice"
        items.append(language.html(words, text=text, group=group))
    listed = Markup().join(Markup("<li>{}</li>\n").format(item) for item in items)
    body = Markup("<ul>{}</ul>\n").format(listed) if items else Markup("<p>{}</p>\n").format(language.text("good.none"))
    return Section(opening.html + body, title, opening.anchor, 2)


def _ranking_table(chosen: Sequence[SelectedRecommendation], language: Language) -> Markup:
    """Return the ranking criteria of each recommendation, in order of comparison; ties share a place."""
    chosen = sorted(chosen, key=lambda selected: selected.place)
    names = (
        "place",
        "action",
        "area",
        "severity",
        "pattern",
        "women_concerned",
        "breadth",
        "duty",
        "asked_for",
        "quick",
    )
    rows = []
    for selected in chosen:
        rank = selected.rank
        action = language.text(f"recommendations.{selected.recommendation}.short")
        numbers = [language.figure(number, "count") for number in (rank.severity, rank.pattern)]
        women = language.figure(rank.women or None, "share")  # of documents, harassment nobody knows how many
        numbers += [women, language.figure(rank.breadth, "count")]
        answers = [
            language.text("recommend.yes" if yes else "recommend.no") for yes in (rank.duty, rank.asked_for, rank.quick)
        ]
        cells = [Cell(language.figure(selected.place, "count")), Cell(action), Cell(selected.area)]
        cells += [Cell(number, number=True) for number in numbers] + [Cell(answer) for answer in answers]
        rows.append([*cells, Cell(language.text(f"recommend.weights.{rank.weight}"))])
    header = [language.text(f"columns.{name}") for name in (*names, "weight")]
    title = language.text("recommend.sequences")
    made = table(title, header, rows, language)
    return Markup("<details><summary>{}</summary>{}</details>\n").format(title, made)


def _gap_row(finding: Finding, definition: Indicator, language: Language) -> list[Cell]:
    title = language.text(f"indicators.{finding.indicator}.title")
    named = finding.group and finding.group != {"area": finding.area}
    label = group_label(finding.group, language)
    name = language.text("charts.row", label=title, value=label) if named else title
    target = finding.target
    words = Cell("–")
    if target is not None:
        unit = "asked" if finding.unit in ("seats", "share") else finding.unit
        words = Cell(target_text((target.low, target.high), unit, language, is_quota="quota" in finding.details))
    if finding.unit == "seats":
        value = language.text("gaps.seats", **values_of(finding))
    else:
        few = definition.base in FEW_UNITS and finding.unit == "share"
        value = language.figure(finding.value, "whole" if few else finding.unit)
    rating = figure_rating(finding, language)
    return [
        Cell(name, finding=finding.id),
        Cell(value, number=True),
        Cell(language.figure(finding.n, "count"), number=True),
        words,
        rating,
    ]


def _counted_row(findings: Sequence[Finding], language: Language) -> list[Cell]:
    """Return one row for a figure with many groups: how many have which rating.

    The table of all groups is in the baseline phase.
    """
    title = language.text(f"indicators.{findings[0].indicator}.title")
    counts = Counter(
        figure_rating(finding, language).text
        for finding in sorted(findings, key=lambda finding: _rating_order(finding.rating))
    )
    rated = [language.text("gaps.many_rated", rating=words, number=number) for words, number in counts.items()]
    name = language.text("gaps.many", title=title, number=len(findings))
    return [Cell(name), Cell("–", number=True), Cell("–", number=True), Cell("–"), Cell(language.listed(rated))]


def _rating_order(rating: str | None) -> int:
    return ORDER.index(rating) if rating in ORDER else len(ORDER)


def _verdict_cell(word: str, language: Language) -> Cell:
    return rating_cell(word, language) if word in ORDER else Cell(language.text(f"ratings_short.{word}"), look="none")


def _voices_text(voices: Mapping[str, int], language: Language) -> str:
    spoken = [language.text(f"voices.{kind}", number=number) for kind, number in voices.items() if number]
    return ", ".join(spoken) or "–"


def _pattern_sentence(pattern: EvidencePattern, language: Language) -> Markup:
    rated = [(name, pattern.word(name)) for name in KINDS if pattern.word(name) in ORDER]
    if pattern.from_documents:
        read = {"facts": "core_document", "documents": "other_documents"}
        rated = [(read.get(name, name), word) for name, word in rated]
    listed = [
        language.text(f"triangulation.by.{name}", rating=language.text(f"ratings_short.{word}")) for name, word in rated
    ]
    evidence = language.text("triangulation.by_sources", listed=language.listed(listed)) if listed else ""
    area = language.text(f"areas.{pattern.area}.name")
    return language.html(f"patterns.{pattern.pattern}.sentence", area=area, evidence=evidence)


def _anchored(selected: SelectedRecommendation, again: Markup | None, language: Language, phase: str) -> Markup:
    """Return a recommendation in the table of the others, with its state in the previous round."""
    anchor = anchor_of(phase, f"advice-{selected.recommendation}")
    action = language.text(f"recommendations.{selected.recommendation}.action")
    markup = Markup('<span id="{}">{}</span>').format(anchor, action)
    return markup + Markup("<br>{}").format(again) if again and selected.again != "unanswered" else markup


def _source(entry: Recommendation, method: Methodology, language: Language) -> str:
    return language.text("recommend.own_source") if entry.source == "own" else method.sources[entry.source].title


def _recommendation_card(
    number: int,
    selected: SelectedRecommendation,
    entry: Recommendation,
    findings: Mapping[str, Finding],
    method: Methodology,
    language: Language,
    phase: str,
    again: Markup | None,
) -> Markup:
    key = f"recommendations.{entry.id}"
    title = language.text("recommend.title", number=number, action=language.text(f"{key}.action"))
    facts = [
        (language.text("recommend.why"), language.text(f"{key}.why")),
        (language.text("columns.responsible"), language.text(f"roles.{entry.role}")),
        (language.text("recommend.when"), language.text("recommend.months", number=entry.within_months)),
        (language.text("recommend.resources"), language.text(f"resources.{entry.resources}")),
        (language.text("recommend.success"), language.text(f"{key}.success")),
        (language.text("recommend.source"), _source(entry, method, language)),
    ]
    facts.append((language.text("columns.place"), language.figure(selected.place, "count")))
    if again:
        facts.insert(0, (language.text("recommend.before"), again))
    listed = Markup().join(Markup("<dt>{}</dt><dd>{}</dd>\n").format(name, text) for name, text in facts)
    evidence = []
    for identity in selected.evidence[:5]:
        words = evidence_sentence(identity, findings, method, language) or ""
        evidence.append(Markup('<li data-finding="{}">{}</li>').format(identity, words))
    listed += Markup("<dt>{}</dt><dd><ul>{}</ul></dd>\n").format(
        language.text("recommend.evidence"), Markup().join(evidence)
    )
    anchor = anchor_of(phase, f"advice-{entry.id}")
    return Markup('<div class="card">\n<h3 id="{}">{}</h3>\n<dl>{}</dl></div>\n').format(anchor, title, listed)
