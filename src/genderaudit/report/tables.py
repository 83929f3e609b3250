"""HTML tables of reports: caption, scoped headers, numbers right-aligned, text from files escaped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from genderaudit.conclusions.findings import Finding
from genderaudit.foundations.language import Language
from genderaudit.foundations.precision import unit_of_all
from genderaudit.methodology.models import Indicator
from genderaudit.report.confidence import at_level, levels_of
from genderaudit.report.labels import dimension_label, group_label, reason_of

NOBODY = ("no_rows", "no_women_or_men", "no_answers", "not_asked")
"""Reasons of rows that concern nobody: a level without respondents, a role that nobody had at an event."""
ADJUSTED = "p_adjusted"
"""Detail with a p value adjusted for the number of comparisons."""
FOLD = 25  # longer tables are folded away on screen; print shows them whole


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: text, whether it is a number, and a style class (a rating, a hidden value).

    ``finding`` is the id of its finding; in the first cell of a row it stands for the whole row.
    """

    text: str | Markup
    number: bool = False
    look: str = ""
    finding: str = ""


def table(
    caption: str, header: Sequence[str], rows: Sequence[Sequence[Cell]], language: Language, name: str = ""
) -> Markup:
    """Return an HTML table; the first cell of each row is its header."""
    identity = Markup(' id="{}"').format(name) if name else Markup()
    head = Markup().join(
        Markup('<th scope="col"{}>{}</th>').format(_number_class(rows, i), text) for i, text in enumerate(header)
    )
    body = Markup().join(Markup("<tr>{}</tr>\n").format(_row(row)) for row in rows)
    whole = Markup(
        '<div class="scroll" tabindex="0" role="group" aria-label="{0}"><table{1}><caption>{0}</caption>\n'
        "<thead><tr>{2}</tr></thead>\n<tbody>\n{3}</tbody></table></div>"
    ).format(caption, identity, head, body)
    if len(rows) <= FOLD:
        return whole
    summary = language.html("tables_text.unfold", number=len(rows))
    return Markup("<details><summary>{}</summary>{}</details>").format(summary, whole)


def findings_table(
    indicator: Indicator,
    findings: Sequence[Finding],
    language: Language,
    significance: float = 0.05,
    currency: str | None = None,
) -> Markup:
    """Return the findings of one indicator, one row per group, with every column that any finding fills.

    A p value is printed as whether the figure is beyond chance (``significance``); effect sizes are left out.
    """
    caption = language.text(f"indicators.{indicator.id}.title")
    findings = _with_people_only(findings)
    if indicator.chart in ("pairs", "likert"):
        return _pairs_table(caption, indicator.id, findings, language)
    if any("women_before" in f.details for f in findings):
        return _change_table(caption, findings, language)
    columns = _columns_of(indicator, findings, significance)
    used = [column for column in columns if any(column.fills(f) for f in findings)]
    groups = [f.group for f in findings if f.group]
    if any("sex" in group for group in groups) or indicator.unit == "difference":  # rows or values have both sexes
        used = [column for column in used if column.name not in ("women", "men")]
    header = [dimension_label(groups[0] if groups else {}, language, indicator.id)]
    header += [_header(column, indicator, findings, language, currency) for column in used]
    rows = [
        [Cell(group_label(f.group, language), finding=f.id), *(column.cell(f, language) for column in used)]
        for f in findings
    ]
    return table(caption, header, rows, language)


def columns_of(
    indicator: Indicator,
    findings: Sequence[Finding],
    language: Language,
    significance: float = 0.05,
    currency: str | None = None,
) -> list[dict[str, str]]:
    """Return for each finding its printed columns, header → text.

    Men are left out, as they follow from women and base.
    """
    columns = [
        column for column in _columns_of(indicator, findings, significance) if column.name not in ("men", "other")
    ]
    return [
        {
            _header(column, indicator, [f], language, currency): str(column.cell(f, language).text)
            for column in columns
            if column.fills(f)
        }
        for f in findings
    ]


def _pairs_table(caption: str, indicator: str, findings: Sequence[Finding], language: Language) -> Markup:
    """Return women and men side by side: share, base and rating of each sex per statement or area."""
    rows_by_group: dict[tuple[tuple[str, str], ...], dict[str, Finding]] = {}
    for f in findings:
        group = {name: value for name, value in f.group.items() if name != "sex"}
        rows_by_group.setdefault(tuple(group.items()), {})[f.group.get("sex", "")] = f
    rated = any(f.rating for f in findings)
    own = f"indicators.{indicator}"  # what is counted of options is no favourable share
    by = dict(next(iter(rows_by_group)))
    header = [language.text(f"{own}.item") if language.has(f"{own}.item") else dimension_label(by, language)]
    header += [
        language.text(f"{own}.{name}" if language.has(f"{own}.{name}") else f"columns.{name}")
        for name in ("share_women", "n_women", "share_men", "n_men")
    ]
    header += [language.text(f"columns.{name}") for name in ("rating_women", "rating_men")] if rated else []
    value = _value_cell(unit_of(findings))
    rows = []
    for key, sexes in rows_by_group.items():
        pair = [sexes.get("F"), sexes.get("M")]
        cells = [Cell(group_label(dict(key), language))]
        for finding in pair:
            cells += (
                [
                    _with_finding(finding, value(finding, language)),
                    _with_finding(finding, _base_cell(finding, language)),
                ]
                if finding
                else [Cell("–")] * 2
            )
        if rated:
            cells += [
                _with_finding(finding, figure_rating(finding, language)) if finding else Cell("–") for finding in pair
            ]
        rows.append(cells)
    return table(caption, header, rows, language)


