"""Rules across columns and tables that reveal contradictions. They warn; nothing is changed or set aside."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import pandas as pd

from genderaudit.intake.about import sampling_in
from genderaudit.intake.cells import values
from genderaudit.intake.cells.counts import is_serial
from genderaudit.intake.cells.matching import rare_words, similar_words
from genderaudit.intake.checks.reserved_bodies import perhaps_reserved, unlisted
from genderaudit.intake.checks.roles import not_recognised
from genderaudit.intake.contract import YOUNGEST_WORKER
from genderaudit.intake.problems import Remark, row_numbers
from genderaudit.intake.raw import distinct_texts
from genderaudit.intake.vocabulary.cell_words import says_gone
from genderaudit.intake.vocabulary.dictionaries import bare_words
from genderaudit.measures.answers import Item
from genderaudit.measures.reliability import turned_twice
from genderaudit.methodology.method import methodology
from genderaudit.methodology.organisation import Organisation, Sampling
from genderaudit.methodology.questionnaire import Questionnaire

DATES_IN_ORDER = {
    "staff": (("hired_on", "promoted_on"), ("hired_on", "left_on"), ("promoted_on", "left_on")),
    "members": (("joined_on", "left_on"),),
    "survey": (("started", "submitted"),),
}
"""Pairs of columns; the second is never before the first."""

BACK = ("returned_from_leave", "back_after_6_months", "back_after_12_months")
PERSON_TABLES = ("staff", "members", "survey")
WITH_PEOPLE = ("staff", "members", "bodies")
UNITS = ("unit", "branch", "sector", "level")
PLACES = ("body", "event", "date", "branch", "unit")
"""Columns within which a repeated name may be a repeated person, if no birth dates are given."""
FEWEST_COUNTED = 5
"""Smallest count from which a repeated row is probably a duplicate; small counts repeat by chance."""
MOST_PAIRS = 5
MOST_ALIKE = 0.05  # share of equal rows above which rows are equal because they have few details of a person


def _warning(
    rule: str, table: str, column: str = "", rows: Iterable[object] = (), values: Mapping[str, object] | None = None
) -> Remark:
    return Remark("warning", rule, row_numbers(rows), column, values or {}, table)


def within_table(table: str, frame: pd.DataFrame, raw: pd.DataFrame) -> Iterator[Remark]:
    """Yield contradictions within one table. ``frame`` is indexed by row number; ``raw`` are its cells as read."""
    for earlier, later in DATES_IN_ORDER.get(table, ()):
        wrong = frame[later] < frame[earlier]
        if wrong.any():
            names: dict[str, object] = {"earlier": earlier, "later": later}
            yield _warning("dates_not_in_order", table, later, frame.index[wrong], names)
    if table == "texts":
        above = frame["meets"] > frame["examined"].fillna(1)
        if above.any():
            yield _warning("meets_above_examined", table, "meets", frame.index[above])
        written_as_word = raw["meets"].map(
            lambda cell: isinstance(cell, str) and cell.strip().isalpha(), na_action="ignore"
        )
        several = written_as_word.eq(True).reindex(frame.index, fill_value=False) & (frame["examined"] > 1)
        if several.any():
            yield _warning("yes_of_several", table, "meets", frame.index[several])
    if table == "staff":
        born = frame["birth_year"]
        young = frame["hired_on"].dt.year - born < YOUNGEST_WORKER
        if young.any():
            age: dict[str, object] = {"age": YOUNGEST_WORKER}
            yield _warning("hired_as_child", table, "hired_on", frame.index[young], age)
        without = frame["pay"].notna() & frame["pay_period"].isna()
        if without.any():
            yield _warning("pay_without_period", table, "pay", frame.index[without])
        leave_stated = (frame["leave_days"] > 0) | frame[list(BACK)].fillna(False).any(axis=1)
        none = frame["leave_taken"].eq(False).fillna(False) & leave_stated
        if none.any():
            yield _warning("leave_not_taken", table, "leave_taken", frame.index[none])
        back = [name for name in BACK if frame[name].notna().any()]
        if back and frame[["leave_taken", "leave_days"]].isna().all(axis=None):
            yield _warning("return_without_leave", table, back[0])
    yield from _units_by_block(table, raw)
    yield from _people_perhaps_gone(table, frame, raw)
    if table in PERSON_TABLES and "count" not in raw:
        yield from _rows_twice(table, raw)
    elif table in PERSON_TABLES:
        numbers = pd.to_numeric(raw["count"], errors="coerce")
        twice = raw.duplicated() & (numbers >= FEWEST_COUNTED)
        if twice.any():
            yield _warning("counts_twice", table, rows=raw.index[twice])


def _units_by_block(table: str, raw: pd.DataFrame) -> Iterator[Remark]:
    """Yield columns of units with distinct values above blank cells: probably one value written for a block of rows.

    Of objectives of a budget one blank cell is enough, as many have a single line. In a survey each row stands for
    itself, so it is skipped.
    """
    if table == "survey":
        return
    rows = raw[~raw.index.duplicated()]  # women and men in separate columns share a row number
    for name in [name for name in (*UNITS, "objective") if name in raw]:
        column = rows[name]
        filled = column.dropna()
        is_block = column.isna().any() if name == "objective" else 2 * len(filled) <= len(column)
        if len(filled) > 1 and filled.is_unique and is_block and column.notna().iloc[0]:
            yield _warning("perhaps_as_above", table, name, column.index[column.isna()])


def _people_perhaps_gone(table: str, frame: pd.DataFrame, raw: pd.DataFrame) -> Iterator[Remark]:
    """Yield rows whose remarks, in a column that is not read, say that the person has died or left."""
    if table not in WITH_PEOPLE:
        return
    for name in [name for name in raw if name not in frame]:
        gone = [cell for cell in distinct_texts(raw[name].tolist()) if says_gone(cell)]
        rows = raw.index[raw[name].isin(gone)] if gone else raw.index[:0]
        if "left_on" in frame:
            rows = rows[frame.loc[rows, "left_on"].isna()]
        if len(rows):
            yield _warning("perhaps_gone", table, str(name), rows)


def _rows_twice(table: str, raw: pd.DataFrame) -> Iterator[Remark]:
    """Yield rows equal in every column, apart from columns that number them."""
    numbering = [name for name in raw if _numbers_rows(str(name), raw[name])]
    most = max(1, MOST_ALIKE * len(raw))
    cells = raw.drop(columns=numbering)  # with a numbering no two rows are the same in every column
    twice = cells.duplicated()
    if 0 < twice.sum() <= most and cells.shape[1] > 1:
        rule = "rows_twice_but_number" if numbering else "rows_twice"
        yield _warning(rule, table, rows=raw.index[twice])


def _numbers_rows(header: str, cells: pd.Series) -> bool:
    """Return True if a column numbers all its rows.

    Columns with a repeated or non-numeric cell are excluded first, as that is quick.
    """
    if not cells.is_unique or cells.isna().any():
        return False
    try:
        return is_serial(header, pd.to_numeric(cells))
    except (ValueError, TypeError):
        return False


def person_twice(table: str, names: pd.DataFrame, raw: pd.DataFrame) -> Iterator[Remark]:
    """Yield rows that repeat a name and birth date (or year); without births, a name in the same place.

    ``names``: the list's columns of names; ``raw``: the cells under names of the contract. A place is a body, meeting,
    branch or unit, whichever exist. Names are not kept.
    """
    birth = "birth_year" in raw and bool(raw["birth_year"].notna().any())
    compared = ["birth_year"] if birth else [name for name in PLACES if name in raw]
    comparable = names.notna().all(axis=1) & (raw["birth_year"].notna() if birth else True)
    people = pd.DataFrame(
        {name: raw.loc[comparable, name].map(values.code, na_action="ignore") for name in compared},
        comparable[comparable].index,
    )
    for place, name in enumerate(names.columns):
        people[place] = names.loc[comparable, name].map(bare_words)
    twice = people.duplicated()
    if twice.any():
        yield _warning("person_twice" if birth else "name_twice", table, rows=people.index[twice])


def answered_twice(actions: pd.DataFrame, round: str) -> pd.Series:
    """Return True for rows of ``actions`` that answer a recommendation again, of this round's plan or earlier ones."""
    of_this = actions["round"].fillna("") == round
    known = actions["recommendation"].isin({entry.id for entry in methodology().recommendations})
    return known & pd.DataFrame({"name": actions["recommendation"], "of_this": of_this}).duplicated()


