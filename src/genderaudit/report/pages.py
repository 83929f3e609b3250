"""Parts of a report that are not about one indicator: introduction, key messages, method, provenance."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Literal

from markupsafe import Markup

from genderaudit.conclusions.findings import Finding, Message
from genderaudit.conclusions.recording import all_hidden
from genderaudit.foundations.language import Language
from genderaudit.intake import SET_ASIDE, Problem
from genderaudit.measures.working_time import FULL_TIME
from genderaudit.methodology.method import Methodology
from genderaudit.methodology.settings import shares_of
from genderaudit.report.labels import group_label
from genderaudit.report.sections import Section, anchor_of, heading, sentence, sentences
from genderaudit.report.tables import Cell, table

if TYPE_CHECKING:
    from genderaudit.disclosure import Limits
    from genderaudit.disclosure.grouping import Group
    from genderaudit.methodology.organisation import Organisation, Sampling

OTHER_LIST = {"no_committee_lines": "budget"}
"""Reasons that come from a list other than that of the people counted: reason → list."""
NO_PEOPLE = ("documents", "texts", "budget", "activities", "interviews", "workshops", "actions")
"""Tables whose rows are not people: counts of few rows identify nobody."""

MOST_OWN = 20
"""Entries of the workspace's own method that the note on the method names."""
LEFT_OUT = (*SET_ASIDE, "sex_blank")
"""Rules by which rows are excluded from all figures, or from those on women and men."""

LIBRARIES = ("genderaudit", "pandas", "numpy", "scipy", "matplotlib", "seaborn", "papermill", "nbconvert")


@cache
def versions() -> dict[str, str]:
    """Return the versions of Python and of the libraries that the figures depend on."""
    return {**{name: version(name) for name in LIBRARIES}, "Python": platform.python_version()}


def introduction(organisation: Organisation, round: str, language: Language) -> Section:
    """Return what is audited, for people working in the notebook; the header of the report has the same."""
    date = organisation.date_of(round)
    key = "introduction.about" if date else "introduction.about_undated"
    kind = language.text(f"kinds.{organisation.kind}")
    text = language.html(key, name=organisation.name, kind=kind, round=round, date=date)
    html = Markup("<p>{}</p>\n").format(text)
    if organisation.invented:
        html = Markup('<p class="invented">{}</p>\n').format(language.text("page.invented")) + html
    return Section(html)


def key_messages(
    messages: Sequence[Message],
    findings: Mapping[str, Finding],
    method: Methodology,
    language: Language,
    phase: str,
) -> Section:
    """Return the key messages as a numbered list, each with number, base and a link to its table."""
    items = [_message(message, findings, method, language, phase) for message in messages]
    opening = heading(language.text("messages.title"), anchor_of(phase, "messages"), 2)
    if not items:
        return Section(
            opening.html + Markup("<p>{}</p>").format(language.text("messages.none")),
            opening.heading,
            opening.anchor,
            2,
        )
    html = opening.html + Markup('<ol class="messages">\n{}</ol>\n').format(Markup().join(items))
    return Section(html, opening.heading, opening.anchor, 2)


def sentence_about(finding: Finding, method: Methodology, language: Language) -> Markup:
    """Return one or two sentences about one finding, with its number and base."""
    definition = method.indicators[finding.indicator]
    key = f"indicators.{definition.id}"
    if finding.group and language.has(f"{key}.one"):
        return sentence(f"{key}.one", finding, language)
    return Markup(" ").join(sentences(definition, [finding], language))


def missing_evidence(findings: Iterable[Finding], method: Methodology, language: Language, phase: str) -> Section:
    """Return what could not be answered, and why: missing data are a finding too."""
    why: dict[tuple[str | None, str | None], list[str]] = {}
    by_indicator: dict[str, list[Finding]] = {}
    for f in findings:
        by_indicator.setdefault(f.indicator, []).append(f)
    hidden = [
        next(f for f in group if f.status == "suppressed") for group in by_indicator.values() if all_hidden(group)
    ]
    absent = [f for group in by_indicator.values() for f in group if f.status == "no_evidence" and not f.group]
    for f in (*absent, *hidden):
        if f.indicator in method.indicators:
            source = OTHER_LIST.get(f.reason or "", f.table)
            why.setdefault((source, f.reason), []).append(language.text(f"indicators.{f.indicator}.title"))
    rows = [
        [
            Cell(language.text(f"tables.{source}") if source else "–"),
            Cell(language.text(f"reasons.{reason}")),
            Cell(language.listed(titles)),
        ]
        for (source, reason), titles in why.items()
    ]
    title = language.text("sections.missing.title")
    opening = heading(title, anchor_of(phase, "missing"), 2, language.text("sections.missing.intro"))
    if not rows:
        return Section(
            opening.html + Markup("<p>{}</p>").format(language.text("sections.missing.none")),
            title,
            opening.anchor,
            2,
        )
    header = [language.text(f"columns.{name}") for name in ("source", "reason", "indicator")]
    return Section(opening.html + table(title, header, rows, language), title, opening.anchor, 2)


