"""Sentences on what was read from the lists: exact on the screen, coarse on the page.

Both are for the audit team: the numbers of women, men, others and not stated stand here and in no report. On the page
no other figure is of a single person: ages are in five-year bands, dates in years, amounts only counted, and a word is
shown if at least ``minimum_cell`` people or rows have it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from genderaudit.foundations.language import Language
from genderaudit.intake.cells.values import OLDEST
from genderaudit.intake.contract import column_label
from genderaudit.intake.round.summary import AmountsRead, ListRead
from genderaudit.report.labels import group_label

MOST_WORDS = 20
AGES = 5


def sentences(read: ListRead, language: Language, minimum_cell: int = 0) -> Iterator[str]:
    """Yield the sentences about one list.

    With a ``minimum_cell`` for the page, without it exact ones for the screen.
    """
    exact = not minimum_cell
    yield from _people(read, language)
    if read.elsewhen:
        key = "read.elsewhen_few" if read.elsewhen < minimum_cell else "read.elsewhen"
        yield language.text(key, number=read.elsewhen, minimum_cell=minimum_cell)
    yield from _ages(read, language, exact)
    yield from _dates(read, language, exact)
    for amounts in read.amounts:
        yield from _amounts(read.table, amounts, language, exact)
    yield from _words(read, language, minimum_cell)
    if read.not_used:
        yield language.text("read.not_used", columns=read.not_used)
    for rule, number in read.set_aside:
        yield language.text("read.set_aside", number=number, reason=language.text(f"set_aside.reasons.{rule}"))
    yield from (problem.what(language) for problem in read.otherwise)


def title(read: ListRead, language: Language) -> str:
    """Return the name of the list with its files and sheet."""
    where = [*read.files, *([language.text("problems_where.sheet", sheet=read.sheet)] if read.sheet else [])]
    return language.text("read.list", list=language.text(f"tables.{read.table}"), files=", ".join(where))


def reading(lists: Sequence[ListRead], language: Language, minimum_cell: int) -> Markup:
    """Return the first part of the page about a round's files."""
    if not lists:
        return Markup()
    html = Markup("<h2>{}</h2>\n").format(language.text("read.title"))
    for read in lists:
        items = [Markup("<li>{}</li>\n").format(text) for text in sentences(read, language, minimum_cell)]
        html += Markup("<h3>{}</h3>\n<ul>\n{}</ul>\n").format(title(read, language), Markup().join(items))
    return html


def _ages(read: ListRead, language: Language, exact: bool) -> Iterator[str]:
    if not read.ages:
        return
    low, high = read.ages
    key = "read.ages_open" if high >= OLDEST else "read.ages"
    if not exact:
        low, high = low // AGES * AGES, high // AGES * AGES + AGES - 1
    yield language.text(key, low=f"{low:g}", high=f"{high:g}")


def _dates(read: ListRead, language: Language, exact: bool) -> Iterator[str]:
    for column, (first, last) in read.dates.items():
        label = column_label(read.table, column, language)
        if exact:
            yield language.text("read.dates", column=label, first=language.date(first), last=language.date(last))
        else:
            key = "read.year" if first.year == last.year else "read.years"
            yield language.text(key, column=label, first=str(first.year), last=str(last.year))


def _words(read: ListRead, language: Language, minimum_cell: int) -> Iterator[str]:
    for column, words in read.words.items():
        # A word of few people may be anything, a person's name too.
        named = [word for word, number in words.items() if number >= minimum_cell]
        shown = [
            *(group_label({column: word}, language) for word in named[:MOST_WORDS]),
            *(["…"] if len(words) > len(named[:MOST_WORDS]) else []),
        ]
        label = column_label(read.table, column, language)
        text = language.text(
            "read.words" if named else "read.words_few", column=label, number=len(words), words=", ".join(shown)
        )
        yield text.replace("….", "…")


def _people(read: ListRead, language: Language) -> Iterator[str]:
    if read.people is None:
        yield language.text("read.rows", number=read.rows)
        return
    key = {"attendance": "attendances", "services": "services"}.get(read.table, "people")
    yield language.text(f"read.{key}", number=read.people["total"], rows=read.rows)
    if read.people["total"]:
        yield language.text("read.sexes", **{name: number for name, number in read.people.items() if name != "total"})


def _amounts(table: str, read: AmountsRead, language: Language, exact: bool) -> Iterator[str]:
    units = [
        *([read.currency] if read.currency else []),
        *(language.text(f"read.period.{period}") for period in read.periods),
    ]
    counts = {"column": column_label(table, read.column, language), "given": read.given, "rows": read.rows}
    yield language.text("read.amounts", unit=f" ({', '.join(units)})" if units else "", **counts)
    if exact:
        ends = {"low": read.lowest, "middle": read.middle, "high": read.highest}
        yield language.text("read.spread", **{name: language.figure(value, "count") for name, value in ends.items()})
    if read.times:
        yield language.text("read.far", number=len(read.times))
    if exact:
        for row, times in read.times.items():
            name, figure = ("times", language.figure(times, "ratio")) if times > 1 else ("part", f"1/{1 / times:.0f}")
            yield language.text(f"read.{name}", row=row, times=figure)
