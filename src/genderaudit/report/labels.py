"""Names of groups as a reader knows them: the method's own from the language file, others as the files say."""

from __future__ import annotations

import re
from collections.abc import Mapping

from genderaudit.conclusions.findings import Finding
from genderaudit.disclosure import IN_A_BAND
from genderaudit.disclosure.grouping import JOINED
from genderaudit.foundations.language import Language
from genderaudit.intake.called import CALLED
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
"""Dimensions that organisations call by words of their own: section, branch, service, and what ``also_by`` says."""
_STEPS = (("from", "to"), ("level", "below"))


def group_label(group: Mapping[str, str], language: Language) -> str:
    """The cell's name, e.g. «Directors» or «Directors, women»; the whole is «all»."""
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


def reason_of(one: Finding | Result, language: Language) -> str:
    """Why there is no value, or the band that stands in its place: «below 10 %»."""
    band = one if isinstance(one, Result) else one.band
    if one.reason == IN_A_BAND and band is not None and band.low is not None:
        side = "below" if band.low == 0 else "above"
        return language.text(f"tables_text.{side}", low=band.low, high=band.high)
    key = f"reasons.{one.reason}"
    return language.text(key) if language.has(key) else str(one.reason)


def dimension_label(group: Mapping[str, str], language: Language, indicator: str = "") -> str:
    """What kind of groups these are, e.g. «Level»; of an indicator in the organisation's own word, if it has one."""
    own = f"indicators.{indicator}.groups_are"
    names = [
        language.text(own if name in WORDED and language.has(own) else f"dimension_names.{name}") for name in group
    ]
    return " · ".join(names) or language.text("tables_text.group")


def without_names(name: str, value: str, language: Language) -> str:
    """A label, in which units, roles … that are called after a person are named by what they are; merged ones too."""

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
    """What is asked of a figure: between these bounds, at least or at most so much, or what the quota says."""
    low, high = (language.figure(one, unit) for one in bounds)
    form = "between" if None not in bounds else "least" if bounds[1] is None else "most"
    return language.text(f"targets_text.{'quota' if is_quota else form}", low=low, high=high)
