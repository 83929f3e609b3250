"""Check the language files against the method and each other: missing, unknown, and placeholders nothing fills."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from babel import Locale, UnknownLocaleError

from genderaudit.foundations.errors import closest_names, known_names, text
from genderaudit.foundations.faults import Fault, Place
from genderaudit.foundations.language import UNITS
from genderaudit.method_check.language_file import Key, LanguageFile, fields, placeholder_text
from genderaudit.method_check.needed import Needed, needed_texts
from genderaudit.methodology.method import Methodology
from genderaudit.report import extremes, sections

LONGEST_SHOWN = 60
"""Maximum length of a placeholder quoted in a fault, in characters."""
COUNTED_TO = 1000
"""Number up to which a language's plural forms are tried."""
SECTIONS = {
    "areas": "area",
    "indicators": "indicator",
    "items": "item",
    "criteria": "criterion",
    "recommendations": "recommendation",
    "source_notes": "source",
}
"""Section of the language files whose keys are names of the method → kind of name."""
RATED_ENDS = ("", "_zero", "_negative")
FORMS_OF_FIGURES = (
    "title", "title_in", "groups_are", "groups", "groups_target", "range", "most", "reading", "reading_plain", "item",
    "told", "told_negative",
    *(f"{form}{end}{target}" for form in ("overall", "one") for end in RATED_ENDS for target in ("", "_target")),
)  # fmt: skip
"""Texts that an indicator may have, beside one for each missing-value reason and the names of its columns."""
FORMS_OF_FINDINGS = (
    "number", "words", "told", "below", "above",
    *(f"{form}{end}" for form in ("short", "met", "zero") for end in ("", "_only", "_target", "_only_target")),
)  # fmt: skip
"""Texts that an indicator may have under ``report.findings``."""
WITHOUT_VALUES = ("title", "groups_are", "reading", "reading_plain", "item")
OF_GROUPS = {
    "groups": sections.SUMMED,
    "groups_target": sections.SUMMED,
    "range": extremes.NAMED,
    "most": extremes.NAMED,
}
SEXED = ("pay", "answers")
"""Protections of figures that state men beside women."""


def faults_of_texts(method: Methodology, files: Sequence[LanguageFile]) -> Iterator[Fault]:
    """Yield every fault of the language files, in the order of the rules."""
    strange: set[Place] = set()
    for file in files:
        yield from _of_locale(file)
        for key in file.texts:
            yield from _of_text(file, key)
        for fault in (*_unknown_names(method, file), *_unknown_forms(method, file)):
            strange.add(fault.place)
            yield fault
    unfilled: set[Key] = set()
    for file in files:
        for fault in _unfilled(method, file):
            unfilled.add(fault.place)
            yield fault
    needed = {one.key: one for one in needed_texts(method)}
    yield from _missing(needed, files)
    for file in files:
        others = [other for other in files if other is not file]
        yield from _missing_beside(file, others, needed, strange)
    for file in files[1:]:
        yield from _other_placeholders(file, files[0], unfilled)


def _of_locale(file: LanguageFile) -> Iterator[Fault]:
    """Yield an unknown locale, or texts whose plural forms are not those of the language."""
    try:
        locale = Locale.parse(file.node("locale") or file.code)
    except (ValueError, TypeError, UnknownLocaleError):
        yield file.fault("locale", ("locale",))
        return
    forms = {locale.plural_form(number) for number in range(COUNTED_TO)}
    for key, given in file.texts.items():
        if "" not in given and set(given) != forms:
            place = (*key, *sorted(set(given) - forms)[:1])
            yield file.fault("plural_forms", place, forms=", ".join(sorted(forms)))