def across_tables(
    tables: Mapping[str, pd.DataFrame], organisation: Organisation, round: str, questionnaire: Questionnaire
) -> Iterator[Remark]:
    """Yield contradictions between the tables of a round, and with ``organisation.yml``."""
    for table, place in (("bodies", "body"), ("attendance", "event")):
        yield from _differing_quotas(tables[table], table, place)
    yield from _reserved_bodies(tables["bodies"], organisation)
    yield from _unrecognised_roles(tables["bodies"], organisation)
    yield from _bodies_in_membership(tables["bodies"], tables["members"])
    yield from _survey_against_settings(tables["survey"], sampling_in(tables["about"]), organisation, round)
    yield from _statements_turned_twice(tables["survey"], questionnaire)
    yield from _headcounts_above_lists(tables, organisation, round)
    yield from _attendance_above_seats(tables["attendance"], tables["bodies"])
    yield from _further_group(tables, organisation)
    yield from _past_targets(organisation, round)


def _past_targets(organisation: Organisation, round: str) -> Iterator[Remark]:
    """Yield targets whose year is before the round."""
    date = organisation.date_of(round)
    for name, year in organisation.targets_by.items():
        if date is not None and year < date.year:
            yield _warning("target_date_past", "", values={"name": name, "year": str(year)})


