"""First page of a synthesis, for the governing body: main findings and decisions to take."""

from __future__ import annotations

from collections.abc import Callable

from genderaudit.report.document import Block, Decision, Fact, Heading, Paragraph
from genderaudit.synthesis import picture
from genderaudit.synthesis.audits import content, listed_once
from genderaudit.synthesis.material import Material
from genderaudit.synthesis.together import Counted


def decision_page(material: Material) -> list[Block]:
    """Return the main findings and the decisions to take."""
    n = len(material.audits)
    if not n:
        return [Paragraph(material.say("none"), "lead")]
    members = sum(audit.people[0] for audit in listed_once(material.audits))
    lead = material.say("lead", number=n, members=members, staff=sum(audit.people[1] for audit in material.audits))
    blocks: list[Block] = [Paragraph(lead, "lead")]
    facts = [fact for make in _FINDINGS if (fact := make(material))][: content().findings]
    blocks += [Heading(material.say("findings"), 2, "findings"), *facts]
    decisions = _decisions(material)
    if decisions:
        blocks += [Heading(material.say("decisions"), 2, "decisions"), *decisions]
    return [*blocks, Paragraph(material.withheld, "small")] if material.withheld else blocks


def _seats(material: Material) -> Fact | None:
    seats = picture.summed(material.audits, "bodies_women_share")
    leading = picture.summed(material.audits, "bodies_leading_share")
    if seats is None:
        return None
    text = material.say("seats.text", counted=material.of(seats), audits=seats.audits)
    if leading:
        text += " " + material.say("seats.leading", counted=material.of(leading))
    return Fact(material.share(seats), material.say("seats.words"), material.say("seats.title"), text)


def _quotas(material: Material) -> Fact | None:
    kept, bodies = picture.quotas_kept(material.audits)
    if not bodies:
        return None
    number = material.say("of", number=kept, n=bodies)
    return Fact(number, material.say("quotas.words"), material.say("quotas.title"), material.say("quotas.text"))


def _weakest(material: Material) -> Fact | None:
    """Return the key area in which most organisations fall short, by facts or documents."""
    candidates = [
        (count, area.id, source)
        for area in material.method.areas
        for source in ("facts", "documents")
        if (count := picture.short_in(material.counting, material.audits, area.id, source)) and count.form != "few"
    ]
    if not candidates:
        return None
    count, area, source = max(candidates, key=lambda item: (item[0].number / item[0].n, item[0].n, item[1]))
    name = material.language.text(f"areas.{area}.name")
    words = material.say("weakest.words")
    text = material.say(f"weakest.by_{source}", n=count.n)
    return Fact(_short(count, material), words, material.say("weakest.title", letter=area, name=name), text)


def _mechanism(material: Material) -> Fact | None:
    """Return how many organisations have a mechanism against violence and harassment."""
    count = picture.in_force(material.counting, material.audits, "K2")
    if count is None:
        return None
    text = material.say("mechanism.text", n=count.n)
    return Fact(_short(count, material), material.say("mechanism.words"), material.say("mechanism.title"), text)


def _plans(material: Material) -> Fact | None:
    """Return how many recommendations were answered and carried out."""
    answers = picture.answered(material.counting, material.audits)
    if not answers or not answers[0]:  # nobody has been asked yet, as far as is known
        return None
    answered, proposed = answers
    number = material.say("of", number=answered, n=proposed)
    text = material.say("plans.text", open=proposed - answered)
    known = picture.carried_out(material.counting, material.audits)
    if known and known[1]:
        text += " " + material.say("plans.done", done=known[0], taken=known[1])
    return Fact(number, material.say("plans.words"), material.say("plans.title"), text)


_FINDINGS: tuple[Callable[[Material], Fact | None], ...] = (_seats, _quotas, _weakest, _mechanism, _plans)


def _short(count: Counted, material: Material) -> str:
    """Return a count as a large number."""
    return material.say(f"counted_short.{count.form}", number=count.number, least=count.bounds[0], n=count.n)


def _decisions(material: Material) -> list[Decision]:
    """Return the most frequent recommendations as decisions that the governing body may take for all."""
    lists = {audit.element: audit.recommended for audit in material.audits}
    weighed = {audit.element: audit.weighed for audit in material.audits}
    common = picture.recurring(material.counting, "recommended", lists, content().decisions, weighed)
    catalogue = {audit.id: audit for audit in material.method.recommendations}
    decisions = []
    for number, (name, counted) in enumerate(common, start=1):
        key = f"recommendations.{name}"
        entry, text = catalogue[name], material.language.text(f"{key}.action")
        role = material.language.text(f"roles.{entry.role}")
        beside = (material.say("by", role=role), material.say("recommended_in", counted=material.how_many(counted)))
        decisions.append(Decision(number, material.language.text(f"{key}.short"), text, beside))
    return decisions