def _with_finding(finding: Finding, cell: Cell) -> Cell:
    return replace(cell, finding=finding.id)


def _change_table(caption: str, findings: Sequence[Finding], language: Language) -> Markup:
    """Return full counts of the earlier and this round, women of all, with the change in points."""
    names = ("indicator", "round_before", "this_round", "value_difference")
    rows = []
    for f in findings:
        pairs = ("women_before", "n_before", "before"), ("women_after", "", "after")
        counts = [(f.details.get(part), f.details.get(n, f.n), f.details.get(share)) for part, n, share in pairs]
        cells = [_hidden_cell(f, language) or Cell(of_whole(*one, language), number=True) for one in counts]
        rows.append([Cell(group_label(f.group, language), finding=f.id), *cells, _value_cell(None)(f, language)])
    return table(caption, [language.text(f"columns.{name}") for name in names], rows, language)


def of_whole(part: float | None, n: float | None, share: float | None, language: Language) -> str:
    """Return a full count and its share: «33 of 168 (19.6%)»."""
    if part is None or n is None:
        return language.figure(share, "share")
    return language.text("tables_text.of_whole", part=part, n=n, share=share)


def _header(
    column: _Column, indicator: Indicator, findings: Sequence[Finding], language: Language, currency: str | None
) -> str:
    title = language.text(f"columns.{column.name_for(indicator)}")
    if column.name == "value" and indicator.unit == "amount" and currency:
        return language.text("tables_text.in_currency", title=title, currency=language.currency(currency))
    return at_level(title, levels_of(findings), language) if column.name == "interval" else title


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    fills: Callable[[Finding], bool]
    cell: Callable[[Finding, Language], Cell]

    def name_for(self, indicator: Indicator) -> str:
        if indicator.young and self.name == "women":
            return "women_young"
        if indicator.young and self.name == "value" and indicator.unit == "share" and indicator.base != "events":
            return "value_share_young"  # beside young women it would be taken for theirs
        return {"value": f"value_{indicator.unit}", "n": f"n_{indicator.base}"}.get(self.name, self.name)


def _count_column(name: str) -> _Column:
    def cell(f: Finding, language: Language) -> Cell:
        unknown = not f.calculated and not getattr(f, name)
        return _hidden_cell(f, language) or Cell(
            language.figure(None if unknown else getattr(f, name), "count"), number=True
        )

    return _Column(name, lambda f: getattr(f, name) is not None, cell)


def _base_cell(f: Finding, language: Language) -> Cell:
    return _hidden_cell(f, language) or Cell(language.figure(f.n, "count"), number=True)


def _detail_column(name: str, unit: str) -> _Column:
    def cell(f: Finding, language: Language) -> Cell:
        number = f.details.get(name) if f.calculated or f.details.get(name) else None
        shown = "asked" if name in ("quota", "target") else _unit_in_table(unit)
        return _hidden_cell(f, language) or Cell(language.figure(number, shown), number=True)

    return _Column(name, lambda f: name in f.details, cell)


def _chance_column(name: str, significance: float) -> _Column:
    def cell(f: Finding, language: Language) -> Cell:
        p = f.details.get(name)
        if p is None and f.calculated:
            return Cell(language.text("tables_text.hidden_mark"), look="none")
        if p is None:
            return _hidden_cell(f, language) or Cell("–")
        return Cell(language.text("recommend.yes" if p <= significance else "recommend.no"))

    return _Column("beyond_chance", lambda f: name in f.details, cell)


def about_chance(indicator: Indicator, findings: Sequence[Finding], language: Language) -> str:
    """Return a note on the adjustment for multiple comparisons and on hidden p values; empty without such a column."""
    tests = [name for name, unit in indicator.columns.items() if unit == "p"]
    used = [name for name in tests if any(name in f.details for f in findings)]
    notes = [language.text("tables_text.comparisons")] if ADJUSTED in used else []
    if any(f.calculated and name not in f.details for f in findings for name in used):
        notes.append(language.text("tables_text.chance_hidden"))
    return " ".join(notes)


