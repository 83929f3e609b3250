"""Page of a released report that lists its corrections: each figure before and after, and why."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from genderaudit.conclusions.releases import ChangedFigure, Release
from genderaudit.foundations.language import Language
from genderaudit.methodology.method import Methodology
from genderaudit.report.labels import group_label
from genderaudit.report.sections import Section, heading
from genderaudit.report.tables import Cell, columns_of, table

ANCHOR = "corrections"


def corrections_section(
    release: Release,
    replaced: Release,
    changed: Sequence[ChangedFigure],
    method: Methodology,
    language: Language,
    currency: str | None = None,
) -> Section:
    """Return the reason for the corrections and a table of each changed figure, before and after."""
    key = "edition.corrections"
    before = {"before": replaced.number, "before_date": replaced.date}
    opening = heading(language.text(f"{key}.title"), ANCHOR, 2, language.text(f"{key}.intro", **before))
    why = Markup("<p>{}</p>\n").format(language.text("edition.why", because=release.because))
    rows = [_row(one, method, language, currency) for one in changed]
    header = [language.text(f"{key}.{name}") for name in ("figure", "was", "now")]
    html = opening.html + why + table(language.text(f"{key}.table"), header, rows, language)
    return Section(html, opening.heading, ANCHOR, 2)


def _row(change: ChangedFigure, method: Methodology, language: Language, currency: str | None) -> list[Cell]:
    """Return the table row of one change: its title, and the columns that differ before and after.

    If no column differs in its wording, all columns are given.
    """
    finding = change.now or change.was
    assert finding is not None
    title = language.text(f"indicators.{finding.indicator}.title")
    if finding.group:
        title = language.text("charts.row", label=title, value=group_label(finding.group, language))
    was, now = _columns_before_and_after(change, method, language, currency)
    differing = [name for name in was | now if was.get(name) != now.get(name)] or list(was | now)
    return [
        Cell(title),
        *(
            Cell(_lines_of(columns, differing, language) or language.text(f"edition.corrections.{lack}"))
            for columns, lack in ((was, "absent"), (now, "gone"))
        ),
    ]


def _columns_before_and_after(
    change: ChangedFigure, method: Methodology, language: Language, currency: str | None
) -> Sequence[dict[str, str]]:
    """Return the printed columns of a figure before and after, both with the same number of digits."""
    findings = [finding for finding in change if finding is not None and finding.indicator in method.indicators]
    if not findings:
        return {}, {}
    indicator, limit = method.indicators[findings[0].indicator], method.thresholds.significance
    printed = iter(columns_of(indicator, findings, language, limit, currency))
    return [next(printed) if finding in findings else {} for finding in change]


def _lines_of(columns: dict[str, str], names: Sequence[str], language: Language) -> Markup:
    lines = [language.text("charts.row", label=name, value=columns[name]) for name in names if name in columns]
    return Markup("<br>").join(lines)
