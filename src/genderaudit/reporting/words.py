"""Findings in words: title, large number, sentence with base and change."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterable

from genderaudit.conclusions.choice import choice
from genderaudit.conclusions.dated import PATH
from genderaudit.conclusions.findings import Finding
from genderaudit.conclusions.ratings import NEAR_ONE, VIEW, is_short
from genderaudit.methodology.questionnaire import Scale
from genderaudit.report.labels import group_label, reason_of
from genderaudit.report.pages import sentence_about
from genderaudit.report.sections import sentence, values_of
from genderaudit.reporting.material import Material

LATE = 92
"""Days after the audit from which due dates are counted from the report instead."""


def without_tags(text: object) -> str:
    """Return a text without HTML tags; no-break spaces are kept."""
    return html.unescape(re.sub(r"<[^>]+>", "", str(text))).strip()


def title(finding: Finding, material: Material) -> str:
    """Return the title of a finding: the session's if there is one, else the audit's."""
    return worded(finding, material) or own_title(finding, material)


def own_title(finding: Finding, material: Material) -> str:
    """Return the audit's title of a finding; without a text of its own, the indicator's name and the value."""
    language, key = material.language, f"report.findings.{finding.indicator}"
    forms = ["short" if is_short(finding.rating) else "met", "short"]
    forms = [*_beside_one(finding), *forms]
    if finding.women == 0:
        forms.insert(0, "zero")
    if finding.details.get("bodies") == 1:
        forms = [f"{form}_only" for form in forms]
    if "target" in finding.details:
        forms = [*(f"{form}_target" for form in forms), *forms]
    form = next((form for form in forms if language.has(f"{key}.{form}")), "")
    if form:
        return language.text(f"{key}.{form}", **_values(finding, material))
    name = language.text(f"indicators.{finding.indicator}.title")
    label = name if not finding.group else language.text("report.of_group", title=name, group=_group(finding, material))
    return language.text("charts.row", label=label, value=language.figure(finding.number, finding.unit))


def _beside_one(finding: Finding) -> list[str]:
    """Return the form of the text for a ratio above 1, or for one below 1 that is not short; empty for others."""
    if finding.unit != "ratio" or finding.value is None:
        return []
    if finding.value > 1 + (0 if is_short(finding.rating) else NEAR_ONE):
        return ["above"]
    return ["below"] if not is_short(finding.rating) and finding.value < 1 - NEAR_ONE else []


def worded(finding: Finding, material: Material) -> str:
    """Return the session's title of a finding in this language; empty if there is none."""
    return material.session.of(finding.id).titles.get(material.language.code, "")


def of_the_session(finding: Finding, material: Material) -> str:
    """Return the session's contribution to a finding: that it worded the title, and its remark."""
    remark, language = material.session.of(finding.id).said, material.language
    parts = [language.text("report.session.worded")] if worded(finding, material) else []
    return " ".join([*parts, *([language.text("report.session.said", text=remark)] if remark else [])])


def is_left_out(indicator: str, material: Material) -> bool:
    """Return True if the session left out a finding of this indicator."""
    return any(finding.indicator == indicator and not view(finding) for finding in material.left_out)


def number(finding: Finding, material: Material) -> tuple[str, str]:
    """Return the large number of a finding and the words below it."""
    language, key = material.language, f"report.findings.{finding.indicator}"
    if not language.has(f"{key}.number"):
        return language.figure(finding.number, finding.unit), language.text(f"indicators.{finding.indicator}.title")
    values = _values(finding, material)
    if finding.unit == "seats":
        values["number"] = finding.value
    return language.text(f"{key}.number", **values), language.text(f"{key}.words", **values)


def told(finding: Finding, material: Material) -> str:
    """Return a finding in a sentence with its base, the value in the earlier round, and related figures."""
    language, key = material.language, f"report.findings.{finding.indicator}.told"
    if language.has(key):
        sentence_text = language.text(key, **_values(finding, material))
    else:
        sentence_text = without_tags(sentence_about(finding, material.method, language))
    beside = material.of(choice().beside.get(finding.indicator, "")) if not finding.group else []
    others = [told(other, material) for other in beside if other.calculated and not other.group]
    parts = (
        sentence_text,
        before(finding, material),
        _without_quota(finding, material),
        _on_its_way(finding, material),
        *others,
    )
    return " ".join(filter(None, parts))


def _on_its_way(finding: Finding, material: Material) -> str:
    """Return for a target with a date whether the figure is on course, and the change needed per year."""
    definition, language = material.method.indicators.get(finding.indicator), material.language
    of_all = definition.made_of if definition else None
    wanted = {"indicator": of_all or finding.indicator, **({} if of_all else finding.group)}
    path = next((f for f in material.of(PATH) if f.group == wanted), None)
    key = f"indicators.{PATH}.{path.reason or 'told'}" if path else ""
    return without_tags(sentence(key, path, language)) if path and language.has(key) else ""