def data_quality(
    problems: Sequence[Problem], language: Language, phase: str, minimum_cell: int, blank: Iterable[str] = ()
) -> Section:
    """Return how many rows are excluded from figures, and why.

    ``blank``: lists in which the sex of too many people is not stated. How files were read and what to correct is on
    ``data_quality.html``, for those who keep the lists.
    """
    title = language.text("sections.data_quality.title")
    opening = heading(title, anchor_of(phase, "data-quality"), 2, language.text("sections.data_quality.intro"))
    html = Markup()
    if tables := language.listed(language.text(f"tables.{name}") for name in blank):
        html += Markup("<p>{}</p>\n").format(language.text("sections.data_quality.blank", tables=tables))
    html += set_aside(problems, language, minimum_cell)
    html = html or Markup("<p>{}</p>\n").format(language.text("sections.data_quality.none"))
    html += Markup("<p>{}</p>\n").format(language.text("sections.data_quality.more"))
    return Section(opening.html + html, title, opening.anchor, 2)


def set_aside(problems: Sequence[Problem], language: Language, minimum_cell: int = 0) -> Markup:
    """Return a table of excluded rows: list, reason and number; fewer than ``minimum_cell`` are only said to be few."""
    rows = []
    for problem in problems:
        if problem.rule in LEFT_OUT:
            few = problem.table not in NO_PEOPLE and problem.count < minimum_cell
            number = language.text("set_aside.few", minimum_cell=minimum_cell)
            rows.append(
                [
                    Cell(language.text(f"tables.{problem.table}")),
                    Cell(language.text(f"set_aside.reasons.{problem.rule}")),
                    Cell(number if few else language.figure(problem.count, "count"), number=True),
                ]
            )
    if not rows:
        return Markup()
    header = [language.text(f"columns.{name}") for name in ("source", "reason")]
    return table(language.text("set_aside.title"), [*header, language.text("data_quality_page.rows")], rows, language)


def files_read(detected: Mapping[str, Mapping[str, str]], language: Language) -> Markup:
    """Return a table of what was detected about each file: encoding, separator, sheet, header row."""
    if not detected:
        return Markup()
    rows = [
        [
            Cell(language.text(f"tables.{name}")),
            Cell(
                ", ".join(
                    language.text(f"detected.{key}", value=_detected_value(value, language))
                    for key, value in how.items()
                )
            ),
        ]
        for name, how in detected.items()
    ]
    header = [language.text("columns.source"), language.text("columns.read_as")]
    return table(language.text("data_quality_page.read"), header, rows, language)


def method_note(
    phase: str,
    confidence_level: float,
    method: Methodology,
    disclosure_limits: Limits,
    language: Language,
    merged: Iterable[tuple[Sequence[str], str, Group]],
    composition: Literal["shown", "protected"] = "shown",
    sampling: Sampling | None = None,
    own: Mapping[str, Sequence[str]] | None = None,
) -> Section:
    """Return the note on the method: computation, confidence level (0 to 1), thresholds, and that it is no certificate.

    ``merged``: groups merged for sensitive figures, each with the columns concerned and the dimension; ``composition``:
    whether groups are merged in figures on who is where, too; ``sampling``: how survey respondents were chosen;
    ``own``: files of the workspace laid over the suite's method and texts, with their entries.
    """
    title = language.text("sections.method.title")
    opening = heading(title, anchor_of(phase, "method"), 2)
    limits = {
        "minimum_cell": disclosure_limits.minimum_cell,
        "minimum_base": disclosure_limits.minimum_base,
        "smallest_people": method.thresholds.smallest_rated_people,
        "smallest_seats": method.thresholds.smallest_rated_seats,
    }
    texts = [
        language.html(f"method.{phase}", **limits),
        *([language.html(f"sampling.method.{sampling}")] if sampling else []),
        language.html("method.everybody"),
        *([] if sampling == "whoever_came" else [language.html("method.confidence", level=confidence_level)]),
        language.html("method.own_ratings"),
        language.html("method.disclosure", **limits),
    ]
    texts += [_merged_note(columns, dimension, group, language) for columns, dimension, group in merged]
    if composition == "protected":
        texts.append(language.html("method.composition"))
    texts += [_own_note(file, names, language) for file, names in (own or {}).items()]
    html = opening.html + Markup().join(Markup("<p>{}</p>\n").format(text) for text in texts)
    return Section(html + _sources_of_targets(method, language), title, opening.anchor, 2)