def _differing_quotas(rows: pd.DataFrame, table: str, place: str) -> Iterator[Remark]:
    """Yield bodies or events with several quotas for women or for young people."""
    for column in ("quota_women", "quota_youth"):
        different = rows.groupby(place)[column].nunique()
        names = [str(name)[:60] for name in different.index[different > 1]]
        if names:
            yield _warning("quota_differs", table, column, values={"bodies": ", ".join(names[:5])})


def _reserved_bodies(bodies: pd.DataFrame, organisation: Organisation) -> Iterator[Remark]:
    """Yield bodies that may be reserved for women or young people, and declared reserved bodies that no list has."""
    if perhaps := perhaps_reserved(bodies, organisation):
        entry = ", ".join(f"{json.dumps(name, ensure_ascii=False)}: {whom}" for name, whom in perhaps.items())
        values: dict[str, object] = {"bodies": ", ".join(perhaps), "entry": f"{{{entry}}}"}
        yield _warning("body_perhaps_reserved", "bodies", values=values)
    if names := unlisted(bodies, organisation):
        yield _warning("reserved_body_unknown", "bodies", values={"bodies": ", ".join(names)})


def _unrecognised_roles(bodies: pd.DataFrame, organisation: Organisation) -> Iterator[Remark]:
    """Yield roles not known to lead a body or not; roles that are targets of ``codes`` count as decided."""
    options = organisation.tables.get("bodies")
    decided = options.codes.get("role", {}).values() if options else ()
    if unrecognised := not_recognised(bodies["role"], list(map(str, decided))):
        values: dict[str, object] = {
            "seen": tuple(unrecognised),
            "role": json.dumps(unrecognised[0][0], ensure_ascii=False),
        }
        yield _warning("role_not_recognised", "bodies", "role", values=values)


def _bodies_in_membership(bodies: pd.DataFrame, members: pd.DataFrame) -> Iterator[Remark]:
    """Yield bodies with more women, or more men, than the organisation has members."""
    if bodies.empty or members.empty:
        return
    members_by_sex = members.groupby("sex")["count"].sum()
    if members["sex"].isna().any():  # members of unknown sex may be the ones in the body
        for body, number in bodies.groupby("body")["count"].sum().items():
            if number > members["count"].sum():
                yield _warning("body_larger_than_all", "bodies", values={"body": str(body)[:60]})
        return
    seats = bodies.groupby(["body", "sex"], as_index=False)["count"].sum()
    for body, sex, number in zip(seats["body"], seats["sex"], seats["count"], strict=True):
        if number > members_by_sex.get(sex, 0):
            values: dict[str, object] = {"body": str(body)[:60], "sex": str(sex)}
            yield _warning("body_larger_than_membership", "bodies", values=values)


