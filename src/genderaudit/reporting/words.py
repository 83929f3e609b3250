"""Findings in words: the title that states one, its large number, what is to be known of it."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterable

from genderaudit.conclusions.choice import choice
from genderaudit.conclusions.dated import PATH
from genderaudit.conclusions.findings import Finding
from genderaudit.conclusions.ratings import VIEW, is_short
from genderaudit.methodology.questionnaire import Scale
from genderaudit.report.labels import group_label, reason_of
from genderaudit.report.pages import sentence_about
from genderaudit.report.sections import sentence, values_of
from genderaudit.reporting.material import Material

LATE = 92
"""Days after which the quickest of what is asked would be over already."""


def plain(text: object) -> str:
    """Words of a page without their tags; no-break spaces stay."""
    return html.unescape(re.sub(r"<[^>]+>", "", str(text))).strip()


def title(one: Finding, material: Material) -> str:
    """What a finding says, as a title: in the words of the validation session, if it gave any."""
    return worded(one, material) or own_title(one, material)


def own_title(one: Finding, material: Material) -> str:
    """What a finding says, as the audit has it; of one that has no words of its own, its name and value."""
    language, key = material.language, f"report.findings.{one.indicator}"
    forms = ["short" if is_short(one.rating) else "met", "short"]
    if one.women == 0:
        forms.insert(0, "zero")
    if one.details.get("bodies") == 1:
        forms = [f"{form}_only" for form in forms]
    if "target" in one.details:
        forms = [*(f"{form}_target" for form in forms), *forms]
    form = next((form for form in forms if language.has(f"{key}.{form}")), "")
    if form:
        return language.text(f"{key}.{form}", **_values(one, material))
    name = language.text(f"indicators.{one.indicator}.title")
    label = name if not one.group else language.text("report.of_group", title=name, group=_group(one, material))
    return language.text("charts.row", label=label, value=language.figure(one.number, one.unit))


def worded(one: Finding, material: Material) -> str:
    """The title that the validation session gave a finding, in this language; empty where it gave none."""
    return material.session.of(one.id).titles.get(material.language.code, "")


def of_the_session(one: Finding, material: Material) -> str:
    """What is the session's own of a finding: that it worded the title, and what it said."""
    said, language = material.session.of(one.id).said, material.language
    parts = [language.text("report.session.worded")] if worded(one, material) else []
    return " ".join([*parts, *([language.text("report.session.said", text=said)] if said else [])])


def is_left_out(indicator: str, material: Material) -> bool:
    """Whether the session left out what an indicator says of the organisation."""
    return any(one.indicator == indicator and not view(one) for one in material.left_out)


def number(one: Finding, material: Material) -> tuple[str, str]:
    """The large number of a finding, and the few words below it."""
    language, key = material.language, f"report.findings.{one.indicator}"
    if not language.has(f"{key}.number"):
        return language.figure(one.number, one.unit), language.text(f"indicators.{one.indicator}.title")
    values = _values(one, material)
    if one.unit == "seats":
        values["number"] = one.value
    return language.text(f"{key}.number", **values), language.text(f"{key}.words", **values)


def told(one: Finding, material: Material) -> str:
    """A finding in a sentence with its base, and what it was in the round before."""
    language, key = material.language, f"report.findings.{one.indicator}.told"
    if language.has(key):
        said = language.text(key, **_values(one, material))
    else:
        said = plain(sentence_about(one, material.method, language))
    beside = material.of(choice().beside.get(one.indicator, "")) if not one.group else []
    others = [told(other, material) for other in beside if other.calculated and not other.group]
    parts = said, before(one, material), _without_quota(one, material), _on_its_way(one, material), *others
    return " ".join(filter(None, parts))


def _on_its_way(one: Finding, material: Material) -> str:
    """Of a figure whose target has a date: whether it is on its way there, and what each year must bring."""
    definition, language = material.method.indicators.get(one.indicator), material.language
    of_all = definition.made_of if definition else None
    wanted = {"indicator": of_all or one.indicator, **({} if of_all else one.group)}
    path = next((f for f in material.of(PATH) if f.group == wanted), None)
    key = f"indicators.{PATH}.{path.reason or 'told'}" if path else ""
    return plain(sentence(key, path, language)) if path and language.has(key) else ""


