"""Unknown names under ``tables`` in ``organisation.yml``, reported with line and closest names.

If ignored, such a name would leave a column unread.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from genderaudit.foundations.errors import closest_names
from genderaudit.intake.cells import values
from genderaudit.intake.contract import NO_PERSON, Column, Table
from genderaudit.intake.problems import Remark
from genderaudit.intake.survey.wordings import ITEMS, Wordings
from genderaudit.intake.vocabulary.cell_words import no_words, yes_words
from genderaudit.intake.vocabulary.dictionaries import bare_words, words
from genderaudit.methodology.organisation import Organisation, TableFile
from genderaudit.methodology.questionnaire import NOT_APPLICABLE

MOST_PROPOSED = 5


def unknown_names(table: Table, options: TableFile, organisation: Organisation, wordings: Wordings) -> Iterator[Remark]:
    """Yield every unknown column name, and every code that its column does not have."""
    columns = [column.name for column in table.columns]
    allowed = columns
    if table.open_ended:
        allowed = [*columns, *wordings.names.values()]
    names_used = [(("columns", header), name) for header, name in options.columns.items()]
    names_used += [(("values", name), name) for name in options.values]
    names_used += [(("from_sheet", name), name) for name in options.from_sheet]
    names_used += [(("confirmed", name), name) for name in options.confirmed]
    names_used += [(("codes", name), name) for name in options.codes if name != ITEMS or not table.open_ended]
    for place, name in names_used:
        if name not in allowed and name.lower() not in columns:
            line = organisation.line_of("tables", table.name, *place)
            closest = _closest(name, table.name, allowed, organisation)
            yield _unknown("unknown_name", line, name, closest)
    for name, meanings in options.codes.items():
        accepted = _accepted(table.column(name), wordings.answer_codes(name) if table.open_ended else [])
        for word, code in meanings.items():
            if accepted and values.code(code).lower() not in accepted:
                line = organisation.line_of("tables", table.name, "codes", name, word)
                yield _unknown("unknown_meaning", line, values.code(code), accepted.values(), name)


def _unknown(rule: str, line: int, name: str, closest: Iterable[str], column: str = "") -> Remark:
    return Remark("error", rule, column=column, values={"line": line, "name": name, "closest": ", ".join(closest)})


def _accepted(column: Column | None, answers: list[str]) -> dict[str, str]:
    """Return lower case → accepted codes of a column; empty if it accepts anything."""
    if column is not None and column.kind == "boolean":
        return {word: word for word in sorted(yes_words() | no_words())}
    if answers:
        return {word: word for word in (*answers, "-1", "-2", NOT_APPLICABLE)}
    if column is None:
        return {}
    return {word.lower(): word for word in (*column.values, *([NO_PERSON] if column.kind == "sex" else []))}


def _closest(name: str, table: str, known: Iterable[str], organisation: Organisation) -> tuple[str, ...]:
    """Return the column a word means in a dictionary (salary: pay), then similar names; else all."""
    names = list(dict.fromkeys(known))
    likely_column = words(organisation.languages[0]).column(table, name, names)
    like = closest_names(bare_words(name).replace(" ", "_"), names, MOST_PROPOSED)
    proposals = tuple(dict.fromkeys([*([likely_column] if likely_column else []), *like]))
    return proposals or tuple(names)