def _survey_against_settings(
    survey: pd.DataFrame, sampling: Sampling | None, organisation: Organisation, round: str
) -> Iterator[Remark]:
    headcounts = organisation.headcounts_of(round)
    if organisation.levels:
        strange = sorted({h.level for h in headcounts if h.level} - set(organisation.levels))
        if strange:
            yield _warning("headcount_level_unknown", "survey", values={"levels": ", ".join(strange[:10])})
    if survey.empty:
        return
    if sampling is None and organisation.sampling_of(round) is None:
        yield _warning("sampling_unsaid", "survey")
    for sex in sorted({h.sex for h in headcounts}):
        asked = sum(h.count for h in headcounts if h.sex == sex)
        answered = int((survey["sex"] == sex).sum())
        if answered > asked:
            values: dict[str, object] = {"answers": answered, "people": asked, "sex": sex}
            yield _warning("more_answers_than_people", "survey", values=values)


def _statements_turned_twice(survey: pd.DataFrame, questionnaire: Questionnaire) -> Iterator[Remark]:
    items = [Item(one.id, one.area, one.reverse, one.scale.maximum) for one in questionnaire.items]
    if not survey.empty and (turned := turned_twice(survey, items)):
        yield _warning("statement_turned_twice", "survey", values={"statements": ", ".join(turned)})


def _headcounts_above_lists(
    tables: Mapping[str, pd.DataFrame], organisation: Organisation, round: str
) -> Iterator[Remark]:
    """Yield headcounts larger than members and staff together: everybody asked must be in a list."""
    lists = [tables[name] for name in ("members", "staff") if not tables[name].empty]
    if len(lists) < 2 or any(people["sex"].isna().any() for people in lists):
        return  # with a single list, the survey may have asked people of the one not given
    headcounts = organisation.headcounts_of(round)
    for sex in sorted({one.sex for one in headcounts}):
        asked = sum(one.count for one in headcounts if one.sex == sex)
        if asked > sum(people.loc[people["sex"] == sex, "count"].sum() for people in lists):
            yield _warning("headcounts_above_lists", "survey", values={"sex": sex})


def _further_group(tables: Mapping[str, pd.DataFrame], organisation: Organisation) -> Iterator[Remark]:
    """Yield contradictions on the further grouping ``also_by``: unused, not named, one value, rare or similar words."""
    filled = {name: table["also"].dropna() for name, table in tables.items() if "also" in table}
    filled = {name: column for name, column in filled.items() if len(column)}
    if not filled and organisation.also_by:
        yield _warning("also_nowhere", "", values={"name": organisation.also_by})
    for name in filled if organisation.also_by is None else ():
        yield _warning("also_unnamed", name, "also")
    for name, column in filled.items():
        if column.nunique() == 1 and len(column) < len(tables[name]):
            yield _warning("also_one_word", name, "also")
    people = {name: tables[name].get("count", pd.Series(1, tables[name].index)) for name in filled}
    if number := len(rare_words((filled[name], people[name][filled[name].index]) for name in filled)):
        yield _warning("also_rare", max(filled, key=lambda name: len(filled[name])), "also", values={"words": number})
    if filled and (pairs := similar_words(pd.concat(filled.values()))):
        shown = "; ".join(f"{one} = {other}" for one, other in pairs[:MOST_PAIRS])
        yield _warning("also_differs", max(filled, key=lambda name: len(filled[name])), "also", values={"pairs": shown})


def _attendance_above_seats(attendance: pd.DataFrame, bodies: pd.DataFrame) -> Iterator[Remark]:
    """Yield meetings of a body attended by more members or delegates than it has seats."""
    if attendance.empty or bodies.empty:
        return
    seats = bodies.groupby(bodies["body"].map(bare_words))["count"].sum()
    seated = attendance[attendance["role"].isna() | (attendance["role"] == "delegate")]
    meetings = seated.groupby(["event", seated["date"].astype("str")], dropna=False)["count"].sum().reset_index(level=0)
    above = {
        str(event)
        for event, number in zip(meetings["event"], meetings["count"], strict=True)
        if number > seats.get(bare_words(event), np.inf)
    }
    for event in sorted(above):
        yield _warning("attendance_above_seats", "attendance", values={"event": event[:60]})
