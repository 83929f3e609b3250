"""The brief (two pages for a board, a congress or a phone), the poster and six slides."""

from __future__ import annotations

import re
from dataclasses import replace

from genderaudit.conclusions.findings import Finding
from genderaudit.report.document import Block, Decision, Document, Fact, Heading, Paragraph, Picture, Points, Slide
from genderaudit.reporting import chosen, pictures, views
from genderaudit.reporting.asked import decision
from genderaudit.reporting.followed import change
from genderaudit.reporting.heard import quotations
from genderaudit.reporting.material import Material
from genderaudit.reporting.report import decision_page, document, fact, scorecard, works
from genderaudit.reporting.words import worded

DIGITS = re.compile(r"\d+")


def brief(material: Material) -> Document:
    """Return the decision page, the statements with the widest gap, and the changes or else the scorecard."""
    language = material.language
    blocks = decision_page(material)
    facts = chosen.facts(material)
    statements = _widest_gap(material)
    if statements is not None:
        blocks += [Heading(language.text("report.apart"), 3, "apart"), statements]
    changed = pictures.of_change(material)
    if changed is not None:
        blocks += [Heading(change(material), 3, "changed"), changed]
    else:
        blocks += scorecard(material)
    if contact := material.told.audit.referral:
        label = language.text("report.label", label=language.text("report.referral"))
        blocks.append(Paragraph(contact, label=label))
    if facts:
        blocks.append(Paragraph(language.text("report.where"), "small"))
    return document(language.text("page.brief_title"), blocks, material)


def poster(material: Material) -> list[Block]:
    """Return one page for a hall: three facts, a quotation and the demands, without small print."""
    language, facts = material.language, chosen.facts(material)
    blocks: list[Block] = [_number_and_title(item, material) for item in facts]
    if not blocks:
        return []
    asked = [
        replace(decision(place, item, material), text="")
        for place, item in enumerate(chosen.decisions(material), start=1)
    ]
    if asked:
        blocks += [Heading(language.text("report.demand"), 2, "demand"), *asked]
    return [*blocks, *quotations(facts[0].area, material, most=1)]


def _number_and_title(finding: Finding, material: Material) -> Fact:
    """Return a number and its title; the words below are left out if the title repeats the number."""
    stated_fact = fact(finding, material)
    again = set(DIGITS.findall(stated_fact.number)) <= set(DIGITS.findall(stated_fact.title))
    mark = material.language.text("report.session.worded") if worded(finding, material) else ""
    return replace(stated_fact, words="" if again else stated_fact.words, text=mark, source="", picture=None)


def slides(material: Material) -> Document:
    """Return at most six slides: the main finding, two others, what is asked, a quotation, what works."""
    language, findings = material.language, chosen.facts(material)
    facts = [fact(item, material) for item in findings]
    decks = [Slide(item.title, (item,)) for item in facts]
    asked = chosen.decisions(material)
    if asked:
        chosen_ones: tuple[Decision, ...] = tuple(
            decision(place, item, material) for place, item in enumerate(asked, start=1)
        )
        decks.append(Slide(language.text("report.asked_for"), chosen_ones))
    last: list[Block] = list(quotations(findings[0].area, material, most=1)) if findings else []
    if good := works(material):
        last.append(Points(tuple(item.text for item in good if isinstance(item, Paragraph))))
    if last:
        decks.append(Slide(language.text("report.works_title"), tuple(last)))
    whole = document(language.text("page.brief_title"), [], material)
    return Document(whole.title, language, whole.running, whole.mark, (), whole.lines, tuple(decks))


def _widest_gap(material: Material) -> Picture | None:
    """Return the chart of the statements on which women and men differ most."""
    return pictures.of_statements(views.widest(material), material)