def _without_quota(finding: Finding, material: Material) -> str:
    """Return for seats with a quota how many other bodies there are, and how many have too few women."""
    definition = material.method.indicators.get(finding.indicator)
    if definition is None or definition.made_of != "bodies_women_seats" or "target" in finding.details:
        return ""
    others = [f for f in material.of("bodies_women_seats") if f.calculated and "quota" not in f.details]
    short = [f for f in others if f.value]
    counts = {"met": len(others) - len(short), "short": len(short), "missing": sum(f.value or 0 for f in short)}
    return material.language.text("map.other_bodies", number=len(others), **counts) if short else ""


def stated(finding: Finding, material: Material, heading: str = "") -> str:
    """Return the sentence about a finding, preceded by its titles that are not the heading.

    The audit's own title is included unless the sentence repeats it, so the numbers are given under any title that the
    session chose.
    """
    titles = [worded(finding, material)]
    titles += (
        [own_title(finding, material)] if material.language.has(f"report.findings.{finding.indicator}.told") else []
    )
    titles_told = [f"{text}." for text in titles if text and text != heading]
    return " ".join([*titles_told, told(finding, material)])


def before(finding: Finding, material: Material) -> str:
    """Return the same full count in the earlier round, in seats or people; empty if there is none."""
    then = material.earlier(finding)
    definition = material.method.indicators.get(finding.indicator)
    if then is None or definition is None or not definition.counted_in_full or then.n is None:
        return ""
    part = then.seats_held if then.unit == "seats" else then.women if then.unit == "share" else None
    if part is None or not definition.represents_indicator(finding.group):
        return ""
    return material.language.text("report.before", part=part, n=then.n, round=material.earlier_round)


def statement(item: str, material: Material) -> str:
    """Return a statement of the questionnaire without its full stop."""
    return material.language.text(f"items.{item}").rstrip(".")


def answer(item: str, material: Material) -> str:
    """Return the word for the favourable answer: agree, say yes, or above the middle of another scale."""
    item_asked = material.method.questionnaire.item(item)
    scale = item_asked.scale if item_asked else Scale()
    kind = "agree" if scale.is_agreement else "say_yes" if scale.yes_no else "above_middle"
    return material.language.text(f"report.answered_as.{kind}")


def answered(finding: Finding | None, material: Material) -> str:
    """Return a share of answers as printed: whole per cent, or the band that replaces it."""
    if finding is None or (finding.value is None and finding.band is None):
        return ""
    if finding.value is None:
        return reason_of(finding, material.language)
    return material.language.figure(finding.number, "whole")


def month(months: int, material: Material) -> str:
    """Return the month that is ``months`` after the round, or after the audit ended and was validated.

    If the report comes more than ``LATE`` days later, months are counted from the report.
    """
    audit = material.told.audit
    days = material.organisation.date_of(material.round), audit.ends, audit.validation and audit.validation.date
    day = max((day_known for day_known in days if day_known), default=None)
    if day is None:
        return material.language.text("report.months", number=months)
    if material.made is not None and material.made > day + dt.timedelta(days=LATE):
        day = material.made
    year, place = divmod(day.year * 12 + day.month - 1 + months, 12)
    return material.language.month(dt.date(year, place + 1, 1))


def role(name: str, material: Material) -> str:
    """Return the organisation's own name for a role, else its general name."""
    return material.told.audit.roles.get(name) or material.language.text(f"roles.{name}")


def area_name(area: str, material: Material) -> str:
    """Return the name of a key area."""
    return material.language.text(f"areas.{area}.name")


def view(finding: Finding) -> bool:
    """Return True if the finding is the view of women or men on a key area."""
    return finding.indicator == VIEW


def ended(parts: Iterable[str]) -> str:
    """Return the texts as sentences with full stops."""
    return " ".join(text if text.endswith((".", "!", "?")) else f"{text}." for text in parts if text)


def parted(texts: Iterable[str], material: Material) -> str:
    """Return the texts joined by semicolons, as they contain commas."""
    return material.language.text("report.semicolon").join(texts)


def begins_with_its_group(text: str, finding: Finding, material: Material) -> bool:
    """Return True if a title begins with a group name from the lists, which keeps its capital letter."""
    return bool(finding.group) and text.startswith(_group(finding, material))


def small(text: str) -> str:
    """Return a title for use within a sentence, with a small first letter."""
    return text[:1].lower() + text[1:]


def _values(finding: Finding, material: Material) -> dict[str, object]:
    values = {**values_of(finding), "group": _group(finding, material)}
    if finding.unit == "seats" and "short" in finding.details:
        values["number"] = finding.details["short"]
    elif finding.women is not None and finding.unit in ("share", "ratio"):
        values["number"] = finding.women
    elif finding.unit == "share" and values["of_them"] is not None:
        values["number"] = values["of_them"]
    return values


def _group(finding: Finding, material: Material) -> str:
    return group_label(finding.group, material.language)
