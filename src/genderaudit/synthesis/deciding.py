"""The first page of a synthesis, for the governing body: what was found, what is to be decided."""

from __future__ import annotations

from collections.abc import Callable

from genderaudit.report.document import Block, Decision, Fact, Heading, Paragraph
from genderaudit.synthesis import picture
from genderaudit.synthesis.audits import content, listed_once
from genderaudit.synthesis.material import Material
from genderaudit.synthesis.together import Counted


def decision_page(material: Material) -> list[Block]:
    """For the governing body: what was found, what is to be decided."""
    n = len(material.audits)
    if not n:
        return [Paragraph(material.say("none"), "lead")]
    members = sum(one.people[0] for one in listed_once(material.audits))
    lead = material.say("lead", number=n, members=members, staff=sum(one.people[1] for one in material.audits))
    blocks: list[Block] = [Paragraph(lead, "lead")]
    facts = [fact for make in _FINDINGS if (fact := make(material))][: content().findings]
    blocks += [Heading(material.say("findings"), 2, "findings"), *facts]
    decisions = _decisions(material)
    if decisions:
        blocks += [Heading(material.say("decisions"), 2, "decisions"), *decisions]
    return [*blocks, Paragraph(material.withheld, "small")] if material.withheld else blocks


def _seats(material: Material) -> Fact | None:
    found = picture.summed(material.audits, "bodies_women_share")
    leading = picture.summed(material.audits, "bodies_leading_share")
    if found is None:
        return None
    text = material.say("seats.text", counted=material.of(found), audits=found.audits)
    if leading:
        text += " " + material.say("seats.leading", counted=material.of(leading))
    return Fact(material.share(found), material.say("seats.words"), material.say("seats.title"), text)


def _quotas(material: Material) -> Fact | None:
    kept, bodies = picture.quotas_kept(material.audits)
    if not bodies:
        return None
    number = material.say("of", number=kept, n=bodies)
    return Fact(number, material.say("quotas.words"), material.say("quotas.title"), material.say("quotas.text"))


def _weakest(material: Material) -> Fact | None:
    """The key area in which most are short, by facts or else by documents."""
    found = [
        (one, area.id, source)
        for area in material.method.areas
        for source in ("facts", "documents")
        if (one := picture.short_in(material.counting, material.audits, area.id, source)) and one.form != "few"
    ]
    if not found:
        return None
    one, area, source = max(found, key=lambda item: (item[0].number / item[0].n, item[0].n, item[1]))
    name = material.language.text(f"areas.{area}.name")
    words = material.say("weakest.words")
    text = material.say(f"weakest.by_{source}", n=one.n)
    return Fact(_short(one, material), words, material.say("weakest.title", letter=area, name=name), text)


def _mechanism(material: Material) -> Fact | None:
    """The mechanism against violence and harassment."""
    one = picture.in_force(material.counting, material.audits, "K2")
    if one is None:
        return None
    text = material.say("mechanism.text", n=one.n)
    return Fact(_short(one, material), material.say("mechanism.words"), material.say("mechanism.title"), text)


def _plans(material: Material) -> Fact | None:
    """What became of the recommendations."""
    found = picture.answered(material.counting, material.audits)
    if not found or not found[0]:  # nobody has been asked yet, as far as is known
        return None
    answered, proposed = found
    number = material.say("of", number=answered, n=proposed)
    text = material.say("plans.text", open=proposed - answered)
    known = picture.carried_out(material.counting, material.audits)
    if known and known[1]:
        text += " " + material.say("plans.done", done=known[0], taken=known[1])
    return Fact(number, material.say("plans.words"), material.say("plans.title"), text)


_FINDINGS: tuple[Callable[[Material], Fact | None], ...] = (_seats, _quotas, _weakest, _mechanism, _plans)


def _short(one: Counted, material: Material) -> str:
    """A count as a large number."""
    return material.say(f"counted_short.{one.form}", number=one.number, least=one.bounds[0], n=one.n)


def _decisions(material: Material) -> list[Decision]:
    """What most audits recommend, as what the governing body may decide for all."""
    lists = {one.element: one.recommended for one in material.audits}
    weighed = {one.element: one.weighed for one in material.audits}
    common = picture.recurring(material.counting, "recommended", lists, content().decisions, weighed)
    catalogue = {one.id: one for one in material.method.recommendations}
    made = []
    for number, (name, counted) in enumerate(common, start=1):
        key = f"recommendations.{name}"
        entry, text = catalogue[name], material.language.text(f"{key}.action")
        role = material.language.text(f"roles.{entry.role}")
        beside = (material.say("by", role=role), material.say("recommended_in", counted=material.how_many(counted)))
        made.append(Decision(number, material.language.text(f"{key}.short"), text, beside))
    return made
