"""Names of groups for readers: of the method's codes from the language file, others as in the files."""

from __future__ import annotations

import re
from collections.abc import Mapping

from genderaudit.conclusions.findings import Finding
from genderaudit.disclosure import IN_A_BAND
from genderaudit.disclosure.grouping import JOINED
from genderaudit.foundations.language import Language
from genderaudit.intake.checks.personal_names import CALLED
from genderaudit.measures.result import Result

# Dimensions whose values are ids of the method, and where the language file names them.
_NAMED = {
    "area": "areas.{}.name",
    "sex": "sex.{}",
    "item": "items.{}",
    "criterion": "criteria.{}",
    "stage": "stages.{}",
    "service": "services.{}",
    "text_kind": "text_kinds.{}",
    "support": "focal_support.{}",
    "from": "stages.{}",
    "to": "stages.{}",
    "quartile": "quartiles.{}",
    "gender_marker": "markers.{}",
    "table": "tables.{}",
    "kind": "interview_kinds.{}",
    "role": "attendance_roles.{}",
    "indicator": "indicators.{}.title",
    "model": "models.{}",
    "age": "ages.{}",
    "working_time": "working_times.{}",
    "question": "open_questions.{}",
    "component": "components.{}",
    "level": "organisation_levels.{}",
}


WORDED = ("unit", "branch", "also")
"""Dimensions whose values are the organisation's own words: section, branch, service and columns named by ``also_by``.
"""
_STEPS = (("from", "to"), ("level", "below"))


def group_label(group: Mapping[str, str], language: Language) -> str:
    """Return the name of a group, for example «Directors» or «Directors, women»; of the whole, «all»."""
    if not group:
        return language.text("tables_text.all")
    labels = [_label(name, value, language) for name, value in group.items()]
    if tuple(group) in _STEPS:
        first, second = labels if tuple(group) == ("from", "to") else labels[::-1]
        return language.text("tables_text.step", first=first, second=second)
    if "sex" in group and len(labels) > 1:
        sex = labels.pop(list(group).index("sex"))
        return language.text("tables_text.of_sex", label=", ".join(labels), sex=sex.lower())
    return ", ".join(labels)


def reason_of(finding: Finding | Result, language: Language) -> str:
    """Return why there is no value, or the band that replaces it, for example «below 10 %»."""
    band = finding if isinstance(finding, Result) else finding.band
    if finding.reason == IN_A_BAND and band is not None and band.low is not None:
        side = "below" if band.low == 0 else "above"
        return language.text(f"tables_text.{side}", low=band.low, high=band.high)
    key = f"reasons.{finding.reason}"
    return language.text(key) if language.has(key) else str(finding.reason)


def dimension_label(group: Mapping[str, str], language: Language, indicator: str = "") -> str:
    """Return the name of a dimension, for example «Level»; an indicator may have a word of its own."""
    own = f"indicators.{indicator}.groups_are"
    names = [
        language.text(own if name in WORDED and language.has(own) else f"dimension_names.{name}") for name in group
    ]
    return " · ".join(names) or language.text("tables_text.group")


def without_names(name: str, value: str, language: Language) -> str:
    """Return a label in which units, roles etc. named after a person are replaced by their kind (*a unit*)."""

    def what(found: re.Match[str]) -> str:
        text, number = language.text(f"called.{name}"), int(found[1])
        return text if number == 1 else language.text("called.another", what=text, number=number)

    return re.sub(rf"{CALLED}(\d+)", what, value)


def _label(name: str, value: str, language: Language) -> str:
    if value == "not_stated":
        return language.text("tables_text.not_stated")
    if value.endswith(JOINED + "not_stated"):
        rest = _label(name, value.removesuffix(JOINED + "not_stated"), language)
        return language.text("tables_text.or_not_stated", label=rest)
    if language.has(f"merged.{value}"):
        return language.text(f"merged.{value}")
    if CALLED in value and JOINED not in value:
        return without_names(name, value, language)
    if name == "age_band" and JOINED in value:  # neighbours: from the first to the last
        youngest, oldest = value.split(JOINED)[0].partition("-")[0], value.split(JOINED)[-1]
        value = f"{youngest}+" if oldest.endswith("+") else f"{youngest}-{oldest.partition('-')[2]}"
    elif JOINED in value:
        return JOINED.join(_label(name, one, language) for one in value.split(JOINED))
    if name == "age_band" and value.startswith("0-"):
        return language.text("tables_text.up_to_age", age=value.removeprefix("0-"))
    key = _NAMED.get(name, "").format(value)
    text = language.text(key) if key and language.has(key) else value
    return text.removesuffix(".") if name == "item" else text


def target_text(
    bounds: tuple[float | None, float | None], unit: str, language: Language, *, is_quota: bool = False
) -> str:
    """Return a target in words: between two bounds, at least, at most, or the quota."""
    low, high = (language.figure(one, unit) for one in bounds)
    form = "between" if None not in bounds else "least" if bounds[1] is None else "most"
    return language.text(f"targets_text.{'quota' if is_quota else form}", low=low, high=high)
