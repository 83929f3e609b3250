"""The page of a report that says what it corrects: was, is, and why."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from genderaudit.conclusions.releases import Change, Release
from genderaudit.foundations.language import Language
from genderaudit.methodology.method import Methodology
from genderaudit.report.labels import group_label
from genderaudit.report.sections import Section, heading
from genderaudit.report.tables import Cell, columns_of, table

ANCHOR = "corrections"


def corrections_section(
    release: Release,
    replaced: Release,
    changed: Sequence[Change],
    method: Methodology,
    language: Language,
    currency: str | None = None,
) -> Section:
    """Why, and each figure as it was printed in the edition that is replaced and as it is now."""
    key = "edition.corrections"
    before = {"before": replaced.number, "before_date": replaced.date}
    opening = heading(language.text(f"{key}.title"), ANCHOR, 2, language.text(f"{key}.intro", **before))
    why = Markup("<p>{}</p>\n").format(language.text("edition.why", because=release.because))
    rows = [_row(one, method, language, currency) for one in changed]
    header = [language.text(f"{key}.{name}") for name in ("figure", "was", "now")]
    html = opening.html + why + table(language.text(f"{key}.table"), header, rows, language)
    return Section(html, opening.heading, ANCHOR, 2)


def _row(change: Change, method: Methodology, language: Language, currency: str | None) -> list[Cell]:
    """The figure, and of how it was and is what differs, in the words of its table; all of it where no word does."""
    named = change.now or change.was
    assert named is not None
    title = language.text(f"indicators.{named.indicator}.title")
    if named.group:
        title = language.text("charts.row", label=title, value=group_label(named.group, language))
    was, now = _columns(change, method, language, currency)
    differing = [name for name in was | now if was.get(name) != now.get(name)] or list(was | now)
    return [
        Cell(title),
        *(
            Cell(_listed(one, differing, language) or language.text(f"edition.corrections.{lack}"))
            for one, lack in ((was, "absent"), (now, "gone"))
        ),
    ]


def _columns(change: Change, method: Methodology, language: Language, currency: str | None) -> Sequence[dict[str, str]]:
    """What is printed of a figure as it was and as it is; both in the same digits."""
    known = [one for one in change if one is not None and one.indicator in method.indicators]
    if not known:
        return {}, {}
    indicator, limit = method.indicators[known[0].indicator], method.thresholds.significance
    made = iter(columns_of(indicator, known, language, limit, currency))
    return [next(made) if one in known else {} for one in change]


def _listed(columns: dict[str, str], names: Sequence[str], language: Language) -> Markup:
    lines = [language.text("charts.row", label=name, value=columns[name]) for name in names if name in columns]
    return Markup("<br>").join(lines)