def _of_text(file: LanguageFile, key: Key) -> Iterator[Fault]:
    """Yield texts that cannot be filled: no text, braces that do not match, an invalid placeholder name or unit."""
    for form, text_of_form in file.texts[key].items():
        place = (*key, form) if form else key
        if not isinstance(text_of_form, str) or not text_of_form.strip():
            yield file.fault("no_text", place)
        elif not _fits(text_of_form):
            yield file.fault("braces", place)
        else:
            for name, unit in fields(text_of_form):
                if not name.isidentifier():
                    yield file.fault("placeholder_name", place, name=placeholder_text((name, unit))[:LONGEST_SHOWN])
                elif unit and unit not in UNITS:
                    near = known_names(unit, UNITS)
                    yield file.fault("placeholder_unit", place, unit=unit[:LONGEST_SHOWN], near=near)


def _fits(template: str) -> bool:
    """Return True if the braces of a text match."""
    try:
        list(string.Formatter().parse(template))
    except ValueError:
        return False
    return True


def _unknown_names(method: Methodology, file: LanguageFile) -> Iterator[Fault]:
    """Yield texts for names that the method does not have."""
    known = {section: method.names(kind) for section, kind in SECTIONS.items()}
    roles = list(dict.fromkeys(entry.role for entry in method.recommendations))
    if method.names("recommendation") is not None and not method.read["recommendations.yml"].faults:
        known["roles"] = roles
    for section, names in known.items():
        kind = SECTIONS.get(section, "role")
        for name in file.keys(section):
            if names is not None and name not in names:
                text_values = {
                    "what": text(f"method_check.kinds.{kind}"),
                    "name": name,
                    "near": known_names(name, names),
                }
                yield file.fault("text_of_nothing", (section, name), **text_values)
    for name in file.keys("report", "findings"):
        if name not in (known["indicators"] or [name]):
            near = known_names(name, known["indicators"] or [])
            text_values = {"what": text("method_check.kinds.indicator"), "name": name, "near": near}
            yield file.fault("text_of_nothing", ("report", "findings", name), **text_values)


def _unknown_forms(method: Methodology, file: LanguageFile) -> Iterator[Fault]:
    """Yield texts of an indicator that nothing shows: ``overal`` for ``overall``."""
    reasons, columns = file.keys("reasons"), file.keys("columns")
    for place, forms, also in (
        (("indicators",), FORMS_OF_FIGURES, [*reasons, *columns]),
        (("report", "findings"), FORMS_OF_FINDINGS, []),
    ):
        for name in file.keys(*place):
            for form in file.keys(*place, name) if name in method.indicators else ():
                if form not in (*forms, *also):
                    near = known_names(form, forms)
                    yield file.fault("text_unknown", (*place, name, form), name=form, near=near)


def _unfilled(method: Methodology, file: LanguageFile) -> Iterator[Fault]:
    """Yield placeholders that the program does not fill; they would be printed as a dash."""
    for key, placeholders in file.fields.items():
        allowed = _may_name(method, key)
        if allowed is None:
            continue
        for field in sorted(placeholders):
            if field[0].isidentifier() and field[0] not in allowed:
                shown = placeholder_text(field)[:LONGEST_SHOWN]
                near = known_names(field[0], allowed, len(allowed))
                rule = "placeholder_unfilled" if allowed else "placeholder_none"
                yield file.fault(rule, key, name=shown, **({"near": near} if allowed else {}))


def _may_name(method: Methodology, key: Key) -> Sequence[str] | None:
    """Return the placeholders that the program fills in a text of the method; None for all other texts."""
    if key[0] in SECTIONS and key[0] != "indicators":
        return ()
    of_finding = key[:2] == ("report", "findings")
    named = key[2:4] if of_finding else key[1:3] if key[0] == "indicators" else ()
    indicator = method.indicators.get(named[0]) if len(named) > 1 else None
    if indicator is None:
        return None
    form = named[1]
    if key[0] == "indicators":
        if form == "title_in":
            return ("word",)
        if form in WITHOUT_VALUES or form in indicator.columns:
            return ()
        if form in OF_GROUPS:
            return OF_GROUPS[form]
    left_out = set() if indicator.protection in SEXED else {"men"}
    left_out |= {"low", "high", "confidence"} if indicator.counted_in_full else set()
    left_out |= set() if indicator.unit == "seats" else {"held", "missing_overall"}
    left_out |= set() if key[0] == "indicators" else {"base"}
    return [*(one for one in sections.NAMED if one not in left_out), *indicator.columns]