def _without_quota(one: Finding, material: Material) -> str:
    """Of bodies with a quota, how many others there are, and how many of them have too few women."""
    definition = material.method.indicators.get(one.indicator)
    if definition is None or definition.made_of != "bodies_women_seats" or "target" in one.details:
        return ""
    others = [f for f in material.of("bodies_women_seats") if f.calculated and "quota" not in f.details]
    short = [f for f in others if f.value]
    counts = {"met": len(others) - len(short), "short": len(short), "missing": sum(f.value or 0 for f in short)}
    return material.language.text("map.other_bodies", number=len(others), **counts) if short else ""


def stated(one: Finding, material: Material, heading: str = "") -> str:
    """The same under a heading: with the titles of the finding that are not the heading.

    The audit's own is among them where the sentence does not repeat it: so the numbers stand below whatever title the
    validation session chose.
    """
    titles = [worded(one, material)]
    titles += [own_title(one, material)] if material.language.has(f"report.findings.{one.indicator}.told") else []
    said = [f"{text}." for text in titles if text and text != heading]
    return " ".join([*said, told(one, material)])


def before(one: Finding, material: Material) -> str:
    """What a full count was in the round before, in the same words: seats or people, and of how many."""
    then = material.earlier(one)
    definition = material.method.indicators.get(one.indicator)
    if then is None or definition is None or not definition.counted_in_full or then.n is None:
        return ""
    part = then.held if then.unit == "seats" else then.women if then.unit == "share" else None
    if part is None or not definition.stands_for_it(one.group):
        return ""
    return material.language.text("report.before", part=part, n=then.n, round=material.earlier_round)


def statement(item: str, material: Material) -> str:
    """A statement of the questionnaire, without its full stop."""
    return material.language.text(f"items.{item}").rstrip(".")


def answer(item: str, material: Material) -> str:
    """What those who are counted did: agree, say yes, or answer above the middle of a scale of other words."""
    asked = material.method.questionnaire.item(item)
    scale = asked.scale if asked else Scale()
    kind = "agree" if scale.is_agreement else "say_yes" if scale.yes_no else "above_middle"
    return material.language.text(f"report.answered_as.{kind}")


def answered(one: Finding | None, material: Material) -> str:
    """A share of answers as it is printed: whole per cent, or the band that stands in its place."""
    if one is None or (one.value is None and one.band is None):
        return ""
    if one.value is None:
        return reason_of(one, material.language)
    return material.language.figure(one.number, "whole")


def month(months: int, material: Material) -> str:
    """The month that is so many months after the round, or after its audit was finished and validated.

    Of a report that comes so late that the first months would be over, after the report.
    """
    audit = material.told.audit
    days = material.organisation.date_of(material.round), audit.ends, audit.validation and audit.validation.date
    day = max((one for one in days if one), default=None)
    if day is None:
        return material.language.text("report.months", number=months)
    if material.made is not None and material.made > day + dt.timedelta(days=LATE):
        day = material.made
    year, place = divmod(day.year * 12 + day.month - 1 + months, 12)
    return material.language.month(dt.date(year, place + 1, 1))


def role(name: str, material: Material) -> str:
    """The organisation's own body or person in this role, else what it is called in general."""
    return material.told.audit.roles.get(name) or material.language.text(f"roles.{name}")


def area_name(area: str, material: Material) -> str:
    """A key area's name."""
    return material.language.text(f"areas.{area}.name")


def view(one: Finding) -> bool:
    """Whether a finding is what women or men say of a key area."""
    return one.indicator == VIEW


def ended(parts: Iterable[str]) -> str:
    """Sentences, each with its full stop."""
    return " ".join(text if text.endswith((".", "!", "?")) else f"{text}." for text in parts if text)


def parted(texts: Iterable[str], material: Material) -> str:
    """Parts of a sentence that have commas of their own."""
    return material.language.text("report.semicolon").join(texts)


def begins_with_its_group(text: str, one: Finding, material: Material) -> bool:
    """Whether a title begins with a word of the lists, AG or Kayes, which keeps its capital."""
    return bool(one.group) and text.startswith(_group(one, material))


def small(text: str) -> str:
    """A title within a sentence."""
    return text[:1].lower() + text[1:]


def _values(one: Finding, material: Material) -> dict[str, object]:
    values = {**values_of(one), "group": _group(one, material)}
    if one.unit == "seats" and "short" in one.details:
        values["number"] = one.details["short"]
    elif one.women is not None and one.unit in ("share", "ratio"):
        values["number"] = one.women
    elif one.unit == "share" and values["of_them"] is not None:
        values["number"] = values["of_them"]
    return values


def _group(one: Finding, material: Material) -> str:
    return group_label(one.group, material.language)