def _merged_note(columns: Sequence[str], dimension: str, group: Group, language: Language) -> Markup:
    """Return the sentence on groups that were merged into one for figures of these columns."""
    return language.html(
        "merged.note",
        of=language.list([language.text(f"merged.of.{column}") for column in columns]),
        dimension=language.text(f"dimension_names.{dimension}").lower(),
        label=group_label({dimension: group.label}, language),
        groups=language.list([group_label({dimension: one}, language) for one in group.categories]),
    )


def _own_note(file: str, names: Sequence[str], language: Language) -> Markup:
    """Return the sentence on the entries of a file of the workspace that is laid over the suite's."""
    key = "method.own_entries" if len(names) <= MOST_OWN else "method.many_own_entries"
    return language.html(key, file=file, number=len(names), names=language.listed(names[:MOST_OWN]))


def _sources_of_targets(method: Methodology, language: Language) -> Markup:
    used = sorted({target.source for target in method.targets.values()})
    sources = [Markup("<li>{}</li>\n").format(_source(name, method, language)) for name in used]
    return Markup("<p>{}</p>\n<ul>{}</ul>\n").format(language.text("method.sources"), Markup().join(sources))


def provenance(phase: str, parameters: Mapping[str, object], files: Iterable[str], language: Language) -> Section:
    """Return input files, parameters and versions needed to reproduce the report; the run's record has the hashes."""
    title = language.text("sections.provenance.title")
    opening = heading(title, anchor_of(phase, "provenance"), 2, language.text("sections.provenance.intro"))
    html = opening.html
    if files:
        rows = [[Cell(name)] for name in sorted(files)]
        html += table(language.text("sections.provenance.files"), [language.text("columns.file")], rows, language)
    settings = [
        [Cell(_name_of_setting(name, language)), Cell(_setting(name, value, language))]
        for name, value in parameters.items()
        if value  # nothing, or 0: as the method has it
    ]
    settings += [[Cell(name), Cell(number)] for name, number in versions().items()]
    header = [language.text("columns.setting"), language.text("columns.content")]
    html += table(language.text("sections.provenance.settings"), header, settings, language)
    return Section(html, title, opening.anchor, 2)


def _name_of_setting(name: str, language: Language) -> str:
    """Return the label of a parameter; a parameter of the user's own notebook keeps its name."""
    key = f"settings.{name}"
    return language.text(key) if language.has(key) else name


def _setting(name: str, value: object, language: Language) -> str:
    """Return a parameter's value for readers: shares in per cent, targets by the titles of indicators."""
    if isinstance(value, float):
        return language.figure(value, "confidence")
    if name != "targets":
        return str(value)
    shares = ((language.text(f"indicators.{of}.title"), share) for of, share in shares_of(str(value)).items())
    rows = (language.text("charts.row", label=of, value=language.figure(one, "share")) for of, one in shares)
    return language.listed(rows)


def _message(
    message: Message, findings: Mapping[str, Finding], method: Methodology, language: Language, phase: str
) -> Markup:
    if message.recommendation:
        action = language.text(f"recommendations.{message.recommendation}.action")
        text = language.html(f"messages.{message.text}", action=action)
        anchor = anchor_of(phase, f"advice-{message.recommendation}")
    elif not message.finding:
        return Markup("<li>{}</li>\n").format(language.text(f"messages.{message.text}"))
    else:
        finding = findings[message.finding]
        sentences = Markup(" ").join(
            sentence_about(about, method, language) for about in (finding, *_never_without(finding, findings))
        )
        text = language.html(f"messages.{message.text}", sentence=sentences)
        anchor = anchor_of(finding.phase, _anchor_name(finding))
    return Markup('<li>{} <a href="#{}">{}</a></li>\n').format(text, anchor, language.text("messages.more"))


def _never_without(finding: Finding, findings: Mapping[str, Finding]) -> list[Finding]:
    """Return the findings that a message must add to this one.

    To a pay gap of all people, where women work part-time, that of full-time people is added.
    """
    if not finding.details.get("part_time"):
        return []
    group = {"working_time": FULL_TIME}
    return [
        other
        for other in findings.values()
        if other.group == group and other.phase == finding.phase and other.calculated
    ]


def _anchor_name(finding: Finding) -> str:
    """Return the anchor of the table with the finding: of rated figures, that of their key area."""
    return f"area-{finding.area}" if finding.phase == "gap_analysis" and finding.target else finding.indicator


def _detected_value(value: str, language: Language) -> str:
    key = f"detected_values.{value}"
    return language.text(key) if language.has(key) else value


def _source(name: str, method: Methodology, language: Language) -> str:
    """Return a source with its original title, and what the audit takes from it in the reader's language."""
    source = method.sources[name]
    work = ", ".join(part for part in (source.title, str(source.year or "")) if part)
    return language.text("charts.row", label=work, value=language.text(f"source_notes.{name}"))