def _missing(needed: dict[Key, Needed], files: Sequence[LanguageFile]) -> Iterator[Fault]:
    """Yield missing required texts: at the entry that requires them if no language has them, else at the language."""
    for key, one in needed.items():
        lacking = [file for file in files if file.node(*key) is None]
        if lacking and len(lacking) == len(files):
            names = ", ".join(_place_for(key, one, file) for file in lacking)
            siblings = dict.fromkeys(name for file in files for name in file.keys(*key[:-1]))
            if one.kind:
                near = known_names(key[-1], siblings)
                yield one.fault("no_such", what=text(f"method_check.kinds.{one.kind}"), name=key[-1], near=near)
            else:
                yield one.fault("needs_text", key=".".join(key), files=names)
        else:
            for file in lacking:
                fault = file.fault("text_missing", key, key=".".join(key), other=one.file, other_line=one.line)
                place = _place_for(key, one, file)
                yield replace(fault, file=place, line=fault.line if place == fault.file else 1)


def _place_for(key: Key, needed: Needed, file: LanguageFile) -> str:
    """Return the file that a text belongs in: the workspace's own if an entry of the workspace requires the text."""
    workspace, own, _ = needed.file.partition("/templates/")
    return f"{workspace}{own}{file.layered.file}" if own else file.layered.own_file or file.layered.at(key)[0]


def _missing_beside(
    file: LanguageFile, others: Iterable[LanguageFile], needed: dict[Key, Needed], strange: set[Place]
) -> Iterator[Fault]:
    """Yield texts that only other languages have; a similar key that only this language has is suggested.

    ``strange``: keys already reported as unknown.
    """
    reported: set[Key] = set()
    for other in others:
        only_here = [key for key in file.texts if other.node(*key) is None]
        for key in other.texts:
            of_nothing = any(key[:end] in strange for end in range(1, len(key) + 1))
            if key in needed or key in reported or of_nothing or file.node(*key) is not None:
                continue
            reported.add(key)
            text_here = next((key[:end] for end in range(1, len(key)) if key[:end] in file.texts), None)
            if text_here is not None:  # in this language a text, elsewhere a section
                if text_here not in reported:
                    yield other.fault("text", text_here)
                reported.add(text_here)
                continue
            candidates = {one[-1]: one for one in only_here if one[:-1] == key[:-1]}
            twin = next(iter(closest_names(key[-1], candidates, 1)), None)
            where = {"other": other.layered.at(key)[0], "other_line": other.line(key)}
            if twin is None:
                yield file.fault("text_missing", key, key=".".join(key), **where)
            elif file.code > other.code:  # reported once, for the later language
                yield file.fault("text_called", candidates[twin], name=key[-1], **where)


def _other_placeholders(file: LanguageFile, first: LanguageFile, unfilled: set[Key]) -> Iterator[Fault]:
    """Yield texts whose placeholders differ from those of the first language: one of the two is wrong."""
    for key, placeholders in file.fields.items():
        first_placeholders = first.fields.get(key)
        if first_placeholders is None or first_placeholders == placeholders or key in unfilled:
            continue
        listed = partial(_listed, none=text("method_check.kinds.nothing"))
        other, line = first.layered.at(key)
        text_values = {
            "here": listed(placeholders - first_placeholders),
            "there": listed(first_placeholders - placeholders),
            "other": other,
            "other_line": line,
        }
        yield file.fault("placeholders_differ", key, **text_values)


def _listed(found: set[tuple[str, str]], none: object) -> object:
    return ", ".join(placeholder_text(field) for field in sorted(found))[:LONGEST_SHOWN] or none
