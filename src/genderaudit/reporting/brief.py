"""The brief, two pages for a board, a congress or a phone, and six slides."""

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
    """The decision page; what women and men say where they are furthest apart; what changed, else the scorecard."""
    language = material.language
    blocks = decision_page(material)
    found = chosen.facts(material)
    said = _furthest(material)
    if said is not None:
        blocks += [Heading(language.text("report.apart"), 3, "apart"), said]
    changed = pictures.of_change(material)
    if changed is not None:
        blocks += [Heading(change(material), 3, "changed"), changed]
    else:
        blocks += scorecard(material)
    if contact := material.told.audit.referral:
        label = language.text("report.label", label=language.text("report.referral"))
        blocks.append(Paragraph(contact, label=label))
    if found:
        blocks.append(Paragraph(language.text("report.where"), "small"))
    return document(language.text("page.brief_title"), blocks, material)


def poster(material: Material) -> list[Block]:
    """One page for a hall: three facts, a voice, the demand; nothing small."""
    language, found = material.language, chosen.facts(material)
    blocks: list[Block] = [_stated(one, material) for one in found]
    if not blocks:
        return []
    asked = [
        replace(decision(place, one, material), text="")
        for place, one in enumerate(chosen.decisions(material), start=1)
    ]
    if asked:
        blocks += [Heading(language.text("report.demand"), 2, "demand"), *asked]
    return [*blocks, *quotations(found[0].area, material, most=1)]


def _stated(one: Finding, material: Material) -> Fact:
    """A number and the title that states it; its words where the title does not say the number again."""
    made = fact(one, material)
    again = set(DIGITS.findall(made.number)) <= set(DIGITS.findall(made.title))
    mark = material.language.text("report.session.worded") if worded(one, material) else ""
    return replace(made, words="" if again else made.words, text=mark, source="", picture=None)


def slides(material: Material) -> Document:
    """Six slides at most: what was found first, the two other findings, what is asked, a voice, what works."""
    language, found = material.language, chosen.facts(material)
    made = [fact(one, material) for one in found]
    decks = [Slide(one.title, (one,)) for one in made]
    asked = chosen.decisions(material)
    if asked:
        chosen_ones: tuple[Decision, ...] = tuple(
            decision(place, one, material) for place, one in enumerate(asked, start=1)
        )
        decks.append(Slide(language.text("report.asked_for"), chosen_ones))
    last: list[Block] = list(quotations(found[0].area, material, most=1)) if found else []
    if good := works(material):
        last.append(Points(tuple(one.text for one in good if isinstance(one, Paragraph))))
    if last:
        decks.append(Slide(language.text("report.works_title"), tuple(last)))
    whole = document(language.text("page.brief_title"), [], material)
    return Document(whole.title, language, whole.running, whole.mark, (), whole.lines, tuple(decks))


def _furthest(material: Material) -> Picture | None:
    """The statements on which women and men are furthest apart."""
    return pictures.of_statements(views.widest(material), material)