def _value_cell(unit: str | None) -> Callable[[Finding, Language], Cell]:
    def cell(f: Finding, language: Language) -> Cell:
        if f.calculated:
            return Cell(language.figure(f.number, unit or _unit_in_table(f.unit)), number=True)
        return Cell(reason_of(f, language), number=f.status == "banded", look="" if f.status == "banded" else "none")

    return cell


def _unit_in_table(unit: str) -> str:
    """Return the unit of a table cell: the header already says that differences are in points."""
    return "points" if unit == "difference" else unit


def _interval_cell(unit: str | None) -> Callable[[Finding, Language], Cell]:
    def cell(f: Finding, language: Language) -> Cell:
        if f.interval is None:
            return _hidden_cell(f, language) or Cell("–", number=True)
        low, high = (language.figure(bound, unit or _unit_in_table(f.unit)) for bound in _bounds(f))
        return Cell(language.text("tables_text.interval", low=low, high=high), number=True)

    return cell


def _bounds(f: Finding) -> tuple[float | None, ...]:
    return (f.interval.low, f.interval.high) if f.interval else ()


def unit_of(findings: Sequence[Finding], base: str = "people") -> str | None:
    """Return the unit in which all shares or gaps of a table are printed, or None if each has its own."""
    return unit_of_all(((f.unit, number) for f in findings for number in (f.value, *_bounds(f))), base)


def _with_people_only(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings with people in them; if there are none, all."""
    return [f for f in findings if f.calculated or f.n or f.reason not in NOBODY] or list(findings)


def _target_cell(f: Finding, language: Language) -> Cell:
    if f.target is None:
        return Cell("–")
    low, high = (
        language.figure(bound, "asked" if f.unit == "share" else f.unit) for bound in (f.target.low, f.target.high)
    )
    form = (
        "between"
        if f.target.low is not None and f.target.high is not None
        else ("least" if f.target.high is None else "most")
    )
    return Cell(language.text(f"targets_text.{form}", low=low, high=high))


def figure_rating(f: Finding, language: Language) -> Cell:
    """Return the rating of a figure; where smaller is better, as for a pay gap, it is "better" instead of "exceeds"."""
    smaller = f.target is not None and (f.unit == "gap" or f.target.low is None)
    return rating_cell(f.rating, language, f.distinguishable, "better" if smaller else "exceeds")


def rating_cell(
    rating: str | None, language: Language, distinguishable: bool | None = None, exceeds: str = "exceeds"
) -> Cell:
    """Return a rating in words with its mark, and whether the figure cannot be distinguished from the target."""
    if rating is None:
        return Cell("–")
    text = language.text(f"ratings_short.{exceeds if rating == 'exceeds' else rating}")
    if distinguishable is False:
        text += " " + language.text("tables_text.indistinct_mark")
    return Cell(text, look=f"rating {rating}")


def _hidden_cell(f: Finding, language: Language) -> Cell | None:
    return (
        Cell(language.text("tables_text.hidden_mark"), number=True, look="none") if f.status == "suppressed" else None
    )


def _general_columns(unit: str | None) -> tuple[_Column, ...]:
    """Return the columns of every table; ``unit`` is that of all values, or None."""
    return (
        _count_column("women"),
        _count_column("men"),
        _count_column("n"),
        _Column("value", lambda f: True, _value_cell(unit)),
        _Column("interval", lambda f: f.interval is not None, _interval_cell(unit)),
        _Column("target", lambda f: f.target is not None, _target_cell),
        _Column("rating", lambda f: f.rating is not None, figure_rating),
    )


def _columns_of(indicator: Indicator, findings: Sequence[Finding], significance: float) -> list[_Column]:
    """Return the columns of an indicator's table: the general ones and its own details."""
    details = [
        _chance_column(detail, significance) if unit == "p" else _detail_column(detail, unit)
        for detail, unit in indicator.columns.items()
        if unit not in ("effect", "pay_unit") and detail != "part_time"
    ]
    return [*_general_columns(unit_of(findings, indicator.base)), *details]


def _row(row: Sequence[Cell]) -> Markup:
    first = Markup('<th scope="row"{}>{}</th>').format(marked(row[0].finding), row[0].text)
    return first + Markup().join(_data_cell(cell) for cell in row[1:])


def _data_cell(cell: Cell) -> Markup:
    look = " ".join(part for part in ("number" if cell.number else "", cell.look) if part)
    shown = Markup(' class="{}"').format(look) if look else Markup()
    return Markup("<td{}{}>{}</td>").format(shown, marked(cell.finding), cell.text)


def marked(finding: str) -> Markup:
    """Return the HTML attribute with the finding's id; empty without one."""
    return Markup(' data-finding="{}"').format(finding) if finding else Markup()


def _number_class(rows: Sequence[Sequence[Cell]], column: int) -> Markup:
    numbers = any(row[column].number for row in rows)
    return Markup(' class="number"') if numbers else Markup()
