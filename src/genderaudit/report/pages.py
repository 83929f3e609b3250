"""The parts of a report that are not one indicator: introduction, key messages, method, provenance."""

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
"""Reasons that lie in another list than that of the people whom the figure is of."""
NO_PEOPLE = ("documents", "texts", "budget", "activities", "interviews", "workshops", "actions")
"""Tables whose rows are no people: counts of a few rows give nobody away."""

MOST_OWN = 20
"""Entries of a workspace's own method that the note on the method names."""
LEFT_OUT = (*SET_ASIDE, "sex_blank")
"""Problems by which rows are left out of figures, or of those on women and men."""

LIBRARIES = ("genderaudit", "pandas", "numpy", "scipy", "matplotlib", "seaborn", "papermill", "nbconvert")


@cache
def versions() -> dict[str, str]:
    """Version of each library that the figures rest on, and of Python."""
    return {**{name: version(name) for name in LIBRARIES}, "Python": platform.python_version()}


def introduction(organisation: Organisation, round: str, language: Language) -> Section:
    """What is audited, for who works in the notebook; the report's own header says the same."""
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
    """The answer first: a numbered list, each with number, base and a link to its table."""
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
    """One sentence about one finding, with its number and base."""
    definition = method.indicators[finding.indicator]
    key = f"indicators.{definition.id}"
    if finding.group and language.has(f"{key}.one"):
        return sentence(f"{key}.one", finding, language)
    return Markup(" ").join(sentences(definition, [finding], language))


def missing_evidence(findings: Iterable[Finding], method: Methodology, language: Language, phase: str) -> Section:
    """What could not be answered, and why: missing data are a finding too."""
    why: dict[tuple[str | None, str | None], list[str]] = {}
    by_indicator: dict[str, list[Finding]] = {}
    for f in findings:
        by_indicator.setdefault(f.indicator, []).append(f)
    hidden = [
        next(f for f in found if f.status == "suppressed") for found in by_indicator.values() if all_hidden(found)
    ]
    absent = [f for found in by_indicator.values() for f in found if f.status == "no_evidence" and not f.group]
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
    """How many rows figures leave out, and why.

    ``blank``: lists that do not say of too many people who is a woman.
    How files were read and what to mend in them is for those who keep the lists: ``data_quality.html`` says it.
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
    """A table of the rows that no figure counts: which list, why, how many (of a few only that they are a few)."""
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
    """A table of what was detected about each file: encoding, separator, sheet, row of column names."""
    if not detected:
        return Markup()
    rows = [
        [
            Cell(language.text(f"tables.{name}")),
            Cell(
                ", ".join(
                    language.text(f"detected.{key}", value=_detected(value, language)) for key, value in how.items()
                )
            ),
        ]
        for name, how in detected.items()
    ]
    header = [language.text("columns.source"), language.text("columns.read_as")]
    return table(language.text("data_quality_page.read"), header, rows, language)


def method_note(
    phase: str,
    level: float,
    method: Methodology,
    least: Limits,
    language: Language,
    merged: Iterable[tuple[Sequence[str], str, Group]],
    composition: Literal["shown", "protected"] = "shown",
    sampling: Sampling | None = None,
    own: Mapping[str, Sequence[str]] | None = None,
) -> Section:
    """What was computed, at which confidence ``level``, by which thresholds, and that this is no certificate.

    ``merged``: the groups that were merged for sensitive figures, with what they are of and their dimension;
    ``composition``: whether those of who is where were merged too; ``sampling``: how the people of a survey
    were chosen; ``own``: files of the workspace that lie over the suite's method and texts, with their entries.
    """
    title = language.text("sections.method.title")
    opening = heading(title, anchor_of(phase, "method"), 2)
    limits = {
        "minimum_cell": least.minimum_cell,
        "minimum_base": least.minimum_base,
        "smallest_people": method.thresholds.smallest_rated_people,
        "smallest_seats": method.thresholds.smallest_rated_seats,
    }
    texts = [
        language.html(f"method.{phase}", **limits),
        *([language.html(f"sampling.method.{sampling}")] if sampling else []),
        language.html("method.everybody"),
        *([] if sampling == "whoever_came" else [language.html("method.confidence", level=level)]),
        language.html("method.own_ratings"),
        language.html("method.disclosure", **limits),
    ]
    for columns, dimension, group in merged:
        texts.append(
            language.html(
                "merged.note",
                of=language.list([language.text(f"merged.of.{column}") for column in columns]),
                dimension=language.text(f"dimension_names.{dimension}").lower(),
                label=group_label({dimension: group.label}, language),
                groups=language.list([group_label({dimension: one}, language) for one in group.categories]),
            )
        )
    if composition == "protected":
        texts.append(language.html("method.composition"))
    for file, names in (own or {}).items():
        shown = language.listed(names[:MOST_OWN])
        key = "method.own_entries" if len(names) <= MOST_OWN else "method.many_own_entries"
        texts.append(language.html(key, file=file, number=len(names), names=shown))
    html = opening.html + Markup().join(Markup("<p>{}</p>\n").format(text) for text in texts)
    used = sorted({target.source for target in method.targets.values()})
    sources = [Markup("<li>{}</li>\n").format(_source(name, method, language)) for name in used]
    html += Markup("<p>{}</p>\n<ul>{}</ul>\n").format(language.text("method.sources"), Markup().join(sources))
    return Section(html, title, opening.anchor, 2)


def provenance(phase: str, parameters: Mapping[str, object], files: Iterable[str], language: Language) -> Section:
    """Input files, parameters and versions: what it takes to get the same report. The run's record has the hashes."""
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
    """What a parameter sets; one of a notebook of somebody's own has its own name only."""
    key = f"settings.{name}"
    return language.text(key) if language.has(key) else name


def _setting(name: str, value: object, language: Language) -> str:
    """A parameter's value as a reader knows it: shares in per cent, figures by their titles."""
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
        said = Markup(" ").join(sentence_about(one, method, language) for one in (finding, *_beside(finding, findings)))
        text = language.html(f"messages.{message.text}", sentence=said)
        anchor = anchor_of(finding.phase, _place(finding))
    return Markup('<li>{} <a href="#{}">{}</a></li>\n').format(text, anchor, language.text("messages.more"))


def _beside(finding: Finding, findings: Mapping[str, Finding]) -> list[Finding]:
    """What a message never says without: beside a gap of all, where women work part-time, that of full-time people."""
    if not finding.details.get("part_time"):
        return []
    group = {"working_time": FULL_TIME}
    return [one for one in findings.values() if one.group == group and one.phase == finding.phase and one.calculated]


def _place(finding: Finding) -> str:
    """Where a finding's table stands: rated figures stand under their key area."""
    return f"area-{finding.area}" if finding.phase == "gap_analysis" and finding.target else finding.indicator


def _detected(value: str, language: Language) -> str:
    key = f"detected_values.{value}"
    return language.text(key) if language.has(key) else value


def _source(name: str, method: Methodology, language: Language) -> str:
    """The work in its own language, and in the reader's what the audit takes from it."""
    source = method.sources[name]
    work = ", ".join(part for part in (source.title, str(source.year or "")) if part)
    return language.text("charts.row", label=work, value=language.text(f"source_notes.{name}"))
